# SPDX-License-Identifier: GPL-2.0-only
"""What hangs: the mistakes of drivers/misc/lkdtm/hangs.c, who reports them, and the keys that help a person.

As in crashers.py, a report must name the kind of mistake and the culprit.
"""
import re

from crashers import DIRECT, check, machine, provoke
from harness import Guest, require


def background(guest, name):
    """For what never returns, on CPU 1; the machine goes on with the other one."""
    guest.send(f"taskset 2 sh -c 'echo {name} > {DIRECT}' &\n")
    guest.expect(f'Performing direct entry {name}', 20)


def stuck(test, append='', **options):
    """A test of a machine that loses a CPU for good, and so is not asked to power off in order."""
    def run():
        with Guest(append, crash_ok=True, **options) as guest:
            guest.expect(r'^~ # $', 60)
            test(guest)
    return run


def hung_task(guest):
    guest.run('echo 1 > /proc/sys/kernel/hung_task_timeout_secs')
    background(guest, 'HUNG_TASK')
    guest.expect(r'INFO: task sh:\d+ blocked for more than \d+ seconds', 30)
    guest.expect(r'task:sh +state:D', 10)
    guest.expect(r'lkdtm_HUNG_TASK\b', 10)
    guest.expect(r'direct_write', 10)
    guest.run('')


def soft_lockup(guest):
    guest.run('echo 1 > /proc/sys/kernel/watchdog_thresh')
    background(guest, 'SOFTLOCKUP')
    guest.expect(r'watchdog: BUG: soft lockup - CPU#1 stuck for \d+s! \[sh:\d+\]', 30)
    guest.expect(r'RIP: 0010:lkdtm_SOFTLOCKUP', 10)
    guest.expect(r'direct_write', 10)


def rcu_stall(guest):
    background(guest, 'RCU_STALL')
    guest.send('mkdir /tmp/x; rmdir /tmp/x\n')     # what is freed waits for a grace period
    guest.expect(r'rcu: grace period \d+ stalled for \d+ jiffies by CPUs 1$', 60)
    guest.expect(r'Task dump for CPU 1:', 10)
    guest.expect(r'lkdtm_RCU_STALL', 10)


def endless_loop(guest):
    """Nobody reports it, but a person at the keyboard finds it."""
    background(guest, 'LOOP')
    # An interrupt on top of the loop may be what a look meets, as the tick is.
    places = []
    while 'lkdtm_LOOP' not in places:
        require(len(places) < 10, f'CPU 1 was met in {places}')
        guest.send('\x01bl')
        places.append(guest.expect(r'CPU: 1 PID.*\n.*RIP: 0010:(\w+)\+0x', 20).group(1))


def hard_lockup(guest):
    """A CPU that hears no interrupt hears one that cannot be masked. QEMU sends it to CPU 0."""
    guest.send(f"taskset 1 sh -c 'echo HARDLOCKUP > {DIRECT}'\n")
    guest.expect('Performing direct entry HARDLOCKUP', 20)
    # It says where it goes before it is there: what comes on the way shows the way.
    places = []
    while not places or len(places) < 20 and places[-1] != 'lkdtm_HARDLOCKUP':
        guest.send('\x01cnmi\n\x01c')
        places.append(guest.expect(r'NMI received for unknown reason [0-9a-f]+ on CPU 0 at (\w+)\+0x', 20).group(1))
    require(places[-1] == 'lkdtm_HARDLOCKUP', f'the CPU is at {places}')


def spin_lockup(guest):
    background(guest, 'SPINLOCKUP')
    guest.expect(r'possible recursive locking detected|BUG: spinlock recursion on CPU#1, sh/\d+', 30)
    guest.expect(r'lkdtm_SPINLOCKUP', 10)


def lock_order(guest):
    check(provoke(guest, 'DEADLOCK_ABBA'), 'DEADLOCK_ABBA',
          'WARNING: possible circular locking dependency detected', r'sh/\d+ is trying to acquire lock',
          r'\(abba_a\)\{\+\.\+\.\}, at: take_b_then_a', r'-> #1 \(abba_b\)', r'take_a_then_b',
          r'-> #0 \(abba_a\)', r'\d locks? held by sh')
    # it has turned itself off
    require(re.search(r'^ debug_locks: +0$', guest.run('cat /proc/lockdep_stats'), re.M), 'still on')


