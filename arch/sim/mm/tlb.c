// SPDX-License-Identifier: GPL-2.0-only
/*
 * tlb.c - the software TLB of each CPU, and dropping what is stale in it.
 *
 * Owns:       tlbs[]; which mm a CPU has loaded; the CPU's bit in mm_cpumask().
 * Invariant:  a CPU caches translations of the mm that it has loaded, and only while it is in that
 *             mm's mm_cpumask(). It gets into the mask before it fills the first entry.
 * Locks:      a TLB is its own CPU's, interrupts off or between two points.
 * Elsewhere:  filling and using entries (mmu.c), kernel addresses (kmap.c).
 *
 * Every CPU in the mask is interrupted for each flush, also one that runs a kernel thread: simple,
 * and the more interrupts the more interleavings.
 */
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/mm_types.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <asm/mmu_context.h>
#include <asm/tlbflush.h>
#include "../kernel/sim_kernel.h"
#include "sim_mm.h"

struct sim_tlb sim_tlbs[SIM_MAX_CPUS];

atomic64_t last_mm_ctx_id = ATOMIC64_INIT(1);

struct flush {
	struct mm_struct *mm;
	unsigned long start, end;	/* end TLB_FLUSH_ALL: everything */
};

/* ---- loading an address space ---- */

/**
 * switch_mm_irqs_off() - run with @next's user addresses from now on
 *
 * Context: interrupts off.
 */
void switch_mm_irqs_off(struct mm_struct *unused, struct mm_struct *next, struct task_struct *tsk)
{
	unsigned int cpu = smp_processor_id();
	struct sim_tlb *tlb = &sim_tlbs[cpu];
	struct mm_struct *prev = tlb->mm;

	if (prev == next)
		return;
	tlb->mm = NULL;
	tlb->epoch++;
	if (prev && prev != &init_mm)
		cpumask_clear_cpu(cpu, mm_cpumask(prev));
	if (next != &init_mm)
		cpumask_set_cpu(cpu, mm_cpumask(next));
	tlb->mm = next;
}

/** switch_mm() - as switch_mm_irqs_off(), from anywhere */
void switch_mm(struct mm_struct *prev, struct mm_struct *next, struct task_struct *tsk)
{
	unsigned long flags;

	local_irq_save(flags);
	switch_mm_irqs_off(prev, next, tsk);
	local_irq_restore(flags);
}

/** leave_mm() - borrow no mm: this CPU is about to do without */
void leave_mm(void)
{
	switch_mm(NULL, &init_mm, NULL);
}

/* ---- flushing user addresses ---- */

static bool lose_flushes;	/* [T] to test that it is noticed */

/** sim_lose_flushes() - from now on flushes of user addresses do nothing, or do again */
void sim_lose_flushes(bool lose)
{
	lose_flushes = lose;
}

/* On each CPU that has the mm loaded; interrupts off. */
static void flush_here(void *data)
{
	const struct flush *f = data;
	struct sim_tlb *tlb = &sim_tlbs[smp_processor_id()];

	if (tlb->mm != f->mm)
		return;
	if (f->end == TLB_FLUSH_ALL || (f->end - f->start) >> PAGE_SHIFT >= SIM_TLB_ENTRIES) {
		tlb->epoch++;
		return;
	}
	for (unsigned long addr = f->start & PAGE_MASK; addr < f->end; addr += PAGE_SIZE) {
		struct sim_tlb_entry *e = sim_tlb_slot(tlb, addr);

		if (e->vpn == addr >> PAGE_SHIFT)
			e->epoch = 0;
	}
}

/**
 * flush_tlb_mm_range() - nobody uses an old translation of [start, end) of @mm any more
 *
 * Context: interrupts on (it waits for other CPUs), preemption may be off.
 */
void flush_tlb_mm_range(struct mm_struct *mm, unsigned long start, unsigned long end,
			unsigned int stride_shift, bool freed_tables)
{
	struct flush f = { .mm = mm, .start = start, .end = end };

	if (unlikely(lose_flushes))
		return;
	atomic64_inc(&mm->context.tlb_gen);
	smp_mb();	/* the mask is read after the entries were changed; pairs with switch_mm's */
	on_each_cpu_mask(mm_cpumask(mm), flush_here, &f, true);
}

/* ---- flushing kernel addresses, which the host's MMU knows for all CPUs ---- */

static void flush_all_here(void *unused)
{
	sim_tlbs[smp_processor_id()].epoch++;
}

/** flush_tlb_all() - everything, on every CPU */
void flush_tlb_all(void)
{
	if (num_online_cpus() <= 1)
		flush_all_here(NULL);
	else
		on_each_cpu(flush_all_here, NULL, 1);
	sim_kernel_flushed(0, TLB_FLUSH_ALL);
}

/** flush_tlb_kernel_range() - kernel addresses [start, end), on every CPU */
void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	sim_point();
	sim_kernel_flushed(start & PAGE_MASK, end);
}
