// SPDX-License-Identifier: GPL-2.0-only
/*
 * workqueue.c - functions that run later in kernel threads.
 *
 * Owns:       work items from queueing until their function is called; pools of workers; workqueues.
 * Invariant:  PENDING is set from the moment somebody has the right to queue an item until a worker takes it
 *             off the list; only who sets the bit queues. An item runs on one worker at a time: queued
 *             again while it runs, it goes to the pool where it runs, behind it. A pool with work
 *             has a worker that runs, or an idle one that is being woken.
 * Locks:      pool->lock, interrupts off, guards the pool's lists and the items on them. wq->mutex orders
 *             flushers.
 * Elsewhere:  delays (timer.c).
 *
 * Each CPU has a pool; one more serves unbound and ordered workqueues. A pool lets one worker of its CPU
 * run at a time: when that sleeps, wq_worker_sleeping() wakes another one. (The unbound pool keeps as
 * many running as there are CPUs.) A worker that finds no idle colleague creates one before it starts to work,
 * so a function that blocks does not hold up the others; idle workers beyond two go away.
 *
 * A workqueue limits how many of its items are in its pools at once (max_active per pool); further ones wait on
 * its `inactive` list. An ordered queue has the limit one. Flushing counts: each item belongs to the flush
 * colour (0 or 1) that was current when it was queued; a flusher switches the colour and waits until no
 * item of the old one is left. flush_work() queues a barrier item right behind the one it waits for.
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/hashtable.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/numa.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/sched/prio.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define MAX_IDLE_WORKERS	2
#define BUSY_HASH_BITS		6

/*
 * work->data:	bit 0	PENDING
 *		bit 1	INACTIVE: waits on its workqueue's list
 *		bit 2	BARRIER: flush_work()'s, counted nowhere
 *		bit 3	COLOUR
 *		above	the struct pool_workqueue while PENDING and queued, else the pool it ran on last
 *			(with bit 4: it is a pool)
 */
#define WORK_INACTIVE		2UL
#define WORK_BARRIER		4UL
#define WORK_COLOUR		8UL
#define WORK_IS_POOL		16UL
#define WORK_FLAGS		31UL

struct worker_pool {
	raw_spinlock_t lock;
	int cpu;				/* [I] -1: unbound */
	int nice;				/* [I] */
	unsigned int max_running;		/* [I] */
	struct list_head worklist;		/* [lock] items to run */
	struct list_head idle_list;		/* [lock] idle workers, last idle first */
	unsigned int nr_workers, nr_idle;	/* [lock] */
	atomic_t nr_running;			/* workers that work and do not sleep */
	bool creating;				/* [lock] a worker is making another one */
	unsigned int next_id;			/* [lock] */
	DECLARE_HASHTABLE(busy_hash, BUSY_HASH_BITS);	/* [lock] workers by the item they run */
} __aligned(64);	/* work->data has flags in the low bits */

struct worker {
	struct list_head entry;			/* [pool lock] on idle_list */
	struct hlist_node hentry;		/* [pool lock] in busy_hash */
	struct work_struct *current_work;	/* [pool lock] */
	work_func_t current_func;
	struct pool_workqueue *current_pwq;
	unsigned int current_colour;
	struct list_head scheduled;		/* [pool lock] items that must run on this worker next */
	struct task_struct *task;
	struct worker_pool *pool;		/* [I] */
	bool idle;				/* [pool lock] */
	bool sleeping;				/* [self] counted out of nr_running */
};

/* a workqueue's part in one pool; aligned so that work->data has room for flags */
struct pool_workqueue {
	struct worker_pool *pool;		/* [I] */
	struct workqueue_struct *wq;		/* [I] */
	unsigned int nr_active;			/* [pool lock] */
	unsigned int nr_in_flight[2];		/* [pool lock] by colour */
	struct list_head inactive;		/* [pool lock] */
} __aligned(64);

