/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cpuhotplug.h - callbacks as CPUs come up.
 *
 * cpuhp_setup_state() calls @startup once for every CPU that is or comes online: in a
 * context that may sleep, on any CPU, below CPUHP_AP_ONLINE; on the CPU itself above it.
 */
#ifndef _LINUX_CPUHOTPLUG_H
#define _LINUX_CPUHOTPLUG_H

#include <linux/types.h>

enum cpuhp_state {
	CPUHP_INVALID = -1,
	CPUHP_OFFLINE = 0,
	CPUHP_PAGE_ALLOC,
	CPUHP_SLUB_DEAD,
	CPUHP_MM_VMSTAT_DEAD,
	CPUHP_MM_WRITEBACK_DEAD,
	CPUHP_PERCPU_CNT_DEAD,
	CPUHP_RADIX_DEAD,
	CPUHP_BP_PREPARE_DYN,
	CPUHP_BP_PREPARE_DYN_END = CPUHP_BP_PREPARE_DYN + 20,
	CPUHP_BRINGUP_CPU,
	CPUHP_AP_ONLINE,
	CPUHP_AP_ONLINE_IDLE,
	CPUHP_AP_ONLINE_DYN,
	CPUHP_AP_ONLINE_DYN_END = CPUHP_AP_ONLINE_DYN + 30,
	CPUHP_ONLINE,
};

int cpuhp_setup_state(enum cpuhp_state state, const char *name, int (*startup)(unsigned int cpu),
		      int (*teardown)(unsigned int cpu));
int cpuhp_setup_state_nocalls(enum cpuhp_state state, const char *name, int (*startup)(unsigned int cpu),
			      int (*teardown)(unsigned int cpu));

#endif
