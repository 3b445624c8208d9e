// SPDX-License-Identifier: GPL-2.0-only
/*
 * kallsyms.c - names of code addresses, from the table that scripts/kallsyms
 * put into the image: offsets from _text, sorted, with names beside.
 *
 * /proc/kallsyms shows it, in nm's form: "address kind name". As Linux does with kptr_restrict at 0, to
 * whoever has no CAP_SYSLOG when he opens it each address is 0.
 */
#include <linux/capability.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <asm/sections.h>

extern const u32 kallsyms_num, kallsyms_offsets[], kallsyms_name_at[];
extern const char kallsyms_names[];	/* of each the kind, the name, a zero byte */

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
	return kallsyms_names + kallsyms_name_at[low] + 1;
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

/* ---- /proc/kallsyms ------------------------------------------------------------------------ */

struct kallsyms_reader {
	bool may_see_addresses;
};

static void *symbol_start(struct seq_file *m, loff_t *pos)
{
	return *pos < kallsyms_num ? (void *)(kallsyms_name_at + *pos) : NULL;
}

static void *symbol_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return symbol_start(m, pos);
}

static void symbol_stop(struct seq_file *m, void *v)
{
}

static int symbol_show(struct seq_file *m, void *v)
{
	const u32 *name_at = v;
	const char *name = kallsyms_names + *name_at;
	const struct kallsyms_reader *reader = m->private;
	unsigned long addr = (unsigned long)_text + kallsyms_offsets[name_at - kallsyms_name_at];

	seq_printf(m, "%016lx %c %s\n", reader->may_see_addresses ? addr : 0, *name, name + 1);
	return 0;
}

static const struct seq_operations symbol_ops = {
	.start = symbol_start,
	.next = symbol_next,
	.stop = symbol_stop,
	.show = symbol_show,
};

static int kallsyms_open(struct inode *inode, struct file *file)
{
	struct kallsyms_reader *reader = __seq_open_private(file, &symbol_ops, sizeof(*reader));

	if (!reader)
		return -ENOMEM;
	reader->may_see_addresses = capable(CAP_SYSLOG);
	return 0;
}

static const struct proc_ops kallsyms_proc_ops = {
	.proc_open = kallsyms_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = seq_release_private,
};

static int __init kallsyms_init(void)
{
	proc_create("kallsyms", 0444, NULL, &kallsyms_proc_ops);
	return 0;
}
device_initcall(kallsyms_init);
