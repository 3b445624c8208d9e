#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# link-vmlinux.sh LD FLAGS LDS ARCHIVES - links vmlinux with its symbol table.
#
# The table of function names (for backtraces) is part of the image, and its
# size moves the addresses behind it.  So: link without, make the table, link
# with it, make it again from the final addresses, link once more.  The third
# table has the size of the second, or the build fails.
set -e
all_symbols=$(sed -n 's/^CONFIG_KALLSYMS_ALL=y$/--all-symbols/p' include/config/auto.conf)
ld=$1; flags=$2; lds=$3; objs=$4

link() # output extra-object
{
	$ld $flags -T "$lds" -o "$1" --whole-archive $objs --no-whole-archive $2
}

kallsyms() # image output-base
{
	$NM -n "$1" | scripts/kallsyms $all_symbols > "$2.S"
	$CC $NOSTDINC_FLAGS $LINUXINCLUDE $KBUILD_CPPFLAGS $KBUILD_AFLAGS -c -o "$2.o" "$2.S"
}

trap 'rm -f .tmp_vmlinux*' EXIT
: | scripts/kallsyms > .tmp_vmlinux0.S
$CC $NOSTDINC_FLAGS $LINUXINCLUDE $KBUILD_CPPFLAGS $KBUILD_AFLAGS -c -o .tmp_vmlinux0.o .tmp_vmlinux0.S
link .tmp_vmlinux1 .tmp_vmlinux0.o
kallsyms .tmp_vmlinux1 .tmp_vmlinux1
link .tmp_vmlinux2 .tmp_vmlinux1.o
kallsyms .tmp_vmlinux2 .tmp_vmlinux2
link vmlinux .tmp_vmlinux2.o
$NM -n vmlinux | grep -v ' [aNUw] ' > System.map
$NM -n .tmp_vmlinux2 | grep -v ' [aNUw] ' | cmp -s - System.map || {
	echo >&2 "link-vmlinux: addresses moved between the last two links"
	rm -f vmlinux
	exit 1
}
