// SPDX-License-Identifier: GPL-2.0-only
/*
 * file_kunit.c - descriptor tables, pipes and seq files.
 */
#include <kunit/test.h>
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/pipe_fs_i.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

static const struct file_operations dummy_fops = { .llseek = noop_llseek };

/* ---- descriptor tables ------------------------------------------------------------- */

struct own_table {
	struct files_struct *saved;
	struct file *file;
};

static int table_init(struct kunit *test)
{
	struct own_table *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	struct fd_range all = { 0, UINT_MAX };
	struct files_struct *own;

	KUNIT_ASSERT_NOT_NULL(test, t);
	t->file = anon_inode_getfile("[kunit]", &dummy_fops, NULL, O_RDWR);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->file);
	own = dup_fd(current->files, &all);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, own);
	task_lock(current);
	t->saved = current->files;
	current->files = own;
	task_unlock(current);
	test->priv = t;
	return 0;
}

/* The end of a case: back to the thread's own table. All that the other held is released. */
static void table_leave(struct kunit *test)
{
	struct own_table *t = test->priv;
	struct files_struct *own = current->files;

	task_lock(current);
	current->files = t->saved;
	t->saved = NULL;
	task_unlock(current);
	put_files_struct(own);
	KUNIT_EXPECT_EQ(test, (long)file_count(t->file), 1L);
}

/* Runs in another thread. A case that was aborted took its table along when its thread ended. */
static void table_exit(struct kunit *test)
{
	struct own_table *t = test->priv;

	if (!t)
		return;
	if (t->saved)
		put_files_struct(t->saved);
	fput(t->file);
}

#define MANY 5000

static int take(struct own_table *t)
{
	int fd = __get_unused_fd_flags(0, MANY + 1);

	if (fd >= 0)
		fd_install(fd, get_file(t->file));
	return fd;
}

static void table_grows(struct kunit *test)
{
	struct own_table *t = test->priv;
	struct file *f;
	int i;

	for (i = 0; i < MANY; i++)
		KUNIT_ASSERT_EQ(test, take(t), i);
	for (i = 0; i < MANY; i += 97) {
		f = fget(i);
		KUNIT_EXPECT_PTR_EQ(test, f, t->file);
		fput(f);
	}
	KUNIT_EXPECT_NULL(test, fget(MANY));
	KUNIT_EXPECT_EQ(test, take(t), MANY);
	KUNIT_EXPECT_EQ(test, take(t), -EMFILE);
	KUNIT_EXPECT_EQ(test, close_fd(70), 0);
	KUNIT_EXPECT_EQ(test, close_fd(70), -EBADF);
	KUNIT_EXPECT_EQ(test, take(t), 70);
	table_leave(test);
}

/* random taking and closing: each descriptor taken is the lowest one free */
static void table_lowest(struct kunit *test)
{
	struct own_table *t = test->priv;
	unsigned long *model = kunit_kzalloc(test, BITS_TO_LONGS(1024) * sizeof(long), GFP_KERNEL);
	int i, fd;

	KUNIT_ASSERT_NOT_NULL(test, model);
	for (i = 0; i < 20000; i++) {
		if (kunit_random_below(test, 100) < 55) {
			int lowest = find_first_zero_bit(model, 1024);

			if (lowest >= 1000)
				continue;
			fd = take(t);
			KUNIT_ASSERT_EQ(test, fd, lowest);
			__set_bit(fd, model);
		} else {
			fd = kunit_random_below(test, 1000);
			KUNIT_ASSERT_EQ(test, close_fd(fd), test_bit(fd, model) ? 0 : -EBADF);
			__clear_bit(fd, model);
		}
	}
	table_leave(test);
}

static void table_cloexec(struct kunit *test)
{
	struct own_table *t = test->priv;
	int i;

	for (i = 0; i < 300; i++) {
		KUNIT_ASSERT_EQ(test, take(t), i);
		set_close_on_exec(i, i % 3 == 0);
	}
	KUNIT_EXPECT_TRUE(test, get_close_on_exec(3));
	KUNIT_EXPECT_FALSE(test, get_close_on_exec(4));
	do_close_on_exec(current->files);
	for (i = 0; i < 300; i++) {
		struct fd f = fdget(i);

		KUNIT_EXPECT_EQ(test, !fd_empty(f), i % 3 != 0);
		fdput(f);
	}
	KUNIT_EXPECT_EQ(test, take(t), 0);
	table_leave(test);
}

static void table_copy(struct kunit *test)
{
	struct own_table *t = test->priv;
	struct files_struct *copy;
	int i, reserved;

	for (i = 0; i < 200; i++)
		take(t);
	reserved = get_unused_fd_flags(0);
	KUNIT_ASSERT_EQ(test, reserved, 200);
	copy = dup_fd(current->files, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, copy);
	KUNIT_EXPECT_EQ(test, (long)file_count(t->file), 401L);
	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, files_lookup_fd_raw(copy, 199), t->file);
	KUNIT_EXPECT_NULL(test, files_lookup_fd_raw(copy, 200));
	KUNIT_EXPECT_FALSE(test, fd_is_open(200, rcu_dereference_raw(copy->fdt)));
	rcu_read_unlock();
	put_files_struct(copy);
	KUNIT_EXPECT_EQ(test, (long)file_count(t->file), 201L);
	put_unused_fd(reserved);
	table_leave(test);
}

