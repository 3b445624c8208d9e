// SPDX-License-Identifier: GPL-2.0-only
/*
 * namei_ops.c - making, removing and renaming names.
 *
 * Each operation has two halves: do_*at() walks to the directory, locks it and looks the name
 * up; vfs_*() checks rights and calls the file system. The vfs_ half is what the rest of the
 * kernel uses with dentries of its own.
 *
 * Locks: a directory's i_rwsem around each change of its entries, then the victim's; two
 * directories of a rename in the order that lock_rename() gives, under the file system's
 * s_vfs_rename_mutex, which keeps the tree's shape.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"
#include "namei.h"

/* ---- rights ---------------------------------------------------------------------- */

/* In a directory with the sticky bit, only owners remove. */
static int check_sticky(struct inode *dir, struct inode *inode)
{
	if (!(dir->i_mode & S_ISVTX) || uid_eq(inode->i_uid, current_fsuid()) ||
	    uid_eq(dir->i_uid, current_fsuid()))
		return 0;
	return capable(CAP_FOWNER) ? 0 : -EPERM;
}

static int may_delete(struct inode *dir, struct dentry *victim, bool isdir)
{
	struct inode *inode = victim->d_inode;
	int error;

	if (d_is_negative(victim))
		return -ENOENT;
	error = inode_permission(&nop_mnt_idmap, dir, MAY_WRITE | MAY_EXEC);
	if (error)
		return error;
	if (IS_APPEND(dir) || check_sticky(dir, inode) || IS_APPEND(inode) ||
	    IS_IMMUTABLE(inode) || IS_SWAPFILE(inode))
		return -EPERM;
	if (isdir) {
		if (!d_is_dir(victim))
			return -ENOTDIR;
		if (IS_ROOT(victim))
			return -EBUSY;
	} else if (d_is_dir(victim)) {
		return -EISDIR;
	}
	return IS_DEADDIR(dir) ? -ENOENT : 0;
}

int may_create(struct inode *dir, struct dentry *child)
{
	if (d_is_positive(child))
		return -EEXIST;
	if (IS_DEADDIR(dir))
		return -ENOENT;
	return inode_permission(&nop_mnt_idmap, dir, MAY_WRITE | MAY_EXEC);
}

/* the mode a new entry gets: what the caller asks for, less umask, of a kind */
umode_t vfs_prepare_mode(const struct inode *dir, umode_t mode, umode_t mask_perms, umode_t type)
{
	return (mode & mask_perms & ~S_IFMT & ~current_umask()) | (type & S_IFMT);
}

/* ---- creating -------------------------------------------------------------------- */

int vfs_create(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
	       umode_t mode, bool excl)
{
	int error = may_create(dir, dentry);

	if (error)
		return error;
	if (!dir->i_op->create)
		return -EACCES;
	return dir->i_op->create(idmap, dir, dentry,
				 vfs_prepare_mode(dir, mode, S_IALLUGO, S_IFREG), excl);
}

int vfs_mknod(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
	      umode_t mode, dev_t dev)
{
	int error = may_create(dir, dentry);

	if (error)
		return error;
	if ((S_ISCHR(mode) || S_ISBLK(mode)) && !capable(CAP_MKNOD))
		return -EPERM;
	if (!dir->i_op->mknod)
		return -EPERM;
	return dir->i_op->mknod(idmap, dir, dentry, vfs_prepare_mode(dir, mode, mode, mode), dev);
}

int vfs_mkdir(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry, umode_t mode)
{
	int error = may_create(dir, dentry);

	if (error)
		return error;
	if (!dir->i_op->mkdir)
		return -EPERM;
	return dir->i_op->mkdir(idmap, dir, dentry,
				vfs_prepare_mode(dir, mode, S_IRWXUGO | S_ISVTX, 0));
}

int vfs_symlink(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
		const char *target)
{
	int error = may_create(dir, dentry);

	if (error)
		return error;
	return dir->i_op->symlink ? dir->i_op->symlink(idmap, dir, dentry, target) : -EPERM;
}

