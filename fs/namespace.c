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
 * Elsewhere:  crossing mounts in a walk (namei.c), super blocks (super.c), the text of /proc/PID/mounts
 *             (proc_namespace.c).
 */
#include <linux/cred.h>
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
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
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

static int mnt_make_readonly(struct mount *mnt)
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

static struct mountpoint *get_mountpoint(struct dentry *dentry)
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

static void put_mountpoint(struct mountpoint *mp)
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

/* The tree takes over the caller's reference on @mnt, and keeps one on the parent. */
static void attach_mnt(struct mount *mnt, struct mount *parent, struct mountpoint *mp)
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

/* The reverse of it; the parent's reference is the caller's to drop. */
static struct mount *unhook_mnt(struct mount *mnt)
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

/* The mount after @p in the tree below @root, parents first. */
static struct mount *next_mnt(struct mount *p, struct mount *root)
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

/* Takes a tree of mounts out; the references are dropped by drop_detached(). */
static void detach_tree(struct mount *root, struct list_head *detached)
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

static void drop_detached(struct list_head *detached)
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

/*
 * A copy of the mounts at and below @dentry; the copy is not listed yet. The copy is built in
 * the order of the original, so both are walked side by side: @parent is the copy of
 * p->mnt_parent.
 */
static struct mount *copy_tree(struct mount *src, struct dentry *dentry, bool recurse)
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

/*
 * Puts a tree of mounts at a place. The caller's reference on @mnt goes to the tree. A place
 * that is covered meanwhile is not an error: the topmost mount there is covered in turn.
 */
static int graft_tree(struct mount *mnt, const struct path *path)
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

static int do_new_mount(struct path *path, const char *fstype, int sb_flags, int mnt_flags,
			const char *name, void *data)
{
	struct file_system_type *type;
	struct vfsmount *mnt;
	int err;

	if (!fstype)
		return -EINVAL;
	type = get_fs_type(fstype);
	if (!type)
		return -ENODEV;
	mnt = vfs_kern_mount(type, sb_flags, name, data);
	if (IS_ERR(mnt))
		return PTR_ERR(mnt);
	if (mnt->mnt_sb->s_flags & SB_NOUSER) {
		mntput(mnt);
		return -EINVAL;
	}
	mnt->mnt_flags = mnt_flags;
	down_write(&namespace_sem);
	/* the very same file system at the very same place, twice in a row */
	if (path->mnt->mnt_sb == mnt->mnt_sb && path->mnt->mnt_root == path->dentry)
		err = -EBUSY;
	else
		err = graft_tree(real_mount(mnt), path);
	up_write(&namespace_sem);
	if (err)
		mntput(mnt);
	return err;
}

static int do_bind_mount(struct path *path, const char *old_name, bool recurse)
{
	struct path old;
	struct mount *mnt;
	LIST_HEAD(detached);
	int err;

	if (!old_name || !*old_name)
		return -EINVAL;
	err = kern_path(old_name, LOOKUP_FOLLOW, &old);
	if (err)
		return err;
	down_write(&namespace_sem);
	err = -EINVAL;
	if (!our_mnt(old.mnt))
		goto out;
	mnt = copy_tree(real_mount(old.mnt), old.dentry, recurse);
	err = PTR_ERR_OR_ZERO(mnt);
	if (err)
		goto out;
	err = graft_tree(mnt, path);
	if (err)
		detach_tree(mnt, &detached);
out:
	up_write(&namespace_sem);
	drop_detached(&detached);
	path_put(&old);
	return err;
}

static int do_move_mount(struct path *path, const char *old_name)
{
	struct mount *old, *p;
	struct path old_path;
	int err;

	if (!old_name || !*old_name)
		return -EINVAL;
	err = kern_path(old_name, LOOKUP_FOLLOW, &old_path);
	if (err)
		return err;
	down_write(&namespace_sem);
	old = real_mount(old_path.mnt);
	err = -EINVAL;
	if (!our_mnt(&old->mnt) || !our_mnt(path->mnt) || !mnt_has_parent(old) ||
	    old_path.dentry != old->mnt.mnt_root)
		goto out;
	if (d_is_dir(path->dentry) != d_is_dir(old_path.dentry))
		goto out;
	err = -ELOOP;
	for (p = real_mount(path->mnt); ; p = p->mnt_parent) {
		if (p == old)
			goto out;	/* below itself */
		if (!mnt_has_parent(p))
			break;
	}
	/* leave the old place; the tree's own reference travels along */
	p = unhook_mnt(old);
	mntput(&p->mnt);
	for (p = old; p; p = next_mnt(p, old))
		list_del_init(&p->mnt_list);
	err = graft_tree(old, path);
out:
	up_write(&namespace_sem);
	path_put(&old_path);
	return err;
}

