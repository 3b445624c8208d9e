// SPDX-License-Identifier: GPL-2.0-only
/*
 * vsyscall.c - keeps the page up to date from which programs read the time.
 *
 * Owns:       the data page.
 * Locks:      timekeeper_lock for writing, the callers have it; readers are in user space, and use ->seq.
 * Elsewhere:  mapping the page, and the code that reads it (the architecture's vdso).
 */
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/time64.h>
#include <linux/vsyscall.h>
#include <asm/barrier.h>

static struct vdso_data *vdso_data __ro_after_init;

/**
 * vdso_data_init() - have the page
 *
 * It says nothing until timekeeping's next update: until then programs ask the kernel.
 * Context: boot.
 * Return: the page.
 */
struct page *__init vdso_data_init(void)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO | __GFP_NOFAIL);

	BUILD_BUG_ON(sizeof(struct vdso_data) > PAGE_SIZE);
	BUILD_BUG_ON(VDSO_CLOCKMODE_NONE != 0);
	WRITE_ONCE(vdso_data, page_address(page));
	return page;
}

/* The time of one kind of clock at the update: @ns, and the fraction of one */
static void tell_clock(struct vdso_data *data, enum vdso_clock clock, u64 ns, u64 frac)
{
	u32 rest;

	data->at_last[clock].sec = div_u64_rem(ns, NSEC_PER_SEC, &rest);
	data->at_last[clock].frac = ((u64)rest << data->shift) + frac;
}

/**
 * update_vsyscall() - the time has been moved forward, set, or is made from another counter
 *
 * Context: timekeeper_lock held.
 */
void update_vsyscall(const struct vdso_update *now)
{
	struct vdso_data *data = READ_ONCE(vdso_data);
	u32 seq;

	if (!data)
		return;
	seq = data->seq + 1;
	WRITE_ONCE(data->seq, seq);
	smp_wmb();	/* pairs with the acquire of who reads: an odd number comes before what changes */
	data->clock_mode = now->clock_mode;
	data->cycle_last = now->cycle_last;
	data->max_cycles = (S64_MAX - ((u64)NSEC_PER_SEC << now->shift)) / now->mult;
	data->mult = now->mult;
	data->shift = now->shift;
	tell_clock(data, VDSO_MONOTONIC, now->base, now->frac);
	tell_clock(data, VDSO_REAL, now->base + now->offs_real, now->frac);
	smp_wmb();	/* pairs with the reader's fence: an even one comes after it */
	WRITE_ONCE(data->seq, seq + 1);
}
