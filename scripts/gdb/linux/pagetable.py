# SPDX-License-Identifier: GPL-2.0-only
"""Walking page tables as the CPU does: lx-ptwalk."""
import struct

import gdb

from linux.utils import Command, number, sym

PAGE_OFFSET = 0xffff888000000000
KERNEL_MAP = 0xffffffff80000000
LEVELS = [('pgd', 39), ('pud', 30), ('pmd', 21), ('pte', 12)]
FRAME = (1 << 52) - (1 << 12)
BITS = [(0, 'present'), (1, 'rw'), (2, 'user'), (3, 'pwt'), (4, 'pcd'), (5, 'accessed'), (6, 'dirty'),
        (8, 'global'), (63, 'nx')]


def read_entry(physical):
    data = gdb.selected_inferior().read_memory(PAGE_OFFSET + physical, 8)
    return struct.unpack('<Q', bytes(data))[0]


def top_table():
    """The physical address of the kernel's top-level table."""
    return int(sym('(unsigned long)&init_top_pgt')) % (1 << 64) - KERNEL_MAP


def walk(address, top):
    """(level name, entry, shift) of each entry that leads to the address, the last one first missing or a leaf."""
    table = top
    for name, shift in LEVELS:
        entry = read_entry(table + (address >> shift & 511) * 8)
        yield name, entry, shift
        if not entry & 1 or (entry >> 7 & 1 and shift in (30, 21)):
            return
        table = entry & FRAME


def translate(address, top=None):
    """The physical address behind a virtual one, or None."""
    *_, (name, entry, shift) = walk(address, top_table() if top is None else top)
    if not entry & 1:
        return None
    return (entry & FRAME & ~((1 << shift) - 1)) | address & (1 << shift) - 1


class LxPtwalk(Command):
    """Show each page-table entry that leads to an address: of the kernel's, or of a task's.
    lx-ptwalk ADDRESS [PID]"""
    name = 'lx-ptwalk'

    def run(self, arguments):
        if len(arguments) not in (1, 2):
            self.usage()
        address, top = number(arguments[0]), top_table()
        if len(arguments) == 2:
            from linux.tasks import mm_of
            top = int(mm_of(arguments[1:], self)['pgd']) - PAGE_OFFSET
            if top < 0 or top >= 1 << 46:
                top = int(mm_of(arguments[1:], self)['pgd']) - KERNEL_MAP
        for name, entry, shift in walk(address, top):
            bits = '|'.join(text for bit, text in BITS if entry >> bit & 1)
            large = entry & 1 and entry >> 7 & 1 and shift in (30, 21)
            print(f'{name} {entry:016x} {bits or "none"}{" large" if large else ""}')
        physical = translate(address, top)
        print(f'{address:#x} is not mapped' if physical is None else
              f'{address:#x} is at physical address {physical:#x}, {1 << shift >> 10} KiB page')


LxPtwalk()
