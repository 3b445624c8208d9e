// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_slowpath.c - what an allocation does when no zone has enough above its low watermark.
 *
 * Owns:       the policy of retrying, and the failure report.
 * Locks:      none.
 * Elsewhere:  reclaim, compaction and the OOM killer: layer 7, reached through reclaim_ops.
 *
 * The steps, each tried only if the request's flags allow it:
 *
 *   1  wake kswapd; try again down to the min watermark, or into the reserves
 *   2  for large blocks: compact first
 *   3  reclaim directly, then compact
 *   4  again 3, as long as there is progress (16 fruitless rounds at most)
 *   5  give back the highatomic reserve; OOM kill
 *   6  __GFP_NOFAIL: from 1, with access to half of the reserve; others: report and fail
 *
 * A task that frees memory for others (PF_MEMALLOC) may use everything and never gets to 2.
 */
#include <linux/cpumask.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/swap.h>
#include "pages.h"

#define MAX_RECLAIM_RETRIES	16
#define MAX_COMPACT_RETRIES	16

static const struct reclaim_ops *reclaim_ops __read_mostly;	/* [I] once registered */

/**
 * register_reclaim_ops() - layer 7 offers its services
 */
void register_reclaim_ops(const struct reclaim_ops *ops)
{
	WRITE_ONCE(reclaim_ops, ops);
}

/**
 * wakeup_kswapd() - ask for background reclaim
 *
 * Context: any.
 */
void wakeup_kswapd(struct zone *zone, gfp_t gfp_mask, int order, enum zone_type highest_zoneidx)
{
	const struct reclaim_ops *ops = READ_ONCE(reclaim_ops);

	if (ops && ops->wake_kswapd)
		ops->wake_kswapd(zone, gfp_mask, order, highest_zoneidx);
}

int reclaim_migrate_range(unsigned long start_pfn, unsigned long end_pfn, gfp_t gfp)
{
	const struct reclaim_ops *ops = READ_ONCE(reclaim_ops);

	return ops && ops->migrate_range ? ops->migrate_range(start_pfn, end_pfn, gfp) : -EBUSY;
}

static void wake_all_kswapds(unsigned int order, gfp_t gfp_mask, const struct alloc_context *ac)
{
	struct pglist_data *last = NULL;
	struct zoneref *z;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, z, ac->zonelist, ac->highest_zoneidx, ac->nodemask) {
		if (!managed_zone(zone) || zone->zone_pgdat == last)
			continue;
		wakeup_kswapd(zone, gfp_mask, order, ac->highest_zoneidx);
		last = zone->zone_pgdat;
	}
}

/**
 * gfp_to_alloc_flags() - how deep a request may dig, from its mask
 */
unsigned int gfp_to_alloc_flags(gfp_t gfp_mask, unsigned int order)
{
	unsigned int alloc_flags = ALLOC_WMARK_MIN | ALLOC_CPUSET;

	if (gfp_mask & __GFP_HIGH)
		alloc_flags |= ALLOC_MIN_RESERVE;
	if (gfp_mask & __GFP_KSWAPD_RECLAIM)
		alloc_flags |= ALLOC_KSWAPD;
	if (!(gfp_mask & __GFP_DIRECT_RECLAIM) && !(gfp_mask & __GFP_NOMEMALLOC)) {
		alloc_flags |= ALLOC_NON_BLOCK;
		if (order)
			alloc_flags |= ALLOC_HIGHATOMIC;
	}
	return alloc_flags;
}

/* What the context adds: all reserves for who frees memory, half for an OOM victim. */
static unsigned int reserve_flags(gfp_t gfp_mask)
{
	if (gfp_mask & __GFP_NOMEMALLOC)
		return 0;
	if (gfp_mask & __GFP_MEMALLOC)
		return ALLOC_NO_WATERMARKS;
	if (in_serving_softirq() && (current->flags & PF_MEMALLOC))
		return ALLOC_NO_WATERMARKS;
	if (in_interrupt())
		return 0;
	if (current->flags & PF_MEMALLOC)
		return ALLOC_NO_WATERMARKS;
	return fatal_signal_pending(current) ? ALLOC_OOM : 0;
}

bool gfp_pfmemalloc_allowed(gfp_t gfp_mask)
{
	return reserve_flags(gfp_mask) != 0;
}

/* ---- asking layer 7 ----------------------------------------------------- */

