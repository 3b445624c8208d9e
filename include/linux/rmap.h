/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rmap.h - from a page to the page-table entries that map it, and the counts of them.
 *
 * A file's pages are found through the interval tree mapping->i_mmap. Anonymous pages point to
 * an anon_vma, which holds (in an interval tree too) every VMA that the page may be mapped in:
 * those of the process that faulted it in, and of its descendants by fork.
 *
 *	vma --anon_vma_chain--> avc <--rb_root-- anon_vma <--mapping-- page
 *
 * One anon_vma_chain (avc) is one edge between a VMA and an anon_vma. Fork gives the child's VMA
 * an edge to every anon_vma of the parent's and one anon_vma of its own for pages to come, so
 * pages made after fork are not searched for in the other process.
 */
#ifndef _LINUX_RMAP_H
#define _LINUX_RMAP_H

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mm_types.h>
#include <linux/page-flags.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/sched/mm.h>
#include <linux/atomic.h>

/**
 * struct anon_vma - the VMAs in which certain anonymous pages may be mapped
 *
 * From a SLAB_TYPESAFE_BY_RCU cache: a page's mapping field may lead to one that has been freed
 * and reused, whose @root and lock are then still an anon_vma's; folio_lock_anon_vma_read() says
 * how that is noticed.
 */
struct anon_vma {
	struct anon_vma *root;		/* [I] oldest ancestor; its rwsem guards the whole tree */
	struct rw_semaphore rwsem;	/* the root's is the one in use */
	atomic_t refcount;		/* [A] its avcs together hold one; a root also one a descendant */
	unsigned long num_children;	/* [L] root rwsem; anon_vmas whose parent is this; a root counts itself */
	unsigned long num_active_vmas;	/* [L] root rwsem; VMAs whose vma->anon_vma is this */
	struct anon_vma *parent;	/* [I] */
	struct rb_root_cached rb_root;	/* [L] root rwsem; its avcs by page offset */
};

/**
 * struct anon_vma_chain - one edge between a VMA and an anon_vma
 */
struct anon_vma_chain {
	struct vm_area_struct *vma;	/* [I] */
	struct anon_vma *anon_vma;	/* [I] */
	struct list_head same_vma;	/* [L] mmap_lock + page_table_lock; vma->anon_vma_chain */
	struct rb_node rb;		/* [L] anon_vma's root rwsem */
	unsigned long rb_subtree_last;	/* [L] same */
};

/* What try_to_unmap() may and must do. */
enum ttu_flags {
	TTU_SPLIT_HUGE_PMD	= 0x4,	/* split a huge mapping first */
	TTU_IGNORE_MLOCK	= 0x8,	/* unmap from VM_LOCKED VMAs as well */
	TTU_SYNC		= 0x10,	/* wait for racing changes of entries: take each table's lock */
	TTU_HWPOISON		= 0x20,	/* leave a poison entry */
	TTU_BATCH_FLUSH		= 0x40,	/* the caller flushes the TLB, for many folios at once */
	TTU_RMAP_LOCKED		= 0x80,	/* the caller holds the rmap lock */
};

/* How a mapping is added: the page belongs to this mapping alone. */
typedef int __bitwise rmap_t;
#define RMAP_NONE	((__force rmap_t)0)
#define RMAP_EXCLUSIVE	((__force rmap_t)(1 << 0))

/* ---- anon_vma life ------------------------------------------------------------------------ */

void anon_vma_init(void);
int __anon_vma_prepare(struct vm_area_struct *vma);
void unlink_anon_vmas(struct vm_area_struct *vma);
int anon_vma_clone(struct vm_area_struct *dst, struct vm_area_struct *src);
int anon_vma_fork(struct vm_area_struct *vma, struct vm_area_struct *pvma);
void __put_anon_vma(struct anon_vma *anon_vma);

/**
 * anon_vma_prepare() - see to it that @vma has an anon_vma
 *
 * Context: mmap_lock held, for reading at least.
 * Return: 0 or -ENOMEM.
 */
static inline int anon_vma_prepare(struct vm_area_struct *vma)
{
	return likely(vma->anon_vma) ? 0 : __anon_vma_prepare(vma);
}

