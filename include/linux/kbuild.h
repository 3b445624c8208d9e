/* SPDX-License-Identifier: GPL-2.0-only */
/* kbuild.h - numbers that asm-offsets.c hands to assembly; see scripts/offsets/Makefile. */
#ifndef __LINUX_KBUILD_H
#define __LINUX_KBUILD_H

#define DEFINE(sym, val)	asm volatile("\n.ascii \"->" #sym " %0\"" : : "i" (val))
#define OFFSET(sym, str, mem)	DEFINE(sym, __builtin_offsetof(struct str, mem))
#define BLANK()		asm volatile("\n.ascii \"->\"" : : )

#endif
