/* SPDX-License-Identifier: GPL-2.0-only */
/* base.h - from the list of devices to /dev. */
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
