/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trampoline.S - where another CPU starts: copied to a page below 1 MiB, entered in real mode
 * at its beginning, with %cs the page.
 *
 * All addresses in here are relative to the copy. Real mode finds its own physical address in
 * %cs; the copy's header (struct trampoline_header, asm/trampoline.h) has the rest.
 */
#include <linux/linkage.h>
#include <asm/desc_defs.h>
#include <asm/msr-index.h>
#include <asm/processor-flags.h>
#include <asm/segment.h>

#define REL(x)	((x) - trampoline_start)

	.section ".rodata", "a"
	.balign	4096
	.code16
SYM_DATA_START(trampoline_start)
	cli
	cld
	movw	%cs, %ax
	movw	%ax, %ds
	xorl	%ebx, %ebx
	movw	%ax, %bx
	shll	$4, %ebx		/* physical address of this page, from here on */

	/* The addresses that protected mode needs whole. */
	leal	REL(gdt)(%ebx), %eax
	movl	%eax, REL(gdt_ptr) + 2
	leal	REL(trampoline_32)(%ebx), %eax
	movl	%eax, REL(target_32)
	leal	REL(trampoline_64)(%ebx), %eax
	movl	%eax, REL(target_64)

	lgdtl	REL(gdt_ptr)
	movl	$(X86_CR0_PE | X86_CR0_ET), %eax
	movl	%eax, %cr0
	ljmpl	*REL(target_32)

	.code32
trampoline_32:
	movl	$__KERNEL_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	REL(header_cr4)(%ebx), %eax
	movl	%eax, %cr4
	movl	REL(header_pgd)(%ebx), %eax
	movl	%eax, %cr3
	movl	$MSR_EFER, %ecx
	movl	REL(header_efer)(%ebx), %eax
	xorl	%edx, %edx
	wrmsr
	movl	$(X86_CR0_PE | X86_CR0_MP | X86_CR0_ET | X86_CR0_NE | X86_CR0_WP | X86_CR0_PG), %eax
	movl	%eax, %cr0
	ljmpl	*REL(target_64)(%ebx)

	.code64
trampoline_64:
	movl	%ebx, %ebx
	movq	REL(header_stack)(%rbx), %rsp
	movl	REL(header_cpu)(%rbx), %edi
	movq	REL(header_start)(%rbx), %rax
	jmp	*%rax

	.balign	8
gdt:
	.quad	0
	.quad	DESC_KERNEL32_CS
	.quad	DESC_KERNEL_CS
	.quad	DESC_KERNEL_DS
gdt_ptr:
	.word	31
	.long	0
	.balign	4
target_32:
	.long	0
	.word	__KERNEL32_CS
	.balign	4
target_64:
	.long	0
	.word	__KERNEL_CS

	.balign	8
SYM_DATA_START(trampoline_data)
header_start:	.quad	0
header_stack:	.quad	0
header_pgd:	.long	0
header_cr4:	.long	0
header_efer:	.long	0
header_cpu:	.long	0
SYM_DATA_START(trampoline_end)

	.text
	.code64
/* secondary_startup_64(cpu): on the new CPU's idle stack, with the trampoline's page tables. */
SYM_CODE_START(secondary_startup_64)
	xorl	%eax, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%eax, %fs
	movl	%eax, %gs
	movl	%edi, %esi
	movq	__per_cpu_offset(, %rsi, 8), %rax
	movq	%rax, %rdx
	shrq	$32, %rdx
	movl	$MSR_GS_BASE, %ecx
	wrmsr
	xorl	%ebp, %ebp
	call	start_secondary
	ud2
SYM_CODE_END(secondary_startup_64)
