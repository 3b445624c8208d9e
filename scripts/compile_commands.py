#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""compile_commands.py SRCTREE OBJTREE - the compilation database for clangd and its like.

Read from the .cmd files that a build leaves beside each object.
"""
import json
import os
import re
import sys

srctree, objtree = map(os.path.abspath, sys.argv[1:3])
entries = []
for folder, _, names in os.walk(objtree):
    for name in names:
        if not (name.startswith('.') and name.endswith('.o.cmd')):
            continue
        with open(os.path.join(folder, name), encoding='utf-8') as f:
            match = re.match(r'savedcmd_\S+ := (.*? (\S+\.c))$', f.readline().rstrip())
        if match:
            command = re.sub(r'^.*?;\s*', '', match.group(1)).replace('\\#', '#')
            entries.append({'directory': objtree, 'command': command,
                            'file': os.path.join(objtree, match.group(2))})
json.dump(sorted(entries, key=lambda e: e['file']), sys.stdout, indent=1)
