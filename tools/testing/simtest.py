#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests that run in the simulated machine: make ARCH=sim check, and a part of make check.

The kernel is built as a program of the host, plain and by clang with libFuzzer and the address and
undefined-behaviour sanitizers, from a copy of the sources under sim/ in the object tree: that tree
may hold a build for another machine, and two do not share one source tree.
"""
import concurrent.futures
import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = HERE, os.path.join(HERE, '../../scripts')
import sources  # noqa: E402
from harness import Results, Skip, built_behind, require  # noqa: E402
from buildtest import CALLERS_VARIABLES, SRCTREE  # noqa: E402

WORK = os.path.join(os.getcwd(), 'sim')
# What is built, as make's arguments; the first is plain.
PLAIN = ()
SANITIZERS = ('SAN=address,undefined',)
FUZZER = ('LLVM=1', 'SAN=fuzzer,address,undefined')
THREADS = ('SAN=thread',)
COVERAGE = ('COVERAGE=1',)


def sync_sources():
    """The sources in sim/src."""
    source = f'{WORK}/src'
    sources.copy(SRCTREE, source)
    wanted = set(sources.names(SRCTREE))
    for folder, _, names in os.walk(source):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.relpath(path, source) not in wanted:
                os.remove(path)
    return source


@functools.lru_cache(maxsize=None)
def build(variant=PLAIN):
    """Builds and returns the program's name."""
    source, tree = sync_sources(), f'{WORK}/{re.sub("[^A-Za-z0-9]+", "-", " ".join(variant)) or "plain"}'
    env = {k: v for k, v in os.environ.items() if k not in CALLERS_VARIABLES}
    command = ['make', '-C', source, '-s', f'-j{os.cpu_count()}', 'ARCH=sim', f'O={tree}', *variant]
    for goal in ([] if os.path.exists(f'{tree}/.config') else ['defconfig']) + ['all']:
        result = subprocess.run(command + [goal], env=env, text=True, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        require(result.returncode == 0, f'{" ".join(command)} {goal} failed\n{result.stdout[-4000:]}')
    return f'{tree}/samara-sim'


# Why a run failed, where it says so first.
VERDICT = re.compile(r'not syncing: (.*)|(?:SUMMARY|ERROR): (.*)|.*(runtime error: .*|not so: .*)')


def failure(result, command):
    """What is to be said of a run that failed: why, the command that shows it again, and its last lines."""
    verdict = VERDICT.search(result.stdout)
    why = verdict.group(verdict.lastindex) if verdict else f'status {result.returncode}'
    return f'{why}; to see it again: {command}\n' + '\n'.join(result.stdout.splitlines()[-100:])


def run(program, *args, status=0, timeout=900):
    """Runs the program, which must end with @status; returns what it printed."""
    result = subprocess.run([program, *args], text=True, timeout=timeout, stdin=subprocess.DEVNULL, errors='replace',
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    require(result.returncode == status, failure(result, shlex.join([program, *args])))
    return result.stdout


def at_a_time(count, function, items):
    """@function of each item, @count of them at once; pairs of the item and a future of what it returns, all done."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return [(item, pool.submit(function, item)) for item in items]


def suites(variant, cpus, nodes=1):
    out = run(build(variant), 'kunit', '--ram', '1G', '--cpus', str(cpus), '--nodes', str(nodes))
    totals = re.findall(r'# Totals: pass:(\d+) fail:0 skip:(\d+) total:\d+', out)
    require(totals and int(totals[-1][0]) > 250, f'too few unit tests passed: {totals[-1:]}')


def same_seed_same_run():
    def once(seed):
        return run(build(), 'kunit', '--ram', '256M', '--cpus', '4', '--seed', str(seed), 'kunit.filter_glob=maple*')
    require(once(5) == once(5), 'two runs with one seed differ')
    require(once(5) != once(6), 'the seed changes nothing')


def regressions():
    """What random runs have found once, as short as it got."""
    folder = f'{SRCTREE}/arch/sim/test/regressions'
    for name in sorted(os.listdir(folder)):
        run(build(), 'replay', f'{folder}/{name}')


PROFILES = 'mixed', 'fork', 'mmap', 'file', 'fault', 'kernel'


def random_operations(variant, seeds, ops, ops_of_kernel):
    """Each profile, all actors in turn and all at once, in two runs at a time; returns how many operations."""
    program = build(variant)

    def one(seed):
        profile = PROFILES[seed % 6]
        count = ops_of_kernel if profile == 'kernel' else ops
        out = run(program, 'run', '--ops', str(count), '--cpus', str(seed % 4 + 1), '--nodes', str(seed % 3 + 1),
                  '--seed', str(seed),
                  '--profile', profile, '--concurrent', str(seed // 6 % 2), '--save', f'{WORK}/random-{seed}.ops')
        return int(re.search(r'sim: (\d+) operations', out).group(1))
    return sum(future.result() for _, future in at_a_time(2, one, range(seeds)))


def a_million_operations():
    done = random_operations(PLAIN, 24, 49000, 5000)
    require(done == 1000000, f'{done} operations')


def sanitized_operations():
    done = random_operations(FUZZER, 12, 4000, 1000)
    require(done == 42000, f'{done} operations')


def failing_allocations():
    for seed, mode in enumerate((('--fail-each', '10'), ('--fail-rate', '50'), ('--fail-nth', '2000')), 1):
        run(build(), 'run', '--ops', '3000', '--cpus', '2', '--seed', str(seed), *mode, '--minimise', '0')


def planted_failure():
    """The machine flushes no TLB any more: found, saved, made short, replayed; gdb stops at the step."""
    saved, short = f'{WORK}/lose.ops', f'{WORK}/lose.ops.min'
    out = run(build(), 'run', '--ops', '2000', '--cpus', '2', '--seed', '3', '--profile', 'mmap', '--lose-at', '200',
              '--save', saved, status=3)
    require('fail in the same way' in out and f'samara-sim replay {short}' in out, out)
    verdict = re.search(r'not syncing: (sim: stale TLB entry: .*)', out).group(1)
    lengths = []
    for path in saved, short:
        with open(path, encoding='utf-8') as file:
            lengths.append(len(file.readlines()) - 2)
        require(verdict in run(build(), 'replay', path, status=3), f'{path} fails in another way')
    require(lengths[0] > 200 and 3 <= lengths[1] <= 16, f'{lengths[0]} operations became {lengths[1]}')
    stop = f'Breakpoint 1, sim_test_stop.*\nseen {lengths[1]}\n'
    result = subprocess.run(['gdb', '-nx', '-batch', '-ex', 'break sim_test_stop', '-ex', 'run', '-ex',
                             'printf "seen %lu\\n", test.stop_at', '--args', build(), 'replay', short], text=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    require(re.search(stop, result.stdout, re.S), f'gdb did not stop at the step:\n{result.stdout}')
    require(verdict not in result.stdout, f'gdb stopped too late:\n{result.stdout}')


def bad_replays():
    magic, machine = '# samara-sim operations', 'machine ram=67108864 nodes=1 cpus=1 seed=1 concurrent=0 audit=2000'
    for text, words in (('nonsense', 'not a file of samara-sim'), (f'{magic}\nmachine ram=1', "is wanted here"),
                        (f'{magic}\n{machine}\n0 mend 1', 'no such operation'),
                        (f'{magic}\n{machine}\n0 load', 'too few numbers'), (f'{magic}\n{machine}', 'no operations')):
        path = f'{WORK}/bad.ops'
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text + '\n')
        out = run(build(), 'replay', path, status=2)
        require(words in out, f'{text!r}: {out}')
    require('cannot read' in run(build(), 'replay', f'{WORK}/none.ops', status=2), 'a missing file must be named')
    require('name of a file' in run(build(), 'replay', status=2), 'replay without a file')


def bad_command_lines():
    for args, words in ((['nothing'], "no command 'nothing'"), (['boot', '--cpus', '0'], '--cpus 0'),
                        (['boot', '--ram', 'much'], 'a number is wanted'), (['boot', '--ram'], 'wants a value'),
                        (['boot', '--rom', '4M'], 'no option --rom'), (['boot', '--nodes', '99'], '--nodes 99'),
                        (['boot', '--nodes', '3', '--ram', '4M'], 'too many for 4 MiB'),
                        (['selftest', '--stale', 'bread'], '--stale bread'),
                        (['scenario', 'none'], "no scenario 'none'"), (['scenario', '--schedule', '0:9,3'], '0:9,3'),
                        (['scenario', '--cpus', '2'], 'needs --cpus 3'),
                        (['scenario', '--schedule', '0'], 'the name of its scenario')):
        out = run(build(), *args, status=2)
        require(words in out, f'{args}: {out}')
    require('Below' not in run(build(), 'boot', '--ram', '2M', status=3), 'a machine too small must say so')


TREE = """/dts-v1/;
/memreserve/ 0x2000 0x1000;
/ {
	#address-cells = <2>;
	#size-cells = <2>;
	chosen { bootargs = "loglevel=8"; };
	cpus {
		#address-cells = <1>;
		#size-cells = <0>;
		cpu@0 { device_type = "cpu"; reg = <0>; numa-node-id = <1>; };
		cpu@1 { device_type = "cpu"; reg = <1>; numa-node-id = <0>; };
		cpu@2 { device_type = "cpu"; reg = <2>; numa-node-id = <2>; };
	};
	memory@0 { device_type = "memory"; reg = <0 0 0 0x2000000>; numa-node-id = <0>; };
	memory@40000000 {
		device_type = "memory";
		reg = <0 0x40000000 0 0x4000000>, <2 0 0 0x200000>;
		numa-node-id = <1>;
	};
	reserved-memory {
		#address-cells = <2>;
		#size-cells = <2>;
		ranges;
		secure@1000000 { reg = <0 0x1000000 0 0x100000>; no-map; };
		pool { size = <0 0x200000>; alignment = <0 0x200000>; alloc-ranges = <0 0x40000000 0 0x4000000>; };
	};
	distance-map { compatible = "numa-distance-map-v1"; distance-matrix = <0 0 10>, <0 1 40>, <1 0 40>, <1 1 10>; };
};
"""


def device_tree(text):
    """A file that dtc has made of it."""
    path = f'{WORK}/test.dtb'
    os.makedirs(WORK, exist_ok=True)
    result = subprocess.run(['dtc', '-q', '-O', 'dtb', '-o', path], input=text, text=True, check=False,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    require(result.returncode == 0, result.stdout)
    return path


def described_machine():
    """The machine is as the tree says, and mm/ is at home on it."""
    path = device_tree(TREE)
    out = run(build(), 'boot', '--dtb', path, 'panic=7')
    for words in ('DMA32    [mem 0x0000000040000000-0x00000000ffffffff]',
                  'Normal   [mem 0x0000000100000000-0x00000002001fffff]', 'sim: 3 CPUs, 98 MiB', 'Nodes=2',
                  'Kernel command line: loglevel=8 panic=7', 'reserved mem: 2097152 bytes at 0x0000000043e00000'):
        require(words in out, f'no word of "{words}"\n{out}')
    out = run(build(), 'kunit', '--dtb', path, 'numa')
    require('# Totals: pass:9 fail:0 skip:0' in out, out)
    run(build(), 'fuzz', '--dtb', path, 'buddy', f'{WORK}/test.dtb')


def bad_device_trees():
    good = device_tree(TREE)
    with open(good, 'rb') as file:
        blob = file.read()
    bad = f'{WORK}/bad.dtb'
    for data, words in ((b'', 'it is cut off'), (b'x' * 100, 'not a device tree'), (blob[:-1], 'it is cut off')):
        with open(bad, 'wb') as file:
            file.write(data)
        out = run(build(), 'boot', '--dtb', bad, status=2)
        require(f'{bad}: {words}' in out, out)
    for old, new, words in (('device_type = "cpu"', 'device_type = "gpu"', '0 CPUs; there can be 1 to 64'),
                            ('device_type = "memory"', 'device_type = "disk"', 'no memory'),
                            ('<0 0x40000000 0 0x4000000>', '<0 0x40000000 0 0x4001000>', 'pieces of 2048 KiB'),
                            ('<2 0 0 0x200000>', '<64 0 0 0x200000>', 'above 256 GiB')):
        out = run(build(), 'boot', '--dtb', device_tree(TREE.replace(old, new)), status=2)
        require(words in out, out)
    for args, words in ((['boot', '--cpus', '2', '--dtb', good], 'not with --cpus'),
                        (['boot', '--dtb', '/none'], 'cannot read /none'), (['run', '--dtb', good], 'not with --dtb')):
        require(words in run(build(), *args, status=2), f'{args}: {out}')


def stale_entries():
    """The machine loses the flush of one call, and names it when the entry is used."""
    for case, event in (('unmap', 'changed the page table'), ('protect', 'changed the page table'),
                        ('fork', 'changed the page table'), ('discard', 'changed the page table'),
                        ('free', 'the page was freed by pid 1')):
        out = run(build(), 'selftest', '--cpus', '2', '--stale', case, status=3)
        for words in ('uses a stale TLB entry', 'filled by pid 1', event, 'shows it again'):
            require(words in out, f'--stale {case}: no word of "{words}"\n{out}')


def scenarios():
    out = run(build(), 'scenario')
    found = dict(re.findall(r'scenario (\S+): (\d+) schedules', out))
    require(len(found) >= 16 and all(int(n) >= 20 for n in found.values()), f'too few schedules: {found}')
    out = run(build(), 'scenario', 'cow-cow', '--schedule', '1:20,40')
    require('this schedule does not fail' in out, out)


ROW = re.compile(r'(\S.*?) +([\d.]+) ns +(\d+) operations$', re.M)


def benchmarks():
    rows = ROW.findall(run(build(), 'bench', '--ms', '1'))
    require(len(rows) >= 22 and all(float(ns) > 0 for _, ns, _ in rows), f'too few rows: {rows}')
    rows = ROW.findall(run(build(), 'bench', '--count', '7', 'order 0'))
    require(len(rows) == 1 and rows[0][2] == '7', f'not one row of 7 operations: {rows}')
    require("no row is called 'nothing'" in run(build(), 'bench', 'nothing', status=2), 'an unknown row')
    require('1 to 1000000000' in run(build(), 'bench', '--count', '0', status=2), '--count 0')


def race_free():
    """The thread sanitizer looks on: a report makes the program's status 66."""
    program = [build(THREADS)]

    def refused():
        return 'unexpected memory mapping' in subprocess.run(
            [*program, 'help'], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout
    if refused():
        program = ['setarch', '-R', *program]   # a host that spreads addresses wider than the sanitizer expects
        if subprocess.run(['setarch', '-R', 'true'], check=False).returncode or refused():
            raise Skip('the thread sanitizer does not like how this host spreads addresses')
    for seed, profile in enumerate(PROFILES, 1):
        out = run(*program, 'run', '--threads', '--cpus', '4', '--ops', '1000', '--seed', str(seed),
                  '--profile', profile)
        require('sim: 1000 operations' in out, f'no operations were done: {out[-1000:]}')


TWO_CPUS = re.compile(r'([\d.]+) ns +([\d.]+) ns on each of 2 CPUs, ([\d.]+) times as many$', re.M)


def threads():
    """CPUs that are threads of the host."""
    run(build(), 'selftest', '--threads', '--cpus', '3')
    out = run(build(), 'kunit', '--threads', '--cpus', '4', 'maple*')
    require(re.search(r'# Totals: pass:\d+ fail:0', out), f'no unit test passed: {out[-500:]}')
    for seed, profile in enumerate(('mixed', 'fork', 'mmap', 'file', 'kernel'), 1):
        out = run(build(), 'run', '--threads', '--cpus', '4', '--ops', '4000', '--seed', str(seed),
                  '--profile', profile)
        require('sim: 4000 operations' in out, f'no operations were done: {out[-1000:]}')
    out = run(build(), 'bench', '--threads', '--cpus', '2', '--ms', '1', 'order')
    require(len(TWO_CPUS.findall(out)) == 2, f'not two rows of two CPUs: {out}')
    for command in 'scenario', 'replay':
        require('not with --threads' in run(build(), command, '--threads', status=2), f'{command} --threads')


def instructions():
    """They repeat, and there are more of them where there is more to do."""
    if not shutil.which('valgrind'):
        raise Skip('valgrind is not installed: scripts/setup bench')

    def once():
        result = subprocess.run([f'{SRCTREE}/tools/bench/sim_bench.py', build(), 'maple tree: find'], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        require(result.returncode == 0, result.stdout)
        return [float(n) for n in re.findall(r'ranges +[\d.]+ +([\d.]+)$', result.stdout, re.M)]
    small, middle, large = first = once()
    require(5 < small < middle < large, f'instructions of finding in ever larger trees: {first}')
    require(once() == first, 'the same operations took other instructions')


TESTS = [
    ('sim: unit tests on 1 CPU', lambda: suites(PLAIN, 1)),
    ('sim: unit tests on 4 CPUs', lambda: suites(PLAIN, 4)),
    ('sim: unit tests on 4 nodes', lambda: suites(PLAIN, 4, 4)),
    ('sim: machines of device trees', described_machine),
    ('sim: bad device trees', bad_device_trees),
    ('sim: same seed, same run', same_seed_same_run),
    ('sim: user mode', lambda: run(build(), 'selftest', '--cpus', '3')),
    ('sim: stale TLB entries are caught', stale_entries),
    ('sim: scenarios, all orders with one preemption', scenarios),
    ('sim: bad command lines', bad_command_lines),
    ('sim: regressions', regressions),
    ('sim: a million random operations', a_million_operations),
    ('sim: allocations that fail', failing_allocations),
    ('sim: a failure is saved, made short and replayed', planted_failure),
    ('sim: corrupt replay files', bad_replays),
    ('sim: benchmarks', benchmarks),
    ('sim: threads', threads),
]

# What make check does besides, in a build by clang.
SANITIZED_TESTS = [
    ('sim: unit tests with sanitizers', lambda: suites(FUZZER, 4)),
    ('sim: random operations with sanitizers', sanitized_operations),
]

# Only in make check-all.
SLOW_TESTS = [
    ("sim: unit tests with GCC's sanitizers", lambda: suites(SANITIZERS, 4)),
    ('sim: instructions of the benchmarks', instructions),
]


def slow_tests():
    """What only make check-all does."""
    import coverage     # which uses this module
    return SLOW_TESTS + coverage.TESTS


def quick_tests():
    """What make check does with the plain build: each run is the same as the last one."""
    import fuzz     # which uses this module
    return TESTS + fuzz.TESTS


def searches():
    """What takes long, and may find something new: in make ARCH=sim check and make check-all."""
    import fuzz
    return fuzz.SANITIZED_TESTS


# No two runs of it are alike: not where its outcome decides about somebody's change.
CHANCE = [('sim: threads are free of data races', race_free)]


def main():
    results, started = Results(), time.monotonic()

    words = [word for word in sys.argv[1:] if word != '--repeatable']

    def chosen(tests):
        return [row for row in tests if not words or any(word in row[0] for word in words)]
    quick, slow = chosen(quick_tests()), chosen(SANITIZED_TESTS + searches())
    chance = [] if '--repeatable' in sys.argv else chosen(CHANCE)
    results.run('sim: build', build)
    with built_behind([lambda: build(FUZZER)] * bool(slow) + [lambda: build(THREADS)] * bool(chance)):
        for name, function in quick:
            results.run(name, function)
    for name, function in slow + chance:
        results.run(name, function)
    print(f'took {time.monotonic() - started:.0f} s')
    return results.finish()


if __name__ == '__main__':
    import simtest  # the same as others import, so that nothing is built twice
    sys.exit(simtest.main())
