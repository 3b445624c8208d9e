// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit.c - is the state of all memory consistent? Recount it from first principles.
 *
 *	every page table of every address space	(audit_mm.c)	who maps which page, and how
 *	every VMA				(audit_mm.c)	against its tree, its anon_vma, its file
 *	every LRU list				(audit_pages.c)	flags, lengths, counters
 *	every page frame			(audit_pages.c)	mapcount, references, page cache, free
 *	every zone, slab cache, per-CPU area	(their own checkers)
 *
 * All CPUs are stopped meanwhile (stop_machine()). A task that was preempted to that end holds no
 * spinlock, but may hold a mutex or an rwsem, and be in the middle of what that guards. So what is
 * changed as one under a spinlock has to agree always: mapcounts with entries, an mm's page
 * counters, LRU lists, free lists, vmstat. What belongs to an rwsem that is held is left out: the VMAs
 * of an address space whose mmap_lock is held for writing. References may be held by such tasks
 * too, so a page may have more of them than the recount finds, never fewer.
 *
 *	echo 1 > /proc/sys/vm/audit	audits; fails with EUCLEAN where something differs
 *	cat /proc/sys/vm/audit		how many differences there were in all audits
 *
 * Owns:       the list of all address spaces.
 * Invariant:  the auditor changes nothing.
 * Locks:      audit_mutex: one audit at a time; audit_mm_lock: the list.
 */
#include <linux/cpu.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mm_audit.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sched/clock.h>
#include <linux/spinlock.h>
#include <linux/stop_machine.h>
#include <linux/swap.h>
#include <linux/sysctl.h>
#include <linux/vmalloc.h>
#include "audit.h"
#include "pages.h"
#include "slab.h"

/* Differences that are printed; the rest is only counted. */
#define AUDIT_MAX_REPORTS	10

LIST_HEAD(audit_mms);
static DEFINE_SPINLOCK(audit_mm_lock);
static DEFINE_MUTEX(audit_mutex);
static unsigned long audit_total;

/* ---- all address spaces ------------------------------------------------------------------- */

void mm_audit_add(struct mm_struct *mm)
{
	spin_lock(&audit_mm_lock);
	list_add_tail(&mm->audit_list, &audit_mms);
	spin_unlock(&audit_mm_lock);
}

void mm_audit_del(struct mm_struct *mm)
{
	spin_lock(&audit_mm_lock);
	list_del(&mm->audit_list);
	spin_unlock(&audit_mm_lock);
}

/* ---- findings ----------------------------------------------------------------------------- */

/* Count a difference. Return: it should be printed. */
bool audit_difference(struct audit *audit)
{
	audit->differences++;
	if (audit->reported > AUDIT_MAX_REPORTS)
		return false;
	if (audit->reported++ == AUDIT_MAX_REPORTS) {
		pr_err("audit: and more\n");
		return false;
	}
	return true;
}

/* ---- the audit ---------------------------------------------------------------------------- */

static void audit_allocators(struct audit *audit)
{
	struct kmem_cache *cache;
	struct zone *zone;

	for_each_populated_zone(zone)
		audit_expect(audit, zone_check(zone), "zone %s: its free lists are inconsistent",
			     zone->name);
	audit_expect(audit, percpu_check(), "per-CPU memory is inconsistent");
	/* who adds or removes a cache may have been stopped half-way */
	if (mutex_is_locked(&slab_mutex))
		return;
	list_for_each_entry(cache, &slab_caches, list)
		audit_expect(audit, slab_check(cache), "slab cache %s is inconsistent", cache->name);
}

/* Everything stands still. */
static int audit_stopped(void *arg)
{
	struct audit *audit = arg;

	audit_allocators(audit);
	audit_all_mms(audit);
	audit_all_lrus(audit);
	audit_all_pages(audit);
	audit_counters(audit);
	return 0;
}

/**
 * mm_audit() - audit all memory now
 *
 * What differs goes to the log.
 *
 * Context: sleeps; stops all CPUs for some milliseconds a GiB.
 * Return: number of differences, or -ENOMEM.
 */
long mm_audit(void)
{
	struct audit audit = { .nr_pages = max_pfn };
	u64 start;

	audit.pages = vzalloc(array_size(max_pfn, sizeof(*audit.pages)));
	if (!audit.pages)
		return -ENOMEM;
	mutex_lock(&audit_mutex);
	/* nothing wrong with a page in a batch, but it is on no list yet */
	lru_add_drain_all();
	audit_expect(&audit, vmalloc_check(), "vmalloc's areas are inconsistent");
	start = local_clock();
	stop_machine(audit_stopped, &audit, NULL);
	audit_total += audit.differences;
	pr_info("audit: %lu address spaces, %lu entries, %lu frames in %llu us: %ld differences\n",
		audit.nr_mms, audit.nr_entries, audit.nr_pages,
		(local_clock() - start) / 1000, audit.differences);
	mutex_unlock(&audit_mutex);
	vfree(audit.pages);
	return audit.differences;
}

static int do_audit(const struct ctl_table *ctl, int write, void *buffer, size_t *lenp,
		    loff_t *ppos)
{
	long ret;

	if (!write)
		return proc_doulongvec_minmax(ctl, write, buffer, lenp, ppos);
	ret = mm_audit();
	if (ret > 0)
		return -EUCLEAN;
	*ppos += *lenp;
	return ret;
}

static const struct ctl_table audit_table[] = {
	{
		.procname = "audit", .data = &audit_total, .maxlen = sizeof(audit_total),
		.mode = 0644, .proc_handler = do_audit,
	},
};

static int __init audit_init(void)
{
	register_sysctl_init("vm", audit_table);
	return 0;
}
core_initcall(audit_init);
