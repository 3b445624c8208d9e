// SPDX-License-Identifier: GPL-2.0-only
/*
 * requirements_000_kunit.c - the properties 1 to 15 of reference design 000, one case each.
 *
 * Documentation/requirements.rst says which function each is about.
 */
#include <linux/ioport.h>
#include <linux/kthread.h>
#include <linux/pagewalk.h>
#include <linux/memblock.h>
#include <linux/pfn.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>
#include <asm/io.h>
#include "pages.h"
#include "scratch_kunit.h"

#define ROUNDS	200
#define PAGES	16

/* ---- numbers ---- */

static void p01_physical_addresses_have_8_bytes(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sizeof(phys_addr_t), 8);
	KUNIT_EXPECT_EQ(test, sizeof(((struct resource *)NULL)->start), 8);
	kunit_info(test, "physical addresses of %d bits, %d levels of page tables\n", MAX_PHYSMEM_BITS,
		   (PGDIR_SHIFT - PAGE_SHIFT) / (PAGE_SHIFT - 3) + 1);
}

static void p02_virtual_addresses_have_pointer_size(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sizeof(unsigned long), sizeof(void *));
	KUNIT_EXPECT_EQ(test, sizeof(uintptr_t), sizeof(void *));
	KUNIT_EXPECT_EQ(test, sizeof(((struct vm_area_struct *)NULL)->vm_start), sizeof(void *));
}

static void p03_frame_numbers_round_trip(struct kunit *test)
{
	unsigned long pfn, greatest = (1UL << (MAX_PHYSMEM_BITS - PAGE_SHIFT)) - 1;
	const unsigned long borders[] = { 0, 1, 1UL << 20, greatest - 1, greatest };

	for (int i = 0; i < ARRAY_SIZE(borders); i++)
		KUNIT_EXPECT_EQ(test, PHYS_PFN(PFN_PHYS(borders[i])), borders[i]);
	for (int i = 0; i < ROUNDS; i++) {
		pfn = kunit_random(test) & greatest;
		KUNIT_EXPECT_EQ(test, PHYS_PFN(PFN_PHYS(pfn)), pfn);
		KUNIT_EXPECT_EQ(test, PFN_PHYS(pfn) & ~PAGE_MASK, 0);
		pfn %= max_pfn;
		if (pfn_valid(pfn))
			KUNIT_EXPECT_EQ(test, page_to_pfn(pfn_to_page(pfn)), pfn);
	}
}

static void p04_rounding_encloses_the_address(struct kunit *test)
{
	for (int i = 0; i < ROUNDS; i++) {
		unsigned long addr = kunit_random(test) & (ULONG_MAX >> 1);
		unsigned long down = PAGE_ALIGN_DOWN(addr), up = PAGE_ALIGN(addr);

		KUNIT_EXPECT_LE(test, down, addr);
		KUNIT_EXPECT_LE(test, addr, up);
		KUNIT_EXPECT_LT(test, addr - down, PAGE_SIZE);
		KUNIT_EXPECT_LT(test, up - addr, PAGE_SIZE);
		KUNIT_EXPECT_TRUE(test, PAGE_ALIGNED(down) && PAGE_ALIGNED(up));
	}
}

/* ---- frames ---- */

static void p05_frames_are_aligned(struct kunit *test)
{
	struct page *pages[100];

	for (int round = 0; round < 20; round++) {
		int n = 1 + kunit_random_below(test, ARRAY_SIZE(pages));

		for (int i = 0; i < n; i++) {
			pages[i] = alloc_page(GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, pages[i]);
			KUNIT_EXPECT_EQ(test, PFN_PHYS(page_to_pfn(pages[i])) & ~PAGE_MASK, 0);
			KUNIT_EXPECT_TRUE(test, PAGE_ALIGNED(page_address(pages[i])));
		}
		while (n--)
			__free_page(pages[n]);
	}
	for (unsigned int order = 0; order <= MAX_PAGE_ORDER; order++) {
		struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY, order);

		if (!page)
			continue;
		KUNIT_EXPECT_EQ(test, page_to_pfn(page) & ((1UL << order) - 1), 0);
		__free_pages(page, order);
	}
}

static void p06_references_are_counted(struct kunit *test)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct page *page = alloc_page(GFP_KERNEL);
		int n = kunit_random_below(test, 50), m = kunit_random_below(test, n + 1);

		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_EQ(test, page_count(page), 1);
		for (int i = 0; i < n; i++)
			get_page(page);
		for (int i = 0; i < m; i++)
			put_page(page);
		KUNIT_EXPECT_EQ(test, page_count(page), 1 + n - m);
		for (int i = m; i <= n; i++)
			put_page(page);
	}
}

