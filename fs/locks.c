// SPDX-License-Identifier: GPL-2.0-only
/*
 * locks.c - advisory locks on files: flock(), and fcntl()'s byte ranges (POSIX and OFD).
 *
 * A flock lock belongs to an open file; a POSIX lock to a process's descriptor table; an OFD
 * lock is a POSIX one that belongs to an open file. Byte ranges of one owner never overlap: a
 * new one splits, shrinks or swallows the old ones.
 *
 * Owns:       struct file_lock_context of an inode and the locks on it.
 * Invariant:  flc_posix has each owner's locks together, sorted by position, no two of them
 *             overlapping.
 * Locks:      flc_lock for the lists; blocked_lock_lock for who waits for whom, so that a
 *             circle of waiters is found (EDEADLK).
 */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/filelock.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

static DEFINE_SPINLOCK(blocked_lock_lock);

static struct file_lock *locks_alloc(void)
{
	struct file_lock *fl = kzalloc(sizeof(*fl), GFP_KERNEL_ACCOUNT);

	if (fl) {
		INIT_LIST_HEAD(&fl->fl_list);
		INIT_LIST_HEAD(&fl->fl_blocked_requests);
		INIT_LIST_HEAD(&fl->fl_blocked_member);
		init_waitqueue_head(&fl->fl_wait);
	}
	return fl;
}

static void locks_copy(struct file_lock *to, const struct file_lock *from)
{
	to->fl_owner = from->fl_owner;
	to->fl_flags = from->fl_flags;
	to->fl_type = from->fl_type;
	to->fl_pid = from->fl_pid;
	to->fl_file = from->fl_file;
	to->fl_start = from->fl_start;
	to->fl_end = from->fl_end;
}

static struct file_lock_context *locks_get_context(struct inode *inode, bool create)
{
	struct file_lock_context *ctx = smp_load_acquire(&inode->i_flctx), *new;

	if (ctx || !create)
		return ctx;
	new = kmalloc(sizeof(*new), GFP_KERNEL_ACCOUNT);
	if (!new)
		return NULL;
	spin_lock_init(&new->flc_lock);
	INIT_LIST_HEAD(&new->flc_flock);
	INIT_LIST_HEAD(&new->flc_posix);
	ctx = cmpxchg(&inode->i_flctx, NULL, new);
	if (!ctx)
		return new;
	kfree(new);
	return ctx;
}

void locks_free_lock_context(struct inode *inode)
{
	struct file_lock_context *ctx = inode->i_flctx;

	if (!ctx)
		return;
	WARN_ON(!list_empty(&ctx->flc_flock) || !list_empty(&ctx->flc_posix));
	inode->i_flctx = NULL;
	kfree(ctx);
}

/* ---- waiting -------------------------------------------------------------------------- */

/* All who wait for @fl may try again. */
static void locks_wake_blocks(struct file_lock *fl)
{
	if (list_empty(&fl->fl_blocked_requests))
		return;
	spin_lock(&blocked_lock_lock);
	while (!list_empty(&fl->fl_blocked_requests)) {
		struct file_lock *w = list_first_entry(&fl->fl_blocked_requests, struct file_lock,
						       fl_blocked_member);

		list_del_init(&w->fl_blocked_member);
		/* pairs with the acquire in the sleeper: then w may be freed */
		smp_store_release(&w->fl_blocker, NULL);
		wake_up(&w->fl_wait);
	}
	spin_unlock(&blocked_lock_lock);
}

static void locks_delete_block(struct file_lock *w)
{
	spin_lock(&blocked_lock_lock);
	list_del_init(&w->fl_blocked_member);
	w->fl_blocker = NULL;
	spin_unlock(&blocked_lock_lock);
}

static void locks_unlink(struct file_lock *fl, struct list_head *dispose)
{
	list_move(&fl->fl_list, dispose);
	locks_wake_blocks(fl);
}

static void locks_dispose(struct list_head *dispose)
{
	while (!list_empty(dispose)) {
		struct file_lock *fl = list_first_entry(dispose, struct file_lock, fl_list);

		list_del(&fl->fl_list);
		kfree(fl);
	}
}

