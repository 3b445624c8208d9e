// SPDX-License-Identifier: GPL-2.0-only
/*
 * dcache.c - the names of the file tree that are in memory.
 *
 * Owns:       every struct dentry, the hash table of names, the list of unused dentries.
 * Invariant:  a hashed dentry is the only one with its parent and name; a dentry holds a
 *             reference on its parent; a dentry with count 0 is hashed (or on its way out).
 * Locks:      rename_lock, then d_lock of a parent before its child's, then bucket lock or
 *             lru lock. Lookups hold none: RCU, and d_lock of the hit alone. rename_lock's
 *             sequence tells a lookup that failed while a rename ran to look again.
 * Elsewhere:  what a name means on disk (i_op->lookup), mounts (namespace.c), walking
 *             (namei.c), directories that live here alone (libfs.c).
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/namei.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

__cacheline_aligned_in_smp DEFINE_SEQLOCK(rename_lock);

/* One chain of the hash table. */
struct d_bucket {
	struct hlist_head head;		/* [L] lock; readers RCU */
	spinlock_t lock;
};

static struct d_bucket *dentry_hashtable __ro_after_init;
static unsigned int d_hash_shift __ro_after_init;
static struct kmem_cache *dentry_cache __ro_after_init;

static DEFINE_SPINLOCK(dentry_lru_lock);
static LIST_HEAD(dentry_lru);		/* [L] dentry_lru_lock; newest first */
static long nr_unused;			/* [L] dentry_lru_lock */

static struct d_bucket *d_bucket_of(u32 hash)
{
	return &dentry_hashtable[hash >> d_hash_shift];
}

/* ---- names ---------------------------------------------------------------- */

static inline u64 hash_step(u64 h, u64 word)
{
	h = (h ^ word) * 0x9e3779b97f4a7c15ULL;
	return h ^ (h >> 32);
}

/**
 * full_name_hash() - hash of a name, mixed with @salt (its directory's dentry)
 */
u32 full_name_hash(const void *salt, const char *name, unsigned int len)
{
	u64 h = (u64)(unsigned long)salt;
	u64 word;

	for (; len >= 8; len -= 8, name += 8) {
		__builtin_memcpy(&word, name, 8);
		h = hash_step(h, word);
	}
	word = len;
	while (len)
		word = (word << 8) | (unsigned char)name[--len];
	h = hash_step(h, word);
	return (u32)(h >> 16) ^ (u32)h;
}

/* hash and length of a whole string */
u64 hashlen_string(const void *salt, const char *name)
{
	u32 len = strlen(name);

	return ((u64)len << 32) | full_name_hash(salt, name, len);
}

static inline bool name_equal(const unsigned char *a, const unsigned char *b, u32 len)
{
	while (len--)
		if (*a++ != *b++)
			return false;
	return true;
}

static bool d_same_name(const struct dentry *dentry, const struct dentry *parent,
			const struct qstr *name)
{
	if (unlikely(parent->d_flags & DCACHE_OP_COMPARE))
		return !parent->d_op->d_compare(dentry, dentry->d_name.len,
						(const char *)dentry->d_name.name, name);
	return dentry->d_name.len == name->len &&
	       name_equal(dentry->d_name.name, name->name, name->len);
}

/* ---- birth and death ------------------------------------------------------ */

static bool has_external_name(const struct dentry *dentry)
{
	return dentry->d_name.name != dentry->d_iname;
}

static void dentry_free_rcu(struct rcu_head *head)
{
	struct dentry *dentry = container_of(head, struct dentry, d_u.d_rcu);

	if (has_external_name(dentry))
		kfree(dentry->d_name.name);
	kmem_cache_free(dentry_cache, dentry);
}

static struct dentry *__d_alloc(struct super_block *sb, const struct qstr *name)
{
	static const struct qstr root_name = QSTR_INIT("/", 1);
	struct dentry *dentry = kmem_cache_alloc(dentry_cache, GFP_KERNEL);
	unsigned char *dname;

	if (!dentry)
		return NULL;
	if (!name)
		name = &root_name;
	dname = dentry->d_iname;
	if (name->len >= DNAME_INLINE_LEN) {
		dname = kmalloc(name->len + 1, GFP_KERNEL);
		if (!dname) {
			kmem_cache_free(dentry_cache, dentry);
			return NULL;
		}
	}
	memcpy(dname, name->name, name->len);
	dname[name->len] = 0;
	dentry->d_name.hash_len = name->hash_len;
	dentry->d_name.name = dname;

