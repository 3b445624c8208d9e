// SPDX-License-Identifier: GPL-2.0-only
/*
 * panic.c - what happens when an invariant is broken.
 *
 * panic()  the machine stops: one CPU reports, the others are halted.
 * WARN()   a report with a backtrace, and life goes on (panic_on_warn: it does not).
 * oops     the report of a fault in the kernel; the architecture prints the
 *          registers between oops_enter() and oops_exit() and then kills the
 *          process or panics.
 */
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/console.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>

int panic_timeout;
int panic_on_oops;
int panic_on_warn;
core_param(panic, panic_timeout, int, 0644);
core_param(panic_on_oops, panic_on_oops, int, 0644);
core_param(panic_on_warn, panic_on_warn, int, 0644);

static unsigned long tainted;
static atomic_t panic_cpu = ATOMIC_INIT(-1);
static atomic_t oops_count;

void add_taint(unsigned int flag, enum lockdep_ok lockdep_ok)
{
	__atomic_or_fetch(&tainted, 1UL << flag, __ATOMIC_RELAXED);
}

unsigned long get_taint(void)
{
	return READ_ONCE(tainted);
}

/* Only one CPU panics; another that comes here waits to be stopped. */
static void become_panic_cpu(void)
{
	int this_cpu = raw_smp_processor_id();
	int old = atomic_cmpxchg(&panic_cpu, -1, this_cpu);

	while (old != -1 && old != this_cpu)
		cpu_relax();
}

static void panic_wait_and_restart(void)
{
	long ms;

	if (panic_timeout > 0) {
		pr_emerg("Rebooting in %d seconds..\n", panic_timeout);
		for (ms = 0; ms < panic_timeout * 1000L; ms++)
			mdelay(1);
	}
	if (panic_timeout)
		emergency_restart();
}

void panic(const char *fmt, ...)
{
	char text[512];
	va_list args;

	local_irq_disable();
	preempt_disable_notrace();
	become_panic_cpu();
	debug_locks_off();
	console_verbose();
	bust_spinlocks(1);
	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	pr_emerg("Kernel panic - not syncing: %s\n", text);
	if (oops_in_progress <= 1)	/* else the trace stands above, or was what failed */
		dump_stack();
	smp_send_stop();
	console_flush_on_panic();
	panic_wait_and_restart();
	pr_emerg("---[ end Kernel panic - not syncing: %s ]---\n", text);
	console_flush_on_panic();
	for (;;)
		cpu_relax();
}

void oops_enter(void)
{
	console_verbose();
	bust_spinlocks(1);
	if (atomic_inc_return(&oops_count) > 10000)
		panic("Oopsed too often");
}

void oops_exit(void)
{
	pr_warn("---[ end trace %016llx ]---\n", 0ULL + atomic_read(&oops_count));
	bust_spinlocks(0);
	console_flush_on_panic();
}

void warn_slowpath_fmt(const char *file, int line, const char *fmt, ...)
{
	va_list args;

	pr_warn("------------[ cut here ]------------\n");
	pr_warn("WARNING: CPU: %d PID: %d at %s:%d %pS\n", raw_smp_processor_id(),
		current->pid, file, line, __builtin_return_address(0));
	if (fmt) {
		struct va_format vaf = { .fmt = fmt, .va = &args };

		va_start(args, fmt);
		printk(KERN_WARNING "%pV", &vaf);
		va_end(args);
	}
	if (panic_on_warn) {
		panic_on_warn = 0;
		panic("panic_on_warn set");
	}
	dump_stack_lvl(KERN_WARNING);
	pr_warn("---[ end trace ]---\n");
	add_taint(TAINT_WARN, LOCKDEP_STILL_OK);
}

static int __init oops_setup(char *s)
{
	if (s && !strcmp(s, "panic"))
		panic_on_oops = 1;
	return 0;
}
early_param("oops", oops_setup);
