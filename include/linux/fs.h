/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fs.h - the objects of the virtual file system.
 *
 *   file_system_type  a kind of file system ("tmpfs")
 *   super_block       one mounted instance of it
 *   inode             one file, directory, link, device or pipe of that instance
 *   dentry            a name of an inode (dcache.h)
 *   file              one opening of an inode: position, mode, flags
 *   address_space     the pages of an inode's data that are in memory
 *
 * Guards in brackets: [I] fixed, [L] the lock named, [A] atomic, [R] readers under RCU.
 */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/atomic.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/fs_types.h>
#include <linux/kdev_t.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/path.h>
#include <linux/rbtree_types.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/stat.h>
#include <linux/time64.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <linux/wait.h>
#include <linux/xarray.h>
#include <uapi/linux/fs.h>

struct address_space;
struct address_space_operations;
struct cdev;
struct cred;
struct delayed_call;
struct dir_context;
struct file;
struct file_lock;
struct file_lock_context;
struct file_operations;
struct file_system_type;
struct files_struct;
struct folio;
struct inode;
struct inode_operations;
struct iov_iter;
struct kiocb;
struct kstatfs;
struct mount;
struct page;
struct pid;
struct pipe_inode_info;
struct poll_table_struct;
struct readahead_control;
struct seq_file;
struct super_operations;
struct vfsmount;
struct vm_area_struct;
struct vm_fault;
struct writeback_control;

/*
 * Owner translation of a mount. There is one, the identity; the parameter keeps the
 * signatures of inode_operations those that file systems expect.
 */
struct mnt_idmap;
extern struct mnt_idmap nop_mnt_idmap;

/* ---- permissions and modes ------------------------------------------------ */

#define READ	0	/* directions of a transfer */
#define WRITE	1

#define MAY_EXEC	0x00000001
#define MAY_WRITE	0x00000002
#define MAY_READ	0x00000004
#define MAY_APPEND	0x00000008
#define MAY_ACCESS	0x00000010
#define MAY_OPEN	0x00000020
#define MAY_CHDIR	0x00000040
#define MAY_NOT_BLOCK	0x00000080

#define FMODE_READ		((__force fmode_t)(1 << 0))
#define FMODE_WRITE		((__force fmode_t)(1 << 1))
#define FMODE_LSEEK		((__force fmode_t)(1 << 2))
#define FMODE_PREAD		((__force fmode_t)(1 << 3))
#define FMODE_PWRITE		((__force fmode_t)(1 << 4))
#define FMODE_EXEC		((__force fmode_t)(1 << 5))
#define FMODE_RANDOM		((__force fmode_t)(1 << 12))
#define FMODE_PATH		((__force fmode_t)(1 << 14))	/* O_PATH: a name, no data */
#define FMODE_ATOMIC_POS	((__force fmode_t)(1 << 15))	/* f_pos under f_pos_lock */
#define FMODE_WRITER		((__force fmode_t)(1 << 16))	/* holds i_writecount */
#define FMODE_CAN_READ		((__force fmode_t)(1 << 17))	/* f_op can read */
#define FMODE_CAN_WRITE		((__force fmode_t)(1 << 18))
#define FMODE_OPENED		((__force fmode_t)(1 << 19))	/* f_op->release() is due */
#define FMODE_CREATED		((__force fmode_t)(1 << 20))
#define FMODE_STREAM		((__force fmode_t)(1 << 21))	/* has no position */
#define FMODE_NOWAIT		((__force fmode_t)(1 << 27))
#define FMODE_NONOTIFY		((__force fmode_t)(1 << 26))
#define FMODE_NOCMTIME		((__force fmode_t)(1 << 11))
#define FMODE_UNSIGNED_OFFSET	((__force fmode_t)(1 << 10))	/* /dev/mem: any 64-bit position */

#define OPEN_FMODE(flag)	((__force fmode_t)(((flag) + 1) & O_ACCMODE))
#define ACC_MODE(x)		("\004\002\006\006"[(x) & O_ACCMODE])

#define IOCB_EVENTFD	(1 << 0)
#define IOCB_APPEND	(1 << 1)
#define IOCB_DIRECT	(1 << 2)
#define IOCB_DSYNC	(1 << 3)
#define IOCB_SYNC	(1 << 4)
#define IOCB_NOWAIT	(1 << 5)
#define IOCB_WRITE	(1 << 6)
#define IOCB_NOIO	(1 << 7)

/* One read or write in progress. */
struct kiocb {
	struct file	*ki_filp;
	loff_t		ki_pos;
	int		ki_flags;	/* IOCB_* */
	void		*private;
};

/* ---- address_space -------------------------------------------------------- */

struct address_space_operations {
	int (*read_folio)(struct file *file, struct folio *folio);
	int (*writepages)(struct address_space *mapping, struct writeback_control *wbc);
	bool (*dirty_folio)(struct address_space *mapping, struct folio *folio);
	void (*readahead)(struct readahead_control *rac);
	int (*write_begin)(struct file *file, struct address_space *mapping, loff_t pos,
			   unsigned int len, struct folio **foliop, void **fsdata);
	int (*write_end)(struct file *file, struct address_space *mapping, loff_t pos,
			 unsigned int len, unsigned int copied, struct folio *folio, void *fsdata);
	sector_t (*bmap)(struct address_space *mapping, sector_t block);
	void (*invalidate_folio)(struct folio *folio, size_t offset, size_t len);
	bool (*release_folio)(struct folio *folio, gfp_t gfp);
	void (*free_folio)(struct folio *folio);
	int (*migrate_folio)(struct address_space *mapping, struct folio *dst,
			     struct folio *src, int mode);
	int (*launder_folio)(struct folio *folio);
	bool (*is_partially_uptodate)(struct folio *folio, size_t from, size_t count);
	int (*writepage)(struct page *page, struct writeback_control *wbc);
};

extern const struct address_space_operations empty_aops;

/*
 * i_pages holds folios, or values where something is remembered about an absent one
 * (workingset shadows; shmem: a swap entry).
 */
