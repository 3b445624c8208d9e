// SPDX-License-Identifier: GPL-2.0-only
/*
 * reboot.c - the end of a run, and what the program's exit status is then.
 *
 * Elsewhere:  who may ask for it, and what is shut down before (kernel/reboot.c).
 */
#include <linux/bug.h>
#include <linux/console.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/smp.h>
#include <asm/setup.h>
#include <sim/command.h>
#include <sim/point.h>
#include "sim_kernel.h"

static int exit_status;
static void (*at_exit)(int status);

void sim_at_exit(void (*fn)(int status))
{
	at_exit = fn;
}

/** sim_set_exit_status() - what the program says when the machine is switched off */
void sim_set_exit_status(int status)
{
	exit_status = status;
}

void sim_exit(int status)
{
	local_irq_disable();
	smp_send_stop();
	console_flush_on_panic();
	if (at_exit)
		at_exit(status);
	os_exit(status);
}

static void __noreturn end_of_run(void)
{
	sim_exit(sim_command->status ? sim_command->status() : exit_status);
}

void machine_halt(void)
{
	end_of_run();
}

void machine_power_off(void)
{
	end_of_run();
}

void machine_restart(char *cmd)
{
	end_of_run();
}

/** machine_emergency_restart() - where panic() ends: say how to see it again */
void machine_emergency_restart(void)
{
	if (sim_machine.threads)
		pr_emerg("sim: stopped; with --threads another run may end otherwise\n");
	else
		pr_emerg("sim: stopped at step %llu; %s shows it again\n", sim_step(), sim_machine_words());
	sim_exit(SIM_EXIT_PANIC);
}

/** sim_bug() - BUG() */
void sim_bug(const char *file, int line)
{
	pr_emerg("------------[ cut here ]------------\n");
	pr_emerg("kernel BUG at %s:%d!\n", file, line);
	dump_stack();
	panic("BUG");
}
