#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""make ARCH=sim seeded-bugs: does a run in the simulated machine notice a mistake in mm/ or lib/?

Copies the tree, and there makes one mistake after another (bugs.py, simbugs.py): builds samara-sim, and
runs it with one seed after another until a run fails.  Prints a table, and writes it as a document.

    simseeded.py [--tree DIR] [--table FILE] [NAME...]

--tree    where the copy is; kept, so that the next run builds little
--table   the document to write
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
from planting import chosen, conclude, edited, make, plant_all, refresh, shorten
from simbugs import BEYOND, SIM_BUGS

# One after another, each with its own seed, until one fails; then all of them again with other seeds.
RUNS = [
    '--ops 20000 --profile mixed --audit 500',
    '--ops 20000 --profile mixed --audit 500 --concurrent 1',
    '--ops 20000 --profile fork --audit 500',
    '--ops 20000 --profile mmap --audit 500',
    '--ops 20000 --profile file --audit 500',
    '--ops 20000 --profile fault --audit 500 --concurrent 1',
    '--ops 3000 --profile mixed --fail-each 5',
    '--ops 10000 --profile kernel --audit 500 --concurrent 1',
    '--ops 10000 --profile kernel --audit 500 --nodes 3',
    '--ops 20000 --profile fork --audit 500 --concurrent 1',
]
ROUNDS = 8
LIMIT = 300     # seconds that one run may take on a busy machine


def commands():
    """The arguments of each run: one round of RUNS, the scenarios, the other rounds."""
    for turn in range(ROUNDS):
        for nr, options in enumerate(RUNS):
            yield f'run --seed {turn * len(RUNS) + nr + 1} {options}'
        if turn == 0:
            yield 'scenario'


def why(output):
    """The first line of a run that says what is wrong."""
    for pattern in (r'(kernel BUG at .*)', r'WARNING: CPU: \d+ PID: \d+ at (.*)',
                    r'sim: FAILED at (?:operation \d+, )?(?:\d+ )?(.*)', r'(sim: .* stale .*)',
                    r'(BUG: .*)', r'(scenario .*: .*not so.*)', r'Kernel panic - not syncing: (.*)',
                    r'(samara-sim: .*)'):
        found = re.search(pattern, output)
        if found:
            return shorten(found.group(1).strip())
    return 'it ends without a word'


def run(command, tree):
    """Runs it, and if it takes too long makes it say where it is. Returns its status and what it printed."""
    with subprocess.Popen(command, cwd=tree, text=True, errors='replace', stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            output = process.communicate(timeout=LIMIT)[0]
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGALRM)
            try:
                output = process.communicate(timeout=10)[0]
            except subprocess.TimeoutExpired:
                process.kill()
                output = process.communicate()[0] + '\nsamara-sim: it hangs'
        return process.returncode, output


def first_failure(tree):
    """Returns the complaint of the first run that fails, and its arguments; None: none does."""
    for arguments in commands():
        machine = '--cpus 4 --ram 64M --minimise 0' if arguments.startswith('run') else ''
        status, output = run([f'{tree}/samara-sim', *arguments.split(), *machine.split()], tree)
        if status:
            return why(output), arguments
    return None


def build(tree):
    return make(tree, 'ARCH=sim', 'samara-sim')


# A configuration for a hunt: what checks itself at run time.
CHECKS = 'DEBUG_KERNEL', 'DEBUG_VM', 'DEBUG_LIST', 'DEBUG_SPINLOCK'


def configure(tree):
    """The default configuration with CHECKS, less the unit tests, which take time to build and are not asked here."""
    config = os.path.join(tree, '.config')
    if os.path.exists(config):
        return
    make(tree, 'ARCH=sim', 'defconfig')
    with open(config, encoding='utf-8') as file:
        lines = [line for line in file if '_TEST=y' not in line and 'CONFIG_KUNIT_ALL_TESTS' not in line]
    with open(config, 'w', encoding='utf-8') as file:
        file.write(''.join(lines) + '# CONFIG_KUNIT_ALL_TESTS is not set\n'
                   + ''.join(f'CONFIG_{name}=y\n' for name in CHECKS))
    make(tree, 'ARCH=sim', 'olddefconfig')


def judge(tree, bug):
    """Makes the mistake. Returns what was said of it, in which run, after how many seconds of runs and of building."""
    start = time.monotonic()
    with edited(tree, bug):
        result = build(tree)
        built = time.monotonic()
        if result.returncode:
            return 'the compiler', '', '', ''
        found = first_failure(tree)
    seconds = f'{time.monotonic() - built:.1f}', f'{built - start:.0f}'
    if not found:
        return 'nothing', '', *seconds
    words, arguments = found
    return f'``{words[:100].strip()}``', f'``{arguments}``', *seconds


INTRO = '''.. SPDX-License-Identifier: GPL-2.0-only

=====================================
Seeded bugs, in the simulated machine
=====================================

::

	$ make ARCH=sim seeded-bugs

makes {total} mistakes in a copy of the tree, one at a time, each of a kind that people make
(``tools/testing/seeded/bugs.py`` and ``simbugs.py``). After each it builds ``samara-sim`` and runs it with one seed
after another (``tools/testing/seeded/simseeded.py`` lists the runs), with ``--cpus 4 --ram 64M``, until a run fails.
Of the kernel's own checks DEBUG_VM, DEBUG_LIST and DEBUG_SPINLOCK are on. A mistake that was not made anew has the row
that it had, of a run before.
It found {found} of {total}. This page is what it wrote: what the run that failed said first, its arguments, and
the seconds that all runs up to there, and the build, took on the machine that it ran on, which was busy.

Of what ``make seeded-bugs`` plants in a booted kernel, these are not among them, for nothing there can meet them:

''' + ''.join(f'* ``{name}``: {reason}\n' for name, reason in BEYOND.items()) + '\n'


def main():
    parser = argparse.ArgumentParser(description='Does the simulated machine notice a mistake in mm/ or lib/?')
    parser.add_argument('--tree', default=os.path.join(tempfile.gettempdir(), 'samara-simseeded'))
    parser.add_argument('--table')
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    bugs = [bug for bug in BUGS if bug.name not in BEYOND] + SIM_BUGS
    chosen(bugs, args.names)
    refresh(args.tree)
    configure(args.tree)
    result = build(args.tree)
    failure = result.stdout[-2000:] if result.returncode else first_failure(args.tree)
    if failure:
        sys.exit(f'the tree as it is does not pass: {failure}')
    store = f'{os.path.normpath(args.tree)}.json'     # the next copy removes what is not the tree's
    results = plant_all(bugs, args.names, store, lambda bug: judge(args.tree, bug))
    build(args.tree)
    header = 'file', 'mistake', 'what the run said', 'run', 's', 'build'
    return conclude(bugs, results, args.table, INTRO, header, 0.95)


if __name__ == '__main__':
    sys.exit(main())
