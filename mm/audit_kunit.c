// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_kunit.c - the auditor names what is wrong with user memory: entries, VMAs, caches, frames.
 *
 * There is an address space with anonymous pages, some shared with a child, and a shared mapping of
 * a file of shared memory. Each case breaks one thing of it while everything stands still.
 */
#include "audit_kunit.h"
#include "scratch_kunit.h"
#include <linux/file.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/vmalloc.h>
#include "lru.h"
#include "map.h"

#define PAGES	8
#define OWN	1	/* this page is the parent's own */
#define SHARED	3	/* this is shared with the child */

static struct fixture {
	struct vm_area_struct *vma, *child, *file_vma;
	struct mm_struct *mm;
	struct address_space *mapping;
	struct file *file;
	pte_t *own_pte, *shared_pte;
	struct page *own, *shared, *cached;
	struct page *page;	/* of the kernel's */
	void *large;		/* kmalloc() */
	pte_t saved;
} f;

static void free_fixture_page(void *page)
{
	__free_page(page);
}

static pte_t *pte_at(int i)
{
	unsigned long addr = SCRATCH_START + i * PAGE_SIZE;

	return pte_offset_kernel(mm_find_pmd(f.mm, addr), addr);
}

static int fill(struct kunit *test)
{
	int i;

	f.mm = scratch_mm(test);
	f.vma = scratch_vma(test, f.mm, SCRATCH_START, PAGES, SCRATCH_RW);
	for (i = 0; i < PAGES - 1; i++)
		scratch_fault(f.vma, SCRATCH_START + i * PAGE_SIZE, i & 1 ? FAULT_FLAG_WRITE : 0);
	f.child = scratch_fork(test, f.vma);
	scratch_fault(f.vma, SCRATCH_START + OWN * PAGE_SIZE, FAULT_FLAG_WRITE);
	f.own_pte = pte_at(OWN);
	f.shared_pte = pte_at(SHARED);
	f.own = pte_page(*f.own_pte);
	f.shared = pte_page(*f.shared_pte);

	f.file = shmem_file_setup("audit", 4 * PAGE_SIZE, VM_NORESERVE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, f.file);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, scratch_fput, f.file));
	f.mapping = f.file->f_mapping;
	f.file_vma = scratch_file_vma(test, f.mm, f.file, SCRATCH_START + (PAGES + 8) * PAGE_SIZE, 4);
	KUNIT_ASSERT_FALSE(test, scratch_fault(f.file_vma, f.file_vma->vm_start, FAULT_FLAG_WRITE) &
				 VM_FAULT_ERROR);
	f.cached = pte_page(scratch_pte(f.mm, f.file_vma->vm_start));
	f.page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	KUNIT_ASSERT_NOT_NULL(test, f.page);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, free_fixture_page, f.page));
	f.large = kunit_kmalloc(test, 4 * KMALLOC_MAX_CACHE_SIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, f.large);
	lru_add_drain_all();
	return 0;
}

static int sign(bool on)
{
	return on ? 1 : -1;
}

/* Put another entry in a page's place, and the old one back. */
static void swap_entry_in(pte_t *ptep, pte_t pte, bool on)
{
	if (on)
		f.saved = *ptep;
	set_pte(ptep, on ? pte : f.saved);
}

/* ---- entries and tables ------------------------------------------------------------------- */

static void no_cow_bit(bool on)
{
	swap_entry_in(f.shared_pte, pte_clear_cow(*f.shared_pte), on);
}

static void cow_bit_on_own_page(bool on)
{
	swap_entry_in(f.own_pte, pte_mkcow(pte_wrprotect(*f.own_pte)), on);
}

static void cow_bit_and_writable(bool on)
{
	swap_entry_in(f.shared_pte, pte_mkcow(pte_mkwrite_novma(*f.shared_pte)), on);
}

static void lost_entry(bool on)
{
	swap_entry_in(f.own_pte, __pte(0), on);
}

static void swap_entry_without_swap(bool on)
{
	swap_entry_in(f.own_pte, swp_entry_to_pte(swp_entry(0, 5)), on);
}

static void entry_of_no_memory(bool on)
{
	swap_entry_in(f.own_pte, pfn_pte(0xffffffffUL, PAGE_KERNEL), on);
}

static void writable_in_read_only_vma(bool on)
{
	f.vma->__vm_flags ^= VM_WRITE;
}

