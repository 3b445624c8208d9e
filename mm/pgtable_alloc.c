// SPDX-License-Identifier: GPL-2.0-only
/*
 * pgtable_alloc.c - pages that hold page tables, and hooking new ones in.
 *
 * A table is a page of its own, described by struct ptdesc: the lock of its entries, and how many
 * address spaces point to it (pt_share_count). The last one to let go frees it.
 *
 * Tables come zeroed. They are also given back zeroed: each entry was cleared when what it mapped
 * went away. So every CPU keeps a few that were freed for the next caller, and what costs the most
 * about a page table, clearing it, is done once. A process of a few mappings has some ten tables;
 * PAGETABLE_CACHE_MAX lets an exit feed the next fork.
 *
 * Owns:       the per-CPU lists of free tables; NR_PAGETABLE; mm->pgtables_bytes when it grows.
 * Invariant:  a table on a free list is all zeroes, has no owner and its lock is free.
 * Locks:      the lists: preemption off (RCU callbacks do not use them). Hooking in: the lock of
 *             the entry that is filled (pmd_lock(), mm->page_table_lock).
 * Elsewhere:  unhooking (pgtable_free.c), waiting until a table can be freed (mmu_gather.c).
 */
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/percpu.h>
#include <linux/vmstat.h>
#include <linux/string.h>
#include <linux/init.h>
#include <asm/pgalloc.h>
#include "map.h"

#define GFP_PGTABLE		(GFP_KERNEL | __GFP_ZERO)
/* None where allocations shall fail on purpose: each is to be one that can. */
#define PAGETABLE_CACHE_MAX	(IS_ENABLED(CONFIG_FAULT_INJECTION) ? 0 : 16)

DEFINE_PER_CPU(struct pagetable_cache, pagetable_cache);

/* The frame of the page of zeroes; see ZERO_PAGE(). */
unsigned long zero_pfn __ro_after_init;

static int __init init_zero_pfn(void)
{
	zero_pfn = page_to_pfn(ZERO_PAGE(0));
	return 0;
}
early_initcall(init_zero_pfn);

/* ---- tables ------------------------------------------------------------------------------- */

static struct ptdesc *pagetable_cache_pop(void)
{
	struct pagetable_cache *cache = get_cpu_ptr(&pagetable_cache);
	struct ptdesc *ptdesc = cache->head;

	if (likely(ptdesc)) {
		cache->head = (struct ptdesc *)ptdesc->pt_list.next;
		cache->nr--;
	}
	put_cpu_ptr(&pagetable_cache);
	return ptdesc;
}

static bool pagetable_cache_push(struct ptdesc *ptdesc)
{
	struct pagetable_cache *cache = get_cpu_ptr(&pagetable_cache);
	bool room = cache->nr < PAGETABLE_CACHE_MAX;

	if (likely(room)) {
		ptdesc->pt_list.next = (struct list_head *)cache->head;
		cache->head = ptdesc;
		cache->nr++;
	}
	put_cpu_ptr(&pagetable_cache);
	return room;
}

static void pagetable_release(struct ptdesc *ptdesc)
{
	struct page *page = ptdesc_page(ptdesc);

	__ClearPageTable(page);
	page->mapping = NULL;
	page->private = 0;
	page->index = 0;
	__free_page(page);
}

/**
 * pagetable_alloc() - a zeroed page for entries of any level
 *
 * Context: may sleep.
 * Return: a table with one owner and its lock free; NULL for want of memory.
 */
struct ptdesc *pagetable_alloc(void)
{
	struct ptdesc *ptdesc = pagetable_cache_pop();

	if (unlikely(!ptdesc)) {
		struct page *page = alloc_page(GFP_PGTABLE);

		if (!page)
			return NULL;
		__SetPageTable(page);
		ptdesc = page_ptdesc(page);
		spin_lock_init(&ptdesc->ptl);
	}
	atomic_set(&ptdesc->pt_share_count, 1);
	inc_node_page_state(ptdesc_page(ptdesc), NR_PAGETABLE);
	return ptdesc;
}

/* One more address space points to the table. */
void pagetable_get(struct ptdesc *ptdesc)
{
	atomic_inc(&ptdesc->pt_share_count);
}

/**
 * pagetable_free() - drop one owner of a table; the last one frees it
 *
 * The entries are all clear by then.
 *
 * Context: nobody walks the table any more; not from interrupts.
 */
void pagetable_free(struct ptdesc *ptdesc)
{
	if (atomic_read(&ptdesc->pt_share_count) != 1 &&
	    !atomic_dec_and_test(&ptdesc->pt_share_count))
		return;
	if (IS_ENABLED(CONFIG_DEBUG_VM_PGTABLE))
		VM_BUG_ON_PAGE(memchr_inv(ptdesc_address(ptdesc), 0, PAGE_SIZE),
			       ptdesc_page(ptdesc));
	atomic_set(&ptdesc->pt_share_count, 0);
	dec_node_page_state(ptdesc_page(ptdesc), NR_PAGETABLE);
	if (!pagetable_cache_push(ptdesc))
		pagetable_release(ptdesc);
}

