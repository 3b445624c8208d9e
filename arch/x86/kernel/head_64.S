/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * head_64.S - from 32-bit protected mode to the first C function.
 *
 * Entered at physical 0x100000 with paging off, flat segments and %esi = boot_params. Nothing is
 * mapped where the kernel is linked until the first tables are live: addresses are written as
 * symbol - __START_KERNEL_map (PHYS()).
 *
 * First tables: one page of 2 MiB entries shows the first 1 GiB at three places: at its own
 * addresses, at PAGE_OFFSET, and at __START_KERNEL_map. paging_init() (mm/init.c) replaces them
 * by the real ones, with the rights each section should have.
 */
#include <linux/linkage.h>
#include <asm/desc_defs.h>
#include <asm/msr-index.h>
#include <asm/page_types.h>
#include <asm/pgtable_types.h>
#include <asm/processor-flags.h>
#include <asm/segment.h>
#include <asm/thread_info.h>

#define PHYS(x)		((x) - __START_KERNEL_map)
#define TABLE_FLAGS	(_PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED | _PAGE_DIRTY)
#define PGD_DIRECT	((PAGE_OFFSET >> PGDIR_SHIFT) & 511)

	.section ".head.text", "ax"
	.code32
SYM_CODE_START(startup_32)
	cld
	cli

	/* Loaders do not clear bss. %esi is kept. */
	xorl	%eax, %eax
	movl	$PHYS(__bss_start), %edi
	movl	$PHYS(__bss_stop), %ecx
	subl	%edi, %ecx
	shrl	$2, %ecx
	rep stosl
	movl	$PHYS(init_stack + THREAD_SIZE), %esp

	/* Long mode: extended function 0x80000001, %edx bit 29. */
	movl	$0x80000000, %eax
	cpuid
	cmpl	$0x80000001, %eax
	jb	no_long_mode
	movl	$0x80000001, %eax
	cpuid
	btl	$29, %edx
	jnc	no_long_mode
	movl	%edx, %ebp		/* bit 20 is NX */

	/* 512 entries of 2 MiB. */
	movl	$PHYS(early_pmd), %edi
	movl	$(TABLE_FLAGS | _PAGE_PSE), %eax
	movl	$512, %ecx
1:	movl	%eax, (%edi)
	addl	$PMD_SIZE, %eax
	addl	$8, %edi
	loop	1b

	movl	$(PHYS(early_pmd) + TABLE_FLAGS), %eax
	movl	%eax, PHYS(early_pud)
	movl	%eax, PHYS(level3_kernel_pgt) + 510 * 8
	movl	$(PHYS(early_pud) + TABLE_FLAGS), %eax
	movl	%eax, PHYS(init_top_pgt)
	movl	%eax, PHYS(init_top_pgt) + PGD_DIRECT * 8
	movl	$(PHYS(level3_kernel_pgt) + TABLE_FLAGS), %eax
	movl	%eax, PHYS(init_top_pgt) + 511 * 8
	movl	$(PHYS(level2_fixmap_pgt) + TABLE_FLAGS), %eax
	movl	%eax, PHYS(level3_kernel_pgt) + 511 * 8

	movl	$X86_CR4_PAE, %eax
	movl	%eax, %cr4
	movl	$PHYS(init_top_pgt), %eax
	movl	%eax, %cr3

	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$(EFER_LME | EFER_SCE), %eax
	btl	$20, %ebp
	jnc	2f
	orl	$EFER_NX, %eax
2:	wrmsr

	lgdt	PHYS(boot_gdt_ptr)
	movl	$(X86_CR0_PE | X86_CR0_MP | X86_CR0_ET | X86_CR0_NE | X86_CR0_WP | X86_CR0_PG), %eax
	movl	%eax, %cr0
	ljmp	$__KERNEL_CS, $PHYS(startup_64)

no_long_mode:
	movl	$PHYS(no_long_mode_text), %esi
3:	movw	$0x3fd, %dx
4:	inb	%dx, %al
	testb	$0x20, %al
	jz	4b
	movw	$0x3f8, %dx
	lodsb
	testb	%al, %al
	jz	5f
	outb	%al, %dx
	jmp	3b
5:	hlt
	jmp	5b
SYM_CODE_END(startup_32)

	.code64
startup_64:
	movq	$1f, %rax		/* from the low addresses to the linked ones */
	jmp	*%rax
1:
	lgdt	boot_gdt_ptr_64(%rip)	/* the low addresses will not stay mapped */
	xorl	%eax, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%eax, %fs
	movl	%eax, %gs
	/* gs base 0: the boot CPU uses the linked per-CPU section until it has a copy. */
	movl	$MSR_GS_BASE, %ecx
	xorl	%edx, %edx
	wrmsr
	leaq	init_stack + THREAD_SIZE - pt_regs_room(%rip), %rsp
	xorl	%ebp, %ebp
	movl	%esi, %edi		/* physical address of boot_params */
	call	x86_64_start_kernel
	ud2

	.set	pt_regs_room, 176	/* task_pt_regs(init_task) lies there; keeps 16-byte alignment */

	.balign	8
boot_gdt:
	.quad	0
	.quad	DESC_KERNEL32_CS
	.quad	DESC_KERNEL_CS
	.quad	DESC_KERNEL_DS
boot_gdt_ptr:
	.word	. - boot_gdt - 1
	.long	PHYS(boot_gdt)
boot_gdt_ptr_64:
	.word	boot_gdt_ptr - boot_gdt - 1
	.quad	boot_gdt

no_long_mode_text:
	.asciz	"This kernel needs an x86-64 CPU.\r\n"

	.section ".bss..page_aligned", "aw", @nobits
	.balign	PAGE_SIZE
SYM_DATA_START(init_top_pgt)
	.skip	PAGE_SIZE
SYM_DATA_START(level3_kernel_pgt)
	.skip	PAGE_SIZE
SYM_DATA_START(level2_fixmap_pgt)
	.skip	PAGE_SIZE
SYM_DATA_START(early_pud)
	.skip	PAGE_SIZE
SYM_DATA_START(early_pmd)
	.skip	PAGE_SIZE
