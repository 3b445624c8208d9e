// SPDX-License-Identifier: GPL-2.0-only
/*
 * inode.c - inodes in memory: birth, reference counts, death, and what all of them share.
 *
 * Owns:       the hash of inodes by (super block, number), each super block's list of
 *             inodes, link counts, times.
 * Invariant:  an inode with I_FREEING is found by nobody; the last iput() of an inode
 *             without links evicts it at once, others stay while their file system wants it.
 * Locks:      inode_hash_lock, then i_lock, then s_inode_list_lock.
 * Elsewhere:  names (dcache.c), page cache (mm/), writing inodes to a disk.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/filelock.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/percpu.h>
#include <linux/mount.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/wait_bit.h>
#include <linux/writeback.h>
#include "internal.h"

struct mnt_idmap {
	char unused;		/* one object, which only has an address */
};
struct mnt_idmap nop_mnt_idmap;

#define I_HASHBITS 12
static struct hlist_head inode_hashtable[1 << I_HASHBITS];	/* [L] inode_hash_lock */
static DEFINE_SPINLOCK(inode_hash_lock);
static struct kmem_cache *inode_cachep __ro_after_init;

const struct address_space_operations empty_aops = { };
static const struct inode_operations empty_iops = { };

static int no_open(struct inode *inode, struct file *file)
{
	return -ENXIO;
}

static const struct file_operations no_open_fops = { .open = no_open };

/* ---- birth ---------------------------------------------------------------- */

void address_space_init_once(struct address_space *mapping)
{
	memset(mapping, 0, sizeof(*mapping));
	xa_init_flags(&mapping->i_pages, XA_FLAGS_LOCK_IRQ | XA_FLAGS_ACCOUNT);
	init_rwsem(&mapping->i_mmap_rwsem);
	init_rwsem(&mapping->invalidate_lock);
	spin_lock_init(&mapping->i_private_lock);
	INIT_LIST_HEAD(&mapping->i_private_list);
	mapping->i_mmap = RB_ROOT_CACHED;
}

/* for the slab constructor of a file system's inodes: what survives free and reuse */
void inode_init_once(struct inode *inode)
{
	memset(inode, 0, sizeof(*inode));
	INIT_HLIST_NODE(&inode->i_hash);
	INIT_LIST_HEAD(&inode->i_io_list);
	INIT_LIST_HEAD(&inode->i_lru);
	INIT_LIST_HEAD(&inode->i_sb_list);
	spin_lock_init(&inode->i_lock);
	init_rwsem(&inode->i_rwsem);
	address_space_init_once(&inode->i_data);
}

static void init_once(void *obj)
{
	inode_init_once(obj);
}

/* Sets what every new inode starts with. */
int inode_init_always(struct super_block *sb, struct inode *inode)
{
	struct address_space *mapping = &inode->i_data;

	inode->i_sb = sb;
	inode->i_blkbits = sb->s_blocksize_bits;
	inode->i_flags = 0;
	inode->i_mode = 0;
	inode->i_opflags = 0;
	atomic_set(&inode->i_count, 1);
	inode->i_op = &empty_iops;
	inode->i_fop = &no_open_fops;
	inode->i_ino = 0;
	inode->__i_nlink = 1;
	inode->i_uid = GLOBAL_ROOT_UID;
	inode->i_gid = GLOBAL_ROOT_GID;
	atomic_set(&inode->i_writecount, 0);
	atomic_set(&inode->i_readcount, 0);
	inode->i_size = 0;
	inode->i_blocks = 0;
	inode->i_bytes = 0;
	inode->i_generation = 0;
	inode->i_pipe = NULL;
	inode->i_rdev = 0;
	inode->i_state = 0;
	inode->i_private = NULL;
	inode->i_flctx = NULL;
	inode->dirtied_when = 0;
	INIT_HLIST_HEAD(&inode->i_dentry);

	mapping->a_ops = &empty_aops;
	mapping->host = inode;
	mapping->flags = 0;
	mapping->nrpages = 0;
	atomic_set(&mapping->i_mmap_writable, 0);
	mapping->gfp_mask = GFP_HIGHUSER_MOVABLE;
	mapping->i_private_data = NULL;
	mapping->writeback_index = 0;
	inode->i_mapping = mapping;
	return 0;
}

struct inode *alloc_inode(struct super_block *sb)
{
	struct inode *inode;

