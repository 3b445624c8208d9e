/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SEQ_FILE_H
#define _LINUX_SEQ_FILE_H

#include <linux/cpumask.h>
#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct seq_operations;

/* The text of a sequence of records, made record by record as it is read. */
struct seq_file {
	char *buf;		/* [L] lock, as all of it */
	size_t size;		/* of buf */
	size_t from;		/* first byte not handed out yet */
	size_t count;		/* bytes in buf; equal to size: overflowed */
	size_t pad_until;
	loff_t index;		/* of the next record */
	loff_t read_pos;	/* file position that the state belongs to */
	struct mutex lock;
	const struct seq_operations *op;
	const struct file *file;
	void *private;
};

struct seq_operations {
	void *(*start)(struct seq_file *m, loff_t *pos);
	void (*stop)(struct seq_file *m, void *v);
	void *(*next)(struct seq_file *m, void *v, loff_t *pos);
	int (*show)(struct seq_file *m, void *v);
};

#define SEQ_SKIP	1	/* show() wrote nothing that counts */
#define SEQ_START_TOKEN	((void *)1)

static inline bool seq_has_overflowed(const struct seq_file *m)
{
	return m->count == m->size;
}

static inline size_t seq_get_buf(struct seq_file *m, char **bufp)
{
	*bufp = m->count < m->size ? m->buf + m->count : NULL;
	return m->size - m->count;
}

static inline void seq_commit(struct seq_file *m, int num)
{
	m->count = num < 0 ? m->size : m->count + num;
}

static inline void seq_setwidth(struct seq_file *m, size_t size)
{
	m->pad_until = m->count + size;
}

void seq_pad(struct seq_file *m, char c);
int seq_open(struct file *file, const struct seq_operations *op);
ssize_t seq_read(struct file *file, char __user *buf, size_t size, loff_t *ppos);
ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter);
loff_t seq_lseek(struct file *file, loff_t offset, int whence);
int seq_release(struct inode *inode, struct file *file);
int seq_write(struct seq_file *m, const void *data, size_t len);
void seq_vprintf(struct seq_file *m, const char *fmt, va_list args);
__printf(2, 3) void seq_printf(struct seq_file *m, const char *fmt, ...);
void seq_putc(struct seq_file *m, char c);
void seq_puts(struct seq_file *m, const char *s);
void seq_put_decimal_ull_width(struct seq_file *m, const char *delimiter,
			       unsigned long long num, unsigned int width);
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, unsigned long long num);
void seq_put_decimal_ll(struct seq_file *m, const char *delimiter, long long num);
void seq_put_hex_ll(struct seq_file *m, const char *delimiter, unsigned long long v,
		    unsigned int width);
void seq_escape(struct seq_file *m, const char *s, const char *esc);
int seq_path(struct seq_file *m, const struct path *path, const char *esc);
int seq_file_path(struct seq_file *m, struct file *file, const char *esc);
int seq_path_root(struct seq_file *m, const struct path *path, const struct path *root,
		  const char *esc);
int seq_dentry(struct seq_file *m, struct dentry *dentry, const char *esc);
char *mangle_path(char *s, const char *p, const char *esc);

int single_open(struct file *file, int (*show)(struct seq_file *, void *), void *data);
int single_open_size(struct file *file, int (*show)(struct seq_file *, void *), void *data,
		     size_t size);
int single_release(struct inode *inode, struct file *file);
void *__seq_open_private(struct file *file, const struct seq_operations *ops, int psize);
int seq_open_private(struct file *file, const struct seq_operations *ops, int psize);
int seq_release_private(struct inode *inode, struct file *file);

struct list_head *seq_list_start(struct list_head *head, loff_t pos);
struct list_head *seq_list_start_head(struct list_head *head, loff_t pos);
struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *ppos);

#define DEFINE_SEQ_ATTRIBUTE(__name)						\
static int __name##_open(struct inode *inode, struct file *file)		\
{										\
	int ret = seq_open(file, &__name##_sops);				\
	if (!ret && inode->i_private)						\
		((struct seq_file *)file->private_data)->private = inode->i_private; \
	return ret;								\
}										\
static const struct file_operations __name##_fops = {				\
	.open = __name##_open, .read_iter = seq_read_iter,			\
	.llseek = seq_lseek, .release = seq_release,				\
}

#define DEFINE_SHOW_ATTRIBUTE(__name)						\
static int __name##_open(struct inode *inode, struct file *file)		\
{										\
	return single_open(file, __name##_show, inode->i_private);		\
}										\
static const struct file_operations __name##_fops = {				\
	.open = __name##_open, .read_iter = seq_read_iter,			\
	.llseek = seq_lseek, .release = single_release,				\
}

#define DEFINE_PROC_SHOW_ATTRIBUTE(__name)					\
static int __name##_open(struct inode *inode, struct file *file)		\
{										\
	return single_open(file, __name##_show, pde_data(inode));		\
}										\
static const struct proc_ops __name##_proc_ops = {				\
	.proc_open = __name##_open, .proc_read_iter = seq_read_iter,		\
	.proc_lseek = seq_lseek, .proc_release = single_release,		\
}

#endif
