// SPDX-License-Identifier: GPL-2.0-only
/*
 * anon_vma_kunit.c - chains through trees of forks; finding all mappings of a page; unmapping by rmap.
 */
#include "scratch_kunit.h"
#include <linux/pagemap.h>
#include <linux/swap.h>

#define PAGES	4

static void prepare_makes_a_root(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);

	KUNIT_EXPECT_TRUE(test, vma_anon_vma_check(vma));
	mmap_read_lock(mm);
	KUNIT_ASSERT_EQ(test, 0, anon_vma_prepare(vma));
	mmap_read_unlock(mm);
	KUNIT_ASSERT_NOT_NULL(test, vma->anon_vma);
	KUNIT_EXPECT_PTR_EQ(test, vma->anon_vma->root, vma->anon_vma);
	KUNIT_EXPECT_EQ(test, vma->anon_vma->num_active_vmas, 1);
	KUNIT_EXPECT_EQ(test, vma->anon_vma->num_children, 1);
	KUNIT_EXPECT_TRUE(test, vma_anon_vma_check(vma));
}

/* Adjacent VMAs that may merge later get one anon_vma; others do not. */
static void neighbours_share(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *low = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	struct vm_area_struct *high = scratch_vma(test, mm, low->vm_end, PAGES, SCRATCH_RW & ~VM_WRITE);
	struct vm_area_struct *far = scratch_vma(test, mm, high->vm_end + PAGE_SIZE, PAGES, SCRATCH_RW);

	mmap_read_lock(mm);
	anon_vma_prepare(low);
	anon_vma_prepare(high);
	anon_vma_prepare(far);
	mmap_read_unlock(mm);
	KUNIT_EXPECT_PTR_EQ(test, low->anon_vma, high->anon_vma);
	KUNIT_EXPECT_PTR_NE(test, low->anon_vma, far->anon_vma);
	KUNIT_EXPECT_EQ(test, low->anon_vma->num_active_vmas, 2);
	KUNIT_EXPECT_TRUE(test, vma_anon_vma_check(low));
	KUNIT_EXPECT_TRUE(test, vma_anon_vma_check(far));
}

static void fork_adds_a_child(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW), *child;

	scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE);
	child = scratch_fork(test, vma);
	KUNIT_ASSERT_NOT_NULL(test, child->anon_vma);
	KUNIT_EXPECT_PTR_NE(test, child->anon_vma, vma->anon_vma);
	KUNIT_EXPECT_PTR_EQ(test, child->anon_vma->root, vma->anon_vma);
	KUNIT_EXPECT_PTR_EQ(test, child->anon_vma->parent, vma->anon_vma);
	KUNIT_EXPECT_EQ(test, vma->anon_vma->num_children, 2);
	KUNIT_EXPECT_TRUE(test, vma_anon_vma_check(vma));
	KUNIT_EXPECT_TRUE(test, vma_anon_vma_check(child));
}

static unsigned int chain_length(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc;
	unsigned int n = 0;

	list_for_each_entry(avc, &vma->anon_vma_chain, same_vma)
		n++;
	return n;
}

/* A line of processes, each forking and exiting: the chain does not grow without bound. */
static void chains_stay_short(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	int i;

	for (i = 0; i < 40; i++) {
		struct vm_area_struct *child;

		scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE);
		child = scratch_fork(test, vma);
		kunit_release_action(test, scratch_mm_put, vma->vm_mm);
		vma = child;
		KUNIT_EXPECT_TRUE(test, vma_anon_vma_check(vma));
		KUNIT_EXPECT_LE(test, chain_length(vma), 3);
	}
}

/* Random forks and exits; every chain stays consistent. */
static void random_trees(struct kunit *test)
{
	struct vm_area_struct *vmas[8] = { };
	int step, i;

	vmas[0] = scratch_vma(test, scratch_mm(test), SCRATCH_START, PAGES, SCRATCH_RW);
	for (step = 0; step < 300; step++) {
		int a = kunit_random_below(test, 8), b = kunit_random_below(test, 8);

		if (vmas[a] && !vmas[b]) {
			if (kunit_random_below(test, 2))
				scratch_fault(vmas[a], SCRATCH_START, FAULT_FLAG_WRITE);
			vmas[b] = scratch_fork(test, vmas[a]);
		} else if (vmas[a] && vmas[b] && a != b) {
			kunit_release_action(test, scratch_mm_put, vmas[a]->vm_mm);
			vmas[a] = NULL;
		}
		for (i = 0; i < 8; i++)
			if (vmas[i])
				KUNIT_EXPECT_TRUE(test, vma_anon_vma_check(vmas[i]));
	}
}

/* ---- walking ------------------------------------------------------------------------------ */

struct found {
	int vmas;
	int entries;
	int stop_after;
};

static bool count_mappings(struct folio *folio, struct vm_area_struct *vma, unsigned long address,
			   void *arg)
{
	DEFINE_FOLIO_VMA_WALK(pvmw, folio, vma, address, 0);
	struct found *found = arg;

	found->vmas++;
	while (page_vma_mapped_walk(&pvmw))
		found->entries++;
	return found->vmas != found->stop_after;
}

