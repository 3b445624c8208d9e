// SPDX-License-Identifier: GPL-2.0-only
/*
 * fcntl.c - what can be asked of and set on a descriptor or an open file; who gets SIGIO.
 */
#include <linux/cred.h>
#include <linux/fcntl.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/filelock.h>
#include <linux/fs.h>
#include <linux/memfd.h>
#include <linux/pid.h>
#include <linux/pipe_fs_i.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define SETFL_MASK (O_APPEND | O_NONBLOCK | O_NDELAY | O_DIRECT | O_NOATIME)

static int setfl(int fd, struct file *filp, unsigned int arg)
{
	struct inode *inode = file_inode(filp);
	int error = 0;

	if (((arg ^ filp->f_flags) & O_APPEND) && IS_APPEND(inode))
		return -EPERM;
	if ((arg & O_NOATIME) && !(filp->f_flags & O_NOATIME) &&
	    !inode_owner_or_capable(&nop_mnt_idmap, inode))
		return -EPERM;
	if (filp->f_op->check_flags)
		error = filp->f_op->check_flags(arg);
	if (error)
		return error;
	if (((arg ^ filp->f_flags) & FASYNC) && filp->f_op->fasync) {
		error = filp->f_op->fasync(fd, filp, (arg & FASYNC) != 0);
		if (error < 0)
			return error;
	}
	spin_lock(&filp->f_lock);
	filp->f_flags = (arg & SETFL_MASK) | (filp->f_flags & ~SETFL_MASK);
	filp->f_iocb_flags = iocb_flags(filp->f_flags);
	spin_unlock(&filp->f_lock);
	return 0;
}

/* ---- owner ------------------------------------------------------------------------- */

static struct fown_struct *file_owner(struct file *filp)
{
	struct fown_struct *owner = READ_ONCE(filp->f_owner), *new;

	if (owner)
		return owner;
	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return NULL;
	rwlock_init(&new->lock);
	owner = cmpxchg(&filp->f_owner, NULL, new);
	if (!owner)
		return new;
	kfree(new);
	return owner;
}

static int f_setown(struct file *filp, struct pid *pid, int type)
{
	struct fown_struct *owner = file_owner(filp);
	struct pid *old;

	if (!owner)
		return -ENOMEM;
	write_lock_irq(&owner->lock);
	old = owner->pid;
	owner->pid = get_pid(pid);
	owner->pid_type = type;
	owner->uid = current_uid();
	owner->euid = current_euid();
	write_unlock_irq(&owner->lock);
	put_pid(old);
	return 0;
}

/* a negative number is a process group */
static int setown(struct file *filp, int who)
{
	int type = who < 0 ? PIDTYPE_PGID : PIDTYPE_TGID, ret;
	struct pid *pid = NULL;

	if (who == INT_MIN)
		return -EINVAL;
	if (who) {
		pid = find_get_pid(who < 0 ? -who : who);
		if (!pid)
			return -ESRCH;
	}
	ret = f_setown(filp, pid, type);
	put_pid(pid);
	return ret;
}

static int getown(struct file *filp)
{
	struct fown_struct *owner = filp->f_owner;
	int pid = 0;

	if (!owner)
		return 0;
	read_lock_irq(&owner->lock);
	if (owner->pid) {
		pid = pid_vnr(owner->pid);
		if (owner->pid_type == PIDTYPE_PGID)
			pid = -pid;
	}
	read_unlock_irq(&owner->lock);
	return pid;
}

static int setown_ex(struct file *filp, const void __user *arg)
{
	static const int types[] = { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID };
	struct f_owner_ex ex;
	struct pid *pid;
	int ret;

	if (copy_from_user(&ex, arg, sizeof(ex)))
		return -EFAULT;
	if ((unsigned int)ex.type > F_OWNER_PGRP)
		return -EINVAL;
	pid = find_get_pid(ex.pid);
	if (ex.pid && !pid)
		return -ESRCH;
	ret = f_setown(filp, pid, types[ex.type]);
	put_pid(pid);
	return ret;
}

