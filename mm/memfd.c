// SPDX-License-Identifier: GPL-2.0-only
/*
 * memfd.c - memfd_create(): a file in memory that has no name, and seals on it.
 *
 * A seal forbids a kind of change for good. F_SEAL_WRITE needs that nobody can write through a
 * mapping any more, nor into pages that somebody else still holds.
 */
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/memfd.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define MFD_NAME_PREFIX		"memfd:"
#define MFD_NAME_PREFIX_LEN	(sizeof(MFD_NAME_PREFIX) - 1)
#define MFD_NAME_MAX_LEN	(NAME_MAX - MFD_NAME_PREFIX_LEN)
#define MFD_ALL_FLAGS		(MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL | MFD_EXEC)

/* Does anybody hold a page beyond the cache and its mappings: a read or write under way? */
static bool has_extra_refs(struct address_space *mapping)
{
	struct folio_batch fbatch;
	pgoff_t index = 0;
	bool busy = false;
	unsigned int i;

	folio_batch_init(&fbatch);
	while (!busy && filemap_get_folios(mapping, &index, ULONG_MAX - 1, &fbatch)) {
		for (i = 0; i < folio_batch_count(&fbatch); i++) {
			struct folio *folio = fbatch.folios[i];
			int expected = folio_nr_pages(folio) + folio_mapcount(folio) + 1;

			busy |= folio_ref_count(folio) != expected;
		}
		folio_batch_release(&fbatch);
		cond_resched();
	}
	return busy;
}

/* such references are short, but for pages that are pinned */
static int wait_for_refs(struct address_space *mapping)
{
	int tries;

	lru_add_drain_all();
	for (tries = 0; tries < 5; tries++) {
		if (!has_extra_refs(mapping))
			return 0;
		if (schedule_timeout_killable(tries + 1))
			return -EINTR;
	}
	return -EBUSY;
}

static int memfd_add_seals(struct file *file, unsigned int seals)
{
	struct inode *inode = file_inode(file);
	struct shmem_inode_info *info = SHMEM_I(inode);
	int error = -EPERM;

	if (!(file->f_mode & FMODE_WRITE))
		return -EPERM;
	if (seals & ~F_ALL_SEALS)
		return -EINVAL;
	inode_lock(inode);
	if (info->seals & F_SEAL_SEAL)
		goto unlock;
	if ((seals & F_SEAL_WRITE) && !(info->seals & F_SEAL_WRITE)) {
		error = mapping_deny_writable(file->f_mapping);
		if (error)
			goto unlock;
		error = wait_for_refs(file->f_mapping);
		if (error) {
			mapping_allow_writable(file->f_mapping);
			goto unlock;
		}
	}
	/* nobody executes it: then also nobody may change it into something else */
	if ((seals & F_SEAL_EXEC) && (inode->i_mode & S_IXUGO))
		seals |= F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;
	info->seals |= seals;
	error = 0;
unlock:
	inode_unlock(inode);
	return error;
}

long memfd_fcntl(struct file *file, unsigned int cmd, unsigned int arg)
{
	if (!shmem_file(file))
		return -EINVAL;
	if (cmd == F_ADD_SEALS)
		return memfd_add_seals(file, arg);
	return SHMEM_I(file_inode(file))->seals;
}

static char *memfd_name(const char __user *uname)
{
	long len = strnlen_user(uname, MFD_NAME_MAX_LEN + 1);
	char *name;

	if (len <= 0)
		return ERR_PTR(-EFAULT);
	if (len > MFD_NAME_MAX_LEN + 1)
		return ERR_PTR(-EINVAL);
	name = kmalloc(len + MFD_NAME_PREFIX_LEN, GFP_KERNEL);
	if (!name)
		return ERR_PTR(-ENOMEM);
	memcpy(name, MFD_NAME_PREFIX, MFD_NAME_PREFIX_LEN);
	/* the length counts the zero: another thread must not have moved it */
	if (copy_from_user(name + MFD_NAME_PREFIX_LEN, uname, len) ||
	    name[len + MFD_NAME_PREFIX_LEN - 1]) {
		kfree(name);
		return ERR_PTR(-EFAULT);
	}
	return name;
}

SYSCALL_DEFINE2(memfd_create, const char __user *, uname, unsigned int, flags)
{
	struct shmem_inode_info *info;
	struct file *file;
	char *name;
	int fd;

	if (flags & ~MFD_ALL_FLAGS)
		return -EINVAL;
	if ((flags & (MFD_EXEC | MFD_NOEXEC_SEAL)) == (MFD_EXEC | MFD_NOEXEC_SEAL))
		return -EINVAL;
	name = memfd_name(uname);
	if (IS_ERR(name))
		return PTR_ERR(name);
	fd = get_unused_fd_flags(flags & MFD_CLOEXEC ? O_CLOEXEC : 0);
	if (fd < 0)
		goto free_name;
	file = shmem_file_setup(name, 0, VM_NORESERVE);
	if (IS_ERR(file)) {
		put_unused_fd(fd);
		fd = PTR_ERR(file);
		goto free_name;
	}
	file->f_flags |= O_LARGEFILE;
	info = SHMEM_I(file_inode(file));
	if (flags & MFD_NOEXEC_SEAL) {
		file_inode(file)->i_mode &= ~S_IXUGO;
		info->seals = (info->seals & ~F_SEAL_SEAL) | F_SEAL_EXEC;
	} else if (flags & MFD_ALLOW_SEALING) {
		info->seals &= ~F_SEAL_SEAL;
	}
	fd_install(fd, file);
free_name:
	kfree(name);
	return fd;
}
