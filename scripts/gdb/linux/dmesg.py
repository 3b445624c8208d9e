# SPDX-License-Identifier: GPL-2.0-only
"""The kernel's log, also of a kernel that hangs: lx-dmesg."""
import gdb

from linux.utils import Command, sym, type_of



def static(name):
    """A static variable of printk.c; other files have variables of these names, too."""
    symbol = gdb.lookup_static_symbol(name)
    return symbol.value() if symbol else sym(name)


class LxDmesg(Command):
    """Print the kernel's log.
    lx-dmesg"""
    name = 'lx-dmesg'

    def run(self, arguments):
        log = static('log_buf')
        data = gdb.selected_inferior().read_memory(int(log.address), log.type.sizeof)
        record = type_of('struct log_record')
        offset = {f.name: f.bitpos // 8 for f in record.fields()}
        header = offset['text']

        def field(at, name, size):
            return int.from_bytes(data[at + offset[name]:at + offset[name] + size], 'little')
        at, seq, last = int(static('first_at')), int(static('first_seq')), int(static('next_seq'))
        for seq in range(seq, last):
            ts, length = field(at, 'ts_nsec', 8), field(at, 'len', 2)
            text = bytes(data[at + header:at + header + length]).decode('utf-8', 'replace')
            print(f'[{ts // 10**9:5}.{ts % 10**9 // 1000:06}] {text.rstrip()}')
            at += (record.sizeof + length + 7) & ~7
            if len(data) - at < record.sizeof or not field(at, 'len', 2):
                at = 0


LxDmesg()
