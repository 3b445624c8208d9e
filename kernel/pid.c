// SPDX-License-Identifier: GPL-2.0-only
/*
 * pid.c - numbers for processes, and the way from a number to its tasks.
 *
 * Owns:       pid_idr (number to struct pid), the tasks[] lists of each struct pid.
 * Invariant:  a struct pid is in pid_idr from alloc_pid() until no task is attached to it in any
 *             role; its number is not given out again before that. Numbers grow cyclically, so
 *             that one just freed is the last to be reused.
 * Locks:      pidmap_lock for changes of pid_idr; lookups run under RCU. The lists tasks[] and
 *             a task's pid pointers change under tasklist_lock held for writing; readers hold it
 *             for reading, or RCU. pidmap_lock nests inside tasklist_lock.
 * Elsewhere:  when tasks attach and detach (fork.c, exit.c, sys.c); file descriptors that hold a
 *             struct pid (pidfd.c).
 */
#include <linux/bug.h>
#include <linux/capability.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/pid.h>
#include <linux/rculist.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/threads.h>

int pid_max = PID_MAX_DEFAULT;

static DEFINE_IDR(pid_idr);
static DEFINE_SPINLOCK(pidmap_lock);
static struct kmem_cache *pid_cachep;
static unsigned int nr_pids;			/* [pidmap_lock] */

/* The number 0 belongs to the idle tasks; user space never sees it name a process. */
struct pid init_struct_pid = {
	.count = REFCOUNT_INIT(1),
	.nr = 0,
	.wait_pidfd = __WAIT_QUEUE_HEAD_INITIALIZER(init_struct_pid.wait_pidfd),
};

/**
 * put_pid() - drop a reference to a struct pid, which may be NULL.
 *
 * Context: any. Whoever drops the last one must know that no RCU reader can still find it;
 * the reference that pid_idr stands for is dropped after a grace period.
 */
void put_pid(struct pid *pid)
{
	if (pid && refcount_dec_and_test(&pid->count))
		kmem_cache_free(pid_cachep, pid);
}

static void delayed_put_pid(struct rcu_head *rcu)
{
	put_pid(container_of(rcu, struct pid, rcu));
}

/**
 * free_pid() - take a struct pid, to which no task is attached, out of the index.
 *
 * Context: any; may be called under tasklist_lock with interrupts off.
 */
void free_pid(struct pid *pid)
{
	unsigned long flags;

	spin_lock_irqsave(&pidmap_lock, flags);
	idr_remove(&pid_idr, pid->nr);
	nr_pids--;
	spin_unlock_irqrestore(&pidmap_lock, flags);

	call_rcu(&pid->rcu, delayed_put_pid);
}

static int alloc_pid_number(struct pid *pid, int wanted)
{
	int first;

	if (wanted)
		return idr_alloc(&pid_idr, pid, wanted, wanted + 1, GFP_ATOMIC);

	/* The low numbers are for what boot starts; they are not used a second time. */
	first = idr_get_cursor(&pid_idr) > RESERVED_PIDS ? RESERVED_PIDS : 1;
	return idr_alloc_cyclic(&pid_idr, pid, first, pid_max, GFP_ATOMIC);
}

/**
 * alloc_pid() - a new struct pid with a free number.
 * @set_tid: numbers asked for by clone3(), or NULL
 * @set_tid_size: how many; there is one pid namespace, so at most 1
 *
 * Return: the struct pid, or an error: -EEXIST (number in use), -EPERM, -EINVAL, -EAGAIN (no
 * number free), -ENOMEM.
 */
struct pid *alloc_pid(pid_t *set_tid, size_t set_tid_size)
{
	struct pid *pid;
	int wanted = 0, nr;

	if (set_tid_size > 1)
		return ERR_PTR(-EINVAL);
	if (set_tid_size) {
		wanted = set_tid[0];
		if (wanted < 1 || wanted >= pid_max)
			return ERR_PTR(-EINVAL);
		if (!capable(CAP_CHECKPOINT_RESTORE) && !capable(CAP_SYS_ADMIN))
			return ERR_PTR(-EPERM);
	}

