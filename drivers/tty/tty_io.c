// SPDX-License-Identifier: GPL-2.0-only
/*
 * tty_io.c - terminals as files.
 *
 * Owns:      the drivers' tables of open lines; the way of bytes from a driver's
 *            interrupt to the line discipline (the flip ring); /dev/tty and
 *            /dev/console.
 * Life:      a tty_struct is made by the first open of its line and goes with its
 *            last reference: each open file has one, and a session whose
 *            controlling terminal it is.
 * Locks:     tty_mutex for opening and closing; the rest is in tty.h.
 * Elsewhere: lines, echo, signals (n_tty.c); job control (tty_jobctrl.c).
 */
#include <linux/cdev.h>
#include <linux/console.h>
#include <linux/device.h>
#include <linux/init.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/tty.h>
#include <linux/uaccess.h>

DEFINE_MUTEX(tty_mutex);
static LIST_HEAD(tty_drivers);		/* [L] tty_mutex */

#define CTRL(c) ((c) & 0x1f)

const struct termios tty_std_termios = {
	.c_iflag = ICRNL | IXON,
	.c_oflag = OPOST | ONLCR,
	.c_cflag = B38400 | CS8 | CREAD | HUPCL,
	.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
	.c_cc = {
		[VINTR] = CTRL('C'), [VQUIT] = CTRL('\\'), [VERASE] = 0x7f,
		[VKILL] = CTRL('U'), [VEOF] = CTRL('D'), [VMIN] = 1,
		[VSTART] = CTRL('Q'), [VSTOP] = CTRL('S'), [VSUSP] = CTRL('Z'),
		[VREPRINT] = CTRL('R'), [VDISCARD] = CTRL('O'),
		[VWERASE] = CTRL('W'), [VLNEXT] = CTRL('V'),
	},
};

dev_t tty_devnum(struct tty_struct *tty)
{
	return MKDEV(tty->driver->major, tty->driver->minor_start + tty->index);
}

int tty_name(struct tty_struct *tty, char *buf, size_t size)
{
	return scnprintf(buf, size, "%s%d", tty->driver->name, tty->index);
}

/* ---- from the interrupt to the line discipline ---- */

static size_t flip_take(struct tty_struct *tty, u8 *chunk, size_t max)
{
	unsigned long flags;
	size_t n = 0;

	spin_lock_irqsave(&tty->flip_lock, flags);
	while (n < max && tty->flip_tail != tty->flip_head)
		chunk[n++] = tty->flip[tty->flip_tail++ % TTY_FLIP_SIZE];
	spin_unlock_irqrestore(&tty->flip_lock, flags);
	return n;
}

static void flip_to_ldisc(struct work_struct *work)
{
	struct tty_struct *tty = container_of(work, struct tty_struct, flip_work);
	u8 chunk[64];
	size_t n;

	while ((n = flip_take(tty, chunk, sizeof(chunk))))
		n_tty_receive_buf(tty, chunk, n);
}

size_t tty_receive(struct tty_struct *tty, const u8 *buf, size_t count)
{
	unsigned long flags;
	size_t n;

	spin_lock_irqsave(&tty->flip_lock, flags);
	for (n = 0; n < count && tty->flip_head - tty->flip_tail < TTY_FLIP_SIZE; n++)
		tty->flip[tty->flip_head++ % TTY_FLIP_SIZE] = buf[n];
	spin_unlock_irqrestore(&tty->flip_lock, flags);
	schedule_work(&tty->flip_work);
	return n;
}

void tty_wakeup(struct tty_struct *tty)
{
	wake_up_interruptible_poll(&tty->write_wait, EPOLLOUT | EPOLLWRNORM);
}

/* ---- life ---- */

static void free_tty(struct work_struct *work)
{
	struct tty_struct *tty = container_of(work, struct tty_struct, free_work);

	cancel_work_sync(&tty->flip_work);
	n_tty_close(tty);
	put_pid(tty->session);
	put_pid(tty->pgrp);
	kfree(tty->flip);
	kfree(tty);
}

/* The last reference may go under a spinlock; freeing has to wait for flip_work. */
static void release_tty(struct kref *kref)
{
	struct tty_struct *tty = container_of(kref, struct tty_struct, kref);

	INIT_WORK(&tty->free_work, free_tty);
	schedule_work(&tty->free_work);
}

struct tty_struct *tty_kref_get(struct tty_struct *tty)
{
	if (tty)
		kref_get(&tty->kref);
	return tty;
}

/* Any context. */
void tty_kref_put(struct tty_struct *tty)
{
	if (tty)
		kref_put(&tty->kref, release_tty);
}

