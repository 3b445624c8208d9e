// SPDX-License-Identifier: GPL-2.0-only
/*
 * tmpfs.c - the file system whose files are shmem.c's: names, limits, mounting, mapping; and
 * files without a name for shared anonymous memory.
 *
 * Owns:       shmem_sb_info, inodes of tmpfs, the kernel's own mount of it.
 * Invariant:  every entry of a directory is a dentry pinned by one extra reference; there is
 *             no other store of names.
 * Locks:      the directories' i_rwsem (taken by the VFS); sbinfo->stat_lock for the limits.
 * Elsewhere:  contents (shmem.c).
 */
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/seq_file.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/statfs.h>
#include <linux/string.h>
#include <uapi/linux/magic.h>
#include "shmem.h"
#include "store.h"

#define BOGO_DIRENT_SIZE	20	/* what a directory entry counts in its directory's size */

static struct kmem_cache *shmem_inode_cachep __ro_after_init;
static struct vfsmount *shm_mnt __ro_after_init;

static const struct super_operations shmem_ops;
static const struct file_operations shmem_file_operations;
static const struct inode_operations shmem_inode_operations;
static const struct inode_operations shmem_dir_inode_operations;
static const struct inode_operations shmem_symlink_inode_operations;
static const struct vm_operations_struct shmem_vm_ops;
static const struct vm_operations_struct shmem_anon_vm_ops;

bool vma_is_anon_shmem(const struct vm_area_struct *vma)
{
	return vma->vm_ops == &shmem_anon_vm_ops;
}

bool vma_is_shmem(const struct vm_area_struct *vma)
{
	return vma_is_anon_shmem(vma) || vma->vm_ops == &shmem_vm_ops;
}

/* ---- mapping --------------------------------------------------------------------- */

static vm_fault_t shmem_fault(struct vm_fault *vmf)
{
	struct inode *inode = file_inode(vmf->vma->vm_file);
	struct folio *folio;
	int err;

	filemap_invalidate_lock_shared(inode->i_mapping);
	err = shmem_get_folio(inode, vmf->pgoff, 0, &folio, SGP_CACHE);
	filemap_invalidate_unlock_shared(inode->i_mapping);
	if (unlikely(err))
		return err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
	vmf->page = folio_file_page(folio, vmf->pgoff);
	return VM_FAULT_LOCKED;
}

static int shmem_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct inode *inode = file_inode(file);
	unsigned int seals = SHMEM_I(inode)->seals;

	if (seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)) {
		if ((vma->vm_flags & VM_SHARED) && (vma->vm_flags & VM_WRITE))
			return -EPERM;
		if (vma->vm_flags & VM_SHARED)
			vm_flags_clear(vma, VM_MAYWRITE);
	}
	file_accessed(file);
	vma->vm_ops = inode->i_nlink ? &shmem_vm_ops : &shmem_anon_vm_ops;
	return 0;
}

static const struct vm_operations_struct shmem_vm_ops = {
	.fault = shmem_fault,
	.map_pages = filemap_map_pages,
};

static const struct vm_operations_struct shmem_anon_vm_ops = {
	.fault = shmem_fault,
	.map_pages = filemap_map_pages,
};

unsigned long shmem_get_unmapped_area(struct file *file, unsigned long addr, unsigned long len,
				      unsigned long pgoff, unsigned long flags)
{
	return get_unmapped_area(NULL, addr, len, pgoff, flags);
}

/* ---- inodes ------------------------------------------------------------------------ */

static int shmem_reserve_inode(struct super_block *sb)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb);
	int err = 0;

	if (!sbinfo->max_inodes)
		return 0;
	spin_lock(&sbinfo->stat_lock);
	if (sbinfo->free_inodes)
		sbinfo->free_inodes--;
	else
		err = -ENOSPC;
	spin_unlock(&sbinfo->stat_lock);
	return err;
}

static void shmem_free_inode(struct super_block *sb)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb);

	if (!sbinfo->max_inodes)
		return;
	spin_lock(&sbinfo->stat_lock);
	sbinfo->free_inodes++;
	spin_unlock(&sbinfo->stat_lock);
}

