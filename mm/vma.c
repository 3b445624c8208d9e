// SPDX-License-Identifier: GPL-2.0-only
/*
 * vma.c - VMAs in their tree: linking, splitting, and moving the borders between neighbours.
 *
 * A VMA stands in up to three structures:
 *   mm->mm_mt                 by address; each VMA exactly once, over exactly its range
 *   mapping->i_mmap           by file offset, if it maps a file
 *   anon_vma->rb_root         by vm_pgoff, once for each link (anon_vma_chain) of the VMA,
 *                             if it ever held anonymous pages
 * The last two find all mappings of a page (rmap). They are sorted by vm_start, vm_end and
 * vm_pgoff, so whoever changes these takes the VMA out of both, under their locks, and puts
 * it back. A rmap walker without mmap_lock thereby sees a page's address under the old
 * borders or under the new ones, never in two VMAs and never in none.
 *
 * Every rearrangement of neighbours - split, merge, growing - is one call of vma_commit():
 * @vma takes a range, @adjust loses or @insert gains the rest, @remove vanishes. As the maple
 * tree stores ranges, one store does all of that to the tree.
 *
 * Owns:       mm->mm_mt, mm->map_count, the ranges of VMAs; sysctl_max_map_count.
 * Invariant:  VMAs do not overlap; map_count is their number (vma_check.c verifies).
 * Locks:      mmap_lock for writing, and each changed VMA write-locked; then
 *             mapping->i_mmap_rwsem, then anon_vma->root->rwsem.
 * Elsewhere:  whether neighbours can merge (vma_merge.c); removing pages (munmap.c);
 *             accounting (mmap.c).
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mmap_lock.h>
#include <linux/rmap.h>

#include "vma.h"

int sysctl_max_map_count __read_mostly = DEFAULT_MAX_MAP_COUNT;	/* >= 0 */

/* ---- the file side ---- */

static void i_mmap_insert(struct vm_area_struct *vma, struct address_space *mapping)
{
	vma_interval_tree_insert(vma, &mapping->i_mmap);
}

static void i_mmap_remove(struct vm_area_struct *vma, struct address_space *mapping)
{
	vma_interval_tree_remove(vma, &mapping->i_mmap);
}

static bool vma_shared_maywrite(struct vm_area_struct *vma)
{
	return (vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE);
}

/** vma_link_file() - make @vma findable through its file, if it has one. */
void vma_link_file(struct vm_area_struct *vma)
{
	struct address_space *mapping;

	if (!vma->vm_file)
		return;
	mapping = vma->vm_file->f_mapping;
	i_mmap_lock_write(mapping);
	if (vma_shared_maywrite(vma))
		mapping_allow_writable(mapping);
	i_mmap_insert(vma, mapping);
	i_mmap_unlock_write(mapping);
}

/**
 * unlink_file_vma() - hide @vma from rmap walks of its file.
 *
 * Needed before its page tables are freed: a walker holds only i_mmap_rwsem.
 */
void unlink_file_vma(struct vm_area_struct *vma)
{
	struct address_space *mapping;

	if (!vma->vm_file)
		return;
	mapping = vma->vm_file->f_mapping;
	i_mmap_lock_write(mapping);
	if (vma_shared_maywrite(vma))
		mapping_unmap_writable(mapping);
	i_mmap_remove(vma, mapping);
	i_mmap_unlock_write(mapping);
}

/**
 * vma_link() - put a filled-in VMA into @mm.
 *
 * Context: mmap_lock held for writing; the range is free.
 * Return: 0 or -ENOMEM, then nothing has happened.
 */
int vma_link(struct mm_struct *mm, struct vm_area_struct *vma)
{
	VMA_ITERATOR(vmi, mm, vma->vm_start);

	vma_iter_config(&vmi, vma->vm_start, vma->vm_end);
	if (vma_iter_prealloc(&vmi, vma))
		return -ENOMEM;
	vma_start_write(vma);
	vma_mark_attached(vma);
	vma_iter_store_prealloc(&vmi, vma);
	vma_link_file(vma);
	mm->map_count++;
	validate_mm(mm);
	return 0;
}

/**
 * remove_vma() - the end of a VMA: its pages are unmapped, rmap does not know it any more.
 *
 * The tree may still point to it; the caller overwrites that before it drops mmap_lock.
 */
void remove_vma(struct vm_area_struct *vma)
{
	if (vma->vm_ops && vma->vm_ops->close)
		vma->vm_ops->close(vma);
	if (vma->vm_file)
		fput(vma->vm_file);
	vma_mark_detached(vma);
	vm_area_free(vma);
}

