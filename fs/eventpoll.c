// SPDX-License-Identifier: GPL-2.0-only
/*
 * eventpoll.c - epoll: a set of files that says which of them are ready.
 *
 * Each watched file is an item. The item sits on the file's wait queue all the time, and a
 * wake-up puts it on the ready list; epoll_wait() asks the items of that list alone.
 *
 * Owns:       struct eventpoll, struct epitem.
 * Invariant:  an item is in the tree of its eventpoll and on the list of its file (f_ep), or
 *             it is being freed.
 * Locks:      epnested_mutex (making circles impossible), ep->mtx (the set), file->f_lock
 *             (f_ep), ep->lock (the ready list; taken from wake-ups, interrupts off).
 */
#include <linux/anon_inodes.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/rbtree.h>
#include <linux/rculist.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include "internal.h"

#define EP_PRIVATE_BITS (EPOLLWAKEUP | EPOLLONESHOT | EPOLLET | EPOLLEXCLUSIVE)
#define EP_MAX_NESTS	4
#define EP_MAX_EVENTS	(INT_MAX / sizeof(struct epoll_event))

struct eventpoll {
	struct mutex mtx;
	wait_queue_head_t wq;		/* sleepers of epoll_wait() */
	wait_queue_head_t poll_wait;	/* who polls this epoll file */
	spinlock_t lock;
	struct list_head rdllist;	/* [L] lock: ready items */
	struct rb_root rbr;		/* [L] mtx: items by file and descriptor */
	struct file *file;		/* [I] */
};

struct epitem {
	struct rb_node rbn;		/* [L] ep->mtx */
	struct list_head rdllink;	/* [L] ep->lock; empty: not ready */
	struct hlist_node fllink;	/* [L] file->f_lock */
	struct eventpoll *ep;		/* [I] */
	struct file *file;		/* [I] no reference: eventpoll_release() comes first */
	int fd;				/* [I] */
	struct list_head pwqlist;	/* [L] ep->mtx: its places on wait queues */
	struct epoll_event event;	/* [L] ep->mtx */
	int error;			/* while it is being queued */
};

struct eppoll_entry {
	struct list_head llink;
	struct epitem *base;
	wait_queue_entry_t wait;
	wait_queue_head_t *whead;
};

struct ep_pqueue {
	poll_table pt;
	struct epitem *epi;
};

static DEFINE_MUTEX(epnested_mutex);
static const struct file_operations eventpoll_fops;

static bool is_file_epoll(const struct file *f)
{
	return f->f_op == &eventpoll_fops;
}

/* ---- being woken ------------------------------------------------------------------ */

static int ep_poll_callback(wait_queue_entry_t *wait, unsigned int mode, int sync, void *key)
{
	struct epitem *epi = container_of(wait, struct eppoll_entry, wait)->base;
	struct eventpoll *ep = epi->ep;
	__poll_t pollflags = key_to_poll(key);
	unsigned long flags;
	bool wake_pollers;

	spin_lock_irqsave(&ep->lock, flags);
	/* no events: a one-shot item that has shot */
	if (!(epi->event.events & ~EP_PRIVATE_BITS) ||
	    (pollflags && !(pollflags & epi->event.events))) {
		spin_unlock_irqrestore(&ep->lock, flags);
		return 0;
	}
	if (list_empty(&epi->rdllink))
		list_add_tail(&epi->rdllink, &ep->rdllist);
	if (waitqueue_active(&ep->wq))
		wake_up(&ep->wq);
	wake_pollers = waitqueue_active(&ep->poll_wait);
	spin_unlock_irqrestore(&ep->lock, flags);
	if (wake_pollers)
		wake_up_poll(&ep->poll_wait, EPOLLIN);
	return 1;
}

static void ep_ptable_queue_proc(struct file *file, wait_queue_head_t *whead, poll_table *pt)
{
	struct epitem *epi = container_of(pt, struct ep_pqueue, pt)->epi;
	struct eppoll_entry *pwq;

	if (epi->error)
		return;
	pwq = kmalloc(sizeof(*pwq), GFP_KERNEL);
	if (!pwq) {
		epi->error = -ENOMEM;
		return;
	}
	init_waitqueue_func_entry(&pwq->wait, ep_poll_callback);
	pwq->whead = whead;
	pwq->base = epi;
	list_add(&pwq->llink, &epi->pwqlist);
	if (epi->event.events & EPOLLEXCLUSIVE)
		add_wait_queue_exclusive(whead, &pwq->wait);
	else
		add_wait_queue(whead, &pwq->wait);
}

