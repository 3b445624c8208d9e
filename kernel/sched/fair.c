// SPDX-License-Identifier: GPL-2.0-only
/*
 * fair.c - sharing the CPU in proportion to weights.
 *
 * Owns:       sched_entity, struct cfs_rq.
 * Invariant:  the timeline holds the queued tasks but curr, ordered by vruntime. min_vruntime never goes
 *             back and never exceeds the least vruntime of a runnable task by more than rounding.
 * Locks:      rq->lock.
 *
 * While a task runs, its vruntime grows by the time run, times 1024 / weight; the one with the
 * least vruntime runs next. So each gets CPU time in proportion to its weight. One nice level is
 * a factor of 1.25 in weight; nice 0 weighs 1024.
 *
 * A task that leaves a queue, to sleep or to move, takes its lag along (vruntime - min_vruntime),
 * and comes back with it relative to the new queue. Sleeping reduces the lag by the time slept, down
 * to -SLEEP_CREDIT: a task that sleeps much is picked soon when it wakes, but cannot save up
 * more than one short burst. A new task starts one slice behind its parent's position, so that
 * forking gains nothing.
 *
 * The running task gives way when a woken one is WAKEUP_GRANULARITY behind it, and at a tick
 * once it has had its share of LATENCY, if another has less vruntime.
 */
#include <linux/math64.h>
#include "sched.h"

#define LATENCY			(6 * NSEC_PER_MSEC)	/* each runnable task gets to run once in it */
#define MIN_GRANULARITY		(750 * NSEC_PER_USEC)	/* but not for less than this */
#define WAKEUP_GRANULARITY	(1 * NSEC_PER_MSEC)
#define SLEEP_CREDIT		(LATENCY / 2)
#define NICE_0_WEIGHT		1024

/* 1024 / 1.25^nice, rounded */
static const unsigned int nice_weight[NICE_WIDTH] = {
	88818, 71054, 56843, 45475, 36380, 29104, 23283, 18626, 14901, 11921,
	9537, 7629, 6104, 4883, 3906, 3125, 2500, 2000, 1600, 1280,
	1024, 819, 655, 524, 419, 336, 268, 215, 172, 137,
	110, 88, 70, 56, 45, 36, 29, 23, 18, 15,
};
#define IDLE_POLICY_WEIGHT	3

static inline struct task_struct *task_of(struct sched_entity *se)
{
	return container_of(se, struct task_struct, se);
}

void init_cfs_rq(struct cfs_rq *cfs_rq)
{
	cfs_rq->timeline = RB_ROOT_CACHED;
	/* near the wrap, so that a comparison that does not wrap fails early */
	cfs_rq->min_vruntime = (u64)(-(1LL << 20));
}

/**
 * set_load_weight() - derive the weight from policy and nice level
 * @p: not queued, or its queue's sums are corrected by the caller
 */
void set_load_weight(struct task_struct *p)
{
	if (p->policy == SCHED_IDLE)
		p->se.weight = IDLE_POLICY_WEIGHT;
	else
		p->se.weight = nice_weight[p->static_prio - MAX_RT_PRIO];
}

static inline u64 to_virtual(u64 delta, const struct sched_entity *se)
{
	if (likely(se->weight == NICE_0_WEIGHT))
		return delta;
	return delta * NICE_0_WEIGHT / se->weight;
}

static inline bool vruntime_before(u64 a, u64 b)
{
	return (s64)(a - b) < 0;
}

static bool entity_before(struct rb_node *a, const struct rb_node *b)
{
	return vruntime_before(rb_entry(a, struct sched_entity, run_node)->vruntime,
			       rb_entry(b, struct sched_entity, run_node)->vruntime);
}

static inline struct sched_entity *first_entity(struct cfs_rq *cfs_rq)
{
	struct rb_node *left = rb_first_cached(&cfs_rq->timeline);

	return left ? rb_entry(left, struct sched_entity, run_node) : NULL;
}

static inline bool is_fair_curr(struct rq *rq, struct task_struct *p)
{
	return rq->curr == p;
}

/* Charge curr for the time since it was last charged. Context: rq->clock is fresh. */
void update_curr_fair(struct rq *rq)
{
	struct cfs_rq *cfs_rq = &rq->cfs;
	struct task_struct *curr = rq->curr;
	struct sched_entity *se = &curr->se, *left;
	u64 min;
	s64 delta;

	delta = rq->clock - se->exec_start;
	if (unlikely(delta <= 0))
		return;
	se->exec_start = rq->clock;
	se->sum_exec_runtime += delta;
	se->vruntime += to_virtual(delta, se);

	min = se->vruntime;
	left = first_entity(cfs_rq);
	if (left && vruntime_before(left->vruntime, min))
		min = left->vruntime;
	if (vruntime_before(cfs_rq->min_vruntime, min))
		cfs_rq->min_vruntime = min;
}

