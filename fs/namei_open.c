// SPDX-License-Identifier: GPL-2.0-only
/*
 * namei_open.c - from a path name to an open file.
 *
 * Opening differs from looking up in its last step: with O_CREAT the name is looked up and
 * made under the directory's lock, so that two who open the same new name agree on it; and
 * rights are checked for what the file was opened for, not for the path alone.
 *
 * Elsewhere:  the walk (namei.c), flags and struct file (open.c, file_table.c).
 */
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include "internal.h"
#include "namei.h"

/* Is it allowed to open this inode so? */
static int may_open(const struct path *path, int acc_mode, int flag)
{
	struct inode *inode = path->dentry->d_inode;
	int error;

	if (!inode)
		return -ENOENT;
	switch (inode->i_mode & S_IFMT) {
	case S_IFLNK:
		return -ELOOP;
	case S_IFDIR:
		if (acc_mode & MAY_WRITE)
			return -EISDIR;
		if (acc_mode & MAY_EXEC)
			return -EACCES;
		break;
	case S_IFBLK:
	case S_IFCHR:
		if ((path->mnt->mnt_flags & MNT_NODEV) || (inode->i_sb->s_flags & SB_NODEV))
			return -EACCES;
		if (acc_mode & MAY_EXEC)
			return -EACCES;
		flag &= ~O_TRUNC;
		break;
	case S_IFIFO:
	case S_IFSOCK:
		if (acc_mode & MAY_EXEC)
			return -EACCES;
		flag &= ~O_TRUNC;
		break;
	case S_IFREG:
		if ((acc_mode & MAY_EXEC) && path_noexec(path))
			return -EACCES;
		break;
	}
	error = inode_permission(mnt_idmap(path->mnt), inode, MAY_OPEN | acc_mode);
	if (error)
		return error;
	if (IS_APPEND(inode)) {
		if ((flag & O_ACCMODE) != O_RDONLY && !(flag & O_APPEND))
			return -EPERM;
		if (flag & O_TRUNC)
			return -EPERM;
	}
	if ((flag & O_NOATIME) && !inode_owner_or_capable(mnt_idmap(path->mnt), inode))
		return -EPERM;
	return 0;
}

static int handle_truncate(struct file *filp)
{
	struct inode *inode = file_inode(filp);
	int error = get_write_access(inode);

	if (error)
		return error;
	error = do_truncate(&nop_mnt_idmap, filp->f_path.dentry, 0,
			    ATTR_MTIME | ATTR_CTIME | ATTR_OPEN, filp);
	put_write_access(inode);
	return error;
}

/* Looks the last name up, and makes it where O_CREAT asks so. The directory is locked. */
static struct dentry *lookup_open(struct nameidata *nd, struct file *file,
				  const struct open_flags *op, bool got_write)
{
	struct inode *dir = nd->path.dentry->d_inode;
	struct dentry *dentry = lookup_one_qstr_excl(&nd->last, nd->path.dentry, nd->flags);
	umode_t mode = op->mode;
	int error;

	if (IS_ERR(dentry) || dentry->d_inode || !(op->open_flag & O_CREAT))
		return dentry;
	error = -EROFS;
	if (!got_write)
		goto fail;
	error = may_create(dir, dentry);
	if (error)
		goto fail;
	mode = vfs_prepare_mode(dir, mode, mode, mode);
	error = -EACCES;
	if (!dir->i_op->create)
		goto fail;
	error = dir->i_op->create(&nop_mnt_idmap, dir, dentry, mode, op->open_flag & O_EXCL);
	if (error)
		goto fail;
	file->f_mode |= FMODE_CREATED;
	return dentry;
fail:
	dput(dentry);
	return ERR_PTR(error);
}

static const char *open_last_lookups(struct nameidata *nd, struct file *file,
				     const struct open_flags *op)
{
	struct dentry *dir = nd->path.dentry, *dentry;
	bool got_write = false;

	nd->flags |= op->intent;
	if (nd->last_type != LAST_NORM) {
		if (nd->depth)
			put_link(nd);
		return handle_dots(nd, nd->last_type);
	}
	if (!(op->open_flag & O_CREAT)) {
		if (nd_trailing_slash(nd))
			nd->flags |= LOOKUP_FOLLOW | LOOKUP_DIRECTORY;
		dentry = lookup_fast(nd);
		if (!dentry)
			dentry = lookup_slow(&nd->last, dir, nd->flags);
	} else {
		if (nd_trailing_slash(nd))
			return ERR_PTR(-EISDIR);
		dentry = lookup_fast(nd);
		if (dentry && !IS_ERR(dentry) && d_is_negative(dentry)) {
			dput(dentry);
			dentry = NULL;
		}
		if (!dentry) {
			/* a read-only file system fails only those who really create */
			got_write = !mnt_want_write(nd->path.mnt);
			inode_lock(dir->d_inode);
			dentry = lookup_open(nd, file, op, got_write);
			inode_unlock(dir->d_inode);
			if (got_write)
				mnt_drop_write(nd->path.mnt);
		}
	}
	if (IS_ERR(dentry))
		return ERR_CAST(dentry);
	if (file->f_mode & FMODE_CREATED) {
		dput(nd->path.dentry);
		nd->path.dentry = dentry;
		return NULL;
	}
	if (nd->depth)
		put_link(nd);
	return step_into(nd, WALK_TRAILING, dentry);
}

