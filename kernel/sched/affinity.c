// SPDX-License-Identifier: GPL-2.0-only
/*
 * affinity.c - the CPUs that a task may use.
 *
 * Owns:       cpus_mask, nr_cpus_allowed.
 * Invariant:  a task that runs outside its mask does so only until the next time it is rescheduled, which
 *             has been requested.
 * Locks:      p->pi_lock and its queue's lock to change the mask.
 *
 * A sleeping task moves when it wakes. A queued one is moved at once. A running one is asked to
 * reschedule; __schedule() then takes it off the queue as MIGRATING, and when it has been switched
 * away from, the next task puts it where it may be (migrate_disallowed_task()).
 */
#include <linux/capability.h>
#include <linux/sched/pid.h>
#include <linux/syscalls.h>
#include "sched.h"

/* Some CPU for a task whose usual choice is not available. */
int select_fallback_cpu(struct task_struct *p)
{
	int cpu = cpumask_any_and(&p->cpus_mask, cpu_online_mask);

	if (cpu < nr_cpu_ids)
		return cpu;
	/* all of its CPUs are gone: better elsewhere than never */
	cpumask_copy(&p->cpus_mask, cpu_possible_mask);
	p->nr_cpus_allowed = cpumask_weight(&p->cpus_mask);
	return cpumask_any(cpu_online_mask);
}

/**
 * migrate_disallowed_task() - requeue a task that may not stay
 * @p: MIGRATING, off its CPU
 *
 * Context: interrupts off.
 * Its wakers and the changers of its mask spin until it is queued again.
 */
void migrate_disallowed_task(struct task_struct *p)
{
	struct rq *rq;
	int cpu;

	cpu = cpumask_any_and(&p->cpus_mask, cpu_online_mask);
	if (cpu >= nr_cpu_ids)
		cpu = cpumask_any(cpu_online_mask);
	rq = cpu_rq(cpu);
	__set_task_cpu(p, cpu);
	raw_spin_lock(&rq->lock);
	update_rq_clock(rq);
	activate_task(rq, p, 0);
	wakeup_preempt(rq, p);
	raw_spin_unlock(&rq->lock);
}

static void set_mask(struct task_struct *p, const struct cpumask *new_mask)
{
	cpumask_copy(&p->cpus_mask, new_mask);
	p->nr_cpus_allowed = cpumask_weight(new_mask);
}

/* for tasks that do not run yet */
void do_set_cpus_allowed(struct task_struct *p, const struct cpumask *new_mask)
{
	unsigned long flags;
	struct rq *rq = task_rq_lock(p, &flags);

	set_mask(p, new_mask);
	task_rq_unlock(rq, p, &flags);
}

static void move_queued(struct rq *rq, struct task_struct *p, int cpu)
{
	struct rq *to = cpu_rq(cpu);

	update_rq_clock(rq);
	deactivate_task(rq, p, 0);
	__set_task_cpu(p, cpu);
	raw_spin_unlock(&rq->lock);
	raw_spin_lock(&to->lock);
	update_rq_clock(to);
	activate_task(to, p, 0);
	wakeup_preempt(to, p);
	raw_spin_unlock(&to->lock);
}

/**
 * set_cpus_allowed_ptr() - restrict a task to some CPUs
 * @p: the task
 * @new_mask: must have an online CPU in it
 *
 * When it returns, @p does not run outside @new_mask. Context: may sleep if @p is current.
 * Return: 0 or -EINVAL.
 */
int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *new_mask)
{
	int cpu = cpumask_any_and(new_mask, cpu_online_mask);
	unsigned long flags;
	struct rq *rq;

	if (cpu >= nr_cpu_ids)
		return -EINVAL;
	rq = task_rq_lock(p, &flags);
	set_mask(p, new_mask);
	if (cpumask_test_cpu(task_cpu(p), new_mask) || !p->on_rq) {
		task_rq_unlock(rq, p, &flags);
		return 0;
	}
	if (!p->on_cpu) {
		move_queued(rq, p, cpu);
		raw_spin_unlock_irqrestore(&p->pi_lock, flags);
		return 0;
	}
	resched_curr(rq);
	task_rq_unlock(rq, p, &flags);
	/* preemption has moved us by now, if it was us */
	while (p != current && READ_ONCE(p->on_rq) && !cpumask_test_cpu(task_cpu(p), &p->cpus_mask))
		cpu_relax();
	return 0;
}

static struct task_struct *find_get_task(pid_t pid)
{
	struct task_struct *p;

	rcu_read_lock();
	p = pid ? find_task_by_vpid(pid) : current;
	if (p)
		get_task_struct(p);
	rcu_read_unlock();
	return p;
}

long sched_setaffinity(pid_t pid, const struct cpumask *in_mask)
{
	struct task_struct *p = find_get_task(pid);
	struct cpumask mask;
	long ret;

	if (!p)
		return -ESRCH;
	if (p->flags & PF_NO_SETAFFINITY) {
		ret = -EINVAL;
	} else if (!check_same_owner(p) && !capable(CAP_SYS_NICE)) {
		ret = -EPERM;
	} else {
		cpumask_and(&mask, in_mask, cpu_possible_mask);
		ret = set_cpus_allowed_ptr(p, &mask);
	}
	put_task_struct(p);
	return ret;
}

long sched_getaffinity(pid_t pid, struct cpumask *mask)
{
	struct task_struct *p = find_get_task(pid);

	if (!p)
		return -ESRCH;
	cpumask_and(mask, &p->cpus_mask, cpu_active_mask);
	put_task_struct(p);
	return 0;
}

SYSCALL_DEFINE3(sched_setaffinity, pid_t, pid, unsigned int, len, unsigned long __user *, user_mask_ptr)
{
	struct cpumask mask;

	cpumask_clear(&mask);
	if (copy_from_user(&mask, user_mask_ptr, min_t(size_t, len, cpumask_size())))
		return -EFAULT;
	return sched_setaffinity(pid, &mask);
}

SYSCALL_DEFINE3(sched_getaffinity, pid_t, pid, unsigned int, len, unsigned long __user *, user_mask_ptr)
{
	struct cpumask mask;
	unsigned int bytes;
	long ret;

	if (len * BITS_PER_BYTE < nr_cpu_ids || len & (sizeof(unsigned long) - 1))
		return -EINVAL;
	ret = sched_getaffinity(pid, &mask);
	if (ret)
		return ret;
	bytes = min_t(size_t, len, cpumask_size());
	return copy_to_user(user_mask_ptr, &mask, bytes) ? -EFAULT : bytes;
}
