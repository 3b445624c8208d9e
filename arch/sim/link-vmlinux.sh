#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# link-vmlinux.sh LD FLAGS LDS ARCHIVES - links the kernel into one relocatable object.
#
# Then every name becomes local but the few that arch/sim/os/ calls, which all begin with sim_os_:
# so the kernel's memcpy, printf-like and other functions cannot meet those of the C library.
set -e
ld=$1; flags=$2; lds=$3; objs=$4

trap 'rm -f .tmp_vmlinux*' EXIT
# The table of names stays empty: they are read from the program's own symbol table.
: | scripts/kallsyms > .tmp_vmlinux_names.S
$CC $NOSTDINC_FLAGS $LINUXINCLUDE $KBUILD_CPPFLAGS $KBUILD_AFLAGS -c -o .tmp_vmlinux_names.o .tmp_vmlinux_names.S
$ld $flags -r -z noexecstack -T "$lds" -o .tmp_vmlinux --whole-archive $objs --no-whole-archive .tmp_vmlinux_names.o
$OBJCOPY --wildcard --keep-global-symbol='sim_os_*' .tmp_vmlinux vmlinux
bad=$($NM -u vmlinux | awk '$2 !~ /^(os_|__asan_|__tsan_|AnnotateIgnoreReads|__ubsan_|__sanitizer_|__(start|stop)___sancov_|__gcov|_GLOBAL_OFFSET_TABLE_)/ && $1 == "U" { print $2 }')
if [ -n "$bad" ]; then
	echo >&2 "link-vmlinux: undefined in the kernel:" $bad
	rm -f vmlinux
	exit 1
fi
