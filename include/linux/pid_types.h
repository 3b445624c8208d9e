/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PID_TYPES_H
#define _LINUX_PID_TYPES_H

/* The roles in which a task is found by number. */
enum pid_type {
	PIDTYPE_PID,		/* the task itself */
	PIDTYPE_TGID,		/* its thread group: what user space calls a process */
	PIDTYPE_PGID,		/* its process group */
	PIDTYPE_SID,		/* its session */
	PIDTYPE_MAX,
};

struct pid;
extern struct pid init_struct_pid;

#endif