static void page_at_another_offset(bool on)
{
	f.own->index += sign(on);
}

static void page_of_another_family(bool on)
{
	static struct anon_vma strangers, *family;

	strangers.root = &strangers;
	if (on)
		family = f.vma->anon_vma;
	f.vma->anon_vma = on ? &strangers : family;
}

static void page_of_another_file(bool on)
{
	static struct address_space *own;

	if (on)
		own = f.cached->mapping;
	f.cached->mapping = on ? &f.mapping[1] : own;
}

static void rss_drift(bool on)
{
	add_mm_counter(f.mm, MM_ANONPAGES, sign(on));
}

static void pgtables_bytes_drift(bool on)
{
	atomic_long_add(sign(on) * (long)PAGE_SIZE, &f.mm->pgtables_bytes);
}

static void held_table_lock(bool on)
{
	spinlock_t *ptl = pte_lockptr(f.mm, mm_find_pmd(f.mm, SCRATCH_START));

	if (on)
		spin_lock(ptl);
	else
		spin_unlock(ptl);
}

static void table_is_none(bool on)
{
	struct page *table = pmd_page(*mm_find_pmd(f.mm, SCRATCH_START));

	if (on)
		__ClearPageTable(table);
	else
		__SetPageTable(table);
}

static void table_owners_drift(bool on)
{
	struct ptdesc *table = page_ptdesc(pmd_page(*mm_find_pmd(f.mm, SCRATCH_START)));

	atomic_add(sign(on), &table->pt_share_count);
}

static void table_of_nobody(bool on)
{
	if (on)
		__SetPageTable(f.page);
	else
		__ClearPageTable(f.page);
}

static void spare_table_count_drift(bool on)
{
	this_cpu_ptr(&pagetable_cache)->nr += sign(on);
}

/* The page of the kernel's goes to the stock, and is not clean. */
static void dirty_spare_table(bool on)
{
	struct pagetable_cache *cache = this_cpu_ptr(&pagetable_cache);
	struct ptdesc *table = page_ptdesc(f.page);

	table_of_nobody(on);
	*(unsigned long *)page_address(f.page) = on;
	if (on) {
		atomic_set(&table->pt_share_count, 0);
		table->pt_list.next = (struct list_head *)cache->head;
		cache->head = table;
	} else {
		cache->head = (struct ptdesc *)table->pt_list.next;
		f.page->mapping = NULL;
		f.page->private = f.page->index = 0;
	}
	cache->nr += sign(on);
}

/* ---- VMAs --------------------------------------------------------------------------------- */

static void map_count_drift(bool on)
{
	f.mm->map_count += sign(on);
}

static void total_vm_drift(bool on)
{
	f.mm->total_vm += sign(on);
}

static void locked_vm_drift(bool on)
{
	f.mm->locked_vm += sign(on);
}

static void data_vm_drift(bool on)
{
	f.mm->data_vm += sign(on);
}

static void exec_vm_drift(bool on)
{
	f.mm->exec_vm += sign(on);
}

static void stack_vm_drift(bool on)
{
	f.mm->stack_vm += sign(on);
}

static void pinned_vm_drift(bool on)
{
	atomic64_add(sign(on), &f.mm->pinned_vm);
}

static void committed_drift(bool on)
{
	vm_acct_memory(sign(on));
}

/* In the first look an address space is being changed, so that nobody knows what it has committed. */
static void committed_drift_behind_busy(bool on)
{
	static bool looked;

	committed_drift(on);
	if (looked)
		return;
	if (on)
		BUG_ON(!down_write_trylock(&f.mm->mmap_lock));
	else
		mmap_write_unlock(f.mm);
	looked = !on;
}

static void vma_longer_than_in_tree(bool on)
{
	f.vma->vm_end += sign(on) * (long)PAGE_SIZE;
}

static void vma_left_locked(bool on)
{
	f.vma->vm_lock_seq = on ? f.mm->mm_lock_seq : f.mm->mm_lock_seq - 1;
}

static void vma_reader_never_left(bool on)
{
	atomic_add(sign(on), &f.vma->vm_refcnt.refs);
}

static void vma_detached(bool on)
{
	atomic_set(&f.vma->vm_refcnt.refs, !on);
}

static void vma_not_in_files_tree(bool on)
{
	if (on)
		vma_interval_tree_remove(f.file_vma, &f.mapping->i_mmap);
	else
		vma_interval_tree_insert(f.file_vma, &f.mapping->i_mmap);
}