static bool same_owner(const struct file_lock *a, const struct file_lock *b)
{
	return a->fl_owner == b->fl_owner;
}

static bool overlap(const struct file_lock *a, const struct file_lock *b)
{
	return a->fl_end >= b->fl_start && b->fl_end >= a->fl_start;
}

static bool types_conflict(const struct file_lock *a, const struct file_lock *b)
{
	return a->fl_type == F_WRLCK || b->fl_type == F_WRLCK;
}

/* Would waiting for @blocker close a circle? Caller holds blocked_lock_lock. */
static bool posix_deadlock(const struct file_lock *caller, struct file_lock *blocker)
{
	fl_owner_t owner = caller->fl_owner;
	int steps;

	/* an owner of several threads can wait for several: what is found is a chain, not all */
	for (steps = 0; blocker && steps < 10; steps++) {
		if (blocker->fl_owner == owner)
			return true;
		blocker = blocker->fl_blocker;
	}
	return false;
}

/* ---- flock ------------------------------------------------------------------------------- */

static int flock_apply(struct inode *inode, struct file_lock *request)
{
	struct file_lock_context *ctx = locks_get_context(inode, request->fl_type != F_UNLCK);
	struct file_lock *fl, *tmp, *new = NULL;
	LIST_HEAD(dispose);
	int error = 0;

	if (!ctx)
		return request->fl_type == F_UNLCK ? 0 : -ENOMEM;
	if (request->fl_type != F_UNLCK) {
		new = locks_alloc();
		if (!new)
			return -ENOMEM;
	}
	spin_lock(&ctx->flc_lock);
	list_for_each_entry_safe(fl, tmp, &ctx->flc_flock, fl_list) {
		if (fl->fl_file != request->fl_file)
			continue;
		if (fl->fl_type == request->fl_type)
			goto out;
		/* a changed lock is given up first: others may get it in between */
		locks_unlink(fl, &dispose);
		break;
	}
	if (request->fl_type == F_UNLCK)
		goto out;
	list_for_each_entry(fl, &ctx->flc_flock, fl_list) {
		if (!types_conflict(request, fl))
			continue;
		error = -EAGAIN;
		if (request->fl_flags & FL_SLEEP) {
			spin_lock(&blocked_lock_lock);
			request->fl_blocker = fl;
			list_add_tail(&request->fl_blocked_member, &fl->fl_blocked_requests);
			spin_unlock(&blocked_lock_lock);
			error = -EINPROGRESS;
		}
		goto out;
	}
	locks_copy(new, request);
	list_add_tail(&new->fl_list, &ctx->flc_flock);
	new = NULL;
out:
	spin_unlock(&ctx->flc_lock);
	kfree(new);
	locks_dispose(&dispose);
	return error;
}

/* tries until it gets the lock or a signal comes */
static int lock_wait(struct inode *inode, struct file_lock *fl,
		     int (*apply)(struct inode *, struct file_lock *))
{
	int error;

	for (;;) {
		error = apply(inode, fl);
		if (error != -EINPROGRESS)
			return error;
		error = wait_event_interruptible(fl->fl_wait,
						 !smp_load_acquire(&fl->fl_blocker));
		locks_delete_block(fl);
		if (error)
			return error;
	}
}

SYSCALL_DEFINE2(flock, unsigned int, fd, unsigned int, cmd)
{
	struct file_lock *fl;
	int type, error;
	struct fd f;

	switch (cmd & ~LOCK_NB) {
	case LOCK_SH:
		type = F_RDLCK;
		break;
	case LOCK_EX:
		type = F_WRLCK;
		break;
	case LOCK_UN:
		type = F_UNLCK;
		break;
	default:
		return -EINVAL;
	}
	f = fdget(fd);
	if (fd_empty(f))
		return -EBADF;
	error = -EBADF;
	if (type != F_UNLCK && !(fd_file(f)->f_mode & (FMODE_READ | FMODE_WRITE)))
		goto put;
	error = -ENOMEM;
	fl = locks_alloc();
	if (!fl)
		goto put;
	fl->fl_file = fd_file(f);
	fl->fl_owner = fd_file(f);
	fl->fl_pid = current->tgid;
	fl->fl_flags = FL_FLOCK | (cmd & LOCK_NB ? 0 : FL_SLEEP);
	fl->fl_type = type;
	fl->fl_end = OFFSET_MAX;
	error = lock_wait(file_inode(fd_file(f)), fl, flock_apply);
	kfree(fl);
put:
	fdput(f);
	return error;
}

