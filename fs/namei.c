// SPDX-License-Identifier: GPL-2.0-only
/*
 * namei.c - from a path name to a dentry.
 *
 * A walk stands at nd->path and takes one component after the other: "." and ".." by
 * themselves, a name through the dentry cache or, where it is not there, the file system;
 * then down into whatever is mounted there. A symlink's body is walked in between: what is
 * left of the path is pushed on a stack, so nested links cost no kernel stack.
 *
 * Owns:       nothing but the walk's own state; it holds references on where it stands.
 * Locks:      none in the fast case (RCU inside the dentry cache); a directory's i_rwsem
 *             while a file system looks a name up.
 * Elsewhere:  opening (namei_open.c), making and removing names (namei_ops.c), permissions
 *             (permission.c), copies of user space's strings (filename.c).
 */
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"
#include "mount.h"
#include "namei.h"

/* ---- the state of a walk ------------------------------------------------------ */

void set_nameidata(struct nameidata *nd, int dfd, struct filename *name, const struct path *root)
{
	nd->saved = current->nameidata;
	nd->total_link_count = nd->saved ? nd->saved->total_link_count : 0;
	nd->stack = nd->internal;
	nd->depth = 0;
	nd->dfd = dfd;
	nd->name = name;
	nd->path.mnt = NULL;
	nd->path.dentry = NULL;
	nd->root_set = root;
	if (root) {
		nd->root = *root;
		path_get(&nd->root);
	}
	current->nameidata = nd;
}

void restore_nameidata(struct nameidata *nd)
{
	current->nameidata = nd->saved;
	if (nd->saved)
		nd->saved->total_link_count = nd->total_link_count;
	if (nd->root_set)
		path_put(&nd->root);
	if (nd->stack != nd->internal)
		kfree(nd->stack);
}

/* drop the references that keep the topmost link's body */
void put_link(struct nameidata *nd)
{
	struct saved_link *last = &nd->stack[--nd->depth];

	do_delayed_call(&last->done);
	path_put(&last->link);
}

void terminate_walk(struct nameidata *nd)
{
	while (nd->depth)
		put_link(nd);
	if (nd->path.dentry)
		path_put(&nd->path);
	nd->path.dentry = NULL;
	nd->path.mnt = NULL;
}

static void set_root(struct nameidata *nd)
{
	get_fs_root(current->fs, &nd->root);
	nd->root_set = true;
}

/* the walk goes on at "/" */
static int nd_jump_root(struct nameidata *nd)
{
	if (nd->flags & LOOKUP_BENEATH)
		return -EXDEV;
	if (!nd->root_set)
		set_root(nd);
	if ((nd->flags & LOOKUP_NO_XDEV) && nd->path.mnt && nd->path.mnt != nd->root.mnt)
		return -EXDEV;
	if (nd->path.dentry)
		path_put(&nd->path);
	nd->path = nd->root;
	path_get(&nd->path);
	return 0;
}

/**
 * nd_jump_link() - for get_link() of /proc/PID/exe and its like: the walk goes on at @path
 * @path: the caller's references pass to the walk
 */
void nd_jump_link(const struct path *path)
{
	struct nameidata *nd = current->nameidata;

	path_put(&nd->path);
	nd->path = *path;
}

static int path_init_dirfd(struct nameidata *nd, bool need_dir)
{
	struct fd f = fdget_raw(nd->dfd);
	struct file *file = fd_file(f);

	if (fd_empty(f))
		return -EBADF;
	if (need_dir && !d_can_lookup(file->f_path.dentry)) {
		fdput(f);
		return -ENOTDIR;
	}
	nd->path = file->f_path;
	path_get(&nd->path);
	fdput(f);
	return 0;
}