/* ---- entries ---- */

static const pgprot_t *protections(int *nr)
{
	static pgprot_t all[9];
	int n = 0;

	all[n++] = PAGE_KERNEL;
	all[n++] = pgprot_noncached(PAGE_KERNEL);
	for (unsigned long rights = 1; rights < 8; rights++)
		all[n++] = vm_get_page_prot(rights & (VM_READ | VM_WRITE | VM_EXEC));
	*nr = n;
	return all;
}

static void p07_entries_round_trip(struct kunit *test)
{
	int nr;
	const pgprot_t *prot = protections(&nr);

	for (int i = 0; i < ROUNDS; i++) {
		unsigned long pfn = kunit_random_below(test, 1UL << (MAX_PHYSMEM_BITS - PAGE_SHIFT));
		pgprot_t flags = prot[kunit_random_below(test, nr)];
		pte_t pte = pfn_pte(pfn, flags);

		KUNIT_EXPECT_TRUE(test, pte_present(pte));
		KUNIT_EXPECT_EQ(test, pte_pfn(pte), pfn);
		KUNIT_EXPECT_EQ(test, pgprot_val(pte_pgprot(pte)), pgprot_val(flags));
		/* the highest bit as well: data is not executable */
		KUNIT_EXPECT_FALSE(test, pte_exec(pfn_pte(pfn, PAGE_KERNEL)));
		KUNIT_EXPECT_EQ(test, pte_pfn(pte_modify(pte, PAGE_READONLY)), pfn);
	}
}

static const unsigned long vma_rights[] = {
	VM_READ, VM_READ | VM_WRITE, VM_READ | VM_EXEC, VM_READ | VM_WRITE | VM_EXEC,
};

static void p08_what_is_mapped_is_found(struct kunit *test)
{
	for (int i = 0; i < 40; i++) {
		unsigned long addr = PAGE_ALIGN_DOWN(kunit_random_below(test, TASK_SIZE / 2)) + SZ_64K;
		unsigned long rights = vma_rights[i % ARRAY_SIZE(vma_rights)];
		struct mm_struct *mm = scratch_mm(test);
		struct vm_area_struct *vma = scratch_vma(test, mm, addr, 1, rights | VM_MAYREAD |
							 VM_MAYWRITE | VM_MAYEXEC);
		bool write = rights & VM_WRITE;
		struct page *page;
		pte_t pte;

		KUNIT_EXPECT_TRUE(test, pte_none(scratch_pte(mm, addr)));
		KUNIT_ASSERT_EQ(test, scratch_fault(vma, addr, write ? FAULT_FLAG_WRITE : 0), FAULT_DONE);
		pte = scratch_pte(mm, addr);
		KUNIT_EXPECT_TRUE(test, pte_present(pte));
		KUNIT_EXPECT_EQ(test, (bool)pte_write(pte), write);
		KUNIT_EXPECT_EQ(test, (bool)pte_exec(pte), (bool)(rights & VM_EXEC));
		mmap_read_lock(mm);
		KUNIT_EXPECT_EQ(test, get_user_pages_remote(mm, addr, 1, 0, &page, NULL), 1);
		mmap_read_unlock(mm);
		KUNIT_EXPECT_EQ(test, page_to_pfn(page), pte_pfn(pte));
		put_page(page);
	}
}

/* ---- address spaces ---- */

#define SPACES	4

static void p09_switching_switches(struct kunit *test)
{
	struct mm_struct *mm[SPACES];
	unsigned long value;

	for (unsigned long i = 0; i < SPACES; i++) {
		mm[i] = scratch_mm(test);
		scratch_vma(test, mm[i], SCRATCH_START, 1, SCRATCH_RW);
		kthread_use_mm(mm[i]);
		KUNIT_ASSERT_EQ(test, put_user(i, (unsigned long __user *)SCRATCH_START), 0);
		kthread_unuse_mm(mm[i]);
	}
	for (int round = 0; round < ROUNDS; round++) {
		int i = kunit_random_below(test, SPACES);

		kthread_use_mm(mm[i]);
		KUNIT_EXPECT_PTR_EQ(test, current->mm, mm[i]);
		KUNIT_EXPECT_PTR_EQ(test, current->active_mm, mm[i]);
		KUNIT_EXPECT_EQ(test, get_user(value, (unsigned long __user *)SCRATCH_START), 0);
		KUNIT_EXPECT_EQ(test, value, i);
		kthread_unuse_mm(mm[i]);
	}
}

