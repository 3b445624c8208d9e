// SPDX-License-Identifier: GPL-2.0-only
/*
 * permission.c - may the current process do this to that inode?
 *
 * The mode bits decide by fsuid, fsgid and groups; CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
 * go past them. A file system may decide instead (i_op->permission).
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/stat.h>

static int acl_by_mode(struct inode *inode, int mask)
{
	unsigned int mode = inode->i_mode;

	mask &= MAY_READ | MAY_WRITE | MAY_EXEC;
	if (uid_eq(current_fsuid(), inode->i_uid))
		mode >>= 6;
	else if (((mode >> 3) ^ mode) & mask && in_group_p(inode->i_gid))
		mode >>= 3;	/* groups matter only where they would change the answer */
	return mask & ~mode ? -EACCES : 0;
}

/**
 * generic_permission() - decide by mode bits and capabilities
 * @mask: MAY_READ, MAY_WRITE, MAY_EXEC
 */
int generic_permission(struct mnt_idmap *idmap, struct inode *inode, int mask)
{
	int ret = acl_by_mode(inode, mask);

	if (likely(ret != -EACCES))
		return ret;
	if (S_ISDIR(inode->i_mode)) {
		if (!(mask & MAY_WRITE) && capable(CAP_DAC_READ_SEARCH))
			return 0;
		return capable(CAP_DAC_OVERRIDE) ? 0 : -EACCES;
	}
	mask &= MAY_READ | MAY_WRITE | MAY_EXEC;
	if (mask == MAY_READ && capable(CAP_DAC_READ_SEARCH))
		return 0;
	/* nobody executes a file that nobody may execute */
	if ((!(mask & MAY_EXEC) || (inode->i_mode & S_IXUGO)) && capable(CAP_DAC_OVERRIDE))
		return 0;
	return -EACCES;
}

int inode_permission(struct mnt_idmap *idmap, struct inode *inode, int mask)
{
	umode_t mode = inode->i_mode;

	if (unlikely(mask & MAY_WRITE)) {
		if (sb_rdonly(inode->i_sb) && (S_ISREG(mode) || S_ISDIR(mode) || S_ISLNK(mode)))
			return -EROFS;
		if (IS_IMMUTABLE(inode))
			return -EPERM;
	}
	if (unlikely(inode->i_op->permission))
		return inode->i_op->permission(idmap, inode, mask);
	return generic_permission(idmap, inode, mask);
}

int path_permission(const struct path *path, int mask)
{
	return inode_permission(mnt_idmap(path->mnt), path->dentry->d_inode, mask);
}
