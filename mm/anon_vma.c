// SPDX-License-Identifier: GPL-2.0-only
/*
 * anon_vma.c - which VMAs an anonymous page may be mapped in.
 *
 * A page points to the anon_vma of the VMA that faulted it in. The anon_vma holds edges
 * (anon_vma_chain) to all VMAs that may map it: that VMA, what was split from it, and their copies
 * in children. A child's VMA gets an edge to each anon_vma of its parent's, and an anon_vma of its
 * own, a child in a tree whose root is the oldest; so the child's new pages are looked for only in the
 * child and its descendants.
 *
 *	parent's VMA ---- anon_vma A (root)        pages from before the fork
 *	child's VMA  ---- anon_vma A
 *	             `--- anon_vma B (parent A)    the child's pages
 *
 * A process that forks, lets the parent exit and forks again would grow the chain for ever. So a child
 * takes over an anon_vma of its parent's that no VMA calls its own any more and that has at most one
 * child: the chain is then bounded, at twice the number of live processes in the tree.
 *
 * Owns:       anon_vma, anon_vma_chain, vma->anon_vma and vma->anon_vma_chain.
 * Invariant:  vma->anon_vma, where set, is one of its edges; every edge is in both lists; all
 *             anon_vmas of one VMA have the same root; num_active_vmas and num_children are
 *             what a count gives (anon_vma_check()).
 * Locks:      the root's rwsem for all trees and counts of its family; page_table_lock besides for
 *             setting vma->anon_vma (faults of two threads); refcount holds the structure.
 * Elsewhere:  pages (rmap.c); merging and splitting of VMAs (vma_merge.c, vma.c).
 */
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rcupdate.h>
#include <linux/rmap.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include "map.h"

static struct kmem_cache *anon_vma_cachep __ro_after_init;
static struct kmem_cache *anon_vma_chain_cachep __ro_after_init;

/* ---- structures --------------------------------------------------------------------------- */

/* Return: an anon_vma that is its own root, with one reference; NULL for want of memory. */
static struct anon_vma *anon_vma_alloc(void)
{
	struct anon_vma *anon_vma = kmem_cache_alloc(anon_vma_cachep, GFP_KERNEL);

	if (anon_vma) {
		atomic_set(&anon_vma->refcount, 1);
		anon_vma->num_children = 0;
		anon_vma->num_active_vmas = 0;
		anon_vma->parent = anon_vma;
		anon_vma->root = anon_vma;
	}
	return anon_vma;
}

static void anon_vma_free(struct anon_vma *anon_vma)
{
	VM_BUG_ON(atomic_read(&anon_vma->refcount));

	/*
	 * folio_lock_anon_vma_read() may have the lock without a reference, and may be about to see
	 * that the folio is not mapped any more. Let it finish: the memory could be given back
	 * after its RCU section, and the lock is in it.
	 */
	might_sleep();
	if (rwsem_is_locked(&anon_vma->root->rwsem)) {
		anon_vma_lock_write(anon_vma);
		anon_vma_unlock_write(anon_vma);
	}
	kmem_cache_free(anon_vma_cachep, anon_vma);
}

/* The last reference is gone; a child also lets go of its root. */
void __put_anon_vma(struct anon_vma *anon_vma)
{
	struct anon_vma *root = anon_vma->root;

	anon_vma_free(anon_vma);
	if (root != anon_vma && atomic_dec_and_test(&root->refcount))
		anon_vma_free(root);
}

static inline struct anon_vma_chain *anon_vma_chain_alloc(void)
{
	return kmem_cache_alloc(anon_vma_chain_cachep, GFP_KERNEL);
}

static inline void anon_vma_chain_free(struct anon_vma_chain *avc)
{
	kmem_cache_free(anon_vma_chain_cachep, avc);
}