struct workqueue_struct {
	unsigned int flags;			/* [I] */
	unsigned int max_active;		/* [I] */
	unsigned int colour;			/* [mutex], read under pool locks */
	struct mutex mutex;			/* one flusher at a time */
	wait_queue_head_t flush_wait;
	struct pool_workqueue __percpu *cpu_pwqs;	/* [I] NULL: unbound */
	struct pool_workqueue *unbound_pwq;	/* [I] */
	char name[32];
};

static DEFINE_PER_CPU(struct worker_pool, cpu_pools);
static DEFINE_PER_CPU(struct worker_pool, cpu_highpri_pools);
static struct worker_pool unbound_pool;

struct workqueue_struct *system_wq, *system_highpri_wq, *system_long_wq, *system_unbound_wq;
struct workqueue_struct *system_freezable_wq, *system_power_efficient_wq;

static int worker_thread(void *__worker);

/* ---- work->data ---- */

static struct pool_workqueue *work_pwq(struct work_struct *work)
{
	unsigned long data = atomic_long_read(&work->data);

	return data & WORK_IS_POOL ? NULL : (void *)(data & ~WORK_FLAGS);
}

static struct worker_pool *work_pool(struct work_struct *work)
{
	unsigned long data = atomic_long_read(&work->data);
	void *ptr = (void *)(data & ~WORK_FLAGS);

	if (!ptr || (data & WORK_IS_POOL))
		return ptr;
	return ((struct pool_workqueue *)ptr)->pool;
}

static void set_work_pwq(struct work_struct *work, struct pool_workqueue *pwq, unsigned long flags)
{
	atomic_long_set(&work->data, (long)pwq | flags | WORK_STRUCT_PENDING);
}

/* No longer queued: remember the pool, where it may be running. @pending: still owned by the caller */
static void set_work_pool(struct work_struct *work, struct worker_pool *pool, bool pending)
{
	smp_wmb();	/* what was done with the item, before somebody else may queue it */
	atomic_long_set(&work->data, (long)pool | WORK_IS_POOL | (pending ? WORK_STRUCT_PENDING : 0));
	smp_mb();	/* pairs with the atomic test_and_set of PENDING: the queuer's data is seen by the worker */
}

/* ---- workers ---- */

static struct worker *first_idle(struct worker_pool *pool)
{
	return list_first_entry_or_null(&pool->idle_list, struct worker, entry);
}

static bool need_worker(struct worker_pool *pool)
{
	return !list_empty(&pool->worklist) && atomic_read(&pool->nr_running) < pool->max_running;
}

/* Context: pool locked */
static void kick_pool(struct worker_pool *pool)
{
	struct worker *worker;

	if (!need_worker(pool))
		return;
	worker = first_idle(pool);
	if (worker)
		wake_up_process(worker->task);
}

static struct worker *create_worker(struct worker_pool *pool)
{
	struct worker *worker = kzalloc(sizeof(*worker), GFP_KERNEL);
	unsigned int id;

	if (!worker)
		return NULL;
	INIT_LIST_HEAD(&worker->scheduled);
	INIT_LIST_HEAD(&worker->entry);
	worker->pool = pool;
	raw_spin_lock_irq(&pool->lock);
	id = pool->next_id++;
	raw_spin_unlock_irq(&pool->lock);
	if (pool->cpu >= 0)
		worker->task = kthread_create(worker_thread, worker, "kworker/%d:%u%s", pool->cpu, id,
					      pool->nice < 0 ? "H" : "");
	else
		worker->task = kthread_create(worker_thread, worker, "kworker/u:%u", id);
	if (IS_ERR(worker->task)) {
		kfree(worker);
		return NULL;
	}
	set_user_nice(worker->task, pool->nice);
	if (pool->cpu >= 0)
		kthread_bind(worker->task, pool->cpu);

	raw_spin_lock_irq(&pool->lock);
	pool->nr_workers++;
	pool->nr_idle++;
	worker->idle = true;
	list_add(&worker->entry, &pool->idle_list);
	raw_spin_unlock_irq(&pool->lock);
	wake_up_process(worker->task);
	return worker;
}

