/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * namei.h - the path walk, shared by the files that walk: namei.c, namei_open.c, namei_ops.c.
 */
#ifndef _FS_NAMEI_H
#define _FS_NAMEI_H

#include <linux/namei.h>

#define EMBEDDED_LEVELS 2

/* A symlink whose body is being walked. */
struct saved_link {
	struct path link;		/* keeps the body alive */
	struct delayed_call done;	/* frees it */
	const char *name;		/* where to go on afterwards */
};

/* The state of one walk. */
struct nameidata {
	struct path path;		/* where the walk stands; with references */
	struct qstr last;		/* the last component parsed */
	struct path root;		/* with references, once root_set */
	int last_type;			/* LAST_* */
	unsigned int flags;		/* LOOKUP_* */
	unsigned int depth;		/* links on the stack */
	int total_link_count;
	bool root_set;
	int dfd;
	struct filename *name;
	struct saved_link *stack, internal[EMBEDDED_LEVELS];
	struct nameidata *saved;	/* the walk that this one interrupts */
};

#define WALK_TRAILING	1	/* the path's last component: LOOKUP_FOLLOW decides */
#define WALK_MORE	2	/* not the end of the link that is walked */

void set_nameidata(struct nameidata *nd, int dfd, struct filename *name, const struct path *root);
void restore_nameidata(struct nameidata *nd);
const char *path_init(struct nameidata *nd, unsigned int flags);
int link_path_walk(const char *name, struct nameidata *nd);
int complete_walk(struct nameidata *nd);
void terminate_walk(struct nameidata *nd);
const char *handle_dots(struct nameidata *nd, int type);
const char *step_into(struct nameidata *nd, int flags, struct dentry *dentry);
struct dentry *lookup_fast(struct nameidata *nd);
struct dentry *lookup_slow(const struct qstr *name, struct dentry *dir, unsigned int flags);
void put_link(struct nameidata *nd);
int path_lookupat(struct nameidata *nd, unsigned int flags, struct path *path);
int filename_parentat(int dfd, struct filename *name, unsigned int flags, struct path *parent,
		      struct qstr *last, int *type, const struct path *root);
struct dentry *lookup_one_qstr_excl(const struct qstr *name, struct dentry *base,
				    unsigned int flags);
struct dentry *filename_create(int dfd, struct filename *name, struct path *path,
			       unsigned int lookup_flags);
int may_create(struct inode *dir, struct dentry *child);
umode_t vfs_prepare_mode(const struct inode *dir, umode_t mode, umode_t mask_perms, umode_t type);

static inline bool nd_trailing_slash(const struct nameidata *nd)
{
	return nd->last.name[nd->last.len];
}

#endif
