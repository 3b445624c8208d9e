// SPDX-License-Identifier: GPL-2.0-only
/*
 * cpu.c - /sys/devices/system/cpu: which CPUs there are and how they lie.
 *
 * The set of CPUs does not change after boot, so the directories stay.
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/topology.h>

#include "base.h"

static ssize_t emit_mask_list(char *buf, const struct cpumask *mask)
{
	return sysfs_emit(buf, "%*pbl\n", cpumask_pr_args(mask));
}

#define CPU_MASK_ATTR(_name, _mask)					\
static ssize_t _name##_show(struct kobject *kobj,			\
			    struct kobj_attribute *attr, char *buf)	\
{									\
	return emit_mask_list(buf, _mask);				\
}									\
static struct kobj_attribute _name##_attr = __ATTR_RO(_name)

CPU_MASK_ATTR(possible, cpu_possible_mask);
CPU_MASK_ATTR(present, cpu_present_mask);
CPU_MASK_ATTR(online, cpu_online_mask);

static ssize_t offline_show(struct kobject *kobj, struct kobj_attribute *attr,
			    char *buf)
{
	struct cpumask *mask = kmalloc(sizeof(*mask), GFP_KERNEL);
	ssize_t ret;

	if (!mask)
		return -ENOMEM;
	cpumask_andnot(mask, cpu_possible_mask, cpu_online_mask);
	ret = emit_mask_list(buf, mask);
	kfree(mask);
	return ret;
}
static struct kobj_attribute offline_attr = __ATTR_RO(offline);

static ssize_t kernel_max_show(struct kobject *kobj,
			       struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", NR_CPUS - 1);
}
static struct kobj_attribute kernel_max_attr = __ATTR_RO(kernel_max);

static struct attribute *cpu_attrs[] = {
	&possible_attr.attr,
	&present_attr.attr,
	&online_attr.attr,
	&offline_attr.attr,
	&kernel_max_attr.attr,
	NULL,
};
static const struct attribute_group cpu_group = { .attrs = cpu_attrs };

/* --- cpuN --- */

struct cpu_object {
	struct kobject kobj;
	int cpu;
};

static int cpu_of(struct kobject *kobj)
{
	return container_of(kobj, struct cpu_object, kobj)->cpu;
}

static ssize_t physical_package_id_show(struct kobject *kobj,
					struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", topology_physical_package_id(cpu_of(kobj)));
}
static struct kobj_attribute physical_package_id_attr =
	__ATTR_RO(physical_package_id);

static ssize_t core_id_show(struct kobject *kobj, struct kobj_attribute *attr,
			    char *buf)
{
	return sysfs_emit(buf, "%d\n", topology_core_id(cpu_of(kobj)));
}
static struct kobj_attribute core_id_attr = __ATTR_RO(core_id);

static struct attribute *topology_attrs[] = {
	&physical_package_id_attr.attr,
	&core_id_attr.attr,
	NULL,
};
static const struct attribute_group topology_group = {
	.name = "topology",
	.attrs = topology_attrs,
};
static const struct attribute_group *cpu_object_groups[] = {
	&topology_group,
	NULL,
};

static void cpu_object_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct cpu_object, kobj));
}

static const struct kobj_type cpu_ktype = {
	.release = cpu_object_release,
	.sysfs_ops = &kobj_sysfs_ops,
	.default_groups = cpu_object_groups,
};

static int __init cpu_dev_init(void)
{
	struct kobject *dir = kobject_create_and_add("cpu", system_kobj);
	int cpu, err;

	if (!dir)
		return -ENOMEM;
	err = sysfs_create_group(dir, &cpu_group);
	for_each_present_cpu(cpu) {
		struct cpu_object *object = kzalloc(sizeof(*object), GFP_KERNEL);

		if (!object)
			return -ENOMEM;
		object->cpu = cpu;
		err = kobject_init_and_add(&object->kobj, &cpu_ktype, dir,
					   "cpu%d", cpu);
		if (err)
			kobject_put(&object->kobj);
	}
	return err;
}
subsys_initcall(cpu_dev_init);
