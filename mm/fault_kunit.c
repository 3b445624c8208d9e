// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault_kunit.c - faults, fork, copy-on-write, unmapping and pinning on scratch address spaces.
 *
 * The property test keeps a model: what byte each process should see in each page. After every step
 * it compares, and checks what must hold of every entry and page.
 */
#include "scratch_kunit.h"
#include <linux/pagewalk.h>
#include <linux/shmem_fs.h>
#include <linux/swapops.h>

#define PAGES	16

/* What must hold of an anonymous entry in a private mapping that may be written. */
static void check_entry(struct kunit *test, pte_t pte)
{
	if (!pte_present(pte))
		return;
	KUNIT_EXPECT_FALSE(test, pte_cow(pte) && pte_write(pte));
	if (pte_special(pte)) {
		KUNIT_EXPECT_TRUE(test, is_zero_pfn(pte_pfn(pte)));
		KUNIT_EXPECT_TRUE(test, pte_cow(pte));
	} else {
		struct page *page = pte_page(pte);

		KUNIT_EXPECT_TRUE(test, PageAnon(page));
		KUNIT_EXPECT_NE(test, (bool)pte_cow(pte), (bool)PageAnonExclusive(page));
		if (PageAnonExclusive(page))
			KUNIT_EXPECT_EQ(test, folio_mapcount(page_folio(page)), 1);
	}
}

static void read_maps_zero_page(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	pte_t pte;

	KUNIT_ASSERT_EQ(test, scratch_fault(vma, SCRATCH_START, 0), FAULT_DONE);
	pte = scratch_pte(mm, SCRATCH_START);
	KUNIT_EXPECT_TRUE(test, pte_present(pte));
	KUNIT_EXPECT_TRUE(test, pte_special(pte));
	KUNIT_EXPECT_TRUE(test, is_zero_pfn(pte_pfn(pte)));
	KUNIT_EXPECT_FALSE(test, pte_write(pte));
	check_entry(test, pte);
	KUNIT_EXPECT_EQ(test, get_mm_rss(mm), 0);
	KUNIT_EXPECT_PTR_EQ(test, vma->anon_vma, NULL);
}

static void write_maps_own_page(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	struct folio *folio;
	pte_t pte;

	KUNIT_ASSERT_EQ(test, scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE), FAULT_DONE);
	lru_add_drain_all();
	pte = scratch_pte(mm, SCRATCH_START);
	KUNIT_ASSERT_TRUE(test, pte_present(pte) && !pte_special(pte));
	KUNIT_EXPECT_TRUE(test, pte_write(pte) && pte_dirty(pte));
	check_entry(test, pte);
	folio = page_folio(pte_page(pte));
	KUNIT_EXPECT_EQ(test, folio_mapcount(folio), 1);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	KUNIT_EXPECT_TRUE(test, folio_test_lru(folio));
	KUNIT_EXPECT_TRUE(test, folio_test_swapbacked(folio));
	KUNIT_EXPECT_PTR_EQ(test, folio_anon_vma(folio), vma->anon_vma);
	KUNIT_EXPECT_EQ(test, folio->index, linear_page_index(vma, SCRATCH_START));
	KUNIT_EXPECT_EQ(test, get_mm_counter(mm, MM_ANONPAGES), 1);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(folio_address(folio), 0, PAGE_SIZE), NULL);

	scratch_zap(vma, SCRATCH_START, 1);
	KUNIT_EXPECT_TRUE(test, pte_none(scratch_pte(mm, SCRATCH_START)));
	KUNIT_EXPECT_EQ(test, get_mm_counter(mm, MM_ANONPAGES), 0);
}

static void write_replaces_zero_page(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	pte_t pte;

	scratch_fault(vma, SCRATCH_START, 0);
	KUNIT_ASSERT_EQ(test, scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE), FAULT_DONE);
	pte = scratch_pte(mm, SCRATCH_START);
	KUNIT_EXPECT_TRUE(test, pte_write(pte));
	KUNIT_EXPECT_FALSE(test, pte_special(pte));
	check_entry(test, pte);
	KUNIT_EXPECT_EQ(test, get_mm_counter(mm, MM_ANONPAGES), 1);
}