	pid = kmem_cache_alloc(pid_cachep, GFP_KERNEL);
	if (!pid)
		return ERR_PTR(-ENOMEM);
	refcount_set(&pid->count, 1);
	for (int type = 0; type < PIDTYPE_MAX; type++)
		INIT_HLIST_HEAD(&pid->tasks[type]);
	init_waitqueue_head(&pid->wait_pidfd);

	idr_preload(GFP_KERNEL);
	spin_lock_irq(&pidmap_lock);
	nr = alloc_pid_number(pid, wanted);
	if (nr >= 0) {
		/* A reader that finds it in the index finds no task attached yet. */
		pid->nr = nr;
		nr_pids++;
	}
	spin_unlock_irq(&pidmap_lock);
	idr_preload_end();

	if (nr < 0) {
		kmem_cache_free(pid_cachep, pid);
		if (nr == -ENOSPC)
			nr = wanted ? -EEXIST : -EAGAIN;
		return ERR_PTR(nr);
	}
	return pid;
}

/* How many numbers are in use, for whom that matters in tests and in /proc. */
unsigned int pid_numbers_in_use(void)
{
	return READ_ONCE(nr_pids);
}

static struct pid **task_pid_ptr(struct task_struct *task, enum pid_type type)
{
	return type == PIDTYPE_PID ? &task->thread_pid : &task->signal->pids[type];
}

/**
 * attach_pid() - enter @task in the list of the pid that its pointer for this role names.
 *
 * Context: tasklist_lock held for writing.
 */
void attach_pid(struct task_struct *task, enum pid_type type)
{
	struct pid *pid = *task_pid_ptr(task, type);

	hlist_add_head_rcu(&task->pid_links[type], &pid->tasks[type]);
}

static bool pid_is_used(struct pid *pid)
{
	for (int type = 0; type < PIDTYPE_MAX; type++)
		if (pid_has_task(pid, type))
			return true;
	return false;
}

static void replace_pid(struct task_struct *task, enum pid_type type, struct pid *new)
{
	struct pid **slot = task_pid_ptr(task, type);
	struct pid *old = *slot;

	hlist_del_rcu(&task->pid_links[type]);
	*slot = new;

	/* Pollers of a pidfd of a thread see it gone. */
	if (type == PIDTYPE_PID && wq_has_sleeper(&old->wait_pidfd))
		wake_up_all(&old->wait_pidfd);
	if (!pid_is_used(old))
		free_pid(old);
}

/**
 * detach_pid() - @task gives up its role @type; the pid goes when it was the last.
 *
 * Context: tasklist_lock held for writing.
 */
void detach_pid(struct task_struct *task, enum pid_type type)
{
	replace_pid(task, type, NULL);
}

/** change_pid() - let @task have the role @type under @pid instead. Context: as detach_pid(). */
void change_pid(struct task_struct *task, enum pid_type type, struct pid *pid)
{
	replace_pid(task, type, pid);
	attach_pid(task, type);
}

/**
 * exchange_tids() - swap the thread ids of two threads of one group.
 *
 * execve() by a thread that is not the leader makes it take over the leader's id.
 *
 * Context: tasklist_lock held for writing.
 */
void exchange_tids(struct task_struct *a, struct task_struct *b)
{
	struct pid *pid_a = a->thread_pid, *pid_b = b->thread_pid;

	hlists_swap_heads_rcu(&pid_a->tasks[PIDTYPE_PID], &pid_b->tasks[PIDTYPE_PID]);
	rcu_assign_pointer(a->thread_pid, pid_b);
	rcu_assign_pointer(b->thread_pid, pid_a);
	WRITE_ONCE(a->pid, pid_nr(pid_b));
	WRITE_ONCE(b->pid, pid_nr(pid_a));
}

/** transfer_pid() - put @to in @from's place in a list. Context: as detach_pid(). */
void transfer_pid(struct task_struct *from, struct task_struct *to, enum pid_type type)
{
	WARN_ON_ONCE(type == PIDTYPE_PID);
	hlist_replace_rcu(&from->pid_links[type], &to->pid_links[type]);
}