/* ---- the anonymous side ---- */

static void anon_vma_remove_ranges(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc;

	list_for_each_entry(avc, &vma->anon_vma_chain, same_vma)
		anon_vma_interval_tree_remove(avc, &avc->anon_vma->rb_root);
}

static void anon_vma_insert_ranges(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc;

	list_for_each_entry(avc, &vma->anon_vma_chain, same_vma)
		anon_vma_interval_tree_insert(avc, &avc->anon_vma->rb_root);
}

/* ---- moving borders ---- */

/* The rmap trees that one change concerns, held from begin to end. */
struct rmap_update {
	struct address_space *mapping;
	struct anon_vma *anon_vma;
};

static void rmap_update_begin(struct rmap_update *up, struct vm_area_struct *vma,
			      struct vm_area_struct *adjust)
{
	up->mapping = vma->vm_file ? vma->vm_file->f_mapping : NULL;
	up->anon_vma = vma->anon_vma;
	if (!up->anon_vma && adjust)
		up->anon_vma = adjust->anon_vma;

	if (up->mapping)
		i_mmap_lock_write(up->mapping);
	if (up->anon_vma)
		anon_vma_lock_write(up->anon_vma);
	if (up->mapping) {
		i_mmap_remove(vma, up->mapping);
		if (adjust)
			i_mmap_remove(adjust, up->mapping);
	}
	if (up->anon_vma) {
		anon_vma_remove_ranges(vma);
		if (adjust)
			anon_vma_remove_ranges(adjust);
	}
}

static void rmap_update_end(struct rmap_update *up, struct vm_area_struct *vma,
			    struct vm_area_struct *adjust)
{
	if (up->anon_vma) {
		anon_vma_insert_ranges(vma);
		if (adjust)
			anon_vma_insert_ranges(adjust);
		anon_vma_unlock_write(up->anon_vma);
	}
	if (up->mapping) {
		i_mmap_insert(vma, up->mapping);
		if (adjust)
			i_mmap_insert(adjust, up->mapping);
		i_mmap_unlock_write(up->mapping);
	}
}

static void vma_set_range(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	/* vm_pgoff wraps here where vm_start moves down; a page's offset stays its own */
	vma->vm_pgoff += (long)(start - vma->vm_start) >> PAGE_SHIFT;
	WRITE_ONCE(vma->vm_start, start);
	WRITE_ONCE(vma->vm_end, end);
}

/* @gone was swallowed by @vma: it leaves the rmap trees while those are locked. */
static void unlink_swallowed(struct rmap_update *up, struct vm_area_struct *gone)
{
	if (!up->mapping)
		return;
	i_mmap_remove(gone, up->mapping);
	if (vma_shared_maywrite(gone))
		mapping_unmap_writable(up->mapping);
}

/* Its pages belong to @vma now, which has @gone's anon_vma too. */
static void free_swallowed(struct vm_area_struct *vma, struct vm_area_struct *gone)
{
	if (gone->anon_vma)
		anon_vma_merge(vma, gone);
	if (gone->vm_file)
		fput(gone->vm_file);
	vma_mark_detached(gone);
	vm_area_free(gone);
	vma->vm_mm->map_count--;
}

static void change_start_write(struct vma_range_change *change)
{
	vma_start_write(change->vma);
	if (change->adjust)
		vma_start_write(change->adjust);
	if (change->insert)
		vma_start_write(change->insert);
	for (int i = 0; i < 2 && change->remove[i]; i++)
		vma_start_write(change->remove[i]);
}

/**
 * vma_commit() - carry out a change of borders whose preconditions have all been checked.
 *
 * Context: mmap_lock held for writing; nodes for the one store are reserved in @vmi, which
 *	    stands at the range of @change->insert or else of @change->vma. Cannot fail.
 */
void vma_commit(struct vma_iterator *vmi, struct vma_range_change *change)
{
	struct vm_area_struct *vma = change->vma, *insert = change->insert;
	struct mm_struct *mm = vma->vm_mm;
	struct rmap_update up;
	int i;

	change_start_write(change);
	rmap_update_begin(&up, vma, change->adjust);
	for (i = 0; i < 2 && change->remove[i]; i++)
		unlink_swallowed(&up, change->remove[i]);

	vma_set_range(vma, change->start, change->end);
	if (change->adjust)
		vma_set_range(change->adjust, change->adjust_start, change->adjust_end);
	if (insert) {
		vma_mark_attached(insert);
		if (up.mapping) {
			if (vma_shared_maywrite(insert))
				mapping_allow_writable(up.mapping);
			i_mmap_insert(insert, up.mapping);
		}
		mm->map_count++;
	}
	vma_iter_store_prealloc(vmi, insert ?: vma);

	rmap_update_end(&up, vma, change->adjust);
	for (i = 0; i < 2 && change->remove[i]; i++)
		free_swallowed(vma, change->remove[i]);
	validate_mm(mm);
}