static int getown_ex(struct file *filp, void __user *arg)
{
	struct fown_struct *owner = filp->f_owner;
	struct f_owner_ex ex = { .type = F_OWNER_TID };

	if (owner) {
		read_lock_irq(&owner->lock);
		if (owner->pid)
			ex.pid = pid_vnr(owner->pid);
		ex.type = owner->pid_type == PIDTYPE_PGID ? F_OWNER_PGRP :
			  owner->pid_type == PIDTYPE_TGID ? F_OWNER_PID : F_OWNER_TID;
		read_unlock_irq(&owner->lock);
	}
	return copy_to_user(arg, &ex, sizeof(ex)) ? -EFAULT : 0;
}

static long setsig(struct file *filp, unsigned long arg)
{
	struct fown_struct *owner;

	if (!valid_signal(arg))
		return -EINVAL;
	owner = file_owner(filp);
	if (!owner)
		return -ENOMEM;
	owner->signum = arg;
	return 0;
}

/* ---- the call ------------------------------------------------------------------------ */

static long fcntl_lock(int fd, unsigned int cmd, void __user *argp, struct file *filp)
{
	struct flock flock;
	long err;

	if (copy_from_user(&flock, argp, sizeof(flock)))
		return -EFAULT;
	if (cmd != F_GETLK && cmd != F_OFD_GETLK)
		return fcntl_setlk(fd, filp, cmd, &flock);
	err = fcntl_getlk(filp, cmd, &flock);
	if (!err && copy_to_user(argp, &flock, sizeof(flock)))
		err = -EFAULT;
	return err;
}

static long do_fcntl(int fd, unsigned int cmd, unsigned long arg, struct file *filp)
{
	void __user *argp = (void __user *)arg;

	switch (cmd) {
	case F_DUPFD:
		return f_dupfd(arg, filp, 0);
	case F_DUPFD_CLOEXEC:
		return f_dupfd(arg, filp, O_CLOEXEC);
	case F_DUPFD_QUERY: {
		struct fd f = fdget_raw(arg);
		long ret = fd_empty(f) ? -EBADF : fd_file(f) == filp;

		fdput(f);
		return ret;
	}
	case F_GETFD:
		return get_close_on_exec(fd) ? FD_CLOEXEC : 0;
	case F_SETFD:
		set_close_on_exec(fd, arg & FD_CLOEXEC);
		return 0;
	case F_GETFL:
		return filp->f_flags;
	case F_SETFL:
		return setfl(fd, filp, arg);
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return fcntl_lock(fd, cmd, argp, filp);
	case F_GETOWN:
		return getown(filp);
	case F_SETOWN:
		return setown(filp, arg);
	case F_GETOWN_EX:
		return getown_ex(filp, argp);
	case F_SETOWN_EX:
		return setown_ex(filp, argp);
	case F_GETSIG:
		return filp->f_owner ? filp->f_owner->signum : 0;
	case F_SETSIG:
		return setsig(filp, arg);
	case F_GETLEASE:
		return F_UNLCK;		/* there are none */
	case F_GETPIPE_SZ:
	case F_SETPIPE_SZ:
		return pipe_fcntl(filp, cmd, arg);
	case F_ADD_SEALS:
	case F_GET_SEALS:
		return memfd_fcntl(filp, cmd, arg);
	}
	return -EINVAL;
}

/* what also works on a descriptor that only names a file (O_PATH) */
static bool fcntl_on_path(unsigned int cmd)
{
	return cmd == F_DUPFD || cmd == F_DUPFD_CLOEXEC || cmd == F_DUPFD_QUERY ||
	       cmd == F_GETFD || cmd == F_SETFD || cmd == F_GETFL;
}

SYSCALL_DEFINE3(fcntl, unsigned int, fd, unsigned int, cmd, unsigned long, arg)
{
	struct fd f = fdget_raw(fd);
	long err = -EBADF;

	if (!fd_empty(f) && (!(fd_file(f)->f_mode & FMODE_PATH) || fcntl_on_path(cmd)))
		err = do_fcntl(fd, cmd, arg, fd_file(f));
	fdput(f);
	return err;
}
