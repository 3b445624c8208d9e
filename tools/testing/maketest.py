# SPDX-License-Identifier: GPL-2.0-only
"""What make offers beside building: its variables, helpers for editors, tidying up, help.

Works on one or two objects in a copy of the sources, as buildtest.py does.
"""
import json
import os
import re
import shutil
import subprocess
import tempfile

from harness import Skip, require
from buildtest import SRCTREE, copy_sources, make

INTERNAL = {'FORCE', 'syncconfig', 'format-setup', 'help'}


def with_sources(function):
    """A test that gets a copy of the sources, and a name for an object tree."""
    def test():
        with tempfile.TemporaryDirectory(prefix='samara-make-') as where:
            function(copy_sources(where), f'{where}/objects')
    return test


def need(program, package):
    if not shutil.which(program):
        raise Skip(f'{program} is not here (package {package})')


@with_sources
def variables(source, tree):
    make(tree, 'defconfig', source=source)
    text = make(tree, 'lib/math.o', source=source)
    require(re.search(r'^  CC +lib/math\.o$', text, re.M), f'make says\n{text}')
    os.remove(f'{tree}/lib/math.o')
    text = make(tree, '-s', 'lib/math.o', source=source)
    require(not text.strip(), f'make -s says\n{text}')
    os.remove(f'{tree}/lib/math.o')
    text = make(tree, 'V=1', 'CROSS_COMPILE=x86_64-linux-gnu-', 'lib/math.o', source=source)
    require(re.search(r'^ *x86_64-linux-gnu-gcc .* -c -o lib/math\.o ', text, re.M) and '-Wextra' not in text,
            f'make V=1 CROSS_COMPILE= says\n{text}')
    text = make(tree, 'V=1', 'W=1', 'lib/math.o', source=source)
    require('-Wextra' in text, f'make W=1 says\n{text}')
    text = make(tree, 'ARCH=vax', 'lib/math.o', source=source, ok=False)
    require('ARCH=vax is not known' in text and 'x86' in text, f'make ARCH=vax says\n{text}')
    text = make(tree, 'KCONFIG_CONFIG=other', 'defconfig', source=source)
    require(os.path.exists(f'{tree}/other'), f'KCONFIG_CONFIG= makes no other file\n{text}')


@with_sources
def clang(source, tree):
    need('clang', 'clang')
    need('ld.lld', 'lld')
    make(tree, 'LLVM=1', 'defconfig', source=source)
    text = make(tree, 'LLVM=1', 'V=1', 'lib/math.o', source=source)
    require(re.search(r'^ *clang .* -c -o lib/math\.o ', text, re.M), f'make LLVM=1 says\n{text}')


@with_sources
def sparse(source, tree):
    """C=1 checks what is compiled, C=2 the rest as well; neither makes the next make compile."""
    need('sparse', 'sparse')
    make(tree, 'defconfig', source=source)

    def steps(*arguments):
        text = make(tree, *arguments, 'lib/math.o', source=source)
        return re.findall(r'^  (CC|CHECK) .*math', text, re.M)
    for arguments, wanted in ((['C=1'], ['CHECK', 'CC']), (['C=1'], []), (['C=2'], ['CHECK']), ([], [])):
        got = steps(*arguments)
        require(got == wanted, f'make {" ".join(arguments)}: {got}, not {wanted}')


