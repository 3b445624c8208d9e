# SPDX-License-Identifier: GPL-2.0-only
"""Slab caches: lx-slabinfo."""
from linux.utils import Command, each_in_list, sym


class LxSlabinfo(Command):
    """List the slab caches and what they hold.
    lx-slabinfo [NAME]"""
    name = 'lx-slabinfo'

    def run(self, arguments):
        print(f'{"CACHE":>18} {"NAME":20} {"INUSE":>7} {"OBJECTS":>7} {"SIZE":>6} {"SLABS":>6} {"ORDER":>5}')
        for cache in each_in_list(sym('slab_caches'), 'struct kmem_cache', 'list'):
            name = cache['name'].string()
            if arguments and arguments[0] != name:
                continue
            node = cache['node'][0]
            print(f'{int(cache):#18x} {name:20} {int(node["nr_inuse"]):7} {int(node["total_objects"]):7} '
                  f'{int(cache["size"]):6} {int(node["nr_slabs"]):6} {int(cache["oo_order"]):5}')


LxSlabinfo()