struct address_space {
	struct inode		*host;		/* [I] */
	struct xarray		i_pages;	/* [L] xa_lock; [R] */
	struct rw_semaphore	invalidate_lock; /* page cache against truncation and hole punching */
	gfp_t			gfp_mask;	/* [I] for its folios */
	atomic_t		i_mmap_writable; /* [A] writable shared mappings; < 0: forbidden */
	struct rb_root_cached	i_mmap;		/* [L] i_mmap_rwsem: the VMAs that map it */
	unsigned long		nrpages;	/* [L] xa_lock */
	pgoff_t			writeback_index; /* where writeback goes on */
	const struct address_space_operations *a_ops; /* [I] */
	unsigned long		flags;		/* [A] AS_* */
	struct rw_semaphore	i_mmap_rwsem;
	spinlock_t		i_private_lock;	/* the file system's */
	struct list_head	i_private_list;	/* [L] i_private_lock */
	void			*i_private_data;
} __aligned(sizeof(long));	/* PAGE_MAPPING_* bits in page->mapping */

#define PAGECACHE_TAG_DIRTY	XA_MARK_0
#define PAGECACHE_TAG_WRITEBACK	XA_MARK_1
#define PAGECACHE_TAG_TOWRITE	XA_MARK_2

void address_space_init_once(struct address_space *mapping);

static inline bool mapping_tagged(struct address_space *mapping, xa_mark_t tag)
{
	return xa_marked(&mapping->i_pages, tag);
}

static inline void i_mmap_lock_write(struct address_space *mapping)
{
	down_write(&mapping->i_mmap_rwsem);
}

static inline int i_mmap_trylock_write(struct address_space *mapping)
{
	return down_write_trylock(&mapping->i_mmap_rwsem);
}

static inline void i_mmap_unlock_write(struct address_space *mapping)
{
	up_write(&mapping->i_mmap_rwsem);
}

static inline int i_mmap_trylock_read(struct address_space *mapping)
{
	return down_read_trylock(&mapping->i_mmap_rwsem);
}

static inline void i_mmap_lock_read(struct address_space *mapping)
{
	down_read(&mapping->i_mmap_rwsem);
}

static inline void i_mmap_unlock_read(struct address_space *mapping)
{
	up_read(&mapping->i_mmap_rwsem);
}

static inline void i_mmap_assert_locked(struct address_space *mapping)
{
	lockdep_assert_held(&mapping->i_mmap_rwsem);
}

static inline void i_mmap_assert_write_locked(struct address_space *mapping)
{
	lockdep_assert_held_write(&mapping->i_mmap_rwsem);
}

/* Does any address space map this file? */
static inline int mapping_mapped(struct address_space *mapping)
{
	return data_race(mapping->i_mmap.rb_root.rb_node) != NULL;
}

static inline int mapping_writably_mapped(struct address_space *mapping)
{
	return atomic_read(&mapping->i_mmap_writable) > 0;
}

static inline int mapping_map_writable(struct address_space *mapping)
{
	return atomic_inc_unless_negative(&mapping->i_mmap_writable) ? 0 : -EPERM;
}

static inline void mapping_unmap_writable(struct address_space *mapping)
{
	atomic_dec(&mapping->i_mmap_writable);
}

static inline int mapping_deny_writable(struct address_space *mapping)
{
	return atomic_dec_unless_positive(&mapping->i_mmap_writable) ? 0 : -EBUSY;
}

static inline void mapping_allow_writable(struct address_space *mapping)
{
	atomic_inc(&mapping->i_mmap_writable);
}

/* ---- inode ---------------------------------------------------------------- */

#define IOP_FASTPERM	0x0001	/* no i_op->permission() */
#define IOP_LOOKUP	0x0002	/* a directory that can be searched */
#define IOP_NOFOLLOW	0x0004	/* no symlink */

struct inode {
	umode_t			i_mode;		/* [L] i_rwsem */
	unsigned short		i_opflags;	/* IOP_* */
	kuid_t			i_uid;		/* [L] i_rwsem */
	kgid_t			i_gid;		/* [L] i_rwsem */
	unsigned int		i_flags;	/* S_* */
	const struct inode_operations *i_op;	/* [I] */
	struct super_block	*i_sb;		/* [I] */
	struct address_space	*i_mapping;	/* [I] */
	unsigned long		i_ino;		/* [I] */
	union {
		const unsigned int i_nlink;	/* [L] i_rwsem; change by set_nlink() and friends */
		unsigned int __i_nlink;
	};
	dev_t			i_rdev;		/* [I] */
	loff_t			i_size;		/* [L] i_rwsem */
	time64_t		i_atime_sec;
	time64_t		i_mtime_sec;
	time64_t		i_ctime_sec;
	u32			i_atime_nsec;
	u32			i_mtime_nsec;
	u32			i_ctime_nsec;
	u32			i_generation;
	spinlock_t		i_lock;		/* i_blocks, i_bytes, i_state, i_dentry */
	unsigned short		i_bytes;	/* [L] i_lock: beyond i_blocks */
	u8			i_blkbits;	/* [I] log2 of the block size */
	blkcnt_t		i_blocks;	/* [L] i_lock: of 512 bytes */
	unsigned int		i_state;	/* [L] i_lock: I_* */
	struct rw_semaphore	i_rwsem;	/* contents, size, entries of a directory */
	unsigned long		dirtied_when;	/* jiffies */
	struct hlist_node	i_hash;		/* [L] inode_hash_lock */
	struct list_head	i_io_list;	/* dirty inodes of the file system */
	struct list_head	i_lru;		/* unused inodes */
	struct list_head	i_sb_list;	/* [L] sb->s_inode_list_lock */
	union {
		struct hlist_head i_dentry;	/* [L] i_lock: its names */
		struct rcu_head	  i_rcu;	/* when freed */
	};
	atomic_t		i_count;	/* [A] references */
	atomic_t		i_writecount;	/* [A] open for writing; < 0: being executed */
	atomic_t		i_readcount;	/* [A] */
	union {
		const struct file_operations *i_fop;	/* [I] */
		void (*free_inode)(struct inode *inode);
	};
	struct file_lock_context *i_flctx;	/* set once */
	struct address_space	i_data;
	union {
		struct pipe_inode_info *i_pipe;	/* [L] i_lock */
		struct cdev	*i_cdev;
		char		*i_link;	/* a symlink's body, [I] */
		unsigned int	i_dir_seq;
	};
	void			*i_private;	/* the file system's or driver's */
};

