// SPDX-License-Identifier: GPL-2.0-only
/*
 * core.c - /sys/kernel/debug/provoke-crash/DIRECT: a name written there is a mistake made now, in the context of
 * the writer. Reading it lists the names.
 *
 * Files and names are those of Linux's "kernel dump test module", so that its tests and people's habits fit.
 *
 * Elsewhere:  the mistakes: plain bugs (bugs.c), never going on (hangs.c), memory that was freed or ends earlier
 *             (heap.c), memory that may not be written or executed (perms.c), counts (refcount.c).
 */
#include <linux/debugfs.h>
#include <linux/init.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "lkdtm.h"

static const struct lkdtm_crash *const tables[] = {
	lkdtm_bugs, lkdtm_hangs, lkdtm_heap, lkdtm_perms, lkdtm_refcounts,
};

#define for_each_crash(table, crash) \
	for (table = tables; table < tables + ARRAY_SIZE(tables); table++) \
		for (crash = *table; crash->name; crash++)

static int direct_show(struct seq_file *m, void *v)
{
	const struct lkdtm_crash *const *table, *crash;

	seq_puts(m, "Available crash types:\n");
	for_each_crash(table, crash)
		seq_printf(m, "%s\n", crash->name);
	return 0;
}

static int direct_open(struct inode *inode, struct file *file)
{
	return single_open(file, direct_show, NULL);
}

static ssize_t direct_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	const struct lkdtm_crash *const *table, *crash;
	char text[64];

	if (!count || count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, count))
		return -EFAULT;
	text[count] = '\0';
	strim(text);

	for_each_crash(table, crash) {
		if (strcmp(crash->name, text))
			continue;
		pr_info("Performing direct entry %s\n", crash->name);
		crash->commit();
		*ppos += count;
		return count;
	}
	return -EINVAL;
}

static const struct file_operations direct_fops = {
	.open = direct_open,
	.release = single_release,
	.read_iter = seq_read_iter,
	.write = direct_write,
	.llseek = seq_lseek,
};

static int __init lkdtm_init(void)
{
	struct dentry *dir = debugfs_create_dir("provoke-crash", NULL);

	debugfs_create_file("DIRECT", 0644, dir, NULL, &direct_fops);
	return 0;
}
late_initcall(lkdtm_init);
