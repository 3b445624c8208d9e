/* SPDX-License-Identifier: GPL-2.0-only */
/* vma_kunit.h - an address space for tests to play with. */
#ifndef _MM_VMA_KUNIT_H
#define _MM_VMA_KUNIT_H

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "mmap.h"
#include "vma.h"

/* The system calls themselves: the kernel has no other name for what they do. */
asmlinkage long sys_mprotect(long start, long len, long prot);
asmlinkage long sys_mremap(long addr, long old_len, long new_len, long flags, long new_addr);
asmlinkage long sys_mlock(long start, long len);
asmlinkage long sys_munlock(long start, long len);
asmlinkage long sys_brk(long brk);

static inline void scratch_mmdrop(void *mm)
{
	mmdrop(mm);
}

/*
 * As a suite's init: the case runs in an empty address space of its own. The case's thread is its only
 * user, as a task is: it goes when the thread ends, in whatever way. What the end of a thread does not
 * drop is the reference of kthread_use_mm().
 */
static inline int scratch_mm_init(struct kunit *test)
{
	struct rlimit stack = { .rlim_cur = 8UL << 20, .rlim_max = RLIM_INFINITY };
	struct mm_struct *mm = mm_alloc();

	if (!mm)
		return -ENOMEM;
	mm->task_size = TASK_SIZE;
	arch_pick_mmap_layout(mm, &stack);
	kthread_use_mm(mm);
	return kunit_add_action_or_reset(test, scratch_mmdrop, mm);
}

/* Everything that must hold between two calls. */
static inline void expect_consistent(struct kunit *test)
{
	struct mm_struct *mm = current->mm;

	mmap_read_lock(mm);
	KUNIT_EXPECT_EQ(test, vma_check_mm(mm), 0);
	KUNIT_EXPECT_EQ(test, vma_check_counters(mm), 0);
	mmap_read_unlock(mm);
}

static inline unsigned long map_anon(unsigned long addr, unsigned long len, unsigned long prot,
				     unsigned long flags)
{
	return vm_mmap(NULL, addr, len, prot, MAP_PRIVATE | MAP_ANONYMOUS | flags, 0);
}

#endif
