// SPDX-License-Identifier: GPL-2.0-only
/*
 * program.c - files that exec() can run, although no instruction of them is ever executed.
 *
 * The file is an ELF program of one page. At its entry, where the first instruction would be, stands
 * a magic number and the number of a function in the table of programs. It is fetched through the
 * page tables, with the right to execute.
 */
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <uapi/linux/elf.h>
#include <uapi/linux/elf-em.h>
#include <asm/unistd.h>
#include <sim/user.h>
#include "sim_kernel.h"

extern const struct sim_program __start_sim_programs[], __stop_sim_programs[];

#define MAGIC		0x0000474f52504d53UL	/* "SMPROG" */
#define LOAD_ADDRESS	0x400000UL

struct entry_code {
	u64 magic;
	u64 number;
};

struct program_file {
	Elf64_Ehdr header;
	Elf64_Phdr segment;
	struct entry_code code;
};

static long program_number(const char *name)
{
	for (const struct sim_program *p = __start_sim_programs; p < __stop_sim_programs; p++)
		if (!strcmp(p->name, name))
			return p - __start_sim_programs;
	return -ENOENT;
}

/**
 * sim_install_program() - make @path a program that runs the function registered as @name
 *
 * Context: process context, in the kernel. Return: 0 or an error.
 */
int sim_install_program(const char *path, const char *name)
{
	long number = program_number(name);
	struct program_file f = {
		.header = {
			.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
			.e_type = ET_EXEC, .e_machine = EM_X86_64, .e_version = EV_CURRENT,
			.e_entry = LOAD_ADDRESS + offsetof(struct program_file, code),
			.e_phoff = offsetof(struct program_file, segment),
			.e_ehsize = sizeof(Elf64_Ehdr), .e_phentsize = sizeof(Elf64_Phdr), .e_phnum = 1,
		},
		.segment = {
			.p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_vaddr = LOAD_ADDRESS,
			.p_filesz = sizeof(f), .p_memsz = sizeof(f), .p_align = PAGE_SIZE,
		},
		.code = { .magic = MAGIC, .number = number },
	};
	struct file *file;
	loff_t pos = 0;
	ssize_t n;

	if (number < 0)
		return number;
	file = filp_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	if (IS_ERR(file))
		return PTR_ERR(file);
	n = kernel_write(file, &f, sizeof(f), &pos);
	fput(file);
	return n == sizeof(f) ? 0 : n < 0 ? n : -EIO;
}

static void (*on_exec)(void);

/** sim_on_exec() - from now on @fn runs, in user mode, instead of whatever file is executed */
void sim_on_exec(void (*fn)(void))
{
	on_exec = fn;
}

/** sim_start_program() - user mode after exec: what stands at regs->ip? */
void sim_start_program(struct pt_regs *regs)
{
	unsigned long sp = regs->sp, nr = __stop_sim_programs - __start_sim_programs;
	struct entry_code code;

	if (on_exec) {
		on_exec();
		goto illegal;
	}
	for (unsigned int i = 0; i < sizeof(code); i++)
		if (sim_exec_fetch(regs->ip + i, (u8 *)&code + i))
			goto illegal;
	if (code.magic == MAGIC && code.number < nr) {
		__start_sim_programs[code.number].fn((void *)sp);
		return;
	}
illegal:
	sim_syscall(__NR_kill, sim_syscall(__NR_getpid), SIGILL);
}
