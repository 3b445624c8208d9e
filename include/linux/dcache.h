/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DCACHE_H
#define _LINUX_DCACHE_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/lockref.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/seqlock.h>

struct inode;
struct super_block;
struct vfsmount;
struct path;

/* A name with its hash and length; the two travel as one 64-bit word. */
struct qstr {
	union {
		struct {
			u32 hash;
			u32 len;
		};
		u64 hash_len;
	};
	const unsigned char *name;
};

#define QSTR_INIT(n, l)	{ { { .len = l } }, .name = n }
#define QSTR(n)		((struct qstr)QSTR_INIT(n, strlen(n)))

#define DNAME_INLINE_LEN	40

struct dentry_operations;

/*
 * A directory entry in memory: the edge from a directory to an inode, under a name. A
 * dentry without inode is a negative one: it remembers that the name is not there.
 */
struct dentry {
	unsigned int		d_flags;	/* [L] d_lock */
	struct hlist_node	d_hash;		/* [H] bucket lock; readers: RCU */
	struct dentry		*d_parent;	/* [L]+rename_lock; itself for a root */
	struct qstr		d_name;		/* [L]+rename_lock */
	struct inode		*d_inode;	/* [L]; NULL: negative */
	struct lockref		d_lockref;	/* lock and count */
	const struct dentry_operations *d_op;	/* [I] */
	struct super_block	*d_sb;		/* [I] */
	void			*d_fsdata;	/* the file system's */
	unsigned long		d_time;		/* the file system's */
	struct list_head	d_lru;		/* [U] lru lock, or a private list */
	struct hlist_node	d_sib;		/* [P] parent's d_lock */
	struct hlist_head	d_children;	/* [L] */
	union {
		struct hlist_node d_alias;	/* [I] inode->i_lock */
		struct rcu_head	  d_rcu;	/* when freed */
	} d_u;
	unsigned char		d_iname[DNAME_INLINE_LEN];	/* a short name */
};

#define d_lock	d_lockref.lock

struct dentry_operations {
	int (*d_revalidate)(struct dentry *dentry, unsigned int flags);
	int (*d_hash)(const struct dentry *dir, struct qstr *name);
	int (*d_compare)(const struct dentry *dentry, unsigned int len,
			 const char *str, const struct qstr *name);
	int (*d_delete)(const struct dentry *dentry);
	int (*d_init)(struct dentry *dentry);
	void (*d_release)(struct dentry *dentry);
	void (*d_iput)(struct dentry *dentry, struct inode *inode);
	char *(*d_dname)(struct dentry *dentry, char *buffer, int buflen);
};

#define DCACHE_OP_HASH		0x00000001
#define DCACHE_OP_COMPARE	0x00000002
#define DCACHE_OP_REVALIDATE	0x00000004
#define DCACHE_OP_DELETE	0x00000008
#define DCACHE_LRU_LIST		0x00000010	/* on the LRU of unused dentries */
#define DCACHE_REFERENCED	0x00000020	/* used since the LRU last looked */
#define DCACHE_MOUNTED		0x00000040	/* something is mounted on it */
#define DCACHE_DONTCACHE	0x00000080	/* dies with its last reference */
#define DCACHE_CANT_MOUNT	0x00000100
#define DCACHE_SHRINK_LIST	0x00000200	/* on somebody's list of victims */
#define DCACHE_ENTRY_TYPE	0x00700000
#define DCACHE_MISS_TYPE	0x00000000	/* negative */
#define DCACHE_DIRECTORY_TYPE	0x00100000
#define DCACHE_REGULAR_TYPE	0x00200000
#define DCACHE_SPECIAL_TYPE	0x00300000
#define DCACHE_SYMLINK_TYPE	0x00400000

extern seqlock_t rename_lock;

