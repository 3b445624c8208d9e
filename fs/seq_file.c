// SPDX-License-Identifier: GPL-2.0-only
/*
 * seq_file.c - text files made record by record.
 *
 * A read fills the buffer with whole records until the user's request is met, and keeps what it
 * did not take. A record that does not fit makes the buffer grow and is made again. Records are
 * found again by index, so a list may change between two reads.
 *
 * Locks: m->lock around everything of one open file; start() to stop() run under whatever lock
 * the record's owner takes in start().
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include "internal.h"

static void *seq_buf_alloc(unsigned long size)
{
	if (size > MAX_RW_COUNT)
		return NULL;
	return kvmalloc(size, GFP_KERNEL_ACCOUNT);
}

static void seq_set_overflow(struct seq_file *m)
{
	m->count = m->size;
}

int seq_open(struct file *file, const struct seq_operations *op)
{
	struct seq_file *p = kzalloc(sizeof(*p), GFP_KERNEL_ACCOUNT);

	if (!p)
		return -ENOMEM;
	file->private_data = p;
	mutex_init(&p->lock);
	p->op = op;
	p->file = file;
	/* the text does not end where a write would go */
	file->f_mode &= ~FMODE_PWRITE;
	return 0;
}

static int seq_grow(struct seq_file *m)
{
	size_t size = m->size << 1;

	kvfree(m->buf);
	m->count = 0;
	m->buf = seq_buf_alloc(size);
	m->size = m->buf ? size : 0;
	return m->buf ? 0 : -ENOMEM;
}

/* Makes the text up to @offset, as a seek needs it. */
static int traverse(struct seq_file *m, loff_t offset)
{
	loff_t pos = 0;
	int error;
	void *p;

	m->index = 0;
	m->count = m->from = 0;
	if (!offset)
		return 0;
	if (!m->buf) {
		m->buf = seq_buf_alloc(m->size = PAGE_SIZE);
		if (!m->buf) {
			m->size = 0;
			return -ENOMEM;
		}
	}
	p = m->op->start(m, &m->index);
	while (p) {
		error = PTR_ERR(p);
		if (IS_ERR(p))
			break;
		error = m->op->show(m, p);
		if (error < 0)
			break;
		if (error) {
			error = 0;
			m->count = 0;
		}
		if (seq_has_overflowed(m)) {
			m->op->stop(m, p);
			error = seq_grow(m);
			return error ? error : -EAGAIN;
		}
		p = m->op->next(m, p, &m->index);
		if (pos + m->count > offset) {
			m->from = offset - pos;
			m->count -= m->from;
			break;
		}
		pos += m->count;
		m->count = 0;
		if (pos == offset)
			break;
		error = 0;
	}
	m->op->stop(m, p);
	return IS_ERR(p) ? PTR_ERR(p) : 0;
}

/*
 * Fills the empty buffer with the next record that has any text, and with as many more as the
 * reader wants and fit. Return: an error where there is not even one.
 */
static int seq_fill(struct seq_file *m, size_t want)
{
	void *p;
	int err;

	m->from = 0;
	for (;;) {
		p = m->op->start(m, &m->index);
		for (;;) {
			err = PTR_ERR_OR_ZERO(p);
			if (!p || err)
				goto stop;
			err = m->op->show(m, p);
			if (err < 0)
				goto stop;
			if (err)
				m->count = 0;	/* SEQ_SKIP */
			if (m->count)
				break;
			p = m->op->next(m, p, &m->index);
		}
		if (!seq_has_overflowed(m))
			break;
		m->op->stop(m, p);
		err = seq_grow(m);
		if (err)
			return err;
	}
	/* one fits: more of them, while they do */
	for (;;) {
		size_t offs = m->count;
		loff_t pos = m->index;

		p = m->op->next(m, p, &m->index);
		if (pos == m->index)
			m->index++;	/* a next() that forgot to would loop for ever */
		if (!p || IS_ERR(p) || m->count >= want)
			break;
		err = m->op->show(m, p);
		if (err > 0) {
			m->count = offs;
		} else if (err || seq_has_overflowed(m)) {
			m->count = offs;
			break;
		}
	}
	err = 0;
stop:
	if (err)
		m->count = 0;
	m->op->stop(m, p);
	return err;
}

ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct seq_file *m = iocb->ki_filp->private_data;
	size_t copied = 0, n;
	int err = 0;

	if (!iov_iter_count(iter))
		return 0;
	mutex_lock(&m->lock);
	if (iocb->ki_pos == 0) {
		m->index = 0;
		m->count = 0;
	}
	if (unlikely(iocb->ki_pos != m->read_pos)) {
		while ((err = traverse(m, iocb->ki_pos)) == -EAGAIN)
			;
		if (err) {
			m->read_pos = 0;
			m->index = 0;
			m->count = 0;
			goto done;
		}
		m->read_pos = iocb->ki_pos;
	}
	if (!m->buf) {
		m->buf = seq_buf_alloc(m->size = PAGE_SIZE);
		if (!m->buf) {
			m->size = 0;
			err = -ENOMEM;
			goto done;
		}
	}
	if (m->count) {	/* left over from the last read */
		n = copy_to_iter(m->buf + m->from, m->count, iter);
		m->count -= n;
		m->from += n;
		copied += n;
		if (m->count) {
			err = -EFAULT;
			if (!iov_iter_count(iter))
				err = 0;
			goto done;
		}
		if (!iov_iter_count(iter))
			goto done;
	}
	err = seq_fill(m, iov_iter_count(iter));
	if (err || !m->count)
		goto done;
	n = copy_to_iter(m->buf, m->count, iter);
	if (n < m->count && iov_iter_count(iter))
		err = -EFAULT;
	copied += n;
	m->count -= n;
	m->from = n;
