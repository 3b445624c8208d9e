# SPDX-License-Identifier: GPL-2.0-only
"""The reports of KASAN, page_owner, kmemleak and page poisoning, read as a person would.

Each must name what was done, the function that did it, and whose memory it was: who allocated it
and who freed it. Some of the errors are those of the KUnit suite, the others lkdtm makes.
"""
import os
import re
import subprocess
import sys
import tempfile

from crashers import DIRECT, machine, provoke
from debugaids import kunit_log
from harness import Guest, kernel_config, require

SRCTREE = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), '../..'))
FRAMES = r'(?: .*\n)*? '      # of a stack, up to the one that is wanted


def plain(log):
    """Without the times before the lines."""
    return re.sub(r'(?m)^\[ *\d+\.\d+\] ', '', log)


def by(verb, function):
    return rf'^{verb} by task \d+:\n{FRAMES}{function}[.\w]*\+0x'


def page_by(function):
    return (rf'^page last allocated via order \d.*\n{FRAMES}{function}[.\w]*\+0x',
            rf'^page last free pid \d+ .*stack trace:\n{FRAMES}{function}[.\w]*\+0x')


def require_report(log, title, culprit, *patterns, what='(?:Read|Write)', function=None):
    """Among the reports in @log there is one in which all the patterns match."""
    function = function or culprit
    wanted = (r'^Memory state around the buggy address:\n', r'^>f.*\n +\^$', *patterns)
    reports = [report for report in re.split(r'^=+\n', log, flags=re.M)
               if re.search(rf'^BUG: KASAN: {title} in {culprit}[.\w]*\+0x\w+/0x\w+\n{what} of (size|addr) .* by task ',
                            report, re.M) and re.search(rf'^Call Trace:\n{FRAMES}{function}[.\w]*\+0x', report, re.M)]
    require(reports, f'no report of {title} in {culprit} that {function} caused:\n{log[-6000:]}')
    lacking = [[pattern for pattern in wanted if not re.search(pattern, report, re.M)] for report in reports]
    require(not all(lacking), f'no report of {title} in {culprit} has all that it should: {lacking[0]}\n{reports[0]}')


def region(where, state, size):
    return rf'^The buggy address is located {where}\n {state} {size}-byte region \['


def kasan_suite():
    """Free pages stay mapped for it, so that KASAN is the one who notices, and have owners."""
    log = kunit_log('kasan', 'debug_pagealloc=off page_owner=on')
    for case, title, culprit, what, *patterns in (
            ('kmalloc_oob_right', 'slab-out-of-bounds', 'write8', 'Write',
             by('Allocated', 'test_kmalloc_oob_right'), region('0 bytes to the right of', 'allocated', 115),
             r'^ which belongs to the cache kmalloc-128 of size 128$'),
            ('kmalloc_oob_left', 'slab-out-of-bounds', 'read8', 'Read',
             region(r'\d+ bytes to the \w+ of', r'\w+', r'\d+')),
            ('kmalloc_uaf', 'slab-use-after-free', 'read8', 'Read', by('Allocated', 'test_kmalloc_uaf'),
             by('Freed', 'test_kmalloc_uaf'), region('8 bytes inside of', 'freed', 40)),
            ('kmalloc_double_free', 'double-free', 'test_kmalloc_double_free', 'Free',
             by('Allocated', 'test_kmalloc_double_free'), by('Freed', 'test_kmalloc_double_free')),
            ('kmalloc_invalid_free', 'invalid-free', 'test_kmalloc_invalid_free', 'Free',
             by('Allocated', 'test_kmalloc_invalid_free'), region('1 bytes inside of', 'allocated', 100)),
            ('kmalloc_large', 'slab-out-of-bounds', 'write8', 'Write', page_by('test_kmalloc_large')[0]),
            ('page_uaf', 'use-after-free', 'read8', 'Read', *page_by('test_page_uaf')),
            ('vmalloc', 'vmalloc-out-of-bounds', 'write8', 'Write',
             r'^The buggy address belongs to a vmalloc virtual mapping of 2043 bytes at\n'
             r' \[f\w+, f\w+\) created by:\n test_vmalloc\+0x'),
            ('global_oob', 'global-out-of-bounds', 'read8', 'Read',
             r'^The buggy address belongs to the variable:\n global_array\+0xa/0x\w+$'),
            ('stack_oob', 'stack-out-of-bounds', 'read8', 'Read',
             r'^The buggy address belongs to stack of task kunit_test_\w+/\d+\n and is located at offset 42 in frame:\n'
             r" test_stack_oob\+0x0/0x\w+\n *\nThis frame has \d+ objects?:\n( .*\n)* \[32, 42\) 'array'$")):
        require_report(log, title, culprit, *patterns, what=what, function=f'test_{case}')
    require(not re.search(r'mapcount:-', log), 'a slab page is said to be mapped so many times')


