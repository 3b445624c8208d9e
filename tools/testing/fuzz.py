#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The fuzzers of the simulated machine: make ARCH=sim fuzz [FUZZ="maple elf"] [SECONDS=60].

Each target begins with its corpus, arch/sim/fuzz/corpus/TARGET.txt: an input a line, written as in a bytes
literal of Python.  Four run at a time.  What one finds is left in sim/fuzz/TARGET/, with the command that
shows it again.

    fuzz.py --collect TARGET    what sim/fuzz/TARGET/found has, made small, becomes the corpus
"""
import argparse
import glob
import os
import re
import shlex
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [HERE]
import simtest  # noqa: E402
from harness import Failure, Results, require  # noqa: E402

CORPUS = f'{simtest.SRCTREE}/arch/sim/fuzz/corpus'
KEPT = 60           # inputs of a corpus, the smallest of those that reach all that is reached
LONGEST = 400       # bytes
TARGETS = sorted(name[:-4] for name in os.listdir(CORPUS))
FUZZED = [target for target in TARGETS if target != 'example']


def read_corpus(target):
    with open(f'{CORPUS}/{target}.txt', encoding='ascii') as file:
        lines = [line.rstrip('\n') for line in file]
    return [line.encode().decode('unicode_escape').encode('latin-1') for line in lines if not line.startswith('#')]


def as_line(data):
    """Text where it is text."""
    line = ''.join(chr(byte) if 32 <= byte < 127 and byte != 92 else f'\\x{byte:02x}' for byte in data)
    return re.sub(' $', r'\\x20', re.sub('^#', r'\\x23', line))


def expand(target, folder):
    """A file for each input; returns how many."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    inputs = read_corpus(target)
    for number, data in enumerate(inputs):
        with open(f'{folder}/{number:03d}', 'wb') as file:
            file.write(data)
    return len(inputs)


def replay(target):
    """The corpus in the plain program; returns how many inputs that were."""
    folder = f'{simtest.WORK}/corpus/{target}'
    count = expand(target, folder)
    out = simtest.run(simtest.build(), 'fuzz', target, folder)
    require(f'fuzz {target}: {count} inputs, and nothing is wrong' in out, out[-2000:])
    return count


def work_folder(target):
    """For a target's findings; what it found before stays."""
    folder = f'{simtest.WORK}/fuzz/{target}'
    os.makedirs(f'{folder}/found', exist_ok=True)
    expand(target, f'{folder}/corpus')
    return folder


