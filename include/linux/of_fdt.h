/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * of_fdt.h - what a flattened device tree says of memory, CPUs and the command line.
 *
 * of_fdt_*() only read, any tree that fdt_check_full() has found good (drivers/of/fdt_scan.c). early_init_dt_*()
 * do at boot what the boot loader's tree says (drivers/of/fdt.c).
 */
#ifndef _LINUX_OF_FDT_H
#define _LINUX_OF_FDT_H

#include <linux/init.h>
#include <linux/libfdt.h>
#include <linux/types.h>

/**
 * struct fdt_range - memory that a tree tells of
 * @base: first byte; @size: bytes, not 0; @base + @size does not overflow
 * @nid: its node; NUMA_NO_NODE if none is named
 * @hotpluggable: may be unplugged later
 * @nomap: the kernel must not even map it
 */
struct fdt_range {
	u64	base;
	u64	size;
	int	nid;
	bool	hotpluggable;
	bool	nomap;
};

/**
 * struct fdt_pool - memory that is to be taken anywhere
 * @size: bytes; @align: a power of two, or 0
 * @start: not below; @end: not above; ~0: anywhere
 * @nomap: the kernel must not even map it
 */
struct fdt_pool {
	u64	size;
	u64	align;
	u64	start;
	u64	end;
	bool	nomap;
};

/* What a number of cells says: 32 bits each, the highest first. */
static inline u64 of_read_number(const __be32 *cell, int cells)
{
	u64 number = 0;

	while (cells--)
		number = number << 32 | be32_to_cpu(*cell++);
	return number;
}

/* Each calls @fn for what it finds, in the tree's order, until one does not return 0. Return: that, or 0. */
int of_fdt_for_each_memory(const void *fdt, int (*fn)(const struct fdt_range *range, void *arg), void *arg);
int of_fdt_for_each_reserved(const void *fdt, int (*fn)(const struct fdt_range *range, void *arg), void *arg);
int of_fdt_for_each_pool(const void *fdt, int (*fn)(const struct fdt_pool *pool, void *arg), void *arg);
int of_fdt_for_each_cpu(const void *fdt, int (*fn)(u64 hwid, int nid, void *arg), void *arg);
int of_fdt_for_each_distance(const void *fdt, int (*fn)(u32 from, u32 to, u32 distance, void *arg), void *arg);

const char *of_fdt_bootargs(const void *fdt);
bool of_fdt_initrd(const void *fdt, u64 *start, u64 *end);

extern void *initial_boot_params;	/* [I] the boot loader's tree; NULL: none */

bool early_init_dt_verify(void *params, size_t size);
void early_init_dt_scan_chosen(char *cmdline);
void early_init_dt_scan_memory(void);
void early_init_fdt_scan_reserved_mem(void);

#ifdef CONFIG_NUMA
void of_numa_init(void);
#else
static inline void of_numa_init(void)
{
}
#endif

#endif
