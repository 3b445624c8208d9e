// SPDX-License-Identifier: GPL-2.0-only
/*
 * percpu_counter.c - a counter that many CPUs add to and few read exactly.
 *
 * Owns:       struct percpu_counter.
 * Invariant:  the value is count plus all of counters[]; each of counters[] is
 *             within +-batch of zero. An unlocked add may pass a limit by that.
 * Locks:      fbc->lock (interrupts off) guards count. A CPU changes its own
 *             word with interrupts off or in one instruction.
 * Elsewhere:  CPUs are never unplugged, so no word is left behind.
 */
#include <linux/cache.h>
#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/percpu_counter.h>

/* An error of this much for each CPU is tolerable to most users. */
int percpu_counter_batch __read_mostly = 32;

/**
 * percpu_counter_init_many() - set up an array of counters.
 * Context: may sleep if @gfp does.
 * Return: 0 or -ENOMEM.
 */
int percpu_counter_init_many(struct percpu_counter *fbc, s64 amount, gfp_t gfp,
			     u32 nr_counters)
{
	const size_t stride = sizeof(*fbc->counters);
	void __percpu *words;
	u32 i;

	words = __alloc_percpu_gfp(nr_counters * stride,
				   __alignof__(*fbc->counters), gfp);
	if (!words) {
		fbc[0].counters = NULL;
		return -ENOMEM;
	}
	for (i = 0; i < nr_counters; i++) {
		raw_spin_lock_init(&fbc[i].lock);
		fbc[i].count = amount;
		fbc[i].counters = words + i * stride;
	}
	return 0;
}

/** percpu_counter_destroy_many() - undo percpu_counter_init_many(); may run twice. */
void percpu_counter_destroy_many(struct percpu_counter *fbc, u32 nr_counters)
{
	u32 i;

	if (!fbc[0].counters)
		return;
	free_percpu(fbc[0].counters);
	for (i = 0; i < nr_counters; i++)
		fbc[i].counters = NULL;
}

/** percpu_counter_set() - set the value; additions meanwhile may be lost. */
void percpu_counter_set(struct percpu_counter *fbc, s64 amount)
{
	unsigned long flags;
	int cpu;

	raw_spin_lock_irqsave(&fbc->lock, flags);
	for_each_possible_cpu(cpu)
		*per_cpu_ptr(fbc->counters, cpu) = 0;
	fbc->count = amount;
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
}

/** percpu_counter_add_batch() - add; at most +-@batch stays with this CPU. */
void percpu_counter_add_batch(struct percpu_counter *fbc, s64 amount, s32 batch)
{
	unsigned long flags;
	s64 mine;

	local_irq_save(flags);
	mine = __this_cpu_read(*fbc->counters) + amount;
	if (mine < batch && mine > -batch) {
		__this_cpu_write(*fbc->counters, mine);
	} else {
		raw_spin_lock(&fbc->lock);
		fbc->count += mine;
		__this_cpu_write(*fbc->counters, 0);
		raw_spin_unlock(&fbc->lock);
	}
	local_irq_restore(flags);
}

/** percpu_counter_sync() - move this CPU's share to the common count. */
void percpu_counter_sync(struct percpu_counter *fbc)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&fbc->lock, flags);
	fbc->count += __this_cpu_read(*fbc->counters);
	__this_cpu_write(*fbc->counters, 0);
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
}

/** __percpu_counter_sum() - the value, every CPU's share included. */
s64 __percpu_counter_sum(struct percpu_counter *fbc)
{
	unsigned long flags;
	s64 sum;
	int cpu;

	raw_spin_lock_irqsave(&fbc->lock, flags);
	sum = fbc->count;
	for_each_possible_cpu(cpu)
		sum += *per_cpu_ptr(fbc->counters, cpu);
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
	return sum;
}

static int compare(s64 a, s64 b)
{
	return a < b ? -1 : a > b;
}

/**
 * __percpu_counter_compare() - compare with @rhs, summing only if it is close.
 * Return: -1, 0 or 1 as the counter is less, equal or greater.
 */
int __percpu_counter_compare(struct percpu_counter *fbc, s64 rhs, s32 batch)
{
	s64 count = percpu_counter_read(fbc);
	s64 error = (s64)batch * num_possible_cpus();

	if (count - rhs > error || rhs - count > error)
		return compare(count, rhs);
	return compare(percpu_counter_sum(fbc), rhs);
}

/**
 * __percpu_counter_limited_add() - add @amount unless that passes @limit.
 *
 * The limit is a ceiling for a positive @amount and a floor for a negative
 * one. Return: whether it was added.
 */
bool __percpu_counter_limited_add(struct percpu_counter *fbc, s64 limit,
				  s64 amount, s32 batch)
{
	unsigned long flags;
	s64 sum;
	int cpu;
	bool good;

	if (!amount)
		return true;
	raw_spin_lock_irqsave(&fbc->lock, flags);
	sum = fbc->count + amount;
	for_each_possible_cpu(cpu)
		sum += *per_cpu_ptr(fbc->counters, cpu);
	good = amount > 0 ? sum <= limit : sum >= limit;
	if (good)
		fbc->count += amount;
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
	return good;
}
