// SPDX-License-Identifier: GPL-2.0-only
/*
 * watchdog.c - reports a CPU whose scheduler does not get a turn: code that loops with preemption off.
 *
 * Owns:       watchdog_cpu, the sysctls kernel.watchdog_thresh, soft_watchdog, softlockup_panic.
 * Invariant:  every fifth of the limit the tick asks the current task to reschedule, as a waking task would. If the
 *             request still stands, in the same task, when the limit has passed, nothing else could have run
 *             here either. The idle task is not asked: it gives way whenever it is woken, which for a virtual
 *             CPU may be long after its host stopped running it.
 * Locks:      none: watchdog_cpu belongs to its CPU, in the tick.
 *
 * The limit is twice kernel.watchdog_thresh (10 s), as in Linux. Code that keeps interrupts off is reported when it
 * enables them.
 */
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/moduleparam.h>
#include <linux/nmi.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/sysctl.h>

static int watchdog_thresh = 10;	/* seconds; 0: off */
static int soft_watchdog = 1;
static int softlockup_panic;
core_param(watchdog_thresh, watchdog_thresh, int, 0644);
core_param(softlockup_panic, softlockup_panic, int, 0644);

struct watchdog_cpu {
	struct task_struct *asked;	/* to reschedule; NULL: nobody yet */
	unsigned long since;		/* jiffies of the request; without one, of the end of the last */
	unsigned long reported;		/* jiffies of the last report of this request; 0: none */
};

static DEFINE_PER_CPU(struct watchdog_cpu, watchdog_cpu);

static int __init nosoftlockup_setup(char *str)
{
	soft_watchdog = 0;
	return 1;
}
__setup("nosoftlockup", nosoftlockup_setup);
__setup_param("nowatchdog", nowatchdog, nosoftlockup_setup, 0);

static void forget(struct watchdog_cpu *w)
{
	w->asked = NULL;
	w->since = jiffies;
	w->reported = 0;
}

void touch_softlockup_watchdog(void)
{
	this_cpu_ptr(&watchdog_cpu)->asked = NULL;
}

static void report(struct watchdog_cpu *w)
{
	w->reported = jiffies;
	pr_emerg("watchdog: BUG: soft lockup - CPU#%d stuck for %lus! [%s:%d]\n", smp_processor_id(),
		 (jiffies - w->since) / HZ, current->comm, current->pid);
	debug_show_held_locks(current);
	show_this_cpu();
	if (softlockup_panic)
		panic("softlockup: hung tasks");
}

static bool still_asked(const struct watchdog_cpu *w)
{
	return w->asked == current && test_tsk_need_resched(current);
}

/** watchdog_tick() - has the scheduler had a turn on this CPU? Context: the tick */
void watchdog_tick(void)
{
	struct watchdog_cpu *w = this_cpu_ptr(&watchdog_cpu);
	unsigned long limit = 2 * READ_ONCE(watchdog_thresh) * HZ;

	if (!w->asked) {
		if (!limit || !soft_watchdog || is_idle_task(current) || time_before(jiffies, w->since + limit / 5))
			return;
		w->since = jiffies;
		w->asked = current;
		set_tsk_need_resched(current);
		set_preempt_need_resched();
	} else if (!still_asked(w)) {
		forget(w);
	} else if (limit && time_after(jiffies, (w->reported ?: w->since) + limit)) {
		report(w);
	}
}

static int greatest_thresh = 60;

static const struct ctl_table watchdog_table[] = {
	{
		.procname = "watchdog_thresh", .data = &watchdog_thresh, .maxlen = sizeof(int), .mode = 0644,
		.proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO, .extra2 = &greatest_thresh,
	}, {
		.procname = "soft_watchdog", .data = &soft_watchdog, .maxlen = sizeof(int), .mode = 0644,
		.proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO, .extra2 = SYSCTL_ONE,
	}, {
		.procname = "softlockup_panic", .data = &softlockup_panic, .maxlen = sizeof(int), .mode = 0644,
		.proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO, .extra2 = SYSCTL_ONE,
	},
};

static int __init watchdog_init(void)
{
	register_sysctl_init("kernel", watchdog_table);
	return 0;
}
fs_initcall(watchdog_init);