static struct tty_struct *alloc_tty(struct tty_driver *driver, int index)
{
	struct tty_struct *tty = kzalloc(sizeof(*tty), GFP_KERNEL);

	if (!tty)
		return NULL;
	tty->flip = kmalloc(TTY_FLIP_SIZE, GFP_KERNEL);
	if (!tty->flip)
		goto free_tty;
	kref_init(&tty->kref);
	tty->driver = driver;
	tty->index = index;
	tty->termios = driver->termios[index];
	init_rwsem(&tty->termios_rwsem);
	spin_lock_init(&tty->ctrl_lock);
	spin_lock_init(&tty->flip_lock);
	mutex_init(&tty->write_mutex);
	init_waitqueue_head(&tty->read_wait);
	init_waitqueue_head(&tty->write_wait);
	INIT_WORK(&tty->flip_work, flip_to_ldisc);
	if (n_tty_open(tty))
		goto free_flip;
	return tty;

free_flip:
	kfree(tty->flip);
free_tty:
	kfree(tty);
	return NULL;
}

/* The open line, made if need be.  tty_mutex held. */
static struct tty_struct *open_line(struct tty_driver *driver, int index)
{
	struct tty_struct *tty = driver->ttys[index];
	int err;

	if (tty) {
		if (tty->exclusive && !capable(CAP_SYS_ADMIN))
			return ERR_PTR(-EBUSY);
		tty->count++;
		return tty_kref_get(tty);
	}
	tty = alloc_tty(driver, index);
	if (!tty)
		return ERR_PTR(-ENOMEM);
	err = driver->ops->open(tty);
	if (err) {
		tty_kref_put(tty);
		return ERR_PTR(err);
	}
	tty->count = 1;
	driver->ttys[index] = tty;
	return tty;
}

static void close_line(struct tty_struct *tty)
{
	struct tty_driver *driver = tty->driver;

	mutex_lock(&tty_mutex);
	if (!--tty->count) {
		tty->exclusive = false;
		driver->ops->close(tty);
		driver->termios[tty->index] = tty->termios;
		if (driver->ttys[tty->index] == tty)
			driver->ttys[tty->index] = NULL;
	}
	mutex_unlock(&tty_mutex);
	tty_kref_put(tty);
}

/* ---- opening: by device number, /dev/tty, /dev/console ---- */

static struct tty_driver *find_driver(dev_t dev, int *index)
{
	struct tty_driver *driver;

	list_for_each_entry(driver, &tty_drivers, list) {
		unsigned int line = MINOR(dev) - driver->minor_start;

		if (MAJOR(dev) == driver->major && line < driver->num) {
			*index = line;
			return driver;
		}
	}
	return NULL;
}

static struct tty_struct *open_current(void)
{
	struct tty_struct *tty = get_current_tty();

	if (!tty)
		return ERR_PTR(-ENXIO);
	tty->count++;
	return tty;
}

static struct tty_struct *open_device(dev_t dev, bool *noctty)
{
	struct tty_driver *driver;
	int index;

	if (dev == MKDEV(TTYAUX_MAJOR, 0)) {
		*noctty = true;
		return open_current();
	}
	if (dev == MKDEV(TTYAUX_MAJOR, 1)) {
		*noctty = true;
		driver = console_device(&index);
	} else {
		driver = find_driver(dev, &index);
	}
	return driver ? open_line(driver, index) : ERR_PTR(-ENODEV);
}

static int tty_open(struct inode *inode, struct file *file)
{
	bool noctty = file->f_flags & O_NOCTTY;
	struct tty_struct *tty;

	nonseekable_open(inode, file);
	mutex_lock(&tty_mutex);
	tty = open_device(inode->i_rdev, &noctty);
	mutex_unlock(&tty_mutex);
	if (IS_ERR(tty))
		return PTR_ERR(tty);
	file->private_data = tty;
	if (!noctty)
		tty_open_proc_set_tty(file, tty);
	return 0;
}

static int tty_release(struct inode *inode, struct file *file)
{
	close_line(file->private_data);
	return 0;
}

/* ---- reading and writing ---- */

static ssize_t tty_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct tty_struct *tty = file->private_data;

	return tty->hung_up ? 0 : n_tty_read(tty, file, (u8 __user *)buf, count);
}

static ssize_t tty_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	struct tty_struct *tty = file->private_data;
	ssize_t ret;

	if (tty->hung_up)
		return -EIO;
	if (mutex_lock_interruptible(&tty->write_mutex))
		return -ERESTARTSYS;
	ret = n_tty_write(tty, file, (const u8 __user *)buf, count);
	mutex_unlock(&tty->write_mutex);
	return ret;
}