def kasan_crashers(guest):
    """Every one is reported, not only the first; the machine goes on."""
    allocated, freed = (lambda name, verb=verb: by(verb, f'lkdtm_{name}') for verb in ('Allocated', 'Freed'))
    for name, title, what, *patterns in (
            ('SLAB_LINEAR_OVERFLOW', 'slab-out-of-bounds', 'Write', allocated('SLAB_LINEAR_OVERFLOW'),
             region('0 bytes to the right of', 'allocated', 1024)),
            ('WRITE_AFTER_FREE', 'slab-use-after-free', 'Write', allocated('WRITE_AFTER_FREE'),
             freed('WRITE_AFTER_FREE'), region('256 bytes inside of', 'freed', 1024)),
            ('READ_AFTER_FREE', 'slab-use-after-free', 'Read', allocated('READ_AFTER_FREE'), freed('READ_AFTER_FREE')),
            ('SLAB_FREE_DOUBLE', 'double-free', 'Free', allocated('SLAB_FREE_DOUBLE'), freed('SLAB_FREE_DOUBLE'),
             '^ which belongs to the cache lkdtm-heap-double_free of size 1024$'),
            ('SLAB_FREE_CROSS', 'invalid-free', 'Free', '^ which belongs to the cache lkdtm-heap-a of size 1024$'),
            ('READ_BUDDY_AFTER_FREE', 'use-after-free', 'Read', *page_by('lkdtm_READ_BUDDY_AFTER_FREE')),
            ('WRITE_BUDDY_AFTER_FREE', 'use-after-free', 'Write', *page_by('lkdtm_WRITE_BUDDY_AFTER_FREE')),
            ('VMALLOC_LINEAR_OVERFLOW', 'vmalloc-out-of-bounds', 'Write',
             r'^The buggy address belongs to a vmalloc virtual mapping of 4096 bytes at\n'
             r' \[f\w+, f\w+\) created by:\n lkdtm_VMALLOC_LINEAR_OVERFLOW\+0x')):
        require_report(plain(provoke(guest, name)), title, f'lkdtm_{name}', *patterns, what=what)


def kasan_once(guest):
    """Without kasan_multi_shot the second error, which may follow from the first, says nothing."""
    require('BUG: KASAN' in provoke(guest, 'SLAB_LINEAR_OVERFLOW'), 'no report of the first error')
    require('BUG: KASAN' not in provoke(guest, 'READ_AFTER_FREE'), 'a report of the second one')


def kasan_panic():
    """kasan.fault=panic_on_write survives a read."""
    with Guest('kasan.fault=panic_on_write kasan_multi_shot panic=-1', crash_ok=True) as guest:
        guest.expect(r'^~ # $', 60)
        require('BUG: KASAN' in provoke(guest, 'READ_AFTER_FREE'), 'no report of the read')
        guest.send(f'echo WRITE_AFTER_FREE > {DIRECT}\n')
        guest.expect(r'BUG: KASAN: slab-use-after-free in lkdtm_WRITE_AFTER_FREE', 20)
        guest.expect(r'Kernel panic - not syncing: kasan\.fault=panic set', 20)
        guest.wait_exit()


def unmapped_pages(guest):
    """debug_pagealloc=on: a free page is not there, and the page fault names who wanted it."""
    for name, what in ('READ_BUDDY_AFTER_FREE', 'read'), ('WRITE_BUDDY_AFTER_FREE', 'write'):
        if name.startswith('WRITE') and 'KASAN' in kernel_config():
            continue    # its memset() does not begin what it finds wrong
        output = provoke(guest, name)
        at = re.search(r'(?:freed memory|after free) at (\w+)', output)
        require(at and re.search(rf'unable to handle page fault for address: {at.group(1)}$', output, re.M)
                and f'#PF: supervisor {what} access in kernel mode' in output
                and re.search(rf'lkdtm_{name}\b', output[at.end():]), f'{name}:\n{output}')


def poisoned_pages(guest):
    """page_poison=1: what was written to a free page is shown when it is handed out, with its address."""
    output = provoke(guest, 'READ_BUDDY_AFTER_FREE')
    require('Buddy page correctly poisoned (aaaaaaaa)' in output, output)
    output = plain(provoke(guest, 'WRITE_BUDDY_AFTER_FREE'))
    at = re.search(r'after free at (\w{13})000$', output, re.M)
    require(at and re.search(rf'^pagealloc: memory corruption, {at.group(1)}000 to {at.group(1)}fff$', output, re.M)
            and re.search(rf'^Call Trace:\n{FRAMES}lkdtm_WRITE_BUDDY_AFTER_FREE', output, re.M), output)


