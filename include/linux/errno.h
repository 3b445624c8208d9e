/* SPDX-License-Identifier: GPL-2.0-only */
/* errno.h - error numbers; those above 511 never reach user space. */
#ifndef _LINUX_ERRNO_H
#define _LINUX_ERRNO_H

#include <uapi/asm-generic/errno.h>

#define ERESTARTSYS		512	/* restart if the handler has SA_RESTART */
#define ERESTARTNOINTR		513	/* always restart */
#define ERESTARTNOHAND		514	/* restart if there is no handler */
#define ENOIOCTLCMD		515	/* this layer does not know the ioctl */
#define ERESTART_RESTARTBLOCK	516	/* restart through sys_restart_syscall */
#define EPROBE_DEFER		517
#define EOPENSTALE		518
#define ENOPARAM		519
#define EBADHANDLE		521
#define ENOTSUPP		524
#define ETOOSMALL		525
#define ESERVERFAULT		526
#define EIOCBQUEUED		529

#endif
