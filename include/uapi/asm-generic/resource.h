/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_ASM_GENERIC_RESOURCE_H
#define _UAPI_ASM_GENERIC_RESOURCE_H

#define RLIMIT_CPU		0	/* seconds of CPU time */
#define RLIMIT_FSIZE		1	/* largest file */
#define RLIMIT_DATA		2	/* data size */
#define RLIMIT_STACK		3	/* stack size */
#define RLIMIT_CORE		4	/* largest core file */
#define RLIMIT_RSS		5	/* resident set size */
#define RLIMIT_NPROC		6	/* number of processes */
#define RLIMIT_NOFILE		7	/* number of open files */
#define RLIMIT_MEMLOCK		8	/* locked-in-memory bytes */
#define RLIMIT_AS		9	/* address space */
#define RLIMIT_LOCKS		10	/* file locks */
#define RLIMIT_SIGPENDING	11	/* queued signals */
#define RLIMIT_MSGQUEUE		12	/* bytes in POSIX message queues */
#define RLIMIT_NICE		13	/* best nice value, as 20 - nice */
#define RLIMIT_RTPRIO		14	/* highest real-time priority */
#define RLIMIT_RTTIME		15	/* microseconds of real-time run without sleep */
#define RLIM_NLIMITS		16

#define RLIM_INFINITY		(~0UL)

#endif
