// SPDX-License-Identifier: GPL-2.0-only
/*
 * super.c - super blocks: one for each mounted file system.
 *
 * Owns:       the list of super blocks, anonymous device numbers, the registry of kinds.
 * Invariant:  s_active counts the mounts (and other users) of a super block; at 0 it shuts
 *             down. A super block without SB_BORN is still being filled in.
 * Locks:      s_umount, then sb_lock. file_systems_lock guards the registry.
 * Elsewhere:  where it is mounted (namespace.c).
 */
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/rwsem.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/writeback.h>
#include <uapi/linux/mount.h>
#include "internal.h"

LIST_HEAD(super_blocks);
static DEFINE_SPINLOCK(sb_lock);

/* ---- kinds of file systems ------------------------------------------------- */

static struct file_system_type *file_systems;	/* [L] file_systems_lock */
static DEFINE_RWLOCK(file_systems_lock);

static struct file_system_type **find_filesystem(const char *name, unsigned int len)
{
	struct file_system_type **p;

	for (p = &file_systems; *p; p = &(*p)->next)
		if (strncmp((*p)->name, name, len) == 0 && !(*p)->name[len])
			break;
	return p;
}

/**
 * register_filesystem() - make a kind of file system known to mount()
 */
int register_filesystem(struct file_system_type *fs)
{
	struct file_system_type **p;
	int res = 0;

	write_lock(&file_systems_lock);
	p = find_filesystem(fs->name, strlen(fs->name));
	if (*p)
		res = -EBUSY;
	else
		*p = fs;
	write_unlock(&file_systems_lock);
	return res;
}

int unregister_filesystem(struct file_system_type *fs)
{
	struct file_system_type **p;
	int res = -EINVAL;

	write_lock(&file_systems_lock);
	for (p = &file_systems; *p; p = &(*p)->next) {
		if (*p == fs) {
			*p = fs->next;
			fs->next = NULL;
			res = 0;
			break;
		}
	}
	write_unlock(&file_systems_lock);
	return res;
}

struct file_system_type *get_fs_type(const char *name)
{
	const char *dot = strchr(name, '.');
	struct file_system_type *fs;

	read_lock(&file_systems_lock);
	fs = *find_filesystem(name, dot ? dot - name : strlen(name));
	read_unlock(&file_systems_lock);
	if (dot && fs && !(fs->fs_flags & FS_HAS_SUBTYPE))
		return NULL;
	return fs;
}

/* the text of /proc/filesystems */
int filesystems_show(struct seq_file *m)
{
	struct file_system_type *fs;

	read_lock(&file_systems_lock);
	for (fs = file_systems; fs; fs = fs->next)
		seq_printf(m, "%s\t%s\n", (fs->fs_flags & FS_REQUIRES_DEV) ? "" : "nodev",
			   fs->name);
	read_unlock(&file_systems_lock);
	return 0;
}

static long fs_index(const char __user *uname)
{
	char *name = strndup_user(uname, PATH_MAX);
	struct file_system_type *fs;
	long index = 0, ret = -EINVAL;

	if (IS_ERR(name))
		return PTR_ERR(name);
	read_lock(&file_systems_lock);
	for (fs = file_systems; fs; fs = fs->next, index++) {
		if (!strcmp(fs->name, name)) {
			ret = index;
			break;
		}
	}
	read_unlock(&file_systems_lock);
	kfree(name);
	return ret;
}

static long fs_name(unsigned int index, char __user *buf)
{
	struct file_system_type *fs;

	read_lock(&file_systems_lock);
	for (fs = file_systems; fs && index; fs = fs->next)
		index--;
	read_unlock(&file_systems_lock);
	if (!fs)
		return -EINVAL;
	return copy_to_user(buf, fs->name, strlen(fs->name) + 1) ? -EFAULT : 0;
}

static long fs_maxindex(void)
{
	struct file_system_type *fs;
	long n = 0;

	read_lock(&file_systems_lock);
	for (fs = file_systems; fs; fs = fs->next)
		n++;
	read_unlock(&file_systems_lock);
	return n;
}

SYSCALL_DEFINE3(sysfs, int, option, unsigned long, arg1, unsigned long, arg2)
{
	switch (option) {
	case 1:
		return fs_index((const char __user *)arg1);
	case 2:
		return fs_name(arg1, (char __user *)arg2);
	case 3:
		return fs_maxindex();
	}
	return -EINVAL;
}

/* ---- device numbers of file systems without a device ----------------------- */