/**
 * vma_trim() - make a VMA smaller, without touching the tree.
 *
 * For munmap, whose one store of NULL over the unmapped range shortens the tree's entry too.
 *
 * Context: mmap_lock held for writing, @vma write-locked, the pages outside unmapped.
 */
void vma_trim(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct rmap_update up;

	vma_assert_write_locked(vma);
	rmap_update_begin(&up, vma, NULL);
	vma_set_range(vma, start, end);
	rmap_update_end(&up, vma, NULL);
}

/**
 * vma_shift_down() - move a VMA as it is, with the numbering of its pages.
 *
 * For the stack of a program that does not run yet; its page tables are the caller's.
 *
 * Return: 0 or -ENOMEM, then nothing has happened.
 */
int vma_shift_down(struct vm_area_struct *vma, unsigned long shift)
{
	unsigned long old_start = vma->vm_start, old_end = vma->vm_end;
	struct mm_struct *mm = vma->vm_mm;
	VMA_ITERATOR(vmi, mm, old_start);
	struct rmap_update up;

	/* clearing first: what may fail fails before the VMA is touched */
	if (vma_iter_clear_gfp(&vmi, old_start, old_end, GFP_KERNEL))
		return -ENOMEM;
	vma_start_write(vma);
	rmap_update_begin(&up, vma, NULL);
	WRITE_ONCE(vma->vm_start, old_start - shift);
	WRITE_ONCE(vma->vm_end, old_end - shift);
	rmap_update_end(&up, vma, NULL);
	vma_iter_store_gfp(&vmi, vma, GFP_KERNEL | __GFP_NOFAIL);
	return 0;
}

/* What a split-off half holds on its own: links to anon_vma and file. */
static int vma_dup_links(struct vm_area_struct *new, struct vm_area_struct *vma)
{
	int err = anon_vma_clone(new, vma);

	if (err)
		return err;
	if (new->vm_file)
		get_file(new->vm_file);
	if (new->vm_ops && new->vm_ops->open)
		new->vm_ops->open(new);
	return 0;
}

static void vma_set_split_ranges(struct vma_range_change *change, struct vm_area_struct *vma,
				 struct vm_area_struct *new, unsigned long addr, int new_below)
{
	change->vma = vma;
	change->insert = new;
	if (new_below) {
		new->vm_end = addr;
		change->start = addr;
		change->end = vma->vm_end;
	} else {
		new->vm_start = addr;
		new->vm_pgoff += (addr - vma->vm_start) >> PAGE_SHIFT;
		change->start = vma->vm_start;
		change->end = addr;
	}
}

/**
 * __split_vma() - cut @vma in two at @addr, whatever the number of VMAs.
 * @new_below: the new VMA gets the lower part, @vma keeps the upper; else the reverse
 *
 * Context: mmap_lock held for writing. @vmi may point anywhere before and after.
 * Return: 0, or -ENOMEM or what vm_ops->may_split() says, then nothing has happened.
 */
int __split_vma(struct vma_iterator *vmi, struct vm_area_struct *vma, unsigned long addr,
		int new_below)
{
	struct vma_range_change change = {};
	struct vm_area_struct *new;
	int err;

	VM_BUG_ON_VMA(addr <= vma->vm_start || addr >= vma->vm_end, vma);
	if (vma->vm_ops && vma->vm_ops->may_split) {
		err = vma->vm_ops->may_split(vma, addr);
		if (err)
			return err;
	}
	new = vm_area_dup(vma);
	if (!new)
		return -ENOMEM;
	vma_set_split_ranges(&change, vma, new, addr, new_below);
	vma_iter_config(vmi, new->vm_start, new->vm_end);
	err = vma_iter_prealloc(vmi, new);
	if (err)
		goto free_new;
	vma_start_write(vma);
	err = vma_dup_links(new, vma);
	if (err)
		goto undo_prealloc;
	vma_commit(vmi, &change);
	return 0;

undo_prealloc:
	vma_iter_free(vmi);
free_new:
	vm_area_free(new);
	return err;
}