/* ---- byte ranges ----------------------------------------------------------------------------- */

static struct file_lock *posix_conflict(struct file_lock_context *ctx, struct file_lock *request)
{
	struct file_lock *fl;

	list_for_each_entry(fl, &ctx->flc_posix, fl_list)
		if (!same_owner(fl, request) && overlap(fl, request) && types_conflict(fl, request))
			return fl;
	return NULL;
}

/*
 * Cuts the bytes of @request out of its owner's locks. @spare becomes the right part of a lock
 * that is split. Where the type is the same, the old range is joined into @request instead.
 * Return: the place in the list for a lock that ends at request's bytes.
 */
static struct list_head *posix_cut(struct file_lock_context *ctx, struct file_lock *request,
				   struct file_lock **spare, struct list_head *dispose)
{
	struct file_lock *fl, *tmp;
	struct list_head *before = &ctx->flc_posix;
	bool seen = false;

	list_for_each_entry_safe(fl, tmp, &ctx->flc_posix, fl_list) {
		if (!same_owner(fl, request)) {
			if (seen && before == &ctx->flc_posix)
				before = &fl->fl_list;
			if (seen)
				break;
			continue;
		}
		seen = true;
		if (fl->fl_type == request->fl_type) {
			/* touching ranges of one type are one lock */
			if (fl->fl_end != OFFSET_MAX && fl->fl_end + 1 < request->fl_start)
				continue;
			if (request->fl_end != OFFSET_MAX && fl->fl_start > request->fl_end + 1) {
				before = &fl->fl_list;
				break;
			}
			request->fl_start = min(request->fl_start, fl->fl_start);
			request->fl_end = max(request->fl_end, fl->fl_end);
			locks_unlink(fl, dispose);
			continue;
		}
		if (fl->fl_end < request->fl_start)
			continue;
		if (fl->fl_start > request->fl_end) {
			before = &fl->fl_list;
			break;
		}
		if (fl->fl_start < request->fl_start && fl->fl_end > request->fl_end) {
			locks_copy(*spare, fl);
			(*spare)->fl_start = request->fl_end + 1;
			list_add(&(*spare)->fl_list, &fl->fl_list);
			before = &(*spare)->fl_list;
			*spare = NULL;
			fl->fl_end = request->fl_start - 1;
			locks_wake_blocks(fl);
			break;
		}
		if (fl->fl_start < request->fl_start) {
			fl->fl_end = request->fl_start - 1;
			locks_wake_blocks(fl);
		} else if (fl->fl_end > request->fl_end) {
			fl->fl_start = request->fl_end + 1;
			locks_wake_blocks(fl);
			before = &fl->fl_list;
			break;
		} else {
			locks_unlink(fl, dispose);
		}
	}
	return before;
}

