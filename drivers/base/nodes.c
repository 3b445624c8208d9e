// SPDX-License-Identifier: GPL-2.0-only
/*
 * nodes.c - the list of devices that the kernel has.
 *
 * Locks: nodes_lock, a mutex; for_each_device_node() holds it around @fn.
 */
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "base.h"

struct listed_node {
	struct list_head list;
	struct device_node node;
};

static LIST_HEAD(nodes);
static DEFINE_MUTEX(nodes_lock);

static struct listed_node *find_node(const char *name)
{
	struct listed_node *n;

	list_for_each_entry(n, &nodes, list)
		if (!strcmp(n->node.name, name))
			return n;
	return NULL;
}

int device_node_add(const char *class, const char *name, umode_t mode, dev_t dev)
{
	struct listed_node *n = kzalloc(sizeof(*n), GFP_KERNEL);
	int err = -ENOMEM;

	if (!n)
		return -ENOMEM;
	n->node = (struct device_node){ .class = class, .mode = mode, .dev = dev };
	n->node.name = kstrdup(name, GFP_KERNEL);
	if (!n->node.name)
		goto free_node;
	mutex_lock(&nodes_lock);
	err = -EEXIST;
	if (find_node(name))
		goto unlock;
	list_add_tail(&n->list, &nodes);
	devtmpfs_add(&n->node);
	sysfs_device_add(&n->node);
	mutex_unlock(&nodes_lock);
	return 0;

unlock:
	mutex_unlock(&nodes_lock);
	kfree(n->node.name);
free_node:
	kfree(n);
	return err;
}

void device_node_remove(const char *name)
{
	struct listed_node *n;

	mutex_lock(&nodes_lock);
	n = find_node(name);
	if (n) {
		sysfs_device_remove(&n->node);
		devtmpfs_remove(&n->node);
		list_del(&n->list);
		kfree(n->node.name);
		kfree(n);
	}
	mutex_unlock(&nodes_lock);
}

int for_each_device_node(int (*fn)(const struct device_node *node, void *arg), void *arg)
{
	struct listed_node *n;
	int ret = 0;

	mutex_lock(&nodes_lock);
	list_for_each_entry(n, &nodes, list) {
		ret = fn(&n->node, arg);
		if (ret)
			break;
	}
	mutex_unlock(&nodes_lock);
	return ret;
}