/* Keep one idle worker in reserve while working. Context: pool locked; dropped if one is made */
static void ensure_reserve(struct worker_pool *pool)
{
	if (pool->nr_idle || pool->creating)
		return;
	pool->creating = true;
	raw_spin_unlock_irq(&pool->lock);
	while (!create_worker(pool))
		schedule_timeout_uninterruptible(HZ / 10);
	raw_spin_lock_irq(&pool->lock);
	pool->creating = false;
}

/* the scheduler: a worker in the middle of a function goes to sleep; somebody else may work */
void wq_worker_sleeping(struct task_struct *task)
{
	struct worker *worker = kthread_data(task);
	struct worker_pool *pool = worker->pool;

	if (!worker->current_work || worker->sleeping)
		return;
	worker->sleeping = true;
	raw_spin_lock_irq(&pool->lock);
	if (atomic_dec_return(&pool->nr_running) < pool->max_running)
		kick_pool(pool);
	raw_spin_unlock_irq(&pool->lock);
}

void wq_worker_running(struct task_struct *task)
{
	struct worker *worker = kthread_data(task);

	if (!worker->sleeping)
		return;
	atomic_inc(&worker->pool->nr_running);
	worker->sleeping = false;
}

/* Context: pool locked */
static struct worker *find_worker_running(struct worker_pool *pool, struct work_struct *work)
{
	struct worker *worker;

	hash_for_each_possible(pool->busy_hash, worker, hentry, (unsigned long)work)
		if (worker->current_work == work && worker->current_func == work->func)
			return worker;
	return NULL;
}

/* ---- activation and flush accounts; pool locked for all ---- */

static void insert_work(struct pool_workqueue *pwq, struct work_struct *work, struct list_head *head,
			unsigned long flags)
{
	set_work_pwq(work, pwq, flags);
	list_add_tail(&work->entry, head);
	if (!(flags & WORK_INACTIVE))
		kick_pool(pwq->pool);
}

static void activate_first_inactive(struct pool_workqueue *pwq)
{
	struct work_struct *work;

	if (pwq->nr_active >= pwq->wq->max_active)
		return;
	work = list_first_entry_or_null(&pwq->inactive, struct work_struct, entry);
	if (!work)
		return;
	atomic_long_andnot(WORK_INACTIVE, &work->data);
	list_move_tail(&work->entry, &pwq->pool->worklist);
	pwq->nr_active++;
	kick_pool(pwq->pool);
	/* insert_barrier() may wait for it */
	wake_up_all(&pwq->wq->flush_wait);
}

/* An item of @pwq is finished or cancelled. */
static void pwq_done(struct pool_workqueue *pwq, unsigned int colour, bool was_active)
{
	if (was_active) {
		pwq->nr_active--;
		activate_first_inactive(pwq);
	}
	if (!--pwq->nr_in_flight[colour])
		wake_up_all(&pwq->wq->flush_wait);
}

/* ---- the worker ---- */

/* Context: pool locked; dropped while the function runs. */
static void process_one_work(struct worker *worker, struct work_struct *work)
{
	struct worker_pool *pool = worker->pool;
	struct pool_workqueue *pwq = work_pwq(work);
	unsigned long data = atomic_long_read(&work->data);
	struct lockdep_map map;
	int depth;

	lockdep_copy_map(&map, &work->lockdep_map);
	worker->current_work = work;
	worker->current_func = work->func;
	worker->current_pwq = pwq;
	worker->current_colour = !!(data & WORK_COLOUR);
	hash_add(pool->busy_hash, &worker->hentry, (unsigned long)work);
	list_del_init(&work->entry);
	/* more work than this worker: let another start, if there may be more than one */
	kick_pool(pool);
	set_work_pool(work, pool, false);
	raw_spin_unlock_irq(&pool->lock);

	depth = preempt_count();
	lock_map_acquire(&map);
	worker->current_func(work);
	lock_map_release(&map);
	debug_check_no_locks_held();
	/* the item may be freed by now */
	if (unlikely(preempt_count() != depth || irqs_disabled())) {
		pr_err("workqueue: %ps returns with preempt_count %x\n", worker->current_func, preempt_count());
		dump_stack();
	}
	cond_resched();

	raw_spin_lock_irq(&pool->lock);
	hash_del(&worker->hentry);
	worker->current_work = NULL;
	worker->current_func = NULL;
	if (!(data & WORK_BARRIER))
		pwq_done(pwq, worker->current_colour, true);
	worker->current_pwq = NULL;
}

