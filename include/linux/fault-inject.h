/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fault-inject.h - failing on purpose, so that the ways out of errors are walked.
 *
 * Whoever can fail has a struct fault_attr and asks should_fail() with it. What the answer follows
 * from is set at boot, in debugfs, and for one task in /proc/PID/fail-nth; the names and numbers
 * are Linux's.
 */
#ifndef _LINUX_FAULT_INJECT_H
#define _LINUX_FAULT_INJECT_H

#include <linux/err.h>
#include <linux/types.h>

struct dentry;
struct fault_attr;
struct kmem_cache;
struct task_struct;

#ifdef CONFIG_FAULT_INJECTION

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/sched.h>

/**
 * struct fault_attr - when one kind of operation fails
 * @probability: of 100 calls that many fail; 0: none but for fail-nth
 * @interval: of the calls that come so far only each @interval-th is considered
 * @times: how many more may fail; -1: any number
 * @space: bytes, pages, ... that pass first
 * @verbose: what the log gets: 0 nothing, 1 a line, 2 the stack, too
 * @task_filter: only tasks that have /proc/PID/make-it-fail set
 * @count: calls since the last @interval-th
 * @ratelimit_interval: jiffies in which @ratelimit_burst reports are made; 0: all are
 * @ratelimit_begin, @ratelimit_printed: the interval that runs
 * @name: the directory in debugfs
 *
 * Numbers that people set while tasks look at them: no lock, a glance at an old one does no harm.
 */
struct fault_attr {
	unsigned long probability;
	unsigned long interval;
	atomic_t times;
	atomic_t space;
	unsigned long verbose;
	bool task_filter;
	unsigned long count;
	u32 ratelimit_interval;
	u32 ratelimit_burst;
	unsigned long ratelimit_begin;
	u32 ratelimit_printed;
	const char *name;
};

enum fault_flags {
	FAULT_NOWARN = 1 << 0,	/* no report, whatever @verbose is */
};

#define FAULT_ATTR_INITIALIZER(_name) {			\
	.interval = 1,					\
	.times = ATOMIC_INIT(1),			\
	.space = ATOMIC_INIT(0),			\
	.verbose = 2,					\
	.ratelimit_burst = 10,				\
	.name = (_name),				\
}

bool should_fail_ex(struct fault_attr *attr, ssize_t size, int flags);
int setup_fault_attr(struct fault_attr *attr, const char *str);

/* False at once unless something has been asked for. */
static __always_inline bool fault_attr_armed(const struct fault_attr *attr)
{
	return unlikely(READ_ONCE(attr->probability) || READ_ONCE(current->fail_nth));
}

static __always_inline bool should_fail(struct fault_attr *attr, ssize_t size)
{
	return fault_attr_armed(attr) && should_fail_ex(attr, size, 0);
}

/* A child is not what the parent's fail-nth is about. */
static inline void fault_inject_fork(struct task_struct *tsk)
{
	tsk->fail_nth = 0;
}

/* Is it one of those that are to see operations fail? */
static inline bool fault_inject_wanted(const struct task_struct *tsk)
{
	return unlikely(READ_ONCE(tsk->fail_nth) || READ_ONCE(tsk->make_it_fail));
}

#else

static inline bool fault_inject_wanted(const struct task_struct *tsk)
{
	return false;
}

static inline void fault_inject_fork(struct task_struct *tsk)
{
}

#endif /* CONFIG_FAULT_INJECTION */

#ifdef CONFIG_FAULT_INJECTION_DEBUG_FS
struct dentry *fault_create_debugfs_attr(struct dentry *parent, struct fault_attr *attr);
#else
static inline struct dentry *fault_create_debugfs_attr(struct dentry *parent, struct fault_attr *attr)
{
	return ERR_PTR(-ENODEV);
}
#endif

/* Whether an allocation that is about to be made fails instead: mm/failslab.c, mm/fail_page_alloc.c. */
#ifdef CONFIG_FAILSLAB
bool should_failslab(const struct kmem_cache *s, gfp_t gfp);
#else
static inline bool should_failslab(const struct kmem_cache *s, gfp_t gfp)
{
	return false;
}
#endif

#ifdef CONFIG_FAIL_PAGE_ALLOC
bool should_fail_alloc_page(gfp_t gfp, unsigned int order);
#else
static inline bool should_fail_alloc_page(gfp_t gfp, unsigned int order)
{
	return false;
}
#endif

#endif
