// SPDX-License-Identifier: GPL-2.0-only
/*
 * open.c - opening and closing, and the system calls that change an inode's attributes:
 * truncate, chmod, chown, access; and chdir, chroot.
 *
 * Elsewhere: the walk to the file (namei_open.c), descriptors (file.c), times (utimes.c).
 */
#include <linux/cred.h>
#include <linux/falloc.h>
#include <linux/file.h>
#include <linux/filelock.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/pagemap.h>
#include <linux/resource.h>
#include <linux/securebits.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"

/* ---- flags ------------------------------------------------------------------------ */

struct open_how build_open_how(int flags, umode_t mode)
{
	struct open_how how = {
		.flags = flags & VALID_OPEN_FLAGS,
		.mode = mode & S_IALLUGO,
	};

	/* O_PATH beats everything but these */
	if (how.flags & O_PATH)
		how.flags &= O_DIRECTORY | O_NOFOLLOW | O_PATH | O_CLOEXEC;
	if (!(how.flags & (O_CREAT | __O_TMPFILE)))
		how.mode = 0;
	return how;
}

static int resolve_flags(u64 resolve)
{
	int flags = 0;

	if (resolve & RESOLVE_NO_XDEV)
		flags |= LOOKUP_NO_XDEV;
	if (resolve & RESOLVE_NO_MAGICLINKS)
		flags |= LOOKUP_NO_MAGICLINKS;
	if (resolve & RESOLVE_NO_SYMLINKS)
		flags |= LOOKUP_NO_SYMLINKS;
	if (resolve & RESOLVE_BENEATH)
		flags |= LOOKUP_BENEATH;
	if (resolve & RESOLVE_IN_ROOT)
		flags |= LOOKUP_IN_ROOT;
	return flags;
}

/* Takes the flags of open(2) apart and checks how they fit together. */
int build_open_flags(const struct open_how *how, struct open_flags *op)
{
	u64 flags = how->flags & ~(__force u64)FMODE_NONOTIFY;
	int acc_mode = ACC_MODE(flags);

	if ((how->flags & ~(u64)VALID_OPEN_FLAGS) || (how->resolve & ~(u64)VALID_RESOLVE_FLAGS))
		return -EINVAL;
	if ((how->resolve & RESOLVE_BENEATH) && (how->resolve & RESOLVE_IN_ROOT))
		return -EINVAL;
	if (flags & (O_CREAT | __O_TMPFILE)) {
		if (how->mode & ~(u64)S_IALLUGO)
			return -EINVAL;
		op->mode = how->mode | S_IFREG;
	} else {
		if (how->mode)
			return -EINVAL;
		op->mode = 0;
	}
	if ((flags & (O_DIRECTORY | O_CREAT)) == (O_DIRECTORY | O_CREAT))
		return -EINVAL;
	if (flags & __O_TMPFILE) {
		if (!(flags & O_DIRECTORY) || !(acc_mode & MAY_WRITE))
			return -EINVAL;
	}
	if (flags & O_PATH) {
		if (flags & ~(u64)(O_DIRECTORY | O_NOFOLLOW | O_PATH | O_CLOEXEC))
			return -EINVAL;
		acc_mode = 0;
	}
	if (flags & __O_SYNC)
		flags |= O_DSYNC;
	op->open_flag = flags;
	if (flags & O_TRUNC)
		acc_mode |= MAY_WRITE;
	if (flags & O_APPEND)
		acc_mode |= MAY_APPEND;
	op->acc_mode = acc_mode;
	op->intent = flags & O_PATH ? 0 : LOOKUP_OPEN;
	if (flags & O_CREAT) {
		op->intent |= LOOKUP_CREATE;
		if (flags & O_EXCL) {
			op->intent |= LOOKUP_EXCL;
			flags |= O_NOFOLLOW;
		}
	}
	op->lookup_flags = resolve_flags(how->resolve);
	if (flags & O_DIRECTORY)
		op->lookup_flags |= LOOKUP_DIRECTORY;
	if (!(flags & O_NOFOLLOW))
		op->lookup_flags |= LOOKUP_FOLLOW;
	if (how->resolve & RESOLVE_CACHED)
		return -EAGAIN;	/* a walk cannot promise not to sleep */
	return 0;
}

