// SPDX-License-Identifier: GPL-2.0-only
/*
 * char_dev.c - which driver answers for which character-device number.
 *
 * Two registries: ranges of numbers that are taken (with the names that /proc/devices shows),
 * and drivers (struct cdev) by ranges. Both are sorted lists: there are few, and a file
 * remembers its driver in the inode.
 */
#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

struct chrdev_range {
	struct list_head list;		/* [L] chrdevs_lock; by number */
	dev_t first;
	unsigned int count;
	struct cdev *cdev;		/* of __register_chrdev() */
	char name[];
};

struct cdev_range {
	struct list_head list;		/* [L] chrdevs_lock */
	struct cdev *cdev;
};

static LIST_HEAD(chrdev_ranges);
static LIST_HEAD(cdev_ranges);
static DEFINE_MUTEX(chrdevs_lock);

/* ---- numbers ------------------------------------------------------------------------- */

static bool range_is_free(dev_t first, unsigned int count)
{
	struct chrdev_range *r;

	list_for_each_entry(r, &chrdev_ranges, list)
		if (first < r->first + r->count && r->first < first + count)
			return false;
	return true;
}

/* a major of which no number is taken, from the top of the dynamic ranges down */
static int find_dynamic_major(void)
{
	int major;

	for (major = CHRDEV_MAJOR_DYN_START; major >= CHRDEV_MAJOR_DYN_END; major--)
		if (range_is_free(MKDEV(major, 0), MINORMASK + 1))
			return major;
	for (major = 511; major >= 384; major--)
		if (range_is_free(MKDEV(major, 0), MINORMASK + 1))
			return major;
	return -EBUSY;
}

static struct chrdev_range *take_range(dev_t first, unsigned int count, const char *name)
{
	struct chrdev_range *new, *r;
	size_t len = strlen(name) + 1;

	lockdep_assert_held(&chrdevs_lock);
	if (!count || count > MINORMASK + 1 - MINOR(first))
		return ERR_PTR(-EINVAL);
	if (!range_is_free(first, count))
		return ERR_PTR(-EBUSY);
	new = kzalloc(sizeof(*new) + len, GFP_KERNEL);
	if (!new)
		return ERR_PTR(-ENOMEM);
	new->first = first;
	new->count = count;
	memcpy(new->name, name, len);
	list_for_each_entry(r, &chrdev_ranges, list)
		if (r->first > first)
			break;
	list_add_tail(&new->list, &r->list);
	return new;
}

int register_chrdev_region(dev_t from, unsigned int count, const char *name)
{
	struct chrdev_range *r;

	mutex_lock(&chrdevs_lock);
	r = take_range(from, count, name);
	mutex_unlock(&chrdevs_lock);
	return PTR_ERR_OR_ZERO(r);
}

int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count, const char *name)
{
	struct chrdev_range *r;
	int major;

	mutex_lock(&chrdevs_lock);
	major = find_dynamic_major();
	r = major < 0 ? ERR_PTR(major) : take_range(MKDEV(major, baseminor), count, name);
	mutex_unlock(&chrdevs_lock);
	if (IS_ERR(r))
		return PTR_ERR(r);
	*dev = r->first;
	return 0;
}

static struct cdev *drop_range(dev_t from, unsigned int count)
{
	struct chrdev_range *r;
	struct cdev *cdev = NULL;

	mutex_lock(&chrdevs_lock);
	list_for_each_entry(r, &chrdev_ranges, list) {
		if (r->first == from && r->count == count) {
			list_del(&r->list);
			cdev = r->cdev;
			kfree(r);
			break;
		}
	}
	mutex_unlock(&chrdevs_lock);
	return cdev;
}

void unregister_chrdev_region(dev_t from, unsigned int count)
{
	drop_range(from, count);
}

/**
 * __register_chrdev() - take numbers and answer for them, in one
 * @major: 0 asks for any
 *
 * Return: the major where @major is 0, else 0; or an error.
 */