static struct vm_area_struct *filled_vma(struct kunit *test)
{
	struct vm_area_struct *vma = scratch_vma(test, scratch_mm(test), SCRATCH_START, PAGES,
						 SCRATCH_RW);

	for (unsigned long i = 0; i < PAGES; i++) {
		unsigned long addr = SCRATCH_START + i * PAGE_SIZE;

		KUNIT_ASSERT_EQ(test, scratch_fault(vma, addr, FAULT_FLAG_WRITE), FAULT_DONE);
		memset(page_address(pte_page(scratch_pte(vma->vm_mm, addr))), i + 1, PAGE_SIZE);
	}
	lru_add_drain_all();
	return vma;
}

static void p10_a_clone_shares_frames(struct kunit *test)
{
	struct vm_area_struct *vma = filled_vma(test), *clone = scratch_fork(test, vma);

	for (unsigned long i = 0; i < PAGES; i++) {
		unsigned long addr = SCRATCH_START + i * PAGE_SIZE;
		pte_t a = scratch_pte(vma->vm_mm, addr), b = scratch_pte(clone->vm_mm, addr);

		KUNIT_EXPECT_TRUE(test, pte_present(a) && pte_present(b));
		KUNIT_EXPECT_EQ(test, pte_pfn(a), pte_pfn(b));
		KUNIT_EXPECT_FALSE(test, pte_write(a) || pte_write(b));
		KUNIT_EXPECT_EQ(test, page_count(pte_page(a)), 2);
	}
}

static void p11_a_write_breaks_sharing(struct kunit *test)
{
	struct vm_area_struct *vma = filled_vma(test), *clone = scratch_fork(test, vma);

	for (unsigned long i = 0; i < PAGES; i++) {
		unsigned long addr = SCRATCH_START + i * PAGE_SIZE;
		struct page *theirs = pte_page(scratch_pte(vma->vm_mm, addr)), *mine;
		pte_t pte;

		KUNIT_ASSERT_EQ(test, scratch_fault(clone, addr, FAULT_FLAG_WRITE), FAULT_DONE);
		pte = scratch_pte(clone->vm_mm, addr);
		mine = pte_page(pte);
		KUNIT_EXPECT_TRUE(test, pte_write(pte));
		KUNIT_EXPECT_PTR_NE(test, mine, theirs);
		/* a copy: then each has its own */
		KUNIT_EXPECT_EQ(test, memcmp(page_address(mine), page_address(theirs), PAGE_SIZE), 0);
		memset(page_address(mine), 0xee, PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, *(u8 *)page_address(theirs), i + 1);
		KUNIT_EXPECT_PTR_EQ(test, pte_page(scratch_pte(vma->vm_mm, addr)), theirs);
		lru_add_drain_all();
		KUNIT_EXPECT_EQ(test, page_count(theirs), 1);
	}
}

static void p12_the_kernel_half_is_shared(struct kunit *test)
{
	struct mm_struct *mm[SPACES];
	unsigned long *word;

	for (int i = 0; i < SPACES; i++)
		mm[i] = scratch_mm(test);
	/* mapped only now */
	word = vmalloc(PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, word);
	*word = 0x5a5a;
	for (int i = 0; i < SPACES; i++) {
		kthread_use_mm(mm[i]);
		KUNIT_EXPECT_EQ(test, READ_ONCE(*word), 0x5a5a + i);
		WRITE_ONCE(*word, 0x5a5a + i + 1);
		kthread_unuse_mm(mm[i]);
	}
	vfree(word);
}

/* A walk over a program's entries. */
struct seen {
	struct kunit *test;
	int entries;
};

static int expect_user_entry(pte_t *pte, unsigned long addr, unsigned long next,
			     struct mm_walk *walk)
{
	struct seen *seen = walk->private;

	if (!pte_present(*pte))
		return 0;
	KUNIT_EXPECT_TRUE(seen->test, pte_access_permitted(*pte, false));
	seen->entries++;
	return 0;
}

static const struct mm_walk_ops user_walk = {
	.pte_entry = expect_user_entry,
	.walk_lock = PGWALK_RDLOCK,
};

static void p13_user_mappings_have_the_user_bit(struct kunit *test)
{
	struct vm_area_struct *vma = filled_vma(test), *clone = scratch_fork(test, vma);
	struct vm_area_struct *spaces[] = { vma, clone };
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	for (int i = 0; i < ARRAY_SIZE(spaces); i++) {
		struct mm_struct *mm = spaces[i]->vm_mm;
		struct seen seen = { .test = test };

		scratch_fault(spaces[i], SCRATCH_START, FAULT_FLAG_WRITE);
		mmap_read_lock(mm);
		KUNIT_EXPECT_EQ(test, walk_page_range(mm, 0, TASK_SIZE, &user_walk, &seen), 0);
		mmap_read_unlock(mm);
		KUNIT_EXPECT_EQ(test, seen.entries, PAGES);
	}
	/* and what is not a program's has it not */
	KUNIT_EXPECT_FALSE(test, pte_access_permitted(mk_pte(page, PAGE_KERNEL), false));
	KUNIT_EXPECT_FALSE(test, pte_access_permitted(mk_pte(page, PAGE_KERNEL_RO), false));
	__free_page(page);
}

