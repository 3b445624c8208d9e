// SPDX-License-Identifier: GPL-2.0-only
/*
 * file.c - descriptors: the tables from small numbers to open files.
 *
 * Owns:       struct files_struct and its fdtable.
 * Invariant:  open_fds has a bit for each descriptor that is taken, also while its slot is
 *             still NULL (reserved by get_unused_fd_flags()); full_fds_bits has a bit for each
 *             full word of open_fds; no descriptor below next_fd is free.
 * Locks:      file_lock for changes; a lookup takes none: it reads the table under RCU, takes
 *             a reference unless it is 0, and looks whether the slot is still the same.
 * Elsewhere:  struct file itself (file_table.c).
 */
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/filelock.h>
#include <linux/find.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/close_range.h>
#include <uapi/linux/sched.h>
#include "internal.h"

unsigned int sysctl_nr_open __read_mostly = 1024 * 1024;

struct files_struct init_files = {
	.count = ATOMIC_INIT(1),
	.fdt = RCU_INITIALIZER(&init_files.fdtab),
	.fdtab = {
		.max_fds = NR_OPEN_DEFAULT,
		.fd = &init_files.fd_array[0],
		.close_on_exec = init_files.close_on_exec_init,
		.open_fds = init_files.open_fds_init,
		.full_fds_bits = init_files.full_fds_bits_init,
	},
	.file_lock = __SPIN_LOCK_UNLOCKED(init_files.file_lock),
	.resize_wait = __WAIT_QUEUE_HEAD_INITIALIZER(init_files.resize_wait),
};

static struct fdtable *fdtable_locked(struct files_struct *files)
{
	lockdep_assert_held(&files->file_lock);
	return rcu_dereference_raw(files->fdt);
}

/* ---- tables -------------------------------------------------------------------- */

static unsigned int full_words(unsigned int max_fds)
{
	return DIV_ROUND_UP(max_fds / BITS_PER_LONG, BITS_PER_LONG);
}

static void free_fdtable(struct fdtable *fdt)
{
	kvfree(fdt->fd);
	kvfree(fdt->open_fds);
	kfree(fdt);
}

static void free_fdtable_rcu(struct rcu_head *rcu)
{
	free_fdtable(container_of(rcu, struct fdtable, rcu));
}

/* A table with more than @nr slots. The three bitmaps share one allocation. */
static struct fdtable *alloc_fdtable(unsigned int nr)
{
	unsigned int words;
	struct fdtable *fdt;

	nr = roundup_pow_of_two(nr + 1);
	nr = max(nr, 4U * NR_OPEN_DEFAULT);
	nr = min(nr, ALIGN(sysctl_nr_open, BITS_PER_LONG));
	fdt = kmalloc(sizeof(*fdt), GFP_KERNEL);
	if (!fdt)
		return NULL;
	words = nr / BITS_PER_LONG;
	fdt->max_fds = nr;
	fdt->fd = kvcalloc(nr, sizeof(struct file *), GFP_KERNEL);
	fdt->open_fds = kvcalloc(2 * words + full_words(nr), sizeof(long), GFP_KERNEL);
	if (!fdt->fd || !fdt->open_fds) {
		free_fdtable(fdt);
		return NULL;
	}
	fdt->close_on_exec = fdt->open_fds + words;
	fdt->full_fds_bits = fdt->close_on_exec + words;
	return fdt;
}

/* the first @count descriptors; @count is a multiple of the word size */
static void copy_fd_bitmaps(struct fdtable *to, const struct fdtable *from, unsigned int count)
{
	memcpy(to->open_fds, from->open_fds, count / 8);
	memcpy(to->close_on_exec, from->close_on_exec, count / 8);
	memcpy(to->full_fds_bits, from->full_fds_bits, full_words(count) * sizeof(long));
}

