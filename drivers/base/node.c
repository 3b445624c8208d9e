// SPDX-License-Identifier: GPL-2.0-only
/*
 * node.c - /sys/devices/system/node: the memory nodes and what is in them.
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/slab.h>
#include <linux/topology.h>
#include <linux/vmstat.h>

#include "base.h"

#define KB(pages)	((pages) << (PAGE_SHIFT - 10))

struct node_object {
	struct kobject kobj;
	int nid;
};

static int nid_of(struct kobject *kobj)
{
	return container_of(kobj, struct node_object, kobj)->nid;
}

/* --- nodeN --- */

/* One line of meminfo: what, of which node, how many pages. */
static int emit_line(char *buf, int at, int nid, const char *name,
		     unsigned long pages)
{
	return sysfs_emit_at(buf, at, "Node %d %-15s %8lu kB\n", nid, name,
			     KB(pages));
}

static const struct {
	const char *name;
	enum node_stat_item item;
} meminfo_lines[] = {
	{ "Active(anon):",	NR_ACTIVE_ANON },
	{ "Inactive(anon):",	NR_INACTIVE_ANON },
	{ "Active(file):",	NR_ACTIVE_FILE },
	{ "Inactive(file):",	NR_INACTIVE_FILE },
	{ "Unevictable:",	NR_UNEVICTABLE },
	{ "Dirty:",		NR_FILE_DIRTY },
	{ "Writeback:",		NR_WRITEBACK },
	{ "FilePages:",		NR_FILE_PAGES },
	{ "Mapped:",		NR_FILE_MAPPED },
	{ "AnonPages:",		NR_ANON_MAPPED },
	{ "Shmem:",		NR_SHMEM },
	{ "PageTables:",	NR_PAGETABLE },
	{ "SecPageTables:",	NR_SECONDARY_PAGETABLE },
	{ "WritebackTmp:",	NR_WRITEBACK_TEMP },
	{ "SReclaimable:",	NR_SLAB_RECLAIMABLE_B },
	{ "SUnreclaim:",	NR_SLAB_UNRECLAIMABLE_B },
};

static unsigned long node_managed_pages(int nid)
{
	unsigned long pages = 0;
	int zone;

	for (zone = 0; zone < MAX_NR_ZONES; zone++)
		pages += zone_managed_pages(&NODE_DATA(nid)->node_zones[zone]);
	return pages;
}

static ssize_t meminfo_show(struct kobject *kobj, struct kobj_attribute *attr,
			    char *buf)
{
	int nid = nid_of(kobj), i, len = 0;
	unsigned long total = node_managed_pages(nid);
	unsigned long free = sum_zone_node_page_state(nid, NR_FREE_PAGES);

	len += emit_line(buf, len, nid, "MemTotal:", total);
	len += emit_line(buf, len, nid, "MemFree:", free);
	len += emit_line(buf, len, nid, "MemUsed:", total - min(total, free));
	for (i = 0; i < ARRAY_SIZE(meminfo_lines); i++)
		len += emit_line(buf, len, nid, meminfo_lines[i].name,
				 node_page_state_pages(NODE_DATA(nid),
						       meminfo_lines[i].item));
	len += emit_line(buf, len, nid, "Mlocked:",
			 sum_zone_node_page_state(nid, NR_MLOCK));
	len += sysfs_emit_at(buf, len, "Node %d %-15s %8lu kB\n", nid,
			     "KernelStack:",
			     node_page_state(NODE_DATA(nid), NR_KERNEL_STACK_KB));
	return len;
}
static struct kobj_attribute meminfo_attr = __ATTR_RO(meminfo);

static ssize_t vmstat_show_node(struct kobject *kobj,
				struct kobj_attribute *attr, char *buf)
{
	int nid = nid_of(kobj), i, len = 0;

