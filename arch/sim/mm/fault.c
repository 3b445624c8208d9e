// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault.c - from an access that the software MMU refuses to handle_mm_fault(), and back.
 *
 * Owns:       what becomes of a fault that cannot be handled: -EFAULT for the kernel's own copies, a
 *             signal for user mode, or, where user mode asked to be told (sim/user.h), a number.
 * Locks:      none on entry; mmap_lock or a VMA's lock during the fault, none afterwards.
 * Elsewhere:  what a fault does (mm/memory.c).
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include "sim_mm.h"

/* The program hears of it as it wishes. Return: not 0. */
static int bad_access(struct pt_regs *regs, unsigned long addr, int sig, int code)
{
	if (!user_mode(regs))
		return -EFAULT;
	current->thread.fault_address = addr;
	if (current->thread.catch_faults) {
		current->thread.caught_code = code;
		return sig;
	}
	force_sig_fault(sig, code, (void __user *)addr);
	return -EFAULT;
}

static int fault_error(struct pt_regs *regs, unsigned long addr, vm_fault_t fault)
{
	if (fault & VM_FAULT_OOM) {
		pagefault_out_of_memory();
		return user_mode(regs) ? 0 : -EFAULT;	/* again, or the signal; a copy ends short */
	}
	if (fault & (VM_FAULT_HWPOISON | VM_FAULT_HWPOISON_LARGE))
		return bad_access(regs, addr, SIGBUS, BUS_MCEERR_AR);
	if (fault & VM_FAULT_SIGBUS)
		return bad_access(regs, addr, SIGBUS, BUS_ADRERR);
	return bad_access(regs, addr, SIGSEGV, SEGV_MAPERR);
}

static bool forbidden(struct vm_area_struct *vma, enum sim_access access)
{
	static const vm_flags_t right[] = {
		[SIM_READ] = VM_READ | VM_WRITE | VM_EXEC, [SIM_WRITE] = VM_WRITE, [SIM_EXEC] = VM_EXEC,
	};

	return !(vma->vm_flags & right[access]);
}

/* A signal that the task must handle first cut the fault short. */
static bool interrupted(vm_fault_t fault, struct pt_regs *regs)
{
	return (fault & VM_FAULT_RETRY) &&
	       (fatal_signal_pending(current) || (user_mode(regs) && signal_pending(current)));
}

static int fault_with_mmap_lock(struct pt_regs *regs, unsigned long addr, enum sim_access access,
				unsigned int flags)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	vm_fault_t fault;

	for (;;) {
		/* NULL, as a program's fault: who reaches user memory for the kernel expects it to fail */
		vma = lock_mm_and_find_vma(mm, addr, NULL);
		if (!vma)
			return bad_access(regs, addr, SIGSEGV, SEGV_MAPERR);
		if (forbidden(vma, access)) {
			mmap_read_unlock(mm);
			return bad_access(regs, addr, SIGSEGV, SEGV_ACCERR);
		}
		fault = handle_mm_fault(vma, addr, flags, regs);
		if (interrupted(fault, regs))
			return user_mode(regs) ? 0 : -EFAULT;
		if (fault & VM_FAULT_COMPLETED)
			return 0;
		if (!(fault & VM_FAULT_RETRY))
			break;
		flags |= FAULT_FLAG_TRIED;
	}
	mmap_read_unlock(mm);
	return fault & VM_FAULT_ERROR ? fault_error(regs, addr, fault) : 0;
}

/**
 * sim_user_fault() - make the access possible that was just refused, or say why not
 * @regs: whose access it is: user mode's, or the kernel's on its behalf
 *
 * Context: sleeps, unless page faults are disabled or the context is atomic: then it fails at once.
 * Return: 0: try again, or look at signals; else not to be had.
 */
int sim_user_fault(struct pt_regs *regs, unsigned long addr, enum sim_access access)
{
	unsigned int flags = FAULT_FLAG_DEFAULT | (user_mode(regs) ? FAULT_FLAG_USER : 0);
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	vm_fault_t fault;

	if (faulthandler_disabled() || !mm || addr >= TASK_SIZE_MAX)
		return bad_access(regs, addr, SIGSEGV, SEGV_MAPERR);
	if (access == SIM_WRITE)
		flags |= FAULT_FLAG_WRITE;
	if (access == SIM_EXEC)
		flags |= FAULT_FLAG_INSTRUCTION;

	vma = lock_vma_under_rcu(mm, addr);
	if (vma) {
		if (forbidden(vma, access)) {
			vma_end_read(vma);
			return bad_access(regs, addr, SIGSEGV, SEGV_ACCERR);
		}
		fault = handle_mm_fault(vma, addr, flags | FAULT_FLAG_VMA_LOCK, regs);
		if (!(fault & (VM_FAULT_RETRY | VM_FAULT_COMPLETED)))
			vma_end_read(vma);
		if (!(fault & (VM_FAULT_RETRY | VM_FAULT_ERROR)))
			return 0;
		if (!(fault & VM_FAULT_RETRY))
			return fault_error(regs, addr, fault);
		if (fault & VM_FAULT_MAJOR)
			flags |= FAULT_FLAG_TRIED;
		if (interrupted(fault, regs))
			return user_mode(regs) ? 0 : -EFAULT;
	}
	return fault_with_mmap_lock(regs, addr, access, flags);
}
