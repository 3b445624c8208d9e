// SPDX-License-Identifier: GPL-2.0-only
/*
 * e820.c - what the firmware says lies at which physical address.
 *
 * Owns:       e820_table, sorted and without overlaps once e820__memory_setup() is through.
 * Invariant:  where the firmware gives one byte two types, the more restrictive one counts: the
 *             higher number. Bytes that it does not mention are not RAM.
 * Elsewhere:  handing out memory (memblock).
 *
 * mem= and memmap= of the command line edit the map before memblock sees it.
 */
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/e820.h>
#include <asm/page.h>
#include <asm/sections.h>
#include <asm/setup.h>

struct e820_entry {
	u64 addr;
	u64 size;
	u32 type;
};

/* The loader's entries; each edit adds at most two, and the command line is 2 KiB. */
#define E820_MAX	(E820_MAX_ENTRIES_ZEROPAGE * 4)

struct e820_table {
	unsigned int nr;
	struct e820_entry entries[E820_MAX];
};

static struct e820_table e820_table __initdata;
static bool user_defined __initdata;

static const char * __init e820_type_name(u32 type)
{
	switch (type) {
	case E820_TYPE_RAM:		return "usable";
	case E820_TYPE_RESERVED:	return "reserved";
	case E820_TYPE_ACPI:		return "ACPI data";
	case E820_TYPE_NVS:		return "ACPI NVS";
	case E820_TYPE_UNUSABLE:	return "unusable";
	default:			return "other";
	}
}

static void __init e820_print(const char *who)
{
	for (unsigned int i = 0; i < e820_table.nr; i++) {
		struct e820_entry *e = &e820_table.entries[i];

		pr_info("%s: [mem %#018llx-%#018llx] %s\n", who, e->addr, e->addr + e->size - 1,
			e820_type_name(e->type));
	}
}

static void __init e820_append(u64 addr, u64 size, u32 type)
{
	if (!size || e820_table.nr == E820_MAX)
		return;
	if (addr + size < addr)
		size = -addr;
	e820_table.entries[e820_table.nr++] = (struct e820_entry) { addr, size, type };
}

static void __init e820_delete(unsigned int i)
{
	e820_table.nr--;
	memmove(&e820_table.entries[i], &e820_table.entries[i + 1],
		(e820_table.nr - i) * sizeof(struct e820_entry));
}

/* Cuts [start, end) out of every entry of @type (0: of any). */
static void __init e820_cut(u64 start, u64 end, u32 type)
{
	for (unsigned int i = 0; i < e820_table.nr; i++) {
		struct e820_entry *e = &e820_table.entries[i];
		u64 e_end = e->addr + e->size;

		if ((type && e->type != type) || e->addr >= end || e_end <= start)
			continue;
		if (e->addr < start) {
			e->size = start - e->addr;
			if (e_end > end)
				e820_append(end, e_end - end, e->type);
		} else if (e_end > end) {
			e->addr = end;
			e->size = e_end - end;
		} else {
			e820_delete(i--);
		}
	}
}

static void __init e820_sort(void)
{
	for (unsigned int i = 1; i < e820_table.nr; i++) {
		struct e820_entry e = e820_table.entries[i];
		unsigned int j = i;

		for (; j && e820_table.entries[j - 1].addr > e.addr; j--)
			e820_table.entries[j] = e820_table.entries[j - 1];
		e820_table.entries[j] = e;
	}
	for (unsigned int i = 0; i + 1 < e820_table.nr; i++) {
		struct e820_entry *e = &e820_table.entries[i];

		if (e[0].type == e[1].type && e->addr + e->size == e[1].addr) {
			e->size += e[1].size;
			e820_delete(i-- + 1);
		}
	}
}

/* Rebuilds the table: each type in turn, the more restrictive cutting into the less. */
static void __init e820_sanitize(const struct boot_e820_entry *from, unsigned int nr)
{
	static const u32 order[] = {
		E820_TYPE_RAM, E820_TYPE_RESERVED, E820_TYPE_ACPI, E820_TYPE_NVS, E820_TYPE_UNUSABLE,
	};

	for (unsigned int pass = 0; pass <= ARRAY_SIZE(order); pass++)
		for (unsigned int i = 0; i < nr; i++) {
			bool known = from[i].type >= 1 && from[i].type <= ARRAY_SIZE(order);

			if (pass < ARRAY_SIZE(order) ? from[i].type != order[pass] : known)
				continue;
			if (!from[i].size || from[i].addr + from[i].size < from[i].addr)
				continue;
			e820_cut(from[i].addr, from[i].addr + from[i].size, 0);
			e820_append(from[i].addr, from[i].size, from[i].type);
		}
	e820_sort();
}

/**
 * e820__memory_setup() - take the loader's map
 *
 * A loader without one says at least how much there is above 1 MiB.
 */
void __init e820__memory_setup(void)
{
	e820_sanitize(boot_params.e820_table,
		      min_t(unsigned int, boot_params.e820_entries, E820_MAX_ENTRIES_ZEROPAGE));
	if (!e820_table.nr) {
		e820_append(0, 0x9f000, E820_TYPE_RAM);
		e820_append(0x100000, (u64)boot_params.alt_mem_k << 10, E820_TYPE_RAM);
	}
	pr_info("BIOS-provided physical RAM map:\n");
	e820_print("BIOS-e820");
}