static void fork_shares_then_copies(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW), *child;
	struct page *page;
	pte_t pte;

	scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE);
	page = pte_page(scratch_pte(mm, SCRATCH_START));
	lru_add_drain_all();

	child = scratch_fork(test, vma);
	pte = scratch_pte(child->vm_mm, SCRATCH_START);
	KUNIT_EXPECT_PTR_EQ(test, pte_page(pte), page);
	KUNIT_EXPECT_TRUE(test, pte_cow(pte));
	KUNIT_EXPECT_TRUE(test, pte_cow(scratch_pte(mm, SCRATCH_START)));
	KUNIT_EXPECT_FALSE(test, PageAnonExclusive(page));
	KUNIT_EXPECT_EQ(test, folio_mapcount(page_folio(page)), 2);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	KUNIT_EXPECT_EQ(test, get_mm_counter(child->vm_mm, MM_ANONPAGES), 1);

	/* the child copies */
	KUNIT_ASSERT_EQ(test, scratch_fault(child, SCRATCH_START, FAULT_FLAG_WRITE), FAULT_DONE);
	pte = scratch_pte(child->vm_mm, SCRATCH_START);
	KUNIT_EXPECT_PTR_NE(test, pte_page(pte), page);
	KUNIT_EXPECT_TRUE(test, pte_write(pte));
	check_entry(test, pte);
	KUNIT_EXPECT_EQ(test, folio_mapcount(page_folio(page)), 1);
	KUNIT_EXPECT_EQ(test, get_mm_counter(child->vm_mm, MM_ANONPAGES), 1);

	/* the parent is alone with its page, and keeps it */
	KUNIT_ASSERT_EQ(test, scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE), FAULT_DONE);
	pte = scratch_pte(mm, SCRATCH_START);
	KUNIT_EXPECT_PTR_EQ(test, pte_page(pte), page);
	KUNIT_EXPECT_TRUE(test, pte_write(pte));
	KUNIT_EXPECT_TRUE(test, PageAnonExclusive(page));
	check_entry(test, pte);
}

static void fork_copies_pinned_page(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW), *child;
	struct page *page;
	pte_t pte;
	long got;

	mmap_read_lock(mm);
	got = pin_user_pages_remote(mm, SCRATCH_START, 1, FOLL_WRITE, &page, NULL);
	mmap_read_unlock(mm);
	KUNIT_ASSERT_EQ(test, got, 1);
	KUNIT_EXPECT_TRUE(test, folio_maybe_dma_pinned(page_folio(page)));

	child = scratch_fork(test, vma);
	KUNIT_EXPECT_TRUE(test, PageAnonExclusive(page));
	KUNIT_EXPECT_EQ(test, folio_mapcount(page_folio(page)), 1);
	pte = scratch_pte(mm, SCRATCH_START);
	KUNIT_EXPECT_FALSE(test, pte_cow(pte));
	KUNIT_EXPECT_TRUE(test, pte_write(pte));
	pte = scratch_pte(child->vm_mm, SCRATCH_START);
	KUNIT_EXPECT_TRUE(test, pte_present(pte));
	KUNIT_EXPECT_PTR_NE(test, pte_page(pte), page);
	check_entry(test, pte);
	unpin_user_page(page);
	KUNIT_EXPECT_FALSE(test, folio_maybe_dma_pinned(page_folio(page)));
}

