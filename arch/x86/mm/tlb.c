// SPDX-License-Identifier: GPL-2.0-only
/*
 * tlb.c - which address space a CPU has loaded, and dropping stale translations.
 *
 * Owns:       cpu_tlbstate, mm->context.tlb_gen, the CPUs' bits in mm_cpumask().
 * Invariant:  a CPU that may hold a translation of an mm is in its mm_cpumask(). Whoever removes
 *             an entry first raises tlb_gen, then looks who is in the mask and not lazy; whoever
 *             loads an mm, or stops being lazy, first gets into the mask (clears is_lazy), then
 *             reads tlb_gen. With a full barrier between the two steps on both sides, one sees
 *             the other: the CPU flushes by itself, or it gets the interrupt.
 * Locks:      cpu_tlbstate is written by its own CPU with interrupts off.
 *
 * A flush that just follows the one a CPU did last can be done page by page; a CPU that has
 * missed some in between drops everything, and is then up to date with all that were asked for
 * so far. Kernel threads borrow the mm of whoever ran before: that costs no reload, and the CPU
 * is not interrupted for flushes meanwhile, unless page tables themselves are freed.
 */
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/mm_types.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/vmstat.h>
#include <asm/mmu_context.h>
#include <asm/tlbflush.h>

/* Above so many pages, refilling the whole TLB is cheaper than dropping them one by one. */
#define FLUSH_CEILING	33UL

DEFINE_PER_CPU(struct tlb_state, cpu_tlbstate) = { .loaded_mm = &init_mm };
DEFINE_PER_CPU(struct tlb_state_shared, cpu_tlbstate_shared);

atomic64_t last_mm_ctx_id = ATOMIC64_INIT(1);

static __always_inline void invlpg(unsigned long addr)
{
	asm volatile("invlpg (%0)" : : "r" (addr) : "memory");
}

/** flush_tlb_local() - everything but global pages, on this CPU */
void flush_tlb_local(void)
{
	write_cr3(__read_cr3());
}

/** __flush_tlb_all() - everything, on this CPU */
void __flush_tlb_all(void)
{
	unsigned long cr4 = __read_cr4(), flags;

	if (!(cr4 & X86_CR4_PGE)) {
		flush_tlb_local();
		return;
	}
	local_irq_save(flags);
	__write_cr4(cr4 & ~X86_CR4_PGE);
	__write_cr4(cr4);
	local_irq_restore(flags);
}

/** flush_tlb_one_kernel() - one kernel page, on this CPU */
void flush_tlb_one_kernel(unsigned long addr)
{
	invlpg(addr);
}

/* ---- loading an address space ---- */

static void load_mm(struct mm_struct *next)
{
	this_cpu_write(cpu_tlbstate.loaded_mm, next);
	this_cpu_write(cpu_tlbstate.ctx_id, next->context.ctx_id);
	this_cpu_write(cpu_tlbstate.tlb_gen, atomic64_read(&next->context.tlb_gen));
	write_cr3(__pa(next->pgd));
}

/**
 * switch_mm_irqs_off() - run with @next's user addresses from now on
 *
 * What is loaded counts, not what the scheduler thinks was: the first argument is not used.
 * Context: interrupts off.
 */
void switch_mm_irqs_off(struct mm_struct *unused, struct mm_struct *next, struct task_struct *tsk)
{
	struct mm_struct *prev = this_cpu_read(cpu_tlbstate.loaded_mm);
	bool was_lazy = this_cpu_read(cpu_tlbstate_shared.is_lazy);
	unsigned int cpu = smp_processor_id();

	if (was_lazy)
		this_cpu_write(cpu_tlbstate_shared.is_lazy, false);

	if (prev == next) {
		if (!was_lazy)
			return;
		smp_mb();	/* pairs with the increment in flush_tlb_mm_range(): see above */
		if (atomic64_read(&next->context.tlb_gen) != this_cpu_read(cpu_tlbstate.tlb_gen))
			load_mm(next);
		return;
	}
	if (prev != &init_mm)
		cpumask_clear_cpu(cpu, mm_cpumask(prev));
	if (next != &init_mm)
		cpumask_set_cpu(cpu, mm_cpumask(next));	/* locked: a full barrier, as above */
	load_mm(next);
}

/** switch_mm() - as switch_mm_irqs_off(), from anywhere */
void switch_mm(struct mm_struct *prev, struct mm_struct *next, struct task_struct *tsk)
{
	unsigned long flags;

	local_irq_save(flags);
	switch_mm_irqs_off(prev, next, tsk);
	local_irq_restore(flags);
}

/** enter_lazy_tlb() - a kernel thread keeps the loaded mm, without using its user addresses */
void enter_lazy_tlb(struct mm_struct *mm, struct task_struct *tsk)
{
	if (this_cpu_read(cpu_tlbstate.loaded_mm) != &init_mm)
		this_cpu_write(cpu_tlbstate_shared.is_lazy, true);
}

