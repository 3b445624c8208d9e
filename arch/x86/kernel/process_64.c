// SPDX-License-Identifier: GPL-2.0-only
/*
 * process_64.c - a task's machine state: made at fork, changed at a switch, emptied at exec.
 *
 * Owns:       struct thread_struct.
 * Invariant:  while a task runs, its segment registers and the bases of fs and gs are in the CPU;
 *             while it does not, they are in its thread_struct. In the kernel the user's gs base
 *             is in MSR_KERNEL_GS_BASE.
 * Locks:      interrupts are off in __switch_to().
 * Elsewhere:  the exchange of stacks (entry_64.S); floating point (fpu/core.c).
 */
#include <linux/cpu.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/personality.h>
#include <linux/ptrace.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <asm/cpufeature.h>
#include <asm/elf.h>
#include <asm/fpu/api.h>
#include <asm/mmu_context.h>
#include <asm/msr.h>
#include <asm/switch_to.h>
#include <uapi/asm/prctl.h>

/* ---- segments ---- */

static unsigned long read_fsbase(void)
{
	unsigned long base;

	if (!boot_cpu_has(X86_FEATURE_FSGSBASE))
		return rdmsrq(MSR_FS_BASE);
	asm volatile("rdfsbase %0" : "=r" (base));
	return base;
}

static void write_fsbase(unsigned long base)
{
	if (boot_cpu_has(X86_FEATURE_FSGSBASE))
		asm volatile("wrfsbase %0" : : "r" (base));
	else
		wrmsrq(MSR_FS_BASE, base);
}

/* Loading the selector overwrites the active base, which is the kernel's: do it to the other one. */
static void load_gs_index(unsigned int selector)
{
	unsigned long flags;

	local_irq_save(flags);
	asm volatile("swapgs\n mov %0, %%gs\n mfence\n swapgs" : : "r" (selector) : "memory");
	local_irq_restore(flags);
}

static void save_segments(struct thread_struct *t)
{
	savesegment(ds, t->ds);
	savesegment(es, t->es);
	savesegment(fs, t->fsindex);
	savesegment(gs, t->gsindex);
	t->fsbase = read_fsbase();
	t->gsbase = rdmsrq(MSR_KERNEL_GS_BASE);
}

/* Only null and the flat user selectors can be loaded, so a selector never faults here. */
static void load_segments(const struct thread_struct *prev, const struct thread_struct *next)
{
	if (unlikely(prev->ds | next->ds))
		loadsegment(ds, next->ds);
	if (unlikely(prev->es | next->es))
		loadsegment(es, next->es);
	if (unlikely(prev->fsindex | next->fsindex))
		loadsegment(fs, next->fsindex);
	if (unlikely(prev->gsindex | next->gsindex))
		load_gs_index(next->gsindex);
	if (prev->fsbase != next->fsbase || unlikely(prev->fsindex | next->fsindex))
		write_fsbase(next->fsbase);
	if (prev->gsbase != next->gsbase || unlikely(prev->gsindex | next->gsindex))
		wrmsrq(MSR_KERNEL_GS_BASE, next->gsbase);
}

/**
 * __switch_to() - the rest of a switch, on @next's stack already
 *
 * Context: interrupts off, called by __switch_to_asm(). Return: @prev.
 */
struct task_struct *__switch_to(struct task_struct *prev, struct task_struct *next)
{
	fpu_save_current(prev);
	save_segments(&prev->thread);
	load_segments(&prev->thread, &next->thread);
	this_cpu_write(current_task, next);
	this_cpu_write(cpu_tss_rw.x86_tss.sp0, task_top_of_stack(next));
	return prev;
}

/* ---- making and unmaking a task ---- */

/** arch_dup_task_struct() - copy it, but for the memory that hangs on it */
int arch_dup_task_struct(struct task_struct *dst, struct task_struct *src)
{
	memcpy(dst, src, sizeof(*dst));
	dst->thread.fpu.state = NULL;
	return 0;
}

/** arch_release_task_struct() - the last reference is gone */
void arch_release_task_struct(struct task_struct *tsk)
{
	fpu_free(tsk);
}

/** exit_thread() - nothing is freed while the task may still be switched away from */
void exit_thread(struct task_struct *tsk)
{
}

/**
 * copy_thread() - give a new task registers and the frame that it starts from
 *
 * It first runs in ret_from_fork_asm(). A kernel thread calls args->fn there; a user task
 * returns from the system call of its parent, with 0.
 * Return: 0 or -ENOMEM.
 */