/* Called and left with file_lock held, which it drops meanwhile. Return: 0 or error. */
static int expand_fdtable(struct files_struct *files, unsigned int nr)
{
	struct fdtable *new, *cur;

	spin_unlock(&files->file_lock);
	new = alloc_fdtable(nr);
	/* fd_install() stores without the lock; let those that saw no resize get through */
	if (atomic_read(&files->count) > 1)
		synchronize_rcu();
	spin_lock(&files->file_lock);
	if (!new)
		return -ENOMEM;
	cur = fdtable_locked(files);
	if (unlikely(new->max_fds <= nr)) {
		free_fdtable(new);
		return -EMFILE;
	}
	memcpy(new->fd, cur->fd, cur->max_fds * sizeof(struct file *));
	copy_fd_bitmaps(new, cur, cur->max_fds);
	rcu_assign_pointer(files->fdt, new);
	if (cur != &files->fdtab)
		call_rcu(&cur->rcu, free_fdtable_rcu);
	/* pairs with smp_rmb() in fd_install(): the table before the flag */
	smp_wmb();
	return 0;
}

/* Makes room for descriptor @nr. Return: 1 where the lock was dropped, 0, or an error. */
static int expand_files(struct files_struct *files, unsigned int nr)
{
	int err;

	while (nr >= fdtable_locked(files)->max_fds) {
		if (nr >= sysctl_nr_open)
			return -EMFILE;
		if (files->resize_in_progress) {
			spin_unlock(&files->file_lock);
			wait_event(files->resize_wait, !READ_ONCE(files->resize_in_progress));
			spin_lock(&files->file_lock);
			continue;
		}
		files->resize_in_progress = true;
		err = expand_fdtable(files, nr);
		files->resize_in_progress = false;
		wake_up_all(&files->resize_wait);
		return err ? err : 1;
	}
	return 0;
}

/* ---- bits ---------------------------------------------------------------------- */

static void __set_close_on_exec(unsigned int fd, struct fdtable *fdt, bool set)
{
	if (set)
		__set_bit(fd, fdt->close_on_exec);
	else if (test_bit(fd, fdt->close_on_exec))
		__clear_bit(fd, fdt->close_on_exec);
}

static void __set_open_fd(unsigned int fd, struct fdtable *fdt, bool cloexec)
{
	__set_bit(fd, fdt->open_fds);
	__set_close_on_exec(fd, fdt, cloexec);
	fd /= BITS_PER_LONG;
	if (!~fdt->open_fds[fd])
		__set_bit(fd, fdt->full_fds_bits);
}

static void __clear_open_fd(unsigned int fd, struct fdtable *fdt)
{
	__clear_bit(fd, fdt->open_fds);
	fd /= BITS_PER_LONG;
	if (test_bit(fd, fdt->full_fds_bits))
		__clear_bit(fd, fdt->full_fds_bits);
}

static unsigned int find_next_fd(struct fdtable *fdt, unsigned int start)
{
	unsigned int max = fdt->max_fds, words = max / BITS_PER_LONG;
	unsigned int word = start / BITS_PER_LONG, bit;

	bit = find_next_zero_bit(fdt->open_fds, min((word + 1) * BITS_PER_LONG, max), start);
	if (bit < (word + 1) * BITS_PER_LONG)
		return bit;
	word = find_next_zero_bit(fdt->full_fds_bits, words, word + 1);
	if (word >= words)
		return max;
	return find_next_zero_bit(fdt->open_fds, max, word * BITS_PER_LONG);
}

/* Reserves the lowest free descriptor from @start on, below @end. */
static int alloc_fd(unsigned int start, unsigned int end, unsigned int flags)
{
	struct files_struct *files = current->files;
	struct fdtable *fdt;
	unsigned int fd;
	int error;

	spin_lock(&files->file_lock);
	for (;;) {
		fdt = fdtable_locked(files);
		fd = max(start, files->next_fd);
		if (likely(fd < fdt->max_fds))
			fd = find_next_fd(fdt, fd);
		error = -EMFILE;
		if (unlikely(fd >= end))
			goto out;
		if (likely(fd < fdt->max_fds))
			break;
		error = expand_files(files, fd);
		if (error < 0)
			goto out;
	}
	if (start <= files->next_fd)
		files->next_fd = fd + 1;
	__set_open_fd(fd, fdt, flags & O_CLOEXEC);
	error = fd;
out:
	spin_unlock(&files->file_lock);
	return error;
}

