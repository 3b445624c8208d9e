// SPDX-License-Identifier: GPL-2.0-only
/*
 * lockdep_proc.c - /proc/lockdep: classes and what was taken under them; /proc/lockdep_stats: how full the tables are.
 */
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include "lockdep_internals.h"

/* FD and BD: classes reachable from here, and those from which this one is, itself included. */
static void count_both(unsigned int class, unsigned int *forward, unsigned int *backward)
{
	unsigned long flags;

	lockdep_off();
	local_irq_save(flags);
	graph_lock();
	*forward = lockdep_count(class, true);
	*backward = lockdep_count(class, false);
	graph_unlock();
	local_irq_restore(flags);
	lockdep_on();
}

static int lockdep_show(struct seq_file *m, void *v)
{
	unsigned int class, forward, backward;
	char name[96], usage[5];
	u32 at;

	seq_puts(m, "all lock classes:\n");
	for (class = 1; class < READ_ONCE(nr_lock_classes); class++) {
		count_both(class, &forward, &backward);
		lockdep_class_name(class, name, sizeof(name));
		lockdep_usage_string(&lock_classes[class], usage);
		seq_printf(m, "%px FD:%5u BD:%5u %s: %s\n", lock_classes[class].key, forward, backward, usage, name);
		/* edges are only added, at the head: from here on the list stays */
		for (at = READ_ONCE(lock_classes[class].after); at; at = lock_edges[at].next_after) {
			lockdep_class_name(lock_edges[at].to, name, sizeof(name));
			seq_printf(m, " -> [%px] %s\n", lock_classes[lock_edges[at].to].key, name);
		}
		seq_putc(m, '\n');
	}
	return 0;
}

static void show_fill(struct seq_file *m, const char *what, unsigned int used, unsigned int max)
{
	seq_printf(m, " %-30s %10u [max: %u]\n", what, used, max);
}

static unsigned int classes_with(unsigned int usages)
{
	unsigned int n = 0;

	for (unsigned int class = 1; class < nr_lock_classes; class++)
		n += !!(lock_classes[class].usage & usages);
	return n;
}

static int lockdep_stats_show(struct seq_file *m, void *v)
{
	static const struct {
		const char *name;
		unsigned int usages;
	} counts[] = {
		{ "hardirq-safe locks:", 1 << USED_IN_HARDIRQ },
		{ "hardirq-unsafe locks:", 1 << ENABLED_HARDIRQ },
		{ "softirq-safe locks:", 1 << USED_IN_SOFTIRQ },
		{ "softirq-unsafe locks:", 1 << ENABLED_SOFTIRQ },
		{ "hardirq-read-safe locks:", 1 << USED_IN_HARDIRQ_READ },
		{ "hardirq-read-unsafe locks:", 1 << ENABLED_HARDIRQ_READ },
		{ "softirq-read-safe locks:", 1 << USED_IN_SOFTIRQ_READ },
		{ "softirq-read-unsafe locks:", 1 << ENABLED_SOFTIRQ_READ },
	};

	show_fill(m, "lock-classes:", nr_lock_classes - 1, MAX_CLASSES - 1);
	show_fill(m, "direct dependencies:", nr_lock_edges - 1, MAX_EDGES - 1);
	show_fill(m, "dependency chains:", nr_lock_chains - 1, MAX_CHAINS - 1);
	show_fill(m, "stack-trace entries:", nr_trace_words - 1, MAX_TRACE_WORDS - 1);
	for (int i = 0; i < ARRAY_SIZE(counts); i++)
		seq_printf(m, " %-30s %10u\n", counts[i].name, classes_with(counts[i].usages));
	seq_printf(m, " %-30s %10u\n", "uncategorized locks:",
		   nr_lock_classes - 1 - classes_with((1 << USED) - 1));
	seq_printf(m, " %-30s %10u\n", "unused locks:", nr_lock_classes - 1 - classes_with(1 << USED));
	seq_printf(m, " %-30s %10d\n", "debug_locks:", debug_locks);
	return 0;
}

static int __init lockdep_proc_init(void)
{
	proc_create_single("lockdep", 0400, NULL, lockdep_show);
	proc_create_single("lockdep_stats", 0400, NULL, lockdep_stats_show);
	return 0;
}
fs_initcall(lockdep_proc_init);
