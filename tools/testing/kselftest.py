#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""make kselftest: runs the test programs of TARGETS in a guest, and shows what they say.

Called by make in the object tree, after the build:  kselftest.py SMP MEM [TARGET...]
"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from harness import Failure  # noqa: E402
import programs  # noqa: E402


def known_targets():
    return sorted({name.split('/')[0] for name in programs.installed()})


def main():
    smp, mem, targets = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    unknown = set(targets) - set(known_targets())
    if unknown:
        sys.exit(f'kselftest: no target {" ".join(unknown)}; there are: {" ".join(known_targets())}')
    programs.build()
    words = ' '.join(f'-c {target}' for target in targets)
    try:
        with programs.Machine(smp, mem=mem, echo=sys.stdout) as machine:
            output = machine.boot().run(f'run_kselftest.sh {words}', 3600)
    except Failure as failure:
        sys.exit(f'kselftest: {failure}')
    summary = re.search(r'^# SUMMARY: PASS=\d+ SKIP=\d+ FAIL=(\d+)$', output, re.M)
    return 1 if not summary or int(summary.group(1)) else 0


if __name__ == '__main__':
    sys.exit(main())
