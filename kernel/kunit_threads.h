/* SPDX-License-Identifier: GPL-2.0-only */
/* kunit_threads.h - for unit tests: run a function in several threads at a time, spread over the CPUs */
#ifndef _KERNEL_KUNIT_THREADS_H
#define _KERNEL_KUNIT_THREADS_H

#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/numa.h>
#include <linux/sched.h>
#include <linux/smp.h>

/*
 * Give @cond ten seconds to come true. Tests run on virtual machines whose CPUs stand still whenever the host
 * has other things to do, so nothing may be expected to happen within milliseconds.
 */
#define wait_until(cond) \
({ \
	int __tries = 2000; \
	while (!(cond) && __tries--) \
		msleep(5); \
	(cond); \
})

struct test_threads {
	void (*fn)(void *arg, int index);
	void *arg;
	atomic_t next_index;
	atomic_t running;
	struct completion all_done;
};

static int test_thread(void *data)
{
	struct test_threads *tt = data;

	tt->fn(tt->arg, atomic_inc_return(&tt->next_index) - 1);
	if (atomic_dec_and_test(&tt->running))
		complete(&tt->all_done);
	return 0;
}

/* Runs @fn(@arg, 0..@nr-1) in threads of their own and waits for them. */
static inline void run_test_threads(struct kunit *test, int nr, void (*fn)(void *arg, int index), void *arg)
{
	struct test_threads tt = {
		.fn = fn, .arg = arg,
		.next_index = ATOMIC_INIT(0),
		.running = ATOMIC_INIT(nr + 1),
	};
	int i, cpu = -1;

	init_completion(&tt.all_done);
	for (i = 0; i < nr; i++) {
		struct task_struct *t = kthread_create(test_thread, &tt, "kunit/%d", i);

		cpu = cpumask_next(cpu, cpu_online_mask);
		if (cpu >= nr_cpu_ids)
			cpu = cpumask_first(cpu_online_mask);
		if (IS_ERR(t)) {
			KUNIT_FAIL(test, "no thread: %ld", PTR_ERR(t));
			atomic_dec(&tt.running);
			continue;
		}
		kthread_bind(t, cpu);
		wake_up_process(t);
	}
	if (!atomic_dec_and_test(&tt.running))
		wait_for_completion(&tt.all_done);
}

#endif