def lock_left(guest):
    check(provoke(guest, 'LOCK_LEFT_HELD'), 'LOCK_LEFT_HELD',
          'WARNING: lock held when returning to user space!', r'1 lock held by sh/\d+', r'#0: [0-9a-f]+ \(abba_a\)',
          culprit='survived')


def lockdep_files(guest):
    output = guest.run('cat /proc/lockdep_stats')
    for line in ('lock-classes', 'direct dependencies', 'dependency chains', 'stack-trace entries'):
        found = re.search(rf' {line}: +(\d+) \[max: (\d+)\]', output)
        require(found and 10 < int(found.group(1)) < int(found.group(2)) / 2, output)
    output = guest.run('cat /proc/lockdep')
    for name in ('&mm->mmap_lock', 'vm_lock', '&anon_vma->rwsem'):
        require(re.search(rf'^[0-9a-f]{{16}} FD: *\d+ BD: *\d+ \S{{4}}: {name}$', output, re.M),
                f'no {name}:\n{output}')


SYSRQ = [
    ('h', r'sysrq: HELP : loglevel\(0-9\) reboot\(b\) crash\(c\)'),
    ('m', r'sysrq: Show Memory\n(.*\n)*?.*active_anon:\d+'),
    ('t', r'sysrq: Show State\n(.*\n)*?.*task:(init|sh) +state:S(.*\n)*?.* do_wait'),
    ('w', r'sysrq: Show Blocked State'),
    ('l', r'sysrq: Show backtrace of all active CPUs\n(.*\n)*?.*CPU \d'),
    ('p', r'sysrq: Show Regs\n(.*\n)*?.*(RIP|Call Trace)'),
    ('d', r'sysrq: Show Locks Held'),
    ('5', r'Loglevel set to 5'),
]


def sysrq():
    """A break and a key on the serial line (QEMU sends the break), and /proc/sysrq-trigger."""
    with Guest('panic=-1', crash_ok=True, serial='mon:stdio') as guest:
        guest.expect(r'^~ # $', 60)
        guest.run('dmesg -n 1')     # what a key asks for is shown all the same
        for key, pattern in SYSRQ:
            guest.send(f'\x01b{key}')
            guest.expect(pattern, 20)
        guest.send('\n')
        guest.expect(r'# $', 20)
        guest.send('\x01b7')
        guest.expect('Loglevel set to 7', 20)
        guest.send('\n')
        guest.expect(r'# $', 20)
        guest.run('echo 8 > /proc/sys/kernel/sysrq')
        guest.send('\x01bb')
        guest.expect('This sysrq operation is disabled', 20)
        guest.send('\n')
        guest.expect(r'# $', 20)
        guest.send('echo c > /proc/sysrq-trigger\n')
        guest.expect('Kernel panic - not syncing: sysrq triggered crash', 20)
        guest.wait_exit()


def sysrq_power_off():
    with Guest() as guest:
        guest.expect(r'^~ # $', 60)
        guest.send('echo o > /proc/sysrq-trigger\n')
        guest.expect('sysrq: Power Off', 20)
        guest.wait_exit()


TESTS = [
    ('hangs: hung task', machine(hung_task), 'DETECT_HUNG_TASK'),
    ('hangs: soft lockup', stuck(soft_lockup), 'SOFTLOCKUP_DETECTOR'),
    ('hangs: RCU stall', stuck(rcu_stall, 'rcupdate.rcu_cpu_stall_timeout=3')),
    ('hangs: endless loop', stuck(endless_loop, serial='mon:stdio'), 'MAGIC_SYSRQ'),
    ('hangs: interrupts off', stuck(hard_lockup, serial='mon:stdio')),
    ('hangs: a spinlock twice', stuck(spin_lockup), 'DEBUG_SPINLOCK'),
    ('hangs: lock order', machine(lock_order), 'PROVE_LOCKING'),
    ('hangs: a lock left held', machine(lock_left), 'PROVE_LOCKING'),
    ('lockdep: /proc files', machine(lockdep_files), 'LOCKDEP_PROC'),
    ('sysrq: keys on the serial line', sysrq, 'MAGIC_SYSRQ'),
    ('sysrq: power off', sysrq_power_off, 'MAGIC_SYSRQ'),
]
