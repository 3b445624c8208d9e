/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/setup.h - the machine that the host's command line asked for, and boot's own functions.
 */
#ifndef _ASM_SIM_SETUP_H
#define _ASM_SIM_SETUP_H

#include <linux/types.h>
#include <linux/init.h>
#include <sim/os.h>

#define COMMAND_LINE_SIZE	2048

/* What the command line asks for. */
struct sim_machine {
	unsigned long	ram;		/* bytes, whole huge pages */
	unsigned int	nodes;		/* 1 where the machine is a file's: then it may have more */
	unsigned int	cpus;
	const char	*dtb;		/* the file that describes the machine; NULL: it is as the rest says */
	unsigned long	seed;
	bool		threads;	/* CPUs are threads of the host (kernel/threads.c), not fibers of one */
	bool		unwatched;	/* nobody looks for stale TLB entries */
};

extern struct sim_machine sim_machine;	/* [I] */

/* Where only the command line is of interest, the run ends when it has been read. */
extern bool sim_only_parameters;	/* [I] */

extern bool sim_machine_settle(void);
extern const char *sim_machine_words(void);
extern void *sim_device_tree(const char *params, unsigned long *size);

extern void sim_boot(const char *params) __attribute__((__noreturn__));

extern void setup_arch(char **cmdline_p);
extern void sim_map_ram(void);
extern void sim_kmap_init(void);
extern void sim_stale_init(void);

#endif