/*
 * Assign the first item of the list to @worker, and the barriers behind it: they must run after it, so on the
 * same worker. An item that runs elsewhere already goes there.
 */
static void assign_work(struct worker *worker, struct work_struct *work)
{
	struct worker *other = find_worker_running(worker->pool, work);
	struct list_head *to = other ? &other->scheduled : &worker->scheduled;
	struct list_head *list = &worker->pool->worklist;

	do {
		list_move_tail(&work->entry, to);
		work = list_first_entry_or_null(list, struct work_struct, entry);
	} while (work && (atomic_long_read(&work->data) & WORK_BARRIER));
}

static void process_scheduled(struct worker *worker)
{
	struct work_struct *work;

	while ((work = list_first_entry_or_null(&worker->scheduled, struct work_struct, entry)))
		process_one_work(worker, work);
}

static void worker_enter_idle(struct worker *worker)
{
	struct worker_pool *pool = worker->pool;

	worker->idle = true;
	pool->nr_idle++;
	list_add(&worker->entry, &pool->idle_list);
}

static void worker_leave_idle(struct worker *worker)
{
	worker->idle = false;
	worker->pool->nr_idle--;
	list_del_init(&worker->entry);
}

static int worker_thread(void *__worker)
{
	struct worker *worker = __worker;
	struct worker_pool *pool = worker->pool;
	struct work_struct *work;

	current->flags |= PF_WQ_WORKER;
	for (;;) {
		raw_spin_lock_irq(&pool->lock);
		if (need_worker(pool)) {
			worker_leave_idle(worker);
			atomic_inc(&pool->nr_running);
			ensure_reserve(pool);
			while (atomic_read(&pool->nr_running) <= pool->max_running &&
			       (work = list_first_entry_or_null(&pool->worklist, struct work_struct, entry))) {
				assign_work(worker, work);
				process_scheduled(worker);
			}
			atomic_dec(&pool->nr_running);
			worker_enter_idle(worker);
			/* we may have stepped back for one that woke up, and that is gone by now */
			kick_pool(pool);
		}
		if (pool->nr_idle > MAX_IDLE_WORKERS && list_is_last(&worker->entry, &pool->idle_list) &&
		    !need_worker(pool)) {
			worker_leave_idle(worker);
			pool->nr_workers--;
			raw_spin_unlock_irq(&pool->lock);
			current->flags &= ~PF_WQ_WORKER;
			kfree(worker);
			return 0;
		}
		__set_current_state(TASK_IDLE);
		if (need_worker(pool))
			__set_current_state(TASK_RUNNING);
		raw_spin_unlock_irq(&pool->lock);
		schedule();
	}
}

/* ---- queueing ---- */

/* Context: interrupts off, PENDING is ours */
static void __queue_work(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	struct worker_pool *last_pool;
	struct pool_workqueue *pwq;
	unsigned long flags;

	if (cpu == WORK_CPU_UNBOUND)
		cpu = raw_smp_processor_id();
	pwq = wq->unbound_pwq ?: per_cpu_ptr(wq->cpu_pwqs, cpu);

	/* running on another pool: it must not run on two */
	last_pool = work_pool(work);
	if (last_pool && last_pool != pwq->pool && !wq->unbound_pwq) {
		struct worker *worker;

		raw_spin_lock(&last_pool->lock);
		worker = find_worker_running(last_pool, work);
		if (worker && worker->current_pwq->wq == wq)
			pwq = worker->current_pwq;
		else {
			raw_spin_unlock(&last_pool->lock);
			raw_spin_lock(&pwq->pool->lock);
		}
	} else {
		raw_spin_lock(&pwq->pool->lock);
	}

	flags = READ_ONCE(wq->colour) ? WORK_COLOUR : 0;
	pwq->nr_in_flight[!!flags]++;
	if (pwq->nr_active < wq->max_active && list_empty(&pwq->inactive)) {
		pwq->nr_active++;
		insert_work(pwq, work, &pwq->pool->worklist, flags);
	} else {
		insert_work(pwq, work, &pwq->inactive, flags | WORK_INACTIVE);
	}
	raw_spin_unlock(&pwq->pool->lock);
}

