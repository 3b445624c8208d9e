// SPDX-License-Identifier: GPL-2.0-only
/*
 * mm_sysctl.c - /proc/sys/vm: the tunables of all of mm/, with their ranges.
 *
 * Owns:       the vm.* names; each variable belongs to the file that uses it.
 * Locks:      none beyond the variables' own.
 */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmzone.h>
#include <linux/smp.h>
#include <linux/sysctl.h>
#include <linux/vmstat.h>

#include "pages.h"

/* Least share of a zone that percpu_pagelist_high_fraction may ask for: an eighth. */
#define LEAST_HIGH_FRACTION	8

/* ratio and kbytes say the same thing in two ways: setting one clears the other. */
static int do_overcommit_ratio(const struct ctl_table *table, int write, void *buffer,
			       size_t *lenp, loff_t *ppos)
{
	int err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);

	if (!err && write)
		sysctl_overcommit_kbytes = 0;
	return err;
}

static int do_overcommit_kbytes(const struct ctl_table *table, int write, void *buffer,
				size_t *lenp, loff_t *ppos)
{
	int err = proc_doulongvec_minmax(table, write, buffer, lenp, ppos);

	if (!err && write)
		sysctl_overcommit_ratio = 0;
	return err;
}

static int do_mmap_min_addr(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			    loff_t *ppos)
{
	int err;

	if (write && !capable(CAP_SYS_RAWIO))
		return -EPERM;
	err = proc_doulongvec_minmax(table, write, buffer, lenp, ppos);
	if (!err && write)
		mmap_min_addr = dac_mmap_min_addr;
	return err;
}

static int do_min_free_kbytes(const struct ctl_table *table, int write, void *buffer,
			      size_t *lenp, loff_t *ppos)
{
	int err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);

	if (!err && write) {
		user_min_free_kbytes = min_free_kbytes;
		setup_per_zone_wmarks();
	}
	return err;
}

static int do_watermark_scale(const struct ctl_table *table, int write, void *buffer,
			      size_t *lenp, loff_t *ppos)
{
	int err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);

	if (!err && write)
		setup_per_zone_wmarks();
	return err;
}

static int do_lowmem_reserve(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			     loff_t *ppos)
{
	int err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);

	for (int i = 0; i < MAX_NR_ZONES; i++)
		if (sysctl_lowmem_reserve_ratio[i] < 1)
			sysctl_lowmem_reserve_ratio[i] = 0;
	if (!err && write)
		setup_per_zone_wmarks();
	return err;
}

static int do_high_fraction(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			    loff_t *ppos)
{
	int old = percpu_pagelist_high_fraction;
	int err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);

	if (err || !write)
		return err;
	if (percpu_pagelist_high_fraction && percpu_pagelist_high_fraction < LEAST_HIGH_FRACTION) {
		percpu_pagelist_high_fraction = old;
		return -EINVAL;
	}
	setup_per_zone_wmarks();
	return 0;
}

static void refresh_this_cpu(void *info)
{
	refresh_vm_stats();
}

/* Read or written: from then on the counters in /proc/vmstat are exact, until something happens. */
static int do_stat_refresh(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			   loff_t *ppos)
{
	on_each_cpu(refresh_this_cpu, NULL, 1);
	if (write)
		*ppos += *lenp;
	else
		*lenp = 0;
	return 0;
}

#define INT_ENTRY(name, var, rights, handler, least, greatest) {		\
	.procname = name, .data = &(var), .maxlen = sizeof(int), .mode = rights,	\
	.proc_handler = handler, .extra1 = least, .extra2 = greatest,		\
}

#define LONG_ENTRY(name, var, rights, handler) {				\
	.procname = name, .data = &(var), .maxlen = sizeof(unsigned long),	\
	.mode = rights, .proc_handler = handler,				\
}

static const struct ctl_table vm_table[] = {
	INT_ENTRY("overcommit_memory", sysctl_overcommit_memory, 0644, proc_dointvec_minmax,
		  SYSCTL_ZERO, SYSCTL_TWO),
	INT_ENTRY("overcommit_ratio", sysctl_overcommit_ratio, 0644, do_overcommit_ratio,
		  SYSCTL_ZERO, NULL),
	LONG_ENTRY("overcommit_kbytes", sysctl_overcommit_kbytes, 0644, do_overcommit_kbytes),
	LONG_ENTRY("user_reserve_kbytes", sysctl_user_reserve_kbytes, 0644,
		   proc_doulongvec_minmax),
	LONG_ENTRY("admin_reserve_kbytes", sysctl_admin_reserve_kbytes, 0644,
		   proc_doulongvec_minmax),
	INT_ENTRY("max_map_count", sysctl_max_map_count, 0644, proc_dointvec_minmax,
		  SYSCTL_ZERO, NULL),
	LONG_ENTRY("mmap_min_addr", dac_mmap_min_addr, 0644, do_mmap_min_addr),
	INT_ENTRY("mmap_rnd_bits", mmap_rnd_bits, 0600, proc_dointvec_minmax,
		  (void *)&mmap_rnd_bits_min, (void *)&mmap_rnd_bits_max),
	INT_ENTRY("legacy_va_layout", sysctl_legacy_va_layout, 0644, proc_dointvec_minmax,
		  SYSCTL_ZERO, NULL),
	INT_ENTRY("min_free_kbytes", min_free_kbytes, 0644, do_min_free_kbytes,
		  SYSCTL_ZERO, NULL),
	INT_ENTRY("watermark_scale_factor", watermark_scale_factor, 0644, do_watermark_scale,
		  SYSCTL_ONE, SYSCTL_THREE_THOUSAND),
	INT_ENTRY("percpu_pagelist_high_fraction", percpu_pagelist_high_fraction, 0644,
		  do_high_fraction, SYSCTL_ZERO, NULL),
	{
		.procname = "lowmem_reserve_ratio", .data = sysctl_lowmem_reserve_ratio,
		.maxlen = sizeof(sysctl_lowmem_reserve_ratio), .mode = 0644,
		.proc_handler = do_lowmem_reserve,
	},
	{ .procname = "stat_refresh", .mode = 0600, .proc_handler = do_stat_refresh },
};

static int __init mm_sysctl_init(void)
{
	register_sysctl_init("vm", vm_table);
	return 0;
}
fs_initcall(mm_sysctl_init);