static void file_tree_last_page(bool on)
{
	f.file_vma->shared.rb_subtree_last += sign(on);
}

static void writable_mappings_drift(bool on)
{
	atomic_add(sign(on), &f.mapping->i_mmap_writable);
}

/* As if somebody were still writing to the node. */
static void broken_vma_tree(bool on)
{
	struct maple_node *root = f.mm->mm_mt.ma_root;

	root->seq += sign(on);
}

/* ---- rmap --------------------------------------------------------------------------------- */

static void active_vmas_drift(bool on)
{
	f.vma->anon_vma->num_active_vmas += sign(on);
}

static void children_drift(bool on)
{
	f.vma->anon_vma->num_children += sign(on);
}

static void anon_vma_references_drift(bool on)
{
	atomic_add(sign(on), &f.vma->anon_vma->refcount);
}

static void chain_without_edge(bool on)
{
	static struct list_head *edge;

	if (on) {
		edge = f.child->anon_vma_chain.prev;
		list_del(edge);
	} else {
		list_add_tail(edge, &f.child->anon_vma_chain);
	}
}

static void anon_tree_last_page(bool on)
{
	struct anon_vma_chain *avc = list_first_entry(&f.vma->anon_vma_chain, struct anon_vma_chain,
						      same_vma);

	avc->rb_subtree_last += sign(on);
}

/* ---- users -------------------------------------------------------------------------------- */

/* A kernel thread that uses an address space counts as its task. */
static void too_many_users(bool on)
{
	static struct mm_struct *active;

	if (on)
		active = current->active_mm;
	current->mm = on ? f.mm : NULL;
	current->active_mm = on ? f.mm : active;
	atomic_add(sign(on), &f.mm->mm_users);
}

static void too_few_users(bool on)
{
	too_many_users(on);
	atomic_sub(2 * sign(on), &f.mm->mm_users);
}

static void too_few_holders(bool on)
{
	atomic_sub(sign(on), &f.mm->mm_count);
}

/* ---- LRU ---------------------------------------------------------------------------------- */

static void listed_without_flag(bool on)
{
	__change_bit(PG_lru, &f.own->flags);
}

static void flags_of_another_list(bool on)
{
	__change_bit(PG_active, &f.own->flags);
}

static void lru_counter_drift(bool on)
{
	mod_node_page_state(page_pgdat(f.own), NR_INACTIVE_ANON, sign(on));
}

static void broken_lru_list(bool on)
{
	static struct list_head *prev;

	if (on)
		prev = f.own->lru.prev;
	f.own->lru.prev = on ? &f.own->lru : prev;
}

static void batch_without_reference(bool on)
{
	struct folio_batch *fbatch = &this_cpu_ptr(&cpu_fbatches)->add;

	if (on)
		fbatch->folios[fbatch->nr++] = page_folio(f.own);
	else
		fbatch->nr--;
}

/* ---- page cache --------------------------------------------------------------------------- */

static void nrpages_drift(bool on)
{
	f.mapping->nrpages += sign(on);
}

static void cached_at_another_offset(bool on)
{
	f.cached->index += sign(on);
}

static void shmem_alloced_drift(bool on)
{
	SHMEM_I(f.mapping->host)->alloced += sign(on);
}

/* ---- frames ------------------------------------------------------------------------------- */

static void mapcount_drift(bool on)
{
	atomic_add(sign(on), &f.own->_mapcount);
}

static void reference_too_few(bool on)
{
	page_ref_add(f.own, -sign(on));
}

static void reference_too_many(bool on)
{
	page_ref_add(f.own, sign(on));
}

static void exclusive_and_shared(bool on)
{
	__change_bit(PG_anon_exclusive, &f.shared->flags);
}

static void on_no_list_with_flag(bool on)
{
	__change_bit(PG_lru, &f.page->flags);
}

static void mlocked_without_vma(bool on)
{
	__change_bit(PG_mlocked, &f.own->flags);
}

static void not_in_its_cache(bool on)
{
	f.page->mapping = on ? f.mapping : NULL;
}

static void lost_frame(bool on)
{
	set_page_count(f.page, !on);
}

/* Of an order that its neighbour, which may be free, cannot have: they need not merge. */
static void lost_block(bool on)
{
	set_page_count(f.page, !on);
	set_page_private(f.page, on ? MAX_PAGE_ORDER : 0);
	if (on)
		__SetPageBuddy(f.page);
	else
		__ClearPageBuddy(f.page);
}