int copy_thread(struct task_struct *p, const struct kernel_clone_args *args)
{
	struct pt_regs *regs = task_pt_regs(p);
	struct fork_frame *fork_frame = container_of(regs, struct fork_frame, regs);
	struct inactive_task_frame *frame = &fork_frame->frame;

	memset(frame, 0, sizeof(*frame));
	frame->ret_addr = (unsigned long)ret_from_fork_asm;
	p->thread.sp = (unsigned long)frame;
	clear_tsk_thread_flag(p, TIF_NEED_FPU_LOAD);

	if (args->fn) {
		frame->bx = (unsigned long)args->fn;
		frame->r12 = (unsigned long)args->fn_arg;
		memset(regs, 0, sizeof(*regs));
		p->thread.ds = p->thread.es = p->thread.fsindex = p->thread.gsindex = 0;
		p->thread.fsbase = p->thread.gsbase = 0;
		return 0;
	}
	save_segments(&current->thread);
	p->thread.ds = current->thread.ds;
	p->thread.es = current->thread.es;
	p->thread.fsindex = current->thread.fsindex;
	p->thread.gsindex = current->thread.gsindex;
	p->thread.fsbase = current->thread.fsbase;
	p->thread.gsbase = current->thread.gsbase;
	*regs = *current_pt_regs();
	regs->ax = 0;
	if (args->stack)
		regs->sp = args->stack;	/* its top: clone3() has added the size */
	if (args->flags & CLONE_SETTLS) {
		if (args->tls >= TASK_SIZE_MAX)
			return -EPERM;
		p->thread.fsindex = 0;
		p->thread.fsbase = args->tls;
	}
	return fpu_clone(p, current);
}

/** flush_thread() - exec: nothing of the old program's registers remains */
void flush_thread(void)
{
	struct thread_struct *t = &current->thread;

	preempt_disable();
	t->ds = t->es = t->fsindex = t->gsindex = 0;
	t->fsbase = t->gsbase = 0;
	loadsegment(ds, 0);
	loadsegment(es, 0);
	loadsegment(fs, 0);
	load_gs_index(0);
	write_fsbase(0);
	wrmsrq(MSR_KERNEL_GS_BASE, 0);
	preempt_enable();
	fpu_flush_thread();
}

/** start_thread() - exec: go on at @new_ip with the stack @new_sp */
void start_thread(struct pt_regs *regs, unsigned long new_ip, unsigned long new_sp)
{
	regs->ip = new_ip;
	regs->sp = new_sp;
	regs->cs = __USER_CS;
	regs->ss = __USER_DS;
	regs->flags = X86_EFLAGS_IF | X86_EFLAGS_FIXED;
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
	arch_safe_halt();
	local_irq_disable();
}

/** __get_wchan() - the function in which a sleeping task called the scheduler, or 0 */
unsigned long __get_wchan(struct task_struct *p)
{
	struct inactive_task_frame *frame;
	unsigned long bp, words[2], ip = 0;

	if (!try_get_task_stack(p))
		return 0;
	frame = (void *)READ_ONCE(p->thread.sp);
	if (copy_from_kernel_nofault(&bp, &frame->bp, sizeof(bp)))
		goto out;
	for (int depth = 0; depth < 16; depth++) {
		if (bp < (unsigned long)p->stack || bp > (unsigned long)p->stack + THREAD_SIZE - sizeof(words) ||
		    copy_from_kernel_nofault(words, (void *)bp, sizeof(words)))
			break;
		if (!in_sched_functions(words[1])) {
			ip = words[1];
			break;
		}
		bp = words[0];
	}
out:
	put_task_stack(p);
	return ip;
}

/* ---- arch_prctl() ---- */

static long set_fs(unsigned long base)
{
	if (base >= TASK_SIZE_MAX)
		return -EPERM;
	preempt_disable();
	loadsegment(fs, 0);
	write_fsbase(base);
	current->thread.fsindex = 0;
	current->thread.fsbase = base;
	preempt_enable();
	return 0;
}

static long set_gs(unsigned long base)
{
	if (base >= TASK_SIZE_MAX)
		return -EPERM;
	preempt_disable();
	load_gs_index(0);
	wrmsrq(MSR_KERNEL_GS_BASE, base);
	current->thread.gsindex = 0;
	current->thread.gsbase = base;
	preempt_enable();
	return 0;
}

SYSCALL_DEFINE2(arch_prctl, int, option, unsigned long, arg)
{
	switch (option) {
	case ARCH_SET_FS:
		return set_fs(arg);
	case ARCH_SET_GS:
		return set_gs(arg);
	case ARCH_GET_FS:
		return put_user(read_fsbase(), (unsigned long __user *)arg);
	case ARCH_GET_GS:
		return put_user((unsigned long)rdmsrq(MSR_KERNEL_GS_BASE), (unsigned long __user *)arg);
	case ARCH_GET_CPUID:
		return 1;
	case ARCH_GET_XCOMP_SUPP:
	case ARCH_GET_XCOMP_PERM:
		return put_user(fpu_user_features, (u64 __user *)arg);
	}
	return -EINVAL;
}
