// SPDX-License-Identifier: GPL-2.0-only
/*
 * vfs_init.c - starts the VFS, bottom up.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include "internal.h"

void __init vfs_caches_init(void)
{
	vfs_caches_init_early();	/* path names */
	dcache_init();
	inode_init();
	files_init();
	mnt_init();			/* tmpfs, and the root on it */
	pipefs_init();
	anon_inode_init();
}
