// SPDX-License-Identifier: GPL-2.0-only
/*
 * select.c - waiting for several files at once: select, poll and their signal-mask variants.
 *
 * Each file is asked what it is ready for, and on the first round also which queues would
 * wake it (poll_wait()). The sleeper has an entry on each of these queues; a wake-up on any sets
 * "triggered" and wakes it, and then all files are asked again.
 */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/resource.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

#define POLL_INLINE	8	/* queues without an allocation */

/* One place on one wait queue. */
struct poll_entry {
	struct poll_entry *next;
	struct file *filp;
	__poll_t key;
	wait_queue_entry_t wait;
	wait_queue_head_t *wait_address;
};

struct poll_wqueues {
	poll_table pt;
	struct task_struct *task;
	bool triggered;
	int error;
	unsigned int used;
	struct poll_entry *entries;
	struct poll_entry inl[POLL_INLINE];
};

static int pollwake(wait_queue_entry_t *wait, unsigned int mode, int sync, void *key)
{
	struct poll_entry *entry = container_of(wait, struct poll_entry, wait);
	struct poll_wqueues *pwq = wait->private;
	DECLARE_WAITQUEUE(dummy, pwq->task);

	if (key && !(key_to_poll(key) & entry->key))
		return 0;
	/* the files' state before the flag; pairs with smp_store_mb() in poll_sleep() */
	smp_wmb();
	WRITE_ONCE(pwq->triggered, true);
	return default_wake_function(&dummy, mode, sync, key);
}

static void poll_add_wait(struct file *filp, wait_queue_head_t *wait_address, poll_table *p)
{
	struct poll_wqueues *pwq = container_of(p, struct poll_wqueues, pt);
	struct poll_entry *entry;

	if (pwq->used < POLL_INLINE) {
		entry = &pwq->inl[pwq->used];
	} else {
		entry = kmalloc(sizeof(*entry), GFP_KERNEL);
		if (!entry) {
			pwq->error = -ENOMEM;
			return;
		}
	}
	pwq->used++;
	entry->next = pwq->entries;
	pwq->entries = entry;
	entry->filp = get_file(filp);
	entry->wait_address = wait_address;
	entry->key = p->_key;
	init_waitqueue_func_entry(&entry->wait, pollwake);
	entry->wait.private = pwq;
	add_wait_queue(wait_address, &entry->wait);
}

static void poll_initwait(struct poll_wqueues *pwq)
{
	init_poll_funcptr(&pwq->pt, poll_add_wait);
	pwq->task = current;
	pwq->triggered = false;
	pwq->error = 0;
	pwq->used = 0;
	pwq->entries = NULL;
}

static void poll_freewait(struct poll_wqueues *pwq)
{
	struct poll_entry *entry = pwq->entries, *next;

	for (; entry; entry = next) {
		next = entry->next;
		remove_wait_queue(entry->wait_address, &entry->wait);
		fput(entry->filp);
		if (entry < pwq->inl || entry >= pwq->inl + POLL_INLINE)
			kfree(entry);
	}
}

/* Return: 0 where the time is over. @expires: NULL waits for ever. */
static int poll_sleep(struct poll_wqueues *pwq, ktime_t *expires, unsigned long slack)
{
	int rc = -EINTR;

	set_current_state(TASK_INTERRUPTIBLE);
	if (!READ_ONCE(pwq->triggered))
		rc = schedule_hrtimeout_range(expires, slack, HRTIMER_MODE_ABS);
	__set_current_state(TASK_RUNNING);
	/* the flag before the files are asked again; pairs with smp_wmb() in pollwake() */
	smp_store_mb(pwq->triggered, false);
	return rc;
}

/* ---- time ---------------------------------------------------------------------------- */

struct poll_deadline {
	ktime_t expires;
	bool timed;		/* else it waits for ever */
	bool now;		/* it does not wait at all */
	unsigned long slack;	/* ns */
};

static void deadline_set(struct poll_deadline *d, const struct timespec64 *rel)
{
	ktime_t delta;

	*d = (struct poll_deadline){ };
	if (!rel)
		return;
	d->timed = true;
	delta = timespec64_to_ktime(*rel);
	d->now = delta == 0;
	d->expires = ktime_add_safe(ktime_get(), delta);
	d->slack = max_t(unsigned long, current->timer_slack_ns,
			 min_t(u64, delta / 1000, 100 * NSEC_PER_MSEC));
}

/* Sleeps until something may have changed. Return: whether the time is over. */
static bool deadline_wait(struct poll_deadline *d, struct poll_wqueues *pwq)
{
	return !poll_sleep(pwq, d->timed ? &d->expires : NULL, d->slack);
}

static struct timespec64 deadline_left(const struct poll_deadline *d)
{
	ktime_t left = ktime_sub(d->expires, ktime_get());

