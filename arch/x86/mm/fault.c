// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault.c - #PF: from the CPU's registers to handle_mm_fault(), and back with a signal or an oops.
 *
 *   address in the kernel's half
 *     from user mode             SIGSEGV
 *     from the kernel            stale TLB entry? exception table? else oops
 *   address in the user's half
 *     the kernel may not (SMAP without stac, SMEP, no mm, in atomic context)
 *                                exception table, or oops
 *     VMA found under RCU        fault with its read lock alone
 *     otherwise                  fault with mmap_lock; repeat as handle_mm_fault() asks
 *
 * Owns:       the meaning of the error code.
 * Locks:      none on entry; mmap_lock or a VMA's lock during the fault, none afterwards.
 * Elsewhere:  what a fault does (mm/memory.c), how the kernel dies (kernel/dumpstack.c).
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include <asm/cpufeature.h>
#include <asm/extable.h>
#include <asm/irqflags.h>
#include <asm/pgtable.h>
#include <asm/traps.h>

static bool fault_in_kernel_space(unsigned long address)
{
	return address >= TASK_SIZE_MAX;
}

/* ---- the kernel's own mistakes ---- */

static void print_walk(unsigned long address)
{
	pgd_t *pgd = (pgd_t *)__va(__read_cr3() & PTE_PFN_MASK) + ((address >> PGDIR_SHIFT) % PTRS_PER_PGD);
	pud_t *pud;
	pmd_t *pmd;

	pr_alert("PGD %lx ", pgd_val(*pgd));
	if (!(pgd_val(*pgd) & _PAGE_PRESENT))
		goto out;
	pud = p4d_pgtable(*(p4d_t *)pgd) + ((address >> PUD_SHIFT) % PTRS_PER_PUD);
	pr_cont("PUD %lx ", pud_val(*pud));
	if (!pud_present(*pud) || pud_leaf(*pud))
		goto out;
	pmd = pud_pgtable(*pud) + ((address >> PMD_SHIFT) % PTRS_PER_PMD);
	pr_cont("PMD %lx ", pmd_val(*pmd));
	if (!(pmd_val(*pmd) & _PAGE_PRESENT) || pmd_leaf(*pmd))
		goto out;
	pr_cont("PTE %lx", pte_val(((pte_t *)pmd_page_vaddr(*pmd))[(address >> PAGE_SHIFT) % PTRS_PER_PTE]));
out:
	pr_cont("\n");
}

static void __noreturn page_fault_oops(struct pt_regs *regs, unsigned long error_code, unsigned long address)
{
	struct task_struct *owner;

	if (is_stack_guard(address, &owner))
		pr_emerg("BUG: stack guard page of task %s/%d was hit at %px\n", owner->comm, owner->pid,
			 (void *)address);
	if (address < PAGE_SIZE)
		pr_alert("BUG: kernel NULL pointer dereference, address: %016lx\n", address);
	else
		pr_alert("BUG: unable to handle page fault for address: %016lx\n", address);
	pr_alert("#PF: %s %s in kernel mode\n", error_code & X86_PF_USER ? "user" : "supervisor",
		 error_code & X86_PF_INSTR ? "instruction fetch" :
		 error_code & X86_PF_WRITE ? "write access" : "read access");
	pr_alert("#PF: error_code(0x%04lx) - %s\n", error_code,
		 error_code & X86_PF_RSVD ? "reserved bit violation" :
		 error_code & X86_PF_PROT ? "permissions violation" : "not-present page");
	if (!fault_in_kernel_space(address) && (error_code & X86_PF_PROT))
		pr_alert("kernel tried to %s user memory: %s violation\n",
			 error_code & X86_PF_INSTR ? "execute" : "access",
			 error_code & X86_PF_INSTR ? "SMEP" : "SMAP");
	print_walk(address);
	die("Oops", regs, error_code);
}

static void fixup_or_oops(struct pt_regs *regs, unsigned long error_code, unsigned long address)
{
	if (!fixup_exception(regs, X86_TRAP_PF, error_code, address))
		page_fault_oops(regs, error_code, address);
}

/* ---- the user's ---- */