/* Pinning for reading a page that is shared since fork makes it the process's own first. */
static void pin_unshares(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW), *child;
	struct page *page;
	pte_t pte;
	long got;

	scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE);
	child = scratch_fork(test, vma);
	mmap_read_lock(child->vm_mm);
	got = pin_user_pages_remote(child->vm_mm, SCRATCH_START, 1, 0, &page, NULL);
	mmap_read_unlock(child->vm_mm);
	KUNIT_ASSERT_EQ(test, got, 1);
	pte = scratch_pte(child->vm_mm, SCRATCH_START);
	KUNIT_EXPECT_PTR_EQ(test, pte_page(pte), page);
	KUNIT_EXPECT_TRUE(test, PageAnonExclusive(page));
	KUNIT_EXPECT_FALSE(test, pte_write(pte));
	check_entry(test, pte);
	/* and a write later keeps that page */
	scratch_fault(child, SCRATCH_START, FAULT_FLAG_WRITE);
	KUNIT_EXPECT_PTR_EQ(test, pte_page(scratch_pte(child->vm_mm, SCRATCH_START)), page);
	unpin_user_page(page);
}

/* The zero page can be referred to like any other, and putting it does it no harm. */
static void zero_page_is_held(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct page *page, *zero = pfn_to_page(zero_pfn);
	int before = page_count(zero);
	long got;

	scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	mmap_read_lock(mm);
	got = get_user_pages_remote(mm, SCRATCH_START, 1, 0, &page, NULL);
	mmap_read_unlock(mm);
	KUNIT_ASSERT_EQ(test, got, 1);
	KUNIT_EXPECT_PTR_EQ(test, page, zero);
	put_page(page);
	KUNIT_EXPECT_EQ(test, page_count(zero), before);

	/* a pin for reading needs a page of its own only where there is one to be unshared */
	mmap_read_lock(mm);
	got = pin_user_pages_remote(mm, SCRATCH_START, 1, 0, &page, NULL);
	mmap_read_unlock(mm);
	KUNIT_ASSERT_EQ(test, got, 1);
	unpin_user_page(page);
	KUNIT_EXPECT_EQ(test, page_count(zero), before);
}

static void forced_write_copies(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW & ~VM_WRITE);
	u32 value = 0x12345678, back = 0;
	pte_t pte;

	scratch_fault(vma, SCRATCH_START, 0);
	KUNIT_EXPECT_EQ(test, access_remote_vm(mm, SCRATCH_START + 4, &value, 4, FOLL_WRITE), 0);
	KUNIT_EXPECT_EQ(test, access_remote_vm(mm, SCRATCH_START + 4, &value, 4, FOLL_WRITE | FOLL_FORCE), 4);
	KUNIT_EXPECT_EQ(test, access_remote_vm(mm, SCRATCH_START + 4, &back, 4, 0), 4);
	KUNIT_EXPECT_EQ(test, back, value);
	pte = scratch_pte(mm, SCRATCH_START);
	KUNIT_EXPECT_FALSE(test, pte_write(pte));
	check_entry(test, pte);
	/* across a page's end, and past the VMA's */
	KUNIT_EXPECT_EQ(test, access_remote_vm(mm, SCRATCH_START + PAGE_SIZE - 2, &back, 4, 0), 4);
	KUNIT_EXPECT_EQ(test, access_remote_vm(mm, vma->vm_end - 2, &back, 4, 0), 2);
}