done:
	if (copied) {
		iocb->ki_pos += copied;
		m->read_pos += copied;
	}
	mutex_unlock(&m->lock);
	return copied ? copied : err;
}

ssize_t seq_read(struct file *file, char __user *buf, size_t size, loff_t *ppos)
{
	struct kiocb kiocb;
	struct iov_iter iter;
	ssize_t ret;

	init_sync_kiocb(&kiocb, file);
	kiocb.ki_pos = *ppos;
	iov_iter_ubuf(&iter, ITER_DEST, buf, size);
	ret = seq_read_iter(&kiocb, &iter);
	*ppos = kiocb.ki_pos;
	return ret;
}

loff_t seq_lseek(struct file *file, loff_t offset, int whence)
{
	struct seq_file *m = file->private_data;
	loff_t retval = -EINVAL;

	mutex_lock(&m->lock);
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		offset = -1;
	if (offset >= 0) {
		retval = offset;
		if (offset != m->read_pos) {
			while ((retval = traverse(m, offset)) == -EAGAIN)
				;
			if (retval) {
				file->f_pos = 0;
				m->read_pos = 0;
				m->index = 0;
				m->count = 0;
			} else {
				m->read_pos = offset;
				retval = file->f_pos = offset;
			}
		} else {
			file->f_pos = offset;
		}
	}
	mutex_unlock(&m->lock);
	return retval;
}

int seq_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kvfree(m->buf);
	kfree(m);
	return 0;
}

/* ---- writing text ----------------------------------------------------------------- */

void seq_vprintf(struct seq_file *m, const char *f, va_list args)
{
	int len;

	if (m->count < m->size) {
		len = vsnprintf(m->buf + m->count, m->size - m->count, f, args);
		if (m->count + len < m->size) {
			m->count += len;
			return;
		}
	}
	seq_set_overflow(m);
}

void seq_printf(struct seq_file *m, const char *f, ...)
{
	va_list args;

	va_start(args, f);
	seq_vprintf(m, f, args);
	va_end(args);
}

void seq_putc(struct seq_file *m, char c)
{
	if (m->count < m->size)
		m->buf[m->count++] = c;
}

int seq_write(struct seq_file *m, const void *data, size_t len)
{
	if (m->count + len < m->size) {
		memcpy(m->buf + m->count, data, len);
		m->count += len;
		return 0;
	}
	seq_set_overflow(m);
	return -1;
}

void seq_puts(struct seq_file *m, const char *s)
{
	seq_write(m, s, strlen(s));
}

void seq_pad(struct seq_file *m, char c)
{
	while (m->count < m->pad_until && !seq_has_overflowed(m))
		seq_putc(m, ' ');
	if (c)
		seq_putc(m, c);
}

void seq_put_decimal_ull_width(struct seq_file *m, const char *delimiter,
			       unsigned long long num, unsigned int width)
{
	char digits[20];
	unsigned int n = 0;

	if (delimiter)
		seq_puts(m, delimiter);
	do {
		digits[n++] = '0' + num % 10;
		num /= 10;
	} while (num);
	for (; width > n; width--)
		seq_putc(m, ' ');
	while (n)
		seq_putc(m, digits[--n]);
}

void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, unsigned long long num)
{
	seq_put_decimal_ull_width(m, delimiter, num, 0);
}

void seq_put_decimal_ll(struct seq_file *m, const char *delimiter, long long num)
{
	if (num >= 0) {
		seq_put_decimal_ull(m, delimiter, num);
		return;
	}
	if (delimiter)
		seq_puts(m, delimiter);
	seq_put_decimal_ull(m, "-", 0ULL - num);
}

void seq_put_hex_ll(struct seq_file *m, const char *delimiter, unsigned long long v,
		    unsigned int width)
{
	if (delimiter)
		seq_puts(m, delimiter);
	seq_printf(m, "%0*llx", width, v);
}

