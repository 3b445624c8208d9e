# SPDX-License-Identifier: GPL-2.0-only
"""Provokes each mistake of drivers/misc/lkdtm and reads the report as a person would.

A report must name the kind of mistake, the place (lkdtm_NAME in the backtrace, unless
another function is named here) and, where there is one, the address.
"""
import re

from harness import Guest, require

DIRECT = '/sys/kernel/debug/provoke-crash/DIRECT'


def provoke(guest, name, timeout=60):
    """The kernel's words about one mistake that the machine survives."""
    return guest.run(f"sh -c 'echo {name} > {DIRECT}'; echo survived", timeout)


def check(output, name, *patterns, culprit=None):
    culprit = culprit or rf'lkdtm_{name}\b'
    for pattern in patterns + (culprit,):
        require(re.search(pattern, output), f'{name}: nothing like /{pattern}/ in\n{output}')
    require('FAIL:' not in output, f'{name}:\n{output}')


def machine(test, append='', **options):
    """A test that gets a prompt, and after which the shell still works and the machine powers off."""
    def run():
        with Guest(append, crash_ok=True, **options) as guest:
            guest.expect(r'^~ # $', 60)
            test(guest)
            require('alive' in guest.run('echo alive | cat'), 'the shell is gone')
            guest.send('poweroff -f\n')
            guest.wait_exit()
    return run


def bad_access(what, why):
    return [r'unable to handle page fault for address|NULL pointer dereference, address',
            rf'#PF: supervisor {what} in kernel mode', rf'#PF: error_code\(0x[0-9a-f]+\) - {why}',
            r'Oops: 0', r'Comm: sh ', r'Call Trace:']


def listing(guest):
    output = guest.run(f'cat {DIRECT}')
    for name in ('WRITE_RO', 'EXHAUST_STACK', 'HUNG_TASK', 'REFCOUNT_INC_ZERO'):
        require(re.search(rf'^{name}$', output, re.M), f'no {name} in\n{output}')
    require('Invalid argument' in provoke(guest, 'NO_SUCH_CRASH'), 'a name that is none is taken')


def memory_rights(guest):
    listing(guest)
    write, fetch = (bad_access(what, 'permissions violation') for what in ('write access', 'instruction fetch'))
    for name in ('WRITE_RO', 'WRITE_RO_AFTER_INIT', 'WRITE_KERN'):
        check_address(guest, name, *write, r'RIP: 0010:write_long')
    for name in ('EXEC_DATA', 'EXEC_STACK', 'EXEC_KMALLOC', 'EXEC_VMALLOC', 'EXEC_RODATA'):
        check_address(guest, name, *fetch)
    check_address(guest, 'EXEC_USERSPACE', *fetch, 'kernel tried to execute user memory: SMEP')
    check_address(guest, 'ACCESS_USERSPACE', *bad_access('read access', 'permissions violation'),
                  'kernel tried to access user memory: SMAP')
    check_address(guest, 'EXEC_NULL', 'NULL pointer dereference',
                  *bad_access('instruction fetch', 'not-present page'))
    check_address(guest, 'ACCESS_NULL', 'NULL pointer dereference',
                  *bad_access('read access', 'not-present page'))
    require(guest.run('cat /sys/kernel/debug/check_wx_pages').endswith('SUCCESS'), 'a page is writable and executable')


def check_address(guest, name, *patterns):
    """The address that the mistake announces is the one that is reported."""
    output = provoke(guest, name)
    announced = re.search(r'lkdtm: attempting bad \w+ at ([0-9a-f]+)', output)
    require(announced, f'{name} does not say what it does:\n{output}')
    check(output, name, *patterns, rf'address: {announced.group(1)}\b')


def assertions(guest):
    output = provoke(guest, 'BUG')
    check(output, 'BUG', r'kernel BUG at .*drivers/misc/lkdtm/bugs\.c:\d+!', r'invalid opcode', r'RIP: 0010:lkdtm_BUG')
    output = provoke(guest, 'WARNING')
    check(output, 'WARNING', r'WARNING: CPU: \d+ PID: \d+ at .*drivers/misc/lkdtm/bugs\.c:\d+ lkdtm_WARNING')
    output = provoke(guest, 'WARNING_MESSAGE')
    check(output, 'WARNING_MESSAGE', r'Warning message trigger count: 1')
    output = provoke(guest, 'EXCEPTION')
    check(output, 'EXCEPTION', 'NULL pointer dereference, address: 0{16}', r'RIP: 0010:lkdtm_EXCEPTION')
    output = provoke(guest, 'SCHEDULE_IN_ATOMIC')
    check(output, 'SCHEDULE_IN_ATOMIC', r'BUG: scheduling while atomic: sh/\d+', 'msleep')


