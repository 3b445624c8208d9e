// SPDX-License-Identifier: GPL-2.0-only
/*
 * elf_check.c - is this ELF file one that can be loaded?
 *
 * Every field that the loader later relies on is looked at here, on buffers alone, before
 * the old program is given up. So a broken file costs its caller an error and nothing else, and
 * the checks can be tested without a file.
 *
 * Owns:       nothing.
 * Invariant:  after both checks have passed: every PT_LOAD lies, with its memory size, below
 *             TASK_SIZE, and no sum of its fields overflows; its file size is not above its
 *             memory size; its address and offset agree within a page; the first one is the
 *             lowest.
 * Elsewhere:  binfmt_elf.c, which maps.
 */
#include <linux/binfmts.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "elf_check.h"

/* All program headers together, as in Linux. */
#define ELF_PHDRS_MAX	65536UL

/**
 * elf_check_header() - the file header.
 * @ehdr: the first bytes of the file
 * @len: how many of them the file really has
 *
 * Return: 0 or -ENOEXEC.
 */
int elf_check_header(const struct elfhdr *ehdr, size_t len)
{
	size_t size;

	if (len < sizeof(*ehdr) || memcmp(ehdr->e_ident, ELFMAG, SELFMAG))
		return -ENOEXEC;
	if (ehdr->e_type != ET_EXEC && ehdr->e_type != ET_DYN)
		return -ENOEXEC;
	if (!elf_check_arch(ehdr))
		return -ENOEXEC;
	if (ehdr->e_ident[EI_CLASS] != ELF_CLASS || ehdr->e_ident[EI_DATA] != ELF_DATA)
		return -ENOEXEC;
	if (ehdr->e_phentsize != sizeof(struct elf_phdr))
		return -ENOEXEC;
	size = sizeof(struct elf_phdr) * ehdr->e_phnum;
	if (!size || size > ELF_PHDRS_MAX)
		return -ENOEXEC;
	if (ehdr->e_phoff > (u64)LLONG_MAX - size)
		return -ENOEXEC;
	return 0;
}

/* One PT_LOAD: 0, -EINVAL. */
static int check_segment(const struct elf_phdr *ph)
{
	if (ph->p_filesz > ph->p_memsz)
		return -EINVAL;
	if (ph->p_vaddr >= TASK_SIZE || ph->p_memsz > TASK_SIZE - ph->p_vaddr)
		return -EINVAL;
	if (ph->p_offset > LLONG_MAX || ph->p_filesz > LLONG_MAX - ph->p_offset)
		return -EINVAL;
	/* A page of the file is a page of memory. */
	if (ph->p_filesz && offset_in_page(ph->p_vaddr) != offset_in_page(ph->p_offset))
		return -EINVAL;
	return 0;
}

static int check_interp(const struct elf_phdr *ph)
{
	if (ph->p_filesz < 2 || ph->p_filesz > PATH_MAX || ph->p_offset > LLONG_MAX - PATH_MAX)
		return -ENOEXEC;
	return 0;
}

static void note_phdrs_address(const struct elfhdr *ehdr, const struct elf_phdr *ph,
			       struct elf_layout *layout)
{
	if (ph->p_offset <= ehdr->e_phoff && ehdr->e_phoff - ph->p_offset < ph->p_filesz)
		layout->phdr_vaddr = ehdr->e_phoff - ph->p_offset + ph->p_vaddr;
}

/**
 * elf_check_phdrs() - the program headers of a file whose header has passed.
 * @phdrs: ehdr->e_phnum of them
 * @layout: filled in
 *
 * Return: 0; -ENOEXEC (PT_INTERP); -EINVAL (segments: none, out of order, out of range).
 */
int elf_check_phdrs(const struct elfhdr *ehdr, const struct elf_phdr *phdrs,
		    struct elf_layout *layout)
{
	unsigned long end = 0;
	bool first = true;
	int err;

	memset(layout, 0, sizeof(*layout));
	layout->alignment = PAGE_SIZE;
	layout->stack = EXSTACK_DEFAULT;

	for (int i = 0; i < ehdr->e_phnum; i++) {
		const struct elf_phdr *ph = &phdrs[i];

		switch (ph->p_type) {
		case PT_INTERP:
			/* The first one counts. */
			if (layout->interp)
				break;
			err = check_interp(ph);
			if (err)
				return err;
			layout->interp = ph;
			break;
		case PT_GNU_STACK:
			layout->stack = ph->p_flags & PF_X ? EXSTACK_ENABLE_X : EXSTACK_DISABLE_X;
			break;
		case PT_LOAD:
			err = check_segment(ph);
			if (err)
				return err;
			if (first)
				layout->first_vaddr = PAGE_ALIGN_DOWN(ph->p_vaddr);
			else if (ph->p_vaddr < layout->first_vaddr)
				return -EINVAL;
			first = false;
			end = max_t(unsigned long, end, ph->p_vaddr + ph->p_memsz);
			/* An alignment that is none is ignored, as in Linux. */
			if (is_power_of_2(ph->p_align) && ph->p_align > layout->alignment &&
			    ph->p_align < TASK_SIZE)
				layout->alignment = ph->p_align;
			note_phdrs_address(ehdr, ph, layout);
			break;
		}
	}
	if (first || end == layout->first_vaddr)
		return -EINVAL;
	layout->total_size = PAGE_ALIGN(end) - layout->first_vaddr;
	layout->brk = end;
	return 0;
}