int __get_unused_fd_flags(unsigned int flags, unsigned long nofile)
{
	return alloc_fd(0, nofile, flags);
}

/**
 * get_unused_fd_flags() - reserve a descriptor
 * @flags: O_CLOEXEC or 0
 *
 * fd_install() or put_unused_fd() must follow. Return: the descriptor or -EMFILE, -ENOMEM.
 */
int get_unused_fd_flags(unsigned int flags)
{
	return alloc_fd(0, rlimit(RLIMIT_NOFILE), flags);
}

static void __put_unused_fd(struct files_struct *files, unsigned int fd)
{
	__clear_open_fd(fd, fdtable_locked(files));
	if (fd < files->next_fd)
		files->next_fd = fd;
}

void put_unused_fd(unsigned int fd)
{
	struct files_struct *files = current->files;

	spin_lock(&files->file_lock);
	__put_unused_fd(files, fd);
	spin_unlock(&files->file_lock);
}

/**
 * fd_install() - a reserved descriptor gets its file
 * @file: the caller's reference goes to the table
 */
void fd_install(unsigned int fd, struct file *file)
{
	struct files_struct *files = current->files;
	struct fdtable *fdt;

	rcu_read_lock();
	if (unlikely(files->resize_in_progress)) {
		rcu_read_unlock();
		spin_lock(&files->file_lock);
		rcu_assign_pointer(fdtable_locked(files)->fd[fd], file);
		spin_unlock(&files->file_lock);
		return;
	}
	smp_rmb();	/* pairs with smp_wmb() in expand_fdtable() */
	fdt = rcu_dereference_raw(files->fdt);
	rcu_assign_pointer(fdt->fd[fd], file);
	rcu_read_unlock();
}

/* ---- closing ------------------------------------------------------------------- */

static struct file *file_close_fd_locked(struct files_struct *files, unsigned int fd)
{
	struct fdtable *fdt = fdtable_locked(files);
	struct file *file;

	if (fd >= fdt->max_fds)
		return NULL;
	file = rcu_dereference_raw(fdt->fd[fd]);
	if (file) {
		rcu_assign_pointer(fdt->fd[fd], NULL);
		__put_unused_fd(files, fd);
	}
	return file;
}

struct file *file_close_fd(unsigned int fd)
{
	struct files_struct *files = current->files;
	struct file *file;

	spin_lock(&files->file_lock);
	file = file_close_fd_locked(files, fd);
	spin_unlock(&files->file_lock);
	return file;
}

int close_fd(unsigned int fd)
{
	struct file *file = file_close_fd(fd);

	return file ? filp_close(file, current->files) : -EBADF;
}

static void close_range_now(struct files_struct *files, unsigned int fd, unsigned int max_fd)
{
	struct file *file;
	unsigned int n;

	spin_lock(&files->file_lock);
	n = fdtable_locked(files)->max_fds;
	for (max_fd = min(max_fd, n - 1); fd <= max_fd; fd++) {
		file = file_close_fd_locked(files, fd);
		if (!file)
			continue;
		spin_unlock(&files->file_lock);
		filp_close(file, files);
		cond_resched();
		spin_lock(&files->file_lock);
	}
	spin_unlock(&files->file_lock);
}

static void close_range_cloexec(struct files_struct *files, unsigned int fd, unsigned int max_fd)
{
	struct fdtable *fdt;

	spin_lock(&files->file_lock);
	fdt = fdtable_locked(files);
	for (max_fd = min(max_fd, fdt->max_fds - 1); fd <= max_fd; fd++)
		if (fd_is_open(fd, fdt))
			__set_close_on_exec(fd, fdt, true);
	spin_unlock(&files->file_lock);
}

