/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched.h - the run queue, and what the files of kernel/sched/ share.
 *
 * Lock order: p->pi_lock, then rq->lock; two rq->locks by ascending CPU (double_rq_lock()).
 * Interrupts are off under both.
 *
 * A task is in one of these situations:
 *   on_rq == TASK_ON_RQ_QUEUED      runnable: in its CPU's queue, or its CPU's curr
 *   on_rq == TASK_ON_RQ_MIGRATING   runnable, between two queues; soon QUEUED on the other
 *   on_rq == 0                      asleep (or on its way: on_cpu still set)
 * task_cpu(p) changes only with p->pi_lock and the old queue's lock held, or, when p sleeps,
 * with p->pi_lock in try_to_wake_up().
 */
#ifndef _KERNEL_SCHED_SCHED_H
#define _KERNEL_SCHED_SCHED_H

#include <linux/bitmap.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/percpu.h>
#include <linux/rbtree.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/sched/debug.h>
#include <linux/sched/idle.h>
#include <linux/sched/mm.h>
#include <linux/sched/pid.h>
#include <linux/sched/prio.h>
#include <linux/sched/rt.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

#define TASK_ON_RQ_QUEUED	1
#define TASK_ON_RQ_MIGRATING	2

#define ENQUEUE_WAKEUP		0x01	/* it slept */
#define ENQUEUE_NEW		0x02
#define ENQUEUE_RESTORE		0x04	/* after a change of parameters: keep its place */
#define DEQUEUE_SLEEP		0x01

#define WF_SYNC			0x01	/* the waker sleeps at once */
#define WF_FORK			0x02

/* time-sharing tasks, by virtual run time */
struct cfs_rq {
	struct rb_root_cached timeline;		/* queued, without curr */
	u64 min_vruntime;			/* only grows; new arrivals are placed by it */
	unsigned long load;			/* sum of weights, curr included */
	unsigned int nr_running;		/* curr included */
};

/* real-time tasks: a list for each priority */
struct rt_rq {
	DECLARE_BITMAP(bitmap, MAX_RT_PRIO);
	struct list_head queue[MAX_RT_PRIO];
	unsigned int nr_running;		/* curr included */
};

struct rq {
	raw_spinlock_t lock;			/* guards all of this, where nothing else is said */
	int cpu;				/* [I] */
	unsigned int nr_running;
	struct task_struct *curr;		/* also read under RCU */
	struct task_struct *idle;		/* [I] */
	struct mm_struct *prev_mm;		/* [CPU] to be dropped after the switch */
	u64 clock;				/* ns, sched_clock() when last looked at */
	struct cfs_rq cfs;
	struct rt_rq rt;
	u64 nr_switches;
	long nr_uninterruptible;		/* may be negative: sleeps and wake-ups on different CPUs */
	atomic_t nr_iowait;			/* tasks that went to sleep for I/O here */
	u64 idle_since;				/* [CPU] ns; 0: not idle */
	bool idle_iowait;			/* [CPU] some task waited for I/O when idling began */
	bool idle_balance_kick;			/* another CPU asks this idle one to look for work */
	unsigned long next_balance;		/* [CPU] jiffies */
	unsigned long calc_load_next;		/* [CPU] jiffies */
	long calc_load_active;			/* [CPU] what this CPU last added to calc_load_tasks */
};

DECLARE_PER_CPU_ALIGNED(struct rq, runqueues);
#define cpu_rq(cpu)	(&per_cpu(runqueues, (cpu)))
#define this_rq()	this_cpu_ptr(&runqueues)
#define task_rq(p)	cpu_rq(task_cpu(p))
/* how many tasks are in a queue that somebody else may have locked */
#define rq_nr_running(rq)	data_race(READ_ONCE((rq)->nr_running))
#define cpu_curr(cpu)	(cpu_rq(cpu)->curr)