/* Context: the root's rwsem held for writing. */
static void anon_vma_chain_link(struct vm_area_struct *vma, struct anon_vma_chain *avc,
				struct anon_vma *anon_vma)
{
	avc->vma = vma;
	avc->anon_vma = anon_vma;
	list_add(&avc->same_vma, &vma->anon_vma_chain);
	anon_vma_interval_tree_insert(avc, &anon_vma->rb_root);
}

/* ---- a VMA's first ------------------------------------------------------------------------ */

/* Could two adjacent VMAs become one, once mprotect() has made their permissions equal? */
static bool vmas_may_merge(struct vm_area_struct *low, struct vm_area_struct *high)
{
	return low->vm_end == high->vm_start && low->vm_file == high->vm_file &&
	       !((low->vm_flags ^ high->vm_flags) & ~(VM_ACCESS_FLAGS | VM_SOFTDIRTY)) &&
	       high->vm_pgoff == low->vm_pgoff + vma_pages(low);
}

/*
 * The neighbour's anon_vma, where @low and @high may merge and it is its own alone: after a fork the
 * chain is longer, and sharing it would make pages be looked for in more places.
 */
static struct anon_vma *neighbours_anon_vma(struct vm_area_struct *of, struct vm_area_struct *low,
					    struct vm_area_struct *high)
{
	struct anon_vma *anon_vma = READ_ONCE(of->anon_vma);

	if (anon_vma && list_is_singular(&of->anon_vma_chain) && vmas_may_merge(low, high))
		return anon_vma;
	return NULL;
}

static struct anon_vma *find_mergeable_anon_vma(struct vm_area_struct *vma)
{
	struct anon_vma *anon_vma = NULL;
	struct vm_area_struct *other;

	other = vma_lookup(vma->vm_mm, vma->vm_end);
	if (other)
		anon_vma = neighbours_anon_vma(other, vma, other);
	if (anon_vma)
		return anon_vma;
	other = vma_lookup(vma->vm_mm, vma->vm_start - 1);
	return other ? neighbours_anon_vma(other, other, vma) : NULL;
}

/**
 * __anon_vma_prepare() - give @vma an anon_vma
 *
 * One of a neighbour's is taken where the two VMAs may merge later, which different ones would
 * prevent.
 *
 * Context: mmap_lock held, for reading at least; other threads may do the same. Sleeps.
 * Return: 0 or -ENOMEM.
 */
