#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""checkstyle.py SRCTREE - what a machine can check of how the code reads.

SPDX line, a comment that opens each C file, line length, white space, no
conditional compilation inside functions, kernel-doc that names its function
and parameters.
"""
import os
import re
import sys

import sources

MAX_LINE = 120
ENDINGS = '.c', '.h', '.S', '.py', '.sh', '.mk', 'Makefile'
errors = []


def source_files(endings):
    """Those with one of the endings, and all Kconfig files."""
    return [f for f in sources.names('.') if f.endswith(endings) or 'Kconfig' in f]


def complain(name, line, what):
    errors.append(f'{name}:{line}: {what}')


def check_lines(name, lines):
    in_function = False
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            complain(name, number, 'white space at the end of the line')
        if len(line.expandtabs(8)) > MAX_LINE and '"' not in line:
            complain(name, number, f'longer than {MAX_LINE} columns')
        if not name.endswith('.c'):
            continue
        if line == '{':
            in_function = True
        elif line == '}':
            in_function = False
        elif in_function and re.match(r'#\s*if', line):
            complain(name, number, 'conditional compilation inside a function')


def check_kernel_doc(name, text):
    for match in re.finditer(r'/\*\*\n \* (\w+)\(\) - .*?\*/\n(.*?)[;{]', text, re.S):
        title, doc, declaration = match.group(1), match.group(0), match.group(2)
        number = text.count('\n', 0, match.start()) + 1
        if not re.search(rf'\b(sized_)?{title}\b', declaration):
            complain(name, number, f'kernel-doc of {title}() stands before something else')
            continue
        parameters = re.findall(r'(\w+)(?:\[\w*\])?\s*[,)]', declaration)
        for parameter in re.findall(r'^ \* @(\w+):', doc, re.M):
            if parameter not in parameters:
                complain(name, number, f'kernel-doc of {title}() describes @{parameter}, which it does not take')


def main():
    os.chdir(sys.argv[1])
    files = source_files(ENDINGS)
    for name in files:
        with open(name, encoding='utf-8') as f:
            text = f.read()
        lines = text.split('\n')
        if not any('SPDX-License-Identifier: GPL-2.0-only' in line for line in lines[:3]):
            complain(name, 1, 'no SPDX line')
        if name.endswith('.c') and '/*' not in '\n'.join(lines[1:4]):
            complain(name, 2, 'does not open with what it is')
        check_lines(name, lines)
        if name.endswith(('.c', '.h')):
            check_kernel_doc(name, text)
    for error in errors:
        print('checkstyle:', error, file=sys.stderr)
    if errors:
        sys.exit(f'checkstyle: {len(errors)} complaints')
    print(f'checkstyle: {len(files)} files')


if __name__ == '__main__':
    main()
