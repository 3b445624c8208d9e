// SPDX-License-Identifier: GPL-2.0-only
/*
 * requirements_x86_kunit.c - what reference designs 000 and 001 ask of an x86-64 machine, under
 * the numbers they have there.
 */
#include <kunit/test.h>
#include <linux/debug_pagealloc.h>
#include <linux/mm.h>
#include <linux/sched/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/msr.h>
#include <asm/pgtable.h>
#include <asm/processor-flags.h>
#include <asm/sections.h>

/* The leaf entry of a kernel address, whatever its level; 0 where nothing is mapped. */
static pteval_t leaf_of(unsigned long addr)
{
	pgd_t *pgd = pgd_offset_k(addr);
	pud_t *pud;
	pmd_t *pmd;

	if (!(pgd_val(*pgd) & _PAGE_PRESENT))
		return 0;
	pud = pud_offset(p4d_offset(pgd, addr), addr);
	if (!(pud_val(*pud) & _PAGE_PRESENT) || pud_leaf(*pud))
		return pud_val(*pud);
	pmd = pmd_offset(pud, addr);
	if (!(pmd_val(*pmd) & _PAGE_PRESENT) || pmd_leaf(*pmd))
		return pmd_val(*pmd);
	return pte_val(*pte_offset_kernel(pmd, addr));
}

/* 001 4.1: EFER bit 11. */
static void r001_4_1_no_execute_is_on(struct kunit *test)
{
	u64 efer;

	rdmsrl(MSR_EFER, efer);
	KUNIT_EXPECT_EQ(test, MSR_EFER, 0xc0000080);
	KUNIT_EXPECT_TRUE(test, efer & (1 << 11));
}

/* 001 4.2: CR0 bit 16. */
static void r001_4_2_write_protect_is_on(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, read_cr0() & (1UL << 16));
}

/*
 * The tests run before the last step of the boot, which write-protects (mark_rodata_ro()); that writing
 * to text and constants faults is shown by tools/testing/crashers.py.
 */
static void expect_rights(struct kunit *test, const char *from, const char *to, bool data, bool exec)
{
	for (unsigned long addr = (unsigned long)from; addr < (unsigned long)to; addr += PAGE_SIZE) {
		pteval_t entry = leaf_of(addr);

		KUNIT_EXPECT_TRUE_MSG(test, entry & _PAGE_PRESENT, "%lx is not mapped", addr);
		if (data)
			KUNIT_EXPECT_TRUE_MSG(test, entry & _PAGE_RW, "%lx is read-only", addr);
		KUNIT_EXPECT_EQ_MSG(test, !(entry & _PAGE_NX), exec, "%lx", addr);
		KUNIT_EXPECT_TRUE_MSG(test, entry & _PAGE_GLOBAL, "%lx is not global", addr);
		KUNIT_EXPECT_FALSE_MSG(test, entry & _PAGE_USER, "%lx is a program's", addr);
	}
}

/* 001 5.6: each section of the kernel has its own rights. */
static void r001_5_6_section_rights(struct kunit *test)
{
	expect_rights(test, _text, _etext, false, true);
	expect_rights(test, __start_rodata, __end_rodata, false, false);
	expect_rights(test, _sdata, _edata, true, false);
	expect_rights(test, __bss_start, __bss_stop, true, false);
}

/* 000 10.1, property 12: the upper half of each top-level table is the same, word for word. */
static void r000_10_1_the_kernel_half_is_equal(struct kunit *test)
{
	struct mm_struct *a = mm_alloc(), *b = mm_alloc();

	if (a && b) {
		KUNIT_EXPECT_EQ(test, memcmp(a->pgd + KERNEL_PGD_BOUNDARY, b->pgd + KERNEL_PGD_BOUNDARY,
					     KERNEL_PGD_PTRS * sizeof(pgd_t)), 0);
		KUNIT_EXPECT_EQ(test, memcmp(a->pgd + KERNEL_PGD_BOUNDARY,
					     init_mm.pgd + KERNEL_PGD_BOUNDARY,
					     KERNEL_PGD_PTRS * sizeof(pgd_t)), 0);
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(a->pgd, 0, KERNEL_PGD_BOUNDARY * sizeof(pgd_t)), NULL);
	}
	KUNIT_EXPECT_TRUE(test, a && b);
	if (a)
		mmput(a);
	if (b)
		mmput(b);
}

/* 000 20.2: the direct map is made of large pages, and not executable. */
static void r000_20_2_the_direct_map_is_large(struct kunit *test)
{
	void *block;
	pteval_t entry;

	if (debug_pagealloc_enabled())
		kunit_skip(test, "each page has its own entry");
	block = (void *)__get_free_pages(GFP_KERNEL, get_order(SZ_2M));
	KUNIT_ASSERT_NOT_NULL(test, block);
	entry = leaf_of((unsigned long)block);
	KUNIT_EXPECT_TRUE(test, entry & _PAGE_PSE);
	KUNIT_EXPECT_TRUE(test, entry & _PAGE_NX);
	KUNIT_EXPECT_TRUE(test, entry & _PAGE_RW);
	free_pages((unsigned long)block, get_order(SZ_2M));
}

/* 000 2.1: an address is its indices and its offset, put together. */
static void r000_2_1_addresses_decompose(struct kunit *test)
{
	for (int i = 0; i < 200; i++) {
		unsigned long addr = kunit_random(test) & (TASK_SIZE_MAX - 1);
		unsigned long again = pgd_index(addr) << PGDIR_SHIFT | pud_index(addr) << PUD_SHIFT |
				      pmd_index(addr) << PMD_SHIFT | pte_index(addr) << PAGE_SHIFT |
				      (addr & ~PAGE_MASK);

		KUNIT_EXPECT_EQ(test, again, addr);
	}
}

static struct kunit_case requirements_x86_cases[] = {
	KUNIT_CASE(r000_2_1_addresses_decompose),
	KUNIT_CASE(r000_10_1_the_kernel_half_is_equal),
	KUNIT_CASE(r000_20_2_the_direct_map_is_large),
	KUNIT_CASE(r001_4_1_no_execute_is_on),
	KUNIT_CASE(r001_4_2_write_protect_is_on),
	KUNIT_CASE(r001_5_6_section_rights),
	{}
};

static struct kunit_suite requirements_x86_suite = {
	.name = "requirements_x86",
	.test_cases = requirements_x86_cases,
};
kunit_test_suite(requirements_x86_suite);