/* mem=SIZE: RAM above that address is left alone. */
static int __init parse_memopt(char *p)
{
	u64 limit;

	if (!p || !strcmp(p, "nopentium"))
		return -EINVAL;
	limit = memparse(p, &p);
	if (!limit)
		return -EINVAL;
	user_defined = true;
	e820_cut(limit, ~0ULL, E820_TYPE_RAM);
	return 0;
}
early_param("mem", parse_memopt);

/* SIZE@START is RAM, SIZE#START ACPI data, SIZE$START reserved; SIZE alone as mem=. */
static int __init parse_memmap_one(char *p)
{
	char *start = p;
	u64 size, addr;
	u32 type;

	if (!strcmp(p, "exactmap")) {
		e820_table.nr = 0;
		user_defined = true;
		return 0;
	}
	size = memparse(p, &p);
	if (p == start)
		return -EINVAL;
	user_defined = true;
	switch (*p) {
	case '@':	type = E820_TYPE_RAM;		break;
	case '#':	type = E820_TYPE_ACPI;		break;
	case '$':	type = E820_TYPE_RESERVED;	break;
	default:
		e820_cut(size, ~0ULL, E820_TYPE_RAM);
		return 0;
	}
	addr = memparse(p + 1, &p);
	if (addr + size < addr)
		return -EINVAL;
	e820_cut(addr, addr + size, 0);
	e820_append(addr, size, type);
	return 0;
}

static int __init parse_memmap_opt(char *str)
{
	int err = 0;

	while (str && !err) {
		char *comma = strchr(str, ',');

		if (comma)
			*comma++ = 0;
		err = parse_memmap_one(str);
		str = comma;
	}
	return err;
}
early_param("memmap", parse_memmap_opt);

/** e820__finish_early_params() - the command line has had its say */
void __init e820__finish_early_params(void)
{
	if (!user_defined)
		return;
	e820_sort();
	pr_info("user-defined physical RAM map:\n");
	e820_print("user");
}

/** e820__end_of_ram_pfn() - the frame behind the last whole frame of RAM */
unsigned long __init e820__end_of_ram_pfn(void)
{
	unsigned long last = 0;

	for (unsigned int i = 0; i < e820_table.nr; i++) {
		struct e820_entry *e = &e820_table.entries[i];

		if (e->type == E820_TYPE_RAM)
			last = max_t(unsigned long, last, (e->addr + e->size) >> PAGE_SHIFT);
	}
	return min(last, 1UL << (MAX_PHYSMEM_BITS - PAGE_SHIFT));
}

static const char * __init e820_resource_name(u32 type)
{
	switch (type) {
	case E820_TYPE_RAM:		return "System RAM";
	case E820_TYPE_ACPI:		return "ACPI Tables";
	case E820_TYPE_NVS:		return "ACPI Non-volatile Storage";
	case E820_TYPE_UNUSABLE:	return "Unusable memory";
	default:			return "Reserved";
	}
}

static void __init insert_range(u64 start, u64 end, const char *name, unsigned long flags)
{
	struct resource *res = kzalloc(sizeof(*res), GFP_KERNEL);

	if (!res)
		return;
	res->start = start;
	res->end = end - 1;
	res->name = name;
	res->flags = flags;
	if (insert_resource(&iomem_resource, res))
		kfree(res);
}

/* The firmware's map and the kernel's place in it, for /proc/iomem. */
static int __init e820__reserve_resources(void)
{
	for (unsigned int i = 0; i < e820_table.nr; i++) {
		struct e820_entry *e = &e820_table.entries[i];

		insert_range(e->addr, e->addr + e->size, e820_resource_name(e->type),
			     e->type == E820_TYPE_RAM ? IORESOURCE_SYSTEM_RAM : IORESOURCE_MEM);
	}
	insert_range(__pa_symbol(_text), __pa_symbol(_etext), "Kernel code",
		     IORESOURCE_SYSTEM_RAM);
	insert_range(__pa_symbol(__start_rodata), __pa_symbol(__end_rodata), "Kernel rodata",
		     IORESOURCE_SYSTEM_RAM);
	insert_range(__pa_symbol(_sdata), __pa_symbol(_edata), "Kernel data",
		     IORESOURCE_SYSTEM_RAM);
	insert_range(__pa_symbol(__bss_start), __pa_symbol(__bss_stop), "Kernel bss",
		     IORESOURCE_SYSTEM_RAM);
	return 0;
}
arch_initcall(e820__reserve_resources);

/** e820__memblock_setup() - tell memblock of all RAM, in whole pages */
void __init e820__memblock_setup(void)
{
	for (unsigned int i = 0; i < e820_table.nr; i++) {
		struct e820_entry *e = &e820_table.entries[i];

		if (e->type == E820_TYPE_RAM)
			memblock_add(e->addr, e->size);
	}
	memblock_trim_memory(PAGE_SIZE);
}