static void kmalloc_shared(bool on)
{
	page_ref_add(virt_to_page(f.large), sign(on));
}

static void managed_drift(bool on)
{
	atomic_long_add(sign(on), &page_zone(f.page)->managed_pages);
}

/* ---- counters ----------------------------------------------------------------------------- */

static void anon_pages_drift(bool on)
{
	mod_node_page_state(page_pgdat(f.page), NR_ANON_MAPPED, sign(on));
}

static void shmem_pages_drift(bool on)
{
	mod_node_page_state(page_pgdat(f.page), NR_SHMEM, sign(on));
}

static void table_pages_drift(bool on)
{
	mod_node_page_state(page_pgdat(f.page), NR_PAGETABLE, sign(on));
}

static void slab_pages_drift(bool on)
{
	mod_node_page_state(page_pgdat(f.page), NR_SLAB_UNRECLAIMABLE_B, sign(on) * (long)PAGE_SIZE);
}

static void mlock_drift(bool on)
{
	mod_zone_page_state(page_zone(f.page), NR_MLOCK, sign(on));
}

static void global_sum_drift(bool on)
{
	atomic_long_add(sign(on), &vm_node_stat[NR_VMSCAN_WRITE]);
}

static const struct audit_case audit_table_cases[] = {
	AUDIT_CASE("table", no_cow_bit, "no COW bit on a shared page"),
	AUDIT_CASE("table", cow_bit_on_own_page, "COW bit on an exclusive page"),
	AUDIT_CASE("table", cow_bit_and_writable, "COW bit, but writable"),
	AUDIT_CASE("table", lost_entry, "anonymous pages mapped: recorded 3, recounted 2"),
	AUDIT_CASE("table", swap_entry_without_swap, "swap entry without swap"),
	AUDIT_CASE("table", entry_of_no_memory, "maps no memory"),
	AUDIT_CASE("table", writable_in_read_only_vma, "writable in a read-only VMA"),
	AUDIT_CASE("table", page_at_another_offset, "offset of its page"),
	AUDIT_CASE("table", page_of_another_family, "page of another family"),
	AUDIT_CASE("table", page_of_another_file, "page of another file"),
	AUDIT_CASE("table", rss_drift, "anonymous pages mapped: recorded 4, recounted 3"),
	AUDIT_CASE("table", pgtables_bytes_drift, "bytes of page tables"),
	AUDIT_CASE("table", held_table_lock, "the lock of its table"),
	AUDIT_CASE("table", table_is_none, "is used as a page table, but is none"),
	AUDIT_CASE("table", spare_table_count_drift, "spare page tables: recorded"),
	AUDIT_CASE("table", dirty_spare_table, "is not all zeroes"),
	AUDIT_CASE("vma", map_count_drift, "map_count: recorded 3, recounted 2"),
	AUDIT_CASE("vma", total_vm_drift, "total_vm: recorded"),
	AUDIT_CASE("vma", locked_vm_drift, "locked_vm: recorded 1, recounted 0"),
	AUDIT_CASE("vma", data_vm_drift, "data_vm: recorded"),
	AUDIT_CASE("vma", exec_vm_drift, "exec_vm: recorded 1, recounted 0"),
	AUDIT_CASE("vma", stack_vm_drift, "stack_vm: recorded 1, recounted 0"),
	AUDIT_CASE("vma", pinned_vm_drift, "pinned_vm: recorded 1, recounted 0"),
	AUDIT_CASE("vma", vma_longer_than_in_tree, "stands in the tree over another range"),
	AUDIT_CASE("vma", broken_vma_tree, "its tree of VMAs is broken"),
	AUDIT_CASE("vma", vma_left_locked, "is write-locked, mmap_lock is not"),
	AUDIT_CASE("vma", vma_reader_never_left, "references: recorded 2, recounted 1"),
	AUDIT_CASE("vma", vma_detached, "is in the tree but detached"),
	AUDIT_CASE("vma", vma_not_in_files_tree, "is not in its file's tree"),
	AUDIT_CASE("vma", file_tree_last_page, "last page below VMA"),
	AUDIT_CASE("vma", writable_mappings_drift, "writable shared mappings: recorded 2, recounted 1"),
	AUDIT_CASE("rmap", active_vmas_drift, "VMAs that call it theirs"),
	AUDIT_CASE("rmap", children_drift, "children of all anon_vmas"),
	AUDIT_CASE("rmap", anon_vma_references_drift, "references to all anon_vmas"),
	AUDIT_CASE("rmap", chain_without_edge, "edges in VMAs' chains"),
	AUDIT_CASE("rmap", anon_tree_last_page, "last page below VMA"),
	AUDIT_CASE("users", too_many_users, "mm_users: recorded 2, recounted 1"),
	AUDIT_CASE("users", too_few_users, "mm_users: recorded 0, recounted 1"),
	AUDIT_CASE("users", too_few_holders, "mm_count: recorded 0, recounted 1 at least"),
	AUDIT_CASE("lru", listed_without_flag, "without PG_lru"),
	AUDIT_CASE("lru", flags_of_another_list, "LRU list of its flags"),
	AUDIT_CASE("lru", lru_counter_drift, "pages on LRU list 0"),
	AUDIT_CASE("lru", broken_lru_list, "LRU list is broken"),
	AUDIT_CASE("cache", nrpages_drift, "nrpages: recorded 2, recounted 1"),
	AUDIT_CASE("cache", cached_at_another_offset, "thinks it is in mapping"),
	AUDIT_CASE("cache", shmem_alloced_drift, "pages it has: recorded 2, recounted 1"),
	AUDIT_CASE(NULL, committed_drift, "pages committed"),
	AUDIT_CASE(NULL, committed_drift_behind_busy, "pages committed"),
	AUDIT_CASE(NULL, batch_without_reference, "references: recorded 1, recounted 2"),
	AUDIT_CASE(NULL, table_owners_drift, "owners: recorded 2, recounted 1"),
	AUDIT_CASE(NULL, table_of_nobody, "a page table that nobody uses"),
	AUDIT_CASE(NULL, mapcount_drift, "mapcount: recorded 2, recounted 1"),
	AUDIT_CASE(NULL, reference_too_few, "references: recorded 0, recounted 1"),
	AUDIT_CASE(NULL, reference_too_many, "references: recorded 2, recounted 1"),
	AUDIT_CASE(NULL, exclusive_and_shared, "COW bit on an exclusive page"),
	AUDIT_CASE(NULL, on_no_list_with_flag, "on no LRU list, but has PG_lru"),
	AUDIT_CASE(NULL, mlocked_without_vma, "mlocked, but no locked VMA"),
	AUDIT_CASE(NULL, not_in_its_cache, "not in the page cache of its mapping"),
	AUDIT_CASE(NULL, lost_frame, "it is lost"),
	AUDIT_CASE(NULL, lost_block, "marked as a free block, and on no free list"),
	AUDIT_CASE(NULL, kmalloc_shared, "kmalloc(): references: recorded 2, recounted 1"),
	AUDIT_CASE(NULL, managed_drift, "managed pages: recorded"),
	AUDIT_CASE(NULL, anon_pages_drift, "nr_anon_pages: recorded"),
	AUDIT_CASE(NULL, shmem_pages_drift, "nr_shmem: recorded"),
	AUDIT_CASE(NULL, table_pages_drift, "nr_page_table_pages: recorded"),
	AUDIT_CASE(NULL, slab_pages_drift, "nr_slab_unreclaimable: recorded"),
	AUDIT_CASE(NULL, mlock_drift, "nr_mlock: recorded 1, recounted 0"),
	AUDIT_CASE(NULL, global_sum_drift, "sum of all nodes: recorded"),
};

KUNIT_ARRAY_PARAM_DESC(audit_cases, audit_table_cases, name);

static void finds(struct kunit *test)
{
	audit_finds(test, test->param_value);
}

static void sound_system_passes(struct kunit *test)
{
	struct audit_report report;

	KUNIT_EXPECT_EQ_MSG(test, mm_audit(&report), 0, "%s", report.first);
	KUNIT_EXPECT_STREQ(test, report.first, "");
}

static struct kunit_case audit_kunit_cases[] = {
	KUNIT_CASE_PARAM(finds, audit_cases_gen_params),
	KUNIT_CASE(sound_system_passes),
	{}
};

static struct kunit_suite audit_suite = {
	.name = "mm_audit",
	.init = fill,
	.test_cases = audit_kunit_cases,
};
kunit_test_suite(audit_suite);
