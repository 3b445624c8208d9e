/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/page_types.h - page sizes and the map of addresses (sim/os.h has it in full).
 */
#ifndef _ASM_SIM_PAGE_TYPES_H
#define _ASM_SIM_PAGE_TYPES_H

#include <linux/const.h>
#include <sim/os.h>

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

#define PAGE_OFFSET		SIM_DIRECT_MAP
#define MAX_PHYSMEM_BITS	38
#define PHYSICAL_PAGE_MASK	(((1UL << MAX_PHYSMEM_BITS) - 1) & PAGE_MASK)

/* Below everything of the kernel's but its image. */
#define TASK_SIZE_MAX		((_AC(1, UL) << 46) - PAGE_SIZE)

#define VMALLOC_START		SIM_VMALLOC
#define VMALLOC_END		(SIM_VMALLOC + SIM_VMALLOC_SIZE - 1)
#define VMEMMAP_START		SIM_VMEMMAP
#define vmemmap			((struct page *)VMEMMAP_START)

#endif
