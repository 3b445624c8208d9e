// SPDX-License-Identifier: GPL-2.0-only
/*
 * init_64.c - the kernel's page tables: all RAM at PAGE_OFFSET, the image at __START_KERNEL_map.
 *
 * Owns:       init_top_pgt's kernel half until the page allocator runs.
 * Invariant:  no page is both writable and executable. The direct map never executes; its view of
 *             the image's text and read-only data becomes read-only with the image's own.
 * Elsewhere:  vmemmap (mm/sparse-vmemmap.c), vmalloc, later changes (set_memory.c).
 *
 * RAM is mapped by the largest pages that fit: 1 GiB where the CPU has them, 2 MiB, and 4 KiB at
 * ragged edges and where the image lies, whose rights change. Page tables come from memblock,
 * below the first GiB that head_64.S has mapped. All kernel entries of the top level are made
 * now, so that every process's copy of them stays right for ever.
 */
#include <linux/debug_pagealloc.h>
#include <linux/init.h>
#include <linux/initrd.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <asm/cpufeature.h>
#include <asm/kasan.h>
#include <asm/pgalloc.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <asm/set_memory.h>
#include <asm/tlbflush.h>
#include "mm_internal.h"

extern pud_t level3_kernel_pgt[PTRS_PER_PUD];

pteval_t __supported_pte_mask __ro_after_init = ~0UL;
unsigned long max_pfn_mapped __ro_after_init;

static unsigned long direct_pages_count[PG_LEVEL_NUM];

/** update_page_count() - @pages entries of @level came into (or left) the direct map */
void update_page_count(int level, unsigned long pages)
{
	direct_pages_count[level] += pages;
}

/** arch_report_meminfo() - the DirectMap lines of /proc/meminfo */
void arch_report_meminfo(struct seq_file *m)
{
	seq_printf(m, "DirectMap4k:    %8lu kB\n", direct_pages_count[PG_LEVEL_4K] << 2);
	seq_printf(m, "DirectMap2M:    %8lu kB\n", direct_pages_count[PG_LEVEL_2M] << 11);
	if (boot_cpu_has(X86_FEATURE_GBPAGES))
		seq_printf(m, "DirectMap1G:    %8lu kB\n", direct_pages_count[PG_LEVEL_1G] << 20);
}

static void * __init early_table(void)
{
	phys_addr_t pa = memblock_phys_alloc_range(PAGE_SIZE, PAGE_SIZE, 0, PUD_SIZE);

	if (!pa)
		panic("No memory for the kernel's page tables. The machine is too small.");
	clear_page(__va(pa));
	return __va(pa);
}

static pud_t * __init early_pud_offset(pgd_t *top, unsigned long addr)
{
	pgd_t *pgd = top + ((addr >> PGDIR_SHIFT) % PTRS_PER_PGD);

	if (!pgd_val(*pgd))
		*pgd = __pgd(__pa(early_table()) | _KERNPG_TABLE);
	return (pud_t *)__va(pgd_val(*pgd) & PTE_PFN_MASK) + ((addr >> PUD_SHIFT) % PTRS_PER_PUD);
}

static pmd_t * __init early_pmd_offset(pud_t *pud, unsigned long addr)
{
	if (pud_none(*pud))
		set_pud(pud, __pud(__pa(early_table()) | _KERNPG_TABLE));
	return pud_pgtable(*pud) + ((addr >> PMD_SHIFT) % PTRS_PER_PMD);
}

static pte_t * __init early_pte_offset(pmd_t *pmd, unsigned long addr)
{
	if (pmd_none(*pmd))
		set_pmd(pmd, __pmd(__pa(early_table()) | _KERNPG_TABLE));
	return (pte_t *)pmd_page_vaddr(*pmd) + ((addr >> PAGE_SHIFT) % PTRS_PER_PTE);
}

/* Rights will change page by page here: a large page would only have to be split again. */
static bool __init overlaps_image(unsigned long phys, unsigned long size)
{
	return phys < __pa_symbol(__end_rodata) && phys + size > __pa_symbol(_text);
}

static bool __init fits(unsigned long phys, unsigned long end, unsigned long size)
{
	return !(phys & (size - 1)) && end - phys >= size && !overlaps_image(phys, size) &&
	       !debug_pagealloc_enabled();
}

/* Maps [phys, end) into the direct map of @top; what is mapped already stays as it is. */
static void __init map_direct(pgd_t *top, unsigned long phys, unsigned long end)
{
	unsigned long step;

	for (; phys < end; phys += step) {
		unsigned long addr = (unsigned long)__va(phys);
		pud_t *pud = early_pud_offset(top, addr);
		pmd_t *pmd;
		pte_t *pte;

		step = PUD_SIZE - (phys & ~PUD_MASK);
		if (pud_leaf(*pud))
			continue;
		if (boot_cpu_has(X86_FEATURE_GBPAGES) && pud_none(*pud) && fits(phys, end, PUD_SIZE)) {
			set_pud(pud, pud_mkhuge(pfn_pud(phys >> PAGE_SHIFT, PAGE_KERNEL)));
			update_page_count(PG_LEVEL_1G, 1);
			continue;
		}
		pmd = early_pmd_offset(pud, addr);
		step = PMD_SIZE - (phys & ~PMD_MASK);
		if (pmd_leaf(*pmd))
			continue;
		if (pmd_none(*pmd) && fits(phys, end, PMD_SIZE)) {
			set_pmd(pmd, pmd_mkhuge(pfn_pmd(phys >> PAGE_SHIFT, PAGE_KERNEL)));
			update_page_count(PG_LEVEL_2M, 1);
			continue;
		}
		pte = early_pte_offset(pmd, addr);
		step = PAGE_SIZE;
		if (pte_present(*pte))
			continue;
		set_pte(pte, pfn_pte(phys >> PAGE_SHIFT, PAGE_KERNEL));
		update_page_count(PG_LEVEL_4K, 1);
	}
	max_pfn_mapped = max(max_pfn_mapped, end >> PAGE_SHIFT);
}

