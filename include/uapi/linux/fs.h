/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_LINUX_FS_H
#define _UAPI_LINUX_FS_H

#include <linux/limits.h>
#include <linux/ioctl.h>
#include <linux/types.h>

#define INR_OPEN_CUR	1024	/* RLIMIT_NOFILE of the first process, soft */
#define INR_OPEN_MAX	4096	/* and hard */

#define BLOCK_SIZE_BITS	10
#define BLOCK_SIZE	(1 << BLOCK_SIZE_BITS)

#define SEEK_SET	0
#define SEEK_CUR	1
#define SEEK_END	2
#define SEEK_DATA	3
#define SEEK_HOLE	4
#define SEEK_MAX	SEEK_HOLE

#define RENAME_NOREPLACE	(1 << 0)
#define RENAME_EXCHANGE		(1 << 1)
#define RENAME_WHITEOUT		(1 << 2)

struct file_clone_range {
	__s64 src_fd;
	__u64 src_offset;
	__u64 src_length;
	__u64 dest_offset;
};

#define FIBMAP		_IO(0x00, 1)
#define FIGETBSZ	_IO(0x00, 2)
#define FIFREEZE	_IOWR('X', 119, int)
#define FITHAW		_IOWR('X', 120, int)
#define FICLONE		_IOW(0x94, 9, int)
#define FICLONERANGE	_IOW(0x94, 13, struct file_clone_range)

#define FS_IOC_GETFLAGS	_IOR('f', 1, long)
#define FS_IOC_SETFLAGS	_IOW('f', 2, long)

#define FS_IMMUTABLE_FL	0x00000010
#define FS_APPEND_FL	0x00000020
#define FS_NODUMP_FL	0x00000040
#define FS_NOATIME_FL	0x00000080

#define SYNC_FILE_RANGE_WAIT_BEFORE	1
#define SYNC_FILE_RANGE_WRITE		2
#define SYNC_FILE_RANGE_WAIT_AFTER	4

typedef int __bitwise __kernel_rwf_t;

#define RWF_HIPRI	((__force __kernel_rwf_t)0x00000001)
#define RWF_DSYNC	((__force __kernel_rwf_t)0x00000002)
#define RWF_SYNC	((__force __kernel_rwf_t)0x00000004)
#define RWF_NOWAIT	((__force __kernel_rwf_t)0x00000008)
#define RWF_APPEND	((__force __kernel_rwf_t)0x00000010)
#define RWF_NOAPPEND	((__force __kernel_rwf_t)0x00000020)
#define RWF_SUPPORTED	(RWF_HIPRI | RWF_DSYNC | RWF_SYNC | RWF_NOWAIT | RWF_APPEND | RWF_NOAPPEND)

#endif