/* A folio of four pages, mapped, forked, and unmapped page by page. */
static void large_folio_is_counted(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW), *child;
	struct folio *folio = folio_alloc(GFP_HIGHUSER_MOVABLE | __GFP_ZERO, 2);
	spinlock_t *ptl;
	pte_t *ptep;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, folio);
	__folio_mark_uptodate(folio);
	mmap_read_lock(mm);
	KUNIT_ASSERT_EQ(test, 0, anon_vma_prepare(vma));
	ptep = get_locked_pte(mm, SCRATCH_START, &ptl);
	folio_ref_add(folio, 4);	/* four mappings, and ours */
	add_mm_counter(mm, MM_ANONPAGES, 4);
	folio_add_new_anon_rmap(folio, vma, SCRATCH_START, RMAP_EXCLUSIVE);
	folio_add_lru_vma(folio, vma);
	set_ptes(mm, SCRATCH_START, ptep, mk_exclusive_pte(&folio->page, vma), 4);
	pte_unmap_unlock(ptep, ptl);
	mmap_read_unlock(mm);
	KUNIT_EXPECT_EQ(test, folio_mapcount(folio), 4);

	child = scratch_fork(test, vma);
	KUNIT_EXPECT_EQ(test, folio_mapcount(folio), 8);
	KUNIT_EXPECT_EQ(test, get_mm_counter(child->vm_mm, MM_ANONPAGES), 4);
	for (i = 0; i < 4; i++) {
		KUNIT_EXPECT_TRUE(test, pte_cow(scratch_pte(mm, SCRATCH_START + i * PAGE_SIZE)));
		KUNIT_EXPECT_FALSE(test, PageAnonExclusive(folio_page(folio, i)));
	}
	/* one page is copied, the others stay shared */
	scratch_fault(child, SCRATCH_START + PAGE_SIZE, FAULT_FLAG_WRITE);
	KUNIT_EXPECT_EQ(test, folio_mapcount(folio), 7);
	scratch_zap(vma, SCRATCH_START, 3);
	KUNIT_EXPECT_EQ(test, folio_mapcount(folio), 4);
	KUNIT_EXPECT_EQ(test, atomic_read(&folio->_nr_pages_mapped), 3);
	scratch_zap(child, SCRATCH_START, PAGES);
	KUNIT_EXPECT_EQ(test, folio_mapcount(folio), 1);
	scratch_zap(vma, SCRATCH_START, PAGES);
	KUNIT_EXPECT_FALSE(test, folio_mapped(folio));
	lru_add_drain_all();
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	folio_put(folio);
}

static void guard_marker_refuses(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	spinlock_t *ptl;
	pte_t *ptep;

	ptep = get_locked_pte(mm, SCRATCH_START, &ptl);
	KUNIT_ASSERT_NOT_NULL(test, ptep);
	set_pte_at(mm, SCRATCH_START, ptep, make_pte_marker(PTE_MARKER_GUARD));
	pte_unmap_unlock(ptep, ptl);
	KUNIT_EXPECT_EQ(test, scratch_fault(vma, SCRATCH_START, 0), VM_FAULT_SIGSEGV);
	scratch_zap(vma, SCRATCH_START, 1);
	KUNIT_EXPECT_EQ(test, scratch_fault(vma, SCRATCH_START, 0), FAULT_DONE);
}

/* ---- tables and walks --------------------------------------------------------------------- */

/* Faults far apart make tables; they are counted right, and all gone with the address space. */
static void tables_are_counted(struct kunit *test)
{
	struct mm_struct *mm = mm_alloc();
	struct pgtable_count count;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, mm);
	KUNIT_EXPECT_EQ(test, mm_pgtables_bytes(mm), 0);
	for (i = 0; i < 4; i++) {
		unsigned long start = SCRATCH_START + i * (PUD_SIZE + 3 * PMD_SIZE);
		struct vm_area_struct *vma = scratch_vma(test, mm, start, 1, SCRATCH_RW);

		KUNIT_EXPECT_EQ(test, scratch_fault(vma, start, i & 1 ? FAULT_FLAG_WRITE : 0), FAULT_DONE);
	}
	mmap_write_lock(mm);
	KUNIT_EXPECT_TRUE(test, mm_check_pgtables(mm));
	mm_count_pgtables(mm, &count);
	mmap_write_unlock(mm);
	KUNIT_EXPECT_EQ(test, count.present, 4);
	KUNIT_EXPECT_EQ(test, count.cow, 2);
	KUNIT_EXPECT_EQ(test, count.swap, 0);
	KUNIT_EXPECT_GE(test, count.tables, 8);

	mmgrab(mm);
	mmput(mm);
	KUNIT_EXPECT_EQ(test, mm_pgtables_bytes(mm), 0);
	KUNIT_EXPECT_EQ(test, get_mm_rss(mm), 0);
	mmdrop(mm);
}