	return ktime_to_timespec64(left > 0 ? left : 0);
}

/* The calls that tell how much time was left. A restarted call has that time, so not after -ERESTART. */
static int put_left_timespec(const struct poll_deadline *d, struct __kernel_timespec __user *p,
			     int ret)
{
	struct timespec64 left;

	if (!p || !d->timed)
		return ret;
	left = deadline_left(d);
	/* a timeout in memory that cannot be written does not spoil the result */
	if (put_timespec64(&left, p) && ret == -ERESTARTNOHAND)
		return -EINTR;
	return ret;
}

/* ---- select ------------------------------------------------------------------------------ */

#define POLLIN_SET	(EPOLLRDNORM | EPOLLRDBAND | EPOLLIN | EPOLLHUP | EPOLLERR | EPOLLNVAL)
#define POLLOUT_SET	(EPOLLWRBAND | EPOLLWRNORM | EPOLLOUT | EPOLLERR | EPOLLNVAL)
#define POLLEX_SET	(EPOLLPRI | EPOLLNVAL)

/* six bitmaps in a row: what is asked for, and what is found */
struct fd_sets {
	unsigned long *in, *out, *ex, *res_in, *res_out, *res_ex;
};

static int max_select_fd(unsigned long n, struct fd_sets *fds)
{
	struct files_struct *files = current->files;
	unsigned long words = BITS_TO_LONGS(n), w;
	int max = 0;

	rcu_read_lock();
	for (w = 0; w < words; w++) {
		struct fdtable *fdt = rcu_dereference_raw(files->fdt);
		unsigned long set = fds->in[w] | fds->out[w] | fds->ex[w];

		if (w == words - 1 && (n % BITS_PER_LONG))
			set &= ~(~0UL << (n % BITS_PER_LONG));
		if (!set)
			continue;
		if (w * BITS_PER_LONG >= fdt->max_fds || (set & ~fdt->open_fds[w])) {
			rcu_read_unlock();
			return -EBADF;
		}
		max = w * BITS_PER_LONG + BITS_PER_LONG - __builtin_clzl(set);
	}
	rcu_read_unlock();
	return max;
}

static __poll_t select_one(int fd, poll_table *wait, bool in, bool out, bool ex)
{
	struct fd f = fdget(fd);
	__poll_t mask = EPOLLNVAL;

	if (fd_empty(f))
		return mask;
	wait->_key = POLLEX_SET | (in ? POLLIN_SET : 0) | (out ? POLLOUT_SET : 0);
	mask = vfs_poll(fd_file(f), wait);
	fdput(f);
	return mask;
}

/* Asks every descriptor of the sets once. Return: how many answers there are. */
static int select_round(int n, struct fd_sets *fds, poll_table *wait)
{
	int fd, found = 0;

	for (fd = 0; fd < n; fd++) {
		unsigned long bit = 1UL << (fd % BITS_PER_LONG);
		int w = fd / BITS_PER_LONG;
		bool in, out, ex;
		__poll_t mask;

		if (!(fd % BITS_PER_LONG) && !(fds->in[w] | fds->out[w] | fds->ex[w])) {
			fd += BITS_PER_LONG - 1;
			continue;
		}
		in = fds->in[w] & bit;
		out = fds->out[w] & bit;
		ex = fds->ex[w] & bit;
		if (!in && !out && !ex)
			continue;
		mask = select_one(fd, wait, in, out, ex);
		if (in && (mask & POLLIN_SET)) {
			fds->res_in[w] |= bit;
			found++;
		}
		if (out && (mask & POLLOUT_SET)) {
			fds->res_out[w] |= bit;
			found++;
		}
		if (ex && (mask & POLLEX_SET)) {
			fds->res_ex[w] |= bit;
			found++;
		}
		if (found)
			wait->_qproc = NULL;	/* it will not sleep: no more queues */
	}
	return found;
}

static int do_select(int n, struct fd_sets *fds, struct poll_deadline *d)
{
	struct poll_wqueues table;
	bool over = d->now;
	int ret = max_select_fd(n, fds);

	if (ret < 0)
		return ret;
	n = ret;
	poll_initwait(&table);
	if (over)
		table.pt._qproc = NULL;
	for (;;) {
		ret = select_round(n, fds, &table.pt);
		table.pt._qproc = NULL;
		if (ret || over || signal_pending(current))
			break;
		if (table.error) {
			ret = table.error;
			break;
		}
		over = deadline_wait(d, &table);
	}
	poll_freewait(&table);
	return ret;
}

static int get_fd_set(unsigned long bytes, void __user *ufdset, unsigned long *fdset)
{
	if (!ufdset) {
		memset(fdset, 0, bytes);
		return 0;
	}
	return copy_from_user(fdset, ufdset, bytes) ? -EFAULT : 0;
}