static __poll_t ep_item_poll(struct epitem *epi, poll_table *pt)
{
	pt->_key = epi->event.events;
	return vfs_poll(epi->file, pt) & epi->event.events;
}

/* ---- items ------------------------------------------------------------------------- */

static int ep_cmp(const struct epitem *epi, const struct file *file, int fd)
{
	if (file != epi->file)
		return file < epi->file ? -1 : 1;
	return fd - epi->fd;
}

static struct epitem *ep_find(struct eventpoll *ep, struct file *file, int fd)
{
	struct rb_node *n = ep->rbr.rb_node;

	while (n) {
		struct epitem *epi = rb_entry(n, struct epitem, rbn);
		int cmp = ep_cmp(epi, file, fd);

		if (!cmp)
			return epi;
		n = cmp < 0 ? n->rb_left : n->rb_right;
	}
	return NULL;
}

static void ep_rbtree_insert(struct eventpoll *ep, struct epitem *epi)
{
	struct rb_node **p = &ep->rbr.rb_node, *parent = NULL;

	while (*p) {
		parent = *p;
		p = ep_cmp(rb_entry(parent, struct epitem, rbn), epi->file, epi->fd) < 0 ?
		    &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&epi->rbn, parent, p);
	rb_insert_color(&epi->rbn, &ep->rbr);
}

/* Called with ep->mtx held, and the item off its file's list. */
static void ep_free_item(struct eventpoll *ep, struct epitem *epi)
{
	struct eppoll_entry *pwq, *tmp;

	list_for_each_entry_safe(pwq, tmp, &epi->pwqlist, llink) {
		remove_wait_queue(pwq->whead, &pwq->wait);
		kfree(pwq);
	}
	rb_erase(&epi->rbn, &ep->rbr);
	spin_lock_irq(&ep->lock);
	if (!list_empty(&epi->rdllink))
		list_del_init(&epi->rdllink);
	spin_unlock_irq(&ep->lock);
	kfree(epi);
}

static void ep_remove(struct eventpoll *ep, struct epitem *epi)
{
	spin_lock(&epi->file->f_lock);
	hlist_del_init(&epi->fllink);
	spin_unlock(&epi->file->f_lock);
	ep_free_item(ep, epi);
}

/* the item is ready, seen from outside of a wake-up */
static void ep_mark_ready(struct eventpoll *ep, struct epitem *epi)
{
	bool wake_pollers = false;

	spin_lock_irq(&ep->lock);
	if (list_empty(&epi->rdllink)) {
		list_add_tail(&epi->rdllink, &ep->rdllist);
		if (waitqueue_active(&ep->wq))
			wake_up(&ep->wq);
		wake_pollers = waitqueue_active(&ep->poll_wait);
	}
	spin_unlock_irq(&ep->lock);
	if (wake_pollers)
		wake_up_poll(&ep->poll_wait, EPOLLIN);
}

static int ep_insert(struct eventpoll *ep, const struct epoll_event *event, struct file *tfile,
		     int fd)
{
	struct epitem *epi = kzalloc(sizeof(*epi), GFP_KERNEL);
	struct ep_pqueue epq;
	__poll_t revents;
	int error;

	if (!epi)
		return -ENOMEM;
	INIT_LIST_HEAD(&epi->rdllink);
	INIT_LIST_HEAD(&epi->pwqlist);
	epi->ep = ep;
	epi->file = tfile;
	epi->fd = fd;
	epi->event = *event;
	spin_lock(&tfile->f_lock);
	hlist_add_head(&epi->fllink, &tfile->f_ep);
	spin_unlock(&tfile->f_lock);
	ep_rbtree_insert(ep, epi);
	epq.epi = epi;
	init_poll_funcptr(&epq.pt, ep_ptable_queue_proc);
	revents = ep_item_poll(epi, &epq.pt);
	if (epi->error) {
		error = epi->error;
		ep_remove(ep, epi);
		return error;
	}
	if (revents)
		ep_mark_ready(ep, epi);
	return 0;
}

static int ep_modify(struct eventpoll *ep, struct epitem *epi, const struct epoll_event *event)
{
	poll_table pt = { };

	spin_lock_irq(&ep->lock);
	epi->event = *event;
	spin_unlock_irq(&ep->lock);
	/* the wake-up looks at the events after the queue's lock; pairs with that */
	smp_mb();
	if (ep_item_poll(epi, &pt))
		ep_mark_ready(ep, epi);
	return 0;
}

/**
 * eventpoll_release() - a watched file is closed for good: every set forgets it
 */
