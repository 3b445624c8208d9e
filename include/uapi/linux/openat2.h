/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_LINUX_OPENAT2_H
#define _UAPI_LINUX_OPENAT2_H

#include <linux/types.h>

struct open_how {
	__u64 flags;
	__u64 mode;
	__u64 resolve;
};

#define OPEN_HOW_SIZE_VER0	24
#define OPEN_HOW_SIZE_LATEST	OPEN_HOW_SIZE_VER0

#define RESOLVE_NO_XDEV		0x01	/* do not cross a mount point */
#define RESOLVE_NO_MAGICLINKS	0x02	/* refuse /proc/PID/fd-like links */
#define RESOLVE_NO_SYMLINKS	0x04	/* refuse every symlink */
#define RESOLVE_BENEATH		0x08	/* stay below dirfd */
#define RESOLVE_IN_ROOT		0x10	/* dirfd is "/" */
#define RESOLVE_CACHED		0x20	/* only what needs no I/O */

#endif
