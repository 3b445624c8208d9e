/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memory_hotplug.h - memory that comes and goes.
 *
 * Without CONFIG_MEMORY_HOTPLUG what boot found is all there will be, so nobody need wait
 * for a change of spans and sections.
 */
#ifndef _LINUX_MEMORY_HOTPLUG_H
#define _LINUX_MEMORY_HOTPLUG_H

#include <linux/mmzone.h>

static inline void get_online_mems(void)
{
}

static inline void put_online_mems(void)
{
}

static inline void mem_hotplug_begin(void)
{
}

static inline void mem_hotplug_done(void)
{
}

#endif