int vfs_link(struct dentry *old, struct mnt_idmap *idmap, struct inode *dir,
	     struct dentry *dentry, struct inode **delegated)
{
	struct inode *inode = old->d_inode;
	int error;

	if (!inode)
		return -ENOENT;
	error = may_create(dir, dentry);
	if (error)
		return error;
	if (dir->i_sb != inode->i_sb)
		return -EXDEV;
	if (IS_APPEND(inode) || IS_IMMUTABLE(inode) || !dir->i_op->link || S_ISDIR(inode->i_mode))
		return -EPERM;
	inode_lock(inode);
	if (inode->i_nlink == 0 && !(inode->i_state & I_LINKABLE))
		error = -ENOENT;
	else
		error = dir->i_op->link(old, dir, dentry);
	if (!error && (inode->i_state & I_LINKABLE)) {
		spin_lock(&inode->i_lock);
		inode->i_state &= ~I_LINKABLE;
		spin_unlock(&inode->i_lock);
	}
	inode_unlock(inode);
	return error;
}

/**
 * filename_create() - walk to a name that is to be made
 * @lookup_flags: LOOKUP_DIRECTORY where the name may end in a slash
 *
 * Return: a negative dentry in *path, which is locked and writable until
 * done_path_create(); or an error, -EEXIST where the name is taken.
 */
struct dentry *filename_create(int dfd, struct filename *name, struct path *path,
			       unsigned int lookup_flags)
{
	bool want_dir = lookup_flags & LOOKUP_DIRECTORY;
	struct dentry *dentry;
	struct qstr last;
	int type, err_wr, error;

	error = filename_parentat(dfd, name, lookup_flags & ~LOOKUP_DIRECTORY, path, &last,
				  &type, NULL);
	if (error)
		return ERR_PTR(error);
	dentry = ERR_PTR(-EEXIST);
	if (type != LAST_NORM)
		goto put;
	err_wr = mnt_want_write(path->mnt);
	inode_lock_nested(path->dentry->d_inode, I_MUTEX_PARENT);
	dentry = lookup_one_qstr_excl(&last, path->dentry, LOOKUP_CREATE | LOOKUP_EXCL);
	if (IS_ERR(dentry))
		goto unlock;
	error = -EEXIST;
	if (d_is_positive(dentry))
		goto fail;
	/* "name/" says a directory; only mkdir makes those */
	error = -ENOENT;
	if (last.name[last.len] && !want_dir)
		goto fail;
	error = err_wr;
	if (!error)
		return dentry;
fail:
	dput(dentry);
	dentry = ERR_PTR(error);
unlock:
	inode_unlock(path->dentry->d_inode);
	if (!err_wr)
		mnt_drop_write(path->mnt);
put:
	path_put(path);
	return dentry;
}

void done_path_create(struct path *path, struct dentry *dentry)
{
	dput(dentry);
	inode_unlock(path->dentry->d_inode);
	mnt_drop_write(path->mnt);
	path_put(path);
}

struct dentry *kern_path_create(int dfd, const char *pathname, struct path *path,
				unsigned int lookup_flags)
{
	struct filename *name = getname_kernel(pathname);
	struct dentry *res = filename_create(dfd, name, path, lookup_flags);

	putname(name);
	return res;
}

struct dentry *user_path_create(int dfd, const char __user *pathname, struct path *path,
				unsigned int lookup_flags)
{
	struct filename *name = getname(pathname);
	struct dentry *res = filename_create(dfd, name, path, lookup_flags);

	putname(name);
	return res;
}

static int mknod_kind(umode_t mode)
{
	switch (mode & S_IFMT) {
	case 0:
	case S_IFREG:
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
		return 0;
	case S_IFDIR:
		return -EPERM;
	}
	return -EINVAL;
}

