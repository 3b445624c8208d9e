// SPDX-License-Identifier: GPL-2.0-only
/*
 * crash.c - when the kernel's code does what the host's MMU forbids, and names for its addresses.
 *
 * Owns:       the handlers of SIGSEGV and the like, on stacks of their own; the program's symbol
 *             table, read when it is first asked for.
 */
#include <elf.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <ucontext.h>
#include <unistd.h>
#include <sim/os.h>
#include "os.h"

#define SIGNAL_STACK	(256UL << 10)

static void fault(int sig, siginfo_t *info, void *context)
{
	static __thread volatile sig_atomic_t depth;
	ucontext_t *uc = context;
	int write = (uc->uc_mcontext.gregs[REG_ERR] & 2) != 0;

	if (depth++) {
		static const char text[] = "samara-sim: a fault while reporting a fault\n";

		os_write(text, sizeof(text) - 1);
		os_exit(SIM_EXIT_PANIC);
	}
	sim_os_fault(sig, (unsigned long)info->si_addr, uc->uc_mcontext.gregs[REG_RIP],
		     uc->uc_mcontext.gregs[REG_RBP], write);
}

#ifdef __SANITIZE_ADDRESS__
/* Ours name the seed; leaks are the auditor's business. A task's stack is too small for looking up names. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "handle_segv=0:handle_sigbus=0:handle_sigill=0:handle_sigfpe=0:detect_leaks=0:"
	       "detect_stack_use_after_return=0:abort_on_error=1:allow_user_segv_handler=1:symbolize=0";
}
#endif

/* SAN=undefined; UBSAN_OPTIONS=halt_on_error=0 shows what else there is. */
const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void)
{
	return "halt_on_error=1:abort_on_error=1:print_stacktrace=1:symbolize=0";
}

/* The calling thread's handlers run on a stack that is never the broken one. */
void os_give_signal_stack(void)
{
	stack_t stack = { .ss_sp = os_zeroed(SIGNAL_STACK), .ss_size = SIGNAL_STACK };

	sigaltstack(&stack, NULL);
}

void os_catch_faults(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGALRM };
	struct sigaction sa = { .sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };

	os_give_signal_stack();
	for (unsigned int i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &sa, NULL);
}

/* ---- names ---- */

static const char *image;
static const Elf64_Sym *symbols;
static const char *names;
static unsigned long nr_symbols;

static int read_symbols(void)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	const Elf64_Shdr *sections;
	const Elf64_Ehdr *header;
	struct stat st;

	if (fd < 0 || fstat(fd, &st))
		return -1;
	image = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (image == MAP_FAILED)
		return -1;
	header = (const void *)image;
	sections = (const void *)(image + header->e_shoff);
	for (int i = 0; i < header->e_shnum; i++) {
		if (sections[i].sh_type != SHT_SYMTAB)
			continue;
		symbols = (const void *)(image + sections[i].sh_offset);
		nr_symbols = sections[i].sh_size / sizeof(*symbols);
		names = image + sections[sections[i].sh_link].sh_offset;
		return 0;
	}
	return -1;
}

/*
 * The function that holds @addr: its name into @buf, its size, and how far into it @addr is.
 * Return: 0, or -1 where there is none.
 */
int os_symbol(unsigned long addr, char *buf, unsigned long max, unsigned long *size, unsigned long *offset)
{
	if (!symbols && read_symbols())
		return -1;
	for (unsigned long i = 0; i < nr_symbols; i++) {
		const Elf64_Sym *s = &symbols[i];

		if (ELF64_ST_TYPE(s->st_info) != STT_FUNC || addr < s->st_value || addr >= s->st_value + s->st_size)
			continue;
		strncpy(buf, names + s->st_name, max - 1);
		buf[max - 1] = 0;
		*size = s->st_size;
		*offset = addr - s->st_value;
		return 0;
	}
	return -1;
}
