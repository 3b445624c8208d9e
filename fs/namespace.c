// SPDX-License-Identifier: GPL-2.0-only
/*
 * namespace.c - the tree of mounts: which file system appears at which directory.
 *
 * Owns:       every struct mount, the hash (parent mount, dentry) -> mount, mount points.
 * Invariant:  an attached mount has one reference from the tree, is in the hash (but for the
 *             root), and holds references on its parent and on the dentry it covers; that
 *             dentry has DCACHE_MOUNTED. A detached one is reached by nobody new.
 * Locks:      namespace_sem (one change at a time), then mount_lock (written around each
 *             change of hash and links, so that a walker under RCU notices).
 * Elsewhere:  the system calls (mount_calls.c), crossing mounts in a walk (namei.c), super blocks (super.c),
 *             the text of /proc/PID/mounts (proc_namespace.c).
 */
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/hash.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/mount.h>
#include "internal.h"
#include "mount.h"

#define M_HASH_BITS 9

static struct hlist_head mount_hashtable[1 << M_HASH_BITS];	/* [L] mount_lock; RCU */
static struct hlist_head mountpoint_hashtable[1 << M_HASH_BITS];	/* [L] namespace_sem */
DECLARE_RWSEM(namespace_sem);
__cacheline_aligned_in_smp DEFINE_SEQLOCK(mount_lock);
LIST_HEAD(all_mounts);
static DEFINE_IDA(mnt_id_ida);

/* ---- references -------------------------------------------------------------- */

struct vfsmount *mntget(struct vfsmount *mnt)
{
	if (mnt)
		atomic_long_inc(&real_mount(mnt)->mnt_count);
	return mnt;
}

static void free_mount_rcu(struct rcu_head *head)
{
	struct mount *mnt = container_of(head, struct mount, mnt_rcu);

	kfree(mnt->mnt_devname);
	kfree(mnt);
}

void mntput(struct vfsmount *m)
{
	struct mount *mnt;

	if (!m)
		return;
	mnt = real_mount(m);
	if (!atomic_long_dec_and_test(&mnt->mnt_count))
		return;
	WARN_ON(mnt->mnt_attached || atomic_read(&mnt->mnt_writers));
	dput(mnt->mnt.mnt_root);
	deactivate_super(mnt->mnt.mnt_sb);
	ida_free(&mnt_id_ida, mnt->mnt_id);
	call_rcu(&mnt->mnt_rcu, free_mount_rcu);
}

void path_get(const struct path *path)
{
	mntget(path->mnt);
	dget(path->dentry);
}

void path_put(const struct path *path)
{
	dput(path->dentry);
	mntput(path->mnt);
}

static struct mount *alloc_mount(struct dentry *root, const char *devname)
{
	struct mount *mnt = kzalloc(sizeof(*mnt), GFP_KERNEL);

	if (!mnt)
		return NULL;
	mnt->mnt_id = ida_alloc(&mnt_id_ida, GFP_KERNEL);
	if (mnt->mnt_id < 0)
		goto free_mnt;
	mnt->mnt_devname = kstrdup(devname ? devname : "none", GFP_KERNEL);
	if (!mnt->mnt_devname)
		goto free_id;
	atomic_long_set(&mnt->mnt_count, 1);
	INIT_HLIST_NODE(&mnt->mnt_hash);
	INIT_LIST_HEAD(&mnt->mnt_mounts);
	INIT_LIST_HEAD(&mnt->mnt_child);
	INIT_LIST_HEAD(&mnt->mnt_list);
	INIT_LIST_HEAD(&mnt->mnt_expire);
	mnt->mnt.mnt_root = root;
	mnt->mnt.mnt_sb = root->d_sb;
	mnt->mnt_mountpoint = root;
	mnt->mnt_parent = mnt;
	return mnt;
free_id:
	ida_free(&mnt_id_ida, mnt->mnt_id);
free_mnt:
	kfree(mnt);
	return NULL;
}

/* ---- writing ----------------------------------------------------------------- */

bool __mnt_is_readonly(struct vfsmount *mnt)
{
	return (mnt->mnt_flags & MNT_READONLY) || sb_rdonly(mnt->mnt_sb);
}

/**
 * mnt_want_write() - the caller is about to change something on this mount
 *
 * Keeps it from turning read-only until mnt_drop_write().
 * Return: 0 or -EROFS.
 */
int mnt_want_write(struct vfsmount *m)
{
	struct mount *mnt = real_mount(m);

	atomic_inc(&mnt->mnt_writers);
	smp_mb__after_atomic();	/* pairs with smp_mb() in mnt_make_readonly() */
	if (unlikely(__mnt_is_readonly(m))) {
		atomic_dec(&mnt->mnt_writers);
		return -EROFS;
	}
	return 0;
}

