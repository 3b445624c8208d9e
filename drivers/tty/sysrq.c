// SPDX-License-Identifier: GPL-2.0-only
/*
 * sysrq.c - keys that reach the kernel whatever else hangs: a break on the serial console and then the key, or the
 * key written to /proc/sysrq-trigger.
 *
 * Owns:       the table of keys, kernel.sysrq, which keys the console may use.
 * Locks:      none; an operation runs where the key arrived, in an interrupt mostly, and may not sleep.
 */
#define pr_fmt(fmt) "sysrq: " fmt

#include <linux/console.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/ptrace.h>
#include <linux/rcupdate.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/smp.h>
#include <linux/sysctl.h>
#include <linux/sysrq.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

/* bits of kernel.sysrq; 1 alone is all of them */
#define SYSRQ_ENABLE_LOG	0x0002
#define SYSRQ_ENABLE_DUMP	0x0008
#define SYSRQ_ENABLE_BOOT	0x0080

static int sysrq_enabled = CONFIG_MAGIC_SYSRQ_DEFAULT_ENABLE;

struct sysrq_key {
	char key;
	unsigned int mask;
	const char *help, *action;
	void (*handler)(u8 key);
};

static void sysrq_loglevel(u8 key)
{
	pr_info("Loglevel set to %d\n", key - '0');
	console_loglevel = key - '0';
}

static void sysrq_tasks(u8 key)
{
	show_state();
	debug_show_all_locks();
}

static void sysrq_blocked(u8 key)
{
	struct task_struct *g, *p;

	rcu_read_lock();
	for_each_process_thread(g, p)
		if ((READ_ONCE(p->__state) & (TASK_UNINTERRUPTIBLE | TASK_NOLOAD)) == TASK_UNINTERRUPTIBLE)
			sched_show_task(p);
	rcu_read_unlock();
}

static void sysrq_memory(u8 key)
{
	show_mem();
}

static void sysrq_locks(u8 key)
{
	debug_show_all_locks();
}

static void sysrq_registers(u8 key)
{
	show_this_cpu();
}

/* ---- l: backtraces of all CPUs ---- */

static void show_cpu(void *unused)
{
	printk_force_console_enter();
	if (is_idle_task(current)) {
		pr_info("CPU %d: idle\n", raw_smp_processor_id());
	} else {
		pr_info("CPU %d:\n", raw_smp_processor_id());
		show_this_cpu();
	}
	printk_force_console_exit();
}

static void show_other_cpus(struct work_struct *work)
{
	smp_call_function(show_cpu, NULL, 0);
}

static DECLARE_WORK(other_cpus_work, show_other_cpus);

/* The other CPUs are asked from a thread: an interrupt may not wait for them. */
static void sysrq_cpus(u8 key)
{
	show_cpu(NULL);
	schedule_work(&other_cpus_work);
}

/* ---- the end ---- */

static void sysrq_reboot(u8 key)
{
	local_irq_disable();
	emergency_restart();
}

static void do_power_off(struct work_struct *work)
{
	kernel_power_off();
}

static DECLARE_WORK(power_off_work, do_power_off);

static void sysrq_power_off(u8 key)
{
	schedule_work(&power_off_work);
}

static void sysrq_crash(u8 key)
{
	panic("sysrq triggered crash");
}

static const struct sysrq_key sysrq_keys[] = {
	{ '0', SYSRQ_ENABLE_LOG, "loglevel(0-9)", "Changing Loglevel", sysrq_loglevel },
	{ 'b', SYSRQ_ENABLE_BOOT, "reboot(b)", "Resetting", sysrq_reboot },
	{ 'c', SYSRQ_ENABLE_DUMP, "crash(c)", "Trigger a crash", sysrq_crash },
	{ 'd', SYSRQ_ENABLE_DUMP, "show-all-locks(d)", "Show Locks Held", sysrq_locks },
	{ 'l', SYSRQ_ENABLE_DUMP, "show-backtrace-all-active-cpus(l)", "Show backtrace of all active CPUs", sysrq_cpus },
	{ 'm', SYSRQ_ENABLE_DUMP, "show-memory-usage(m)", "Show Memory", sysrq_memory },
	{ 'o', SYSRQ_ENABLE_BOOT, "poweroff(o)", "Power Off", sysrq_power_off },
	{ 'p', SYSRQ_ENABLE_DUMP, "show-registers(p)", "Show Regs", sysrq_registers },
	{ 't', SYSRQ_ENABLE_DUMP, "show-task-states(t)", "Show State", sysrq_tasks },
	{ 'w', SYSRQ_ENABLE_DUMP, "show-blocked-tasks(w)", "Show Blocked State", sysrq_blocked },
};

static const struct sysrq_key *find_key(u8 key)
{
	if (key >= '0' && key <= '9')
		key = '0';
	for (int i = 0; i < ARRAY_SIZE(sysrq_keys); i++)
		if (sysrq_keys[i].key == key)
			return &sysrq_keys[i];
	return NULL;
}

static void help(void)
{
	pr_info("HELP : ");
	for (int i = 0; i < ARRAY_SIZE(sysrq_keys); i++)
		pr_cont("%s ", sysrq_keys[i].help);
	pr_cont("\n");
}

/* What a person asked for is shown, however quiet the console is. */
static void run_key(u8 key, bool check)
{
	const struct sysrq_key *op = find_key(key);

	printk_force_console_enter();
	if (!op) {
		help();
	} else if (check && sysrq_enabled != 1 && !(sysrq_enabled & op->mask)) {
		pr_info("This sysrq operation is disabled.\n");
	} else {
		pr_info("%s\n", op->action);
		op->handler(key);
	}
	printk_force_console_exit();
}

/** handle_sysrq() - a key came after a break */
void handle_sysrq(u8 key)
{
	if (sysrq_enabled)
		run_key(key, true);
}

/* Who may write here is trusted with all keys. */
static ssize_t trigger_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	char key;

	if (!count)
		return 0;
	if (get_user(key, buf))
		return -EFAULT;
	run_key(key, false);
	return count;
}

static const struct proc_ops trigger_proc_ops = {
	.proc_write = trigger_write,
	.proc_lseek = noop_llseek,
};

static const struct ctl_table sysrq_table[] = {
	{
		.procname = "sysrq", .data = &sysrq_enabled, .maxlen = sizeof(int), .mode = 0644,
		.proc_handler = proc_dointvec,
	},
};

static int __init sysrq_init(void)
{
	proc_create("sysrq-trigger", 0200, NULL, &trigger_proc_ops);
	register_sysctl_init("kernel", sysrq_table);
	return 0;
}
fs_initcall(sysrq_init);
