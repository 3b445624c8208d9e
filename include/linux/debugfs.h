/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * debugfs.h - /sys/kernel/debug: files for people who look into the kernel, without promises.
 *
 * Nobody needs to check what these functions return: a directory that could not be made is an ERR_PTR,
 * and making something below that, or removing it, does nothing.
 */
#ifndef _LINUX_DEBUGFS_H
#define _LINUX_DEBUGFS_H

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/seq_file.h>

/*
 * A file whose text is one number: get(data, &value) reads, set(data, value) writes (either may be NULL),
 * fmt prints a u64.
 */
#define DEFINE_DEBUGFS_ATTRIBUTE(__fops, __get, __set, __fmt) \
static int __fops ## _open(struct inode *inode, struct file *file) \
{ \
	return simple_attr_open(inode, file, __get, __set, __fmt); \
} \
static const struct file_operations __fops = { \
	.open = __fops ## _open, .release = simple_attr_release, .read = simple_attr_read, \
	.write = simple_attr_write, .llseek = generic_file_llseek, \
}

int simple_attr_open(struct inode *inode, struct file *file, int (*get)(void *, u64 *), int (*set)(void *, u64),
		     const char *fmt);
int simple_attr_release(struct inode *inode, struct file *file);
ssize_t simple_attr_read(struct file *file, char __user *buf, size_t count, loff_t *ppos);
ssize_t simple_attr_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos);

#ifdef CONFIG_DEBUG_FS
struct dentry *debugfs_create_dir(const char *name, struct dentry *parent);
struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent, void *data,
				   const struct file_operations *fops);
struct dentry *debugfs_create_symlink(const char *name, struct dentry *parent, const char *target);
void debugfs_remove(struct dentry *dentry);
struct dentry *debugfs_lookup(const char *name, struct dentry *parent);
bool debugfs_initialized(void);

void debugfs_create_u8(const char *name, umode_t mode, struct dentry *parent, u8 *value);
void debugfs_create_u16(const char *name, umode_t mode, struct dentry *parent, u16 *value);
void debugfs_create_u32(const char *name, umode_t mode, struct dentry *parent, u32 *value);
void debugfs_create_u64(const char *name, umode_t mode, struct dentry *parent, u64 *value);
void debugfs_create_x32(const char *name, umode_t mode, struct dentry *parent, u32 *value);
void debugfs_create_x64(const char *name, umode_t mode, struct dentry *parent, u64 *value);
void debugfs_create_ulong(const char *name, umode_t mode, struct dentry *parent, unsigned long *value);
void debugfs_create_atomic_t(const char *name, umode_t mode, struct dentry *parent, atomic_t *value);
void debugfs_create_bool(const char *name, umode_t mode, struct dentry *parent, bool *value);
#else
static inline struct dentry *debugfs_create_dir(const char *name, struct dentry *parent)
{
	return ERR_PTR(-ENODEV);
}

static inline struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent,
						 void *data, const struct file_operations *fops)
{
	return ERR_PTR(-ENODEV);
}

static inline struct dentry *debugfs_create_symlink(const char *name, struct dentry *parent, const char *target)
{
	return ERR_PTR(-ENODEV);
}

static inline void debugfs_remove(struct dentry *dentry)
{
}

static inline struct dentry *debugfs_lookup(const char *name, struct dentry *parent)
{
	return ERR_PTR(-ENODEV);
}

static inline bool debugfs_initialized(void)
{
	return false;
}

#define __DEBUGFS_VALUE_STUB(suffix, type) \
static inline void debugfs_create_##suffix(const char *name, umode_t mode, struct dentry *parent, type *value) { }
__DEBUGFS_VALUE_STUB(u8, u8)
__DEBUGFS_VALUE_STUB(u16, u16)
__DEBUGFS_VALUE_STUB(u32, u32)
__DEBUGFS_VALUE_STUB(u64, u64)
__DEBUGFS_VALUE_STUB(x32, u32)
__DEBUGFS_VALUE_STUB(x64, u64)
__DEBUGFS_VALUE_STUB(ulong, unsigned long)
__DEBUGFS_VALUE_STUB(atomic_t, atomic_t)
__DEBUGFS_VALUE_STUB(bool, bool)
#undef __DEBUGFS_VALUE_STUB
#endif

#define debugfs_remove_recursive(dentry)	debugfs_remove(dentry)

#endif
