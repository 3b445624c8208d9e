// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault-inject-debugfs.c - the numbers of a struct fault_attr as files in debugfs.
 *
 * Owns:       the names of the files, which are Linux's; their formats are debugfs's own.
 * Elsewhere:  what the numbers mean (fault-inject.c).
 */
#include <linux/debugfs.h>
#include <linux/errno.h>
#include <linux/fault-inject.h>
#include <linux/jiffies.h>
#include <linux/limits.h>

#define MODE	0600

/* Kept in jiffies, shown in milliseconds. */
static int ms_get(void *data, u64 *value)
{
	*value = jiffies_to_msecs(*(u32 *)data);
	return 0;
}

static int ms_set(void *data, u64 value)
{
	if (value > UINT_MAX)
		return -EINVAL;
	*(u32 *)data = msecs_to_jiffies(value);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(ms_fops, ms_get, ms_set, "%llu\n");

/**
 * fault_create_debugfs_attr() - make a directory with a file for each number
 * @parent: where; NULL: at the top
 * @attr: it is called @attr->name, and so is the directory
 *
 * Return: the directory, for files that only this kind of fault has.
 */
struct dentry *fault_create_debugfs_attr(struct dentry *parent, struct fault_attr *attr)
{
	struct dentry *dir = debugfs_create_dir(attr->name, parent);

	debugfs_create_ulong("probability", MODE, dir, &attr->probability);
	debugfs_create_ulong("interval", MODE, dir, &attr->interval);
	debugfs_create_atomic_t("times", MODE, dir, &attr->times);
	debugfs_create_atomic_t("space", MODE, dir, &attr->space);
	debugfs_create_ulong("verbose", MODE, dir, &attr->verbose);
	debugfs_create_file("verbose_ratelimit_interval_ms", MODE, dir, &attr->ratelimit_interval,
			    &ms_fops);
	debugfs_create_u32("verbose_ratelimit_burst", MODE, dir, &attr->ratelimit_burst);
	debugfs_create_bool("task-filter", MODE, dir, &attr->task_filter);
	return dir;
}
