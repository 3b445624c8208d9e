// SPDX-License-Identifier: GPL-2.0-only
/*
 * head64.c - the first C function.
 *
 * Takes the loader's parameters into the kernel's own memory, makes faults and the serial port
 * work, and goes on to start_kernel().
 */
#include <linux/init.h>
#include <linux/start_kernel.h>
#include <linux/string.h>
#include <asm/bootparam.h>
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/kasan.h>
#include <asm/page.h>
#include <asm/setup.h>

struct boot_params boot_params __initdata;

static void __init copy_bootdata(void *from)
{
	unsigned long cmdline;

	memcpy(&boot_params, from, sizeof(boot_params));
	cmdline = boot_params.hdr.cmd_line_ptr | (u64)boot_params.ext_cmd_line_ptr << 32;
	if (cmdline)
		strscpy(boot_command_line, __va(cmdline), COMMAND_LINE_SIZE);
}

void __init x86_64_start_kernel(unsigned long boot_params_phys)
{
	kasan_early_init();
	idt_setup_early();
	copy_bootdata(__va(boot_params_phys));
	early_serial_init();
	start_kernel();
}
