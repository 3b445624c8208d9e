#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""make kselftest-on-linux: the same test programs on Samara and on Debian's Linux, side by side.

Called by make in the object tree, after the build:  kselftest_linux.py SMP MEM [TARGET...]

Both kernels boot in the same QEMU with the same initramfs. A row a program shows how many of its
cases passed, failed and were skipped on either; where the two differ, a row a case follows. What
Samara passes may be skipped on Linux, which is older; anything else that differs, or fails on
either, is wrong: the test or Samara.
"""
import glob
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from harness import Failure, Skip, require  # noqa: E402
import programs  # noqa: E402

PACKAGE = 'linux-image-cloud-amd64'
WHERE = 'usr/linux'
TIMEOUT = 1800                            # of a program; Linux under emulation is slow


def output_of(*command, **options):
    result = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if result.returncode:
        raise Skip(f'{" ".join(command)} failed:\n{result.stdout}')
    return result.stdout


def linux_kernel():
    """The kernel of Debian's package, which apt fetches the first time; where it cannot, that is no failure."""
    found = sorted(glob.glob(f'{WHERE}/boot/vmlinuz-*'))
    if found:
        return found[-1]
    depends = re.search(r'Depends: (linux-image-\S+)', output_of('apt-cache', 'depends', PACKAGE))
    if not depends:
        raise Skip(f'apt knows no {PACKAGE}: run apt-get update')
    os.makedirs(WHERE, exist_ok=True)
    print(f'fetching {depends.group(1)}', flush=True)
    output_of('apt-get', 'download', depends.group(1), cwd=WHERE)
    package, = glob.glob(f'{WHERE}/{depends.group(1)}_*.deb')
    output_of('dpkg-deb', '-x', package, WHERE)
    os.unlink(package)
    return sorted(glob.glob(f'{WHERE}/boot/vmlinuz-*'))[-1]


def run_all(names, title, **options):
    """Runs programs in a guest. Return: for each its cases, as {name: (verdict, why)}."""
    results = {}
    with programs.Machine(**options) as machine:
        for name in names:
            try:
                output, _ = machine.run(name, TIMEOUT)
            except Failure as failure:
                output = f'not ok 1 (did_not_finish)\n{failure}'
            results[name] = {case: (verdict, why) for verdict, case, why in programs.parse(output)}
            if any(verdict == 'not ok' for verdict, _ in results[name].values()):
                print(f'--- {name} on {title} says\n{output}', flush=True)
    return results


def is_expected(samara, linux):
    return samara == linux == 'ok' or linux == 'skip' and samara in ('ok', 'skip')


def totals(cases):
    count = {verdict: sum(v == verdict for v, _ in cases.values()) for verdict in ('ok', 'not ok', 'skip')}
    return ', '.join(f'{n} {word}' for (n, word) in ((count['ok'], 'ok'), (count['not ok'], 'FAILED'),
                                                      (count['skip'], 'skipped')) if n) or 'nothing'


def compare(names, samara, linux):
    """Prints the table. Return: how many cases are not as they should be."""
    wrong = 0
    missing = 'missing', ''
    for name in names:
        print(f'{name:<28}{totals(samara[name]):<28}{totals(linux[name])}')
        for case in dict.fromkeys([*samara[name], *linux[name]]):
            here, there = samara[name].get(case, missing), linux[name].get(case, missing)
            expected = is_expected(here[0], there[0])
            wrong += not expected
            if here[0] != there[0] or not expected:
                why = there[1] or here[1]
                print(f'    {case:<40}{here[0]:<12}{there[0]:<12}{why}{"" if expected else "   <-- UNEXPECTED"}')
    return wrong


def run_and_compare(smp, mem, targets):
    """Prints both columns. Return: how many cases are not as expected."""
    kernel = linux_kernel()
    programs.build()
    # what want of memory brings about is a kernel's own policy: programs that need a small machine are left out
    names = [name for name in programs.installed()
             if name not in programs.MEMORY and (not targets or name.split('/')[0] in targets)]
    version = os.path.basename(kernel).removeprefix('vmlinuz-')
    print(f'{len(names)} programs on Samara and on Linux {version}', flush=True)
    samara = run_all(names, 'Samara', smp=smp, mem=mem)
    linux = run_all(names, 'Linux', smp=smp, mem=mem, kernel=kernel, append='panic=-1 quiet no_timer_check')
    print(f'\n{"program":<28}{"Samara":<28}Linux {version}')
    wrong = compare(names, samara, linux)
    print(f'{sum(map(len, samara.values()))} cases, {wrong} not as expected', flush=True)
    return wrong


def every_program():
    wrong = run_and_compare(2, '1G', [])
    require(not wrong, f'{wrong} cases are marked UNEXPECTED in the table above')


SLOW_TESTS = [
    ('selftests: the same on Linux', every_program),
]


def main():
    try:
        return 1 if run_and_compare(int(sys.argv[1]), sys.argv[2], sys.argv[3:]) else 0
    except Skip as why:
        sys.exit(f'kselftest-on-linux: {why}')


if __name__ == '__main__':
    sys.exit(main())
