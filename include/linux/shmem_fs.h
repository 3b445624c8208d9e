/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SHMEM_FS_H
#define _LINUX_SHMEM_FS_H

#include <linux/fs.h>
#include <linux/pagemap.h>
#include <linux/swap.h>

/* A file of tmpfs, or a piece of shared anonymous memory. */
struct shmem_inode_info {
	spinlock_t lock;
	unsigned int seals;		/* [L] inode lock: F_SEAL_* */
	unsigned long flags;		/* [I] VM_NORESERVE: accounted page by page */
	unsigned long alloced;		/* [L] lock: pages in memory */
	unsigned long swapped;		/* [L] lock: pages in swap */
	pgoff_t fallocend;		/* [L] inode lock: highest fallocate index */
	struct list_head swaplist;	/* inodes with pages in swap */
	struct timespec64 i_crtime;	/* [I] */
	struct inode vfs_inode;
};

/* One mounted tmpfs. */
struct shmem_sb_info {
	unsigned long max_blocks;	/* [L] stat_lock: pages; 0: no limit */
	atomic_long_t used_blocks;	/* [A] */
	unsigned long max_inodes;	/* [L] stat_lock; 0: no limit */
	unsigned long free_inodes;	/* [L] stat_lock */
	spinlock_t stat_lock;
	umode_t mode;			/* [I] of the root */
	kuid_t uid;
	kgid_t gid;
};

static inline struct shmem_inode_info *SHMEM_I(struct inode *inode)
{
	return container_of(inode, struct shmem_inode_info, vfs_inode);
}

static inline struct shmem_sb_info *SHMEM_SB(struct super_block *sb)
{
	return sb->s_fs_info;
}

enum sgp_type {
	SGP_READ,	/* a hole stays a hole: no folio */
	SGP_NOALLOC,	/* like it, but a hole is an error */
	SGP_CACHE,	/* a hole gets a zeroed folio; not beyond the size */
	SGP_WRITE,	/* a hole gets a folio, maybe not yet uptodate */
	SGP_FALLOC,	/* like it, beyond the size as well */
};

extern const struct address_space_operations shmem_aops;

int shmem_init(void);
struct file *shmem_file_setup(const char *name, loff_t size, unsigned long flags);
struct file *shmem_kernel_file_setup(const char *name, loff_t size, unsigned long flags);
struct file *shmem_file_setup_with_mnt(struct vfsmount *mnt, const char *name, loff_t size,
				       unsigned long flags);
int shmem_zero_setup(struct vm_area_struct *vma);
int shmem_get_folio(struct inode *inode, pgoff_t index, loff_t write_end,
		    struct folio **foliop, enum sgp_type sgp);
struct folio *shmem_read_folio_gfp(struct address_space *mapping, pgoff_t index, gfp_t gfp);
void shmem_truncate_range(struct inode *inode, loff_t start, loff_t end);
int shmem_unuse(unsigned int type);
bool shmem_mapping(struct address_space *mapping);
bool shmem_charge(struct inode *inode, long pages);
void shmem_uncharge(struct inode *inode, long pages);
unsigned long shmem_swap_usage(struct vm_area_struct *vma);
unsigned long shmem_partial_swap_usage(struct address_space *mapping, pgoff_t start, pgoff_t end);
unsigned long shmem_get_unmapped_area(struct file *file, unsigned long addr, unsigned long len,
				      unsigned long pgoff, unsigned long flags);
bool vma_is_shmem(const struct vm_area_struct *vma);
bool vma_is_anon_shmem(const struct vm_area_struct *vma);

static inline struct folio *shmem_read_folio(struct address_space *mapping, pgoff_t index)
{
	return shmem_read_folio_gfp(mapping, index, mapping_gfp_mask(mapping));
}

static inline bool shmem_file(struct file *file)
{
	return file && file->f_mapping && shmem_mapping(file->f_mapping);
}

#define F_ALL_SEALS	(F_SEAL_SEAL | F_SEAL_EXEC | F_SEAL_SHRINK | F_SEAL_GROW | \
			 F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)

int memfd_seals(struct file *file, unsigned int **seals);

/* Makes a super block a tmpfs: for file systems that are one under another name (devtmpfs). */
int shmem_fill_super(struct super_block *sb, void *data, int silent);

#endif
