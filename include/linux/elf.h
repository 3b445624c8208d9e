/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_ELF_H
#define _LINUX_ELF_H

#include <uapi/linux/elf.h>
#include <asm/elf.h>

/* Every architecture here is 64 bits wide. */
#define elfhdr		elf64_hdr
#define elf_phdr	elf64_phdr
#define elf_shdr	elf64_shdr
#define elf_note	elf64_note
#define elf_addr_t	Elf64_Addr

#ifndef arch_setup_additional_pages
struct linux_binprm;
static inline int arch_setup_additional_pages(struct linux_binprm *bprm, int uses_interp)
{
	return 0;
}
#endif

#endif
