// SPDX-License-Identifier: GPL-2.0-only
/*
 * vma_merge.c - one VMA where two neighbours differ in nothing.
 *
 * The question is always the same: a range [start, end) is to have certain attributes; can the
 * VMA below it (prev), the one behind it (next), or both take it over? The range is either new
 * (mmap, brk, the destination of mremap: no VMA there) or (mprotect, madvise, mlock) lies inside
 * one VMA, the middle, whose attributes change there:
 *
 *	          new range              all of middle         start of middle   end of middle
 *	left      PPPP....               PPPPmmmm              PPPPmmMM          -
 *	          P grows                P grows, M goes       P grows, M trims  -
 *	right         ....NNNN               mmmmNNNN          -                 MMmmNNNN
 *	              N grows                N grows, M goes   -                 N grows, M trims
 *	both      PPPP....NNNN           PPPPmmmmNNNN          -                 -
 *	          P grows, N goes        P grows, M, N go
 *
 * so that left and right decide everything: the target is prev wherever left holds, else next.
 * A range strictly inside the middle has no neighbours and never merges.
 *
 * Anonymous memory adds a rule: all pages of a VMA must be found through its one anon_vma. The
 * parts that have one must have the same; a part without gets it. The latter only if the donor
 * has a single link: more mean that the range came by fork, where sharing links
 * with new memory would make each rmap walk in the family longer for good.
 *
 * Owns:       nothing.
 * Locks:      mmap_lock for writing.
 * Elsewhere:  carrying it out (vma_commit()).
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/rmap.h>

#include "vma.h"

static bool same_attributes(const struct vma_merge_struct *vmg, struct vm_area_struct *vma)
{
	return vma->vm_flags == vmg->flags && !(vmg->flags & VM_SPECIAL) &&
	       vma->vm_file == vmg->file &&
	       anon_vma_name_eq(anon_vma_name(vma), vmg->anon_name);
}

/* The VMA may vanish into another: nobody needs its close(). */
static bool may_vanish(struct vm_area_struct *vma)
{
	return !vma->vm_ops || !vma->vm_ops->close;
}

/* @donor is the VMA whose anon_vma @range_anon_vma is; see the rule at the top. */
static bool anon_vmas_fit(struct vm_area_struct *vma, struct anon_vma *range_anon_vma,
			  struct vm_area_struct *donor)
{
	if (vma->anon_vma == range_anon_vma)
		return true;
	if (!range_anon_vma)
		return list_is_singular(&vma->anon_vma_chain);
	return !vma->anon_vma && donor && list_is_singular(&donor->anon_vma_chain);
}

static bool may_merge_left(const struct vma_merge_struct *vmg)
{
	struct vm_area_struct *prev = vmg->prev;

	return prev && prev->vm_end == vmg->start &&
	       (!vmg->middle || vmg->middle->vm_start == vmg->start) &&
	       prev->vm_pgoff + vma_pages(prev) == vmg->pgoff &&
	       same_attributes(vmg, prev) &&
	       anon_vmas_fit(prev, vmg->anon_vma, vmg->donor);
}

static bool may_merge_right(const struct vma_merge_struct *vmg)
{
	struct vm_area_struct *next = vmg->next;

	return next && next->vm_start == vmg->end &&
	       (!vmg->middle || vmg->middle->vm_end == vmg->end) &&
	       vmg->pgoff + ((vmg->end - vmg->start) >> PAGE_SHIFT) == next->vm_pgoff &&
	       same_attributes(vmg, next) &&
	       anon_vmas_fit(next, vmg->anon_vma, vmg->donor);
}

static bool may_merge_across(struct vm_area_struct *prev, struct vm_area_struct *next)
{
	return may_vanish(next) &&
	       (prev->anon_vma == next->anon_vma || !prev->anon_vma || !next->anon_vma);
}

/*
 * Fill in @change; false: the range stays on its own. The caller learns in @donor which
 * VMA's anon_vma the target is to get, if any.
 */
static bool decide_merge(const struct vma_merge_struct *vmg, struct vma_range_change *change,
			 struct vm_area_struct **donor)
{
	struct vm_area_struct *prev = vmg->prev, *middle = vmg->middle, *next = vmg->next;
	bool left = may_merge_left(vmg), right = may_merge_right(vmg);
	int gone = 0;

	if (left && right && !may_merge_across(prev, next))
		right = false;
	if (!left && !right)
		return false;

