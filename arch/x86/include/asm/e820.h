/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/e820.h - the firmware's map of physical memory.
 */
#ifndef _ASM_X86_E820_H
#define _ASM_X86_E820_H

#include <linux/types.h>

enum e820_type {
	E820_TYPE_RAM		= 1,
	E820_TYPE_RESERVED	= 2,
	E820_TYPE_ACPI		= 3,
	E820_TYPE_NVS		= 4,
	E820_TYPE_UNUSABLE	= 5,
	E820_TYPE_PMEM		= 7,
};

extern void e820__memory_setup(void);
extern void e820__finish_early_params(void);
extern unsigned long e820__end_of_ram_pfn(void);
extern void e820__memblock_setup(void);

#endif