	dentry->d_flags = 0;
	dentry->d_inode = NULL;
	dentry->d_parent = dentry;
	dentry->d_sb = sb;
	dentry->d_op = NULL;
	dentry->d_fsdata = NULL;
	dentry->d_time = 0;
	dentry->d_lockref.count = 1;
	spin_lock_init(&dentry->d_lock);
	INIT_HLIST_NODE(&dentry->d_hash);
	INIT_LIST_HEAD(&dentry->d_lru);
	INIT_HLIST_NODE(&dentry->d_sib);
	INIT_HLIST_HEAD(&dentry->d_children);
	INIT_HLIST_NODE(&dentry->d_u.d_alias);
	if (sb)
		d_set_d_op(dentry, sb->s_d_op);
	if (dentry->d_op && dentry->d_op->d_init && dentry->d_op->d_init(dentry)) {
		if (has_external_name(dentry))
			kfree(dentry->d_name.name);
		kmem_cache_free(dentry_cache, dentry);
		return NULL;
	}
	return dentry;
}

/**
 * d_alloc() - a new dentry below @parent, with one reference, negative and unhashed
 */
struct dentry *d_alloc(struct dentry *parent, const struct qstr *name)
{
	struct dentry *dentry = __d_alloc(parent->d_sb, name);

	if (!dentry)
		return NULL;
	spin_lock(&parent->d_lock);
	dentry->d_parent = dget_dlock(parent);
	hlist_add_head(&dentry->d_sib, &parent->d_children);
	spin_unlock(&parent->d_lock);
	return dentry;
}

struct dentry *d_alloc_name(struct dentry *parent, const char *name)
{
	struct qstr q = { .name = (const unsigned char *)name };

	q.hash_len = hashlen_string(parent, name);
	return d_alloc(parent, &q);
}

struct dentry *d_alloc_anon(struct super_block *sb)
{
	return __d_alloc(sb, NULL);
}

struct dentry *d_alloc_pseudo(struct super_block *sb, const struct qstr *name)
{
	return __d_alloc(sb, name);
}

void d_set_d_op(struct dentry *dentry, const struct dentry_operations *op)
{
	dentry->d_op = op;
	dentry->d_flags &= ~(DCACHE_OP_HASH | DCACHE_OP_COMPARE | DCACHE_OP_REVALIDATE | DCACHE_OP_DELETE);
	if (!op)
		return;
	if (op->d_hash)
		dentry->d_flags |= DCACHE_OP_HASH;
	if (op->d_compare)
		dentry->d_flags |= DCACHE_OP_COMPARE;
	if (op->d_revalidate)
		dentry->d_flags |= DCACHE_OP_REVALIDATE;
	if (op->d_delete)
		dentry->d_flags |= DCACHE_OP_DELETE;
}

static unsigned int d_type_of(const struct inode *inode)
{
	if (!inode)
		return DCACHE_MISS_TYPE;
	if (S_ISDIR(inode->i_mode))
		return DCACHE_DIRECTORY_TYPE;
	if (S_ISLNK(inode->i_mode))
		return DCACHE_SYMLINK_TYPE;
	if (S_ISREG(inode->i_mode))
		return DCACHE_REGULAR_TYPE;
	return DCACHE_SPECIAL_TYPE;
}

/* caller holds i_lock */
static void __d_instantiate(struct dentry *dentry, struct inode *inode)
{
	spin_lock(&dentry->d_lock);
	hlist_add_head(&dentry->d_u.d_alias, &inode->i_dentry);
	dentry->d_flags = (dentry->d_flags & ~DCACHE_ENTRY_TYPE) | d_type_of(inode);
	/* pairs with READ_ONCE in d_is_negative(): the inode is complete */
	smp_store_release(&dentry->d_inode, inode);
	spin_unlock(&dentry->d_lock);
}

/**
 * d_instantiate() - give a negative dentry its inode
 * @inode: the caller's reference goes to the dentry; NULL leaves it negative
 */
void d_instantiate(struct dentry *dentry, struct inode *inode)
{
	if (!inode)
		return;
	spin_lock(&inode->i_lock);
	__d_instantiate(dentry, inode);
	spin_unlock(&inode->i_lock);
}

