/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/extable.h - no instruction may fault: user memory is reached by calls that return errors. */
#ifndef _ASM_SIM_EXTABLE_H
#define _ASM_SIM_EXTABLE_H

struct exception_table_entry {
	int insn;
	int fixup;
};

#define swap_ex_entry_fixup(a, b, tmp, delta)				\
do {									\
	(a)->fixup = (b)->fixup + (delta);				\
	(b)->fixup = (tmp).fixup - (delta);				\
} while (0)

#endif
