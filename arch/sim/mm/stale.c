// SPDX-License-Identifier: GPL-2.0-only
/*
 * stale.c - a TLB entry that should have been flushed is caught when it is used.
 *
 * Owns:       frames[], the lives of each frame; changes[], the latest changes of users' entries.
 * Invariant:  a use of a TLB entry is right where the page table still says the same, or where
 *             whoever changed it has not come to the flush yet.
 * Locks:      none: without a point in it, each function here is one step of its CPU.
 *
 * A flush that is missing does no harm on most machines most of the time: the entry has been evicted,
 * or the old page still holds the same bytes. Here it is no matter of luck. Of each use we ask:
 *
 *   Is the frame, and the page table that it came from, still in the life in which the entry was
 *   filled? A life ends when the page allocator gets the frame back: all must be flushed before.
 *
 *   Does the page table still allow the access? Where not, somebody changed it and owes a flush. The
 *   debt is due when the system call or the fault in which he did it returns to user mode.
 *
 * CPUs that are threads know no order of changes and uses: there only the first question is asked.
 *
 * A kernel thread never returns to user mode: of its changes only the first question speaks. The
 * books of changes are finite, too: one that has been overwritten is not held against anybody.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/sched.h>
#include <asm/setup.h>
#include <asm/tlbflush.h>
#include <sim/point.h>
#include "../kernel/sim_kernel.h"
#include "sim_mm.h"

struct frame {
	u32	life;		/* how often it has been freed */
	int	free_pid;	/* the last time, by whom */
	u64	free_step;	/* and when */
};

struct change {
	const void *entry;
	unsigned long old, new;
	u64	step;
	int	pid;
	bool	over;		/* its author is back in user mode */
	unsigned int earlier;	/* change of the same author, 0: none */
};

#define NR_CHANGES	(1U << 16)	/* a power of 2 */

static struct frame *frames;		/* by frame number; NULL: nothing is watched */
static struct change *changes;		/* NULL: not watched; change number n is at n % NR_CHANGES */
static unsigned int *latest;		/* by a hash of the entry's address: the number of its latest change */
static unsigned int last_change;	/* number of the newest; 0 is none */

static struct frame *frame_of(const void *addr)
{
	return &frames[__pa(addr) >> PAGE_SHIFT];
}

static unsigned int *latest_of(const void *entry)
{
	return &latest[((unsigned long)entry >> 3) * 0x9e3779b97f4a7c15UL >> 48];
}

/* ---- what happens to frames and entries ---- */

/** sim_pages_freed() - the page allocator has got a block back */
void sim_pages_freed(struct page *page, unsigned int order)
{
	struct frame *f = &frames[page_to_pfn(page)];

	if (!frames)
		return;
	for (unsigned long i = 0; i < 1UL << order; i++, f++) {
		f->life++;
		f->free_pid = current->pid;
		f->free_step = sim_step();
	}
}

/** sim_entry_changed() - a present user entry of the last level, or a huge one, has become another */
void sim_entry_changed(const void *entry, unsigned long old, unsigned long new)
{
	struct change *c;

	if (!changes || !pte_needs_flush(__pte(old), __pte(new)))
		return;
	last_change += last_change == ~0U ? 2 : 1;
	c = &changes[last_change % NR_CHANGES];
	*c = (struct change) {
		.entry = entry, .old = old, .new = new, .step = sim_step(), .pid = current->pid,
		.earlier = current->thread.changes,
	};
	*latest_of(entry) = last_change;
	current->thread.changes = last_change;
}

/** sim_changes_over() - the running task goes back to user mode: whatever it changed is flushed */
void sim_changes_over(void)
{
	unsigned int n = current->thread.changes;

	current->thread.changes = 0;
	while (n && last_change - n < NR_CHANGES) {
		struct change *c = &changes[n % NR_CHANGES];

		c->over = true;
		n = c->earlier;
	}
}

/* ---- looking ---- */

void sim_stale_note_fill(struct sim_tlb_entry *e)
{
	if (!frames)
		return;
	e->page_life = frame_of(e->page)->life;
	e->table_life = frame_of(e->ptep)->life;
	e->fill_pid = current->pid;
	e->fill_step = sim_step();
}

static void report_use(struct sim_tlb_entry *e, unsigned long addr)
{
	pr_emerg("sim: pid %d uses a stale TLB entry of address %#lx at step %llu\n", current->pid, addr,
		 sim_step());
	pr_emerg("sim:   filled by pid %d at step %llu with entry %#lx\n", e->fill_pid, e->fill_step, e->pte);
}

static void __noreturn report_freed(struct sim_tlb_entry *e, unsigned long addr, const char *what,
				    struct frame *f)
{
	report_use(e, addr);
	pr_emerg("sim:   %s was freed by pid %d at step %llu, without a flush before\n", what, f->free_pid,
		 f->free_step);
	dump_stack();
	panic("sim: stale TLB entry: the page is free");
}

/* The change that took the right away, if it can still be named. */
static struct change *find_change(const void *entry)
{
	unsigned int n = *latest_of(entry);
	struct change *c = &changes[n % NR_CHANGES];

	return n && last_change - n < NR_CHANGES && c->entry == entry ? c : NULL;
}

static void check_change(struct sim_tlb_entry *e, unsigned long addr)
{
	struct change *c = find_change(e->ptep);

	if (!c || !c->over || c->step < e->fill_step)
		return;
	report_use(e, addr);
	pr_emerg("sim:   pid %d changed the page table at step %llu, %#lx to %#lx, and went on without a flush\n",
		 c->pid, c->step, c->old, c->new);
	dump_stack();
	panic("sim: stale TLB entry: the page table says otherwise");
}

/**
 * sim_stale_check() - may this entry still be used?
 * @need: the bits that the access asks for
 *
 * Ends the run where not.
 */
void sim_stale_check(struct sim_tlb_entry *e, unsigned long addr, pteval_t need)
{
	struct frame *page = frame_of(e->page), *table = frame_of(e->ptep);
	pteval_t now;

	if (!frames)
		return;
	if (unlikely(page->life != e->page_life))
		report_freed(e, addr, "the page", page);
	if (unlikely(table->life != e->table_life))
		report_freed(e, addr, "the page table", table);
	now = READ_ONCE(e->ptep->pte);
	if (changes && unlikely((now & need) != need || ((now ^ e->pte) & PTE_PFN_MASK)))
		check_change(e, addr);
}

void __init sim_stale_init(void)
{
	if (sim_machine.unwatched)
		return;
	frames = os_zeroed(PHYS_PFN(memblock_end_of_DRAM()) * sizeof(*frames));
	if (sim_machine.threads)
		return;
	changes = os_zeroed(NR_CHANGES * sizeof(*changes));
	latest = os_zeroed((1UL << 16) * sizeof(*latest));
}
