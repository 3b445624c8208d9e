// SPDX-License-Identifier: GPL-2.0-only
/*
 * lru_kunit.c - LRU lists, batches, releasing many pages, and mmu_gather.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>
#include <linux/sched/mm.h>
#include <linux/swap.h>
#include <asm/tlb.h>
#include "lru.h"

static struct folio *new_folio(struct kunit *test, bool anon)
{
	struct folio *folio = folio_alloc(GFP_KERNEL, 0);

	KUNIT_ASSERT_NOT_NULL(test, folio);
	if (anon)
		__folio_set_swapbacked(folio);
	return folio;
}

static bool on_list(struct folio *folio, enum lru_list lru)
{
	struct lruvec *lruvec = folio_lruvec(folio);
	struct folio *other;
	bool found = false;

	spin_lock_irq(&lruvec->lru_lock);
	list_for_each_entry(other, &lruvec->lists[lru], lru)
		found |= other == folio;
	spin_unlock_irq(&lruvec->lru_lock);
	return found;
}

static void add_waits_in_a_batch(struct kunit *test)
{
	struct folio *folio = new_folio(test, true);

	folio_add_lru(folio);
	KUNIT_EXPECT_GE(test, folio_ref_count(folio), 1);
	lru_add_drain_all();
	KUNIT_EXPECT_TRUE(test, folio_test_lru(folio));
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	KUNIT_EXPECT_TRUE(test, on_list(folio, LRU_INACTIVE_ANON));
	folio_put(folio);

	folio = new_folio(test, false);
	folio_add_lru(folio);
	lru_add_drain_all();
	KUNIT_EXPECT_TRUE(test, on_list(folio, LRU_INACTIVE_FILE));
	folio_put(folio);
}

static void used_twice_is_active(struct kunit *test)
{
	struct folio *folio = new_folio(test, false);

	folio_add_lru(folio);
	lru_add_drain_all();
	folio_mark_accessed(folio);
	KUNIT_EXPECT_TRUE(test, folio_test_referenced(folio));
	folio_mark_accessed(folio);
	lru_add_drain_all();
	KUNIT_EXPECT_TRUE(test, folio_test_active(folio));
	KUNIT_EXPECT_FALSE(test, folio_test_referenced(folio));
	KUNIT_EXPECT_TRUE(test, on_list(folio, LRU_ACTIVE_FILE));
	folio_deactivate(folio);
	lru_add_drain_all();
	KUNIT_EXPECT_FALSE(test, folio_test_active(folio));
	KUNIT_EXPECT_TRUE(test, on_list(folio, LRU_INACTIVE_FILE));
	folio_put(folio);
}

/* A folio whose last other reference goes while it is in a batch is freed, active or not. */
static void dropped_in_the_batch(struct kunit *test)
{
	struct folio *folio = new_folio(test, false);

	preempt_disable();
	folio_add_lru(folio);
	folio_mark_accessed(folio);
	folio_mark_accessed(folio);
	preempt_enable();
	/* another reference keeps what is in the batch from being freed unseen */
	folio_get(folio);
	KUNIT_EXPECT_TRUE(test, folio_test_active(folio));
	folio_put(folio);
	folio_put(folio);
	lru_add_drain_all();
	/* freed with a flag left, it would have been reported and kept out of use, as it was */
	if (!folio_ref_count(folio))
		KUNIT_EXPECT_FALSE(test, folio_test_active(folio));
}

static void isolated_is_on_no_list(struct kunit *test)
{
	struct folio *folio = new_folio(test, true);

	KUNIT_EXPECT_FALSE(test, folio_isolate_lru(folio));
	folio_add_lru(folio);
	lru_add_drain_all();
	KUNIT_EXPECT_TRUE(test, folio_isolate_lru(folio));
	KUNIT_EXPECT_FALSE(test, folio_test_lru(folio));
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 2);
	KUNIT_EXPECT_FALSE(test, folio_isolate_lru(folio));
	KUNIT_EXPECT_FALSE(test, on_list(folio, LRU_INACTIVE_ANON));
	folio_putback_lru(folio);
	lru_add_drain_all();
	KUNIT_EXPECT_TRUE(test, folio_test_lru(folio));
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	folio_put(folio);
}

static void mlocked_is_unevictable(struct kunit *test)
{
	struct folio *folio = new_folio(test, true);

	folio_add_lru(folio);
	lru_add_drain_all();
	mlock_folio(folio);
	mlock_folio(folio);
	KUNIT_EXPECT_TRUE(test, folio_test_unevictable(folio));
	KUNIT_EXPECT_EQ(test, folio->mlock_count, 2);
	munlock_folio(folio);
	KUNIT_EXPECT_TRUE(test, folio_test_mlocked(folio));
	munlock_folio(folio);
	KUNIT_EXPECT_FALSE(test, folio_test_mlocked(folio));
	KUNIT_EXPECT_FALSE(test, folio_test_unevictable(folio));
	KUNIT_EXPECT_TRUE(test, on_list(folio, LRU_INACTIVE_ANON));
	folio_put(folio);
}