/* all do_*at() consume their names */
int do_mknodat(int dfd, struct filename *name, umode_t mode, unsigned int dev)
{
	struct dentry *dentry;
	struct path path;
	int error = mknod_kind(mode);

	if (error)
		goto out;
	dentry = filename_create(dfd, name, &path, 0);
	error = PTR_ERR(dentry);
	if (IS_ERR(dentry))
		goto out;
	if (S_ISREG(mode) || !(mode & S_IFMT))
		error = vfs_create(mnt_idmap(path.mnt), path.dentry->d_inode, dentry,
				   mode | S_IFREG, true);
	else if (S_ISCHR(mode) || S_ISBLK(mode))
		error = vfs_mknod(mnt_idmap(path.mnt), path.dentry->d_inode, dentry, mode,
				  new_decode_dev(dev));
	else
		error = vfs_mknod(mnt_idmap(path.mnt), path.dentry->d_inode, dentry, mode, 0);
	done_path_create(&path, dentry);
out:
	putname(name);
	return error;
}

SYSCALL_DEFINE4(mknodat, int, dfd, const char __user *, filename, umode_t, mode,
		unsigned int, dev)
{
	return do_mknodat(dfd, getname(filename), mode, dev);
}

SYSCALL_DEFINE3(mknod, const char __user *, filename, umode_t, mode, unsigned int, dev)
{
	return do_mknodat(AT_FDCWD, getname(filename), mode, dev);
}

int do_mkdirat(int dfd, struct filename *name, umode_t mode)
{
	struct path path;
	struct dentry *dentry = filename_create(dfd, name, &path, LOOKUP_DIRECTORY);
	int error = PTR_ERR(dentry);

	if (!IS_ERR(dentry)) {
		error = vfs_mkdir(mnt_idmap(path.mnt), path.dentry->d_inode, dentry, mode);
		done_path_create(&path, dentry);
	}
	putname(name);
	return error;
}

SYSCALL_DEFINE3(mkdirat, int, dfd, const char __user *, pathname, umode_t, mode)
{
	return do_mkdirat(dfd, getname(pathname), mode);
}

SYSCALL_DEFINE2(mkdir, const char __user *, pathname, umode_t, mode)
{
	return do_mkdirat(AT_FDCWD, getname(pathname), mode);
}

int do_symlinkat(struct filename *from, int newdfd, struct filename *to)
{
	struct dentry *dentry;
	struct path path;
	int error = PTR_ERR(from);

	if (IS_ERR(from))
		goto out;
	dentry = filename_create(newdfd, to, &path, 0);
	error = PTR_ERR(dentry);
	if (IS_ERR(dentry))
		goto out;
	error = vfs_symlink(mnt_idmap(path.mnt), path.dentry->d_inode, dentry, from->name);
	done_path_create(&path, dentry);
out:
	putname(to);
	putname(from);
	return error;
}

SYSCALL_DEFINE3(symlinkat, const char __user *, oldname, int, newdfd,
		const char __user *, newname)
{
	return do_symlinkat(getname(oldname), newdfd, getname(newname));
}

SYSCALL_DEFINE2(symlink, const char __user *, oldname, const char __user *, newname)
{
	return do_symlinkat(getname(oldname), AT_FDCWD, getname(newname));
}

int do_linkat(int olddfd, struct filename *old, int newdfd, struct filename *new, int flags)
{
	struct path old_path, new_path;
	struct dentry *dentry;
	unsigned int how = 0;
	int error = -EINVAL;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		goto out;
	error = -ENOENT;
	if ((flags & AT_EMPTY_PATH) && !capable(CAP_DAC_READ_SEARCH))
		goto out;
	if (flags & AT_EMPTY_PATH)
		how |= LOOKUP_EMPTY;
	if (flags & AT_SYMLINK_FOLLOW)
		how |= LOOKUP_FOLLOW;
	error = filename_lookup(olddfd, old, how, &old_path, NULL);
	if (error)
		goto out;
	dentry = filename_create(newdfd, new, &new_path, 0);
	error = PTR_ERR(dentry);
	if (IS_ERR(dentry))
		goto put_old;
	error = -EXDEV;
	if (old_path.mnt == new_path.mnt)
		error = vfs_link(old_path.dentry, mnt_idmap(new_path.mnt),
				 new_path.dentry->d_inode, dentry, NULL);
	done_path_create(&new_path, dentry);
put_old:
	path_put(&old_path);
out:
	putname(old);
	putname(new);
	return error;
}

