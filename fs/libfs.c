// SPDX-License-Identifier: GPL-2.0-only
/*
 * libfs.c - what file systems that live in memory share: directories whose entries are
 * dentries, files in the page cache without a store.
 *
 * A directory listing walks the dentries of the directory. Its place between two calls is a
 * cursor: a nameless dentry in the same list, which entries may come and go around.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "internal.h"

int simple_statfs(struct dentry *dentry, struct kstatfs *buf)
{
	buf->f_type = dentry->d_sb->s_magic;
	buf->f_bsize = PAGE_SIZE;
	buf->f_namelen = NAME_MAX;
	return 0;
}

int always_delete_dentry(const struct dentry *dentry)
{
	return 1;
}

const struct dentry_operations simple_dentry_operations = {
	.d_delete = always_delete_dentry,
};

const struct super_operations simple_super_operations = {
	.statfs = simple_statfs,
};

/* all names there are are in the dentry cache: what is not there does not exist */
struct dentry *simple_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	if (dentry->d_name.len > NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	if (!dentry->d_op)
		d_set_d_op(dentry, &simple_dentry_operations);
	d_add(dentry, NULL);
	return NULL;
}

/* ---- directories ------------------------------------------------------------------- */

int dcache_dir_open(struct inode *inode, struct file *file)
{
	file->private_data = d_alloc_cursor(file->f_path.dentry);
	return file->private_data ? 0 : -ENOMEM;
}

int dcache_dir_close(struct inode *inode, struct file *file)
{
	dput(file->private_data);
	return 0;
}

/*
 * The @count-th visible entry behind @node (NULL: from the start), with a reference.
 * Drops @last, the entry that the walk stood at.
 */
static struct dentry *scan_positives(struct dentry *dir, struct hlist_node *node, loff_t count,
				     struct dentry *last)
{
	struct dentry *found = NULL;

	spin_lock(&dir->d_lock);
	for (node = node ? node->next : dir->d_children.first; node; node = node->next) {
		struct dentry *d = hlist_entry(node, struct dentry, d_sib);

		if (!simple_positive(d) || --count)
			continue;
		spin_lock_nested(&d->d_lock, DENTRY_D_LOCK_NESTED);
		if (simple_positive(d))
			found = dget_dlock(d);
		spin_unlock(&d->d_lock);
		if (found)
			break;
		count = 1;
	}
	spin_unlock(&dir->d_lock);
	dput(last);
	return found;
}

/* puts the cursor before @next, or nowhere */
static void move_cursor(struct dentry *dir, struct dentry *cursor, struct dentry *next)
{
	spin_lock(&dir->d_lock);
	hlist_del_init(&cursor->d_sib);
	if (next)
		hlist_add_before(&cursor->d_sib, &next->d_sib);
	spin_unlock(&dir->d_lock);
}

loff_t dcache_dir_lseek(struct file *file, loff_t offset, int whence)
{
	struct dentry *dentry = file->f_path.dentry;
	struct dentry *cursor = file->private_data, *to = NULL;

	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (offset < 0)
		return -EINVAL;
	if (offset == file->f_pos)
		return offset;
	inode_lock_shared(dentry->d_inode);
	if (offset > 2)
		to = scan_positives(dentry, NULL, offset - 1, NULL);
	move_cursor(dentry, cursor, to);
	dput(to);
	file->f_pos = offset;
	inode_unlock_shared(dentry->d_inode);
	return offset;
}

int dcache_readdir(struct file *file, struct dir_context *ctx)
{
	struct dentry *dentry = file->f_path.dentry, *cursor = file->private_data, *next;
	struct hlist_node *p = NULL;

	if (!dir_emit_dots(file, ctx))
		return 0;
	if (ctx->pos > 2) {
		if (hlist_unhashed(&cursor->d_sib))
			return 0;	/* it was at the end */
		p = &cursor->d_sib;
	}
	next = scan_positives(dentry, p, 1, NULL);
	while (next) {
		if (!dir_emit(ctx, (const char *)next->d_name.name, next->d_name.len,
			      next->d_inode->i_ino, fs_umode_to_dtype(next->d_inode->i_mode)))
			break;
		ctx->pos++;
		next = scan_positives(dentry, &next->d_sib, 1, next);
	}
	move_cursor(dentry, cursor, next);
	dput(next);
	return 0;
}

ssize_t generic_read_dir(struct file *filp, char __user *buf, size_t siz, loff_t *ppos)
{
	return -EISDIR;
}