static inline void get_anon_vma(struct anon_vma *anon_vma)
{
	atomic_inc(&anon_vma->refcount);
}

static inline void put_anon_vma(struct anon_vma *anon_vma)
{
	if (atomic_dec_and_test(&anon_vma->refcount))
		__put_anon_vma(anon_vma);
}

static inline void anon_vma_lock_write(struct anon_vma *anon_vma)
{
	down_write(&anon_vma->root->rwsem);
}

static inline int anon_vma_trylock_write(struct anon_vma *anon_vma)
{
	return down_write_trylock(&anon_vma->root->rwsem);
}

static inline void anon_vma_unlock_write(struct anon_vma *anon_vma)
{
	up_write(&anon_vma->root->rwsem);
}

static inline void anon_vma_lock_read(struct anon_vma *anon_vma)
{
	down_read(&anon_vma->root->rwsem);
}

static inline int anon_vma_trylock_read(struct anon_vma *anon_vma)
{
	return down_read_trylock(&anon_vma->root->rwsem);
}

static inline void anon_vma_unlock_read(struct anon_vma *anon_vma)
{
	up_read(&anon_vma->root->rwsem);
}

/* Two adjacent VMAs are about to become one: they must not have different ones. */
static inline void anon_vma_merge(struct vm_area_struct *vma, struct vm_area_struct *next)
{
	VM_BUG_ON_VMA(vma->anon_vma != next->anon_vma, vma);
	unlink_anon_vmas(next);
}

struct anon_vma *folio_get_anon_vma(struct folio *folio);
struct anon_vma *folio_anon_vma(struct folio *folio);

/* ---- the interval trees (mm/interval_tree.c) ---------------------------------------------- */

void vma_interval_tree_insert(struct vm_area_struct *node, struct rb_root_cached *root);
void vma_interval_tree_insert_after(struct vm_area_struct *node, struct vm_area_struct *prev,
				    struct rb_root_cached *root);
void vma_interval_tree_remove(struct vm_area_struct *node, struct rb_root_cached *root);
struct vm_area_struct *vma_interval_tree_iter_first(struct rb_root_cached *root,
						    unsigned long start, unsigned long last);
struct vm_area_struct *vma_interval_tree_iter_next(struct vm_area_struct *node,
						   unsigned long start, unsigned long last);

#define vma_interval_tree_foreach(vma, root, start, last)			\
	for (vma = vma_interval_tree_iter_first(root, start, last); vma;	\
	     vma = vma_interval_tree_iter_next(vma, start, last))

void anon_vma_interval_tree_insert(struct anon_vma_chain *node, struct rb_root_cached *root);
void anon_vma_interval_tree_remove(struct anon_vma_chain *node, struct rb_root_cached *root);
struct anon_vma_chain *anon_vma_interval_tree_iter_first(struct rb_root_cached *root,
							 unsigned long start, unsigned long last);
struct anon_vma_chain *anon_vma_interval_tree_iter_next(struct anon_vma_chain *node,
							unsigned long start, unsigned long last);

#define anon_vma_interval_tree_foreach(avc, root, start, last)			\
	for (avc = anon_vma_interval_tree_iter_first(root, start, last); avc;	\
	     avc = anon_vma_interval_tree_iter_next(avc, start, last))

/* ---- mapping and unmapping ---------------------------------------------------------------- */

void folio_move_anon_rmap(struct folio *folio, struct vm_area_struct *vma);
void folio_add_new_anon_rmap(struct folio *folio, struct vm_area_struct *vma,
			     unsigned long address, rmap_t flags);
void folio_add_anon_rmap_ptes(struct folio *folio, struct page *page, int nr_pages,
			      struct vm_area_struct *vma, unsigned long address, rmap_t flags);
void folio_add_file_rmap_ptes(struct folio *folio, struct page *page, int nr_pages,
			      struct vm_area_struct *vma);
void folio_remove_rmap_ptes(struct folio *folio, struct page *page, int nr_pages,
			    struct vm_area_struct *vma);