SYSCALL_DEFINE5(linkat, int, olddfd, const char __user *, oldname, int, newdfd,
		const char __user *, newname, int, flags)
{
	return do_linkat(olddfd, getname_uflags(oldname, flags), newdfd, getname(newname), flags);
}

SYSCALL_DEFINE2(link, const char __user *, oldname, const char __user *, newname)
{
	return do_linkat(AT_FDCWD, getname(oldname), AT_FDCWD, getname(newname), 0);
}

/* ---- removing -------------------------------------------------------------------- */

int vfs_rmdir(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry)
{
	int error = may_delete(dir, dentry, true);

	if (error)
		return error;
	if (!dir->i_op->rmdir)
		return -EPERM;
	dget(dentry);
	inode_lock(dentry->d_inode);
	error = -EBUSY;
	if (d_mountpoint(dentry))
		goto out;
	error = dir->i_op->rmdir(dir, dentry);
	if (error)
		goto out;
	shrink_dcache_parent(dentry);
	dentry->d_inode->i_flags |= S_DEAD;
	dont_mount(dentry);
out:
	inode_unlock(dentry->d_inode);
	dput(dentry);
	if (!error)
		d_delete(dentry);
	return error;
}

int vfs_unlink(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
	       struct inode **delegated)
{
	struct inode *target = dentry->d_inode;
	int error = may_delete(dir, dentry, false);

	if (error)
		return error;
	if (!dir->i_op->unlink)
		return -EPERM;
	inode_lock(target);
	if (IS_SWAPFILE(target))
		error = -EPERM;
	else if (d_mountpoint(dentry))
		error = -EBUSY;
	else
		error = dir->i_op->unlink(dir, dentry);
	if (!error)
		dont_mount(dentry);
	inode_unlock(target);
	if (!error)
		d_delete(dentry);
	return error;
}

int do_rmdir(int dfd, struct filename *name)
{
	struct dentry *dentry;
	struct path path;
	struct qstr last;
	int type, error = filename_parentat(dfd, name, 0, &path, &last, &type, NULL);

	if (error)
		goto out;
	error = type == LAST_DOTDOT ? -ENOTEMPTY : type == LAST_DOT ? -EINVAL : -EBUSY;
	if (type != LAST_NORM)
		goto put;
	error = mnt_want_write(path.mnt);
	if (error)
		goto put;
	inode_lock_nested(path.dentry->d_inode, I_MUTEX_PARENT);
	dentry = lookup_one_qstr_excl(&last, path.dentry, 0);
	error = PTR_ERR(dentry);
	if (!IS_ERR(dentry)) {
		error = vfs_rmdir(mnt_idmap(path.mnt), path.dentry->d_inode, dentry);
		dput(dentry);
	}
	inode_unlock(path.dentry->d_inode);
	mnt_drop_write(path.mnt);
put:
	path_put(&path);
out:
	putname(name);
	return error;
}

/* "name/" can be no file: say which of the three mistakes it is */
static int unlink_slash_error(const struct dentry *dentry)
{
	if (d_is_negative(dentry))
		return -ENOENT;
	return d_is_dir(dentry) ? -EISDIR : -ENOTDIR;
}