static void walk_finds_all_mappings(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	struct vm_area_struct *child, *grandchild;
	struct found found = { };
	struct rmap_walk_control rwc = { .rmap_one = count_mappings, .arg = &found };
	struct folio *folio;

	scratch_fault(vma, SCRATCH_START + PAGE_SIZE, FAULT_FLAG_WRITE);
	folio = page_folio(pte_page(scratch_pte(mm, SCRATCH_START + PAGE_SIZE)));
	child = scratch_fork(test, vma);
	grandchild = scratch_fork(test, child);

	rmap_walk(folio, &rwc);
	KUNIT_EXPECT_EQ(test, found.vmas, 3);
	KUNIT_EXPECT_EQ(test, found.entries, 3);
	KUNIT_EXPECT_EQ(test, folio_mapcount(folio), 3);

	/* the child's own page is not looked for in the parent */
	scratch_fault(child, SCRATCH_START + PAGE_SIZE, FAULT_FLAG_WRITE);
	found = (struct found){ };
	rmap_walk(folio, &rwc);
	KUNIT_EXPECT_EQ(test, found.entries, 2);
	folio = page_folio(pte_page(scratch_pte(child->vm_mm, SCRATCH_START + PAGE_SIZE)));
	found = (struct found){ };
	rmap_walk(folio, &rwc);
	KUNIT_EXPECT_EQ(test, found.vmas, 2);
	KUNIT_EXPECT_EQ(test, found.entries, 1);
	KUNIT_EXPECT_EQ(test, page_address_in_vma(&folio->page, grandchild), SCRATCH_START + PAGE_SIZE);

	found = (struct found){ .stop_after = 1 };
	rmap_walk(folio, &rwc);
	KUNIT_EXPECT_EQ(test, found.vmas, 1);
}

static void referenced_once(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	unsigned long vm_flags;
	struct folio *folio;

	scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE);
	folio = page_folio(pte_page(scratch_pte(mm, SCRATCH_START)));
	KUNIT_EXPECT_EQ(test, folio_referenced(folio, 0, NULL, &vm_flags), 1);
	KUNIT_EXPECT_TRUE(test, vm_flags & VM_WRITE);
	KUNIT_EXPECT_EQ(test, folio_referenced(folio, 0, NULL, &vm_flags), 0);
}

/* A page that is lazily freed goes; one that was written to since, and one that is not, stay. */
static void unmap_drops_lazyfree(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	struct folio *folio;

	scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE);
	lru_add_drain_all();
	folio = page_folio(pte_page(scratch_pte(mm, SCRATCH_START)));
	folio_get(folio);
	folio_lock(folio);
	try_to_unmap(folio, 0);
	KUNIT_EXPECT_TRUE(test, folio_mapped(folio));
	KUNIT_EXPECT_TRUE(test, pte_write(scratch_pte(mm, SCRATCH_START)));

	folio_clear_swapbacked(folio);
	try_to_unmap(folio, 0);	/* its entry is dirty */
	KUNIT_EXPECT_TRUE(test, folio_mapped(folio));
	KUNIT_EXPECT_TRUE(test, folio_test_swapbacked(folio));

	folio_clear_swapbacked(folio);
	folio_clear_dirty(folio);
	KUNIT_EXPECT_FALSE(test, folio_test_dirty(folio));
	{
		spinlock_t *ptl;
		pte_t *ptep = get_locked_pte(mm, SCRATCH_START, &ptl);

		set_pte_at(mm, SCRATCH_START, ptep, pte_mkclean(ptep_get(ptep)));
		pte_unmap_unlock(ptep, ptl);
	}
	try_to_unmap(folio, 0);
	KUNIT_EXPECT_FALSE(test, folio_mapped(folio));
	KUNIT_EXPECT_TRUE(test, pte_none(scratch_pte(mm, SCRATCH_START)));
	KUNIT_EXPECT_EQ(test, get_mm_counter(mm, MM_ANONPAGES), 0);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	/* put it back as it was accounted: on the list of anonymous pages */
	folio_set_swapbacked(folio);
	folio_unlock(folio);
	folio_put(folio);
}

static struct kunit_case anon_vma_cases[] = {
	KUNIT_CASE(prepare_makes_a_root),
	KUNIT_CASE(neighbours_share),
	KUNIT_CASE(fork_adds_a_child),
	KUNIT_CASE(chains_stay_short),
	KUNIT_CASE(random_trees),
	KUNIT_CASE(walk_finds_all_mappings),
	KUNIT_CASE(referenced_once),
	KUNIT_CASE(unmap_drops_lazyfree),
	{}
};

static struct kunit_suite anon_vma_suite = {
	.name = "mm_rmap",
	.test_cases = anon_vma_cases,
};
kunit_test_suite(anon_vma_suite);