static DEFINE_IDA(unnamed_dev_ida);

int get_anon_bdev(dev_t *dev)
{
	int minor = ida_alloc_range(&unnamed_dev_ida, 1, MINORMASK, GFP_KERNEL);

	if (minor == -ENOSPC)
		return -EMFILE;
	if (minor < 0)
		return minor;
	*dev = MKDEV(0, minor);
	return 0;
}

void free_anon_bdev(dev_t dev)
{
	ida_free(&unnamed_dev_ida, MINOR(dev));
}

int set_anon_super(struct super_block *sb, void *data)
{
	return get_anon_bdev(&sb->s_dev);
}

/* ---- life of a super block -------------------------------------------------- */

static const struct super_operations default_super_ops = { };

static struct super_block *alloc_super(struct file_system_type *type, int flags)
{
	struct super_block *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return NULL;
	INIT_LIST_HEAD(&s->s_list);
	INIT_HLIST_NODE(&s->s_instances);
	INIT_LIST_HEAD(&s->s_inodes);
	INIT_LIST_HEAD(&s->s_dirty);
	spin_lock_init(&s->s_inode_list_lock);
	mutex_init(&s->s_vfs_rename_mutex);
	init_rwsem(&s->s_umount);
	down_write(&s->s_umount);
	atomic_set(&s->s_active, 1);
	s->s_type = type;
	s->s_flags = flags;
	s->s_op = &default_super_ops;
	s->s_maxbytes = MAX_LFS_FILESIZE;
	s->s_time_gran = 1;
	s->s_time_max = S64_MAX;
	s->s_time_min = S64_MIN;
	s->s_blocksize = PAGE_SIZE;
	s->s_blocksize_bits = PAGE_SHIFT;
	strscpy(s->s_id, type->name, sizeof(s->s_id));
	return s;
}

static void free_super(struct super_block *s)
{
	up_write(&s->s_umount);
	kfree_rcu(s, rcu);
}

/**
 * sget() - find the super block that @test recognises, or make one
 *
 * Return: with s_umount held for writing and an active reference; one without s_root is
 * new and the caller must fill it in.
 */
struct super_block *sget(struct file_system_type *type,
			 int (*test)(struct super_block *, void *),
			 int (*set)(struct super_block *, void *), int flags, void *data)
{
	struct super_block *s = alloc_super(type, flags), *old;
	int err;

	if (!s)
		return ERR_PTR(-ENOMEM);
	spin_lock(&sb_lock);
	if (test) {
		hlist_for_each_entry(old, &type->fs_supers, s_instances) {
			if (test(old, data) && atomic_inc_not_zero(&old->s_active)) {
				spin_unlock(&sb_lock);
				free_super(s);
				down_write(&old->s_umount);
				return old;
			}
		}
	}
	err = set(s, data);
	if (err) {
		spin_unlock(&sb_lock);
		free_super(s);
		return ERR_PTR(err);
	}
	list_add_tail(&s->s_list, &super_blocks);
	hlist_add_head(&s->s_instances, &type->fs_supers);
	spin_unlock(&sb_lock);
	return s;
}

/* The part of shutting down that is the same for all. s_umount is held for writing. */
void generic_shutdown_super(struct super_block *sb)
{
	const struct super_operations *sop = sb->s_op;

	if (sb->s_root) {
		shrink_dcache_for_umount(sb);
		sync_filesystem(sb);
		sb->s_flags &= ~SB_ACTIVE;
		evict_inodes(sb);
		if (sop->put_super)
			sop->put_super(sb);
		WARN(!list_empty(&sb->s_inodes), "%s: busy inodes after unmount\n", sb->s_id);
	}
	spin_lock(&sb_lock);
	list_del_init(&sb->s_list);
	hlist_del_init(&sb->s_instances);
	spin_unlock(&sb_lock);
}

void kill_anon_super(struct super_block *sb)
{
	dev_t dev = sb->s_dev;

	generic_shutdown_super(sb);
	free_anon_bdev(dev);
}

/* for file systems whose dentries are pinned in memory */
void kill_litter_super(struct super_block *sb)
{
	if (sb->s_root)
		d_genocide(sb->s_root);
	kill_anon_super(sb);
}

/* s_umount is held for writing, and released */
void deactivate_locked_super(struct super_block *s)
{
	if (!atomic_dec_and_test(&s->s_active)) {
		up_write(&s->s_umount);
		return;
	}
	s->s_type->kill_sb(s);
	free_super(s);
}

