// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat.c - telling user space about inodes.
 */
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <asm/stat.h>
#include "internal.h"
#include "mount.h"

/**
 * generic_fillattr() - what the inode itself says
 */
void generic_fillattr(struct mnt_idmap *idmap, u32 request_mask, struct inode *inode,
		      struct kstat *stat)
{
	stat->dev = inode->i_sb->s_dev;
	stat->ino = inode->i_ino;
	stat->mode = inode->i_mode;
	stat->nlink = inode->i_nlink;
	stat->uid = inode->i_uid;
	stat->gid = inode->i_gid;
	stat->rdev = inode->i_rdev;
	stat->size = i_size_read(inode);
	stat->atime = inode_get_atime(inode);
	stat->mtime = inode_get_mtime(inode);
	stat->ctime = inode_get_ctime(inode);
	stat->blksize = 1U << inode->i_blkbits;
	stat->blocks = inode->i_blocks;
}

int vfs_getattr_nosec(const struct path *path, struct kstat *stat, u32 request_mask,
		      unsigned int flags)
{
	struct inode *inode = path->dentry->d_inode;

	memset(stat, 0, sizeof(*stat));
	stat->result_mask = STATX_BASIC_STATS;
	stat->attributes_mask = STATX_ATTR_AUTOMOUNT | STATX_ATTR_DAX;
	if (inode->i_op->getattr)
		return inode->i_op->getattr(mnt_idmap(path->mnt), path, stat, request_mask,
					    flags & AT_STATX_SYNC_TYPE);
	generic_fillattr(mnt_idmap(path->mnt), request_mask, inode, stat);
	return 0;
}

int vfs_getattr(const struct path *path, struct kstat *stat, u32 request_mask, unsigned int flags)
{
	return vfs_getattr_nosec(path, stat, request_mask, flags);
}

static int statx_path(const struct path *path, struct kstat *stat, u32 request_mask,
		      unsigned int flags)
{
	int error = vfs_getattr(path, stat, request_mask, flags);

	if (error)
		return error;
	stat->mnt_id = real_mount(path->mnt)->mnt_id;
	stat->result_mask |= STATX_MNT_ID;
	if (path->mnt->mnt_root == path->dentry)
		stat->attributes |= STATX_ATTR_MOUNT_ROOT;
	stat->attributes_mask |= STATX_ATTR_MOUNT_ROOT;
	return 0;
}

int vfs_fstat(int fd, struct kstat *stat)
{
	struct fd f = fdget_raw(fd);
	int error = -EBADF;

	if (!fd_empty(f))
		error = vfs_getattr(&fd_file(f)->f_path, stat, STATX_BASIC_STATS, 0);
	fdput(f);
	return error;
}

int vfs_statx(int dfd, struct filename *filename, int flags, struct kstat *stat, u32 request_mask)
{
	unsigned int lookup_flags = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct path path;
	int error;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH | AT_STATX_SYNC_TYPE))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup_flags |= LOOKUP_EMPTY;
	error = filename_lookup(dfd, filename, lookup_flags, &path, NULL);
	if (error)
		return error;
	error = statx_path(&path, stat, request_mask, flags);
	path_put(&path);
	return error;
}

static int vfs_fstatat(int dfd, const char __user *filename, struct kstat *stat, int flags)
{
	struct filename *name;
	int ret;

	if (flags == AT_EMPTY_PATH && dfd >= 0) {
		char c;

		/* fstat() in another dress: libc's usual way */
		if (!filename || (!get_user(c, filename) && !c))
			return vfs_fstat(dfd, stat);
	}
	name = getname_uflags(filename, flags);
	ret = vfs_statx(dfd, name, flags | AT_NO_AUTOMOUNT, stat, STATX_BASIC_STATS);
	putname(name);
	return ret;
}

