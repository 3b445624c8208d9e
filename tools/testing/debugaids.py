# SPDX-License-Identifier: GPL-2.0-only
"""Memory debugging: errors made on purpose, and the report that must name each of them."""
import os
import re
import subprocess
import tempfile

from harness import Guest, kernel_config, require

SRCTREE = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), '../..'))


def require_reports(log, patterns):
    for pattern in patterns:
        require(re.search(pattern, log, re.M), f'no /{pattern}/ in the log:\n{log[-8000:]}')


def kunit_log(suite, append='', **options):
    """The log of one KUnit suite, whose cases provoke reports and must all pass."""
    with Guest(f'kunit.enable=1 kunit_shutdown=poweroff panic=-1 kunit.filter_glob={suite} {append}',
               initrd=None, mem='1G', crash_ok=True, **options) as guest:
        guest.wait_exit(120)
        log = re.sub(r'(?m)^\[ *\d+\.\d+\] ', '', guest.log)
    totals = re.findall(r'^# Totals: pass:(\d+) fail:(\d+)', log, re.M)
    require(totals and int(totals[-1][0]) > 0 and totals[-1][1] == '0', f'the suite {suite}:\n{log[-6000:]}')
    return log


SLUB_REPORTS = [
    r'^=+\nBUG kunit_red \(.*\): Right Redzone overwritten\n-+\n'
    r'0x(\w+)-0x\1 @offset=\d+\. First byte 0x12 instead of 0xcc\n',
    r'^BUG kunit_red \(.*\): Left Redzone overwritten$',
    r'^BUG kunit_poison \(.*\): Poison overwritten\n-+\n.*First byte 0x1 instead of 0x6b\n'
    r'Allocated in slub_poison_test\+0x\w+/0x\w+ age=\d+ cpu=\d+ pid=\d+\n'
    r'( .*\n)* slub_poison_test\+.*\n( .*\n)*Freed in slub_poison_test\+.*\n( .*\n)* slub_poison_test\+',
    r'^Object   [0-9a-f]{16}: 6b 6b 6b 6b 6b 01 6b .* kkkkk\.kk',
    r'^FIX kunit_poison: Restoring Poison overwritten 0x',
    r'^BUG kunit_double \(.*\): Object already free$',
    r'^BUG kunit_double \(.*\): Invalid object pointer 0x',
    r'^BUG kunit_wrong \(.*\): Wrong slab cache\. kunit_wrong but object 0x\w+ is from kmalloc-64$',
    r'^BUG kunit_wrong \(.*\): Attempt to free object\(0x\w+\) outside of slab$',
]


def slub_reports():
    require_reports(kunit_log('slub'), SLUB_REPORTS)


def slub_command_line():
    """slub_debug= for some caches: their files in /sys show it, the others' do not."""
    with Guest('slub_debug=FU,kmalloc-64,dent*;Z,kmalloc-32') as guest:
        guest.expect(r'^~ # $', 60)

        def sysfs(name):
            return guest.run(f'cat /sys/kernel/slab/{name}').strip()
        for name, wanted in (('kmalloc-64/store_user', '1'), ('kmalloc-64/sanity_checks', '1'),
                             ('kmalloc-64/red_zone', '0'), ('kmalloc-32/red_zone', '1'),
                             ('kmalloc-32/store_user', '0'), ('dentry/store_user', '1'),
                             ('kmalloc-128/store_user', '0')):
            require(sysfs(name) == wanted, f'{name} is {sysfs(name)}')
        require(re.search(r'^ *\d+ \w+\+0x\w+/0x\w+ age=\d+/\d+/\d+ pid=[\d-]+ cpus=[\d,-]+$',
                          sysfs('dentry/alloc_calls'), re.M), sysfs('dentry/alloc_calls'))
        if 'KASAN' not in kernel_config():      # under KASAN what was freed is not used again for long
            guest.run('mkdir /tmp/x; rmdir /tmp/x')
            require(re.search(r'^ *\d+ \w+\+0x', sysfs('dentry/free_calls'), re.M), sysfs('dentry/free_calls'))
        require('not implemented' in sysfs('kmalloc-128/alloc_calls'), sysfs('kmalloc-128/alloc_calls'))
        require(guest.run('echo 1 > /sys/kernel/slab/dentry/validate; echo $?').strip() == '0', 'validate')
        require('nvalid' in guest.run('echo 1 > /sys/kernel/slab/kmalloc-128/validate'), 'validate off')
        guest.send('poweroff -f\n')
        guest.wait_exit()


def page_debug(switch, case, report=''):
    """A switch: its case runs instead of being skipped, and what it reports is in the log."""
    log = kunit_log('page_debug', switch)
    require(re.search(rf'^    ok \d+ {case}$', log, re.M), f'{switch}: {case} did not run')
    require(re.search(report, log, re.M), f'{switch}: no report\n{log[-4000:]}')


def page_contents():
    page_debug('init_on_alloc=1', 'init_on_alloc_test')


