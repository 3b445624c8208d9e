// SPDX-License-Identifier: GPL-2.0-only
/*
 * generic.c - the tree of /proc entries that the kernel's parts create.
 *
 * Owns:       every proc_dir_entry.
 * Invariant:  an entry in its parent's subdir tree has a reference from it; a name is there
 *             once.
 * Locks:      proc_subdir_lock.
 * Elsewhere:  inodes, and calls into an entry's owner (inode.c); processes (base.c).
 */
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

static DEFINE_RWLOCK(proc_subdir_lock);
static DEFINE_IDA(proc_inum_ida);

#define PROC_DYNAMIC_FIRST 0xF0000000U

/* ---- finding --------------------------------------------------------------------- */

static int proc_match(const char *name, unsigned int len, const struct proc_dir_entry *de)
{
	if (len != de->namelen)
		return len < de->namelen ? -1 : 1;
	return memcmp(name, de->name, len);
}

static struct proc_dir_entry *pde_subdir_first(struct proc_dir_entry *dir)
{
	return rb_entry_safe(rb_first(&dir->subdir), struct proc_dir_entry, subdir_node);
}

static struct proc_dir_entry *pde_subdir_next(struct proc_dir_entry *de)
{
	return rb_entry_safe(rb_next(&de->subdir_node), struct proc_dir_entry, subdir_node);
}

static struct proc_dir_entry *pde_subdir_find(struct proc_dir_entry *dir, const char *name,
					      unsigned int len)
{
	struct rb_node *node = dir->subdir.rb_node;

	while (node) {
		struct proc_dir_entry *de = rb_entry(node, struct proc_dir_entry, subdir_node);
		int result = proc_match(name, len, de);

		if (!result)
			return de;
		node = result < 0 ? node->rb_left : node->rb_right;
	}
	return NULL;
}

static bool pde_subdir_insert(struct proc_dir_entry *dir, struct proc_dir_entry *de)
{
	struct rb_node **new = &dir->subdir.rb_node, *parent = NULL;

	while (*new) {
		struct proc_dir_entry *this = rb_entry(*new, struct proc_dir_entry, subdir_node);
		int result = proc_match(de->name, de->namelen, this);

		if (!result)
			return false;
		parent = *new;
		new = result < 0 ? &(*new)->rb_left : &(*new)->rb_right;
	}
	rb_link_node(&de->subdir_node, parent, new);
	rb_insert_color(&de->subdir_node, &dir->subdir);
	return true;
}

/* walks "a/b/c" down to the directory of c. Caller holds the lock. */
static int xlate_proc_name(const char *name, struct proc_dir_entry **ret, const char **residual)
{
	struct proc_dir_entry *de = *ret ? *ret : &proc_root;
	const char *next;

	while ((next = strchr(name, '/')) != NULL) {
		de = pde_subdir_find(de, name, next - name);
		if (!de) {
			WARN(1, "proc: no directory for '%s'\n", name);
			return -ENOENT;
		}
		name = next + 1;
	}
	*residual = name;
	*ret = de;
	return 0;
}

/* ---- directories ------------------------------------------------------------------- */

struct dentry *proc_lookup_de(struct inode *dir, struct dentry *dentry, struct proc_dir_entry *de)
{
	struct inode *inode;

	read_lock(&proc_subdir_lock);
	de = pde_subdir_find(de, (const char *)dentry->d_name.name, dentry->d_name.len);
	if (de)
		refcount_inc(&de->refcnt);
	read_unlock(&proc_subdir_lock);
	if (!de)
		return ERR_PTR(-ENOENT);
	inode = proc_get_inode(dir->i_sb, de);
	if (!inode)
		return ERR_PTR(-ENOMEM);
	return d_splice_alias(inode, dentry);
}

struct dentry *proc_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	return proc_lookup_de(dir, dentry, PDE(dir));
}

