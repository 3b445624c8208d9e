// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_vmalloc.c - recount vmalloc space: its ranges, what they map, and whose the pages are.
 *
 * Every address is in one range, free, busy or waiting to be purged. A page-table entry stands only in
 * a busy range; an area of vmalloc() maps the pages of its array, in their order, and its guard page
 * maps nothing.
 *
 * Owns:       the owner AUDIT_VMALLOC; the tables of vmalloc space count as AUDIT_TABLE.
 * Locks:      none: everything stands still. A range between two trees, or being filled or emptied, is
 *             a suspect.
 * Elsewhere:  per-CPU chunks, which only take their ranges here (audit_percpu.c).
 */
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/rbtree.h>
#include "audit.h"
#include "vmalloc.h"

/* ---- trees -------------------------------------------------------------------------------- */

/* Each node of the free tree knows the largest range below it. Return: what a look finds. */
static unsigned long audit_subtree(struct audit *audit, struct rb_node *node)
{
	unsigned long max;

	if (!node)
		return 0;
	max = max3(audit_subtree(audit, node->rb_left), audit_subtree(audit, node->rb_right),
		   va_size(rb_va(node)));
	audit_equal(audit, NULL, rb_va(node)->subtree_max_size, max,
		    "free range %lx-%lx: largest below it", rb_va(node)->va_start,
		    rb_va(node)->va_end);
	return max;
}

/* Return: bytes in the ranges of a tree, which are in order and do not overlap. */
static unsigned long audit_ranges(struct audit *audit, struct rb_root *root, const char *kind,
				  bool may_touch)
{
	unsigned long sum = 0, end = VMALLOC_START;
	struct rb_node *node;

	for (node = rb_first(root); node; node = rb_next(node)) {
		struct vmap_area *va = rb_va(node);

		audit_true(audit, NULL, va->va_start < va->va_end && va->va_start >= end,
			   "%s range %lx-%lx is empty, or overlaps the one below, to %lx", kind,
			   va->va_start, va->va_end, end);
		audit_true(audit, NULL, may_touch || va->va_start != end || !sum,
			   "free ranges touch at %lx and have not merged", end);
		end = va->va_end;
		sum += va_size(va);
	}
	return sum;
}

static unsigned long audit_purge_list(struct audit *audit)
{
	unsigned long sum = 0;
	struct vmap_area *va;

	list_for_each_entry(va, &vmap_purge_list, list)
		sum += va_size(va);
	audit_equal(audit, NULL, vmap_purge_pages, sum >> PAGE_SHIFT, "pages of ranges to be purged");
	return sum;
}

/* ---- what is mapped ----------------------------------------------------------------------- */

/* The busy range that holds an address, or NULL. */
static struct vmap_area *range_of(unsigned long addr)
{
	struct rb_node *node = vmap_busy_root.rb_node;

	while (node) {
		struct vmap_area *va = rb_va(node);

		if (addr >= va->va_start && addr < va->va_end)
			return va;
		node = addr < va->va_start ? node->rb_left : node->rb_right;
	}
	return NULL;
}

/* What the array of an area says about one of its pages; NULL where it says nothing. */
static struct page *page_of_area(struct vm_struct *vm, unsigned long addr)
{
	unsigned long i = (addr - (unsigned long)vm->addr) >> PAGE_SHIFT;

	return vm->pages && i < vm->nr_pages ? vm->pages[i] : NULL;
}

static void audit_mapped(struct audit *audit, struct vmap_area *va, unsigned long addr, pte_t pte)
{
	struct vm_struct *vm = va ? va->vm : NULL;
	struct page *page;

	audit_true_settled(audit, (void *)addr, va, "%lx maps frame %lx, and is in no busy range", addr,
			   pte_pfn(pte));
	if (!vm)
		return;
	audit_true(audit, NULL, (vm->flags & VM_NO_GUARD) || addr < va->va_end - PAGE_SIZE,
		   "area %lx-%lx: its guard page maps frame %lx", va->va_start, va->va_end,
		   pte_pfn(pte));
	page = page_of_area(vm, addr);
	if (page)
		audit_equal(audit, page, pte_pfn(pte), page_to_pfn(page),
			    "area %lx-%lx: frame mapped at %lx, and in its array", va->va_start,
			    va->va_end, addr);
}

static void audit_kernel_table(struct audit *audit, void *table)
{
	struct page *page = virt_to_page(table);

	/* tables from boot are reserved memory */
	if (!PageTable(page))
		return;
	audit_page(audit, page)->maps++;
	audit_count(audit, page, NR_PAGETABLE, 1);
	audit_claim(audit, page_to_pfn(page), 1, AUDIT_TABLE);
}

