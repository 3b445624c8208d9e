# SPDX-License-Identifier: GPL-2.0-only
"""The areas of vmalloc space: lx-vmallocinfo."""
import gdb

from linux.utils import Command, each_in_rbtree, sym

KINDS = [(0x1, 'ioremap'), (0x2, 'vmalloc'), (0x4, 'vmap'), (0x8, 'user')]


def symbol_at(address):
    text = gdb.execute(f'info symbol {address:#x}', to_string=True).split(' in section')[0]
    return text.replace(' + ', '+') if 'No symbol' not in text else hex(address)


class LxVmallocinfo(Command):
    """List the areas of vmalloc space, as /proc/vmallocinfo does.
    lx-vmallocinfo"""
    name = 'lx-vmallocinfo'

    def run(self, arguments):
        for va in each_in_rbtree(sym('vmap_busy_root')['rb_node'], 'struct vmap_area', 'rb_node'):
            start, end = int(va['va_start']), int(va['va_end'])
            line = f'{start:#x}-{end:#x} {end - start:8}'
            vm = va['vm']
            if not int(vm):
                print(line + ' vm_map_ram')
                continue
            flags = int(vm['flags'])
            line += f' {symbol_at(int(vm["caller"]))}' if int(vm['caller']) else ''
            line += f' pages={int(vm["nr_pages"])}' if int(vm['nr_pages']) else ''
            print(line + ''.join(f' {name}' for bit, name in KINDS if flags & bit))


LxVmallocinfo()