static bool claim_pending(struct work_struct *work)
{
	return !test_and_set_bit(WORK_STRUCT_PENDING_BIT, (unsigned long *)&work->data.counter);
}

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	unsigned long flags;
	bool queued = false;

	local_irq_save(flags);
	if (claim_pending(work)) {
		__queue_work(cpu, wq, work);
		queued = true;
	}
	local_irq_restore(flags);
	return queued;
}

void delayed_work_timer_fn(struct timer_list *t)
{
	struct delayed_work *dwork = from_timer(dwork, t, timer);

	/* TIMER_IRQSAFE: interrupts are off */
	__queue_work(dwork->cpu, dwork->wq, &dwork->work);
}

static void __queue_delayed_work(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
				 unsigned long delay)
{
	if (!delay) {
		__queue_work(cpu, wq, &dwork->work);
		return;
	}
	dwork->wq = wq;
	dwork->cpu = cpu;
	dwork->timer.expires = jiffies + delay;
	if (cpu != WORK_CPU_UNBOUND)
		add_timer_on(&dwork->timer, cpu);
	else
		add_timer(&dwork->timer);
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork, unsigned long delay)
{
	unsigned long flags;
	bool queued = false;

	local_irq_save(flags);
	if (claim_pending(&dwork->work)) {
		__queue_delayed_work(cpu, wq, dwork, delay);
		queued = true;
	}
	local_irq_restore(flags);
	return queued;
}

static void rcu_work_rcufn(struct rcu_head *rcu)
{
	struct rcu_work *rwork = container_of(rcu, struct rcu_work, rcu);

	local_irq_disable();
	__queue_work(WORK_CPU_UNBOUND, rwork->wq, &rwork->work);
	local_irq_enable();
}

bool queue_rcu_work(struct workqueue_struct *wq, struct rcu_work *rwork)
{
	if (!claim_pending(&rwork->work))
		return false;
	rwork->wq = wq;
	call_rcu(&rwork->rcu, rcu_work_rcufn);
	return true;
}

/* ---- cancelling ---- */

/*
 * Make PENDING ours by taking the item off whatever it is on. Return: 1 it was pending, 0 it was
 * not, -EAGAIN somebody is just queueing it. On >= 0 interrupts are off.
 */
static int try_to_grab_pending(struct work_struct *work, struct timer_list *timer, unsigned long *flags)
{
	struct pool_workqueue *pwq;
	struct worker_pool *pool;

	local_irq_save(*flags);
	if (timer && timer_delete(timer))
		return 1;
	if (claim_pending(work))
		return 0;
	pool = work_pool(work);
	if (!pool)
		goto again;
	raw_spin_lock(&pool->lock);
	pwq = work_pwq(work);
	if (pwq && pwq->pool == pool) {
		unsigned long data = atomic_long_read(&work->data);

		list_del_init(&work->entry);
		set_work_pool(work, pool, true);
		pwq_done(pwq, !!(data & WORK_COLOUR), !(data & WORK_INACTIVE));
		if (data & WORK_INACTIVE)
			wake_up_all(&pwq->wq->flush_wait);
		raw_spin_unlock(&pool->lock);
		return 1;
	}
	raw_spin_unlock(&pool->lock);
again:
	local_irq_restore(*flags);
	return -EAGAIN;
}

static int grab_pending(struct work_struct *work, struct timer_list *timer, unsigned long *flags)
{
	int ret;

	while ((ret = try_to_grab_pending(work, timer, flags)) < 0)
		cpu_relax();
	return ret;
}

