// SPDX-License-Identifier: GPL-2.0-only
/*
 * mount_calls.c - mount(), umount() and pivot_root(): what they ask of the tree of mounts.
 *
 * Locks:      s_umount of a super block that changes, then namespace_sem for each change of the tree.
 * Elsewhere:  the tree itself (namespace.c).
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/mount.h>
#include "internal.h"
#include "mount.h"

/* ---- mount ---------------------------------------------------------------------- */

static int do_new_mount(struct path *path, const char *fstype, int sb_flags, int mnt_flags,
			const char *name, void *data)
{
	struct file_system_type *type;
	struct vfsmount *mnt;
	int err;

	if (!fstype)
		return -EINVAL;
	type = get_fs_type(fstype);
	if (!type)
		return -ENODEV;
	mnt = vfs_kern_mount(type, sb_flags, name, data);
	if (IS_ERR(mnt))
		return PTR_ERR(mnt);
	if (mnt->mnt_sb->s_flags & SB_NOUSER) {
		mntput(mnt);
		return -EINVAL;
	}
	mnt->mnt_flags = mnt_flags;
	down_write(&namespace_sem);
	/* the very same file system at the very same place, twice in a row */
	if (path->mnt->mnt_sb == mnt->mnt_sb && path->mnt->mnt_root == path->dentry)
		err = -EBUSY;
	else
		err = graft_tree(real_mount(mnt), path);
	up_write(&namespace_sem);
	if (err)
		mntput(mnt);
	return err;
}

static int do_bind_mount(struct path *path, const char *old_name, bool recurse)
{
	struct path old;
	struct mount *mnt;
	LIST_HEAD(detached);
	int err;

	if (!old_name || !*old_name)
		return -EINVAL;
	err = kern_path(old_name, LOOKUP_FOLLOW, &old);
	if (err)
		return err;
	down_write(&namespace_sem);
	err = -EINVAL;
	if (!our_mnt(old.mnt))
		goto out;
	mnt = copy_tree(real_mount(old.mnt), old.dentry, recurse);
	err = PTR_ERR_OR_ZERO(mnt);
	if (err)
		goto out;
	err = graft_tree(mnt, path);
	if (err)
		detach_tree(mnt, &detached);
out:
	up_write(&namespace_sem);
	drop_detached(&detached);
	path_put(&old);
	return err;
}

static int do_move_mount(struct path *path, const char *old_name)
{
	struct mount *old, *p;
	struct path old_path;
	int err;

	if (!old_name || !*old_name)
		return -EINVAL;
	err = kern_path(old_name, LOOKUP_FOLLOW, &old_path);
	if (err)
		return err;
	down_write(&namespace_sem);
	old = real_mount(old_path.mnt);
	err = -EINVAL;
	if (!our_mnt(&old->mnt) || !our_mnt(path->mnt) || !mnt_has_parent(old) ||
	    old_path.dentry != old->mnt.mnt_root)
		goto out;
	if (d_is_dir(path->dentry) != d_is_dir(old_path.dentry))
		goto out;
	err = -ELOOP;
	for (p = real_mount(path->mnt); ; p = p->mnt_parent) {
		if (p == old)
			goto out;	/* below itself */
		if (!mnt_has_parent(p))
			break;
	}
	/* leave the old place; the tree's own reference travels along */
	p = unhook_mnt(old);
	mntput(&p->mnt);
	for (p = old; p; p = next_mnt(p, old))
		list_del_init(&p->mnt_list);
	err = graft_tree(old, path);
out:
	up_write(&namespace_sem);
	path_put(&old_path);
	return err;
}

/* MS_REMOUNT | MS_BIND: flags of this mount alone */
static int do_reconfigure_mnt(struct path *path, int mnt_flags)
{
	struct mount *mnt = real_mount(path->mnt);
	int err = 0;

	if (path->dentry != path->mnt->mnt_root)
		return -EINVAL;
	down_write(&namespace_sem);
	if ((mnt_flags & MNT_READONLY) && !(mnt->mnt.mnt_flags & MNT_READONLY))
		err = mnt_make_readonly(mnt);
	if (!err)
		mnt->mnt.mnt_flags = mnt_flags;
	up_write(&namespace_sem);
	return err;
}

static int sb_is_written(struct super_block *sb)
{
	struct mount *mnt;

	list_for_each_entry(mnt, &all_mounts, mnt_list)
		if (mnt->mnt.mnt_sb == sb && atomic_read(&mnt->mnt_writers))
			return -EBUSY;
	return 0;
}

static int do_remount(struct path *path, int sb_flags, int mnt_flags, void *data)
{
	struct super_block *sb = path->mnt->mnt_sb;
	int err = 0;

	if (path->dentry != path->mnt->mnt_root)
		return -EINVAL;
	down_write(&sb->s_umount);
	down_write(&namespace_sem);
	if ((sb_flags & SB_RDONLY) && !sb_rdonly(sb))
		err = sb_is_written(sb);
	up_write(&namespace_sem);
	if (!err)
		err = reconfigure_super(sb, sb_flags, data);
	if (!err)
		path->mnt->mnt_flags = mnt_flags;
	up_write(&sb->s_umount);
	return err;
}