static unsigned long do_reclaim(gfp_t gfp_mask, unsigned int order, const struct alloc_context *ac)
{
	const struct reclaim_ops *ops = READ_ONCE(reclaim_ops);
	unsigned int noreclaim;
	unsigned long progress;

	if (!ops || !ops->direct_reclaim)
		return 0;
	__count_zid_vm_events(ALLOCSTALL, ac->highest_zoneidx, 1);
	noreclaim = memalloc_noreclaim_save();
	progress = ops->direct_reclaim(ac->zonelist, order, gfp_mask, ac->nodemask);
	memalloc_noreclaim_restore(noreclaim);
	cond_resched();
	return progress;
}

static bool do_compact(gfp_t gfp_mask, unsigned int order, unsigned int alloc_flags,
		       const struct alloc_context *ac, bool sync)
{
	const struct reclaim_ops *ops = READ_ONCE(reclaim_ops);
	unsigned int noreclaim;
	bool progress;

	if (!order || !ops || !ops->direct_compact)
		return false;
	noreclaim = memalloc_noreclaim_save();
	progress = ops->direct_compact(gfp_mask, order, alloc_flags, ac, sync);
	memalloc_noreclaim_restore(noreclaim);
	count_vm_event(COMPACTSTALL);
	return progress;
}

static bool may_oom(gfp_t gfp_mask, unsigned int order)
{
	if (gfp_mask & (__GFP_RETRY_MAYFAIL | __GFP_THISNODE | __GFP_NORETRY))
		return false;
	if (order > PAGE_ALLOC_COSTLY_ORDER || (current->flags & PF_MEMALLOC))
		return false;
	/* without __GFP_FS reclaim could not do all it can: it is too early to kill */
	return (gfp_mask & __GFP_FS) || (gfp_mask & __GFP_NOFAIL);
}

static bool do_oom(gfp_t gfp_mask, unsigned int order, const struct alloc_context *ac)
{
	const struct reclaim_ops *ops = READ_ONCE(reclaim_ops);

	if (!may_oom(gfp_mask, order) || !ops || !ops->out_of_memory)
		return false;
	return ops->out_of_memory(gfp_mask, order, ac);
}

/* ---- retrying ----------------------------------------------------------- */

/* If all that is reclaimable were free, would some zone be above its min watermark? */
static bool could_ever_succeed(unsigned int order, const struct alloc_context *ac,
			       unsigned int alloc_flags)
{
	struct zoneref *z;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, z, ac->zonelist, ac->highest_zoneidx, ac->nodemask) {
		unsigned long available = zone_page_state_snapshot(zone, NR_FREE_PAGES);

		available += zone_page_state_snapshot(zone, NR_ZONE_INACTIVE_FILE) +
			     zone_page_state_snapshot(zone, NR_ZONE_ACTIVE_FILE);
		if (get_nr_swap_pages() > 0)
			available += zone_page_state_snapshot(zone, NR_ZONE_INACTIVE_ANON) +
				     zone_page_state_snapshot(zone, NR_ZONE_ACTIVE_ANON);
		if (__zone_watermark_ok(zone, order, min_wmark_pages(zone), ac->highest_zoneidx,
					alloc_flags, available))
			return true;
	}
	return false;
}

static bool should_retry(gfp_t gfp_mask, unsigned int order, const struct alloc_context *ac,
			 unsigned int alloc_flags, unsigned long progress, int *no_progress)
{
	if (progress && order <= PAGE_ALLOC_COSTLY_ORDER)
		*no_progress = 0;
	else
		(*no_progress)++;
	if (*no_progress > MAX_RECLAIM_RETRIES)
		return false;
	if (order > PAGE_ALLOC_COSTLY_ORDER && !(gfp_mask & __GFP_RETRY_MAYFAIL))
		return false;
	if (!progress && !READ_ONCE(reclaim_ops))
		return false;
	return could_ever_succeed(order, ac, alloc_flags);
}

/*
 * Is there a page to be had? What may lie in any zone must be had from those that page tables can
 * come from, too: either of them may be what was wanted.
 */
static bool page_to_be_had(void)
{
	gfp_t gfp = GFP_KERNEL;
	struct alloc_context ac = {
		.zonelist = node_zonelist(numa_node_id(), gfp),
		.highest_zoneidx = gfp_zone(gfp),
	};
	struct zoneref *z;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, z, ac.zonelist, ac.highest_zoneidx, ac.nodemask)
		if (zone_watermark_ok(zone, 0, min_wmark_pages(zone), ac.highest_zoneidx,
				      gfp_to_alloc_flags(gfp, 0)))
			return true;
	return false;
}

/**
 * pagefault_out_of_memory() - a page fault of the current process ended for want of memory
 *
 * Meanwhile there may be memory again, or what failed was no want at all (fault injection): then
 * a program just touches the page once more. Else only its end gives some back, also where the
 * kernel touched it on the program's behalf: it would take what the next pages need for as long
 * as it lives.
 *
 * Context: task, may be in a user copy, which ends short.
 */