#define S_SYNC		(1 << 0)
#define S_NOATIME	(1 << 1)
#define S_APPEND	(1 << 2)
#define S_IMMUTABLE	(1 << 3)
#define S_DEAD		(1 << 4)	/* a removed directory, still open */
#define S_NOCMTIME	(1 << 7)
#define S_SWAPFILE	(1 << 8)
#define S_PRIVATE	(1 << 9)	/* of the kernel's own: no permission checks */

#define SB_RDONLY	(1UL << 0)
#define SB_NOSUID	(1UL << 1)
#define SB_NODEV	(1UL << 2)
#define SB_NOEXEC	(1UL << 3)
#define SB_SYNCHRONOUS	(1UL << 4)
#define SB_DIRSYNC	(1UL << 7)
#define SB_NOATIME	(1UL << 10)
#define SB_NODIRATIME	(1UL << 11)
#define SB_SILENT	(1UL << 15)
#define SB_KERNMOUNT	(1UL << 22)
#define SB_NOUSER	(1UL << 31)
#define SB_BORN		(1UL << 29)
#define SB_ACTIVE	(1UL << 30)

#define sb_rdonly(sb)		((sb)->s_flags & SB_RDONLY)
#define IS_RDONLY(inode)	sb_rdonly((inode)->i_sb)
#define IS_SYNC(inode)		(((inode)->i_sb->s_flags & SB_SYNCHRONOUS) || \
				 ((inode)->i_flags & S_SYNC))
#define IS_APPEND(inode)	((inode)->i_flags & S_APPEND)
#define IS_IMMUTABLE(inode)	((inode)->i_flags & S_IMMUTABLE)
#define IS_DEADDIR(inode)	((inode)->i_flags & S_DEAD)
#define IS_NOCMTIME(inode)	((inode)->i_flags & S_NOCMTIME)
#define IS_SWAPFILE(inode)	((inode)->i_flags & S_SWAPFILE)
#define IS_PRIVATE(inode)	((inode)->i_flags & S_PRIVATE)

#define I_DIRTY_SYNC		(1 << 0)
#define I_DIRTY_DATASYNC	(1 << 1)
#define I_DIRTY_PAGES		(1 << 2)
#define I_NEW			(1 << 3)	/* being filled in; wait for it */
#define I_FREEING		(1 << 5)
#define I_CLEAR			(1 << 6)
#define I_SYNC			(1 << 7)
#define I_REFERENCED		(1 << 8)
#define I_LINKABLE		(1 << 10)	/* O_TMPFILE: may get a first link */
#define I_DIRTY_TIME		(1 << 11)
#define I_CREATING		(1 << 15)
#define I_DONTCACHE		(1 << 16)
#define I_DIRTY_INODE		(I_DIRTY_SYNC | I_DIRTY_DATASYNC)
#define I_DIRTY			(I_DIRTY_INODE | I_DIRTY_PAGES)
#define I_DIRTY_ALL		(I_DIRTY | I_DIRTY_TIME)

struct delayed_call {
	void (*fn)(void *arg);
	void *arg;
};

#define DEFINE_DELAYED_CALL(name) struct delayed_call name = { NULL, NULL }

static inline void set_delayed_call(struct delayed_call *call, void (*fn)(void *), void *arg)
{
	call->fn = fn;
	call->arg = arg;
}

static inline void do_delayed_call(struct delayed_call *call)
{
	if (call->fn)
		call->fn(call->arg);
}

static inline void clear_delayed_call(struct delayed_call *call)
{
	call->fn = NULL;
}

#define ATTR_MODE	(1 << 0)
#define ATTR_UID	(1 << 1)
#define ATTR_GID	(1 << 2)
#define ATTR_SIZE	(1 << 3)
#define ATTR_ATIME	(1 << 4)
#define ATTR_MTIME	(1 << 5)
#define ATTR_CTIME	(1 << 6)
#define ATTR_ATIME_SET	(1 << 7)
#define ATTR_MTIME_SET	(1 << 8)
#define ATTR_FORCE	(1 << 9)
#define ATTR_KILL_SUID	(1 << 11)
#define ATTR_KILL_SGID	(1 << 12)
#define ATTR_FILE	(1 << 13)
#define ATTR_OPEN	(1 << 15)	/* truncation by open(O_TRUNC) */
#define ATTR_TIMES_SET	(1 << 16)
#define ATTR_TOUCH	(1 << 17)

/* A wanted change of attributes; ia_valid says which. */
struct iattr {
	unsigned int	ia_valid;
	umode_t		ia_mode;
	kuid_t		ia_uid;
	kgid_t		ia_gid;
	loff_t		ia_size;
	struct timespec64 ia_atime;
	struct timespec64 ia_mtime;
	struct timespec64 ia_ctime;
	struct file	*ia_file;
};

struct inode_operations {
	struct dentry *(*lookup)(struct inode *dir, struct dentry *dentry, unsigned int flags);
	const char *(*get_link)(struct dentry *dentry, struct inode *inode,
				struct delayed_call *done);
	int (*permission)(struct mnt_idmap *idmap, struct inode *inode, int mask);
	int (*readlink)(struct dentry *dentry, char __user *buf, int len);
	int (*create)(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
		      umode_t mode, bool excl);
	int (*link)(struct dentry *old, struct inode *dir, struct dentry *dentry);
	int (*unlink)(struct inode *dir, struct dentry *dentry);
	int (*symlink)(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
		       const char *target);
	int (*mkdir)(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry, umode_t mode);
	int (*rmdir)(struct inode *dir, struct dentry *dentry);
	int (*mknod)(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
		     umode_t mode, dev_t dev);
	int (*rename)(struct mnt_idmap *idmap, struct inode *old_dir, struct dentry *old_dentry,
		      struct inode *new_dir, struct dentry *new_dentry, unsigned int flags);
	int (*setattr)(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr);
	int (*getattr)(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat,
		       u32 request_mask, unsigned int flags);
	ssize_t (*listxattr)(struct dentry *dentry, char *list, size_t size);
	int (*update_time)(struct inode *inode, int flags);
	int (*tmpfile)(struct mnt_idmap *idmap, struct inode *dir, struct file *file, umode_t mode);
};

static inline loff_t i_size_read(const struct inode *inode)
{
	return READ_ONCE(inode->i_size);
}

static inline void i_size_write(struct inode *inode, loff_t size)
{
	WRITE_ONCE(inode->i_size, size);
}

