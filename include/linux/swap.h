/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * swap.h - the LRU lists, what is remembered of evicted pages, and the interface of swap.
 *
 * Every user page is on one of its node's LRU lists from the moment it is mapped or cached
 * (mm/lru.c). The lists are all that reclaim looks at; a page that is not on one cannot be
 * reclaimed, migrated or swapped.
 */
#ifndef _LINUX_SWAP_H
#define _LINUX_SWAP_H

#include <linux/types.h>
#include <linux/mm_types.h>
#include <linux/mmzone.h>
#include <linux/pagevec.h>
#include <uapi/linux/swap.h>

struct vm_fault;
struct list_head;

#define SWAP_CLUSTER_MAX	32UL		/* pages that reclaim takes at a time */
#define COMPACT_CLUSTER_MAX	SWAP_CLUSTER_MAX

/* ---- LRU lists (mm/lru.c) ----------------------------------------------------------------- */

void folio_add_lru(struct folio *folio);
void folio_add_lru_vma(struct folio *folio, struct vm_area_struct *vma);
void folio_mark_accessed(struct folio *folio);
void mark_page_accessed(struct page *page);
void folio_activate(struct folio *folio);
void folio_deactivate(struct folio *folio);
void folio_mark_lazyfree(struct folio *folio);
void folio_rotate_reclaimable(struct folio *folio);
void deactivate_file_folio(struct folio *folio);
bool folio_isolate_lru(struct folio *folio);
void folio_putback_lru(struct folio *folio);
void lru_note_cost(struct lruvec *lruvec, bool file, unsigned int nr_io, unsigned int nr_rotated);
void lru_note_cost_refault(struct folio *folio);

void lru_add_drain(void);
void lru_add_drain_cpu(int cpu);
void lru_add_drain_cpu_zone(struct zone *zone);
void lru_add_drain_all(void);
void lru_cache_disable(void);
extern atomic_t lru_disable_count;

static inline bool lru_cache_disabled(void)
{
	return atomic_read(&lru_disable_count);
}

static inline void lru_cache_enable(void)
{
	atomic_dec(&lru_disable_count);
}

void check_move_unevictable_folios(struct folio_batch *fbatch);

/* mm/lru_mlock.c: folios of VM_LOCKED VMAs */
void mlock_folio(struct folio *folio);
void munlock_folio(struct folio *folio);
void mlock_new_folio(struct folio *folio);

/* ---- releasing ---------------------------------------------------------------------------- */

struct encoded_page;

void release_pages(struct page **pages, int nr);
void folios_put_refs(struct folio_batch *folios, unsigned int *refs);
void free_pages_and_swap_cache(struct encoded_page **pages, int nr);
void free_page_and_swap_cache(struct page *page);

static inline void folios_put(struct folio_batch *folios)
{
	folios_put_refs(folios, NULL);
}

/* ---- memory of evicted pages (mm/workingset.c) -------------------------------------------- */

void *workingset_eviction(struct folio *folio, struct mem_cgroup *target_memcg);
void workingset_refault(struct folio *folio, void *shadow);
void workingset_activation(struct folio *folio);
void workingset_age_nonresident(struct lruvec *lruvec, unsigned long nr_pages);
bool workingset_test_recent(void *shadow, bool file, bool *workingset, bool flush);

/* ---- entries ------------------------------------------------------------------------------ */

/*
 * A swap-like PTE has a type and an offset. The highest types are not swap areas but say something
 * about a page that cannot be used now; see swapops.h.
 */
#define MAX_SWAPFILES_SHIFT	5

#define SWP_PTE_MARKER_NUM	1
#define SWP_PTE_MARKER		(MAX_SWAPFILES + SWP_HWPOISON_NUM + SWP_MIGRATION_NUM + SWP_DEVICE_NUM)

#define SWP_DEVICE_NUM		4
#define SWP_DEVICE_WRITE	(MAX_SWAPFILES + SWP_HWPOISON_NUM + SWP_MIGRATION_NUM)
#define SWP_DEVICE_READ		(SWP_DEVICE_WRITE + 1)
#define SWP_DEVICE_EXCLUSIVE_WRITE (SWP_DEVICE_WRITE + 2)
#define SWP_DEVICE_EXCLUSIVE_READ  (SWP_DEVICE_WRITE + 3)

#define SWP_MIGRATION_NUM	3
#define SWP_MIGRATION_READ	(MAX_SWAPFILES + SWP_HWPOISON_NUM)
#define SWP_MIGRATION_READ_EXCLUSIVE (SWP_MIGRATION_READ + 1)
#define SWP_MIGRATION_WRITE	(SWP_MIGRATION_READ + 2)

#define SWP_HWPOISON_NUM	1
#define SWP_HWPOISON		MAX_SWAPFILES

#define MAX_SWAPFILES								\
	((1 << MAX_SWAPFILES_SHIFT) - SWP_DEVICE_NUM - SWP_MIGRATION_NUM -	\
	 SWP_HWPOISON_NUM - SWP_PTE_MARKER_NUM)

/* ---- swap --------------------------------------------------------------------------------- */

#ifdef CONFIG_SWAP

extern atomic_long_t nr_swap_pages;
extern long total_swap_pages;

int swap_duplicate(swp_entry_t entry);
void swap_free_nr(swp_entry_t entry, int nr_pages);
void free_swap_and_cache_nr(swp_entry_t entry, int nr);
int swp_swapcount(swp_entry_t entry);
bool folio_free_swap(struct folio *folio);
struct folio *swap_cache_get_folio(swp_entry_t entry, struct vm_area_struct *vma,
				   unsigned long addr);
vm_fault_t swap_fault(struct vm_fault *vmf, swp_entry_t entry);
void free_swap_cache(struct folio *folio);
void si_swapinfo(struct sysinfo *si);
void swap_register_mm(struct mm_struct *mm);

static inline long get_nr_swap_pages(void)
{
	return atomic_long_read(&nr_swap_pages);
}

#else /* !CONFIG_SWAP */

/*
 * Without swap there are no swap entries, so what is asked of one is never asked.
 */
#define total_swap_pages	0L
#define total_swapcache_pages()	0UL

static inline long get_nr_swap_pages(void) { return 0; }
static inline int swap_duplicate(swp_entry_t entry) { return 0; }
static inline void swap_free_nr(swp_entry_t entry, int nr_pages) { }
static inline void free_swap_and_cache_nr(swp_entry_t entry, int nr) { }
static inline int swp_swapcount(swp_entry_t entry) { return 0; }
static inline bool folio_free_swap(struct folio *folio) { return false; }
static inline void free_swap_cache(struct folio *folio) { }
static inline void swap_register_mm(struct mm_struct *mm) { }

static inline struct folio *swap_cache_get_folio(swp_entry_t entry, struct vm_area_struct *vma,
						 unsigned long addr)
{
	return NULL;
}

/* A swap entry in a kernel without swap: the page table was overwritten. */
static inline vm_fault_t swap_fault(struct vm_fault *vmf, swp_entry_t entry)
{
	return (__force vm_fault_t)2;	/* VM_FAULT_SIGBUS */
}

#define si_swapinfo(val)	do { (val)->freeswap = (val)->totalswap = 0; } while (0)

#endif /* CONFIG_SWAP */

static inline void swap_free(swp_entry_t entry)
{
	swap_free_nr(entry, 1);
}

static inline void free_swap_and_cache(swp_entry_t entry)
{
	free_swap_and_cache_nr(entry, 1);
}

#endif /* _LINUX_SWAP_H */
