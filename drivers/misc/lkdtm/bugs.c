// SPDX-License-Identifier: GPL-2.0-only
/*
 * bugs.c - mistakes that need no accomplice: assertions, stacks, lists, sleeping where one may not.
 */
#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "lkdtm.h"

LKDTM_CRASH(PANIC)
{
	panic("dumptest");
}

LKDTM_CRASH(BUG)
{
	BUG();
}

LKDTM_CRASH(WARNING)
{
	WARN_ON(1);
}

LKDTM_CRASH(WARNING_MESSAGE)
{
	static int number;

	WARN(1, "Warning message trigger count: %d\n", ++number);
}

LKDTM_CRASH(EXCEPTION)
{
	WRITE_ONCE(*(volatile int *)NULL, 0);
}

/* ---- the stack ---- */

#define FRAME 512

/* Uses a frame on each level, and its array after the call, so that no compiler makes a loop of it. */
static noinline int recurse(int depth)
{
	volatile char frame[FRAME];

	frame[0] = depth;
	frame[FRAME - 1] = depth;
	return depth ? recurse(depth - 1) + frame[depth % FRAME] : frame[FRAME - 1];
}

LKDTM_CRASH(EXHAUST_STACK)
{
	pr_info("Calling function with %d frame size to depth %lu ...\n", FRAME, 2 * THREAD_SIZE / FRAME);
	recurse(2 * THREAD_SIZE / FRAME);
	pr_err("FAIL: survived without exhausting the stack\n");
}

/* Hides from the compiler how far the array is overrun. */
static noinline void overrun(volatile void *array, size_t bytes)
{
	OPTIMIZER_HIDE_VAR(bytes);
	memset((void *)array, 0xfe, bytes);
}

/* Overwrites what lies above a local array: saved registers, the return address. */
LKDTM_CRASH(CORRUPT_STACK)
{
	char data[8];

	overrun(data, 64);
}

LKDTM_CRASH(STACK_GUARD_PAGE_LEADING)
{
	const volatile unsigned char *below = (unsigned char *)task_stack_page(current) - 1;

	pr_info("attempting bad read from page below current stack\n");
	pr_err("FAIL: accessed page before stack! (byte: %x)\n", *below);
}

LKDTM_CRASH(STACK_GUARD_PAGE_TRAILING)
{
	const volatile unsigned char *above = (unsigned char *)task_stack_page(current) + THREAD_SIZE;

	pr_info("attempting bad read from page above current stack\n");
	pr_err("FAIL: accessed page after stack! (byte: %x)\n", *above);
}

/* ---- lists (reported with CONFIG_DEBUG_LIST) ---- */

LKDTM_CRASH(CORRUPT_LIST_ADD)
{
	LIST_HEAD(head);
	struct list_head good, bad, elsewhere;

	list_add(&good, &head);
	head.next = &elsewhere;
	INIT_LIST_HEAD(&elsewhere);
	list_add(&bad, &head);
}

LKDTM_CRASH(CORRUPT_LIST_DEL)
{
	LIST_HEAD(head);
	struct list_head item, elsewhere;

	list_add(&item, &head);
	item.next = &elsewhere;
	INIT_LIST_HEAD(&elsewhere);
	list_del(&item);
}

/*
 * ---- sleeping (reported with CONFIG_DEBUG_ATOMIC_SLEEP; schedule() itself reports always, and lets the task
 * go on as if it might be preempted) ----
 */

LKDTM_CRASH(SLEEP_IN_ATOMIC)
{
	preempt_disable();
	might_sleep();
	preempt_enable();
}

LKDTM_CRASH(SCHEDULE_IN_ATOMIC)
{
	preempt_disable();
	msleep(1);
}

const struct lkdtm_crash lkdtm_bugs[] = {
	LKDTM_ENTRY(PANIC),
	LKDTM_ENTRY(BUG),
	LKDTM_ENTRY(WARNING),
	LKDTM_ENTRY(WARNING_MESSAGE),
	LKDTM_ENTRY(EXCEPTION),
	LKDTM_ENTRY(EXHAUST_STACK),
	LKDTM_ENTRY(CORRUPT_STACK),
	LKDTM_ENTRY(STACK_GUARD_PAGE_LEADING),
	LKDTM_ENTRY(STACK_GUARD_PAGE_TRAILING),
	LKDTM_ENTRY(CORRUPT_LIST_ADD),
	LKDTM_ENTRY(CORRUPT_LIST_DEL),
	LKDTM_ENTRY(SLEEP_IN_ATOMIC),
	LKDTM_ENTRY(SCHEDULE_IN_ATOMIC),
	{}
};