int proc_readdir_de(struct file *file, struct dir_context *ctx, struct proc_dir_entry *de)
{
	loff_t skip;

	if (!dir_emit_dots(file, ctx))
		return 0;
	skip = ctx->pos - 2;
	read_lock(&proc_subdir_lock);
	for (de = pde_subdir_first(de); de && skip > 0; skip--)
		de = pde_subdir_next(de);
	while (de) {
		struct proc_dir_entry *next;
		bool more;

		refcount_inc(&de->refcnt);
		read_unlock(&proc_subdir_lock);
		more = dir_emit(ctx, de->name, de->namelen, de->low_ino, S_DT(de->mode));
		if (more)
			ctx->pos++;
		if (!more) {
			pde_put(de);
			return 0;
		}
		read_lock(&proc_subdir_lock);
		next = RB_EMPTY_NODE(&de->subdir_node) ? NULL : pde_subdir_next(de);
		pde_put(de);
		de = next;
	}
	read_unlock(&proc_subdir_lock);
	return 1;
}

int proc_readdir(struct file *file, struct dir_context *ctx)
{
	return proc_readdir_de(file, ctx, PDE(file_inode(file)));
}

static const struct file_operations proc_dir_operations = {
	.llseek = generic_file_llseek,
	.read = generic_read_dir,
	.iterate_shared = proc_readdir,
};

int proc_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *iattr)
{
	struct inode *inode = dentry->d_inode;
	struct proc_dir_entry *de = PDE(inode);
	int error = setattr_prepare(idmap, dentry, iattr);

	if (error)
		return error;
	setattr_copy(idmap, inode, iattr);
	if (de) {
		de->uid = inode->i_uid;
		de->gid = inode->i_gid;
		de->mode = inode->i_mode;
	}
	return 0;
}

static int proc_getattr(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat,
			u32 request_mask, unsigned int flags)
{
	struct inode *inode = path->dentry->d_inode;
	struct proc_dir_entry *de = PDE(inode);

	if (de)
		set_nlink(inode, de->nlink);
	generic_fillattr(idmap, request_mask, inode, stat);
	return 0;
}

static const struct inode_operations proc_dir_inode_operations = {
	.lookup = proc_lookup,
	.getattr = proc_getattr,
	.setattr = proc_setattr,
};

static const struct inode_operations proc_file_inode_operations = {
	.setattr = proc_setattr,
};

static const char *proc_get_link(struct dentry *dentry, struct inode *inode,
				 struct delayed_call *done)
{
	return PDE(inode)->target;
}

const struct inode_operations proc_link_inode_operations = {
	.get_link = proc_get_link,
};

/* ---- creating ------------------------------------------------------------------------- */

static void pde_free(struct proc_dir_entry *pde)
{
	kfree(pde->target);
	ida_free(&proc_inum_ida, pde->low_ino - PROC_DYNAMIC_FIRST);
	kfree(pde);
}

void pde_put(struct proc_dir_entry *pde)
{
	if (refcount_dec_and_test(&pde->refcnt))
		pde_free(pde);
}

/* An entry that is not in the tree yet; *parent becomes the directory it belongs in. */
static struct proc_dir_entry *__proc_create(struct proc_dir_entry **parent, const char *name,
					    umode_t mode, nlink_t nlink)
{
	struct proc_dir_entry *ent;
	const char *fn;
	size_t len;
	int inum, err;

	read_lock(&proc_subdir_lock);
	err = xlate_proc_name(name, parent, &fn);
	read_unlock(&proc_subdir_lock);
	if (err)
		return NULL;
	len = strlen(fn);
	if (WARN(!len || len > 255, "proc: bad name '%s'\n", name))
		return NULL;
	inum = ida_alloc(&proc_inum_ida, GFP_KERNEL);
	if (inum < 0)
		return NULL;
	ent = kzalloc(sizeof(*ent) + len + 1, GFP_KERNEL);
	if (!ent) {
		ida_free(&proc_inum_ida, inum);
		return NULL;
	}
	memcpy(ent->name, fn, len + 1);
	ent->namelen = len;
	ent->mode = mode;
	ent->nlink = nlink;
	ent->subdir = RB_ROOT;
	ent->low_ino = PROC_DYNAMIC_FIRST + inum;
	RB_CLEAR_NODE(&ent->subdir_node);
	refcount_set(&ent->refcnt, 1);
	spin_lock_init(&ent->pde_unload_lock);
	INIT_LIST_HEAD(&ent->pde_openers);
	return ent;
}

