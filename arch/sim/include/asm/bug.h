/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/bug.h - BUG() ends the run: a simulated machine has nothing to save. */
#ifndef _ASM_SIM_BUG_H
#define _ASM_SIM_BUG_H

#ifndef __ASSEMBLY__
extern void sim_bug(const char *file, int line) __attribute__((__noreturn__));

#define BUG()	sim_bug(__FILE__, __LINE__)
#define HAVE_ARCH_BUG
#endif

#endif
