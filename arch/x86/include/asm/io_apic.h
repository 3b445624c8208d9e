/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/io_apic.h - what the firmware's table says of device interrupts.
 */
#ifndef _ASM_X86_IO_APIC_H
#define _ASM_X86_IO_APIC_H

#include <linux/types.h>

extern void mp_register_ioapic(u32 id, phys_addr_t address, u32 gsi_base);
extern void mp_override_legacy_irq(unsigned int isa_irq, u32 gsi, bool level, bool active_low);

#endif