/* ---- opening ------------------------------------------------------------------------ */

/* Connects a file with an inode. The file has its path already. */
static int do_dentry_open(struct file *f, int (*open)(struct inode *, struct file *))
{
	static const struct file_operations empty_fops = { };
	struct inode *inode = f->f_path.dentry->d_inode;
	int error;

	path_get(&f->f_path);
	f->f_inode = inode;
	f->f_mapping = inode->i_mapping;
	if (unlikely(f->f_flags & O_PATH)) {
		f->f_mode = FMODE_PATH | FMODE_OPENED;
		f->f_op = &empty_fops;
		return 0;
	}
	if ((f->f_mode & FMODE_WRITE) && !special_file(inode->i_mode)) {
		error = get_write_access(inode);
		if (unlikely(error))
			goto put_path;
		error = mnt_want_write(f->f_path.mnt);
		if (unlikely(error)) {
			put_write_access(inode);
			goto put_path;
		}
		f->f_mode |= FMODE_WRITER;
	}
	if (S_ISREG(inode->i_mode) || S_ISDIR(inode->i_mode))
		f->f_mode |= FMODE_ATOMIC_POS;
	f->f_op = inode->i_fop;
	f->f_mode |= FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE;
	if (!open)
		open = f->f_op->open;
	if (open) {
		error = open(inode, f);
		if (error)
			goto undo;
	}
	f->f_mode |= FMODE_OPENED;
	if ((f->f_mode & FMODE_READ) && (f->f_op->read || f->f_op->read_iter))
		f->f_mode |= FMODE_CAN_READ;
	if ((f->f_mode & FMODE_WRITE) && (f->f_op->write || f->f_op->write_iter))
		f->f_mode |= FMODE_CAN_WRITE;
	if (!f->f_op->llseek)
		f->f_mode &= ~FMODE_LSEEK;
	f->f_iocb_flags = iocb_flags(f->f_flags);
	f->f_flags &= ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
	file_ra_state_init(&f->f_ra, f->f_mapping);
	return 0;
undo:
	if (f->f_mode & FMODE_WRITER) {
		put_write_access(inode);
		mnt_drop_write(f->f_path.mnt);
	}
put_path:
	path_put(&f->f_path);
	f->f_path.mnt = NULL;
	f->f_path.dentry = NULL;
	f->f_inode = NULL;
	f->f_mode &= ~FMODE_WRITER;
	return error;
}

int vfs_open(const struct path *path, struct file *file)
{
	file->f_path = *path;
	return do_dentry_open(file, NULL);
}

int finish_open(struct file *file, struct dentry *dentry,
		int (*open)(struct inode *, struct file *))
{
	file->f_path.dentry = dentry;
	return do_dentry_open(file, open);
}

struct file *dentry_open(const struct path *path, int flags, const struct cred *cred)
{
	struct file *f = alloc_empty_file(flags, cred);
	int error;

	if (IS_ERR(f))
		return f;
	error = vfs_open(path, f);
	if (error) {
		fput(f);
		return ERR_PTR(error);
	}
	return f;
}

struct file *file_open_name(struct filename *name, int flags, umode_t mode)
{
	struct open_how how = build_open_how(flags, mode);
	struct open_flags op;
	int err = build_open_flags(&how, &op);

	return err ? ERR_PTR(err) : do_filp_open(AT_FDCWD, name, &op);
}

/**
 * filp_open() - open a file by a name in kernel memory
 */
struct file *filp_open(const char *filename, int flags, umode_t mode)
{
	struct filename *name = getname_kernel(filename);
	struct file *file = ERR_CAST(name);

	if (!IS_ERR(name)) {
		file = file_open_name(name, flags, mode);
		putname(name);
	}
	return file;
}

struct file *file_open_root(const struct path *root, const char *filename, int flags, umode_t mode)
{
	struct open_how how = build_open_how(flags, mode);
	struct open_flags op;
	int err = build_open_flags(&how, &op);

	return err ? ERR_PTR(err) : do_file_open_root(root, filename, &op);
}