static void shmem_set_ops(struct inode *inode, umode_t mode, dev_t dev)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		inode->i_mapping->a_ops = &shmem_aops;
		inode->i_op = &shmem_inode_operations;
		inode->i_fop = &shmem_file_operations;
		break;
	case S_IFDIR:
		inc_nlink(inode);
		inode->i_size = 2 * BOGO_DIRENT_SIZE;
		inode->i_op = &shmem_dir_inode_operations;
		inode->i_fop = &simple_dir_operations;
		break;
	case S_IFLNK:
		break;
	default:
		inode->i_op = &shmem_inode_operations;
		init_special_inode(inode, mode, dev);
	}
}

static struct inode *shmem_get_inode(struct super_block *sb, struct inode *dir, umode_t mode,
				     dev_t dev, unsigned long flags)
{
	struct shmem_inode_info *info;
	struct inode *inode;
	int err = shmem_reserve_inode(sb);

	if (err)
		return ERR_PTR(err);
	inode = new_inode(sb);
	if (!inode) {
		shmem_free_inode(sb);
		return ERR_PTR(-ENOSPC);
	}
	inode->i_ino = get_next_ino();
	inode_init_owner(&nop_mnt_idmap, inode, dir, mode);
	simple_inode_init_ts(inode);
	inode->i_generation = inode->i_ino;
	info = SHMEM_I(inode);
	spin_lock_init(&info->lock);
	info->seals = F_SEAL_SEAL;
	info->flags = flags & VM_NORESERVE;
	info->alloced = 0;
	info->swapped = 0;
	info->fallocend = 0;
	INIT_LIST_HEAD(&info->swaplist);
	info->i_crtime = inode_get_mtime(inode);
	mapping_set_no_writeback_tags(inode->i_mapping);
	shmem_set_ops(inode, mode, dev);
	return inode;
}

static void shmem_evict_inode(struct inode *inode)
{
	struct shmem_inode_info *info = SHMEM_I(inode);

	if (S_ISREG(inode->i_mode)) {
		/* a file that was charged as a whole is given back as a whole */
		if (!(info->flags & VM_NORESERVE))
			vm_unacct_memory(DIV_ROUND_UP(inode->i_size, PAGE_SIZE));
		inode->i_size = 0;
		mapping_set_exiting(inode->i_mapping);
		shmem_truncate_range(inode, 0, -1);
	}
	WARN_ON(inode->i_blocks);
	shmem_free_inode(inode->i_sb);
	clear_inode(inode);
}

static struct inode *shmem_alloc_inode(struct super_block *sb)
{
	struct shmem_inode_info *info = kmem_cache_alloc(shmem_inode_cachep, GFP_KERNEL);

	return info ? &info->vfs_inode : NULL;
}

static void shmem_free_in_core_inode(struct inode *inode)
{
	if (S_ISLNK(inode->i_mode))
		kfree(inode->i_link);
	kmem_cache_free(shmem_inode_cachep, SHMEM_I(inode));
}

static void shmem_init_inode(void *obj)
{
	inode_init_once(&((struct shmem_inode_info *)obj)->vfs_inode);
}

/* A file that was charged as a whole changes its size. */
static int shmem_reacct_size(unsigned long flags, loff_t oldsize, loff_t newsize)
{
	long old = DIV_ROUND_UP(oldsize, PAGE_SIZE), new = DIV_ROUND_UP(newsize, PAGE_SIZE);

	if (flags & VM_NORESERVE)
		return 0;
	if (new > old)
		return security_vm_enough_memory_mm(current->mm, new - old);
	if (new < old)
		vm_unacct_memory(old - new);
	return 0;
}

static int shmem_setattr_size(struct inode *inode, loff_t newsize)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	loff_t oldsize = inode->i_size;
	int error;

	if ((newsize < oldsize && (info->seals & F_SEAL_SHRINK)) ||
	    (newsize > oldsize && (info->seals & F_SEAL_GROW)))
		return -EPERM;
	if (newsize == oldsize) {
		/* what fallocate() put behind the end goes all the same */
		shmem_truncate_range(inode, newsize, -1);
		return 0;
	}
	error = shmem_reacct_size(info->flags, oldsize, newsize);
	if (error)
		return error;
	i_size_write(inode, newsize);
	inode_set_mtime_to_ts(inode, inode_set_ctime_current(inode));
	if (newsize < oldsize) {
		pgoff_t hole = DIV_ROUND_UP(newsize, PAGE_SIZE);

		/* twice: a fault may map a folio again while others are being dropped */
		store_unmap_range(inode->i_mapping, hole, 0, true);
		shmem_truncate_range(inode, newsize, -1);
		store_unmap_range(inode->i_mapping, hole, 0, true);
	}
	return 0;
}

