// SPDX-License-Identifier: GPL-2.0-only
/*
 * softirq.c - work that interrupts leave for the moment they return; tasklets.
 *
 * Owns:       the ten softirqs, ksoftirqd, tasklet lists, irq_enter() and irq_exit().
 * Invariant:  a softirq runs on the CPU that raised it, with interrupts on and preemption off, never nested.
 *             The pending bits and the tasklet lists belong to their CPU, interrupts off.
 *
 * Pending softirqs run when the outermost interrupt returns, unless it interrupted a softirq or a
 * section that disabled them; when that section ends; or in ksoftirqd, a thread for each CPU, when
 * they are raised in a task, or so often that they would keep tasks from running.
 */
#include <linux/hardirq.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel_stat.h>
#include <linux/kthread.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/tick.h>
#include <linux/wait_bit.h>

#define MAX_RESTARTS	10
#define MAX_JIFFIES	(HZ / 500 + 1)	/* 2 ms, or the tick */

const char *const softirq_to_name[NR_SOFTIRQS] = {
	"HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET", "SCHED", "HRTIMER", "RCU"
};

static struct softirq_action softirq_vec[NR_SOFTIRQS];	/* [I] after boot */
static DEFINE_PER_CPU(struct task_struct *, ksoftirqd);

struct task_struct *this_cpu_ksoftirqd(void)
{
	return this_cpu_read(ksoftirqd);
}

void open_softirq(int nr, void (*action)(void))
{
	softirq_vec[nr].action = action;
}

unsigned int kstat_softirqs_cpu(unsigned int nr, int cpu)
{
	return kstat_cpu(cpu).softirqs[nr];
}

static void wakeup_softirqd(void)
{
	struct task_struct *tsk = this_cpu_read(ksoftirqd);

	if (tsk)
		wake_up_process(tsk);
}

/* Context: interrupts off, not in interrupt. Runs what is pending, and what that raises, for a while. */
asmlinkage void __do_softirq(void)
{
	unsigned long end = jiffies + MAX_JIFFIES;
	int restarts = MAX_RESTARTS;
	unsigned int pending;

	preempt_count_add(SOFTIRQ_OFFSET);
	while ((pending = local_softirq_pending())) {
		set_softirq_pending(0);
		local_irq_enable();
		while (pending) {
			int nr = __builtin_ctz(pending);

			pending &= pending - 1;
			kstat_incr_softirqs_this_cpu(nr);
			softirq_vec[nr].action();
		}
		local_irq_disable();
		if (local_softirq_pending() && (!--restarts || time_after_eq(jiffies, end) || need_resched())) {
			wakeup_softirqd();
			break;
		}
	}
	preempt_count_sub(SOFTIRQ_OFFSET);
}

asmlinkage void do_softirq(void)
{
	unsigned long flags;

	if (in_interrupt())
		return;
	local_irq_save(flags);
	if (local_softirq_pending())
		__do_softirq();
	local_irq_restore(flags);
}

void _local_bh_enable(void)
{
	preempt_count_sub(SOFTIRQ_DISABLE_OFFSET);
}

void __local_bh_enable_ip(unsigned long ip, unsigned int cnt)
{
	lockdep_softirqs_on(cnt);
	/* keep preemption off until softirqs have run */
	preempt_count_sub(cnt - 1);
	if (unlikely(!in_interrupt() && local_softirq_pending()))
		do_softirq();
	preempt_count_dec();
	preempt_check_resched();
}

/* Context: interrupts off */
void raise_softirq_irqoff(unsigned int nr)
{
	__raise_softirq_irqoff(nr);
	/* the end of the interrupt or of the section runs it; in a task nothing would */
	if (!in_interrupt())
		wakeup_softirqd();
}

void raise_softirq(unsigned int nr)
{
	unsigned long flags;

	local_irq_save(flags);
	raise_softirq_irqoff(nr);
	local_irq_restore(flags);
}

/**
 * irq_enter() - an interrupt handler begins
 *
 * Context: interrupts off.
 */
void irq_enter(void)
{
	preempt_count_add(HARDIRQ_OFFSET);
	if (is_idle_task(current) && irq_count() == HARDIRQ_OFFSET) {
		ct_idle_exit();
		tick_irq_enter();
	}
}

/**
 * irq_exit() - it ends
 *
 * Context: interrupts off.
 */
void irq_exit(void)
{
	preempt_count_sub(HARDIRQ_OFFSET);
	if (!in_interrupt() && local_softirq_pending())
		__do_softirq();
	if (is_idle_task(current) && !in_interrupt() && !need_resched())
		tick_nohz_irq_exit();
}

