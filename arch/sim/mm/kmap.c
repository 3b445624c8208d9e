// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmap.c - kernel addresses outside the direct map: the page table says, the host's MMU follows.
 *
 * Owns:       cleared[], which tells the pages that were unmapped but not flushed since.
 * Invariant:  the host shows a page of vmalloc space or vmemmap exactly from the moment that its
 *             range is announced (arch_sync_kernel_mappings()) until its entry is cleared.
 * Locks:      books. Without a point in it, each function here is one step of its CPU as well.
 * Elsewhere:  the tables (mm/vmap.c, mm/sparse-vmemmap.c).
 *
 * A real TLB may go on knowing a page after its entry was cleared, until the flush. Here a use in
 * between faults at once: it is a mistake however the TLB behaves. To map something else at an
 * address whose last page was not flushed is a mistake, too, and ends the run.
 */
#include <linux/bitmap.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <asm/setup.h>
#include <asm/tlbflush.h>
#include "sim_mm.h"

#define NR_KERNEL_PAGES		(SIM_VMALLOC_SIZE >> PAGE_SHIFT)

static unsigned long *cleared;			/* a bit a page of vmalloc space, in untouched host memory */
static unsigned long clear_start, clear_end;	/* cleared, but the host not told yet */
static unsigned long unflushed_low = -1UL, unflushed_high;	/* bounds of what cleared[] holds */

static int books;

static unsigned long open_books(void)
{
	unsigned long flags;

	local_irq_save(flags);
	sim_books_lock(&books);
	return flags;
}

static void close_books(unsigned long flags)
{
	sim_books_unlock(&books);
	local_irq_restore(flags);
}

static unsigned long page_nr(unsigned long addr)
{
	return (addr - SIM_VMALLOC) >> PAGE_SHIFT;
}

static bool in_vmalloc_space(unsigned long addr)
{
	return addr - SIM_VMALLOC < SIM_VMALLOC_SIZE;
}

static void tell_host_cleared(void)
{
	if (clear_start < clear_end)
		os_unmap_pages(clear_start, clear_end - clear_start);
	clear_start = clear_end = 0;
}

/* The frame at a kernel address, or -1; *size is the entry's. */
static unsigned long kernel_phys(unsigned long addr, unsigned long *size)
{
	p4d_t *p4d = p4d_offset(pgd_offset_k(addr), addr);
	pud_t *pud;
	pmd_t *pmd;
	pte_t pte;

	*size = PAGE_SIZE;
	if (p4d_none(*p4d))
		return -1UL;
	pud = pud_offset(p4d, addr);
	if (pud_none(*pud))
		return -1UL;
	pmd = pmd_offset(pud, addr);
	if (pmd_none(*pmd))
		return -1UL;
	if (pmd_leaf(*pmd)) {
		*size = PMD_SIZE;
		return pmd_val(*pmd) & PTE_PFN_MASK;
	}
	pte = *pte_offset_kernel(pmd, addr);
	return pte_present(pte) ? pte_val(pte) & PTE_PFN_MASK : -1UL;
}

static void check_flushed(unsigned long start, unsigned long end)
{
	for (unsigned long addr = start; addr < end; addr += PAGE_SIZE)
		if (in_vmalloc_space(addr) && cleared && test_bit(page_nr(addr), cleared))
			panic("sim: %#lx is mapped again, but the TLB was not flushed since it was unmapped", addr);
}

/** arch_sync_kernel_mappings() - [start, end) has entries that were none before */
void arch_sync_kernel_mappings(unsigned long start, unsigned long end)
{
	unsigned long flags, run = start, run_phys = -1UL, size;

	flags = open_books();
	tell_host_cleared();
	check_flushed(start, end);
	for (unsigned long addr = start; addr < end; addr += size) {
		unsigned long phys = kernel_phys(addr, &size);

		if (phys != -1UL && run_phys != -1UL && phys == run_phys + (addr - run))
			continue;
		if (run_phys != -1UL)
			os_map_pages(run, run_phys, addr - run);
		run = addr;
		run_phys = phys;
	}
	if (run_phys != -1UL)
		os_map_pages(run, run_phys, end - run);
	close_books(flags);
}

/** sim_kernel_unmapped() - the entry of @addr was cleared */
void sim_kernel_unmapped(unsigned long addr)
{
	unsigned long flags;

	flags = open_books();
	if (in_vmalloc_space(addr) && cleared) {
		__set_bit(page_nr(addr), cleared);
		unflushed_low = min(unflushed_low, addr);
		unflushed_high = max(unflushed_high, addr + PAGE_SIZE);
	}
	if (addr != clear_end) {
		tell_host_cleared();
		clear_start = addr;
	}
	clear_end = addr + PAGE_SIZE;
	close_books(flags);
}

/** sim_kernel_flushed() - no CPU knows what [start, end) showed before */
void sim_kernel_flushed(unsigned long start, unsigned long end)
{
	unsigned long flags, from, to;

	flags = open_books();
	tell_host_cleared();
	from = max(start, unflushed_low);
	to = min(end, unflushed_high);
	if (from < to)
		bitmap_clear(cleared, page_nr(from), DIV_ROUND_UP(to - from, PAGE_SIZE));
	if (from == unflushed_low && to == unflushed_high) {
		unflushed_low = -1UL;
		unflushed_high = 0;
	}
	close_books(flags);
}

void __init sim_kmap_init(void)
{
	cleared = os_zeroed(NR_KERNEL_PAGES / 8);
}