static struct kunit_case table_cases[] = {
	KUNIT_CASE(table_grows),
	KUNIT_CASE(table_lowest),
	KUNIT_CASE(table_cloexec),
	KUNIT_CASE(table_copy),
	{}
};

static struct kunit_suite table_suite = {
	.name = "fdtable",
	.init = table_init,
	.exit = table_exit,
	.test_cases = table_cases,
};

/* ---- pipes ---------------------------------------------------------------------------- */

static int pipe_init_test(struct kunit *test)
{
	struct file **ends = kunit_kzalloc(test, 2 * sizeof(*ends), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, ends);
	KUNIT_ASSERT_EQ(test, create_pipe_files(ends, O_NONBLOCK), 0);
	test->priv = ends;
	return 0;
}

static void pipe_exit_test(struct kunit *test)
{
	struct file **ends = test->priv;

	if (!ends)
		return;
	if (ends[0])
		fput(ends[0]);
	if (ends[1])
		fput(ends[1]);
}

/* random writes and reads: what comes out is what went in, and never more than fits */
static void pipe_stream(struct kunit *test)
{
	struct file **ends = test->priv;
	unsigned char *buf = kunit_kmalloc(test, 20000, GFP_KERNEL);
	size_t in = 0, out = 0, i, n;
	ssize_t ret;
	int step;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	for (step = 0; step < 3000; step++) {
		n = kunit_random_below(test, 4) ? 1 + kunit_random_below(test, 300) :
						  1 + kunit_random_below(test, 20000);
		if (kunit_random(test) & (1 << 20)) {
			for (i = 0; i < n; i++)
				buf[i] = (in + i) * 7 >> 3;
			ret = kernel_write(ends[1], buf, n, NULL);
			if (ret == -EAGAIN) {
				KUNIT_ASSERT_GT(test, in - out, 0UL);
				continue;
			}
			KUNIT_ASSERT_GT(test, ret, 0L);
			in += ret;
			/* what is at most PIPE_BUF goes in as a whole */
			if (n <= PIPE_BUF)
				KUNIT_ASSERT_EQ(test, (size_t)ret, n);
		} else {
			ret = kernel_read(ends[0], buf, n, NULL);
			if (in == out) {
				KUNIT_ASSERT_EQ(test, ret, (ssize_t)-EAGAIN);
				continue;
			}
			KUNIT_ASSERT_EQ(test, (size_t)ret, min(n, in - out));
			for (i = 0; i < ret; i++)
				KUNIT_ASSERT_EQ(test, buf[i], (unsigned char)((out + i) * 7 >> 3));
			out += ret;
		}
		KUNIT_ASSERT_LE(test, in - out, PIPE_DEF_BUFFERS * PAGE_SIZE);
	}
}

