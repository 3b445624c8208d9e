// SPDX-License-Identifier: GPL-2.0-only
/*
 * hung_task.c - khungtaskd reports tasks that sleep uninterruptibly for too long.
 *
 * Owns:       task_struct.last_switch_count and last_switch_time, the sysctls kernel.hung_task_*.
 * Invariant:  a task is hung if it was found uninterruptible, with the same number of context switches, at all looks
 *             of hung_task_timeout_secs. Sleeps that a fatal signal ends (TASK_KILLABLE) and those of idle
 *             kernel threads (TASK_NOLOAD) are not meant.
 * Locks:      RCU for the list of tasks; the two fields are this thread's alone.
 */
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/lockdep.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sysctl.h>
#include <generated/utsrelease.h>

static unsigned long timeout_secs = CONFIG_DEFAULT_HUNG_TASK_TIMEOUT;	/* 0: off */
static unsigned long interval_secs;	/* between looks; 0: as the timeout */
static int warnings = 10;		/* reports left; -1: any number */
static int hung_task_panic;
static struct task_struct *khungtaskd;

/* Return: true if it has been seen in this very sleep for long enough */
static bool is_hung(struct task_struct *p, unsigned long timeout)
{
	/* one that is being switched is not hung */
	unsigned long switches = data_race(p->nvcsw + p->nivcsw);
	unsigned int state = READ_ONCE(p->__state);

	if (!(state & TASK_UNINTERRUPTIBLE) || (state & (TASK_WAKEKILL | TASK_NOLOAD)))
		return false;
	/* a new task that was never switched to is not asleep yet */
	if (!switches)
		return false;
	if (switches != p->last_switch_count) {
		p->last_switch_count = switches;
		p->last_switch_time = jiffies;
		return false;
	}
	return !time_before(jiffies, p->last_switch_time + timeout * HZ);
}

static void report(struct task_struct *p)
{
	unsigned long slept = (jiffies - p->last_switch_time) / HZ;

	if (!warnings)
		return;
	if (warnings > 0)
		warnings--;
	pr_err("INFO: task %s:%d blocked for more than %lu seconds.\n", p->comm, p->pid, slept);
	pr_err("      %s\n", UTS_RELEASE);
	pr_err("\"echo 0 > /proc/sys/kernel/hung_task_timeout_secs\" disables this message.\n");
	sched_show_task(p);
	debug_show_held_locks(p);
	if (!warnings)
		pr_info("Future hung task reports are suppressed, see sysctl kernel.hung_task_warnings\n");
}

static void check_all(unsigned long timeout)
{
	struct task_struct *g, *p;
	bool found = false;

	rcu_read_lock();
	for_each_process_thread(g, p) {
		if (!is_hung(p, timeout))
			continue;
		report(p);
		found = true;
	}
	rcu_read_unlock();
	if (found && hung_task_panic) {
		debug_show_all_locks();
		panic("hung_task: blocked tasks");
	}
}

static int watch(void *unused)
{
	unsigned long timeout, interval;

	for (;;) {
		timeout = READ_ONCE(timeout_secs);
		interval = min_not_zero(READ_ONCE(interval_secs), timeout);
		/* a new setting ends the wait: what was seen under the old one still counts */
		schedule_timeout_interruptible(interval ? (long)(interval * HZ) : MAX_SCHEDULE_TIMEOUT);
		if (READ_ONCE(timeout_secs))
			check_all(timeout_secs);
	}
	return 0;
}

static int do_timeout(const struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	int ret = proc_doulongvec_minmax(table, write, buffer, lenp, ppos);

	if (!ret && write && khungtaskd)
		wake_up_process(khungtaskd);
	return ret;
}

static unsigned long greatest_timeout = LONG_MAX / HZ;
static int least_warnings = -1;

static const struct ctl_table hung_task_table[] = {
	{
		.procname = "hung_task_timeout_secs", .data = &timeout_secs, .maxlen = sizeof(long), .mode = 0644,
		.proc_handler = do_timeout, .extra2 = &greatest_timeout,
	}, {
		.procname = "hung_task_check_interval_secs", .data = &interval_secs, .maxlen = sizeof(long),
		.mode = 0644, .proc_handler = do_timeout, .extra2 = &greatest_timeout,
	}, {
		.procname = "hung_task_warnings", .data = &warnings, .maxlen = sizeof(int), .mode = 0644,
		.proc_handler = proc_dointvec_minmax, .extra1 = &least_warnings,
	}, {
		.procname = "hung_task_panic", .data = &hung_task_panic, .maxlen = sizeof(int), .mode = 0644,
		.proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO, .extra2 = SYSCTL_ONE,
	},
};

static int __init hung_task_init(void)
{
	register_sysctl_init("kernel", hung_task_table);
	khungtaskd = kthread_run(watch, NULL, "khungtaskd");
	return PTR_ERR_OR_ZERO(khungtaskd);
}
subsys_initcall(hung_task_init);
