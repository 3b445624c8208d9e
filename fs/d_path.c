// SPDX-License-Identifier: GPL-2.0-only
/*
 * d_path.c - from a dentry back to its path as text.
 *
 * A path is built from its end: each step up puts "/name" before what is there. The shape of
 * the tree is kept by rename_lock, taken exclusively, and mount_lock.
 */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"
#include "mount.h"

/* The free front part of a buffer. */
struct prepend_buffer {
	char *buf;	/* where the text starts */
	int len;	/* bytes free before it; < 0: it did not fit */
};

static bool prepend(struct prepend_buffer *p, const char *str, int len)
{
	p->len -= len;
	if (p->len < 0)
		return false;
	p->buf -= len;
	memcpy(p->buf, str, len);
	return true;
}

static bool prepend_name(struct prepend_buffer *p, const struct dentry *dentry)
{
	return prepend(p, (const char *)dentry->d_name.name, dentry->d_name.len) &&
	       prepend(p, "/", 1);
}

/*
 * Prepends the way from @root to @path. Caller holds rename_lock and mount_lock.
 * Return: 0 reached @root; 1 reached the top of all mounts; 2 the mount is in no tree.
 */
static int prepend_path(const struct path *path, const struct path *root,
			struct prepend_buffer *p)
{
	struct dentry *dentry = path->dentry;
	struct mount *mnt = real_mount(path->mnt);

	while (dentry != root->dentry || &mnt->mnt != root->mnt) {
		if (dentry == mnt->mnt.mnt_root) {
			if (!mnt_has_parent(mnt))
				return mnt->mnt_attached ? 1 : 2;
			dentry = mnt->mnt_mountpoint;
			mnt = mnt->mnt_parent;
			continue;
		}
		if (IS_ROOT(dentry))
			return 2;
		prepend_name(p, dentry);
		dentry = dentry->d_parent;
	}
	return 0;
}

static char *finish_path(struct prepend_buffer *p)
{
	return p->len < 0 ? ERR_PTR(-ENAMETOOLONG) : p->buf;
}

/**
 * d_path_from() - the path of @path as seen from @root
 * @reached: set to whether @root lies above it
 *
 * Return: a pointer into @buf, zero-terminated, or -ENAMETOOLONG.
 */
char *d_path_from(const struct path *path, const struct path *root, char *buf, int buflen,
		  bool *reached)
{
	struct prepend_buffer p = { .buf = buf + buflen, .len = buflen };
	const char *end;
	int outcome;

	prepend(&p, "", 1);
	end = p.buf;
	if (d_unlinked(path->dentry))
		prepend(&p, " (deleted)", 10);
	read_seqlock_excl(&rename_lock);
	read_seqlock_excl(&mount_lock);
	outcome = prepend_path(path, root, &p);
	read_sequnlock_excl(&mount_lock);
	read_sequnlock_excl(&rename_lock);
	if (p.len >= 0 && (p.buf == end || *p.buf != '/'))
		prepend(&p, "/", 1);
	*reached = outcome == 0;
	return finish_path(&p);
}

/**
 * d_path() - the path of @path as the current process sees it
 */
char *d_path(const struct path *path, char *buf, int buflen)
{
	struct path root;
	bool reached;
	char *ret;

	if (path->dentry->d_op && path->dentry->d_op->d_dname &&
	    (!IS_ROOT(path->dentry) || path->dentry != path->mnt->mnt_root))
		return path->dentry->d_op->d_dname(path->dentry, buf, buflen);
	get_fs_root(current->fs, &root);
	ret = d_path_from(path, &root, buf, buflen, &reached);
	path_put(&root);
	return ret;
}

char *d_absolute_path(const struct path *path, char *buf, int buflen)
{
	static const struct path nowhere;
	bool reached;

	return d_path_from(path, &nowhere, buf, buflen, &reached);
}

/* the path within the file system, without mounts */
char *dentry_path_raw(const struct dentry *dentry, char *buf, int buflen)
{
	struct prepend_buffer p = { .buf = buf + buflen, .len = buflen };
	const struct dentry *d;

	prepend(&p, "", 1);
	if (IS_ROOT(dentry))
		prepend(&p, "/", 1);
	read_seqlock_excl(&rename_lock);
	for (d = dentry; !IS_ROOT(d); d = d->d_parent)
		prepend_name(&p, d);
	read_sequnlock_excl(&rename_lock);
	return finish_path(&p);
}

char *dentry_path(const struct dentry *dentry, char *buf, int buflen)
{
	static const char deleted[] = "//deleted";
	char *end;

	if (!d_unlinked(dentry))
		return dentry_path_raw(dentry, buf, buflen);
	if (buflen < (int)sizeof(deleted))
		return ERR_PTR(-ENAMETOOLONG);
	end = dentry_path_raw(dentry, buf, buflen - (sizeof(deleted) - 1));
	if (!IS_ERR(end))
		memcpy(buf + buflen - sizeof(deleted), deleted, sizeof(deleted));
	return end;
}

/* for d_dname(): text that is made, not stored */
char *dynamic_dname(char *buf, int buflen, const char *fmt, ...)
{
	char temp[64 + DNAME_INLINE_LEN];
	struct prepend_buffer p = { .buf = buf + buflen, .len = buflen };
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(temp, sizeof(temp), fmt, args);
	va_end(args);
	if (len >= (int)sizeof(temp))
		return ERR_PTR(-ENAMETOOLONG);
	prepend(&p, temp, len + 1);
	return finish_path(&p);
}

/* "/name (deleted)": files that never had a place in the tree, like shared memory */
char *simple_dname(struct dentry *dentry, char *buf, int buflen)
{
	struct prepend_buffer p = { .buf = buf + buflen, .len = buflen };

	prepend(&p, " (deleted)", 11);
	prepend_name(&p, dentry);
	return finish_path(&p);
}

SYSCALL_DEFINE2(getcwd, char __user *, buf, unsigned long, size)
{
	char *page = kmalloc(PATH_MAX, GFP_KERNEL);
	struct path pwd, root;
	bool reached;
	char *name;
	long ret;

	if (!page)
		return -ENOMEM;
	get_fs_root(current->fs, &root);
	get_fs_pwd(current->fs, &pwd);
	ret = -ENOENT;
	if (d_unlinked(pwd.dentry))
		goto out;
	name = d_path_from(&pwd, &root, page + 13, PATH_MAX - 13, &reached);
	ret = PTR_ERR(name);
	if (IS_ERR(name))
		goto out;
	if (!reached) {
		/* a directory that the process' root does not contain */
		name -= 13;
		memcpy(name, "(unreachable)", 13);
	}
	ret = strlen(name) + 1;
	if (ret > size)
		ret = -ERANGE;
	else if (copy_to_user(buf, name, ret))
		ret = -EFAULT;
out:
	path_put(&pwd);
	path_put(&root);
	kfree(page);
	return ret;
}
