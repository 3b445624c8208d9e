/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * restart_block.h - how an interrupted system call goes on after a stop.
 *
 * A call that returns -ERESTART_RESTARTBLOCK leaves here the function that finishes it and what
 * that function needs; restart_syscall() calls it. Only the task itself touches its block.
 */
#ifndef _LINUX_RESTART_BLOCK_H
#define _LINUX_RESTART_BLOCK_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/types.h>

struct __kernel_timespec;
struct pollfd;

enum timespec_type {
	TT_NONE		= 0,
	TT_NATIVE	= 1,
	TT_COMPAT	= 2,
};

struct restart_block {
	unsigned long arch_data;
	long (*fn)(struct restart_block *);
	union {
		struct {
			u32 __user *uaddr;
			u32 val;
			u32 flags;
			u32 bitset;
			u64 time;
			u32 __user *uaddr2;
		} futex;
		struct {
			clockid_t clockid;
			enum timespec_type type;
			union {
				struct __kernel_timespec __user *rmtp;
			};
			u64 expires;
		} nanosleep;
		struct {
			struct pollfd __user *ufds;
			int nfds;
			int has_timeout;
			unsigned long tv_sec;
			unsigned long tv_nsec;
		} poll;
	};
};

long do_no_restart_syscall(struct restart_block *param);

/* What an interrupted system call returns that is to go on in @fn. */
static inline long set_restart_fn(struct restart_block *restart, long (*fn)(struct restart_block *))
{
	restart->fn = fn;
	return -ERESTART_RESTARTBLOCK;
}

#endif
