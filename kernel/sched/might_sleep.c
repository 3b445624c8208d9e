// SPDX-License-Identifier: GPL-2.0-only
/*
 * might_sleep.c - reports callers that may not sleep but call what may (CONFIG_DEBUG_ATOMIC_SLEEP).
 */
#include <linux/jiffies.h>
#include "sched.h"

/**
 * __might_sleep() - the caller may sleep: is that allowed here?
 * @file: where it stands
 * @line: where it stands
 */
void __might_sleep(const char *file, int line)
{
	static unsigned long last;

	if (likely(preemptible()) || system_state == SYSTEM_BOOTING || system_state > SYSTEM_RUNNING ||
	    is_idle_task(current))
		return;
	if (last && time_before(jiffies, last + HZ))
		return;
	last = jiffies;
	pr_err("BUG: sleeping function called from invalid context at %s:%d\n", file, line);
	pr_err("preempt_count: %x, irqs_disabled: %d, pid: %d, name: %s\n", preempt_count(), irqs_disabled(),
	       current->pid, current->comm);
	debug_show_held_locks(current);
	dump_stack();
}
