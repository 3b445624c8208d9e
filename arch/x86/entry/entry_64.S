/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * entry_64.S - every way into the kernel, and out of it.
 *
 * Invariant: in the kernel the gs base is the kernel's; swapgs is done exactly once on the way in
 * from user mode and once on the way out, with interrupts off. A complete struct pt_regs lies at
 * the top of the task's stack while it is in the kernel.
 *
 * Entries that can come at any instruction, even between user mode and swapgs (NMI, double
 * fault, machine check), have stacks of their own (IST) and set the gs base themselves.
 *
 * Elsewhere: what is to be done before user mode (entry/common.c); which gate leads here
 * (kernel/idt.c).
 */
#include <linux/linkage.h>
#include <generated/asm-offsets.h>
#include <asm/irq_vectors.h>
#include <asm/msr-index.h>
#include <asm/percpu.h>
#include <asm/processor-flags.h>
#include <asm/segment.h>
#include <asm/smap.h>
#include <asm/thread_info.h>

/* The lock checker: no lock may be held in user mode. All registers are on the stack. */
#ifdef CONFIG_LOCKDEP
#define LOCKDEP_SYS_EXIT	call lockdep_sys_exit
#else
#define LOCKDEP_SYS_EXIT
#endif

/* From orig_ax down to r15. A frame pointer of 0 ends backtraces here. */
.macro PUSH_REGS rax=%rax
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx
	pushq	\rax
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
.endm

/* Leaves %rsp at orig_ax. */
.macro POP_REGS
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rax
	popq	%rcx
	popq	%rdx
	popq	%rsi
	popq	%rdi
.endm

	.section .entry.text, "ax"

/*
 * SYSCALL. %rax number; %rdi %rsi %rdx %r10 %r8 %r9 arguments; %rcx return address, %r11 flags.
 * Interrupts are off and the stack is the user's. The address of the function that runs is in
 * sys_call_table; it takes its arguments as any C function does.
 */
SYM_CODE_START(entry_SYSCALL_64)
	swapgs
	movq	%rsp, PER_CPU_VAR(cpu_tss_rw + TSS_sp2)
	movq	PER_CPU_VAR(cpu_tss_rw + TSS_sp0), %rsp
	pushq	$__USER_DS
	pushq	PER_CPU_VAR(cpu_tss_rw + TSS_sp2)
	pushq	%r11
	pushq	$__USER_CS
	pushq	%rcx
	pushq	%rax
	PUSH_REGS rax=$-38				/* -ENOSYS */
	sti
	xorl	%ebp, %ebp
	cmpl	$NR_SYSCALLS, %eax
	jae	no_such_syscall
	movl	%eax, %eax
	movq	%r10, %rcx
	call	*sys_call_table(, %rax, 8)
syscall_return:
	movq	%rax, pt_regs_ax(%rsp)
	cli
syscall_exit:
	movq	PER_CPU_VAR(current_task), %rax
	testl	$(EXIT_TO_USER_MODE_WORK | _TIF_NEED_FPU_LOAD), TASK_flags(%rax)
	jnz	syscall_exit_work

	/*
	 * sysret loads %rip from %rcx and the flags from %r11: only where user mode expects that,
	 * that is, where neither was changed by exec, a signal or sigreturn. With a %rip beyond the
	 * canonical ones Intel's would fault in the kernel, on the user's stack.
	 */
syscall_sysret:
	LOCKDEP_SYS_EXIT
	movq	pt_regs_ip(%rsp), %rcx
	movq	pt_regs_flags(%rsp), %r11
	cmpq	pt_regs_cx(%rsp), %rcx
	jne	return_to_user_iret
	cmpq	pt_regs_r11(%rsp), %r11
	jne	return_to_user_iret
	movq	%rcx, %rax
	shrq	$47, %rax
	jnz	return_to_user_iret
	testl	$(X86_EFLAGS_RF | X86_EFLAGS_TF), %r11d
	jnz	return_to_user_iret

	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	popq	%rsi			/* %r11 is set */
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rax
	popq	%rsi			/* %rcx is set */
	popq	%rdx
	popq	%rsi
	popq	%rdi
	movq	(pt_regs_sp - pt_regs_orig_ax)(%rsp), %rsp
	swapgs
	sysretq