	change->vma = left ? prev : next;
	change->start = left ? prev->vm_start : vmg->start;
	change->end = right ? next->vm_end : vmg->end;
	if (middle && middle->vm_start < vmg->start) {
		change->adjust = middle;
		change->adjust_start = middle->vm_start;
		change->adjust_end = vmg->start;
	} else if (middle && middle->vm_end > vmg->end) {
		change->adjust = middle;
		change->adjust_start = vmg->end;
		change->adjust_end = middle->vm_end;
	} else if (middle) {
		if (!may_vanish(middle))
			return false;
		change->remove[gone++] = middle;
	}
	if (left && right)
		change->remove[gone] = next;

	*donor = NULL;
	if (!change->vma->anon_vma)
		*donor = vmg->anon_vma ? vmg->donor : left && right && next->anon_vma ? next : NULL;
	return true;
}

static int adopt_anon_vma(struct vm_area_struct *vma, struct vm_area_struct *donor)
{
	int err;

	vma_start_write(vma);
	vma_start_write(donor);
	vma->anon_vma = donor->anon_vma;
	err = anon_vma_clone(vma, donor);
	if (err)
		vma->anon_vma = NULL;
	return err;
}

/**
 * vma_merge_range() - let neighbours take over a range, if attributes allow.
 *
 * Context: mmap_lock held for writing. Nothing but neighbours and the middle is touched; for a
 *	    new range its accounting is the caller's.
 * Return: the VMA that now covers the range (and more), or NULL: nothing was changed. Then
 *	   vmg->oom tells whether that was for want of memory.
 */
struct vm_area_struct *vma_merge_range(struct vma_merge_struct *vmg)
{
	struct vma_range_change change = {};
	struct vm_area_struct *donor;

	vmg->oom = false;
	if (!decide_merge(vmg, &change, &donor))
		return NULL;

	vma_iter_config(vmg->vmi, change.start, change.end);
	if (vma_iter_prealloc(vmg->vmi, change.vma))
		goto oom;
	if (donor && adopt_anon_vma(change.vma, donor))
		goto free_prealloc;
	vma_commit(vmg->vmi, &change);
	return change.vma;

free_prealloc:
	vma_iter_free(vmg->vmi);
oom:
	vmg->oom = true;
	return NULL;
}

/* Cut @vma so that one VMA covers exactly [start, end). */
static int isolate_range(struct vma_iterator *vmi, struct vm_area_struct *vma,
			 unsigned long start, unsigned long end)
{
	int err = 0;

	if (vma->vm_start < start)
		err = split_vma(vmi, vma, start, 1);
	if (!err && vma->vm_end > end)
		err = split_vma(vmi, vma, end, 0);
	return err;
}

static struct vm_area_struct *vma_modify(struct vma_merge_struct *vmg)
{
	struct vm_area_struct *vma = vmg->middle, *merged;
	int err;

	vmg->mm = vma->vm_mm;
	vmg->pgoff = vma->vm_pgoff + ((vmg->start - vma->vm_start) >> PAGE_SHIFT);
	vmg->file = vma->vm_file;
	vmg->anon_vma = vma->anon_vma;
	vmg->donor = vma;
	vmg->next = vma->vm_end == vmg->end ? vma_lookup(vma->vm_mm, vmg->end) : NULL;

	merged = vma_merge_range(vmg);
	if (merged)
		return merged;
	if (vmg->oom)
		return ERR_PTR(-ENOMEM);
	err = isolate_range(vmg->vmi, vma, vmg->start, vmg->end);
	return err ? ERR_PTR(err) : vma;
}

/**
 * vma_modify_flags() - get a VMA for [start, end), part of @vma, to which @flags may be given.
 * @prev: the VMA below @vma, or NULL; of interest where @start is @vma's start
 *
 * Context: mmap_lock held for writing.
 * Return: a VMA that covers the range exactly, still with its old flags; or one that covers more
 *	   and has @flags already; or an ERR_PTR (a part may have been split off by then).
 */
struct vm_area_struct *vma_modify_flags(struct vma_iterator *vmi, struct vm_area_struct *prev,
					struct vm_area_struct *vma, unsigned long start,
					unsigned long end, vm_flags_t flags)
{
	return vma_modify_flags_name(vmi, prev, vma, start, end, flags, anon_vma_name(vma));
}

/** vma_modify_flags_name() - as vma_modify_flags(), and the VMA gets another name too. */
struct vm_area_struct *vma_modify_flags_name(struct vma_iterator *vmi,
					     struct vm_area_struct *prev,
					     struct vm_area_struct *vma, unsigned long start,
					     unsigned long end, vm_flags_t flags,
					     struct anon_vma_name *name)
{
	struct vma_merge_struct vmg = {
		.vmi = vmi, .prev = prev, .middle = vma, .start = start, .end = end,
		.flags = flags, .anon_name = name,
	};

	return vma_modify(&vmg);
}
