// SPDX-License-Identifier: GPL-2.0-only
/*
 * task_work.c - functions that a task is to call itself.
 *
 * Owns:       task->task_works, a list pushed at its head by a compare-and-exchange.
 * Invariant:  a work is called exactly once, in the task's own context, able to sleep. After the
 *             task's last run, task_works holds the work_exited mark and nothing can be added.
 * Locks:      none.
 * Elsewhere:  the architecture's exit to user mode, get_signal() and do_exit() call task_work_run().
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/task_work.h>

static struct callback_head work_exited;

/**
 * task_work_add() - have @task call twork->func(twork).
 *
 * Works run in the order in which they were added.
 *
 * Context: any; @task is current, or is kept from being freed.
 * Return: 0, or -ESRCH where @task has exited so far that it runs no more works.
 */
int task_work_add(struct task_struct *task, struct callback_head *twork,
		  enum task_work_notify_mode mode)
{
	struct callback_head *head = READ_ONCE(task->task_works);

	do {
		if (unlikely(head == &work_exited))
			return -ESRCH;
		twork->next = head;
	} while (!try_cmpxchg(&task->task_works, &head, twork));

	if (mode == TWA_NONE)
		return 0;
	set_tsk_thread_flag(task, TIF_NOTIFY_RESUME);
	if (mode == TWA_SIGNAL)
		wake_up_state(task, TASK_INTERRUPTIBLE);
	if (task != current)
		kick_process(task);
	return 0;
}

static struct callback_head *reverse_works(struct callback_head *work)
{
	struct callback_head *out = NULL;

	while (work) {
		struct callback_head *next = work->next;

		work->next = out;
		out = work;
		work = next;
	}
	return out;
}

/** task_work_run() - call what is queued, and what that queues in turn. Current only; may sleep. */
void task_work_run(void)
{
	struct task_struct *task = current;

	for (;;) {
		struct callback_head *work = READ_ONCE(task->task_works), *next;

		do {
			/* An exiting task leaves the mark, so that a late adder is told. */
			next = !work && (task->flags & PF_EXITING) ? &work_exited : NULL;
			if (work == next || work == &work_exited)
				return;
		} while (!try_cmpxchg(&task->task_works, &work, next));
		if (!work)
			return;

		for (work = reverse_works(work); work; work = next) {
			next = work->next;
			work->func(work);
			cond_resched();
		}
	}
}
