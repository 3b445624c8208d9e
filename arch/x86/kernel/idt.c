// SPDX-License-Identifier: GPL-2.0-only
/*
 * idt.c - which code each of the 256 vectors leads to.
 *
 * Owns:       idt_table: written during boot only, then read-only.
 * Elsewhere:  the entry code itself (entry/entry_64.S).
 */
#include <linux/cache.h>
#include <linux/array_size.h>
#include <linux/init.h>
#include <linux/linkage.h>
#include <asm/desc.h>
#include <asm/irq_vectors.h>
#include <asm/page_types.h>

#define DECLARE_ASM(name) extern void name(void)
DECLARE_ASM(asm_exc_divide_error);
DECLARE_ASM(asm_exc_debug);
DECLARE_ASM(asm_exc_nmi);
DECLARE_ASM(asm_exc_int3);
DECLARE_ASM(asm_exc_overflow);
DECLARE_ASM(asm_exc_bounds);
DECLARE_ASM(asm_exc_invalid_op);
DECLARE_ASM(asm_exc_device_not_available);
DECLARE_ASM(asm_exc_double_fault);
DECLARE_ASM(asm_exc_coproc_segment_overrun);
DECLARE_ASM(asm_exc_invalid_tss);
DECLARE_ASM(asm_exc_segment_not_present);
DECLARE_ASM(asm_exc_stack_segment);
DECLARE_ASM(asm_exc_general_protection);
DECLARE_ASM(asm_exc_page_fault);
DECLARE_ASM(asm_exc_spurious_interrupt_bug);
DECLARE_ASM(asm_exc_coprocessor_error);
DECLARE_ASM(asm_exc_alignment_check);
DECLARE_ASM(asm_exc_machine_check);
DECLARE_ASM(asm_exc_simd_coprocessor_error);

extern char irq_entries_start[];
#define IRQ_ENTRY_SIZE	16

static struct gate_struct idt_table[NR_VECTORS] __aligned(PAGE_SIZE) __ro_after_init;

static const struct desc_ptr idt_descr = {
	.size = sizeof(idt_table) - 1,
	.address = (unsigned long)idt_table,
};

static void __init set_gate(unsigned int vector, const void *entry, u8 type_attr, u8 ist)
{
	unsigned long addr = (unsigned long)entry;

	idt_table[vector] = (struct gate_struct) {
		.offset_low = addr,
		.segment = __KERNEL_CS,
		.ist = ist,
		.type_attr = type_attr,
		.offset_middle = addr >> 16,
		.offset_high = addr >> 32,
	};
}

static const struct {
	u8 vector;
	void (*entry)(void);
} exceptions[] __initconst = {
	{ X86_TRAP_DE, asm_exc_divide_error },
	{ X86_TRAP_DB, asm_exc_debug },
	{ X86_TRAP_NMI, asm_exc_nmi },
	{ X86_TRAP_BR, asm_exc_bounds },
	{ X86_TRAP_UD, asm_exc_invalid_op },
	{ X86_TRAP_NM, asm_exc_device_not_available },
	{ X86_TRAP_DF, asm_exc_double_fault },
	{ X86_TRAP_OLD_MF, asm_exc_coproc_segment_overrun },
	{ X86_TRAP_TS, asm_exc_invalid_tss },
	{ X86_TRAP_NP, asm_exc_segment_not_present },
	{ X86_TRAP_SS, asm_exc_stack_segment },
	{ X86_TRAP_GP, asm_exc_general_protection },
	{ X86_TRAP_PF, asm_exc_page_fault },
	{ X86_TRAP_SPURIOUS, asm_exc_spurious_interrupt_bug },
	{ X86_TRAP_MF, asm_exc_coprocessor_error },
	{ X86_TRAP_AC, asm_exc_alignment_check },
	{ X86_TRAP_MC, asm_exc_machine_check },
	{ X86_TRAP_XF, asm_exc_simd_coprocessor_error },
};

/** idt_setup_early() - exceptions, on the stack that runs; there is no TSS yet */
void __init idt_setup_early(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(exceptions); i++)
		set_gate(exceptions[i].vector, exceptions[i].entry, GATE_INTERRUPT, 0);
	set_gate(X86_TRAP_BP, asm_exc_int3, GATE_USER, 0);
	set_gate(X86_TRAP_OF, asm_exc_overflow, GATE_USER, 0);
	idt_load();
}

/** idt_setup_apic_and_irq_gates() - stacks of their own, and all interrupts; cpu_init() has run */
void __init idt_setup_apic_and_irq_gates(void)
{
	set_gate(X86_TRAP_NMI, asm_exc_nmi, GATE_INTERRUPT, IST_INDEX_NMI);
	set_gate(X86_TRAP_DF, asm_exc_double_fault, GATE_INTERRUPT, IST_INDEX_DF);
	set_gate(X86_TRAP_MC, asm_exc_machine_check, GATE_INTERRUPT, IST_INDEX_MCE);
	for (unsigned int v = FIRST_EXTERNAL_VECTOR; v < NR_VECTORS; v++)
		set_gate(v, irq_entries_start + (v - FIRST_EXTERNAL_VECTOR) * IRQ_ENTRY_SIZE, GATE_INTERRUPT, 0);
}

/** idt_load() - this CPU uses the table */
void idt_load(void)
{
	load_idt(&idt_descr);
}
