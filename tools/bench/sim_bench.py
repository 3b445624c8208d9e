#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""samara-sim bench with nanoseconds and instructions: sim_bench.py SAMARA-SIM [part of a row's name].

The program runs twice: as it is, for the time, and under callgrind, which counts the instructions of
each row's operations. They repeat exactly from run to run.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

COUNT = 1000            # operations that callgrind watches
ROW = re.compile(r'^(?:\[ *[\d.]+\] )?(\S.*?) +([\d.]+) ns +(\d+) operations$', re.M)


def bench(command):
    """The rows of the table that the command prints: [(name, nanoseconds, operations)]."""
    result = subprocess.run(command, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, check=False)
    if result.returncode:
        sys.exit(f'{" ".join(command)}: status {result.returncode}\n{result.stdout}')
    return [(name, float(ns), int(n)) for name, ns, n in ROW.findall(result.stdout)]


def instructions(program, *words):
    """Instructions for each operation, by the row's name."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        rows = bench(['valgrind', '--tool=callgrind', '--collect-atstart=no',
                      f'--callgrind-out-file={folder}/out', program, 'bench', '--count', str(COUNT), *words])
        done = {name: n for name, _, n in rows}
        for path in glob.glob(f'{folder}/out.*'):
            with open(path, encoding='utf-8') as file:
                text = file.read()
            name = re.search(r'^desc: Trigger: Client Request: (.*)$', text, re.M)
            total = re.search(r'^(?:totals|summary): (\d+)', text, re.M)
            if name and total:
                found[name.group(1)] = int(total.group(1)) / done[name.group(1)]
    return found


def main():
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit('usage: sim_bench.py SAMARA-SIM [part of a row\'s name]')
    program, words = os.path.realpath(sys.argv[1]), sys.argv[2:]
    counted = instructions(program, *words)
    print(f'{"":<36} {"ns":>12} {"instructions":>14}')
    for name, nanoseconds, _ in bench([program, 'bench', *words]):
        print(f'{name:<36} {nanoseconds:>12.1f} {counted[name]:>14.1f}')


if __name__ == '__main__':
    main()