	if (sb->s_op->alloc_inode)
		inode = sb->s_op->alloc_inode(sb);
	else
		inode = kmem_cache_alloc(inode_cachep, GFP_KERNEL);
	if (inode)
		inode_init_always(sb, inode);
	return inode;
}

void inode_sb_list_add(struct inode *inode)
{
	spin_lock(&inode->i_sb->s_inode_list_lock);
	list_add(&inode->i_sb_list, &inode->i_sb->s_inodes);
	spin_unlock(&inode->i_sb->s_inode_list_lock);
}

struct inode *new_inode_pseudo(struct super_block *sb)
{
	return alloc_inode(sb);
}

/**
 * new_inode() - an inode that is on its super block's list, unhashed, with one reference
 */
struct inode *new_inode(struct super_block *sb)
{
	struct inode *inode = alloc_inode(sb);

	if (inode)
		inode_sb_list_add(inode);
	return inode;
}

static DEFINE_PER_CPU(unsigned int, last_ino);
static atomic_t shared_last_ino;

#define INO_BATCH 1024

/* Inode numbers for file systems in memory: each CPU takes a batch of them at a time. */
unsigned int get_next_ino(void)
{
	unsigned int *p = &get_cpu_var(last_ino);
	unsigned int res = *p;

	if (!(res & (INO_BATCH - 1)))
		res = atomic_add_return(INO_BATCH, &shared_last_ino) - INO_BATCH;
	res++;
	if (unlikely(!res))	/* 0 says "no entry" to readers of directories */
		res++;
	*p = res;
	put_cpu_var(last_ino);
	return res;
}

/* ---- death ---------------------------------------------------------------- */

void free_inode_nonrcu(struct inode *inode)
{
	kmem_cache_free(inode_cachep, inode);
}

static void i_callback(struct rcu_head *head)
{
	struct inode *inode = container_of(head, struct inode, i_rcu);

	if (inode->free_inode)
		inode->free_inode(inode);
	else
		free_inode_nonrcu(inode);
}

void __destroy_inode(struct inode *inode)
{
	locks_free_lock_context(inode);
}

static void destroy_inode(struct inode *inode)
{
	const struct super_operations *ops = inode->i_sb->s_op;

	__destroy_inode(inode);
	if (ops->destroy_inode) {
		ops->destroy_inode(inode);
		if (!ops->free_inode)
			return;
	}
	inode->free_inode = ops->free_inode;
	call_rcu(&inode->i_rcu, i_callback);
}

/* the last step of ->evict_inode(): nothing of the inode's data is left */
void clear_inode(struct inode *inode)
{
	WARN_ON(inode->i_data.nrpages);
	inode->i_state = I_FREEING | I_CLEAR;
}

static void inode_wake_new(struct inode *inode)
{
	wake_up_var(&inode->i_state);
}

static void evict(struct inode *inode)
{
	struct super_block *sb = inode->i_sb;

	if (!list_empty(&inode->i_io_list)) {
		spin_lock(&sb->s_inode_list_lock);
		list_del_init(&inode->i_io_list);
		spin_unlock(&sb->s_inode_list_lock);
	}
	if (!list_empty(&inode->i_sb_list)) {
		spin_lock(&sb->s_inode_list_lock);
		list_del_init(&inode->i_sb_list);
		spin_unlock(&sb->s_inode_list_lock);
	}
	if (sb->s_op->evict_inode) {
		sb->s_op->evict_inode(inode);
	} else {
		truncate_inode_pages_final(&inode->i_data);
		clear_inode(inode);
	}
	remove_inode_hash(inode);
	inode_wake_new(inode);
	destroy_inode(inode);
}

int generic_delete_inode(struct inode *inode)
{
	return 1;
}

int generic_drop_inode(struct inode *inode)
{
	return !inode->i_nlink || inode_unhashed(inode);
}

/**
 * iput() - drop a reference
 *
 * Context: may sleep: the last one may free all the file's pages.
 */
void iput(struct inode *inode)
{
	const struct super_operations *op;
	int drop;

	if (!inode)
		return;
	if (!atomic_dec_and_lock(&inode->i_count, &inode->i_lock))
		return;
	op = inode->i_sb->s_op;
	drop = op->drop_inode ? op->drop_inode(inode) : generic_drop_inode(inode);
	if (!drop && (inode->i_sb->s_flags & SB_ACTIVE)) {
		/* stays in the hash for the next who looks for it */
		spin_unlock(&inode->i_lock);
		return;
	}
	if (!drop && inode->i_nlink && (inode->i_state & I_DIRTY_ALL) && op->write_inode) {
		atomic_inc(&inode->i_count);
		spin_unlock(&inode->i_lock);
		write_inode_now(inode, 1);
		spin_lock(&inode->i_lock);
		if (!atomic_dec_and_test(&inode->i_count)) {
			spin_unlock(&inode->i_lock);
			return;
		}
	}
	inode->i_state |= I_FREEING;
	spin_unlock(&inode->i_lock);
	evict(inode);
}

