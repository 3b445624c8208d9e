/* SPDX-License-Identifier: GPL-2.0-only */
/* page_owner.h - what is noted of each page. */
#ifndef _MM_PAGE_OWNER_H
#define _MM_PAGE_OWNER_H

#include <linux/sched.h>
#include <linux/stackdepot.h>

/**
 * struct page_owner - a page's last allocation, and how it ended
 * @order: of the block
 * @allocated: it has not been freed since
 * @handle, @free_handle: stacks of allocation and free; 0: unknown
 * @ts_nsec, @free_ts_nsec: when, since boot
 */
struct page_owner {
	u16 order;
	bool allocated;
	gfp_t gfp;
	depot_stack_handle_t handle, free_handle;
	u64 ts_nsec, free_ts_nsec;
	int pid, tgid, free_pid;
	char comm[TASK_COMM_LEN];
};

struct page_owner *page_owner_of(const struct page *page);

#endif
