/* SPDX-License-Identifier: GPL-2.0-only */
/* lkdtm.h - the catalogue's parts */
#ifndef _DRIVERS_MISC_LKDTM_H
#define _DRIVERS_MISC_LKDTM_H

#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/printk.h>

#undef pr_fmt
#define pr_fmt(fmt) "lkdtm: " fmt

struct lkdtm_crash {
	const char *name;
	void (*commit)(void);
};

/* Tables that end with an empty entry. */
extern const struct lkdtm_crash lkdtm_bugs[], lkdtm_hangs[], lkdtm_heap[], lkdtm_perms[], lkdtm_refcounts[];

/*
 * A mistake called NAME is the function lkdtm_NAME(), which is not inlined: a report that names the culprit
 * shows it.
 */
#define LKDTM_CRASH(name) static noinline void lkdtm_##name(void)
#define LKDTM_ENTRY(name) { #name, lkdtm_##name }

#endif
