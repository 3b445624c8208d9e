// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmemleak_show.c - /sys/kernel/debug/kmemleak: the leaks that were found, and orders to look for more.
 *
 *	echo scan > kmemleak	look now
 *	echo scan=SECONDS	look that often; 0, or scan=off: not by itself; scan=on: every ten minutes
 *	echo clear		forget what was found; later only what is new is shown
 *	echo dump=ADDRESS	what is known of an object, into the log
 *	echo off		stop for good
 *
 * Owns:       the thread that looks now and then.
 * Locks:      kmemleak_lock while an object's text is written.
 * Elsewhere:  the scan (kmemleak_scan.c). Files, orders and the text's form are Linux's.
 */
#include <linux/debugfs.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "kmemleak.h"

#define HEX_BYTES	32
#define FIRST_SCAN	60			/* seconds after boot */
#define SCAN_EVERY	600

static DEFINE_MUTEX(orders_mutex);
static struct task_struct *scan_thread;		/* [L] orders_mutex */
static unsigned long scan_interval = SCAN_EVERY * HZ;	/* [L] orders_mutex; the thread reads it */

/* ---- the text of an object ---------------------------------------------- */

static void show_bytes(struct seq_file *m, const struct kmemleak_object *object)
{
	const u8 *p = kmemleak_contents(object, cpumask_first(cpu_possible_mask));
	size_t len = min_t(size_t, object->size, HEX_BYTES), i, j;

	seq_printf(m, "  hex dump (first %zu bytes):\n", len);
	for (i = 0; i < len; i += 16) {
		seq_puts(m, "   ");
		for (j = i; j < i + 16; j++) {
			if (j < len)
				seq_printf(m, " %02x", p[j]);
			else
				seq_puts(m, "   ");
		}
		seq_puts(m, "  ");
		for (j = i; j < min(i + 16, len); j++)
			seq_putc(m, p[j] >= ' ' && p[j] < 0x7f ? p[j] : '.');
		seq_putc(m, '\n');
	}
}

static void show_object(struct seq_file *m, const struct kmemleak_object *object)
{
	unsigned long *entries;
	unsigned int nr = stack_depot_fetch(object->trace, &entries), i;

	seq_printf(m, "unreferenced object%s 0x%08lx (size %zu):\n", object->percpu ? " (percpu)" : "",
		   object->start, object->size);
	seq_printf(m, "  comm \"%s\", pid %d, jiffies %lu\n", object->comm, object->pid,
		   object->jiffies);
	show_bytes(m, object);
	seq_printf(m, "  backtrace (crc %x):\n", object->checksum);
	for (i = 0; i < nr; i++)
		seq_printf(m, "    [<%px>] %pS\n", (void *)entries[i], (void *)entries[i]);
}

static bool is_leak(const struct kmemleak_object *object)
{
	return object->reported && object->allocated && kmemleak_is_white(object);
}

/* ---- the file ----------------------------------------------------------- */

/* The @n-th leak; an object of it stays while the lock is held, which is until stop. */
static void *leaks_start(struct seq_file *m, loff_t *pos)
{
	struct kmemleak_object *object;
	loff_t n = *pos;

	raw_spin_lock_irq(&kmemleak_lock);
	list_for_each_entry(object, &kmemleak_list, list)
		if (is_leak(object) && !n--)
			return object;
	return NULL;
}

static void *leaks_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct kmemleak_object *object = v;

	++*pos;
	list_for_each_entry_continue(object, &kmemleak_list, list)
		if (is_leak(object))
			return object;
	return NULL;
}

static void leaks_stop(struct seq_file *m, void *v)
{
	raw_spin_unlock_irq(&kmemleak_lock);
}

static int leaks_show(struct seq_file *m, void *v)
{
	show_object(m, v);
	return 0;
}

static const struct seq_operations leaks_ops = {
	.start = leaks_start,
	.next = leaks_next,
	.stop = leaks_stop,
	.show = leaks_show,
};

static int leaks_open(struct inode *inode, struct file *file)
{
	return seq_open(file, &leaks_ops);
}

/* ---- orders ------------------------------------------------------------- */

