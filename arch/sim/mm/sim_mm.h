/* SPDX-License-Identifier: GPL-2.0-only */
/* sim_mm.h - what the files of arch/sim/mm share. */
#ifndef _SIM_MM_H
#define _SIM_MM_H

#include <linux/types.h>
#include <asm/pgtable.h>
#include <sim/user.h>

struct mm_struct;
struct pt_regs;

#define SIM_TLB_ENTRIES	1024

/* One translation, as long as epoch is the TLB's. */
struct sim_tlb_entry {
	unsigned long	vpn;
	u64		epoch;
	pteval_t	pte;		/* the rights that were cached */
	void		*page;		/* in the direct map */
	pte_t		*ptep;		/* where it came from */
	u32		page_life;	/* which life of the frame it was filled in, */
	u32		table_life;	/* and of the page table's */
	int		fill_pid;	/* by whom */
	u64		fill_step;	/* when */
};

struct sim_tlb {
	struct mm_struct	*mm;	/* whose addresses these are */
	u64			epoch;	/* counts up to forget all entries at once */
	struct sim_tlb_entry	entries[SIM_TLB_ENTRIES];
};

extern struct sim_tlb sim_tlbs[];

static inline struct sim_tlb_entry *sim_tlb_slot(struct sim_tlb *tlb, unsigned long addr)
{
	return &tlb->entries[(addr >> PAGE_SHIFT) % SIM_TLB_ENTRIES];
}

/*
 * Copies from and to a user's page. Races for its bytes are the programs' own: no sanitizer looks on.
 * No point.
 */
#ifdef __SANITIZE_THREAD__
static __always_inline void sim_copy_user(void *to, const void *from, unsigned long n)
{
	asm volatile("rep movsb" : "+D" (to), "+S" (from), "+c" (n) : : "memory");
}
#else
#define sim_copy_user(to, from, n)	memcpy(to, from, n)
#endif

/* kmap.c */
void sim_kernel_flushed(unsigned long start, unsigned long end);

/* stale.c */
void sim_stale_note_fill(struct sim_tlb_entry *e);
void sim_stale_check(struct sim_tlb_entry *e, unsigned long addr, pteval_t need);

/* mmu.c */
void *sim_translate(unsigned long addr, enum sim_access access);

/* fault.c */
int sim_user_fault(struct pt_regs *regs, unsigned long addr, enum sim_access access);

#endif
