# SPDX-License-Identifier: GPL-2.0-only
"""The files of a source tree, without what builds have left in it, and copies of them."""
import filecmp
import os
import re
import shutil
import subprocess

# What .gitignore says, for a tree without git.
MADE = re.compile(r'(^|/)(\.git|generated|__pycache__)(/|$)'
                  r'|\.(o|a|d|s|cmd|lds|bin|elf|pyc|stamp|syntax)$|(^|/)\.config'
                  r'|^(include/config|sim|Documentation/output|kselftest_install)/|^usr/(?!root/)[^/]+/|^usr/.*\.cpio$'
                  r'|^(scripts/(basic/fixdep|kallsyms)|arch/[^/]+/boot/bzImage)$'
                  r'|^(vmlinux(-gdb\.py)?|samara-sim|System\.map|tags|compile_commands\.json)$')


def names(root):
    """Relative to @root: what git knows or would take; without git, what no build makes."""
    listing = subprocess.run(['git', '-C', root, 'ls-files', '-coz', '--exclude-standard'], check=False,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().split('\0')
    if len(listing) < 2:
        listing = [os.path.relpath(os.path.join(folder, name), root)
                   for folder, _, found in os.walk(root) for name in found]
        listing = [name for name in listing if not MADE.search(name)]
    return sorted(name for name in listing if name and os.path.lexists(os.path.join(root, name)))


def copy(root, target):
    """Brings a copy up to date. Only what differs is written, and is new then: make builds that again."""
    for name in names(root):
        old, new = os.path.join(root, name), os.path.join(target, name)
        os.makedirs(os.path.dirname(new), exist_ok=True)
        if os.path.islink(old):
            if not os.path.lexists(new):
                os.symlink(os.readlink(old), new)
        elif not os.path.exists(new) or not filecmp.cmp(old, new, shallow=False):
            shutil.copyfile(old, new)
            shutil.copymode(old, new)