/* Sets the walk's start. Return: the name to be walked, or an error. */
const char *path_init(struct nameidata *nd, unsigned int flags)
{
	const char *s = nd->name->name;
	int error = 0;

	nd->flags = flags;
	nd->last_type = LAST_ROOT;
	if (*s == '/' && !(flags & LOOKUP_IN_ROOT)) {
		error = nd_jump_root(nd);
	} else if (nd->root_set) {
		nd->path = nd->root;
		path_get(&nd->path);
	} else if (nd->dfd == AT_FDCWD) {
		get_fs_pwd(current->fs, &nd->path);
	} else {
		error = path_init_dirfd(nd, *s);
	}
	if (error)
		return ERR_PTR(error);
	if ((flags & LOOKUP_IS_SCOPED) && !nd->root_set) {
		nd->root = nd->path;
		path_get(&nd->root);
		nd->root_set = true;
	}
	return s;
}

/* ---- mounts ------------------------------------------------------------------- */

/* Down into whatever is mounted at @path. Return: 0 or -EXDEV. */
static int traverse_mounts(struct path *path, unsigned int lookup_flags)
{
	while (unlikely(d_mountpoint(path->dentry))) {
		struct vfsmount *mounted = lookup_mnt(path);

		if (!mounted)
			break;
		if (lookup_flags & LOOKUP_NO_XDEV) {
			mntput(mounted);
			return -EXDEV;
		}
		path_put(path);
		path->mnt = mounted;
		path->dentry = dget(mounted->mnt_root);
	}
	return 0;
}

int follow_down_one(struct path *path)
{
	struct vfsmount *mounted = lookup_mnt(path);

	if (!mounted)
		return 0;
	path_put(path);
	path->mnt = mounted;
	path->dentry = dget(mounted->mnt_root);
	return 1;
}

/* From the root of a mount to the place it is mounted on. Return: 0 at the topmost. */
int follow_up(struct path *path)
{
	struct mount *mnt = real_mount(path->mnt), *parent;
	struct dentry *mountpoint;

	read_seqlock_excl(&mount_lock);
	parent = mnt->mnt_parent;
	if (parent == mnt) {
		read_sequnlock_excl(&mount_lock);
		return 0;
	}
	mntget(&parent->mnt);
	mountpoint = dget(mnt->mnt_mountpoint);
	read_sequnlock_excl(&mount_lock);
	path_put(path);
	path->dentry = mountpoint;
	path->mnt = &parent->mnt;
	return 1;
}

/* ---- looking up one name -------------------------------------------------------- */

static int d_revalidate(struct dentry *dentry, unsigned int flags)
{
	if (unlikely(dentry->d_flags & DCACHE_OP_REVALIDATE))
		return dentry->d_op->d_revalidate(dentry, flags);
	return 1;
}

/* Return: a dentry that is in the cache and still true, or NULL, or an error. */
static struct dentry *lookup_dcache(const struct qstr *name, struct dentry *dir,
				    unsigned int flags)
{
	struct dentry *dentry = d_lookup(dir, name);
	int valid;

	if (!dentry)
		return NULL;
	valid = d_revalidate(dentry, flags);
	if (likely(valid > 0))
		return dentry;
	if (!valid)
		d_invalidate(dentry);
	dput(dentry);
	return valid ? ERR_PTR(valid) : NULL;
}

struct dentry *lookup_fast(struct nameidata *nd)
{
	return lookup_dcache(&nd->last, nd->path.dentry, nd->flags);
}

/* Asks the file system. The directory is locked for writing. */
struct dentry *lookup_one_qstr_excl(const struct qstr *name, struct dentry *base,
				    unsigned int flags)
{
	struct dentry *dentry = lookup_dcache(name, base, flags), *old;
	struct inode *dir = base->d_inode;

	if (dentry)
		return dentry;
	if (unlikely(IS_DEADDIR(dir)))
		return ERR_PTR(-ENOENT);
	dentry = d_alloc(base, name);
	if (unlikely(!dentry))
		return ERR_PTR(-ENOMEM);
	old = dir->i_op->lookup(dir, dentry, flags);
	if (unlikely(old)) {
		dput(dentry);
		dentry = old;
	}
	return dentry;
}