/* an inode that never had a name: O_TMPFILE */
void d_tmpfile(struct dentry *dentry, struct inode *inode)
{
	drop_nlink(inode);
	d_instantiate(dentry, inode);
}

struct dentry *d_make_root(struct inode *inode)
{
	struct dentry *dentry;

	if (!inode)
		return NULL;
	dentry = d_alloc_anon(inode->i_sb);
	if (!dentry) {
		iput(inode);
		return NULL;
	}
	d_instantiate(dentry, inode);
	return dentry;
}

/* ---- hash ----------------------------------------------------------------- */

static void __d_rehash(struct dentry *dentry)
{
	struct d_bucket *b = d_bucket_of(dentry->d_name.hash);

	spin_lock(&b->lock);
	hlist_add_head_rcu(&dentry->d_hash, &b->head);
	spin_unlock(&b->lock);
}

void d_rehash(struct dentry *dentry)
{
	spin_lock(&dentry->d_lock);
	__d_rehash(dentry);
	spin_unlock(&dentry->d_lock);
}

/* caller holds d_lock */
static void __d_drop(struct dentry *dentry)
{
	struct d_bucket *b;

	if (d_unhashed(dentry))
		return;
	b = d_bucket_of(dentry->d_name.hash);
	spin_lock(&b->lock);
	hlist_del_init_rcu(&dentry->d_hash);
	spin_unlock(&b->lock);
}

/**
 * d_drop() - a lookup shall not find this dentry any more
 */
void d_drop(struct dentry *dentry)
{
	spin_lock(&dentry->d_lock);
	__d_drop(dentry);
	spin_unlock(&dentry->d_lock);
}

/* A negative dentry that a lookup has hashed already stays where it is. */
void d_add(struct dentry *dentry, struct inode *inode)
{
	d_instantiate(dentry, inode);
	spin_lock(&dentry->d_lock);
	if (d_unhashed(dentry))
		__d_rehash(dentry);
	spin_unlock(&dentry->d_lock);
}

/*
 * A lookup that may miss a dentry that is being renamed, but never returns a wrong one.
 * Return: the dentry with a reference, or NULL.
 */
struct dentry *__d_lookup(const struct dentry *parent, const struct qstr *name)
{
	struct d_bucket *b = d_bucket_of(name->hash);
	struct dentry *dentry;

	rcu_read_lock();
	hlist_for_each_entry_rcu(dentry, &b->head, d_hash) {
		if (dentry->d_name.hash != name->hash)
			continue;
		spin_lock(&dentry->d_lock);
		if (dentry->d_parent == parent && !d_unhashed(dentry) &&
		    d_same_name(dentry, parent, name)) {
			dentry->d_lockref.count++;
			spin_unlock(&dentry->d_lock);
			rcu_read_unlock();
			return dentry;
		}
		spin_unlock(&dentry->d_lock);
	}
	rcu_read_unlock();
	return NULL;
}

/**
 * d_lookup() - the dentry of @name below @parent, if it is in memory
 */
struct dentry *d_lookup(const struct dentry *parent, const struct qstr *name)
{
	struct dentry *dentry = __d_lookup(parent, name);
	unsigned int seq;

	if (likely(dentry))
		return dentry;
	/* only a miss may be a rename's doing */
	do {
		seq = read_seqbegin(&rename_lock);
		dentry = __d_lookup(parent, name);
	} while (!dentry && read_seqretry(&rename_lock, seq));
	return dentry;
}

struct dentry *d_hash_and_lookup(struct dentry *dir, struct qstr *name)
{
	name->hash = full_name_hash(dir, (const char *)name->name, name->len);
	if (dir->d_flags & DCACHE_OP_HASH) {
		int err = dir->d_op->d_hash(dir, name);

		if (err < 0)
			return ERR_PTR(err);
	}
	return d_lookup(dir, name);
}

/* ---- references ----------------------------------------------------------- */

static void d_lru_add(struct dentry *dentry)
{
	if (dentry->d_flags & (DCACHE_LRU_LIST | DCACHE_SHRINK_LIST)) {
		dentry->d_flags |= DCACHE_REFERENCED;
		return;
	}
	dentry->d_flags |= DCACHE_LRU_LIST;
	spin_lock(&dentry_lru_lock);
	list_add(&dentry->d_lru, &dentry_lru);
	nr_unused++;
	spin_unlock(&dentry_lru_lock);
}

