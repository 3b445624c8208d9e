/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/elf.h - which ELF files run here, and with what registers they start.
 */
#ifndef _ASM_X86_ELF_H
#define _ASM_X86_ELF_H

#include <asm/ptrace.h>
#include <asm/processor.h>
#include <asm/auxvec.h>
#include <asm/cpufeature.h>
#include <uapi/linux/elf-em.h>

typedef unsigned long elf_greg_t;
#define ELF_NGREG	27
typedef elf_greg_t elf_gregset_t[ELF_NGREG];
typedef struct fxregs_state elf_fpregset_t;

#define ELF_CLASS	ELFCLASS64
#define ELF_DATA	ELFDATA2LSB
#define ELF_ARCH	EM_X86_64

#define elf_check_arch(x)	((x)->e_machine == EM_X86_64)

#define ELF_EXEC_PAGESIZE	4096
#define CORE_DUMP_USE_REGSET

/* Where a position-independent program without an interpreter of its own starts to be placed. */
#define ELF_ET_DYN_BASE		(DEFAULT_MAP_WINDOW / 3 * 2)

#define ELF_HWCAP		(boot_cpu_data.x86_capability[CPUID_1_EDX])
#define ELF_HWCAP2		(boot_cpu_has(X86_FEATURE_FSGSBASE) ? 2UL : 0UL)
#define ELF_PLATFORM		("x86_64")
#define ELF_BASE_PLATFORM	NULL

#define SET_PERSONALITY(ex)	do { } while (0)
#define SET_PERSONALITY2(ex, state) do { } while (0)
#define START_THREAD(ex, regs, ip, sp) start_thread(regs, ip, sp)

/* The psABI asks for nothing, but a new program must not see the old one's registers. */
#define ELF_PLAT_INIT(_r, load_addr)					\
do {									\
	struct pt_regs *__r = (_r);					\
	__r->bx = __r->cx = __r->dx = __r->si = __r->di = __r->bp = 0;	\
	__r->ax = __r->r8 = __r->r9 = __r->r10 = __r->r11 = 0;		\
	__r->r12 = __r->r13 = __r->r14 = __r->r15 = 0;			\
} while (0)

#define elf_read_implies_exec(ex, executable_stack) (0)

/* Where the vdso's ELF header is, in programs that have one. */
#define ARCH_DLINFO							\
do {									\
	if (current->mm->context.vdso)					\
		NEW_AUX_ENT(AT_SYSINFO_EHDR, current->mm->context.vdso);	\
} while (0)

struct linux_binprm;
#define arch_setup_additional_pages arch_setup_additional_pages
extern int arch_setup_additional_pages(struct linux_binprm *bprm, int uses_interp);

#define STACK_RND_MASK		(0x3fffff)

extern unsigned long arch_mmap_rnd(void);

#endif