static bool may_mount(void)
{
	return capable(CAP_SYS_ADMIN);
}

static int mnt_flags_of(unsigned long flags, const struct path *path)
{
	int mnt_flags = 0;

	/* relatime is what a mount does unless told otherwise */
	if (!(flags & MS_NOATIME))
		mnt_flags |= MNT_RELATIME;
	if (flags & MS_NOSUID)
		mnt_flags |= MNT_NOSUID;
	if (flags & MS_NODEV)
		mnt_flags |= MNT_NODEV;
	if (flags & MS_NOEXEC)
		mnt_flags |= MNT_NOEXEC;
	if (flags & MS_NOATIME)
		mnt_flags |= MNT_NOATIME;
	if (flags & MS_NODIRATIME)
		mnt_flags |= MNT_NODIRATIME;
	if (flags & MS_STRICTATIME)
		mnt_flags &= ~(MNT_RELATIME | MNT_NOATIME);
	if (flags & MS_RDONLY)
		mnt_flags |= MNT_READONLY;
	if (flags & MS_NOSYMFOLLOW)
		mnt_flags |= MNT_NOSYMFOLLOW;
	/* a remount that says nothing of access times keeps what there is */
	if ((flags & MS_REMOUNT) &&
	    !(flags & (MS_NOATIME | MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME))) {
		int keep = MNT_NOATIME | MNT_NODIRATIME | MNT_RELATIME;

		mnt_flags = (mnt_flags & ~keep) | (path->mnt->mnt_flags & keep);
	}
	return mnt_flags;
}

int path_mount(const char *dev_name, struct path *path, const char *type_page,
	       unsigned long flags, void *data_page)
{
	int mnt_flags, sb_flags;

	if ((flags & MS_MGC_MSK) == MS_MGC_VAL)
		flags &= ~MS_MGC_MSK;
	if (data_page)
		((char *)data_page)[PAGE_SIZE - 1] = 0;
	if (!may_mount())
		return -EPERM;
	mnt_flags = mnt_flags_of(flags, path);
	sb_flags = flags & (SB_RDONLY | SB_SYNCHRONOUS | SB_DIRSYNC | SB_SILENT);

	if ((flags & (MS_REMOUNT | MS_BIND)) == (MS_REMOUNT | MS_BIND))
		return do_reconfigure_mnt(path, mnt_flags);
	if (flags & MS_REMOUNT)
		return do_remount(path, sb_flags, mnt_flags, data_page);
	if (flags & MS_BIND)
		return do_bind_mount(path, dev_name, flags & MS_REC);
	if (flags & (MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE)) {
		/* there is one namespace, and nothing propagates: all mounts are private */
		if (path->dentry != path->mnt->mnt_root)
			return -EINVAL;
		return flags & MS_PRIVATE ? 0 : -EINVAL;
	}
	if (flags & MS_MOVE)
		return do_move_mount(path, dev_name);
	return do_new_mount(path, type_page, sb_flags, mnt_flags, dev_name, data_page);
}

long do_mount(const char *dev_name, const char __user *dir_name, const char *type_page,
	      unsigned long flags, void *data_page)
{
	struct path path;
	int ret = user_path_at(AT_FDCWD, dir_name, LOOKUP_FOLLOW, &path);

	if (ret)
		return ret;
	ret = path_mount(dev_name, &path, type_page, flags, data_page);
	path_put(&path);
	return ret;
}

/* Mount options: up to a page, of which only the beginning may be readable. */
static void *copy_mount_options(const void __user *data)
{
	unsigned long left, first;
	char *copy;

	if (!data)
		return NULL;
	copy = (char *)get_zeroed_page(GFP_KERNEL);
	if (!copy)
		return ERR_PTR(-ENOMEM);
	left = copy_from_user(copy, data, PAGE_SIZE);
	if (left == PAGE_SIZE) {
		first = PAGE_SIZE - offset_in_page(data);
		left = copy_from_user(copy, data, first);
		if (left) {
			free_page((unsigned long)copy);
			return ERR_PTR(-EFAULT);
		}
	}
	return copy;
}

static char *copy_mount_string(const void __user *data)
{
	return data ? strndup_user(data, PATH_MAX) : NULL;
}

SYSCALL_DEFINE5(mount, char __user *, dev_name, char __user *, dir_name,
		char __user *, type, unsigned long, flags, void __user *, data)
{
	char *kernel_type = copy_mount_string(type), *kernel_dev;
	void *options;
	long ret;

	if (IS_ERR(kernel_type))
		return PTR_ERR(kernel_type);
	kernel_dev = copy_mount_string(dev_name);
	ret = PTR_ERR(kernel_dev);
	if (IS_ERR(kernel_dev))
		goto free_type;
	options = copy_mount_options(data);
	ret = PTR_ERR(options);
	if (IS_ERR(options))
		goto free_dev;
	ret = do_mount(kernel_dev, dir_name, kernel_type, flags, options);
	if (options)
		free_page((unsigned long)options);
free_dev:
	kfree(kernel_dev);
free_type:
	kfree(kernel_type);
	return ret;
}

