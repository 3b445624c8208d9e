// SPDX-License-Identifier: GPL-2.0-only
/*
 * sysctls.c - /proc/sys/fs: limits on open files and pipes.
 */
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/pipe_fs_i.h>
#include <linux/sysctl.h>

static unsigned int least_nr_open = BITS_PER_LONG;
static unsigned int greatest_nr_open = INT_MAX & -BITS_PER_LONG;

/* Files open, none free (they are not kept), and the most there may be. */
static int do_file_nr(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
		      loff_t *ppos)
{
	unsigned long values[3] = { get_nr_files(), 0, get_max_files() };
	struct ctl_table of_values = { .data = values, .maxlen = sizeof(values) };

	return proc_doulongvec_minmax(&of_values, 0, buffer, lenp, ppos);
}

/* A pipe's size is a power of two pages. */
static int do_pipe_max_size(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			    loff_t *ppos)
{
	unsigned int value = pipe_max_size;
	struct ctl_table of_value = { .data = &value, .maxlen = sizeof(value) };
	int err = proc_douintvec(&of_value, write, buffer, lenp, ppos);

	if (err || !write)
		return err;
	if (!value || value > 1U << 31)
		return -EINVAL;
	pipe_max_size = max_t(unsigned int, roundup_pow_of_two(value), PAGE_SIZE);
	return 0;
}

static const struct ctl_table fs_table[] = {
	{
		.procname = "file-nr", .mode = 0444, .proc_handler = do_file_nr,
	}, {
		.procname = "file-max", .data = &sysctl_max_files,
		.maxlen = sizeof(sysctl_max_files), .mode = 0644,
		.proc_handler = proc_doulongvec_minmax,
		.extra1 = SYSCTL_LONG_ZERO, .extra2 = SYSCTL_LONG_MAX,
	}, {
		.procname = "nr_open", .data = &sysctl_nr_open, .maxlen = sizeof(sysctl_nr_open),
		.mode = 0644, .proc_handler = proc_douintvec_minmax,
		.extra1 = &least_nr_open, .extra2 = &greatest_nr_open,
	}, {
		.procname = "pipe-max-size", .mode = 0644, .proc_handler = do_pipe_max_size,
	},
};

static int __init fs_sysctl_init(void)
{
	register_sysctl_init("fs", fs_table);
	return 0;
}
fs_initcall(fs_sysctl_init);
