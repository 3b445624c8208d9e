// SPDX-License-Identifier: GPL-2.0-only
/*
 * xattr.c - extended attributes: no file system here has any. The calls check their arguments
 * and say so.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/namei.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/limits.h>

static int check_name(const char __user *name)
{
	long len = strnlen_user(name, XATTR_NAME_MAX + 2);

	if (len <= 0)
		return -EFAULT;
	return len == 1 || len > XATTR_NAME_MAX + 1 ? -ERANGE : 0;
}

static long path_answer(const char __user *path, unsigned int lookup_flags,
			const char __user *name, long answer)
{
	struct path p;
	long err = user_path_at(AT_FDCWD, path, lookup_flags, &p);

	if (err)
		return err;
	path_put(&p);
	err = name ? check_name(name) : 0;
	return err ? err : answer;
}

static long fd_answer(int fd, const char __user *name, long answer)
{
	struct fd f = fdget(fd);
	long err = -EBADF;

	if (!fd_empty(f)) {
		err = name ? check_name(name) : 0;
		if (!err)
			err = answer;
	}
	fdput(f);
	return err;
}

SYSCALL_DEFINE5(setxattr, const char __user *, path, const char __user *, name,
		const void __user *, value, size_t, size, int, flags)
{
	return path_answer(path, LOOKUP_FOLLOW, name, -EOPNOTSUPP);
}

SYSCALL_DEFINE5(lsetxattr, const char __user *, path, const char __user *, name,
		const void __user *, value, size_t, size, int, flags)
{
	return path_answer(path, 0, name, -EOPNOTSUPP);
}

SYSCALL_DEFINE5(fsetxattr, int, fd, const char __user *, name, const void __user *, value,
		size_t, size, int, flags)
{
	return fd_answer(fd, name, -EOPNOTSUPP);
}

SYSCALL_DEFINE4(getxattr, const char __user *, path, const char __user *, name,
		void __user *, value, size_t, size)
{
	return path_answer(path, LOOKUP_FOLLOW, name, -EOPNOTSUPP);
}

SYSCALL_DEFINE4(lgetxattr, const char __user *, path, const char __user *, name,
		void __user *, value, size_t, size)
{
	return path_answer(path, 0, name, -EOPNOTSUPP);
}

SYSCALL_DEFINE4(fgetxattr, int, fd, const char __user *, name, void __user *, value, size_t, size)
{
	return fd_answer(fd, name, -EOPNOTSUPP);
}

/* a list without entries */
SYSCALL_DEFINE3(listxattr, const char __user *, path, char __user *, list, size_t, size)
{
	return path_answer(path, LOOKUP_FOLLOW, NULL, 0);
}

SYSCALL_DEFINE3(llistxattr, const char __user *, path, char __user *, list, size_t, size)
{
	return path_answer(path, 0, NULL, 0);
}

SYSCALL_DEFINE3(flistxattr, int, fd, char __user *, list, size_t, size)
{
	return fd_answer(fd, NULL, 0);
}

SYSCALL_DEFINE2(removexattr, const char __user *, path, const char __user *, name)
{
	return path_answer(path, LOOKUP_FOLLOW, name, -EOPNOTSUPP);
}

SYSCALL_DEFINE2(lremovexattr, const char __user *, path, const char __user *, name)
{
	return path_answer(path, 0, name, -EOPNOTSUPP);
}

SYSCALL_DEFINE2(fremovexattr, int, fd, const char __user *, name)
{
	return fd_answer(fd, name, -EOPNOTSUPP);
}