int do_unlinkat(int dfd, struct filename *name)
{
	struct inode *inode = NULL;
	struct dentry *dentry;
	struct path path;
	struct qstr last;
	int type, error = filename_parentat(dfd, name, 0, &path, &last, &type, NULL);

	if (error)
		goto out;
	error = -EISDIR;
	if (type != LAST_NORM)
		goto put;
	error = mnt_want_write(path.mnt);
	if (error)
		goto put;
	inode_lock_nested(path.dentry->d_inode, I_MUTEX_PARENT);
	dentry = lookup_one_qstr_excl(&last, path.dentry, 0);
	error = PTR_ERR(dentry);
	if (!IS_ERR(dentry)) {
		if (last.name[last.len]) {
			error = unlink_slash_error(dentry);
		} else if (d_is_negative(dentry)) {
			error = -ENOENT;
		} else {
			/* its pages are freed after the directory is unlocked */
			inode = dentry->d_inode;
			ihold(inode);
			error = vfs_unlink(mnt_idmap(path.mnt), path.dentry->d_inode, dentry, NULL);
		}
		dput(dentry);
	}
	inode_unlock(path.dentry->d_inode);
	iput(inode);
	mnt_drop_write(path.mnt);
put:
	path_put(&path);
out:
	putname(name);
	return error;
}

SYSCALL_DEFINE3(unlinkat, int, dfd, const char __user *, pathname, int, flag)
{
	if (flag & ~AT_REMOVEDIR)
		return -EINVAL;
	if (flag & AT_REMOVEDIR)
		return do_rmdir(dfd, getname(pathname));
	return do_unlinkat(dfd, getname(pathname));
}

SYSCALL_DEFINE1(unlink, const char __user *, pathname)
{
	return do_unlinkat(AT_FDCWD, getname(pathname));
}

SYSCALL_DEFINE1(rmdir, const char __user *, pathname)
{
	return do_rmdir(AT_FDCWD, getname(pathname));
}

/* ---- renaming -------------------------------------------------------------------- */

/* Return: the child of one that leads to the other, if one contains the other. */
struct dentry *lock_rename(struct dentry *p1, struct dentry *p2)
{
	struct dentry *trap;

	if (p1 == p2) {
		inode_lock_nested(p1->d_inode, I_MUTEX_PARENT);
		return NULL;
	}
	mutex_lock(&p1->d_sb->s_vfs_rename_mutex);
	trap = d_ancestor(p2, p1);
	if (trap) {
		inode_lock_nested(p2->d_inode, I_MUTEX_PARENT);
		inode_lock_nested(p1->d_inode, I_MUTEX_CHILD);
		return trap;
	}
	trap = d_ancestor(p1, p2);
	if (!trap && p1 > p2)
		swap(p1, p2);
	inode_lock_nested(p1->d_inode, I_MUTEX_PARENT);
	inode_lock_nested(p2->d_inode, I_MUTEX_CHILD);
	return trap;
}

void unlock_rename(struct dentry *p1, struct dentry *p2)
{
	inode_unlock(p1->d_inode);
	if (p1 != p2) {
		inode_unlock(p2->d_inode);
		mutex_unlock(&p1->d_sb->s_vfs_rename_mutex);
	}
}

static int may_rename(struct renamedata *rd)
{
	struct inode *source = rd->old_dentry->d_inode;
	struct dentry *new = rd->new_dentry;
	bool is_dir = d_is_dir(rd->old_dentry);
	int error = may_delete(rd->old_dir, rd->old_dentry, is_dir);

	if (error)
		return error;
	if (d_is_negative(new))
		error = may_create(rd->new_dir, new);
	else if (rd->flags & RENAME_EXCHANGE)
		error = may_delete(rd->new_dir, new, d_is_dir(new));
	else
		error = may_delete(rd->new_dir, new, is_dir);
	if (error)
		return error;
	if (!rd->old_dir->i_op->rename)
		return -EPERM;
	/* a directory that changes its parent changes its own ".." */
	if (is_dir && rd->old_dir != rd->new_dir)
		error = inode_permission(&nop_mnt_idmap, source, MAY_WRITE);
	return error;
}