void ihold(struct inode *inode)
{
	WARN_ON(atomic_inc_return(&inode->i_count) < 2);
}

/* caller holds i_lock */
void __iget(struct inode *inode)
{
	atomic_inc(&inode->i_count);
}

struct inode *igrab(struct inode *inode)
{
	bool alive;

	spin_lock(&inode->i_lock);
	alive = !(inode->i_state & I_FREEING);
	if (alive)
		__iget(inode);
	spin_unlock(&inode->i_lock);
	return alive ? inode : NULL;
}

/**
 * evict_inodes() - the file system is unmounted: all inodes that nobody uses go
 */
void evict_inodes(struct super_block *sb)
{
	struct inode *inode;

again:
	spin_lock(&sb->s_inode_list_lock);
	list_for_each_entry(inode, &sb->s_inodes, i_sb_list) {
		spin_lock(&inode->i_lock);
		if (atomic_read(&inode->i_count) || (inode->i_state & (I_NEW | I_FREEING))) {
			spin_unlock(&inode->i_lock);
			continue;
		}
		inode->i_state |= I_FREEING;
		spin_unlock(&inode->i_lock);
		spin_unlock(&sb->s_inode_list_lock);
		evict(inode);
		cond_resched();
		goto again;
	}
	spin_unlock(&sb->s_inode_list_lock);
}

/* ---- the hash, for file systems with inode numbers of their own ------------ */

static struct hlist_head *inode_bucket(struct super_block *sb, unsigned long hashval)
{
	return &inode_hashtable[hash_long(hashval ^ ((unsigned long)sb >> 6), I_HASHBITS)];
}

void __insert_inode_hash(struct inode *inode, unsigned long hashval)
{
	spin_lock(&inode_hash_lock);
	hlist_add_head(&inode->i_hash, inode_bucket(inode->i_sb, hashval));
	spin_unlock(&inode_hash_lock);
}

void remove_inode_hash(struct inode *inode)
{
	if (inode_unhashed(inode))
		return;
	spin_lock(&inode_hash_lock);
	hlist_del_init(&inode->i_hash);
	spin_unlock(&inode_hash_lock);
}

static int test_ino(struct inode *inode, void *data)
{
	return inode->i_ino == *(unsigned long *)data;
}

static int set_ino(struct inode *inode, void *data)
{
	inode->i_ino = *(unsigned long *)data;
	return 0;
}

static bool inode_is_ready(struct inode *inode)
{
	/* pairs with the release in unlock_new_inode() */
	return !(smp_load_acquire(&inode->i_state) & I_NEW);
}

/*
 * Finds an inode and takes a reference; one that is being freed is waited for, and then
 * is not there. Called and left with inode_hash_lock held, which it may drop meanwhile.
 */
static struct inode *find_inode(struct super_block *sb, unsigned long hashval,
				int (*test)(struct inode *, void *), void *data)
{
	struct inode *inode;

again:
	hlist_for_each_entry(inode, inode_bucket(sb, hashval), i_hash) {
		if (inode->i_sb != sb || !test(inode, data))
			continue;
		spin_lock(&inode->i_lock);
		if (!(inode->i_state & I_FREEING)) {
			__iget(inode);
			spin_unlock(&inode->i_lock);
			return inode;
		}
		spin_unlock(&inode->i_lock);
		spin_unlock(&inode_hash_lock);
		cond_resched();
		spin_lock(&inode_hash_lock);
		goto again;
	}
	return NULL;
}

/**
 * iget5_locked() - the inode that @test recognises; where there is none, a new one
 *
 * Return: an inode with a reference; with I_NEW set, the caller must fill it in and call
 * unlock_new_inode() (or iget_failed()). NULL where memory is short.
 */