static inline void inode_lock(struct inode *inode)
{
	down_write(&inode->i_rwsem);
}

static inline void inode_unlock(struct inode *inode)
{
	up_write(&inode->i_rwsem);
}

static inline void inode_lock_shared(struct inode *inode)
{
	down_read(&inode->i_rwsem);
}

static inline void inode_unlock_shared(struct inode *inode)
{
	up_read(&inode->i_rwsem);
}

static inline int inode_trylock(struct inode *inode)
{
	return down_write_trylock(&inode->i_rwsem);
}

static inline int inode_is_locked(struct inode *inode)
{
	return rwsem_is_locked(&inode->i_rwsem);
}

/* the parts that inodes play for the lock checker: a directory, one below or beside it, the entry, a second entry */
enum inode_i_mutex_lock_class {
	I_MUTEX_NORMAL,
	I_MUTEX_PARENT,
	I_MUTEX_CHILD,
	I_MUTEX_XATTR,
	I_MUTEX_NONDIR2,
	I_MUTEX_PARENT2,
};

static inline void inode_lock_nested(struct inode *inode, unsigned int subclass)
{
	down_write_nested(&inode->i_rwsem, subclass);
}

static inline void filemap_invalidate_lock(struct address_space *mapping)
{
	down_write(&mapping->invalidate_lock);
}

static inline void filemap_invalidate_unlock(struct address_space *mapping)
{
	up_write(&mapping->invalidate_lock);
}

static inline void filemap_invalidate_lock_shared(struct address_space *mapping)
{
	down_read(&mapping->invalidate_lock);
}

static inline void filemap_invalidate_unlock_shared(struct address_space *mapping)
{
	up_read(&mapping->invalidate_lock);
}

static inline uid_t i_uid_read(const struct inode *inode)
{
	return from_kuid(&init_user_ns, inode->i_uid);
}

static inline gid_t i_gid_read(const struct inode *inode)
{
	return from_kgid(&init_user_ns, inode->i_gid);
}

static inline void i_uid_write(struct inode *inode, uid_t uid)
{
	inode->i_uid = make_kuid(&init_user_ns, uid);
}

static inline void i_gid_write(struct inode *inode, gid_t gid)
{
	inode->i_gid = make_kgid(&init_user_ns, gid);
}

static inline unsigned int iminor(const struct inode *inode)
{
	return MINOR(inode->i_rdev);
}

static inline unsigned int imajor(const struct inode *inode)
{
	return MAJOR(inode->i_rdev);
}

/*
 * No lock guards an inode's times: a page fault, a read and a write set them to now at the same time. Who looks
 * meanwhile may meet the seconds of one and the nanoseconds of another.
 */
