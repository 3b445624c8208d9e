// SPDX-License-Identifier: GPL-2.0-only
/*
 * traps.c - exceptions but the page fault: to the program a signal, to the kernel an oops.
 *
 * Invariant:  entered and left with interrupts off; turned on in between where the interrupted
 *             code had them on.
 * Elsewhere:  page faults (mm/fault.c), reporting (dumpstack.c).
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/signal.h>
#include <linux/smp.h>
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/extable.h>
#include <asm/io.h>
#include <asm/irqflags.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <asm/traps.h>

extern struct bug_entry __start___bug_table[], __stop___bug_table[];

static void cond_irq_enable(struct pt_regs *regs)
{
	if (regs->flags & X86_EFLAGS_IF)
		local_irq_enable();
}

static void user_trap(struct pt_regs *regs, int trapnr, long error_code, int sig, int code, unsigned long addr)
{
	struct task_struct *tsk = current;

	cond_irq_enable(regs);
	tsk->thread.trap_nr = trapnr;
	tsk->thread.error_code = error_code;
	if (code)
		force_sig_fault(sig, code, (void __user *)addr);
	else
		force_sig(sig);
	local_irq_disable();
}

static void do_trap(struct pt_regs *regs, int trapnr, const char *what, long error_code, int sig, int code)
{
	if (user_mode(regs))
		user_trap(regs, trapnr, error_code, sig, code, regs->ip);
	else if (!fixup_exception(regs, trapnr, error_code, 0))
		die(what, regs, error_code);
}

void exc_divide_error(struct pt_regs *regs)
{
	do_trap(regs, X86_TRAP_DE, "divide error", 0, SIGFPE, FPE_INTDIV);
}

void exc_overflow(struct pt_regs *regs)
{
	do_trap(regs, X86_TRAP_OF, "overflow", 0, SIGSEGV, 0);
}

void exc_bounds(struct pt_regs *regs)
{
	do_trap(regs, X86_TRAP_BR, "bounds", 0, SIGSEGV, 0);
}

void exc_coproc_segment_overrun(struct pt_regs *regs)
{
	do_trap(regs, X86_TRAP_OLD_MF, "coprocessor segment overrun", 0, SIGFPE, 0);
}

void exc_invalid_tss(struct pt_regs *regs, unsigned long error_code)
{
	do_trap(regs, X86_TRAP_TS, "invalid TSS", error_code, SIGSEGV, 0);
}

void exc_segment_not_present(struct pt_regs *regs, unsigned long error_code)
{
	do_trap(regs, X86_TRAP_NP, "segment not present", error_code, SIGBUS, 0);
}

void exc_stack_segment(struct pt_regs *regs, unsigned long error_code)
{
	do_trap(regs, X86_TRAP_SS, "stack segment", error_code, SIGBUS, 0);
}

void exc_alignment_check(struct pt_regs *regs, unsigned long error_code)
{
	do_trap(regs, X86_TRAP_AC, "alignment check", error_code, SIGBUS, BUS_ADRALN);
}

void exc_general_protection(struct pt_regs *regs, unsigned long error_code)
{
	do_trap(regs, X86_TRAP_GP, "general protection fault", error_code, SIGSEGV, 0);
}

void exc_device_not_available(struct pt_regs *regs)
{
	do_trap(regs, X86_TRAP_NM, "device not available", 0, SIGSEGV, 0);
}

/* Some chipsets let an interrupt that vanished look like this; it means nothing. */
void exc_spurious_interrupt_bug(struct pt_regs *regs)
{
}

/* ---- ud2 ---- */

static const struct bug_entry *find_bug(unsigned long addr)
{
	for (const struct bug_entry *b = __start___bug_table; b < __stop___bug_table; b++)
		if ((unsigned long)b + b->bug_addr_disp == addr)
			return b;
	return NULL;
}

void exc_invalid_op(struct pt_regs *regs)
{
	const struct bug_entry *bug = user_mode(regs) ? NULL : find_bug(regs->ip);

	if (bug) {
		pr_emerg("------------[ cut here ]------------\n");
		pr_emerg("kernel BUG at %s:%u!\n", (const char *)bug + bug->file_disp, bug->line);
	}
	do_trap(regs, X86_TRAP_UD, "invalid opcode", 0, SIGILL, ILL_ILLOPN);
}

/* ---- debugging ---- */

void exc_int3(struct pt_regs *regs)
{
	do_trap(regs, X86_TRAP_BP, "int3", 0, SIGTRAP, 0);
}

static unsigned long read_and_clear_dr6(void)
{
	unsigned long dr6;

	asm volatile("mov %%db6, %0" : "=r" (dr6));
	asm volatile("mov %0, %%db6" : : "r" (0xffff0ff0UL));	/* the bits that read as one */
	return dr6 ^ 0xffff0ff0UL;
}

void exc_debug(struct pt_regs *regs)
{
	unsigned long dr6 = read_and_clear_dr6();

	if (!user_mode(regs)) {
		/* A program's single step that the kernel's entry inherited: it ends here. */
		regs->flags &= ~X86_EFLAGS_TF;
		return;
	}
	user_trap(regs, X86_TRAP_DB, 0, SIGTRAP, dr6 & (1UL << 14) ? TRAP_TRACE : TRAP_BRKPT, regs->ip);
}

/* ---- floating point ---- */

/* @err: exceptions that are raised and not masked, in the order of the x87 status word. */
static int fpu_trap_code(unsigned int err)
{
	if (err & 0x01)
		return FPE_FLTINV;
	if (err & 0x04)
		return FPE_FLTDIV;
	if (err & 0x08)
		return FPE_FLTOVF;
	if (err & 0x12)
		return FPE_FLTUND;	/* underflow or denormal */
	return err & 0x20 ? FPE_FLTRES : 0;
}

void exc_coprocessor_error(struct pt_regs *regs)
{
	unsigned short cwd = 0x37f, swd = 0;

	if (user_mode(regs))
		asm volatile("fnstcw %0; fnstsw %1" : "=m" (cwd), "=m" (swd));
	do_trap(regs, X86_TRAP_MF, "coprocessor error", 0, SIGFPE, fpu_trap_code(swd & ~cwd));
}

void exc_simd_coprocessor_error(struct pt_regs *regs)
{
	unsigned int mxcsr = 0x1f80;

	if (user_mode(regs))
		asm volatile("stmxcsr %0" : "=m" (mxcsr));
	do_trap(regs, X86_TRAP_XF, "SIMD coprocessor error", 0, SIGFPE, fpu_trap_code(mxcsr & ~(mxcsr >> 7)));
}

/* ---- the ones that nobody survives ---- */

void exc_double_fault(struct pt_regs *regs, unsigned long error_code)
{
	unsigned long cr2 = read_cr2();
	struct task_struct *owner;

	if (is_stack_guard(cr2, &owner) || is_stack_guard(regs->sp, &owner))
		pr_emerg("BUG: kernel stack overflow of %s/%d (stack at %px, access at %px)\n", owner->comm, owner->pid,
			 owner->stack, (void *)cr2);
	die("double fault", regs, error_code);
}

void exc_machine_check(struct pt_regs *regs)
{
	show_regs(regs);
	panic("Machine check on CPU %d", raw_smp_processor_id());
}

/** trap_init() - the boot CPU's descriptor tables in their final form */
void __init trap_init(void)
{
	cpu_init();
	idt_setup_apic_and_irq_gates();
}
