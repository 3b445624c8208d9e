/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sim/command.h - subcommands of samara-sim: each file that has one registers it.
 *
 *	static int run_option(const char *name, const char *value) { ... }
 *	static void run_init(void *unused) { ... sim_finish(failed ? SIM_EXIT_FAILED : SIM_EXIT_OK); }
 *	SIM_COMMAND(run) = {
 *		.name = "run", .summary = "random operations, checked against a model",
 *		.usage = "  --ops N   how many operations (default 10000)\n",
 *		.option = run_option, .init = run_init,
 *	};
 *
 * The command line's options for the machine (--ram, --cpus, --seed, ...) are every command's.
 */
#ifndef _SIM_COMMAND_H
#define _SIM_COMMAND_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <sim/os.h>

struct sim_command {
	const char *name;
	const char *summary;		/* one line for the list of commands */
	const char *usage;		/* its own options, a line each; may be NULL */
	unsigned int cpus;		/* how many without --cpus; 0: one */
	unsigned long ram;		/* how much without --ram, in bytes; 0: 64 MiB */
	bool described;			/* files of it say in numbers what machine it was: --dtb is refused */
	bool in_turn;			/* it works only where CPUs take turns: --threads is refused */
	bool parallel;			/* programs run at once where CPUs are threads (kernel/threads.c) */
	bool unwatched;			/* stale TLB entries are not looked for (mm/stale.c): for figures */
	const char *params;		/* what goes in front of the kernel's command line; may be NULL */
	/*
	 * --name value of the command line, before the kernel boots (no memory, no locks, no printk).
	 * Return: 1 it was understood, 0 no such option, -1 the value is bad (a message was printed).
	 */
	int (*option)(const char *name, const char *value);
	/* A word without dashes. As option(). NULL: it goes to the kernel's command line. */
	int (*word)(const char *word);
	/* User mode of process 1 (sim/user.h). NULL: it powers off at once. */
	void (*init)(void *unused);
	/* The program's exit status when the machine is switched off; NULL: what sim_finish() said, or 0. */
	int (*status)(void);
	/* Before booting a kernel. Return: the exit status, or -1: boot. */
	int (*main)(void);
};

#define SIM_COMMAND(_name) \
	static const struct sim_command __sim_command_##_name __used __section(".sim_commands") __aligned(8)

extern const struct sim_command *sim_command;	/* [I] which one runs */
extern const char *sim_program_name;		/* [I] how the program was called */

/* For option(): parse a whole number with K, M, G behind it. Return: 0, or -1 with a message printed. */
int sim_option_number(const char *name, const char *value, unsigned long *number);
bool sim_kernel_param(const char *word);
void sim_complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Ends the run: the machine is switched off and the program exits with @status. Any task's context. */
void sim_finish(int status) __attribute__((__noreturn__));

/* @fn is called with the status, however the run ends, when the machine has stopped. */
void sim_at_exit(void (*fn)(int status));

#endif
