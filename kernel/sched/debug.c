// SPDX-License-Identifier: GPL-2.0-only
/*
 * debug.c - what tasks are doing, for the console.
 */
#include <linux/irq_regs.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/sched/debug.h>
#include <linux/smp.h>
#include "sched.h"

static const char *const state_letters = "RSDTtXZPI";

static char state_char(const struct task_struct *p)
{
	unsigned int state = READ_ONCE(p->__state) | p->exit_state;

	if ((state & TASK_IDLE) == TASK_IDLE)
		return 'I';
	return state_letters[fls(state & 0x7f)];
}

int in_sched_functions(unsigned long addr)
{
	return addr >= (unsigned long)__sched_text_start && addr < (unsigned long)__sched_text_end;
}

void sched_show_task(struct task_struct *p)
{
	pr_info("task:%-15.15s state:%c cpu:%u pid:%-5d flags:0x%08x\n", p->comm, state_char(p), task_cpu(p), p->pid,
		p->flags);
	show_stack(p, NULL, KERN_INFO);
}

void show_state(void)
{
	struct task_struct *g, *p;

	rcu_read_lock();
	for_each_process_thread(g, p)
		sched_show_task(p);
	rcu_read_unlock();
}

void show_this_cpu(void)
{
	struct pt_regs *regs = get_irq_regs();

	if (regs)
		show_regs(regs);
	else
		dump_stack();
}

static void show_asked_cpu(void *unused)
{
	show_this_cpu();
}

static DEFINE_PER_CPU(call_single_data_t, dump_csd) = { .func = show_asked_cpu };

void dump_cpu_task(int cpu)
{
	pr_info("Task dump for CPU %d:\n", cpu);
	sched_show_task(cpu_curr(cpu));
	/* where a task runs only its own CPU can tell, if it hears interrupts */
	smp_call_function_single_async(cpu, per_cpu_ptr(&dump_csd, cpu));
}

/**
 * get_wchan() - where does a task sleep
 * @p: the task, which the caller keeps from going away
 *
 * Return: an address outside the scheduler and the locks, or 0 if it does not sleep.
 */
unsigned long get_wchan(struct task_struct *p)
{
	unsigned long ip = 0, flags;

	if (!p || p == current)
		return 0;
	/* with its pi_lock held nobody wakes it: its stack stays as it is */
	raw_spin_lock_irqsave(&p->pi_lock, flags);
	if (READ_ONCE(p->__state) != TASK_RUNNING && !READ_ONCE(p->on_rq) && !READ_ONCE(p->on_cpu))
		ip = __get_wchan(p);
	raw_spin_unlock_irqrestore(&p->pi_lock, flags);
	return ip;
}