#define INODE_TIME(x)								\
static inline struct timespec64 inode_get_##x(const struct inode *inode)	\
{										\
	return (struct timespec64){ READ_ONCE(inode->i_##x##_sec),		\
				    READ_ONCE(inode->i_##x##_nsec) };		\
}										\
static inline struct timespec64 inode_set_##x##_to_ts(struct inode *inode,	\
						      struct timespec64 ts)	\
{										\
	WRITE_ONCE(inode->i_##x##_sec, ts.tv_sec);				\
	WRITE_ONCE(inode->i_##x##_nsec, ts.tv_nsec);				\
	return ts;								\
}										\
static inline struct timespec64 inode_set_##x(struct inode *inode, time64_t sec, long nsec) \
{										\
	return inode_set_##x##_to_ts(inode, (struct timespec64){ sec, nsec });	\
}
INODE_TIME(atime)
INODE_TIME(mtime)
INODE_TIME(ctime)
#undef INODE_TIME

struct timespec64 current_time(struct inode *inode);
struct timespec64 inode_set_ctime_current(struct inode *inode);
struct timespec64 simple_inode_init_ts(struct inode *inode);

static inline void inode_init_ts_from(struct inode *inode, struct timespec64 ts)
{
	inode_set_atime_to_ts(inode, ts);
	inode_set_mtime_to_ts(inode, ts);
	inode_set_ctime_to_ts(inode, ts);
}

int inode_init_always(struct super_block *sb, struct inode *inode);
void inode_init_once(struct inode *inode);
void __destroy_inode(struct inode *inode);
void free_inode_nonrcu(struct inode *inode);
struct inode *new_inode(struct super_block *sb);
struct inode *new_inode_pseudo(struct super_block *sb);
struct inode *alloc_anon_inode(struct super_block *sb);
struct inode *alloc_inode(struct super_block *sb);
void inode_sb_list_add(struct inode *inode);
struct inode *iget_locked(struct super_block *sb, unsigned long ino);
struct inode *iget5_locked(struct super_block *sb, unsigned long hashval,
			   int (*test)(struct inode *, void *),
			   int (*set)(struct inode *, void *), void *data);
struct inode *ilookup(struct super_block *sb, unsigned long ino);
struct inode *igrab(struct inode *inode);
void ihold(struct inode *inode);
void iput(struct inode *inode);
void __iget(struct inode *inode);
void iget_failed(struct inode *inode);
void unlock_new_inode(struct inode *inode);
void discard_new_inode(struct inode *inode);
void __insert_inode_hash(struct inode *inode, unsigned long hashval);
void remove_inode_hash(struct inode *inode);
void clear_inode(struct inode *inode);
void clear_nlink(struct inode *inode);
void drop_nlink(struct inode *inode);
void inc_nlink(struct inode *inode);
void set_nlink(struct inode *inode, unsigned int nlink);
void evict_inodes(struct super_block *sb);
int generic_delete_inode(struct inode *inode);
int generic_drop_inode(struct inode *inode);
void init_special_inode(struct inode *inode, umode_t mode, dev_t rdev);
void make_bad_inode(struct inode *inode);
bool is_bad_inode(struct inode *inode);
unsigned int get_next_ino(void);
void inode_init_owner(struct mnt_idmap *idmap, struct inode *inode,
		      const struct inode *dir, umode_t mode);
bool inode_owner_or_capable(struct mnt_idmap *idmap, const struct inode *inode);
void inode_nohighmem(struct inode *inode);
void inode_add_bytes(struct inode *inode, loff_t bytes);
void inode_sub_bytes(struct inode *inode, loff_t bytes);
void inode_set_bytes(struct inode *inode, loff_t bytes);
loff_t inode_get_bytes(struct inode *inode);
void __mark_inode_dirty(struct inode *inode, int flags);
int file_update_time(struct file *file);
int file_modified(struct file *file);
int file_remove_privs(struct file *file);
void touch_atime(const struct path *path);
void inode_update_timestamps(struct inode *inode, int flags);
struct timespec64 timestamp_truncate(struct timespec64 t, struct inode *inode);
void lock_two_nondirectories(struct inode *a, struct inode *b);
void unlock_two_nondirectories(struct inode *a, struct inode *b);
void inode_init(void);

#define S_ATIME		1
#define S_MTIME		2
#define S_CTIME		4
#define S_VERSION	8

static inline void inode_inc_link_count(struct inode *inode)
{
	inc_nlink(inode);
	__mark_inode_dirty(inode, I_DIRTY);
}

static inline void inode_dec_link_count(struct inode *inode)
{
	drop_nlink(inode);
	__mark_inode_dirty(inode, I_DIRTY);
}

static inline void mark_inode_dirty(struct inode *inode)
{
	__mark_inode_dirty(inode, I_DIRTY);
}

static inline void mark_inode_dirty_sync(struct inode *inode)
{
	__mark_inode_dirty(inode, I_DIRTY_SYNC);
}

static inline bool inode_unhashed(struct inode *inode)
{
	return hlist_unhashed(&inode->i_hash);
}

static inline void insert_inode_hash(struct inode *inode)
{
	__insert_inode_hash(inode, inode->i_ino);
}

/* A file that is executed may not be written, and the other way round: ETXTBSY. */
static inline int get_write_access(struct inode *inode)
{
	return atomic_inc_unless_negative(&inode->i_writecount) ? 0 : -ETXTBSY;
}

static inline void put_write_access(struct inode *inode)
{
	atomic_dec(&inode->i_writecount);
}

/* ---- file ----------------------------------------------------------------- */

/* Who gets SIGIO, or the signal that a driver sends. */
struct fown_struct {
	rwlock_t lock;
	struct pid *pid;	/* [L] lock */
	int pid_type;		/* [L] */
	kuid_t uid, euid;	/* [L] of the setter */
	int signum;		/* [L] 0: SIGIO */
};

/* The window that reading ahead has opened; see readahead.c. */
struct file_ra_state {
	pgoff_t start;		/* where it starts */
	unsigned int size;	/* its pages */
	unsigned int async_size; /* reaching this many from its end starts the next one */
	unsigned int ra_pages;	/* largest size */
	unsigned int mmap_miss;
	loff_t prev_pos;	/* where the last read ended */
};

struct file {
	atomic_long_t		f_count;	/* [A] */
	fmode_t			f_mode;		/* FMODE_*, [I] after open */
	unsigned int		f_flags;	/* [L] f_lock: O_* */
	const struct file_operations *f_op;	/* [I] */
	struct address_space	*f_mapping;	/* [I] */
	struct inode		*f_inode;	/* [I] */
	void			*private_data;
	loff_t			f_pos;		/* [L] f_pos_lock */
	unsigned int		f_iocb_flags;	/* f_flags as IOCB_* */
	spinlock_t		f_lock;
	struct mutex		f_pos_lock;
	struct path		f_path;		/* [I] */
	const struct cred	*f_cred;	/* [I] of the opener */
	struct file_ra_state	f_ra;
	struct fown_struct	*f_owner;	/* [L] f_lock; allocated when first set */
	struct hlist_head	f_ep;		/* [L] f_lock: epoll items that watch it */
	union {
		struct llist_node f_llist;	/* queued for the last fput() */
		struct rcu_head f_rcuhead;
	};
};

typedef bool (*filldir_t)(struct dir_context *ctx, const char *name, int namelen,
			  loff_t offset, u64 ino, unsigned int type);

struct dir_context {
	filldir_t actor;
	loff_t pos;
};

typedef void *fl_owner_t;

struct file_operations {
	loff_t (*llseek)(struct file *file, loff_t offset, int whence);
	ssize_t (*read)(struct file *file, char __user *buf, size_t count, loff_t *pos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t count, loff_t *pos);
	ssize_t (*read_iter)(struct kiocb *iocb, struct iov_iter *to);
	ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from);
	int (*iterate_shared)(struct file *file, struct dir_context *ctx);
	__poll_t (*poll)(struct file *file, struct poll_table_struct *wait);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	long (*compat_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int (*mmap)(struct file *file, struct vm_area_struct *vma);
	int (*open)(struct inode *inode, struct file *file);
	int (*flush)(struct file *file, fl_owner_t id);
	int (*release)(struct inode *inode, struct file *file);
	int (*fsync)(struct file *file, loff_t start, loff_t end, int datasync);
	int (*fasync)(int fd, struct file *file, int on);
	int (*lock)(struct file *file, int cmd, struct file_lock *fl);
	unsigned long (*get_unmapped_area)(struct file *file, unsigned long addr, unsigned long len,
					   unsigned long pgoff, unsigned long flags);
	int (*check_flags)(int flags);
	int (*flock)(struct file *file, int cmd, struct file_lock *fl);
	ssize_t (*splice_write)(struct pipe_inode_info *pipe, struct file *out, loff_t *pos,
				size_t len, unsigned int flags);
	ssize_t (*splice_read)(struct file *in, loff_t *pos, struct pipe_inode_info *pipe,
			       size_t len, unsigned int flags);
	long (*fallocate)(struct file *file, int mode, loff_t offset, loff_t len);
	void (*show_fdinfo)(struct seq_file *m, struct file *f);
	ssize_t (*copy_file_range)(struct file *in, loff_t pos_in, struct file *out,
				   loff_t pos_out, size_t len, unsigned int flags);
	int (*fadvise)(struct file *file, loff_t offset, loff_t len, int advice);
	unsigned int fop_flags;
};

static inline struct inode *file_inode(const struct file *file)
{
	return file->f_inode;
}

static inline struct dentry *file_dentry(const struct file *file)
{
	return file->f_path.dentry;
}

static inline struct file *get_file(struct file *file)
{
	atomic_long_inc(&file->f_count);
	return file;
}

#define file_count(f) atomic_long_read(&(f)->f_count)

static inline int call_mmap(struct file *file, struct vm_area_struct *vma)
{
	return file->f_op->mmap(file, vma);
}

static inline int deny_write_access(struct file *file)
{
	return atomic_dec_unless_positive(&file_inode(file)->i_writecount) ? 0 : -ETXTBSY;
}

static inline void allow_write_access(struct file *file)
{
	if (file)
		atomic_inc(&file_inode(file)->i_writecount);
}

/* exec holds its file against writers; these are its names for it */
static inline int exe_file_deny_write_access(struct file *exe_file)
{
	return deny_write_access(exe_file);
}

static inline void exe_file_allow_write_access(struct file *exe_file)
{
	allow_write_access(exe_file);
}

static inline void init_sync_kiocb(struct kiocb *kiocb, struct file *filp)
{
	kiocb->ki_filp = filp;
	kiocb->ki_flags = filp->f_iocb_flags;
	kiocb->private = NULL;
}

#define is_sync_kiocb(kiocb) true

static inline void file_accessed(struct file *file)
{
	if (!(file->f_flags & O_NOATIME))
		touch_atime(&file->f_path);
}

struct file *alloc_empty_file(int flags, const struct cred *cred);
struct file *alloc_file_pseudo(struct inode *inode, struct vfsmount *mnt, const char *name,
			       int flags, const struct file_operations *fops);
struct file *alloc_file_clone(struct file *base, int flags, const struct file_operations *fops);
struct file *dentry_open(const struct path *path, int flags, const struct cred *cred);
int vfs_open(const struct path *path, struct file *file);
int finish_open(struct file *file, struct dentry *dentry, int (*open)(struct inode *, struct file *));
int finish_no_open(struct file *file, struct dentry *dentry);
int nonseekable_open(struct inode *inode, struct file *filp);
int stream_open(struct inode *inode, struct file *filp);
int generic_file_open(struct inode *inode, struct file *filp);
void files_init(void);
unsigned long get_max_files(void);
long get_nr_files(void);

struct filename {
	const char *name;	/* behind the structure or in iname */
	int refcnt;
	const char iname[];
};

struct filename *getname(const char __user *name);
struct filename *getname_flags(const char __user *name, int flags);
struct filename *getname_kernel(const char *name);
struct filename *getname_uflags(const char __user *name, int uflags);
void putname(struct filename *name);

struct file *filp_open(const char *name, int flags, umode_t mode);
struct file *file_open_name(struct filename *name, int flags, umode_t mode);
struct file *file_open_root(const struct path *root, const char *name, int flags, umode_t mode);
int filp_close(struct file *file, fl_owner_t id);
int filp_flush(struct file *file, fl_owner_t id);
long do_sys_open(int dfd, const char __user *filename, int flags, umode_t mode);
int do_truncate(struct mnt_idmap *idmap, struct dentry *dentry, loff_t length,
		unsigned int time_attrs, struct file *filp);
long vfs_truncate(const struct path *path, loff_t length);
int vfs_fallocate(struct file *file, int mode, loff_t offset, loff_t len);
int vfs_fchown(struct file *file, uid_t user, gid_t group);
int vfs_fchmod(struct file *file, umode_t mode);
int chmod_common(const struct path *path, umode_t mode);
int chown_common(const struct path *path, uid_t user, gid_t group);
int vfs_utimes(const struct path *path, struct timespec64 *times);

ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos);
ssize_t kernel_read(struct file *file, void *buf, size_t count, loff_t *pos);
ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t *pos);
ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *ppos, __kernel_rwf_t flags);
ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *ppos, __kernel_rwf_t flags);
ssize_t vfs_copy_file_range(struct file *in, loff_t pos_in, struct file *out, loff_t pos_out,
			    size_t len, unsigned int flags);
