// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmemleak_scan.c - looks through memory for references to allocations.
 *
 * Owns:       the scan: one at a time, under scan_mutex.
 * Invariant:  when a scan ends, an object's count is the number of words that pointed into it, up to
 *             what its min_count asks for, as they were at some time during the scan.
 * Locks:      scan_mutex, may sleep. kmemleak_lock for a block of SCAN_WORDS words at a time, so
 *             that what is being read cannot be freed and interrupts wait only so long.
 * Elsewhere:  the record of objects (kmemleak.c).
 *
 * Roots: data and bss of the image, memory from before the page allocator (per-CPU variables, struct
 * pages, boot tables), the stacks of all tasks, with the registers that switching saved there,
 * and objects that are known not to be leaks. What the roots point to is looked into as well,
 * and so on. A word counts if it points anywhere into an object.
 *
 * Memory moves while it is being read, so a pointer may be missed. Therefore an object whose
 * contents have changed since the last scan is taken for alive, and so are young ones.
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/pfn.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <asm/sections.h>
#include "kmemleak.h"

#define SCAN_WORDS	256

static DEFINE_MUTEX(scan_mutex);
static LIST_HEAD(gray_list);			/* [L] kmemleak_lock */

/* Memory that memblock had given out when the page allocator began. */
struct boot_range {
	unsigned long start_pfn, end_pfn;
};
static struct boot_range *boot_ranges __ro_after_init;
static unsigned int nr_boot_ranges __ro_after_init;

/** kmemleak_boot_roots() - note what memblock has given out and may hold pointers; it still knows */
void __init kmemleak_boot_roots(void)
{
	struct memblock_region *r;
	unsigned int n = 0;

	for_each_reserved_mem_region(r)
		n++;
	boot_ranges = kcalloc(n, sizeof(*boot_ranges), GFP_KERNEL | __GFP_NOFAIL);
	for_each_reserved_mem_region(r)
		if (!(r->flags & MEMBLOCK_RSRV_NOLEAKTRACE))
			boot_ranges[nr_boot_ranges++] = (struct boot_range) {
				PFN_DOWN(r->base), PFN_UP(r->base + r->size)
			};
}

/* ---- words -------------------------------------------------------------- */

/* A reference was found. kmemleak_lock held. */
static void count_reference(struct kmemleak_object *object)
{
	if (kmemleak_is_gray(object) || object->min_count < 0)
		return;
	object->count++;
	if (kmemleak_is_gray(object) && list_empty(&object->gray))
		list_add_tail(&object->gray, &gray_list);
}

/* kmemleak_lock held. @self: whose contents these are; what points to itself does not count. */
static void scan_words(const unsigned long *word, const unsigned long *end,
		       const struct kmemleak_object *self)
{
	struct kmemleak_object *object;

	for (; word < end; word++) {
		unsigned long value = READ_ONCE(*word);

		object = kmemleak_find(value, false) ?: kmemleak_find(value, true);
		if (object && object != self)
			count_reference(object);
	}
}

/* Memory that stays where it is; in any context. */
static void scan_range(const void *start, const void *end)
{
	const unsigned long *word = PTR_ALIGN((const unsigned long *)start, sizeof(long));
	const unsigned long *stop = (const unsigned long *)ALIGN_DOWN((unsigned long)end, sizeof(long));
	unsigned long flags;

	for (; word < stop; word += SCAN_WORDS) {
		raw_spin_lock_irqsave(&kmemleak_lock, flags);
		scan_words(word, min(word + SCAN_WORDS, stop), NULL);
		raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
	}
}

static void scan_root(const void *start, const void *end)
{
	for (; start < end; start += PAGE_SIZE) {
		scan_range(start, min(start + PAGE_SIZE, end));
		cond_resched();
	}
}

/** kmemleak_contents() - where an object's memory is; of a per-CPU one, that of @cpu */
const void *kmemleak_contents(const struct kmemleak_object *object, int cpu)
{
	if (object->percpu)
		return per_cpu_ptr((void __percpu __force *)object->start, cpu);
	return (const void *)object->start;
}

static void scan_contents(struct kmemleak_object *object, const void *start)
{
	const void *first = start + object->scan_offset, *behind = first + object->scan_size;
	const unsigned long *word = PTR_ALIGN((const unsigned long *)first, sizeof(long));
	const unsigned long *stop = (const void *)ALIGN_DOWN((unsigned long)behind, sizeof(long));
	unsigned long flags;

	for (; word < stop; word += SCAN_WORDS) {
		raw_spin_lock_irqsave(&kmemleak_lock, flags);
		if (object->allocated)
			scan_words(word, min(word + SCAN_WORDS, stop), object);
		raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
		cond_resched();
	}
}