static int cp_new_stat(const struct kstat *stat, struct stat __user *statbuf)
{
	struct stat tmp;

	memset(&tmp, 0, sizeof(tmp));
	tmp.st_dev = new_encode_dev(stat->dev);
	tmp.st_ino = stat->ino;
	tmp.st_mode = stat->mode;
	tmp.st_nlink = stat->nlink;
	tmp.st_uid = from_kuid_munged(current_user_ns(), stat->uid);
	tmp.st_gid = from_kgid_munged(current_user_ns(), stat->gid);
	tmp.st_rdev = new_encode_dev(stat->rdev);
	tmp.st_size = stat->size;
	tmp.st_atime = stat->atime.tv_sec;
	tmp.st_mtime = stat->mtime.tv_sec;
	tmp.st_ctime = stat->ctime.tv_sec;
	tmp.st_atime_nsec = stat->atime.tv_nsec;
	tmp.st_mtime_nsec = stat->mtime.tv_nsec;
	tmp.st_ctime_nsec = stat->ctime.tv_nsec;
	tmp.st_blocks = stat->blocks;
	tmp.st_blksize = stat->blksize;
	return copy_to_user(statbuf, &tmp, sizeof(tmp)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(newstat, const char __user *, filename, struct stat __user *, statbuf)
{
	struct kstat stat;
	int error = vfs_fstatat(AT_FDCWD, filename, &stat, 0);

	return error ? error : cp_new_stat(&stat, statbuf);
}

SYSCALL_DEFINE2(newlstat, const char __user *, filename, struct stat __user *, statbuf)
{
	struct kstat stat;
	int error = vfs_fstatat(AT_FDCWD, filename, &stat, AT_SYMLINK_NOFOLLOW);

	return error ? error : cp_new_stat(&stat, statbuf);
}

SYSCALL_DEFINE4(newfstatat, int, dfd, const char __user *, filename,
		struct stat __user *, statbuf, int, flag)
{
	struct kstat stat;
	int error = vfs_fstatat(dfd, filename, &stat, flag);

	return error ? error : cp_new_stat(&stat, statbuf);
}

SYSCALL_DEFINE2(newfstat, unsigned int, fd, struct stat __user *, statbuf)
{
	struct kstat stat;
	int error = vfs_fstat(fd, &stat);

	return error ? error : cp_new_stat(&stat, statbuf);
}

static struct statx_timestamp statx_time(struct timespec64 t)
{
	return (struct statx_timestamp){ .tv_sec = t.tv_sec, .tv_nsec = t.tv_nsec };
}

static int cp_statx(const struct kstat *stat, struct statx __user *buffer)
{
	struct statx tmp;

	memset(&tmp, 0, sizeof(tmp));
	tmp.stx_mask = stat->result_mask;
	tmp.stx_blksize = stat->blksize;
	tmp.stx_attributes = stat->attributes;
	tmp.stx_attributes_mask = stat->attributes_mask;
	tmp.stx_nlink = stat->nlink;
	tmp.stx_uid = from_kuid_munged(current_user_ns(), stat->uid);
	tmp.stx_gid = from_kgid_munged(current_user_ns(), stat->gid);
	tmp.stx_mode = stat->mode;
	tmp.stx_ino = stat->ino;
	tmp.stx_size = stat->size;
	tmp.stx_blocks = stat->blocks;
	tmp.stx_atime = statx_time(stat->atime);
	tmp.stx_btime = statx_time(stat->btime);
	tmp.stx_ctime = statx_time(stat->ctime);
	tmp.stx_mtime = statx_time(stat->mtime);
	tmp.stx_rdev_major = MAJOR(stat->rdev);
	tmp.stx_rdev_minor = MINOR(stat->rdev);
	tmp.stx_dev_major = MAJOR(stat->dev);
	tmp.stx_dev_minor = MINOR(stat->dev);
	tmp.stx_mnt_id = stat->mnt_id;
	return copy_to_user(buffer, &tmp, sizeof(tmp)) ? -EFAULT : 0;
}

SYSCALL_DEFINE5(statx, int, dfd, const char __user *, filename, unsigned int, flags,
		unsigned int, mask, struct statx __user *, buffer)
{
	struct filename *name;
	struct kstat stat;
	int ret;

	if ((mask & STATX__RESERVED) || (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE)
		return -EINVAL;
	name = getname_uflags(filename, flags);
	ret = vfs_statx(dfd, name, flags, &stat, mask);
	putname(name);
	return ret ? ret : cp_statx(&stat, buffer);
}
