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
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = os.path.dirname(HERE), os.path.join(HERE, '../../../scripts')
import sources  # noqa: E402
from harness import Failure, Guest  # noqa: E402
from bugs import BUGS  # noqa: E402

SRCTREE = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), '../../..'))

# Words for check.py, in the order in which they are tried once KUnit has passed.
CHECKS = ['console: pipelines', 'mm/', 'process/', 'console', 'proc/', 'badinput/', 'faults', 'sim']

# What ends a run of KUnit: a case that failed, all cases, or a crash.
KUNIT_ENDS = r'    not ok \d+ \S+\n|# Totals: .*\n.*Power down|Kernel panic|Oops|unable to handle'

# KUnit suites that measure time: on a busy machine they fail whatever mm/ does.
TIMED = {'sched', 'locking', 'wait', 'time', 'threads', 'futex', 'rcu'}


def make(tree, *goals):
    env = {k: v for k, v in os.environ.items() if k not in ('MAKEFLAGS', 'MFLAGS', 'sub_make_done')}
    return subprocess.run(['make', '-s', f'-j{os.cpu_count()}', *goals], cwd=tree, env=env, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def kunit(tree):
    """Boots until the first case fails, or the end. Returns what failed, or None."""
    kernel = os.path.join(tree, 'arch/x86/boot/bzImage')
    try:
        with Guest('kunit.enable=1 kunit_shutdown=poweroff panic=-1', initrd=None, mem='1G', kernel=kernel,
                   crash_ok=True) as guest:
            while True:
                end = guest.expect(KUNIT_ENDS, 400)
                suite = (re.findall(r'    # Subtest: (\S+)', guest.log[:end.start()]) or ['boot'])[-1]
                case = re.match(r'    not ok \d+ (\S+)\n', end.group(0))
                if not case or suite not in TIMED or case.group(1) == 'memory_is_consistent':
                    break
            guest.wait(0.5)
            log = guest.log
    except Failure as failure:
        return f'KUnit: {str(failure).splitlines()[0]}'
    if case and case.group(1) == 'memory_is_consistent':
        audit = re.findall(r'    # audit: ([^\n]*)', log[:end.start()])[-1]
        return f'audit after KUnit suite ``{suite}``: {shorten(audit)}'
    if case:
        return f'KUnit: ``{suite}.{case.group(1)}``'
    if end.group(0).startswith('# Totals'):
        return None
    crash = re.search(r'Kernel panic[^\n]*|unable to handle[^\n]{0,60}|\bOops\b[^\n]*', log[end.start():])
    return f'KUnit: a crash in ``{suite}``: {shorten(crash.group(0).strip())}'


def shorten(words):
    """A report without the numbers that differ from run to run."""
    words = re.sub(r'\b[0-9a-f]{16}\b|(?<=frame )[0-9a-f]+\b', '*', words)
    return re.sub(r'(: recorded | \(\d+ differ).*', '', words)


def check(tree, word):
    """Runs the tests of that name. Returns what failed, or None."""
    result = subprocess.run([sys.executable, 'tools/testing/check.py', word], cwd=tree, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    failed = re.search(r'^NOT OK  (.*)', result.stdout, re.M)
    if not failed:
        return None
    name = failed.group(1)
    audit = re.search(r'inconsistent: ([^\n]*)', result.stdout)
    crash = re.search(r'the kernel reports "([^"]*)"', result.stdout)
    if audit and 'the audit afterwards' in name:
        return f'audit after ``{name.split(": the audit")[0]}``: {shorten(audit.group(1))}'
    if crash:
        return f'``{name.split(": the kernel")[0]}``: {crash.group(1)}'
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


def seed(tree, bug):
    """Makes the mistake, and returns what noticed it; None: nothing did."""
    path = os.path.join(tree, bug.file)
    with open(path, encoding='utf-8') as file:
        sound = file.read()
    if sound.count(bug.old) != 1:
        sys.exit(f'{bug.name}: the text to replace stands {sound.count(bug.old)} times in {bug.file}')
    try:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(sound.replace(bug.old, bug.new))
        return first_failure(tree)
    finally:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(sound)


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


def write_table(path, rows):
    """The document: a table whose columns are as wide as what is in them."""
    rows = [('file', 'mistake', 'found by', 's')] + rows
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    bar = '  '.join('=' * width for width in widths)
    lines = ['  '.join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    found = sum(row[2] != 'nothing' for row in rows[1:])
    with open(path, 'w', encoding='utf-8') as file:
        file.write(INTRO.format(total=len(rows) - 1, found=found))
        file.write('\n'.join([bar, lines[0], bar, *lines[1:], bar]) + '\n')


def main():
    parser = argparse.ArgumentParser(description='What would make check say of a mistake in mm/?')
    parser.add_argument('--tree', default=os.path.join(tempfile.gettempdir(), 'samara-seeded'))
    parser.add_argument('--table')
    parser.add_argument('--trust', action='store_true')
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    # so that the file that is wrong just then is put right
    signal.signal(signal.SIGTERM, lambda *_: sys.exit('terminated'))
    unknown = set(args.names) - {bug.name for bug in BUGS}
    if unknown:
        sys.exit('no such bug: ' + ' '.join(sorted(unknown)))
    sources.copy(SRCTREE, args.tree)
    if not os.path.exists(os.path.join(args.tree, '.config')):
        make(args.tree, 'defconfig')
    make(args.tree, 'olddefconfig')
    failure = make(args.tree, 'all', 'initramfs').returncode and 'it does not build'
    if not args.trust:
        failure = failure or first_failure(args.tree)
    if failure:
        sys.exit(f'the tree as it is does not pass: {failure}')
    store = os.path.join(args.tree, 'seeded.json')
    results = {}
    if args.names and os.path.exists(store):
        with open(store, encoding='utf-8') as file:
            results = json.load(file)
    for bug in BUGS:
        if args.names and bug.name not in args.names:
            continue
        start = time.monotonic()
        by = seed(args.tree, bug) or 'nothing'
        results[bug.name] = by, f'{time.monotonic() - start:.0f}'
        print(f'{bug.name}: {by} ({results[bug.name][1]} s)', flush=True)
        with open(store, 'w', encoding='utf-8') as file:
            json.dump(results, file)
    make(args.tree, 'all')
    rows = [(f'``{bug.file}``', bug.what, *results[bug.name]) for bug in BUGS if bug.name in results]
    found = sum(row[2] != 'nothing' for row in rows)
    print(f'{found} of {len(rows)} found')
    if args.table and len(rows) == len(BUGS):
        write_table(args.table, rows)
    return 0 if found >= 0.9 * len(rows) else 1


if __name__ == '__main__':
    sys.exit(main())
