// SPDX-License-Identifier: GPL-2.0-only
/*
 * globals.c - the short files of /proc about the system as a whole.
 *
 * Who owns the data has a function that prints it; here each gets its name and
 * its permissions. Longer ones have files of their own (meminfo.c, stat.c).
 */
#include <linux/console.h>
#include <linux/filelock.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/proc_fs.h>
#include <linux/sched/loadavg.h>
#include <linux/sched/stat.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>

static int version_show(struct seq_file *m, void *v)
{
	seq_puts(m, linux_banner);
	return 0;
}

static int cmdline_show(struct seq_file *m, void *v)
{
	seq_puts(m, saved_command_line);
	seq_putc(m, '\n');
	return 0;
}

static int loadavg_show(struct seq_file *m, void *v)
{
	unsigned long load[3];
	int i;

	get_avenrun(load, FIXED_1 / 200, 0);
	for (i = 0; i < 3; i++)
		seq_printf(m, "%lu.%02lu ", LOAD_INT(load[i]), LOAD_FRAC(load[i]));
	seq_printf(m, "%u/%d %d\n", nr_running(), nr_threads, last_pid_nr());
	return 0;
}

static int devices_show(struct seq_file *m, void *v)
{
	seq_puts(m, "Character devices:\n");
	chrdev_show(m);
	seq_puts(m, "\nBlock devices:\n");
	return 0;
}

static int filesystems_file_show(struct seq_file *m, void *v)
{
	return filesystems_show(m);
}

static int locks_file_show(struct seq_file *m, void *v)
{
	locks_show(m);
	return 0;
}

static int execdomains_show(struct seq_file *m, void *v)
{
	seq_puts(m, "0-0\tLinux           \t[kernel]\n");
	return 0;
}

static int iomem_show(struct seq_file *m, void *v)
{
	return resources_show(m, &iomem_resource);
}

static int ioports_show(struct seq_file *m, void *v)
{
	return resources_show(m, &ioport_resource);
}


static const struct global_file {
	const char *name;
	umode_t mode;
	int (*show)(struct seq_file *m, void *v);
} files[] = {
	{ "version",		0444, version_show },
	{ "cmdline",		0444, cmdline_show },
	{ "loadavg",		0444, loadavg_show },
	{ "devices",		0444, devices_show },
	{ "filesystems",	0444, filesystems_file_show },
	{ "locks",		0444, locks_file_show },
	{ "execdomains",	0444, execdomains_show },
	{ "interrupts",		0444, show_interrupts },
	{ "iomem",		0444, iomem_show },
	{ "ioports",		0444, ioports_show },
	{ "consoles",		0444, consoles_show },
	{ "vmstat",		0444, vmstat_show },
	{ "zoneinfo",		0444, zoneinfo_show },
	{ "buddyinfo",		0444, buddyinfo_show },
	{ "pagetypeinfo",	0400, pagetypeinfo_show },
	{ "slabinfo",		0400, slabinfo_show },
	{ "vmallocinfo",	0400, vmallocinfo_show },
};

static int __init proc_globals_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		proc_create_single(files[i].name, files[i].mode, NULL,
				   files[i].show);
	proc_create_seq("cpuinfo", 0444, NULL, &cpuinfo_op);
	return 0;
}
fs_initcall(proc_globals_init);
