#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The fuzzers' corpora, run in the plain build of the simulated machine.

Each target has its corpus in arch/sim/fuzz/corpus/TARGET.txt: an input a line, written as in a bytes
literal of Python.
"""
import concurrent.futures
import os
import shutil

import simtest
from harness import require

CORPUS = f'{simtest.SRCTREE}/arch/sim/fuzz/corpus'
TARGETS = sorted(name[:-4] for name in os.listdir(CORPUS))


def read_corpus(target):
    with open(f'{CORPUS}/{target}.txt', encoding='ascii') as file:
        lines = [line.rstrip('\n') for line in file]
    return [line.encode().decode('unicode_escape').encode('latin-1') for line in lines if not line.startswith('#')]


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


def two_at_a_time(function, targets):
    """@function of each target; a pair of the target and a future of what it returned."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [(target, pool.submit(function, target)) for target in targets]


def replay_all():
    simtest.build()
    for _, future in two_at_a_time(replay, TARGETS):
        future.result()


TESTS = [
    ('sim: fuzz: corpora', replay_all),
    ('sim: fuzz: failures are reported', reports_failures),
]
