// SPDX-License-Identifier: GPL-2.0-only
/*
 * zone_tune.c - how much memory each zone keeps back, and the sizes of per-CPU stocks.
 *
 * Owns:       zone->_watermark[], ->lowmem_reserve[], pgdat->totalreserve_pages, and the
 *             tunables behind them (vm.min_free_kbytes, watermark_scale_factor,
 *             lowmem_reserve_ratio, percpu_pagelist_high_fraction).
 * Locks:      zone_tune_lock, over each recalculation.
 * Elsewhere:  what an allocation does with the watermarks (page_alloc.c).
 *
 * The formulas are Linux's, so that a machine of a given size shows the figures that
 * administrators know:
 *   min_free_kbytes = 4 * sqrt(lowmem KiB), 128 to 262144
 *   WMARK_MIN       = the zone's share of that
 *   LOW, HIGH       = MIN + one, two times max(MIN/4, managed * scale factor / 10000)
 *   lowmem_reserve  = pages in all higher zones / ratio
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/math.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include "pages.h"

int min_free_kbytes = 1024;
int user_min_free_kbytes = -1;
int watermark_scale_factor = 10;
int watermark_boost_factor = 15000;
int percpu_pagelist_high_fraction;

int sysctl_lowmem_reserve_ratio[MAX_NR_ZONES] = {
#ifdef CONFIG_ZONE_DMA
	[ZONE_DMA] = 256,
#endif
#ifdef CONFIG_ZONE_DMA32
	[ZONE_DMA32] = 256,
#endif
	[ZONE_NORMAL] = 32,
	[ZONE_MOVABLE] = 0,
};

unsigned long totalreserve_pages __read_mostly;

static DEFINE_SPINLOCK(zone_tune_lock);

/* Pages that user pages can never have: lowmem reserves and high watermarks. */
static void calculate_totalreserve_pages(void)
{
	unsigned long reserve_pages = 0;
	struct pglist_data *pgdat;
	enum zone_type i, j;

	for_each_online_pgdat(pgdat) {
		pgdat->totalreserve_pages = 0;
		for (i = 0; i < MAX_NR_ZONES; i++) {
			struct zone *zone = pgdat->node_zones + i;
			long max = 0;

			for (j = i; j < MAX_NR_ZONES; j++)
				max = max(max, zone->lowmem_reserve[j]);
			max += high_wmark_pages(zone);
			max = min_t(long, max, zone_managed_pages(zone));
			pgdat->totalreserve_pages += max;
			reserve_pages += max;
		}
	}
	totalreserve_pages = reserve_pages;
}

/* A request that could go higher must leave this much of a lower zone. */
static void setup_per_zone_lowmem_reserve(void)
{
	struct pglist_data *pgdat;
	enum zone_type i, j;

	for_each_online_pgdat(pgdat) {
		for (i = 0; i < MAX_NR_ZONES - 1; i++) {
			struct zone *zone = &pgdat->node_zones[i];
			int ratio = sysctl_lowmem_reserve_ratio[i];
			bool clear = !ratio || !zone_managed_pages(zone);
			unsigned long managed = 0;

			for (j = i + 1; j < MAX_NR_ZONES; j++) {
				managed += zone_managed_pages(&pgdat->node_zones[j]);
				zone->lowmem_reserve[j] = clear ? 0 : managed / ratio;
			}
		}
	}
}

static void set_zone_wmarks(struct zone *zone, unsigned long pages_min, unsigned long lowmem_pages)
{
	unsigned long managed = zone_managed_pages(zone), step;
	unsigned long irqflags;

	spin_lock_irqsave(&zone->lock, irqflags);
	zone->watermark_boost = 0;
	zone->_watermark[WMARK_MIN] = lowmem_pages ?
		div64_u64((u64)pages_min * managed, lowmem_pages) : 0;
	step = max_t(u64, zone->_watermark[WMARK_MIN] >> 2,
		     mult_frac(managed, watermark_scale_factor, 10000));
	zone->_watermark[WMARK_LOW] = zone->_watermark[WMARK_MIN] + step;
	zone->_watermark[WMARK_HIGH] = zone->_watermark[WMARK_LOW] + step;
	zone->_watermark[WMARK_PROMO] = zone->_watermark[WMARK_HIGH] + step;
	spin_unlock_irqrestore(&zone->lock, irqflags);
}

/**
 * setup_per_zone_wmarks() - recompute all that depends on min_free_kbytes and on zone sizes
 */
void setup_per_zone_wmarks(void)
{
	unsigned long pages_min = min_free_kbytes >> (PAGE_SHIFT - 10);
	unsigned long lowmem_pages = 0;
	struct zone *zone;

	spin_lock(&zone_tune_lock);
	for_each_zone(zone)
		if (zone_idx(zone) != ZONE_MOVABLE)
			lowmem_pages += zone_managed_pages(zone);
	setup_per_zone_lowmem_reserve();
	for_each_zone(zone) {
		set_zone_wmarks(zone, pages_min, lowmem_pages);
		zone_pcp_update(zone);
	}
	calculate_totalreserve_pages();
	refresh_zone_stat_thresholds();
	spin_unlock(&zone_tune_lock);
}

/**
 * nr_free_buffer_pages() - pages above the high watermarks that GFP_USER could get
 */
unsigned long nr_free_buffer_pages(void)
{
	struct zonelist *zonelist = node_zonelist(numa_node_id(), GFP_KERNEL);
	unsigned long sum = 0;
	struct zoneref *z;
	struct zone *zone;

	for_each_zone_zonelist(zone, z, zonelist, gfp_zone(GFP_USER)) {
		unsigned long size = zone_managed_pages(zone), high = high_wmark_pages(zone);

		if (size > high)
			sum += size - high;
	}
	return sum;
}

void calculate_min_free_kbytes(void)
{
	unsigned long lowmem_kbytes = nr_free_buffer_pages() * (PAGE_SIZE >> 10);
	int new = int_sqrt(lowmem_kbytes * 16);

	if (new > user_min_free_kbytes)
		min_free_kbytes = clamp(new, 128, 262144);
}

/* Once all CPUs run, the stocks are divided among them. */
static int __init zone_tune_init(void)
{
	calculate_min_free_kbytes();
	setup_per_zone_wmarks();
	return 0;
}
postcore_initcall(zone_tune_init);