/* The image in 4 KiB pages. Read-only data stays writable until boot has written it. */
static pgprot_t __init image_prot(unsigned long addr)
{
	if (addr < (unsigned long)_etext)
		return PAGE_KERNEL_ROX;
	if (addr >= (unsigned long)_sinittext && addr < (unsigned long)_einittext)
		return PAGE_KERNEL_ROX;
	return PAGE_KERNEL;
}

static void __init map_image(void)
{
	pmd_t *pmds = early_table();
	unsigned long addr;

	for (addr = (unsigned long)_text; addr < (unsigned long)_end; addr += PAGE_SIZE) {
		pte_t *pte = early_pte_offset(&pmds[(addr >> PMD_SHIFT) % PTRS_PER_PMD], addr);

		set_pte(pte, pfn_pte(__pa_symbol(addr) >> PAGE_SHIFT, image_prot(addr)));
	}
	set_pud(&level3_kernel_pgt[(__START_KERNEL_map >> PUD_SHIFT) % PTRS_PER_PUD],
		__pud(__pa(pmds) | _KERNPG_TABLE));
}

static void __init probe_page_features(void)
{
	if (!boot_cpu_has(X86_FEATURE_NX))
		__supported_pte_mask &= ~_PAGE_NX;
	if (!boot_cpu_has(X86_FEATURE_PGE))
		__supported_pte_mask &= ~_PAGE_GLOBAL;
	else
		__write_cr4(__read_cr4() | X86_CR4_PGE);
}

/**
 * init_mem_mapping() - replace head_64.S's tables by the real ones
 *
 * The low MiB is mapped whether RAM or not: firmware leaves its tables there.
 */
void __init init_mem_mapping(void)
{
	pgd_t *top = early_table();
	phys_addr_t start, end;
	unsigned long addr;
	u64 i;

	kasan_map_early_shadow(top);
	probe_page_features();
	map_direct(top, 0, 1UL << 20);
	for_each_mem_range(i, &start, &end)
		map_direct(top, start, end);
	for (addr = VMALLOC_START; addr - 1 < VMALLOC_END; addr += PGDIR_SIZE)
		early_pud_offset(top, addr);
	for (i = KERNEL_PGD_BOUNDARY; i < PTRS_PER_PGD - 1; i++)
		init_top_pgt[i] = top[i];
	init_top_pgt[0] = __pgd(0);
	map_image();
	flush_tlb_local();
	memblock_phys_free(__pa(top), PAGE_SIZE);
}

/** map_firmware_table() - make @size bytes at @phys readable through the direct map */
void __init *map_firmware_table(phys_addr_t phys, unsigned long size)
{
	if (phys + size < phys || phys + size > 1UL << MAX_PHYSMEM_BITS)
		return NULL;
	map_direct(init_top_pgt, phys & PAGE_MASK, PAGE_ALIGN(phys + size));
	return __va(phys);
}

/** paging_init() - zones and struct pages */
void __init paging_init(void)
{
	unsigned long max_zone_pfns[MAX_NR_ZONES] = { 0 };

	max_zone_pfns[ZONE_DMA] = min(16UL << (20 - PAGE_SHIFT), max_low_pfn);
	max_zone_pfns[ZONE_DMA32] = min(1UL << (32 - PAGE_SHIFT), max_low_pfn);
	max_zone_pfns[ZONE_NORMAL] = max_low_pfn;
	free_area_init(max_zone_pfns);
}

/** mark_rodata_ro() - from now on nobody writes constants; free and then check the rest */
void mark_rodata_ro(void)
{
	unsigned long text = (unsigned long)_text, rodata = (unsigned long)__start_rodata;
	unsigned long end = (unsigned long)__end_rodata;

	set_memory_ro(rodata, (end - rodata) >> PAGE_SHIFT);
	set_memory_ro((unsigned long)__va(__pa_symbol(text)), (end - text) >> PAGE_SHIFT);
	pr_info("Write protecting the kernel read-only data: %luk\n", (end - text) >> 10);
	debug_checkwx();
}

/** free_initmem() - boot is over: its code and data become free memory, and leave the image's map */
void free_initmem(void)
{
	unsigned long begin = (unsigned long)__init_begin, end = (unsigned long)__init_end;

	set_memory_np(begin, (end - begin) >> PAGE_SHIFT);
	free_reserved_area(__va(__pa_symbol(begin)), __va(__pa_symbol(end)), -1, "unused kernel image (initmem)");
}

/** free_initrd_mem() - the initramfs has been unpacked */
void __init free_initrd_mem(unsigned long start, unsigned long end)
{
	free_reserved_area((void *)PAGE_ALIGN(start), (void *)PAGE_ALIGN(end), -1, "initrd");
}

/** __virt_addr_valid() - does @kaddr, in the direct map or the image, have a struct page? */
bool __virt_addr_valid(unsigned long kaddr)
{
	if (kaddr >= __START_KERNEL_map)
		return kaddr - __START_KERNEL_map < KERNEL_IMAGE_SIZE && pfn_valid(__pa(kaddr) >> PAGE_SHIFT);
	return kaddr >= PAGE_OFFSET && kaddr < VMALLOC_START && pfn_valid(__pa(kaddr) >> PAGE_SHIFT);
}
