/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stackdepot.h - stack traces as numbers of 32 bits, each different trace kept once.
 *
 * For tools that note a trace with every object: who allocated it, who freed it.
 */
#ifndef _LINUX_STACKDEPOT_H
#define _LINUX_STACKDEPOT_H

#include <linux/gfp_types.h>
#include <linux/types.h>

/* 0 is no trace. */
typedef u32 depot_stack_handle_t;

#ifdef CONFIG_STACKDEPOT
void stack_depot_request_early_init(void);
void stack_depot_early_init(void);
int stack_depot_init(void);
depot_stack_handle_t stack_depot_save(unsigned long *entries, unsigned int nr, gfp_t gfp);
depot_stack_handle_t stack_depot_save_here(gfp_t gfp, unsigned int skip);
unsigned int stack_depot_fetch(depot_stack_handle_t handle, unsigned long **entries);
void stack_depot_print(depot_stack_handle_t handle);
int stack_depot_snprint(depot_stack_handle_t handle, char *buf, size_t size, int spaces);
#else
static inline void stack_depot_request_early_init(void)
{
}
static inline void stack_depot_early_init(void)
{
}
static inline int stack_depot_init(void)
{
	return 0;
}
#endif

#endif