static int shmem_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->d_inode;
	int error = setattr_prepare(idmap, dentry, attr);

	if (error)
		return error;
	if ((SHMEM_I(inode)->seals & F_SEAL_EXEC) && (attr->ia_valid & ATTR_MODE) &&
	    ((inode->i_mode ^ attr->ia_mode) & S_IXUGO))
		return -EPERM;
	if (S_ISREG(inode->i_mode) && (attr->ia_valid & ATTR_SIZE)) {
		error = shmem_setattr_size(inode, attr->ia_size);
		if (error)
			return error;
	}
	setattr_copy(idmap, inode, attr);
	return 0;
}

static int shmem_getattr(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat,
			 u32 request_mask, unsigned int flags)
{
	struct inode *inode = path->dentry->d_inode;

	generic_fillattr(idmap, request_mask, inode, stat);
	if (request_mask & STATX_BTIME) {
		stat->result_mask |= STATX_BTIME;
		stat->btime = SHMEM_I(inode)->i_crtime;
	}
	return 0;
}

/* ---- directories --------------------------------------------------------------------- */

static void dir_changed(struct inode *dir, long size)
{
	dir->i_size += size;
	inode_set_mtime_to_ts(dir, inode_set_ctime_current(dir));
}

/* the new entry: its dentry holds the inode, and is pinned */
static void shmem_add_entry(struct inode *dir, struct dentry *dentry, struct inode *inode)
{
	dir_changed(dir, BOGO_DIRENT_SIZE);
	d_add(dentry, inode);
	dget(dentry);
}

static int shmem_mknod(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
		       umode_t mode, dev_t dev)
{
	struct inode *inode = shmem_get_inode(dir->i_sb, dir, mode, dev, VM_NORESERVE);

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	shmem_add_entry(dir, dentry, inode);
	return 0;
}

static int shmem_create(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
			umode_t mode, bool excl)
{
	return shmem_mknod(idmap, dir, dentry, mode | S_IFREG, 0);
}

static int shmem_mkdir(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
		       umode_t mode)
{
	int error = shmem_mknod(idmap, dir, dentry, mode | S_IFDIR, 0);

	if (!error)
		inc_nlink(dir);
	return error;
}

static int shmem_tmpfile(struct mnt_idmap *idmap, struct inode *dir, struct file *file,
			 umode_t mode)
{
	struct inode *inode = shmem_get_inode(dir->i_sb, dir, mode, 0, VM_NORESERVE);

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	d_tmpfile(file->f_path.dentry, inode);
	return finish_open(file, file->f_path.dentry, NULL);
}

static int shmem_symlink(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
			 const char *symname)
{
	size_t len = strlen(symname) + 1;
	struct inode *inode;
	char *body;

	if (len > PAGE_SIZE)
		return -ENAMETOOLONG;
	body = kmemdup(symname, len, GFP_KERNEL);
	if (!body)
		return -ENOMEM;
	inode = shmem_get_inode(dir->i_sb, dir, S_IFLNK | S_IRWXUGO, 0, VM_NORESERVE);
	if (IS_ERR(inode)) {
		kfree(body);
		return PTR_ERR(inode);
	}
	inode->i_link = body;
	inode->i_size = len - 1;
	inode->i_op = &shmem_symlink_inode_operations;
	shmem_add_entry(dir, dentry, inode);
	return 0;
}

static int shmem_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = old->d_inode;
	/* each name holds memory, so each counts; a first name of O_TMPFILE's has been counted */
	int ret = inode->i_nlink ? shmem_reserve_inode(inode->i_sb) : 0;

	if (ret)
		return ret;
	inode_set_ctime_current(inode);
	inc_nlink(inode);
	ihold(inode);
	shmem_add_entry(dir, dentry, inode);
	return 0;
}

static int shmem_unlink(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = dentry->d_inode;

	if (inode->i_nlink > 1 && !S_ISDIR(inode->i_mode))
		shmem_free_inode(inode->i_sb);
	dir_changed(dir, -BOGO_DIRENT_SIZE);
	inode_set_ctime_current(inode);
	drop_nlink(inode);
	dput(dentry);		/* the pin */
	return 0;
}

static int shmem_rmdir(struct inode *dir, struct dentry *dentry)
{
	if (!simple_empty(dentry))
		return -ENOTEMPTY;
	drop_nlink(dentry->d_inode);
	drop_nlink(dir);
	return shmem_unlink(dir, dentry);
}