/* Where a task that arrives stands on the virtual time line of its new queue. */
static void place_entity(struct rq *rq, struct sched_entity *se, int flags)
{
	s64 lag = se->vlag;

	if (flags & ENQUEUE_NEW) {
		lag = to_virtual(MIN_GRANULARITY, se);
	} else if (flags & ENQUEUE_WAKEUP) {
		s64 slept = rq->clock - se->exec_start;

		if (slept > 0)
			lag = max_t(s64, lag - slept, -SLEEP_CREDIT);
	}
	se->vruntime = rq->cfs.min_vruntime + lag;
}

static void enqueue_fair(struct rq *rq, struct task_struct *p, int flags)
{
	struct cfs_rq *cfs_rq = &rq->cfs;
	struct sched_entity *se = &p->se;

	if (rq->curr->sched_class == &fair_sched_class && rq->curr != p)
		update_curr_fair(rq);
	if (!(flags & ENQUEUE_RESTORE) || rq->curr != p)
		place_entity(rq, se, flags);
	cfs_rq->load += se->weight;
	cfs_rq->nr_running++;
	se->on_rq = 1;
	if (!is_fair_curr(rq, p))
		rb_add_cached(&se->run_node, &cfs_rq->timeline, entity_before);
}

static void dequeue_fair(struct rq *rq, struct task_struct *p, int flags)
{
	struct cfs_rq *cfs_rq = &rq->cfs;
	struct sched_entity *se = &p->se;
	s64 lag;

	if (is_fair_curr(rq, p))
		update_curr_fair(rq);
	else
		rb_erase_cached(&se->run_node, &cfs_rq->timeline);
	lag = se->vruntime - cfs_rq->min_vruntime;
	se->vlag = clamp_t(s64, lag, -(s64)to_virtual(LATENCY, se), to_virtual(LATENCY, se));
	cfs_rq->load -= se->weight;
	cfs_rq->nr_running--;
	se->on_rq = 0;
}

static struct task_struct *pick_fair(struct rq *rq)
{
	struct sched_entity *se = first_entity(&rq->cfs);

	return se ? task_of(se) : NULL;
}

static void set_next_fair(struct rq *rq, struct task_struct *p)
{
	struct sched_entity *se = &p->se;

	rb_erase_cached(&se->run_node, &rq->cfs.timeline);
	se->exec_start = rq->clock;
	se->prev_sum_exec_runtime = se->sum_exec_runtime;
}

static void put_prev_fair(struct rq *rq, struct task_struct *p)
{
	if (!task_on_rq_queued(p))
		return;		/* dequeue_fair() did the accounts */
	update_curr_fair(rq);
	rb_add_cached(&p->se.run_node, &rq->cfs.timeline, entity_before);
}

static void wakeup_preempt_fair(struct rq *rq, struct task_struct *p)
{
	struct task_struct *curr = rq->curr;

	if (test_tsk_need_resched(curr))
		return;
	if (unlikely(p->policy != SCHED_NORMAL)) {
		if (p->policy == SCHED_IDLE || curr->policy != SCHED_IDLE)
			return;		/* batch and idle tasks do not push others out */
	}
	update_curr_fair(rq);
	if (curr->policy == SCHED_IDLE ||
	    (s64)(curr->se.vruntime - p->se.vruntime) > (s64)to_virtual(WAKEUP_GRANULARITY, &p->se))
		resched_curr(rq);
}

/* How long curr may run before others of the queue come first, in ns of real time. */
static u64 fair_slice(struct rq *rq, struct sched_entity *se)
{
	u64 period = max_t(u64, LATENCY, rq->cfs.nr_running * MIN_GRANULARITY);

	return max_t(u64, div64_u64(period * se->weight, rq->cfs.load), MIN_GRANULARITY);
}

static void task_tick_fair(struct rq *rq, struct task_struct *curr)
{
	struct sched_entity *se = &curr->se, *left;

	update_curr_fair(rq);
	left = first_entity(&rq->cfs);
	if (!left)
		return;
	if (se->sum_exec_runtime - se->prev_sum_exec_runtime >= fair_slice(rq, se) &&
	    vruntime_before(left->vruntime, se->vruntime))
		resched_curr(rq);
}

/* let the next one go first, by standing behind it */
static void yield_fair(struct rq *rq)
{
	struct sched_entity *se = &rq->curr->se, *left;

	update_curr_fair(rq);
	left = first_entity(&rq->cfs);
	if (left && vruntime_before(se->vruntime, left->vruntime + 1))
		se->vruntime = left->vruntime + 1;
}

const struct sched_class fair_sched_class = {
	.enqueue	= enqueue_fair,
	.dequeue	= dequeue_fair,
	.pick		= pick_fair,
	.set_next	= set_next_fair,
	.put_prev	= put_prev_fair,
	.wakeup_preempt	= wakeup_preempt_fair,
	.task_tick	= task_tick_fair,
	.yield		= yield_fair,
	.select_cpu	= select_idle_or_least_loaded,
};