struct inode *iget5_locked(struct super_block *sb, unsigned long hashval,
			   int (*test)(struct inode *, void *),
			   int (*set)(struct inode *, void *), void *data)
{
	struct inode *inode, *new = NULL;

	for (;;) {
		spin_lock(&inode_hash_lock);
		inode = find_inode(sb, hashval, test, data);
		if (!inode && new) {
			if (set(new, data)) {
				spin_unlock(&inode_hash_lock);
				destroy_inode(new);
				return NULL;
			}
			new->i_state = I_NEW;
			hlist_add_head(&new->i_hash, inode_bucket(sb, hashval));
			spin_unlock(&inode_hash_lock);
			inode_sb_list_add(new);
			return new;
		}
		spin_unlock(&inode_hash_lock);
		if (inode)
			break;
		new = alloc_inode(sb);
		if (!new)
			return NULL;
	}
	if (new)
		destroy_inode(new);
	wait_var_event(&inode->i_state, inode_is_ready(inode));
	return inode;
}

struct inode *iget_locked(struct super_block *sb, unsigned long ino)
{
	return iget5_locked(sb, ino, test_ino, set_ino, &ino);
}

struct inode *ilookup(struct super_block *sb, unsigned long ino)
{
	struct inode *inode;

	spin_lock(&inode_hash_lock);
	inode = find_inode(sb, ino, test_ino, &ino);
	spin_unlock(&inode_hash_lock);
	if (inode)
		wait_var_event(&inode->i_state, inode_is_ready(inode));
	return inode;
}

void unlock_new_inode(struct inode *inode)
{
	spin_lock(&inode->i_lock);
	/* pairs with the acquire in inode_is_ready(): what was filled in is visible */
	smp_store_release(&inode->i_state, inode->i_state & ~(I_NEW | I_CREATING));
	spin_unlock(&inode->i_lock);
	inode_wake_new(inode);
}

void discard_new_inode(struct inode *inode)
{
	unlock_new_inode(inode);
	iput(inode);
}

void iget_failed(struct inode *inode)
{
	make_bad_inode(inode);
	remove_inode_hash(inode);
	unlock_new_inode(inode);
	iput(inode);
}

/* ---- links, sizes, kinds -------------------------------------------------- */

void drop_nlink(struct inode *inode)
{
	WARN_ON(!inode->i_nlink);
	inode->__i_nlink--;
}

void clear_nlink(struct inode *inode)
{
	inode->__i_nlink = 0;
}

void set_nlink(struct inode *inode, unsigned int nlink)
{
	inode->__i_nlink = nlink;
}

void inc_nlink(struct inode *inode)
{
	WARN_ON(!inode->i_nlink && !(inode->i_state & I_LINKABLE));
	inode->__i_nlink++;
}

void inode_add_bytes(struct inode *inode, loff_t bytes)
{
	spin_lock(&inode->i_lock);
	inode->i_blocks += bytes >> 9;
	inode->i_bytes += bytes & 511;
	if (inode->i_bytes >= 512) {
		inode->i_blocks++;
		inode->i_bytes -= 512;
	}
	spin_unlock(&inode->i_lock);
}

void inode_sub_bytes(struct inode *inode, loff_t bytes)
{
	spin_lock(&inode->i_lock);
	inode->i_blocks -= bytes >> 9;
	if (inode->i_bytes < (bytes & 511)) {
		inode->i_blocks--;
		inode->i_bytes += 512;
	}
	inode->i_bytes -= bytes & 511;
	spin_unlock(&inode->i_lock);
}

loff_t inode_get_bytes(struct inode *inode)
{
	loff_t ret;

	spin_lock(&inode->i_lock);
	ret = ((loff_t)inode->i_blocks << 9) + inode->i_bytes;
	spin_unlock(&inode->i_lock);
	return ret;
}

void inode_set_bytes(struct inode *inode, loff_t bytes)
{
	inode->i_blocks = bytes >> 9;
	inode->i_bytes = bytes & 511;
}

void init_special_inode(struct inode *inode, umode_t mode, dev_t rdev)
{
	inode->i_mode = mode;
	if (S_ISCHR(mode)) {
		inode->i_fop = &def_chr_fops;
		inode->i_rdev = rdev;
	} else if (S_ISBLK(mode)) {
		inode->i_fop = &no_open_fops;
		inode->i_rdev = rdev;
	} else if (S_ISFIFO(mode)) {
		inode->i_fop = &pipefifo_fops;
	}
}

static int bad_open(struct inode *inode, struct file *file)
{
	return -EIO;
}

static int bad_permission(struct mnt_idmap *idmap, struct inode *inode, int mask)
{
	return -EIO;
}

