/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mem.S - memcpy, memmove and memset.
 *
 * Whole words by rep, the rest by rep too: an emulated rep costs a step an element, so that words
 * count eight times less than bytes; on hardware the string engine does as well. The plain names
 * are weak: with CONFIG_KASAN they belong to functions that look at the shadow first.
 */
#include <linux/linkage.h>

	.text

/* void *memcpy(void *to %rdi, const void *from %rsi, size_t len %rdx) */
SYM_FUNC_START(__memcpy)
SYM_FUNC_START_WEAK(memcpy)
	movq	%rdi, %rax
	movq	%rdx, %rcx
	shrq	$3, %rcx
	rep movsq
	movl	%edx, %ecx
	andl	$7, %ecx
	rep movsb
	ret
SYM_FUNC_END(memcpy)
SYM_FUNC_END(__memcpy)

/* void *memset(void *s %rdi, int c %esi, size_t n %rdx) */
SYM_FUNC_START(__memset)
SYM_FUNC_START_WEAK(memset)
	movq	%rdi, %r9
	movzbl	%sil, %eax
	movabsq	$0x0101010101010101, %rcx
	imulq	%rcx, %rax
	movq	%rdx, %rcx
	shrq	$3, %rcx
	rep stosq
	movl	%edx, %ecx
	andl	$7, %ecx
	rep stosb
	movq	%r9, %rax
	ret
SYM_FUNC_END(memset)
SYM_FUNC_END(__memset)

/* void *memmove(void *to %rdi, const void *from %rsi, size_t len %rdx) */
SYM_FUNC_START(__memmove)
SYM_FUNC_START_WEAK(memmove)
	movq	%rdi, %rcx
	subq	%rsi, %rcx
	cmpq	%rdx, %rcx		/* to - from, unsigned: below len only where to lies inside from */
	jae	__memcpy
	/* Backwards: the odd bytes at the end, then words. */
	movq	%rdi, %rax
	leaq	(%rdi, %rdx), %rdi
	leaq	(%rsi, %rdx), %rsi
	movl	%edx, %ecx
	andl	$7, %ecx
	jz	2f
1:	decq	%rsi
	decq	%rdi
	movb	(%rsi), %r8b
	movb	%r8b, (%rdi)
	decl	%ecx
	jnz	1b
2:	shrq	$3, %rdx
	jz	4f
3:	subq	$8, %rsi
	subq	$8, %rdi
	movq	(%rsi), %r8
	movq	%r8, (%rdi)
	decq	%rdx
	jnz	3b
4:	ret
SYM_FUNC_END(memmove)
SYM_FUNC_END(__memmove)
