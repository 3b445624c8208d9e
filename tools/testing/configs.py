# SPDX-License-Identifier: GPL-2.0-only
"""Kernels of other configurations: each must build without a warning, boot, pass KUnit, reach a shell.

A Variant is a configuration: the targets of make that lead to it, and what
make gets besides.  Its objects stay in usr/configs/ of the object tree, so that
the next run compiles only what has changed; there a failure can be looked into.
"""
import os
import random
import re
import shutil

from harness import Failure, Guest, kernel_config, require
import buildtest
import footprint
import kunit

RANDOM_CONFIGS = 20
HERE = 'usr/configs'


class Variant:
    """One configuration. @boots: it has a console and an initramfs, and KUnit runs."""

    def __init__(self, name, *goals, boots=True, environment=None, variables=()):
        self.name, self.goals, self.boots = name, goals, boots
        self.environment, self.variables = environment or {}, variables
        self.tree = f'{HERE}/{name.split()[0]}'     # random ones share a tree
        self.command = ' '.join([*(f'{k}={v}' for k, v in self.environment.items()), 'make',
                                 *self.variables, *goals])

    def build(self, *what):
        """Configures and compiles."""
        source = current_sources()
        os.makedirs(self.tree, exist_ok=True)
        tree = os.path.realpath(self.tree)
        environment = {k: v.replace('$SRC', source) for k, v in self.environment.items()}
        buildtest.make(tree, *self.variables, *self.goals, source=source, environment=environment)
        text = buildtest.make(tree, f'-j{os.cpu_count()}', '-s', *self.variables, *(what or ['all']), source=source,
                              timeout=3600)
        complaints = re.findall(r'.*\bwarning: .*', text)
        require(not complaints, 'the build warns\n' + '\n'.join(complaints[:20]))

    def boot(self):
        """KUnit, then a shell, in one boot."""
        with Guest('kunit.enable=1 panic=-1', kernel=f'{self.tree}/arch/x86/boot/bzImage', mem='1G') as guest:
            kunit.require_pass(guest, 600)
            guest.expect(r'^~ # $', 60)
            require(guest.run('echo $((6 * 7))').strip() == '42', 'the shell does not calculate')
            if 'ACPI' in kernel_config(self.tree):
                guest.send('poweroff -f\n')
                guest.wait_exit()

    def test(self):
        try:
            self.build()
            if self.boots:
                self.boot()
        except Failure as failure:
            raise Failure(f'{failure}\n    made by: {self.command}\n    objects: {self.tree}') from None


def current_sources():
    """A copy of the sources, since a tree that holds a build of its own cannot serve another."""
    where = os.path.realpath(HERE)
    os.makedirs(where, exist_ok=True)
    if not hasattr(current_sources, 'made'):
        shutil.rmtree(f'{where}/src', ignore_errors=True)
        current_sources.made = buildtest.copy_sources(where)
    return current_sources.made


def random_variant(seed):
    """All symbols by lot, but for those that a test boot needs."""
    return Variant(f'random SEED={seed}', 'randconfig', environment={
        'KCONFIG_SEED': str(seed), 'KCONFIG_ALLCONFIG': '$SRC/kernel/configs/kunit.config'})


def random_variants(count):
    """The seed of the first is printed with its name; SEED= in the environment gives another."""
    seed = int(os.environ.get('SEED', '0'), 0) or random.randrange(1, 1 << 31)
    return [random_variant(seed + i) for i in range(count)]


def tiny():
    """With the suites first; what it takes is measured without them."""
    TINY_KUNIT.test()
    TINY.build()
    print('        ' + '\n        '.join(footprint.report(TINY.tree)))


TINY_KUNIT = Variant('tiny', 'tinyconfig', 'kunit.config')
TINY = Variant('tiny', 'tinyconfig')
ALLNO = Variant('allno', 'allnoconfig', boots=False)
CLANG = Variant('clang', 'defconfig', 'kunit.config', variables=('LLVM=1',))
DEBUG = Variant('debug', 'defconfig', 'debug.config', 'kunit.config')
ALLYES = Variant('allyes', 'allyesconfig')

# Kernels on which all guest tests run again, not only KUnit.
WHOLE_SET = [DEBUG]


def named(variants):
    return [(f'config: {v.name}', v.test) for v in variants]


def all_tests():
    return [*named([ALLNO, ALLYES, CLANG, DEBUG, *random_variants(RANDOM_CONFIGS)]), ('config: tiny', tiny)]
