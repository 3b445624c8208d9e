/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/elf.h - which ELF files run here: those of x86-64, as far as the kernel can tell.
 *
 * What their entry point means is up to sim/user.h.
 */
#ifndef _ASM_SIM_ELF_H
#define _ASM_SIM_ELF_H

#include <asm/ptrace.h>
#include <asm/processor.h>
#include <asm/auxvec.h>
#include <uapi/linux/elf-em.h>

typedef unsigned long elf_greg_t;
#define ELF_NGREG	(sizeof(struct pt_regs) / sizeof(elf_greg_t))
typedef elf_greg_t elf_gregset_t[ELF_NGREG];

#define ELF_CLASS	ELFCLASS64
#define ELF_DATA	ELFDATA2LSB
#define ELF_ARCH	EM_X86_64

#define elf_check_arch(x)	((x)->e_machine == EM_X86_64)

#define ELF_EXEC_PAGESIZE	4096

/* Where a position-independent program without an interpreter of its own starts to be placed. */
#define ELF_ET_DYN_BASE		(DEFAULT_MAP_WINDOW / 3 * 2)

#define ELF_HWCAP		0UL
#define ELF_HWCAP2		0UL
#define ELF_PLATFORM		("x86_64")
#define ELF_BASE_PLATFORM	NULL

#define SET_PERSONALITY(ex)	do { } while (0)
#define SET_PERSONALITY2(ex, state) do { } while (0)
#define START_THREAD(ex, regs, ip, sp) start_thread(regs, ip, sp)
#define ELF_PLAT_INIT(_r, load_addr)	do { } while (0)
#define elf_read_implies_exec(ex, executable_stack) (0)
#define ARCH_DLINFO		do { } while (0)

#define STACK_RND_MASK		(0x3fffff)

extern unsigned long arch_mmap_rnd(void);

#endif
