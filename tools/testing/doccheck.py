#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Do the documents name only what exists?

Reads README.md, MAINTAINERS and all of Documentation/ and fails on

  file.c, dir/file.h, ...   no file of the tree has that path, or ends in it
  function()                nothing in the tree defines a function, macro, method
                            or system call of that name
  struct name               nothing defines it
  F: pattern (MAINTAINERS)  matches no file
  kunit:suite.case, selftest:program.case, check:name
                            there is no such test

and on a parameter of the command line that kernel-parameters.rst leaves out or makes up, a source directory
that MAINTAINERS leaves out, and a document that no toctree leads to.
"""
import fnmatch
import glob
import os
import re
import sys

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), '../..'))
sys.path.insert(0, f'{ROOT}/scripts')
import sources  # noqa: E402

SOURCE = re.compile(r'\.[chS]$')

FILE = re.compile(r'(?<![\w/.*-])((?:[\w+.-]+/)*[\w+-]+\.(?:[chS]|py|sh|rst|md|mk|tbl))(?![\w/*-])')
FUNCTION = re.compile(r'(?<!\w)(\w+)\(\)(?! *\{)')
STRUCT = re.compile(r'\bstruct (\w+)')


def read(path):
    with open(os.path.join(ROOT, path), encoding='utf-8', errors='replace') as file:
        return file.read()


# What defines a name; the first group is the name.
DEFINITIONS = [re.compile(pattern, re.M) for pattern in (
    # at the start of a line a type, then name(...), and then no semicolon but a body
    r'^(?!return\b|else\b|typedef\b)[A-Za-z_](?:[\w \t*]|\b__\w+\(\d+\))*?[ \t*](?!__\w+\(\d+\))(\w+)'
    r'\([^;{}]*\)\s*(?:__\w+(?:\([^)]*\))?\s*)*\{',
    r'^[ \t]*#[ \t]*define[ \t]+(\w+)',
    r'\(\*(?:const )?(\w+)\)\(',                                    # a method
    r'^SYM_(?:CODE|FUNC)_START\w*\((\w+)\)',
    r'^(?:SYSCALL_DEFINE\d|COMPAT_SYSCALL_DEFINE\d)\((\w+)',
)]


def known_names(files):
    functions, structs = set(), set()
    for path in files:
        if not SOURCE.search(path) or path.startswith('tools/'):
            continue
        text = read(path)
        for pattern in DEFINITIONS:
            functions.update(pattern.findall(text))
        structs.update(re.findall(r'\bstruct (\w+)\s*(?:__\w+\s*)*\{', text))
    return functions, structs


def documents(files):
    return sorted(p for p in files
                  if p in ('README.md', 'MAINTAINERS') or p.startswith('Documentation/') and p.endswith('.rst'))


def check_names(path, suffixes, functions, structs):
    for number, line in enumerate(read(path).splitlines(), 1):
        for name in FILE.findall(line):
            if name not in suffixes:
                yield f'{path}:{number}: no file {name}'
        for name in FUNCTION.findall(line):
            if name not in functions:
                yield f'{path}:{number}: no function {name}()'
        for name in STRUCT.findall(line):
            if name not in structs:
                yield f'{path}:{number}: no struct {name}'


def check_maintainers(files):
    """Each pattern has a file, and each directory of sources a pattern."""
    patterns = re.findall(r'^F:\s*(\S+)', read('MAINTAINERS'), re.M)
    for pattern in patterns:
        if not glob.glob(os.path.join(ROOT, pattern)):
            yield f'MAINTAINERS: nothing is {pattern}'
    for top in sorted({p.split('/')[0] for p in files if SOURCE.search(p) and '/' in p}):
        if not any(pattern.startswith(top + '/') for pattern in patterns):
            yield f'MAINTAINERS: {top}/ is in no area'


def check_toctrees(docs):
    linked = {'Documentation/index.rst'}
    for path in docs:
        here = os.path.dirname(path)
        for entry in re.findall(r'^   ([\w/*-]+)$', read(path), re.M) if path.endswith('index.rst') else ():
            entry = os.path.normpath(os.path.join(here, entry + '.rst'))
            linked.update(fnmatch.filter(docs, entry) if '*' in entry else [entry])
    for path in docs:
        if path.startswith('Documentation/') and path not in linked:
            yield f'{path}: no index.rst leads here'
    for path in sorted(linked - set(docs)):
        yield f'Documentation: a toctree names {path}, which is not there'


TEST = re.compile(r'``(kunit|selftest|check):([^`]+)``')


def known_tests(files):
    """All tests, as documents name them."""
    tests = set()
    for path in files:
        if path.endswith('_kunit.c'):
            text = read(path)
            suites = re.findall(r'\.name = "([\w-]+)",\n(?:\t\.\w+ = [^\n]*\n)*?\t\.test_cases', text)
            cases = re.findall(r'\bKUNIT_CASE\w*\((\w+)', text)
            tests.update(f'kunit:{suite}.{case}' for suite in suites for case in cases)
        elif path.startswith('tools/testing/selftests/') and path.endswith('.c'):
            program = os.path.basename(path)[:-2]
            tests.update(f'selftest:{program}.{case}' for case in re.findall(r'\b(?:CASE|TEST)\((\w+)\)', read(path)))
        elif path.startswith('tools/testing/') and path.endswith('.py'):
            tests.update(f'check:{name}' for name in re.findall(r"^ +\('([^']+)', \w", read(path), re.M))
    return tests


def check_tests(path, tests):
    for number, line in enumerate(read(path).splitlines(), 1):
        for kind, name in TEST.findall(line):
            if f'{kind}:{name}' not in tests and name != 'suite.case' and name not in ('program.case', 'name'):
                yield f'{path}:{number}: no test {kind}:{name}'


def check_requirements(path):
    """Each row of its tables has a test, or says that it has none yet."""
    for number, line in enumerate(read(path).splitlines(), 1):
        if line.count('|') < 2:
            continue
        if not TEST.search(line) and '*Not yet*' not in line:
            yield f'{path}:{number}: neither a test nor *Not yet*'


PARAMETERS = 'Documentation/admin-guide/kernel-parameters.rst'

# What gives a parameter its name; the first group is the name.
PARAMETER = re.compile(r'^(?:early_param|__setup|__setup_param|__kernel_param)\("([\w.-]+)=?",|'
                       r'^core_param\((\w+),', re.M)
MODULE_PARAMETER = re.compile(r'^module_param(?:_named)?\((\w+),', re.M)


def parameters(files):
    """What the command line can have: the kernel's, and what the program /init of the initramfs looks for."""
    names = set(re.findall(r'\$\{?(\w+)', read('usr/root/init')))
    required = set()
    for path in files:
        if path.endswith('.c') and not path.startswith(('tools/', 'arch/sim/')):
            text = read(path)
            required.update(first or second for first, second in PARAMETER.findall(text))
            module = os.path.basename(path)[:-2]
            required.update(f'{module}.{name}' for name in MODULE_PARAMETER.findall(text))
    return required, required | names


