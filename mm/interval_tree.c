// SPDX-License-Identifier: GPL-2.0-only
/*
 * interval_tree.c - VMAs by the range of pages they map.
 *
 * Two trees of the same shape: of the VMAs that map a file (mapping->i_mmap), and of the VMAs, by
 * way of their anon_vma_chains, that may map an anon_vma's pages. Both are keyed by the offset in the
 * mapping of the first and last page.
 *
 * Owns:       nothing.
 * Invariant:  a VMA's offsets do not change while it is in a tree.
 * Locks:      mapping->i_mmap_rwsem; anon_vma->root->rwsem.
 * Elsewhere:  the tree as such (<linux/interval_tree_generic.h>).
 */
#include <linux/mm.h>
#include <linux/rmap.h>
#include <linux/interval_tree_generic.h>

static inline unsigned long vma_first_page(struct vm_area_struct *vma)
{
	return vma->vm_pgoff;
}

static inline unsigned long vma_last_page(struct vm_area_struct *vma)
{
	return vma->vm_pgoff + vma_pages(vma) - 1;
}

INTERVAL_TREE_DEFINE(struct vm_area_struct, shared.rb, unsigned long, shared.rb_subtree_last,
		     vma_first_page, vma_last_page, , vma_interval_tree)

/**
 * vma_interval_tree_insert_after() - insert a VMA that starts at the same page as @prev
 *
 * As at fork: the copy goes below @prev without a search from the top.
 */
void vma_interval_tree_insert_after(struct vm_area_struct *node, struct vm_area_struct *prev,
				    struct rb_root_cached *root)
{
	unsigned long last = vma_last_page(node);
	struct vm_area_struct *at = prev;
	struct rb_node **link, *up;

	VM_BUG_ON_VMA(vma_first_page(node) != vma_first_page(prev), node);

	/* what is above has to know of a later last page; where one does, so do those above it */
	for (up = &prev->shared.rb; up; up = rb_parent(up)) {
		at = rb_entry(up, struct vm_area_struct, shared.rb);
		if (at->shared.rb_subtree_last >= last)
			break;
		at->shared.rb_subtree_last = last;
	}

	/* the place right behind @prev in order: its right child, or the leftmost below that */
	at = prev;
	link = &prev->shared.rb.rb_right;
	while (*link) {
		at = rb_entry(*link, struct vm_area_struct, shared.rb);
		if (at->shared.rb_subtree_last < last)
			at->shared.rb_subtree_last = last;
		link = &at->shared.rb.rb_left;
	}
	node->shared.rb_subtree_last = last;
	rb_link_node(&node->shared.rb, &at->shared.rb, link);
	rb_insert_augmented_cached(&node->shared.rb, root, false, &vma_interval_tree_augment);
}

static inline unsigned long avc_first_page(struct anon_vma_chain *avc)
{
	return vma_first_page(avc->vma);
}

static inline unsigned long avc_last_page(struct anon_vma_chain *avc)
{
	return vma_last_page(avc->vma);
}

INTERVAL_TREE_DEFINE(struct anon_vma_chain, rb, unsigned long, rb_subtree_last, avc_first_page,
		     avc_last_page, , anon_vma_interval_tree)
