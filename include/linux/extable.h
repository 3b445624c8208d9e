/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * extable.h - instructions that may fault, and where the kernel goes on when they do.
 *
 * The entries and what they do are the architecture's (<asm/extable.h>); the table is sorted at
 * boot and searched by the address of the instruction.
 */
#ifndef _LINUX_EXTABLE_H
#define _LINUX_EXTABLE_H

struct exception_table_entry;

/* The entry of the instruction at @addr, or NULL: nobody expects a fault there. */
const struct exception_table_entry *search_exception_tables(unsigned long addr);
const struct exception_table_entry *search_extable(const struct exception_table_entry *base,
						   const unsigned long num, unsigned long value);
void sort_extable(struct exception_table_entry *start, struct exception_table_entry *finish);
void sort_main_extable(void);

/* Whether @addr lies in the kernel's code. */
int core_kernel_text(unsigned long addr);
int kernel_text_address(unsigned long addr);
int __kernel_text_address(unsigned long addr);

#endif