struct dentry *lookup_slow(const struct qstr *name, struct dentry *dir, unsigned int flags)
{
	struct inode *inode = dir->d_inode;
	struct dentry *res;

	inode_lock(inode);
	res = lookup_one_qstr_excl(name, dir, flags);
	inode_unlock(inode);
	return res;
}

/* ---- one step -------------------------------------------------------------------- */

static bool nd_alloc_stack(struct nameidata *nd)
{
	struct saved_link *p = kmalloc_array(MAXSYMLINKS, sizeof(*p), GFP_KERNEL);

	if (!p)
		return false;
	memcpy(p, nd->internal, sizeof(nd->internal));
	nd->stack = p;
	return true;
}

static int may_follow_link(struct nameidata *nd, const struct path *link)
{
	if (nd->total_link_count++ >= MAXSYMLINKS)
		return -ELOOP;
	if ((nd->flags & LOOKUP_NO_SYMLINKS) || (link->mnt->mnt_flags & MNT_NOSYMFOLLOW))
		return -ELOOP;
	if (nd->depth == EMBEDDED_LEVELS && nd->stack == nd->internal && !nd_alloc_stack(nd))
		return -ENOMEM;
	return 0;
}

/*
 * Pushes a symlink. Takes over @link's references.
 * Return: its body, to be walked; NULL where it jumped by itself; or an error.
 */
static const char *pick_link(struct nameidata *nd, struct path *link)
{
	struct inode *inode = link->dentry->d_inode;
	struct saved_link *last;
	const char *res;
	int error = may_follow_link(nd, link);

	if (unlikely(error)) {
		path_put(link);
		return ERR_PTR(error);
	}
	last = &nd->stack[nd->depth++];
	last->link = *link;
	clear_delayed_call(&last->done);
	last->name = NULL;
	touch_atime(&last->link);

	res = READ_ONCE(inode->i_link);
	if (!res) {
		struct path before = nd->path;

		if (!inode->i_op->get_link)
			return ERR_PTR(-EINVAL);
		res = inode->i_op->get_link(link->dentry, inode, &last->done);
		if (!res && (nd->flags & LOOKUP_NO_MAGICLINKS))
			res = ERR_PTR(-ELOOP);
		else if (!res && (nd->flags & LOOKUP_IS_SCOPED))
			res = ERR_PTR(-EXDEV);
		else if (!res && (nd->flags & LOOKUP_NO_XDEV) && before.mnt != nd->path.mnt)
			res = ERR_PTR(-EXDEV);
		if (!res)
			goto all_done;
		if (IS_ERR(res))
			return res;
	}
	if (*res == '/') {
		error = nd_jump_root(nd);
		if (unlikely(error))
			return ERR_PTR(error);
		while (*++res == '/')
			;
	}
	if (*res)
		return res;
all_done:
	put_link(nd);
	return NULL;
}

/*
 * Steps on to @dentry (whose reference it takes), down its mounts, or into the symlink it is.
 * Return: NULL where the walk stands there now, a link's body to be walked, or an error.
 */
const char *step_into(struct nameidata *nd, int flags, struct dentry *dentry)
{
	struct path path = { .mnt = nd->path.mnt, .dentry = dentry };

	if (unlikely(d_mountpoint(dentry))) {
		int err;

		mntget(path.mnt);
		err = traverse_mounts(&path, nd->flags);
		if (err) {
			path_put(&path);
			return ERR_PTR(err);
		}
		if (path.mnt == nd->path.mnt)
			mntput(path.mnt);
	}
	if (unlikely(d_is_negative(path.dentry))) {
		dput(path.dentry);
		if (path.mnt != nd->path.mnt)
			mntput(path.mnt);
		return ERR_PTR(-ENOENT);
	}
	if (likely(!d_is_symlink(path.dentry)) ||
	    ((flags & WALK_TRAILING) && !(nd->flags & LOOKUP_FOLLOW))) {
		dput(nd->path.dentry);
		nd->path.dentry = path.dentry;
		if (path.mnt != nd->path.mnt) {
			mntput(nd->path.mnt);
			nd->path.mnt = path.mnt;
		}
		return NULL;
	}
	if (path.mnt == nd->path.mnt)
		mntget(path.mnt);
	return pick_link(nd, &path);
}