void folio_add_anon_rmap_pmd(struct folio *folio, struct page *page, struct vm_area_struct *vma,
			     unsigned long address, rmap_t flags);
void folio_add_file_rmap_pmd(struct folio *folio, struct page *page, struct vm_area_struct *vma);
void folio_remove_rmap_pmd(struct folio *folio, struct page *page, struct vm_area_struct *vma);

#define folio_add_anon_rmap_pte(folio, page, vma, address, flags)		\
	folio_add_anon_rmap_ptes(folio, page, 1, vma, address, flags)
#define folio_add_file_rmap_pte(folio, page, vma)				\
	folio_add_file_rmap_ptes(folio, page, 1, vma)
#define folio_remove_rmap_pte(folio, page, vma)					\
	folio_remove_rmap_ptes(folio, page, 1, vma)

/*
 * One more mapping of pages that are mapped already, as fork makes them. No statistics change:
 * a page that was mapped stays mapped.
 */
static inline void __folio_dup_rmap_ptes(struct folio *folio, struct page *page, int nr_pages)
{
	int i;

	if (likely(!folio_test_large(folio))) {
		atomic_inc(&page->_mapcount);
		return;
	}
	for (i = 0; i < nr_pages; i++)
		atomic_inc(&page[i]._mapcount);
	atomic_add(nr_pages, &folio->_large_mapcount);
}

static inline void folio_dup_file_rmap_ptes(struct folio *folio, struct page *page, int nr_pages)
{
	__folio_dup_rmap_ptes(folio, page, nr_pages);
}

#define folio_dup_file_rmap_pte(folio, page)	folio_dup_file_rmap_ptes(folio, page, 1)

/*
 * Would sharing a page that is exclusive now break a pin? A pinned page stays with the mm that
 * pinned it, so that what the device reads or writes is what the process sees.
 *
 * Context: mm->write_protect_seq is raised, so gup_fast cannot pin meanwhile.
 */
static inline bool folio_needs_cow_for_dma(struct vm_area_struct *vma, struct folio *folio)
{
	if (likely(!test_bit(MMF_HAS_PINNED, &vma->vm_mm->flags)))
		return false;
	return folio_maybe_dma_pinned(folio);
}

/**
 * folio_try_dup_anon_rmap_ptes() - one more mapping, in a child, of pages of an anonymous folio
 *
 * They are no longer exclusive to anyone then; the caller makes both mappings copy-on-write.
 *
 * Context: the parent's PTE lock held, write_protect_seq raised.
 * Return: 0, or -EBUSY where a page may be pinned: nothing changed and the caller copies.
 */
static inline int folio_try_dup_anon_rmap_ptes(struct folio *folio, struct page *page,
					       int nr_pages, struct vm_area_struct *src_vma)
{
	bool maybe_pinned = folio_needs_cow_for_dma(src_vma, folio);
	int i;

	if (unlikely(maybe_pinned)) {
		for (i = 0; i < nr_pages; i++)
			if (PageAnonExclusive(page + i))
				return -EBUSY;
	}
	for (i = 0; i < nr_pages; i++)
		if (PageAnonExclusive(page + i))
			ClearPageAnonExclusive(page + i);
	__folio_dup_rmap_ptes(folio, page, nr_pages);
	return 0;
}

#define folio_try_dup_anon_rmap_pte(folio, page, vma)				\
	folio_try_dup_anon_rmap_ptes(folio, page, 1, vma)

/**
 * folio_try_share_anon_rmap_pte() - give up exclusive ownership of a page that is to be shared,
 * swapped or migrated
 *
 * Context: PTE lock held; the entry is cleared (or protected) and flushed already, so that
 *	    gup_fast, which looks at the entry again after pinning, backs out.
 * Return: 0, or -EBUSY where the page may be pinned.
 */
static inline int folio_try_share_anon_rmap_pte(struct folio *folio, struct page *page)
{
	VM_WARN_ON_FOLIO(!PageAnonExclusive(page), folio);

	/* pairs with the barrier in gup_fast_pte_range(): entry cleared, then pins counted */
	smp_mb();
	if (unlikely(folio_maybe_dma_pinned(folio)))
		return -EBUSY;
	ClearPageAnonExclusive(page);
	/* pairs with the read of PageAnonExclusive in gup_must_unshare() */
	smp_mb__after_atomic();
	return 0;
}