SYSCALL_DEFINE3(close_range, unsigned int, fd, unsigned int, max_fd, unsigned int, flags)
{
	struct task_struct *me = current;
	struct files_struct *files = me->files, *shared = NULL;

	if (flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC))
		return -EINVAL;
	if (fd > max_fd)
		return -EINVAL;
	if ((flags & CLOSE_RANGE_UNSHARE) && atomic_read(&files->count) > 1) {
		struct fd_range range = { fd, max_fd }, *hole = &range;

		if (flags & CLOSE_RANGE_CLOEXEC)
			hole = NULL;
		files = dup_fd(me->files, hole);
		if (IS_ERR(files))
			return PTR_ERR(files);
		shared = me->files;
		task_lock(me);
		me->files = files;
		task_unlock(me);
	}
	if (flags & CLOSE_RANGE_CLOEXEC)
		close_range_cloexec(files, fd, max_fd);
	else
		close_range_now(files, fd, max_fd);
	if (shared)
		put_files_struct(shared);
	return 0;
}

SYSCALL_DEFINE1(close, unsigned int, fd)
{
	struct file *file = file_close_fd(fd);
	int retval;

	if (!file)
		return -EBADF;
	retval = filp_flush(file, current->files);
	fput(file);
	/* the descriptor is gone: a restarted call would close another one */
	if (retval == -ERESTARTSYS || retval == -ERESTARTNOINTR ||
	    retval == -ERESTARTNOHAND || retval == -ERESTART_RESTARTBLOCK)
		retval = -EINTR;
	return retval;
}

void do_close_on_exec(struct files_struct *files)
{
	unsigned int word;

	spin_lock(&files->file_lock);
	for (word = 0; ; word++) {
		struct fdtable *fdt = fdtable_locked(files);
		unsigned int fd = word * BITS_PER_LONG;
		unsigned long set;

		if (fd >= fdt->max_fds)
			break;
		set = fdt->close_on_exec[word];
		if (!set)
			continue;
		fdt->close_on_exec[word] = 0;
		for (; set; fd++, set >>= 1) {
			struct file *file;

			if (!(set & 1))
				continue;
			file = file_close_fd_locked(files, fd);
			if (!file)
				continue;
			spin_unlock(&files->file_lock);
			filp_close(file, files);
			cond_resched();
			spin_lock(&files->file_lock);
		}
	}
	spin_unlock(&files->file_lock);
}

/* ---- sharing and copying --------------------------------------------------------- */

static struct files_struct *alloc_files(void)
{
	struct files_struct *files = kzalloc(sizeof(*files), GFP_KERNEL);

	if (!files)
		return NULL;
	atomic_set(&files->count, 1);
	spin_lock_init(&files->file_lock);
	init_waitqueue_head(&files->resize_wait);
	files->fdtab.max_fds = NR_OPEN_DEFAULT;
	files->fdtab.fd = &files->fd_array[0];
	files->fdtab.close_on_exec = files->close_on_exec_init;
	files->fdtab.open_fds = files->open_fds_init;
	files->fdtab.full_fds_bits = files->full_fds_bits_init;
	rcu_assign_pointer(files->fdt, &files->fdtab);
	return files;
}

/* how much of the table is in use, in whole words */
static unsigned int count_open_files(struct fdtable *fdt)
{
	unsigned int i = fdt->max_fds / BITS_PER_LONG;

	while (i > 1 && !fdt->open_fds[i - 1])
		i--;
	return i * BITS_PER_LONG;
}

/**
 * dup_fd() - a copy of a table, as fork makes it
 * @punch_hole: descriptors to be left out, or NULL
 */
struct files_struct *dup_fd(struct files_struct *old, struct fd_range *punch_hole)
{
	struct files_struct *new = alloc_files();
	struct fdtable *new_fdt, *old_fdt;
	unsigned int open, i;