/* Looks into all gray objects; that may turn more of them gray. */
static void scan_gray_list(void)
{
	struct kmemleak_object *object;
	unsigned long flags;
	int cpu;

	for (;;) {
		raw_spin_lock_irqsave(&kmemleak_lock, flags);
		object = list_first_entry_or_null(&gray_list, struct kmemleak_object, gray);
		if (object)
			list_del_init(&object->gray);
		raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
		if (!object)
			return;
		if (object->no_scan)
			continue;
		/* it stays on the list of all objects, allocated or not, until the scan ends */
		if (object->percpu)
			for_each_possible_cpu(cpu)
				scan_contents(object, kmemleak_contents(object, cpu));
		else
			scan_contents(object, kmemleak_contents(object, 0));
	}
}

/* ---- roots -------------------------------------------------------------- */

/* Boot memory may have been given back since (the initramfs). */
static void scan_boot_memory(void)
{
	unsigned long pfn;
	unsigned int i;

	for (i = 0; i < nr_boot_ranges; i++) {
		for (pfn = boot_ranges[i].start_pfn; pfn < boot_ranges[i].end_pfn; pfn++) {
			void *page = pfn_to_virt(pfn);

			if (pfn_valid(pfn) && PageReserved(pfn_to_page(pfn)) && !pfn_in_kernel_image(pfn))
				scan_root(page, page + PAGE_SIZE);
		}
	}
}

static void scan_stacks(void)
{
	struct task_struct *leader, *task;

	rcu_read_lock();
	for_each_process_thread(leader, task) {
		void *stack = try_get_task_stack(task);

		if (!stack)
			continue;
		/* of our own, only what is in use: below lie the remains of earlier calls */
		scan_range(task == current ? __builtin_frame_address(0) : stack, stack + THREAD_SIZE);
		put_task_stack(task);
	}
	rcu_read_unlock();
}

static void scan_roots(void)
{
	scan_root(__start_ro_after_init, __end_ro_after_init);
	scan_root(_sdata, _edata);
	scan_root(__bss_start, __bss_stop);
	scan_boot_memory();
	scan_stacks();
}

/* ---- the scan ----------------------------------------------------------- */

/* All white, but those that are roots themselves. */
static void begin_scan(void)
{
	struct kmemleak_object *object;
	unsigned long flags;

	raw_spin_lock_irqsave(&kmemleak_lock, flags);
	kmemleak_scanning = true;
	list_for_each_entry(object, &kmemleak_list, list) {
		object->count = 0;
		if (!object->min_count)
			list_add_tail(&object->gray, &gray_list);
	}
	raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
}

/* Whether the contents are what they were last time; remembers them. kmemleak_lock held. */
static bool contents_changed(struct kmemleak_object *object)
{
	const u8 *p = kmemleak_contents(object, cpumask_first(cpu_possible_mask));
	u32 old = object->checksum, sum = 2166136261U;
	size_t i;

	for (i = 0; i < object->size; i++)
		sum = (sum ^ p[i]) * 16777619U;		/* FNV-1a */
	object->checksum = sum;
	return sum != old;
}

/* White objects whose contents change are being used: something points to them. */
static void spare_changed_objects(void)
{
	struct kmemleak_object *object;
	unsigned long flags;

	/* objects leave the list only when no scan runs, so it can be walked in pieces */
	list_for_each_entry(object, &kmemleak_list, list) {
		raw_spin_lock_irqsave(&kmemleak_lock, flags);
		if (object->allocated && kmemleak_is_white(object) && contents_changed(object)) {
			object->count = object->min_count;
			if (list_empty(&object->gray))
				list_add_tail(&object->gray, &gray_list);
		}
		raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
		cond_resched();
	}
}

/* Return: how many leaks are new. */
static int end_scan(void)
{
	struct kmemleak_object *object, *next;
	unsigned long flags;
	LIST_HEAD(freed);
	int leaks = 0;

	raw_spin_lock_irqsave(&kmemleak_lock, flags);
	kmemleak_scanning = false;
	list_for_each_entry_safe(object, next, &kmemleak_list, list) {
		list_del_init(&object->gray);
		if (!object->allocated) {
			list_move(&object->list, &freed);
		} else if (kmemleak_is_white(object) && !object->reported &&
			   time_after_eq(jiffies, object->jiffies + kmemleak_min_age)) {
			object->reported = true;
			leaks++;
		}
	}
	raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
	list_for_each_entry_safe(object, next, &freed, list)
		kmemleak_release(object);
	return leaks;
}

/**
 * kmemleak_scan() - look for leaks now
 *
 * An object is reported at the second scan that finds no reference to it, since the first has no
 * earlier contents to compare with. Context: may sleep, long. Return: how many leaks are new.
 */
int kmemleak_scan(void)
{
	int leaks;

	mutex_lock(&scan_mutex);
	begin_scan();
	scan_roots();
	scan_gray_list();
	spare_changed_objects();
	scan_gray_list();
	leaks = end_scan();
	mutex_unlock(&scan_mutex);
	if (leaks)
		pr_info("kmemleak: %d new suspected memory leaks (see /sys/kernel/debug/kmemleak)\n",
			leaks);
	return leaks;
}
