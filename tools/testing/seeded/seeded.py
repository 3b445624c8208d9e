#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""make seeded-bugs: what would `make check` say of a mistake in mm/?

Copies the tree, and there makes one mistake after another (bugs.py): builds, runs the parts of
`make check`, the quick ones first, until one of them notices, and puts the file right again.
First the tree as it is has to pass them all.  Prints a table, and writes it as a document.

    seeded.py [--tree DIR] [--table FILE] [--trust] [NAME...]

--tree    where the copy is; kept, so that the next run builds little
--table   the document to write
--trust   do not run the unchanged tree first
NAME      only these bugs; the table has the others as they were found the last time
"""
import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from bugs import BUGS
from planting import conclude, chosen, edited, make, plant_all, refresh, seconds_since, shorten
from harness import Failure, Guest

# Words for check.py, in the order in which they are tried once KUnit has passed.
CHECKS = ['console: pipelines', 'mm/', 'process/', 'console', 'proc/', 'badinput/', 'sim']

# What ends a run of KUnit: a case that failed, all cases, a crash, or an endless loop.
KUNIT_ENDS = r'    not ok \d+ \S+\n|# Totals: .*\n.*Power down|Kernel panic|Oops|unable to handle|rcu: .* stalled'

# After so many seconds it hangs, also where other work keeps the machine busy.
LIMIT = 1500

# KUnit suites that measure time: on a busy machine they fail whatever mm/ does.
TIMED = {'sched', 'locking', 'wait', 'time', 'threads', 'futex', 'rcu'}


def kunit(tree):
    """Boots until the first case fails, or the end. Returns what failed, or None."""
    kernel = os.path.join(tree, 'arch/x86/boot/bzImage')
    try:
        with Guest('kunit.enable=1 kunit_shutdown=poweroff panic=-1', initrd=None, mem='1G', kernel=kernel,
                   crash_ok=True) as guest:
            while True:
                end = guest.expect(KUNIT_ENDS, LIMIT)
                suite = (re.findall(r'    # Subtest: (\S+)', guest.log[:end.start()]) or ['boot'])[-1]
                case = re.match(r'    not ok \d+ (\S+)\n', end.group(0))
                if not case or suite not in TIMED or case.group(1) == 'memory_is_consistent':
                    break
            guest.wait(0.5)
            log = guest.log
    except Failure as failure:
        return 'KUnit: it hangs' if ' within ' in str(failure) else f'KUnit: {str(failure).splitlines()[0]}'
    if case and case.group(1) == 'memory_is_consistent':
        audit = re.findall(r'    # audit: ([^\n]*)', log[:end.start()])[-1]
        return f'audit after KUnit suite ``{suite}``: {shorten(audit)}'
    if case:
        return f'KUnit: ``{suite}.{case.group(1)}``'
    if end.group(0).startswith('# Totals'):
        return None
    crash = re.search(r'Kernel panic[^\n]*|unable to handle[^\n]{0,60}|\bOops\b[^\n]*|rcu: .* stalled',
                      log[end.start():])
    if 'rcu: ' in crash.group(0):
        return f'KUnit: ``{suite}`` hangs: a CPU is in no quiescent state'
    return f'KUnit: a crash in ``{suite}``: {shorten(crash.group(0).strip())}'


def check(tree, word):
    """Runs the tests of that name until one fails. Returns what failed, or None."""
    said, failed = '', None
    # a job in the background of a script ignores SIGINT
    with subprocess.Popen([sys.executable, 'tools/testing/check.py', word], cwd=tree, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as run:
        try:
            for line in run.stdout:
                said += line
                if not failed and line.startswith('NOT OK'):
                    failed = line
                    run.send_signal(signal.SIGINT)      # it ends its machine; why the test failed is in the pipe
        except SystemExit:
            run.send_signal(signal.SIGINT)
            raise
    if not failed:
        return None
    name = failed.removeprefix('NOT OK').strip()
    audit = re.search(r'inconsistent: ([^\n]*)', said)
    crash = re.search(r'the kernel reports "([^"]*)"', said)
    if audit and 'the audit afterwards' in name:
        return f'audit after ``{name.split(": the audit")[0]}``: {shorten(audit.group(1))}'
    if crash:
        return f'``{name.split(": the kernel")[0]}``: {crash.group(1)}'
    if re.search(r': no /.*/ within \d+ s$', name):
        return f'``{name.split(": no /")[0]}`` hangs'
    return f'``{": ".join(name.split(": ")[:2])}``'[:100]


def stages(tree):
    """Yields each stage's name, and a function that says what failed in it."""
    def build():
        result = make(tree, 'all', 'initramfs')
        return 'the compiler: ' + result.stdout.strip().splitlines()[0][:90] if result.returncode else None
    yield 'build', build
    yield 'KUnit', lambda: kunit(tree)
    for word in CHECKS:
        yield word, lambda word=word: check(tree, word)


def first_failure(tree):
    for _, run in stages(tree):
        failure = run()
        if failure:
            return failure
    return None


def judge(tree, bug):
    """Makes the mistake, and returns what noticed it, in how many seconds."""
    start = time.monotonic()
    with edited(tree, bug):
        by = first_failure(tree)
    return by or 'nothing', seconds_since(start)


INTRO = '''.. SPDX-License-Identifier: GPL-2.0-only

===========
Seeded bugs
===========

::

	$ make seeded-bugs

makes {total} mistakes in a copy of the tree, one at a time, each of a kind that people make
(``tools/testing/seeded/bugs.py``). After each it builds, and runs the parts of ``make check``, the quick ones first,
until one notices. It found {found} of {total}. This page is what it wrote; seconds are those of building and testing
on the machine that it ran on.

'''


def main():
    parser = argparse.ArgumentParser(description='What would make check say of a mistake in mm/?')
    parser.add_argument('--tree', default=os.path.join(tempfile.gettempdir(), 'samara-seeded'))
    parser.add_argument('--table')
    parser.add_argument('--trust', action='store_true')
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    chosen(BUGS, args.names)
    refresh(args.tree)
    if not os.path.exists(os.path.join(args.tree, '.config')):
        make(args.tree, 'defconfig')
    make(args.tree, 'olddefconfig')
    failure = make(args.tree, 'all', 'initramfs').returncode and 'it does not build'
    if not args.trust:
        failure = failure or first_failure(args.tree)
    if failure:
        sys.exit(f'the tree as it is does not pass: {failure}')
    store = f'{os.path.normpath(args.tree)}.json'     # the next copy removes what is not the tree's
    results = plant_all(BUGS, args.names, store, lambda bug: judge(args.tree, bug))
    make(args.tree, 'all')
    return conclude(BUGS, results, args.table, INTRO, ('file', 'mistake', 'found by', 's'), 0.9)


if __name__ == '__main__':
    sys.exit(main())
