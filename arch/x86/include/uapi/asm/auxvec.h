/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_ASM_X86_AUXVEC_H
#define _UAPI_ASM_X86_AUXVEC_H

#define AT_SYSINFO_EHDR		33

/* How many entries ARCH_DLINFO may add. */
#define AT_VECTOR_SIZE_ARCH	3

#endif
