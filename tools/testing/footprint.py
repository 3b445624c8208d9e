#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What a kernel takes: the size of its image, and the least memory in which a shell runs.

Called by make footprint in the object tree; the least memory is found by
booting with less and less.
"""
import os
import re
import subprocess
import sys

from harness import Failure, Guest

GIVES_UP = 'Kernel panic|[Tt]oo (small|little)|[Oo]ut of memory'
CONFIRM = 'echo $((6 * 7))'


def image_sizes(tree):
    """Bytes of the boot image; of text, data and bss."""
    out = subprocess.run(['size', f'{tree}/vmlinux'], check=True, text=True, stdout=subprocess.PIPE).stdout
    return os.path.getsize(f'{tree}/arch/x86/boot/bzImage'), *map(int, out.splitlines()[1].split()[:3])


def reaches_shell(tree, mebibytes):
    """The boot log where a machine of that size answers at its prompt, else None."""
    try:
        with Guest('panic=-1', kernel=f'{tree}/arch/x86/boot/bzImage', mem=f'{mebibytes}M', smp=1,
                   crash_ok=True) as guest:
            if not guest.expect(rf'^~ # $|{GIVES_UP}', 120).group(0).startswith('~'):
                return None
            return guest.log if guest.run(CONFIRM).strip() == '42' else None
    except Failure:
        return None


def least_memory(tree, most=64):
    """In MiB, by halving; and the boot log of that size."""
    least, log = 1, reaches_shell(tree, most)
    if not log:
        raise Failure(f'no shell in {most} MiB')
    while least < most:
        middle = (least + most) // 2
        found = reaches_shell(tree, middle)
        if found:
            most, log = middle, found
        else:
            least = middle + 1
    return most, log


def report(tree='.'):
    """Lines of text."""
    image, text, data, bss = image_sizes(tree)
    yield f'image {image / 1024:.0f} KiB (text {text / 1024:.0f}, data {data / 1024:.0f}, bss {bss / 1024:.0f})'
    memory, log = least_memory(tree)
    yield f'a shell runs in {memory} MiB, the initramfs of {os.path.getsize("usr/initramfs.cpio") >> 10} KiB included'
    line = re.search(r'Memory: .*', log)
    if line:
        yield f'there: {line.group(0)}'


if __name__ == '__main__':
    try:
        for line in report():
            print(line)
    except Failure as failure:
        sys.exit(str(failure))