/* ---- tasklets ---- */

struct tasklet_list {
	struct tasklet_struct *head, **tail;
};

static DEFINE_PER_CPU(struct tasklet_list, tasklet_vec);
static DEFINE_PER_CPU(struct tasklet_list, tasklet_hi_vec);

static void tasklet_queue(struct tasklet_struct *t, struct tasklet_list __percpu *vec, unsigned int softirq)
{
	struct tasklet_list *list;
	unsigned long flags;

	local_irq_save(flags);
	list = this_cpu_ptr(vec);
	t->next = NULL;
	*list->tail = t;
	list->tail = &t->next;
	raise_softirq_irqoff(softirq);
	local_irq_restore(flags);
}

void __tasklet_schedule(struct tasklet_struct *t)
{
	tasklet_queue(t, &tasklet_vec, TASKLET_SOFTIRQ);
}

void __tasklet_hi_schedule(struct tasklet_struct *t)
{
	tasklet_queue(t, &tasklet_hi_vec, HI_SOFTIRQ);
}

/* Return: true if it ran; false if it runs elsewhere or is disabled, and must wait */
static bool tasklet_try_run(struct tasklet_struct *t)
{
	if (test_and_set_bit(TASKLET_STATE_RUN, &t->state))
		return false;
	if (atomic_read(&t->count)) {
		clear_bit_unlock(TASKLET_STATE_RUN, &t->state);
		return false;
	}
	clear_and_wake_up_bit(TASKLET_STATE_SCHED, &t->state);
	if (t->use_callback)
		t->callback(t);
	else
		t->func(t->data);
	clear_and_wake_up_bit(TASKLET_STATE_RUN, &t->state);
	return true;
}

static void tasklet_run(struct tasklet_list __percpu *vec, unsigned int softirq)
{
	struct tasklet_list *list;
	struct tasklet_struct *t, *next;

	local_irq_disable();
	list = this_cpu_ptr(vec);
	t = list->head;
	list->head = NULL;
	list->tail = &list->head;
	local_irq_enable();

	for (; t; t = next) {
		next = t->next;
		if (tasklet_try_run(t))
			continue;
		local_irq_disable();
		t->next = NULL;
		*list->tail = t;
		list->tail = &t->next;
		__raise_softirq_irqoff(softirq);
		local_irq_enable();
	}
}

static void tasklet_action(void)
{
	tasklet_run(&tasklet_vec, TASKLET_SOFTIRQ);
}

static void tasklet_hi_action(void)
{
	tasklet_run(&tasklet_hi_vec, HI_SOFTIRQ);
}

void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *))
{
	*t = (struct tasklet_struct){ .callback = callback, .use_callback = true };
	atomic_set(&t->count, 0);
}

void tasklet_unlock_wait(struct tasklet_struct *t)
{
	wait_on_bit(&t->state, TASKLET_STATE_RUN, TASK_UNINTERRUPTIBLE);
}

/* until it is neither queued nor running; nobody may schedule it any more. Sleeps. */
void tasklet_kill(struct tasklet_struct *t)
{
	wait_on_bit_lock(&t->state, TASKLET_STATE_SCHED, TASK_UNINTERRUPTIBLE);
	tasklet_unlock_wait(t);
	clear_and_wake_up_bit(TASKLET_STATE_SCHED, &t->state);
}

/* ---- threads ---- */

static int run_ksoftirqd(void *unused)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!local_softirq_pending())
			schedule();
		__set_current_state(TASK_RUNNING);
		local_irq_disable();
		if (local_softirq_pending())
			__do_softirq();
		local_irq_enable();
		cond_resched();
	}
	return 0;
}

static int __init spawn_ksoftirqd(void)
{
	int cpu;

	for_each_online_cpu(cpu) {
		struct task_struct *t = kthread_create_on_cpu(run_ksoftirqd, NULL, cpu, "ksoftirqd/%u");

		if (IS_ERR(t))
			return PTR_ERR(t);
		per_cpu(ksoftirqd, cpu) = t;
		wake_up_process(t);
	}
	return 0;
}
core_initcall(spawn_ksoftirqd);

void __init softirq_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		per_cpu(tasklet_vec, cpu).tail = &per_cpu(tasklet_vec, cpu).head;
		per_cpu(tasklet_hi_vec, cpu).tail = &per_cpu(tasklet_hi_vec, cpu).head;
	}
	open_softirq(TASKLET_SOFTIRQ, tasklet_action);
	open_softirq(HI_SOFTIRQ, tasklet_hi_action);
}