void eventpoll_release(struct file *file)
{
	for (;;) {
		struct eventpoll *ep = NULL;
		struct epitem *epi;
		struct file *holder;

		/* the mutex keeps sets from being freed while one is looked at */
		mutex_lock(&epnested_mutex);
		spin_lock(&file->f_lock);
		if (!hlist_empty(&file->f_ep)) {
			epi = hlist_entry(file->f_ep.first, struct epitem, fllink);
			ep = epi->ep;
		}
		spin_unlock(&file->f_lock);
		if (!ep) {
			mutex_unlock(&epnested_mutex);
			return;
		}
		holder = ep->file;
		mutex_lock(&ep->mtx);
		epi = holder ? ep_find(ep, file, epi->fd) : NULL;
		if (epi)
			ep_remove(ep, epi);
		mutex_unlock(&ep->mtx);
		mutex_unlock(&epnested_mutex);
	}
}

/* ---- the epoll file -------------------------------------------------------------------- */

static int ep_eventpoll_release(struct inode *inode, struct file *file)
{
	struct eventpoll *ep = file->private_data;
	struct rb_node *n;

	mutex_lock(&epnested_mutex);
	mutex_lock(&ep->mtx);
	while ((n = rb_first(&ep->rbr)) != NULL)
		ep_remove(ep, rb_entry(n, struct epitem, rbn));
	mutex_unlock(&ep->mtx);
	mutex_unlock(&epnested_mutex);
	kfree(ep);
	return 0;
}

/* Is any item of the set ready? Those on the list that are not are taken off. */
static bool ep_any_ready(struct eventpoll *ep)
{
	struct epitem *epi, *tmp;
	poll_table pt = { };
	bool ready = false;

	mutex_lock(&ep->mtx);
	list_for_each_entry_safe(epi, tmp, &ep->rdllist, rdllink) {
		spin_lock_irq(&ep->lock);
		list_del_init(&epi->rdllink);
		spin_unlock_irq(&ep->lock);
		if (!ep_item_poll(epi, &pt))
			continue;
		spin_lock_irq(&ep->lock);
		if (list_empty(&epi->rdllink))
			list_add(&epi->rdllink, &ep->rdllist);
		spin_unlock_irq(&ep->lock);
		ready = true;
		break;
	}
	mutex_unlock(&ep->mtx);
	return ready;
}

static __poll_t ep_eventpoll_poll(struct file *file, poll_table *wait)
{
	struct eventpoll *ep = file->private_data;

	poll_wait(file, &ep->poll_wait, wait);
	return ep_any_ready(ep) ? EPOLLIN | EPOLLRDNORM : 0;
}

static const struct file_operations eventpoll_fops = {
	.release = ep_eventpoll_release,
	.poll = ep_eventpoll_poll,
	.llseek = noop_llseek,
};

static int do_epoll_create(int flags)
{
	struct eventpoll *ep;
	struct file *file;
	int fd;

	if (flags & ~EPOLL_CLOEXEC)
		return -EINVAL;
	ep = kzalloc(sizeof(*ep), GFP_KERNEL);
	if (!ep)
		return -ENOMEM;
	mutex_init(&ep->mtx);
	spin_lock_init(&ep->lock);
	init_waitqueue_head(&ep->wq);
	init_waitqueue_head(&ep->poll_wait);
	INIT_LIST_HEAD(&ep->rdllist);
	ep->rbr = RB_ROOT;
	fd = get_unused_fd_flags(O_RDWR | (flags & O_CLOEXEC));
	if (fd < 0)
		goto free_ep;
	file = anon_inode_getfile("[eventpoll]", &eventpoll_fops, ep, O_RDWR | (flags & O_CLOEXEC));
	if (IS_ERR(file)) {
		put_unused_fd(fd);
		fd = PTR_ERR(file);
		goto free_ep;
	}
	ep->file = file;
	fd_install(fd, file);
	return fd;
free_ep:
	kfree(ep);
	return fd;
}

SYSCALL_DEFINE1(epoll_create1, int, flags)
{
	return do_epoll_create(flags);
}

SYSCALL_DEFINE1(epoll_create, int, size)
{
	return size <= 0 ? -EINVAL : do_epoll_create(0);
}

/* ---- changing the set ----------------------------------------------------------------------- */

/*
 * Does @file, an epoll file, watch @target, itself or through others? A chain of more than
 * EP_MAX_NESTS counts as yes. Caller holds epnested_mutex.
 */