const struct file_operations simple_dir_operations = {
	.open = dcache_dir_open,
	.release = dcache_dir_close,
	.llseek = dcache_dir_lseek,
	.read = generic_read_dir,
	.iterate_shared = dcache_readdir,
	.fsync = noop_fsync,
};

const struct inode_operations simple_dir_inode_operations = {
	.lookup = simple_lookup,
};

int simple_empty(struct dentry *dentry)
{
	struct dentry *child;
	int ret = 1;

	spin_lock(&dentry->d_lock);
	hlist_for_each_entry(child, &dentry->d_children, d_sib) {
		if (simple_positive(child)) {
			ret = 0;
			break;
		}
	}
	spin_unlock(&dentry->d_lock);
	return ret;
}

int simple_open(struct inode *inode, struct file *file)
{
	if (inode->i_private)
		file->private_data = inode->i_private;
	return 0;
}

int simple_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = old->d_inode;

	inode_set_mtime_to_ts(dir, inode_set_ctime_current(dir));
	inode_set_ctime_current(inode);
	inc_nlink(inode);
	ihold(inode);
	d_add(dentry, inode);
	dget(dentry);
	return 0;
}

int simple_unlink(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = dentry->d_inode;

	inode_set_mtime_to_ts(dir, inode_set_ctime_current(dir));
	inode_set_ctime_current(inode);
	drop_nlink(inode);
	dput(dentry);
	return 0;
}

int simple_rmdir(struct inode *dir, struct dentry *dentry)
{
	if (!simple_empty(dentry))
		return -ENOTEMPTY;
	drop_nlink(dentry->d_inode);
	simple_unlink(dir, dentry);
	drop_nlink(dir);
	return 0;
}

void simple_rename_timestamp(struct inode *old_dir, struct dentry *old_dentry,
			     struct inode *new_dir, struct dentry *new_dentry)
{
	struct inode *target = new_dentry->d_inode;

	inode_set_mtime_to_ts(old_dir, inode_set_ctime_current(old_dir));
	if (new_dir != old_dir)
		inode_set_mtime_to_ts(new_dir, inode_set_ctime_current(new_dir));
	inode_set_ctime_current(old_dentry->d_inode);
	if (target)
		inode_set_ctime_current(target);
}

int simple_rename_exchange(struct inode *old_dir, struct dentry *old_dentry,
			   struct inode *new_dir, struct dentry *new_dentry)
{
	bool old_is_dir = d_is_dir(old_dentry), new_is_dir = d_is_dir(new_dentry);

	if (old_dir != new_dir && old_is_dir != new_is_dir) {
		if (old_is_dir) {
			drop_nlink(old_dir);
			inc_nlink(new_dir);
		} else {
			drop_nlink(new_dir);
			inc_nlink(old_dir);
		}
	}
	simple_rename_timestamp(old_dir, old_dentry, new_dir, new_dentry);
	return 0;
}

int simple_rename(struct mnt_idmap *idmap, struct inode *old_dir, struct dentry *old_dentry,
		  struct inode *new_dir, struct dentry *new_dentry, unsigned int flags)
{
	bool is_dir = d_is_dir(old_dentry);

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	if (flags & RENAME_EXCHANGE)
		return simple_rename_exchange(old_dir, old_dentry, new_dir, new_dentry);
	if (!simple_empty(new_dentry))
		return -ENOTEMPTY;
	if (new_dentry->d_inode) {
		simple_unlink(new_dir, new_dentry);
		if (is_dir) {
			drop_nlink(new_dentry->d_inode);
			drop_nlink(old_dir);
		}
	} else if (is_dir) {
		drop_nlink(old_dir);
		inc_nlink(new_dir);
	}
	simple_rename_timestamp(old_dir, old_dentry, new_dir, new_dentry);
	return 0;
}

int simple_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *iattr)
{
	struct inode *inode = dentry->d_inode;
	int error = setattr_prepare(idmap, dentry, iattr);

	if (error)
		return error;
	if (iattr->ia_valid & ATTR_SIZE)
		truncate_setsize(inode, iattr->ia_size);
	setattr_copy(idmap, inode, iattr);
	mark_inode_dirty(inode);
	return 0;
}

int simple_getattr(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat,
		   u32 request_mask, unsigned int flags)
{
	struct inode *inode = path->dentry->d_inode;

	generic_fillattr(idmap, request_mask, inode, stat);
	stat->blocks = inode->i_mapping->nrpages << (PAGE_SHIFT - 9);
	return 0;
}

/* ---- files in the page cache, without a store ------------------------------------------ */

static int simple_read_folio(struct file *file, struct folio *folio)
{
	memset(folio_address(folio), 0, folio_size(folio));
	folio_end_read(folio, true);
	return 0;
}

