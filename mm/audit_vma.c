// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_vma.c - recount every VMA: against its tree, its lock, its file, and what its mm counts.
 *
 * A VMA of a file stands in the file's tree (i_mmap); the tree is looked at as a whole once, when its
 * leftmost VMA comes by.
 *
 * Owns:       audit->committed, as far as it comes from VMAs.
 * Locks:      none: everything stands still. An mm that is being changed, or is empty, is left out, and
 *             so is a file whose i_mmap_rwsem is held for writing.
 * Elsewhere:  VMAs as such (vma_check.c); anon_vmas (audit_rmap.c); shared memory's part of what is
 *             committed (audit_cache.c).
 */
#include <linux/fs.h>
#include <linux/maple_tree.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/rbtree.h>
#include <linux/rmap.h>
#include "audit.h"
#include "vma.h"

/* ---- the file's side ---------------------------------------------------------------------- */

#define rb_vma(node)	rb_entry(node, struct vm_area_struct, shared.rb)

static unsigned long subtree_last(struct rb_node *node)
{
	return node ? rb_vma(node)->shared.rb_subtree_last : 0;
}

static void audit_file_tree(struct audit *audit, struct address_space *mapping)
{
	unsigned long first = 0;
	struct rb_node *node;
	long writable = 0;

	for (node = rb_first_cached(&mapping->i_mmap); node; node = rb_next(node)) {
		struct vm_area_struct *vma = rb_vma(node);
		unsigned long last = vma->vm_pgoff + vma_pages(vma) - 1;

		audit_true(audit, NULL, vma->vm_file && vma->vm_file->f_mapping == mapping,
			   "mapping %px: VMA %lx-%lx in its tree is of another file", mapping,
			   vma->vm_start, vma->vm_end);
		audit_true(audit, NULL, vma->vm_pgoff >= first, "mapping %px: its tree is not in order at %lx",
			   mapping, vma->vm_pgoff);
		audit_equal(audit, NULL, vma->shared.rb_subtree_last,
			    max3(last, subtree_last(node->rb_left), subtree_last(node->rb_right)),
			    "mapping %px: last page below VMA %lx-%lx in its tree", mapping,
			    vma->vm_start, vma->vm_end);
		first = vma->vm_pgoff;
		writable += (vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE);
	}
	/* negative: sealed against writing */
	if (atomic_read(&mapping->i_mmap_writable) >= 0 || writable)
		audit_equal_settled(audit, mapping, atomic_read(&mapping->i_mmap_writable), writable,
				    "mapping %px: writable shared mappings", mapping);
}

static void audit_vma_file(struct audit *audit, struct vm_area_struct *vma)
{
	struct address_space *mapping = vma->vm_file->f_mapping;
	struct rb_node *top = &vma->shared.rb;

	if (rwsem_is_write_locked(&mapping->i_mmap_rwsem)) {
		audit_look_again(audit);
		return;
	}
	while (rb_parent(top))
		top = rb_parent(top);
	audit_true(audit, NULL, top == mapping->i_mmap.rb_root.rb_node,
		   "mm %px: VMA %lx-%lx is not in its file's tree", vma->vm_mm, vma->vm_start, vma->vm_end);
	if (rb_first_cached(&mapping->i_mmap) == &vma->shared.rb)
		audit_file_tree(audit, mapping);
}

/* ---- the lock ----------------------------------------------------------------------------- */

/* Nobody has mmap_lock for writing: so nobody has locked the VMA for writing either. */
static void audit_vma_lock(struct audit *audit, struct vm_area_struct *vma)
{
	audit_true(audit, NULL, vma->vm_lock_seq != vma->vm_mm->mm_lock_seq,
		   "mm %px: VMA %lx-%lx is write-locked, mmap_lock is not", vma->vm_mm, vma->vm_start,
		   vma->vm_end);
	audit_equal_settled(audit, vma, refcount_read(&vma->vm_refcnt), 1,
			    "mm %px: VMA %lx-%lx: references", vma->vm_mm, vma->vm_start, vma->vm_end);
}

/* ---- an address space --------------------------------------------------------------------- */

static void audit_vma_sums(struct audit *audit, struct mm_struct *mm, const struct vma_sums *sums)
{
	audit_equal(audit, NULL, mm->map_count, sums->count, "mm %px: map_count", mm);
	audit_equal(audit, NULL, mm->total_vm, sums->total, "mm %px: total_vm", mm);
	audit_equal(audit, NULL, mm->locked_vm, sums->locked, "mm %px: locked_vm", mm);
	audit_equal(audit, NULL, mm->exec_vm, sums->exec, "mm %px: exec_vm", mm);
	audit_equal(audit, NULL, mm->stack_vm, sums->stack, "mm %px: stack_vm", mm);
	audit_equal(audit, NULL, mm->data_vm, sums->data, "mm %px: data_vm", mm);
	/* nothing pins pages for longer than a system call */
	audit_equal_settled(audit, &mm->pinned_vm, atomic64_read(&mm->pinned_vm), 0,
			    "mm %px: pinned_vm", mm);
}

static void audit_mm_vmas(struct audit *audit, struct mm_struct *mm)
{
	struct vma_sums sums = { };
	struct vm_area_struct *vma;
	unsigned long last_end = 0;
	VMA_ITERATOR(vmi, mm, 0);
	const char *wrong;

	if (!mt_validate(&mm->mm_mt)) {
		audit_wrong(audit, NULL, "mm %px: its tree of VMAs is broken; see the log", mm);
		return;
	}
	for_each_vma(vmi, vma) {
		wrong = vma_check(&vmi, vma, mm, last_end);
		audit_true(audit, NULL, !wrong, "mm %px: VMA %lx-%lx %s", mm, vma->vm_start, vma->vm_end,
			   wrong);
		last_end = vma->vm_end;
		vma_sums_add(&sums, vma);
		if (vma->vm_flags & VM_ACCOUNT)
			audit->committed += vma_pages(vma);
		audit_vma_lock(audit, vma);
		if (vma->vm_file)
			audit_vma_file(audit, vma);
	}
	audit_vma_sums(audit, mm, &sums);
}

void audit_vmas(struct audit *audit)
{
	struct mm_struct *mm;

	list_for_each_entry(mm, &audit_mm_list, audit_list)
		if (!audit_mm_busy(mm))
			audit_mm_vmas(audit, mm);
}
