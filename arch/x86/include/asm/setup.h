/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/setup.h - boot's own functions and what the loader passed.
 */
#ifndef _ASM_X86_SETUP_H
#define _ASM_X86_SETUP_H

#include <linux/types.h>
#include <linux/init.h>
#include <asm/bootparam.h>

extern struct boot_params boot_params;

extern void x86_64_start_kernel(unsigned long boot_params_phys);
extern void early_serial_init(void);
extern void early_serial_puts(const char *s);
extern void setup_arch(char **cmdline_p);

extern void init_mem_mapping(void);
extern void *map_firmware_table(phys_addr_t phys, unsigned long size);
extern void trap_init(void);
extern void time_init(void);

#endif
