// SPDX-License-Identifier: GPL-2.0-only
/*
 * pgtable_kunit.c - does an architecture's page-table code keep the contract of
 * <asm-generic/pgtable.h>? And: page tables as pages.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/swapops.h>
#include <asm/pgalloc.h>
#include <asm/tlb.h>
#include "map.h"

static unsigned long random_pfn(struct kunit *test)
{
	return kunit_random_below(test, max_mapnr ? max_mapnr : 1024);
}

static pgprot_t random_prot(struct kunit *test)
{
	/* not PROT_NONE: its entries are not for hardware */
	return vm_get_page_prot(VM_READ | (kunit_random_below(test, 16) & (VM_WRITE | VM_EXEC | VM_SHARED)));
}

static void values_change_one_thing(struct kunit *test)
{
	int i;

	for (i = 0; i < 200; i++) {
		unsigned long pfn = random_pfn(test);
		pte_t pte = pfn_pte(pfn, random_prot(test));

		KUNIT_EXPECT_TRUE(test, pte_present(pte));
		KUNIT_EXPECT_FALSE(test, pte_none(pte));
		KUNIT_EXPECT_FALSE(test, pte_cow(pte));
		KUNIT_EXPECT_FALSE(test, pte_special(pte));
		KUNIT_EXPECT_EQ(test, pte_pfn(pte), pfn);
		KUNIT_EXPECT_TRUE(test, pte_young(pte_mkyoung(pte_mkold(pte))));
		KUNIT_EXPECT_FALSE(test, pte_young(pte_mkold(pte_mkyoung(pte))));
		KUNIT_EXPECT_TRUE(test, pte_dirty(pte_mkdirty(pte_mkclean(pte))));
		KUNIT_EXPECT_FALSE(test, pte_dirty(pte_mkclean(pte_mkdirty(pte))));
		KUNIT_EXPECT_TRUE(test, pte_write(pte_mkwrite_novma(pte_wrprotect(pte))));
		KUNIT_EXPECT_FALSE(test, pte_write(pte_wrprotect(pte_mkwrite_novma(pte))));
		KUNIT_EXPECT_TRUE(test, pte_cow(pte_mkcow(pte_wrprotect(pte))));
		KUNIT_EXPECT_FALSE(test, pte_cow(pte_clear_cow(pte_mkcow(pte))));
		KUNIT_EXPECT_TRUE(test, pte_same(pte_clear_cow(pte_mkcow(pte)), pte));
		KUNIT_EXPECT_TRUE(test, pte_special(pte_mkspecial(pte)));
		KUNIT_EXPECT_EQ(test, pte_pfn(pte_mkspecial(pte_mkcow(pte_mkdirty(pte)))), pfn);
		KUNIT_EXPECT_EQ(test, pte_pfn(pte_advance_pfn(pte, 3)), pfn + 3);
	}
}

static void modify_keeps_the_rest(struct kunit *test)
{
	int i;

	for (i = 0; i < 200; i++) {
		pte_t pte = pfn_pte(random_pfn(test), random_prot(test)), new;

		if (kunit_random_below(test, 2))
			pte = pte_mkdirty(pte);
		if (kunit_random_below(test, 2))
			pte = pte_mkyoung(pte);
		if (kunit_random_below(test, 2))
			pte = pte_mkcow(pte_wrprotect(pte));
		if (kunit_random_below(test, 2))
			pte = pte_mkspecial(pte);
		/* to inaccessible and back */
		new = pte_modify(pte, PAGE_NONE);
		KUNIT_EXPECT_TRUE(test, pte_present(new));
		KUNIT_EXPECT_TRUE(test, pte_protnone(new));
		KUNIT_EXPECT_FALSE(test, pte_access_permitted(new, false));
		new = pte_modify(new, PAGE_READONLY);
		KUNIT_EXPECT_FALSE(test, pte_protnone(new));
		KUNIT_EXPECT_FALSE(test, pte_write(new));
		KUNIT_EXPECT_EQ(test, pte_pfn(new), pte_pfn(pte));
		KUNIT_EXPECT_EQ(test, pte_dirty(new), pte_dirty(pte));
		KUNIT_EXPECT_EQ(test, pte_young(new), pte_young(pte));
		KUNIT_EXPECT_EQ(test, pte_cow(new), pte_cow(pte));
		KUNIT_EXPECT_EQ(test, pte_special(new), pte_special(pte));
	}
}

static void swap_entries_come_back(struct kunit *test)
{
	int i;

	for (i = 0; i < 300; i++) {
		unsigned int type = kunit_random_below(test, 1 << MAX_SWAPFILES_SHIFT);
		/* as many bits of offset as a frame number can have */
		unsigned long offset = kunit_random_below(test, 1UL << 36);
		swp_entry_t entry = swp_entry(type, offset);
		pte_t pte = swp_entry_to_pte(entry);

		KUNIT_EXPECT_EQ(test, swp_type(entry), type);
		KUNIT_EXPECT_EQ(test, swp_offset(entry), offset);
		KUNIT_EXPECT_FALSE(test, pte_none(pte));
		KUNIT_EXPECT_FALSE(test, pte_present(pte));
		KUNIT_EXPECT_TRUE(test, is_swap_pte(pte));
		KUNIT_EXPECT_FALSE(test, pte_swp_exclusive(pte));
		KUNIT_EXPECT_EQ(test, pte_to_swp_entry(pte).val, entry.val);
		pte = pte_swp_mkexclusive(pte);
		KUNIT_EXPECT_TRUE(test, pte_swp_exclusive(pte));
		KUNIT_EXPECT_FALSE(test, pte_present(pte));
		KUNIT_EXPECT_EQ(test, pte_to_swp_entry(pte).val, entry.val);
		KUNIT_EXPECT_EQ(test, swp_offset(pte_to_swp_entry(pte_next_swp_offset(pte))), offset + 1);
		KUNIT_EXPECT_TRUE(test, pte_swp_exclusive(pte_next_swp_offset(pte)));
	}
	KUNIT_EXPECT_TRUE(test, is_pte_marker(make_pte_marker(PTE_MARKER_GUARD)));
	KUNIT_EXPECT_FALSE(test, pte_none(make_pte_marker(0)));
}