/* give PENDING back; the item stays unqueued */
static void release_pending(struct work_struct *work, unsigned long flags)
{
	struct worker_pool *pool = work_pool(work);

	smp_wmb();
	atomic_long_set(&work->data, pool ? (long)pool | WORK_IS_POOL : 0);
	local_irq_restore(flags);
}

bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork, unsigned long delay)
{
	unsigned long flags;
	int ret = grab_pending(&dwork->work, &dwork->timer, &flags);

	__queue_delayed_work(cpu, wq, dwork, delay);
	local_irq_restore(flags);
	return ret;
}

bool cancel_work(struct work_struct *work)
{
	unsigned long flags;
	int ret = grab_pending(work, NULL, &flags);

	release_pending(work, flags);
	return ret;
}

bool cancel_delayed_work(struct delayed_work *dwork)
{
	unsigned long flags;
	int ret = grab_pending(&dwork->work, &dwork->timer, &flags);

	release_pending(&dwork->work, flags);
	return ret;
}

/* ---- flushing ---- */

struct wq_barrier {
	struct work_struct work;
	struct completion done;
};

static void wq_barrier_func(struct work_struct *work)
{
	complete(&container_of(work, struct wq_barrier, work)->done);
}

/* Queue @barr right behind @work, queued or running. Return: false if it is neither. */
static bool insert_barrier(struct work_struct *work, struct wq_barrier *barr)
{
	struct worker_pool *pool;
	struct pool_workqueue *pwq;
	struct worker *worker;
	struct list_head *head;

	INIT_WORK(&barr->work, wq_barrier_func);
	init_completion(&barr->done);
again:
	pool = work_pool(work);
	if (!pool)
		return false;
	raw_spin_lock_irq(&pool->lock);
	if (pool != work_pool(work)) {
		raw_spin_unlock_irq(&pool->lock);
		goto again;
	}

	pwq = work_pwq(work);
	if (pwq) {
		/* a barrier is not counted, so it cannot wait behind the limit: wait until @work need not */
		if (atomic_long_read(&work->data) & WORK_INACTIVE) {
			raw_spin_unlock_irq(&pool->lock);
			wait_event(pwq->wq->flush_wait, !(atomic_long_read(&work->data) & WORK_INACTIVE));
			goto again;
		}
		head = work->entry.next;
	} else {
		worker = find_worker_running(pool, work);
		if (!worker) {
			raw_spin_unlock_irq(&pool->lock);
			return false;
		}
		pwq = worker->current_pwq;
		head = worker->scheduled.next;
	}
	insert_work(pwq, &barr->work, head, WORK_BARRIER);
	raw_spin_unlock_irq(&pool->lock);
	return true;
}

/**
 * flush_work() - wait until an item's last queueing has been worked off
 * @work: the item
 *
 * Return: false if there was nothing to wait for. Context: sleeps; not from @work itself.
 */
bool flush_work(struct work_struct *work)
{
	struct wq_barrier barr;

	might_sleep();
	/* who waits here holds nothing that the item's function takes */
	lock_map_acquire(&work->lockdep_map);
	lock_map_release(&work->lockdep_map);
	if (!insert_barrier(work, &barr))
		return false;
	wait_for_completion(&barr.done);
	return true;
}

static bool cancel_sync(struct work_struct *work, struct timer_list *timer)
{
	struct worker_pool *pool;
	unsigned long flags;
	bool running;
	int ret = grab_pending(work, timer, &flags);

	/* PENDING stays ours while we wait, so it is not queued again, by its own function either */
	local_irq_restore(flags);
	for (;;) {
		pool = work_pool(work);
		if (!pool)
			break;
		raw_spin_lock_irq(&pool->lock);
		running = find_worker_running(pool, work);
		raw_spin_unlock_irq(&pool->lock);
		if (!running || !flush_work(work))
			break;
	}
	local_irq_save(flags);
	release_pending(work, flags);
	return ret;
}

