// SPDX-License-Identifier: GPL-2.0-only
/*
 * boot.c - finds the ACPI tables and learns from the MADT which CPUs and interrupt controllers
 * there are.
 *
 * Invariant:  nothing in a table is trusted before its checksum is right; every length is checked
 *             against the table's end. A machine without tables has one CPU and the usual APICs.
 * Elsewhere:  power-off and reset (poweroff.c). There is no AML interpreter.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/io_apic.h>
#include <asm/page.h>
#include <asm/setup.h>
#include "tables.h"

#define IO_APIC_DEFAULT_PHYS_BASE	0xfec00000UL
#define TABLE_LIMIT			(4UL << 20)	/* a longer one is rubbish */

static phys_addr_t root_table __initdata;
static bool root_is_xsdt __initdata;

static bool __init checksum_ok(const void *table, size_t len)
{
	const u8 *p = table;
	u8 sum = 0;

	while (len--)
		sum += *p++;
	return !sum;
}

static const struct acpi_rsdp * __init check_rsdp(const void *p)
{
	return !memcmp(p, "RSD PTR ", 8) && checksum_ok(p, 20) ? p : NULL;
}

/* On a 16-byte boundary in the BIOS's last 128 KiB, or in the first KiB of its data area. */
static const struct acpi_rsdp * __init scan_for_rsdp(void)
{
	unsigned long ebda = (unsigned long)*(u16 *)__va(0x40e) << 4;
	const struct acpi_rsdp *rsdp;
	unsigned long phys;

	for (phys = 0xe0000; phys < 0x100000; phys += 16)
		if ((rsdp = check_rsdp(__va(phys))))
			return rsdp;
	if (ebda >= 0x80000 && ebda < 0xa0000)
		for (phys = ebda; phys < ebda + 1024; phys += 16)
			if ((rsdp = check_rsdp(__va(phys))))
				return rsdp;
	return NULL;
}

static const struct acpi_rsdp * __init find_rsdp(void)
{
	phys_addr_t phys = boot_params.acpi_rsdp_addr;
	const struct acpi_rsdp *rsdp = NULL;

	if (phys)
		rsdp = map_firmware_table(phys, sizeof(*rsdp));
	if (rsdp)
		rsdp = check_rsdp(rsdp);
	return rsdp ?: scan_for_rsdp();
}

/** acpi_map_table() - the table at @phys, whole and with a right checksum, or NULL */
const struct acpi_table_header * __init acpi_map_table(phys_addr_t phys)
{
	const struct acpi_table_header *h = phys ? map_firmware_table(phys, sizeof(*h)) : NULL;

	if (!h || h->length < sizeof(*h) || h->length > TABLE_LIMIT)
		return NULL;
	h = map_firmware_table(phys, h->length);
	return h && checksum_ok(h, h->length) ? h : NULL;
}

/** acpi_find_table() - the first table with this signature, or NULL */
const struct acpi_table_header * __init acpi_find_table(const char *signature)
{
	const struct acpi_table_header *root = acpi_map_table(root_table), *h;
	unsigned int width = root_is_xsdt ? 8 : 4;
	const void *entry;

	if (!root)
		return NULL;
	for (entry = root + 1; entry + width <= (void *)root + root->length; entry += width) {
		u64 phys = 0;

		memcpy(&phys, entry, width);
		h = acpi_map_table(phys);
		if (h && !memcmp(h->signature, signature, 4))
			return h;
	}
	return NULL;
}

static void __init parse_madt_entry(const struct acpi_subtable *sub)
{
	const struct madt_local_apic *lapic = (const void *)sub;
	const struct madt_io_apic *io = (const void *)sub;
	const struct madt_irq_override *over = (const void *)sub;

	if (sub->type == MADT_LOCAL_APIC && sub->length >= sizeof(*lapic)) {
		if (lapic->flags & 1)
			generic_processor_info(lapic->apic_id);
	} else if (sub->type == MADT_IO_APIC && sub->length >= sizeof(*io)) {
		mp_register_ioapic(io->id, io->address, io->gsi_base);
	} else if (sub->type == MADT_IRQ_OVERRIDE && sub->length >= sizeof(*over)) {
		mp_override_legacy_irq(over->source, over->gsi, (over->flags >> 2 & 3) == 3, (over->flags & 3) == 3);
	}
}

static phys_addr_t __init lapic_address(const struct acpi_table_madt *madt)
{
	const void *p = madt + 1, *end = (const void *)madt + madt->header.length;
	phys_addr_t address = madt->lapic_address;

	while (p + sizeof(struct acpi_subtable) <= end) {
		const struct acpi_subtable *sub = p;

		if (sub->length < sizeof(*sub) || p + sub->length > end)
			break;
		if (sub->type == MADT_LAPIC_ADDRESS && sub->length >= sizeof(struct madt_lapic_address))
			address = ((const struct madt_lapic_address *)sub)->address;
		p += sub->length;
	}
	return address;
}

static bool __init parse_madt(void)
{
	const struct acpi_table_madt *madt = (const void *)acpi_find_table("APIC");
	const void *p = madt + 1, *end;

	if (!madt || madt->header.length < sizeof(*madt))
		return false;
	apic_map(lapic_address(madt) ?: APIC_DEFAULT_PHYS_BASE);
	end = (const void *)madt + madt->header.length;
	while (p + sizeof(struct acpi_subtable) <= end) {
		const struct acpi_subtable *sub = p;

		if (sub->length < sizeof(*sub) || p + sub->length > end)
			break;
		parse_madt_entry(sub);
		p += sub->length;
	}
	return true;
}

/** acpi_boot_init() - CPUs and interrupt controllers, or what every machine has */
void __init acpi_boot_init(void)
{
	const struct acpi_rsdp *rsdp = find_rsdp();

	if (rsdp) {
		root_is_xsdt = rsdp->revision >= 2 && rsdp->xsdt_address;
		root_table = root_is_xsdt ? rsdp->xsdt_address : rsdp->rsdt_address;
		pr_info("ACPI: RSDP %#lx, %s %#llx\n", __pa(rsdp), root_is_xsdt ? "XSDT" : "RSDT", root_table);
		acpi_power_init();
		if (parse_madt())
			return;
	}
	pr_warn("ACPI: no MADT: one CPU\n");
	mp_register_ioapic(0, IO_APIC_DEFAULT_PHYS_BASE, 0);
}
