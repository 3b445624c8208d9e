/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/desc.h - loading the descriptor tables.
 */
#ifndef _ASM_X86_DESC_H
#define _ASM_X86_DESC_H

#include <asm/desc_defs.h>
#include <asm/page_types.h>
#include <asm/percpu.h>
#include <asm/segment.h>

struct gdt_page {
	u64	gdt[GDT_ENTRIES];
} __attribute__((aligned(PAGE_SIZE)));

DECLARE_PER_CPU_PAGE_ALIGNED(struct gdt_page, gdt_page);

/* Indices into tss.ist, counted from 1 in gates. Each has a stack per CPU. */
#define IST_INDEX_DF	1
#define IST_INDEX_NMI	2
#define IST_INDEX_MCE	3
#define N_EXCEPTION_STACKS 3

static inline void load_idt(const struct desc_ptr *dtr)
{
	asm volatile("lidt %0" : : "m" (*dtr));
}

static inline void load_gdt(const struct desc_ptr *dtr)
{
	asm volatile("lgdt %0" : : "m" (*dtr));
}

static inline void load_tr(u16 selector)
{
	asm volatile("ltr %w0" : : "q" (selector));
}

extern void idt_setup_early(void);
extern void idt_setup_apic_and_irq_gates(void);
extern void idt_load(void);

#endif