def libfuzzer(target, folder, *options, timeout):
    command = [simtest.build(simtest.FUZZER), 'fuzz', target, *options]
    return command, subprocess.run(command, cwd=folder, text=True, errors='replace', timeout=timeout, check=False,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def fuzz(target, seconds, *options):
    """Lets libFuzzer look for a failure; returns what it says of its speed."""
    folder = work_folder(target)
    command, result = libfuzzer(target, folder, f'-max_total_time={seconds}', '-print_final_stats=1', '-timeout=60',
                                '-rss_limit_mb=4096', *options, 'found', 'corpus', timeout=seconds * 3 + 300)
    if result.returncode:
        saved = re.findall(r'Test unit written to (\S+)', result.stdout)
        raise Failure(simtest.failure(result, shlex.join(command[:3] + [f'{folder}/{name}' for name in saved])))
    executed = re.search(r'stat::number_of_executed_units:\s*(\d+)', result.stdout)
    require(executed and int(executed.group(1)) > 20, f'nothing was done:\n{result.stdout[-2000:]}')
    covered = re.findall(r'cov: (\d+) ft: \d+ corp: (\d+)', result.stdout)[-1]
    return (f'{int(executed.group(1))} inputs, {int(executed.group(1)) // seconds} a second, '
            f'{covered[0]} places, {covered[1]} inputs kept')


def finds_the_example():
    """libFuzzer finds what chance would not, and any build sees it again."""
    folder = work_folder('example')
    for old in glob.glob(f'{folder}/crash-*'):
        os.remove(old)
    _, result = libfuzzer('example', folder, '-max_total_time=120', 'found', timeout=400)
    require('not so: !samara' in result.stdout and 'to see it again' in result.stdout, result.stdout[-4000:])
    crashes = glob.glob(f'{folder}/crash-*')
    require(len(crashes) == 1, f'{crashes}\n{result.stdout[-3000:]}')
    out = simtest.run(simtest.build(), 'fuzz', 'example', crashes[0], status=3)
    require('not so: !samara' in out and f'this input fails: {crashes[0]}' in out, out)


def reports_failures():
    """Without libFuzzer: the file that fails is named, others are not."""
    folder = f'{simtest.WORK}/corpus/example'
    expand('example', folder)
    with open(f'{folder}/999', 'wb') as file:
        file.write(b'Samara')
    out = simtest.run(simtest.build(), 'fuzz', 'example', folder, status=3)
    require(f'this input fails: {folder}/999' in out, out)
    for args, words in ((['none'], "no target 'none'"), (['example', '/nowhere'], 'cannot read /nowhere'),
                        (['example', '-runs=1'], 'without libFuzzer'), (['example', '--log', 'x'], '--log x')):
        out = simtest.run(simtest.build(), 'fuzz', *args, status=2)
        require(words in out, f'{args}: {out}')


def collect(target):
    """The corpus anew: of what was found and what it was, inputs that together reach as much."""
    folder = work_folder(target)
    shutil.rmtree(f'{folder}/small', ignore_errors=True)
    os.makedirs(f'{folder}/small')
    _, result = libfuzzer(target, folder, '-merge=1', f'-max_len={LONGEST}', 'small', 'corpus', 'found', timeout=1800)
    require(result.returncode == 0, result.stdout[-3000:])
    inputs = []
    for name in os.listdir(f'{folder}/small'):
        with open(f'{folder}/small/{name}', 'rb') as file:
            inputs.append(file.read())
    inputs.sort(key=lambda data: (len(data), data))
    step = max(1, len(inputs) / KEPT)
    chosen = [inputs[int(i * step)] for i in range(min(KEPT, len(inputs)))]
    head = [line for line in open(f'{CORPUS}/{target}.txt', encoding='ascii') if line.startswith('#')]
    with open(f'{CORPUS}/{target}.txt', 'w', encoding='ascii') as file:
        file.writelines(head)
        file.writelines(as_line(data) + '\n' for data in chosen)
    print(f'{target}: {len(chosen)} of {len(inputs)} inputs')


def replay_all():
    simtest.build()
    for _, future in simtest.at_a_time(2, replay, TARGETS):
        future.result()


def fuzz_all(seconds, targets, results, *options):
    """A result for each target, with libFuzzer's figures."""
    simtest.build(simtest.FUZZER)
    for target, future in simtest.at_a_time(4, lambda target: fuzz(target, seconds, *options), targets):
        results.run(f'fuzz {target}', lambda future=future: print(f'        {future.result()}'))


def a_minute_of_each():
    """By the same seed each time, and from nothing but the corpus: a test repeats. make fuzz is for finding more."""
    for target in FUZZED:
        shutil.rmtree(f'{work_folder(target)}/found')
    results = Results()
    fuzz_all(60, FUZZED, results, '-seed=1')
    require(not results.failed, '\n'.join(f'{name}: {why}' for name, why in results.failures))


TESTS = [
    ('sim: fuzz: corpora', replay_all),
    ('sim: fuzz: failures are reported', reports_failures),
]

# In the build by clang.
SANITIZED_TESTS = [
    ('sim: fuzz: libFuzzer finds the example', finds_the_example),
    ('sim: fuzz: a minute of each target', a_minute_of_each),
]


def main():
    parser = argparse.ArgumentParser(prog='fuzz.py')
    parser.add_argument('--seconds', type=int, default=60, help='for each target (60)')
    parser.add_argument('--collect', action='store_true', help='the targets\' corpora anew, from what was found')
    parser.add_argument('target', nargs='*', help=f'of {", ".join(TARGETS)}')
    chosen = parser.parse_args()
    for target in chosen.target:
        if target not in TARGETS:
            parser.error(f'no target {target!r}; there are {", ".join(TARGETS)}')
    if chosen.collect:
        for target in chosen.target:
            collect(target)
        return 0
    results = Results()
    fuzz_all(chosen.seconds, chosen.target or FUZZED, results)
    return results.finish()


if __name__ == '__main__':
    sys.exit(main())