/* ---- walking ------------------------------------------------------------------------------ */

/**
 * struct page_vma_mapped_walk - the mappings of a range of pages in one VMA, one by one
 * @pfn: first page
 * @nr_pages: how many
 * @pgoff: @pfn's offset in the mapping
 * @vma: where to look
 * @address: current address; set to the first one by the caller
 * @pmd: the entry found, where it is a huge one or on the way
 * @pte: the entry found, locked; NULL for a huge mapping
 * @ptl: its lock
 * @flags: PVMW_
 */
struct page_vma_mapped_walk {
	unsigned long pfn;
	unsigned long nr_pages;
	pgoff_t pgoff;
	struct vm_area_struct *vma;
	unsigned long address;
	pmd_t *pmd;
	pte_t *pte;
	spinlock_t *ptl;
	unsigned int flags;
};

#define PVMW_SYNC	(1 << 0)	/* look at entries under their lock only */
#define PVMW_MIGRATION	(1 << 1)	/* look for migration entries */

#define DEFINE_FOLIO_VMA_WALK(name, _folio, _vma, _address, _flags)		\
	struct page_vma_mapped_walk name = {					\
		.pfn = folio_pfn(_folio),					\
		.nr_pages = folio_nr_pages(_folio),				\
		.pgoff = folio_pgoff(_folio),					\
		.vma = _vma,							\
		.address = _address,						\
		.flags = _flags,						\
	}

bool page_vma_mapped_walk(struct page_vma_mapped_walk *pvmw);

/* Leave a walk before its end. */
static inline void page_vma_mapped_walk_done(struct page_vma_mapped_walk *pvmw)
{
	if (pvmw->ptl)
		spin_unlock(pvmw->ptl);
	pvmw->ptl = NULL;
	pvmw->pte = NULL;
}

/**
 * struct rmap_walk_control - what rmap_walk() does in each VMA
 * @arg: handed to the callbacks
 * @try_lock: do not wait for the rmap lock
 * @contended: set where @try_lock gave up
 * @rmap_one: called for each VMA that may map the folio, with the folio's address there; false
 *	ends the walk
 * @done: asked after each VMA: has the walk seen enough?
 * @anon_lock: how to lock the anon_vma, where not by folio_lock_anon_vma_read()
 * @invalid_vma: true: skip this VMA
 */
struct rmap_walk_control {
	void *arg;
	bool try_lock;
	bool contended;
	bool (*rmap_one)(struct folio *folio, struct vm_area_struct *vma, unsigned long addr,
			 void *arg);
	int (*done)(struct folio *folio);
	struct anon_vma *(*anon_lock)(struct folio *folio, struct rmap_walk_control *rwc);
	bool (*invalid_vma)(struct vm_area_struct *vma, void *arg);
};

void rmap_walk(struct folio *folio, struct rmap_walk_control *rwc);
void rmap_walk_locked(struct folio *folio, struct rmap_walk_control *rwc);
struct anon_vma *folio_lock_anon_vma_read(struct folio *folio, struct rmap_walk_control *rwc);

int folio_referenced(struct folio *folio, int is_locked, struct mem_cgroup *memcg,
		     unsigned long *vm_flags);
void try_to_unmap(struct folio *folio, enum ttu_flags flags);
void try_to_migrate(struct folio *folio, enum ttu_flags flags);
int folio_mkclean(struct folio *folio);
unsigned long page_address_in_vma(struct page *page, struct vm_area_struct *vma);
pmd_t *mm_find_pmd(struct mm_struct *mm, unsigned long address);

/* The checkers that suites and the auditor call; true: consistent. */
bool anon_vma_check(struct anon_vma *anon_vma);
bool __anon_vma_check(struct anon_vma *anon_vma);
bool vma_anon_vma_check(struct vm_area_struct *vma);

#endif /* _LINUX_RMAP_H */
