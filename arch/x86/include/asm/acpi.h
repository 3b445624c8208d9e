/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/acpi.h - the little that is taken from the firmware's ACPI tables.
 */
#ifndef _ASM_X86_ACPI_H
#define _ASM_X86_ACPI_H

#include <linux/types.h>

#ifdef CONFIG_ACPI
extern void acpi_boot_init(void);
extern void acpi_power_off(void);
extern void acpi_reset(void);
#else
static inline void acpi_boot_init(void)
{
}
static inline void acpi_power_off(void)
{
}
static inline void acpi_reset(void)
{
}
#endif

#endif
