// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctl.c - the ioctls that any file knows; the rest goes to the file's own ->unlocked_ioctl().
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <asm/ioctls.h>

long vfs_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	long error = -ENOTTY;

	if (!filp->f_op->unlocked_ioctl)
		return error;
	error = filp->f_op->unlocked_ioctl(filp, cmd, arg);
	return error == -ENOIOCTLCMD ? -ENOTTY : error;
}

static int ioctl_fionbio(struct file *filp, int __user *argp)
{
	int on;

	if (get_user(on, argp))
		return -EFAULT;
	spin_lock(&filp->f_lock);
	if (on)
		filp->f_flags |= O_NONBLOCK;
	else
		filp->f_flags &= ~O_NONBLOCK;
	spin_unlock(&filp->f_lock);
	return 0;
}

static int ioctl_fioasync(unsigned int fd, struct file *filp, int __user *argp)
{
	unsigned int flag;
	int on, error = 0;

	if (get_user(on, argp))
		return -EFAULT;
	flag = on ? FASYNC : 0;
	if ((flag ^ filp->f_flags) & FASYNC) {
		if (!filp->f_op->fasync)
			return -ENOTTY;
		error = filp->f_op->fasync(fd, filp, on);
	}
	return error < 0 ? error : 0;
}

static long do_vfs_ioctl(struct file *filp, unsigned int fd, unsigned int cmd, unsigned long arg)
{
	struct inode *inode = file_inode(filp);
	int __user *argp = (int __user *)arg;

	switch (cmd) {
	case FIOCLEX:
		set_close_on_exec(fd, 1);
		return 0;
	case FIONCLEX:
		set_close_on_exec(fd, 0);
		return 0;
	case FIONBIO:
		return ioctl_fionbio(filp, argp);
	case FIOASYNC:
		return ioctl_fioasync(fd, filp, argp);
	case FIOQSIZE: {
		loff_t res;

		if (!S_ISDIR(inode->i_mode) && !S_ISREG(inode->i_mode) && !S_ISLNK(inode->i_mode))
			return -ENOTTY;
		res = inode_get_bytes(inode);
		return copy_to_user(argp, &res, sizeof(res)) ? -EFAULT : 0;
	}
	case FIGETBSZ:
		if (!inode->i_sb->s_blocksize)
			return -EINVAL;
		return put_user((int)inode->i_sb->s_blocksize, argp);
	case FICLONE:
	case FICLONERANGE:
		return -EOPNOTSUPP;
	case FIONREAD:
		if (!S_ISREG(inode->i_mode))
			return vfs_ioctl(filp, cmd, arg);
		return put_user((int)(i_size_read(inode) - filp->f_pos), argp);
	}
	return -ENOIOCTLCMD;
}

SYSCALL_DEFINE3(ioctl, unsigned int, fd, unsigned int, cmd, unsigned long, arg)
{
	struct fd f = fdget(fd);
	long error = -EBADF;

	if (!fd_empty(f)) {
		error = do_vfs_ioctl(fd_file(f), fd, cmd, arg);
		if (error == -ENOIOCTLCMD)
			error = vfs_ioctl(fd_file(f), cmd, arg);
	}
	fdput(f);
	return error;
}