static void set_signal_cause(unsigned long address, unsigned long error_code)
{
	struct task_struct *tsk = current;

	/* What lies in the kernel's half looks like an empty entry, lest programs map the kernel. */
	if (fault_in_kernel_space(address))
		error_code |= X86_PF_PROT;
	tsk->thread.trap_nr = X86_TRAP_PF;
	tsk->thread.error_code = error_code | X86_PF_USER;
	tsk->thread.cr2 = address;
}

static void bad_area(struct pt_regs *regs, unsigned long error_code, unsigned long address, int si_code)
{
	if (!user_mode(regs)) {
		fixup_or_oops(regs, error_code, address);
		return;
	}
	local_irq_enable();
	set_signal_cause(address, error_code);
	force_sig_fault(SIGSEGV, si_code, (void __user *)address);
}

static void do_sigbus(struct pt_regs *regs, unsigned long error_code, unsigned long address, vm_fault_t fault)
{
	if (!user_mode(regs)) {
		fixup_or_oops(regs, error_code, address);
		return;
	}
	set_signal_cause(address, error_code);
	force_sig_fault(SIGBUS, fault & (VM_FAULT_HWPOISON | VM_FAULT_HWPOISON_LARGE) ? BUS_MCEERR_AR : BUS_ADRERR,
			(void __user *)address);
}

static void fault_error(struct pt_regs *regs, unsigned long error_code, unsigned long address, vm_fault_t fault)
{
	if (fault & VM_FAULT_OOM) {
		pagefault_out_of_memory();
		if (!user_mode(regs))
			fixup_or_oops(regs, error_code, address);
	} else if (fault & (VM_FAULT_SIGBUS | VM_FAULT_HWPOISON | VM_FAULT_HWPOISON_LARGE)) {
		do_sigbus(regs, error_code, address, fault);
	} else {
		bad_area(regs, error_code, address, SEGV_MAPERR);
	}
}

/*
 * Whether the VMA forbids what was tried. A read may fault on a present entry because another CPU
 * changed it just now, so only the VMA's rights count; x86 reads what it may write or execute.
 */
static bool access_error(unsigned long error_code, struct vm_area_struct *vma)
{
	if (error_code & X86_PF_WRITE)
		return !(vma->vm_flags & VM_WRITE);
	if (error_code & X86_PF_INSTR)
		return !(vma->vm_flags & VM_EXEC);
	return !(vma->vm_flags & (VM_READ | VM_WRITE | VM_EXEC));
}

/* A signal that the task must handle first cut the fault short; it will fault again. */
static bool fault_interrupted(vm_fault_t fault, struct pt_regs *regs)
{
	return unlikely((fault & VM_FAULT_RETRY) &&
			(fatal_signal_pending(current) || (user_mode(regs) && signal_pending(current))));
}

/* With mmap_lock for reading, again as often as handle_mm_fault() asks for. */
static void fault_with_mmap_lock(struct pt_regs *regs, unsigned long error_code, unsigned long address,
				 unsigned int flags)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	vm_fault_t fault;

	for (;;) {
		vma = lock_mm_and_find_vma(mm, address, regs);
		if (unlikely(!vma)) {
			bad_area(regs, error_code, address, SEGV_MAPERR);
			return;
		}
		if (unlikely(access_error(error_code, vma))) {
			mmap_read_unlock(mm);
			bad_area(regs, error_code, address, SEGV_ACCERR);
			return;
		}
		fault = handle_mm_fault(vma, address, flags, regs);
		if (fault_interrupted(fault, regs)) {
			if (!user_mode(regs))
				fixup_or_oops(regs, error_code, address);
			return;
		}
		if (fault & VM_FAULT_COMPLETED)
			return;
		if (!(fault & VM_FAULT_RETRY))
			break;
		flags |= FAULT_FLAG_TRIED;
	}
	mmap_read_unlock(mm);
	if (unlikely(fault & VM_FAULT_ERROR))
		fault_error(regs, error_code, address, fault);
}

/*
 * What the CPU did with the kernel's rights, or found impossible, in the user's half. While a program runs it
 * uses them of its own accord, for tables that lie elsewhere; only QEMU does it for a far return, which reads
 * the program's stack, and fails each time where there is SMAP.
 */
