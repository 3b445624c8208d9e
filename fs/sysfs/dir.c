// SPDX-License-Identifier: GPL-2.0-only
/*
 * dir.c - sysfs: the tree of names.
 *
 * The tree is the truth; dentries and inodes are made of it when somebody
 * looks, and forgotten when nobody holds them. So objects may come and go
 * before sysfs is mounted, and while it is.
 *
 * The owner of an object may delete it while user space has a file of it open.
 * Each call into the owner is counted (sysfs_get_active()); removal turns the
 * count negative and waits for the calls under way.
 *
 * Owns:       struct sysfs_node.
 * Invariant:  a node in its parent's tree has a reference from it; a name is
 *             there once; a child has a reference to its parent.
 * Locks:      sysfs_lock for the tree. It is not held while anybody is called.
 * Elsewhere:  contents of files (file.c), groups (group.c), inodes (mount.c).
 */
#include <linux/idr.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "sysfs.h"

static DEFINE_RWLOCK(sysfs_lock);
static DEFINE_IDA(sysfs_inos);

#define REMOVED	(-1 << 30)


struct sysfs_node sysfs_root = {
	.refs = REFCOUNT_INIT(1),
	.children = RB_ROOT,
	.mode = S_IFDIR | 0555,
	.nlink = 2,
	.ino = 1,
};

/* --- references --- */

void sysfs_put_node(struct sysfs_node *node)
{
	while (node && refcount_dec_and_test(&node->refs)) {
		struct sysfs_node *parent = node->parent;

		ida_free(&sysfs_inos, node->ino);
		kfree(node->target);
		kfree(node);
		node = parent;
	}
}

/** sysfs_get_active() - may the owner be called? Then sysfs_put_active() is due. */
bool sysfs_get_active(struct sysfs_node *node)
{
	return atomic_inc_unless_negative(&node->active);
}

void sysfs_put_active(struct sysfs_node *node)
{
	if (unlikely(atomic_dec_return(&node->active) == REMOVED))
		complete(node->idle);
}

/* --- the tree --- */

/* Where @name is, or would be: *@parent, and the link there. */
static struct rb_node **find_link(struct sysfs_node *dir, const char *name,
				  struct rb_node **parent)
{
	struct rb_node **link = &dir->children.rb_node;

	*parent = NULL;
	while (*link) {
		int c = strcmp(name, rb_entry(*link, struct sysfs_node, rb)->name);

		if (!c)
			break;
		*parent = *link;
		link = c < 0 ? &(*link)->rb_left : &(*link)->rb_right;
	}
	return link;
}

/** sysfs_find_get() - the child of that name, with a reference, or NULL. */
struct sysfs_node *sysfs_find_get(struct sysfs_node *dir, const char *name)
{
	struct sysfs_node *node;
	struct rb_node *parent;

	read_lock(&sysfs_lock);
	node = rb_entry_safe(*find_link(dir, name, &parent), struct sysfs_node, rb);
	if (node)
		refcount_inc(&node->refs);
	read_unlock(&sysfs_lock);
	return node;
}

/** sysfs_new_node() - a node that is not in the tree yet. Return: it, or NULL. */
struct sysfs_node *sysfs_new_node(struct sysfs_node *parent, const char *name,
				  umode_t mode, struct kobject *kobj)
{
	size_t len = strlen(name);
	struct sysfs_node *node = kzalloc(sizeof(*node) + len + 1, GFP_KERNEL);
	int ino;

	if (!node)
		return NULL;
	ino = ida_alloc_min(&sysfs_inos, 2, GFP_KERNEL);
	if (ino < 0) {
		kfree(node);
		return NULL;
	}
	memcpy(node->name, name, len + 1);
	refcount_set(&node->refs, 1);
	refcount_inc(&parent->refs);
	node->parent = parent;
	node->children = RB_ROOT;
	RB_CLEAR_NODE(&node->rb);
	node->kobj = kobj;
	node->ino = ino;
	node->mode = mode;
	node->nlink = S_ISDIR(mode) ? 2 : 1;
	return node;
}

/**
 * sysfs_link_node() - put it into the tree, which takes over the reference.
 * Return: 0 or -EEXIST (and the node is freed).
 */
int sysfs_link_node(struct sysfs_node *node)
{
	struct sysfs_node *dir = node->parent;
	struct rb_node **link, *parent;
	bool exists;

	write_lock(&sysfs_lock);
	link = find_link(dir, node->name, &parent);
	exists = *link;
	if (!exists) {
		rb_link_node(&node->rb, parent, link);
		rb_insert_color(&node->rb, &dir->children);
		if (S_ISDIR(node->mode))
			dir->nlink++;
	}
	write_unlock(&sysfs_lock);
	if (!exists)
		return 0;
	WARN(1, "sysfs: '%s/%s' exists already\n", dir->name, node->name);
	sysfs_put_node(node);
	return -EEXIST;
}

/* Take one node without children out and wait until its owner is not called. */
static void remove_leaf(struct sysfs_node *node)
{
	DECLARE_COMPLETION_ONSTACK(idle);

	node->idle = &idle;
	if (atomic_add_return(REMOVED, &node->active) != REMOVED)
		wait_for_completion(&idle);
	sysfs_put_node(node);
}

/* Unlink the node, or the deepest first node below it, and return that. */
static struct sysfs_node *unlink_leaf(struct sysfs_node *node)
{
	struct sysfs_node *dir;
	struct rb_node *first;

