/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/extable.h - instructions that may fault on a user's pointer, and where to go on then.
 *
 * Addresses are relative to the entry, so the table needs no relocation. @type says what the
 * registers are to hold at the fixup.
 */
#ifndef _ASM_X86_EXTABLE_H
#define _ASM_X86_EXTABLE_H

#define EX_TYPE_DEFAULT		0	/* just go to the fixup */
#define EX_TYPE_EFAULT		1	/* %eax = -EFAULT */
#define EX_TYPE_EFAULT_ZERO	2	/* %eax = -EFAULT, %rdx = 0 */

#ifdef __ASSEMBLY__

#define _ASM_EXTABLE_TYPE(from, to, type)	\
	.pushsection "__ex_table", "a" ;	\
	.balign 4 ;				\
	.long (from) - . ;			\
	.long (to) - . ;			\
	.long type ;				\
	.popsection

#else

#include <linux/types.h>
#include <linux/stringify.h>

#define _ASM_EXTABLE_TYPE(from, to, type)	\
	" .pushsection \"__ex_table\",\"a\"\n"	\
	" .balign 4\n"				\
	" .long (" #from ") - .\n"		\
	" .long (" #to ") - .\n"		\
	" .long " __stringify(type) "\n"	\
	" .popsection\n"

struct exception_table_entry {
	int insn;
	int fixup;
	int data;
};

#define ARCH_HAS_RELATIVE_EXTABLE

/* The entries travel when the table is sorted. */
#define swap_ex_entry_fixup(a, b, tmp, delta)				\
do {									\
	(a)->fixup = (b)->fixup + (delta);				\
	(b)->fixup = (tmp).fixup - (delta);				\
	(a)->data = (b)->data;						\
	(b)->data = (tmp).data;						\
} while (0)

struct pt_regs;
extern int fixup_exception(struct pt_regs *regs, int trapnr, unsigned long error_code,
			   unsigned long fault_addr);

#endif

#define _ASM_EXTABLE(from, to)	_ASM_EXTABLE_TYPE(from, to, EX_TYPE_DEFAULT)

#endif
