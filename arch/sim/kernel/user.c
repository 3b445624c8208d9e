// SPDX-License-Identifier: GPL-2.0-only
/*
 * user.c - user mode: a function of C on the task's own stack, and the ways from it into the kernel.
 *
 * Invariant:  thread.in_user is set exactly while the function's own code runs; then interrupts are
 *             on, preemption is possible, and no lock is held.
 * Elsewhere:  translation (../mm/mmu.c), faults (../mm/fault.c), signals (signal.c).
 *
 * What each access is for real hardware: points before and after, a translation, and in case of a
 * fault the kernel, the work on the way back, and the access again.
 */
#include <linux/entry-common.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <asm/setup.h>
#include <asm/syscall.h>
#include <sim/user.h>
#include "../mm/sim_mm.h"
#include "sim_kernel.h"

/** sim_leave_user() - from user mode to the kernel. Context: user mode. */
void sim_leave_user(void)
{
	current->thread.in_user = false;
	if (sim_machine.threads)
		sim_threads_leave_user();
}

/** sim_enter_user() - from the kernel to user mode. Context: interrupts off; on afterwards. */
void sim_enter_user(void)
{
	current->thread.in_user = true;
	local_irq_enable();
	if (sim_machine.threads)
		sim_threads_enter_user();
}

static void return_to_user(struct pt_regs *regs)
{
	local_irq_disable();
	exit_to_user_mode_loop(regs);
	sim_changes_over();
	sim_enter_user();
}

/* An instruction ends: interrupts come in here. */
static void user_point(void)
{
	struct pt_regs *regs;

	sim_point();
	if (likely(!(READ_ONCE(current_thread_info()->flags) & EXIT_TO_USER_MODE_WORK)))
		return;
	regs = current_pt_regs();
	sim_leave_user();
	regs->nr = -1;
	return_to_user(regs);
}

void sim_pause(void)
{
	sim_yield();
	user_point();
}

/* ---- memory ---- */

/* Where the byte at @addr is; no point may follow before it is used. Or NULL, and the signal in *sig. */
static void *user_page(unsigned long addr, enum sim_access access, int *sig)
{
	struct pt_regs *regs = current_pt_regs();
	void *page;

	user_point();
	while (!(page = sim_translate(addr, access))) {
		sim_leave_user();
		regs->nr = -1;
		regs->user = true;
		*sig = sim_user_fault(regs, addr, access);
		return_to_user(regs);
		if (*sig > 0)
			return NULL;
	}
	return page + offset_in_page(addr);
}

int sim_read(unsigned long addr, void *buf, unsigned long size)
{
	int sig = 0;

	while (size) {
		unsigned long part = min(size, PAGE_SIZE - offset_in_page(addr));
		void *p = user_page(addr, SIM_READ, &sig);

		if (!p)
			return sig;
		sim_copy_user(buf, p, part);
		addr += part;
		buf += part;
		size -= part;
	}
	return 0;
}

int sim_write(unsigned long addr, const void *buf, unsigned long size)
{
	int sig = 0;

	while (size) {
		unsigned long part = min(size, PAGE_SIZE - offset_in_page(addr));
		void *p = user_page(addr, SIM_WRITE, &sig);

		if (!p)
			return sig;
		sim_copy_user(p, buf, part);
		addr += part;
		buf += part;
		size -= part;
	}
	return 0;
}

int sim_load(unsigned long addr, unsigned int size, u64 *value)
{
	*value = 0;
	return sim_read(addr, value, min(size, 8U));
}

int sim_store(unsigned long addr, unsigned int size, u64 value)
{
	return sim_write(addr, &value, min(size, 8U));
}

int sim_exec_fetch(unsigned long addr, u8 *byte)
{
	int sig = 0;
	u8 *p = user_page(addr, SIM_EXEC, &sig);

	if (p)
		*byte = *p;
	return sig;
}

static u64 apply(enum sim_rmw op, u64 old, u64 operand)
{
	switch (op) {
	case SIM_ADD:
		return old + operand;
	case SIM_AND:
		return old & operand;
	case SIM_OR:
		return old | operand;
	default:
		return operand;
	}
}