void pagefault_out_of_memory(void)
{
	if (page_to_be_had() || fatal_signal_pending(current))
		return;
	pr_warn("Out of memory on a page fault: killed process %d (%s)\n", current->tgid, current->comm);
	force_sig(SIGKILL);
}

static void show_nodemask_cpuset(nodemask_t *nodemask)
{
	if (nodemask)
		pr_cont(",nodemask=%*pbl", nodemask_pr_args(nodemask));
}

/**
 * warn_alloc() - report an allocation that failed
 *
 * Silent for __GFP_NOWARN, and at most a few times a second. Context: any.
 */
void warn_alloc(gfp_t gfp_mask, nodemask_t *nodemask, const char *fmt, ...)
{
	static unsigned long next;		/* jiffies; a race prints one report too many */
	struct va_format vaf;
	va_list args;

	if ((gfp_mask & __GFP_NOWARN) || time_before(jiffies, READ_ONCE(next)))
		return;
	WRITE_ONCE(next, jiffies + HZ / 2);
	va_start(args, fmt);
	vaf.fmt = fmt;
	vaf.va = &args;
	pr_warn("%s: %pV, mode:%#x", current->comm, &vaf, gfp_mask);
	show_nodemask_cpuset(nodemask);
	va_end(args);
	pr_cont("\n");
	dump_stack();
	show_mem();
}

/**
 * alloc_pages_slowpath() - the steps atop this file
 *
 * Context: may sleep if @gfp_mask has __GFP_DIRECT_RECLAIM.
 * Return: a page ready for use, or NULL.
 */
struct page *alloc_pages_slowpath(gfp_t gfp_mask, unsigned int order, struct alloc_context *ac)
{
	bool can_reclaim = gfp_mask & __GFP_DIRECT_RECLAIM;
	bool costly = order > PAGE_ALLOC_COSTLY_ORDER;
	unsigned int alloc_flags = gfp_to_alloc_flags(gfp_mask, order), reserves;
	int no_progress = 0, compact_tries = 0;
	unsigned long progress;
	struct page *page;

	if (costly)
		ac->preferred_zoneref = first_zones_zonelist(ac->zonelist, ac->highest_zoneidx,
							     ac->nodemask);
retry:
	if (alloc_flags & ALLOC_KSWAPD)
		wake_all_kswapds(order, gfp_mask, ac);
	reserves = reserve_flags(gfp_mask);
	if (reserves)
		alloc_flags = (alloc_flags & ALLOC_KSWAPD) | reserves;
	page = get_page_from_freelist(gfp_mask, order, alloc_flags, ac);
	if (page)
		return page;
	/* stocks of other CPUs may hold what this zone lacks */
	if (can_reclaim && !irqs_disabled() && no_progress <= 1) {
		drain_all_pages(NULL);
		page = get_page_from_freelist(gfp_mask, order, alloc_flags, ac);
		if (page)
			return page;
	}
	if (!can_reclaim || (current->flags & PF_MEMALLOC))
		goto nopage;

	if (order && do_compact(gfp_mask, order, alloc_flags, ac, compact_tries > 0)) {
		page = get_page_from_freelist(gfp_mask, order, alloc_flags, ac);
		if (page)
			return page;
	}
	if (gfp_mask & __GFP_NORETRY && costly)
		goto nopage;
	progress = do_reclaim(gfp_mask, order, ac);
	page = get_page_from_freelist(gfp_mask, order, alloc_flags, ac);
	if (page)
		return page;
	if (gfp_mask & __GFP_NORETRY)
		goto nopage;
	if (should_retry(gfp_mask, order, ac, alloc_flags, progress, &no_progress) &&
	    (!order || ++compact_tries <= MAX_COMPACT_RETRIES))
		goto retry;
	if (unreserve_highatomic_pageblock(ac, no_progress > MAX_RECLAIM_RETRIES / 2))
		goto retry;
	if (do_oom(gfp_mask, order, ac) && !fatal_signal_pending(current)) {
		no_progress = compact_tries = 0;
		goto retry;
	}
nopage:
	if (gfp_mask & __GFP_NOFAIL) {
		if (WARN_ON_ONCE(!can_reclaim))
			goto fail;
		page = get_page_from_freelist(gfp_mask, order, ALLOC_MIN_RESERVE, ac);
		if (page)
			return page;
		schedule_timeout_uninterruptible(1);
		no_progress = compact_tries = 0;
		goto retry;
	}
fail:
	warn_alloc(gfp_mask, ac->nodemask, "page allocation failure: order:%u", order);
	return NULL;
}
