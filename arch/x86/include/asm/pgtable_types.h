/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/pgtable_types.h - the bits of a page-table entry and the types of each level.
 *
 *   63 NX | 62..59 protection key | 58 COW | 57..52 - | 51..12 frame | 11 10 - | 9 special
 *   8 global | 7 PSE/PAT | 6 dirty | 5 accessed | 4 PCD | 3 PWT | 2 user | 1 RW | 0 present
 *
 * Bits 58 and 9 are software's. An entry that is not present but has bit 8 is PROT_NONE: it keeps
 * its frame and rights. Swap entries keep bits 0 and 8 clear.
 */
#ifndef _ASM_X86_PGTABLE_TYPES_H
#define _ASM_X86_PGTABLE_TYPES_H

#include <asm/page_types.h>

#define _PAGE_BIT_PRESENT	0
#define _PAGE_BIT_RW		1
#define _PAGE_BIT_USER		2
#define _PAGE_BIT_PWT		3
#define _PAGE_BIT_PCD		4
#define _PAGE_BIT_ACCESSED	5
#define _PAGE_BIT_DIRTY		6
#define _PAGE_BIT_PSE		7
#define _PAGE_BIT_PAT		7
#define _PAGE_BIT_GLOBAL	8
#define _PAGE_BIT_SPECIAL	9
#define _PAGE_BIT_COW		58
#define _PAGE_BIT_NX		63
#define _PAGE_BIT_PROTNONE	_PAGE_BIT_GLOBAL

#define _PAGE_PRESENT		(_AC(1, UL) << _PAGE_BIT_PRESENT)
#define _PAGE_RW		(_AC(1, UL) << _PAGE_BIT_RW)
#define _PAGE_USER		(_AC(1, UL) << _PAGE_BIT_USER)
#define _PAGE_PWT		(_AC(1, UL) << _PAGE_BIT_PWT)
#define _PAGE_PCD		(_AC(1, UL) << _PAGE_BIT_PCD)
#define _PAGE_ACCESSED		(_AC(1, UL) << _PAGE_BIT_ACCESSED)
#define _PAGE_DIRTY		(_AC(1, UL) << _PAGE_BIT_DIRTY)
#define _PAGE_PSE		(_AC(1, UL) << _PAGE_BIT_PSE)
#define _PAGE_PAT		(_AC(1, UL) << _PAGE_BIT_PAT)
#define _PAGE_GLOBAL		(_AC(1, UL) << _PAGE_BIT_GLOBAL)
#define _PAGE_SPECIAL		(_AC(1, UL) << _PAGE_BIT_SPECIAL)
#define _PAGE_COW		(_AC(1, UL) << _PAGE_BIT_COW)
#define _PAGE_NX		(_AC(1, UL) << _PAGE_BIT_NX)
#define _PAGE_PROTNONE		(_AC(1, UL) << _PAGE_BIT_PROTNONE)
#define _PAGE_SWP_EXCLUSIVE	_PAGE_PWT

#define _PAGE_CACHE_MASK	(_PAGE_PWT | _PAGE_PCD)
#define _KERNPG_TABLE		(_PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED | _PAGE_DIRTY)
#define _PAGE_TABLE		(_KERNPG_TABLE | _PAGE_USER)

/* What pte_modify() keeps: everything but the rights themselves. */
#define _PAGE_CHG_MASK		(PHYSICAL_PAGE_MASK | _PAGE_CACHE_MASK | _PAGE_SPECIAL | \
				 _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_COW)

#define _PAGE_KERNEL_RO		(_PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_GLOBAL | _PAGE_NX)
#define _PAGE_KERNEL_ROX	(_PAGE_KERNEL_RO & ~_PAGE_NX)
#define _PAGE_KERNEL		(_PAGE_KERNEL_RO | _PAGE_RW)
#define _PAGE_KERNEL_EXEC	(_PAGE_KERNEL & ~_PAGE_NX)

#define PTRS_PER_PGD		512
#define PTRS_PER_PUD		512
#define PTRS_PER_PMD		512
#define PTRS_PER_PTE		512
#define USER_PTRS_PER_PGD	256
#define KERNEL_PGD_BOUNDARY	256
#define KERNEL_PGD_PTRS		(PTRS_PER_PGD - KERNEL_PGD_BOUNDARY)

#define PTE_PFN_MASK		PHYSICAL_PAGE_MASK
#define PTE_FLAGS_MASK		(~PTE_PFN_MASK)
#define PFN_PTE_SHIFT		PAGE_SHIFT

#ifndef __ASSEMBLY__
#include <linux/types.h>

#include <asm-generic/pgtable_types.h>

#include <asm-generic/pgtable-nop4d.h>

#define PAGE_NONE		__pgprot(_PAGE_ACCESSED | _PAGE_PROTNONE | _PAGE_NX)
#define PAGE_READONLY		__pgprot(_PAGE_PRESENT | _PAGE_USER | _PAGE_ACCESSED | _PAGE_NX)
#define PAGE_READONLY_EXEC	__pgprot(_PAGE_PRESENT | _PAGE_USER | _PAGE_ACCESSED)
#define PAGE_COPY		PAGE_READONLY
#define PAGE_COPY_EXEC		PAGE_READONLY_EXEC
#define PAGE_SHARED		__pgprot(_PAGE_PRESENT | _PAGE_USER | _PAGE_ACCESSED | _PAGE_RW | _PAGE_NX)
#define PAGE_SHARED_EXEC	__pgprot(_PAGE_PRESENT | _PAGE_USER | _PAGE_ACCESSED | _PAGE_RW)
#define PAGE_KERNEL		__pgprot(_PAGE_KERNEL)
#define PAGE_KERNEL_RO		__pgprot(_PAGE_KERNEL_RO)
#define PAGE_KERNEL_ROX		__pgprot(_PAGE_KERNEL_ROX)
#define PAGE_KERNEL_EXEC	__pgprot(_PAGE_KERNEL_EXEC)
#define PAGE_KERNEL_NOCACHE	__pgprot(_PAGE_KERNEL | _PAGE_PCD | _PAGE_PWT)
#define PAGE_KERNEL_IO		PAGE_KERNEL
#define PAGE_KERNEL_LARGE	__pgprot(_PAGE_KERNEL | _PAGE_PSE)

/* Write-combining needs a PAT of our own; without one, uncached-minus is what MTRRs may relax. */
#define pgprot_noncached(prot)	__pgprot(pgprot_val(prot) | _PAGE_PCD | _PAGE_PWT)
#define pgprot_writecombine(prot) __pgprot(pgprot_val(prot) | _PAGE_PCD)
#define pgprot_nx(prot)		__pgprot(pgprot_val(prot) | _PAGE_NX)

/* NX where the CPU has it: entries are masked with it before they reach a table. */
extern pteval_t __supported_pte_mask;		/* [I] boot */
#define pgprot_supported(prot)	__pgprot(pgprot_val(prot) & __supported_pte_mask)
#endif

#endif