int __anon_vma_prepare(struct vm_area_struct *vma)
{
	struct anon_vma *anon_vma, *allocated = NULL;
	struct mm_struct *mm = vma->vm_mm;
	struct anon_vma_chain *avc;

	mmap_assert_locked(mm);
	avc = anon_vma_chain_alloc();
	if (!avc)
		return -ENOMEM;

	anon_vma = find_mergeable_anon_vma(vma);
	if (!anon_vma) {
		anon_vma = allocated = anon_vma_alloc();
		if (unlikely(!anon_vma)) {
			anon_vma_chain_free(avc);
			return -ENOMEM;
		}
		anon_vma->num_children++;	/* a root is its own parent */
	}

	anon_vma_lock_write(anon_vma);
	spin_lock(&mm->page_table_lock);
	if (likely(!vma->anon_vma)) {
		anon_vma_chain_link(vma, avc, anon_vma);
		anon_vma->num_active_vmas++;
		/* after the edge: who sees it without a lock (a fault) may rely on the edge */
		smp_store_release(&vma->anon_vma, anon_vma);
		allocated = NULL;
		avc = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	anon_vma_unlock_write(anon_vma);

	if (unlikely(allocated))
		put_anon_vma(allocated);
	if (unlikely(avc))
		anon_vma_chain_free(avc);
	return 0;
}

/* ---- copies ------------------------------------------------------------------------------- */

/**
 * anon_vma_clone() - give @dst the same edges as @src has
 *
 * For splitting, moving and extending, where dst->anon_vma is set to src's by the caller, and for
 * fork, where it is NULL and may be set to an anon_vma to take over.
 *
 * Context: mmap_lock held for writing; sleeps.
 * Return: 0, or -ENOMEM with @dst as before but for anon_vma, which is NULL.
 */
int anon_vma_clone(struct vm_area_struct *dst, struct vm_area_struct *src)
{
	struct anon_vma_chain *pavc, *avc, *spare = NULL, *tmp;
	struct anon_vma *root = src->anon_vma ? src->anon_vma->root : NULL;
	LIST_HEAD(ready);

	/* all memory first, so that linking below, under one lock, cannot fail */
	list_for_each_entry(pavc, &src->anon_vma_chain, same_vma) {
		spare = anon_vma_chain_alloc();
		if (unlikely(!spare))
			goto free_ready;
		list_add(&spare->same_vma, &ready);
	}
	if (!root)
		return 0;

	down_write(&root->rwsem);
	/* backwards: linking adds at the head, so the order stays */
	list_for_each_entry_reverse(pavc, &src->anon_vma_chain, same_vma) {
		struct anon_vma *anon_vma = pavc->anon_vma;

		avc = list_first_entry(&ready, struct anon_vma_chain, same_vma);
		list_del(&avc->same_vma);
		anon_vma_chain_link(dst, avc, anon_vma);
		if (!dst->anon_vma && anon_vma->num_children < 2 && anon_vma->num_active_vmas == 0)
			dst->anon_vma = anon_vma;
	}
	if (dst->anon_vma)
		dst->anon_vma->num_active_vmas++;
	up_write(&root->rwsem);
	return 0;

free_ready:
	/* nothing is linked, so what would be undone with the edges must not find an anon_vma */
	dst->anon_vma = NULL;
	list_for_each_entry_safe(avc, tmp, &ready, same_vma)
		anon_vma_chain_free(avc);
	return -ENOMEM;
}

/**
 * anon_vma_fork() - the edges of a child's VMA
 * @vma: the copy of @pvma in the child
 *
 * Context: both mmap_locks held for writing; sleeps.
 * Return: 0 or -ENOMEM.
 */
int anon_vma_fork(struct vm_area_struct *vma, struct vm_area_struct *pvma)
{
	struct anon_vma_chain *avc;
	struct anon_vma *anon_vma;

	if (!pvma->anon_vma)
		return 0;
	vma->anon_vma = NULL;
	if (anon_vma_clone(vma, pvma))
		return -ENOMEM;
	if (vma->anon_vma)
		return 0;	/* took one over */

	anon_vma = anon_vma_alloc();
	if (!anon_vma)
		goto unlink;
	avc = anon_vma_chain_alloc();
	if (!avc)
		goto put;

	anon_vma->root = pvma->anon_vma->root;
	anon_vma->parent = pvma->anon_vma;
	anon_vma->num_active_vmas = 1;
	/* the root holds the lock, so it must live as long as any of its family */
	get_anon_vma(anon_vma->root);
	anon_vma_lock_write(anon_vma);
	vma->anon_vma = anon_vma;
	anon_vma_chain_link(vma, avc, anon_vma);
	anon_vma->parent->num_children++;
	anon_vma_unlock_write(anon_vma);
	return 0;

put:
	put_anon_vma(anon_vma);
unlink:
	unlink_anon_vmas(vma);
	return -ENOMEM;
}

/**
 * unlink_anon_vmas() - remove all edges of @vma
 *
 * Context: mmap_lock held for writing, or the mm is dead; the VMA maps no anonymous page, or its
 *	    pages are reached through another VMA. Sleeps.
 */
void unlink_anon_vmas(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc, *next;
	struct anon_vma *root;

	if (list_empty(&vma->anon_vma_chain))
		return;
	root = list_first_entry(&vma->anon_vma_chain, struct anon_vma_chain, same_vma)->anon_vma->root;

	down_write(&root->rwsem);
	list_for_each_entry_safe(avc, next, &vma->anon_vma_chain, same_vma) {
		struct anon_vma *anon_vma = avc->anon_vma;

		anon_vma_interval_tree_remove(avc, &anon_vma->rb_root);
		/* an anon_vma without edges goes; below, since freeing takes the lock */
		if (RB_EMPTY_ROOT(&anon_vma->rb_root.rb_root)) {
			anon_vma->parent->num_children--;
			continue;
		}
		list_del(&avc->same_vma);
		anon_vma_chain_free(avc);
	}
	if (vma->anon_vma) {
		vma->anon_vma->num_active_vmas--;
		/* pages must not be given to it any more */
		vma->anon_vma = NULL;
	}
	up_write(&root->rwsem);

	list_for_each_entry_safe(avc, next, &vma->anon_vma_chain, same_vma) {
		struct anon_vma *anon_vma = avc->anon_vma;

		VM_WARN_ON(anon_vma->num_children);
		VM_WARN_ON(anon_vma->num_active_vmas);
		list_del(&avc->same_vma);
		anon_vma_chain_free(avc);
		put_anon_vma(anon_vma);
	}
}

/* ---- from a page -------------------------------------------------------------------------- */

/* The anon_vma that folio->mapping names, or NULL for a folio that is not anonymous. */
static struct anon_vma *mapping_anon_vma(unsigned long mapping)
{
	if ((mapping & PAGE_MAPPING_FLAGS) != PAGE_MAPPING_ANON)
		return NULL;
	return (struct anon_vma *)(mapping - PAGE_MAPPING_ANON);
}

/**
 * folio_anon_vma() - the anon_vma of a folio that cannot lose it meanwhile
 */
struct anon_vma *folio_anon_vma(struct folio *folio)
{
	return mapping_anon_vma((unsigned long)folio->mapping);
}

/**
 * folio_get_anon_vma() - a reference to the anon_vma of a folio that may be unmapped meanwhile
 *
 * folio->mapping stays as it is when the last mapping goes, so the anon_vma may have been freed and
 * even be another one by now. RCU keeps it an anon_vma; and while the folio is mapped, so is its
 * anon_vma alive. Hence: get the reference, then look whether the folio is still mapped.
 *
 * Return: NULL for a folio that is not anonymous or not mapped.
 */
struct anon_vma *folio_get_anon_vma(struct folio *folio)
{
	struct anon_vma *anon_vma = NULL;

	rcu_read_lock();
	if (!folio_mapped(folio))
		goto out;
	anon_vma = mapping_anon_vma((unsigned long)READ_ONCE(folio->mapping));
	if (!anon_vma || !atomic_inc_not_zero(&anon_vma->refcount)) {
		anon_vma = NULL;
		goto out;
	}
	if (!folio_mapped(folio)) {
		rcu_read_unlock();
		put_anon_vma(anon_vma);
		return NULL;
	}
out:
	rcu_read_unlock();
	return anon_vma;
}

/**
 * folio_lock_anon_vma_read() - the anon_vma of a folio, its lock held for reading
 * @rwc: where not NULL and rwc->try_lock: do not wait; rwc->contended says that it would have
 *
 * Return: NULL for a folio that is not anonymous or not mapped, or where the lock was contended.
 */
struct anon_vma *folio_lock_anon_vma_read(struct folio *folio, struct rmap_walk_control *rwc)
{
	struct anon_vma *anon_vma;

	anon_vma = folio_get_anon_vma(folio);
	if (!anon_vma)
		return NULL;
	if (!anon_vma_trylock_read(anon_vma)) {
		if (rwc && rwc->try_lock) {
			rwc->contended = true;
			put_anon_vma(anon_vma);
			return NULL;
		}
		anon_vma_lock_read(anon_vma);
	}
	/*
	 * The lock holds it now in place of the reference: an edge cannot go, so neither can it.
	 * Where ours was the last reference after all, nothing maps the folio any more.
	 */
	if (atomic_dec_and_test(&anon_vma->refcount)) {
		anon_vma_unlock_read(anon_vma);
		__put_anon_vma(anon_vma);
		return NULL;
	}
	return anon_vma;
}

/* ---- checkers ----------------------------------------------------------------------------- */

#define check(cond, av)								\
({	bool __ok = (cond);							\
	if (!__ok)								\
		pr_err("anon_vma %p: not true: %s (refcount %d children %lu active %lu)\n",	\
		       av, #cond, atomic_read(&(av)->refcount), (av)->num_children,		\
		       (av)->num_active_vmas);					\
	__ok;									\
})

/* anon_vma_check() for a caller that holds the root's rwsem, or has stopped everybody. */
bool __anon_vma_check(struct anon_vma *anon_vma)
{
	struct anon_vma_chain *avc, *other;
	unsigned long active = 0, edges = 0;
	bool ok, listed = true;

	anon_vma_interval_tree_foreach(avc, &anon_vma->rb_root, 0, ULONG_MAX) {
		bool found = false;

		edges++;
		if (avc->vma->anon_vma == anon_vma)
			active++;
		list_for_each_entry(other, &avc->vma->anon_vma_chain, same_vma)
			found |= other == avc;
		listed &= found && avc->anon_vma == anon_vma;
	}
	ok = check(atomic_read(&anon_vma->refcount) > 0, anon_vma);
	ok &= check(atomic_read(&anon_vma->root->refcount) > 0, anon_vma);
	ok &= check(anon_vma->root->root == anon_vma->root, anon_vma);
	ok &= check(anon_vma->parent->root == anon_vma->root, anon_vma);
	ok &= check(anon_vma->num_active_vmas == active, anon_vma);
	ok &= check(edges > 0, anon_vma);
	ok &= check(listed, anon_vma);
	return ok;
}

/**
 * anon_vma_check() - is what an anon_vma says of itself true?
 *
 * Context: its root's rwsem is taken for reading.
 */
bool anon_vma_check(struct anon_vma *anon_vma)
{
	bool ok;

	anon_vma_lock_read(anon_vma);
	ok = __anon_vma_check(anon_vma);
	anon_vma_unlock_read(anon_vma);
	return ok;
}

/**
 * vma_anon_vma_check() - are a VMA's edges consistent, and those anon_vmas too?
 *
 * Context: mmap_lock held.
 */
bool vma_anon_vma_check(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc;
	bool own = !vma->anon_vma, ok = true;

	list_for_each_entry(avc, &vma->anon_vma_chain, same_vma) {
		ok &= check(avc->vma == vma, avc->anon_vma);
		ok &= anon_vma_check(avc->anon_vma);
		own |= avc->anon_vma == vma->anon_vma;
	}
	if (!own)
		pr_err("vma %lx-%lx: its anon_vma is none of its chain\n", vma->vm_start, vma->vm_end);
	return ok && own;
}

/* ---- boot --------------------------------------------------------------------------------- */

/* Objects keep their lock initialised when they are free, for readers that come late. */
static void anon_vma_ctor(void *object)
{
	struct anon_vma *anon_vma = object;

	init_rwsem(&anon_vma->rwsem);
	atomic_set(&anon_vma->refcount, 0);
	anon_vma->rb_root = RB_ROOT_CACHED;
}

void __init anon_vma_init(void)
{
	anon_vma_cachep = kmem_cache_create("anon_vma", sizeof(struct anon_vma), 0,
					    SLAB_TYPESAFE_BY_RCU | SLAB_PANIC | SLAB_ACCOUNT,
					    anon_vma_ctor);
	anon_vma_chain_cachep = KMEM_CACHE(anon_vma_chain, SLAB_PANIC | SLAB_ACCOUNT);
}
