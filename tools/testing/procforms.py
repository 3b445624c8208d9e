# SPDX-License-Identifier: GPL-2.0-only
"""The forms of the files in /proc, from the first byte to the last.

Each form was held against the text that Debian's Linux 6.1 prints on the same
machine; it leaves open numbers, and which optional lines there are.  Where
6.12 differs from 6.1, 6.12 is right.
"""
import re

from harness import Guest, require

WORD, HEX16 = r'[\w.:/()\[\]-]+', r'0x[0-9a-f]{16}'
ZONE = r'(?: {5}DMA| {3}DMA32| {2}Normal| Movable| {2}Device)'
TYPE = r'(?: {3}Unmovable| {5}Movable| Reclaimable| {2}HighAtomic| {9}CMA| {5}Isolate)'
CPU_TIMES = r'(?: \d+){10}\n'

ZONEINFO_PAGESET = (r' {4}cpu: \d+\n {14}count: +\d+\n {14}high: +\d+\n {14}batch: +\d+\n'
                    r'(?: {14}high_min: \d+\n {14}high_max: \d+\n)? {2}vm stats threshold: \d+\n')
ZONEINFO_ZONE = (r'Node \d, zone ' + ZONE + r'\n'
                 r'(?: {2}per-node stats\n(?: {6}\w[\w ]{11,} \d+\n)+)?'
                 r' {2}pages free {5}\d+\n {8}boost {4}\d+\n {8}min {6}\d+\n {8}low {6}\d+\n {8}high {5}\d+\n'
                 r'(?: {8}promo {4}\d+\n)? {8}spanned {2}\d+\n {8}present {2}\d+\n {8}managed {2}\d+\n'
                 r' {8}cma {6}\d+\n {8}protection: \((?:\d+, )+\d+\)\n'
                 r'(?:(?: {6}\w[\w ]{11,} \d+\n)+ {2}pagesets\n(?:' + ZONEINFO_PAGESET + r')+'
                 r' {2}node_unreclaimable: {2}\d+\n {2}start_pfn: {11}\d+\n)?')

CPUINFO = (r'processor\t: \d+\nvendor_id\t: \w+\ncpu family\t: \d+\nmodel\t\t: \d+\nmodel name\t: .*\n'
           r'stepping\t: \d+\n(?:microcode\t: 0x[0-9a-f]+\n)?cpu MHz\t\t: \d+\.\d{3}\n(?:cache size\t: \d+ KB\n)?'
           r'physical id\t: \d+\nsiblings\t: \d+\ncore id\t\t: \d+\ncpu cores\t: \d+\napicid\t\t: \d+\n'
           r'initial apicid\t: \d+\nfpu\t\t: yes\nfpu_exception\t: yes\ncpuid level\t: \d+\nwp\t\t: yes\n'
           r'flags\t\t:(?: \w+)+\nbugs\t\t:(?: \w+)*\nbogomips\t: \d+\.\d\d\n(?:TLB size\t: \d+ 4K pages\n)?'
           r'clflush size\t: \d+\ncache_alignment\t: \d+\naddress sizes\t: \d+ bits physical, \d+ bits virtual\n'
           r'power management:.*\n\n')

MAP = r'[0-9a-f]{8,16}-[0-9a-f]{8,16} [r-][w-][x-][ps] [0-9a-f]{8} [0-9a-f]{2}:[0-9a-f]{2} \d+ (?: *[/\[].*)?\n'
SMAP = MAP + ''.join(rf'{name}:{" *"}(?=.{{{max(1, 24 - len(name) - 1 - 3)}}}kB)?\d+ kB\n' for name in (
    'Size', 'KernelPageSize', 'MMUPageSize', 'Rss', 'Pss', 'Pss_Dirty', 'Shared_Clean', 'Shared_Dirty',
    'Private_Clean', 'Private_Dirty', 'Referenced', 'Anonymous')) + (
    r'(?:KSM: +\d+ kB\n)?') + ''.join(rf'{name}: +\d+ kB\n' for name in (
        'LazyFree', 'AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped', 'Shared_Hugetlb', 'Private_Hugetlb',
        'Swap', 'SwapPss', 'Locked')) + (
    r'THPeligible: +[01]\n(?:ProtectionKey: +\d+\n)?VmFlags:(?: [a-z]{2})+ \n')

