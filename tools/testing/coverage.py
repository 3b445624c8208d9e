#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""make ARCH=sim coverage: which lines and branches of mm/ and lib/ the tests of the simulated machine reach.

What counts: the unit tests, every scenario, random operations of each profile (also with allocations that
fail), and the fuzzers' corpora.  Leaves in sim/coverage/ index.html and a page for each file, and prints a
row for each.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [HERE]
import fuzz  # noqa: E402
import simtest  # noqa: E402
from harness import require  # noqa: E402

FOLDER = f'{simtest.WORK}/coverage'
SHOWN = ('mm/', 'lib/')


def runs():
    """The arguments of each run."""
    yield ['selftest', '--cpus', '3']
    for cpus in '1', '4':
        yield ['kunit', '--ram', '1G', '--cpus', cpus]
    yield ['scenario']
    for seed, profile in enumerate(simtest.PROFILES, 1):
        common = ['run', '--minimise', '0', '--cpus', '4', '--seed', str(seed), '--profile', profile]
        yield common + ['--ops', '20000']
        yield common + ['--ops', '20000', '--concurrent', '1']
        yield common + ['--ops', '2000', '--fail-each', '7']
    for target in fuzz.TARGETS:
        folder = f'{FOLDER}/corpus/{target}'
        fuzz.expand(target, folder)
        yield ['fuzz', target, folder]


def count(program):
    """Does the runs, two at a time: the counts stand beside the objects then."""
    for old in glob.glob(f'{os.path.dirname(program)}/**/*.gcda', recursive=True):
        os.remove(old)
    for _, future in simtest.two_at_a_time(lambda args: simtest.run(program, *args, timeout=3000), list(runs())):
        future.result()


def pages(program):
    """Writes the pages; returns for each file what share was reached."""
    source, tree = f'{simtest.WORK}/src', os.path.dirname(program)
    summary = f'{FOLDER}/summary.json'
    command = ['gcovr', '--root', source, '--html-details', f'{FOLDER}/index.html', '--html-title', 'Samara',
               '--json-summary', summary, '--exclude-unreachable-branches', '-j', '2']
    for prefix in SHOWN:
        command += ['--filter', re.escape(f'{source}/{prefix}')]
    command += ['--exclude', '.*kunit.*', *(f'{tree}/{prefix}' for prefix in SHOWN)]
    result = subprocess.run(command, cwd=tree, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    require(result.returncode == 0, f'{" ".join(command)}\n{result.stdout[-3000:]}')
    with open(summary, encoding='utf-8') as file:
        return {row['filename']: row for row in json.load(file)['files']}


def share(row, kind):
    return f'{100 * row[kind + "_covered"] / row[kind + "_total"]:6.1f}' if row[kind + '_total'] else '     -'


def table(files):
    """A row for each file: of its lines and of its branches, how many per cent."""
    rows = ['lines %  branches %  file']
    for prefix in SHOWN:
        total = dict.fromkeys(('line_covered', 'line_total', 'branch_covered', 'branch_total'), 0)
        for name, row in sorted(files.items()):
            if not name.startswith(prefix):
                continue
            rows.append(f'{share(row, "line")}   {share(row, "branch")}     {name}')
            for field in total:
                total[field] += row[field]
        rows.append(f'{share(total, "line")}   {share(total, "branch")}     all of {prefix}')
    return '\n'.join(rows) + '\n'


def report():
    """Builds, runs, writes the pages; returns the table."""
    program = simtest.build(simtest.COVERAGE)
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(FOLDER)
    count(program)
    return table(pages(program))


def coverage():
    text = report()
    share_of_mm = float(re.search(r'^ *([\d.]+) .* all of mm/$', text, re.M).group(1))
    require(70 < share_of_mm < 100, f'of the lines of mm/ the tests reach {share_of_mm} %\n{text}')
    for name in 'page_alloc.c', 'slub.c', 'fault_anon.c', 'memblock.c':
        require(re.search(rf'^ *\d+\.\d +\d+\.\d +mm/{name}$', text, re.M), f'no shares of mm/{name}:\n{text}')


TESTS = [('sim: coverage', coverage)]


def main():
    print(f'{report()}{FOLDER}/index.html')
    return 0


if __name__ == '__main__':
    sys.exit(main())
