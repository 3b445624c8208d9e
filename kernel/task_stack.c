// SPDX-License-Identifier: GPL-2.0-only
/*
 * task_stack.c - kernel stacks.
 *
 * A stack is vmapped, so that an unmapped guard page lies below it: an overflow faults at once
 * instead of eating into a neighbour. Mapping one costs thousands of instructions, and a
 * fork-heavy load frees one for each that it asks for, so each CPU keeps a few.
 *
 * Owns:       cached_stacks, the life of task->stack.
 * Invariant:  a stack in a cache is referenced by nobody. The word at its lowest address is
 *             STACK_END_MAGIC while a task runs on it.
 * Locks:      none: a slot is claimed and filled by a single atomic exchange.
 * Elsewhere:  when a stack is no longer used: finish_task_switch() puts it after the last
 *             switch away from a dead task, with preemption off. Hence what does not fit in
 *             the cache waits for RCU, whose callbacks may vfree().
 */
#include <linux/errno.h>
#include <linux/fault-inject.h>
#include <linux/gfp.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/kmemleak.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/smp.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>

#include "task_stack.h"

#define NR_CACHED_STACKS 2

static DEFINE_PER_CPU(struct vm_struct *, cached_stacks[NR_CACHED_STACKS]);

/* Lies in the stack itself while that waits to be freed. */
struct waiting_stack {
	struct rcu_head rcu;
	struct vm_struct *area;
};

/* Stacks in a cache count, too: the memory is in use. */
static void account_stack(struct vm_struct *area, int sign)
{
	mod_node_page_state(page_pgdat(area->pages[0]), NR_KERNEL_STACK_KB,
			    sign * (int)(THREAD_SIZE / 1024));
}

static bool cache_stack(struct vm_struct *area)
{
	for (int i = 0; i < NR_CACHED_STACKS; i++)
		if (!this_cpu_read(cached_stacks[i]) &&
		    !this_cpu_cmpxchg(cached_stacks[i], NULL, area))
			return true;
	return false;
}

static struct vm_struct *take_cached_stack(void)
{
	for (int i = 0; i < NR_CACHED_STACKS; i++) {
		struct vm_struct *area;

		if (!this_cpu_read(cached_stacks[i]))
			continue;
		area = this_cpu_xchg(cached_stacks[i], NULL);
		if (area)
			return area;
	}
	return NULL;
}

/**
 * alloc_task_stack() - give @tsk a kernel stack with one reference.
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int alloc_task_stack(struct task_struct *tsk)
{
	struct vm_struct *area = NULL;

	/* each allocation of a task that is to see them fail is one that can */
	if (!fault_inject_wanted(current))
		area = take_cached_stack();
	if (!area) {
		void *stack = __vmalloc_node(THREAD_SIZE, THREAD_ALIGN, GFP_KERNEL, NUMA_NO_NODE,
					     __builtin_return_address(0));

		if (!stack)
			return -ENOMEM;
		area = find_vm_area(stack);
		account_stack(area, 1);
		kmemleak_ignore(stack);	/* looked into as a stack, while a task runs on it */
	} else {
		kasan_unpoison_range(area->addr, THREAD_SIZE);
	}
	tsk->stack_vm_area = area;
	tsk->stack = area->addr;
	refcount_set(&tsk->stack_refcount, 1);
	set_task_stack_end_magic(tsk);
	return 0;
}

static void give_back_stack(struct vm_struct *area)
{
	account_stack(area, -1);
	vfree(area->addr);
}

static void free_waiting_stack(struct rcu_head *rcu)
{
	struct waiting_stack *waiting = container_of(rcu, struct waiting_stack, rcu);

	if (!cache_stack(waiting->area))
		give_back_stack(waiting->area);
}

static void drop_own_stacks(void *unused)
{
	struct vm_struct *area;

	while ((area = take_cached_stack())) {
		kasan_unpoison_range(area->addr, THREAD_SIZE);
		account_stack(area, -1);
		vfree_atomic(area->addr);
	}
}

/**
 * drop_cached_stacks() - no CPU keeps stacks that nobody uses, for whoever counts what is in use
 *
 * Each CPU drops its own: taking one is no atomic operation for others. A worker frees them. Context: task.
 */
void drop_cached_stacks(void)
{
	on_each_cpu(drop_own_stacks, NULL, 1);
}

static void free_task_stack(struct task_struct *tsk)
{
	struct vm_struct *area = tsk->stack_vm_area;
	struct waiting_stack *waiting = tsk->stack;

	tsk->stack = NULL;
	tsk->stack_vm_area = NULL;
	if (cache_stack(area))
		return;
	waiting->area = area;
	call_rcu(&waiting->rcu, free_waiting_stack);
}

/** put_task_stack() - drop a reference to a task's stack; the last one frees it. Any context. */
void put_task_stack(struct task_struct *tsk)
{
	if (refcount_dec_and_test(&tsk->stack_refcount))
		free_task_stack(tsk);
}

/** set_task_stack_end_magic() - mark the lowest word, which schedule() checks. */
void set_task_stack_end_magic(struct task_struct *tsk)
{
	*end_of_stack(tsk) = STACK_END_MAGIC;
}