no_such_syscall:
	call	sys_ni_syscall
	jmp	syscall_return

syscall_exit_work:
	movq	%rsp, %rdi
	call	exit_to_user_mode_work
	jmp	syscall_sysret
SYM_CODE_END(entry_SYSCALL_64)

/* The general way out, from exceptions and interrupts; interrupts are off. */
SYM_CODE_START(return_to_user)
	movq	PER_CPU_VAR(current_task), %rax
	testl	$(EXIT_TO_USER_MODE_WORK | _TIF_NEED_FPU_LOAD), TASK_flags(%rax)
	jz	return_to_user_iret
	movq	%rsp, %rdi
	call	exit_to_user_mode_work
return_to_user_iret:
	LOCKDEP_SYS_EXIT
	POP_REGS
	addq	$8, %rsp
	swapgs
	jmp	native_iret
SYM_CODE_END(return_to_user)

/* Preemption: the count is zero exactly where it is allowed and wanted. */
SYM_CODE_START(return_to_kernel)
	cmpl	$0, PER_CPU_VAR(__preempt_count)
	jne	1f
	testl	$X86_EFLAGS_IF, pt_regs_flags(%rsp)
	jz	1f
	call	preempt_schedule_irq
1:	POP_REGS
	addq	$8, %rsp
SYM_CODE_END(return_to_kernel)
	/* falls through */
SYM_CODE_START(native_iret)
	iretq
SYM_CODE_END(native_iret)

/*
 * Exceptions. The CPU has pushed ss, sp, flags, cs, ip and for some an error code; the others
 * get -1 in its place. Handlers are called with regs and the error code, and return with
 * interrupts off.
 */
.macro IDTENTRY name, handler, has_error=0, may_be_iret=0
SYM_CODE_START(\name)
	cld
	ASM_CLAC
	.if \has_error == 0
	pushq	$-1
	.endif
	PUSH_REGS
	xorl	%ebp, %ebp
	testb	$3, pt_regs_cs(%rsp)
	jz	1f
	swapgs
	movq	%rsp, %rdi
	.if \has_error
	movq	pt_regs_orig_ax(%rsp), %rsi
	movq	$-1, pt_regs_orig_ax(%rsp)
	.endif
	call	\handler
	jmp	return_to_user
1:
	.if \may_be_iret
	leaq	native_iret(%rip), %rcx
	cmpq	%rcx, pt_regs_ip(%rsp)
	je	bad_iret_\name
	.endif
	movq	pt_regs_bp(%rsp), %rbp	/* the interrupted function's frame goes on */
	movq	%rsp, %rdi
	.if \has_error
	movq	pt_regs_orig_ax(%rsp), %rsi
	movq	$-1, pt_regs_orig_ax(%rsp)
	.endif
	call	\handler
	jmp	return_to_kernel
	.if \may_be_iret
	/* The state to return to is one that the CPU refuses: it becomes the user's exception. */
bad_iret_\name:
	swapgs
	movq	%rsp, %rdi
	call	fixup_bad_iret
	movq	%rax, %rsp
	movq	%rsp, %rdi
	movq	pt_regs_orig_ax(%rsp), %rsi
	movq	$-1, pt_regs_orig_ax(%rsp)
	call	\handler
	jmp	return_to_user
	.endif
SYM_CODE_END(\name)
.endm

IDTENTRY asm_exc_divide_error, exc_divide_error
IDTENTRY asm_exc_debug, exc_debug
IDTENTRY asm_exc_int3, exc_int3
IDTENTRY asm_exc_overflow, exc_overflow
IDTENTRY asm_exc_bounds, exc_bounds
IDTENTRY asm_exc_invalid_op, exc_invalid_op
IDTENTRY asm_exc_device_not_available, exc_device_not_available
IDTENTRY asm_exc_coproc_segment_overrun, exc_coproc_segment_overrun
IDTENTRY asm_exc_invalid_tss, exc_invalid_tss, has_error=1
IDTENTRY asm_exc_segment_not_present, exc_segment_not_present, has_error=1, may_be_iret=1
IDTENTRY asm_exc_stack_segment, exc_stack_segment, has_error=1, may_be_iret=1
IDTENTRY asm_exc_general_protection, exc_general_protection, has_error=1, may_be_iret=1
IDTENTRY asm_exc_page_fault, exc_page_fault, has_error=1
IDTENTRY asm_exc_spurious_interrupt_bug, exc_spurious_interrupt_bug
IDTENTRY asm_exc_coprocessor_error, exc_coprocessor_error
IDTENTRY asm_exc_alignment_check, exc_alignment_check, has_error=1
IDTENTRY asm_exc_simd_coprocessor_error, exc_simd_coprocessor_error

