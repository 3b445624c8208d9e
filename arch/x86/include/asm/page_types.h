/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/page_types.h - page sizes and the kernel's map of addresses.
 *
 *   0000000000000000  user (47 bits)
 *   ffff888000000000  direct map of all RAM (64 TiB)
 *   ffffc90000000000  vmalloc, ioremap, stacks (32 TiB)
 *   ffffea0000000000  vmemmap: struct page of every frame (1 TiB)
 *   ffffffff80000000  the kernel image, at physical address 0
 *   ffffffffff600000  the fixmap ends here
 */
#ifndef _ASM_X86_PAGE_TYPES_H
#define _ASM_X86_PAGE_TYPES_H

#include <linux/const.h>

#define PAGE_SHIFT		12
#define PAGE_SIZE		(_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK		(~(PAGE_SIZE - 1))

#define PMD_SHIFT		21
#define PUD_SHIFT		30
#define PGDIR_SHIFT		39
#define PMD_SIZE		(_AC(1, UL) << PMD_SHIFT)
#define PMD_MASK		(~(PMD_SIZE - 1))
#define PUD_SIZE		(_AC(1, UL) << PUD_SHIFT)
#define PUD_MASK		(~(PUD_SIZE - 1))
#define PGDIR_SIZE		(_AC(1, UL) << PGDIR_SHIFT)
#define PGDIR_MASK		(~(PGDIR_SIZE - 1))

#define HPAGE_SHIFT		PMD_SHIFT
#define HPAGE_SIZE		PMD_SIZE
#define HPAGE_MASK		PMD_MASK

#define PAGE_OFFSET		_AC(0xffff888000000000, UL)
#define __START_KERNEL_map	_AC(0xffffffff80000000, UL)
#define KERNEL_IMAGE_SIZE	_AC(0x40000000, UL)
#define LOAD_PHYSICAL_ADDR	_AC(0x100000, UL)
#define __START_KERNEL		(__START_KERNEL_map + LOAD_PHYSICAL_ADDR)

#define __VIRTUAL_MASK_SHIFT	47
#define __PHYSICAL_MASK_SHIFT	52
#define MAX_PHYSMEM_BITS	46
#define PHYSICAL_PAGE_MASK	(((1UL << __PHYSICAL_MASK_SHIFT) - 1) & PAGE_MASK)
#define PHYSICAL_PMD_PAGE_MASK	(((1UL << __PHYSICAL_MASK_SHIFT) - 1) & PMD_MASK)
#define PHYSICAL_PUD_PAGE_MASK	(((1UL << __PHYSICAL_MASK_SHIFT) - 1) & PUD_MASK)

/* The highest page below the canonical hole is never mapped: sysret must not see a bad %rip. */
#define TASK_SIZE_MAX		((_AC(1, UL) << __VIRTUAL_MASK_SHIFT) - PAGE_SIZE)

#define EXCEPTION_STKSZ		(PAGE_SIZE * 2)
#define IRQ_STACK_SIZE		(PAGE_SIZE * 4)

#define VMEMMAP_START		_AC(0xffffea0000000000, UL)
#define vmemmap			((struct page *)VMEMMAP_START)

#endif
