/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/bug.h - BUG() is ud2 and a table entry that names file and line.
 */
#ifndef _ASM_X86_BUG_H
#define _ASM_X86_BUG_H

#include <linux/compiler.h>
#include <linux/stringify.h>

#ifndef __ASSEMBLY__

/* Offsets from the entry itself. Kept sorted by nothing: bugs are rare, the search is linear. */
struct bug_entry {
	int		bug_addr_disp;
	int		file_disp;
	unsigned short	line;
	unsigned short	flags;
};

#define BUG()								\
do {									\
	asm volatile("1: ud2\n"						\
		     ".pushsection __bug_table, \"a\"\n"		\
		     ".balign 4\n"					\
		     "2: .long 1b - 2b\n"				\
		     "   .long %c0 - 2b\n"				\
		     "   .word %c1, 0\n"				\
		     ".popsection\n"					\
		     : : "i" (__FILE__), "i" (__LINE__));		\
	__builtin_unreachable();					\
} while (0)
#define HAVE_ARCH_BUG

#endif
#endif