	if (!new)
		return ERR_PTR(-ENOMEM);
	new_fdt = &new->fdtab;
	spin_lock(&old->file_lock);
	old_fdt = fdtable_locked(old);
	open = count_open_files(old_fdt);
	while (unlikely(open > new_fdt->max_fds)) {
		spin_unlock(&old->file_lock);
		if (new_fdt != &new->fdtab)
			free_fdtable(new_fdt);
		new_fdt = alloc_fdtable(open - 1);
		if (!new_fdt || new_fdt->max_fds < open) {
			if (new_fdt)
				free_fdtable(new_fdt);
			kfree(new);
			return ERR_PTR(new_fdt ? -EMFILE : -ENOMEM);
		}
		spin_lock(&old->file_lock);
		old_fdt = fdtable_locked(old);
		open = count_open_files(old_fdt);
	}
	copy_fd_bitmaps(new_fdt, old_fdt, open);
	/* the new table is empty: only what the bitmap names needs a look */
	for_each_set_bit(i, new_fdt->open_fds, open) {
		struct file *f = rcu_dereference_raw(old_fdt->fd[i]);

		if (!f || (punch_hole && i >= punch_hole->from && i <= punch_hole->to)) {
			__clear_open_fd(i, new_fdt);	/* reserved, or in the hole */
			continue;
		}
		get_file(f);
		rcu_assign_pointer(new_fdt->fd[i], f);
	}
	spin_unlock(&old->file_lock);
	/* reserved descriptors were taken out: the search starts over */
	new->next_fd = 0;
	rcu_assign_pointer(new->fdt, new_fdt);
	return new;
}

static void close_files(struct files_struct *files)
{
	struct fdtable *fdt = rcu_dereference_raw(files->fdt);
	unsigned int word, fd;

	for (word = 0; word < fdt->max_fds / BITS_PER_LONG; word++) {
		unsigned long set = fdt->open_fds[word];

		for (fd = word * BITS_PER_LONG; set; fd++, set >>= 1) {
			struct file *file = rcu_dereference_raw(fdt->fd[fd]);

			if ((set & 1) && file)
				filp_close(file, files);
		}
	}
}

void put_files_struct(struct files_struct *files)
{
	struct fdtable *fdt;

	if (!atomic_dec_and_test(&files->count))
		return;
	close_files(files);
	fdt = rcu_dereference_raw(files->fdt);
	if (fdt != &files->fdtab)
		free_fdtable(fdt);
	kfree(files);
}

void exit_files(struct task_struct *tsk)
{
	struct files_struct *files = tsk->files;

	if (!files)
		return;
	task_lock(tsk);
	tsk->files = NULL;
	task_unlock(tsk);
	put_files_struct(files);
}

/* fork: share the parent's, copy it, or start with none */
int copy_files(unsigned long clone_flags, struct task_struct *tsk, int no_files)
{
	struct files_struct *old = current->files, *new;

	if (!old)
		return 0;
	if (no_files) {
		tsk->files = NULL;
		return 0;
	}
	if (clone_flags & CLONE_FILES) {
		atomic_inc(&old->count);
		return 0;
	}
	new = dup_fd(old, NULL);
	if (IS_ERR(new))
		return PTR_ERR(new);
	tsk->files = new;
	return 0;
}

int unshare_fd(unsigned long unshare_flags, struct files_struct **new_fdp)
{
	struct files_struct *fd = current->files;

	if ((unshare_flags & CLONE_FILES) && fd && atomic_read(&fd->count) > 1) {
		fd = dup_fd(fd, NULL);
		if (IS_ERR(fd))
			return PTR_ERR(fd);
		*new_fdp = fd;
	}
	return 0;
}

/* exec: the table is no longer shared */
int unshare_files(void)
{
	struct task_struct *task = current;
	struct files_struct *old = task->files, *copy = NULL;
	int error = unshare_fd(CLONE_FILES, &copy);

	if (error || !copy)
		return error;
	task_lock(task);
	task->files = copy;
	task_unlock(task);
	put_files_struct(old);
	return 0;
}

