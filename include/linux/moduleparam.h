/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * moduleparam.h - parameters of the form subsystem.name=value.
 *
 * core_param(name, var, type, perm) answers to name=, module_param_named()
 * to KBUILD_MODNAME.name=.  The types are int, uint, ulong, bool, charp.
 */
#ifndef _LINUX_MODULEPARAM_H
#define _LINUX_MODULEPARAM_H

#include <linux/init.h>
#include <linux/types.h>
#include <linux/stringify.h>

/**
 * struct kernel_param - a typed variable that the command line may set.
 * @name: as on the command line, prefix included; '-' and '_' are the same
 * @set: reads @val into @arg; 0 or an errno
 */
struct kernel_param {
	const char *name;
	int (*set)(const char *val, const struct kernel_param *kp);
	void *arg;
	bool bare_ok;		/* "name" alone means true */
};

int param_set_int(const char *val, const struct kernel_param *kp);
int param_set_uint(const char *val, const struct kernel_param *kp);
int param_set_ulong(const char *val, const struct kernel_param *kp);
int param_set_bool(const char *val, const struct kernel_param *kp);
int param_set_charp(const char *val, const struct kernel_param *kp);

#define __kernel_param(fullname, var, type, uid)			\
	static const struct kernel_param __param_##uid __used		\
		__section("__param") __aligned(sizeof(void *)) = {	\
		.name = fullname, .set = param_set_##type, .arg = &(var), \
		.bare_ok = __same_type(var, bool),			\
	}

#define core_param(pname, var, type, perm)	__kernel_param(#pname, var, type, pname)
#define module_param_named(pname, var, type, perm)			\
	__kernel_param(KBUILD_MODNAME "." #pname, var, type, pname)
#define module_param(pname, type, perm)	module_param_named(pname, pname, type, perm)

#endif
