// SPDX-License-Identifier: GPL-2.0-only
/*
 * reboot.c - the end: off, again, or just still.
 *
 * Elsewhere:  who may ask for it, and what is shut down before (kernel/reboot.c).
 */
#include <linux/delay.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/smp.h>
#include <asm/acpi.h>
#include <asm/desc.h>
#include <asm/io.h>
#include <asm/irqflags.h>

static void __noreturn stop_for_good(void)
{
	local_irq_disable();
	for (;;)
		native_halt();
}

/** machine_halt() - everything stops, the power stays on */
void machine_halt(void)
{
	local_irq_disable();
	smp_send_stop();
	stop_for_good();
}

/** machine_power_off() - through ACPI; a machine that cannot just stops */
void machine_power_off(void)
{
	local_irq_disable();
	smp_send_stop();
	acpi_power_off();
	pr_emerg("This machine does not switch itself off. You may do it now.\n");
	stop_for_good();
}

/** machine_emergency_restart() - reset now, by whichever way works */
void machine_emergency_restart(void)
{
	static const struct desc_ptr no_idt;

	local_irq_disable();
	acpi_reset();
	outb(0x06, 0xcf9);		/* the chipset's reset control */
	mdelay(10);
	for (int i = 0; i < 10; i++) {
		outb(0xfe, 0x64);	/* the keyboard controller pulls the reset line */
		mdelay(5);
	}
	load_idt(&no_idt);		/* an exception that cannot be delivered resets any CPU */
	asm volatile("int3");
	stop_for_good();
}

/** machine_restart() - reset, in order */
void machine_restart(char *cmd)
{
	local_irq_disable();
	smp_send_stop();
	machine_emergency_restart();
}
