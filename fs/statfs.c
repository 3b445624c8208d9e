// SPDX-License-Identifier: GPL-2.0-only
/*
 * statfs.c - telling user space about file systems.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/statfs.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

static int statfs_flags(const struct vfsmount *mnt)
{
	int m = mnt->mnt_flags, flags = ST_VALID;

	if ((m & MNT_READONLY) || sb_rdonly(mnt->mnt_sb))
		flags |= ST_RDONLY;
	if (m & MNT_NOSUID)
		flags |= ST_NOSUID;
	if (m & MNT_NODEV)
		flags |= ST_NODEV;
	if (m & MNT_NOEXEC)
		flags |= ST_NOEXEC;
	if (m & MNT_NOATIME)
		flags |= ST_NOATIME;
	if (m & MNT_NODIRATIME)
		flags |= ST_NODIRATIME;
	if (m & MNT_RELATIME)
		flags |= ST_RELATIME;
	if (m & MNT_NOSYMFOLLOW)
		flags |= ST_NOSYMFOLLOW;
	if (mnt->mnt_sb->s_flags & SB_SYNCHRONOUS)
		flags |= ST_SYNCHRONOUS;
	return flags;
}

static int do_statfs(const struct path *path, struct statfs __user *ubuf)
{
	struct super_block *sb = path->dentry->d_sb;
	struct kstatfs st;
	struct statfs buf;
	int err;

	if (!sb->s_op->statfs)
		return -ENOSYS;
	memset(&st, 0, sizeof(st));
	/* who it is: its device, where the file system knows nothing better */
	st.f_fsid.val[0] = new_encode_dev(sb->s_dev);
	err = sb->s_op->statfs(path->dentry, &st);
	if (err)
		return err;
	memset(&buf, 0, sizeof(buf));
	buf.f_type = st.f_type;
	buf.f_bsize = st.f_bsize;
	buf.f_blocks = st.f_blocks;
	buf.f_bfree = st.f_bfree;
	buf.f_bavail = st.f_bavail;
	buf.f_files = st.f_files;
	buf.f_ffree = st.f_ffree;
	buf.f_fsid = st.f_fsid;
	buf.f_namelen = st.f_namelen;
	buf.f_frsize = st.f_frsize ? st.f_frsize : st.f_bsize;
	buf.f_flags = statfs_flags(path->mnt);
	return copy_to_user(ubuf, &buf, sizeof(buf)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(statfs, const char __user *, pathname, struct statfs __user *, buf)
{
	struct path path;
	int error = user_path_at(AT_FDCWD, pathname, LOOKUP_FOLLOW, &path);

	if (!error) {
		error = do_statfs(&path, buf);
		path_put(&path);
	}
	return error;
}

SYSCALL_DEFINE2(fstatfs, unsigned int, fd, struct statfs __user *, buf)
{
	struct fd f = fdget_raw(fd);
	int error = -EBADF;

	if (!fd_empty(f))
		error = do_statfs(&fd_file(f)->f_path, buf);
	fdput(f);
	return error;
}