int vfs_rename(struct renamedata *rd)
{
	struct dentry *old = rd->old_dentry, *new = rd->new_dentry;
	struct inode *source = old->d_inode, *target = new->d_inode;
	bool exchange = rd->flags & RENAME_EXCHANGE;
	int error;

	if (source == target)
		return 0;
	error = may_rename(rd);
	if (error)
		return error;
	dget(new);
	lock_two_nondirectories(source, target);
	if (target && d_is_dir(new) && !exchange)
		inode_lock(target);
	error = -EPERM;
	if (IS_SWAPFILE(source) || (target && IS_SWAPFILE(target)))
		goto out;
	error = -EBUSY;
	if (d_mountpoint(old) || d_mountpoint(new))
		goto out;
	if (target && d_is_dir(new) && !exchange)
		shrink_dcache_parent(new);
	error = rd->old_dir->i_op->rename(rd->new_mnt_idmap, rd->old_dir, old, rd->new_dir, new,
					  rd->flags);
	if (error)
		goto out;
	if (!exchange && target) {
		if (d_is_dir(new))
			target->i_flags |= S_DEAD;
		dont_mount(new);
	}
	if (exchange)
		d_exchange(old, new);
	else
		d_move(old, new);
out:
	if (target && S_ISDIR(target->i_mode) && !exchange)
		inode_unlock(target);
	unlock_two_nondirectories(source, target);
	dput(new);
	return error;
}

/* What is wrong with these two names, seen under the lock? */
static int rename_names_error(const struct dentry *old, const struct qstr *old_last,
			      const struct dentry *new, const struct qstr *new_last,
			      const struct dentry *trap, unsigned int flags)
{
	if (d_is_negative(old))
		return -ENOENT;
	if ((flags & RENAME_NOREPLACE) && d_is_positive(new))
		return -EEXIST;
	if (flags & RENAME_EXCHANGE) {
		if (d_is_negative(new))
			return -ENOENT;
		if (!d_is_dir(new) && new_last->name[new_last->len])
			return -ENOTDIR;
	}
	if (!d_is_dir(old)) {
		if (old_last->name[old_last->len])
			return -ENOTDIR;
		if (!(flags & RENAME_EXCHANGE) && new_last->name[new_last->len])
			return -ENOTDIR;
	}
	if (old == trap)
		return -EINVAL;		/* into itself */
	if (new == trap)
		return flags & RENAME_EXCHANGE ? -EINVAL : -ENOTEMPTY;
	return 0;
}

static int rename_locked(const struct path *old_path, struct qstr *old_last,
			 const struct path *new_path, struct qstr *new_last, unsigned int flags)
{
	struct dentry *trap = lock_rename(new_path->dentry, old_path->dentry), *old, *new;
	struct renamedata rd = {
		.old_dir = old_path->dentry->d_inode,
		.new_dir = new_path->dentry->d_inode,
		.old_mnt_idmap = mnt_idmap(old_path->mnt),
		.new_mnt_idmap = mnt_idmap(new_path->mnt),
		.flags = flags,
	};
	int error;

	old = lookup_one_qstr_excl(old_last, old_path->dentry, 0);
	error = PTR_ERR(old);
	if (IS_ERR(old))
		goto unlock;
	new = lookup_one_qstr_excl(new_last, new_path->dentry, LOOKUP_RENAME_TARGET);
	error = PTR_ERR(new);
	if (IS_ERR(new))
		goto put_old;
	error = rename_names_error(old, old_last, new, new_last, trap, flags);
	if (!error) {
		rd.old_dentry = old;
		rd.new_dentry = new;
		error = vfs_rename(&rd);
	}
	dput(new);
put_old:
	dput(old);
unlock:
	unlock_rename(new_path->dentry, old_path->dentry);
	return error;
}