static void d_lru_del(struct dentry *dentry)
{
	if (!(dentry->d_flags & DCACHE_LRU_LIST))
		return;
	dentry->d_flags &= ~DCACHE_LRU_LIST;
	spin_lock(&dentry_lru_lock);
	list_del_init(&dentry->d_lru);
	nr_unused--;
	spin_unlock(&dentry_lru_lock);
}

/* Separates a dentry from its inode. Called with d_lock held, which it drops. */
static void dentry_unlink_inode(struct dentry *dentry)
{
	struct inode *inode = dentry->d_inode;

	dentry->d_flags &= ~DCACHE_ENTRY_TYPE;
	dentry->d_inode = NULL;
	spin_unlock(&dentry->d_lock);
	spin_lock(&inode->i_lock);
	hlist_del_init(&dentry->d_u.d_alias);
	spin_unlock(&inode->i_lock);
	if (dentry->d_op && dentry->d_op->d_iput)
		dentry->d_op->d_iput(dentry, inode);
	else
		iput(inode);
}

/*
 * Kills an unused dentry: called with d_lock held and a count of 0 or 1.
 * Return: the parent, on which the caller inherits the dead child's reference.
 */
static struct dentry *__dentry_kill(struct dentry *dentry)
{
	struct dentry *parent = NULL;
	bool on_shrink_list;

	lockref_mark_dead(&dentry->d_lockref);
	__d_drop(dentry);
	d_lru_del(dentry);
	if (dentry->d_inode)
		dentry_unlink_inode(dentry);
	else
		spin_unlock(&dentry->d_lock);
	if (dentry->d_op && dentry->d_op->d_release)
		dentry->d_op->d_release(dentry);

	/* It is dead and unhashed: nothing renames it, so d_parent stays. */
	if (!IS_ROOT(dentry)) {
		parent = dentry->d_parent;
		spin_lock(&parent->d_lock);
		hlist_del_init(&dentry->d_sib);
		spin_unlock(&parent->d_lock);
	}
	spin_lock(&dentry->d_lock);
	on_shrink_list = dentry->d_flags & DCACHE_SHRINK_LIST;
	spin_unlock(&dentry->d_lock);
	if (!on_shrink_list)
		call_rcu(&dentry->d_u.d_rcu, dentry_free_rcu);
	return parent;
}

/* May a dentry whose last reference goes stay in memory? Called with d_lock held. */
static bool retain_dentry(struct dentry *dentry)
{
	if (d_unhashed(dentry))
		return false;
	if ((dentry->d_flags & DCACHE_OP_DELETE) && dentry->d_op->d_delete(dentry))
		return false;
	return !(dentry->d_flags & DCACHE_DONTCACHE);
}

/**
 * dput() - drop a reference
 *
 * Context: may sleep (the last reference on an inode may go with it).
 */
void dput(struct dentry *dentry)
{
	while (dentry) {
		if (lockref_put_or_lock(&dentry->d_lockref))
			return;
		if (retain_dentry(dentry)) {
			d_lru_add(dentry);
			dentry->d_lockref.count--;
			spin_unlock(&dentry->d_lock);
			return;
		}
		dentry = __dentry_kill(dentry);
	}
}

struct dentry *dget_parent(struct dentry *dentry)
{
	struct dentry *parent;

	for (;;) {
		rcu_read_lock();
		parent = READ_ONCE(dentry->d_parent);
		if (lockref_get_not_dead(&parent->d_lockref)) {
			rcu_read_unlock();
			if (likely(parent == READ_ONCE(dentry->d_parent)))
				return parent;
			dput(parent);
			continue;
		}
		rcu_read_unlock();
	}
}

/* ---- aliases -------------------------------------------------------------- */

struct dentry *d_find_any_alias(struct inode *inode)
{
	struct dentry *dentry = NULL;

	spin_lock(&inode->i_lock);
	if (!hlist_empty(&inode->i_dentry)) {
		dentry = hlist_entry(inode->i_dentry.first, struct dentry, d_u.d_alias);
		if (!lockref_get_not_dead(&dentry->d_lockref))
			dentry = NULL;
	}
	spin_unlock(&inode->i_lock);
	return dentry;
}

struct dentry *d_find_alias(struct inode *inode)
{
	struct dentry *dentry, *found = NULL;

