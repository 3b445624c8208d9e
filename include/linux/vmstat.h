/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmstat.h - counting pages in states (per zone and per node) and events (per CPU).
 *
 * A change of a state counter goes to this CPU's difference by one instruction that no
 * interrupt can tear, and is folded into the shared counter when the difference grows beyond
 * a threshold.  So a reader of the shared counter is wrong by at most threshold x CPUs; who
 * needs the truth adds the differences (the _snapshot forms).
 *
 * All mod_, inc_ and dec_ functions may be called from any context; the __ forms are the same.
 */
#ifndef _LINUX_VMSTAT_H
#define _LINUX_VMSTAT_H

#include <linux/types.h>
#include <linux/percpu.h>
#include <linux/mmzone.h>
#include <linux/vm_event_item.h>
#include <linux/atomic.h>

struct seq_file;

/* ---- events ------------------------------------------------------------- */

struct vm_event_state {
	unsigned long event[NR_VM_EVENT_ITEMS];	/* [C] */
};

DECLARE_PER_CPU(struct vm_event_state, vm_event_states);

#ifdef CONFIG_VM_EVENT_COUNTERS

static __always_inline void count_vm_event(enum vm_event_item item)
{
	this_cpu_inc(vm_event_states.event[item]);
}

static __always_inline void count_vm_events(enum vm_event_item item, long delta)
{
	this_cpu_add(vm_event_states.event[item], delta);
}

int vm_events_show(struct seq_file *m);
void all_vm_events(unsigned long *ret);	/* NR_VM_EVENT_ITEMS of them */

#else

static inline void count_vm_event(enum vm_event_item item) { }
static inline void count_vm_events(enum vm_event_item item, long delta) { }
static inline int vm_events_show(struct seq_file *m) { return 0; }
static inline void all_vm_events(unsigned long *ret) { }

#endif

#define __count_vm_event(item)		count_vm_event(item)
#define __count_vm_events(item, delta)	count_vm_events(item, delta)

