// SPDX-License-Identifier: GPL-2.0-only
/*
 * irq.c - delivering interrupts, which are bits in sim_cpu.pending.
 *
 * Invariant:  a handler runs with interrupts off, on the stack of whoever was interrupted.
 * Elsewhere:  who raises them (smp.c, point.c), device interrupts (none).
 */
#include <linux/cpumask.h>
#include <linux/hardirq.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irq_regs.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/seq_file.h>
#include <linux/smp.h>
#include <asm/irq.h>
#include <asm/sim_cpu.h>
#include "sim_kernel.h"

DEFINE_PER_CPU_ALIGNED(irq_cpustat_t, irq_stat);

static const char * const irq_names[SIM_NR_IRQS] = {
	[SIM_IRQ_STOP]		= "STP: %s  CPU stop interrupts\n",
	[SIM_IRQ_TIMER]		= "LOC: %s  Local timer interrupts\n",
	[SIM_IRQ_CALL]		= "CAL: %s  Function call interrupts\n",
	[SIM_IRQ_CALL_SINGLE]	= "CAS: %s  Function call interrupts, single\n",
	[SIM_IRQ_RESCHEDULE]	= "RES: %s  Rescheduling interrupts\n",
};

void __init init_IRQ(void)
{
}

void ack_bad_irq(unsigned int irq)
{
	pr_warn_ratelimited("unexpected IRQ %u\n", irq);
}

static void __noreturn stop_this_cpu(void)
{
	set_cpu_online(smp_processor_id(), false);
	sim_this()->started = false;
	for (;;)
		sim_yield();
}

static void handle(enum sim_irq irq)
{
	switch (irq) {
	case SIM_IRQ_STOP:
		stop_this_cpu();
	case SIM_IRQ_RESCHEDULE:
		scheduler_ipi();
		return;
	default:
		break;
	}
	irq_enter();
	if (irq == SIM_IRQ_TIMER)
		sim_timer_interrupt();
	else if (irq == SIM_IRQ_CALL)
		generic_smp_call_function_interrupt();
	else
		generic_smp_call_function_single_interrupt();
	irq_exit();
}

/**
 * sim_deliver_irqs() - handle what is pending on this CPU
 *
 * As a CPU does: interrupts off, handlers, back; the kernel is preempted on the way out where it
 * may be. User mode looks at its own work when it is back (user.c).
 *
 * Context: interrupts on; so they are again afterwards, perhaps on another CPU.
 */
void sim_deliver_irqs(void)
{
	struct pt_regs kernel_regs = { .user = false };
	bool user = current->thread.in_user;
	struct pt_regs *regs = user ? task_pt_regs(current) : &kernel_regs, *old;
	struct sim_cpu *cpu;

	for (;;) {
		cpu = sim_this();
		if (!sim_pending(cpu)) {
			cpu->irqs_on = true;
			return;
		}
		cpu->irqs_on = false;
		current->thread.in_user = false;
		old = set_irq_regs(regs);
		while (sim_pending(cpu)) {
			enum sim_irq irq = __ffs(sim_pending(cpu));

			__atomic_and_fetch(&cpu->pending, ~(1U << irq), __ATOMIC_SEQ_CST);
			WRITE_ONCE(cpu->irq_count[irq], cpu->irq_count[irq] + 1);
			handle(irq);
		}
		set_irq_regs(old);
		current->thread.in_user = user;
		if (!user && should_resched(0))
			preempt_schedule_irq();
	}
}

/** arch_show_interrupts() - lines of /proc/interrupts */
int arch_show_interrupts(struct seq_file *p, int prec)
{
	for (int irq = 0; irq < SIM_NR_IRQS; irq++) {
		int cpu;

		seq_printf(p, "%*.3s: ", prec, irq_names[irq]);
		for_each_online_cpu(cpu)
			seq_printf(p, "%10lu ", READ_ONCE(sim_cpus[cpu].irq_count[irq]));
		seq_puts(p, irq_names[irq] + sizeof("LOC: %s") - 1);
	}
	return 0;
}