	spin_lock(&inode->i_lock);
	hlist_for_each_entry(dentry, &inode->i_dentry, d_u.d_alias) {
		if (!d_unhashed(dentry) && lockref_get_not_dead(&dentry->d_lockref)) {
			found = dentry;
			break;
		}
	}
	spin_unlock(&inode->i_lock);
	return found;
}

/**
 * d_splice_alias() - make @dentry, just looked up, stand for @inode
 * @inode: reference passed in; NULL or an ERR_PTR are welcome
 *
 * A directory has one dentry only: where one is in memory, it moves here.
 * Return: NULL (use @dentry), the dentry to use instead, or an error.
 */
struct dentry *d_splice_alias(struct inode *inode, struct dentry *dentry)
{
	struct dentry *alias;

	if (IS_ERR(inode))
		return ERR_CAST(inode);
	if (inode && S_ISDIR(inode->i_mode)) {
		alias = d_find_any_alias(inode);
		if (alias) {
			if (d_ancestor(alias, dentry)) {
				dput(alias);
				iput(inode);
				return ERR_PTR(-ELOOP);
			}
			d_move(alias, dentry);
			iput(inode);
			return alias;
		}
	}
	d_add(dentry, inode);
	return NULL;
}

/**
 * d_delete() - a name has been removed from its directory
 *
 * Turns the dentry negative where nobody else uses it, else takes it out of the hash.
 */
void d_delete(struct dentry *dentry)
{
	spin_lock(&dentry->d_lock);
	dentry->d_flags &= ~DCACHE_CANT_MOUNT;
	if (dentry->d_lockref.count == 1 && dentry->d_inode) {
		dentry_unlink_inode(dentry);
		return;
	}
	__d_drop(dentry);
	spin_unlock(&dentry->d_lock);
}

/* ---- renaming ------------------------------------------------------------- */

bool is_subdir(struct dentry *dentry, struct dentry *ancestor)
{
	bool ret;
	unsigned int seq;

	do {
		struct dentry *d = dentry;

		seq = read_seqbegin(&rename_lock);
		rcu_read_lock();
		while (d != ancestor && !IS_ROOT(d))
			d = READ_ONCE(d->d_parent);
		ret = d == ancestor;
		rcu_read_unlock();
	} while (read_seqretry(&rename_lock, seq));
	return ret;
}

/* Return: the child of @ancestor on the way down to @p, or NULL where there is no way. */
struct dentry *d_ancestor(struct dentry *ancestor, struct dentry *p)
{
	for (; !IS_ROOT(p); p = p->d_parent)
		if (p->d_parent == ancestor)
			return p;
	return NULL;
}

static void swap_names(struct dentry *a, struct dentry *b)
{
	bool a_ext = has_external_name(a), b_ext = has_external_name(b);
	struct qstr qa = a->d_name, qb = b->d_name;
	unsigned char inl[DNAME_INLINE_LEN];

	memcpy(inl, a->d_iname, sizeof(inl));
	memcpy(a->d_iname, b->d_iname, sizeof(inl));
	memcpy(b->d_iname, inl, sizeof(inl));
	a->d_name.hash_len = qb.hash_len;
	a->d_name.name = b_ext ? qb.name : a->d_iname;
	b->d_name.hash_len = qa.hash_len;
	b->d_name.name = a_ext ? qa.name : b->d_iname;
}

/* caller holds rename_lock, which excludes every other change of parents */
static void d_reparent(struct dentry *dentry, struct dentry *parent)
{
	struct dentry *old = dentry->d_parent;

	if (old == parent)
		return;
	if (old != dentry) {
		spin_lock(&old->d_lock);
		hlist_del_init(&dentry->d_sib);
		spin_unlock(&old->d_lock);
	}
	spin_lock(&parent->d_lock);
	dget_dlock(parent);
	hlist_add_head(&dentry->d_sib, &parent->d_children);
	spin_unlock(&parent->d_lock);
	spin_lock(&dentry->d_lock);
	WRITE_ONCE(dentry->d_parent, parent);
	spin_unlock(&dentry->d_lock);
}

/**
 * d_move() - @dentry takes the place and name of @target, which leaves the hash
 *
 * Context: both directories locked.
 */