#define MANY	100

/* References of a mix of folios, some dropped more than once; what others hold stays. */
static void many_are_put(struct kunit *test)
{
	struct folio **folios = kunit_kzalloc(test, MANY * sizeof(*folios), GFP_KERNEL);
	struct folio_batch fbatch;
	unsigned int refs[PAGEVEC_SIZE];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, folios);
	for (i = 0; i < MANY; i++) {
		folios[i] = new_folio(test, i & 1);
		folio_add_lru(folios[i]);
	}
	lru_add_drain_all();
	folio_batch_init(&fbatch);
	for (i = 0; i < MANY; i++) {
		unsigned int n = 1 + kunit_random_below(test, 3);

		folio_ref_add(folios[i], n);
		refs[fbatch.nr] = n;
		if (!folio_batch_add(&fbatch, folios[i]))
			folios_put_refs(&fbatch, refs);
	}
	if (folio_batch_count(&fbatch))
		folios_put_refs(&fbatch, refs);
	for (i = 0; i < MANY; i++) {
		KUNIT_EXPECT_EQ(test, folio_ref_count(folios[i]), 1);
		KUNIT_EXPECT_TRUE(test, folio_test_lru(folios[i]));
	}
	release_pages((struct page **)folios, MANY);
}

/* ---- mmu_gather --------------------------------------------------------------------------- */

static void scratch_mmput(void *mm)
{
	mmput(mm);
}

/* More pages than one batch holds: all are let go, none before the flush. */
static void gather_keeps_until_flush(struct kunit *test)
{
	unsigned int nr = MAX_GATHER_BATCH + MMU_GATHER_BUNDLE + 50, i, flushes = 0;
	struct page **pages = kunit_kzalloc(test, nr * sizeof(*pages), GFP_KERNEL);
	struct mm_struct *mm = mm_alloc();
	struct mmu_gather tlb;

	KUNIT_ASSERT_NOT_NULL(test, pages);
	KUNIT_ASSERT_NOT_NULL(test, mm);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, scratch_mmput, mm));
	for (i = 0; i < nr; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		get_page(pages[i]);
	}

	tlb_gather_mmu(&tlb, mm);
	KUNIT_EXPECT_TRUE(test, mm_tlb_flush_pending(mm));
	for (i = 0; i < nr; i++) {
		tlb_flush_pte_range(&tlb, i * PAGE_SIZE, PAGE_SIZE);
		if (__tlb_remove_page(&tlb, pages[i], false)) {
			flushes++;
			tlb_flush_mmu(&tlb);
		}
		if (!flushes)
			KUNIT_EXPECT_EQ(test, page_count(pages[i]), 2);
	}
	if (!flushes) {
		KUNIT_EXPECT_EQ(test, tlb.start, 0);
		KUNIT_EXPECT_EQ(test, tlb.end, nr * PAGE_SIZE);
		KUNIT_EXPECT_GE(test, tlb.batch_count, 2);
	}
	tlb_finish_mmu(&tlb);
	KUNIT_EXPECT_FALSE(test, mm_tlb_flush_pending(mm));
	for (i = 0; i < nr; i++) {
		KUNIT_EXPECT_EQ(test, page_count(pages[i]), 1);
		put_page(pages[i]);
	}
}

static void gather_range_grows(struct kunit *test)
{
	struct mm_struct *mm = mm_alloc();
	struct mmu_gather tlb;

	KUNIT_ASSERT_NOT_NULL(test, mm);
	tlb_gather_mmu(&tlb, mm);
	tlb_flush_pmd_range(&tlb, 8 * PMD_SIZE, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, tlb_get_unmap_shift(&tlb), PMD_SHIFT);
	tlb_flush_pte_range(&tlb, 2 * PAGE_SIZE, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, tlb_get_unmap_shift(&tlb), PAGE_SHIFT);
	KUNIT_EXPECT_EQ(test, tlb.start, 2 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, tlb.end, 8 * PMD_SIZE + PAGE_SIZE);
	tlb_flush_mmu_tlbonly(&tlb);
	KUNIT_EXPECT_EQ(test, tlb.end, 0);
	tlb_finish_mmu(&tlb);
	mmput(mm);
}

static struct kunit_case lru_cases[] = {
	KUNIT_CASE(add_waits_in_a_batch),
	KUNIT_CASE(used_twice_is_active),
	KUNIT_CASE(dropped_in_the_batch),
	KUNIT_CASE(isolated_is_on_no_list),
	KUNIT_CASE(mlocked_is_unevictable),
	KUNIT_CASE(many_are_put),
	KUNIT_CASE(gather_keeps_until_flush),
	KUNIT_CASE(gather_range_grows),
	{}
};

static struct kunit_suite lru_suite = {
	.name = "lru",
	.test_cases = lru_cases,
};
kunit_test_suite(lru_suite);
