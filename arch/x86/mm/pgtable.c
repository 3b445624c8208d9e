// SPDX-License-Identifier: GPL-2.0-only
/*
 * pgtable.c - top-level page tables of processes.
 *
 * Invariant:  entries 256..511 equal init_top_pgt's. Those never change once processes exist
 *             (init_64.c), so they are copied and no list of tables is kept.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <asm/pgalloc.h>

/** pgd_alloc() - an empty user half above the kernel's; NULL for want of memory */
pgd_t *pgd_alloc(struct mm_struct *mm)
{
	pgd_t *pgd = __pagetable_alloc_address();

	if (pgd)
		memcpy(pgd + KERNEL_PGD_BOUNDARY, init_top_pgt + KERNEL_PGD_BOUNDARY,
		       KERNEL_PGD_PTRS * sizeof(pgd_t));
	return pgd;
}

/** pgd_free() - give it back; the user half is empty, and freed tables are empty altogether */
void pgd_free(struct mm_struct *mm, pgd_t *pgd)
{
	memset(pgd + KERNEL_PGD_BOUNDARY, 0, KERNEL_PGD_PTRS * sizeof(pgd_t));
	pagetable_free(virt_to_ptdesc(pgd));
}