int do_renameat2(int olddfd, struct filename *from, int newdfd, struct filename *to,
		 unsigned int flags)
{
	struct path old_path, new_path;
	struct qstr old_last, new_last;
	int old_type, new_type, error = -EINVAL;

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE | RENAME_WHITEOUT))
		goto out;
	if ((flags & (RENAME_NOREPLACE | RENAME_WHITEOUT)) && (flags & RENAME_EXCHANGE))
		goto out;
	error = filename_parentat(olddfd, from, 0, &old_path, &old_last, &old_type, NULL);
	if (error)
		goto out;
	error = filename_parentat(newdfd, to, 0, &new_path, &new_last, &new_type, NULL);
	if (error)
		goto put_old;
	error = -EXDEV;
	if (old_path.mnt != new_path.mnt)
		goto put_new;
	error = -EBUSY;
	if (old_type != LAST_NORM)
		goto put_new;
	if (flags & RENAME_NOREPLACE)
		error = -EEXIST;
	if (new_type != LAST_NORM)
		goto put_new;
	error = mnt_want_write(old_path.mnt);
	if (!error) {
		error = rename_locked(&old_path, &old_last, &new_path, &new_last, flags);
		mnt_drop_write(old_path.mnt);
	}
put_new:
	path_put(&new_path);
put_old:
	path_put(&old_path);
out:
	putname(from);
	putname(to);
	return error;
}

SYSCALL_DEFINE5(renameat2, int, olddfd, const char __user *, oldname, int, newdfd,
		const char __user *, newname, unsigned int, flags)
{
	return do_renameat2(olddfd, getname(oldname), newdfd, getname(newname), flags);
}

SYSCALL_DEFINE4(renameat, int, olddfd, const char __user *, oldname, int, newdfd,
		const char __user *, newname)
{
	return do_renameat2(olddfd, getname(oldname), newdfd, getname(newname), 0);
}

SYSCALL_DEFINE2(rename, const char __user *, oldname, const char __user *, newname)
{
	return do_renameat2(AT_FDCWD, getname(oldname), AT_FDCWD, getname(newname), 0);
}

/* ---- reading links --------------------------------------------------------------- */

int readlink_copy(char __user *buffer, int buflen, const char *link)
{
	int len = strlen(link);

	if (len > buflen)
		len = buflen;
	return copy_to_user(buffer, link, len) ? -EFAULT : len;
}

int vfs_readlink(struct dentry *dentry, char __user *buffer, int buflen)
{
	struct inode *inode = dentry->d_inode;
	DEFINE_DELAYED_CALL(done);
	const char *link;
	int res;

	if (inode->i_op->readlink)
		return inode->i_op->readlink(dentry, buffer, buflen);
	if (!d_is_symlink(dentry))
		return -EINVAL;
	link = READ_ONCE(inode->i_link);
	if (!link) {
		link = inode->i_op->get_link(dentry, inode, &done);
		if (IS_ERR(link))
			return PTR_ERR(link);
	}
	res = readlink_copy(buffer, buflen, link);
	do_delayed_call(&done);
	return res;
}

const char *vfs_get_link(struct dentry *dentry, struct delayed_call *done)
{
	struct inode *inode = dentry->d_inode;

	if (!d_is_symlink(dentry))
		return ERR_PTR(-EINVAL);
	return inode->i_link ? inode->i_link : inode->i_op->get_link(dentry, inode, done);
}

static int do_readlinkat(int dfd, const char __user *pathname, char __user *buf, int bufsiz)
{
	struct filename *name;
	struct path path;
	int error;

	if (bufsiz <= 0)
		return -EINVAL;
	name = getname_flags(pathname, LOOKUP_EMPTY);
	error = filename_lookup(dfd, name, LOOKUP_EMPTY, &path, NULL);
	if (error)
		goto out;
	if (d_is_symlink(path.dentry) || path.dentry->d_inode->i_op->readlink) {
		touch_atime(&path);
		error = vfs_readlink(path.dentry, buf, bufsiz);
	} else {
		error = *name->name ? -EINVAL : -ENOENT;
	}
	path_put(&path);
out:
	putname(name);
	return error;
}

SYSCALL_DEFINE4(readlinkat, int, dfd, const char __user *, pathname, char __user *, buf,
		int, bufsiz)
{
	return do_readlinkat(dfd, pathname, buf, bufsiz);
}

SYSCALL_DEFINE3(readlink, const char __user *, path, char __user *, buf, int, bufsiz)
{
	return do_readlinkat(AT_FDCWD, path, buf, bufsiz);
}
