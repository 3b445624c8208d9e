/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * reboot.h - the ways in which the machine is brought to an end.
 *
 * machine_*() are the architecture's; kernel_*() first stop what must not be cut off.
 */
#ifndef _LINUX_REBOOT_H
#define _LINUX_REBOOT_H

#include <uapi/linux/reboot.h>
#include <linux/compiler.h>

void machine_restart(char *cmd);
void machine_halt(void);
void machine_power_off(void);
void machine_emergency_restart(void);

void kernel_restart(char *cmd);
void kernel_halt(void);
void kernel_power_off(void);
void emergency_restart(void);
void ctrl_alt_del(void);


extern int C_A_D;

#endif
