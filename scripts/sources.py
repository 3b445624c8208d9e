# SPDX-License-Identifier: GPL-2.0-only
"""The files of a source tree, without what builds have left in it, and copies of them."""
import filecmp
import os
import re
import shutil
import subprocess


def ignored(root):
    """A regular expression for what .gitignore names in @root, for a tree without git. Patterns there are simple:
    one / at the start or end has git's meaning, * stands for a part of a name."""
    patterns = [r'(.*/)?\.git(/.*)?']
    with open(os.path.join(root, '.gitignore'), encoding='utf-8') as f:
        for line in f.read().splitlines():
            if line and not line.startswith('#'):
                name = re.escape(line.strip('/')).replace(r'\*', '[^/]*')
                patterns.append(('' if '/' in line.rstrip('/') else '(.*/)?') + name
                                + ('/.*' if line.endswith('/') else '(/.*)?'))
    return re.compile('|'.join(patterns))


def known_to_git(root):
    """Nothing where there is no git or no repository."""
    if not shutil.which('git'):
        return []
    listing = subprocess.run(['git', '-C', root, 'ls-files', '-coz', '--exclude-standard'], check=False,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
    return listing.split('\0') if listing else []


def found(root):
    """What no build makes."""
    made = ignored(root)
    listing = [os.path.relpath(os.path.join(folder, name), root)
               for folder, _, files in os.walk(root) for name in files]
    return [name for name in listing if not made.fullmatch(name)]


def names(root):
    """Relative to @root: what git knows or would take; without git, what no build makes."""
    return sorted(name for name in known_to_git(root) or found(root)
                  if name and os.path.lexists(os.path.join(root, name)))


def copy(root, target):
    """Brings a copy up to date: what was built there stays, what is gone here goes there.

    Only what differs is written, and is new then: make builds that again.
    """
    listing = names(root)
    is_copy = os.path.exists(os.path.join(target, 'mm/LAYERS'))     # and not a folder of somebody's own
    for name in listing:
        old, new = os.path.join(root, name), os.path.join(target, name)
        os.makedirs(os.path.dirname(new), exist_ok=True)
        if os.path.islink(old):
            if not os.path.lexists(new):
                os.symlink(os.readlink(old), new)
        elif not os.path.exists(new) or not filecmp.cmp(old, new, shallow=False):
            shutil.copyfile(old, new)
            shutil.copymode(old, new)
    for name in set(found(target)) - set(listing) if is_copy else ():
        os.remove(os.path.join(target, name))