void deactivate_super(struct super_block *s)
{
	if (atomic_add_unless(&s->s_active, -1, 1))
		return;
	down_write(&s->s_umount);
	deactivate_locked_super(s);
}

/**
 * iterate_supers() - call @fn for every mounted file system, s_umount held for reading
 */
void iterate_supers(void (*fn)(struct super_block *, void *), void *arg)
{
	struct super_block *sb, *prev = NULL;

	spin_lock(&sb_lock);
	list_for_each_entry(sb, &super_blocks, s_list) {
		if (!atomic_inc_not_zero(&sb->s_active))
			continue;
		spin_unlock(&sb_lock);
		down_read(&sb->s_umount);
		if (sb->s_root && (sb->s_flags & SB_BORN))
			fn(sb, arg);
		up_read(&sb->s_umount);
		if (prev)
			deactivate_super(prev);
		prev = sb;
		spin_lock(&sb_lock);
	}
	spin_unlock(&sb_lock);
	if (prev)
		deactivate_super(prev);
}

/* ---- mounting --------------------------------------------------------------- */

struct dentry *mount_nodev(struct file_system_type *type, int flags, void *data,
			   int (*fill_super)(struct super_block *, void *, int))
{
	struct super_block *s = sget(type, NULL, set_anon_super, flags, NULL);
	int err;

	if (IS_ERR(s))
		return ERR_CAST(s);
	err = fill_super(s, data, flags & SB_SILENT ? 1 : 0);
	if (err) {
		deactivate_locked_super(s);
		return ERR_PTR(err);
	}
	s->s_flags |= SB_ACTIVE;
	return dget(s->s_root);
}

static int compare_single(struct super_block *s, void *p)
{
	return 1;
}

/* every mount shows the same super block */
struct dentry *mount_single(struct file_system_type *type, int flags, void *data,
			    int (*fill_super)(struct super_block *, void *, int))
{
	struct super_block *s = sget(type, compare_single, set_anon_super, flags, NULL);
	int err;

	if (IS_ERR(s))
		return ERR_CAST(s);
	if (!s->s_root) {
		err = fill_super(s, data, flags & SB_SILENT ? 1 : 0);
		if (err) {
			deactivate_locked_super(s);
			return ERR_PTR(err);
		}
		s->s_flags |= SB_ACTIVE;
	}
	return dget(s->s_root);
}

/* a file system whose objects have no path: pipes, anonymous inodes */
struct dentry *mount_pseudo(struct file_system_type *type, char *name,
			    const struct super_operations *ops,
			    const struct dentry_operations *dops, unsigned long magic)
{
	struct super_block *s = sget(type, NULL, set_anon_super, SB_KERNMOUNT | SB_NOUSER, NULL);
	struct inode *root;

	if (IS_ERR(s))
		return ERR_CAST(s);
	s->s_magic = magic;
	s->s_op = ops ? ops : &simple_super_operations;
	root = new_inode(s);
	if (!root)
		goto fail;
	root->i_ino = 1;
	root->i_mode = S_IFDIR | S_IRUSR | S_IWUSR;
	simple_inode_init_ts(root);
	s->s_root = d_make_root(root);
	if (!s->s_root)
		goto fail;
	s->s_d_op = dops;
	s->s_flags |= SB_ACTIVE;
	return dget(s->s_root);
fail:
	deactivate_locked_super(s);
	return ERR_PTR(-ENOMEM);
}

/**
 * mount_fs() - have a kind of file system make (or find) its tree
 *
 * Return: the root dentry with a reference and an active reference on its super block,
 * whose s_umount is held for writing; or an error.
 */
struct dentry *mount_fs(struct file_system_type *type, int flags, const char *name, void *data)
{
	struct dentry *root = type->mount(type, flags, name, data);

	if (!IS_ERR(root))
		root->d_sb->s_flags |= SB_BORN;
	return root;
}

/* A remount: new flags and options. s_umount is held for writing. */
int reconfigure_super(struct super_block *sb, int flags, void *data)
{
	int err;

	if ((flags & SB_RDONLY) && !sb_rdonly(sb)) {
		shrink_dcache_sb(sb);
		sync_filesystem(sb);
	}
	if (sb->s_op->remount_fs) {
		err = sb->s_op->remount_fs(sb, &flags, data);
		if (err)
			return err;
	}
	sb->s_flags = (sb->s_flags & ~MS_RMT_MASK) | (flags & MS_RMT_MASK);
	return 0;
}
