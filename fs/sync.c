// SPDX-License-Identifier: GPL-2.0-only
/*
 * sync.c - bringing what is dirty to its store: a file, a file system, all of them; and advice
 * about files.
 *
 * Elsewhere: which folios are dirty (mm/page-writeback.c), which inodes (inode.c).
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/syscalls.h>
#include <linux/swap.h>
#include <linux/writeback.h>

/* writes an inode: its data, then itself */
int write_inode_now(struct inode *inode, int sync)
{
	struct writeback_control wbc = {
		.nr_to_write = LONG_MAX,
		.sync_mode = sync ? WB_SYNC_ALL : WB_SYNC_NONE,
		.range_end = LLONG_MAX,
	};
	struct super_block *sb = inode->i_sb;
	int err = 0, err2 = 0;

	spin_lock(&inode->i_lock);
	inode->i_state &= ~I_DIRTY_ALL;
	spin_lock(&sb->s_inode_list_lock);
	list_del_init(&inode->i_io_list);
	spin_unlock(&sb->s_inode_list_lock);
	spin_unlock(&inode->i_lock);
	if (mapping_can_writeback(inode->i_mapping))
		err = do_writepages(inode->i_mapping, &wbc);
	if (sync && !err)
		err = filemap_fdatawait(inode->i_mapping);
	if (sb->s_op->write_inode)
		err2 = sb->s_op->write_inode(inode, &wbc);
	return err ? err : err2;
}

int sync_inode_metadata(struct inode *inode, int wait)
{
	struct writeback_control wbc = {
		.sync_mode = wait ? WB_SYNC_ALL : WB_SYNC_NONE,
	};

	if (!inode->i_sb->s_op->write_inode)
		return 0;
	return inode->i_sb->s_op->write_inode(inode, &wbc);
}

/* Under s_inode_list_lock, which comes after i_lock: only tried. An inode that dies writes itself. */
static bool igrab_locked(struct inode *inode)
{
	bool alive = false;

	if (spin_trylock(&inode->i_lock)) {
		alive = !(inode->i_state & I_FREEING);
		if (alive)
			__iget(inode);
		spin_unlock(&inode->i_lock);
	}
	return alive;
}

/* all dirty inodes of a file system */
void sync_inodes_sb(struct super_block *sb)
{
	struct inode *inode;

	for (;;) {
		spin_lock(&sb->s_inode_list_lock);
		inode = list_first_entry_or_null(&sb->s_dirty, struct inode, i_io_list);
		if (inode) {
			/* off the list first: whoever dirties it again puts it back */
			list_del_init(&inode->i_io_list);
			if (!igrab_locked(inode)) {
				spin_unlock(&sb->s_inode_list_lock);
				continue;
			}
		}
		spin_unlock(&sb->s_inode_list_lock);
		if (!inode)
			break;
		write_inode_now(inode, 1);
		iput(inode);
		cond_resched();
	}
}

int sync_filesystem(struct super_block *sb)
{
	if (sb_rdonly(sb))
		return 0;
	sync_inodes_sb(sb);
	return sb->s_op->sync_fs ? sb->s_op->sync_fs(sb, 1) : 0;
}

static void sync_one(struct super_block *sb, void *arg)
{
	sync_filesystem(sb);
}

void ksys_sync(void)
{
	iterate_supers(sync_one, NULL);
}

SYSCALL_DEFINE0(sync)
{
	ksys_sync();
	return 0;
}

SYSCALL_DEFINE1(syncfs, int, fd)
{
	struct fd f = fdget(fd);
	struct super_block *sb;
	int ret = -EBADF;

	if (!fd_empty(f)) {
		sb = fd_file(f)->f_path.dentry->d_sb;
		down_read(&sb->s_umount);
		ret = sync_filesystem(sb);
		up_read(&sb->s_umount);
	}
	fdput(f);
	return ret;
}

int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync)
{
	if (!file->f_op->fsync)
		return -EINVAL;
	return file->f_op->fsync(file, start, end, datasync);
}

int vfs_fsync(struct file *file, int datasync)
{
	return vfs_fsync_range(file, 0, LLONG_MAX, datasync);
}

int generic_file_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	int err = file_write_and_wait_range(file, start, end);

	return err ? err : sync_inode_metadata(file->f_mapping->host, 1);
}

static int do_fsync(unsigned int fd, int datasync)
{
	struct fd f = fdget(fd);
	int ret = -EBADF;

	if (!fd_empty(f))
		ret = vfs_fsync(fd_file(f), datasync);
	fdput(f);
	return ret;
}

SYSCALL_DEFINE1(fsync, unsigned int, fd)
{
	return do_fsync(fd, 0);
}

SYSCALL_DEFINE1(fdatasync, unsigned int, fd)
{
	return do_fsync(fd, 1);
}

