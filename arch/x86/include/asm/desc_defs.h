/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/desc_defs.h - descriptors as the CPU reads them (Intel SDM 3, sections 3.4.5 and 6.14.1).
 */
#ifndef _ASM_X86_DESC_DEFS_H
#define _ASM_X86_DESC_DEFS_H

#define DESC_KERNEL32_CS	0x00cf9b000000ffffUL
#define DESC_KERNEL_CS		0x00af9b000000ffffUL
#define DESC_KERNEL_DS		0x00cf93000000ffffUL
#define DESC_USER32_CS		0x00cffb000000ffffUL
#define DESC_USER_DS		0x00cff3000000ffffUL
#define DESC_USER_CS		0x00affb000000ffffUL

#ifndef __ASSEMBLY__
#include <linux/types.h>

struct gate_struct {
	u16	offset_low;
	u16	segment;
	u8	ist;			/* 0: stay on the stack or take sp0; 1..7: that one of the TSS */
	u8	type_attr;		/* present, privilege, kind */
	u16	offset_middle;
	u32	offset_high;
	u32	reserved;
} __attribute__((packed));

#define GATE_INTERRUPT	0x8e		/* present, for the kernel and the hardware alone */
#define GATE_USER	0xee		/* user code may raise it with int */

struct desc_ptr {
	u16		size;
	unsigned long	address;
} __attribute__((packed));

#endif
#endif