struct walk_result {
	unsigned long ptes, present, hole_pages;
};

static int count_pte(pte_t *pte, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	struct walk_result *result = walk->private;

	result->ptes++;
	result->present += pte_present(ptep_get(pte));
	return 0;
}

static int count_hole(unsigned long addr, unsigned long next, int depth, struct mm_walk *walk)
{
	struct walk_result *result = walk->private;

	result->hole_pages += (next - addr) >> PAGE_SHIFT;
	return 0;
}

static int stop_at_second(pte_t *pte, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	struct walk_result *result = walk->private;

	return ++result->ptes == 2 ? 42 : 0;
}

static void walks_visit_everything(struct kunit *test)
{
	static const struct mm_walk_ops count_ops = {
		.pte_entry = count_pte, .pte_hole = count_hole,
	}, stop_ops = { .pte_entry = stop_at_second };
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, PAGES, SCRATCH_RW);
	struct walk_result result = {};

	scratch_fault(vma, SCRATCH_START + PAGE_SIZE, FAULT_FLAG_WRITE);
	scratch_fault(vma, SCRATCH_START + 5 * PAGE_SIZE, 0);
	mmap_read_lock(mm);
	/* one page before it, the VMA, four behind it */
	KUNIT_EXPECT_EQ(test, 0, walk_page_range(mm, vma->vm_start - PAGE_SIZE,
						 vma->vm_end + 4 * PAGE_SIZE, &count_ops, &result));
	KUNIT_EXPECT_EQ(test, result.ptes, PAGES);
	KUNIT_EXPECT_EQ(test, result.present, 2);
	KUNIT_EXPECT_EQ(test, result.hole_pages, 5);
	result.ptes = 0;
	KUNIT_EXPECT_EQ(test, 42, walk_page_range(mm, vma->vm_start, vma->vm_end, &stop_ops, &result));
	KUNIT_EXPECT_EQ(test, result.ptes, 2);
	KUNIT_EXPECT_EQ(test, -EINVAL, walk_page_range(mm, vma->vm_end, vma->vm_start, &stop_ops, &result));
	mmap_read_unlock(mm);
}

/* ---- the property test -------------------------------------------------------------------- */

#define PROCESSES	5

struct process {
	struct vm_area_struct *vma;
	u8 expect[PAGES];
};

static u8 *byte_of(struct process *p, int i)
{
	pte_t pte = scratch_pte(p->vma->vm_mm, SCRATCH_START + i * PAGE_SIZE);

	return pte_present(pte) ? page_address(pfn_to_page(pte_pfn(pte))) : NULL;
}

static void step_write(struct kunit *test, struct process *p, int i)
{
	u8 value = kunit_random_below(test, 256);

	KUNIT_ASSERT_EQ(test, FAULT_DONE, scratch_fault(p->vma, SCRATCH_START + i * PAGE_SIZE, FAULT_FLAG_WRITE));
	KUNIT_ASSERT_TRUE(test, pte_write(scratch_pte(p->vma->vm_mm, SCRATCH_START + i * PAGE_SIZE)));
	*byte_of(p, i) = value;
	p->expect[i] = value;
}

static void step_fork(struct kunit *test, struct process *from, struct process *to)
{
	if (to->vma) {
		kunit_release_action(test, scratch_mm_put, to->vma->vm_mm);
		to->vma = NULL;
	}
	memcpy(to->expect, from->expect, sizeof(to->expect));
	to->vma = scratch_fork(test, from->vma);
}

