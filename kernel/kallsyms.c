// SPDX-License-Identifier: GPL-2.0-only
/*
 * kallsyms.c - names of code addresses, from the table that scripts/kallsyms
 * put into the image: offsets from _text, sorted, with names beside.
 */
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <asm/sections.h>

extern const u32 kallsyms_num, kallsyms_offsets[], kallsyms_name_at[];
extern const char kallsyms_names[];

/* An architecture whose image has another symbol table replaces it. */
const char * __weak kallsyms_lookup(unsigned long addr, unsigned long *size, unsigned long *offset)
{
	unsigned long at = addr - (unsigned long)_text;
	u32 low = 0, high = kallsyms_num;

	if (addr < (unsigned long)_text || addr >= (unsigned long)_end || !kallsyms_num ||
	    at < kallsyms_offsets[0])
		return NULL;
	while (high - low > 1) {
		u32 mid = low + (high - low) / 2;

		if (kallsyms_offsets[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	/* Of several names for one address, the first. */
	while (low && kallsyms_offsets[low - 1] == kallsyms_offsets[low])
		low--;
	while (high < kallsyms_num && kallsyms_offsets[high] == kallsyms_offsets[low])
		high++;
	*offset = at - kallsyms_offsets[low];
	*size = high < kallsyms_num ? kallsyms_offsets[high] - kallsyms_offsets[low] :
				      (unsigned long)_end - (unsigned long)_text - kallsyms_offsets[low];
	return kallsyms_names + kallsyms_name_at[low];
}

/* @back bytes before @address lies what is named; the offset is @address's all the same. */
static int sprint_symbol_before(char *buffer, unsigned long address, unsigned long back)
{
	unsigned long size, offset;
	const char *name = kallsyms_lookup(address - back, &size, &offset);

	if (!name)
		return sprintf(buffer, "0x%lx", address);
	return snprintf(buffer, KSYM_SYMBOL_LEN, "%s+0x%lx/0x%lx", name, offset + back, size);
}

int sprint_symbol(char *buffer, unsigned long address)
{
	return sprint_symbol_before(buffer, address, 0);
}

int sprint_backtrace(char *buffer, unsigned long address)
{
	return sprint_symbol_before(buffer, address, 1);
}
