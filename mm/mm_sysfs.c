// SPDX-License-Identifier: GPL-2.0-only
/*
 * mm_sysfs.c - /sys/kernel/mm, where the parts of mm hang their settings.
 *
 * Owns:       mm_kobj. It is there from postcore_initcall on.
 */
#include <linux/init.h>
#include <linux/kobject.h>

struct kobject *mm_kobj;

static int __init mm_sysfs_init(void)
{
	mm_kobj = kobject_create_and_add("mm", kernel_kobj);
	return mm_kobj ? 0 : -ENOMEM;
}
postcore_initcall(mm_sysfs_init);