static void check_processes(struct kunit *test, struct process *p)
{
	int i, j, k;

	for (j = 0; j < PROCESSES; j++) {
		if (!p[j].vma)
			continue;
		KUNIT_EXPECT_TRUE(test, vma_anon_vma_check(p[j].vma));
		for (i = 0; i < PAGES; i++) {
			pte_t pte = scratch_pte(p[j].vma->vm_mm, SCRATCH_START + i * PAGE_SIZE);
			u8 *byte = byte_of(&p[j], i);
			int maps = 0;

			check_entry(test, pte);
			KUNIT_EXPECT_EQ(test, (byte ? *byte : 0), p[j].expect[i]);
			if (!byte || pte_special(pte))
				continue;
			for (k = 0; k < PROCESSES; k++)
				maps += p[k].vma && byte_of(&p[k], i) == byte;
			KUNIT_EXPECT_EQ(test, folio_mapcount(page_folio(pte_page(pte))), maps);
		}
	}
}

static void processes_see_their_own(struct kunit *test)
{
	struct process *p = kunit_kzalloc(test, PROCESSES * sizeof(*p), GFP_KERNEL);
	int step;

	KUNIT_ASSERT_NOT_NULL(test, p);
	p[0].vma = scratch_vma(test, scratch_mm(test), SCRATCH_START, PAGES, SCRATCH_RW);
	for (step = 0; step < 600; step++) {
		int a = kunit_random_below(test, PROCESSES), b = kunit_random_below(test, PROCESSES);
		int i = kunit_random_below(test, PAGES);
		unsigned long addr = SCRATCH_START + i * PAGE_SIZE;

		if (!p[a].vma)
			a = 0;
		switch (kunit_random_below(test, 8)) {
		case 0:
			/* the first one is never replaced, so there is always one */
			if (b && a != b)
				step_fork(test, &p[a], &p[b]);
			break;
		case 1:
			scratch_zap(p[a].vma, addr, 1);
			p[a].expect[i] = 0;
			break;
		case 2:
		case 3:
			KUNIT_EXPECT_EQ(test, FAULT_DONE, scratch_fault(p[a].vma, addr, 0));
			break;
		default:
			step_write(test, &p[a], i);
		}
		if (step % 16 == 0)
			check_processes(test, p);
	}
	check_processes(test, p);
}

/* Unmapping tells a file's page that it was written, and only then. */
static void zap_keeps_dirty(struct kunit *test)
{
	struct file *file = shmem_file_setup("kunit", 2 * PAGE_SIZE, VM_NORESERVE);
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma;
	struct folio *folio;
	int i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, scratch_fput, file));
	vma = scratch_file_vma(test, mm, file, SCRATCH_START, 2);
	for (i = 0; i < 2; i++) {
		unsigned long addr = SCRATCH_START + i * PAGE_SIZE;

		scratch_fault(vma, addr, i ? FAULT_FLAG_WRITE : 0);
		KUNIT_ASSERT_TRUE(test, pte_present(scratch_pte(mm, addr)));
		folio = page_folio(pte_page(scratch_pte(mm, addr)));
		folio_clear_dirty(folio);
		KUNIT_EXPECT_EQ(test, !!pte_dirty(scratch_pte(mm, addr)), i);
		scratch_zap(vma, addr, 1);
		KUNIT_EXPECT_EQ(test, folio_test_dirty(folio), i);
	}
}

static struct kunit_case fault_cases[] = {
	KUNIT_CASE(read_maps_zero_page),
	KUNIT_CASE(write_maps_own_page),
	KUNIT_CASE(write_replaces_zero_page),
	KUNIT_CASE(fork_shares_then_copies),
	KUNIT_CASE(fork_copies_pinned_page),
	KUNIT_CASE(pin_unshares),
	KUNIT_CASE(zero_page_is_held),
	KUNIT_CASE(forced_write_copies),
	KUNIT_CASE(large_folio_is_counted),
	KUNIT_CASE(guard_marker_refuses),
	KUNIT_CASE(tables_are_counted),
	KUNIT_CASE(zap_keeps_dirty),
	KUNIT_CASE(walks_visit_everything),
	KUNIT_CASE(processes_see_their_own),
	{}
};

static struct kunit_suite fault_suite = {
	.name = "mm_fault",
	.test_cases = fault_cases,
};
kunit_test_suite(fault_suite);
