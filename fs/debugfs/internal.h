/* SPDX-License-Identifier: GPL-2.0-only */
/* internal.h - what debugfs keeps for each file */
#ifndef _FS_DEBUGFS_INTERNAL_H
#define _FS_DEBUGFS_INTERNAL_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/fs.h>

extern struct vfsmount *debugfs_mount;

/* A file's inode has &proxy as its operations; lives as long as the inode. */
struct debugfs_file {
	struct file_operations proxy;		/* [I] those of *real, each behind debugfs_enter() */
	const struct file_operations *real;	/* [I] the owner's; not to be called once removed */
	atomic_t active;			/* calls into *real; negative: removed */
	struct completion idle;			/* the last call after the removal has returned */
};

struct debugfs_file *debugfs_new_file(const struct file_operations *real);
void debugfs_retire_file(struct debugfs_file *df);

static inline struct debugfs_file *debugfs_file_of(const struct file_operations *proxy)
{
	return container_of(proxy, struct debugfs_file, proxy);
}

#endif
