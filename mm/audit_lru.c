// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_lru.c - recount the LRU lists, and the folios that wait on each CPU to get onto them.
 *
 * Owns:       audit->pages[].on_lru; of folios in a batch, a reference each.
 * Locks:      none: everything stands still.
 * Elsewhere:  PG_lru of folios that are on no list (audit_frames.c).
 */
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagevec.h>
#include <linux/vmstat.h>
#include "audit.h"
#include "lru.h"

static void audit_lru_list(struct audit *audit, struct lruvec *lruvec, enum lru_list lru,
			   unsigned long *per_zone)
{
	struct page *page;

	audit_for_each_page(audit, page, &lruvec->lists[lru], "LRU list") {
		struct folio *folio = (struct folio *)page;
		struct audit_page *ap = audit_page(audit, page);

		if (ap->on_lru) {
			audit_wrong(audit, page, "frame %lx is on two LRU lists", page_to_pfn(page));
			return;
		}
		ap->on_lru = 1;
		audit_true(audit, page, folio_test_lru(folio), "frame %lx is on LRU list %d without PG_lru",
			   page_to_pfn(page), lru);
		audit_equal(audit, page, folio_lru_list(folio), lru, "frame %lx: LRU list of its flags",
			    page_to_pfn(page));
		per_zone[folio_zonenum(folio)] += folio_nr_pages(folio);
	}
}

static void audit_lruvec(struct audit *audit, struct pglist_data *pgdat)
{
	enum lru_list lru;
	int zid;

	for_each_evictable_lru(lru) {
		unsigned long per_zone[MAX_NR_ZONES] = { }, sum = 0;

		audit_lru_list(audit, &pgdat->__lruvec, lru, per_zone);
		for (zid = 0; zid < MAX_NR_ZONES; zid++) {
			struct zone *zone = &pgdat->node_zones[zid];

			sum += per_zone[zid];
			if (populated_zone(zone))
				audit_equal_settled(audit, &zone->vm_stat[NR_ZONE_LRU_BASE + lru],
					zone_page_state_snapshot(zone, NR_ZONE_LRU_BASE + lru), per_zone[zid],
					"zone %s: pages on LRU list %d", zone->name, lru);
		}
		audit_equal_settled(audit, &pgdat->vm_stat[NR_LRU_BASE + lru],
				    node_page_state_snapshot(pgdat, NR_LRU_BASE + lru), sum,
				    "node %d: pages on LRU list %d", pgdat->node_id, lru);
	}
	audit_true(audit, NULL, list_empty(&pgdat->__lruvec.lists[LRU_UNEVICTABLE]),
		   "node %d: the unevictable list has something on it", pgdat->node_id);
}

/* A folio waits with a reference; it may wait in several batches. */
static void audit_batch(struct audit *audit, struct folio_batch *fbatch)
{
	unsigned int i;

	for (i = 0; i < folio_batch_count(fbatch); i++) {
		if (audit_is_page(audit, fbatch->folios[i]))
			audit_page(audit, &fbatch->folios[i]->page)->refs++;
		else
			audit_wrong(audit, NULL, "LRU batch: %px is no page", fbatch->folios[i]);
	}
}

void audit_lrus(struct audit *audit)
{
	struct pglist_data *pgdat;
	int cpu;

	for_each_online_pgdat(pgdat)
		audit_lruvec(audit, pgdat);
	for_each_possible_cpu(cpu) {
		struct cpu_fbatches *fbatches = per_cpu_ptr(&cpu_fbatches, cpu);

		audit_batch(audit, &fbatches->add);
		audit_batch(audit, &fbatches->activate);
		audit_batch(audit, &fbatches->deactivate);
		audit_batch(audit, &fbatches->deactivate_file);
		audit_batch(audit, &fbatches->lazyfree);
		audit_batch(audit, &fbatches->rotate);
	}
}