static struct dentry *bad_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	return ERR_PTR(-EIO);
}

static const struct file_operations bad_file_ops = { .open = bad_open };
static const struct inode_operations bad_inode_ops = {
	.lookup = bad_lookup,
	.permission = bad_permission,
};

/* an inode that could not be read: whatever is asked of it fails */
void make_bad_inode(struct inode *inode)
{
	inode->i_mode = S_IFREG;
	inode->i_op = &bad_inode_ops;
	inode->i_opflags = 0;
	inode->i_fop = &bad_file_ops;
}

bool is_bad_inode(struct inode *inode)
{
	return inode->i_op == &bad_inode_ops;
}

/* Owner and mode of a new entry in @dir: the directory's setgid bit hands its group down. */
void inode_init_owner(struct mnt_idmap *idmap, struct inode *inode,
		      const struct inode *dir, umode_t mode)
{
	inode->i_uid = current_fsuid();
	if (dir && (dir->i_mode & S_ISGID)) {
		inode->i_gid = dir->i_gid;
		if (S_ISDIR(mode))
			mode |= S_ISGID;
		else if ((mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP) &&
			 !in_group_p(inode->i_gid) && !capable(CAP_FSETID))
			mode &= ~S_ISGID;
	} else {
		inode->i_gid = current_fsgid();
	}
	inode->i_mode = mode;
}

bool inode_owner_or_capable(struct mnt_idmap *idmap, const struct inode *inode)
{
	return uid_eq(current_fsuid(), inode->i_uid) || capable(CAP_FOWNER);
}

void inode_nohighmem(struct inode *inode)
{
	mapping_set_gfp_mask(inode->i_mapping, GFP_USER);
}

void lock_two_nondirectories(struct inode *a, struct inode *b)
{
	if (a > b)
		swap(a, b);
	if (a && !S_ISDIR(a->i_mode))
		inode_lock(a);
	if (b && !S_ISDIR(b->i_mode) && b != a)
		inode_lock_nested(b, I_MUTEX_NONDIR2);
}

void unlock_two_nondirectories(struct inode *a, struct inode *b)
{
	if (a && !S_ISDIR(a->i_mode))
		inode_unlock(a);
	if (b && !S_ISDIR(b->i_mode) && b != a)
		inode_unlock(b);
}

/* ---- times ---------------------------------------------------------------- */

struct timespec64 timestamp_truncate(struct timespec64 t, struct inode *inode)
{
	unsigned int gran = inode->i_sb->s_time_gran;

	if (gran > 1)
		t.tv_nsec -= gran >= NSEC_PER_SEC ? t.tv_nsec : t.tv_nsec % gran;
	return t;
}

struct timespec64 current_time(struct inode *inode)
{
	struct timespec64 now;

	ktime_get_coarse_real_ts64(&now);
	return timestamp_truncate(now, inode);
}

struct timespec64 inode_set_ctime_current(struct inode *inode)
{
	return inode_set_ctime_to_ts(inode, current_time(inode));
}

struct timespec64 simple_inode_init_ts(struct inode *inode)
{
	struct timespec64 now = inode_set_ctime_current(inode);

	inode_set_atime_to_ts(inode, now);
	inode_set_mtime_to_ts(inode, now);
	return now;
}

void inode_update_timestamps(struct inode *inode, int flags)
{
	struct timespec64 now = current_time(inode);

	if (flags & S_ATIME)
		inode_set_atime_to_ts(inode, now);
	if (flags & S_MTIME)
		inode_set_mtime_to_ts(inode, now);
	if (flags & S_CTIME)
		inode_set_ctime_to_ts(inode, now);
}

static int inode_update_time(struct inode *inode, int flags)
{
	if (inode->i_op->update_time)
		return inode->i_op->update_time(inode, flags);
	inode_update_timestamps(inode, flags);
	if (inode->i_sb->s_op->dirty_inode || inode->i_sb->s_op->write_inode)
		__mark_inode_dirty(inode, I_DIRTY_TIME);
	return 0;
}

/*
 * Times are compared in nanoseconds: the clock is one load that way, and within one of its
 * ticks most reads and writes of a file find nothing to do.
 */
static inline s64 time_ns(time64_t sec, u32 nsec)
{
	return sec * NSEC_PER_SEC + nsec;
}

/* Half of it may be older than the other half (INODE_TIME() in fs.h): then it is set once too often. */
#define inode_ns(inode, x)	data_race(time_ns((inode)->i_##x##_sec, (inode)->i_##x##_nsec))

