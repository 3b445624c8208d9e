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


PROTECTIONS = ('nx', 'smep', 'smap', 'umip')


def protections(cpu, names):
    """The CPU's protections are those, the kernel says so, and it and its programs work with no more than those."""
    def test():
        with Guest('panic=-1', cpu=cpu) as guest:
            guest.expect(r'^~ # $', 60)
            flags = guest.run('grep -m1 ^flags /proc/cpuinfo').split()
            found = {name for name in PROTECTIONS if name in flags}
            require(found == names, f'{sorted(found)} of {sorted(names)}')
            checked = 'x86/mm: Checked W+X mappings: passed' in guest.log
            require(checked == ('nx' in names), 'the search for W+X mappings was not made, or for nothing')
            require('hello' in guest.run('echo hello | cat | tail -n 1'), 'no programs')
            guest.audit()
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
    ('machine: all protections', protections('max', set(PROTECTIONS))),
    ('machine: no protections', protections('max,-nx,-smep,-smap,-umip', set())),
    ('machine: too small', too_small),
    ('machine: no init', no_init),
]
