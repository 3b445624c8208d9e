/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysctl.h - kernel variables as files below /proc/sys.
 *
 *	static const struct ctl_table my_table[] = {
 *		{ .procname = "depth", .data = &depth, .maxlen = sizeof(depth), .mode = 0644,
 *		  .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO },
 *	};
 *	register_sysctl_init("vm", my_table);
 *
 * The handler translates between the variable and text. A handler of one's own usually calls one
 * of those below and then acts on the new value.
 */
#ifndef _LINUX_SYSCTL_H
#define _LINUX_SYSCTL_H

#include <linux/array_size.h>
#include <linux/types.h>

struct ctl_table;
struct ctl_table_header;

/**
 * proc_handler - read or write one variable
 * @buffer: kernel memory; for a write @lenp bytes and a NUL
 * @lenp: in: size of @buffer; out: bytes produced, or consumed
 *
 * Return: 0 or an errno.
 */
typedef int proc_handler(const struct ctl_table *ctl, int write, void *buffer, size_t *lenp,
			 loff_t *ppos);

struct ctl_table {
	const char *procname;
	void *data;
	int maxlen;		/* bytes of data */
	umode_t mode;
	proc_handler *proc_handler;
	void *extra1;		/* _minmax handlers: pointer to the least value, or NULL */
	void *extra2;		/* pointer to the greatest */
};

extern const int sysctl_vals[];
extern const unsigned long sysctl_long_vals[];

#define SYSCTL_ZERO		((void *)&sysctl_vals[0])
#define SYSCTL_ONE		((void *)&sysctl_vals[1])
#define SYSCTL_TWO		((void *)&sysctl_vals[2])
#define SYSCTL_THREE		((void *)&sysctl_vals[3])
#define SYSCTL_FOUR		((void *)&sysctl_vals[4])
#define SYSCTL_ONE_HUNDRED	((void *)&sysctl_vals[5])
#define SYSCTL_TWO_HUNDRED	((void *)&sysctl_vals[6])
#define SYSCTL_ONE_THOUSAND	((void *)&sysctl_vals[7])
#define SYSCTL_THREE_THOUSAND	((void *)&sysctl_vals[8])
#define SYSCTL_INT_MAX		((void *)&sysctl_vals[9])
#define SYSCTL_MAXOLDUID	((void *)&sysctl_vals[10])
#define SYSCTL_NEG_ONE		((void *)&sysctl_vals[11])

#define SYSCTL_LONG_ZERO	((void *)&sysctl_long_vals[0])
#define SYSCTL_LONG_ONE		((void *)&sysctl_long_vals[1])
#define SYSCTL_LONG_MAX		((void *)&sysctl_long_vals[2])

proc_handler proc_dostring;
proc_handler proc_dobool;
proc_handler proc_dointvec;
proc_handler proc_douintvec;
proc_handler proc_dointvec_minmax;
proc_handler proc_douintvec_minmax;
proc_handler proc_doulongvec_minmax;
proc_handler proc_dointvec_jiffies;		/* text in seconds */
proc_handler proc_dointvec_userhz_jiffies;	/* text in units of 1/USER_HZ */
proc_handler proc_dointvec_ms_jiffies;		/* text in milliseconds */

#ifdef CONFIG_PROC_SYSCTL
void proc_sys_init(void);
struct ctl_table_header *register_sysctl_sz(const char *path, const struct ctl_table *table,
					    size_t table_size);
void unregister_sysctl_table(struct ctl_table_header *header);

void __register_sysctl_init(const char *path, const struct ctl_table *table,
			    const char *table_name, size_t table_size);
#else
static inline void proc_sys_init(void) { }

static inline struct ctl_table_header *register_sysctl_sz(const char *path,
							  const struct ctl_table *table,
							  size_t table_size)
{
	return NULL;
}

static inline void unregister_sysctl_table(struct ctl_table_header *header) { }

static inline void __register_sysctl_init(const char *path, const struct ctl_table *table,
					  const char *table_name, size_t table_size)
{
}
#endif

/** register_sysctl() - files for all elements of an array, below /proc/sys/@path. */
#define register_sysctl(path, table)	register_sysctl_sz(path, table, ARRAY_SIZE(table))

/** register_sysctl_init() - the same for tables that stay; a failure is only logged. */
#define register_sysctl_init(path, table) \
	__register_sysctl_init(path, table, #table, ARRAY_SIZE(table))

#endif
