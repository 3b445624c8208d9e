// SPDX-License-Identifier: GPL-2.0-only
/*
 * ksysfs.c - /sys/kernel, and the directories at the top of /sys that belong
 * to nobody in particular.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>

struct kobject *kernel_kobj;
struct kobject *fs_kobj;

#define KERNEL_ATTR_RO(_name) \
	static struct kobj_attribute _name##_attr = __ATTR_RO(_name)

static ssize_t address_bits_show(struct kobject *kobj,
				 struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%zu\n", sizeof(void *) * 8);
}
KERNEL_ATTR_RO(address_bits);

static ssize_t cpu_byteorder_show(struct kobject *kobj,
				  struct kobj_attribute *attr, char *buf)
{
	const u16 one = 1;

	return sysfs_emit(buf, "%s\n", *(const u8 *)&one ? "little" : "big");
}
KERNEL_ATTR_RO(cpu_byteorder);

static struct attribute *kernel_attrs[] = {
	&address_bits_attr.attr,
	&cpu_byteorder_attr.attr,
	NULL,
};

static const struct attribute_group kernel_attr_group = {
	.attrs = kernel_attrs,
};

static int __init ksysfs_init(void)
{
	kernel_kobj = kobject_create_and_add("kernel", NULL);
	fs_kobj = kobject_create_and_add("fs", NULL);
	if (!kernel_kobj || !fs_kobj)
		return -ENOMEM;
	return sysfs_create_group(kernel_kobj, &kernel_attr_group);
}
core_initcall(ksysfs_init);
