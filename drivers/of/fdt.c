// SPDX-License-Identifier: GPL-2.0-only
/*
 * fdt.c - boot by a device tree: memory, nodes and the command line are as it says.
 *
 * Owns:       initial_boot_params.
 * Locks:      none: the boot CPU alone.
 * Elsewhere:  what the tree says (fdt_scan.c), memory's ranges (mm/memblock.c), nodes (of_numa.c).
 *
 * The architecture calls these in the order in which they stand here.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/of_fdt.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm/setup.h>

void *initial_boot_params __ro_after_init;

/**
 * early_init_dt_verify() - is this the device tree of the machine?
 * @params: what the boot loader passed
 * @size: the most bytes that it can have
 *
 * Return: true, and it is used from now on; false, with a message, where it cannot be.
 */
bool __init early_init_dt_verify(void *params, size_t size)
{
	int err = params ? fdt_check_full(params, size) : -FDT_ERR_NOTFOUND;

	if (err) {
		pr_err("OF: fdt: the device tree cannot be used: %s\n", fdt_strerror(err));
		return false;
	}
	initial_boot_params = params;
	return true;
}

/** early_init_dt_scan_chosen() - the boot loader's words go to @cmdline, of COMMAND_LINE_SIZE bytes */
void __init early_init_dt_scan_chosen(char *cmdline)
{
	const char *bootargs = of_fdt_bootargs(initial_boot_params);

	if (bootargs && strscpy(cmdline, bootargs, COMMAND_LINE_SIZE) < 0)
		pr_warn("OF: fdt: the command line is cut off behind %d bytes\n", COMMAND_LINE_SIZE - 1);
}

static int __init add_memory(const struct fdt_range *range, void *unused)
{
	u64 start = PAGE_ALIGN(range->base), end = PAGE_ALIGN_DOWN(range->base + range->size);

	if (range->base <= start && start < end)	/* rounded up, the last page has no address */
		memblock_add_node(start, end - start, range->nid,
				  range->hotpluggable ? MEMBLOCK_HOTPLUG : MEMBLOCK_NONE);
	return 0;
}

/** early_init_dt_scan_memory() - memblock learns of all RAM, in whole pages */
void __init early_init_dt_scan_memory(void)
{
	of_fdt_for_each_memory(initial_boot_params, add_memory, NULL);
}

static int __init reserve(const struct fdt_range *range, void *unused)
{
	memblock_reserve(range->base, range->size);
	if (range->nomap)
		memblock_mark_nomap(range->base, range->size);
	return 0;
}

static int __init take_pool(const struct fdt_pool *pool, void *unused)
{
	u64 end = min_t(u64, pool->end, MEMBLOCK_ALLOC_ANYWHERE - 1) + 1;
	phys_addr_t base = memblock_phys_alloc_range(pool->size, pool->align ?: PAGE_SIZE, pool->start, end);

	if (!base) {
		pr_err("OF: reserved mem: no %llu bytes in [%#llx, %#llx)\n", pool->size, pool->start, end);
		return 0;
	}
	pr_info("OF: reserved mem: %llu bytes at %pa\n", pool->size, &base);
	if (pool->nomap)
		memblock_mark_nomap(base, pool->size);
	return 0;
}

/** early_init_fdt_scan_reserved_mem() - what is reserved is nobody's; those that may be anywhere get their place */
void __init early_init_fdt_scan_reserved_mem(void)
{
	of_fdt_for_each_reserved(initial_boot_params, reserve, NULL);
	of_fdt_for_each_pool(initial_boot_params, take_pool, NULL);
}
