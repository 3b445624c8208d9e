/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm-generic/pgtable-nop4d.h - the p4d level of a machine with four levels: one entry, the pgd's own.
 *
 * A p4d_t wraps the pgd_t that it is. The pgd level itself then always counts as present, so that
 * generic walks fall through to the p4d, where the architecture's p4d_none() and p4d_populate()
 * look at the real entry.
 */
#ifndef _ASM_GENERIC_PGTABLE_NOP4D_H
#define _ASM_GENERIC_PGTABLE_NOP4D_H

#define __PAGETABLE_P4D_FOLDED	1

#define P4D_SHIFT		PGDIR_SHIFT
#define MAX_PTRS_PER_P4D	1
#define PTRS_PER_P4D		1
#define P4D_SIZE		(_AC(1, UL) << P4D_SHIFT)
#define P4D_MASK		(~(P4D_SIZE - 1))

#ifndef __ASSEMBLY__
#include <linux/types.h>

typedef struct { pgd_t pgd; } p4d_t;

#define p4d_val(x)		(pgd_val((x).pgd))
#define __p4d(x)		((p4d_t) { __pgd(x) })

static inline int pgd_none(pgd_t pgd)		{ return 0; }
static inline int pgd_bad(pgd_t pgd)		{ return 0; }
static inline int pgd_present(pgd_t pgd)	{ return 1; }
static inline int pgd_leaf(pgd_t pgd)		{ return 0; }
static inline void pgd_clear(pgd_t *pgd)	{ }
#define pgd_leaf pgd_leaf

#define pgd_populate(mm, pgd, p4d)		do { } while (0)
#define pgd_populate_safe(mm, pgd, p4d)		do { } while (0)
#define set_pgd(pgdptr, pgdval)			set_p4d((p4d_t *)(pgdptr), (p4d_t) { pgdval })

static inline p4d_t *p4d_offset(pgd_t *pgd, unsigned long address)
{
	return (p4d_t *)pgd;
}
#define p4d_offset p4d_offset

static inline p4d_t *p4d_offset_lockless(pgd_t *pgdp, pgd_t pgd, unsigned long address)
{
	return (p4d_t *)pgdp;
}
#define p4d_offset_lockless p4d_offset_lockless

/* There is nothing to allocate or free at this level. */
#define p4d_alloc_one(mm, address)		NULL
#define p4d_free(mm, x)				do { } while (0)
#define p4d_free_tlb(tlb, x, a)			do { } while (0)
#define __p4d_free_tlb(tlb, x, a)		do { } while (0)

#undef  p4d_addr_end
#define p4d_addr_end(addr, end)			(end)

#endif
#endif