static int set_fd_set(unsigned long bytes, void __user *ufdset, unsigned long *fdset)
{
	return ufdset && copy_to_user(ufdset, fdset, bytes) ? -EFAULT : 0;
}

static int core_sys_select(int n, void __user *inp, void __user *outp, void __user *exp,
			   struct poll_deadline *d)
{
	unsigned long stack[6 * 4], *bits = stack, words, bytes;
	unsigned int max_fds;
	struct fd_sets fds;
	int ret;

	if (n < 0)
		return -EINVAL;
	rcu_read_lock();
	max_fds = rcu_dereference_raw(current->files->fdt)->max_fds;
	rcu_read_unlock();
	n = min_t(unsigned int, n, max_fds);
	words = BITS_TO_LONGS(n);
	bytes = words * sizeof(long);
	if (words > ARRAY_SIZE(stack) / 6) {
		bits = kvmalloc_array(6 * words, sizeof(long), GFP_KERNEL);
		if (!bits)
			return -ENOMEM;
	}
	fds.in = bits;
	fds.out = bits + words;
	fds.ex = bits + 2 * words;
	fds.res_in = bits + 3 * words;
	fds.res_out = bits + 4 * words;
	fds.res_ex = bits + 5 * words;
	ret = -EFAULT;
	if (get_fd_set(bytes, inp, fds.in) || get_fd_set(bytes, outp, fds.out) ||
	    get_fd_set(bytes, exp, fds.ex))
		goto out;
	memset(fds.res_in, 0, 3 * bytes);
	ret = do_select(n, &fds, d);
	if (ret < 0)
		goto out;
	if (!ret) {
		ret = -ERESTARTNOHAND;
		if (signal_pending(current))
			goto out;
		ret = 0;
	}
	if (set_fd_set(bytes, inp, fds.res_in) || set_fd_set(bytes, outp, fds.res_out) ||
	    set_fd_set(bytes, exp, fds.res_ex))
		ret = -EFAULT;
out:
	if (bits != stack)
		kvfree(bits);
	return ret;
}

SYSCALL_DEFINE5(select, int, n, void __user *, inp, void __user *, outp, void __user *, exp,
		struct __kernel_old_timeval __user *, tvp)
{
	struct __kernel_old_timeval tv;
	struct timespec64 ts;
	struct poll_deadline d;
	int ret;

	if (tvp) {
		if (copy_from_user(&tv, tvp, sizeof(tv)))
			return -EFAULT;
		if (tv.tv_sec < 0 || tv.tv_usec < 0)
			return -EINVAL;
		ts.tv_sec = tv.tv_sec + tv.tv_usec / USEC_PER_SEC;
		ts.tv_nsec = (tv.tv_usec % USEC_PER_SEC) * NSEC_PER_USEC;
	}
	deadline_set(&d, tvp ? &ts : NULL);
	ret = core_sys_select(n, inp, outp, exp, &d);
	if (tvp) {
		ts = deadline_left(&d);
		tv.tv_sec = ts.tv_sec;
		tv.tv_usec = ts.tv_nsec / NSEC_PER_USEC;
		if (copy_to_user(tvp, &tv, sizeof(tv)) && ret == -ERESTARTNOHAND)
			ret = -EINTR;
	}
	return ret;
}

/* the sixth argument: a signal set and its size */
struct sigset_argpack {
	sigset_t __user *p;
	size_t size;
};

SYSCALL_DEFINE6(pselect6, int, n, void __user *, inp, void __user *, outp, void __user *, exp,
		struct __kernel_timespec __user *, tsp, void __user *, sig)
{
	struct sigset_argpack x = { };
	struct timespec64 ts;
	struct poll_deadline d;
	int ret;

	if (sig && copy_from_user(&x, sig, sizeof(x)))
		return -EFAULT;
	if (tsp) {
		if (get_timespec64(&ts, tsp))
			return -EFAULT;
		if (!timespec64_valid(&ts))
			return -EINVAL;
	}
	ret = set_user_sigmask(x.p, x.size);
	if (ret)
		return ret;
	deadline_set(&d, tsp ? &ts : NULL);
	ret = core_sys_select(n, inp, outp, exp, &d);
	restore_saved_sigmask_unless(ret == -ERESTARTNOHAND);
	return put_left_timespec(&d, tsp, ret);
}

/* ---- poll ------------------------------------------------------------------------------------ */