/** find_pid() - the struct pid with number @nr, or NULL. Context: RCU or tasklist_lock held. */
struct pid *find_pid(int nr)
{
	return idr_find(&pid_idr, nr);
}

struct pid *find_vpid(int nr)
{
	return find_pid(nr);
}

/** find_get_pid() - as find_pid(), with a reference for the caller to put. */
struct pid *find_get_pid(int nr)
{
	struct pid *pid;

	rcu_read_lock();
	pid = find_pid(nr);
	if (pid && !refcount_inc_not_zero(&pid->count))
		pid = NULL;
	rcu_read_unlock();
	return pid;
}

/** find_ge_pid() - the lowest pid with a number of at least @nr, or NULL. Context: RCU held. */
struct pid *find_ge_pid(int nr)
{
	return idr_get_next(&pid_idr, &nr);
}

/** last_pid_nr() - the number that the newest task got. */
pid_t last_pid_nr(void)
{
	return idr_get_cursor(&pid_idr) - 1;
}

/** pid_task() - some task attached to @pid as @type, or NULL. Context: RCU or tasklist_lock. */
struct task_struct *pid_task(struct pid *pid, enum pid_type type)
{
	struct hlist_node *first;

	if (!pid)
		return NULL;
	first = rcu_dereference_raw(pid->tasks[type].first);
	return first ? hlist_entry(first, struct task_struct, pid_links[type]) : NULL;
}

/** get_pid_task() - as pid_task(), with a reference to the task. */
struct task_struct *get_pid_task(struct pid *pid, enum pid_type type)
{
	struct task_struct *task;

	rcu_read_lock();
	task = pid_task(pid, type);
	if (task)
		get_task_struct(task);
	rcu_read_unlock();
	return task;
}

/** get_task_pid() - a task's pid in a role, with a reference; NULL once it is detached. */
struct pid *get_task_pid(struct task_struct *task, enum pid_type type)
{
	struct pid *pid;

	rcu_read_lock();
	pid = get_pid(rcu_dereference_raw(*task_pid_ptr(task, type)));
	rcu_read_unlock();
	return pid;
}

/** find_task_by_vpid() - the task with thread id @nr, or NULL. Context: RCU held. */
struct task_struct *find_task_by_vpid(pid_t nr)
{
	return pid_task(find_pid(nr), PIDTYPE_PID);
}

/** find_get_task_by_vpid() - the same with a reference to the task. */
struct task_struct *find_get_task_by_vpid(pid_t nr)
{
	struct task_struct *task;

	rcu_read_lock();
	task = find_task_by_vpid(nr);
	if (task)
		get_task_struct(task);
	rcu_read_unlock();
	return task;
}

/** __task_pid_nr() - a task's number in a role; 0 once it is detached. */
pid_t __task_pid_nr(struct task_struct *task, enum pid_type type)
{
	pid_t nr = 0;

	rcu_read_lock();
	if (pid_alive(task))
		nr = pid_nr(rcu_dereference_raw(*task_pid_ptr(task, type)));
	rcu_read_unlock();
	return nr;
}

/** task_ppid_nr() - the process number of a task's parent, as getppid() would tell it. */
pid_t task_ppid_nr(const struct task_struct *task)
{
	pid_t nr = 0;

	rcu_read_lock();
	if (pid_alive(task))
		nr = task_tgid_nr(rcu_dereference(task->real_parent));
	rcu_read_unlock();
	return nr;
}

/** pid_idr_init() - ready for the first fork. Called once, after the slab allocator is up. */
void __init pid_idr_init(void)
{
	int scaled = PIDS_PER_CPU_DEFAULT * num_possible_cpus();

	pid_max = min_t(int, PID_MAX_LIMIT, max_t(int, pid_max, scaled));
	pid_cachep = kmem_cache_create("pid", sizeof(struct pid), 0,
				       SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
}
