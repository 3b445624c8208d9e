/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_ASM_X86_UCONTEXT_H
#define _UAPI_ASM_X86_UCONTEXT_H

#define UC_FP_XSTATE		0x1	/* the frame holds an extended FPU image */
#define UC_SIGCONTEXT_SS	0x2	/* sigcontext.ss is saved, and restored by sigreturn */
#define UC_STRICT_RESTORE_SS	0x4	/* restore it even where it looks wrong */

#include <asm-generic/ucontext.h>

#endif
