// SPDX-License-Identifier: GPL-2.0-only
/*
 * lru.c - the lists of all pages that can be reclaimed, and the last reference to a page.
 *
 * Each node has five lists: anonymous and file pages, active and inactive, and the unevictable (a
 * count rather than a list). A folio that was seen used twice is active; reclaim takes from the end
 * of the inactive ones. To take lru_lock once for many folios, each CPU collects in batches what is
 * to be added and moved; a folio in a batch has one more reference, and until a new one is added,
 * no PG_lru.
 *
 * A folio whose last user went while it lay in an add batch never gets onto a list: the batch's
 * reference is the only one, so it is freed.
 *
 * References. folios_put_refs() is where pages die: many at once, off the LRU under one lock, and into
 * the allocator as a batch.
 *
 * Owns:       the LRU lists, PG_lru, PG_active; the per-CPU batches.
 * Invariant:  PG_lru is set exactly while the folio is on a list. Who clears it by an atomic test
 *             (folio_isolate_lru()) owns the folio's place on the list. A freed folio is on none.
 * Locks:      lruvec->lru_lock, interrupts off, innermost. Batches: preemption off; the one of
 *             folio_rotate_reclaimable(), interrupts off.
 * Elsewhere:  what to reclaim (vmscan.c); refaults (workingset.c); mlock (lru_mlock.c).
 */
#include <linux/cpu.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include <linux/workqueue.h>
#include "lru.h"
#include "pages.h"
#include "store.h"

DEFINE_PER_CPU(struct cpu_fbatches, cpu_fbatches);

/* Nonzero: nothing stays in batches, as migration wants it. */
atomic_t lru_disable_count = ATOMIC_INIT(0);

/* ---- sections ----------------------------------------------------------------------------- */

/* The next folio is of another list or zone than the last: write out what became of that one. */
void lru_section_switch(struct lru_section *section, struct folio *folio)
{
	if (section->nr)
		update_lru_size(section->lruvec, section->lru, section->zid, section->nr);
	/* of other bits of the word others may change some meanwhile */
	section->key = READ_ONCE(folio->flags) & LRU_KEY_MASK;
	section->lru = folio_lru_list(folio);
	section->zid = folio_zonenum(folio);
	section->nr = 0;
}

/* ---- moving batches ----------------------------------------------------------------------- */

typedef void (*lru_move_t)(struct lru_section *section, struct folio *folio);

static void lru_add(struct lru_section *section, struct folio *folio)
{
	bool was_unevictable = folio_test_clear_unevictable(folio);

	if (likely(folio_evictable(folio))) {
		if (unlikely(was_unevictable))
			count_vm_events(UNEVICTABLE_PGRESCUED, folio_nr_pages(folio));
	} else {
		folio_clear_active(folio);
		folio_set_unevictable(folio);
		/* how many VMAs lock it is not known here: one at least, where any does */
		folio->mlock_count = !!folio_test_mlocked(folio);
		if (!was_unevictable)
			count_vm_events(UNEVICTABLE_PGCULLED, folio_nr_pages(folio));
	}
	lru_section_add(section, folio);
}

/* Add the batch's folios to their lists, and drop the batch's references. */
static void lru_add_batch(struct folio_batch *fbatch)
{
	struct lru_section section = LRU_SECTION;
	int i;

	for (i = 0; i < folio_batch_count(fbatch); i++) {
		struct folio *folio = fbatch->folios[i];

		/* nobody else has it any more: folios_put() frees it */
		if (folio_ref_count(folio) == 1)
			continue;
		lru_section_enter(&section, folio);
		lru_add(&section, folio);
		folio_set_lru(folio);
	}
	lru_section_leave(&section);
	folios_put(fbatch);
}

/* Move the batch's folios, those that are still on a list. */
static void lru_move_batch(struct folio_batch *fbatch, lru_move_t move)
{
	struct lru_section section = LRU_SECTION;
	int i;

	for (i = 0; i < folio_batch_count(fbatch); i++) {
		struct folio *folio = fbatch->folios[i];

		if (!folio_test_clear_lru(folio))
			continue;
		lru_section_enter(&section, folio);
		move(&section, folio);
		folio_set_lru(folio);
	}
	lru_section_leave(&section);
	folios_put(fbatch);
}

static inline bool batch_add(struct folio_batch *fbatch, struct folio *folio)
{
	return !folio_batch_add(fbatch, folio) || folio_test_large(folio) || lru_cache_disabled();
}