int rw_verify_area(int read_write, struct file *file, const loff_t *ppos, size_t count);
loff_t vfs_llseek(struct file *file, loff_t offset, int whence);
loff_t vfs_setpos(struct file *file, loff_t offset, loff_t maxsize);
loff_t generic_file_llseek(struct file *file, loff_t offset, int whence);
loff_t generic_file_llseek_size(struct file *file, loff_t offset, int whence,
				loff_t maxsize, loff_t eof);
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size);
loff_t noop_llseek(struct file *file, loff_t offset, int whence);
loff_t default_llseek(struct file *file, loff_t offset, int whence);
#define no_llseek NULL
int vfs_fsync(struct file *file, int datasync);
int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync);
long vfs_ioctl(struct file *filp, unsigned int cmd, unsigned long arg);
int iterate_dir(struct file *file, struct dir_context *ctx);
int sync_filesystem(struct super_block *sb);
void ksys_sync(void);

int vfs_getattr(const struct path *path, struct kstat *stat, u32 request_mask, unsigned int flags);
int vfs_getattr_nosec(const struct path *path, struct kstat *stat, u32 request_mask,
		      unsigned int flags);
void generic_fillattr(struct mnt_idmap *idmap, u32 request_mask, struct inode *inode,
		      struct kstat *stat);
int vfs_statx(int dfd, struct filename *filename, int flags, struct kstat *stat, u32 request_mask);
int vfs_fstat(int fd, struct kstat *stat);

int notify_change(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr);
int setattr_prepare(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr);
void setattr_copy(struct mnt_idmap *idmap, struct inode *inode, const struct iattr *attr);
int inode_newsize_ok(const struct inode *inode, loff_t offset);
int generic_permission(struct mnt_idmap *idmap, struct inode *inode, int mask);
int inode_permission(struct mnt_idmap *idmap, struct inode *inode, int mask);
int path_permission(const struct path *path, int mask);

int vfs_create(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
	       umode_t mode, bool excl);
int vfs_mkdir(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry, umode_t mode);
int vfs_mknod(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
	      umode_t mode, dev_t dev);
int vfs_symlink(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
		const char *target);
int vfs_link(struct dentry *old, struct mnt_idmap *idmap, struct inode *dir,
	     struct dentry *dentry, struct inode **delegated);
int vfs_rmdir(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry);
int vfs_unlink(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
	       struct inode **delegated);

struct renamedata {
	struct mnt_idmap *old_mnt_idmap;
	struct inode *old_dir;
	struct dentry *old_dentry;
	struct mnt_idmap *new_mnt_idmap;
	struct inode *new_dir;
	struct dentry *new_dentry;
	struct inode **delegated_inode;
	unsigned int flags;
};

