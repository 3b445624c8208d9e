/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_LINUX_RSEQ_H
#define _UAPI_LINUX_RSEQ_H

#include <linux/types.h>

enum rseq_cpu_id_state {
	RSEQ_CPU_ID_UNINITIALIZED	= -1,
	RSEQ_CPU_ID_REGISTRATION_FAILED	= -2,
};

enum rseq_flags {
	RSEQ_FLAG_UNREGISTER = (1 << 0),
};

#define RSEQ_CS_FLAG_NO_RESTART_ON_PREEMPT	(1U << 0)
#define RSEQ_CS_FLAG_NO_RESTART_ON_SIGNAL	(1U << 1)
#define RSEQ_CS_FLAG_NO_RESTART_ON_MIGRATE	(1U << 2)

/* One critical section; aligned so that it never crosses a page. */
struct rseq_cs {
	__u32 version;			/* 0 */
	__u32 flags;
	__u64 start_ip;
	__u64 post_commit_offset;
	__u64 abort_ip;
} __attribute__((aligned(4 * sizeof(__u64))));

/* The area that each thread registers. */
struct rseq {
	__u32 cpu_id_start;
	__u32 cpu_id;
	__u64 rseq_cs;
	__u32 flags;
	__u32 node_id;
	__u32 mm_cid;
	char end[];
} __attribute__((aligned(4 * sizeof(__u64))));

#endif