/** split_vma() - as __split_vma(), but -ENOMEM where the mm has max_map_count VMAs already. */
int split_vma(struct vma_iterator *vmi, struct vm_area_struct *vma, unsigned long addr,
	      int new_below)
{
	if (vma->vm_mm->map_count >= sysctl_max_map_count)
		return -ENOMEM;
	return __split_vma(vmi, vma, addr, new_below);
}

static int vma_set_bounds(struct vma_iterator *vmi, struct vm_area_struct *vma,
			  unsigned long start, unsigned long end)
{
	struct vma_range_change change = { .vma = vma, .start = start, .end = end };

	vma_iter_config(vmi, start, end);
	if (vma_iter_prealloc(vmi, vma))
		return -ENOMEM;
	vma_commit(vmi, &change);
	return 0;
}

/**
 * vma_expand_end() - let @vma reach up to @end, over address space that is free.
 *
 * Context: mmap_lock held for writing.
 * Return: 0 or -ENOMEM, then nothing has happened.
 */
int vma_expand_end(struct vma_iterator *vmi, struct vm_area_struct *vma, unsigned long end)
{
	return vma_set_bounds(vmi, vma, vma->vm_start, end);
}

/** vma_expand_start() - let @vma reach down to @start, as vma_expand_end(). */
int vma_expand_start(struct vma_iterator *vmi, struct vm_area_struct *vma, unsigned long start)
{
	return vma_set_bounds(vmi, vma, start, vma->vm_end);
}

/* @vma was anonymous, never faulted: its pages may be numbered by their new address. */
static bool vma_renumber_unfaulted(struct vm_area_struct *vma, unsigned long addr, pgoff_t *pgoff)
{
	if (!vma_is_anonymous(vma) || vma->anon_vma)
		return false;
	*pgoff = addr >> PAGE_SHIFT;
	return true;
}

static struct vm_area_struct *copy_vma_new(struct vma_iterator *vmi, struct vm_area_struct *vma,
					   unsigned long addr, unsigned long len, pgoff_t pgoff)
{
	struct vm_area_struct *new = vm_area_dup(vma);

	if (!new)
		return NULL;
	new->vm_start = addr;
	new->vm_end = addr + len;
	new->vm_pgoff = pgoff;
	if (anon_vma_clone(new, vma))
		goto free_new;
	if (new->vm_file)
		get_file(new->vm_file);
	if (new->vm_ops && new->vm_ops->open)
		new->vm_ops->open(new);
	if (vma_link(vma->vm_mm, new))
		goto undo_links;
	return new;

undo_links:
	if (new->vm_ops && new->vm_ops->close)
		new->vm_ops->close(new);
	if (new->vm_file)
		fput(new->vm_file);
	unlink_anon_vmas(new);
free_new:
	vm_area_free(new);
	return NULL;
}

/**
 * copy_vma() - the destination of mremap(): a range at @addr with all that *@vmap has.
 * @vmap: the source; replaced, should the copy have merged with it
 * @need_rmap_locks: out: page tables must be moved under the rmap locks, because a rmap walk
 *	may meet source and destination in the wrong order
 *
 * Context: mmap_lock held for writing; [addr, addr + len) is free.
 * Return: the VMA that covers the range, new or grown, or NULL for want of memory.
 */
struct vm_area_struct *copy_vma(struct vm_area_struct **vmap, unsigned long addr,
				unsigned long len, pgoff_t pgoff, bool *need_rmap_locks)
{
	struct vm_area_struct *vma = *vmap, *new_vma;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long source_start = vma->vm_start;
	VMA_ITERATOR(vmi, mm, addr);
	bool renumbered = vma_renumber_unfaulted(vma, addr, &pgoff);
	VMG_NEW(vmg, &vmi, mm, addr, addr + len, vma->vm_flags, pgoff, vma->vm_file);

	vmg.anon_vma = vma->anon_vma;
	vmg.donor = vma->anon_vma ? vma : NULL;
	vmg.anon_name = anon_vma_name(vma);
	vmg.next = find_vma_prev(mm, addr, &vmg.prev);
	new_vma = vma_merge_range(&vmg);
	if (new_vma) {
		/* the source itself may have grown over the destination */
		if (new_vma->vm_start <= source_start && source_start < new_vma->vm_end) {
			VM_BUG_ON_VMA(!renumbered, new_vma);
			*vmap = new_vma;
		}
		*need_rmap_locks = new_vma->vm_pgoff <= (*vmap)->vm_pgoff;
		return new_vma;
	}
	*need_rmap_locks = false;
	return copy_vma_new(&vmi, vma, addr, len, pgoff);
}