static int scan_now_and_then(void *unused)
{
	schedule_timeout_interruptible(FIRST_SCAN * HZ);
	while (!kthread_should_stop()) {
		kmemleak_scan();
		schedule_timeout_interruptible(READ_ONCE(scan_interval));
	}
	return 0;
}

/* @seconds: 0: not by itself. orders_mutex held. */
static int set_scanning(unsigned long seconds)
{
	struct task_struct *thread;

	if (scan_thread)
		kthread_stop(scan_thread);
	scan_thread = NULL;
	if (!seconds)
		return 0;
	WRITE_ONCE(scan_interval, seconds * HZ);
	thread = kthread_run(scan_now_and_then, NULL, "kmemleak");
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	scan_thread = thread;
	return 0;
}

/* What was found so far is no news any more. */
static void forget_leaks(void)
{
	struct kmemleak_object *object;

	raw_spin_lock_irq(&kmemleak_lock);
	list_for_each_entry(object, &kmemleak_list, list)
		if (object->reported)
			object->min_count = object->count = object->reported = 0;
	raw_spin_unlock_irq(&kmemleak_lock);
}

static int dump_object(const char *text)
{
	struct kmemleak_object *object, copy;
	unsigned long addr;

	if (kstrtoul(text, 0, &addr))
		return -EINVAL;
	raw_spin_lock_irq(&kmemleak_lock);
	object = kmemleak_find(addr, false);
	if (object)
		copy = *object;
	raw_spin_unlock_irq(&kmemleak_lock);
	if (!object) {
		pr_info("kmemleak: Unknown object at 0x%08lx\n", addr);
		return -EINVAL;
	}
	pr_notice("kmemleak: Object 0x%08lx (size %zu):\n", copy.start, copy.size);
	pr_notice("kmemleak:   comm \"%s\", pid %d, jiffies %lu\n", copy.comm, copy.pid, copy.jiffies);
	pr_notice("kmemleak:   min_count = %d\n", copy.min_count);
	pr_notice("kmemleak:   count = %d\n", copy.count);
	pr_notice("kmemleak:   checksum = %u\n", copy.checksum);
	pr_notice("kmemleak:   backtrace:\n");
	stack_depot_print(copy.trace);
	return 0;
}

static int obey(const char *order)
{
	unsigned long seconds;

	if (!strcmp(order, "scan"))
		return kmemleak_scan() < 0 ? -EINTR : 0;
	if (!strcmp(order, "scan=on"))
		return set_scanning(SCAN_EVERY);
	if (!strcmp(order, "scan=off"))
		return set_scanning(0);
	if (strstarts(order, "scan="))
		return kstrtoul(order + 5, 0, &seconds) ?: set_scanning(seconds);
	if (strstarts(order, "dump="))
		return dump_object(order + 5);
	if (!strcmp(order, "clear")) {
		forget_leaks();
		return 0;
	}
	if (strcmp(order, "off"))
		return -EINVAL;
	set_scanning(0);
	kmemleak_disable();
	return 0;
}

static ssize_t leaks_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	char order[64];
	int err;

	if (count >= sizeof(order))
		return -EINVAL;
	if (copy_from_user(order, buf, count))
		return -EFAULT;
	order[count] = 0;
	if (!kmemleak_enabled)
		return -EPERM;
	mutex_lock(&orders_mutex);
	err = obey(strim(order));
	mutex_unlock(&orders_mutex);
	return err ?: (ssize_t)count;
}

static const struct file_operations leaks_fops = {
	.open = leaks_open,
	.read = seq_read,
	.write = leaks_write,
	.llseek = seq_lseek,
	.release = seq_release,
};

static int __init kmemleak_late_init(void)
{
	debugfs_create_file("kmemleak", 0644, NULL, NULL, &leaks_fops);
	if (!kmemleak_enabled)
		return 0;
	mutex_lock(&orders_mutex);
	if (IS_ENABLED(CONFIG_DEBUG_KMEMLEAK_AUTO_SCAN))
		set_scanning(SCAN_EVERY);
	mutex_unlock(&orders_mutex);
	pr_info("kmemleak: Kernel memory leak detector initialized\n");
	return 0;
}
late_initcall(kmemleak_late_init);
