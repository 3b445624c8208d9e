/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_LINUX_UIO_H
#define _UAPI_LINUX_UIO_H

#include <linux/types.h>

#ifdef __KERNEL__
#define __uio_user	__user
#else
#define __uio_user
#endif

struct iovec {
	void __uio_user		*iov_base;
	__kernel_size_t		iov_len;
};

#define UIO_FASTIOV	8
#define UIO_MAXIOV	1024

#endif