static int posix_apply(struct inode *inode, struct file_lock *request)
{
	struct file_lock_context *ctx = locks_get_context(inode, request->fl_type != F_UNLCK);
	struct file_lock *fl, *new = NULL, *spare;
	struct list_head *before;
	LIST_HEAD(dispose);
	int error = 0;

	if (!ctx)
		return request->fl_type == F_UNLCK ? 0 : -ENOMEM;
	spare = locks_alloc();
	if (request->fl_type != F_UNLCK)
		new = locks_alloc();
	if (!spare || (!new && request->fl_type != F_UNLCK)) {
		kfree(spare);
		kfree(new);
		return -ENOMEM;
	}
	spin_lock(&ctx->flc_lock);
	fl = request->fl_type == F_UNLCK ? NULL : posix_conflict(ctx, request);
	if (fl) {
		error = -EAGAIN;
		if (request->fl_flags & FL_SLEEP) {
			spin_lock(&blocked_lock_lock);
			error = -EDEADLK;
			if ((request->fl_flags & FL_OFDLCK) || !posix_deadlock(request, fl)) {
				error = -EINPROGRESS;
				request->fl_blocker = fl;
				list_add_tail(&request->fl_blocked_member,
					      &fl->fl_blocked_requests);
			}
			spin_unlock(&blocked_lock_lock);
		}
		goto out;
	}
	before = posix_cut(ctx, request, &spare, &dispose);
	if (new) {
		locks_copy(new, request);
		list_add_tail(&new->fl_list, before);
		new = NULL;
	}
out:
	spin_unlock(&ctx->flc_lock);
	kfree(new);
	kfree(spare);
	locks_dispose(&dispose);
	return error;
}

static int flock_to_posix(struct file *filp, struct file_lock *fl, const struct flock *l)
{
	loff_t start = l->l_start, end;

	switch (l->l_whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		start += filp->f_pos;
		break;
	case SEEK_END:
		start += i_size_read(file_inode(filp));
		break;
	default:
		return -EINVAL;
	}
	if (start < 0)
		return -EINVAL;
	if (l->l_len > 0) {
		if (l->l_len - 1 > OFFSET_MAX - start)
			return -EOVERFLOW;
		end = start + l->l_len - 1;
	} else if (l->l_len < 0) {
		if (start + l->l_len < 0)
			return -EINVAL;
		end = start - 1;
		start += l->l_len;
	} else {
		end = OFFSET_MAX;
	}
	if (l->l_type != F_RDLCK && l->l_type != F_WRLCK && l->l_type != F_UNLCK)
		return -EINVAL;
	fl->fl_start = start;
	fl->fl_end = end;
	fl->fl_type = l->l_type;
	fl->fl_owner = current->files;
	fl->fl_pid = current->tgid;
	fl->fl_file = filp;
	fl->fl_flags = FL_POSIX;
	return 0;
}

static bool is_ofd(unsigned int cmd)
{
	return cmd == F_OFD_GETLK || cmd == F_OFD_SETLK || cmd == F_OFD_SETLKW;
}

static int make_ofd(struct file *filp, struct file_lock *fl, const struct flock *l)
{
	if (l->l_pid)
		return -EINVAL;
	fl->fl_flags |= FL_OFDLCK;
	fl->fl_owner = filp;
	fl->fl_pid = -1;
	return 0;
}

int fcntl_getlk(struct file *filp, unsigned int cmd, struct flock *flock)
{
	struct file_lock_context *ctx = locks_get_context(file_inode(filp), false);
	struct file_lock request = { }, *fl;
	int error;

	if (flock->l_type != F_RDLCK && flock->l_type != F_WRLCK)
		return -EINVAL;
	error = flock_to_posix(filp, &request, flock);
	if (!error && is_ofd(cmd))
		error = make_ofd(filp, &request, flock);
	if (error)
		return error;
	flock->l_type = F_UNLCK;
	if (!ctx)
		return 0;
	spin_lock(&ctx->flc_lock);
	fl = posix_conflict(ctx, &request);
	if (fl) {
		flock->l_type = fl->fl_type;
		flock->l_whence = SEEK_SET;
		flock->l_start = fl->fl_start;
		flock->l_len = fl->fl_end == OFFSET_MAX ? 0 : fl->fl_end - fl->fl_start + 1;
		flock->l_pid = fl->fl_pid;
	}
	spin_unlock(&ctx->flc_lock);
	return 0;
}

