// SPDX-License-Identifier: GPL-2.0-only
/*
 * sysctl_table.c - /proc/sys/kernel: variables whose owners have no table of their own.
 *
 * Owns:       the kernel.* names.
 * Locks:      uts_sem for the host's names.
 */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/pid.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/rwsem.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/threads.h>
#include <linux/utsname.h>
#include <uapi/linux/limits.h>

static int least_pid_max = RESERVED_PIDS + 1;
static int greatest_pid_max = PID_MAX_LIMIT;
static int least_threads = 20;
static int greatest_threads = 0x3fffffff;
static int groups_max = NGROUPS_MAX;
static int last_cap = CAP_LAST_CAP;
static int taint_value;
static int entropy_bits = 256;

/* A field of the host's name: read and set as a whole under uts_sem. */
static int do_uts_string(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			 loff_t *ppos)
{
	char copy[__NEW_UTS_LEN + 1];
	struct ctl_table of_copy = *table;
	int err;

	down_read(&uts_sem);
	memcpy(copy, table->data, sizeof(copy));
	up_read(&uts_sem);
	of_copy.data = copy;
	err = proc_dostring(&of_copy, write, buffer, lenp, ppos);
	if (!err && write) {
		down_write(&uts_sem);
		memcpy(table->data, copy, sizeof(copy));
		up_write(&uts_sem);
	}
	return err;
}

/* The kernel's taint; bits can be set, none cleared. */
static int do_taint(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
		    loff_t *ppos)
{
	unsigned long value = get_taint();
	struct ctl_table as_long = { .data = &value, .maxlen = sizeof(value) };
	int err;

	if (write && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	err = proc_doulongvec_minmax(&as_long, write, buffer, lenp, ppos);
	if (err || !write)
		return err;
	for (int bit = 0; bit < TAINT_FLAGS_COUNT; bit++)
		if (value & (1UL << bit))
			add_taint(bit, LOCKDEP_STILL_OK);
	return 0;
}

static void format_uuid(const u8 *id, char *text)
{
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*text++ = '-';
		text += sprintf(text, "%02x", id[i]);
	}
}

/* A random number in the form of RFC 4122, version 4: the same since boot, or a new one each time. */
static int do_uuid(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
		   loff_t *ppos)
{
	static u8 boot_id[16];
	static DEFINE_SPINLOCK(boot_id_lock);
	u8 fresh[16], *id = table->extra1 ? boot_id : fresh;
	struct ctl_table as_text;
	char text[37];

	if (write)
		return -EPERM;
	get_random_bytes(fresh, sizeof(fresh));
	fresh[6] = (fresh[6] & 0x0f) | 0x40;
	fresh[8] = (fresh[8] & 0x3f) | 0x80;
	if (id == boot_id) {
		spin_lock(&boot_id_lock);
		if (!boot_id[8])
			memcpy(boot_id, fresh, sizeof(boot_id));
		spin_unlock(&boot_id_lock);
	}
	format_uuid(id, text);
	as_text = (struct ctl_table) { .data = text, .maxlen = sizeof(text) };
	return proc_dostring(&as_text, 0, buffer, lenp, ppos);
}

#define UTS_ENTRY(name, field, rights) {				\
	.procname = name, .data = init_uts_ns_name.field,		\
	.maxlen = sizeof(init_uts_ns_name.field), .mode = rights,	\
	.proc_handler = do_uts_string,					\
}

#define INT_ENTRY(name, var, rights) {					\
	.procname = name, .data = &(var), .maxlen = sizeof(int),	\
	.mode = rights, .proc_handler = proc_dointvec,			\
}

#define RANGE_ENTRY(name, var, rights, least, greatest) {		\
	.procname = name, .data = &(var), .maxlen = sizeof(int),	\
	.mode = rights, .proc_handler = proc_dointvec_minmax,		\
	.extra1 = least, .extra2 = greatest,				\
}

static const struct ctl_table kern_table[] = {
	UTS_ENTRY("ostype", sysname, 0444),
	UTS_ENTRY("osrelease", release, 0444),
	UTS_ENTRY("version", version, 0444),
	UTS_ENTRY("hostname", nodename, 0644),
	UTS_ENTRY("domainname", domainname, 0644),
	RANGE_ENTRY("pid_max", pid_max, 0644, &least_pid_max, &greatest_pid_max),
	RANGE_ENTRY("threads-max", max_threads, 0644, &least_threads, &greatest_threads),
	RANGE_ENTRY("randomize_va_space", randomize_va_space, 0644, SYSCTL_ZERO, SYSCTL_TWO),
	INT_ENTRY("panic", panic_timeout, 0644),
	INT_ENTRY("panic_on_oops", panic_on_oops, 0644),
	RANGE_ENTRY("panic_on_warn", panic_on_warn, 0644, SYSCTL_ZERO, SYSCTL_ONE),
	INT_ENTRY("ngroups_max", groups_max, 0444),
	INT_ENTRY("cap_last_cap", last_cap, 0444),
	{
		.procname = "printk", .data = console_printk, .maxlen = 4 * sizeof(int),
		.mode = 0644, .proc_handler = proc_dointvec,
	}, {
		.procname = "tainted", .data = &taint_value, .maxlen = sizeof(taint_value),
		.mode = 0644, .proc_handler = do_taint,
	},
};

static const struct ctl_table random_table[] = {
	INT_ENTRY("poolsize", entropy_bits, 0444),
	INT_ENTRY("entropy_avail", entropy_bits, 0444),
	{ .procname = "boot_id", .mode = 0444, .proc_handler = do_uuid, .extra1 = SYSCTL_ONE },
	{ .procname = "uuid", .mode = 0444, .proc_handler = do_uuid },
};

static int __init kern_sysctl_init(void)
{
	register_sysctl_init("kernel", kern_table);
	register_sysctl_init("kernel/random", random_table);
	return 0;
}
fs_initcall(kern_sysctl_init);