/* MS_REMOUNT | MS_BIND: flags of this mount alone */
static int do_reconfigure_mnt(struct path *path, int mnt_flags)
{
	struct mount *mnt = real_mount(path->mnt);
	int err = 0;

	if (path->dentry != path->mnt->mnt_root)
		return -EINVAL;
	down_write(&namespace_sem);
	if ((mnt_flags & MNT_READONLY) && !(mnt->mnt.mnt_flags & MNT_READONLY))
		err = mnt_make_readonly(mnt);
	if (!err)
		mnt->mnt.mnt_flags = mnt_flags;
	up_write(&namespace_sem);
	return err;
}

static int sb_is_written(struct super_block *sb)
{
	struct mount *mnt;

	list_for_each_entry(mnt, &all_mounts, mnt_list)
		if (mnt->mnt.mnt_sb == sb && atomic_read(&mnt->mnt_writers))
			return -EBUSY;
	return 0;
}

static int do_remount(struct path *path, int sb_flags, int mnt_flags, void *data)
{
	struct super_block *sb = path->mnt->mnt_sb;
	int err = 0;

	if (path->dentry != path->mnt->mnt_root)
		return -EINVAL;
	down_write(&sb->s_umount);
	down_write(&namespace_sem);
	if ((sb_flags & SB_RDONLY) && !sb_rdonly(sb))
		err = sb_is_written(sb);
	up_write(&namespace_sem);
	if (!err)
		err = reconfigure_super(sb, sb_flags, data);
	if (!err)
		path->mnt->mnt_flags = mnt_flags;
	up_write(&sb->s_umount);
	return err;
}

static bool may_mount(void)
{
	return capable(CAP_SYS_ADMIN);
}

static int mnt_flags_of(unsigned long flags, const struct path *path)
{
	int mnt_flags = 0;

	/* relatime is what a mount does unless told otherwise */
	if (!(flags & MS_NOATIME))
		mnt_flags |= MNT_RELATIME;
	if (flags & MS_NOSUID)
		mnt_flags |= MNT_NOSUID;
	if (flags & MS_NODEV)
		mnt_flags |= MNT_NODEV;
	if (flags & MS_NOEXEC)
		mnt_flags |= MNT_NOEXEC;
	if (flags & MS_NOATIME)
		mnt_flags |= MNT_NOATIME;
	if (flags & MS_NODIRATIME)
		mnt_flags |= MNT_NODIRATIME;
	if (flags & MS_STRICTATIME)
		mnt_flags &= ~(MNT_RELATIME | MNT_NOATIME);
	if (flags & MS_RDONLY)
		mnt_flags |= MNT_READONLY;
	if (flags & MS_NOSYMFOLLOW)
		mnt_flags |= MNT_NOSYMFOLLOW;
	/* a remount that says nothing of access times keeps what there is */
	if ((flags & MS_REMOUNT) &&
	    !(flags & (MS_NOATIME | MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME))) {
		int keep = MNT_NOATIME | MNT_NODIRATIME | MNT_RELATIME;

		mnt_flags = (mnt_flags & ~keep) | (path->mnt->mnt_flags & keep);
	}
	return mnt_flags;
}