static int sync_range(struct file *file, loff_t offset, loff_t nbytes, unsigned int flags)
{
	struct address_space *mapping = file->f_mapping;
	umode_t mode = file_inode(file)->i_mode;
	loff_t end;
	int ret = 0;

	if (flags & ~(SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
		      SYNC_FILE_RANGE_WAIT_AFTER))
		return -EINVAL;
	if (offset < 0 || nbytes < 0 || check_add_overflow(offset, nbytes, &end))
		return -EINVAL;
	end = nbytes ? end - 1 : LLONG_MAX;
	if (!S_ISREG(mode) && !S_ISBLK(mode) && !S_ISDIR(mode) && !S_ISLNK(mode))
		return -ESPIPE;
	if (flags & SYNC_FILE_RANGE_WAIT_BEFORE)
		ret = filemap_fdatawait_range(mapping, offset, end);
	if (!ret && (flags & SYNC_FILE_RANGE_WRITE))
		ret = filemap_fdatawrite_range(mapping, offset, end);
	if (!ret && (flags & SYNC_FILE_RANGE_WAIT_AFTER))
		ret = filemap_fdatawait_range(mapping, offset, end);
	return ret;
}

SYSCALL_DEFINE4(sync_file_range, int, fd, loff_t, offset, loff_t, nbytes, unsigned int, flags)
{
	struct fd f = fdget(fd);
	int ret = -EBADF;

	if (!fd_empty(f))
		ret = sync_range(fd_file(f), offset, nbytes, flags);
	fdput(f);
	return ret;
}

/* ---- advice --------------------------------------------------------------------------- */

static void advise_willneed(struct file *file, loff_t offset, loff_t end)
{
	DEFINE_READAHEAD(ractl, file, &file->f_ra, file->f_mapping, offset >> PAGE_SHIFT);

	force_page_cache_ra(&ractl, (end >> PAGE_SHIFT) - (offset >> PAGE_SHIFT) + 1);
}

int generic_fadvise(struct file *file, loff_t offset, loff_t len, int advice)
{
	struct address_space *mapping = file->f_mapping;
	loff_t end = len ? offset + len - 1 : LLONG_MAX;	/* last byte */

	if (S_ISFIFO(file_inode(file)->i_mode))
		return -ESPIPE;
	if (!mapping || len < 0)
		return -EINVAL;
	if (end < offset)
		end = LLONG_MAX;
	switch (advice) {
	case POSIX_FADV_NORMAL:
	case POSIX_FADV_SEQUENTIAL:
	case POSIX_FADV_RANDOM:
		file->f_ra.ra_pages = VM_READAHEAD_PAGES * (advice == POSIX_FADV_SEQUENTIAL ? 2 : 1);
		spin_lock(&file->f_lock);
		if (advice == POSIX_FADV_RANDOM)
			file->f_mode |= FMODE_RANDOM;
		else
			file->f_mode &= ~FMODE_RANDOM;
		spin_unlock(&file->f_lock);
		return 0;
	case POSIX_FADV_WILLNEED:
		advise_willneed(file, offset, end);
		return 0;
	case POSIX_FADV_NOREUSE:
		return 0;
	case POSIX_FADV_DONTNEED: {
		pgoff_t first = (offset + PAGE_SIZE - 1) >> PAGE_SHIFT;
		pgoff_t behind = end == LLONG_MAX ? (pgoff_t)-1 : (u64)(end + 1) >> PAGE_SHIFT;

		/* what lives in memory alone is all the data there is: nothing to drop */
		if (!mapping_can_writeback(mapping) || behind <= first)
			return 0;
		filemap_fdatawrite_range(mapping, offset, end);
		lru_add_drain();
		invalidate_mapping_pages(mapping, first, behind - 1);
		return 0;
	}
	}
	return -EINVAL;
}

int vfs_fadvise(struct file *file, loff_t offset, loff_t len, int advice)
{
	if (file->f_op->fadvise)
		return file->f_op->fadvise(file, offset, len, advice);
	return generic_fadvise(file, offset, len, advice);
}

SYSCALL_DEFINE4(fadvise64, int, fd, loff_t, offset, size_t, len, int, advice)
{
	struct fd f = fdget(fd);
	int ret = -EBADF;

	if (!fd_empty(f))
		ret = vfs_fadvise(fd_file(f), offset, len, advice);
	fdput(f);
	return ret;
}

SYSCALL_DEFINE3(readahead, int, fd, loff_t, offset, size_t, count)
{
	struct fd f = fdget(fd);
	int ret = -EBADF;

	if (!fd_empty(f) && (fd_file(f)->f_mode & FMODE_READ)) {
		ret = -EINVAL;
		if (S_ISREG(file_inode(fd_file(f))->i_mode))
			ret = vfs_fadvise(fd_file(f), offset, count, POSIX_FADV_WILLNEED);
	}
	fdput(f);
	return ret;
}
