/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/segment.h - the global descriptor table's slots and the selectors made of them.
 *
 * User code sees __USER_CS and __USER_DS (ptrace, core dumps, signal frames): the numbers are
 * Linux's. sysret wants user data right below user code; syscall wants kernel data after code.
 */
#ifndef _ASM_X86_SEGMENT_H
#define _ASM_X86_SEGMENT_H

#define GDT_ENTRY_KERNEL32_CS		1
#define GDT_ENTRY_KERNEL_CS		2
#define GDT_ENTRY_KERNEL_DS		3
#define GDT_ENTRY_DEFAULT_USER32_CS	4
#define GDT_ENTRY_DEFAULT_USER_DS	5
#define GDT_ENTRY_DEFAULT_USER_CS	6
#define GDT_ENTRY_TSS			8	/* two slots */
#define GDT_ENTRY_CPUNODE		15	/* its limit is the CPU number, for lsl */
#define GDT_ENTRIES			16
#define GDT_SIZE			(GDT_ENTRIES * 8)

#define __KERNEL32_CS	(GDT_ENTRY_KERNEL32_CS * 8)
#define __KERNEL_CS	(GDT_ENTRY_KERNEL_CS * 8)
#define __KERNEL_DS	(GDT_ENTRY_KERNEL_DS * 8)
#define __USER32_CS	(GDT_ENTRY_DEFAULT_USER32_CS * 8 + 3)
#define __USER_DS	(GDT_ENTRY_DEFAULT_USER_DS * 8 + 3)
#define __USER32_DS	__USER_DS
#define __USER_CS	(GDT_ENTRY_DEFAULT_USER_CS * 8 + 3)
#define __CPUNODE_SEG	(GDT_ENTRY_CPUNODE * 8 + 3)

#define SEGMENT_RPL_MASK	0x3
#define USER_RPL		0x3

#ifndef __ASSEMBLY__
#define savesegment(seg, value)	asm("mov %%" #seg ", %0" : "=r" (value) : : "memory")
#define loadsegment(seg, value)	asm volatile("mov %k0, %%" #seg : : "r" (value) : "memory")
#endif

#endif
