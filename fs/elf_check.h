/* SPDX-License-Identifier: GPL-2.0-only */
/* elf_check.h - what can be said about an ELF file before anything is mapped. */
#ifndef _FS_ELF_CHECK_H
#define _FS_ELF_CHECK_H

#include <linux/elf.h>
#include <linux/types.h>

/* The program headers of one file, digested. Addresses are as in the file, not yet moved. */
struct elf_layout {
	unsigned long first_vaddr;	/* lowest PT_LOAD, rounded down to a page */
	unsigned long total_size;	/* from there to the end of the highest */
	unsigned long brk;		/* end of the highest */
	unsigned long alignment;	/* of the whole image when it is moved */
	unsigned long phdr_vaddr;	/* where the program headers themselves are mapped, or 0 */
	int stack;			/* EXSTACK_*: PT_GNU_STACK */
	const struct elf_phdr *interp;	/* PT_INTERP or NULL */
};

int elf_check_header(const struct elfhdr *ehdr, size_t len);
int elf_check_phdrs(const struct elfhdr *ehdr, const struct elf_phdr *phdrs,
		    struct elf_layout *layout);

#endif
