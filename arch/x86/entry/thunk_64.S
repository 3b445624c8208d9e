/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * thunk_64.S - preempt_schedule() for callers that do not know they call a function.
 *
 * preempt_enable() is one decrement and one jump inline; the asm that calls this claims to change
 * nothing but memory, so everything a C function may change is saved here.
 */
#include <linux/linkage.h>

	.text
SYM_FUNC_START(preempt_schedule_thunk)
	pushq	%rbp
	movq	%rsp, %rbp
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx
	pushq	%rax
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	call	preempt_schedule
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rax
	popq	%rcx
	popq	%rdx
	popq	%rsi
	popq	%rdi
	popq	%rbp
	ret
SYM_FUNC_END(preempt_schedule_thunk)
