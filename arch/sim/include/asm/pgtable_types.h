/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/pgtable_types.h - the bits of a page-table entry and the types of each level.
 *
 *   63..58 - | 57 not cached | 56 swap | 55..52 - | 51..12 frame | 11 swap exclusive | 10 PROT_NONE
 *   9 COW | 8 special | 7 global | 6 huge | 5 dirty | 4 young | 3 user | 2 exec | 1 write | 0 present
 *
 * No machine has this layout, so that code which knows some machine's fails here. An entry that is
 * not present but has bit 10 is PROT_NONE: it keeps its frame and rights. There are no caches to
 * bypass: bit 57 stands where device memory was asked for, and does nothing.
 */
#ifndef _ASM_SIM_PGTABLE_TYPES_H
#define _ASM_SIM_PGTABLE_TYPES_H

#include <asm/page_types.h>

#define _PAGE_PRESENT		(_AC(1, UL) << 0)
#define _PAGE_WRITE		(_AC(1, UL) << 1)
#define _PAGE_EXEC		(_AC(1, UL) << 2)
#define _PAGE_USER		(_AC(1, UL) << 3)
#define _PAGE_YOUNG		(_AC(1, UL) << 4)
#define _PAGE_DIRTY		(_AC(1, UL) << 5)
#define _PAGE_HUGE		(_AC(1, UL) << 6)
#define _PAGE_GLOBAL		(_AC(1, UL) << 7)
#define _PAGE_SPECIAL		(_AC(1, UL) << 8)
#define _PAGE_COW		(_AC(1, UL) << 9)
#define _PAGE_PROTNONE		(_AC(1, UL) << 10)
#define _PAGE_SWP_EXCLUSIVE	(_AC(1, UL) << 11)
#define _PAGE_SWAP		(_AC(1, UL) << 56)
#define _PAGE_NOCACHE		(_AC(1, UL) << 57)

#define _KERNPG_TABLE		(_PAGE_PRESENT | _PAGE_WRITE | _PAGE_YOUNG | _PAGE_DIRTY)
#define _PAGE_TABLE		(_KERNPG_TABLE | _PAGE_USER)

/* What pte_modify() keeps: everything but the rights themselves. */
#define _PAGE_CHG_MASK \
	(PHYSICAL_PAGE_MASK | _PAGE_SPECIAL | _PAGE_YOUNG | _PAGE_DIRTY | _PAGE_COW | _PAGE_NOCACHE)

#define _PAGE_KERNEL_RO		(_PAGE_PRESENT | _PAGE_YOUNG | _PAGE_DIRTY | _PAGE_GLOBAL)
#define _PAGE_KERNEL		(_PAGE_KERNEL_RO | _PAGE_WRITE)

#define PTRS_PER_PGD		512
#define PTRS_PER_PUD		512
#define PTRS_PER_PMD		512
#define PTRS_PER_PTE		512
#define USER_PTRS_PER_PGD	128

#define PTE_PFN_MASK		PHYSICAL_PAGE_MASK
#define PFN_PTE_SHIFT		PAGE_SHIFT

#ifndef __ASSEMBLY__
#include <linux/types.h>

#include <asm-generic/pgtable_types.h>

#include <asm-generic/pgtable-nop4d.h>

#define __PAGE_USER_RO		(_PAGE_PRESENT | _PAGE_USER | _PAGE_YOUNG)

#define PAGE_NONE		__pgprot(_PAGE_YOUNG | _PAGE_PROTNONE)
#define PAGE_READONLY		__pgprot(__PAGE_USER_RO)
#define PAGE_READONLY_EXEC	__pgprot(__PAGE_USER_RO | _PAGE_EXEC)
#define PAGE_COPY		PAGE_READONLY
#define PAGE_COPY_EXEC		PAGE_READONLY_EXEC
#define PAGE_SHARED		__pgprot(__PAGE_USER_RO | _PAGE_WRITE)
#define PAGE_SHARED_EXEC	__pgprot(__PAGE_USER_RO | _PAGE_WRITE | _PAGE_EXEC)
#define PAGE_KERNEL		__pgprot(_PAGE_KERNEL)
#define PAGE_KERNEL_RO		__pgprot(_PAGE_KERNEL_RO)
#define PAGE_KERNEL_ROX		__pgprot(_PAGE_KERNEL_RO | _PAGE_EXEC)
#define PAGE_KERNEL_EXEC	__pgprot(_PAGE_KERNEL | _PAGE_EXEC)
#define PAGE_KERNEL_NOCACHE	__pgprot(_PAGE_KERNEL | _PAGE_NOCACHE)
#define PAGE_KERNEL_IO		PAGE_KERNEL_NOCACHE

#define pgprot_noncached(prot)	__pgprot(pgprot_val(prot) | _PAGE_NOCACHE)
#define pgprot_nx(prot)		__pgprot(pgprot_val(prot) & ~_PAGE_EXEC)
#endif

#endif