/*
 * What a class of tasks does. All with rq->lock held. set_next makes a queued task curr, put_prev
 * makes curr a queued task again, if it is still runnable. (A fair curr is not in the timeline.)
 */
struct sched_class {
	void (*enqueue)(struct rq *rq, struct task_struct *p, int flags);
	void (*dequeue)(struct rq *rq, struct task_struct *p, int flags);
	struct task_struct *(*pick)(struct rq *rq);	/* the best queued one, or NULL */
	void (*set_next)(struct rq *rq, struct task_struct *p);
	void (*put_prev)(struct rq *rq, struct task_struct *p);
	void (*wakeup_preempt)(struct rq *rq, struct task_struct *p);
	void (*task_tick)(struct rq *rq, struct task_struct *p);
	void (*yield)(struct rq *rq);
	int (*select_cpu)(struct task_struct *p, int prev_cpu, int wake_flags);
};

extern const struct sched_class rt_sched_class, fair_sched_class, idle_sched_class;

static inline bool task_on_rq_queued(const struct task_struct *p)
{
	return p->on_rq == TASK_ON_RQ_QUEUED;
}

static inline bool task_on_rq_migrating(const struct task_struct *p)
{
	return READ_ONCE(p->on_rq) == TASK_ON_RQ_MIGRATING;
}

static inline bool task_current(struct rq *rq, struct task_struct *p)
{
	return rq->curr == p;
}

static inline void update_rq_clock(struct rq *rq)
{
	u64 now = sched_clock();

	if (likely((s64)(now - rq->clock) > 0))
		rq->clock = now;
}

static inline void rq_lock_irqsave(struct rq *rq, unsigned long *flags)
{
	raw_spin_lock_irqsave(&rq->lock, *flags);
}

static inline void rq_unlock_irqrestore(struct rq *rq, unsigned long *flags)
{
	raw_spin_unlock_irqrestore(&rq->lock, *flags);
}

static inline void __set_task_cpu(struct task_struct *p, unsigned int cpu)
{
	smp_wmb();	/* p is set up before a spinner on its queue's lock finds the new queue */
	if (task_cpu(p) != cpu)
		rseq_migrate(p);
	WRITE_ONCE(p->thread_info.cpu, cpu);
	p->wake_cpu = cpu;
}

/* core.c */
struct rq *__task_rq_lock(struct task_struct *p);
struct rq *task_rq_lock(struct task_struct *p, unsigned long *flags);
void task_rq_unlock(struct rq *rq, struct task_struct *p, unsigned long *flags);
void double_rq_lock(struct rq *a, struct rq *b);
void double_rq_unlock(struct rq *a, struct rq *b);
void activate_task(struct rq *rq, struct task_struct *p, int flags);
void deactivate_task(struct rq *rq, struct task_struct *p, int flags);
void resched_curr(struct rq *rq);
void wakeup_preempt(struct rq *rq, struct task_struct *p);

/* fair.c */
void init_cfs_rq(struct cfs_rq *cfs_rq);
void set_load_weight(struct task_struct *p);
void update_curr_fair(struct rq *rq);

/* rt.c */
void init_rt_rq(struct rt_rq *rt_rq);

/* loadbalance.c */
int select_idle_or_least_loaded(struct task_struct *p, int prev_cpu, int wake_flags);
bool newidle_balance(struct rq *this_rq);
void trigger_load_balance(struct rq *rq);
void init_load_balance(void);
void migrate_queued_task(struct rq *from, struct task_struct *p, struct rq *to);

/* affinity.c */
void migrate_disallowed_task(struct task_struct *p);
int select_fallback_cpu(struct task_struct *p);

/* params.c */
int effective_prio(int policy, unsigned int rt_priority, int static_prio);
const struct sched_class *class_of_prio(int prio, int policy);

/* syscalls.c */
bool check_same_owner(struct task_struct *p);

/* idle.c */
void idle_account_exit(struct rq *rq);

/* loadavg.c */
void calc_global_load_tick(struct rq *rq);

#endif