/* with relatime, only an access time older than the last change, or than a day, is renewed */
static bool relatime_need_update(const struct inode *inode, s64 atime, s64 now)
{
	return inode_ns(inode, mtime) >= atime ||
	       inode_ns(inode, ctime) >= atime ||
	       now - atime >= 24 * 60 * 60 * NSEC_PER_SEC;
}

/**
 * touch_atime() - a file or directory has been read
 */
void touch_atime(const struct path *path)
{
	struct inode *inode = path->dentry->d_inode;
	int mnt_flags = path->mnt->mnt_flags;
	s64 atime, now;

	if ((inode->i_flags & S_NOATIME) || (inode->i_sb->s_flags & (SB_RDONLY | SB_NOATIME)) ||
	    (mnt_flags & (MNT_NOATIME | MNT_READONLY)))
		return;
	if (S_ISDIR(inode->i_mode) &&
	    ((mnt_flags & MNT_NODIRATIME) || (inode->i_sb->s_flags & SB_NODIRATIME)))
		return;
	now = ktime_get_coarse_real();
	atime = inode_ns(inode, atime);
	if (atime == now)
		return;
	if ((mnt_flags & MNT_RELATIME) && !relatime_need_update(inode, atime, now))
		return;
	inode_update_time(inode, S_ATIME);
}

/* A file's contents change: mtime and ctime. */
int file_update_time(struct file *file)
{
	struct inode *inode = file_inode(file);
	s64 now;

	if (IS_NOCMTIME(inode) || (file->f_mode & FMODE_NOCMTIME))
		return 0;
	now = ktime_get_coarse_real();
	if (inode_ns(inode, mtime) == now &&
	    inode_ns(inode, ctime) == now)
		return 0;
	return inode_update_time(inode, S_MTIME | S_CTIME);
}

/* Writing to a set-id file takes those bits away, unless the writer may set them. */
int file_remove_privs(struct file *file)
{
	struct dentry *dentry = file_dentry(file);
	struct inode *inode = dentry->d_inode;
	struct iattr attr = { .ia_valid = ATTR_FORCE };

	if (likely(!(inode->i_mode & (S_ISUID | S_ISGID))) || !S_ISREG(inode->i_mode))
		return 0;
	if (inode->i_mode & S_ISUID)
		attr.ia_valid |= ATTR_KILL_SUID;
	if ((inode->i_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
		attr.ia_valid |= ATTR_KILL_SGID;
	if (attr.ia_valid == ATTR_FORCE || capable(CAP_FSETID))
		return 0;
	return notify_change(&nop_mnt_idmap, dentry, &attr);
}

int file_modified(struct file *file)
{
	if (unlikely(file_inode(file)->i_mode & (S_ISUID | S_ISGID))) {
		int ret = file_remove_privs(file);

		if (ret)
			return ret;
	}
	return file_update_time(file);
}

/* ---- dirty inodes --------------------------------------------------------- */

/**
 * __mark_inode_dirty() - the inode (or its data, by @flags) differs from its disk
 *
 * Inodes without a disk (no ->write_inode) need no remembering.
 */
void __mark_inode_dirty(struct inode *inode, int flags)
{
	struct super_block *sb = inode->i_sb;

	if (flags & (I_DIRTY_INODE | I_DIRTY_TIME) && sb->s_op->dirty_inode)
		sb->s_op->dirty_inode(inode, flags & (I_DIRTY_INODE | I_DIRTY_TIME));
	if (!sb->s_op->write_inode && !inode->i_mapping->a_ops->writepages)
		return;
	if ((inode->i_state & flags) == flags)
		return;
	spin_lock(&inode->i_lock);
	if (!(inode->i_state & I_DIRTY_ALL))
		inode->dirtied_when = jiffies;
	inode->i_state |= flags;
	if (!(inode->i_state & (I_FREEING | I_NEW)) && list_empty(&inode->i_io_list)) {
		spin_lock(&sb->s_inode_list_lock);
		list_add_tail(&inode->i_io_list, &sb->s_dirty);
		spin_unlock(&sb->s_inode_list_lock);
	}
	spin_unlock(&inode->i_lock);
}

void __init inode_init(void)
{
	inode_cachep = kmem_cache_create("inode_cache", sizeof(struct inode), 0,
					 SLAB_RECLAIM_ACCOUNT | SLAB_PANIC, init_once);
}
