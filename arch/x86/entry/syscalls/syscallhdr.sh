#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# syscallhdr.sh TABLE - the header that gives each system call its number.
set -e

echo '#ifndef _UAPI_ASM_UNISTD_64_H'
echo '#define _UAPI_ASM_UNISTD_64_H'
echo
awk '!/^#/ && NF >= 3 { printf "#define __NR_%s %d\n", $3, $1; last = $1 }
     END { print "\n#ifdef __KERNEL__"; printf "#define __NR_syscalls %d\n", last + 1; print "#endif" }' "$1"
echo
echo '#endif'
