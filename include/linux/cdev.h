/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CDEV_H
#define _LINUX_CDEV_H

#include <linux/fs.h>
#include <linux/types.h>

/* A driver's claim on a range of character-device numbers. */
struct cdev {
	const struct file_operations *ops;	/* [I] */
	dev_t dev;				/* [I] first number */
	unsigned int count;			/* [I] */
	refcount_t refs;
	bool dynamic;				/* freed with its last reference */
};

void cdev_init(struct cdev *cdev, const struct file_operations *fops);
struct cdev *cdev_alloc(void);
int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count);
void cdev_del(struct cdev *cdev);
void cdev_put(struct cdev *cdev);

#endif