def stacks(guest):
    output = provoke(guest, 'EXHAUST_STACK')
    check(output, 'EXHAUST_STACK', r'BUG: kernel stack overflow of sh/\d+', 'double fault', r'RIP: 0010:recurse')
    for name in ('STACK_GUARD_PAGE_LEADING', 'STACK_GUARD_PAGE_TRAILING'):
        output = provoke(guest, name)
        check(output, name, *bad_access('read access', 'not-present page'), rf'RIP: 0010:lkdtm_{name}')
    require('stack guard page of task sh/' in guest.log, 'the guard page below the stack is not called so')


def vmalloc(guest):
    output = provoke(guest, 'VMALLOC_LINEAR_OVERFLOW')
    check(output, 'VMALLOC_LINEAR_OVERFLOW', *bad_access('write access', 'not-present page'), 'RIP: 0010:__memset')


REFCOUNTS = [
    ('INC_OVERFLOW', 'saturated; leaking memory'),
    ('INC_ZERO', 'addition on 0; use-after-free'),
    ('DEC_ZERO', 'decrement hit 0; leaking memory'),
    ('SUB_AND_TEST_NEGATIVE', 'underflow; use-after-free'),
]


def refcounts(guest):
    for name, words in REFCOUNTS:
        output = provoke(guest, f'REFCOUNT_{name}')
        check(output, f'REFCOUNT_{name}', rf'refcount_t at [0-9a-f]+: {words}', 'Overflow detected: saturated')
    for name in ('ADD_OVERFLOW', 'ADD_ZERO', 'DEC_NEGATIVE'):
        output = provoke(guest, f'REFCOUNT_{name}')
        require('Overflow detected: saturated' in output, f'REFCOUNT_{name}:\n{output}')


SLAB = [
    ('SLAB_LINEAR_OVERFLOW', r'BUG kmalloc-1k .*: Right Redzone overwritten', r'First byte 0x78 instead of 0xcc'),
    ('WRITE_AFTER_FREE', r'BUG kmalloc-1k .*: Poison overwritten', r'First byte 0xf0 instead of 0x6b',
     r'Freed in lkdtm_WRITE_AFTER_FREE'),
    ('SLAB_FREE_DOUBLE', r'BUG lkdtm-heap-double_free .*: Object already free', r'Freed in lkdtm_SLAB_FREE_DOUBLE'),
    ('SLAB_FREE_CROSS', r'lkdtm-heap-b', r'(Invalid object pointer|Wrong slab cache|belongs to)'),
    ('READ_AFTER_FREE', r'Memory correctly poisoned \(6b6b6b6b\)'),
]


def slab(guest):
    for name, *patterns in SLAB:
        check(provoke(guest, name), name, *patterns, culprit='survived')
    output = provoke(guest, 'SLAB_FREE_PAGE')
    check(output, 'SLAB_FREE_PAGE', r'kfree of [0-9a-f]+, which is not from kmalloc')


def panic():
    with Guest('panic=-1', crash_ok=True) as guest:
        guest.expect(r'^~ # $', 60)
        guest.send(f'echo PANIC > {DIRECT}\n')
        guest.expect(r'Kernel panic - not syncing: dumptest', 20)
        guest.expect(r'lkdtm_PANIC\b', 20)
        guest.wait_exit()


# ---- what only a kernel with debugging aids notices ----------------------------------------

def lists(guest):
    for name, words in (('CORRUPT_LIST_ADD', r'list_add: next->prev is [0-9a-f]+, not prev'),
                        ('CORRUPT_LIST_DEL', r'list_del: next->prev is [0-9a-f]+, not')):
        check(provoke(guest, name), name, words)


def atomic_sleep(guest):
    check(provoke(guest, 'SLEEP_IN_ATOMIC'), 'SLEEP_IN_ATOMIC',
          r'BUG: sleeping function called from invalid context at .*lkdtm/bugs\.c:\d+',
          r'preempt_count: 1, irqs_disabled: 0')


def corrupt_stack(**options):
    with Guest('panic=-1', crash_ok=True, **options) as guest:
        guest.expect(r'^~ # $', 60)
        guest.send(f'echo CORRUPT_STACK > {DIRECT}\n')
        guest.expect(r'Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: '
                     r'lkdtm_CORRUPT_STACK', 20)
        guest.wait_exit()


# The last column: what the default configuration has not, or must not have, for it.
TESTS = [
    ('crashers: memory rights', machine(memory_rights)),
    ('crashers: assertions', machine(assertions)),
    ('crashers: stacks', machine(stacks)),
    ('crashers: vmalloc', machine(vmalloc), '!KASAN'),
    ('crashers: reference counts', machine(refcounts)),
    ('crashers: slab objects, with slub_debug', machine(slab, 'slub_debug=FZPU'), '!KASAN'),
    ('crashers: panic', panic),
    ('crashers: lists', machine(lists), 'DEBUG_LIST'),
    ('crashers: sleep in atomic context', machine(atomic_sleep), 'DEBUG_ATOMIC_SLEEP'),
    ('crashers: overrun of an array on the stack', corrupt_stack, 'STACKPROTECTOR', '!KASAN'),
]
