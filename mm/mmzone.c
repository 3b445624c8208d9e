// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmzone.c - stepping through nodes, zones and zonelists.
 *
 * Owns nothing; the order is fixed at boot, so no locks.
 */
#include <linux/mm.h>
#include <linux/mmzone.h>

struct pglist_data *first_online_pgdat(void)
{
	return NODE_DATA(first_online_node);
}

struct pglist_data *next_online_pgdat(struct pglist_data *pgdat)
{
	int nid = next_online_node(pgdat->node_id);

	return nid >= MAX_NUMNODES ? NULL : NODE_DATA(nid);
}

struct zone *next_zone(struct zone *zone)
{
	struct pglist_data *pgdat = zone->zone_pgdat;

	if (zone < pgdat->node_zones + MAX_NR_ZONES - 1)
		return zone + 1;
	pgdat = next_online_pgdat(pgdat);
	return pgdat ? pgdat->node_zones : NULL;
}

/**
 * __next_zones_zonelist() - the next usable entry, @z itself included
 * @z: where to start
 * @highest_zoneidx: zones above are skipped
 * @nodes: other nodes' zones are skipped; NULL for none
 *
 * Return: the entry; the list's end (zone NULL) if there is none.
 */
struct zoneref *__next_zones_zonelist(struct zoneref *z, enum zone_type highest_zoneidx,
				      nodemask_t *nodes)
{
	while (z->zone && (z->zone_idx > (int)highest_zoneidx ||
			   (nodes && !node_isset(zonelist_node_idx(z), *nodes))))
		z++;
	return z;
}
