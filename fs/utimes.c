// SPDX-License-Identifier: GPL-2.0-only
/*
 * utimes.c - setting a file's access and modification times.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

static bool nsec_valid(long nsec)
{
	return nsec == UTIME_OMIT || nsec == UTIME_NOW || (nsec >= 0 && nsec <= 999999999);
}

/**
 * vfs_utimes() - set both times
 * @times: access and modification time; NULL: both are now
 */
int vfs_utimes(const struct path *path, struct timespec64 *times)
{
	struct iattr newattrs = { .ia_valid = ATTR_CTIME | ATTR_MTIME | ATTR_ATIME };
	struct inode *inode = path->dentry->d_inode;
	int error;

	if (times) {
		if (!nsec_valid(times[0].tv_nsec) || !nsec_valid(times[1].tv_nsec))
			return -EINVAL;
		if (times[0].tv_nsec == UTIME_NOW && times[1].tv_nsec == UTIME_NOW)
			times = NULL;
	}
	error = mnt_want_write(path->mnt);
	if (error)
		return error;
	if (times) {
		if (times[0].tv_nsec == UTIME_OMIT) {
			newattrs.ia_valid &= ~ATTR_ATIME;
		} else if (times[0].tv_nsec != UTIME_NOW) {
			newattrs.ia_atime = times[0];
			newattrs.ia_valid |= ATTR_ATIME_SET;
		}
		if (times[1].tv_nsec == UTIME_OMIT) {
			newattrs.ia_valid &= ~ATTR_MTIME;
		} else if (times[1].tv_nsec != UTIME_NOW) {
			newattrs.ia_mtime = times[1];
			newattrs.ia_valid |= ATTR_MTIME_SET;
		}
		/* only the owner may set other times than now, also if just one of them */
		newattrs.ia_valid |= ATTR_TIMES_SET;
	} else {
		newattrs.ia_valid |= ATTR_TOUCH;
	}
	inode_lock(inode);
	error = notify_change(mnt_idmap(path->mnt), path->dentry, &newattrs);
	inode_unlock(inode);
	mnt_drop_write(path->mnt);
	return error;
}

static long do_utimes(int dfd, const char __user *filename, struct timespec64 *times, int flags)
{
	unsigned int lookup_flags = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct path path;
	long error;

	if (!filename && dfd != AT_FDCWD) {
		struct fd f = fdget(dfd);

		error = flags ? -EINVAL : -EBADF;
		if (!flags && !fd_empty(f))
			error = vfs_utimes(&fd_file(f)->f_path, times);
		fdput(f);
		return error;
	}
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup_flags |= LOOKUP_EMPTY;
	error = user_path_at(dfd, filename, lookup_flags, &path);
	if (!error) {
		error = vfs_utimes(&path, times);
		path_put(&path);
	}
	return error;
}

SYSCALL_DEFINE4(utimensat, int, dfd, const char __user *, filename,
		struct __kernel_timespec __user *, utimes, int, flags)
{
	struct timespec64 tstimes[2];

	if (utimes) {
		if (get_timespec64(&tstimes[0], &utimes[0]) ||
		    get_timespec64(&tstimes[1], &utimes[1]))
			return -EFAULT;
		if (tstimes[0].tv_nsec == UTIME_OMIT && tstimes[1].tv_nsec == UTIME_OMIT)
			return 0;
	}
	return do_utimes(dfd, filename, utimes ? tstimes : NULL, flags);
}

/* the older calls count in microseconds, or in seconds */
static long do_futimesat(int dfd, const char __user *filename, long __user *utimes)
{
	struct timespec64 tstimes[2];
	long t[4];

	if (!utimes)
		return do_utimes(dfd, filename, NULL, 0);
	if (copy_from_user(t, utimes, sizeof(t)))
		return -EFAULT;
	if (t[1] < 0 || t[1] >= 1000000 || t[3] < 0 || t[3] >= 1000000)
		return -EINVAL;
	tstimes[0] = (struct timespec64){ .tv_sec = t[0], .tv_nsec = t[1] * 1000 };
	tstimes[1] = (struct timespec64){ .tv_sec = t[2], .tv_nsec = t[3] * 1000 };
	return do_utimes(dfd, filename, tstimes, 0);
}

SYSCALL_DEFINE3(futimesat, int, dfd, const char __user *, filename, void __user *, utimes)
{
	return do_futimesat(dfd, filename, utimes);
}

SYSCALL_DEFINE2(utimes, char __user *, filename, void __user *, utimes)
{
	return do_futimesat(AT_FDCWD, filename, utimes);
}

SYSCALL_DEFINE2(utime, char __user *, filename, void __user *, times)
{
	struct timespec64 tv[2];
	long t[2];

	if (!times)
		return do_utimes(AT_FDCWD, filename, NULL, 0);
	if (copy_from_user(t, times, sizeof(t)))
		return -EFAULT;
	tv[0] = (struct timespec64){ .tv_sec = t[0] };
	tv[1] = (struct timespec64){ .tv_sec = t[1] };
	return do_utimes(AT_FDCWD, filename, tv, 0);
}
