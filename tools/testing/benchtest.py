# SPDX-License-Identifier: GPL-2.0-only
"""make bench and make profile print what they promise."""
import os
import re
import subprocess

from harness import require

BENCH = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), '../bench'))


def output_of(program, *arguments, ok=True):
    result = subprocess.run(['python3', f'{BENCH}/{program}', *arguments], text=True, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900)
    require(ok == (result.returncode == 0), f'{program} {" ".join(arguments)}:\n{result.stdout[-3000:]}')
    return result.stdout


def figures():
    text = output_of('bench.py', 'null system')
    row = re.search(r'^null system call +(\d+)(?: +(\d+) +0\.\d\d)?$', text, re.M)
    require(row and 50 < int(row.group(1)) < 200, text)


def profile():
    """The functions' shares make up the figure, and their instructions the functions' shares."""
    text = output_of('profile.py', 'null system', '--top', '100', '--annotate', 'entry_SYSCALL_64')
    whole = int(re.search(r'^Samara: ([\d,]+)', text, re.M).group(1))
    rows = re.findall(r'^ +([\d.]+) +\(([\d.]+)\) (.+)$', text, re.M)
    require(abs(sum(float(count) for count, _, _ in rows) - whole) < 2, text)
    entry, = (float(count) for count, calls, name in rows if name == 'entry_SYSCALL_64' and 0.8 < float(calls) < 1.2)
    steps = re.findall(r'^ +(\d+\.\d\d)  \S', text[text.index('\nentry_SYSCALL_64:'):], re.M)
    require(steps and abs(sum(map(float, steps)) - entry) < 1, text)
    require('no row' in output_of('profile.py', 'no such operation', ok=False), 'an unknown row is not refused')
    require('16 MiB' in output_of('profile.py', 'fork', ok=False), 'the rows of one word are not named')


SLOW_TESTS = [
    ('bench: figures', figures),
    ('bench: profile', profile),
]