static int shmem_rename2(struct mnt_idmap *idmap, struct inode *old_dir, struct dentry *old_dentry,
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
		shmem_unlink(new_dir, new_dentry);
		if (is_dir) {
			drop_nlink(new_dentry->d_inode);
			drop_nlink(old_dir);
		}
	} else if (is_dir) {
		drop_nlink(old_dir);
		inc_nlink(new_dir);
	}
	old_dir->i_size -= BOGO_DIRENT_SIZE;
	new_dir->i_size += BOGO_DIRENT_SIZE;
	simple_rename_timestamp(old_dir, old_dentry, new_dir, new_dentry);
	return 0;
}

/* ---- mounting ------------------------------------------------------------------------- */

struct shmem_options {
	unsigned long blocks, inodes;
	umode_t mode;
	kuid_t uid;
	kgid_t gid;
	bool has_blocks, has_inodes;
};

/* "30%" of memory, or bytes with K, M, G */
static int parse_size(const char *value, unsigned long *blocks)
{
	char *rest;
	unsigned long long size = memparse(value, &rest);

	if (*rest == '%') {
		size = (size << PAGE_SHIFT) / 100 * totalram_pages();
		rest++;
	}
	if (*rest || rest == value)
		return -EINVAL;
	*blocks = DIV_ROUND_UP(size, PAGE_SIZE);
	return 0;
}

static int parse_count(const char *value, unsigned long *count)
{
	char *rest;

	*count = memparse(value, &rest);
	return *rest || rest == value ? -EINVAL : 0;
}

static int shmem_parse_one(struct shmem_options *o, const char *name, const char *value)
{
	unsigned int num;

	if (!strcmp(name, "huge") || !strcmp(name, "mpol") || !strcmp(name, "inode64") ||
	    !strcmp(name, "inode32") || !strcmp(name, "noswap"))
		return 0;	/* nothing here depends on them */
	if (!value)
		return -EINVAL;
	if (!strcmp(name, "size")) {
		o->has_blocks = true;
		return parse_size(value, &o->blocks);
	}
	if (!strcmp(name, "nr_blocks")) {
		o->has_blocks = true;
		return parse_count(value, &o->blocks);
	}
	if (!strcmp(name, "nr_inodes")) {
		o->has_inodes = true;
		return parse_count(value, &o->inodes);
	}
	if (!strcmp(name, "mode")) {
		if (kstrtouint(value, 8, &num))
			return -EINVAL;
		o->mode = num & 07777;
		return 0;
	}
	if (kstrtouint(value, 10, &num))
		return -EINVAL;
	if (!strcmp(name, "uid"))
		o->uid = KUIDT_INIT(num);
	else if (!strcmp(name, "gid"))
		o->gid = KGIDT_INIT(num);
	else
		return -EINVAL;
	return 0;
}

static int shmem_parse_options(struct shmem_options *o, char *options)
{
	char *this, *value;
	int err;

	while ((this = strsep(&options, ",")) != NULL) {
		if (!*this)
			continue;
		value = strchr(this, '=');
		if (value)
			*value++ = 0;
		err = shmem_parse_one(o, this, value);
		if (err) {
			pr_err("tmpfs: bad mount option '%s'\n", this);
			return err;
		}
	}
	return 0;
}

static unsigned long shmem_default_max(void)
{
	return totalram_pages() / 2;
}

static int shmem_remount_fs(struct super_block *sb, int *flags, char *data)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb);
	struct shmem_options o = { .mode = sbinfo->mode };
	unsigned long used_inodes;
	int err = shmem_parse_options(&o, data);

	if (err)
		return err;
	spin_lock(&sbinfo->stat_lock);
	used_inodes = sbinfo->max_inodes - sbinfo->free_inodes;
	err = -EINVAL;
	/* what is not counted now cannot be limited later, nor the other way round */
	if (o.has_blocks && (!o.blocks != !sbinfo->max_blocks ||
			     (o.blocks && atomic_long_read(&sbinfo->used_blocks) > o.blocks)))
		goto out;
	if (o.has_inodes && (!o.inodes != !sbinfo->max_inodes ||
			     (o.inodes && used_inodes > o.inodes)))
		goto out;
	if (o.has_blocks)
		sbinfo->max_blocks = o.blocks;
	if (o.has_inodes) {
		sbinfo->max_inodes = o.inodes;
		sbinfo->free_inodes = o.inodes - used_inodes;
	}
	err = 0;
