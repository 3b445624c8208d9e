/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vma.h - VMAs for mm/ alone: life, splitting, merging, and the tree they stand in.
 *
 * Layer 5 (map). A file outside mm/ uses the part of linux/mm.h that names VMAs.
 * Everything here wants mmap_lock held for writing unless it says otherwise.
 */
#ifndef _MM_VMA_H
#define _MM_VMA_H

#include <linux/mm.h>
#include <linux/mmap_lock.h>

/* What a mapping of this range would look like, and who its neighbours are. */
struct vma_merge_struct {
	struct vma_iterator *vmi;
	struct mm_struct *mm;
	struct vm_area_struct *prev;	/* the VMA below @start, or NULL */
	struct vm_area_struct *middle;	/* the VMA that holds [start, end), or NULL: a new range */
	struct vm_area_struct *next;	/* the VMA behind @end, or NULL */
	unsigned long start;
	unsigned long end;
	vm_flags_t flags;
	pgoff_t pgoff;
	struct file *file;
	struct anon_vma *anon_vma;	/* that the range's pages have, */
	struct vm_area_struct *donor;	/* and the VMA it is known from; or both NULL */
	struct anon_vma_name *anon_name;
	bool oom;			/* out: a merge was possible, memory was not */
};

/* A new range without an anon_vma; prev and next are to be filled in. */
#define VMG_NEW(name, _vmi, _mm, _start, _end, _flags, _pgoff, _file)		\
	struct vma_merge_struct name = {					\
		.vmi = _vmi, .mm = _mm, .start = _start, .end = _end,		\
		.flags = _flags, .pgoff = _pgoff, .file = _file,		\
	}

/* ---- life (vma_init.c) ---- */

void vma_set_page_prot(struct vm_area_struct *vma);
bool vma_wants_writenotify(struct vm_area_struct *vma, pgprot_t vm_page_prot);

/* ---- names (vma_name.c) ---- */

static inline bool anon_vma_name_eq(const struct anon_vma_name *a, const struct anon_vma_name *b)
{
	return a == b || (a && b && !strcmp(a->name, b->name));
}

static inline void dup_anon_vma_name(const struct vm_area_struct *from, struct vm_area_struct *to)
{
	if (unlikely(from->anon_name)) {
		kref_get(&from->anon_name->kref);
		to->anon_name = from->anon_name;
	}
}

static inline void free_anon_vma_name(struct vm_area_struct *vma)
{
	if (unlikely(vma->anon_name))
		kref_put(&vma->anon_name->kref, anon_vma_name_free);
	vma->anon_name = NULL;
}

/* ---- tree ---- */

static inline void vma_iter_config(struct vma_iterator *vmi, unsigned long start,
				   unsigned long end)
{
	mas_set_range(&vmi->mas, start, end - 1);
}

/* Reserve the nodes for storing @vma (or NULL) over the configured range. */
static inline int vma_iter_prealloc(struct vma_iterator *vmi, struct vm_area_struct *vma)
{
	return mas_preallocate(&vmi->mas, vma, GFP_KERNEL);
}

static inline void vma_iter_store_prealloc(struct vma_iterator *vmi, struct vm_area_struct *vma)
{
	mas_store_prealloc(&vmi->mas, vma);
}

static inline int vma_iter_store_gfp(struct vma_iterator *vmi, struct vm_area_struct *vma,
				     gfp_t gfp)
{
	vma_iter_config(vmi, vma->vm_start, vma->vm_end);
	return mas_store_gfp(&vmi->mas, vma, gfp);
}

static inline int vma_iter_clear_gfp(struct vma_iterator *vmi, unsigned long start,
				     unsigned long end, gfp_t gfp)
{
	vma_iter_config(vmi, start, end);
	return mas_store_gfp(&vmi->mas, NULL, gfp);
}

/* ---- links to the file and to anonymous memory (vma.c) ---- */

int vma_link(struct mm_struct *mm, struct vm_area_struct *vma);
void vma_link_file(struct vm_area_struct *vma);
void unlink_file_vma(struct vm_area_struct *vma);
void remove_vma(struct vm_area_struct *vma);

/* ---- changing ranges (vma.c, vma_merge.c) ---- */

int __split_vma(struct vma_iterator *vmi, struct vm_area_struct *vma, unsigned long addr,
		int new_below);
int split_vma(struct vma_iterator *vmi, struct vm_area_struct *vma, unsigned long addr,
	      int new_below);
void vma_trim(struct vm_area_struct *vma, unsigned long start, unsigned long end);
int vma_shift_down(struct vm_area_struct *vma, unsigned long shift);
int vma_expand_end(struct vma_iterator *vmi, struct vm_area_struct *vma, unsigned long end);
int vma_expand_start(struct vma_iterator *vmi, struct vm_area_struct *vma, unsigned long start);
struct vm_area_struct *vma_merge_range(struct vma_merge_struct *vmg);
struct vm_area_struct *vma_modify_flags(struct vma_iterator *vmi, struct vm_area_struct *prev,
					struct vm_area_struct *vma, unsigned long start,
					unsigned long end, vm_flags_t flags);
struct vm_area_struct *vma_modify_flags_name(struct vma_iterator *vmi,
					     struct vm_area_struct *prev,
					     struct vm_area_struct *vma, unsigned long start,
					     unsigned long end, vm_flags_t flags,
					     struct anon_vma_name *name);
struct vm_area_struct *copy_vma(struct vm_area_struct **vmap, unsigned long addr,
				unsigned long len, pgoff_t pgoff, bool *need_rmap_locks);

/**
 * struct vma_range_change - one rearrangement of neighbouring VMAs, done under all its locks.
 * @vma:    gets the range [start, end); its pgoff follows vm_start
 * @adjust: neighbour that shrinks by what @vma takes, or grows by what a split leaves; or NULL
 * @insert: a VMA, filled in, that comes into being by a split; or NULL
 * @remove: VMAs that @vma swallows whole
 *
 * The tree needs one store, of @insert or @vma, for which the caller has reserved nodes.
 */
struct vma_range_change {
	struct vm_area_struct *vma;
	unsigned long start;
	unsigned long end;
	struct vm_area_struct *adjust;
	unsigned long adjust_start;
	unsigned long adjust_end;
	struct vm_area_struct *insert;
	struct vm_area_struct *remove[2];
};

void vma_commit(struct vma_iterator *vmi, struct vma_range_change *change);

/* ---- checking (vma_check.c) ---- */

#ifdef CONFIG_DEBUG_VM_MAPLE_TREE
void validate_mm(struct mm_struct *mm);
#else
static inline void validate_mm(struct mm_struct *mm)
{
}
#endif

/* What a walk over all VMAs of an mm adds up to: its counters, in pages but for @count. */
struct vma_sums {
	int count;
	unsigned long locked;
	unsigned long total;
	unsigned long exec;
	unsigned long stack;
	unsigned long data;
};

int vma_check_mm(struct mm_struct *mm);
int vma_check_counters(struct mm_struct *mm);
const char *vma_check(struct vma_iterator *vmi, struct vm_area_struct *vma, struct mm_struct *mm,
		      unsigned long last_end);
void vma_sums_add(struct vma_sums *sums, struct vm_area_struct *vma);

#endif
