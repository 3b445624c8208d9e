#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""make check: builds the default configuration, boots it, runs every test.

Called by make in the object tree; whatever configuration is there is tested.
--guest runs only what runs on that kernel, --all (make check-all) also every
other configuration and, on kernels made for finding bugs, all guest tests
again.  Words choose the tests whose names contain one of them.
"""
import argparse
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from harness import Failure, Results, built_behind, kernel_config, require  # noqa: E402
import benchtest  # noqa: E402
import buildtest  # noqa: E402
import cmdline  # noqa: E402
import configs  # noqa: E402
import console  # noqa: E402
import crashers  # noqa: E402
import debugaids  # noqa: E402
import doccheck  # noqa: E402
import faults  # noqa: E402
import hangs  # noqa: E402
import kselftest_linux  # noqa: E402
import kunit  # noqa: E402
import machines  # noqa: E402
import maketest  # noqa: E402
import menutest  # noqa: E402
import procforms  # noqa: E402
import programs  # noqa: E402
import reports  # noqa: E402
import requirements  # noqa: E402
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


def host_tests(results, selected):
    """What needs no machine."""
    if selected('docs: names are true'):
        results.run('docs: names are true', documents)
    if selected('docs: web pages'):
        results.run('docs: web pages', make, 'htmldocs')
    for module in (buildtest, maketest, menutest):
        run_named(results, selected, module.TESTS)


def guest_tests(results, selected):
    """What runs on the kernel of the object tree that is the current directory."""
    if selected('kunit'):
        kunit.run_suites(results, 'kunit on 2 CPUs')
    for module in (machines, cmdline, console, procforms, crashers, hangs, debugaids, reports, requirements):
        run_named(results, selected, module.TESTS)
    runs = programs.plan(selected)
    if runs or selected(programs.RUNNER_TEST):
        results.run('build of the test programs', programs.build)
        programs.run(results, runs)
    if selected(programs.RUNNER_TEST):
        results.run(programs.RUNNER_TEST, programs.runner_scripts)


def tests_on(results, selected, variant):
    """All guest tests on the kernel of another configuration, each name with the variant's before it."""
    failed = results.failed
    results.run(f'build of {variant.name}', variant.build, 'all', 'initramfs')
    if results.failed > failed:
        return
    home = os.getcwd()
    os.chdir(variant.tree)
    results.prefix = f'{variant.name}: '
    try:
        guest_tests(results, lambda name: selected(f'{variant.name}: {name}'))
    finally:
        results.prefix = ''
        os.chdir(home)


def run_named(results, selected, tests):
    """Rows of (name, function, symbol...): those whose symbols the configuration has; !SYMBOL: has not."""
    config = kernel_config()
    for name, function, *symbols in tests:
        if selected(name) and all((symbol.lstrip('!') in config) != symbol.startswith('!') for symbol in symbols):
            results.run(name, function)


def sanitized_sim():
    simtest.build(simtest.FUZZER)


def main():
    parser = argparse.ArgumentParser(prog='check.py')
    parser.add_argument('--all', action='store_true', help='every configuration, and debugging kernels')
    parser.add_argument('--guest', action='store_true', help='only what runs on the kernel that is built here')
    parser.add_argument('word', nargs='*', help='only tests whose names contain one of the words')
    chosen = parser.parse_args()
    results = Results()
    started = time.monotonic()

    def selected(name):
        return not chosen.word or any(word in name for word in chosen.word)

    def any_selected(prefix):
        return selected(prefix) or any(word.startswith(prefix) for word in chosen.word)

    results.run('build', build)
    if results.failed:
        return results.finish()
    if chosen.guest:
        guest_tests(results, selected)
        print(f'took {time.monotonic() - started:.0f} s')
        return results.finish()
    later = [(simtest.build, simtest.quick_tests()), (sanitized_sim, simtest.SANITIZED_TESTS)]
    with built_behind([build_it for build_it, tests in later if any(selected(name) for name, _ in tests)]):
        host_tests(results, selected)
        run_named(results, selected, machines.MAKE_TESTS)
        guest_tests(results, selected)
    run_named(results, selected, simtest.quick_tests() + simtest.SANITIZED_TESTS)
    if chosen.all:
        run_named(results, selected, buildtest.SLOW_TESTS + benchtest.SLOW_TESTS + kselftest_linux.SLOW_TESTS)
        faults.run(results, selected)
        run_named(results, selected, simtest.slow_tests() + simtest.searches() + simtest.CHANCE)
        run_named(results, selected, configs.all_tests())
        for variant in configs.WHOLE_SET:
            if any_selected(f'{variant.name}: '):
                tests_on(results, selected, variant)
    print(f'took {time.monotonic() - started:.0f} s')
    return results.finish()


if __name__ == '__main__':
    sys.exit(main())