/**
 * folio_add_lru() - put a new folio on an LRU list, soon
 *
 * Context: the caller has a reference; any but interrupts.
 */
void folio_add_lru(struct folio *folio)
{
	struct folio_batch *fbatch;

	VM_BUG_ON_FOLIO(folio_test_lru(folio), folio);
	folio_get(folio);
	preempt_disable();
	fbatch = this_cpu_ptr(&cpu_fbatches.add);
	if (unlikely(batch_add(fbatch, folio)))
		lru_add_batch(fbatch);
	preempt_enable();
}

/**
 * folio_add_lru_vma() - as folio_add_lru(), of a folio that is about to be mapped in @vma
 */
void folio_add_lru_vma(struct folio *folio, struct vm_area_struct *vma)
{
	if (unlikely((vma->vm_flags & (VM_LOCKED | VM_SPECIAL)) == VM_LOCKED))
		mlock_new_folio(folio);
	folio_add_lru(folio);
}

/* Note a move of a folio that is on a list. */
static void batch_move(struct folio_batch __percpu *pcpu, struct folio *folio, lru_move_t move)
{
	struct folio_batch *fbatch;

	folio_get(folio);
	preempt_disable();
	fbatch = this_cpu_ptr(pcpu);
	if (unlikely(batch_add(fbatch, folio)))
		lru_move_batch(fbatch, move);
	preempt_enable();
}

/* ---- the moves ---------------------------------------------------------------------------- */

static void move_activate(struct lru_section *section, struct folio *folio)
{
	long nr = folio_nr_pages(folio);

	lru_section_del(section, folio);
	if (!folio_test_active(folio) && !folio_test_unevictable(folio)) {
		folio_set_active(folio);
		count_vm_events(PGACTIVATE, nr);
	}
	lru_section_add(section, folio);
}

static void move_deactivate(struct lru_section *section, struct folio *folio)
{
	lru_section_del(section, folio);
	if (folio_test_active(folio) && !folio_test_unevictable(folio)) {
		folio_clear_active(folio);
		folio_clear_referenced(folio);
		count_vm_events(PGDEACTIVATE, folio_nr_pages(folio));
	}
	lru_section_add(section, folio);
}

/* A file page that could not be dropped at once: soon, after it has been written. */
static void move_deactivate_file(struct lru_section *section, struct folio *folio)
{
	bool stay = folio_test_unevictable(folio) || folio_mapped(folio);

	lru_section_del(section, folio);
	if (!stay) {
		if (folio_test_active(folio))
			count_vm_events(PGDEACTIVATE, folio_nr_pages(folio));
		folio_clear_active(folio);
		folio_clear_referenced(folio);
		if (folio_test_writeback(folio) || folio_test_dirty(folio))
			folio_set_reclaim(folio);	/* its end of writeback rotates it */
		else
			return lru_section_add_tail(section, folio);
	}
	lru_section_add(section, folio);
}

/* Anonymous, and its contents are no longer wanted: reclaim may drop it as if it were clean cache. */
static void move_lazyfree(struct lru_section *section, struct folio *folio)
{
	lru_section_del(section, folio);
	if (folio_test_anon(folio) && folio_test_swapbacked(folio) &&
	    !folio_test_swapcache(folio) && !folio_test_unevictable(folio)) {
		folio_clear_active(folio);
		folio_clear_referenced(folio);
		folio_clear_swapbacked(folio);
		count_vm_events(PGLAZYFREE, folio_nr_pages(folio));
	}
	lru_section_add(section, folio);
}

static void move_rotate(struct lru_section *section, struct folio *folio)
{
	lru_section_del(section, folio);
	if (!folio_test_unevictable(folio)) {
		folio_clear_active(folio);
		count_vm_events(PGROTATED, folio_nr_pages(folio));
	}
	lru_section_add_tail(section, folio);
}

/* ---- asking for a move -------------------------------------------------------------------- */

/* Move a folio to the active list. */
void folio_activate(struct folio *folio)
{
	if (folio_test_lru(folio) && !folio_test_active(folio) && !folio_test_unevictable(folio))
		batch_move(&cpu_fbatches.activate, folio, move_activate);
}

/* Move an active folio to the inactive list: it is not expected to be used soon. */
void folio_deactivate(struct folio *folio)
{
	if (folio_test_lru(folio) && folio_test_active(folio) && !folio_test_unevictable(folio))
		batch_move(&cpu_fbatches.deactivate, folio, move_deactivate);
}

