// SPDX-License-Identifier: GPL-2.0-only
/*
 * inode.c - procfs: inodes, and the calls into an entry's owner.
 *
 * The owner of an entry may remove it while user space has it open. So each call into its
 * operations is counted (use_pde()); removal turns the count negative, waits for the calls
 * under way, and then calls ->proc_release() for what is still open.
 */
#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pid.h>
#include <linux/poll.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <uapi/linux/magic.h>
#include "internal.h"

static struct kmem_cache *proc_inode_cachep __ro_after_init;

/* One open file of an entry that has a ->proc_release(). */
struct pde_opener {
	struct list_head lh;		/* [L] pde_unload_lock */
	struct file *file;
};

/* ---- inodes ----------------------------------------------------------------------- */

static struct inode *proc_alloc_inode(struct super_block *sb)
{
	struct proc_inode *ei = kmem_cache_alloc(proc_inode_cachep, GFP_KERNEL);

	if (!ei)
		return NULL;
	ei->pid = NULL;
	ei->fd = 0;
	ei->op = NULL;
	ei->pde = NULL;
	return &ei->vfs_inode;
}

static void proc_free_inode(struct inode *inode)
{
	kmem_cache_free(proc_inode_cachep, PROC_I(inode));
}

static void proc_evict_inode(struct inode *inode)
{
	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
	put_pid(PROC_I(inode)->pid);
	if (PROC_I(inode)->pde)
		pde_put(PROC_I(inode)->pde);
}

static void proc_init_once(void *foo)
{
	inode_init_once(&((struct proc_inode *)foo)->vfs_inode);
}

void __init proc_init_kmemcache(void)
{
	proc_inode_cachep = kmem_cache_create("proc_inode_cache", sizeof(struct proc_inode), 0,
					      SLAB_RECLAIM_ACCOUNT | SLAB_PANIC, proc_init_once);
}

static const struct super_operations proc_sops = {
	.alloc_inode = proc_alloc_inode,
	.free_inode = proc_free_inode,
	.drop_inode = generic_delete_inode,
	.evict_inode = proc_evict_inode,
	.statfs = simple_statfs,
};

/* ---- calls into the owner --------------------------------------------------------------- */

#define BIAS (-1 << 30)

static bool use_pde(struct proc_dir_entry *pde)
{
	return atomic_inc_unless_negative(&pde->in_use);
}

static void unuse_pde(struct proc_dir_entry *pde)
{
	if (unlikely(atomic_dec_return(&pde->in_use) == BIAS))
		complete(pde->pde_unload_completion);
}

/* called with the lock held, drops it */
static void close_pdeo(struct proc_dir_entry *pde, struct pde_opener *pdeo)
{
	list_del(&pdeo->lh);
	spin_unlock(&pde->pde_unload_lock);
	pde->proc_ops->proc_release(file_inode(pdeo->file), pdeo->file);
	kfree(pdeo);
}

/* The entry is out of the tree: wait until nobody is inside of it. */
void proc_entry_rundown(struct proc_dir_entry *de)
{
	DECLARE_COMPLETION_ONSTACK(c);

	de->pde_unload_completion = &c;
	if (atomic_add_return(BIAS, &de->in_use) != BIAS)
		wait_for_completion(&c);
	spin_lock(&de->pde_unload_lock);
	while (!list_empty(&de->pde_openers)) {
		close_pdeo(de, list_first_entry(&de->pde_openers, struct pde_opener, lh));
		spin_lock(&de->pde_unload_lock);
	}
	spin_unlock(&de->pde_unload_lock);
}

/* calls op where the entry has one and is not being removed; @absent, @gone otherwise */
#define PDE_CALL(file, op, absent, gone, ...)					\
({										\
	struct proc_dir_entry *pde__ = PDE(file_inode(file));			\
	typeof(pde__->proc_ops->op(__VA_ARGS__)) ret__ = (gone);		\
										\
	if (use_pde(pde__)) {							\
		ret__ = pde__->proc_ops->op ?					\
			pde__->proc_ops->op(__VA_ARGS__) : (absent);		\
		unuse_pde(pde__);						\
	}									\
	ret__;									\
})

static loff_t proc_reg_llseek(struct file *file, loff_t offset, int whence)
{
	return PDE_CALL(file, proc_lseek, -ESPIPE, -EINVAL, file, offset, whence);
}

static ssize_t proc_reg_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	return PDE_CALL(iocb->ki_filp, proc_read_iter, -EINVAL, -EIO, iocb, iter);
}

