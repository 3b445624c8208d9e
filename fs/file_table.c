// SPDX-License-Identifier: GPL-2.0-only
/*
 * file_table.c - struct file: birth, and death with the last reference.
 *
 * Files come from a SLAB_TYPESAFE_BY_RCU cache: a lookup under RCU may find one that has been
 * freed and reused, so it takes its reference unless the count is 0 and then checks that the
 * table still holds it (file.c).
 */
#include <linux/atomic.h>
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/filelock.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/llist.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/pid.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include "internal.h"

static struct kmem_cache *filp_cachep __ro_after_init;
static atomic_long_t nr_files;
unsigned long sysctl_max_files __read_mostly = 8192;	/* fs.file-max */

/**
 * alloc_empty_file() - a file that is not open yet
 * @flags: O_* of open(2)
 *
 * Return: one reference; fput() undoes it. -ENFILE beyond the system's limit.
 */
struct file *alloc_empty_file(int flags, const struct cred *cred)
{
	struct file *f;

	if (unlikely(atomic_long_read(&nr_files) >= sysctl_max_files) && !capable(CAP_SYS_ADMIN))
		return ERR_PTR(-ENFILE);
	f = kmem_cache_alloc(filp_cachep, GFP_KERNEL);
	if (unlikely(!f))
		return ERR_PTR(-ENOMEM);
	f->f_mode = OPEN_FMODE(flags);
	f->f_flags = flags;
	f->f_op = NULL;
	f->f_mapping = NULL;
	f->f_inode = NULL;
	f->private_data = NULL;
	f->f_pos = 0;
	f->f_iocb_flags = 0;
	spin_lock_init(&f->f_lock);
	mutex_init(&f->f_pos_lock);
	f->f_path.mnt = NULL;
	f->f_path.dentry = NULL;
	f->f_cred = get_cred(cred);
	memset(&f->f_ra, 0, sizeof(f->f_ra));
	f->f_owner = NULL;
	INIT_HLIST_HEAD(&f->f_ep);
	atomic_long_inc(&nr_files);
	/* pairs with the try-get in a lookup: whoever sees the count sees the rest */
	smp_wmb();
	atomic_long_set(&f->f_count, 1);
	return f;
}

static void file_set_ops(struct file *file, const struct file_operations *fops)
{
	if ((file->f_mode & FMODE_READ) && (fops->read || fops->read_iter))
		file->f_mode |= FMODE_CAN_READ;
	if ((file->f_mode & FMODE_WRITE) && (fops->write || fops->write_iter))
		file->f_mode |= FMODE_CAN_WRITE;
	if (fops->llseek)
		file->f_mode |= FMODE_LSEEK;
	file->f_iocb_flags = iocb_flags(file->f_flags);
	file->f_op = fops;
}

static struct file *alloc_file(const struct path *path, int flags,
			       const struct file_operations *fops)
{
	struct file *file = alloc_empty_file(flags, current_cred());

	if (IS_ERR(file))
		return file;
	file->f_path = *path;
	file->f_inode = path->dentry->d_inode;
	file->f_mapping = path->dentry->d_inode->i_mapping;
	file_set_ops(file, fops);
	file->f_mode |= FMODE_OPENED;
	return file;
}

/* Where a file system's entries say nothing of their names, a file without a place is "/name (deleted)". */
static const struct dentry_operations pseudo_dentry_operations = {
	.d_delete = always_delete_dentry,
	.d_dname = simple_dname,
};

/**
 * alloc_file_pseudo() - an open file on an inode that has no name in the tree
 *
 * Takes over the caller's reference on @inode where it succeeds.
 */
struct file *alloc_file_pseudo(struct inode *inode, struct vfsmount *mnt, const char *name,
			       int flags, const struct file_operations *fops)
{
	struct qstr this = QSTR_INIT((const unsigned char *)name, strlen(name));
	struct path path;
	struct file *file;

	path.dentry = d_alloc_pseudo(mnt->mnt_sb, &this);
	if (!path.dentry)
		return ERR_PTR(-ENOMEM);
	if (!path.dentry->d_op || !path.dentry->d_op->d_dname)
		d_set_d_op(path.dentry, &pseudo_dentry_operations);
	path.mnt = mntget(mnt);
	d_instantiate(path.dentry, inode);
	file = alloc_file(&path, flags, fops);
	if (IS_ERR(file)) {
		ihold(inode);
		path_put(&path);
	}
	return file;
}

struct file *alloc_file_clone(struct file *base, int flags, const struct file_operations *fops)
{
	struct file *f = alloc_file(&base->f_path, flags, fops);

	if (!IS_ERR(f)) {
		path_get(&f->f_path);
		f->f_mapping = base->f_mapping;
	}
	return f;
}

static void file_free(struct file *f)
{
	put_cred(f->f_cred);
	if (f->f_owner) {
		put_pid(f->f_owner->pid);
		kfree(f->f_owner);
	}
	atomic_long_dec(&nr_files);
	kmem_cache_free(filp_cachep, f);
}



/* The last reference is gone. */
static void __fput(struct file *file)
{
	struct path path = file->f_path;
	struct inode *inode = file->f_inode;
	fmode_t mode = file->f_mode;

	if (likely(mode & FMODE_OPENED)) {
		if (unlikely(!hlist_empty(&file->f_ep)))
			eventpoll_release(file);
		if (unlikely(inode->i_flctx))
			locks_remove_file(file);
		if (unlikely(file->f_flags & FASYNC) && file->f_op->fasync)
			file->f_op->fasync(-1, file, 0);
		if (file->f_op->release)
			file->f_op->release(inode, file);
		if (mode & FMODE_WRITER) {
			put_write_access(inode);
			mnt_drop_write(path.mnt);
		}
		dput(path.dentry);
		mntput(path.mnt);
	}
	file_free(file);
}

static LLIST_HEAD(delayed_fput_list);

static void delayed_fput(struct work_struct *unused)
{
	struct llist_node *node = llist_del_all(&delayed_fput_list);
	struct file *f, *t;

	llist_for_each_entry_safe(f, t, node, f_llist)
		__fput(f);
}

static DECLARE_WORK(delayed_fput_work, delayed_fput);

/**
 * fput() - drop a reference on a file
 *
 * Context: any. The last one closes the file, which may sleep: where that is not allowed,
 * a worker does it.
 */
void fput(struct file *file)
{
	if (likely(!atomic_long_dec_and_test(&file->f_count)))
		return;
	if (likely(!in_interrupt() && !in_atomic())) {
		__fput(file);
		return;
	}
	if (llist_add(&file->f_llist, &delayed_fput_list))
		schedule_work(&delayed_fput_work);
}

void __fput_sync(struct file *file)
{
	if (atomic_long_dec_and_test(&file->f_count))
		__fput(file);
}

unsigned long get_max_files(void)
{
	return sysctl_max_files;
}

long get_nr_files(void)
{
	return atomic_long_read(&nr_files);
}

static void filp_init_once(void *obj)
{
	struct file *f = obj;

	/* 0 for a lookup that meets an object before its first use */
	atomic_long_set(&f->f_count, 0);
}

void __init files_init(void)
{
	unsigned long n = totalram_pages() * (PAGE_SIZE / 1024) / 10;

	filp_cachep = kmem_cache_create("filp", sizeof(struct file), 0,
					SLAB_HWCACHE_ALIGN | SLAB_TYPESAFE_BY_RCU | SLAB_PANIC,
					filp_init_once);
	/* a file and its inode are about 1 KiB: no more than a tenth of memory */
	sysctl_max_files = max(n, sysctl_max_files);
}