out:
	spin_unlock(&sbinfo->stat_lock);
	return err;
}

static int shmem_show_options(struct seq_file *m, struct dentry *root)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(root->d_sb);

	if (sbinfo->max_blocks && sbinfo->max_blocks != shmem_default_max())
		seq_printf(m, ",size=%luk", sbinfo->max_blocks << (PAGE_SHIFT - 10));
	if (sbinfo->max_inodes && sbinfo->max_inodes != shmem_default_max())
		seq_printf(m, ",nr_inodes=%lu", sbinfo->max_inodes);
	if (sbinfo->mode != (S_IRWXUGO | S_ISVTX))
		seq_printf(m, ",mode=%03ho", sbinfo->mode);
	if (!uid_eq(sbinfo->uid, GLOBAL_ROOT_UID))
		seq_printf(m, ",uid=%u", sbinfo->uid.val);
	if (!gid_eq(sbinfo->gid, GLOBAL_ROOT_GID))
		seq_printf(m, ",gid=%u", sbinfo->gid.val);
	return 0;
}

static int shmem_statfs(struct dentry *dentry, struct kstatfs *buf)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(dentry->d_sb);

	buf->f_type = TMPFS_MAGIC;
	buf->f_bsize = PAGE_SIZE;
	buf->f_namelen = NAME_MAX;
	if (sbinfo->max_blocks) {
		buf->f_blocks = sbinfo->max_blocks;
		buf->f_bfree = sbinfo->max_blocks - atomic_long_read(&sbinfo->used_blocks);
		buf->f_bavail = buf->f_bfree;
	}
	if (sbinfo->max_inodes) {
		buf->f_files = sbinfo->max_inodes;
		buf->f_ffree = sbinfo->free_inodes;
	}
	return 0;
}

static void shmem_put_super(struct super_block *sb)
{
	kfree(sb->s_fs_info);
	sb->s_fs_info = NULL;
}

int shmem_fill_super(struct super_block *sb, void *data, int silent)
{
	struct shmem_options o = {
		.mode = S_IRWXUGO | S_ISVTX,
		.uid = current_fsuid(),
		.gid = current_fsgid(),
	};
	struct shmem_sb_info *sbinfo;
	struct inode *inode;
	int err;

	/* the kernel's own mount has no limits: mappings are limited by overcommit */
	if (!(sb->s_flags & SB_KERNMOUNT)) {
		o.blocks = shmem_default_max();
		o.inodes = shmem_default_max();
	} else {
		sb->s_flags |= SB_NOUSER;
	}
	err = shmem_parse_options(&o, data);
	if (err)
		return err;
	sbinfo = kzalloc(sizeof(*sbinfo), GFP_KERNEL);
	if (!sbinfo)
		return -ENOMEM;
	spin_lock_init(&sbinfo->stat_lock);
	sbinfo->max_blocks = o.blocks;
	sbinfo->max_inodes = sbinfo->free_inodes = o.inodes;
	sbinfo->mode = o.mode;
	sbinfo->uid = o.uid;
	sbinfo->gid = o.gid;
	sb->s_fs_info = sbinfo;
	sb->s_maxbytes = MAX_LFS_FILESIZE;
	sb->s_magic = TMPFS_MAGIC;
	sb->s_op = &shmem_ops;
	sb->s_d_op = &simple_dentry_operations;

	inode = shmem_get_inode(sb, NULL, sbinfo->mode | S_IFDIR, 0, VM_NORESERVE);
	if (IS_ERR(inode)) {
		err = PTR_ERR(inode);
		goto fail;
	}
	inode->i_uid = sbinfo->uid;
	inode->i_gid = sbinfo->gid;
	sb->s_root = d_make_root(inode);
	if (sb->s_root)
		return 0;
	err = -ENOMEM;
fail:
	shmem_put_super(sb);
	return err;
}

static struct dentry *shmem_mount(struct file_system_type *type, int flags,
				  const char *dev_name, void *data)
{
	return mount_nodev(type, flags, data, shmem_fill_super);
}

static const struct file_operations shmem_file_operations = {
	.mmap = shmem_mmap,
	.get_unmapped_area = shmem_get_unmapped_area,
	.llseek = shmem_llseek,
	.read_iter = shmem_read_iter,
	.write_iter = shmem_write_iter,
	.fsync = noop_fsync,
	.splice_read = copy_splice_read,
	.splice_write = iter_file_splice_write,
	.fallocate = shmem_fallocate,
};

