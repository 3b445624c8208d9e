// SPDX-License-Identifier: GPL-2.0-only
/*
 * irq.c - from a vector to whoever is concerned.
 *
 * Invariant:  entered with interrupts off. The local APIC is told the end of its own interrupts
 *             before they are handled; that of a device's by its chip (io_apic.c).
 * Elsewhere:  device handlers (kernel/irq/), what timers and messages do.
 */
#include <linux/cpumask.h>
#include <linux/hardirq.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irq_regs.h>
#include <linux/irqdesc.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/smp.h>
#include <asm/apic.h>
#include <asm/desc.h>
#include <asm/hardirq.h>
#include <asm/io.h>
#include <asm/irq.h>
#include <asm/irq_vectors.h>
#include "../entry/entry.h"

/* The two legacy controllers raise nothing any more; even masked they may, so not at exceptions' vectors. */
static void __init mask_legacy_pic(void)
{
	outb_p(0x11, 0x20);
	outb_p(0x11, 0xa0);
	outb_p(FIRST_EXTERNAL_VECTOR, 0x21);
	outb_p(FIRST_EXTERNAL_VECTOR + 8, 0xa1);
	outb_p(0x04, 0x21);
	outb_p(0x02, 0xa1);
	outb_p(0x01, 0x21);
	outb_p(0x01, 0xa1);
	outb(0xff, 0x21);
	outb(0xff, 0xa1);
}

/** init_IRQ() - interrupt controllers ready, every line masked */
void __init init_IRQ(void)
{
	mask_legacy_pic();
	setup_local_apic();
	io_apic_init();
}

/** ack_bad_irq() - a device's interrupt that nobody knows */
void ack_bad_irq(unsigned int irq)
{
	pr_warn_ratelimited("unexpected IRQ %u\n", irq);
	apic_eoi();
}

static void __noreturn stop_this_cpu(void)
{
	set_cpu_online(smp_processor_id(), false);
	for (;;)
		native_halt();
}

static void handle_in_irq_context(unsigned long vector)
{
	irq_enter();
	switch (vector) {
	case LOCAL_TIMER_VECTOR:
		apic_timer_interrupt();
		break;
	case CALL_FUNCTION_VECTOR:
		inc_irq_stat(irq_call_count);
		generic_smp_call_function_interrupt();
		break;
	case CALL_FUNCTION_SINGLE_VECTOR:
		inc_irq_stat(irq_call_count);
		generic_smp_call_function_single_interrupt();
		break;
	case ERROR_APIC_VECTOR:
		inc_irq_stat(irq_error_count);
		break;
	default:
		inc_irq_stat(irq_spurious_count);
		break;
	}
	irq_exit();
}

/** do_interrupt() - every vector from 32 up, from entry_64.S */
void do_interrupt(struct pt_regs *regs, unsigned long vector)
{
	struct pt_regs *old_regs = set_irq_regs(regs);

	if (vector < FIRST_SYSTEM_VECTOR) {
		irq_enter();
		if (generic_handle_irq(vector - FIRST_EXTERNAL_VECTOR))
			ack_bad_irq(vector - FIRST_EXTERNAL_VECTOR);
		irq_exit();
	} else if (vector == RESCHEDULE_VECTOR) {
		apic_eoi();
		inc_irq_stat(irq_resched_count);
		scheduler_ipi();
	} else if (vector == REBOOT_VECTOR) {
		apic_eoi();
		stop_this_cpu();
	} else {
		if (vector != SPURIOUS_APIC_VECTOR)
			apic_eoi();
		handle_in_irq_context(vector);
	}
	set_irq_regs(old_regs);
}

/* ---- /proc/interrupts ---- */

static void show_row(struct seq_file *p, int prec, const char *name, const char *what, size_t offset)
{
	int cpu;

	seq_printf(p, "%*s: ", prec, name);
	for_each_online_cpu(cpu)
		seq_printf(p, "%10u ", *(unsigned int *)((char *)&per_cpu(irq_stat, cpu) + offset));
	seq_printf(p, "  %s\n", what);
}

/** arch_show_interrupts() - the lines below the devices' */
int arch_show_interrupts(struct seq_file *p, int prec)
{
	unsigned int errors = 0;
	int cpu;

	show_row(p, prec, "NMI", "Non-maskable interrupts", offsetof(irq_cpustat_t, __nmi_count));
	show_row(p, prec, "LOC", "Local timer interrupts", offsetof(irq_cpustat_t, apic_timer_irqs));
	show_row(p, prec, "SPU", "Spurious interrupts", offsetof(irq_cpustat_t, irq_spurious_count));
	show_row(p, prec, "RES", "Rescheduling interrupts", offsetof(irq_cpustat_t, irq_resched_count));
	show_row(p, prec, "CAL", "Function call interrupts", offsetof(irq_cpustat_t, irq_call_count));
	for_each_online_cpu(cpu)
		errors += per_cpu(irq_stat, cpu).irq_error_count;
	seq_printf(p, "%*s: %10u\n", prec, "ERR", errors);
	return 0;
}