/* A file's folio should be dropped as soon as that is possible. */
void deactivate_file_folio(struct folio *folio)
{
	if (folio_test_lru(folio) && !folio_test_unevictable(folio))
		batch_move(&cpu_fbatches.deactivate_file, folio, move_deactivate_file);
}

/* madvise(MADV_FREE): the folio's contents may be thrown away. */
void folio_mark_lazyfree(struct folio *folio)
{
	if (folio_test_lru(folio) && folio_test_anon(folio) && folio_test_swapbacked(folio) &&
	    !folio_test_swapcache(folio) && !folio_test_unevictable(folio))
		batch_move(&cpu_fbatches.lazyfree, folio, move_lazyfree);
}

/**
 * folio_rotate_reclaimable() - a folio that reclaim has written is clean: it is to go next
 *
 * Context: any, interrupts too.
 */
void folio_rotate_reclaimable(struct folio *folio)
{
	struct folio_batch *fbatch;
	unsigned long flags;

	if (folio_test_locked(folio) || folio_test_dirty(folio) ||
	    folio_test_unevictable(folio) || !folio_test_lru(folio))
		return;
	folio_get(folio);
	local_irq_save(flags);
	fbatch = this_cpu_ptr(&cpu_fbatches.rotate);
	if (batch_add(fbatch, folio))
		lru_move_batch(fbatch, move_rotate);
	local_irq_restore(flags);
}

/* A folio that waits in this CPU's add batch: let it go straight to the active list. */
static void activate_in_batch(struct folio *folio)
{
	struct folio_batch *fbatch;
	int i;

	preempt_disable();
	fbatch = this_cpu_ptr(&cpu_fbatches.add);
	for (i = folio_batch_count(fbatch) - 1; i >= 0; i--) {
		if (fbatch->folios[i] == folio) {
			folio_set_active(folio);
			break;
		}
	}
	preempt_enable();
}

/**
 * folio_mark_accessed() - somebody used the folio
 *
 *	inactive, unreferenced	->	inactive, referenced
 *	inactive, referenced	->	active, unreferenced
 *	active, unreferenced	->	active, referenced
 */
void folio_mark_accessed(struct folio *folio)
{
	if (!folio_test_referenced(folio)) {
		folio_set_referenced(folio);
	} else if (folio_test_unevictable(folio)) {
		/* on no list that has an order */
	} else if (!folio_test_active(folio)) {
		if (folio_test_lru(folio))
			folio_activate(folio);
		else
			activate_in_batch(folio);
		folio_clear_referenced(folio);
		workingset_activation(folio);
	}
	if (folio_test_idle(folio))
		folio_clear_idle(folio);
}

void mark_page_accessed(struct page *page)
{
	folio_mark_accessed(page_folio(page));
}

/* ---- isolation ---------------------------------------------------------------------------- */

/**
 * folio_isolate_lru() - take a folio off its list, for reclaim or migration
 *
 * Context: the caller has a reference, and gets another on success.
 * Return: false where it was on no list, or somebody else was faster.
 */
bool folio_isolate_lru(struct folio *folio)
{
	struct lru_section section = LRU_SECTION;

	VM_BUG_ON_FOLIO(!folio_ref_count(folio), folio);
	if (!folio_test_clear_lru(folio))
		return false;
	folio_get(folio);
	lru_section_enter(&section, folio);
	lru_section_del(&section, folio);
	lru_section_leave(&section);
	return true;
}

/* Put an isolated folio back, and drop the isolation's reference. */
void folio_putback_lru(struct folio *folio)
{
	folio_add_lru(folio);
	folio_put(folio);
}

/* Reclaim weighs the two kinds of lists by what it has cost to reclaim from them. */
void lru_note_cost(struct lruvec *lruvec, bool file, unsigned int nr_io, unsigned int nr_rotated)
{
	unsigned long cost = nr_io * SWAP_CLUSTER_MAX + nr_rotated, size;

	if (!cost)
		return;
	spin_lock_irq(&lruvec->lru_lock);
	if (file)
		lruvec->file_cost += cost;
	else
		lruvec->anon_cost += cost;
	/* Let the past fade: halve both when they have grown to a quarter of the lists. */
	size = node_page_state(lruvec_pgdat(lruvec), NR_INACTIVE_ANON) +
	       node_page_state(lruvec_pgdat(lruvec), NR_ACTIVE_ANON) +
	       node_page_state(lruvec_pgdat(lruvec), NR_INACTIVE_FILE) +
	       node_page_state(lruvec_pgdat(lruvec), NR_ACTIVE_FILE);
	if (lruvec->file_cost + lruvec->anon_cost > size / 4) {
		lruvec->file_cost /= 2;
		lruvec->anon_cost /= 2;
	}
	spin_unlock_irq(&lruvec->lru_lock);
}

