# SPDX-License-Identifier: GPL-2.0-only
"""Pages, zones and free lists: lx-page, lx-zone, lx-buddy."""
import gdb

from linux.utils import Command, each_in_list, enum_bits, flag_names, number, sym, type_of

PAGE_SHIFT = 12
PAGE_OFFSET = 0xffff888000000000
KERNEL_MAP = 0xffffffff80000000
VMALLOC = range(0xffffc90000000000, 0xffffe90000000000)
VMEMMAP = range(0xffffea0000000000, 0xffffeb0000000000)
TYPES = ['buddy', 'offline', 'table', 'guard', 'hugetlb', 'slab', 'zsmalloc', 'unaccepted']


def page_of(value):
    """A struct page from a frame number, an address of memory, or its own address."""
    page = type_of('struct page').pointer()
    if value in VMEMMAP:
        return gdb.Value(value).cast(page)
    if value >= KERNEL_MAP:
        pfn = value - KERNEL_MAP >> PAGE_SHIFT
    elif value in VMALLOC:
        from linux.pagetable import translate
        physical = translate(value)
        if physical is None:
            raise gdb.GdbError(f'lx-page: nothing is mapped at {value:#x}')
        pfn = physical >> PAGE_SHIFT
    elif value >= PAGE_OFFSET:
        pfn = value - PAGE_OFFSET >> PAGE_SHIFT
    else:
        pfn = value
    if pfn >= number('max_pfn'):
        raise gdb.GdbError(f'lx-page: frame {pfn:#x} is beyond the end of memory')
    return gdb.Value(VMEMMAP.start + pfn * type_of('struct page').sizeof).cast(page)


def pfn_of(page):
    return (int(page) - VMEMMAP.start) // type_of('struct page').sizeof


def each_node():
    if not has('node_data'):
        yield sym('contig_page_data')
        return
    nodes = sym('node_data')
    for i in range(nodes.type.range()[1] + 1):
        if int(nodes[i]):
            yield nodes[i].dereference()


def each_zone():
    for node in each_node():
        for i in range(int(node['nr_zones'])):
            zone = node['node_zones'][i]
            if int(zone['present_pages']):
                yield zone


def has(name):
    return gdb.lookup_global_symbol(name) is not None


def zone_of(pfn):
    for zone in each_zone():
        start = int(zone['zone_start_pfn'])
        if start <= pfn < start + int(zone['spanned_pages']):
            return zone['name'].string()
    return 'none'


class LxPage(Command):
    """Decode a struct page.
    lx-page PFN|ADDRESS|STRUCT-PAGE"""
    name = 'lx-page'

    def run(self, arguments):
        if len(arguments) != 1:
            self.usage()
        page = page_of(number(arguments[0]))
        pfn, flags = pfn_of(page), int(page['flags'])
        print(f'page {int(page):#x} pfn {pfn:#x} virtual {PAGE_OFFSET + (pfn << PAGE_SHIFT):#x} zone {zone_of(pfn)}')
        names = flag_names(flags, enum_bits('PG_', 'enum pageflags'))
        print(f'flags {flags:#x} ({names}) refcount {int(page["_refcount"]["counter"])}')
        kind = (int(page['page_type']) & 0xffffffff) >> 24
        head = int(page['compound_head'])
        if head & 1:
            print(f'tail of the block at pfn {pfn_of(head - 1):#x}')
        elif 0xf0 <= kind < 0xf0 + len(TYPES):
            self.typed(page, TYPES[kind - 0xf0])
        else:
            mapping = int(page['mapping'])
            print(f'mapcount {int(page["_mapcount"]["counter"]) + 1} mapping {mapping:#x} '
                  f'({"anon" if mapping & 1 else "file" if mapping else "none"}) index {int(page["index"]):#x}')

    def typed(self, page, kind):
        if kind == 'buddy':
            print(f'free block of order {int(page["private"])}')
        elif kind == 'slab':
            slab = page.cast(type_of('struct slab').pointer())
            print(f'slab of {slab["slab_cache"]["name"].string()}: {int(slab["inuse"])} of '
                  f'{int(slab["objects"])} objects in use or in stock')
        else:
            print(f'type {kind}')


class LxZone(Command):
    """Show each zone: extent, pages, watermarks.
    lx-zone"""
    name = 'lx-zone'

    def run(self, arguments):
        for zone in each_zone():
            start, spanned = int(zone['zone_start_pfn']), int(zone['spanned_pages'])
            print(f'{zone["name"].string()}: pfn {start:#x}-{start + spanned:#x} spanned {spanned} '
                  f'present {int(zone["present_pages"])} managed {int(zone["managed_pages"]["counter"])}')
            marks = ' '.join(f'{name} {int(zone["_watermark"][i])}' for i, name in enumerate(('min', 'low', 'high')))
            print(f'  free {int(zone["vm_stat"][0]["counter"])} {marks} boost {int(zone["watermark_boost"])}')


class LxBuddy(Command):
    """Count the free blocks of each zone by mobility and order, walking the lists.
    lx-buddy"""
    name = 'lx-buddy'

    def run(self, arguments):
        names = sym('migratetype_names')
        for zone in each_zone():
            areas = zone['free_area']
            orders = areas.type.range()[1] + 1
            total = 0
            for mt in range(names.type.range()[1] + 1):
                counts = [sum(1 for _ in each_in_list(areas[o]['free_list'][mt], 'struct page', 'buddy_list'))
                          for o in range(orders)]
                total += sum(n << o for o, n in enumerate(counts))
                print(f'{zone["name"].string():8} {names[mt].string():12}' + ''.join(f'{n:6}' for n in counts))
            print(f'{zone["name"].string():8} {total} pages on the lists')


LxPage()
LxZone()
LxBuddy()