/* ---- looking up ------------------------------------------------------------------ */

static struct file *__fget_files(struct files_struct *files, unsigned int fd, fmode_t mask)
{
	struct file *file;

	rcu_read_lock();
	for (;;) {
		file = files_lookup_fd_raw(files, fd);
		if (!file || (file->f_mode & mask)) {
			file = NULL;
			break;
		}
		if (unlikely(!atomic_long_inc_not_zero(&file->f_count)))
			continue;
		/* freed and reused meanwhile? then the slot does not hold it any more */
		if (likely(file == files_lookup_fd_raw(files, fd)))
			break;
		rcu_read_unlock();
		fput(file);
		rcu_read_lock();
	}
	rcu_read_unlock();
	return file;
}

struct file *fget(unsigned int fd)
{
	return __fget_files(current->files, fd, FMODE_PATH);
}

struct file *fget_raw(unsigned int fd)
{
	return __fget_files(current->files, fd, 0);
}

struct file *fget_task(struct task_struct *task, unsigned int fd)
{
	struct file *file = NULL;

	task_lock(task);
	if (task->files)
		file = __fget_files(task->files, fd, 0);
	task_unlock(task);
	return file;
}

/* the first open descriptor from *ret_fd on */
struct file *fget_task_next(struct task_struct *task, unsigned int *ret_fd)
{
	struct files_struct *files;
	unsigned int fd = *ret_fd;
	struct file *file = NULL;

	task_lock(task);
	files = task->files;
	if (files) {
		for (; fd < rcu_dereference_raw(files->fdt)->max_fds; fd++) {
			file = __fget_files(files, fd, 0);
			if (file)
				break;
		}
	}
	task_unlock(task);
	*ret_fd = fd;
	return file;
}

/*
 * A table that nobody shares cannot change during this process's own system call: its files
 * need no reference then.
 */
static __always_inline struct fd __fget_light(unsigned int fd, fmode_t mask)
{
	struct files_struct *files = current->files;
	struct file *file;

	if (likely(atomic_read(&files->count) == 1)) {
		file = files_lookup_fd_raw(files, fd);
		if (!file || unlikely(file->f_mode & mask))
			return EMPTY_FD;
		return BORROWED_FD(file);
	}
	file = __fget_files(files, fd, mask);
	return file ? CLONED_FD(file) : EMPTY_FD;
}

struct fd fdget(unsigned int fd)
{
	return __fget_light(fd, FMODE_PATH);
}

struct fd fdget_raw(unsigned int fd)
{
	return __fget_light(fd, 0);
}

/* also locks the position, where another thread or process could move it */
struct fd fdget_pos(unsigned int fd)
{
	struct fd f = __fget_light(fd, FMODE_PATH);
	struct file *file = fd_file(f);

	if (file && (file->f_mode & FMODE_ATOMIC_POS) &&
	    (file_count(file) > 1 || file->f_op->iterate_shared)) {
		f.word |= FDPUT_POS_UNLOCK;
		mutex_lock(&file->f_pos_lock);
	}
	return f;
}

void __f_unlock_pos(struct file *f)
{
	mutex_unlock(&f->f_pos_lock);
}

void set_close_on_exec(unsigned int fd, int flag)
{
	struct files_struct *files = current->files;

	spin_lock(&files->file_lock);
	__set_close_on_exec(fd, fdtable_locked(files), flag);
	spin_unlock(&files->file_lock);
}

bool get_close_on_exec(unsigned int fd)
{
	bool res;

	rcu_read_lock();
	res = close_on_exec(fd, rcu_dereference_raw(current->files->fdt));
	rcu_read_unlock();
	return res;
}

int iterate_fd(struct files_struct *files, unsigned int n,
	       int (*fn)(const void *, struct file *, unsigned int), const void *p)
{
	struct fdtable *fdt;
	int res = 0;

	if (!files)
		return 0;
	spin_lock(&files->file_lock);
	for (fdt = fdtable_locked(files); n < fdt->max_fds; n++) {
		struct file *file = rcu_dereference_raw(fdt->fd[n]);

		if (file && (res = fn(p, file, n)))
			break;
	}
	spin_unlock(&files->file_lock);
	return res;
}

