# SPDX-License-Identifier: GPL-2.0-only
"""Builds the C test programs and runs them in the guest; each KTAP line is a test.

The programs are static, so that the initramfs needs nothing else, and pass on
Linux as well.
"""
import glob
import os
import re
import subprocess

from harness import Failure, Guest

SRCTREE = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), '../..'))
SOURCES = 'tools/testing/selftests/*/*.c', 'tools/testing/stress/*.c', 'tools/bench/*.c'


def build():
    """Compiles what is newer than its program, and packs usr/tests.cpio."""
    bindir = 'usr/tests/bin'
    os.makedirs(bindir, exist_ok=True)
    for pattern in SOURCES:
        for source in sorted(glob.glob(f'{SRCTREE}/{pattern}')):
            program = f'{bindir}/{os.path.basename(source)[:-2]}'
            inputs = [source] + glob.glob(f'{os.path.dirname(source)}/*.h')
            if os.path.exists(program) and os.path.getmtime(program) > max(map(os.path.getmtime, inputs)):
                continue
            subprocess.run([os.environ.get('TESTCC', 'gcc'), '-O2', '-Wall', '-static', '-pthread',
                            '-o', program, source], check=True)
    subprocess.run(['sh', f'{SRCTREE}/usr/mkinitramfs.sh', 'usr/tests.cpio', 'usr/tests'], check=True)


def run_program(results, command, smp, timeout):
    """Boots, runs one program, counts its lines."""
    name = command.split()[0]
    try:
        with Guest('panic=-1', initrd='usr/tests.cpio', smp=smp, mem='1G') as guest:
            guest.expect(r'^~ # $', 60)
            output = guest.run(f'{command}; echo status $?', timeout)
            guest.audit()
            guest.send('poweroff -f\n')
            guest.wait_exit()
    except Failure as failure:
        results.not_ok(f'{name} on {smp} CPUs', failure)
        return
    lines = re.findall(r'^(ok|not ok) \d+ ([^#\n]*?)( # SKIP.*)?$', output, re.M)
    for verdict, case, skipped in lines:
        if skipped:
            results.skipped += 1
        elif verdict == 'ok':
            results.passed += 1
        else:
            results.not_ok(f'{name}: {case}', 'its output:\n' + output)
    if not lines or not re.search(r'^status [01]$', output, re.M):
        results.not_ok(f'{name} on {smp} CPUs', f'it did not finish:\n{output}')
    else:
        print(f'        {command} on {smp} CPUs: {len(lines)} cases', flush=True)


PROGRAMS = [
    ('address_space_test', 2, 120),
    ('process_test', 2, 120),
    ('process_test', 4, 120),
    ('exec_test', 4, 120),
    ('rseq_test', 4, 120),
    ('proc_test', 4, 120),
    ('threads', 4, 240),
    ('hostile_test -n 40', 2, 200),
]
