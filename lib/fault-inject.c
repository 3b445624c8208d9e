// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault-inject.c - shall this operation fail, so that we see how its caller takes it?
 *
 * Two ways lead to yes. A task that has /proc/PID/fail-nth set counts down with each operation of
 * any kind, and the one that reaches zero fails: exact, for one system call. Else the kind's
 * own numbers decide (struct fault_attr): a probability, for a machine under load.
 *
 * Owns:       struct fault_attr's meaning, the report.
 * Invariant:  an attribute with probability 0, in a task with fail_nth 0, never fails anything.
 * Locks:      none. fail_nth is counted by its task alone; the other numbers may be a little off.
 * Elsewhere:  which operations ask (mm/failslab.c, mm/fail_page_alloc.c, fault-inject-usercopy.c),
 *             files in debugfs (fault-inject-debugfs.c) and in /proc (fs/proc/fail.c).
 *
 * Names, numbers and the form of the report: Linux's Documentation/fault-injection.
 */
#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/random.h>

/**
 * setup_fault_attr() - take the four numbers of a boot parameter
 * @str: "interval,probability,space,times"
 *
 * Return: 1, or 0 and a warning where it cannot be read; nothing is changed then.
 */
int setup_fault_attr(struct fault_attr *attr, const char *str)
{
	unsigned long probability, interval;
	int times, space;

	if (sscanf(str, "%lu,%lu,%d,%d", &interval, &probability, &space, &times) < 4) {
		pr_warn("FAULT_INJECTION: failed to parse arguments\n");
		return 0;
	}
	attr->probability = probability;
	attr->interval = interval;
	atomic_set(&attr->times, times);
	atomic_set(&attr->space, space);
	return 1;
}

/* A race between two CPUs prints a report too many or too few. */
static bool may_report(struct fault_attr *attr)
{
	if (!attr->verbose)
		return false;
	if (!attr->ratelimit_interval)
		return true;
	if (time_after_eq(jiffies, attr->ratelimit_begin + attr->ratelimit_interval)) {
		attr->ratelimit_begin = jiffies;
		attr->ratelimit_printed = 0;
	}
	return attr->ratelimit_printed++ < attr->ratelimit_burst;
}

static void report(struct fault_attr *attr)
{
	if (!may_report(attr))
		return;
	pr_notice("FAULT_INJECTION: forcing a failure.\n"
		  "name %s, interval %lu, probability %lu, space %d, times %d\n",
		  attr->name, attr->interval, attr->probability, atomic_read(&attr->space),
		  atomic_read(&attr->times));
	if (attr->verbose > 1)
		dump_stack();
}

/* The numbers of the attribute, in the order in which Linux looks at them. */
static bool chosen_by_numbers(struct fault_attr *attr, ssize_t size)
{
	int space;

	if (!attr->probability)
		return false;
	if (attr->task_filter && !(in_task() && current->make_it_fail))
		return false;
	if (!atomic_read(&attr->times))
		return false;
	space = atomic_read(&attr->space);
	if (space > size) {
		atomic_sub(size, &attr->space);
		return false;
	}
	if (attr->interval > 1 && ++attr->count % attr->interval)
		return false;
	return attr->probability > get_random_u32_below(100);
}

/* A failure counts down @times, unless that is any number. */
static void count_failure(struct fault_attr *attr)
{
	int times = atomic_read(&attr->times);

	while (times > 0 && !atomic_try_cmpxchg(&attr->times, &times, times - 1))
		;
}

/**
 * should_fail_ex() - see should_fail(), which is this without flags
 * @attr: the kind of operation
 * @size: how much @attr->space this uses up
 * @flags: enum fault_flags
 *
 * Context: any; in interrupts fail-nth does not count.
 * Return: true if the caller must fail as it would for want of what it asks for.
 */
bool should_fail_ex(struct fault_attr *attr, ssize_t size, int flags)
{
	int nth = in_task() ? READ_ONCE(current->fail_nth) : 0;

	if (nth) {
		WRITE_ONCE(current->fail_nth, --nth);
		if (nth)
			return false;
	} else if (!chosen_by_numbers(attr, size)) {
		return false;
	}
	if (!(flags & FAULT_NOWARN))
		report(attr);
	count_failure(attr);
	return true;
}