	write_lock(&sysfs_lock);
	while ((first = rb_first(&node->children)))
		node = rb_entry(first, struct sysfs_node, rb);
	if (RB_EMPTY_NODE(&node->rb)) {
		node = NULL;	/* somebody else did */
	} else {
		dir = node->parent;
		rb_erase(&node->rb, &dir->children);
		RB_CLEAR_NODE(&node->rb);
		if (S_ISDIR(node->mode))
			dir->nlink--;
	}
	write_unlock(&sysfs_lock);
	return node;
}

/**
 * sysfs_remove_node() - take a node and all below it out of the tree.
 *
 * Context: sleeps until nobody is inside the owner's functions; not to be
 * called from them.
 */
void sysfs_remove_node(struct sysfs_node *node)
{
	struct sysfs_node *leaf;
	bool last;

	do {
		leaf = unlink_leaf(node);
		last = !leaf || leaf == node;
		if (leaf)
			remove_leaf(leaf);
	} while (!last);
}

void sysfs_remove_name(struct sysfs_node *dir, const char *name)
{
	struct sysfs_node *node = sysfs_find_get(dir, name);

	if (WARN(!node, "sysfs: no '%s/%s' to remove\n", dir->name, name))
		return;
	sysfs_remove_node(node);
	sysfs_put_node(node);
}

/* --- objects --- */

/** sysfs_create_dir() - an object's directory. Return: 0, -ENOMEM, -EEXIST. */
int sysfs_create_dir(struct kobject *kobj)
{
	struct sysfs_node *node;
	int err;

	node = sysfs_new_node(sysfs_dir_of(kobj->parent), kobj->name,
			      S_IFDIR | 0755, kobj);
	if (!node)
		return -ENOMEM;
	refcount_inc(&node->refs);	/* kobj->sd */
	err = sysfs_link_node(node);
	if (err)
		sysfs_put_node(node);
	else
		kobj->sd = node;
	return err;
}

/** sysfs_remove_dir() - an object's directory with all in it. */
void sysfs_remove_dir(struct kobject *kobj)
{
	struct sysfs_node *node = kobj->sd;

	if (!node)
		return;
	sysfs_remove_node(node);
	kobj->sd = NULL;
	sysfs_put_node(node);
}

/** sysfs_create_mount_point() - an empty directory. */
int sysfs_create_mount_point(struct kobject *parent, const char *name)
{
	struct sysfs_node *node = sysfs_new_node(sysfs_dir_of(parent), name,
						 S_IFDIR | 0755, parent);

	return node ? sysfs_link_node(node) : -ENOMEM;
}

/* "../../a/b": from the directory @from to @to. */
static char *relative_path(const struct sysfs_node *from,
			   const struct sysfs_node *to)
{
	const struct sysfs_node *common, *n;
	size_t len = 0, up = 0;
	char *path, *p;

	for (common = from; common; common = common->parent, up++) {
		for (n = to; n && n != common; n = n->parent)
			;
		if (n)
			break;
	}
	for (n = to; n != common; n = n->parent)
		len += strlen(n->name) + 1;
	len += up * 3;
	path = kzalloc(len + 1, GFP_KERNEL);
	if (!path)
		return NULL;
	/* names from the end, each with a slash before it */
	p = path + len;
	for (n = to; n != common; n = n->parent) {
		p -= strlen(n->name);
		memcpy(p, n->name, strlen(n->name));
		*--p = '/';
	}
	while (up--)
		memcpy(path + up * 3, "../", 3);
	/* "../" and "/name" meet: one slash too many */
	memmove(p, p + 1, strlen(p));
	return path;
}

/** sysfs_create_link() - @name in @kobj's directory (NULL: /sys) leads to @target's. */
int sysfs_create_link(struct kobject *kobj, struct kobject *target,
		      const char *name)
{
	struct sysfs_node *node;

	node = sysfs_new_node(sysfs_dir_of(kobj), name, S_IFLNK | 0777, kobj);
	if (!node)
		return -ENOMEM;
	node->target = relative_path(node->parent, sysfs_dir_of(target));
	if (!node->target) {
		sysfs_put_node(node);
		return -ENOMEM;
	}
	return sysfs_link_node(node);
}

void sysfs_remove_link(struct kobject *kobj, const char *name)
{
	sysfs_remove_name(sysfs_dir_of(kobj), name);
}

/* --- for directories in mount.c --- */

/** sysfs_next_child() - the child after @node (NULL: the first), with a reference. */
struct sysfs_node *sysfs_next_child(struct sysfs_node *dir,
				    struct sysfs_node *node, loff_t skip)
{
	struct rb_node *rb;

	read_lock(&sysfs_lock);
	if (!node)
		rb = rb_first(&dir->children);
	else
		rb = RB_EMPTY_NODE(&node->rb) ? NULL : rb_next(&node->rb);
	while (rb && skip-- > 0)
		rb = rb_next(rb);
	if (rb)
		refcount_inc(&rb_entry(rb, struct sysfs_node, rb)->refs);
	read_unlock(&sysfs_lock);
	return rb_entry_safe(rb, struct sysfs_node, rb);
}

/** sysfs_is_linked() - is the node (still) in the tree? */
bool sysfs_is_linked(const struct sysfs_node *node)
{
	return node == &sysfs_root || !RB_EMPTY_NODE(&node->rb);
}
