#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""checkkconfig.py SRCTREE - every symbol of the configuration is explained, real and used.

Reads all Kconfig files, whichever architecture they belong to.  Each symbol
has a help text; what the sources, Makefiles, fragments and Kconfig
expressions name is defined somewhere; what can be chosen is named somewhere.
"""
import os
import re
import sys

from checkstyle import source_files

# Words that begin with CONFIG_ and are not symbols.
OTHERS = {'SHELL', 'X'}
EXPRESSION = re.compile(r'^\s+(?:depends on|select|imply|range|default|def_bool|def_tristate|visible if'
                        r'|bool|int|hex|string|tristate|prompt)\b(.*)')


class Symbol:
    """What the Kconfig files say of one symbol; it may have several entries."""

    def __init__(self, place):
        self.place = place
        self.help = ''
        self.prompt = False


def read_kconfig(name, symbols, named):
    """Adds the entries of one file to @symbols, what its expressions name to @named."""
    symbol, in_help, in_choice = None, False, False
    with open(name, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            entry = re.match(r'(?:menu)?config (\w+)', line)
            if entry:
                symbol, in_help = symbols.setdefault(entry.group(1), Symbol(f'{name}:{number}')), False
            elif re.match(r'\S', line):
                symbol, in_help = None, False
                in_choice = line.startswith('choice') or in_choice and not line.startswith('endchoice')
                expression = re.match(r'if (.*)', line)
                if expression:
                    named.update((s, f'{name}:{number}') for s in re.findall(r'\b[A-Z]\w+', expression.group(1)))
            elif re.match(r'\s+(---help---|help)$', line):
                in_help = True
            elif in_help:
                if symbol:
                    symbol.help += line.strip()
            else:
                if symbol and re.match(r'\s+(bool|tristate|int|hex|string|prompt)\s+"', line):
                    symbol.prompt = not in_choice   # one of a choice may be what is left
                expression = EXPRESSION.match(line)
                text = re.sub(r'"[^"]*"', '', expression.group(1)) if expression else ''
                named.update((s, f'{name}:{number}') for s in re.findall(r'\b[A-Z]\w+', text))


def names_in_sources(files):
    """{symbol: first place} for each CONFIG_ word of the files."""
    named = {}
    for name in files:
        with open(name, encoding='utf-8') as f:
            for number, line in enumerate(f, 1):
                for word in re.findall(r'(?<![A-Za-z0-9_])CONFIG_(\w*[A-Za-z0-9])\b', line):
                    named.setdefault(word, f'{name}:{number}')
    return named


def main():
    os.chdir(sys.argv[1])
    files = source_files(('.c', '.h', '.S', '.mk', '.include', '.build', '.config', 'defconfig', 'Makefile'))
    kconfigs = [f for f in source_files(('Kconfig',)) if os.path.basename(f).startswith('Kconfig')]
    symbols, in_kconfig = {}, {}
    for name in kconfigs:
        read_kconfig(name, symbols, in_kconfig)
    named = names_in_sources(f for f in files if not f.startswith(('tools/', 'Documentation/')))
    errors = [f'{s.place}: {name} has no help text' for name, s in symbols.items() if not s.help]
    errors += [f'{place}: no Kconfig file defines {name}' for name, place in {**in_kconfig, **named}.items()
               if name not in symbols and name not in OTHERS]
    errors += [f'{s.place}: nothing asks for {name}' for name, s in symbols.items()
               if s.prompt and name not in named and name not in in_kconfig]
    for error in sorted(errors):
        print('checkkconfig:', error, file=sys.stderr)
    if errors:
        sys.exit(1)
    print(f'checkkconfig: {len(symbols)} symbols, each explained and used')


if __name__ == '__main__':
    main()