/* The entry that maps a kernel address which vmalloc's allocator gave out. */
static pte_t kernel_pte(unsigned long addr)
{
	pmd_t *pmd = pmd_offset(pud_offset(p4d_offset(pgd_offset_k(addr), addr), addr), addr);

	return ptep_get(pte_offset_kernel(pmd, addr));
}

static void p14_device_memory_is_uncached(struct kunit *test)
{
	phys_addr_t phys = PFN_PHYS(max_pfn) + SZ_1G;
	pgprot_t uncached = pgprot_noncached(PAGE_KERNEL);
	void __iomem *regs = ioremap(phys, PAGE_SIZE);
	pte_t pte;

	KUNIT_ASSERT_NOT_NULL(test, (void __force *)regs);
	pte = kernel_pte((unsigned long)regs);
	KUNIT_EXPECT_EQ(test, PFN_PHYS(pte_pfn(pte)), phys);
	KUNIT_EXPECT_EQ(test, pgprot_val(pgprot_noncached(pte_pgprot(pte))), pgprot_val(pte_pgprot(pte)));
	KUNIT_EXPECT_NE(test, pgprot_val(uncached), pgprot_val(PAGE_KERNEL));
	KUNIT_EXPECT_FALSE(test, pte_exec(pte));
	iounmap(regs);
}

/* ---- the end of an address space ---- */

static unsigned long free_pages_now(void)
{
	unsigned long sum = global_zone_page_state_snapshot(NR_FREE_PAGES);
	struct zone *zone;

	for_each_populated_zone(zone)
		sum += pcp_free_pages(zone);
	return sum;
}

static void live_and_die(struct kunit *test)
{
	struct mm_struct *mm = mm_alloc();
	struct vm_area_struct *vma;

	KUNIT_ASSERT_NOT_NULL(test, mm);
	vma = scratch_vma(test, mm, SCRATCH_START, 4, SCRATCH_RW);
	for (int i = 0; i < 4; i++)
		KUNIT_ASSERT_EQ(test, scratch_fault(vma, SCRATCH_START + i * PAGE_SIZE,
						    FAULT_FLAG_WRITE), FAULT_DONE);
	mmput(mm);
}

static void p15_destroying_returns_memory(struct kunit *test)
{
	unsigned long before;
	const int cycles = 1000;
	/* others allocate meanwhile, but not a page for each cycle; KASAN keeps freed objects for a while */
	const int some = IS_ENABLED(CONFIG_KASAN) ? cycles * 3 / 4 : cycles / 4;

	for (int i = 0; i < 20; i++)
		live_and_die(test);
	lru_add_drain_all();
	before = free_pages_now();
	for (int i = 0; i < cycles; i++)
		live_and_die(test);
	lru_add_drain_all();
	KUNIT_EXPECT_LT(test, (long)(before - free_pages_now()), some);
}

static struct kunit_case requirements_000_cases[] = {
	KUNIT_CASE(p01_physical_addresses_have_8_bytes),
	KUNIT_CASE(p02_virtual_addresses_have_pointer_size),
	KUNIT_CASE(p03_frame_numbers_round_trip),
	KUNIT_CASE(p04_rounding_encloses_the_address),
	KUNIT_CASE(p05_frames_are_aligned),
	KUNIT_CASE(p06_references_are_counted),
	KUNIT_CASE(p07_entries_round_trip),
	KUNIT_CASE(p08_what_is_mapped_is_found),
	KUNIT_CASE(p09_switching_switches),
	KUNIT_CASE(p10_a_clone_shares_frames),
	KUNIT_CASE(p11_a_write_breaks_sharing),
	KUNIT_CASE(p12_the_kernel_half_is_shared),
	KUNIT_CASE(p13_user_mappings_have_the_user_bit),
	KUNIT_CASE(p14_device_memory_is_uncached),
	KUNIT_CASE(p15_destroying_returns_memory),
	{}
};

static struct kunit_suite requirements_000_suite = {
	.name = "requirements_000",
	.test_cases = requirements_000_cases,
};
kunit_test_suite(requirements_000_suite);