static const struct inode_operations shmem_inode_operations = {
	.getattr = shmem_getattr,
	.setattr = shmem_setattr,
};

static const struct inode_operations shmem_symlink_inode_operations = {
	.getattr = shmem_getattr,
	.setattr = shmem_setattr,
	.get_link = simple_get_link,
};

static const struct inode_operations shmem_dir_inode_operations = {
	.getattr = shmem_getattr,
	.setattr = shmem_setattr,
	.create = shmem_create,
	.lookup = simple_lookup,
	.link = shmem_link,
	.unlink = shmem_unlink,
	.symlink = shmem_symlink,
	.mkdir = shmem_mkdir,
	.rmdir = shmem_rmdir,
	.mknod = shmem_mknod,
	.rename = shmem_rename2,
	.tmpfile = shmem_tmpfile,
};

static const struct super_operations shmem_ops = {
	.alloc_inode = shmem_alloc_inode,
	.free_inode = shmem_free_in_core_inode,
	.statfs = shmem_statfs,
	.remount_fs = shmem_remount_fs,
	.show_options = shmem_show_options,
	.evict_inode = shmem_evict_inode,
	.drop_inode = generic_delete_inode,
	.put_super = shmem_put_super,
};

static struct file_system_type shmem_fs_type = {
	.name = "tmpfs",
	.mount = shmem_mount,
	.kill_sb = kill_litter_super,
	.fs_flags = FS_USERNS_MOUNT,
};

int __init shmem_init(void)
{
	shmem_inode_cachep = kmem_cache_create("shmem_inode_cache",
					       sizeof(struct shmem_inode_info), 0,
					       SLAB_PANIC | SLAB_ACCOUNT, shmem_init_inode);
	register_filesystem(&shmem_fs_type);
	shm_mnt = kern_mount(&shmem_fs_type);
	if (IS_ERR(shm_mnt))
		panic("tmpfs: cannot mount (error %ld)", PTR_ERR(shm_mnt));
	return 0;
}

/* ---- files without a place in the tree ----------------------------------------------------- */

struct file *shmem_file_setup_with_mnt(struct vfsmount *mnt, const char *name, loff_t size,
				       unsigned long flags)
{
	struct inode *inode;
	struct file *file;
	int err;

	if (IS_ERR(mnt))
		return ERR_CAST(mnt);
	if (size < 0 || size > MAX_LFS_FILESIZE)
		return ERR_PTR(-EINVAL);
	err = shmem_reacct_size(flags, 0, size);
	if (err)
		return ERR_PTR(-ENOMEM);
	inode = shmem_get_inode(mnt->mnt_sb, NULL, S_IFREG | S_IRWXUGO, 0, flags);
	if (IS_ERR(inode)) {
		shmem_reacct_size(flags, size, 0);
		return ERR_CAST(inode);
	}
	inode->i_size = size;
	clear_nlink(inode);
	file = alloc_file_pseudo(inode, mnt, name, O_RDWR, &shmem_file_operations);
	if (IS_ERR(file)) {
		iput(inode);
		return file;
	}
	/* like a file that was opened by name */
	file->f_mode |= FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE | FMODE_ATOMIC_POS;
	return file;
}

/**
 * shmem_file_setup() - a file that only lives as long as it is open or mapped
 * @name: shown in /proc/PID/maps
 * @flags: VM_NORESERVE, or 0: charge all of @size now
 */
struct file *shmem_file_setup(const char *name, loff_t size, unsigned long flags)
{
	return shmem_file_setup_with_mnt(shm_mnt, name, size, flags);
}

struct file *shmem_kernel_file_setup(const char *name, loff_t size, unsigned long flags)
{
	struct file *file = shmem_file_setup(name, size, flags);

	if (!IS_ERR(file))
		file_inode(file)->i_flags |= S_PRIVATE;
	return file;
}

/**
 * shmem_zero_setup() - the memory behind a MAP_SHARED | MAP_ANONYMOUS mapping
 */
int shmem_zero_setup(struct vm_area_struct *vma)
{
	loff_t size = vma->vm_end - vma->vm_start;
	struct file *file = shmem_kernel_file_setup("dev/zero", size, vma->vm_flags);

	if (IS_ERR(file))
		return PTR_ERR(file);
	if (vma->vm_file)
		fput(vma->vm_file);
	vma->vm_file = file;
	vma->vm_ops = &shmem_anon_vm_ops;
	return 0;
}