/* ".." stops at the process's root, and leaves a mount for what lies around it. */
static const char *follow_dotdot(struct nameidata *nd)
{
	struct path up;
	int err;

	if (!nd->root_set)
		set_root(nd);
	if (path_equal(&nd->path, &nd->root))
		return nd->flags & LOOKUP_BENEATH ? ERR_PTR(-EXDEV) : NULL;
	up = nd->path;
	path_get(&up);
	while (up.dentry == up.mnt->mnt_root) {
		if (path_equal(&up, &nd->root) || !follow_up(&up)) {
			path_put(&up);
			return nd->flags & LOOKUP_BENEATH ? ERR_PTR(-EXDEV) : NULL;
		}
		if (nd->flags & LOOKUP_NO_XDEV) {
			path_put(&up);
			return ERR_PTR(-EXDEV);
		}
		if (path_equal(&up, &nd->root))
			break;
	}
	if (!path_equal(&up, &nd->root)) {
		struct dentry *parent = dget_parent(up.dentry);

		dput(up.dentry);
		up.dentry = parent;
	}
	err = traverse_mounts(&up, nd->flags);
	if (err) {
		path_put(&up);
		return ERR_PTR(err);
	}
	path_put(&nd->path);
	nd->path = up;
	return NULL;
}

const char *handle_dots(struct nameidata *nd, int type)
{
	return type == LAST_DOTDOT ? follow_dotdot(nd) : NULL;
}

static const char *walk_component(struct nameidata *nd, int flags)
{
	struct dentry *dentry;

	if (unlikely(nd->last_type != LAST_NORM)) {
		if (!(flags & WALK_MORE) && nd->depth)
			put_link(nd);
		return handle_dots(nd, nd->last_type);
	}
	dentry = lookup_fast(nd);
	if (unlikely(!dentry))
		dentry = lookup_slow(&nd->last, nd->path.dentry, nd->flags);
	if (IS_ERR(dentry))
		return ERR_CAST(dentry);
	if (!(flags & WALK_MORE) && nd->depth)
		put_link(nd);
	return step_into(nd, flags, dentry);
}

/* ---- the walk --------------------------------------------------------------------- */

static int may_lookup(struct inode *inode)
{
	/* a directory that all may search asks no questions */
	if (likely((inode->i_mode & S_IXUGO) == S_IXUGO && !inode->i_op->permission))
		return 0;
	return inode_permission(&nop_mnt_idmap, inode, MAY_EXEC);
}

/* Reads one component: its length, hash and kind. Return: what follows it. */
static const char *parse_component(struct nameidata *nd, const char *name)
{
	unsigned int len = 0;

	while (name[len] && name[len] != '/')
		len++;
	nd->last.name = (const unsigned char *)name;
	nd->last.len = len;
	nd->last_type = LAST_NORM;
	if (unlikely(name[0] == '.')) {
		if (len == 1)
			nd->last_type = LAST_DOT;
		else if (len == 2 && name[1] == '.')
			nd->last_type = LAST_DOTDOT;
	}
	return name + len;
}

static int hash_last(struct nameidata *nd)
{
	struct dentry *parent = nd->path.dentry;

	nd->last.hash = full_name_hash(parent, (const char *)nd->last.name, nd->last.len);
	if (unlikely(parent->d_flags & DCACHE_OP_HASH))
		return parent->d_op->d_hash(parent, &nd->last);
	return 0;
}

