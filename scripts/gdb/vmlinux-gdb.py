# SPDX-License-Identifier: GPL-2.0-only
"""Commands for looking at a running or stopped Samara in gdb; all begin with lx-.

gdb loads this by itself with vmlinux where that is allowed:
    echo 'add-auto-load-safe-path /path/to/samara' >> ~/.gdbinit
and otherwise by: source vmlinux-gdb.py
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
sys.dont_write_bytecode = True

from linux import dmesg, pages, pagetable, slab, tasks, vmalloc  # noqa: E402,F401