int fcntl_setlk(unsigned int fd, struct file *filp, unsigned int cmd, struct flock *flock)
{
	struct file_lock *fl = locks_alloc();
	int error;

	if (!fl)
		return -ENOLCK;
	error = flock_to_posix(filp, fl, flock);
	if (!error && is_ofd(cmd))
		error = make_ofd(filp, fl, flock);
	if (error)
		goto out;
	error = -EBADF;
	if ((fl->fl_type == F_RDLCK && !(filp->f_mode & FMODE_READ)) ||
	    (fl->fl_type == F_WRLCK && !(filp->f_mode & FMODE_WRITE)))
		goto out;
	if (cmd == F_SETLKW || cmd == F_OFD_SETLKW)
		fl->fl_flags |= FL_SLEEP;
	error = lock_wait(file_inode(filp), fl, posix_apply);
	/* the descriptor was closed meanwhile, by another thread: its close missed this lock */
	if (!error && fl->fl_type != F_UNLCK && !(fl->fl_flags & FL_OFDLCK)) {
		struct file *f;

		rcu_read_lock();
		f = files_lookup_fd_raw(current->files, fd);
		rcu_read_unlock();
		if (f != filp) {
			locks_remove_posix(filp, current->files);
			error = -EBADF;
		}
	}
out:
	kfree(fl);
	return error;
}

/* ---- closing ------------------------------------------------------------------------------------ */

static void remove_owned(struct inode *inode, fl_owner_t owner)
{
	struct file_lock_context *ctx = locks_get_context(inode, false);
	struct file_lock *fl, *tmp;
	LIST_HEAD(dispose);

	if (!ctx || list_empty(&ctx->flc_posix))
		return;
	spin_lock(&ctx->flc_lock);
	list_for_each_entry_safe(fl, tmp, &ctx->flc_posix, fl_list)
		if (fl->fl_owner == owner)
			locks_unlink(fl, &dispose);
	spin_unlock(&ctx->flc_lock);
	locks_dispose(&dispose);
}

/**
 * locks_remove_posix() - a descriptor of @filp is closed: all the process's locks on the file go
 */
void locks_remove_posix(struct file *filp, fl_owner_t owner)
{
	remove_owned(file_inode(filp), owner);
}

/* the open file goes: its flock and its OFD locks */
void locks_remove_file(struct file *filp)
{
	struct inode *inode = file_inode(filp);
	struct file_lock request = {
		.fl_file = filp,
		.fl_type = F_UNLCK,
		.fl_flags = FL_FLOCK,
	};

	remove_owned(inode, filp);
	flock_apply(inode, &request);
}

static void show_lock(struct seq_file *m, const struct file_lock *fl, struct inode *inode, int nr)
{
	seq_printf(m, "%d: %s  ADVISORY  %s %d %02x:%02x:%lu ", nr,
		   fl->fl_flags & FL_FLOCK ? "FLOCK" : fl->fl_flags & FL_OFDLCK ? "OFDLCK" : "POSIX ",
		   fl->fl_type == F_WRLCK ? "WRITE" : "READ ", fl->fl_pid,
		   MAJOR(inode->i_sb->s_dev), MINOR(inode->i_sb->s_dev), inode->i_ino);
	if (fl->fl_end == OFFSET_MAX)
		seq_printf(m, "%lld EOF\n", fl->fl_start);
	else
		seq_printf(m, "%lld %lld\n", fl->fl_start, fl->fl_end);
}

struct locks_walk {
	struct seq_file *m;
	int nr;
};

static void show_sb_locks(struct super_block *sb, void *arg)
{
	struct locks_walk *w = arg;
	struct inode *inode;

	spin_lock(&sb->s_inode_list_lock);
	list_for_each_entry(inode, &sb->s_inodes, i_sb_list) {
		struct file_lock_context *ctx = locks_get_context(inode, false);
		struct file_lock *fl;

		if (!ctx)
			continue;
		spin_lock(&ctx->flc_lock);
		list_for_each_entry(fl, &ctx->flc_flock, fl_list)
			show_lock(w->m, fl, inode, ++w->nr);
		list_for_each_entry(fl, &ctx->flc_posix, fl_list)
			show_lock(w->m, fl, inode, ++w->nr);
		spin_unlock(&ctx->flc_lock);
	}
	spin_unlock(&sb->s_inode_list_lock);
}

/* the text of /proc/locks */
void locks_show(struct seq_file *m)
{
	struct locks_walk w = { .m = m };

	iterate_supers(show_sb_locks, &w);
}
