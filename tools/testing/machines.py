# SPDX-License-Identifier: GPL-2.0-only
"""Machines of many sizes: each must reach the shell, or say why it cannot."""
import os
import random
import re
import socket
import subprocess
import tempfile

from harness import Guest, Skip, require
from buildtest import CALLERS_VARIABLES, SRCTREE


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


def broken_initramfs():
    """What comes before the fault is there; where nothing does, the kernel says so and stops."""
    with open('usr/initramfs.cpio', 'rb') as f:
        sound = f.read()
    with tempfile.NamedTemporaryFile(suffix='.cpio') as file:
        def boot(content, **options):
            file.seek(0)
            file.truncate()
            file.write(content)
            file.flush()
            return Guest('panic=-1', initrd=file.name, **options)
        for tail in b'\x1f\x8bgarbage' * 100, b'070701' + b'f' * 104 + b'name\0':
            with boot(sound + b'\0' * (-len(sound) % 4) + tail) as guest:
                guest.expect(r'Initramfs unpacking failed: (broken header|bad name)$', 60)
                guest.expect(r'^~ # $', 60)
                guest.audit()
                guest.send('poweroff -f\n')
                guest.wait_exit()
        with boot(random.Random(1).randbytes(100000), crash_ok=True) as guest:
            guest.expect(r'Initramfs unpacking failed: ', 60)
            guest.expect(r'Kernel panic - not syncing: No working init found', 60)
            guest.wait_exit()


def make(goal, *variables):
    clean = [f'--unset={name}' for name in CALLERS_VARIABLES]
    return Guest(command=['env', *clean, 'make', '-C', os.getcwd(), '-f', f'{SRCTREE}/Makefile', goal, *variables])


def make_run():
    with make('run', 'MEM=300M', 'SMP=1', 'CPU=qemu64', 'APPEND=panic=-1 colour=blue', 'QEMU_ARGS=-uuid '
              '01234567-89ab-cdef-0123-456789abcdef') as guest:
        guest.expect(r'^~ # $', 120)
        require(guest.run('grep -c ^processor /proc/cpuinfo').strip() == '1', 'SMP=1')
        require('MemTotal:         2' in guest.run('cat /proc/meminfo'), 'MEM=300M')
        require('smep' not in guest.run('cat /proc/cpuinfo'), 'CPU=qemu64')
        require('colour=blue' in guest.run('cat /proc/cmdline'), 'APPEND=')
        guest.send('poweroff -f\n')
        require(guest.wait_exit() == 0, 'make run ends with an error')
    with make('run', 'INITRD=/nowhere/initrd') as guest:
        guest.expect(r'/nowhere/initrd', 60)
        require(guest.wait_exit() != 0, 'INITRD= of a file that is not there')


def make_debug():
    """gdb comes as the line says that make prints, and has the machine before its first instruction."""
    with socket.socket() as probe:
        if probe.connect_ex(('localhost', 1234)) == 0:
            raise Skip('port 1234 is in use')
    with make('debug', 'MEM=256M') as guest:
        command = guest.expect(r"^Waiting for: gdb vmlinux -ex '(.*)'$", 120).group(1)
        guest.wait(2)
        require('Linux version' not in guest.log, 'it did not wait')
        result = subprocess.run(['gdb', '-batch', '-nx', 'vmlinux', '-ex', command, '-ex', 'hbreak start_kernel',
                                 '-ex', 'continue', '-ex', 'backtrace', '-ex', 'delete', '-ex', 'detach'],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                timeout=120, check=False)
        require(re.search(r'^#0 +start_kernel \(\)', result.stdout, re.M), f'gdb said:\n{result.stdout[-3000:]}')
        guest.expect(r'^~ # $', 60)
        guest.send('poweroff -f\n')
        guest.wait_exit()


# Of the tree in which make is called: where other kernels are built, make has other sources.
MAKE_TESTS = [
    ('machine: make run', make_run),
    ('machine: make debug', make_debug),
]

TESTS = [
    ('machine: 16M, 1 CPU', shell_on('16M', 1), '!KASAN'),      # its shadow, red zones and quarantine want more
    ('machine: 512M, 2 CPUs', shell_on('512M', 2)),
    ('machine: 2G, 8 CPUs', shell_on('2G', 8)),
    ('machine: 20G, 4 CPUs', shell_on('20G', 4)),
    ('machine: qemu64', shell_on('512M', 2, 'qemu64')),
    ('machine: all protections', protections('max', set(PROTECTIONS))),
    ('machine: no protections', protections('max,-nx,-smep,-smap,-umip', set())),
    ('machine: too small', too_small),
    ('machine: no init', no_init),
    ('machine: broken initramfs', broken_initramfs),
]
