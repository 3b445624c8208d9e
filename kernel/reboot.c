// SPDX-License-Identifier: GPL-2.0-only
/*
 * reboot.c - the orderly and the disorderly end of the machine.
 *
 * Owns:       reboot(2), what Ctrl-Alt-Del does.
 * Elsewhere:  the last step (machine_restart(), machine_halt(), machine_power_off()).
 */
#include <linux/capability.h>
#include <linux/cpu.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/pid.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

int C_A_D = 1;				/* Ctrl-Alt-Del restarts at once; else it signals init */

static DEFINE_MUTEX(reboot_lock);

void kernel_restart(char *cmd)
{
	pr_emerg("reboot: Restarting system%s%s\n", cmd ? " with command " : "", cmd ?: "");
	machine_restart(cmd);
}

void kernel_halt(void)
{
	pr_emerg("reboot: System halted\n");
	machine_halt();
}

void kernel_power_off(void)
{
	pr_emerg("reboot: Power down\n");
	machine_power_off();
}

void emergency_restart(void)
{
	machine_emergency_restart();
}

void ctrl_alt_del(void)
{
	if (C_A_D)
		kernel_restart(NULL);
	else
		kill_pid(find_pid(1), SIGINT, 1);
}

static bool magic_is_right(int magic1, int magic2)
{
	return magic1 == (int)LINUX_REBOOT_MAGIC1 &&
	       (magic2 == LINUX_REBOOT_MAGIC2 || magic2 == LINUX_REBOOT_MAGIC2A ||
		magic2 == LINUX_REBOOT_MAGIC2B || magic2 == LINUX_REBOOT_MAGIC2C);
}

SYSCALL_DEFINE4(reboot, int, magic1, int, magic2, unsigned int, cmd, void __user *, arg)
{
	char buffer[256];
	int ret = 0;

	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	if (!magic_is_right(magic1, magic2))
		return -EINVAL;

	mutex_lock(&reboot_lock);
	switch (cmd) {
	case LINUX_REBOOT_CMD_RESTART:
		kernel_restart(NULL);
		break;
	case LINUX_REBOOT_CMD_CAD_ON:
		C_A_D = 1;
		break;
	case LINUX_REBOOT_CMD_CAD_OFF:
		C_A_D = 0;
		break;
	case LINUX_REBOOT_CMD_HALT:
		kernel_halt();
		do_exit(0);
	case LINUX_REBOOT_CMD_POWER_OFF:
		kernel_power_off();
		do_exit(0);
	case LINUX_REBOOT_CMD_RESTART2:
		ret = strncpy_from_user(buffer, arg, sizeof(buffer) - 1);
		if (ret < 0) {
			ret = -EFAULT;
			break;
		}
		buffer[sizeof(buffer) - 1] = '\0';
		kernel_restart(buffer);
		break;
	default:
		ret = -EINVAL;
	}
	mutex_unlock(&reboot_lock);
	return ret;
}