/** leave_mm() - borrow no mm: this CPU is about to do without */
void leave_mm(void)
{
	if (this_cpu_read(cpu_tlbstate.loaded_mm) != &init_mm)
		switch_mm(NULL, &init_mm, NULL);
}

/* ---- flushing user addresses ---- */

/* On each CPU that has the mm loaded; interrupts off. */
static void flush_tlb_func(void *data)
{
	const struct flush_tlb_info *info = data;
	struct mm_struct *mm = this_cpu_read(cpu_tlbstate.loaded_mm);
	u64 mm_gen, local_gen;

	if (mm != info->mm || mm == &init_mm)
		return;
	if (this_cpu_read(cpu_tlbstate_shared.is_lazy)) {
		switch_mm_irqs_off(NULL, &init_mm, NULL);
		return;
	}
	mm_gen = atomic64_read(&mm->context.tlb_gen);
	local_gen = this_cpu_read(cpu_tlbstate.tlb_gen);
	if (local_gen >= mm_gen)
		return;
	if (info->end != TLB_FLUSH_ALL && info->new_tlb_gen == local_gen + 1 && info->new_tlb_gen == mm_gen) {
		for (unsigned long addr = info->start; addr < info->end; addr += 1UL << info->stride_shift)
			invlpg(addr);
	} else {
		flush_tlb_local();
	}
	this_cpu_write(cpu_tlbstate.tlb_gen, mm_gen);
}

/* The same where more CPUs than one do it. */
static void flush_tlb_func_multi(void *data)
{
	const struct flush_tlb_info *info = data;

	if (info->initiator != smp_processor_id())
		count_vm_event(NR_TLB_REMOTE_FLUSH_RECEIVED);
	flush_tlb_func(data);
}

static bool tlb_is_not_lazy(int cpu, void *data)
{
	return !per_cpu(cpu_tlbstate_shared.is_lazy, cpu);
}

/**
 * flush_tlb_mm_range() - nobody uses an old translation of [start, end) of @mm any more
 * @stride_shift: log2 of the distance between entries that changed
 * @freed_tables: page tables go too, so not even a CPU's speculation may walk them
 *
 * Context: interrupts on (it waits for other CPUs), preemption may be off.
 */
void flush_tlb_mm_range(struct mm_struct *mm, unsigned long start, unsigned long end,
			unsigned int stride_shift, bool freed_tables)
{
	struct flush_tlb_info info = {
		.mm = mm, .start = start, .end = end,
		.stride_shift = stride_shift, .freed_tables = freed_tables,
	};
	int cpu = get_cpu();

	if (end == TLB_FLUSH_ALL || (end - start) >> stride_shift > FLUSH_CEILING)
		info.end = TLB_FLUSH_ALL;
	info.new_tlb_gen = atomic64_inc_return(&mm->context.tlb_gen);

	if (cpumask_any_but(mm_cpumask(mm), cpu) < nr_cpu_ids) {
		count_vm_event(NR_TLB_REMOTE_FLUSH);
		info.initiator = cpu;
		on_each_cpu_cond_mask(freed_tables ? NULL : tlb_is_not_lazy, flush_tlb_func_multi, &info, true,
				      mm_cpumask(mm));
	} else if (mm == this_cpu_read(cpu_tlbstate.loaded_mm)) {
		unsigned long flags;

		local_irq_save(flags);
		flush_tlb_func(&info);
		local_irq_restore(flags);
	}
	put_cpu();
}

/* ---- flushing kernel addresses ---- */

static void do_flush_tlb_all(void *unused)
{
	__flush_tlb_all();
}

static void do_kernel_range_flush(void *data)
{
	const struct flush_tlb_info *info = data;

	for (unsigned long addr = info->start; addr < info->end; addr += PAGE_SIZE)
		invlpg(addr);
}

/* While there is one CPU, interrupts may be off: boot does that. */
static void run_everywhere(smp_call_func_t func, void *data)
{
	if (num_online_cpus() <= 1)
		func(data);
	else
		on_each_cpu(func, data, 1);
}

/** flush_tlb_all() - everything, on every CPU */
void flush_tlb_all(void)
{
	run_everywhere(do_flush_tlb_all, NULL);
}

/** flush_tlb_kernel_range() - kernel addresses [start, end), on every CPU */
void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	struct flush_tlb_info info = { .start = start & PAGE_MASK, .end = end };

	if (end == TLB_FLUSH_ALL || end - start > FLUSH_CEILING << PAGE_SHIFT)
		flush_tlb_all();
	else
		run_everywhere(do_kernel_range_flush, &info);
}
