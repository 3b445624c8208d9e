# SPDX-License-Identifier: GPL-2.0-only
"""Machines of many sizes: each must reach the shell, or say why it cannot."""
import re

from harness import Guest, require


def shell_on(mem, smp, cpu='max'):
    def test():
        with Guest(mem=mem, smp=smp, cpu=cpu) as guest:
            guest.expect(r'^~ # $', 60)
            cpus = guest.run('grep -c ^processor /proc/cpuinfo').strip()
            require(cpus == str(smp), f'{cpus} CPUs of {smp}')
            total = int(re.search(r'MemTotal: +(\d+) kB', guest.run('cat /proc/meminfo')).group(1))
            size = int(mem[:-1]) * (1 << 20 if mem.endswith('G') else 1 << 10)
            require(size * 0.6 < total < size, f'MemTotal {total} kB of {size} kB')
            guest.send('poweroff -f\n')
            guest.wait_exit()
    return test


def too_small():
    with Guest(mem='8M', smp=1, crash_ok=True) as guest:
        guest.expect(r'(?i)too (small|little)|not enough memory|out of memory', 30)


def no_init():
    with Guest('panic=-1', initrd=None, crash_ok=True) as guest:
        guest.expect(r'No working init found', 60)


TESTS = [
    ('machine: 16M, 1 CPU', shell_on('16M', 1)),
    ('machine: 512M, 2 CPUs', shell_on('512M', 2)),
    ('machine: 2G, 8 CPUs', shell_on('2G', 8)),
    ('machine: 20G, 4 CPUs', shell_on('20G', 4)),
    ('machine: qemu64', shell_on('512M', 2, 'qemu64')),
    ('machine: too small', too_small),
    ('machine: no init', no_init),
]
