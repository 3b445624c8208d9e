// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_kunit.c - the auditor finds nothing where nothing is wrong, and finds what is.
 *
 * Each case breaks one thing, audits, and puts it right again.
 */
#include "scratch_kunit.h"
#include <linux/mm_audit.h>
#include <linux/swap.h>
#include "pages.h"

#define PAGES	8

/* An address space with a few pages, and a child that shares them. */
static struct vm_area_struct *fill(struct kunit *test, struct vm_area_struct **child)
{
	struct vm_area_struct *vma = scratch_vma(test, scratch_mm(test), SCRATCH_START, PAGES,
						 SCRATCH_RW);
	int i;

	for (i = 0; i < PAGES - 1; i++)
		scratch_fault(vma, SCRATCH_START + i * PAGE_SIZE, i & 1 ? FAULT_FLAG_WRITE : 0);
	*child = scratch_fork(test, vma);
	scratch_fault(vma, SCRATCH_START + PAGE_SIZE, FAULT_FLAG_WRITE);
	lru_add_drain_all();
	return vma;
}

static struct page *page_at(struct vm_area_struct *vma, int i)
{
	return pte_page(scratch_pte(vma->vm_mm, SCRATCH_START + i * PAGE_SIZE));
}

static void change_pte(struct kunit *test, struct vm_area_struct *vma, int i, pte_t pte)
{
	spinlock_t *ptl;
	pte_t *ptep = get_locked_pte(vma->vm_mm, SCRATCH_START + i * PAGE_SIZE, &ptl);

	KUNIT_ASSERT_NOT_NULL(test, ptep);
	set_pte(ptep, pte);
	pte_unmap_unlock(ptep, ptl);
}

static void sound_system_passes(struct kunit *test)
{
	struct vm_area_struct *child;

	fill(test, &child);
	KUNIT_EXPECT_EQ(test, mm_audit(), 0);
}

static void finds_a_wrong_mapcount(struct kunit *test)
{
	struct vm_area_struct *child, *vma = fill(test, &child);
	struct page *page = page_at(vma, 3);

	atomic_inc(&page->_mapcount);
	KUNIT_EXPECT_GE(test, mm_audit(), 1);
	atomic_dec(&page->_mapcount);
	KUNIT_EXPECT_EQ(test, mm_audit(), 0);
}

static void finds_a_missing_reference(struct kunit *test)
{
	struct vm_area_struct *child, *vma = fill(test, &child);
	struct page *page = page_at(vma, 3);

	page_ref_dec(page);
	KUNIT_EXPECT_GE(test, mm_audit(), 1);
	page_ref_inc(page);
	/* one too many may be somebody's who was stopped */
	page_ref_inc(page);
	KUNIT_EXPECT_EQ(test, mm_audit(), 0);
	page_ref_dec(page);
}

static void finds_a_wrong_cow_bit(struct kunit *test)
{
	struct vm_area_struct *child, *vma = fill(test, &child);
	pte_t shared = scratch_pte(vma->vm_mm, SCRATCH_START + 3 * PAGE_SIZE);
	pte_t own = scratch_pte(vma->vm_mm, SCRATCH_START + PAGE_SIZE);

	KUNIT_ASSERT_TRUE(test, pte_cow(shared));
	change_pte(test, vma, 3, pte_clear_cow(shared));
	KUNIT_EXPECT_EQ(test, mm_audit(), 1);
	change_pte(test, vma, 3, shared);

	KUNIT_ASSERT_FALSE(test, pte_cow(own));
	change_pte(test, vma, 1, pte_mkcow(pte_wrprotect(own)));
	KUNIT_EXPECT_EQ(test, mm_audit(), 1);
	change_pte(test, vma, 1, own);
	KUNIT_EXPECT_EQ(test, mm_audit(), 0);
}

static void finds_a_lost_entry(struct kunit *test)
{
	struct vm_area_struct *child, *vma = fill(test, &child);
	pte_t pte = scratch_pte(vma->vm_mm, SCRATCH_START + 5 * PAGE_SIZE);

	change_pte(test, vma, 5, __pte(0));
	/* the page's mapcount, and the counter of the mm */
	KUNIT_EXPECT_EQ(test, mm_audit(), 2);
	change_pte(test, vma, 5, pte);
	KUNIT_EXPECT_EQ(test, mm_audit(), 0);
}

static void finds_wrong_counters(struct kunit *test)
{
	struct vm_area_struct *child, *vma = fill(test, &child);

	inc_mm_counter(vma->vm_mm, MM_ANONPAGES);
	KUNIT_EXPECT_EQ(test, mm_audit(), 1);
	dec_mm_counter(vma->vm_mm, MM_ANONPAGES);
	mm_inc_nr_ptes(vma->vm_mm);
	KUNIT_EXPECT_EQ(test, mm_audit(), 1);
	mm_dec_nr_ptes(vma->vm_mm);
	mod_node_page_state(NODE_DATA(0), NR_ANON_MAPPED, 1);
	KUNIT_EXPECT_EQ(test, mm_audit(), 1);
	mod_node_page_state(NODE_DATA(0), NR_ANON_MAPPED, -1);
	KUNIT_EXPECT_EQ(test, mm_audit(), 0);
}

static void finds_a_page_off_its_list(struct kunit *test)
{
	struct vm_area_struct *child, *vma = fill(test, &child);
	struct folio *folio = page_folio(page_at(vma, 3));

	KUNIT_ASSERT_TRUE(test, folio_test_lru(folio));
	KUNIT_ASSERT_TRUE(test, folio_isolate_lru(folio));
	KUNIT_EXPECT_EQ(test, mm_audit(), 0);
	folio_set_lru(folio);
	KUNIT_EXPECT_EQ(test, mm_audit(), 1);
	folio_clear_lru(folio);
	folio_putback_lru(folio);
	KUNIT_EXPECT_EQ(test, mm_audit(), 0);
}

static void finds_two_owners(struct kunit *test)
{
	struct vm_area_struct *child, *vma = fill(test, &child);
	struct page *page = page_at(vma, 3);

	/* shared by two, and said to be one's own: no COW bit would be right, and two maps are wrong */
	SetPageAnonExclusive(page);
	KUNIT_EXPECT_EQ(test, mm_audit(), 3);
	ClearPageAnonExclusive(page);
	KUNIT_EXPECT_EQ(test, mm_audit(), 0);
}

static struct kunit_case audit_cases[] = {
	KUNIT_CASE(sound_system_passes),
	KUNIT_CASE(finds_a_wrong_mapcount),
	KUNIT_CASE(finds_a_missing_reference),
	KUNIT_CASE(finds_a_wrong_cow_bit),
	KUNIT_CASE(finds_a_lost_entry),
	KUNIT_CASE(finds_wrong_counters),
	KUNIT_CASE(finds_a_page_off_its_list),
	KUNIT_CASE(finds_two_owners),
	{}
};

static struct kunit_suite audit_suite = {
	.name = "mm_audit",
	.test_cases = audit_cases,
};
kunit_test_suite(audit_suite);