static ssize_t proc_reg_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return PDE_CALL(file, proc_read, -EIO, -EIO, file, buf, count, ppos);
}

static ssize_t proc_reg_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return PDE_CALL(file, proc_write, -EIO, -EIO, file, buf, count, ppos);
}

static __poll_t proc_reg_poll(struct file *file, struct poll_table_struct *pts)
{
	return PDE_CALL(file, proc_poll, DEFAULT_POLLMASK, DEFAULT_POLLMASK, file, pts);
}

static long proc_reg_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return PDE_CALL(file, proc_ioctl, -ENOTTY, -ENOTTY, file, cmd, arg);
}

static int proc_reg_mmap(struct file *file, struct vm_area_struct *vma)
{
	return PDE_CALL(file, proc_mmap, -EIO, -EIO, file, vma);
}

static int proc_reg_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *pde = PDE(inode);
	struct pde_opener *pdeo = NULL;
	int rv = 0;

	if (!pde->proc_ops->proc_lseek)
		file->f_mode &= ~FMODE_LSEEK;
	if (!use_pde(pde))
		return -ENOENT;
	if (pde->proc_ops->proc_release) {
		pdeo = kmalloc(sizeof(*pdeo), GFP_KERNEL);
		if (!pdeo) {
			rv = -ENOMEM;
			goto out;
		}
	}
	if (pde->proc_ops->proc_open)
		rv = pde->proc_ops->proc_open(inode, file);
	if (pdeo && !rv) {
		pdeo->file = file;
		spin_lock(&pde->pde_unload_lock);
		list_add(&pdeo->lh, &pde->pde_openers);
		spin_unlock(&pde->pde_unload_lock);
	} else {
		kfree(pdeo);
	}
out:
	unuse_pde(pde);
	return rv;
}

static int proc_reg_release(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *pde = PDE(inode);
	struct pde_opener *pdeo;

	spin_lock(&pde->pde_unload_lock);
	list_for_each_entry(pdeo, &pde->pde_openers, lh) {
		if (pdeo->file == file) {
			close_pdeo(pde, pdeo);
			return 0;
		}
	}
	spin_unlock(&pde->pde_unload_lock);
	return 0;
}

#define PROC_REG_COMMON				\
	.llseek = proc_reg_llseek,		\
	.write = proc_reg_write,		\
	.poll = proc_reg_poll,			\
	.unlocked_ioctl = proc_reg_ioctl,	\
	.mmap = proc_reg_mmap,			\
	.open = proc_reg_open,			\
	.release = proc_reg_release

static const struct file_operations proc_reg_file_ops = {
	PROC_REG_COMMON,
	.read = proc_reg_read,
};

static const struct file_operations proc_iter_file_ops = {
	PROC_REG_COMMON,
	.read_iter = proc_reg_read_iter,
};

/**
 * proc_get_inode() - an inode for an entry
 * @de: the caller's reference goes to the inode, or is dropped
 */
struct inode *proc_get_inode(struct super_block *sb, struct proc_dir_entry *de)
{
	struct inode *inode = new_inode(sb);

	if (!inode) {
		pde_put(de);
		return NULL;
	}
	inode->i_private = de->data;
	inode->i_ino = de->low_ino;
	simple_inode_init_ts(inode);
	PROC_I(inode)->pde = de;
	inode->i_mode = de->mode;
	inode->i_uid = de->uid;
	inode->i_gid = de->gid;
	if (de->size)
		inode->i_size = de->size;
	set_nlink(inode, de->nlink);
	inode->i_op = de->proc_iops;
	if (S_ISREG(inode->i_mode))
		inode->i_fop = de->proc_ops->proc_read_iter ? &proc_iter_file_ops :
							      &proc_reg_file_ops;
	else if (S_ISDIR(inode->i_mode))
		inode->i_fop = de->proc_dir_ops;
	return inode;
}

int proc_fill_super(struct super_block *sb, void *data, int silent)
{
	struct inode *root;

	sb->s_flags |= SB_NODEV | SB_NOEXEC | SB_NOATIME;
	sb->s_blocksize = 1024;
	sb->s_blocksize_bits = 10;
	sb->s_magic = PROC_SUPER_MAGIC;
	sb->s_op = &proc_sops;
	/* what an entry of /proc means is decided anew each time it is looked up */
	sb->s_d_op = &simple_dentry_operations;
	refcount_inc(&proc_root.refcnt);
	root = proc_get_inode(sb, &proc_root);
	sb->s_root = d_make_root(root);
	return sb->s_root ? 0 : -ENOMEM;
}
