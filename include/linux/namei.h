/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_NAMEI_H
#define _LINUX_NAMEI_H

#include <linux/fs.h>
#include <linux/path.h>

#define MAXSYMLINKS	40	/* followed in one walk */

enum { LAST_NORM, LAST_ROOT, LAST_DOT, LAST_DOTDOT };

#define LOOKUP_FOLLOW		0x0001	/* follow a symlink at the end */
#define LOOKUP_DIRECTORY	0x0002	/* must be a directory */
#define LOOKUP_AUTOMOUNT	0x0004
#define LOOKUP_EMPTY		0x4000	/* "" is the starting point */
#define LOOKUP_DOWN		0x8000	/* step into a mount on the start */
#define LOOKUP_MOUNTPOINT	0x0080	/* step into mounts at the end */
#define LOOKUP_REVAL		0x0020
#define LOOKUP_RCU		0x0040
#define LOOKUP_OPEN		0x0100	/* for open */
#define LOOKUP_CREATE		0x0200	/* for making it */
#define LOOKUP_EXCL		0x0400
#define LOOKUP_RENAME_TARGET	0x0800
#define LOOKUP_PARENT		0x0010	/* stop before the last component */
#define LOOKUP_NO_SYMLINKS	0x010000
#define LOOKUP_NO_MAGICLINKS	0x020000
#define LOOKUP_NO_XDEV		0x040000
#define LOOKUP_BENEATH		0x080000
#define LOOKUP_IN_ROOT		0x100000
#define LOOKUP_CACHED		0x200000
#define LOOKUP_IS_SCOPED	(LOOKUP_BENEATH | LOOKUP_IN_ROOT)

int user_path_at(int dfd, const char __user *name, unsigned int flags, struct path *path);
int kern_path(const char *name, unsigned int flags, struct path *path);
int vfs_path_lookup(struct dentry *dentry, struct vfsmount *mnt, const char *name,
		    unsigned int flags, struct path *path);
struct dentry *kern_path_create(int dfd, const char *pathname, struct path *path,
				unsigned int lookup_flags);
struct dentry *user_path_create(int dfd, const char __user *pathname, struct path *path,
				unsigned int lookup_flags);
void done_path_create(struct path *path, struct dentry *dentry);
struct dentry *kern_path_locked(const char *name, struct path *parent);
struct dentry *lookup_one_len(const char *name, struct dentry *base, int len);
struct dentry *lookup_one_len_unlocked(const char *name, struct dentry *base, int len);
struct dentry *lock_rename(struct dentry *p1, struct dentry *p2);
void unlock_rename(struct dentry *p1, struct dentry *p2);
int follow_down_one(struct path *path);
int follow_up(struct path *path);
void nd_jump_link(const struct path *path);
int filename_lookup(int dfd, struct filename *name, unsigned int flags,
		    struct path *path, const struct path *root);
u32 full_name_hash(const void *salt, const char *name, unsigned int len);
u64 hashlen_string(const void *salt, const char *name);

#endif