static void pipe_ends(struct kunit *test)
{
	struct file **ends = test->priv;
	char c = 'x';

	KUNIT_EXPECT_EQ(test, kernel_read(ends[0], &c, 1, NULL), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_EQ(test, kernel_write(ends[1], "ab", 2, NULL), (ssize_t)2);
	/* neither end is for the other direction */
	KUNIT_EXPECT_EQ(test, kernel_read(ends[1], &c, 1, NULL), (ssize_t)-EINVAL);
	KUNIT_EXPECT_EQ(test, kernel_write(ends[0], "c", 1, NULL), (ssize_t)-EINVAL);
	fput(ends[1]);
	ends[1] = NULL;
	KUNIT_EXPECT_EQ(test, kernel_read(ends[0], &c, 1, NULL), (ssize_t)1);
	KUNIT_EXPECT_EQ(test, kernel_read(ends[0], &c, 1, NULL), (ssize_t)1);
	KUNIT_EXPECT_EQ(test, c, 'b');
	KUNIT_EXPECT_EQ(test, kernel_read(ends[0], &c, 1, NULL), (ssize_t)0);
}

static void pipe_resize(struct kunit *test)
{
	struct file **ends = test->priv;
	char *page = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, pipe_fcntl(ends[0], F_GETPIPE_SZ, 0),
			(long)(PIPE_DEF_BUFFERS * PAGE_SIZE));
	for (i = 0; i < 5; i++) {
		memset(page, 'a' + i, PAGE_SIZE);
		KUNIT_ASSERT_EQ(test, kernel_write(ends[1], page, PAGE_SIZE, NULL),
				(ssize_t)PAGE_SIZE);
	}
	KUNIT_EXPECT_EQ(test, kernel_read(ends[0], page, PAGE_SIZE, NULL), (ssize_t)PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, pipe_fcntl(ends[0], F_SETPIPE_SZ, 2 * PAGE_SIZE), (long)-EBUSY);
	KUNIT_EXPECT_EQ(test, pipe_fcntl(ends[0], F_SETPIPE_SZ, 4 * PAGE_SIZE),
			(long)(4 * PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, kernel_write(ends[1], page, 1, NULL), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_EQ(test, pipe_fcntl(ends[1], F_SETPIPE_SZ, 7 * PAGE_SIZE),
			(long)(8 * PAGE_SIZE));
	for (i = 1; i < 5; i++) {
		KUNIT_ASSERT_EQ(test, kernel_read(ends[0], page, PAGE_SIZE, NULL),
				(ssize_t)PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, page[17], (char)('a' + i));
	}
}

static struct kunit_case pipe_cases[] = {
	KUNIT_CASE(pipe_stream),
	KUNIT_CASE(pipe_ends),
	KUNIT_CASE(pipe_resize),
	{}
};

static struct kunit_suite pipe_suite = {
	.name = "pipe",
	.init = pipe_init_test,
	.exit = pipe_exit_test,
	.test_cases = pipe_cases,
};

/* ---- seq files ---------------------------------------------------------------------------- */

#define RECORDS 400

/* the text that the records make, all at once */
static size_t record_text(int nr, char *buf, size_t size)
{
	size_t n = snprintf(buf, size, "record %d:", nr);
	int i;

	if (nr % 7 == 3)
		return 0;	/* skipped */
	for (i = 0; i < (nr == 100 ? 9000 : nr % 50); i++)
		buf[n++] = 'a' + (nr + i) % 26;
	buf[n++] = '\n';
	return n;
}

static void *rec_start(struct seq_file *m, loff_t *pos)
{
	return *pos < RECORDS ? (void *)(unsigned long)(*pos + 1) : NULL;
}

static void *rec_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return rec_start(m, pos);
}

static void rec_stop(struct seq_file *m, void *v)
{
}

static int rec_show(struct seq_file *m, void *v)
{
	int nr = (unsigned long)v - 1, i;

	seq_printf(m, "record %d:", nr);
	if (nr % 7 == 3)
		return SEQ_SKIP;
	for (i = 0; i < (nr == 100 ? 9000 : nr % 50); i++)
		seq_putc(m, 'a' + (nr + i) % 26);
	seq_putc(m, '\n');
	return 0;
}

static const struct seq_operations rec_ops = {
	.start = rec_start, .next = rec_next, .stop = rec_stop, .show = rec_show,
};

static const struct file_operations rec_fops = {
	.read_iter = seq_read_iter, .llseek = seq_lseek, .release = seq_release,
};

struct rec_state {
	struct file *file;
	char *text, *buf;
	size_t len;
};

static int rec_init(struct kunit *test)
{
	struct rec_state *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, s);
	test->priv = s;
	s->text = kunit_kzalloc(test, 64 * 1024, GFP_KERNEL);
	s->buf = kunit_kzalloc(test, 64 * 1024, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, s->text);
	KUNIT_ASSERT_NOT_NULL(test, s->buf);
	for (i = 0; i < RECORDS; i++)
		s->len += record_text(i, s->text + s->len, 10000);
	s->file = anon_inode_getfile("[kunit]", &rec_fops, NULL, O_RDONLY);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, s->file);
	KUNIT_ASSERT_EQ(test, seq_open(s->file, &rec_ops), 0);
	return 0;
}

static void rec_exit(struct kunit *test)
{
	struct rec_state *s = test->priv;

	if (s && !IS_ERR_OR_NULL(s->file))
		fput(s->file);
}

static void rec_chunks(struct kunit *test)
{
	static const size_t sizes[] = { 1, 7, 100, 4096, 5000, 60000 };
	struct rec_state *s = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		loff_t pos = 0;
		ssize_t n;

		do {
			n = kernel_read(s->file, s->buf + pos, sizes[i], &pos);
			KUNIT_ASSERT_GE(test, n, 0L);
		} while (n && pos <= s->len);
		KUNIT_EXPECT_EQ(test, (size_t)pos, s->len);
		KUNIT_EXPECT_MEMEQ(test, s->buf, s->text, s->len);
	}
}

static void rec_seek(struct kunit *test)
{
	struct rec_state *s = test->priv;
	int i;

	for (i = 0; i < 300; i++) {
		loff_t at = kunit_random_below(test, s->len + 50), pos = at;
		size_t want = 1 + kunit_random_below(test, 3000);
		ssize_t n = kernel_read(s->file, s->buf, want, &pos);

		KUNIT_ASSERT_GE(test, n, 0L);
		if (at >= s->len)
			KUNIT_ASSERT_EQ(test, n, 0L);
		else
			KUNIT_ASSERT_GT(test, n, 0L);
		KUNIT_ASSERT_EQ(test, pos, at + n);
		KUNIT_ASSERT_MEMEQ(test, s->buf, s->text + at, n);
	}
}

static struct kunit_case rec_cases[] = {
	KUNIT_CASE(rec_chunks),
	KUNIT_CASE(rec_seek),
	{}
};

static struct kunit_suite rec_suite = {
	.name = "seq_file",
	.init = rec_init,
	.exit = rec_exit,
	.test_cases = rec_cases,
};

kunit_test_suites(&table_suite, &pipe_suite, &rec_suite);