MEMINFO_HEAD = ('MemTotal', 'MemFree', 'MemAvailable', 'Buffers', 'Cached', 'SwapCached', 'Active', 'Inactive',
                r'Active\(anon\)', r'Inactive\(anon\)', r'Active\(file\)', r'Inactive\(file\)', 'Unevictable',
                'Mlocked', 'SwapTotal', 'SwapFree')
MEMINFO_BODY = ('Dirty', 'Writeback', 'AnonPages', 'Mapped', 'Shmem', 'KReclaimable', 'Slab', 'SReclaimable',
                'SUnreclaim', 'KernelStack', 'PageTables', 'SecPageTables', 'NFS_Unstable', 'Bounce',
                'WritebackTmp', 'CommitLimit', 'Committed_AS', 'VmallocTotal', 'VmallocUsed', 'VmallocChunk', 'Percpu')

FORMS = [
    ('meminfo', r'(?=(?:.{24,} kB\n|HugePages_.*\n)+\Z)' + ''.join(rf'{n}: +\d+ kB\n' for n in MEMINFO_HEAD) +
     r'(?:Zswap: +\d+ kB\nZswapped: +\d+ kB\n)?' + ''.join(rf'{n}: +\d+ kB\n' for n in MEMINFO_BODY) +
     r'(?:HardwareCorrupted: +\d+ kB\n)?(?:AnonHugePages: +\d+ kB\nShmemHugePages: +\d+ kB\nShmemPmdMapped: +\d+ kB\n'
     r'FileHugePages: +\d+ kB\nFilePmdMapped: +\d+ kB\n)?(?:CmaTotal: +\d+ kB\nCmaFree: +\d+ kB\n)?'
     r'(?:HugePages_Total: +\d+\nHugePages_Free: +\d+\nHugePages_Rsvd: +\d+\nHugePages_Surp: +\d+\n'
     r'Hugepagesize: +\d+ kB\nHugetlb: +\d+ kB\n)?'
     r'DirectMap4k: +\d+ kB\nDirectMap2M: +\d+ kB\n(?:DirectMap1G: +\d+ kB\n)?'),
    ('vmstat', r'nr_free_pages \d+\nnr_zone_inactive_anon \d+\n(?:\w+ \d+\n)+pgpgin \d+\npgpgout \d+\npswpin \d+\n'
     r'pswpout \d+\npgalloc_dma \d+\npgalloc_dma32 \d+\npgalloc_normal \d+\npgalloc_movable \d+\n(?:\w+ \d+\n)+'
     r'nr_unstable 0\n'),
    ('zoneinfo', rf'(?:{ZONEINFO_ZONE})+'),
    ('buddyinfo', rf'(?:Node \d, zone {ZONE} (?: *\d+ ){{11}}\n)+'),
    ('pagetypeinfo', r'Page block order: 9\nPages per block:  512\n\n'
     r'Free pages count per migrate type at order {2}(?:[ \d]{6} ){11}\n' +
     rf'(?:Node    \d, zone {ZONE}, type {TYPE} (?:[ >\d][ \d]{{4,5}}\d ){{11}}\n)+\n' +
     rf'Number of blocks type {{2}}(?:{TYPE} )+\n(?:Node \d, zone {ZONE} (?:[ \d]{{11}}\d )+\n)+'),
    ('slabinfo', r'slabinfo - version: 2\.1\n# name            <active_objs> <num_objs> <objsize> <objperslab> '
     r'<pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> '
     r'<sharedavail>\n(?:(?=\S.{16} |\S{18,} )\S+ +\d+ +\d+ +\d+ +\d+ +\d+ : tunables +\d+ +\d+ +\d+ : slabdata'
     r' +\d+ +\d+ +\d+\n)+'),
    ('vmallocinfo', rf'(?:{HEX16}-{HEX16} [ \d]{{7}} (?:(?:{WORD}\+0x[0-9a-f]+/0x[0-9a-f]+ )?'
     r'(?:pages=\d+ )?(?:phys=0x[0-9a-f]{16} )?(?:ioremap|vmalloc|vmap|user|vpages|dma-coherent|sparse)'
     r'(?: (?:user|vpages))*(?: N\d+=\d+)*|unpurged vm_area|vm_map_ram)\n)+'),
    ('iomem', r'(?: *[0-9a-f]{8,16}-[0-9a-f]{8,16} : .+\n)+'),
    ('cpuinfo', rf'(?:{CPUINFO})+'),
    ('stat', rf'cpu {CPU_TIMES}(?:cpu\d+{CPU_TIMES})+intr(?: \d+)+\nctxt \d+\nbtime \d+\n'
     r'processes \d+\nprocs_running \d+\nprocs_blocked \d+\nsoftirq(?: \d+){11}\n'),
    ('uptime', r'\d+\.\d\d \d+\.\d\d\n'),
    ('loadavg', r'\d+\.\d\d \d+\.\d\d \d+\.\d\d \d+/\d+ \d+\n'),
    ('mounts', r'rootfs / rootfs rw\S* 0 0\nproc /proc proc rw,relatime 0 0\nsysfs /sys sysfs rw,relatime 0 0\n'
     r'(?:debugfs /sys/kernel/debug debugfs rw,relatime 0 0\n)?'
     r'devtmpfs /dev devtmpfs rw,relatime\S* 0 0\ntmpfs /tmp tmpfs rw,relatime\S* 0 0\n'),
    ('filesystems', r'(?!(?s:.*)rootfs)(?:(?:nodev)?\t\w+\n)+'),
    ('interrupts', r' {11}(?:CPU\d+ +)+\n(?:[ \d]{3}: (?:[ \d]{10} )+ {1,}[\w-]+ +\d+-\w+ +\S.*\n)+'
     r'(?:[A-Z]{3}: (?:[ \d]{10} )+ .+\n|(?:ERR|MIS): [ \d]{10}\n)+'),
    ('softirqs', r' +(?:CPU\d+ +)+\n(?: *\w+:(?: [ \d]{10})+\n){10}'),
    ('version', r'Linux version \S+ \(.*\) #\d+ SMP PREEMPT.*\n'),
    ('self/maps', rf'(?:{MAP})+'),
    ('self/smaps', rf'(?:{SMAP})+'),
    ('self/statm', r'\d+ \d+ \d+ \d+ 0 \d+ 0\n'),
    ('self/stat', r'\d+ \(cat\) R(?: -?\d+){49}\n'),
    ('self/schedstat', r'\d+ \d+ \d+\n'),
    ('self/limits', r'Limit {21}Soft Limit {11}Hard Limit {11}Units {5}\n(?:.{25} .{20} .{20} (?:.{10})?\n){16}'),
]


def check_form(name, form, text):
    """Says at which line it goes wrong, which a failed match alone does not."""
    if re.fullmatch(form, text):
        return
    require(False, f'/proc/{name} is not of its form:\n{text[:4000]}')


def forms():
    with Guest() as guest:
        guest.expect(r'^~ # $', 60)
        guest.run('stty -onlcr; echo 0 > /proc/sys/kernel/printk')
        for name, form in FORMS:
            check_form(name, form, guest.run(f'cat /proc/{name}') + '\n')
        guest.send('poweroff -f\n')
        guest.wait_exit()


TESTS = [('proc: forms of the files', forms)]
