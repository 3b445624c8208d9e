// SPDX-License-Identifier: GPL-2.0-only
/*
 * kallsyms.c - makes the table of function names that backtraces use.
 *
 *	nm -n vmlinux | kallsyms [--all-symbols] > table.S
 *
 * --all-symbols: variables, too.
 *
 * Output, sorted by address, in read-only data:
 *   kallsyms_num		number of symbols (u32)
 *   kallsyms_offsets	u32 each: address minus _text
 *   kallsyms_name_at	u32 each: where its name starts in kallsyms_names
 *   kallsyms_names	the names, each after a byte for its kind (nm's letter) and ended by a zero byte
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sym {
	unsigned long long addr;
	char *name;	/* after its kind */
};

static struct sym *syms;
static size_t nr, max;
static unsigned long long text;

static const char *types = "tTwW";

static int wanted(char type, const char *name)
{
	if (!strchr(types, type))
		return 0;
	return strncmp(name, "kallsyms_", 9) && strncmp(name, ".L", 2) && strncmp(name, "__pfx_", 6);
}

static void add(unsigned long long addr, char type, const char *name)
{
	if (nr == max) {
		max = max ? 2 * max : 4096;
		syms = realloc(syms, max * sizeof(*syms));
	}
	if (!syms || !(syms[nr].name = malloc(strlen(name) + 2))) {
		perror("kallsyms");
		exit(1);
	}
	sprintf(syms[nr].name, "%c%s", type, name);
	syms[nr++].addr = addr;
}

static void table(const char *name, int names)
{
	unsigned int at = 0;
	size_t i;

	printf("\t.globl %s\n\t.balign 8\n%s:\n", name, name);
	for (i = 0; i < nr; i++) {
		printf("\t.long %u\n", names ? at : (unsigned int)(syms[i].addr - text));
		at += strlen(syms[i].name) + 1;
	}
}

int main(int argc, char **argv)
{
	unsigned long long addr;
	char line[4096], name[4096], type;
	size_t i;

	if (argc > 1 && !strcmp(argv[1], "--all-symbols"))
		types = "tTwWdDbBrRvV";
	while (fgets(line, sizeof(line), stdin)) {
		if (sscanf(line, "%llx %c %4095s", &addr, &type, name) != 3)
			continue;
		if (!strcmp(name, "_text"))
			text = addr;
		if (text && addr >= text && addr - text < 1ull << 31 && wanted(type, name))
			add(addr, type, name);
	}
	printf("\t.section .rodata, \"a\"\n\t.globl kallsyms_num\n\t.balign 8\nkallsyms_num:\n\t.long %zu\n", nr);
	table("kallsyms_offsets", 0);
	table("kallsyms_name_at", 1);
	printf("\t.globl kallsyms_names\nkallsyms_names:\n");
	for (i = 0; i < nr; i++)
		printf("\t.asciz \"%s\"\n", syms[i].name);
	return ferror(stdout) || fflush(stdout);
}
