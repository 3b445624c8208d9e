# SPDX-License-Identifier: GPL-2.0-only
"""Fault injection: a second kernel, in which allocations fail on purpose, and what sweeps through them.

The kernel (kernel/configs/fault.config) is built in usr/.faults, from a copy of the sources,
so that only what has changed since the last time is compiled again. It has the checks of
CONFIG_DEBUG_VM as well, so the unit tests run there once more, and CONFIG_STACKPROTECTOR, which has a crasher.
"""
import os
import re
import subprocess

import buildtest
import crashers
import kunit
from harness import Failure, Guest, require

SRCTREE = buildtest.SRCTREE
WHERE = 'usr/.faults'
KERNEL = f'{WHERE}/src/arch/x86/boot/bzImage'
PROGRAMS = ('fail_nth_mm', 'fail_nth_process')
INJECT = '/sys/kernel/debug/'


def build():
    source = buildtest.copy_sources(os.path.realpath(WHERE))
    buildtest.make(source, 'defconfig', 'fault.config', source=source)
    buildtest.make(source, f'-j{os.cpu_count()}', 'all', source=source, timeout=3600)
    bindir = f'{WHERE}/root/bin'
    os.makedirs(bindir, exist_ok=True)
    for program in PROGRAMS:
        subprocess.run(['gcc', '-O2', '-Wall', '-static', '-o', f'{bindir}/{program}',
                        f'{SRCTREE}/tools/testing/selftests/fault-injection/{program}.c'], check=True)
    subprocess.run(['sh', f'{SRCTREE}/usr/mkinitramfs.sh', f'{WHERE}/initramfs.cpio', f'{WHERE}/root'], check=True)


def guest(append='', **options):
    return Guest(f'panic=-1 {append}', initrd=f'{WHERE}/initramfs.cpio', kernel=KERNEL, **options)


def sweep(results, program):
    """Each operation that a program sweeps through counts as one test. Red zones and poison are on."""
    try:
        with guest('quiet slub_debug=FZP') as machine:
            machine.expect(r'^~ # $', 120)
            output = machine.run(f'{program}; echo status $?', 300)
            machine.send('poweroff -f\n')
            machine.wait_exit()
    except Failure as failure:
        results.not_ok(f'faults: {program}', failure)
        return
    cases = re.findall(r'^(ok|not ok) \d+ (\S+)(.*)$', output, re.M)
    for verdict, case, rest in cases:
        if verdict == 'ok' and not rest:
            results.passed += 1
        else:
            results.not_ok(f'faults: {program}: {case}{rest}', 'its output:\n' + output)
    survived = re.search(r'^# (\d+) failures survived\nstatus 0$', output, re.M)
    results.run(f'faults: {program}', lambda: require(survived and int(survived.group(1)) > 100, output))
    if survived:
        print(f'        {program}: {len(cases)} operations, {survived.group(1)} failures', flush=True)


def switches():
    """The files of debugfs, of /proc and of sysfs, their defaults and formats; the report in the log."""
    with guest('slub_nomerge failslab=3,0,5,7 fail_page_alloc=nonsense') as machine:
        machine.expect(r'^~ # $', 120)
        require('FAULT_INJECTION: failed to parse arguments' in machine.log, 'a wrong boot parameter goes unnoticed')

        def shell(command, wanted):
            got = machine.run(command).strip()
            require(re.fullmatch(wanted, got), f'{command}: {got}')
        common = ['interval', 'probability', 'space', 'task-filter', 'times', 'verbose', 'verbose_ratelimit_burst',
                  'verbose_ratelimit_interval_ms']
        for name, own, values in (
                ('failslab', ['cache-filter', 'ignore-gfp-wait'], 'N Y 3 0 5 N 7 2 10 0'),
                ('fail_usercopy', [], '1 0 0 N 1 2 10 0'),
                ('fail_page_alloc', ['ignore-gfp-highmem', 'ignore-gfp-wait', 'min-order'], 'Y Y 1 1 0 0 N 1 2 10 0')):
            machine.run(f'cd {INJECT}{name}')
            require(sorted(machine.run('ls').split()) == sorted(common + own), f'the files of {name}')
            shell('cat *', '\n'.join(values.split()))
        shell('echo 1234 > verbose_ratelimit_interval_ms', '')
        shell('cat verbose_ratelimit_interval_ms', r'12[34]\d')
        machine.run('cd')
        shell('cat /proc/self/make-it-fail /proc/self/fail-nth', '0\n0')
        shell('cat /proc/1/task/1/fail-nth', '0')
        shell('echo 2 > /proc/self/make-it-fail', r'.*[Ii]nvalid argument')
        shell('echo -1 > /proc/self/fail-nth', r'.*\n?.*(range|large|representable).*')
        shell('echo x > /proc/self/fail-nth', r'.*[Ii]nvalid argument')
        shell('cat /sys/kernel/slab/dentry/failslab', '0')

        # every allocation of a dentry, by tasks that ask for it, and nothing else
        for knob, value in (('cache-filter', 'Y'), ('task-filter', 'Y'), ('times', -1), ('interval', 1), ('space', 0),
                            ('verbose', 1), ('ignore-gfp-wait', 'N'), ('probability', 100)):
            machine.run(f'echo {value} > {INJECT}failslab/{knob}')
        machine.run('echo 1 > /sys/kernel/slab/dentry/failslab')
        shell('mkdir /tmp/one; ls -d /tmp/one', '/tmp/one')
        doomed = 'echo 1 > /proc/self/make-it-fail; mkdir /tmp/two'
        shell(f"sh -c '{doomed}'", r"(.*\n)*.*Cannot allocate memory(.*\n?)*")
        require(re.search(r'FAULT_INJECTION: forcing a failure\.\n(\[.*\] )?'
                          r'name failslab, interval 1, probability 100, space 0, times -1', machine.log),
                'no report in the log')
        machine.run('echo 0 > /sys/kernel/slab/dentry/failslab')
        shell(f"sh -c '{doomed}'", '')
        shell('ls -d /tmp/two', '/tmp/two')
        machine.send('poweroff -f\n')
        machine.wait_exit()


def boots_under_fire():
    """Atomic allocations fail one time in twenty, the log says so, and the machine goes on."""
    with guest('quiet failslab=1,5,0,-1') as machine:
        machine.expect(r'^~ # $', 120)
        lines = machine.run('for i in 1 2 3 4 5 6 7 8 9; do ls /proc | wc -l; done')
        require(len(lines.split()) == 9, f'the shell says\n{lines}')
        machine.send('poweroff -f\n')
        machine.wait_exit()


def overrun():
    """The kernel for debugging cannot show it, since KASAN speaks first."""
    crashers.corrupt_stack(kernel=KERNEL)


TESTS = [
    ('faults: switches', switches),
    ('faults: boot', boots_under_fire),
    ('faults: overrun of an array on the stack', overrun),
]


def run(results, selected):
    """All of it, the kernel being built first, if anything is @selected."""
    programs = [p for p in PROGRAMS if selected(f'faults: {p}')]
    tests = [(name, test) for name, test in TESTS if selected(name)]
    units = selected('faults: units')
    if not programs and not tests and not units:
        return
    failed = results.failed
    results.run('faults: build', build)
    if results.failed > failed:
        return
    for program in programs:
        sweep(results, program)
    for name, test in tests:
        results.run(name, test)
    if units:
        kunit.run_suites(results, 'faults: units', kernel=KERNEL)