/* @item is the name of a per-zone event without its zone, as in PGALLOC. */
#define __count_zid_vm_events(item, zid, delta)				\
	count_vm_events(item##_NORMAL - ZONE_NORMAL + (zid), delta)

#define count_vm_tlb_event(x)		count_vm_event(x)
#define count_vm_tlb_events(x, y)	count_vm_events(x, y)
#define count_vm_numa_event(x)		do {} while (0)
#define count_vm_numa_events(x, y)	do { (void)(y); } while (0)

/* ---- states ------------------------------------------------------------- */

extern atomic_long_t vm_zone_stat[NR_VM_ZONE_STAT_ITEMS];
extern atomic_long_t vm_node_stat[NR_VM_NODE_STAT_ITEMS];

void zone_stat_fold(struct zone *zone, enum zone_stat_item item);
void node_stat_fold(struct pglist_data *pgdat, enum node_stat_item item);

static __always_inline bool vmstat_beyond(s32 diff, s32 threshold)
{
	return (u32)(diff + threshold) > 2 * (u32)threshold;
}

/**
 * mod_zone_page_state() - count pages of a zone into or out of a state
 * @zone: the zone
 * @item: the state
 * @delta: pages, may be negative
 *
 * Context: any.
 */
static __always_inline void mod_zone_page_state(struct zone *zone, enum zone_stat_item item,
						long delta)
{
	struct per_cpu_zonestat __percpu *pcp = zone->per_cpu_zonestats;
	s32 diff = this_cpu_add_return(pcp->vm_stat_diff[item], (s32)delta);

	if (unlikely(vmstat_beyond(diff, raw_cpu_read(pcp->stat_threshold))))
		zone_stat_fold(zone, item);
}

/**
 * mod_node_page_state() - count pages of a node into or out of a state
 * @pgdat: the node
 * @item: the state
 * @delta: pages, or bytes for the _B items; may be negative
 *
 * Context: any.
 */
static __always_inline void mod_node_page_state(struct pglist_data *pgdat,
						enum node_stat_item item, long delta)
{
	struct per_cpu_nodestat __percpu *pcp = pgdat->per_cpu_nodestats;
	s32 diff;

	if (vmstat_item_in_bytes(item))
		delta >>= PAGE_SHIFT;
	diff = this_cpu_add_return(pcp->vm_node_stat_diff[item], (s32)delta);
	if (unlikely(vmstat_beyond(diff, raw_cpu_read(pcp->stat_threshold))))
		node_stat_fold(pgdat, item);
}

#define __mod_zone_page_state(z, i, d)	mod_zone_page_state(z, i, d)
#define __mod_node_page_state(p, i, d)	mod_node_page_state(p, i, d)

static __always_inline void inc_zone_page_state(struct page *page, enum zone_stat_item item)
{
	mod_zone_page_state(page_zone(page), item, 1);
}

static __always_inline void dec_zone_page_state(struct page *page, enum zone_stat_item item)
{
	mod_zone_page_state(page_zone(page), item, -1);
}

static __always_inline void inc_node_page_state(struct page *page, enum node_stat_item item)
{
	mod_node_page_state(page_pgdat(page), item, 1);
}

static __always_inline void dec_node_page_state(struct page *page, enum node_stat_item item)
{
	mod_node_page_state(page_pgdat(page), item, -1);
}

static __always_inline void inc_node_state(struct pglist_data *pgdat, enum node_stat_item item)
{
	mod_node_page_state(pgdat, item, 1);
}

#define __inc_zone_page_state(p, i)	inc_zone_page_state(p, i)
#define __dec_zone_page_state(p, i)	dec_zone_page_state(p, i)
#define __inc_node_page_state(p, i)	inc_node_page_state(p, i)
#define __dec_node_page_state(p, i)	dec_node_page_state(p, i)
#define __inc_node_state(p, i)		inc_node_state(p, i)

static inline unsigned long global_zone_page_state(enum zone_stat_item item)
{
	long x = atomic_long_read(&vm_zone_stat[item]);

	return x < 0 ? 0 : x;
}

static inline unsigned long global_node_page_state_pages(enum node_stat_item item)
{
	long x = atomic_long_read(&vm_node_stat[item]);

	return x < 0 ? 0 : x;
}

static inline unsigned long global_node_page_state(enum node_stat_item item)
{
	return global_node_page_state_pages(item);
}

static inline unsigned long zone_page_state(struct zone *zone, enum zone_stat_item item)
{
	long x = atomic_long_read(&zone->vm_stat[item]);

	return x < 0 ? 0 : x;
}

static inline unsigned long node_page_state_pages(struct pglist_data *pgdat,
						  enum node_stat_item item)
{
	long x = atomic_long_read(&pgdat->vm_stat[item]);

	return x < 0 ? 0 : x;
}

static inline unsigned long node_page_state(struct pglist_data *pgdat, enum node_stat_item item)
{
	return node_page_state_pages(pgdat, item);
}

unsigned long zone_page_state_snapshot(struct zone *zone, enum zone_stat_item item);
unsigned long node_page_state_snapshot(struct pglist_data *pgdat, enum node_stat_item item);
unsigned long global_zone_page_state_snapshot(enum zone_stat_item item);
unsigned long global_node_page_state_snapshot(enum node_stat_item item);
unsigned long sum_zone_node_page_state(int node, enum zone_stat_item item);

void refresh_zone_stat_thresholds(void);
void refresh_vm_stats(void);
void quiet_vmstat(void);
void cpu_vm_stats_fold(int cpu);

/* With one lruvec a node, its counters are the node's. */
static __always_inline void mod_lruvec_state(struct lruvec *lruvec, enum node_stat_item idx,
					     int val)
{
	mod_node_page_state(lruvec_pgdat(lruvec), idx, val);
}

static __always_inline void lruvec_stat_mod_folio(struct folio *folio, enum node_stat_item idx,
						  int val)
{
	mod_node_page_state(folio_pgdat(folio), idx, val);
}

#define __mod_lruvec_state(l, i, v)		mod_lruvec_state(l, i, v)
#define mod_lruvec_page_state(p, i, v)		mod_node_page_state(page_pgdat(p), i, v)
#define __mod_lruvec_page_state(p, i, v)	mod_lruvec_page_state(p, i, v)
#define __lruvec_stat_mod_folio(f, i, v)	lruvec_stat_mod_folio(f, i, v)

static __always_inline void lruvec_stat_add_folio(struct folio *folio, enum node_stat_item idx)
{
	lruvec_stat_mod_folio(folio, idx,
			      folio_test_large(folio) ? folio->_folio_nr_pages : 1);
}

static __always_inline void lruvec_stat_sub_folio(struct folio *folio, enum node_stat_item idx)
{
	lruvec_stat_mod_folio(folio, idx,
			      folio_test_large(folio) ? -(int)folio->_folio_nr_pages : -1);
}

#define __lruvec_stat_add_folio(f, i)	lruvec_stat_add_folio(f, i)
#define __lruvec_stat_sub_folio(f, i)	lruvec_stat_sub_folio(f, i)

static inline void zone_stat_mod_folio(struct folio *folio, enum zone_stat_item item, long nr)
{
	mod_zone_page_state(folio_zone(folio), item, nr);
}

static inline void zone_stat_add_folio(struct folio *folio, enum zone_stat_item item)
{
	zone_stat_mod_folio(folio, item, folio_test_large(folio) ? folio->_folio_nr_pages : 1);
}

static inline void zone_stat_sub_folio(struct folio *folio, enum zone_stat_item item)
{
	zone_stat_mod_folio(folio, item, folio_test_large(folio) ? -(long)folio->_folio_nr_pages : -1);
}

static inline void node_stat_mod_folio(struct folio *folio, enum node_stat_item item, long nr)
{
	mod_node_page_state(folio_pgdat(folio), item, nr);
}

#define __zone_stat_mod_folio(f, i, n)	zone_stat_mod_folio(f, i, n)
#define __node_stat_mod_folio(f, i, n)	node_stat_mod_folio(f, i, n)

/* ---- text for /proc ----------------------------------------------------- */

const char *zone_stat_name(enum zone_stat_item item);
const char *node_stat_name(enum node_stat_item item);
const char *lru_list_name(enum lru_list lru);

int vmstat_show(struct seq_file *m, void *v);		/* /proc/vmstat */
int zoneinfo_show(struct seq_file *m, void *v);		/* /proc/zoneinfo */
int buddyinfo_show(struct seq_file *m, void *v);	/* /proc/buddyinfo */
int pagetypeinfo_show(struct seq_file *m, void *v);	/* /proc/pagetypeinfo */

#endif