/* characters of @esc become backslash and three octal digits */
char *mangle_path(char *s, const char *p, const char *esc)
{
	while (s <= p) {
		char c = *p++;

		if (!c)
			return s;
		if (!strchr(esc, c)) {
			*s++ = c;
		} else if (s + 4 > p) {
			break;
		} else {
			*s++ = '\\';
			*s++ = '0' + ((c & 0300) >> 6);
			*s++ = '0' + ((c & 070) >> 3);
			*s++ = '0' + (c & 07);
		}
	}
	return NULL;
}

void seq_escape(struct seq_file *m, const char *s, const char *esc)
{
	for (; *s; s++) {
		if (strchr(esc, *s))
			seq_printf(m, "\\%03o", (unsigned char)*s);
		else
			seq_putc(m, *s);
	}
}

/* @p: text that a path function put at the end of the free part of the buffer */
static int seq_commit_path(struct seq_file *m, char *buf, size_t size, char *p, const char *esc)
{
	int res = -1;

	if (!IS_ERR(p)) {
		char *end = mangle_path(buf, p, esc);

		if (end)
			res = end - buf;
	}
	seq_commit(m, res);
	return res;
}

int seq_path(struct seq_file *m, const struct path *path, const char *esc)
{
	char *buf;
	size_t size = seq_get_buf(m, &buf);

	if (!size)
		return -1;
	return seq_commit_path(m, buf, size, d_path(path, buf, size), esc);
}

int seq_file_path(struct seq_file *m, struct file *file, const char *esc)
{
	return seq_path(m, &file->f_path, esc);
}

/* Return: SEQ_SKIP where @path is not below @root */
int seq_path_root(struct seq_file *m, const struct path *path, const struct path *root,
		  const char *esc)
{
	bool reached = true;
	char *buf;
	size_t size = seq_get_buf(m, &buf);

	if (!size)
		return -1;
	seq_commit_path(m, buf, size, d_path_from(path, root, buf, size, &reached), esc);
	return reached ? 0 : SEQ_SKIP;
}

int seq_dentry(struct seq_file *m, struct dentry *dentry, const char *esc)
{
	char *buf;
	size_t size = seq_get_buf(m, &buf);

	if (!size)
		return -1;
	return seq_commit_path(m, buf, size, dentry_path(dentry, buf, size), esc);
}

/* ---- files of one record ------------------------------------------------------------- */

static void *single_start(struct seq_file *p, loff_t *pos)
{
	return *pos ? NULL : SEQ_START_TOKEN;
}

static void *single_next(struct seq_file *p, void *v, loff_t *pos)
{
	++*pos;
	return NULL;
}

static void single_stop(struct seq_file *p, void *v)
{
}

int single_open(struct file *file, int (*show)(struct seq_file *, void *), void *data)
{
	struct seq_operations *op = kmalloc(sizeof(*op), GFP_KERNEL_ACCOUNT);
	int res;

	if (!op)
		return -ENOMEM;
	op->start = single_start;
	op->next = single_next;
	op->stop = single_stop;
	op->show = show;
	res = seq_open(file, op);
	if (res)
		kfree(op);
	else
		((struct seq_file *)file->private_data)->private = data;
	return res;
}

int single_open_size(struct file *file, int (*show)(struct seq_file *, void *), void *data,
		     size_t size)
{
	char *buf = seq_buf_alloc(size);
	int ret;

	if (!buf)
		return -ENOMEM;
	ret = single_open(file, show, data);
	if (ret) {
		kvfree(buf);
		return ret;
	}
	((struct seq_file *)file->private_data)->buf = buf;
	((struct seq_file *)file->private_data)->size = size;
	return 0;
}

int single_release(struct inode *inode, struct file *file)
{
	const struct seq_operations *op = ((struct seq_file *)file->private_data)->op;
	int res = seq_release(inode, file);

	kfree(op);
	return res;
}

void *__seq_open_private(struct file *f, const struct seq_operations *ops, int psize)
{
	void *private = kzalloc(psize, GFP_KERNEL_ACCOUNT);

	if (!private)
		return NULL;
	if (seq_open(f, ops) < 0) {
		kfree(private);
		return NULL;
	}
	((struct seq_file *)f->private_data)->private = private;
	return private;
}

int seq_open_private(struct file *filp, const struct seq_operations *ops, int psize)
{
	return __seq_open_private(filp, ops, psize) ? 0 : -ENOMEM;
}

int seq_release_private(struct inode *inode, struct file *file)
{
	kfree(((struct seq_file *)file->private_data)->private);
	return seq_release(inode, file);
}

/* ---- lists ------------------------------------------------------------------------------ */

struct list_head *seq_list_start(struct list_head *head, loff_t pos)
{
	struct list_head *lh;

	list_for_each(lh, head)
		if (pos-- == 0)
			return lh;
	return NULL;
}

struct list_head *seq_list_start_head(struct list_head *head, loff_t pos)
{
	return pos ? seq_list_start(head, pos - 1) : head;
}

struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *ppos)
{
	struct list_head *lh = ((struct list_head *)v)->next;

	++*ppos;
	return lh == head ? NULL : lh;
}
