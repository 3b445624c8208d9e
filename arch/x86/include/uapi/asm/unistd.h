/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_ASM_X86_UNISTD_H
#define _UAPI_ASM_X86_UNISTD_H

/* Generated from arch/x86/entry/syscalls/syscall_64.tbl. */
#include <asm/unistd_64.h>

#endif
