// SPDX-License-Identifier: GPL-2.0-only
/*
 * process.c - a task's machine state: made at fork, changed at a switch, replaced at exec.
 *
 * Owns:       struct thread_struct.
 * Invariant:  a task's fiber runs on its kernel stack, below its pt_regs. The frames of its user
 *             mode, a function of C, lie there too, below those of none and above the kernel's.
 * Locks:      interrupts are off in sim_switch_to().
 * Elsewhere:  the exchange of stacks (os/fiber.c), turns of CPUs (point.c), user mode (user.c).
 */
#include <linux/cpu.h>
#include <linux/kernel.h>
#include <linux/personality.h>
#include <linux/ptrace.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/delay.h>
#include <asm/elf.h>
#include <asm/switch_to.h>
#include <asm/timex.h>
#include "sim_kernel.h"

static struct task_struct *switched_from[SIM_MAX_CPUS];	/* by the CPU that is switching */

/** sim_switch_to() - Return: who ran before, when @prev goes on, perhaps on another CPU */
struct task_struct *sim_switch_to(struct task_struct *prev, struct task_struct *next)
{
	struct sim_cpu *cpu = sim_this();

	switched_from[cpu->nr] = prev;
	cpu->current_task = next;
	os_fiber_switch(&prev->thread.fiber, &next->thread.fiber);
	return switched_from[sim_this()->nr];
}

/** sim_fiber_init() - @tsk will start with @fn, on an empty stack */
void sim_fiber_init(struct task_struct *tsk, void (*fn)(void))
{
	unsigned long low = (unsigned long)task_stack_page(tsk) + sizeof(long);	/* the end's magic */
	unsigned long high = (unsigned long)task_pt_regs(tsk);

	os_fiber_init(&tsk->thread.fiber, (void *)low, high - low, fn);
}

/* The first function of every task but the first of each CPU. */
static void task_entry(void)
{
	int (*fn)(void *) = current->thread.kernel_fn;

	schedule_tail(switched_from[sim_this()->nr]);
	if (fn)
		fn(current->thread.kernel_arg);
	/* a kernel thread has gone, unless it became a program by exec */
	sim_user_mode();
}

/* ---- making and unmaking a task ---- */

/** arch_dup_task_struct() - copy it; a fiber is made by copy_thread() */
int arch_dup_task_struct(struct task_struct *dst, struct task_struct *src)
{
	memcpy(dst, src, sizeof(*dst));
	memset(&dst->thread.fiber, 0, sizeof(dst->thread.fiber));
	return 0;
}

/** arch_release_task_struct() - the last reference is gone */
void arch_release_task_struct(struct task_struct *tsk)
{
	os_fiber_release(&tsk->thread.fiber);
}

/** exit_thread() - nothing is freed while the task may still be switched away from */
void exit_thread(struct task_struct *tsk)
{
}

/** copy_thread() - give a new task a fiber, and the place where its user mode starts */
int copy_thread(struct task_struct *p, const struct kernel_clone_args *args)
{
	struct pt_regs *regs = task_pt_regs(p);

	sim_fiber_init(p, task_entry);
	p->thread.kernel_fn = args->fn;
	p->thread.kernel_arg = args->fn_arg;
	p->thread.in_user = false;
	p->thread.exec_done = false;
	p->thread.changes = 0;
	if (args->fn) {
		memset(regs, 0, sizeof(*regs));
		return 0;
	}
	*regs = *current_pt_regs();
	regs->ret = 0;
	if (args->stack)
		regs->sp = args->stack;
	p->thread.user_fn = current->thread.child_fn;
	p->thread.user_arg = current->thread.child_arg;
	return 0;
}

/** flush_thread() - exec: nothing of the old program remains */
void flush_thread(void)
{
	current->thread.signal_fn = NULL;
	current->thread.catch_faults = true;
}

/** start_thread() - exec: go on at @new_ip with the stack @new_sp */
void start_thread(struct pt_regs *regs, unsigned long new_ip, unsigned long new_sp)
{
	regs->ip = new_ip;
	regs->sp = new_sp;
	current->thread.exec_done = true;
}

/** arch_align_stack() - a start of the stack at most 8 KiB below @sp, 16-byte aligned */
unsigned long arch_align_stack(unsigned long sp)
{
	if (!(current->personality & ADDR_NO_RANDOMIZE) && (current->flags & PF_RANDOMIZE))
		sp -= get_random_u32() % 8192;
	return sp & ~0xfUL;
}

/* ---- idling, looking ---- */

/** arch_cpu_idle() - wait for an interrupt; called and left with interrupts off */
void arch_cpu_idle(void)
{
	sim_halt();
	local_irq_disable();
}

/* ---- delays ---- */

/** sim_delay() - @nsecs, in which other CPUs run */
void sim_delay(unsigned long nsecs)
{
	u64 end = sim_now() + nsecs;

	while (sim_now() < end)
		cpu_relax();
}
