/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sim/user.h - programs for the simulated machine: user mode is a function of C.
 *
 * A function that a process runs as its user mode may touch no kernel data, and user memory only
 * through what is declared here: each access goes through page tables and TLB, and faults as an
 * instruction would. Between two of these calls it computes what it likes, with C variables of its
 * own on the kernel stack, which stand for a program's registers.
 *
 *	static void child(void *arg)
 *	{
 *		sim_store(*(unsigned long *)arg, 8, 2);		// copies the page: its own now
 *		sim_syscall(__NR_exit_group, 0);
 *	}
 *
 *	static void program(void *arg)				// e.g. a command's .init
 *	{
 *		unsigned long page = sim_syscall(__NR_mmap, 0, 4096, PROT_READ | PROT_WRITE,
 *						 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
 *		u64 value;
 *		long pid;
 *
 *		sim_store(page, 8, 1);
 *		pid = sim_fork(child, &page);
 *		sim_syscall(__NR_wait4, pid, 0, 0, 0);
 *		sim_load(page, 8, &value);			// 1
 *	}
 *
 * A system call returns its result or a negative errno, as the instruction would leave it. When the
 * function returns, the process exits with status 0.
 *
 * Signals: a handler that the program installed (sigaction with any address, by sim_syscall()) is
 * not code. What runs instead is the function set by sim_on_signal(), in user mode, wherever the
 * program was, as a handler does; when it returns the signal mask is what it was. Without one, a
 * caught signal is a panic: a test would have lost it.
 *
 * Faults: an access that cannot be made returns SIGSEGV or SIGBUS and no signal is sent: a test wants
 * to know. sim_fault_code() and sim_fault_address() tell more. After sim_raise_faults(true) the
 * signal is sent as on a real machine, and the access tried again when its handler has returned.
 */
#ifndef _SIM_USER_H
#define _SIM_USER_H

#include <linux/types.h>

enum sim_access { SIM_READ, SIM_WRITE, SIM_EXEC };

/* System call @nr; missing arguments are 0. */
#define sim_syscall(nr, ...)	__sim_syscall_n(nr __VA_OPT__(,) __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define __sim_syscall_n(nr, a, b, c, d, e, f, ...)			\
	sim_syscall6(nr, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c), \
		     (unsigned long)(d), (unsigned long)(e), (unsigned long)(f))
long sim_syscall6(long nr, unsigned long a, unsigned long b, unsigned long c, unsigned long d,
		  unsigned long e, unsigned long f);

/*
 * Loads and stores of 1, 2, 4 or 8 bytes (in one piece where they lie in one page), and of blocks.
 * Return: 0, or the signal that the access would have raised.
 */
int sim_load(unsigned long addr, unsigned int size, u64 *value);
int sim_store(unsigned long addr, unsigned int size, u64 value);
int sim_read(unsigned long addr, void *buf, unsigned long size);
int sim_write(unsigned long addr, const void *buf, unsigned long size);
int sim_exec_fetch(unsigned long addr, u8 *byte);

/* One atomic instruction on a naturally aligned word of 4 or 8 bytes; the old value into *value. */
enum sim_rmw { SIM_XCHG, SIM_ADD, SIM_AND, SIM_OR };
int sim_rmw(unsigned long addr, unsigned int size, enum sim_rmw op, u64 operand, u64 *value);
int sim_cmpxchg(unsigned long addr, unsigned int size, u64 *value, u64 new);

int sim_fault_code(void);			/* si_code of the last access that failed */
unsigned long sim_fault_address(void);
void sim_raise_faults(bool raise);

/* fork(): the child runs @child. clone(): as the system call, with @child for where it returns to. */
long sim_fork(void (*child)(void *arg), void *arg);
long sim_clone(unsigned long flags, unsigned long stack, unsigned long parent_tid, unsigned long child_tid,
	       unsigned long tls, void (*child)(void *arg), void *arg);

/* Runs @fn in kernel mode, as a system call would. */
void sim_in_kernel(void (*fn)(void *arg), void *arg);

/* The instruction of a loop that waits for what another CPU does. */
void sim_pause(void);

struct kernel_siginfo;
void sim_on_signal(void (*fn)(int sig, struct kernel_siginfo *info));

/*
 * Programs for exec(). An ELF file that sim_install_program() writes has at its entry, as its first
 * instruction so to speak, the number of a function: exec() of the file runs that.
 */
struct sim_program {
	const char *name;
	void (*fn)(void *arg);		/* @arg: the user stack pointer, where argc lies */
};
#define SIM_PROGRAM(_name, _fn)						\
	static const struct sim_program __sim_program_##_name __used	\
	__section(".sim_programs") __aligned(8) = { .name = #_name, .fn = (_fn) }

/* For who executes what may be anything: @fn runs, in user mode, instead of it; then SIGILL ends the process. */
void sim_on_exec(void (*fn)(void));

int sim_install_program(const char *path, const char *name);

#endif