int __register_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
		      const char *name, const struct file_operations *fops)
{
	struct chrdev_range *r;
	struct cdev *cdev;
	int maj = major, err;

	mutex_lock(&chrdevs_lock);
	if (!major)
		maj = find_dynamic_major();
	r = maj < 0 ? ERR_PTR(maj) : take_range(MKDEV(maj, baseminor), count, name);
	mutex_unlock(&chrdevs_lock);
	if (IS_ERR(r))
		return PTR_ERR(r);
	cdev = cdev_alloc();
	err = -ENOMEM;
	if (!cdev)
		goto drop;
	cdev->ops = fops;
	err = cdev_add(cdev, MKDEV(maj, baseminor), count);
	if (err) {
		cdev_put(cdev);
		goto drop;
	}
	r->cdev = cdev;
	return major ? 0 : maj;
drop:
	drop_range(MKDEV(maj, baseminor), count);
	return err;
}

void __unregister_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
			 const char *name)
{
	struct cdev *cdev = drop_range(MKDEV(major, baseminor), count);

	if (cdev)
		cdev_del(cdev);
}

void chrdev_show(struct seq_file *m)
{
	struct chrdev_range *r;

	mutex_lock(&chrdevs_lock);
	list_for_each_entry(r, &chrdev_ranges, list)
		seq_printf(m, "%3d %s\n", MAJOR(r->first), r->name);
	mutex_unlock(&chrdevs_lock);
}

/* ---- drivers ----------------------------------------------------------------------------- */

void cdev_init(struct cdev *cdev, const struct file_operations *fops)
{
	memset(cdev, 0, sizeof(*cdev));
	refcount_set(&cdev->refs, 1);
	cdev->ops = fops;
}

struct cdev *cdev_alloc(void)
{
	struct cdev *p = kmalloc(sizeof(*p), GFP_KERNEL);

	if (p) {
		cdev_init(p, NULL);
		p->dynamic = true;
	}
	return p;
}

void cdev_put(struct cdev *p)
{
	if (p && refcount_dec_and_test(&p->refs) && p->dynamic)
		kfree(p);
}

int cdev_add(struct cdev *p, dev_t dev, unsigned int count)
{
	struct cdev_range *r = kmalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return -ENOMEM;
	p->dev = dev;
	p->count = count;
	r->cdev = p;
	mutex_lock(&chrdevs_lock);
	/* the newest first: it covers what an older one claims, too */
	list_add(&r->list, &cdev_ranges);
	mutex_unlock(&chrdevs_lock);
	return 0;
}

void cdev_del(struct cdev *p)
{
	struct cdev_range *r;

	mutex_lock(&chrdevs_lock);
	list_for_each_entry(r, &cdev_ranges, list) {
		if (r->cdev == p) {
			list_del(&r->list);
			kfree(r);
			break;
		}
	}
	mutex_unlock(&chrdevs_lock);
	cdev_put(p);
}

static struct cdev *find_cdev(dev_t dev)
{
	struct cdev_range *r;
	struct cdev *found = NULL;

	mutex_lock(&chrdevs_lock);
	list_for_each_entry(r, &cdev_ranges, list) {
		if (dev - r->cdev->dev < r->cdev->count && refcount_inc_not_zero(&r->cdev->refs)) {
			found = r->cdev;
			break;
		}
	}
	mutex_unlock(&chrdevs_lock);
	return found;
}

/* The first thing that happens on opening any character device: the driver takes over. */
static int chrdev_open(struct inode *inode, struct file *filp)
{
	struct cdev *p = find_cdev(inode->i_rdev);
	int ret = 0;

	if (!p)
		return -ENXIO;
	replace_fops(filp, p->ops);
	if (filp->f_op->open)
		ret = filp->f_op->open(inode, filp);
	/* drivers stay: there are no modules, and a driver that goes has no open files */
	cdev_put(p);
	return ret;
}

const struct file_operations def_chr_fops = {
	.open = chrdev_open,
	.llseek = noop_llseek,
};
