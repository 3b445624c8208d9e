// SPDX-License-Identifier: GPL-2.0-only
/*
 * extable.c - the table of instructions that may fault, and what is code.
 *
 * Entries hold offsets relative to themselves, so sorting them adjusts both by
 * the distance they move.
 */
#include <linux/bsearch.h>
#include <linux/extable.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sort.h>
#include <asm/extable.h>
#include <asm/sections.h>

extern struct exception_table_entry __start___ex_table[], __stop___ex_table[];

static unsigned long insn_addr(const struct exception_table_entry *e)
{
	return (unsigned long)&e->insn + e->insn;
}

static int cmp_entries(const void *a, const void *b)
{
	unsigned long x = insn_addr(a), y = insn_addr(b);

	return x < y ? -1 : x > y;
}

static void swap_entries(void *a, void *b, int size)
{
	struct exception_table_entry *x = a, *y = b, tmp = *x;
	int delta = b - a;

	x->insn = y->insn + delta;
	y->insn = tmp.insn - delta;
	swap_ex_entry_fixup(x, y, tmp, delta);
}

void sort_extable(struct exception_table_entry *start, struct exception_table_entry *finish)
{
	sort(start, finish - start, sizeof(*start), cmp_entries, swap_entries);
}

void __init sort_main_extable(void)
{
	sort_extable(__start___ex_table, __stop___ex_table);
}

static int cmp_addr(const void *key, const void *elt)
{
	unsigned long addr = *(const unsigned long *)key, x = insn_addr(elt);

	return addr < x ? -1 : addr > x;
}

const struct exception_table_entry *search_extable(const struct exception_table_entry *base,
						   const unsigned long num, unsigned long value)
{
	return bsearch(&value, base, num, sizeof(*base), cmp_addr);
}

const struct exception_table_entry *search_exception_tables(unsigned long addr)
{
	return search_extable(__start___ex_table, __stop___ex_table - __start___ex_table, addr);
}

int core_kernel_text(unsigned long addr)
{
	if (addr >= (unsigned long)_stext && addr < (unsigned long)_etext)
		return 1;
	return system_state < SYSTEM_FREEING_INITMEM &&
	       addr >= (unsigned long)_sinittext && addr < (unsigned long)_einittext;
}

int kernel_text_address(unsigned long addr)
{
	return core_kernel_text(addr);
}

int __kernel_text_address(unsigned long addr)
{
	return core_kernel_text(addr);
}