/**
 * link_path_walk() - walk all of @name but its last component
 *
 * Return: 0 with nd->path at the directory and nd->last the component left, or an error.
 */
int link_path_walk(const char *name, struct nameidata *nd)
{
	unsigned int base = nd->depth;
	const char *link;
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	while (*name == '/')
		name++;
	if (!*name)
		return 0;
	for (;;) {
		if (unlikely(!d_can_lookup(nd->path.dentry)))
			return -ENOTDIR;
		err = may_lookup(nd->path.dentry->d_inode);
		if (unlikely(err))
			return err;
		name = parse_component(nd, name);
		if (nd->last_type == LAST_NORM) {
			err = hash_last(nd);
			if (unlikely(err < 0))
				return err;
		}
		while (*name == '/')
			name++;
		if (!*name) {
			/* the end of the path, or of a link inside of it */
			if (nd->depth == base)
				return 0;
			name = nd->stack[nd->depth - 1].name;
			link = walk_component(nd, 0);
		} else {
			link = walk_component(nd, WALK_MORE);
		}
		if (unlikely(link)) {
			if (IS_ERR(link))
				return PTR_ERR(link);
			nd->stack[nd->depth - 1].name = name;
			name = link;
		}
	}
}

/* Last checks of a walk that succeeded. */
int complete_walk(struct nameidata *nd)
{
	struct dentry *dentry = nd->path.dentry;

	if (unlikely(nd->flags & LOOKUP_IS_SCOPED)) {
		struct path p = nd->path;
		bool inside;

		/* a directory moved out while ".." was walked must not let the walk out */
		path_get(&p);
		while (p.mnt != nd->root.mnt && follow_up(&p))
			;
		inside = p.mnt == nd->root.mnt && is_subdir(p.dentry, nd->root.dentry);
		path_put(&p);
		if (!inside)
			return -EXDEV;
	}
	if (likely(!(dentry->d_flags & DCACHE_OP_REVALIDATE)) || nd->last_type == LAST_NORM)
		return 0;
	/* reached by "." or a magic link: nobody has asked yet whether it is still true */
	return d_revalidate(dentry, nd->flags) ? 0 : -ESTALE;
}

static const char *lookup_last(struct nameidata *nd)
{
	if (nd->last_type == LAST_NORM && nd_trailing_slash(nd))
		nd->flags |= LOOKUP_FOLLOW | LOOKUP_DIRECTORY;
	return walk_component(nd, WALK_TRAILING);
}

int path_lookupat(struct nameidata *nd, unsigned int flags, struct path *path)
{
	const char *s = path_init(nd, flags);
	int err = 0;

	if (!IS_ERR(s) && (flags & LOOKUP_DOWN))
		err = traverse_mounts(&nd->path, nd->flags);
	if (!err) {
		while (!(err = link_path_walk(s, nd)) && (s = lookup_last(nd)) != NULL)
			;
	}
	if (!err && (nd->flags & LOOKUP_MOUNTPOINT))
		err = traverse_mounts(&nd->path, nd->flags);
	if (!err)
		err = complete_walk(nd);
	if (!err && (nd->flags & LOOKUP_DIRECTORY) && !d_can_lookup(nd->path.dentry))
		err = -ENOTDIR;
	if (!err) {
		*path = nd->path;
		nd->path.mnt = NULL;
		nd->path.dentry = NULL;
	}
	terminate_walk(nd);
	return err;
}

/**
 * filename_lookup() - walk a whole path
 * @root: NULL, or the directory that is "/" for this walk
 *
 * Return: 0 and *path with references, or an error. Leaves @name alone.
 */
int filename_lookup(int dfd, struct filename *name, unsigned int flags,
		    struct path *path, const struct path *root)
{
	struct nameidata nd;
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	set_nameidata(&nd, dfd, name, root);
	err = path_lookupat(&nd, flags, path);
	restore_nameidata(&nd);
	return err;
}

