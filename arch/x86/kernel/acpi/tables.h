/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tables.h - the ACPI tables that are read (ACPI specification 6.4, section 5.2).
 */
#ifndef _X86_ACPI_TABLES_H
#define _X86_ACPI_TABLES_H

#include <linux/types.h>

struct acpi_rsdp {
	char	signature[8];		/* "RSD PTR " */
	u8	checksum;		/* of the first 20 bytes */
	char	oem_id[6];
	u8	revision;
	u32	rsdt_address;
	u32	length;			/* from revision 2 on */
	u64	xsdt_address;
	u8	extended_checksum;
	u8	reserved[3];
} __attribute__((packed));

struct acpi_table_header {
	char	signature[4];
	u32	length;
	u8	revision;
	u8	checksum;
	char	oem_id[6];
	char	oem_table_id[8];
	u32	oem_revision;
	u32	creator_id;
	u32	creator_revision;
} __attribute__((packed));

struct acpi_table_madt {
	struct acpi_table_header header;
	u32	lapic_address;
	u32	flags;
} __attribute__((packed));

struct acpi_subtable {
	u8	type;
	u8	length;
} __attribute__((packed));

#define MADT_LOCAL_APIC		0
#define MADT_IO_APIC		1
#define MADT_IRQ_OVERRIDE	2
#define MADT_LAPIC_ADDRESS	5

struct madt_local_apic {
	struct acpi_subtable header;
	u8	processor_id;
	u8	apic_id;
	u32	flags;			/* bit 0: usable */
} __attribute__((packed));

struct madt_io_apic {
	struct acpi_subtable header;
	u8	id;
	u8	reserved;
	u32	address;
	u32	gsi_base;
} __attribute__((packed));

struct madt_irq_override {
	struct acpi_subtable header;
	u8	bus;
	u8	source;
	u32	gsi;
	u16	flags;			/* 1..0 polarity: 3 low; 3..2 trigger: 3 level */
} __attribute__((packed));

struct madt_lapic_address {
	struct acpi_subtable header;
	u16	reserved;
	u64	address;
} __attribute__((packed));

struct acpi_gas {
	u8	space;			/* 0 memory, 1 port */
	u8	bit_width;
	u8	bit_offset;
	u8	access;
	u64	address;
} __attribute__((packed));

struct acpi_table_fadt {
	struct acpi_table_header header;
	u32	facs;
	u32	dsdt;
	u8	model;
	u8	profile;
	u16	sci_interrupt;
	u32	smi_command;
	u8	acpi_enable;
	u8	acpi_disable;
	u8	s4bios_request;
	u8	pstate_control;
	u32	pm1a_event;
	u32	pm1b_event;
	u32	pm1a_control;		/* offset 64 */
	u32	pm1b_control;
	u8	unused[40];
	u32	flags;			/* offset 112; bit 10: there is a reset register */
	struct acpi_gas reset_register;
	u8	reset_value;
} __attribute__((packed));

/* In the direct map, checksum right, or NULL. */
const struct acpi_table_header *acpi_find_table(const char *signature);
const struct acpi_table_header *acpi_map_table(phys_addr_t phys);
void acpi_power_init(void);

#endif
