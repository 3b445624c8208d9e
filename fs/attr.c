// SPDX-License-Identifier: GPL-2.0-only
/*
 * attr.c - changing an inode's attributes: who may, and what follows from it.
 *
 * notify_change() is the one door: it checks, settles what set-id bits become, and hands the
 * change to the file system's ->setattr(). The caller holds i_rwsem for writing.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/resource.h>
#include <linux/sched/signal.h>

static bool chown_ok(const struct inode *inode, kuid_t uid)
{
	if (uid_eq(current_fsuid(), inode->i_uid) && uid_eq(uid, inode->i_uid))
		return true;
	return capable(CAP_CHOWN);
}

static bool chgrp_ok(const struct inode *inode, kgid_t gid)
{
	if (uid_eq(current_fsuid(), inode->i_uid) &&
	    (gid_eq(gid, inode->i_gid) || in_group_p(gid)))
		return true;
	return capable(CAP_CHOWN);
}

/**
 * setattr_prepare() - may these attributes be changed by the current process?
 */
int setattr_prepare(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->d_inode;
	unsigned int valid = attr->ia_valid;

	if (valid & ATTR_SIZE) {
		int error = inode_newsize_ok(inode, attr->ia_size);

		if (error)
			return error;
	}
	if (valid & ATTR_FORCE)
		return 0;
	if ((valid & ATTR_UID) && !chown_ok(inode, attr->ia_uid))
		return -EPERM;
	if ((valid & ATTR_GID) && !chgrp_ok(inode, attr->ia_gid))
		return -EPERM;
	if (valid & ATTR_MODE) {
		kgid_t gid = valid & ATTR_GID ? attr->ia_gid : inode->i_gid;

		if (!inode_owner_or_capable(idmap, inode))
			return -EPERM;
		/* a set-gid bit for a group that one is not in is silently dropped */
		if (!in_group_p(gid) && !capable(CAP_FSETID))
			attr->ia_mode &= ~S_ISGID;
	}
	if ((valid & (ATTR_MTIME_SET | ATTR_ATIME_SET | ATTR_TIMES_SET)) &&
	    !inode_owner_or_capable(idmap, inode))
		return -EPERM;
	return 0;
}

/* May the file have this size, by the process's limit and the file system's? */
int inode_newsize_ok(const struct inode *inode, loff_t offset)
{
	if (offset < 0)
		return -EINVAL;
	if (inode->i_size < offset) {
		unsigned long limit = rlimit(RLIMIT_FSIZE);

		if (limit != RLIM_INFINITY && offset > limit) {
			send_sig(SIGXFSZ, current, 0);
			return -EFBIG;
		}
		if (offset > inode->i_sb->s_maxbytes)
			return -EFBIG;
	} else if (IS_SWAPFILE(inode)) {
		return -ETXTBSY;
	}
	return 0;
}

void setattr_copy(struct mnt_idmap *idmap, struct inode *inode, const struct iattr *attr)
{
	unsigned int valid = attr->ia_valid;

	if (valid & ATTR_UID)
		inode->i_uid = attr->ia_uid;
	if (valid & ATTR_GID)
		inode->i_gid = attr->ia_gid;
	if (valid & ATTR_ATIME)
		inode_set_atime_to_ts(inode, attr->ia_atime);
	if (valid & ATTR_MTIME)
		inode_set_mtime_to_ts(inode, attr->ia_mtime);
	if (valid & ATTR_CTIME)
		inode_set_ctime_to_ts(inode, attr->ia_ctime);
	if (valid & ATTR_MODE)
		inode->i_mode = attr->ia_mode;
}

static int may_setattr(struct mnt_idmap *idmap, struct inode *inode, unsigned int valid)
{
	if ((valid & (ATTR_MODE | ATTR_UID | ATTR_GID | ATTR_TIMES_SET)) &&
	    (IS_IMMUTABLE(inode) || IS_APPEND(inode)))
		return -EPERM;
	/* "now" needs less than a given time */
	if (valid & ATTR_TOUCH) {
		if (IS_IMMUTABLE(inode))
			return -EPERM;
		if (!inode_owner_or_capable(idmap, inode))
			return inode_permission(idmap, inode, MAY_WRITE);
	}
	return 0;
}

/* Turns "take the set-id bits away" into a new mode. */
static void kill_setid(struct inode *inode, struct iattr *attr)
{
	umode_t mode = attr->ia_valid & ATTR_MODE ? attr->ia_mode : inode->i_mode;
	umode_t old = mode;

	if (attr->ia_valid & ATTR_KILL_SUID)
		mode &= ~S_ISUID;
	if ((attr->ia_valid & ATTR_KILL_SGID) && (mode & S_IXGRP))
		mode &= ~S_ISGID;
	attr->ia_valid &= ~(ATTR_KILL_SUID | ATTR_KILL_SGID);
	if (mode != old) {
		attr->ia_valid |= ATTR_MODE;
		attr->ia_mode = mode;
	}
}

int notify_change(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->d_inode;
	struct timespec64 now;
	int error = may_setattr(idmap, inode, attr->ia_valid);

	if (error)
		return error;
	now = current_time(inode);
	attr->ia_ctime = now;
	attr->ia_atime = attr->ia_valid & ATTR_ATIME_SET ?
			 timestamp_truncate(attr->ia_atime, inode) : now;
	attr->ia_mtime = attr->ia_valid & ATTR_MTIME_SET ?
			 timestamp_truncate(attr->ia_mtime, inode) : now;
	if (attr->ia_valid & (ATTR_KILL_SUID | ATTR_KILL_SGID))
		kill_setid(inode, attr);
	if (!(attr->ia_valid & ~ATTR_FORCE))
		return 0;
	if (((attr->ia_valid & ATTR_UID) && !uid_valid(attr->ia_uid)) ||
	    ((attr->ia_valid & ATTR_GID) && !gid_valid(attr->ia_gid)))
		return -EOVERFLOW;
	if (inode->i_op->setattr)
		return inode->i_op->setattr(idmap, dentry, attr);
	return simple_setattr(idmap, dentry, attr);
}