static struct proc_dir_entry *proc_register(struct proc_dir_entry *dir, struct proc_dir_entry *de)
{
	bool done;

	write_lock(&proc_subdir_lock);
	de->parent = dir;
	done = pde_subdir_insert(dir, de);
	if (done && S_ISDIR(de->mode))
		dir->nlink++;
	write_unlock(&proc_subdir_lock);
	if (done)
		return de;
	WARN(1, "proc: '%s/%s' exists already\n", dir->name, de->name);
	pde_free(de);
	return NULL;
}

struct proc_dir_entry *proc_symlink(const char *name, struct proc_dir_entry *parent,
				    const char *dest)
{
	struct proc_dir_entry *ent = __proc_create(&parent, name, S_IFLNK | S_IRWXUGO, 1);

	if (!ent)
		return NULL;
	ent->target = kstrdup(dest, GFP_KERNEL);
	if (!ent->target) {
		pde_free(ent);
		return NULL;
	}
	ent->size = strlen(dest);
	ent->proc_iops = &proc_link_inode_operations;
	return proc_register(parent, ent);
}

struct proc_dir_entry *proc_mkdir_data(const char *name, umode_t mode,
				       struct proc_dir_entry *parent, void *data)
{
	struct proc_dir_entry *ent;

	ent = __proc_create(&parent, name, S_IFDIR | (mode ? mode : S_IRUGO | S_IXUGO), 2);
	if (!ent)
		return NULL;
	ent->data = data;
	ent->proc_dir_ops = &proc_dir_operations;
	ent->proc_iops = &proc_dir_inode_operations;
	return proc_register(parent, ent);
}

struct proc_dir_entry *proc_mkdir_mode(const char *name, umode_t mode,
				       struct proc_dir_entry *parent)
{
	return proc_mkdir_data(name, mode, parent, NULL);
}

struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent)
{
	return proc_mkdir_data(name, 0, parent, NULL);
}

/* a directory that is always empty: something will be mounted on it */
struct proc_dir_entry *proc_create_mount_point(const char *name)
{
	return proc_mkdir_data(name, S_IRUGO | S_IXUGO, NULL, NULL);
}

static struct proc_dir_entry *proc_create_reg(const char *name, umode_t mode,
					      struct proc_dir_entry **parent, void *data)
{
	struct proc_dir_entry *p;

	if (!(mode & S_IFMT))
		mode |= S_IFREG;
	if (!(mode & S_IALLUGO))
		mode |= S_IRUGO;
	p = __proc_create(parent, name, mode, 1);
	if (p) {
		p->proc_iops = &proc_file_inode_operations;
		p->data = data;
	}
	return p;
}

/**
 * proc_create_data() - a file of /proc with operations of its own
 * @mode: permissions; 0 is 0444
 * @parent: NULL: the root
 * @data: what pde_data() gives
 */
struct proc_dir_entry *proc_create_data(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct proc_ops *ops, void *data)
{
	struct proc_dir_entry *p = proc_create_reg(name, mode, &parent, data);

	if (!p)
		return NULL;
	p->proc_ops = ops;
	return proc_register(parent, p);
}

struct proc_dir_entry *proc_create(const char *name, umode_t mode,
				   struct proc_dir_entry *parent, const struct proc_ops *ops)
{
	return proc_create_data(name, mode, parent, ops, NULL);
}