void mnt_drop_write(struct vfsmount *m)
{
	atomic_dec(&real_mount(m)->mnt_writers);
}

int mnt_want_write_file(struct file *file)
{
	return mnt_want_write(file->f_path.mnt);
}

void mnt_drop_write_file(struct file *file)
{
	mnt_drop_write(file->f_path.mnt);
}

/** mnt_make_readonly() - no more openings for writing. Context: namespace_sem. Return: 0; -EBUSY if there is one. */
int mnt_make_readonly(struct mount *mnt)
{
	mnt->mnt.mnt_flags |= MNT_READONLY;
	smp_mb();		/* pairs with the barrier in mnt_want_write() */
	if (atomic_read(&mnt->mnt_writers)) {
		mnt->mnt.mnt_flags &= ~MNT_READONLY;
		return -EBUSY;
	}
	return 0;
}

/* ---- finding ----------------------------------------------------------------- */

static struct hlist_head *m_hash(struct vfsmount *mnt, struct dentry *dentry)
{
	return &mount_hashtable[hash_long((unsigned long)mnt / L1_CACHE_BYTES +
					  (unsigned long)dentry / L1_CACHE_BYTES, M_HASH_BITS)];
}

/* What is mounted on @dentry of @mnt. Under RCU or mount_lock; no reference. */
struct mount *__lookup_mnt(struct vfsmount *mnt, struct dentry *dentry)
{
	struct mount *p;

	hlist_for_each_entry_rcu(p, m_hash(mnt, dentry), mnt_hash)
		if (&p->mnt_parent->mnt == mnt && p->mnt_mountpoint == dentry)
			return p;
	return NULL;
}

/**
 * lookup_mnt() - what is mounted on @path, with a reference, or NULL
 */
struct vfsmount *lookup_mnt(const struct path *path)
{
	struct mount *child;
	unsigned int seq;

	rcu_read_lock();
	for (;;) {
		seq = read_seqbegin(&mount_lock);
		child = __lookup_mnt(path->mnt, path->dentry);
		if (child && !atomic_long_inc_not_zero(&child->mnt_count)) {
			cpu_relax();
			continue;
		}
		if (!read_seqretry(&mount_lock, seq))
			break;
		rcu_read_unlock();
		if (child)
			mntput(&child->mnt);
		rcu_read_lock();
	}
	rcu_read_unlock();
	return child ? &child->mnt : NULL;
}

bool our_mnt(struct vfsmount *mnt)
{
	return real_mount(mnt)->mnt_attached;
}

bool mnt_may_suid(struct vfsmount *mnt)
{
	return !(mnt->mnt_flags & MNT_NOSUID);
}

bool path_noexec(const struct path *path)
{
	return (path->mnt->mnt_flags & MNT_NOEXEC) || (path->mnt->mnt_sb->s_flags & SB_NOEXEC);
}

bool path_is_mountpoint(const struct path *path)
{
	struct vfsmount *m;

	if (!d_mountpoint(path->dentry))
		return false;
	m = lookup_mnt(path);
	mntput(m);
	return m;
}

/* ---- mount points ------------------------------------------------------------ */

static struct hlist_head *mp_hash(struct dentry *dentry)
{
	return &mountpoint_hashtable[hash_long((unsigned long)dentry / L1_CACHE_BYTES, M_HASH_BITS)];
}

/** get_mountpoint() - @dentry as a place for mounts, with a reference. Return: it, -ENOENT, -ENOMEM. */
struct mountpoint *get_mountpoint(struct dentry *dentry)
{
	struct mountpoint *mp;

	lockdep_assert_held_write(&namespace_sem);
	hlist_for_each_entry(mp, mp_hash(dentry), m_hash) {
		if (mp->m_dentry == dentry) {
			mp->m_count++;
			return mp;
		}
	}
	if (d_unlinked(dentry))
		return ERR_PTR(-ENOENT);
	mp = kmalloc(sizeof(*mp), GFP_KERNEL);
	if (!mp)
		return ERR_PTR(-ENOMEM);
	mp->m_dentry = dget(dentry);
	mp->m_count = 1;
	hlist_add_head(&mp->m_hash, mp_hash(dentry));
	d_set_mounted(dentry, true);
	return mp;
}

void put_mountpoint(struct mountpoint *mp)
{
	lockdep_assert_held_write(&namespace_sem);
	if (--mp->m_count)
		return;
	d_set_mounted(mp->m_dentry, false);
	dput(mp->m_dentry);
	hlist_del(&mp->m_hash);
	kfree(mp);
}

