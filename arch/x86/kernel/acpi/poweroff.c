// SPDX-License-Identifier: GPL-2.0-only
/*
 * poweroff.c - switching off and resetting through ACPI's fixed hardware.
 *
 * The values to write for the soft-off state are in AML: the package _S5 in the DSDT. It is
 * found by its name and read as the simple encoding that every firmware uses: NameOp, "_S5_",
 * PackageOp, a length, a count, and constants (ACPI specification, chapter 20).
 */
#include <linux/cache.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/acpi.h>
#include <asm/io.h>
#include "tables.h"

#define AML_ZERO	0x00
#define AML_ONE		0x01
#define AML_NAME	0x08
#define AML_BYTE	0x0a
#define AML_WORD	0x0b
#define AML_DWORD	0x0c
#define AML_PACKAGE	0x12

#define SLP_TYP_SHIFT	10
#define SLP_EN		(1U << 13)
#define FADT_HAS_RESET	(1U << 10)

static u16 pm1a_port __ro_after_init, pm1b_port __ro_after_init;
static struct resource pm1a_resource = { .name = "ACPI PM1a_CNT_BLK", .flags = IORESOURCE_IO | IORESOURCE_BUSY };
static u16 slp_typ_a __ro_after_init, slp_typ_b __ro_after_init;
static u16 reset_port __ro_after_init;
static u8 reset_value __ro_after_init;

/* One integer constant; steps over it. Return: false where it is none, or ends too early. */
static bool __init aml_integer(const u8 **p, const u8 *end, u16 *value)
{
	static const u8 sizes[] = { [AML_BYTE] = 1, [AML_WORD] = 2, [AML_DWORD] = 4 };
	const u8 *at = *p;
	unsigned int size;

	if (at >= end)
		return false;
	if (*at == AML_ZERO || *at == AML_ONE) {
		*value = *at;
		*p = at + 1;
		return true;
	}
	size = *at <= AML_DWORD ? sizes[*at] : 0;
	if (!size || end - at < 1 + (int)size)
		return false;
	*value = at[1] | (size > 1 ? at[2] << 8 : 0);
	*p = at + 1 + size;
	return true;
}

static bool __init parse_s5(const u8 *p, const u8 *end)
{
	if (end - p < 4 || *p++ != AML_PACKAGE)
		return false;
	p += 1 + (*p >> 6);	/* the top two bits of a length say how many bytes follow */
	p++;			/* number of elements */
	return aml_integer(&p, end, &slp_typ_a) && aml_integer(&p, end, &slp_typ_b);
}

static bool __init find_s5(const struct acpi_table_header *dsdt)
{
	const u8 *p = (const u8 *)(dsdt + 1), *end = (const u8 *)dsdt + dsdt->length;

	for (; end - p > 4; p++) {
		if (memcmp(p, "_S5_", 4))
			continue;
		/* Defined by Name(), in this scope or ("\") in the root. */
		if (p[-1] != AML_NAME && !(p[-1] == '\\' && p[-2] == AML_NAME))
			continue;
		if (parse_s5(p + 4, end))
			return true;
	}
	return false;
}

/** acpi_power_init() - note the ports and values while the tables are at hand */
void __init acpi_power_init(void)
{
	const struct acpi_table_fadt *fadt = (const void *)acpi_find_table("FACP");
	const struct acpi_table_header *dsdt;

	if (!fadt || fadt->header.length < offsetof(struct acpi_table_fadt, flags))
		return;
	if (fadt->header.length >= sizeof(*fadt) && (fadt->flags & FADT_HAS_RESET) && fadt->reset_register.space == 1) {
		reset_port = fadt->reset_register.address;
		reset_value = fadt->reset_value;
	}
	dsdt = acpi_map_table(fadt->dsdt);
	if (!dsdt || !find_s5(dsdt)) {
		pr_warn("ACPI: no _S5: this machine cannot switch itself off\n");
		return;
	}
	pm1a_port = fadt->pm1a_control;
	pm1b_port = fadt->pm1b_control;
	pm1a_resource.start = pm1a_port;
	pm1a_resource.end = pm1a_port + 1;
	if (pm1a_port)
		request_resource(&ioport_resource, &pm1a_resource);
}

/** acpi_power_off() - returns where the machine does not obey */
void acpi_power_off(void)
{
	if (!pm1a_port)
		return;
	outw(slp_typ_a << SLP_TYP_SHIFT | SLP_EN, pm1a_port);
	if (pm1b_port)
		outw(slp_typ_b << SLP_TYP_SHIFT | SLP_EN, pm1b_port);
	mdelay(100);
}

/** acpi_reset() - by the reset register, where there is one */
void acpi_reset(void)
{
	if (!reset_port)
		return;
	outb(reset_value, reset_port);
	mdelay(10);
}
