// SPDX-License-Identifier: GPL-2.0-only
/*
 * setup.c - the machine-dependent half of boot: from the loader's parameters to struct pages.
 *
 * Owns:       the order of it. Nothing may be allocated before the image, the initrd and the
 *             low page are reserved; memblock may hand out only what is mapped, the first GiB,
 *             until init_mem_mapping() has mapped all of RAM.
 * Elsewhere:  the memory map (e820.c), the page tables (mm/init_64.c), the CPUs (acpi/boot.c).
 */
#include <linux/init.h>
#include <linux/initrd.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm/acpi.h>
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/e820.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/tsc.h>
#include <asm/trampoline.h>

/* Below this no kernel fits beside one program: better said now than died of later. */
#define MIN_RAM		(12UL << 20)

static char __initdata command_line[COMMAND_LINE_SIZE];

static void __init reserve_initrd(void)
{
	phys_addr_t start = boot_params.hdr.ramdisk_image | (u64)boot_params.ext_ramdisk_image << 32;
	phys_addr_t size = boot_params.hdr.ramdisk_size | (u64)boot_params.ext_ramdisk_size << 32;

	if (!IS_ENABLED(CONFIG_BLK_DEV_INITRD) || !boot_params.hdr.type_of_loader || !start || !size)
		return;
	memblock_reserve(start, PAGE_ALIGN(size));
	initrd_start = (unsigned long)__va(start);
	initrd_end = initrd_start + size;
}

static void __init ignore_initrd(const char *why)
{
	pr_err("initrd [%#lx-%#lx) %s: ignored\n", __pa(initrd_start), __pa(initrd_end), why);
	initrd_start = initrd_end = 0;
}

/*
 * An initrd that lies over the kernel is not there. One that mem= has cut off is copied into what
 * is left. Called when all of RAM is mapped.
 */
static void __init settle_initrd(void)
{
	phys_addr_t from = __pa(initrd_start), size = initrd_end - initrd_start, to;
	const void *source;

	if (!IS_ENABLED(CONFIG_BLK_DEV_INITRD) || !initrd_start)
		return;
	if (from < __pa_symbol(_end) && from + size > __pa_symbol(_text))
		return ignore_initrd("lies over the kernel");
	if (memblock_is_region_memory(from, size))
		return;

	to = size < memblock_phys_mem_size() / 2 ? memblock_phys_alloc(PAGE_ALIGN(size), PAGE_SIZE) : 0;
	source = map_firmware_table(from, size);
	if (!to || !source)
		return ignore_initrd("is not in memory, and there is no room for it");
	memcpy(__va(to), source, size);
	memblock_phys_free(from, PAGE_ALIGN(size));
	initrd_start = (unsigned long)__va(to);
	initrd_end = initrd_start + size;
	pr_info("initrd moved from [%#llx-%#llx) into memory at %#llx\n", from, from + size, to);
}

static void __init check_memory_size(void)
{
	phys_addr_t ram = memblock_phys_mem_size();

	if (ram >= MIN_RAM)
		return;
	early_serial_puts("This machine has too little memory to run Samara.\n");
	panic("Only %llu KiB of memory; at least %lu KiB are needed", ram >> 10, MIN_RAM >> 10);
}

/**
 * setup_arch() - everything of boot that is x86's, up to struct pages for all of RAM
 * @cmdline_p: where to leave the command line; the string may be modified
 */
void __init setup_arch(char **cmdline_p)
{
	identify_boot_cpu();
	e820__memory_setup();
	strscpy(command_line, boot_command_line, COMMAND_LINE_SIZE);
	*cmdline_p = command_line;
	parse_early_param();
	e820__finish_early_params();

	memblock_reserve(0, 64 << 10);
	memblock_reserve(__pa_symbol(_text), _end - _text);
	reserve_initrd();
	e820__memblock_setup();
	check_memory_size();
	max_pfn = max_low_pfn = e820__end_of_ram_pfn();

	memblock_set_current_limit(PUD_SIZE);
	reserve_real_mode();
	init_mem_mapping();
	memblock_set_current_limit(MEMBLOCK_ALLOC_ANYWHERE);
	kasan_init();
	memblock_allow_resize();
	settle_initrd();

	acpi_boot_init();
	prefill_possible_map();
	paging_init();
	tsc_early_init();
}