/**
 * cancel_work_sync() - take an item back; it is neither queued nor running on return
 * @work: the item
 *
 * Return: whether it was pending. Context: sleeps.
 */
bool cancel_work_sync(struct work_struct *work)
{
	return cancel_sync(work, NULL);
}

bool cancel_delayed_work_sync(struct delayed_work *dwork)
{
	return cancel_sync(&dwork->work, &dwork->timer);
}

bool flush_delayed_work(struct delayed_work *dwork)
{
	local_irq_disable();
	if (timer_delete(&dwork->timer))
		__queue_work(dwork->cpu, dwork->wq, &dwork->work);
	local_irq_enable();
	return flush_work(&dwork->work);
}

bool flush_rcu_work(struct rcu_work *rwork)
{
	if (!work_pending(&rwork->work))
		return flush_work(&rwork->work);
	rcu_barrier();
	flush_work(&rwork->work);
	return true;
}

#define for_each_pwq(pwq, wq, cpu) \
	for (cpu = 0; cpu < ((wq)->unbound_pwq ? 1 : nr_cpu_ids); cpu++) \
		if ((pwq = (wq)->unbound_pwq ?: cpu_possible(cpu) ? per_cpu_ptr((wq)->cpu_pwqs, cpu) : NULL))

static bool colour_empty(struct workqueue_struct *wq, unsigned int colour)
{
	struct pool_workqueue *pwq;
	bool empty = true;
	int cpu;

	for_each_pwq(pwq, wq, cpu) {
		raw_spin_lock_irq(&pwq->pool->lock);
		empty &= !pwq->nr_in_flight[colour];
		raw_spin_unlock_irq(&pwq->pool->lock);
	}
	return empty;
}

/**
 * __flush_workqueue() - wait for all items queued before
 * @wq: the queue
 *
 * Context: sleeps; not from one of its items.
 */
void __flush_workqueue(struct workqueue_struct *wq)
{
	unsigned int old;

	might_sleep();
	mutex_lock(&wq->mutex);
	old = wq->colour;
	/* the other colour was emptied by the flusher before us */
	WRITE_ONCE(wq->colour, !old);
	wait_event(wq->flush_wait, colour_empty(wq, old));
	mutex_unlock(&wq->mutex);
}

void drain_workqueue(struct workqueue_struct *wq)
{
	do {
		__flush_workqueue(wq);
	} while (!colour_empty(wq, 0) || !colour_empty(wq, 1));
}

int schedule_on_each_cpu(work_func_t func)
{
	struct work_struct __percpu *works = alloc_percpu(struct work_struct);
	int cpu;

	if (!works)
		return -ENOMEM;
	for_each_online_cpu(cpu) {
		struct work_struct *work = per_cpu_ptr(works, cpu);

		INIT_WORK(work, func);
		schedule_work_on(cpu, work);
	}
	for_each_online_cpu(cpu)
		flush_work(per_cpu_ptr(works, cpu));
	free_percpu(works);
	return 0;
}

unsigned int work_busy(struct work_struct *work)
{
	struct worker_pool *pool = work_pool(work);
	unsigned int ret = work_pending(work) ? WORK_BUSY_PENDING : 0;
	unsigned long flags;

	if (pool) {
		raw_spin_lock_irqsave(&pool->lock, flags);
		if (find_worker_running(pool, work))
			ret |= WORK_BUSY_RUNNING;
		raw_spin_unlock_irqrestore(&pool->lock, flags);
	}
	return ret;
}

struct work_struct *current_work(void)
{
	struct worker *worker = current->flags & PF_WQ_WORKER ? kthread_data(current) : NULL;

	return worker ? worker->current_work : NULL;
}

bool current_is_workqueue_rescuer(void)
{
	return false;
}

/* ---- workqueues ---- */

static void init_pwq(struct pool_workqueue *pwq, struct workqueue_struct *wq, struct worker_pool *pool)
{
	pwq->pool = pool;
	pwq->wq = wq;
	INIT_LIST_HEAD(&pwq->inactive);
}