static int proc_seq_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *de = PDE(inode);

	if (de->state_size)
		return seq_open_private(file, de->seq_ops, de->state_size);
	return seq_open(file, de->seq_ops);
}

static int proc_seq_release(struct inode *inode, struct file *file)
{
	if (PDE(inode)->state_size)
		return seq_release_private(inode, file);
	return seq_release(inode, file);
}

static const struct proc_ops proc_seq_ops = {
	.proc_open = proc_seq_open,
	.proc_read_iter = seq_read_iter,
	.proc_lseek = seq_lseek,
	.proc_release = proc_seq_release,
};

struct proc_dir_entry *proc_create_seq_private(const char *name, umode_t mode,
					       struct proc_dir_entry *parent,
					       const struct seq_operations *ops,
					       unsigned int state_size, void *data)
{
	struct proc_dir_entry *p = proc_create_reg(name, mode, &parent, data);

	if (!p)
		return NULL;
	p->proc_ops = &proc_seq_ops;
	p->seq_ops = ops;
	p->state_size = state_size;
	return proc_register(parent, p);
}

static int proc_single_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *de = PDE(inode);

	return single_open(file, de->single_show, de->data);
}

static const struct proc_ops proc_single_ops = {
	.proc_open = proc_single_open,
	.proc_read_iter = seq_read_iter,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

struct proc_dir_entry *proc_create_single_data(const char *name, umode_t mode,
					       struct proc_dir_entry *parent,
					       int (*show)(struct seq_file *, void *), void *data)
{
	struct proc_dir_entry *p = proc_create_reg(name, mode, &parent, data);

	if (!p)
		return NULL;
	p->proc_ops = &proc_single_ops;
	p->single_show = show;
	return proc_register(parent, p);
}

void proc_set_size(struct proc_dir_entry *de, loff_t size)
{
	de->size = size;
}

void proc_set_user(struct proc_dir_entry *de, kuid_t uid, kgid_t gid)
{
	de->uid = uid;
	de->gid = gid;
}

void *pde_data(const struct inode *inode)
{
	return PDE(inode)->data;
}

void *proc_get_parent_data(const struct inode *inode)
{
	return PDE(inode)->parent->data;
}

/* ---- removing ---------------------------------------------------------------------------- */

/* takes an entry and all below it out, leaves first */
static void remove_subtree(struct proc_dir_entry *root)
{
	struct proc_dir_entry *de;

	do {
		write_lock(&proc_subdir_lock);
		for (de = root; !RB_EMPTY_ROOT(&de->subdir); )
			de = pde_subdir_first(de);
		rb_erase(&de->subdir_node, &de->parent->subdir);
		RB_CLEAR_NODE(&de->subdir_node);
		if (S_ISDIR(de->mode))
			de->parent->nlink--;
		write_unlock(&proc_subdir_lock);
		proc_entry_rundown(de);
		pde_put(de);
	} while (de != root);
}

/**
 * proc_remove() - remove an entry and everything below it
 *
 * When it returns, nobody is inside of the entry's operations any more.
 */
void proc_remove(struct proc_dir_entry *de)
{
	if (de)
		remove_subtree(de);
}

int remove_proc_subtree(const char *name, struct proc_dir_entry *parent)
{
	struct proc_dir_entry *de = NULL;
	const char *fn;

	read_lock(&proc_subdir_lock);
	if (!xlate_proc_name(name, &parent, &fn))
		de = pde_subdir_find(parent, fn, strlen(fn));
	read_unlock(&proc_subdir_lock);
	if (!de)
		return -ENOENT;
	remove_subtree(de);
	return 0;
}

void remove_proc_entry(const char *name, struct proc_dir_entry *parent)
{
	WARN(remove_proc_subtree(name, parent), "proc: no entry '%s'\n", name);
}