static void pagetable_free_rcu(struct rcu_head *head)
{
	struct ptdesc *ptdesc = container_of(head, struct ptdesc, pt_rcu_head);

	if (!atomic_dec_and_test(&ptdesc->pt_share_count))
		return;
	dec_node_page_state(ptdesc_page(ptdesc), NR_PAGETABLE);
	pagetable_release(ptdesc);
}

/**
 * pagetable_free_deferred() - as pagetable_free(), once all who walk without a lock have left
 *
 * They walk with interrupts or preemption off, which RCU here waits for.
 */
void pagetable_free_deferred(struct ptdesc *ptdesc)
{
	call_rcu(&ptdesc->pt_rcu_head, pagetable_free_rcu);
}

/* Give this CPU's free tables back to the page allocator. */
void pagetable_cache_drain(void)
{
	struct ptdesc *ptdesc;

	while ((ptdesc = pagetable_cache_pop()))
		pagetable_release(ptdesc);
}

/* How many pages lie on the free lists of all CPUs; racy. */
unsigned long pagetable_cache_pages(void)
{
	unsigned long nr = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		nr += per_cpu(pagetable_cache, cpu).nr;
	return nr;
}

/* ---- hooking in --------------------------------------------------------------------------- */

/*
 * Each of these makes a table and hooks it in, unless another thread was faster; then the other
 * one's is used and ours freed. The barrier: who finds the entry filled, without a lock, finds
 * the table zeroed and its lock initialised. It pairs with the dependency of that walk.
 */

/**
 * pmd_install() - hook a PTE table in where there is none
 * @pte: the table; set to NULL where it was used
 */
void pmd_install(struct mm_struct *mm, pmd_t *pmd, pgtable_t *pte)
{
	spinlock_t *ptl = pmd_lock(mm, pmd);

	if (likely(pmd_none(*pmd))) {
		mm_inc_nr_ptes(mm);
		smp_wmb();
		pmd_populate(mm, pmd, *pte);
		*pte = NULL;
	}
	spin_unlock(ptl);
}

int __pte_alloc(struct mm_struct *mm, pmd_t *pmd)
{
	pgtable_t new = pte_alloc_one(mm);

	if (!new)
		return -ENOMEM;
	pmd_install(mm, pmd, &new);
	if (new)
		pte_free(mm, new);
	return 0;
}

int __pte_alloc_kernel(pmd_t *pmd)
{
	pte_t *new = pte_alloc_one_kernel(&init_mm);

	if (!new)
		return -ENOMEM;
	spin_lock(&init_mm.page_table_lock);
	if (likely(pmd_none(*pmd))) {
		smp_wmb();
		pmd_populate_kernel(&init_mm, pmd, new);
		new = NULL;
	}
	spin_unlock(&init_mm.page_table_lock);
	if (new)
		pte_free_kernel(&init_mm, new);
	return 0;
}

int __pmd_alloc(struct mm_struct *mm, pud_t *pud, unsigned long addr)
{
	pmd_t *new = pmd_alloc_one(mm, addr);
	spinlock_t *ptl;

	if (!new)
		return -ENOMEM;
	ptl = pud_lock(mm, pud);
	if (likely(!pud_present(*pud))) {
		mm_inc_nr_pmds(mm);
		smp_wmb();
		pud_populate(mm, pud, new);
		new = NULL;
	}
	spin_unlock(ptl);
	if (new)
		pmd_free(mm, new);
	return 0;
}

int __pud_alloc(struct mm_struct *mm, p4d_t *p4d, unsigned long addr)
{
	pud_t *new = pud_alloc_one(mm, addr);

	if (!new)
		return -ENOMEM;
	spin_lock(&mm->page_table_lock);
	if (likely(!p4d_present(*p4d))) {
		mm_inc_nr_puds(mm);
		smp_wmb();
		p4d_populate(mm, p4d, new);
		new = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	if (new)
		pud_free(mm, new);
	return 0;
}

int __p4d_alloc(struct mm_struct *mm, pgd_t *pgd, unsigned long addr)
{
	p4d_t *new;

	if (mm_p4d_folded(mm))
		return 0;
	new = p4d_alloc_one(mm, addr);
	if (!new)
		return -ENOMEM;
	spin_lock(&mm->page_table_lock);
	if (likely(!pgd_present(*pgd))) {
		smp_wmb();
		pgd_populate(mm, pgd, new);
		new = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	if (new)
		p4d_free(mm, new);
	return 0;
}