def free_page_contents():
    """Free pages are read and written here: not where KASAN would report that, or where they are not mapped."""
    page_debug('init_on_free=1 debug_pagealloc=off', 'init_on_free_test')
    page_debug('page_poison=1 debug_pagealloc=off', 'page_poison_test',
               r'^pagealloc: memory corruption, (?P<at>\w+064) to (?P=at)$')


def pages_unmapped():
    page_debug('debug_pagealloc=on', 'debug_pagealloc_test')


def page_owner():
    page_debug('page_owner=on', 'page_owner_test')


# What gdb is asked where the first program mounts something, and what it must answer.
GDB_COMMANDS = [
    ('lx-ps', r'^0x[0-9a-f]{16} +1 [RSD] +[-\d]+ init$'),
    ('lx-ps', r'^0x[0-9a-f]{16} +0 R +[-\d] swapper/0$'),
    ('lx-dmesg', r'^\[    0\.\d{6}\] Linux version 6\.12\.0-samara'),
    ('lx-dmesg', r'^\[ +\d+\.\d{6}\] Run /init as init process$'),
    ('lx-mm 1', r'^mm_struct 0xffff[0-9a-f]{12} pgd 0xffff[0-9a-f]{12} users \d+ count \d+$'),
    ('lx-mm 1', r'^rss file \d+, anon [1-9]\d*, shmem [1-9]\d*, swap entries 0; page tables [1-9]\d* kB$'),
    ('lx-vma 1', r'^00401000-00[0-9a-f]{6} r-xp 00001000 0xffff[0-9a-f]{12} /bin/busybox$'),
    ('lx-maps 1', r'^[0-9a-f]+-[0-9a-f]+ rw-p [0-9a-f]+ 0xffff[0-9a-f]{12} \[stack\]$'),
    ('lx-zone', r'^DMA32: pfn 0x1000-0x\w+ spanned \d+ present \d+ managed \d+\n  free \d+ min \d+ low \d+'),
    ('lx-buddy', r'^DMA32    Movable     ( +\d+){11}$'),
    ('lx-slabinfo', r'^0xffff[0-9a-f]{12} task_struct +\d+ +\d+ +\d+ +\d+ +\d$'),
    ('lx-vmallocinfo', r'^0xffffc9\w+-0xffffc9\w+ +\d+ \w+\+\d+ pages=\d+ vmalloc$'),
    ('lx-page &init_task', r'^page 0xffffea\w+ pfn 0x\w+ virtual 0xffff888\w+ zone DMA\n'
     r'flags 0x\w+ \(reserved\) refcount 1$'),
    ('lx-page slab_caches.next', r'^slab of kmem_cache: \d+ of \d+ objects'),
    ('lx-ptwalk &init_task', r'^pgd .*\npud .*\npmd .*\npte .* present\|rw\|accessed\|dirty\|global\|nx\n'
     r'0xffffffff80\w+ is at physical address 0x\w+, 4 KiB page$'),
    ('lx-ptwalk 0x401000 1', r'^pte \w+ present\|user\|accessed.*\n0x401000 is at physical address 0x\w+000, 4 KiB'),
    ('lx-ptwalk 0', r'^0x0 is not mapped$'),
    ('lx-mm 2', r'lx-mm: 2 is a kernel thread'),
    ('lx-page', r'lx-page PFN\|ADDRESS\|STRUCT-PAGE'),
]


def gdb_commands():
    """gdb stops the guest at a point and asks; the guest goes on afterwards."""
    with tempfile.TemporaryDirectory() as directory:
        socket = f'{directory}/gdb'
        asked = []
        for command, _ in GDB_COMMANDS:
            asked += ['-ex', f'echo \\n> {command}\\n', '-ex', command]
        with Guest('norandmaps', args=('-S', '-gdb', f'unix:{socket},server=on,wait=off')) as guest:
            result = subprocess.run(
                ['gdb', '-batch', '-nx', 'vmlinux', '-ex', f'source {SRCTREE}/scripts/gdb/vmlinux-gdb.py',
                 '-ex', f'target remote {socket}', '-ex', 'hbreak sys_mount', '-ex', 'continue', *asked,
                 '-ex', 'delete', '-ex', 'detach'],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
            guest.expect(r'^~ # $', 60)
        answers = re.split(r'^> (.*)$', result.stdout, flags=re.M)
        require(len(answers) == 2 * len(GDB_COMMANDS) + 1, f'gdb said:\n{result.stdout[-6000:]}')
        for (command, pattern), answer in zip(GDB_COMMANDS, answers[2::2]):
            require(re.search(pattern, answer, re.M), f'{command} answered:\n{answer[:3000]}\nwanted /{pattern}/')


TESTS = [
    ('debugging: gdb commands', gdb_commands),
    ('debugging: page contents', page_contents),
    ('debugging: contents of free pages', free_page_contents, '!KASAN'),
    ('debugging: pages that are not mapped', pages_unmapped, 'DEBUG_PAGEALLOC'),
    ('debugging: page owner', page_owner, 'PAGE_OWNER'),
    ('debugging: slub reports', slub_reports),
    ('debugging: slub_debug=', slub_command_line),
]