static int alloc_pwqs(struct workqueue_struct *wq)
{
	int cpu;

	if (wq->flags & WQ_UNBOUND) {
		wq->unbound_pwq = kzalloc(sizeof(*wq->unbound_pwq), GFP_KERNEL);
		if (!wq->unbound_pwq)
			return -ENOMEM;
		init_pwq(wq->unbound_pwq, wq, &unbound_pool);
		return 0;
	}
	wq->cpu_pwqs = alloc_percpu(struct pool_workqueue);
	if (!wq->cpu_pwqs)
		return -ENOMEM;
	for_each_possible_cpu(cpu)
		init_pwq(per_cpu_ptr(wq->cpu_pwqs, cpu), wq,
			 wq->flags & WQ_HIGHPRI ? per_cpu_ptr(&cpu_highpri_pools, cpu) : per_cpu_ptr(&cpu_pools, cpu));
	return 0;
}

/**
 * alloc_workqueue() - make a workqueue
 * @fmt: printf-style name
 * @flags: WQ_
 * @max_active: items in work at once, on each CPU; 0: the default
 *
 * Return: NULL without memory. Context: sleeps.
 */
struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	va_list args;

	if (!wq)
		return NULL;
	va_start(args, max_active);
	vsnprintf(wq->name, sizeof(wq->name), fmt, args);
	va_end(args);
	wq->flags = flags;
	wq->max_active = max_active ? clamp_t(int, max_active, 1, WQ_MAX_ACTIVE) : WQ_DFL_ACTIVE;
	mutex_init(&wq->mutex);
	init_waitqueue_head(&wq->flush_wait);
	if (alloc_pwqs(wq)) {
		kfree(wq);
		return NULL;
	}
	return wq;
}

void destroy_workqueue(struct workqueue_struct *wq)
{
	drain_workqueue(wq);
	free_percpu(wq->cpu_pwqs);
	kfree(wq->unbound_pwq);
	kfree(wq);
}

/* ---- start ---- */

static void init_pool(struct worker_pool *pool, int cpu, int nice)
{
	raw_spin_lock_init(&pool->lock);
	pool->cpu = cpu;
	pool->nice = nice;
	pool->max_running = cpu >= 0 ? 1 : max(num_possible_cpus(), 1u);
	INIT_LIST_HEAD(&pool->worklist);
	INIT_LIST_HEAD(&pool->idle_list);
	hash_init(pool->busy_hash);
}

/**
 * workqueue_init_early() - items can be queued
 */
void __init workqueue_init_early(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		init_pool(per_cpu_ptr(&cpu_pools, cpu), cpu, 0);
		init_pool(per_cpu_ptr(&cpu_highpri_pools, cpu), cpu, MIN_NICE);
	}
	init_pool(&unbound_pool, -1, 0);
	system_wq = alloc_workqueue("events", 0, 0);
	system_highpri_wq = alloc_workqueue("events_highpri", WQ_HIGHPRI, 0);
	system_long_wq = alloc_workqueue("events_long", 0, 0);
	system_unbound_wq = alloc_workqueue("events_unbound", WQ_UNBOUND, WQ_MAX_ACTIVE);
	system_freezable_wq = alloc_workqueue("events_freezable", WQ_FREEZABLE, 0);
	system_power_efficient_wq = alloc_workqueue("events_power_efficient", WQ_POWER_EFFICIENT, 0);
	BUG_ON(!system_wq || !system_highpri_wq || !system_long_wq || !system_unbound_wq || !system_freezable_wq ||
	       !system_power_efficient_wq);
}

/* a CPU's first workers */
static int workqueue_online_cpu(unsigned int cpu)
{
	create_worker(per_cpu_ptr(&cpu_pools, cpu));
	create_worker(per_cpu_ptr(&cpu_highpri_pools, cpu));
	return 0;
}

/**
 * workqueue_init() - workers start; after kthreadd. CPUs that come up later get theirs then
 */
void __init workqueue_init(void)
{
	cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "workqueue:online", workqueue_online_cpu, NULL);
	create_worker(&unbound_pool);
}