static long do_sys_openat2(int dfd, const char __user *filename, struct open_how *how)
{
	struct open_flags op;
	struct filename *name;
	struct file *f;
	int fd = build_open_flags(how, &op);

	if (unlikely(fd))
		return fd;
	name = getname(filename);
	if (IS_ERR(name))
		return PTR_ERR(name);
	fd = get_unused_fd_flags(how->flags);
	if (likely(fd >= 0)) {
		f = do_filp_open(dfd, name, &op);
		if (IS_ERR(f)) {
			put_unused_fd(fd);
			fd = PTR_ERR(f);
		} else {
			fd_install(fd, f);
		}
	}
	putname(name);
	return fd;
}

long do_sys_open(int dfd, const char __user *filename, int flags, umode_t mode)
{
	struct open_how how = build_open_how(flags, mode);

	return do_sys_openat2(dfd, filename, &how);
}

SYSCALL_DEFINE3(open, const char __user *, filename, int, flags, umode_t, mode)
{
	return do_sys_open(AT_FDCWD, filename, flags | O_LARGEFILE, mode);
}

SYSCALL_DEFINE4(openat, int, dfd, const char __user *, filename, int, flags, umode_t, mode)
{
	return do_sys_open(dfd, filename, flags | O_LARGEFILE, mode);
}

SYSCALL_DEFINE2(creat, const char __user *, pathname, umode_t, mode)
{
	return do_sys_open(AT_FDCWD, pathname, O_CREAT | O_WRONLY | O_TRUNC | O_LARGEFILE, mode);
}

SYSCALL_DEFINE4(openat2, int, dfd, const char __user *, filename, struct open_how __user *, how,
		size_t, usize)
{
	struct open_how tmp;
	int err;

	if (usize < OPEN_HOW_SIZE_VER0)
		return -EINVAL;
	if (usize > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(&tmp, sizeof(tmp), how, usize);
	if (err)
		return err;
	if (!(tmp.flags & O_PATH))
		tmp.flags |= O_LARGEFILE;
	return do_sys_openat2(dfd, filename, &tmp);
}

/* ---- closing ------------------------------------------------------------------------- */

int filp_flush(struct file *filp, fl_owner_t id)
{
	int retval = 0;

	if (filp->f_op->flush)
		retval = filp->f_op->flush(filp, id);
	if (unlikely(file_inode(filp)->i_flctx) && !(filp->f_mode & FMODE_PATH))
		locks_remove_posix(filp, id);
	return retval;
}

/**
 * filp_close() - a descriptor of @filp goes away
 * @id: the table it was in
 */
int filp_close(struct file *filp, fl_owner_t id)
{
	int retval = filp_flush(filp, id);

	fput(filp);
	return retval;
}

SYSCALL_DEFINE0(vhangup)
{
	/* hanging up the terminal is the terminal's; who may ask is decided here */
	return capable(CAP_SYS_TTY_CONFIG) ? 0 : -EPERM;
}

int generic_file_open(struct inode *inode, struct file *filp)
{
	return 0;
}

int nonseekable_open(struct inode *inode, struct file *filp)
{
	filp->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	return 0;
}

int stream_open(struct inode *inode, struct file *filp)
{
	filp->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE | FMODE_ATOMIC_POS);
	filp->f_mode |= FMODE_STREAM;
	return 0;
}

/* ---- truncation ------------------------------------------------------------------------ */

