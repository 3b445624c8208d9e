/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/apic.h - the local APIC: this CPU's interrupt controller and timer.
 */
#ifndef _ASM_X86_APIC_H
#define _ASM_X86_APIC_H

#include <linux/types.h>

#define APIC_DEFAULT_PHYS_BASE	0xfee00000UL
#define BAD_APICID		0xffffffffU

/* Register offsets (Intel SDM 3, table 11-1). */
#define APIC_ID			0x020
#define APIC_LVR		0x030
#define APIC_TASKPRI		0x080
#define APIC_EOI		0x0b0
#define APIC_LDR		0x0d0
#define APIC_DFR		0x0e0
#define APIC_SPIV		0x0f0
#define APIC_ESR		0x280
#define APIC_ICR		0x300
#define APIC_ICR2		0x310
#define APIC_LVTT		0x320
#define APIC_LVTTHMR		0x330
#define APIC_LVTPC		0x340
#define APIC_LVT0		0x350
#define APIC_LVT1		0x360
#define APIC_LVTERR		0x370
#define APIC_TMICT		0x380
#define APIC_TMCCT		0x390
#define APIC_TDCR		0x3e0

#define APIC_SPIV_APIC_ENABLED	(1 << 8)
#define APIC_LVT_MASKED		(1 << 16)
#define APIC_DM_NMI		0x400
#define APIC_DM_INIT		0x500
#define APIC_DM_STARTUP		0x600
#define APIC_DM_EXTINT		0x700
#define APIC_ICR_BUSY		(1 << 12)
#define APIC_INT_ASSERT		(1 << 14)
#define APIC_INT_LEVELTRIG	(1 << 15)
#define APIC_TDR_DIV_1		0xb

extern void apic_map(phys_addr_t phys);
extern u32 read_boot_apicid(void);
extern void setup_local_apic(void);
extern void setup_apic_timer(void);
extern void apic_timer_init(void);
extern void apic_eoi(void);
extern void apic_send_ipi(u32 apicid, unsigned int vector);
extern void apic_send_init(u32 apicid);
extern void apic_send_startup(u32 apicid, unsigned int vector);
extern void apic_timer_interrupt(void);
extern void generic_processor_info(u32 apicid);

#endif
