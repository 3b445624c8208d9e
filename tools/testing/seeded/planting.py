# SPDX-License-Identifier: GPL-2.0-only
"""One mistake at a time in a copy of the tree, and a document of what noticed which."""
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = os.path.dirname(HERE), os.path.join(HERE, '../../../scripts')
import sources  # noqa: E402
from buildtest import CALLERS_VARIABLES, SRCTREE  # noqa: E402


def make(tree, *goals):
    env = {k: v for k, v in os.environ.items() if k not in CALLERS_VARIABLES}
    return subprocess.run(['make', '-s', f'-j{os.cpu_count()}', *goals], cwd=tree, env=env, text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def refresh(tree):
    """The copy is as this tree is; what an earlier run has built there stays."""
    sources.copy(SRCTREE, tree)


@contextlib.contextmanager
def edited(tree, bug):
    """With the mistake in its file; afterwards it is sound again."""
    path = os.path.join(tree, bug.file)
    with open(path, encoding='utf-8') as file:
        sound = file.read()
    if sound.count(bug.old) != 1:
        sys.exit(f'{bug.name}: the text to replace stands {sound.count(bug.old)} times in {bug.file}')
    try:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(sound.replace(bug.old, bug.new))
        yield
    finally:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(sound)


def shorten(words):
    """A report without the numbers that differ from run to run."""
    words = re.sub(r'\b[0-9a-f]{16}\b|(?<=frame )[0-9a-f]+\b', 'N', words)
    return re.sub(r'(: recorded | \(\d+ differ).*', '', words)


def chosen(bugs, names):
    unknown = set(names) - {bug.name for bug in bugs}
    if unknown:
        sys.exit('no such bug: ' + ' '.join(sorted(unknown)))
    return [bug for bug in bugs if not names or bug.name in names]


def plant_all(bugs, names, store, judge):
    """Makes each mistake of those @names (all, if there are none) and calls @judge on it, which returns what
    the document says of it, first of all who noticed.  What was found earlier of the others is kept in the
    file @store.  Returns both."""
    # so that the file that is wrong just then is put right
    signal.signal(signal.SIGTERM, lambda *_: sys.exit('terminated'))
    results = {}
    if names and os.path.exists(store):
        with open(store, encoding='utf-8') as file:
            results = json.load(file)
    for bug in chosen(bugs, names):
        results[bug.name] = judge(bug)
        print(f'{bug.name}: {" | ".join(results[bug.name])}', flush=True)
        with open(store, 'w', encoding='utf-8') as file:
            json.dump(results, file)
    return results


def seconds_since(start):
    return f'{time.monotonic() - start:.0f}'


def write_table(path, intro, header, rows):
    """The document: a table whose columns are as wide as what is in them."""
    rows = [header] + rows
    widths = [max(len(row[i]) for row in rows) for i in range(len(header))]
    bar = '  '.join('=' * width for width in widths)
    lines = ['  '.join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    with open(path, 'w', encoding='utf-8') as file:
        file.write(intro + '\n'.join([bar, lines[0], bar, *lines[1:], bar]) + '\n')


def conclude(bugs, results, table, intro, header, enough):
    """Writes the document if every bug was tried. Returns the exit status: were @enough of them noticed?"""
    rows = [(f'``{bug.file}``', bug.what, *results[bug.name]) for bug in bugs if bug.name in results]
    found = sum(row[2] != 'nothing' for row in rows)
    print(f'{found} of {len(rows)} found')
    if table and len(rows) == len(bugs):
        write_table(table, intro.format(total=len(rows), found=found), header, rows)
    return 0 if found >= enough * len(rows) else 1
