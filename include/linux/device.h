/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device.h - device nodes.
 *
 * A driver announces what it offers; devtmpfs makes the nodes of /dev from it,
 * sysfs shows them below /sys/class/<class>/.
 */
#ifndef _LINUX_DEVICE_H
#define _LINUX_DEVICE_H

#include <linux/types.h>

struct device_node {
	const char *class;
	char *name;		/* below /dev; may hold slashes */
	umode_t mode;		/* S_IFCHR or S_IFBLK with permissions */
	dev_t dev;
};

/**
 * device_node_add() - a device exists.
 * @class: as in /sys/class; must stay
 * @name: copied
 *
 * May sleep; also before devtmpfs is up.
 * Return: 0, -ENOMEM, -EEXIST.
 */
int device_node_add(const char *class, const char *name, umode_t mode, dev_t dev);
void device_node_remove(const char *name);

/* Calls @fn for each until it returns nonzero, which is the answer. */
int for_each_device_node(int (*fn)(const struct device_node *node, void *arg), void *arg);

#endif