def check_parameters(files):
    """The terms at the start of a line are the parameters: ``name``, ``name=VALUE`` or ``name[=VALUE]``."""
    required, known = parameters(files)
    terms = ' '.join(line for line in read(PARAMETERS).splitlines() if line.startswith('``'))
    documented = set(re.findall(r'``([a-z_][\w.-]*)(?=[=\[`])', terms))
    for name in sorted(required - documented):
        yield f'{PARAMETERS}: {name} is missing'
    for name in sorted(documented - known):
        yield f'{PARAMETERS}: nothing reads {name}'


def wrong_names():
    """What the documents say that is not so: a list of lines."""
    files = sources.names(ROOT)
    docs = documents(files)
    suffixes = set()
    for path in files:
        parts = path.split('/')
        suffixes.update('/'.join(parts[i:]) for i in range(len(parts)))
    functions, structs = known_names(files)
    wrong = [f'{p} is missing' for p in ('README.md', 'MAINTAINERS', 'Documentation/index.rst') if p not in docs]
    if wrong:
        return wrong
    for path in docs:
        wrong.extend(check_names(path, suffixes, functions, structs))
    tests = known_tests(files)
    for path in docs:
        wrong.extend(check_tests(path, tests))
    wrong.extend(check_requirements('Documentation/requirements.rst'))
    wrong.extend(check_parameters(files))
    wrong.extend(check_maintainers(files))
    wrong.extend(check_toctrees(docs))
    return wrong


if __name__ == '__main__':
    problems = wrong_names()
    for problem in problems:
        print(problem)
    sys.exit(bool(problems))