/* ---- duplicating ------------------------------------------------------------------ */

/* Called with file_lock held, drops it. */
static int do_dup2(struct files_struct *files, struct file *file, unsigned int fd,
		   unsigned int flags)
{
	struct fdtable *fdt = fdtable_locked(files);
	struct file *old = rcu_dereference_raw(fdt->fd[fd]);

	/* reserved by an open() that is still under way in another thread */
	if (!old && fd_is_open(fd, fdt)) {
		spin_unlock(&files->file_lock);
		return -EBUSY;
	}
	get_file(file);
	rcu_assign_pointer(fdt->fd[fd], file);
	__set_open_fd(fd, fdt, flags & O_CLOEXEC);
	spin_unlock(&files->file_lock);
	if (old)
		filp_close(old, files);
	return fd;
}

int replace_fd(unsigned int fd, struct file *file, unsigned int flags)
{
	struct files_struct *files = current->files;
	int err;

	if (!file)
		return close_fd(fd);
	if (fd >= rlimit(RLIMIT_NOFILE))
		return -EBADF;
	spin_lock(&files->file_lock);
	err = expand_files(files, fd);
	if (unlikely(err < 0)) {
		spin_unlock(&files->file_lock);
		return err;
	}
	err = do_dup2(files, file, fd, flags);
	return err < 0 ? err : 0;
}

static int ksys_dup3(unsigned int oldfd, unsigned int newfd, int flags)
{
	struct files_struct *files = current->files;
	struct file *file;
	int err;

	if (flags & ~O_CLOEXEC)
		return -EINVAL;
	if (oldfd == newfd)
		return -EINVAL;
	if (newfd >= rlimit(RLIMIT_NOFILE))
		return -EBADF;
	spin_lock(&files->file_lock);
	err = expand_files(files, newfd);
	file = files_lookup_fd_raw(files, oldfd);
	if (unlikely(!file))
		err = -EBADF;
	else if (unlikely(err == -EMFILE))
		err = -EBADF;
	if (unlikely(err < 0)) {
		spin_unlock(&files->file_lock);
		return err;
	}
	return do_dup2(files, file, newfd, flags);
}

SYSCALL_DEFINE3(dup3, unsigned int, oldfd, unsigned int, newfd, int, flags)
{
	return ksys_dup3(oldfd, newfd, flags);
}

SYSCALL_DEFINE2(dup2, unsigned int, oldfd, unsigned int, newfd)
{
	if (unlikely(oldfd == newfd)) {
		struct fd f = fdget_raw(oldfd);
		int ret = fd_empty(f) ? -EBADF : oldfd;

		fdput(f);
		return ret;
	}
	return ksys_dup3(oldfd, newfd, 0);
}

SYSCALL_DEFINE1(dup, unsigned int, fildes)
{
	struct file *file = fget_raw(fildes);
	int ret = -EBADF;

	if (file) {
		ret = get_unused_fd_flags(0);
		if (ret >= 0)
			fd_install(ret, file);
		else
			fput(file);
	}
	return ret;
}

int f_dupfd(unsigned int from, struct file *file, unsigned int flags)
{
	unsigned long nofile = rlimit(RLIMIT_NOFILE);
	int err;

	if (from >= nofile)
		return -EINVAL;
	err = alloc_fd(from, nofile, flags);
	if (err >= 0) {
		get_file(file);
		fd_install(err, file);
	}
	return err;
}

int receive_fd(struct file *file, int __user *ufd, unsigned int o_flags)
{
	int fd = get_unused_fd_flags(o_flags);

	if (fd < 0)
		return fd;
	if (ufd && put_user(fd, ufd)) {
		put_unused_fd(fd);
		return -EFAULT;
	}
	fd_install(fd, get_file(file));
	return fd;
}
