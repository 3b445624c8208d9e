/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mount.h - a mount as namespace.c, mount_calls.c and the path walk see it.
 */
#ifndef _FS_MOUNT_H
#define _FS_MOUNT_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/mount.h>
#include <linux/rwsem.h>
#include <linux/seqlock.h>

/* A dentry on which something is mounted. */
struct mountpoint {
	struct hlist_node m_hash;	/* [L] mount_lock */
	struct dentry *m_dentry;	/* [I] with a reference */
	int m_count;			/* [L] namespace_sem: mounts on it, and users */
};

/*
 * Guards: [N] namespace_sem, [M] mount_lock (written under both; a walker reads under RCU
 * and rechecks mount_lock's sequence).
 */
struct mount {
	struct hlist_node mnt_hash;	/* [M] by parent and mountpoint */
	struct mount *mnt_parent;	/* [M] itself for the root */
	struct dentry *mnt_mountpoint;	/* [M] */
	struct vfsmount mnt;
	atomic_long_t mnt_count;	/* [A] */
	atomic_t mnt_writers;		/* [A] openings for writing */
	struct list_head mnt_mounts;	/* [N][M] children */
	struct list_head mnt_child;	/* [N][M] on the parent's mnt_mounts */
	struct list_head mnt_list;	/* [N] all mounts, parents first */
	struct list_head mnt_expire;	/* private to umount */
	struct mountpoint *mnt_mp;	/* [N] */
	const char *mnt_devname;	/* [I] */
	int mnt_id;			/* [I] */
	bool mnt_attached;		/* [M] part of the tree */
	struct rcu_head mnt_rcu;
};

extern seqlock_t mount_lock;
extern struct rw_semaphore namespace_sem;
extern struct list_head all_mounts;	/* [N] */

static inline struct mount *real_mount(struct vfsmount *mnt)
{
	return container_of(mnt, struct mount, mnt);
}

static inline bool mnt_has_parent(const struct mount *mnt)
{
	return mnt != mnt->mnt_parent;
}

/* The tree of mounts (namespace.c). */
struct mountpoint *get_mountpoint(struct dentry *dentry);
void put_mountpoint(struct mountpoint *mp);
void attach_mnt(struct mount *mnt, struct mount *parent, struct mountpoint *mp);
struct mount *unhook_mnt(struct mount *mnt);
struct mount *next_mnt(struct mount *p, struct mount *root);
struct mount *copy_tree(struct mount *src, struct dentry *dentry, bool recurse);
int graft_tree(struct mount *mnt, const struct path *path);
void detach_tree(struct mount *root, struct list_head *detached);
void drop_detached(struct list_head *detached);
int mnt_make_readonly(struct mount *mnt);
struct mount *__lookup_mnt(struct vfsmount *mnt, struct dentry *dentry);
struct vfsmount *lookup_mnt(const struct path *path);

#endif
