#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""make check: builds the default configuration, boots it, runs every test.

Called by make in the object tree.  With words on its command line it runs only
the tests whose names contain one of them.
"""
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from harness import Failure, Guest, Results, require  # noqa: E402
import buildtest  # noqa: E402
import cmdline  # noqa: E402
import console  # noqa: E402
import crashers  # noqa: E402
import debugaids  # noqa: E402
import doccheck  # noqa: E402
import faults  # noqa: E402
import machines  # noqa: E402
import programs  # noqa: E402
import simtest  # noqa: E402

SRCTREE = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), '../..'))


def make(*goals):
    """Builds; the compiler's words are shown only where it fails."""
    env = {k: v for k, v in os.environ.items() if k not in ('MAKEFLAGS', 'MFLAGS', 'sub_make_done')}
    command = ['make', '-C', os.getcwd(), '-f', f'{SRCTREE}/Makefile', f'-j{os.cpu_count()}', '-s',
               *goals]
    result = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode:
        raise Failure(f'make {" ".join(goals)} failed\n{result.stdout[-6000:]}')
    return result.stdout


def build():
    if not os.path.exists('.config'):
        make('defconfig')
    make('all')
    make('initramfs')


def documents():
    wrong = doccheck.wrong_names()
    require(not wrong, '\n'.join(wrong))


def kunit(results, smp, **options):
    """Each case of each suite counts as one test."""
    with Guest('kunit.enable=1 kunit_shutdown=poweroff panic=-1', initrd=None, smp=smp, mem='1G', **options) as guest:
        try:
            guest.expect(r'KTAP version 1', 60)
            guest.wait_exit(300)
        except Failure as failure:
            results.not_ok(f'kunit on {smp} CPUs', failure)
        suite = ''
        for line in guest.log.splitlines():
            line = re.sub(r'^\[ *\d+\.\d+\] ', '', line)
            name = re.match(r'    # Subtest: (\S+)', line)
            if name:
                suite = name.group(1)
            case = re.match(r'    (ok|not ok) \d+ ([^#]*[^# ])( # SKIP.*)?', line)
            if not case:
                continue
            if case.group(3):
                results.skipped += 1
            elif case.group(1) == 'ok':
                results.passed += 1
            else:
                results.not_ok(f'kunit {suite}.{case.group(2)}', 'see the log\n' +
                               '\n'.join(guest.log.splitlines()[-200:]))
        totals = re.findall(r'# Totals: .*', guest.log)
        results.run(f'kunit totals on {smp} CPUs', lambda: require(totals, 'no totals line'))
        if totals:
            print('        ' + totals[-1])


def main():
    results = Results()
    wanted = sys.argv[1:]
    started = time.monotonic()

    def selected(name):
        return not wanted or any(word in name for word in wanted)

    results.run('build', build)
    if results.failed:
        return results.finish()
    if selected('docs: names are true'):
        results.run('docs: names are true', documents)
    if selected('docs: web pages'):
        results.run('docs: web pages', make, 'htmldocs')
    if selected('kunit'):
        kunit(results, 2)
    for module in (buildtest, machines, cmdline, console, crashers, debugaids, simtest):
        for name, function in module.TESTS:
            if selected(name):
                results.run(name, function)
    runs = programs.plan(selected)
    if runs:
        results.run('build of the test programs', programs.build)
        programs.run(results, runs)
    faults.run(results, selected, kunit)
    print(f'took {time.monotonic() - started:.0f} s')
    return results.finish()


if __name__ == '__main__':
    sys.exit(main())
