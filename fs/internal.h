/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * internal.h - what the files of fs/ share with each other alone.
 */
#ifndef _FS_INTERNAL_H
#define _FS_INTERNAL_H

#include <linux/fs.h>
#include <linux/path.h>
#include <linux/splice.h>

struct open_how;

/* How a file is to be opened: open(2)'s flags, taken apart. */
struct open_flags {
	int open_flag;
	umode_t mode;
	int acc_mode;		/* MAY_* */
	int intent;		/* LOOKUP_OPEN, ... */
	int lookup_flags;
};

/* namei.c */
struct file *do_filp_open(int dfd, struct filename *name, const struct open_flags *op);
struct file *do_file_open_root(const struct path *root, const char *name,
			       const struct open_flags *op);
int do_mkdirat(int dfd, struct filename *name, umode_t mode);
int do_rmdir(int dfd, struct filename *name);
int do_unlinkat(int dfd, struct filename *name);
int do_symlinkat(struct filename *from, int newdfd, struct filename *to);
int do_linkat(int olddfd, struct filename *old, int newdfd, struct filename *new, int flags);
int do_mknodat(int dfd, struct filename *name, umode_t mode, unsigned int dev);
int do_renameat2(int olddfd, struct filename *from, int newdfd, struct filename *to,
		 unsigned int flags);

/* open.c */
struct open_how build_open_how(int flags, umode_t mode);
int build_open_flags(const struct open_how *how, struct open_flags *op);
int do_fchownat(int dfd, const char __user *filename, uid_t user, gid_t group, int flag);
long do_ftruncate(struct file *file, loff_t length);

/* dcache.c */
struct dentry *__d_lookup(const struct dentry *parent, const struct qstr *name);
struct dentry *d_alloc_cursor(struct dentry *parent);
bool d_has_submounts(struct dentry *dentry);
void d_set_mounted(struct dentry *dentry, bool mounted);
char *d_path_from(const struct path *path, const struct path *root, char *buf, int buflen,
		  bool *reached);

/* super.c */
int reconfigure_super(struct super_block *sb, int flags, void *data);
struct dentry *mount_fs(struct file_system_type *type, int flags, const char *name, void *data);

/* splice.c */
ssize_t splice_file_range_copy(struct file *in, loff_t *ppos, struct file *out, loff_t *opos,
			       size_t len);

/* eventpoll.c */
void eventpoll_release(struct file *file);

/* anon_inodes.c, pipe.c */
void pipefs_init(void);
void anon_inode_init(void);

#endif