static void memory_operations(struct kunit *test)
{
	struct ptdesc *ptdesc = pagetable_alloc();
	pte_t *table, pte;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, ptdesc);
	table = ptdesc_address(ptdesc);
	pte = pte_mkdirty(pte_mkwrite_novma(pfn_pte(512, PAGE_SHARED)));

	set_ptes(&init_mm, 0, table + 3, pte, 4);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, pte_pfn(ptep_get(table + 3 + i)), 512 + i);
	KUNIT_EXPECT_TRUE(test, pte_none(ptep_get(table + 2)));
	KUNIT_EXPECT_TRUE(test, pte_none(ptep_get(table + 7)));

	ptep_set_wrprotect(&init_mm, 0, table + 3);
	KUNIT_EXPECT_FALSE(test, pte_write(ptep_get(table + 3)));
	KUNIT_EXPECT_TRUE(test, pte_dirty(ptep_get(table + 3)));

	ptep_set_cow(&init_mm, 0, table + 4);
	KUNIT_EXPECT_FALSE(test, pte_write(ptep_get(table + 4)));
	KUNIT_EXPECT_TRUE(test, pte_cow(ptep_get(table + 4)));
	KUNIT_EXPECT_TRUE(test, pte_dirty(ptep_get(table + 4)));
	KUNIT_EXPECT_EQ(test, pte_pfn(ptep_get(table + 4)), 513);

	set_pte(table + 3, pte_mkclean(ptep_get(table + 3)));
	set_pte(table + 3, pte_mkold(ptep_get(table + 3)));
	pte = get_and_clear_full_ptes(&init_mm, 0, table + 3, 4, 0);
	/* dirty comes from any of them */
	KUNIT_EXPECT_TRUE(test, pte_dirty(pte));
	KUNIT_EXPECT_EQ(test, pte_pfn(pte), 512);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(table, 0, PAGE_SIZE), NULL);
	pagetable_free(ptdesc);
}

/* Tables come zeroed however often they go round, and are counted. */
static void tables_come_zeroed(struct kunit *test)
{
	struct ptdesc *tables[40];
	unsigned long before = global_node_page_state(NR_PAGETABLE);
	int round, i;

	for (round = 0; round < 3; round++) {
		for (i = 0; i < ARRAY_SIZE(tables); i++) {
			tables[i] = pagetable_alloc();
			KUNIT_ASSERT_NOT_NULL(test, tables[i]);
			KUNIT_EXPECT_PTR_EQ(test, memchr_inv(ptdesc_address(tables[i]), 0, PAGE_SIZE), NULL);
			KUNIT_EXPECT_EQ(test, atomic_read(&tables[i]->pt_share_count), 1);
			KUNIT_EXPECT_FALSE(test, spin_is_locked(&tables[i]->ptl));
			/* as a user would: fill it, and clear it again */
			memset(ptdesc_address(tables[i]), 0x55, PAGE_SIZE);
			memset(ptdesc_address(tables[i]), 0, PAGE_SIZE);
		}
		while (i--)
			pagetable_free(tables[i]);
	}
	pagetable_cache_drain();
	/* other CPUs go on meanwhile, and counts are folded now and then: only a leak would be large */
	KUNIT_EXPECT_LT(test, global_node_page_state(NR_PAGETABLE), before + ARRAY_SIZE(tables));
}

/* A table with two owners survives the first. */
static void shared_tables_stay(struct kunit *test)
{
	struct ptdesc *ptdesc = pagetable_alloc();

	KUNIT_ASSERT_NOT_NULL(test, ptdesc);
	pagetable_get(ptdesc);
	KUNIT_EXPECT_EQ(test, atomic_read(&ptdesc->pt_share_count), 2);
	pagetable_free(ptdesc);
	KUNIT_EXPECT_EQ(test, atomic_read(&ptdesc->pt_share_count), 1);
	KUNIT_EXPECT_TRUE(test, PageTable(ptdesc_page(ptdesc)));
	pagetable_free(ptdesc);
}

static struct kunit_case pgtable_cases[] = {
	KUNIT_CASE(values_change_one_thing),
	KUNIT_CASE(modify_keeps_the_rest),
	KUNIT_CASE(swap_entries_come_back),
	KUNIT_CASE(memory_operations),
	KUNIT_CASE(tables_come_zeroed),
	KUNIT_CASE(shared_tables_stay),
	{}
};

static struct kunit_suite pgtable_suite = {
	.name = "pgtable",
	.test_cases = pgtable_cases,
};
kunit_test_suite(pgtable_suite);