int path_mount(const char *dev_name, struct path *path, const char *type_page,
	       unsigned long flags, void *data_page)
{
	int mnt_flags, sb_flags;

	if ((flags & MS_MGC_MSK) == MS_MGC_VAL)
		flags &= ~MS_MGC_MSK;
	if (data_page)
		((char *)data_page)[PAGE_SIZE - 1] = 0;
	if (!may_mount())
		return -EPERM;
	mnt_flags = mnt_flags_of(flags, path);
	sb_flags = flags & (SB_RDONLY | SB_SYNCHRONOUS | SB_DIRSYNC | SB_SILENT);

	if ((flags & (MS_REMOUNT | MS_BIND)) == (MS_REMOUNT | MS_BIND))
		return do_reconfigure_mnt(path, mnt_flags);
	if (flags & MS_REMOUNT)
		return do_remount(path, sb_flags, mnt_flags, data_page);
	if (flags & MS_BIND)
		return do_bind_mount(path, dev_name, flags & MS_REC);
	if (flags & (MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE)) {
		/* there is one namespace, and nothing propagates: all mounts are private */
		if (path->dentry != path->mnt->mnt_root)
			return -EINVAL;
		return flags & MS_PRIVATE ? 0 : -EINVAL;
	}
	if (flags & MS_MOVE)
		return do_move_mount(path, dev_name);
	return do_new_mount(path, type_page, sb_flags, mnt_flags, dev_name, data_page);
}

long do_mount(const char *dev_name, const char __user *dir_name, const char *type_page,
	      unsigned long flags, void *data_page)
{
	struct path path;
	int ret = user_path_at(AT_FDCWD, dir_name, LOOKUP_FOLLOW, &path);

	if (ret)
		return ret;
	ret = path_mount(dev_name, &path, type_page, flags, data_page);
	path_put(&path);
	return ret;
}

/* Mount options: up to a page, of which only the beginning may be readable. */
static void *copy_mount_options(const void __user *data)
{
	unsigned long left, first;
	char *copy;

	if (!data)
		return NULL;
	copy = (char *)get_zeroed_page(GFP_KERNEL);
	if (!copy)
		return ERR_PTR(-ENOMEM);
	left = copy_from_user(copy, data, PAGE_SIZE);
	if (left == PAGE_SIZE) {
		first = PAGE_SIZE - offset_in_page(data);
		left = copy_from_user(copy, data, first);
		if (left) {
			free_page((unsigned long)copy);
			return ERR_PTR(-EFAULT);
		}
	}
	return copy;
}

static char *copy_mount_string(const void __user *data)
{
	return data ? strndup_user(data, PATH_MAX) : NULL;
}

SYSCALL_DEFINE5(mount, char __user *, dev_name, char __user *, dir_name,
		char __user *, type, unsigned long, flags, void __user *, data)
{
	char *kernel_type = copy_mount_string(type), *kernel_dev;
	void *options;
	long ret;

	if (IS_ERR(kernel_type))
		return PTR_ERR(kernel_type);
	kernel_dev = copy_mount_string(dev_name);
	ret = PTR_ERR(kernel_dev);
	if (IS_ERR(kernel_dev))
		goto free_type;
	options = copy_mount_options(data);
	ret = PTR_ERR(options);
	if (IS_ERR(options))
		goto free_dev;
	ret = do_mount(kernel_dev, dir_name, kernel_type, flags, options);
	if (options)
		free_page((unsigned long)options);
free_dev:
	kfree(kernel_dev);
free_type:
	kfree(kernel_type);
	return ret;
}

/* ---- unmounting ---------------------------------------------------------------- */

static int do_umount(struct mount *mnt, int flags)
{
	struct super_block *sb = mnt->mnt.mnt_sb;
	LIST_HEAD(detached);
	int err = 0;

	if ((flags & MNT_FORCE) && sb->s_op->umount_begin)
		sb->s_op->umount_begin(sb);
	if (!mnt_has_parent(mnt)) {
		/* the root stays; unmounting it means: make it read-only */
		if (flags & MNT_DETACH)
			return -EINVAL;
		down_write(&sb->s_umount);
		if (!sb_rdonly(sb))
			err = reconfigure_super(sb, SB_RDONLY, NULL);
		up_write(&sb->s_umount);
		return err;
	}
	down_write(&namespace_sem);
	if (!mnt->mnt_attached)
		err = -EINVAL;
	else if (!(flags & MNT_DETACH) &&
		 (!list_empty(&mnt->mnt_mounts) || atomic_long_read(&mnt->mnt_count) > 2))
		err = -EBUSY;	/* beyond the tree's reference and the caller's */
	else
		detach_tree(mnt, &detached);
	up_write(&namespace_sem);
	drop_detached(&detached);
	return err;
}

