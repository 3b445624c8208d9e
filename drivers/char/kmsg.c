// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmsg.c - /dev/kmsg: the log as records, one a read().
 *
 * Format (Linux, Documentation/ABI/testing/dev-kmsg):
 *	priority,sequence,microseconds,-;text\n
 * A reader that was overtaken by the ring gets EPIPE once and goes on with the
 * oldest message.  What is written becomes a message of the kernel's log.
 */
#include <linux/ctype.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "../../kernel/printk/internal.h"
#include "mem.h"

struct kmsg_reader {
	struct mutex lock;
	u64 seq;			/* [L] lock */
	struct log_message msg;		/* [L] lock */
	char text[LOG_LINE_MAX * 4 + 64];	/* [L] lock; every byte may need escaping */
};

static int format_record(struct kmsg_reader *r)
{
	const struct log_message *m = &r->msg;
	int i, len;

	len = scnprintf(r->text, sizeof(r->text), "%u,%llu,%llu,-;", m->level, m->seq,
			m->ts_nsec / 1000);
	for (i = 0; i < m->len; i++) {
		u8 c = m->text[i];

		if (c < ' ' || c >= 127 || c == '\\')
			len += scnprintf(r->text + len, sizeof(r->text) - len, "\\x%02x", c);
		else
			r->text[len++] = c;
	}
	r->text[len++] = '\n';
	return len;
}

static ssize_t read_record(struct kmsg_reader *r, char __user *buf, size_t count)
{
	int len;

	if (!log_read(r->seq, &r->msg))
		return -EAGAIN;
	if (r->msg.seq != r->seq) {
		r->seq = r->msg.seq;
		return -EPIPE;
	}
	len = format_record(r);
	if (len > count)
		return -EINVAL;
	if (copy_to_user(buf, r->text, len))
		return -EFAULT;
	r->seq++;
	return len;
}

static ssize_t kmsg_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct kmsg_reader *r = file->private_data;
	ssize_t ret;

	if (!r)
		return -EBADF;
	do {
		if (!(file->f_flags & O_NONBLOCK)) {
			ret = wait_event_interruptible(log_wait, READ_ONCE(r->seq) < log_next_seq());
			if (ret)
				return ret;
		}
		if (mutex_lock_interruptible(&r->lock))
			return -ERESTARTSYS;
		ret = read_record(r, buf, count);
		mutex_unlock(&r->lock);
	} while (ret == -EAGAIN && !(file->f_flags & O_NONBLOCK));
	return ret;
}

/* "<6>text": the level in front is optional. */
static ssize_t kmsg_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	char *text, *p, *end;
	int level = default_message_loglevel;

	if (count > LOG_LINE_MAX)
		return -EINVAL;
	text = memdup_user_nul(buf, count);
	if (IS_ERR(text))
		return PTR_ERR(text);
	p = text;
	if (*p == '<' && isdigit(p[1])) {
		unsigned int prefix = simple_strtoul(p + 1, &end, 10);

		if (*end == '>') {
			level = prefix & 7;
			p = end + 1;
		}
	}
	printk(KERN_SOH "%d%s%s", level, p, *p && p[strlen(p) - 1] == '\n' ? "" : "\n");
	kfree(text);
	return count;
}

static loff_t kmsg_llseek(struct file *file, loff_t offset, int whence)
{
	struct kmsg_reader *r = file->private_data;

	if (!r)
		return -EBADF;
	if (offset)
		return -ESPIPE;
	mutex_lock(&r->lock);
	r->seq = whence == SEEK_END ? log_next_seq() : log_first_seq();
	mutex_unlock(&r->lock);
	return whence <= SEEK_END ? 0 : -EINVAL;
}

static __poll_t kmsg_poll(struct file *file, poll_table *wait)
{
	struct kmsg_reader *r = file->private_data;

	if (!r)
		return EPOLLERR | EPOLLNVAL;
	poll_wait(file, &log_wait, wait);
	if (READ_ONCE(r->seq) >= log_next_seq())
		return 0;
	return EPOLLIN | EPOLLRDNORM | (r->seq < log_first_seq() ? EPOLLERR | EPOLLPRI : 0);
}

static int kmsg_open(struct inode *inode, struct file *file)
{
	struct kmsg_reader *r;

	file->private_data = NULL;
	if ((file->f_flags & O_ACCMODE) == O_WRONLY)
		return 0;
	r = kvmalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return -ENOMEM;
	mutex_init(&r->lock);
	r->seq = log_first_seq();
	file->private_data = r;
	return 0;
}

static int kmsg_release(struct inode *inode, struct file *file)
{
	kvfree(file->private_data);
	return 0;
}

const struct file_operations kmsg_fops = {
	.open		= kmsg_open,
	.read		= kmsg_read,
	.write		= kmsg_write,
	.llseek		= kmsg_llseek,
	.poll		= kmsg_poll,
	.release	= kmsg_release,
};