static __poll_t poll_one(struct pollfd *pollfd, poll_table *wait)
{
	__poll_t mask = 0, filter;
	struct fd f;

	if (pollfd->fd < 0)
		goto out;
	f = fdget(pollfd->fd);
	mask = EPOLLNVAL;
	if (fd_empty(f))
		goto out;
	filter = (__force __poll_t)(u16)pollfd->events | EPOLLERR | EPOLLHUP;
	wait->_key = filter;
	mask = vfs_poll(fd_file(f), wait) & filter;
	fdput(f);
out:
	pollfd->revents = (__force u16)mask;
	return mask;
}

static int do_poll(struct pollfd *fds, unsigned int nfds, struct poll_deadline *d)
{
	struct poll_wqueues table;
	bool over = d->now;
	unsigned int i;
	int count;

	poll_initwait(&table);
	if (over)
		table.pt._qproc = NULL;
	for (;;) {
		count = 0;
		for (i = 0; i < nfds; i++) {
			if (poll_one(&fds[i], &table.pt)) {
				count++;
				table.pt._qproc = NULL;
			}
		}
		table.pt._qproc = NULL;
		if (count || over)
			break;
		count = table.error;
		if (signal_pending(current))
			count = -ERESTARTNOHAND;
		if (count)
			break;
		over = deadline_wait(d, &table);
	}
	poll_freewait(&table);
	return count;
}

static int do_sys_poll(struct pollfd __user *ufds, unsigned int nfds, struct poll_deadline *d)
{
	struct pollfd stack[16], *fds = stack;
	unsigned int i;
	int count;

	if (nfds > rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	if (nfds > ARRAY_SIZE(stack)) {
		fds = kvmalloc_array(nfds, sizeof(*fds), GFP_KERNEL);
		if (!fds)
			return -ENOMEM;
	}
	count = -EFAULT;
	if (copy_from_user(fds, ufds, nfds * sizeof(*fds)))
		goto out;
	count = do_poll(fds, nfds, d);
	for (i = 0; i < nfds; i++) {
		if (put_user(fds[i].revents, &ufds[i].revents)) {
			count = -EFAULT;
			break;
		}
	}
out:
	if (fds != stack)
		kvfree(fds);
	return count;
}

static long set_restart_poll(struct restart_block *restart_block);

static long do_restart_poll(struct restart_block *restart_block)
{
	struct pollfd __user *ufds = restart_block->poll.ufds;
	struct poll_deadline d = { .timed = restart_block->poll.has_timeout };
	int ret;

	if (d.timed)
		d.expires = ktime_set(restart_block->poll.tv_sec, restart_block->poll.tv_nsec);
	ret = do_sys_poll(ufds, restart_block->poll.nfds, &d);
	return ret == -ERESTARTNOHAND ? set_restart_poll(restart_block) : ret;
}

static long set_restart_poll(struct restart_block *restart_block)
{
	restart_block->fn = do_restart_poll;
	return -ERESTART_RESTARTBLOCK;
}

SYSCALL_DEFINE3(poll, struct pollfd __user *, ufds, unsigned int, nfds, int, timeout_msecs)
{
	struct timespec64 ts;
	struct poll_deadline d;
	int ret;

	if (timeout_msecs >= 0) {
		ts.tv_sec = timeout_msecs / MSEC_PER_SEC;
		ts.tv_nsec = (timeout_msecs % MSEC_PER_SEC) * NSEC_PER_MSEC;
	}
	deadline_set(&d, timeout_msecs >= 0 ? &ts : NULL);
	ret = do_sys_poll(ufds, nfds, &d);
	if (ret == -ERESTARTNOHAND) {
		struct restart_block *restart_block = &current->restart_block;

		/* the end stays where it was: a restart does not wait longer */
		ts = ktime_to_timespec64(d.expires);
		restart_block->poll.ufds = ufds;
		restart_block->poll.nfds = nfds;
		restart_block->poll.has_timeout = d.timed;
		restart_block->poll.tv_sec = ts.tv_sec;
		restart_block->poll.tv_nsec = ts.tv_nsec;
		ret = set_restart_poll(restart_block);
	}
	return ret;
}

SYSCALL_DEFINE5(ppoll, struct pollfd __user *, ufds, unsigned int, nfds,
		struct __kernel_timespec __user *, tsp, const sigset_t __user *, sigmask,
		size_t, sigsetsize)
{
	struct timespec64 ts;
	struct poll_deadline d;
	int ret;

	if (tsp) {
		if (get_timespec64(&ts, tsp))
			return -EFAULT;
		if (!timespec64_valid(&ts))
			return -EINVAL;
	}
	ret = set_user_sigmask(sigmask, sigsetsize);
	if (ret)
		return ret;
	deadline_set(&d, tsp ? &ts : NULL);
	ret = do_sys_poll(ufds, nfds, &d);
	restore_saved_sigmask_unless(ret == -ERESTARTNOHAND);
	return put_left_timespec(&d, tsp, ret);
}