void d_move(struct dentry *dentry, struct dentry *target)
{
	struct dentry *old_parent, *new_parent;

	/*
	 * Both leave the hash before the name changes, so that no lookup sees a mixture;
	 * the sequence makes lookups that miss try again. The old parent's reference is
	 * dropped last, outside of the lock.
	 */
	write_seqlock(&rename_lock);
	d_drop(dentry);
	d_drop(target);
	old_parent = dentry->d_parent;
	new_parent = target->d_parent;
	swap_names(dentry, target);
	d_reparent(dentry, new_parent);
	d_rehash(dentry);
	write_sequnlock(&rename_lock);
	if (old_parent != new_parent && old_parent != dentry)
		dput(old_parent);
}

void d_exchange(struct dentry *a, struct dentry *b)
{
	struct dentry *pa, *pb;

	write_seqlock(&rename_lock);
	d_drop(a);
	d_drop(b);
	pa = a->d_parent;
	pb = b->d_parent;
	swap_names(a, b);
	d_reparent(a, pb);
	d_reparent(b, pa);
	d_rehash(a);
	d_rehash(b);
	write_sequnlock(&rename_lock);
	if (pa != pb) {
		dput(pa);
		dput(pb);
	}
}

/* ---- shrinking ------------------------------------------------------------ */

static void shrink_dentry_list(struct list_head *list)
{
	while (!list_empty(list)) {
		struct dentry *dentry = list_last_entry(list, struct dentry, d_lru);
		struct dentry *parent = NULL;

		spin_lock(&dentry->d_lock);
		list_del_init(&dentry->d_lru);
		dentry->d_flags &= ~DCACHE_SHRINK_LIST;
		if (__lockref_is_dead(&dentry->d_lockref)) {
			/* killed meanwhile by a dput(), which left the memory to us */
			spin_unlock(&dentry->d_lock);
			call_rcu(&dentry->d_u.d_rcu, dentry_free_rcu);
			continue;
		}
		if (dentry->d_lockref.count == 0)
			parent = __dentry_kill(dentry);
		else
			spin_unlock(&dentry->d_lock);
		dput(parent);
	}
}

/**
 * prune_dcache() - free up to @nr_to_scan dentries that were not used lately
 *
 * Return: how many were picked.
 */
long prune_dcache(long nr_to_scan)
{
	LIST_HEAD(victims);
	long picked = 0;

	spin_lock(&dentry_lru_lock);
	while (nr_to_scan-- > 0 && !list_empty(&dentry_lru)) {
		struct dentry *dentry = list_last_entry(&dentry_lru, struct dentry, d_lru);

		list_move(&dentry->d_lru, &dentry_lru);
		/* the order of locks is the other way round: d_lock may only be tried */
		if (!spin_trylock(&dentry->d_lock))
			continue;
		if (dentry->d_lockref.count) {
			list_del_init(&dentry->d_lru);
			nr_unused--;
			dentry->d_flags &= ~DCACHE_LRU_LIST;
		} else if (dentry->d_flags & DCACHE_REFERENCED) {
			dentry->d_flags &= ~DCACHE_REFERENCED;
		} else {
			dentry->d_flags &= ~DCACHE_LRU_LIST;
			dentry->d_flags |= DCACHE_SHRINK_LIST;
			list_move(&dentry->d_lru, &victims);
			nr_unused--;
			picked++;
		}
		spin_unlock(&dentry->d_lock);
	}
	spin_unlock(&dentry_lru_lock);
	shrink_dentry_list(&victims);
	return picked;
}

/* The first child of @dir behind @after (NULL: the first of all) that is alive, with a reference. */
static struct dentry *d_live_child(struct dentry *dir, struct dentry *after)
{
	struct hlist_node *node;
	struct dentry *child = NULL;

	spin_lock(&dir->d_lock);
	if (after && (after->d_parent != dir || hlist_unhashed(&after->d_sib)))
		goto out;	/* moved away meanwhile */
	for (node = after ? after->d_sib.next : dir->d_children.first; node; node = node->next) {
		bool alive;

		child = hlist_entry(node, struct dentry, d_sib);
		spin_lock_nested(&child->d_lock, DENTRY_D_LOCK_NESTED);
		alive = child->d_lockref.count >= 0;
		if (alive)
			dget_dlock(child);
		spin_unlock(&child->d_lock);
		if (alive)
			goto out;
	}
	child = NULL;
out:
	spin_unlock(&dir->d_lock);
	return child;
}