def page_owners(guest):
    """The 256 pages of a file belong to who wrote it, and tools/mm/page_owner_sort counts them."""
    guest.run('dd if=/dev/zero of=/tmp/file bs=64k count=16; cat /sys/kernel/debug/page_owner > /tmp/owners')
    # all of it is too much for the serial line
    guest.run(r"""awk 'BEGIN { RS = ""; FS = "\n"; ORS = "\n\n" } /\(dd\)/ && /swapbacked/' /tmp/owners > /tmp/mine""")
    count = guest.run('grep -c ^PFN /tmp/mine').strip()
    require(count == '256', f'{count} pages of a file of 256 have an owner')
    guest.run('head -n 200 /tmp/mine > /tmp/some')
    text = '\n'.join(line.rstrip() for line in guest.run('cat /tmp/some').splitlines()) + '\n'
    blocks = [block for block in re.split(r'\n\n+', text) if block.startswith('Page') and 'sys_write' in block]
    require(len(blocks) > 5, f'too few blocks in\n{text}')
    for block in blocks:
        require(re.match(r'Page allocated via order 0, mask 0x\w+\(GFP_HIGHUSER_MOVABLE\S*\), pid \d+, '
                         r'tgid \d+ \(dd\), ts \d+ ns\n'
                         r'PFN 0x\w+ type Movable Block \d+ type Movable Flags 0x\w+\(.*swapbacked.*\)\n'
                         rf'{FRAMES}shmem_get_folio\+0x', block), block)
    guest.run('rm /tmp/file /tmp/mine /tmp/some')
    guest.run('cat /sys/kernel/debug/page_owner > /tmp/later')
    left = guest.run(r"""awk 'BEGIN { RS = "" } /\(dd\)/ && /swapbacked/' /tmp/later | wc -l""").splitlines()[-1]
    require(left == '0', f'{left} pages of the file still have an owner')
    with tempfile.NamedTemporaryFile('w', encoding='utf-8') as file:
        file.write('\n\n'.join(blocks) + '\n')
        file.flush()
        found = subprocess.run([sys.executable, f'{SRCTREE}/tools/mm/page_owner_sort', file.name], text=True,
                               check=True, stdout=subprocess.PIPE).stdout
    # not all took the same way through the page allocator
    sums = re.findall(r'^(\d+) times, (\d+) pages:$', found, re.M)
    require(all(sum(map(int, column)) == len(blocks) for column in zip(*sums)) and int(sums[0][0]) > len(blocks) / 2,
            f'{len(blocks)} blocks, sorted:\n{found}')


LEAK = 'LEAK_OBJECTS'


def leaks(guest):
    """Planted leaks are named, with who made them; what is in use is not; `clear` forgets them."""
    kmemleak = '/sys/kernel/debug/kmemleak'
    guest.run(f'echo scan > {kmemleak}; echo clear > {kmemleak}')
    provoke(guest, LEAK)
    guest.run(f'sleep 6; echo scan > {kmemleak}; echo scan > {kmemleak}')
    output = guest.run(f'cat {kmemleak}')
    require(re.search(r'kmemleak: \d+ new suspected memory leaks \(see /sys/kernel/debug/kmemleak\)', guest.log),
            'the log says nothing')
    found = re.split(r'^(?=unreferenced object )', output, flags=re.M)[1:]
    # a stale copy of an address may hide one or two of the eight
    named = [text for text in found if re.match(
        r'unreferenced object 0x\w{16} \(size 1024\):\n  comm "sh", pid \d+, jiffies \d+\n'
        r'  hex dump \(first 32 bytes\):\n    6c 65 61 6b .*leak.*\n(    .*\n)*?  backtrace \(crc \w+\):\n'
        rf'(    .*\n)*?    \[<\w+>\] lkdtm_{LEAK}\+0x', text)]
    require(5 <= len(named) == len(found), f'{len(named)} of {len(found)} are the planted ones:\n{output}')
    address = re.search(r'0x\w+', named[0]).group(0)
    require(f'Object {address} (size 1024)' in guest.run(f'echo dump={address} > {kmemleak}'),
            f'dump={address} does not know it:\n{guest.log[-2000:]}')
    guest.run(f'echo clear > {kmemleak}; echo scan > {kmemleak}')
    output = guest.run(f'cat {kmemleak}').strip()
    require(not output, f'after clear:\n{output}')


MULTI = 'kasan_multi_shot debug_pagealloc=off page_owner=on'
TESTS = [
    ('reports: KASAN, by its suite', kasan_suite, 'KASAN', 'PAGE_OWNER'),
    ('reports: KASAN, by the crashers', machine(kasan_crashers, MULTI), 'KASAN', 'PAGE_OWNER'),
    ('reports: KASAN, the first only', machine(kasan_once), 'KASAN'),
    ('reports: KASAN, kasan.fault=', kasan_panic, 'KASAN'),
    ('reports: free pages that are not mapped', machine(unmapped_pages, 'debug_pagealloc=on'), 'DEBUG_PAGEALLOC'),
    ('reports: free pages that are poisoned', machine(poisoned_pages, 'page_poison=1'), '!KASAN'),
    ('reports: page_owner', machine(page_owners, 'page_owner=on'), 'PAGE_OWNER'),
    ('reports: kmemleak', machine(leaks), 'DEBUG_KMEMLEAK'),
]