/* ---- attaching and detaching -------------------------------------------------- */

/** attach_mnt() - put @mnt at its place; the tree takes over the caller's reference, and keeps one on the parent */
void attach_mnt(struct mount *mnt, struct mount *parent, struct mountpoint *mp)
{
	mntget(&parent->mnt);
	mp->m_count++;
	write_seqlock(&mount_lock);
	mnt->mnt_parent = parent;
	mnt->mnt_mp = mp;
	mnt->mnt_mountpoint = dget(mp->m_dentry);
	hlist_add_head_rcu(&mnt->mnt_hash, m_hash(&parent->mnt, mp->m_dentry));
	list_add_tail(&mnt->mnt_child, &parent->mnt_mounts);
	mnt->mnt_attached = true;
	write_sequnlock(&mount_lock);
}

/** unhook_mnt() - the reverse of it. Return: the parent, whose reference is the caller's to drop. */
struct mount *unhook_mnt(struct mount *mnt)
{
	struct mount *parent = mnt->mnt_parent;
	struct mountpoint *mp = mnt->mnt_mp;
	struct dentry *place = mnt->mnt_mountpoint;

	write_seqlock(&mount_lock);
	hlist_del_init_rcu(&mnt->mnt_hash);
	list_del_init(&mnt->mnt_child);
	mnt->mnt_parent = mnt;
	mnt->mnt_mountpoint = mnt->mnt.mnt_root;
	mnt->mnt_mp = NULL;
	write_sequnlock(&mount_lock);
	dput(place);
	put_mountpoint(mp);
	return parent;
}

/** next_mnt() - the mount after @p in the tree below @root, parents first; NULL behind the last */
struct mount *next_mnt(struct mount *p, struct mount *root)
{
	struct list_head *next = p->mnt_mounts.next;

	if (next == &p->mnt_mounts) {
		for (;;) {
			if (p == root)
				return NULL;
			next = p->mnt_child.next;
			if (next != &p->mnt_parent->mnt_mounts)
				break;
			p = p->mnt_parent;
		}
	}
	return list_entry(next, struct mount, mnt_child);
}

static void list_tree(struct mount *root)
{
	struct mount *p;

	for (p = root; p; p = next_mnt(p, root))
		list_add_tail(&p->mnt_list, &all_mounts);
}

/** detach_tree() - take a tree of mounts out; the references are dropped by drop_detached() */
void detach_tree(struct mount *root, struct list_head *detached)
{
	struct mount *p;

	lockdep_assert_held_write(&namespace_sem);
	for (p = root; p; p = next_mnt(p, root))
		list_add(&p->mnt_expire, detached);	/* children before parents */
	list_for_each_entry(p, detached, mnt_expire) {
		list_del_init(&p->mnt_list);
		if (mnt_has_parent(p)) {
			struct mount *parent = unhook_mnt(p);

			mntput(&parent->mnt);
		}
		p->mnt_attached = false;
	}
}

/** drop_detached() - what detach_tree() has listed; may sleep, no lock held */
void drop_detached(struct list_head *detached)
{
	while (!list_empty(detached)) {
		struct mount *p = list_first_entry(detached, struct mount, mnt_expire);

		list_del_init(&p->mnt_expire);
		mntput(&p->mnt);
	}
}

/* ---- making mounts ------------------------------------------------------------ */

/**
 * vfs_kern_mount() - mount a file system without giving it a place
 *
 * Return: a detached mount with one reference, or an error.
 */
struct vfsmount *vfs_kern_mount(struct file_system_type *type, int flags,
				const char *name, void *data)
{
	struct dentry *root;
	struct mount *mnt;

	if (!type)
		return ERR_PTR(-ENODEV);
	root = mount_fs(type, flags, name, data);
	if (IS_ERR(root))
		return ERR_CAST(root);
	mnt = alloc_mount(root, name);
	if (!mnt) {
		struct super_block *sb = root->d_sb;

		dput(root);
		deactivate_locked_super(sb);
		return ERR_PTR(-ENOMEM);
	}
	if (flags & SB_KERNMOUNT)
		mnt->mnt.mnt_flags = MNT_INTERNAL;
	up_write(&root->d_sb->s_umount);
	return &mnt->mnt;
}

struct vfsmount *kern_mount(struct file_system_type *type)
{
	return vfs_kern_mount(type, SB_KERNMOUNT, type->name, NULL);
}

void kern_unmount(struct vfsmount *mnt)
{
	if (!IS_ERR_OR_NULL(mnt)) {
		synchronize_rcu();
		mntput(mnt);
	}
}