/**
 * filename_parentat() - walk to the directory that holds the last component
 *
 * Return: 0, *parent with references, the last component and its kind; or an error.
 */
int filename_parentat(int dfd, struct filename *name, unsigned int flags, struct path *parent,
		      struct qstr *last, int *type, const struct path *root)
{
	struct nameidata nd;
	const char *s;
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	set_nameidata(&nd, dfd, name, root);
	s = path_init(&nd, flags | LOOKUP_PARENT);
	err = link_path_walk(s, &nd);
	if (!err)
		err = complete_walk(&nd);
	if (!err) {
		*parent = nd.path;
		*last = nd.last;
		*type = nd.last_type;
		nd.path.mnt = NULL;
		nd.path.dentry = NULL;
	}
	terminate_walk(&nd);
	restore_nameidata(&nd);
	return err;
}

/* ---- for the rest of the kernel ------------------------------------------------------ */

int kern_path(const char *name, unsigned int flags, struct path *path)
{
	struct filename *filename = getname_kernel(name);
	int ret = filename_lookup(AT_FDCWD, filename, flags, path, NULL);

	putname(filename);
	return ret;
}

int user_path_at(int dfd, const char __user *name, unsigned int flags, struct path *path)
{
	struct filename *filename = getname_flags(name, flags);
	int ret = filename_lookup(dfd, filename, flags, path, NULL);

	putname(filename);
	return ret;
}

int vfs_path_lookup(struct dentry *dentry, struct vfsmount *mnt, const char *name,
		    unsigned int flags, struct path *path)
{
	struct path root = { .mnt = mnt, .dentry = dentry };
	struct filename *filename = getname_kernel(name);
	int ret = filename_lookup(AT_FDCWD, filename, flags, path, &root);

	putname(filename);
	return ret;
}

static int lookup_one_common(const char *name, struct dentry *base, int len, struct qstr *this)
{
	int i;

	if (!len || name_is_dot_dotdot(name, len))
		return -EACCES;
	for (i = 0; i < len; i++)
		if (name[i] == '/' || !name[i])
			return -EACCES;
	this->name = (const unsigned char *)name;
	this->len = len;
	this->hash = full_name_hash(base, name, len);
	if (base->d_flags & DCACHE_OP_HASH) {
		int err = base->d_op->d_hash(base, this);

		if (err < 0)
			return err;
	}
	return inode_permission(&nop_mnt_idmap, base->d_inode, MAY_EXEC);
}

/**
 * lookup_one_len() - look one name up in @base, which is locked
 */
struct dentry *lookup_one_len(const char *name, struct dentry *base, int len)
{
	struct qstr this;
	int err = lookup_one_common(name, base, len, &this);

	return err ? ERR_PTR(err) : lookup_one_qstr_excl(&this, base, 0);
}

struct dentry *lookup_one_len_unlocked(const char *name, struct dentry *base, int len)
{
	struct qstr this;
	int err = lookup_one_common(name, base, len, &this);
	struct dentry *ret;

	if (err)
		return ERR_PTR(err);
	ret = lookup_dcache(&this, base, 0);
	return ret ? ret : lookup_slow(&this, base, 0);
}

/* the parent is left locked */
struct dentry *kern_path_locked(const char *name, struct path *path)
{
	struct filename *filename = getname_kernel(name);
	struct dentry *d;
	struct qstr last;
	int type, err;

	err = filename_parentat(AT_FDCWD, filename, 0, path, &last, &type, NULL);
	if (err) {
		d = ERR_PTR(err);
		goto out;
	}
	d = ERR_PTR(-EINVAL);
	if (type != LAST_NORM)
		goto put;
	inode_lock_nested(path->dentry->d_inode, I_MUTEX_PARENT);
	d = lookup_one_qstr_excl(&last, path->dentry, 0);
	if (!IS_ERR(d))
		goto out;
	inode_unlock(path->dentry->d_inode);
put:
	path_put(path);
out:
	putname(filename);
	return d;
}
