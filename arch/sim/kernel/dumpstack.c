// SPDX-License-Identifier: GPL-2.0-only
/*
 * dumpstack.c - backtraces, and the end after a fault of the kernel's own.
 *
 * Kernel code is built with frame pointers: each frame holds the caller's and the return address, and
 * a fiber starts with 0. Names come from the program's own symbol table.
 */
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/stacktrace.h>
#include <generated/utsrelease.h>
#include <asm/sections.h>
#include <asm/signal.h>
#include <asm/setup.h>

/* Room for one name: only dying kernels print many. */
static char symbol_name[KSYM_SYMBOL_LEN];

/** kallsyms_lookup() - the function that holds @addr; the name is good until the next call */
const char *kallsyms_lookup(unsigned long addr, unsigned long *size, unsigned long *offset)
{
	return os_symbol(addr, symbol_name, sizeof(symbol_name), size, offset) ? NULL : symbol_name;
}

/* What os_fiber_switch() leaves on the stack of a task that does not run: rbp is the sixth word. */
static unsigned long first_frame(struct task_struct *task)
{
	unsigned long *sp = task->thread.fiber.sp;

	if (!task || task == current)
		return (unsigned long)__builtin_frame_address(0);
	return READ_ONCE(task->on_cpu) || !sp ? 0 : sp[5];
}

/* Whoever asks holds the task's stack, so all of it can be read. */
static bool next_frame(struct task_struct *task, unsigned long *bp, unsigned long *ip)
{
	unsigned long low = (unsigned long)task_stack_page(task), *frame = (unsigned long *)*bp;

	if (*bp < low || *bp > low + THREAD_SIZE - 2 * sizeof(long) || (*bp & 7) || !frame[1])
		return false;
	*ip = frame[1];
	*bp = frame[0] > *bp ? frame[0] : 0;
	return true;
}

static void print_frames(struct task_struct *task, unsigned long bp, const char *lvl)
{
	unsigned long ip;

	printk("%sCall Trace:\n", lvl);
	for (int depth = 0; depth < 64 && next_frame(task, &bp, &ip); depth++)
		printk("%s %pB\n", lvl, (void *)ip);
}

noinline unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr)
{
	unsigned long bp = (unsigned long)__builtin_frame_address(0), ip;
	unsigned int n = 0;

	while (n < size && next_frame(current, &bp, &ip)) {
		if (skipnr)
			skipnr--;
		else
			store[n++] = ip;
	}
	return n;
}

unsigned int stack_trace_save_tsk(struct task_struct *task, unsigned long *store,
				  unsigned int size, unsigned int skip)
{
	unsigned long bp, ip;
	unsigned int n = 0;

	if (!try_get_task_stack(task))
		return 0;
	bp = first_frame(task);
	while (n < size && next_frame(task, &bp, &ip)) {
		if (task != current && in_sched_functions(ip))
			continue;
		if (skip)
			skip--;
		else
			store[n++] = ip;
	}
	put_task_stack(task);
	return n;
}

/** __get_wchan() - the function in which a sleeping task called the scheduler, or 0 */
unsigned long __get_wchan(struct task_struct *p)
{
	unsigned long ip = 0;

	stack_trace_save_tsk(p, &ip, 1, 0);
	return ip;
}

/** show_stack() - a task's backtrace */
void show_stack(struct task_struct *task, unsigned long *sp, const char *loglvl)
{
	if (!task)
		task = current;
	if (task != current && !try_get_task_stack(task))
		return;
	print_frames(task, first_frame(task), loglvl);
	if (task != current)
		put_task_stack(task);
}

static void print_where(const char *lvl)
{
	printk("%sCPU: %d PID: %d Comm: %.20s %s\n", lvl, raw_smp_processor_id(), current->pid, current->comm,
	       UTS_RELEASE);
}

/** dump_stack_lvl() - here I am, called by ... */
void dump_stack_lvl(const char *lvl)
{
	print_where(lvl);
	print_frames(current, (unsigned long)__builtin_frame_address(0), lvl);
}

/** dump_stack() - as dump_stack_lvl(), at the default level */
void dump_stack(void)
{
	dump_stack_lvl(KERN_DEFAULT);
}

/** show_regs() - where a task is; there are no registers to show but the host's */
void show_regs(struct pt_regs *regs)
{
	dump_stack();
}

static bool is_stack_guard(unsigned long addr)
{
	unsigned long stack = (unsigned long)current->stack;

	return addr >= stack - PAGE_SIZE && addr < stack;
}

/** sim_os_fault() - the host's MMU, or the host's CPU, refused an instruction of ours */
void sim_os_fault(int sig, unsigned long addr, unsigned long ip, unsigned long bp, int write)
{
	if (!sim_this()) {
		static const char text[] = "samara-sim: fault before boot\n";

		os_write(text, sizeof(text) - 1);
		os_exit(SIM_EXIT_PANIC);
	}
	console_verbose();
	if (is_stack_guard(addr))
		pr_emerg("BUG: kernel stack overflow of %s/%d\n", current->comm, current->pid);
	if (sig == SIGALRM)
		pr_emerg("BUG: the time is over, at %pS\n", (void *)ip);
	else if (addr < PAGE_SIZE)
		pr_emerg("BUG: kernel NULL pointer dereference, address: %016lx\n", addr);
	else
		pr_emerg("BUG: unable to handle %s of address %016lx (signal %d of the host)\n",
			 write ? "write" : "read", addr, sig);
	print_where(KERN_EMERG);
	pr_emerg("RIP: %pS\n", (void *)ip);
	print_frames(current, bp, KERN_EMERG);
	panic("Oops");
}