/* ---- unmounting ---------------------------------------------------------------- */

static int do_umount(struct mount *mnt, int flags)
{
	struct super_block *sb = mnt->mnt.mnt_sb;
	LIST_HEAD(detached);
	int err = 0;

	if ((flags & MNT_FORCE) && sb->s_op->umount_begin)
		sb->s_op->umount_begin(sb);
	if (!mnt_has_parent(mnt)) {
		/* the root stays; unmounting it means: make it read-only */
		if (flags & MNT_DETACH)
			return -EINVAL;
		down_write(&sb->s_umount);
		if (!sb_rdonly(sb))
			err = reconfigure_super(sb, SB_RDONLY, NULL);
		up_write(&sb->s_umount);
		return err;
	}
	down_write(&namespace_sem);
	if (!mnt->mnt_attached)
		err = -EINVAL;
	else if (!(flags & MNT_DETACH) &&
		 (!list_empty(&mnt->mnt_mounts) || atomic_long_read(&mnt->mnt_count) > 2))
		err = -EBUSY;	/* beyond the tree's reference and the caller's */
	else
		detach_tree(mnt, &detached);
	up_write(&namespace_sem);
	drop_detached(&detached);
	return err;
}

int path_umount(struct path *path, int flags)
{
	struct mount *mnt = real_mount(path->mnt);
	int ret = -EINVAL;

	if (!may_mount())
		ret = -EPERM;
	else if (path->dentry == path->mnt->mnt_root && our_mnt(path->mnt)) {
		/* keep the mount, not the dentry, so that the count tells who else uses it */
		ret = flags & MNT_EXPIRE ? -EINVAL : do_umount(mnt, flags);
	}
	dput(path->dentry);
	mntput(path->mnt);
	return ret;
}

SYSCALL_DEFINE2(umount, char __user *, name, int, flags)
{
	int lookup_flags = LOOKUP_MOUNTPOINT;
	struct path path;
	int ret;

	if (flags & ~(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW))
		return -EINVAL;
	if (!(flags & UMOUNT_NOFOLLOW))
		lookup_flags |= LOOKUP_FOLLOW;
	ret = user_path_at(AT_FDCWD, name, lookup_flags, &path);
	return ret ? ret : path_umount(&path, flags);
}

/* ---- pivot_root ------------------------------------------------------------------ */

/* Does @path lie in the tree of mounts and directories below @root? */
static bool is_path_reachable(struct mount *mnt, struct dentry *dentry, const struct path *root)
{
	while (&mnt->mnt != root->mnt && mnt_has_parent(mnt)) {
		dentry = mnt->mnt_mountpoint;
		mnt = mnt->mnt_parent;
	}
	return &mnt->mnt == root->mnt && is_subdir(dentry, root->dentry);
}

static int pivot_mounts(struct path *new, struct path *old, struct path *root)
{
	struct mount *new_mnt = real_mount(new->mnt), *root_mnt = real_mount(root->mnt);
	struct mount *parent, *new_parent;
	struct mountpoint *root_mp, *old_mp;
	int err;

	if (new_mnt == root_mnt || real_mount(old->mnt) == root_mnt)
		return -EBUSY;
	if (!our_mnt(new->mnt) || !our_mnt(root->mnt) || !our_mnt(old->mnt))
		return -EINVAL;
	if (root->mnt->mnt_root != root->dentry || new->mnt->mnt_root != new->dentry ||
	    !mnt_has_parent(root_mnt) || !mnt_has_parent(new_mnt))
		return -EINVAL;
	if (!is_path_reachable(real_mount(old->mnt), old->dentry, new) ||
	    !is_path_reachable(new_mnt, new->dentry, root))
		return -EINVAL;
	old_mp = get_mountpoint(old->dentry);
	if (IS_ERR(old_mp))
		return PTR_ERR(old_mp);
	root_mp = get_mountpoint(root_mnt->mnt_mountpoint);
	err = PTR_ERR_OR_ZERO(root_mp);
	if (err)
		goto put_old;
	new_parent = unhook_mnt(new_mnt);
	parent = unhook_mnt(root_mnt);
	attach_mnt(root_mnt, real_mount(old->mnt), old_mp);
	attach_mnt(new_mnt, parent, root_mp);
	mntput(&parent->mnt);
	mntput(&new_parent->mnt);
	put_mountpoint(root_mp);
put_old:
	put_mountpoint(old_mp);
	return err;
}

SYSCALL_DEFINE2(pivot_root, const char __user *, new_root, const char __user *, put_old)
{
	struct path new, old, root;
	int err;

	if (!may_mount())
		return -EPERM;
	err = user_path_at(AT_FDCWD, new_root, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &new);
	if (err)
		return err;
	err = user_path_at(AT_FDCWD, put_old, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &old);
	if (err)
		goto put_new;
	get_fs_root(current->fs, &root);
	down_write(&namespace_sem);
	err = pivot_mounts(&new, &old, &root);
	up_write(&namespace_sem);
	if (!err)
		chroot_fs_refs(&root, &new);
	path_put(&root);
	path_put(&old);
put_new:
	path_put(&new);
	return err;
}
