# SPDX-License-Identifier: GPL-2.0-only
"""A build does what is needed and nothing else.

Works on a few objects in a copy of the sources, so that what the tests change
(sources, flags, configuration) costs the caller's trees nothing.
"""
import os
import re
import subprocess
import sys
import tempfile
import time

from harness import Skip, require

SRCTREE = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), '../..'))
sys.path.insert(0, f'{SRCTREE}/scripts')
import sources  # noqa: E402

OBJECTS = ('lib/ctype.o', 'lib/math.o', 'mm/page_poison.o')
CALLERS_VARIABLES = ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'sub_make_done', 'abs_srctree', 'abs_objtree',
                     'srctree', 'objtree', 'VPATH', 'KCONFIG_CONFIG', 'Q', 'quiet')


def copy_sources(where):
    """A source tree in @where/src without anything built, but for what is there already; returns its name."""
    sources.copy(SRCTREE, f'{where}/src')
    return f'{where}/src'


def make(tree, *goals, source, ok=True, timeout=120, environment=None):
    """Runs make of the sources @source for the object tree @tree; returns what it printed."""
    env = {k: v for k, v in os.environ.items() if k not in CALLERS_VARIABLES}
    env.update(environment or {})
    where = [] if os.path.realpath(tree) == os.path.realpath(source) else [f'O={tree}']
    result = subprocess.run(['make', '-C', source, *where, *goals], env=env, text=True, timeout=timeout,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    require(not ok or result.returncode == 0, f'make {" ".join(goals)} failed\n{result.stdout[-3000:]}')
    return result.stdout


def touch(path):
    """As an editor would, and after the objects that were just made."""
    time.sleep(0.05)
    os.utime(path)


def expect(what, got, wanted):
    require(got == set(wanted), f'{what}: compiled {sorted(got)}, not {sorted(wanted)}')


def set_config(tree, symbol, on):
    path = os.path.join(tree, '.config')
    with open(path, encoding='utf-8') as f:
        text = f.read()
    line = f'CONFIG_{symbol}=y' if on else f'# CONFIG_{symbol} is not set'
    text, count = re.subn(rf'^(# CONFIG_{symbol} is not set|CONFIG_{symbol}=y)$', line, text, flags=re.M)
    require(count == 1, f'.config does not mention {symbol} once')
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def rebuilds():
    with tempfile.TemporaryDirectory(prefix='samara-build-') as where:
        source, tree = copy_sources(where), f'{where}/objects'

        def compiled():
            out = make(tree, *OBJECTS, source=source)
            return set(re.findall(r'^  CC +(\S+\.o)$', out, re.M)) & set(OBJECTS)

        make(tree, 'defconfig', source=source)
        expect('the first time', compiled(), OBJECTS)
        expect('nothing changed', compiled(), ())
        touch(f'{source}/lib/math.c')
        expect('a source file', compiled(), ['lib/math.o'])
        touch(f'{source}/include/linux/ctype.h')
        users = {o for o in OBJECTS if 'include/linux/ctype.h' in open(
            f'{tree}/{os.path.dirname(o)}/.{os.path.basename(o)}.cmd', encoding='utf-8').read()}
        require(users and users != set(OBJECTS), f'ctype.h is used by {users}: choose another header')
        expect('a header', compiled(), users)
        with open(f'{source}/lib/Kconfig', 'a', encoding='utf-8') as f:
            f.write('\nconfig NEW_SYMBOL\n\tdef_bool y\n')
        expect('a symbol nobody looks at', compiled(), ())
        with open(f'{tree}/.config', encoding='utf-8') as f:
            require('CONFIG_NEW_SYMBOL=y\n' in f.read(), 'a changed Kconfig file is not seen')
        set_config(tree, 'INIT_ON_ALLOC_DEFAULT_ON', True)
        expect('one symbol', compiled(), ['mm/page_poison.o'])
        set_config(tree, 'CC_OPTIMIZE_FOR_SIZE', True)
        expect('a flag', compiled(), OBJECTS)
        expect('nothing changed in the end', compiled(), ())
        os.remove(f'{tree}/lib/.math.o.cmd')
        expect('a lost command line', compiled(), ['lib/math.o'])


def configurations():
    with tempfile.TemporaryDirectory(prefix='samara-config-') as where:
        source, tree = copy_sources(where), f'{where}/objects'

        def config():
            with open(os.path.join(tree, '.config'), encoding='utf-8') as f:
                return [line for line in f if 'CONFIG_' in line]

        for goal in ('allnoconfig', 'tinyconfig', 'allyesconfig', 'defconfig'):
            text = make(tree, goal, source=source)
            require('warning' not in text, f'make {goal}: {text}')
        text = make(tree, 'defconfig', 'debug.config', source=source)
        require('warning' not in text and 'CONFIG_KASAN=y\n' in config(), f'make defconfig debug.config: {text}')
        make(tree, 'defconfig', source=source)
        set_config(tree, 'DEBUG_LIST', True)
        make(tree, 'olddefconfig', source=source)
        before = config()
        require('CONFIG_DEBUG_LIST=y\n' in before, 'olddefconfig drops a symbol')
        make(tree, 'savedefconfig', source=source)
        with open(os.path.join(tree, 'defconfig'), encoding='utf-8') as f:
            saved = f.read()
        require('CONFIG_DEBUG_LIST=y\n' in saved, f'savedefconfig wrote\n{saved}')
        os.replace(os.path.join(tree, 'defconfig'), os.path.join(tree, '.config'))
        make(tree, 'olddefconfig', source=source)
        require(config() == before, 'savedefconfig does not lead back to the same configuration')
        make(tree, 'mrproper', source=source)
        left = [name for name in os.listdir(tree) if name == '.config']
        require(not left, f'mrproper leaves {left}')
        text = make(tree, 'lib/math.o', ok=False, source=source)
        require('No configuration here' in text, f'without a configuration make says\n{text}')


def second_make():
    """In the caller's tree, which is built: a further make compiles and links nothing."""
    text = make(os.getcwd(), 'all', source=SRCTREE)
    lines = [line for line in text.splitlines() if re.match(r'  [A-Z]+ ', line)]
    require(not lines, 'make does again what was done\n' + '\n'.join(lines[:20]))


def lint():
    env = {k: v for k, v in os.environ.items() if k not in CALLERS_VARIABLES}
    for command in (['scripts/check_layers', f'{SRCTREE}/mm/LAYERS', 'mm'], ['scripts/checkstyle.py', SRCTREE],
                    ['scripts/checkkconfig.py', SRCTREE]):
        result = subprocess.run(['python3', f'{SRCTREE}/{command[0]}', *command[1:]], env=env, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        require(result.returncode == 0, result.stdout[-3000:])


def names_without_git():
    """A tree that an archive was unpacked to has the same sources as a repository, whatever was built in it."""
    known = sources.known_to_git(SRCTREE)
    if not known:
        raise Skip('no repository is here')
    differ = set(sources.names(SRCTREE)) ^ set(sources.found(SRCTREE))
    require(not differ, f'with and without git differ in {sorted(differ)[:20]}')


def analysis():
    """In the caller's tree, whose stamps spare what has not changed."""
    make(os.getcwd(), f'-j{os.cpu_count()}', 'lint', source=SRCTREE, timeout=900)


TESTS = [
    ('lint: layers and style', lint),
    ('lint: sources without git', names_without_git),
    ('build: make again', second_make),
    ('build: rebuilds', rebuilds),
    ('build: configurations', configurations),
]

SLOW_TESTS = [
    ('analysis: W=1 and sparse', analysis),
]
