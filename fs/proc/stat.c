// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat.c - /proc/stat: where the CPUs' time went, interrupts, tasks.
 *
 * Times are in ticks of USER_HZ. Each CPU keeps its own numbers; the sums are
 * made while printing and are exact for no single moment.
 */
#include <linux/init.h>
#include <linux/irq.h>
#include <linux/jiffies.h>
#include <linux/kernel_stat.h>
#include <linux/proc_fs.h>
#include <linux/sched/stat.h>
#include <linux/seq_file.h>
#include <linux/timekeeping.h>

/* The order of the columns. */
static const enum cpu_usage_stat columns[] = {
	CPUTIME_USER, CPUTIME_NICE, CPUTIME_SYSTEM, CPUTIME_IDLE,
	CPUTIME_IOWAIT, CPUTIME_IRQ, CPUTIME_SOFTIRQ, CPUTIME_STEAL,
	CPUTIME_GUEST, CPUTIME_GUEST_NICE,
};

static u64 cpu_time(int cpu, enum cpu_usage_stat usage)
{
	if (usage == CPUTIME_IDLE)
		return get_idle_time(cpu);
	if (usage == CPUTIME_IOWAIT)
		return get_iowait_time(cpu);
	return kcpustat_field(cpu, usage);
}

static void show_cpu_times(struct seq_file *m)
{
	u64 sum;
	int cpu, i;

	seq_puts(m, "cpu ");
	for (i = 0; i < ARRAY_SIZE(columns); i++) {
		sum = 0;
		for_each_possible_cpu(cpu)
			sum += cpu_time(cpu, columns[i]);
		seq_put_decimal_ull(m, " ", nsec_to_clock_t(sum));
	}
	seq_putc(m, '\n');

	for_each_online_cpu(cpu) {
		seq_printf(m, "cpu%d", cpu);
		for (i = 0; i < ARRAY_SIZE(columns); i++)
			seq_put_decimal_ull(m, " ", nsec_to_clock_t(
						cpu_time(cpu, columns[i])));
		seq_putc(m, '\n');
	}
}

static void show_interrupts_sums(struct seq_file *m)
{
	unsigned int irq;
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += kstat_cpu_irqs_sum(cpu);
	seq_put_decimal_ull(m, "intr ", sum);
	for (irq = 0; irq < NR_IRQS; irq++)
		seq_put_decimal_ull(m, " ", kstat_irqs_usr(irq));
	seq_putc(m, '\n');
}

static void show_softirq_sums(struct seq_file *m)
{
	u64 sums[NR_SOFTIRQS] = {}, total = 0;
	int cpu, i;

	for_each_possible_cpu(cpu)
		for (i = 0; i < NR_SOFTIRQS; i++)
			sums[i] += kstat_softirqs_cpu(i, cpu);
	for (i = 0; i < NR_SOFTIRQS; i++)
		total += sums[i];
	seq_put_decimal_ull(m, "softirq ", total);
	for (i = 0; i < NR_SOFTIRQS; i++)
		seq_put_decimal_ull(m, " ", sums[i]);
	seq_putc(m, '\n');
}

static int stat_show(struct seq_file *m, void *v)
{
	struct timespec64 boot;

	getboottime64(&boot);
	show_cpu_times(m);
	show_interrupts_sums(m);
	seq_printf(m, "ctxt %llu\n", nr_context_switches());
	seq_printf(m, "btime %llu\n", (u64)boot.tv_sec);
	seq_printf(m, "processes %lu\n", total_forks);
	seq_printf(m, "procs_running %u\n", nr_running());
	seq_printf(m, "procs_blocked %u\n", nr_iowait());
	show_softirq_sums(m);
	return 0;
}

static int uptime_show(struct seq_file *m, void *v)
{
	struct timespec64 up;
	u64 idle = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		idle += get_idle_time(cpu);
	ktime_get_boottime_ts64(&up);
	seq_printf(m, "%llu.%02lu %llu.%02llu\n",
		   (u64)up.tv_sec, up.tv_nsec / (NSEC_PER_SEC / 100),
		   idle / NSEC_PER_SEC, idle % NSEC_PER_SEC / (NSEC_PER_SEC / 100));
	return 0;
}

static int softirqs_show(struct seq_file *m, void *v)
{
	int cpu, i;

	seq_puts(m, "                    ");
	for_each_possible_cpu(cpu)
		seq_printf(m, "CPU%-8d", cpu);
	seq_putc(m, '\n');
	for (i = 0; i < NR_SOFTIRQS; i++) {
		seq_printf(m, "%12s:", softirq_to_name[i]);
		for_each_possible_cpu(cpu)
			seq_printf(m, " %10u", kstat_softirqs_cpu(i, cpu));
		seq_putc(m, '\n');
	}
	return 0;
}

static int __init proc_stat_init(void)
{
	proc_create_single("stat", 0444, NULL, stat_show);
	proc_create_single("uptime", 0444, NULL, uptime_show);
	proc_create_single("softirqs", 0444, NULL, softirqs_show);
	return 0;
}
fs_initcall(proc_stat_init);