int path_umount(struct path *path, int flags)
{
	struct mount *mnt = real_mount(path->mnt);
	int ret = -EINVAL;

	if (!may_mount())
		ret = -EPERM;
	else if (path->dentry == path->mnt->mnt_root && our_mnt(path->mnt)) {
		/* keep the mount, not the dentry, so that the count tells who else uses it */
		ret = flags & MNT_EXPIRE ? -EINVAL : do_umount(mnt, flags);
	}
	dput(path->dentry);
	mntput(path->mnt);
	return ret;
}

SYSCALL_DEFINE2(umount, char __user *, name, int, flags)
{
	int lookup_flags = LOOKUP_MOUNTPOINT;
	struct path path;
	int ret;

	if (flags & ~(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW))
		return -EINVAL;
	if (!(flags & UMOUNT_NOFOLLOW))
		lookup_flags |= LOOKUP_FOLLOW;
	ret = user_path_at(AT_FDCWD, name, lookup_flags, &path);
	return ret ? ret : path_umount(&path, flags);
}

/* ---- pivot_root ------------------------------------------------------------------ */

/* Does @path lie in the tree of mounts and directories below @root? */
static bool is_path_reachable(struct mount *mnt, struct dentry *dentry, const struct path *root)
{
	while (&mnt->mnt != root->mnt && mnt_has_parent(mnt)) {
		dentry = mnt->mnt_mountpoint;
		mnt = mnt->mnt_parent;
	}
	return &mnt->mnt == root->mnt && is_subdir(dentry, root->dentry);
}

static int pivot_mounts(struct path *new, struct path *old, struct path *root)
{
	struct mount *new_mnt = real_mount(new->mnt), *root_mnt = real_mount(root->mnt);
	struct mount *parent, *new_parent;
	struct mountpoint *root_mp, *old_mp;
	int err;

	if (new_mnt == root_mnt || real_mount(old->mnt) == root_mnt)
		return -EBUSY;
	if (!our_mnt(new->mnt) || !our_mnt(root->mnt) || !our_mnt(old->mnt))
		return -EINVAL;
	if (root->mnt->mnt_root != root->dentry || new->mnt->mnt_root != new->dentry ||
	    !mnt_has_parent(root_mnt) || !mnt_has_parent(new_mnt))
		return -EINVAL;
	if (!is_path_reachable(real_mount(old->mnt), old->dentry, new) ||
	    !is_path_reachable(new_mnt, new->dentry, root))
		return -EINVAL;
	old_mp = get_mountpoint(old->dentry);
	if (IS_ERR(old_mp))
		return PTR_ERR(old_mp);
	root_mp = get_mountpoint(root_mnt->mnt_mountpoint);
	err = PTR_ERR_OR_ZERO(root_mp);
	if (err)
		goto put_old;
	new_parent = unhook_mnt(new_mnt);
	parent = unhook_mnt(root_mnt);
	attach_mnt(root_mnt, real_mount(old->mnt), old_mp);
	attach_mnt(new_mnt, parent, root_mp);
	mntput(&parent->mnt);
	mntput(&new_parent->mnt);
	put_mountpoint(root_mp);
put_old:
	put_mountpoint(old_mp);
	return err;
}

SYSCALL_DEFINE2(pivot_root, const char __user *, new_root, const char __user *, put_old)
{
	struct path new, old, root;
	int err;

	if (!may_mount())
		return -EPERM;
	err = user_path_at(AT_FDCWD, new_root, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &new);
	if (err)
		return err;
	err = user_path_at(AT_FDCWD, put_old, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &old);
	if (err)
		goto put_new;
	get_fs_root(current->fs, &root);
	down_write(&namespace_sem);
	err = pivot_mounts(&new, &old, &root);
	up_write(&namespace_sem);
	if (!err)
		chroot_fs_refs(&root, &new);
	path_put(&root);
	path_put(&old);
put_new:
	path_put(&new);
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