/* Interrupts: one stub of 16 bytes a vector, which puts its number where an error code would be. */
	.balign	16
SYM_CODE_START(irq_entries_start)
	vector = FIRST_EXTERNAL_VECTOR
	.rept	NR_VECTORS - FIRST_EXTERNAL_VECTOR
	.balign	16
	pushq	$vector
	jmp	asm_interrupt
	vector = vector + 1
	.endr
SYM_CODE_END(irq_entries_start)

IDTENTRY asm_interrupt, do_interrupt, has_error=1

/*
 * The paranoid ones. Where they interrupted the kernel, the gs base may still, or again, be the
 * user's, who may set it to anything: so it is not looked at but saved, and the kernel's is found
 * by the CPU's number, the limit of a segment. Before there is such a segment, the base is the
 * kernel's. %rbx keeps the old base; C functions preserve it. They return to where they came
 * from, without any of the work.
 */
.macro IDTENTRY_IST name, handler, has_error=0
SYM_CODE_START(\name)
	cld
	ASM_CLAC
	.if \has_error == 0
	pushq	$-1
	.endif
	PUSH_REGS
	xorl	%ebp, %ebp
	movl	$MSR_GS_BASE, %ecx
	rdmsr
	shlq	$32, %rdx
	orq	%rdx, %rax
	movq	%rax, %rbx
	movl	$__CPUNODE_SEG, %eax
	lsll	%eax, %eax
	jnz	1f
	movq	__per_cpu_offset(, %rax, 8), %rax
	movq	%rax, %rdx
	shrq	$32, %rdx
	wrmsr
1:	movq	%rsp, %rdi
	.if \has_error
	movq	pt_regs_orig_ax(%rsp), %rsi
	movq	$-1, pt_regs_orig_ax(%rsp)
	.endif
	call	\handler
	movl	$MSR_GS_BASE, %ecx
	movl	%ebx, %eax
	movq	%rbx, %rdx
	shrq	$32, %rdx
	wrmsr
	POP_REGS
	addq	$8, %rsp
	jmp	native_iret
SYM_CODE_END(\name)
.endm

IDTENTRY_IST asm_exc_nmi, exc_nmi
IDTENTRY_IST asm_exc_double_fault, exc_double_fault, has_error=1
IDTENTRY_IST asm_exc_machine_check, exc_machine_check

	.text

/*
 * __switch_to_asm(prev, next): what a function must preserve goes onto prev's stack, then the
 * stack changes. Return: prev, as seen by next.
 */
SYM_FUNC_START(__switch_to_asm)
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, TASK_threadsp(%rdi)
	movq	TASK_threadsp(%rsi), %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	jmp	__switch_to
SYM_FUNC_END(__switch_to_asm)

/*
 * Where a new task first runs; copy_thread() has built the frame. %rax is the task before it. A
 * kernel thread's function is in %rbx, its argument in %r12; where it returns, it has become a
 * user program (kernel_execve()).
 */
SYM_CODE_START(ret_from_fork_asm)
	movq	%rax, %rdi
	call	schedule_tail
	testq	%rbx, %rbx
	jz	1f
	movq	%r12, %rdi
	call	*%rbx
	movq	$0, pt_regs_ax(%rsp)
1:	cli
	jmp	return_to_user
SYM_CODE_END(ret_from_fork_asm)

/* rewind_stack_and_make_dead(signr): what the stack holds may be broken, and will not be used again. */
SYM_CODE_START(rewind_stack_and_make_dead)
	xorl	%ebp, %ebp
	movq	PER_CPU_VAR(cpu_tss_rw + TSS_sp0), %rsp
	subq	$(pt_regs_size + 8), %rsp
	andq	$-16, %rsp
	call	make_task_dead
	ud2
SYM_CODE_END(rewind_stack_and_make_dead)
