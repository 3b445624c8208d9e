/* SPDX-License-Identifier: GPL-2.0-only */
/* base.h - from the list of devices to /dev and /sys. */
#include <linux/device.h>

#ifdef CONFIG_DEVTMPFS
void devtmpfs_add(const struct device_node *node);
void devtmpfs_remove(const struct device_node *node);
#else
static inline void devtmpfs_add(const struct device_node *node)
{
}

static inline void devtmpfs_remove(const struct device_node *node)
{
}
#endif

struct kobject;

#ifdef CONFIG_SYSFS
extern struct kobject *system_kobj;	/* /sys/devices/system; from postcore_initcall on */
void sysfs_device_add(const struct device_node *node);
void sysfs_device_remove(const struct device_node *node);
#else
static inline void sysfs_device_add(const struct device_node *node)
{
}

static inline void sysfs_device_remove(const struct device_node *node)
{
}
#endif
