# SPDX-License-Identifier: GPL-2.0-only
"""Memory debugging: errors made on purpose, and the report that must name each of them."""
import re

from harness import Guest, require


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
        guest.run('mkdir /tmp/x; rmdir /tmp/x')
        require(re.search(r'^ *\d+ \w+\+0x', sysfs('dentry/free_calls'), re.M), sysfs('dentry/free_calls'))
        require('not implemented' in sysfs('kmalloc-128/alloc_calls'), sysfs('kmalloc-128/alloc_calls'))
        require(guest.run('echo 1 > /sys/kernel/slab/dentry/validate; echo $?').strip() == '0', 'validate')
        require('nvalid' in guest.run('echo 1 > /sys/kernel/slab/kmalloc-128/validate'), 'validate off')
        guest.send('poweroff -f\n')
        guest.wait_exit()


TESTS = [
    ('debug: slub reports', slub_reports),
    ('debug: slub_debug=', slub_command_line),
]