/* One word, by compare-and-exchange, so that CPUs that are threads may race. */
static u64 exchange(void *p, unsigned int size, enum sim_rmw op, u64 operand)
{
	if (size == 4) {
		u32 old = READ_ONCE(*(u32 *)p);

		while (!try_cmpxchg_local((u32 *)p, &old, (u32)apply(op, old, operand)))
			;
		return old;
	}
	u64 old = READ_ONCE(*(u64 *)p);

	while (!try_cmpxchg_local((u64 *)p, &old, apply(op, old, operand)))
		;
	return old;
}

int sim_rmw(unsigned long addr, unsigned int size, enum sim_rmw op, u64 operand, u64 *value)
{
	int sig = 0;
	void *p = user_page(addr, SIM_WRITE, &sig);

	if (p)
		*value = exchange(p, size, op, operand);
	return sig;
}

int sim_cmpxchg(unsigned long addr, unsigned int size, u64 *value, u64 new)
{
	int sig = 0;
	void *p = user_page(addr, SIM_WRITE, &sig);

	if (!p)
		return sig;
	if (size == 4)
		*value = cmpxchg_local((u32 *)p, (u32)*value, (u32)new);
	else
		*value = cmpxchg_local((u64 *)p, *value, new);
	return 0;
}

int sim_fault_code(void)
{
	return current->thread.caught_code;
}

unsigned long sim_fault_address(void)
{
	return current->thread.fault_address;
}

void sim_raise_faults(bool raise)
{
	current->thread.catch_faults = !raise;
}

void sim_on_signal(void (*fn)(int sig, struct kernel_siginfo *info))
{
	current->thread.signal_fn = fn;
}

/* ---- system calls ---- */

static long dispatch(struct pt_regs *regs)
{
	const unsigned long *a = regs->args;

	sim_point();
	if (regs->nr < 0 || regs->nr >= __NR_syscalls)
		return -ENOSYS;
	return sys_call_table[regs->nr](a[0], a[1], a[2], a[3], a[4], a[5]);
}

long sim_syscall6(long nr, unsigned long a, unsigned long b, unsigned long c, unsigned long d,
		  unsigned long e, unsigned long f)
{
	struct pt_regs *regs = current_pt_regs();

	regs->user = true;
	regs->nr = nr;
	do {
		sim_leave_user();
		memcpy(regs->args, (unsigned long[]) { a, b, c, d, e, f }, sizeof(regs->args));
		regs->again = false;
		regs->ret = dispatch(regs);
		return_to_user(regs);
		if (unlikely(current->thread.exec_done)) {
			sim_leave_user();
			os_fiber_restart(&current->thread.fiber, sim_user_mode);
		}
	} while (regs->again);
	return regs->ret;
}

long sim_clone(unsigned long flags, unsigned long stack, unsigned long parent_tid, unsigned long child_tid,
	       unsigned long tls, void (*child)(void *arg), void *arg)
{
	current->thread.child_fn = child;
	current->thread.child_arg = arg;
	return sim_syscall(__NR_clone, flags, stack, parent_tid, child_tid, tls);
}

long sim_fork(void (*child)(void *arg), void *arg)
{
	return sim_clone(SIGCHLD, 0, 0, 0, 0, child, arg);
}

/* A call into the kernel that is no system call: for tests, which ask what user mode cannot know. */
void sim_in_kernel(void (*fn)(void *arg), void *arg)
{
	struct pt_regs *regs = current_pt_regs();

	sim_leave_user();
	regs->nr = -1;
	fn(arg);
	return_to_user(regs);
}

/* ---- the beginning and the end ---- */

/** sim_user_mode() - the running task's user mode, on a stack that holds nothing else of importance */
void sim_user_mode(void)
{
	struct thread_struct *t = &current->thread;
	struct pt_regs *regs = current_pt_regs();

	regs->nr = -1;
	regs->user = true;
	return_to_user(regs);
	if (t->exec_done) {
		t->exec_done = false;
		sim_start_program(regs);
	} else {
		t->user_fn(t->user_arg);
	}
	for (;;)
		sim_syscall(__NR_exit_group, 0);
}