void lru_note_cost_refault(struct folio *folio)
{
	lru_note_cost(folio_lruvec(folio), folio_is_file_lru(folio), folio_nr_pages(folio), 0);
}

/* The folios of a mapping that was locked in memory (SHM_UNLOCK) may be reclaimed again. */
void check_move_unevictable_folios(struct folio_batch *fbatch)
{
	struct lru_section section = LRU_SECTION;
	int i;

	for (i = 0; i < folio_batch_count(fbatch); i++) {
		struct folio *folio = fbatch->folios[i];

		if (!folio_test_clear_lru(folio))
			continue;
		lru_section_enter(&section, folio);
		if (folio_evictable(folio) && folio_test_unevictable(folio)) {
			lru_section_del(&section, folio);
			folio_clear_unevictable(folio);
			lru_section_add(&section, folio);
			count_vm_events(UNEVICTABLE_PGRESCUED, folio_nr_pages(folio));
		}
		folio_set_lru(folio);
	}
	lru_section_leave(&section);
}

/* ---- draining ----------------------------------------------------------------------------- */

/**
 * lru_add_drain_cpu() - empty a CPU's batches
 *
 * Context: that CPU is this one, preemption off; or it is dead.
 */
void lru_add_drain_cpu(int cpu)
{
	struct cpu_fbatches *fbatches = &per_cpu(cpu_fbatches, cpu);
	unsigned long flags;

	if (folio_batch_count(&fbatches->add))
		lru_add_batch(&fbatches->add);
	if (folio_batch_count(&fbatches->rotate)) {
		local_irq_save(flags);
		lru_move_batch(&fbatches->rotate, move_rotate);
		local_irq_restore(flags);
	}
	if (folio_batch_count(&fbatches->deactivate_file))
		lru_move_batch(&fbatches->deactivate_file, move_deactivate_file);
	if (folio_batch_count(&fbatches->deactivate))
		lru_move_batch(&fbatches->deactivate, move_deactivate);
	if (folio_batch_count(&fbatches->lazyfree))
		lru_move_batch(&fbatches->lazyfree, move_lazyfree);
	if (folio_batch_count(&fbatches->activate))
		lru_move_batch(&fbatches->activate, move_activate);
}

/* Empty this CPU's batches. */
void lru_add_drain(void)
{
	preempt_disable();
	lru_add_drain_cpu(smp_processor_id());
	preempt_enable();
}

void lru_add_drain_cpu_zone(struct zone *zone)
{
	lru_add_drain();
	drain_local_pages(zone);
}

static bool cpu_needs_drain(int cpu)
{
	struct cpu_fbatches *fbatches = &per_cpu(cpu_fbatches, cpu);

	return folio_batch_count(&fbatches->add) || folio_batch_count(&fbatches->rotate) ||
	       folio_batch_count(&fbatches->deactivate_file) ||
	       folio_batch_count(&fbatches->deactivate) ||
	       folio_batch_count(&fbatches->lazyfree) || folio_batch_count(&fbatches->activate);
}

static DEFINE_PER_CPU(struct work_struct, lru_drain_work);

static void lru_drain_work_fn(struct work_struct *work)
{
	lru_add_drain();
}

/**
 * lru_add_drain_all() - empty every CPU's batches
 *
 * Context: sleeps.
 */
void lru_add_drain_all(void)
{
	static DEFINE_MUTEX(lock);
	cpumask_t queued;
	int cpu;

	mutex_lock(&lock);
	cpumask_clear(&queued);
	for_each_online_cpu(cpu) {
		struct work_struct *work = &per_cpu(lru_drain_work, cpu);

		if (!cpu_needs_drain(cpu))
			continue;
		INIT_WORK(work, lru_drain_work_fn);
		schedule_work_on(cpu, work);
		cpumask_set_cpu(cpu, &queued);
	}
	for_each_cpu(cpu, &queued)
		flush_work(&per_cpu(lru_drain_work, cpu));
	mutex_unlock(&lock);
}

/**
 * lru_cache_disable() - nothing shall wait in batches until lru_cache_enable()
 *
 * Context: sleeps.
 */
void lru_cache_disable(void)
{
	atomic_inc(&lru_disable_count);
	/* who read the old value is in a section without preemption: it ends before the drain does */
	synchronize_rcu();
	lru_add_drain_all();
}

/* ---- the last reference ------------------------------------------------------------------- */