static bool ep_reaches(struct file *file, struct file *target, int depth)
{
	struct eventpoll *ep = file->private_data;
	struct rb_node *n;
	bool found = false;

	if (file == target || depth > EP_MAX_NESTS)
		return true;
	mutex_lock_nested(&ep->mtx, depth + 1);
	for (n = rb_first(&ep->rbr); n && !found; n = rb_next(n)) {
		struct epitem *epi = rb_entry(n, struct epitem, rbn);

		if (is_file_epoll(epi->file))
			found = ep_reaches(epi->file, target, depth + 1);
	}
	mutex_unlock(&ep->mtx);
	return found;
}

static int ep_ctl_locked(struct eventpoll *ep, int op, struct epoll_event *event,
			 struct file *tfile, int fd)
{
	struct epitem *epi = ep_find(ep, tfile, fd);

	switch (op) {
	case EPOLL_CTL_ADD:
		if (epi)
			return -EEXIST;
		event->events |= EPOLLERR | EPOLLHUP;
		return ep_insert(ep, event, tfile, fd);
	case EPOLL_CTL_DEL:
		if (!epi)
			return -ENOENT;
		ep_remove(ep, epi);
		return 0;
	case EPOLL_CTL_MOD:
		if (!epi)
			return -ENOENT;
		if (epi->event.events & EPOLLEXCLUSIVE)
			return -EINVAL;
		event->events |= EPOLLERR | EPOLLHUP;
		return ep_modify(ep, epi, event);
	}
	return -EINVAL;
}

static int ep_ctl(struct file *file, int op, struct epoll_event *event, struct file *tfile, int fd)
{
	struct eventpoll *ep;
	bool nested;
	int error;

	if (!file_can_poll(tfile))
		return -EPERM;
	if (file == tfile || !is_file_epoll(file))
		return -EINVAL;
	if (op != EPOLL_CTL_DEL && (event->events & EPOLLEXCLUSIVE)) {
		if (op == EPOLL_CTL_MOD || is_file_epoll(tfile))
			return -EINVAL;
	}
	ep = file->private_data;
	nested = op == EPOLL_CTL_ADD && is_file_epoll(tfile);
	if (nested) {
		mutex_lock(&epnested_mutex);
		error = -ELOOP;
		if (ep_reaches(tfile, file, 0))
			goto out;
	}
	mutex_lock(&ep->mtx);
	error = ep_ctl_locked(ep, op, event, tfile, fd);
	mutex_unlock(&ep->mtx);
out:
	if (nested)
		mutex_unlock(&epnested_mutex);
	return error;
}

SYSCALL_DEFINE4(epoll_ctl, int, epfd, int, op, int, fd, struct epoll_event __user *, event)
{
	struct epoll_event epds = { };
	struct fd f, tf;
	int error = -EBADF;

	if (op != EPOLL_CTL_DEL && copy_from_user(&epds, event, sizeof(epds)))
		return -EFAULT;
	f = fdget(epfd);
	tf = fdget(fd);
	if (!fd_empty(f) && !fd_empty(tf))
		error = ep_ctl(fd_file(f), op, &epds, fd_file(tf), fd);
	fdput(tf);
	fdput(f);
	return error;
}

/* ---- waiting ----------------------------------------------------------------------------------- */

/* Hands ready items out. Level-triggered ones go back on the list. Return: events, or -EFAULT. */
static int ep_send_events(struct eventpoll *ep, struct epoll_event __user *events, int maxevents)
{
	struct epitem *epi;
	poll_table pt = { };
	LIST_HEAD(again);
	int res = 0;

	mutex_lock(&ep->mtx);
	while (res < maxevents) {
		struct epoll_event out;
		__poll_t revents;

		spin_lock_irq(&ep->lock);
		epi = list_first_entry_or_null(&ep->rdllist, struct epitem, rdllink);
		if (epi)
			list_del_init(&epi->rdllink);
		spin_unlock_irq(&ep->lock);
		if (!epi)
			break;
		revents = ep_item_poll(epi, &pt);
		if (!revents)
			continue;
		out.events = revents;
		out.data = epi->event.data;
		if (copy_to_user(&events[res], &out, sizeof(out))) {
			ep_mark_ready(ep, epi);
			if (!res)
				res = -EFAULT;
			break;
		}
		res++;
		spin_lock_irq(&ep->lock);
		if (epi->event.events & EPOLLONESHOT)
			epi->event.events &= EP_PRIVATE_BITS;
		else if (!(epi->event.events & EPOLLET) && list_empty(&epi->rdllink))
			list_add_tail(&epi->rdllink, &again);
		spin_unlock_irq(&ep->lock);
	}
	spin_lock_irq(&ep->lock);
	list_splice_tail(&again, &ep->rdllist);
	if (!list_empty(&ep->rdllist) && waitqueue_active(&ep->wq))
		wake_up(&ep->wq);
	spin_unlock_irq(&ep->lock);
	mutex_unlock(&ep->mtx);
	return res;
}