	for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		len += sysfs_emit_at(buf, len, "%s %lu\n", zone_stat_name(i),
				     sum_zone_node_page_state(nid, i));
	for (i = 0; i < NR_VM_NODE_STAT_ITEMS; i++)
		len += sysfs_emit_at(buf, len, "%s %lu\n", node_stat_name(i),
				     node_page_state_pages(NODE_DATA(nid), i));
	return len;
}
static struct kobj_attribute vmstat_attr =
	__ATTR(vmstat, 0444, vmstat_show_node, NULL);

static ssize_t distance_show(struct kobject *kobj, struct kobj_attribute *attr,
			     char *buf)
{
	int other, len = 0;

	for_each_online_node(other)
		len += sysfs_emit_at(buf, len, "%s%d", len ? " " : "",
				     node_distance(nid_of(kobj), other));
	return len + sysfs_emit_at(buf, len, "\n");
}
static struct kobj_attribute distance_attr = __ATTR_RO(distance);

static struct cpumask online_cpus_of(int nid)
{
	struct cpumask cpus = CPU_MASK_NONE;
	unsigned int cpu;

	for_each_online_cpu(cpu)
		if (cpu_to_node(cpu) == nid)
			cpumask_set_cpu(cpu, &cpus);
	return cpus;
}

static ssize_t cpulist_show(struct kobject *kobj, struct kobj_attribute *attr,
			    char *buf)
{
	struct cpumask cpus = online_cpus_of(nid_of(kobj));

	return sysfs_emit(buf, "%*pbl\n", cpumask_pr_args(&cpus));
}
static struct kobj_attribute cpulist_attr = __ATTR_RO(cpulist);

static ssize_t cpumap_show(struct kobject *kobj, struct kobj_attribute *attr,
			   char *buf)
{
	struct cpumask cpus = online_cpus_of(nid_of(kobj));

	return sysfs_emit(buf, "%*pb\n", cpumask_pr_args(&cpus));
}
static struct kobj_attribute cpumap_attr = __ATTR_RO(cpumap);

static struct attribute *node_object_attrs[] = {
	&meminfo_attr.attr,
	&vmstat_attr.attr,
	&distance_attr.attr,
	&cpulist_attr.attr,
	&cpumap_attr.attr,
	NULL,
};
ATTRIBUTE_GROUPS(node_object);

static void node_object_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct node_object, kobj));
}

static const struct kobj_type node_ktype = {
	.release = node_object_release,
	.sysfs_ops = &kobj_sysfs_ops,
	.default_groups = node_object_groups,
};

/* --- all nodes --- */

#define NODE_STATE_ATTR(_name, _state)					\
static ssize_t _name##_show(struct kobject *kobj,			\
			    struct kobj_attribute *attr, char *buf)	\
{									\
	return sysfs_emit(buf, "%*pbl\n",				\
			  nodemask_pr_args(&node_states[_state]));	\
}									\
static struct kobj_attribute _name##_attr = __ATTR_RO(_name)

NODE_STATE_ATTR(possible, N_POSSIBLE);
NODE_STATE_ATTR(online, N_ONLINE);
NODE_STATE_ATTR(has_normal_memory, N_NORMAL_MEMORY);
NODE_STATE_ATTR(has_memory, N_MEMORY);
NODE_STATE_ATTR(has_cpu, N_CPU);

static struct attribute *node_attrs[] = {
	&possible_attr.attr,
	&online_attr.attr,
	&has_normal_memory_attr.attr,
	&has_memory_attr.attr,
	&has_cpu_attr.attr,
	NULL,
};
static const struct attribute_group node_group = { .attrs = node_attrs };

static int __init node_dev_init(void)
{
	struct kobject *dir = kobject_create_and_add("node", system_kobj);
	int nid, err;

	if (!dir)
		return -ENOMEM;
	err = sysfs_create_group(dir, &node_group);
	for_each_online_node(nid) {
		struct node_object *object = kzalloc(sizeof(*object), GFP_KERNEL);

		if (!object)
			return -ENOMEM;
		object->nid = nid;
		err = kobject_init_and_add(&object->kobj, &node_ktype, dir,
					   "node%d", nid);
		if (err)
			kobject_put(&object->kobj);
	}
	return err;
}
subsys_initcall(node_dev_init);