static __poll_t tty_poll(struct file *file, poll_table *wait)
{
	struct tty_struct *tty = file->private_data;

	if (tty->hung_up)
		return EPOLLIN | EPOLLOUT | EPOLLERR | EPOLLHUP | EPOLLRDNORM | EPOLLWRNORM;
	return n_tty_poll(tty, file, wait);
}

static long tty_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct tty_struct *tty = file->private_data;
	int ret;

	if (tty->hung_up)
		return -EIO;
	ret = tty_jobctrl_ioctl(tty, cmd, arg, file);
	if (ret != -ENOIOCTLCMD)
		return ret;
	if (tty->driver->ops->ioctl) {
		ret = tty->driver->ops->ioctl(tty, cmd, arg);
		if (ret != -ENOIOCTLCMD)
			return ret;
	}
	ret = n_tty_ioctl(tty, file, cmd, arg);
	return ret == -ENOIOCTLCMD ? -ENOTTY : ret;
}

static const struct file_operations tty_fops = {
	.read		= tty_read,
	.write		= tty_write,
	.poll		= tty_poll,
	.unlocked_ioctl	= tty_ioctl,
	.open		= tty_open,
	.release	= tty_release,
};

/* ---- hangup ---- */

/* Every open file of the line sees end of file from now on. May sleep. */
void tty_hangup(struct tty_struct *tty)
{
	mutex_lock(&tty_mutex);
	tty->hung_up = true;
	if (tty->driver->ttys[tty->index] == tty)
		tty->driver->ttys[tty->index] = NULL;
	mutex_unlock(&tty_mutex);
	tty_signal_session_leader(tty);
	wake_up_interruptible_poll(&tty->read_wait, EPOLLIN | EPOLLHUP);
	wake_up_interruptible_poll(&tty->write_wait, EPOLLOUT | EPOLLHUP);
}

void tty_vhangup(struct tty_struct *tty)
{
	tty_hangup(tty);
}

/* ---- drivers ---- */

/**
 * tty_register_driver() - a driver's lines become openable, with nodes in /dev.
 *
 * May sleep. The driver must stay. Return: 0, -ENOMEM, or what cdev_add() says.
 */
int tty_register_driver(struct tty_driver *driver)
{
	dev_t dev = MKDEV(driver->major, driver->minor_start);
	unsigned int i;
	int err = -ENOMEM;
	char name[32];

	driver->ttys = kcalloc(driver->num, sizeof(*driver->ttys), GFP_KERNEL);
	driver->termios = kcalloc(driver->num, sizeof(*driver->termios), GFP_KERNEL);
	driver->cdev = cdev_alloc();
	if (!driver->ttys || !driver->termios || !driver->cdev)
		goto fail;
	for (i = 0; i < driver->num; i++)
		driver->termios[i] = driver->init_termios;
	err = register_chrdev_region(dev, driver->num, driver->name);
	if (err)
		goto fail;
	driver->cdev->ops = &tty_fops;
	err = cdev_add(driver->cdev, dev, driver->num);
	if (err)
		goto unregister;
	mutex_lock(&tty_mutex);
	list_add_tail(&driver->list, &tty_drivers);
	mutex_unlock(&tty_mutex);
	for (i = 0; i < driver->num; i++) {
		snprintf(name, sizeof(name), "%s%u", driver->name, i);
		device_node_add("tty", name, S_IFCHR | 0600, dev + i);
	}
	return 0;

unregister:
	unregister_chrdev_region(dev, driver->num);
fail:
	kfree(driver->ttys);
	kfree(driver->termios);
	if (driver->cdev)
		cdev_put(driver->cdev);
	return err;
}

static struct cdev tty_cdev;

static int __init tty_init(void)
{
	int err;

	cdev_init(&tty_cdev, &tty_fops);
	err = register_chrdev_region(MKDEV(TTYAUX_MAJOR, 0), 2, "/dev/tty") ?:
	      cdev_add(&tty_cdev, MKDEV(TTYAUX_MAJOR, 0), 2);
	if (err)
		panic("Couldn't register /dev/tty: %d", err);
	device_node_add("tty", "tty", S_IFCHR | 0666, MKDEV(TTYAUX_MAJOR, 0));
	device_node_add("tty", "console", S_IFCHR | 0600, MKDEV(TTYAUX_MAJOR, 1));
	return 0;
}
fs_initcall(tty_init);
