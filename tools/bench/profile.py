#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""make profile ROW=WORDS: in which functions the instructions of one row of make bench go.

Boots Samara, and Debian's Linux beside it, as bench.py does, and lets mmbench repeat the row. QEMU then
writes down each instruction that is executed for a while; the guest's own /proc/kallsyms has the names.
No counter and no probe is in the kernel that is measured, so nothing is measured but it.

--annotate FUNCTION... shows how often each instruction of these is executed (Samara only).
"""
import argparse
import bisect
import collections
import os
import re
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import bench  # noqa: E402

TRACE_BYTES = 80 << 20                    # of QEMU's log; about 100 an instruction
USER_END = 1 << 47
PROGRAM = '(the program)'
REPEATING = 'repeating'                   # mmbench has measured and goes on
BOUND = '_start'                          # how the bounds of sections are called, which are functions, too
EXECUTED = re.compile(r'^Trace \d+: \S+ \[[0-9a-f]+/([0-9a-f]+)/')
SYMBOL = re.compile(r'^([0-9a-f]{16}) [tTwW] (\S+)\s*$')
FIGURE = re.compile(r'^([^:\[]+): (\d+)\s*$')


class Profile:
    """What was executed: instructions by address, as a share of one operation."""

    def __init__(self, name, figure, symbols, executed):
        self.name, self.figure = name, figure
        scale = figure / max(sum(executed.values()), 1)
        self.counts = {pc: n * scale for pc, n in executed.items()}
        self.starts = sorted(symbols)
        self.symbols = symbols

    def function(self, pc):
        """Name and first address of what holds @pc."""
        if pc < USER_END:
            return PROGRAM, 0
        at = bisect.bisect_right(self.starts, pc) - 1
        return (self.symbols[self.starts[at]], self.starts[at]) if at >= 0 else ('(unknown)', 0)

    def by_function(self):
        """Rows of (instructions, calls, name), the most expensive first."""
        total, calls = collections.Counter(), collections.Counter()
        for pc, count in self.counts.items():
            name, start = self.function(pc)
            total[name] += count
            if pc == start:
                calls[name] += count
        return [(count, calls[name], name) for name, count in total.most_common()]


def command(monitor, line):
    monitor.sendall(line.encode() + b'\n')


def trace(guest, monitor, log):
    """Lets the guest go on, an instruction a block, until the log is long enough."""
    command(monitor, 'singlestep on')
    command(monitor, 'log exec,nochain')
    while not os.path.exists(log) or os.path.getsize(log) < TRACE_BYTES:
        if guest.poll() is not None:
            sys.exit('profile: the machine stopped')
        time.sleep(0.02)
    command(monitor, 'log none')


def executed_in(log):
    counts = collections.Counter()
    with open(log, encoding='ascii', errors='replace') as f:
        for line in f:
            found = EXECUTED.match(line)
            if found:
                counts[int(found.group(1), 16)] += 1
    return counts


def listen(guest):
    """Reads the guest's output up to the end of the first run. Return: names by address, the row, its figure."""
    symbols, figures = {}, {}
    for line in guest.stdout:
        symbol, figure = SYMBOL.match(line), FIGURE.match(line)
        if symbol:
            address, name = int(symbol.group(1), 16), symbol.group(2)
            if symbols.get(address, BOUND).endswith(BOUND):
                symbols[address] = name
        elif figure:
            figures[figure.group(1)] = int(figure.group(2))
        elif line.startswith(REPEATING):
            break
    if len(figures) != 1:
        sys.exit('profile: these words are in the names of ' + (', '.join(figures) or 'no row') + ' of make bench')
    return symbols, *figures.popitem()


def profile(kernel, initramfs, row, options=''):
    run = f"sleep {bench.SETTLE}; grep -i ' [tw] ' /proc/kallsyms; mmbench --repeat '{row}'"
    with tempfile.TemporaryDirectory(prefix='samara-profile-') as where:
        line = bench.qemu(kernel, initramfs, run, options)
        line[line.index('-monitor') + 1] = f'unix:{where}/monitor,server,nowait'
        with subprocess.Popen([*line, '-D', f'{where}/log'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              text=True, errors='replace') as guest:
            try:
                symbols, name, figure = listen(guest)
                with socket.socket(socket.AF_UNIX) as monitor:
                    monitor.connect(f'{where}/monitor')
                    trace(guest, monitor, f'{where}/log')
            finally:
                guest.kill()
        return Profile(name, figure, symbols, executed_in(f'{where}/log'))


def show(columns, top):
    """@columns: titles and profiles, side by side."""
    print(f'{columns[0][1].name}: instructions an operation (calls), by function')
    print(''.join(f'{f"{title}: {p.figure:,}":<52}' for title, p in columns).rstrip())
    lists = [p.by_function()[:top] for _, p in columns]
    for i in range(max(map(len, lists))):
        cells = [f'{rows[i][0]:>9,.1f} {f"({rows[i][1]:,.1f})":>8} {rows[i][2][:32]}' if i < len(rows) else ''
                 for rows in lists]
        print(''.join(f'{cell:<52}' for cell in cells).rstrip())


def annotate(found, function):
    """The function's instructions, each with how often an operation executes it."""
    text = subprocess.run(['objdump', '-dl', '--no-show-raw-insn', f'--disassemble={function}', 'vmlinux'], text=True,
                          stdout=subprocess.PIPE, check=True).stdout
    place = ''
    print(f'\n{function}:')
    for line in text.splitlines():
        instruction = re.match(r'([0-9a-f]{16}):\s+(.*)', line.strip())
        if instruction and found.function(int(instruction.group(1), 16))[0] == function:
            count = found.counts.get(int(instruction.group(1), 16), 0)
            print(f'{f"{count:,.2f}" if count else "":>9}  {instruction.group(2):<60} {place}'.rstrip())
        elif line.startswith(('/', '.')) and ':' in line:
            place = '/'.join(line.split(' ')[0].split('/')[-2:])


def main():
    parser = argparse.ArgumentParser(prog='profile.py', description=__doc__.split('\n', maxsplit=1)[0])
    parser.add_argument('row', help='words of the name of one row of make bench')
    parser.add_argument('--top', type=int, default=25, help='how many functions (25)')
    parser.add_argument('--annotate', nargs='+', default=[], metavar='FUNCTION', help='and their instructions')
    chosen = parser.parse_args()
    initramfs = bench.build_initramfs()
    ours = profile(bench.SAMARA, initramfs, chosen.row)
    columns = [('Samara', ours)]
    linux = None if chosen.annotate else bench.debian_linux()
    if linux:
        version = re.search(r'vmlinuz-([\d.]+)', linux).group(1)
        columns.append((f'Linux {version}', profile(linux, initramfs, chosen.row, bench.LINUX_OPTIONS + ' nokaslr')))
    show(columns, chosen.top)
    for function in chosen.annotate:
        annotate(ours, function)
    return 0


if __name__ == '__main__':
    sys.exit(main())