static struct mount *clone_mnt(struct mount *old, struct dentry *root)
{
	struct mount *mnt = alloc_mount(root, old->mnt_devname);

	if (!mnt)
		return ERR_PTR(-ENOMEM);
	dget(root);
	atomic_inc(&root->d_sb->s_active);
	mnt->mnt.mnt_flags = old->mnt.mnt_flags & ~MNT_INTERNAL;
	return mnt;
}

/* The last mount of the tree below @p. */
static struct mount *last_mnt(struct mount *p)
{
	while (!list_empty(&p->mnt_mounts))
		p = list_last_entry(&p->mnt_mounts, struct mount, mnt_child);
	return p;
}

/**
 * copy_tree() - the mounts at and below @dentry once more, not listed yet
 *
 * The copy is built in the order of the original, so both are walked side by side: @parent is the
 * copy of p->mnt_parent.
 * Context: namespace_sem held for writing.
 * Return: the copy of @src, or an error.
 */
struct mount *copy_tree(struct mount *src, struct dentry *dentry, bool recurse)
{
	struct mount *res = clone_mnt(src, dentry), *parent = res, *from = src, *p, *q;
	LIST_HEAD(detached);

	if (IS_ERR(res) || !recurse)
		return res;
	for (p = next_mnt(src, src); p; p = next_mnt(p, src)) {
		if (p->mnt_parent == src && !is_subdir(p->mnt_mountpoint, dentry)) {
			p = last_mnt(p);	/* beside the part that is copied */
			continue;
		}
		while (from != p->mnt_parent) {
			from = from->mnt_parent;
			parent = parent->mnt_parent;
		}
		q = clone_mnt(p, p->mnt.mnt_root);
		if (IS_ERR(q)) {
			detach_tree(res, &detached);
			drop_detached(&detached);
			return q;
		}
		attach_mnt(q, parent, p->mnt_mp);
		from = p;
		parent = q;
	}
	return res;
}

/**
 * graft_tree() - put a tree of mounts at a place
 *
 * The caller's reference on @mnt goes to the tree. A place that is covered meanwhile is not an error:
 * the topmost mount there is covered in turn.
 * Context: namespace_sem held for writing.
 * Return: 0, -EINVAL, -ENOTDIR, -ENOENT, -ENOMEM.
 */
int graft_tree(struct mount *mnt, const struct path *path)
{
	struct path top = *path;
	struct mountpoint *mp;
	struct vfsmount *over;
	int err = 0;

	lockdep_assert_held_write(&namespace_sem);
	if (!our_mnt(path->mnt))
		return -EINVAL;
	if (d_is_dir(mnt->mnt.mnt_root) != d_is_dir(path->dentry))
		return -ENOTDIR;
	if (cant_mount(path->dentry))
		return -ENOENT;
	path_get(&top);
	while (d_mountpoint(top.dentry) && (over = lookup_mnt(&top))) {
		path_put(&top);
		top.mnt = over;
		top.dentry = dget(over->mnt_root);
	}
	mp = get_mountpoint(top.dentry);
	if (IS_ERR(mp)) {
		err = PTR_ERR(mp);
	} else {
		attach_mnt(mnt, real_mount(top.mnt), mp);
		list_tree(mnt);
		put_mountpoint(mp);
	}
	path_put(&top);
	return err;
}

/* ---- boot ---------------------------------------------------------------------------- */

/* The root file system: a tmpfs, or a ramfs in a kernel without tmpfs. */
static struct dentry *rootfs_mount(struct file_system_type *type, int flags,
				   const char *dev_name, void *data)
{
	struct file_system_type *store = get_fs_type("tmpfs");

	if (!store)
		store = get_fs_type("ramfs");
	return store->mount(type, flags, dev_name, data);
}

static struct file_system_type rootfs_fs_type = {
	.name = "rootfs",
	.mount = rootfs_mount,
	.kill_sb = kill_litter_super,
};

static void __init init_mount_tree(void)
{
	struct vfsmount *mnt = vfs_kern_mount(&rootfs_fs_type, 0, "rootfs", NULL);
	struct path root;

	if (IS_ERR(mnt))
		panic("cannot create the root file system (error %ld)", PTR_ERR(mnt));
	real_mount(mnt)->mnt_attached = true;
	list_add(&real_mount(mnt)->mnt_list, &all_mounts);
	root.mnt = mnt;
	root.dentry = mnt->mnt_root;
	mnt->mnt_flags |= MNT_RELATIME;
	set_fs_pwd(current->fs, &root);
	set_fs_root(current->fs, &root);
}

void __init mnt_init(void)
{
	shmem_init();
	init_mount_tree();
}