int simple_write_begin(struct file *file, struct address_space *mapping, loff_t pos,
		       unsigned int len, struct folio **foliop, void **fsdata)
{
	struct folio *folio = __filemap_get_folio(mapping, pos >> PAGE_SHIFT, FGP_WRITEBEGIN,
						  mapping_gfp_mask(mapping));
	size_t from;

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	*foliop = folio;
	if (!folio_test_uptodate(folio) && len != folio_size(folio)) {
		from = offset_in_folio(folio, pos);
		memset(folio_address(folio), 0, from);
		memset(folio_address(folio) + from + len, 0, folio_size(folio) - from - len);
	}
	return 0;
}

static int simple_write_end(struct file *file, struct address_space *mapping, loff_t pos,
			    unsigned int len, unsigned int copied, struct folio *folio, void *fsdata)
{
	struct inode *inode = mapping->host;
	loff_t last = pos + copied;

	if (!folio_test_uptodate(folio)) {
		if (copied < len)
			memset(folio_address(folio) + offset_in_folio(folio, pos) + copied, 0,
			       len - copied);
		folio_mark_uptodate(folio);
	}
	if (last > inode->i_size)
		i_size_write(inode, last);
	folio_mark_dirty(folio);
	folio_unlock(folio);
	folio_put(folio);
	return copied;
}

const struct address_space_operations ram_aops = {
	.read_folio = simple_read_folio,
	.write_begin = simple_write_begin,
	.write_end = simple_write_end,
	.dirty_folio = noop_dirty_folio,
};

int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	return 0;
}

/* ---- symlinks ---------------------------------------------------------------------------- */

const char *simple_get_link(struct dentry *dentry, struct inode *inode, struct delayed_call *done)
{
	return inode->i_link;
}

const struct inode_operations simple_symlink_inode_operations = {
	.get_link = simple_get_link,
};

void kfree_link(void *p)
{
	kfree(p);
}

static void page_put_link(void *folio)
{
	folio_put(folio);
}

/* a link whose body is the file's first page */
const char *page_get_link(struct dentry *dentry, struct inode *inode, struct delayed_call *done)
{
	struct folio *folio = read_mapping_folio(inode->i_mapping, 0, NULL);

	if (IS_ERR(folio))
		return ERR_CAST(folio);
	set_delayed_call(done, page_put_link, folio);
	((char *)folio_address(folio))[min_t(loff_t, inode->i_size, PAGE_SIZE - 1)] = 0;
	return folio_address(folio);
}

const struct inode_operations page_symlink_inode_operations = {
	.get_link = page_get_link,
};

/* ---- buffers, pinned mounts ------------------------------------------------------------------ */

ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *ppos,
				const void *from, size_t available)
{
	loff_t pos = *ppos;
	size_t left;

	if (pos < 0)
		return -EINVAL;
	if (pos >= available || !count)
		return 0;
	count = min_t(size_t, count, available - pos);
	left = copy_to_user(to, from + pos, count);
	if (left == count)
		return -EFAULT;
	count -= left;
	*ppos = pos + count;
	return count;
}

ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *ppos,
			       const void __user *from, size_t count)
{
	loff_t pos = *ppos;
	size_t left;

	if (pos < 0)
		return -EINVAL;
	if (pos >= available || !count)
		return 0;
	count = min_t(size_t, count, available - pos);
	left = copy_from_user(to + pos, from, count);
	if (left == count)
		return -EFAULT;
	count -= left;
	*ppos = pos + count;
	return count;
}

static DEFINE_SPINLOCK(pin_fs_lock);

int simple_pin_fs(struct file_system_type *type, struct vfsmount **mount, int *count)
{
	struct vfsmount *mnt = NULL;

	spin_lock(&pin_fs_lock);
	if (unlikely(!*mount)) {
		spin_unlock(&pin_fs_lock);
		mnt = vfs_kern_mount(type, SB_KERNMOUNT, type->name, NULL);
		if (IS_ERR(mnt))
			return PTR_ERR(mnt);
		spin_lock(&pin_fs_lock);
		if (!*mount)
			*mount = mnt;
	}
	mntget(*mount);
	++*count;
	spin_unlock(&pin_fs_lock);
	mntput(mnt);
	return 0;
}

void simple_release_fs(struct vfsmount **mount, int *count)
{
	struct vfsmount *mnt;

	spin_lock(&pin_fs_lock);
	mnt = *mount;
	if (!--*count)
		*mount = NULL;
	spin_unlock(&pin_fs_lock);
	mntput(mnt);
}
