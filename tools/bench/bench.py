#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""make bench: mmbench on Samara and on Debian's own Linux, in the same QEMU.

Both kernels boot the same initramfs on the same machine.  Under -icount
shift=0 the guest's clock counts its instructions, so the figures repeat to
within 1% on any host.  Linux comes from the Debian package that is downloaded
once into usr/bench/; where that cannot be had the table has one column.

With words on its command line it prints only the rows that contain the first.
"""
import glob
import math
import os
import re
import subprocess
import sys

SRCTREE = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), '../..'))
DIR = 'usr/bench'
SAMARA = 'arch/x86/boot/bzImage'
# What a kernel spends on work that Samara does not do is switched off.
LINUX_OPTIONS = 'mitigations=off init_on_alloc=0 transparent_hugepage=madvise'
# Boot-time work goes on behind the first program; guest time costs no real time when idle.
SETTLE = 6


def build_initramfs():
    bindir = f'{DIR}/root/bin'
    os.makedirs(bindir, exist_ok=True)
    source, program = f'{SRCTREE}/tools/bench/mmbench.c', f'{bindir}/mmbench'
    if not os.path.exists(program) or os.path.getmtime(program) < os.path.getmtime(source):
        subprocess.run([os.environ.get('TESTCC', 'gcc'), '-O2', '-Wall', '-static', '-o', program, source],
                       check=True)
    image = f'{DIR}/initramfs.cpio'
    subprocess.run(['sh', f'{SRCTREE}/usr/mkinitramfs.sh', image, f'{DIR}/root'], check=True)
    return image


def debian_linux():
    """The kernel image and its version, or None where the package cannot be had."""
    found = glob.glob(f'{DIR}/linux/boot/vmlinuz-*')
    if not found:
        os.makedirs(f'{DIR}/linux', exist_ok=True)
        try:
            depends = subprocess.run(['apt-cache', 'depends', 'linux-image-cloud-amd64'], text=True,
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
            package = re.search(r'Depends: (linux-image-\S+)', depends).group(1)
            subprocess.run(['apt-get', 'download', package], cwd=f'{DIR}/linux', check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for deb in glob.glob(f'{DIR}/linux/*.deb'):
                subprocess.run(['dpkg-deb', '-x', deb, f'{DIR}/linux'], check=True)
                os.unlink(deb)
        except (OSError, subprocess.CalledProcessError, AttributeError):
            return None
        found = glob.glob(f'{DIR}/linux/boot/vmlinuz-*')
    return found[0] if found else None


def qemu(kernel, initramfs, run, options=''):
    """The machine on which everything is measured, as a command line; it runs the command @run."""
    return ['qemu-system-x86_64', '-M', 'pc', '-cpu', 'qemu64', '-m', '1024', '-smp', '1', '-display', 'none',
            '-monitor', 'none', '-serial', 'stdio', '-nic', 'none', '-no-reboot', '-icount',
            'shift=0,sleep=off', '-kernel', kernel, '-initrd', initramfs,
            '-append', f'console=ttyS0 quiet {options} run="{run}"']


def measure(kernel, initramfs, word, options=''):
    """Boots, runs mmbench, returns {row: instructions}, and tells how far it is."""
    command = qemu(kernel, initramfs, f'sleep {SETTLE}; mmbench {word}'.strip(), options)
    rows = {}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                          errors='replace') as guest:
        try:
            for line in guest.stdout:
                row = re.match(r'([^:\[]+): (\d+)\s*$', line)
                if row:
                    rows[row.group(1)] = int(row.group(2))
                elif re.search(r'Kernel panic|not found|: .*rror', line):
                    print(line.rstrip(), file=sys.stderr)
        finally:
            guest.kill()
    return rows


def mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def main():
    word = f"'{sys.argv[1]}'" if len(sys.argv) > 1 else ''
    initramfs = build_initramfs()
    linux = debian_linux()
    ours = measure(SAMARA, initramfs, word)
    if not ours:
        print('bench: Samara printed no figures', file=sys.stderr)
        return 1
    theirs = measure(linux, initramfs, word, LINUX_OPTIONS) if linux else {}

    version = re.search(r'vmlinuz-([\d.]+)', linux).group(1) if linux else 'none'
    print(f'{"instructions an operation":44}{"Samara":>10}{"Linux " + version:>14}{"ratio":>8}')
    ratios = []
    for name, count in ours.items():
        line = f'{name:44}{count:>10,}'
        if theirs.get(name):
            ratios.append(count / theirs[name])
            line += f'{theirs[name]:>14,}{ratios[-1]:>8.2f}'
        print(line)
    if ratios:
        print(f'{"geometric mean":44}{"":>24}{mean(ratios):>8.2f}')
    else:
        print('The Debian package linux-image-cloud-amd64 could not be fetched: no figures of Linux.')
    return 0


if __name__ == '__main__':
    sys.exit(main())
