// SPDX-License-Identifier: GPL-2.0-only
/*
 * mount.c - sysfs: dentries and inodes for the tree of dir.c.
 *
 * A dentry is good as long as its node is in the tree; when nobody holds it,
 * it goes. An inode has a reference to its node.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <uapi/linux/magic.h>

#include "sysfs.h"

static const struct inode_operations sysfs_dir_inode_operations;
static const struct inode_operations sysfs_file_inode_operations;
static const struct inode_operations sysfs_link_inode_operations;
static const struct file_operations sysfs_dir_operations;

/* @node's reference goes to the inode, or is dropped. */
static struct inode *sysfs_get_inode(struct super_block *sb,
				     struct sysfs_node *node)
{
	struct inode *inode = new_inode(sb);

	if (!inode) {
		if (node != &sysfs_root)
			sysfs_put_node(node);
		return NULL;
	}
	inode->i_private = node;
	inode->i_ino = node->ino;
	inode->i_mode = node->mode;
	inode->i_uid = node->uid;
	inode->i_gid = node->gid;
	simple_inode_init_ts(inode);
	set_nlink(inode, node->nlink);
	if (S_ISDIR(node->mode)) {
		inode->i_op = &sysfs_dir_inode_operations;
		inode->i_fop = &sysfs_dir_operations;
	} else if (S_ISLNK(node->mode)) {
		inode->i_op = &sysfs_link_inode_operations;
		inode->i_size = strlen(node->target);
	} else {
		inode->i_op = &sysfs_file_inode_operations;
		inode->i_fop = &sysfs_file_operations;
		inode->i_size = node->bin ? node->bin->size : PAGE_SIZE;
	}
	return inode;
}

static void sysfs_evict_inode(struct inode *inode)
{
	struct sysfs_node *node = sysfs_inode_node(inode);

	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
	if (node && node != &sysfs_root)
		sysfs_put_node(node);
}

static struct dentry *sysfs_lookup(struct inode *dir, struct dentry *dentry,
				   unsigned int flags)
{
	struct sysfs_node *node;
	struct inode *inode;

	node = sysfs_find_get(sysfs_inode_node(dir),
			      (const char *)dentry->d_name.name);
	if (!node)	/* so that mkdir says EPERM, as nothing can be made here */
		return d_splice_alias(NULL, dentry);
	inode = sysfs_get_inode(dir->i_sb, node);
	if (!inode)
		return ERR_PTR(-ENOMEM);
	return d_splice_alias(inode, dentry);
}

static int sysfs_readdir(struct file *file, struct dir_context *ctx)
{
	struct sysfs_node *dir = sysfs_inode_node(file_inode(file)), *node, *next;

	if (!dir_emit_dots(file, ctx))
		return 0;
	node = sysfs_next_child(dir, NULL, ctx->pos - 2);
	while (node) {
		if (!dir_emit(ctx, node->name, strlen(node->name), node->ino,
			      S_DT(node->mode))) {
			sysfs_put_node(node);
			break;
		}
		ctx->pos++;
		next = sysfs_next_child(dir, node, 0);
		sysfs_put_node(node);
		node = next;
	}
	return 0;
}

static int sysfs_setattr(struct mnt_idmap *idmap, struct dentry *dentry,
			 struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	struct sysfs_node *node = sysfs_inode_node(inode);
	int err = setattr_prepare(idmap, dentry, attr);

	if (err)
		return err;
	attr->ia_valid &= ~ATTR_SIZE;	/* O_TRUNC means nothing here */
	setattr_copy(idmap, inode, attr);
	node->mode = inode->i_mode;
	node->uid = inode->i_uid;
	node->gid = inode->i_gid;
	return 0;
}

static int sysfs_getattr(struct mnt_idmap *idmap, const struct path *path,
			 struct kstat *stat, u32 request_mask,
			 unsigned int flags)
{
	struct inode *inode = d_inode(path->dentry);

	set_nlink(inode, sysfs_inode_node(inode)->nlink);
	generic_fillattr(idmap, request_mask, inode, stat);
	return 0;
}

static const char *sysfs_get_link(struct dentry *dentry, struct inode *inode,
				  struct delayed_call *done)
{
	return sysfs_inode_node(inode)->target;
}

static const struct inode_operations sysfs_dir_inode_operations = {
	.lookup = sysfs_lookup,
	.setattr = sysfs_setattr,
	.getattr = sysfs_getattr,
};

static const struct inode_operations sysfs_file_inode_operations = {
	.setattr = sysfs_setattr,
};

static const struct inode_operations sysfs_link_inode_operations = {
	.get_link = sysfs_get_link,
};

static const struct file_operations sysfs_dir_operations = {
	.read = generic_read_dir,
	.iterate_shared = sysfs_readdir,
	.llseek = generic_file_llseek,
};

static int sysfs_d_revalidate(struct dentry *dentry, unsigned int flags)
{
	struct inode *inode = d_inode(dentry);

	return inode && sysfs_is_linked(sysfs_inode_node(inode));
}

static const struct dentry_operations sysfs_dentry_operations = {
	.d_revalidate = sysfs_d_revalidate,
	.d_delete = always_delete_dentry,
};

static const struct super_operations sysfs_super_operations = {
	.statfs = simple_statfs,
	.drop_inode = generic_delete_inode,
	.evict_inode = sysfs_evict_inode,
};

static int sysfs_fill_super(struct super_block *sb, void *data, int silent)
{
	sb->s_flags |= SB_NODEV | SB_NOEXEC | SB_NOATIME;
	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_magic = SYSFS_MAGIC;
	sb->s_op = &sysfs_super_operations;
	sb->s_d_op = &sysfs_dentry_operations;
	sb->s_root = d_make_root(sysfs_get_inode(sb, &sysfs_root));
	return sb->s_root ? 0 : -ENOMEM;
}

static struct dentry *sysfs_mount(struct file_system_type *type, int flags,
				  const char *dev_name, void *data)
{
	return mount_single(type, flags, data, sysfs_fill_super);
}

static struct file_system_type sysfs_fs_type = {
	.name = "sysfs",
	.mount = sysfs_mount,
	.kill_sb = kill_anon_super,
	.fs_flags = FS_USERNS_MOUNT,
};

static int __init sysfs_init(void)
{
	return register_filesystem(&sysfs_fs_type);
}
core_initcall(sysfs_init);