static bool ep_events_available(struct eventpoll *ep)
{
	return !list_empty_careful(&ep->rdllist);
}

/* Sleeps until an item gets ready. Return: 1, 0 when the time is over, -EINTR. */
static int ep_sleep(struct eventpoll *ep, ktime_t *to, unsigned long slack)
{
	DEFINE_WAIT(wait);
	int ret = 1;

	wait.flags |= WQ_FLAG_EXCLUSIVE;
	spin_lock_irq(&ep->lock);
	__add_wait_queue_entry_tail(&ep->wq, &wait);
	set_current_state(TASK_INTERRUPTIBLE);
	spin_unlock_irq(&ep->lock);
	if (!ep_events_available(ep)) {
		if (signal_pending(current))
			ret = -EINTR;
		else if (!schedule_hrtimeout_range(to, slack, HRTIMER_MODE_ABS))
			ret = 0;
	}
	finish_wait(&ep->wq, &wait);
	return ret;
}

static int ep_poll(struct eventpoll *ep, struct epoll_event __user *events, int maxevents,
		   const struct timespec64 *timeout)
{
	bool now = timeout && !timeout->tv_sec && !timeout->tv_nsec;
	ktime_t expires = 0;
	int res;

	if (timeout && !now)
		expires = ktime_add_safe(ktime_get(), timespec64_to_ktime(*timeout));
	for (;;) {
		if (ep_events_available(ep)) {
			res = ep_send_events(ep, events, maxevents);
			if (res)
				return res;
		}
		if (now)
			return 0;
		res = ep_sleep(ep, timeout ? &expires : NULL, current->timer_slack_ns);
		if (res < 0)
			return res;
		now = !res;	/* one last look */
	}
}

static int do_epoll_wait(int epfd, struct epoll_event __user *events, int maxevents,
			 const struct timespec64 *to)
{
	struct fd f;
	int error = -EBADF;

	if (maxevents <= 0 || maxevents > EP_MAX_EVENTS)
		return -EINVAL;
	if (!access_ok(events, maxevents * sizeof(struct epoll_event)))
		return -EFAULT;
	f = fdget(epfd);
	if (!fd_empty(f)) {
		error = -EINVAL;
		if (is_file_epoll(fd_file(f)))
			error = ep_poll(fd_file(f)->private_data, events, maxevents, to);
	}
	fdput(f);
	return error;
}

static struct timespec64 *ms_to_timespec(struct timespec64 *to, int ms)
{
	if (ms < 0)
		return NULL;
	to->tv_sec = ms / MSEC_PER_SEC;
	to->tv_nsec = (ms % MSEC_PER_SEC) * NSEC_PER_MSEC;
	return to;
}

SYSCALL_DEFINE4(epoll_wait, int, epfd, struct epoll_event __user *, events, int, maxevents,
		int, timeout)
{
	struct timespec64 to;

	return do_epoll_wait(epfd, events, maxevents, ms_to_timespec(&to, timeout));
}

static int do_epoll_pwait(int epfd, struct epoll_event __user *events, int maxevents,
			  const struct timespec64 *to, const sigset_t __user *sigmask, size_t size)
{
	int error = set_user_sigmask(sigmask, size);

	if (error)
		return error;
	error = do_epoll_wait(epfd, events, maxevents, to);
	restore_saved_sigmask_unless(error == -EINTR);
	return error;
}

SYSCALL_DEFINE6(epoll_pwait, int, epfd, struct epoll_event __user *, events, int, maxevents,
		int, timeout, const sigset_t __user *, sigmask, size_t, sigsetsize)
{
	struct timespec64 to;

	return do_epoll_pwait(epfd, events, maxevents, ms_to_timespec(&to, timeout), sigmask,
			      sigsetsize);
}

SYSCALL_DEFINE6(epoll_pwait2, int, epfd, struct epoll_event __user *, events, int, maxevents,
		const struct __kernel_timespec __user *, timeout,
		const sigset_t __user *, sigmask, size_t, sigsetsize)
{
	struct timespec64 ts, *to = NULL;

	if (timeout) {
		if (get_timespec64(&ts, timeout))
			return -EFAULT;
		if (!timespec64_valid(&ts))
			return -EINVAL;
		to = &ts;
	}
	return do_epoll_pwait(epfd, events, maxevents, to, sigmask, sigsetsize);
}