/*
 * Drops the walk's reference on @dentry, and kills it where that was the last one. With
 * @genocide also the reference goes that pins an entry of a file system that lives in
 * memory alone.
 */
static void d_leave(struct dentry *dentry, bool genocide)
{
	struct dentry *parent = NULL;

	spin_lock(&dentry->d_lock);
	if (genocide && dentry->d_inode && !d_unhashed(dentry))
		dentry->d_lockref.count--;
	if (dentry->d_lockref.count == 1) {
		parent = __dentry_kill(dentry);
	} else {
		dentry->d_lockref.count--;
		spin_unlock(&dentry->d_lock);
	}
	dput(parent);
}

/*
 * Walks the tree below @root and leaves every dentry after its children. The walk holds a
 * reference on the dentry it stands at, which keeps all the way up to the root.
 */
static void d_reap(struct dentry *root, bool genocide)
{
	struct dentry *d = dget(root), *next, *parent;

	for (;;) {
		next = d_live_child(d, NULL);
		if (next) {
			dput(d);	/* its child holds it */
			d = next;
			continue;
		}
		for (;;) {
			if (d == root) {
				dput(d);
				return;
			}
			parent = dget_parent(d);
			next = d_live_child(parent, d);
			d_leave(d, genocide);
			if (next) {
				dput(parent);
				d = next;
				break;
			}
			d = parent;
		}
	}
}

void shrink_dcache_parent(struct dentry *dentry)
{
	d_reap(dentry, false);
}

void shrink_dcache_sb(struct super_block *sb)
{
	if (sb->s_root)
		d_reap(sb->s_root, false);
}

/**
 * d_genocide() - unpin and free all that hangs below the root of a file system in memory
 *
 * Context: nobody can reach the tree any more.
 */
void d_genocide(struct dentry *root)
{
	d_reap(root, true);
}

/* the file system goes: none of its dentries may stay */
void shrink_dcache_for_umount(struct super_block *sb)
{
	struct dentry *root = sb->s_root;

	if (!root)
		return;
	d_reap(root, false);
	sb->s_root = NULL;
	WARN(d_count(root) != 1 || !hlist_empty(&root->d_children),
	     "%s: dentries still in use at unmount\n", sb->s_id);
	d_drop(root);
	dput(root);
}

/**
 * d_invalidate() - what this dentry said is no longer true; forget it and all below
 */
void d_invalidate(struct dentry *dentry)
{
	spin_lock(&dentry->d_lock);
	if (d_unhashed(dentry)) {
		spin_unlock(&dentry->d_lock);
		return;
	}
	__d_drop(dentry);
	spin_unlock(&dentry->d_lock);
	if (dentry->d_inode)
		shrink_dcache_parent(dentry);
}

/* An entry without a name, which marks the place of a reader in a directory's list. */
struct dentry *d_alloc_cursor(struct dentry *parent)
{
	static const struct qstr cursor_name = QSTR_INIT("", 0);
	struct dentry *dentry = __d_alloc(parent->d_sb, &cursor_name);

	if (dentry) {
		dentry->d_parent = dget(parent);
		dentry->d_flags |= DCACHE_DONTCACHE;
	}
	return dentry;
}

void d_set_mounted(struct dentry *dentry, bool mounted)
{
	spin_lock(&dentry->d_lock);
	if (mounted)
		dentry->d_flags |= DCACHE_MOUNTED;
	else
		dentry->d_flags &= ~DCACHE_MOUNTED;
	spin_unlock(&dentry->d_lock);
}

/* ---- boot ----------------------------------------------------------------- */

void __init dcache_init(void)
{
	unsigned long buckets = roundup_pow_of_two(totalram_pages() / 16 + 256);
	unsigned long i;

	buckets = min(buckets, 1UL << 20);
	d_hash_shift = 32 - ilog2(buckets);
	dentry_hashtable = kvmalloc_array(buckets, sizeof(*dentry_hashtable), GFP_KERNEL);
	dentry_cache = kmem_cache_create("dentry", sizeof(struct dentry), 0,
					 SLAB_RECLAIM_ACCOUNT | SLAB_PANIC, NULL);
	if (!dentry_hashtable)
		panic("dcache: no memory for %lu hash chains", buckets);
	for (i = 0; i < buckets; i++) {
		INIT_HLIST_HEAD(&dentry_hashtable[i].head);
		spin_lock_init(&dentry_hashtable[i].lock);
	}
}