void d_instantiate(struct dentry *dentry, struct inode *inode);
struct dentry *d_splice_alias(struct inode *inode, struct dentry *dentry);
void d_add(struct dentry *dentry, struct inode *inode);
void d_delete(struct dentry *dentry);
void d_drop(struct dentry *dentry);
void d_rehash(struct dentry *dentry);
void d_move(struct dentry *dentry, struct dentry *target);
void d_exchange(struct dentry *a, struct dentry *b);
void d_invalidate(struct dentry *dentry);
void d_genocide(struct dentry *root);
void d_tmpfile(struct dentry *dentry, struct inode *inode);
struct dentry *d_alloc(struct dentry *parent, const struct qstr *name);
struct dentry *d_alloc_name(struct dentry *parent, const char *name);
struct dentry *d_alloc_anon(struct super_block *sb);
struct dentry *d_alloc_pseudo(struct super_block *sb, const struct qstr *name);
struct dentry *d_make_root(struct inode *inode);
struct dentry *d_find_alias(struct inode *inode);
struct dentry *d_find_any_alias(struct inode *inode);
void d_set_d_op(struct dentry *dentry, const struct dentry_operations *op);
struct dentry *d_lookup(const struct dentry *parent, const struct qstr *name);
struct dentry *d_hash_and_lookup(struct dentry *dir, struct qstr *name);
struct dentry *d_ancestor(struct dentry *ancestor, struct dentry *p);
bool is_subdir(struct dentry *dentry, struct dentry *ancestor);
void dput(struct dentry *dentry);
struct dentry *dget_parent(struct dentry *dentry);
void shrink_dcache_parent(struct dentry *dentry);
void shrink_dcache_sb(struct super_block *sb);
void shrink_dcache_for_umount(struct super_block *sb);
long prune_dcache(long nr_to_scan);

char *d_path(const struct path *path, char *buf, int buflen);
char *d_absolute_path(const struct path *path, char *buf, int buflen);
char *dentry_path(const struct dentry *dentry, char *buf, int buflen);
char *dentry_path_raw(const struct dentry *dentry, char *buf, int buflen);
char *dynamic_dname(char *buf, int buflen, const char *fmt, ...);
char *simple_dname(struct dentry *dentry, char *buf, int buflen);

static inline struct dentry *dget(struct dentry *dentry)
{
	if (dentry)
		lockref_get(&dentry->d_lockref);
	return dentry;
}

/* the caller holds d_lock */
static inline struct dentry *dget_dlock(struct dentry *dentry)
{
	dentry->d_lockref.count++;
	return dentry;
}

static inline unsigned int d_count(const struct dentry *dentry)
{
	return dentry->d_lockref.count;
}

static inline bool d_unhashed(const struct dentry *dentry)
{
	return hlist_unhashed(&dentry->d_hash);
}

#define IS_ROOT(x) ((x) == (x)->d_parent)

/* removed from its directory while still in use */
static inline bool d_unlinked(const struct dentry *dentry)
{
	return d_unhashed(dentry) && !IS_ROOT(dentry);
}

static inline bool cant_mount(const struct dentry *dentry)
{
	return dentry->d_flags & DCACHE_CANT_MOUNT;
}

static inline void dont_mount(struct dentry *dentry)
{
	spin_lock(&dentry->d_lock);
	dentry->d_flags |= DCACHE_CANT_MOUNT;
	spin_unlock(&dentry->d_lock);
}

static inline bool d_mountpoint(const struct dentry *dentry)
{
	return dentry->d_flags & DCACHE_MOUNTED;
}

static inline unsigned int __d_entry_type(const struct dentry *dentry)
{
	return READ_ONCE(dentry->d_flags) & DCACHE_ENTRY_TYPE;
}

static inline bool d_is_negative(const struct dentry *dentry)
{
	return !READ_ONCE(dentry->d_inode);
}

static inline bool d_is_positive(const struct dentry *dentry)
{
	return !d_is_negative(dentry);
}

static inline bool d_really_is_negative(const struct dentry *dentry)
{
	return !dentry->d_inode;
}

static inline bool d_really_is_positive(const struct dentry *dentry)
{
	return dentry->d_inode;
}

/* d_lock of a child under that of its parent, for the lock checker */
enum dentry_d_lock_class {
	DENTRY_D_LOCK_NORMAL,
	DENTRY_D_LOCK_NESTED,
};

/* a name that is there; in a file system whose names are dentries */
static inline bool simple_positive(const struct dentry *dentry)
{
	return d_really_is_positive(dentry) && !d_unhashed(dentry);
}

static inline bool d_is_dir(const struct dentry *dentry)
{
	return __d_entry_type(dentry) == DCACHE_DIRECTORY_TYPE;
}

static inline bool d_can_lookup(const struct dentry *dentry)
{
	return d_is_dir(dentry);
}

static inline bool d_is_symlink(const struct dentry *dentry)
{
	return __d_entry_type(dentry) == DCACHE_SYMLINK_TYPE;
}

static inline bool d_is_reg(const struct dentry *dentry)
{
	return __d_entry_type(dentry) == DCACHE_REGULAR_TYPE;
}

static inline struct inode *d_inode(const struct dentry *dentry)
{
	return dentry->d_inode;
}

static inline struct inode *d_backing_inode(const struct dentry *dentry)
{
	return dentry->d_inode;
}

static inline struct dentry *d_real(struct dentry *dentry)
{
	return dentry;
}

#endif
