// SPDX-License-Identifier: GPL-2.0-only
/*
 * mem.c - /dev/null, zero, full, random, urandom.
 *
 * One cdev for major 1; open() picks the operations by the minor number.
 */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sched/signal.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include "mem.h"

static ssize_t read_null(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	return 0;
}

static ssize_t write_null(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	return count;
}

static loff_t null_lseek(struct file *file, loff_t offset, int whence)
{
	return file->f_pos = 0;
}

static ssize_t read_zero(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	size_t done = 0;

	while (done < count) {
		size_t n = min(count - done, PAGE_SIZE), left = clear_user(buf + done, n);

		done += n - left;
		if (left)
			return done ?: -EFAULT;
		if (signal_pending(current))
			break;
		cond_resched();
	}
	return done ?: count ? -EINTR : 0;
}

/* A private mapping of /dev/zero is anonymous memory; a shared one is tmpfs memory. */
static int mmap_zero(struct file *file, struct vm_area_struct *vma)
{
	if (vma->vm_flags & VM_SHARED)
		return shmem_zero_setup(vma);
	vma_set_anonymous(vma);
	return 0;
}

static ssize_t write_full(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	return -ENOSPC;
}

static ssize_t read_random(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	return random_read_user(buf, min(count, (size_t)INT_MAX));
}

static ssize_t write_random(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	u8 chunk[64];
	size_t done = 0;

	while (done < count) {
		size_t n = min(count - done, sizeof(chunk));

		if (copy_from_user(chunk, buf + done, n))
			return done ?: -EFAULT;
		add_device_randomness(chunk, n);
		done += n;
		if (signal_pending(current))
			break;
		cond_resched();
	}
	return done;
}

static const struct file_operations null_fops = {
	.llseek = null_lseek, .read = read_null, .write = write_null,
};
static const struct file_operations zero_fops = {
	.llseek = null_lseek, .read = read_zero, .write = write_null, .mmap = mmap_zero,
};
static const struct file_operations full_fops = {
	.llseek = null_lseek, .read = read_zero, .write = write_full,
};
static const struct file_operations random_fops = {
	.llseek = noop_llseek, .read = read_random, .write = write_random,
};

static const struct memdev {
	unsigned int minor;
	const char *name;
	umode_t mode;
	const struct file_operations *fops;
} devices[] = {
	{ 3, "null", 0666, &null_fops },
	{ 5, "zero", 0666, &zero_fops },
	{ 7, "full", 0666, &full_fops },
	{ 8, "random", 0666, &random_fops },
	{ 9, "urandom", 0666, &random_fops },
#ifdef CONFIG_PRINTK
	{ 11, "kmsg", 0644, &kmsg_fops },
#endif
};

static int memory_open(struct inode *inode, struct file *file)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(devices); i++) {
		if (devices[i].minor != iminor(inode))
			continue;
		replace_fops(file, devices[i].fops);
		return file->f_op->open ? file->f_op->open(inode, file) : 0;
	}
	return -ENXIO;
}

static const struct file_operations memory_fops = {
	.open = memory_open,
	.llseek = noop_llseek,
};

static struct cdev mem_cdev;

static int __init mem_init_devices(void)
{
	size_t i;
	int err;

	cdev_init(&mem_cdev, &memory_fops);
	err = register_chrdev_region(MKDEV(MEM_MAJOR, 0), 256, "mem") ?:
	      cdev_add(&mem_cdev, MKDEV(MEM_MAJOR, 0), 256);
	if (err)
		panic("Couldn't register /dev/null and its like: %d", err);
	for (i = 0; i < ARRAY_SIZE(devices); i++)
		device_node_add("mem", devices[i].name, S_IFCHR | devices[i].mode,
				MKDEV(MEM_MAJOR, devices[i].minor));
	return 0;
}
fs_initcall(mem_init_devices);
