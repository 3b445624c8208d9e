// SPDX-License-Identifier: GPL-2.0-only
/*
 * class.c - the devices of nodes.c in /sys.
 *
 *	/sys/devices/virtual/CLASS/NAME/	the device: dev, uevent
 *	/sys/class/CLASS/NAME			leads there
 *	/sys/dev/char/MAJOR:MINOR		leads there
 *
 * Devices are known before there is a /sys; those are added when it starts.
 *
 * Owns:       struct sysfs_device, the directories above them.
 * Locks:      nodes_lock of nodes.c is held around sysfs_device_add() and
 *             sysfs_device_remove().
 */
#include <linux/init.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/string.h>

#include "base.h"

struct kobject *system_kobj;	/* /sys/devices/system */

static struct kobject *dev_kobj;	/* /sys/dev/char; set when we are up */
static struct kobject *block_kobj;	/* /sys/dev/block */
static struct kset *class_kset;		/* /sys/class */
static struct kset *virtual_kset;	/* /sys/devices/virtual */

/* The device; its kobject is in the kset of its class below virtual. */
struct sysfs_device {
	struct kobject	kobj;
	const char	*devname;	/* below /dev */
	const char	*class;
	umode_t		mode;
	dev_t		dev;
};

static struct sysfs_device *to_device(struct kobject *kobj)
{
	return container_of(kobj, struct sysfs_device, kobj);
}

static ssize_t dev_show(struct kobject *kobj, struct kobj_attribute *attr,
			char *buf)
{
	struct sysfs_device *device = to_device(kobj);

	return sysfs_emit(buf, "%u:%u\n", MAJOR(device->dev), MINOR(device->dev));
}
static struct kobj_attribute dev_attr = __ATTR_RO(dev);

static ssize_t uevent_show(struct kobject *kobj, struct kobj_attribute *attr,
			   char *buf)
{
	struct sysfs_device *device = to_device(kobj);
	int len;

	len = sysfs_emit(buf, "MAJOR=%u\nMINOR=%u\nDEVNAME=%s\n",
			 MAJOR(device->dev), MINOR(device->dev), device->devname);
	if (device->mode & 0777)
		len += sysfs_emit_at(buf, len, "DEVMODE=%#o\n", device->mode & 0777);
	return len;
}
static struct kobj_attribute uevent_attr = __ATTR_RO(uevent);

static struct attribute *device_attrs[] = {
	&dev_attr.attr,
	&uevent_attr.attr,
	NULL,
};
ATTRIBUTE_GROUPS(device);

static void device_release(struct kobject *kobj)
{
	struct sysfs_device *device = to_device(kobj);

	kfree(device->devname);
	kfree(device);
}

static const struct kobj_type device_ktype = {
	.release = device_release,
	.sysfs_ops = &kobj_sysfs_ops,
	.default_groups = device_groups,
};

/* The set @name in @in, made if need be; with a reference for the caller. */
static struct kset *get_class(struct kset *in, const char *name)
{
	struct kset *kset = to_kset(kset_find_obj(in, name));

	if (kset)
		return kset;
	kset = kzalloc(sizeof(*kset), GFP_KERNEL);
	if (!kset)
		return NULL;
	if (kobject_set_name(&kset->kobj, "%s", name)) {
		kfree(kset);
		return NULL;
	}
	kset->kobj.ktype = in->kobj.ktype;
	kset->kobj.kset = in;
	if (kset_register(kset)) {
		kobject_put(&kset->kobj);
		return NULL;
	}
	return kset_get(kset);
}

/* Links to the device; what cannot be made is missing, no more. */
static int add_links(struct sysfs_device *device)
{
	struct kobject *devs = S_ISBLK(device->mode) ? block_kobj : dev_kobj;
	struct kset *class = get_class(class_kset, device->class);
	char number[24];
	int err = -ENOMEM;

	if (class) {
		err = sysfs_create_link(&class->kobj, &device->kobj,
					device->kobj.name);
		if (!err)
			err = sysfs_create_link(&device->kobj, &class->kobj,
						"subsystem");
		kset_put(class);
	}
	snprintf(number, sizeof(number), "%u:%u", MAJOR(device->dev),
		 MINOR(device->dev));
	return sysfs_create_link(devs, &device->kobj, number) ?: err;
}

/** sysfs_device_add() - show a device in /sys. */
void sysfs_device_add(const struct device_node *node)
{
	const char *name = kbasename(node->name);
	struct sysfs_device *device;
	struct kset *kset;

	if (!dev_kobj)
		return;
	device = kzalloc(sizeof(*device), GFP_KERNEL);
	if (!device)
		return;
	device->devname = kstrdup(node->name, GFP_KERNEL);
	device->class = node->class;
	device->mode = node->mode;
	device->dev = node->dev;
	kset = get_class(virtual_kset, node->class);
	if (!device->devname || !kset) {
		kfree(device->devname);
		kfree(device);
	} else {
		device->kobj.kset = kset;
		if (kobject_init_and_add(&device->kobj, &device_ktype, NULL,
					 "%s", name) ||
		    add_links(device))
			pr_warn("sysfs: %s/%s is not all there\n", node->class, name);
	}
	kset_put(kset);
}

/** sysfs_device_remove() - take it out again. */
void sysfs_device_remove(const struct device_node *node)
{
	const char *name = kbasename(node->name);
	struct kset *class, *kset;
	struct kobject *kobj;
	char number[24];

	if (!dev_kobj)
		return;
	snprintf(number, sizeof(number), "%u:%u", MAJOR(node->dev), MINOR(node->dev));
	sysfs_remove_link(S_ISBLK(node->mode) ? block_kobj : dev_kobj, number);
	class = to_kset(kset_find_obj(class_kset, node->class));
	if (class)
		sysfs_remove_link(&class->kobj, name);
	kset_put(class);
	kset = to_kset(kset_find_obj(virtual_kset, node->class));
	kobj = kset ? kset_find_obj(kset, name) : NULL;
	if (kobj) {
		kobject_del(kobj);
		kobject_put(kobj);	/* ours from kset_find_obj() */
		kobject_put(kobj);	/* that of its being there */
	}
	kset_put(kset);
}

static int __init add_known(const struct device_node *node, void *arg)
{
	sysfs_device_add(node);
	return 0;
}

/* Before the drivers, and before cpu.c and node.c. */
static int __init classes_init(void)
{
	struct kobject *devices = kobject_create_and_add("devices", NULL);
	struct kobject *dev = kobject_create_and_add("dev", NULL);

	if (!devices || !dev)
		return -ENOMEM;
	system_kobj = kobject_create_and_add("system", devices);
	virtual_kset = kset_create_and_add("virtual", devices);
	class_kset = kset_create_and_add("class", NULL);
	block_kobj = kobject_create_and_add("block", dev);
	if (!system_kobj || !virtual_kset || !class_kset || !block_kobj)
		return -ENOMEM;
	dev_kobj = kobject_create_and_add("char", dev);
	return dev_kobj ? for_each_device_node(add_known, NULL) : -ENOMEM;
}
postcore_initcall(classes_init);