int do_truncate(struct mnt_idmap *idmap, struct dentry *dentry, loff_t length,
		unsigned int time_attrs, struct file *filp)
{
	struct iattr attr = { .ia_size = length, .ia_valid = ATTR_SIZE | time_attrs };
	umode_t mode = dentry->d_inode->i_mode;
	int ret;

	if (length < 0)
		return -EINVAL;
	if (filp) {
		attr.ia_file = filp;
		attr.ia_valid |= ATTR_FILE;
	}
	if ((mode & (S_ISUID | S_ISGID)) && !capable(CAP_FSETID)) {
		attr.ia_valid |= ATTR_FORCE | ATTR_KILL_SUID;
		if ((mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
			attr.ia_valid |= ATTR_KILL_SGID;
	}
	inode_lock(dentry->d_inode);
	ret = notify_change(idmap, dentry, &attr);
	inode_unlock(dentry->d_inode);
	return ret;
}

long vfs_truncate(const struct path *path, loff_t length)
{
	struct inode *inode = path->dentry->d_inode;
	long error;

	if (S_ISDIR(inode->i_mode))
		return -EISDIR;
	if (!S_ISREG(inode->i_mode))
		return -EINVAL;
	error = mnt_want_write(path->mnt);
	if (error)
		return error;
	error = inode_permission(mnt_idmap(path->mnt), inode, MAY_WRITE);
	if (!error && IS_APPEND(inode))
		error = -EPERM;
	if (!error)
		error = get_write_access(inode);
	if (!error) {
		error = do_truncate(mnt_idmap(path->mnt), path->dentry, length, 0, NULL);
		put_write_access(inode);
	}
	mnt_drop_write(path->mnt);
	return error;
}

SYSCALL_DEFINE2(truncate, const char __user *, path, long, length)
{
	struct path p;
	long error;

	if (length < 0)
		return -EINVAL;
	error = user_path_at(AT_FDCWD, path, LOOKUP_FOLLOW, &p);
	if (!error) {
		error = vfs_truncate(&p, length);
		path_put(&p);
	}
	return error;
}

long do_ftruncate(struct file *file, loff_t length)
{
	struct inode *inode = file_inode(file);

	if (!S_ISREG(inode->i_mode) || !(file->f_mode & FMODE_WRITE))
		return -EINVAL;
	if (IS_APPEND(inode))
		return -EPERM;
	return do_truncate(&nop_mnt_idmap, file->f_path.dentry, length, ATTR_MTIME | ATTR_CTIME,
			   file);
}

SYSCALL_DEFINE2(ftruncate, unsigned int, fd, long, length)
{
	struct fd f;
	long error = -EBADF;

	if (length < 0)
		return -EINVAL;
	f = fdget(fd);
	if (!fd_empty(f))
		error = do_ftruncate(fd_file(f), length);
	fdput(f);
	return error;
}

int vfs_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	loff_t sum;

	if (offset < 0 || len <= 0)
		return -EINVAL;
	if (mode & ~FALLOC_FL_SUPPORTED_MASK)
		return -EOPNOTSUPP;
	if ((mode & FALLOC_FL_PUNCH_HOLE) && !(mode & FALLOC_FL_KEEP_SIZE))
		return -EOPNOTSUPP;
	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if ((mode & ~FALLOC_FL_KEEP_SIZE) && IS_APPEND(inode))
		return -EPERM;
	if (IS_IMMUTABLE(inode))
		return -EPERM;
	if (IS_SWAPFILE(inode))
		return -ETXTBSY;
	if (S_ISFIFO(inode->i_mode))
		return -ESPIPE;
	if (S_ISDIR(inode->i_mode))
		return -EISDIR;
	if (!S_ISREG(inode->i_mode) && !S_ISBLK(inode->i_mode))
		return -ENODEV;
	if (check_add_overflow(offset, len, &sum) || sum > inode->i_sb->s_maxbytes)
		return -EFBIG;
	if (!file->f_op->fallocate)
		return -EOPNOTSUPP;
	return file->f_op->fallocate(file, mode, offset, len);
}

SYSCALL_DEFINE4(fallocate, int, fd, int, mode, loff_t, offset, loff_t, len)
{
	struct fd f = fdget(fd);
	int error = -EBADF;

	if (!fd_empty(f))
		error = vfs_fallocate(fd_file(f), mode, offset, len);
	fdput(f);
	return error;
}

/* ---- access ------------------------------------------------------------------------------ */

/* access() asks for the real ids: credentials for the time of the question */
static const struct cred *access_override_creds(void)
{
	struct cred *cred = prepare_creds();
	const struct cred *old;

	if (!cred)
		return NULL;
	cred->fsuid = cred->uid;
	cred->fsgid = cred->gid;
	if (!issecure(SECURE_NO_SETUID_FIXUP)) {
		if (!uid_eq(cred->uid, GLOBAL_ROOT_UID))
			cap_clear(cred->cap_effective);
		else
			cred->cap_effective = cred->cap_permitted;
	}
	old = override_creds(cred);
	put_cred(cred);		/* the override has a reference of its own */
	return old;
}

static int access_path(const struct path *path, int mode)
{
	struct inode *inode = path->dentry->d_inode;
	int res;

	if ((mode & MAY_EXEC) && S_ISREG(inode->i_mode) && path_noexec(path))
		return -EACCES;
	res = inode_permission(mnt_idmap(path->mnt), inode, mode | MAY_ACCESS);
	if (res || !(mode & S_IWOTH) || special_file(inode->i_mode))
		return res;
	return __mnt_is_readonly(path->mnt) ? -EROFS : 0;
}

static long do_faccessat(int dfd, const char __user *filename, int mode, int flags)
{
	unsigned int lookup_flags = LOOKUP_FOLLOW;
	const struct cred *old = NULL;
	struct path path;
	long res;

	if (mode & ~S_IRWXO)
		return -EINVAL;
	if (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_SYMLINK_NOFOLLOW)
		lookup_flags &= ~LOOKUP_FOLLOW;
	if (flags & AT_EMPTY_PATH)
		lookup_flags |= LOOKUP_EMPTY;
	if (!(flags & AT_EACCESS) && (!uid_eq(current_fsuid(), current_uid()) ||
				      !gid_eq(current_fsgid(), current_gid()) ||
				      !uid_eq(current_uid(), GLOBAL_ROOT_UID))) {
		old = access_override_creds();
		if (!old)
			return -ENOMEM;
	}
	res = user_path_at(dfd, filename, lookup_flags, &path);
	if (!res) {
		res = access_path(&path, mode);
		path_put(&path);
	}
	if (old)
		revert_creds(old);
	return res;
}

SYSCALL_DEFINE3(faccessat, int, dfd, const char __user *, filename, int, mode)
{
	return do_faccessat(dfd, filename, mode, 0);
}

SYSCALL_DEFINE4(faccessat2, int, dfd, const char __user *, filename, int, mode, int, flags)
{
	return do_faccessat(dfd, filename, mode, flags);
}

SYSCALL_DEFINE2(access, const char __user *, filename, int, mode)
{
	return do_faccessat(AT_FDCWD, filename, mode, 0);
}

/* ---- directories of the process ------------------------------------------------------------- */

SYSCALL_DEFINE1(chdir, const char __user *, filename)
{
	struct path path;
	int error = user_path_at(AT_FDCWD, filename, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &path);

	if (error)
		return error;
	error = path_permission(&path, MAY_EXEC | MAY_CHDIR);
	if (!error)
		set_fs_pwd(current->fs, &path);
	path_put(&path);
	return error;
}

SYSCALL_DEFINE1(fchdir, unsigned int, fd)
{
	struct fd f = fdget_raw(fd);
	int error = -EBADF;

	if (fd_empty(f))
		return error;
	error = -ENOTDIR;
	if (d_can_lookup(fd_file(f)->f_path.dentry)) {
		error = path_permission(&fd_file(f)->f_path, MAY_EXEC | MAY_CHDIR);
		if (!error)
			set_fs_pwd(current->fs, &fd_file(f)->f_path);
	}
	fdput(f);
	return error;
}

SYSCALL_DEFINE1(chroot, const char __user *, filename)
{
	struct path path;
	int error = user_path_at(AT_FDCWD, filename, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &path);

	if (error)
		return error;
	error = path_permission(&path, MAY_EXEC | MAY_CHDIR);
	if (!error && !capable(CAP_SYS_CHROOT))
		error = -EPERM;
	if (!error)
		set_fs_root(current->fs, &path);
	path_put(&path);
	return error;
}

/* ---- mode and owner -------------------------------------------------------------------------- */

int chmod_common(const struct path *path, umode_t mode)
{
	struct inode *inode = path->dentry->d_inode;
	struct iattr attr = { .ia_valid = ATTR_MODE | ATTR_CTIME };
	int error = mnt_want_write(path->mnt);

	if (error)
		return error;
	inode_lock(inode);
	attr.ia_mode = (mode & S_IALLUGO) | (inode->i_mode & ~S_IALLUGO);
	error = S_ISLNK(inode->i_mode) ? -EOPNOTSUPP :
		notify_change(mnt_idmap(path->mnt), path->dentry, &attr);
	inode_unlock(inode);
	mnt_drop_write(path->mnt);
	return error;
}

int vfs_fchmod(struct file *file, umode_t mode)
{
	return chmod_common(&file->f_path, mode);
}

SYSCALL_DEFINE2(fchmod, unsigned int, fd, umode_t, mode)
{
	struct fd f = fdget(fd);
	int err = -EBADF;

	if (!fd_empty(f))
		err = vfs_fchmod(fd_file(f), mode);
	fdput(f);
	return err;
}

static int do_fchmodat(int dfd, const char __user *filename, umode_t mode, unsigned int flags)
{
	unsigned int lookup_flags = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct path path;
	int error;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup_flags |= LOOKUP_EMPTY;
	error = user_path_at(dfd, filename, lookup_flags, &path);
	if (!error) {
		error = chmod_common(&path, mode);
		path_put(&path);
	}
	return error;
}

SYSCALL_DEFINE4(fchmodat2, int, dfd, const char __user *, filename, umode_t, mode,
		unsigned int, flags)
{
	return do_fchmodat(dfd, filename, mode, flags);
}

SYSCALL_DEFINE3(fchmodat, int, dfd, const char __user *, filename, umode_t, mode)
{
	return do_fchmodat(dfd, filename, mode, 0);
}

SYSCALL_DEFINE2(chmod, const char __user *, filename, umode_t, mode)
{
	return do_fchmodat(AT_FDCWD, filename, mode, 0);
}

int chown_common(const struct path *path, uid_t user, gid_t group)
{
	struct inode *inode = path->dentry->d_inode;
	struct iattr attr = { .ia_valid = ATTR_CTIME };
	int error;

	if (user != (uid_t)-1) {
		attr.ia_valid |= ATTR_UID;
		attr.ia_uid = KUIDT_INIT(user);
	}
	if (group != (gid_t)-1) {
		attr.ia_valid |= ATTR_GID;
		attr.ia_gid = KGIDT_INIT(group);
	}
	inode_lock(inode);
	if (!S_ISDIR(inode->i_mode)) {
		attr.ia_valid |= ATTR_KILL_SUID;
		if ((inode->i_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
			attr.ia_valid |= ATTR_KILL_SGID;
	}
	error = notify_change(mnt_idmap(path->mnt), path->dentry, &attr);
	inode_unlock(inode);
	return error;
}

static int chown_path(const struct path *path, uid_t user, gid_t group)
{
	int error = mnt_want_write(path->mnt);

	if (!error) {
		error = chown_common(path, user, group);
		mnt_drop_write(path->mnt);
	}
	return error;
}

int do_fchownat(int dfd, const char __user *filename, uid_t user, gid_t group, int flag)
{
	unsigned int lookup_flags = flag & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct path path;
	int error;

	if (flag & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flag & AT_EMPTY_PATH)
		lookup_flags |= LOOKUP_EMPTY;
	error = user_path_at(dfd, filename, lookup_flags, &path);
	if (!error) {
		error = chown_path(&path, user, group);
		path_put(&path);
	}
	return error;
}

SYSCALL_DEFINE5(fchownat, int, dfd, const char __user *, filename, uid_t, user, gid_t, group,
		int, flag)
{
	return do_fchownat(dfd, filename, user, group, flag);
}

SYSCALL_DEFINE3(chown, const char __user *, filename, uid_t, user, gid_t, group)
{
	return do_fchownat(AT_FDCWD, filename, user, group, 0);
}

SYSCALL_DEFINE3(lchown, const char __user *, filename, uid_t, user, gid_t, group)
{
	return do_fchownat(AT_FDCWD, filename, user, group, AT_SYMLINK_NOFOLLOW);
}

int vfs_fchown(struct file *file, uid_t user, gid_t group)
{
	return chown_path(&file->f_path, user, group);
}

SYSCALL_DEFINE3(fchown, unsigned int, fd, uid_t, user, gid_t, group)
{
	struct fd f = fdget(fd);
	int error = -EBADF;

	if (!fd_empty(f))
		error = vfs_fchown(fd_file(f), user, group);
	fdput(f);
	return error;
}