int vfs_rename(struct renamedata *rd);
const char *vfs_get_link(struct dentry *dentry, struct delayed_call *done);
int vfs_readlink(struct dentry *dentry, char __user *buffer, int buflen);
int readlink_copy(char __user *buffer, int buflen, const char *link);

static inline void file_start_write(struct file *file) { }
static inline void file_end_write(struct file *file) { }

static inline bool execute_ok(struct inode *inode)
{
	return (inode->i_mode & S_IXUGO) || S_ISDIR(inode->i_mode);
}

static inline bool special_file(umode_t mode)
{
	return S_ISCHR(mode) || S_ISBLK(mode) || S_ISFIFO(mode) || S_ISSOCK(mode);
}

/* ---- file systems --------------------------------------------------------- */

struct super_operations {
	struct inode *(*alloc_inode)(struct super_block *sb);
	void (*destroy_inode)(struct inode *inode);
	void (*free_inode)(struct inode *inode);	/* after a grace period */
	void (*dirty_inode)(struct inode *inode, int flags);
	int (*write_inode)(struct inode *inode, struct writeback_control *wbc);
	int (*drop_inode)(struct inode *inode);
	void (*evict_inode)(struct inode *inode);
	void (*put_super)(struct super_block *sb);
	int (*sync_fs)(struct super_block *sb, int wait);
	int (*statfs)(struct dentry *dentry, struct kstatfs *buf);
	int (*remount_fs)(struct super_block *sb, int *flags, char *data);
	void (*umount_begin)(struct super_block *sb);
	int (*show_options)(struct seq_file *m, struct dentry *root);
};

struct super_block {
	struct list_head	s_list;		/* [L] sb_lock */
	dev_t			s_dev;		/* [I] */
	unsigned char		s_blocksize_bits;
	unsigned long		s_blocksize;
	loff_t			s_maxbytes;	/* largest file */
	struct file_system_type	*s_type;	/* [I] */
	const struct super_operations *s_op;	/* [I] */
	unsigned long		s_flags;	/* [L] s_umount: SB_* */
	unsigned long		s_magic;	/* [I] */
	struct dentry		*s_root;	/* [I] once mounted */
	struct rw_semaphore	s_umount;	/* mounting, unmounting, remounting, sync */
	atomic_t		s_active;	/* [A] mounts of it and others that keep it alive */
	const struct dentry_operations *s_d_op;	/* [I] for new dentries */
	void			*s_fs_info;	/* the file system's */
	u32			s_time_gran;	/* nanoseconds */
	time64_t		s_time_min, s_time_max;
	struct mutex		s_vfs_rename_mutex; /* one cross-directory rename at a time */
	spinlock_t		s_inode_list_lock;
	struct list_head	s_inodes;	/* [L] s_inode_list_lock */
	struct hlist_node	s_instances;	/* [L] sb_lock: of s_type */
	struct list_head	s_dirty;	/* [L] s_inode_list_lock: inodes with I_DIRTY */
	struct block_device	*s_bdev;	/* [I] */
	char			s_id[32];	/* its name in messages */
	struct rcu_head		rcu;
};

extern struct list_head super_blocks;	/* [L] sb_lock (super.c); the auditor reads it while all stands still */

#define FS_REQUIRES_DEV		1
#define FS_BINARY_MOUNTDATA	2
#define FS_HAS_SUBTYPE		4
#define FS_USERNS_MOUNT		8

struct file_system_type {
	const char *name;
	int fs_flags;
	struct dentry *(*mount)(struct file_system_type *type, int flags,
				const char *dev_name, void *data);
	void (*kill_sb)(struct super_block *sb);
	struct file_system_type *next;		/* [L] file_systems_lock */
	struct hlist_head fs_supers;		/* [L] sb_lock */
};

#define MAX_LFS_FILESIZE	((loff_t)LLONG_MAX)
#define MAX_RW_COUNT		(INT_MAX & PAGE_MASK)

int register_filesystem(struct file_system_type *fs);
int unregister_filesystem(struct file_system_type *fs);
struct file_system_type *get_fs_type(const char *name);
int filesystems_show(struct seq_file *m);
struct super_block *sget(struct file_system_type *type,
			 int (*test)(struct super_block *, void *),
			 int (*set)(struct super_block *, void *), int flags, void *data);
struct dentry *mount_nodev(struct file_system_type *type, int flags, void *data,
			   int (*fill_super)(struct super_block *, void *, int));
struct dentry *mount_single(struct file_system_type *type, int flags, void *data,
			    int (*fill_super)(struct super_block *, void *, int));
struct dentry *mount_pseudo(struct file_system_type *type, char *name,
			    const struct super_operations *ops,
			    const struct dentry_operations *dops, unsigned long magic);
void kill_anon_super(struct super_block *sb);
void kill_litter_super(struct super_block *sb);
void generic_shutdown_super(struct super_block *sb);
void deactivate_super(struct super_block *sb);
void deactivate_locked_super(struct super_block *sb);
int set_anon_super(struct super_block *sb, void *data);
int get_anon_bdev(dev_t *dev);
void free_anon_bdev(dev_t dev);
void iterate_supers(void (*fn)(struct super_block *, void *), void *arg);

/* ---- libfs: what simple file systems share -------------------------------- */

extern const struct file_operations simple_dir_operations;
extern const struct inode_operations simple_dir_inode_operations;
extern const struct inode_operations simple_symlink_inode_operations;
extern const struct inode_operations page_symlink_inode_operations;
extern const struct dentry_operations simple_dentry_operations;
extern const struct super_operations simple_super_operations;
extern const struct address_space_operations ram_aops;

int simple_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *iattr);
int simple_getattr(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat,
		   u32 request_mask, unsigned int flags);
int simple_statfs(struct dentry *dentry, struct kstatfs *buf);
int simple_open(struct inode *inode, struct file *file);
int simple_link(struct dentry *old, struct inode *dir, struct dentry *dentry);
int simple_unlink(struct inode *dir, struct dentry *dentry);
int simple_rmdir(struct inode *dir, struct dentry *dentry);
int simple_rename(struct mnt_idmap *idmap, struct inode *old_dir, struct dentry *old_dentry,
		  struct inode *new_dir, struct dentry *new_dentry, unsigned int flags);
int simple_rename_exchange(struct inode *old_dir, struct dentry *old_dentry,
			   struct inode *new_dir, struct dentry *new_dentry);
