#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# asm-generic.sh SRCTREE SRCARCH - an architecture without a header of its own
# for something gets the generic one: for each file of include/asm-generic
# (and its uapi part) that arch/*/include lacks, make a wrapper that includes it.
set -e
srctree=$1
arch=$2

wrap() # generic-dir arch-dir generated-dir
{
	mkdir -p "$3"
	for f in "$1"/*.h; do
		[ -e "$f" ] || continue
		name=${f##*/}
		out=$3/$name
		if [ -e "$2/$name" ]; then
			rm -f "$out"
		elif [ ! -e "$out" ]; then
			echo "#include <asm-generic/$name>" > "$out"
		fi
	done
	for out in "$3"/*.h; do
		name=${out##*/}
		[ -e "$1/$name" ] || ! grep -q '^#include <asm-generic/' "$out" || rm -f "$out"
	done
}

wrap "$srctree/include/asm-generic" "$srctree/arch/$arch/include/asm" "arch/$arch/include/generated/asm"
wrap "$srctree/include/uapi/asm-generic" "$srctree/arch/$arch/include/uapi/asm" "arch/$arch/include/generated/uapi/asm"