static void audit_kernel_ptes(struct audit *audit, pmd_t *pmd, unsigned long addr)
{
	pte_t *pte = pte_offset_kernel(pmd, addr);
	struct vmap_area *va = NULL;
	int i;

	audit_kernel_table(audit, pte);
	for (i = 0; i < PTRS_PER_PTE; i++, addr += PAGE_SIZE) {
		if (pte_none(ptep_get(pte + i)))
			continue;
		if (!va || addr >= va->va_end)
			va = range_of(addr);
		audit_mapped(audit, va, addr, ptep_get(pte + i));
	}
}

static void audit_kernel_pmds(struct audit *audit, pud_t *pud, unsigned long addr, unsigned long end)
{
	pmd_t *pmd = pmd_offset(pud, addr);

	audit_kernel_table(audit, pud_pgtable(*pud));
	for (; addr < end; addr = pmd_addr_end(addr, end), pmd++)
		if (!pmd_none(*pmd) && !pmd_leaf(*pmd))
			audit_kernel_ptes(audit, pmd, addr & PMD_MASK);
}

static void audit_kernel_puds(struct audit *audit, p4d_t *p4d, unsigned long addr, unsigned long end)
{
	pud_t *pud = pud_offset(p4d, addr);

	if (!mm_pud_folded(&init_mm))
		audit_kernel_table(audit, p4d_pgtable(*p4d));
	for (; addr < end; addr = pud_addr_end(addr, end), pud++)
		if (!pud_none(*pud) && !pud_leaf(*pud))
			audit_kernel_pmds(audit, pud, addr, pud_addr_end(addr, end));
}

static void audit_kernel_tables(struct audit *audit)
{
	unsigned long addr = VMALLOC_START, end = VMALLOC_END & PAGE_MASK, next;

	for (; addr < end; addr = next) {
		pgd_t *pgd = pgd_offset_k(addr);
		p4d_t *p4d;

		next = pgd_addr_end(addr, end);
		if (pgd_none(*pgd))
			continue;
		/* where the level is folded, a p4d ends where the pgd does */
		p4d = p4d_offset(pgd, addr);
		next = p4d_addr_end(addr, next);
		if (!p4d_none(*p4d))
			audit_kernel_puds(audit, p4d, addr, next);
	}
}

/* ---- areas -------------------------------------------------------------------------------- */

/* Return: how many pages vmalloc() got for the area. */
static unsigned long audit_area(struct audit *audit, struct vmap_area *va)
{
	struct vm_struct *vm = va->vm;
	unsigned int i;

	if (!vm)
		return 0;
	audit_equal(audit, NULL, (unsigned long)vm->addr, va->va_start, "area at %lx: address",
		    va->va_start);
	audit_equal(audit, NULL, vm->size, va_size(va), "area at %lx: size", va->va_start);
	if (!vm->pages || !(vm->flags & (VM_ALLOC | VM_MAP_PUT_PAGES)))
		return 0;
	for (i = 0; i < vm->nr_pages; i++) {
		struct page *page = vm->pages[i];

		if (!page)
			continue;
		if (!audit_claim(audit, page_to_pfn(page), 1, AUDIT_VMALLOC))
			break;
		audit_true_settled(audit, &vm->pages[i], vmalloc_to_page(vm->addr + i * PAGE_SIZE) == page,
				   "area %lx-%lx: frame %lx of its array is not mapped", va->va_start,
				   va->va_end, page_to_pfn(page));
	}
	return vm->flags & VM_ALLOC ? vm->nr_pages : 0;
}

void audit_vmalloc(struct audit *audit)
{
	unsigned long bytes, pages = 0;
	struct rb_node *node;

	bytes = audit_ranges(audit, &vmap_free_root, "free", false);
	audit_subtree(audit, vmap_free_root.rb_node);
	bytes += audit_ranges(audit, &vmap_busy_root, "busy", true);
	bytes += audit_purge_list(audit);
	audit_equal_settled(audit, &vmap_free_root, ((VMALLOC_END + 1) & PAGE_MASK) - VMALLOC_START, bytes,
			    "bytes of vmalloc space");
	for (node = rb_first(&vmap_busy_root); node; node = rb_next(node))
		pages += audit_area(audit, rb_va(node));
	audit_equal_settled(audit, &vmap_busy_root, vmalloc_nr_pages(), pages, "pages of vmalloc()");
	audit_kernel_tables(audit);
}
