/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MOUNT_H
#define _LINUX_MOUNT_H

#include <linux/types.h>

struct super_block;
struct dentry;
struct file;
struct file_system_type;
struct mnt_idmap;
struct path;
struct seq_file;

#define MNT_NOSUID	0x01
#define MNT_NODEV	0x02
#define MNT_NOEXEC	0x04
#define MNT_NOATIME	0x08
#define MNT_NODIRATIME	0x10
#define MNT_RELATIME	0x20
#define MNT_READONLY	0x40
#define MNT_NOSYMFOLLOW	0x80
#define MNT_INTERNAL	0x4000	/* kern_mount(): no name in the tree */

/* What a walker needs of a mount; the rest is struct mount in fs/mount.h. */
struct vfsmount {
	struct dentry *mnt_root;	/* [I] root of the mounted tree */
	struct super_block *mnt_sb;	/* [I] */
	int mnt_flags;			/* [L] mount_lock: MNT_* */
};

static inline struct mnt_idmap *mnt_idmap(const struct vfsmount *mnt)
{
	extern struct mnt_idmap nop_mnt_idmap;

	return &nop_mnt_idmap;
}

int mnt_want_write(struct vfsmount *mnt);
void mnt_drop_write(struct vfsmount *mnt);
int mnt_want_write_file(struct file *file);
void mnt_drop_write_file(struct file *file);
void mntput(struct vfsmount *mnt);
struct vfsmount *mntget(struct vfsmount *mnt);
bool __mnt_is_readonly(struct vfsmount *mnt);
struct vfsmount *kern_mount(struct file_system_type *type);
void kern_unmount(struct vfsmount *mnt);
struct vfsmount *vfs_kern_mount(struct file_system_type *type, int flags,
				const char *name, void *data);
int path_mount(const char *dev_name, struct path *path, const char *type_page,
	       unsigned long flags, void *data_page);
int path_umount(struct path *path, int flags);
long do_mount(const char *dev_name, const char __user *dir_name, const char *type_page,
	      unsigned long flags, void *data_page);
bool path_is_mountpoint(const struct path *path);
bool our_mnt(struct vfsmount *mnt);
bool mnt_may_suid(struct vfsmount *mnt);
bool path_noexec(const struct path *path);

int mounts_show(struct seq_file *m, const struct path *root);
int mountinfo_show(struct seq_file *m, const struct path *root);

#endif