@with_sources
def complaints(source, tree):
    """A warning of W=1, one of sparse, a symbol without help: each fails, and names the place."""
    need('sparse', 'sparse')
    make(tree, 'defconfig', source=source)
    name = f'{source}/lib/math.c'
    with open(name, encoding='utf-8') as f:
        sound = f.read()

    def syntax(extra, *arguments):
        with open(name, 'w', encoding='utf-8') as f:
            f.write(sound + extra)
        return make(tree, *arguments, 'lib/math.syntax', source=source, ok=not extra)
    unused = 'int x(int y);\nint x(int y) { if (y) ; return 1; }\n'
    user = 'int x(int __user *p);\nint x(int __user *p) { return *p; }\n'
    syntax('', 'W=1', 'C=1')
    require('empty-body' in syntax(unused, 'W=1', 'C=1'), 'W=1 misses an empty body')
    require('noderef' in syntax(user, 'W=1', 'C=1'), 'sparse misses a user pointer that is followed')
    syntax('', 'W=1', 'C=1')
    for text, complaint in (('config MUTE\n\tbool "Mute"\n', 'MUTE has no help text'),
                            ('config IDLE\n\tbool "Idle"\n\thelp\n\t  Idle.\n', 'nothing asks for IDLE'),
                            ('config LOST\n\tbool\n\tdepends on NOWHERE\n\thelp\n\t  Lost.\n',
                             'no Kconfig file defines NOWHERE')):
        with open(f'{source}/lib/Kconfig', 'w', encoding='utf-8') as f:
            f.write(text)
        result = subprocess.run(['python3', f'{SRCTREE}/scripts/checkkconfig.py', source], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        require(result.returncode and complaint in result.stdout, f'no "{complaint}" but\n{result.stdout}')


def files_of(tree):
    return {os.path.relpath(os.path.join(folder, name), tree)
            for folder, _, names in os.walk(tree) for name in names}


@with_sources
def tidying(source, _):
    """A build inside the source tree: clean leaves the configuration, mrproper the sources alone."""
    before = files_of(source)
    make(source, 'defconfig', source=source)
    make(source, 'lib/math.o', 'lib/math.i', 'lib/math.s', 'lib/math.lst', 'lib/math.syntax', source=source)
    make(source, 'compile_commands.json', source=source)
    make(source, 'savedefconfig', source=source)
    if shutil.which('ctags'):
        make(source, 'tags', source=source)
    text = make(f'{source}.objects', 'defconfig', source=source, ok=False)
    require('mrproper' in text, f'O= of a tree that was built in says\n{text}')
    make(source, 'clean', source=source)
    left = files_of(source) - before
    require('.config' in left and not [f for f in left if f.endswith(('.o', '.i', '.lst', '.syntax', '.json'))],
            f'clean leaves {sorted(left)}')
    make(source, 'mrproper', source=source)
    after = files_of(source)
    gone = [f for f in before - after if f.endswith(('.c', '.h', '.py', '.rst', 'Makefile', 'Kconfig', 'defconfig'))]
    require(not after - before and not gone, f'mrproper leaves {sorted(after - before)} and takes {gone}')


@with_sources
def for_editors(source, tree):
    make(tree, 'defconfig', source=source)
    make(tree, 'lib/math.o', 'mm/page_poison.o', source=source)
    make(tree, 'compile_commands.json', source=source)
    with open(f'{tree}/compile_commands.json', encoding='utf-8') as f:
        entries = {os.path.relpath(e['file'], source): e for e in json.load(f)}
    require({'lib/math.c', 'mm/page_poison.c'} <= set(entries), f'compile_commands.json has {sorted(entries)}')
    entry = entries['mm/page_poison.c']
    subprocess.run(f'{entry["command"]} -fsyntax-only', shell=True, check=True, cwd=entry['directory'])
    need('ctags', 'universal-ctags')
    make(tree, 'tags', source=source)
    with open(f'{tree}/tags', encoding='utf-8', errors='replace') as f:
        tags = f.read()
    for name in ('handle_mm_fault', 'sys_mmap', 'vm_area_struct'):
        require(re.search(rf'^{name}\t', tags, re.M), f'tags does not know {name}')


@with_sources
def formatting(source, tree):
    need('clang-format-diff', 'clang-format')
    need('git', 'git')
    git = ['git', '-C', source, '-c', 'user.name=x', '-c', 'user.email=x']
    for arguments in (['init', '-q'], ['add', 'lib/math.c', '.clang-format'], ['commit', '-qm', 'x']):
        subprocess.run(git + arguments, check=True)
    with open(f'{source}/lib/math.c', 'a', encoding='utf-8') as f:
        f.write('int   badly( int x ){return x ;}\n')
    text = make(tree, 'format-check', source=source)
    require('+int badly(int x)' in text, f'format-check says\n{text}')
    make(tree, 'format', source=source)
    with open(f'{source}/lib/math.c', encoding='utf-8') as f:
        require(f.read().endswith('int badly(int x)\n{\n\treturn x;\n}\n'), 'format changes nothing')


@with_sources
def help_text(source, tree):
    """Each target that a person may call stands in make help."""
    text = make(tree, 'help', source=source)
    targets = set()
    for name in ('targets.mk', 'kconfig.mk'):
        with open(f'{source}/scripts/{name}', encoding='utf-8') as f:
            for line in re.findall(r'^\.PHONY: (.*)$', f.read().replace('\\\n', ' '), re.M):
                targets.update(line.split())
    for target in sorted(targets - INTERNAL):
        require(re.search(rf'(?<![\w-]){re.escape(target)}(?![\w-])', text), f'make help does not name {target}')
    require('x86' in text, 'make help names no architecture')


TESTS = [
    ('make: variables', variables),
    ('make: clang', clang),
    ('make: sparse', sparse),
    ('make: W=1, sparse and Kconfig complaints', complaints),
    ('make: clean and mrproper', tidying),
    ('make: compile_commands.json and tags', for_editors),
    ('make: format', formatting),
    ('make: help', help_text),
]