/* Take a folio that is about to be freed off its list. */
static inline void lru_remove_dead(struct lru_section *section, struct folio *folio)
{
	if (likely(folio_test_lru(folio))) {
		lru_section_enter(section, folio);
		lru_section_del(section, folio);
	}
	/* one that never came to a list may have been meant for the active one */
	__folio_clear_lru_flags(folio);
	if (unlikely(folio_test_mlocked(folio))) {
		long nr = folio_nr_pages(folio);

		__folio_clear_mlocked(folio);
		mod_zone_page_state(folio_zone(folio), NR_MLOCK, -nr);
		count_vm_events(UNEVICTABLE_PGCLEARED, nr);
	}
}

/* The last reference to a folio is gone: free it. */
void __folio_put(struct folio *folio)
{
	struct lru_section section = LRU_SECTION;

	lru_remove_dead(&section, folio);
	lru_section_leave(&section);
	free_unref_page(&folio->page, folio_order(folio));
}

/**
 * folios_put_refs() - drop references to many folios, and free those that had no others
 * @refs: how many of each; NULL: one
 *
 * The batch is empty afterwards.
 */
void folios_put_refs(struct folio_batch *folios, unsigned int *refs)
{
	struct lru_section section = LRU_SECTION;
	int i, dead = 0;

	for (i = 0; i < folios->nr; i++) {
		struct folio *folio = folios->folios[i];

		if (!folio_ref_sub_and_test(folio, refs ? refs[i] : 1))
			continue;
		lru_remove_dead(&section, folio);
		folios->folios[dead++] = folio;
	}
	lru_section_leave(&section);

	folio_batch_reinit(folios);
	if (dead) {
		folios->nr = dead;
		free_unref_folios(folios);
		folio_batch_reinit(folios);
	}
}

/* Drop one reference to each of an array of pages. */
void release_pages(struct page **pages, int nr)
{
	struct folio_batch fbatch;
	int i;

	folio_batch_init(&fbatch);
	for (i = 0; i < nr; i++)
		if (!folio_batch_add(&fbatch, page_folio(pages[i])))
			folios_put(&fbatch);
	if (folio_batch_count(&fbatch))
		folios_put(&fbatch);
}

/*
 * After an unmapping: the swap cache has nothing to wait for where the folio was the last that
 * needed it.
 */
static inline void drop_from_swap_cache(struct folio *folio)
{
	if (unlikely(folio_test_swapcache(folio)) && !folio_mapped(folio))
		free_swap_cache(folio);
}

/**
 * free_pages_and_swap_cache() - drop the references that an mmu_gather holds
 * @pages: with the bits of <asm-generic/tlb.h>
 */
void free_pages_and_swap_cache(struct encoded_page **pages, int nr)
{
	struct lru_section section = LRU_SECTION;
	struct folio_batch dead;
	int i;

	folio_batch_init(&dead);
	for (i = 0; i < nr; i++) {
		struct folio *folio = page_folio(encoded_page_ptr(pages[i]));
		unsigned int refs = 1;

		drop_from_swap_cache(folio);
		if (unlikely(encoded_page_flags(pages[i]) & ENCODED_PAGE_BIT_NR_PAGES_NEXT))
			refs = encoded_nr_pages(pages[++i]);
		if (!folio_ref_sub_and_test(folio, refs))
			continue;
		lru_remove_dead(&section, folio);
		if (folio_batch_add(&dead, folio))
			continue;
		lru_section_leave(&section);
		free_unref_folios(&dead);
		folio_batch_reinit(&dead);
	}
	lru_section_leave(&section);
	if (folio_batch_count(&dead))
		free_unref_folios(&dead);
}

void free_page_and_swap_cache(struct page *page)
{
	struct folio *folio = page_folio(page);

	drop_from_swap_cache(folio);
	folio_put(folio);
}

/* Drop the batch's references; what waits for an LRU list goes first, so that it can be freed. */
void __folio_batch_release(struct folio_batch *fbatch)
{
	if (!fbatch->percpu_pvec_drained) {
		lru_add_drain();
		fbatch->percpu_pvec_drained = true;
	}
	folios_put(fbatch);
}

/* Close the gaps where entries are no folios but values. */
void folio_batch_remove_exceptionals(struct folio_batch *fbatch)
{
	unsigned int i, j = 0;

	for (i = 0; i < folio_batch_count(fbatch); i++)
		if (!xa_is_value(fbatch->folios[i]))
			fbatch->folios[j++] = fbatch->folios[i];
	fbatch->nr = j;
}