/* The walk is at its end: check rights, open, truncate. */
static int do_open(struct nameidata *nd, struct file *file, const struct open_flags *op)
{
	int open_flag = op->open_flag, acc_mode = op->acc_mode;
	bool do_trunc = false;
	int error;

	if (!(file->f_mode & FMODE_CREATED)) {
		error = complete_walk(nd);
		if (error)
			return error;
	}
	if (open_flag & O_CREAT) {
		if ((open_flag & O_EXCL) && !(file->f_mode & FMODE_CREATED))
			return -EEXIST;
		if (d_is_dir(nd->path.dentry))
			return -EISDIR;
	}
	if ((nd->flags & LOOKUP_DIRECTORY) && !d_can_lookup(nd->path.dentry))
		return -ENOTDIR;
	if (file->f_mode & FMODE_CREATED) {
		/* whoever makes a file may open it, whatever mode it gets */
		open_flag &= ~O_TRUNC;
		acc_mode = 0;
	} else if (d_is_reg(nd->path.dentry) && (open_flag & O_TRUNC)) {
		error = mnt_want_write(nd->path.mnt);
		if (error)
			return error;
		do_trunc = true;
	}
	error = may_open(&nd->path, acc_mode, open_flag);
	if (!error && !(file->f_mode & FMODE_OPENED))
		error = vfs_open(&nd->path, file);
	if (!error && do_trunc)
		error = handle_truncate(file);
	if (do_trunc)
		mnt_drop_write(nd->path.mnt);
	return error;
}

/* O_TMPFILE: a file without a name, in the file system of a directory */
static int do_tmpfile(struct nameidata *nd, unsigned int flags, const struct open_flags *op,
		      struct file *file)
{
	struct inode *dir;
	struct path path;
	struct dentry *child;
	umode_t mode;
	int error = path_lookupat(nd, flags | LOOKUP_DIRECTORY, &path);

	if (error)
		return error;
	error = mnt_want_write(path.mnt);
	if (error)
		goto put;
	dir = path.dentry->d_inode;
	error = inode_permission(mnt_idmap(path.mnt), dir, MAY_WRITE | MAY_EXEC);
	if (error)
		goto drop;
	error = -EOPNOTSUPP;
	if (!dir->i_op->tmpfile)
		goto drop;
	error = -ENOMEM;
	child = d_alloc_name(path.dentry, "");
	if (!child)
		goto drop;
	file->f_path.mnt = path.mnt;
	file->f_path.dentry = child;
	mode = vfs_prepare_mode(dir, op->mode, op->mode, op->mode);
	error = dir->i_op->tmpfile(mnt_idmap(path.mnt), dir, file, mode);
	dput(child);
	if (error)
		goto drop;
	if (!(op->open_flag & O_EXCL)) {
		struct inode *inode = file_inode(file);

		spin_lock(&inode->i_lock);
		inode->i_state |= I_LINKABLE;
		spin_unlock(&inode->i_lock);
	}
drop:
	mnt_drop_write(path.mnt);
put:
	path_put(&path);
	return error;
}

static int do_o_path(struct nameidata *nd, unsigned int flags, struct file *file)
{
	struct path path;
	int error = path_lookupat(nd, flags, &path);

	if (!error) {
		error = vfs_open(&path, file);
		path_put(&path);
	}
	return error;
}

static struct file *path_openat(struct nameidata *nd, const struct open_flags *op,
				unsigned int flags)
{
	struct file *file = alloc_empty_file(op->open_flag, current_cred());
	int error;

	if (IS_ERR(file))
		return file;
	if (unlikely(file->f_flags & __O_TMPFILE)) {
		error = do_tmpfile(nd, flags, op, file);
	} else if (unlikely(file->f_flags & O_PATH)) {
		error = do_o_path(nd, flags, file);
	} else {
		const char *s = path_init(nd, flags);

		while (!(error = link_path_walk(s, nd)) &&
		       (s = open_last_lookups(nd, file, op)) != NULL)
			;
		if (!error)
			error = do_open(nd, file, op);
		terminate_walk(nd);
	}
	if (likely(!error))
		return file;
	fput(file);
	return ERR_PTR(error);
}

struct file *do_filp_open(int dfd, struct filename *name, const struct open_flags *op)
{
	struct nameidata nd;
	struct file *filp;

	set_nameidata(&nd, dfd, name, NULL);
	filp = path_openat(&nd, op, op->lookup_flags);
	restore_nameidata(&nd);
	return filp;
}

struct file *do_file_open_root(const struct path *root, const char *name,
			       const struct open_flags *op)
{
	struct filename *filename;
	struct nameidata nd;
	struct file *file;

	filename = getname_kernel(name);
	if (IS_ERR(filename))
		return ERR_CAST(filename);
	set_nameidata(&nd, -1, filename, root);
	file = path_openat(&nd, op, op->lookup_flags);
	restore_nameidata(&nd);
	putname(filename);
	return file;
}