static bool supervisor_access_error(struct pt_regs *regs, unsigned long error_code, unsigned long address)
{
	if (error_code & X86_PF_RSVD)
		page_fault_oops(regs, error_code, address);
	if (user_mode(regs))
		return error_code & X86_PF_PROT;
	if ((error_code & X86_PF_INSTR) || (boot_cpu_has(X86_FEATURE_SMAP) && !(regs->flags & X86_EFLAGS_AC)))
		page_fault_oops(regs, error_code, address);
	return false;
}

static void do_user_addr_fault(struct pt_regs *regs, unsigned long error_code, unsigned long address)
{
	unsigned int flags = FAULT_FLAG_DEFAULT;
	struct task_struct *tsk = current;
	struct mm_struct *mm = tsk->mm;
	struct vm_area_struct *vma;
	vm_fault_t fault;

	if (likely(!((error_code ^ X86_PF_USER) & (X86_PF_USER | X86_PF_RSVD)))) {
		flags |= FAULT_FLAG_USER;
	} else if (supervisor_access_error(regs, error_code, address)) {
		bad_area(regs, error_code, address, SEGV_ACCERR);
		return;
	}
	if (unlikely(faulthandler_disabled() || !mm)) {
		bad_area(regs, error_code, address, SEGV_MAPERR);
		return;
	}
	if (likely(regs->flags & X86_EFLAGS_IF))
		local_irq_enable();
	if (error_code & X86_PF_WRITE)
		flags |= FAULT_FLAG_WRITE;
	if (error_code & X86_PF_INSTR)
		flags |= FAULT_FLAG_INSTRUCTION;

	vma = lock_vma_under_rcu(mm, address);
	if (likely(vma)) {
		if (unlikely(access_error(error_code, vma))) {
			vma_end_read(vma);
			bad_area(regs, error_code, address, SEGV_ACCERR);
			return;
		}
		fault = handle_mm_fault(vma, address, flags | FAULT_FLAG_VMA_LOCK, regs);
		if (!(fault & (VM_FAULT_RETRY | VM_FAULT_COMPLETED)))
			vma_end_read(vma);
		if (likely(!(fault & (VM_FAULT_RETRY | VM_FAULT_ERROR))))
			return;
		if (!(fault & VM_FAULT_RETRY)) {
			fault_error(regs, error_code, address, fault);
			return;
		}
		if (fault & VM_FAULT_MAJOR)
			flags |= FAULT_FLAG_TRIED;
		if (fault_interrupted(fault, regs)) {
			if (!user_mode(regs))
				fixup_or_oops(regs, error_code, address);
			return;
		}
	}
	fault_with_mmap_lock(regs, error_code, address, flags);
}

/* ---- kernel addresses ---- */

/* Rights of kernel pages are raised without a flush: the entry may allow by now what the TLB did not. */
static bool spurious_kernel_fault(unsigned long error_code, unsigned long address)
{
	unsigned int level;
	pte_t *pte;

	if (error_code != (X86_PF_WRITE | X86_PF_PROT) && error_code != (X86_PF_INSTR | X86_PF_PROT))
		return false;
	pte = lookup_address(address, &level);
	if (!pte || !(pte_val(*pte) & _PAGE_PRESENT))
		return false;
	if ((error_code & X86_PF_WRITE) && !pte_write(*pte))
		return false;
	return !(error_code & X86_PF_INSTR) || pte_exec(*pte);
}

static void do_kern_addr_fault(struct pt_regs *regs, unsigned long error_code, unsigned long address)
{
	if (user_mode(regs))
		bad_area(regs, error_code, address, SEGV_MAPERR);
	else if (!spurious_kernel_fault(error_code, address))
		fixup_or_oops(regs, error_code, address);
}

/** exc_page_fault() - entry_64.S brings us here, interrupts off */
void exc_page_fault(struct pt_regs *regs, unsigned long error_code)
{
	unsigned long address = read_cr2();

	if (unlikely(fault_in_kernel_space(address)))
		do_kern_addr_fault(regs, error_code, address);
	else
		do_user_addr_fault(regs, error_code, address);
	local_irq_disable();
}