void simple_rename_timestamp(struct inode *old_dir, struct dentry *old_dentry,
			     struct inode *new_dir, struct dentry *new_dentry);
int simple_empty(struct dentry *dentry);
struct dentry *simple_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags);
int always_delete_dentry(const struct dentry *dentry);
int dcache_dir_open(struct inode *inode, struct file *file);
int dcache_dir_close(struct inode *inode, struct file *file);
loff_t dcache_dir_lseek(struct file *file, loff_t offset, int whence);
int dcache_readdir(struct file *file, struct dir_context *ctx);
ssize_t generic_read_dir(struct file *filp, char __user *buf, size_t siz, loff_t *ppos);
int simple_write_begin(struct file *file, struct address_space *mapping, loff_t pos,
		       unsigned int len, struct folio **foliop, void **fsdata);
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync);
int simple_pin_fs(struct file_system_type *type, struct vfsmount **mount, int *count);
void simple_release_fs(struct vfsmount **mount, int *count);
ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *ppos,
				const void *from, size_t available);
ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *ppos,
			       const void __user *from, size_t count);
const char *simple_get_link(struct dentry *dentry, struct inode *inode, struct delayed_call *done);
const char *page_get_link(struct dentry *dentry, struct inode *inode, struct delayed_call *done);
void kfree_link(void *p);
int generic_check_addressable(unsigned int blocksize_bits, u64 num_blocks);

/* ---- devices -------------------------------------------------------------- */

#define CHRDEV_MAJOR_DYN_START	254
#define CHRDEV_MAJOR_DYN_END	234

int register_chrdev_region(dev_t from, unsigned int count, const char *name);
int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count, const char *name);
void unregister_chrdev_region(dev_t from, unsigned int count);
int __register_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
		      const char *name, const struct file_operations *fops);
void __unregister_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
			 const char *name);
void chrdev_show(struct seq_file *m);
extern const struct file_operations def_chr_fops;
extern const struct file_operations pipefifo_fops;

static inline int register_chrdev(unsigned int major, const char *name,
				  const struct file_operations *fops)
{
	return __register_chrdev(major, 0, 256, name, fops);
}

static inline void unregister_chrdev(unsigned int major, const char *name)
{
	__unregister_chrdev(major, 0, 256, name);
}

#define replace_fops(f, fops) ((f)->f_op = (fops))
#define fops_get(fops) (fops)
#define fops_put(fops) do { } while (0)

/* ---- directory iteration -------------------------------------------------- */

static inline bool dir_emit(struct dir_context *ctx, const char *name, int namelen,
			    u64 ino, unsigned int type)
{
	return ctx->actor(ctx, name, namelen, ctx->pos, ino, type);
}

static inline ino_t parent_ino(struct dentry *dentry)
{
	ino_t ino;

	spin_lock(&dentry->d_lock);
	ino = dentry->d_parent->d_inode->i_ino;
	spin_unlock(&dentry->d_lock);
	return ino;
}

static inline bool dir_emit_dot(struct file *file, struct dir_context *ctx)
{
	return ctx->actor(ctx, ".", 1, ctx->pos, file->f_path.dentry->d_inode->i_ino, DT_DIR);
}

static inline bool dir_emit_dotdot(struct file *file, struct dir_context *ctx)
{
	return ctx->actor(ctx, "..", 2, ctx->pos, parent_ino(file->f_path.dentry), DT_DIR);
}

static inline bool dir_emit_dots(struct file *file, struct dir_context *ctx)
{
	if (ctx->pos == 0) {
		if (!dir_emit_dot(file, ctx))
			return false;
		ctx->pos = 1;
	}
	if (ctx->pos == 1) {
		if (!dir_emit_dotdot(file, ctx))
			return false;
		ctx->pos = 2;
	}
	return true;
}

static inline bool name_is_dot_dotdot(const char *name, size_t len)
{
	return len && name[0] == '.' && (len == 1 || (len == 2 && name[1] == '.'));
}

/* ---- page-cache I/O (mm/filemap*.c) --------------------------------------- */

ssize_t generic_file_read_iter(struct kiocb *iocb, struct iov_iter *to);
ssize_t generic_file_write_iter(struct kiocb *iocb, struct iov_iter *from);
ssize_t __generic_file_write_iter(struct kiocb *iocb, struct iov_iter *from);
ssize_t generic_perform_write(struct kiocb *iocb, struct iov_iter *from);
ssize_t generic_write_checks(struct kiocb *iocb, struct iov_iter *from);
ssize_t filemap_read(struct kiocb *iocb, struct iov_iter *to, ssize_t already_read);
int generic_file_mmap(struct file *file, struct vm_area_struct *vma);
int generic_file_readonly_mmap(struct file *file, struct vm_area_struct *vma);
int generic_file_fsync(struct file *file, loff_t start, loff_t end, int datasync);
int generic_fadvise(struct file *file, loff_t offset, loff_t len, int advice);
int vfs_fadvise(struct file *file, loff_t offset, loff_t len, int advice);
ssize_t filemap_splice_read(struct file *in, loff_t *ppos, struct pipe_inode_info *pipe,
			    size_t len, unsigned int flags);
void file_ra_state_init(struct file_ra_state *ra, struct address_space *mapping);

static inline ssize_t generic_write_sync(struct kiocb *iocb, ssize_t count)
{
	if (iocb->ki_flags & (IOCB_DSYNC | IOCB_SYNC)) {
		int err = vfs_fsync_range(iocb->ki_filp, iocb->ki_pos - count, iocb->ki_pos - 1,
					  !(iocb->ki_flags & IOCB_SYNC));

		if (err)
			return err;
	}
	return count;
}

static inline int iocb_flags(unsigned int f_flags)
{
	int res = 0;

	if (f_flags & O_APPEND)
		res |= IOCB_APPEND;
	if (f_flags & O_DIRECT)
		res |= IOCB_DIRECT;
	if (f_flags & O_DSYNC)
		res |= IOCB_DSYNC;
	if (f_flags & __O_SYNC)
		res |= IOCB_SYNC;
	return res;
}

/* ---- boot ----------------------------------------------------------------- */

void vfs_caches_init_early(void);
void vfs_caches_init(void);
void dcache_init(void);
void mnt_init(void);
void chrdev_init(void);

#endif
