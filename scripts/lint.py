#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""lint.py SRCTREE COMMAND... - runs what can say something of how the code is written, and sums up.

COMMAND shows every C file that the configuration has to the compiler and to sparse. All tools run, whatever the
ones before them found. What they say comes first; then there is a line for each, with findings and seconds.
Exit status: 0 where there is nothing to say.
"""
import os
import re
import subprocess
import sys
import time

FINDING = re.compile(r'^(?:check\w+: )?[\w./+-]+:\d+:(?!.* note: )')


def run(command):
    """Runs one tool. Return: its exit status, how many findings it printed, and how long it took."""
    start = time.monotonic()
    found = 0
    # the make that started us may be one of several jobs: its descriptors are COMMAND's, too
    with subprocess.Popen(command, text=True, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT) as process:
        for line in process.stdout:
            found += bool(FINDING.search(line))
            print(line, end='', flush=True)
    return process.returncode, found, time.monotonic() - start


def main():
    source, command = sys.argv[1], sys.argv[2:]
    scripts = os.path.join(source, 'scripts')
    steps = [
        ('layers of mm/', [sys.executable, f'{scripts}/check_layers', f'{source}/mm/LAYERS', 'mm']),
        ('style', [sys.executable, f'{scripts}/checkstyle.py', source]),
        ('Kconfig', [sys.executable, f'{scripts}/checkkconfig.py', source]),
        ('documents', [sys.executable, f'{source}/tools/testing/doccheck.py']),
        ('compiler and sparse', command),
    ]
    rows = [(name, *run(step)) for name, step in steps]
    print()
    for name, status, found, seconds in rows:
        print(f'{name:<22}{(f"{found} findings" if found else "FAILED") if status else "clean":<14}{seconds:6.1f} s')
    return int(any(status for _, status, _, _ in rows))


if __name__ == '__main__':
    sys.exit(main())
