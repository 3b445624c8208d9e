// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_rmap.c - recount the edges between VMAs and anon_vmas.
 *
 * They are met from both sides: in each VMA's chain, and in each anon_vma's tree, which is looked at
 * as a whole when the VMA of its leftmost edge comes by. A family's counts are compared as sums, over
 * all families: each anon_vma but a root is one child of its parent, and holds its root.
 *
 * Owns:       audit->chain_edges and ->tree_edges.
 * Locks:      none: everything stands still. Where a family's rwsem is held for writing, or an mm is
 *             being changed, the sums are not compared.
 */
#include <linux/mm.h>
#include <linux/rbtree.h>
#include <linux/rmap.h>
#include "audit.h"

#define rb_avc(node)	rb_entry(node, struct anon_vma_chain, rb)

/**
 * struct audit_families - sums over all anon_vmas
 * @skipped: some could not be looked at
 */
struct audit_families {
	struct audit *audit;
	bool skipped;
	long members;
	long roots;
	long children;
	long references;
};

static unsigned long subtree_last(struct rb_node *node)
{
	return node ? rb_avc(node)->rb_subtree_last : 0;
}

static void audit_edge(struct audit *audit, struct anon_vma *anon_vma, struct rb_node *node)
{
	struct anon_vma_chain *avc = rb_avc(node);
	unsigned long last = avc->vma->vm_pgoff + vma_pages(avc->vma) - 1;

	audit_true(audit, NULL, avc->anon_vma == anon_vma, "anon_vma %px: an edge in its tree is another's",
		   anon_vma);
	audit_equal(audit, NULL, avc->rb_subtree_last,
		    max3(last, subtree_last(node->rb_left), subtree_last(node->rb_right)),
		    "anon_vma %px: last page below VMA %lx-%lx in its tree", anon_vma,
		    avc->vma->vm_start, avc->vma->vm_end);
}

static void audit_anon_vma(struct audit_families *sums, struct anon_vma *anon_vma)
{
	struct audit *audit = sums->audit;
	unsigned long active = 0, first = 0;
	struct rb_node *node;

	for (node = rb_first_cached(&anon_vma->rb_root); node; node = rb_next(node)) {
		struct vm_area_struct *vma = rb_avc(node)->vma;

		audit_edge(audit, anon_vma, node);
		audit_true(audit, NULL, vma->vm_pgoff >= first, "anon_vma %px: its tree is not in order at %lx",
			   anon_vma, vma->vm_pgoff);
		first = vma->vm_pgoff;
		active += vma->anon_vma == anon_vma;
		audit->tree_edges++;
	}
	audit_equal(audit, NULL, anon_vma->num_active_vmas, active, "anon_vma %px: VMAs that call it theirs",
		    anon_vma);
	audit_true(audit, NULL, anon_vma->root->root == anon_vma->root &&
		   anon_vma->parent->root == anon_vma->root,
		   "anon_vma %px: its parent %px and its root %px are of different families", anon_vma,
		   anon_vma->parent, anon_vma->root);
	audit_true(audit, NULL, atomic_read(&anon_vma->refcount) > 0 &&
		   atomic_read(&anon_vma->root->refcount) > 0, "anon_vma %px is in use without a reference",
		   anon_vma);
	sums->members++;
	sums->roots += anon_vma->root == anon_vma;
	sums->children += anon_vma->num_children;
	sums->references += atomic_read(&anon_vma->refcount);
}

static void audit_chain(struct audit_families *sums, struct vm_area_struct *vma)
{
	struct audit *audit = sums->audit;
	struct anon_vma_chain *avc;

	list_for_each_entry(avc, &vma->anon_vma_chain, same_vma) {
		struct rb_node *top = &avc->rb;

		audit->chain_edges++;
		if (rwsem_is_write_locked(&avc->anon_vma->root->rwsem)) {
			sums->skipped = true;
			continue;
		}
		while (rb_parent(top))
			top = rb_parent(top);
		audit_true(audit, NULL, top == avc->anon_vma->rb_root.rb_root.rb_node,
			   "mm %px: VMA %lx-%lx is not in the tree of its anon_vma %px", vma->vm_mm,
			   vma->vm_start, vma->vm_end, avc->anon_vma);
		if (rb_first_cached(&avc->anon_vma->rb_root) == &avc->rb)
			audit_anon_vma(sums, avc->anon_vma);
	}
}

void audit_rmap(struct audit *audit)
{
	struct audit_families sums = { .audit = audit, .skipped = audit->mms_busy };
	struct vm_area_struct *vma;
	struct mm_struct *mm;

	list_for_each_entry(mm, &audit_mm_list, audit_list) {
		VMA_ITERATOR(vmi, mm, 0);

		if (audit_mm_busy(mm))
			continue;
		for_each_vma(vmi, vma)
			audit_chain(&sums, vma);
	}
	if (sums.skipped) {
		audit_look_again(audit);
		return;
	}
	audit_equal_settled(audit, &audit_rmap, audit->chain_edges, audit->tree_edges,
			    "edges in VMAs' chains, and in anon_vmas' trees");
	/* a root counts itself */
	audit_equal_settled(audit, &sums.children, sums.children, sums.members, "children of all anon_vmas");
	audit_equal_settled(audit, &sums.references, sums.references, 2 * sums.members - sums.roots,
			    "references to all anon_vmas");
}
