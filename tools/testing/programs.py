# SPDX-License-Identifier: GPL-2.0-only
"""Builds the C test programs and runs them in the guest; each KTAP line is a test.

tools/testing/selftests has the programs; tools/bench goes into the same initramfs
so that it need not be built apart.
"""
import glob
import itertools
import os
import re
import shutil
import subprocess

from harness import Failure, Guest, require

SRCTREE = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), '../..'))
ROOT = 'usr/tests'                        # what the initramfs has beside usr/root
INSTALLED = 'usr/lib/kselftest'           # there
TIMEOUT = 300                             # of a program; its cases have their own

# On how many CPUs a program runs where two are not the right number.
CPUS = {
    'proc/proc_test': (4,),
    'process/fork_test': (4,),
    'process/process_test': (2, 4),
    'process/exec_test': (4,),
    'process/rseq_test': (4,),
    'process/random_test': (4,),
    'process/vdso_test': (4,),
    'mm/thread_pairs': (4,),
    'mm/thread_stress': (4,),
}

# In how much memory a program runs where it must be little; its initramfs has nothing else.
MEMORY = {
    'mm/exhaust_test': '64M',
}
SMALL_ROOT = 'usr/small-tests'


def run_make(goal, *variables):
    """Runs the selftests' own Makefile, whoever called us."""
    env = {k: v for k, v in os.environ.items() if k not in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL')}
    subprocess.run(['make', '-s', f'-j{os.cpu_count()}', '-C', f'{SRCTREE}/tools/testing/selftests', goal,
                    f'OUTPUT={os.getcwd()}/usr/selftests', *variables], env=env, check=True,
                   stdout=subprocess.DEVNULL)


def build_bench():
    for source in glob.glob(f'{SRCTREE}/tools/bench/*.c'):
        program = f'{ROOT}/bin/{os.path.basename(source)[:-2]}'
        if not os.path.exists(program) or os.path.getmtime(program) < os.path.getmtime(source):
            subprocess.run(['gcc', '-O2', '-Wall', '-static', '-pthread', '-o', program, source], check=True)


def link(name, target):
    """In the guest's /bin."""
    path = f'{ROOT}/bin/{name}'
    if not os.path.islink(path):
        os.symlink(target, path)


def build():
    """Compiles what is newer than its program, and packs usr/tests.cpio."""
    os.makedirs(f'{ROOT}/bin', exist_ok=True)
    run_make('install', f'INSTALL_PATH={os.getcwd()}/{ROOT}/{INSTALLED}')
    link('run_kselftest.sh', f'/{INSTALLED}/run_kselftest.sh')
    link('run_mm_tests.sh', f'/{INSTALLED}/mm/run_mm_tests.sh')
    build_bench()
    for name in MEMORY:
        small = f'{SMALL_ROOT}/{INSTALLED}/{name}'
        os.makedirs(os.path.dirname(small), exist_ok=True)
        shutil.copy2(f'{ROOT}/{INSTALLED}/{name}', small)
    for archive, root in ('usr/tests.cpio', ROOT), ('usr/small-tests.cpio', SMALL_ROOT):
        subprocess.run(['sh', f'{SRCTREE}/usr/mkinitramfs.sh', archive, root], check=True)


def installed():
    """The names of the programs, as 'mm/brk_test'; those of fault injection want a kernel of their own (faults.py)."""
    return sorted(os.path.relpath(path, f'{SRCTREE}/tools/testing/selftests')[:-2]
                  for path in glob.glob(f'{SRCTREE}/tools/testing/selftests/*/*.c')
                  if not path.endswith('_helper.c') and '/fault-injection/' not in path)


def plan(selected):
    """What to run: (program, CPUs)."""
    return [(name, smp) for name in installed() if selected(name) for smp in CPUS.get(name, (2,))]


def machine_for(name, smp):
    """The options of the machine that the program wants."""
    if name in MEMORY:
        return {'smp': smp, 'mem': MEMORY[name], 'initrd': 'usr/small-tests.cpio'}
    return {'smp': smp}


class Machine:
    """A guest in which programs run one after the other; where it has died, the next finds a new one."""

    def __init__(self, smp, **options):
        self.options = {'append': 'panic=-1', 'initrd': 'usr/tests.cpio', 'mem': '1G', 'smp': smp, **options}
        self.guest = None

    def __enter__(self):
        return self

    def __exit__(self, failure, *rest):
        self.kill() if failure else self.stop()

    def boot(self):
        if not self.guest:
            self.guest = Guest(**self.options)
            self.guest.expect(r'^~ # $', 120)
            if self.guest.patience > 1:
                self.guest.run(f'export KSFT_PATIENCE={self.guest.patience}')
        return self.guest

    def stop(self):
        """Powers it off."""
        guest, self.guest = self.guest, None
        if guest:
            with guest:
                guest.send('poweroff -f\n')
                guest.wait_exit()

    def kill(self):
        guest, self.guest = self.guest, None
        if guest:
            guest.__exit__()

    def run(self, name, timeout=TIMEOUT):
        """Runs a program. Return: its output and exit status."""
        try:
            output = self.boot().run(f'/{INSTALLED}/{name}; echo status $?', timeout)
            if 'kernel' not in self.options:    # it is ours: is all memory consistent afterwards?
                self.guest.audit()
        except Failure:
            self.kill()
            raise
        status = re.search(r'^status (\d+)$', output, re.M)
        return output, int(status.group(1)) if status else None


def parse(output):
    """The cases in a program's output: (verdict, name, why skipped or '')."""
    lines = re.findall(r'^(ok|not ok) \d+ (\S+)(?: # SKIP ?(.*))?$', output, re.M)
    skips = set(re.findall(r'^ok \d+ (\S+) # SKIP', output, re.M))
    return [('skip' if case in skips else verdict, case, why) for verdict, case, why in lines]


def run_program(results, machine, name, smp):
    """Runs one program and counts its lines."""
    try:
        output, status = machine.run(name)
    except Failure as failure:
        results.not_ok(f'{name} on {smp} CPUs', failure)
        return
    cases = parse(output)
    for verdict, case, _ in cases:
        if verdict == 'skip':
            results.skipped += 1
        elif verdict == 'ok':
            results.passed += 1
        else:
            results.not_ok(f'{name}: {case}', 'its output:\n' + output)
    if not cases or status not in (0, 1, 4):
        results.not_ok(f'{name} on {smp} CPUs', f'it did not finish:\n{output}')
    else:
        print(f'        {name} on {smp} CPUs: {len(cases)} cases', flush=True)


def runner_scripts():
    """The scripts choose, count and refuse as they say."""
    with Machine(2) as machine:
        guest = machine.boot()
        listed = guest.run('run_mm_tests.sh -l')
        missing = [name for name in installed() if name.startswith('mm/')
                   and not re.search(rf'^\w+ {name[3:]}$', listed, re.M)]
        require(not missing, f'run_mm_tests.sh has no category for {missing}')
        output = guest.run('run_mm_tests.sh -t "mincore msync"; echo status $?')
        require('ok 2 msync_test\n# SUMMARY: PASS=2 SKIP=0 FAIL=0\nstatus 0' in output, output)
        require('# ok 1 basic_interface' in output, output)
        output = guest.run('run_mm_tests.sh -t nonsense; echo status $?')
        require('no category nonsense' in output and 'status 2' in output, output)
        output = guest.run('run_kselftest.sh -t mm:mincore_selftest; echo status $?')
        require('ok 1 selftests: mm: mincore_selftest\n# SUMMARY: PASS=1 SKIP=0 FAIL=0\nstatus 0' in output, output)
        output = guest.run('. /usr/lib/kselftest/runner.sh; plan 3; run_one a true; run_one b false; '
                           'run_one c sh -c "exit 4"; summary; echo status $?')
        require('ok 1 a\n' in output and 'not ok 2 b # exit=1\n' in output and 'ok 3 c # SKIP\n' in output
                and '# SUMMARY: PASS=1 SKIP=1 FAIL=1\nstatus 1' in output, output)


RUNNER_TEST = 'selftests: the scripts that run them'


def run(results, runs):
    """Runs what plan() gave."""
    def machine_of(run):
        return sorted(machine_for(*run).items())

    for options, group in itertools.groupby(sorted(runs, key=machine_of), machine_of):
        with Machine(**dict(options)) as machine:
            for name, smp in group:
                run_program(results, machine, name, smp)
