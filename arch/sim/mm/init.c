// SPDX-License-Identifier: GPL-2.0-only
/*
 * init.c - how much memory there is, the direct map, zones, and top-level page tables.
 *
 * Owns:       swapper_pg_dir, the page that is always zero.
 * Invariant:  the kernel's image is the host's memory and has no frames, so nothing of it is freed.
 * Elsewhere:  vmemmap (mm/sparse-vmemmap.c), vmalloc's part (kmap.c).
 */
#include <linux/cache.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/initrd.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/pgalloc.h>
#include <asm/pgtable.h>
#include <asm/setup.h>

unsigned long max_low_pfn __ro_after_init;
unsigned long max_pfn __ro_after_init;

pgd_t swapper_pg_dir[PTRS_PER_PGD] __page_aligned_bss;
struct page *sim_zero_page __ro_after_init;

static void * __init early_table(void)
{
	void *table = memblock_alloc(PAGE_SIZE, PAGE_SIZE);

	if (!table)
		panic("No memory for the kernel's page tables. The machine is too small.");
	return table;
}

/* The direct map in huge entries: for whoever walks tables; the host has mapped it already. */
static void __init map_range(phys_addr_t start, phys_addr_t end)
{
	for (phys_addr_t phys = start; phys < end; phys += PMD_SIZE) {
		unsigned long addr = (unsigned long)__va(phys);
		p4d_t *p4d = p4d_offset(pgd_offset_k(addr), addr);
		pud_t *pud;

		if (p4d_none(*p4d))
			p4d_populate(&init_mm, p4d, early_table());
		pud = pud_offset(p4d, addr);
		if (pud_none(*pud))
			pud_populate(&init_mm, pud, early_table());
		set_pmd(pmd_offset(pud, addr), pmd_mkhuge(pfn_pmd(PHYS_PFN(phys), PAGE_KERNEL)));
	}
}

void __init sim_map_ram(void)
{
	phys_addr_t start, end;
	u64 i;

	for_each_mem_range(i, &start, &end)
		map_range(start, end);
}

/** paging_init() - zones and struct pages */
void __init paging_init(void)
{
	unsigned long max_zone_pfns[MAX_NR_ZONES] = { 0 };
	void *zero = memblock_alloc(PAGE_SIZE, PAGE_SIZE);

	if (!zero)
		panic("No memory for the zero page");
	max_zone_pfns[ZONE_DMA] = min(16UL << (20 - PAGE_SHIFT), max_low_pfn);
	max_zone_pfns[ZONE_DMA32] = min(1UL << (32 - PAGE_SHIFT), max_low_pfn);
	max_zone_pfns[ZONE_NORMAL] = max_low_pfn;
	free_area_init(max_zone_pfns);
	sim_zero_page = virt_to_page(zero);
}

/** arch_report_meminfo() - the DirectMap lines of /proc/meminfo */
void arch_report_meminfo(struct seq_file *m)
{
	seq_printf(m, "DirectMap2M:    %8lu kB\n", sim_machine.ram >> 10);
}

/* The host holds the image; nothing of it is memory of ours. */
void mark_rodata_ro(void)
{
}

void free_initmem(void)
{
}

void __init free_initrd_mem(unsigned long start, unsigned long end)
{
}

/** __virt_addr_valid() - does @kaddr, in the direct map, have a struct page? */
bool __virt_addr_valid(unsigned long kaddr)
{
	return kaddr >= PAGE_OFFSET && kaddr < VMALLOC_START && pfn_valid(__pa(kaddr) >> PAGE_SHIFT);
}

/** copy_from_kernel_nofault_allowed() - not through what a user's pointer could be */
bool copy_from_kernel_nofault_allowed(const void *unsafe_src, size_t size)
{
	unsigned long addr = (unsigned long)unsafe_src;

	return addr >= PAGE_SIZE && addr + size >= addr && (addr >= TASK_SIZE_MAX || addr < SIM_IMAGE_END);
}

/* ---- processes' top level ---- */

/** pgd_alloc() - an empty one; NULL for want of memory */
pgd_t *pgd_alloc(struct mm_struct *mm)
{
	return __pagetable_alloc_address();
}

/** pgd_free() - give it back; it is empty */
void pgd_free(struct mm_struct *mm, pgd_t *pgd)
{
	pagetable_free(virt_to_ptdesc(pgd));
}
