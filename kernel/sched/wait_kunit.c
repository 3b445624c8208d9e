// SPDX-License-Identifier: GPL-2.0-only
/*
 * wait_kunit.c - wait queues, bits and completions: who is woken, who is not, and no wake-up is lost.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include <linux/wait_bit.h>
#include "../kunit_threads.h"

/* ---- ping-pong: each waits for the other; one lost wake-up and it hangs ---- */

struct pingpong {
	wait_queue_head_t wq;
	int turn;
};

static void pingpong_worker(void *arg, int index)
{
	struct pingpong *pp = arg;
	int i;

	for (i = 0; i < 2000; i++) {
		wait_event(pp->wq, READ_ONCE(pp->turn) == index);
		WRITE_ONCE(pp->turn, !index);
		wake_up(&pp->wq);
	}
}

static void no_wakeup_is_lost(struct kunit *test)
{
	struct pingpong *pp = kunit_kzalloc(test, sizeof(*pp), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pp);
	init_waitqueue_head(&pp->wq);
	run_test_threads(test, 2, pingpong_worker, pp);
	KUNIT_EXPECT_EQ(test, pp->turn, 0);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&pp->wq));
}

/* ---- exclusive waiters ---- */

struct gate {
	wait_queue_head_t wq;
	atomic_t waiting, through, tokens;
	struct completion done;
	bool exclusive;
};

static int gate_waiter(void *arg)
{
	struct gate *g = arg;

	atomic_inc(&g->waiting);
	if (g->exclusive)
		wait_event_idle_exclusive(g->wq, atomic_dec_if_positive(&g->tokens) >= 0);
	else
		wait_event_idle(g->wq, atomic_dec_if_positive(&g->tokens) >= 0);
	if (atomic_inc_return(&g->through) == 4)
		complete(&g->done);
	return 0;
}

static struct gate *gate_with_four(struct kunit *test, bool exclusive)
{
	struct gate *g = kunit_kzalloc(test, sizeof(*g), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, g);
	init_waitqueue_head(&g->wq);
	init_completion(&g->done);
	g->exclusive = exclusive;
	for (i = 0; i < 4; i++)
		KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(gate_waiter, g, "kunit/gate")));
	while (atomic_read(&g->waiting) < 4)
		msleep(1);
	/* they have announced themselves; until they are all on the queue */
	msleep(100);
	return g;
}

static void exclusive_waiters_one_at_a_time(struct kunit *test)
{
	struct gate *g = gate_with_four(test, true);
	int i;

	for (i = 0; i < 4; i++) {
		KUNIT_EXPECT_EQ(test, atomic_read(&g->through), i);
		atomic_inc(&g->tokens);
		KUNIT_EXPECT_EQ(test, __wake_up(&g->wq, TASK_NORMAL, 1, NULL), 1);
		KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&g->through) == i + 1));
		msleep(10);
	}
	wait_for_completion(&g->done);
}

static void shared_waiters_all_at_once(struct kunit *test)
{
	struct gate *g = gate_with_four(test, false);

	atomic_set(&g->tokens, 4);
	wake_up(&g->wq);
	wait_for_completion(&g->done);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->through), 4);
}

/* a task that waits uninterruptibly is not woken as interruptible */
static void wakeups_match_states(struct kunit *test)
{
	DECLARE_WAIT_QUEUE_HEAD_ONSTACK(wq);
	DEFINE_WAIT(wait);

	prepare_to_wait(&wq, &wait, TASK_UNINTERRUPTIBLE);
	wake_up_interruptible(&wq);
	KUNIT_EXPECT_EQ(test, get_current_state(), (unsigned int)TASK_UNINTERRUPTIBLE);
	wake_up(&wq);
	KUNIT_EXPECT_EQ(test, get_current_state(), (unsigned int)TASK_RUNNING);
	KUNIT_EXPECT_TRUE(test, list_empty(&wait.entry));
	finish_wait(&wq, &wait);
}

static void timeouts(struct kunit *test)
{
	DECLARE_WAIT_QUEUE_HEAD_ONSTACK(wq);
	unsigned long begin = jiffies;

	KUNIT_EXPECT_EQ(test, wait_event_timeout(wq, false, 5), 0L);
	KUNIT_EXPECT_GE(test, jiffies - begin, 5UL);
	KUNIT_EXPECT_EQ(test, wait_event_timeout(wq, true, 5), 5L);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible_timeout(wq, false, 2), 0L);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible(wq, true), 0);
}

/* ---- bits ---- */

struct bits {
	unsigned long word;
	int counter;
};

static void bit_worker(void *arg, int index)
{
	struct bits *b = arg;
	int i;

	for (i = 0; i < 500; i++) {
		wait_on_bit_lock(&b->word, 3, TASK_UNINTERRUPTIBLE);
		b->counter++;
		if (i % 100 == 0)
			schedule_timeout_uninterruptible(1);
		clear_and_wake_up_bit(3, &b->word);
	}
}

static void bit_as_a_lock(struct kunit *test)
{
	struct bits *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, b);
	run_test_threads(test, 4, bit_worker, b);
	KUNIT_EXPECT_EQ(test, b->counter, 2000);
	KUNIT_EXPECT_EQ(test, b->word, 0UL);
	b->word = 1;
	KUNIT_EXPECT_EQ(test, wait_on_bit_timeout(&b->word, 0, TASK_UNINTERRUPTIBLE, 2), -EAGAIN);
	KUNIT_EXPECT_EQ(test, wait_on_bit(&b->word, 1, TASK_UNINTERRUPTIBLE), 0);
}

/* ---- completions ---- */

static void completion_counts(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(c);

	KUNIT_EXPECT_FALSE(test, completion_done(&c));
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&c));
	complete(&c);
	complete(&c);
	KUNIT_EXPECT_TRUE(test, completion_done(&c));
	wait_for_completion(&c);
	KUNIT_EXPECT_TRUE(test, try_wait_for_completion(&c));
	KUNIT_EXPECT_FALSE(test, completion_done(&c));
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&c, 3), 0UL);
	complete_all(&c);
	wait_for_completion(&c);
	wait_for_completion(&c);
	KUNIT_EXPECT_TRUE(test, completion_done(&c));
	reinit_completion(&c);
	KUNIT_EXPECT_FALSE(test, completion_done(&c));
}

static struct kunit_case wait_cases[] = {
	KUNIT_CASE(no_wakeup_is_lost),
	KUNIT_CASE(exclusive_waiters_one_at_a_time),
	KUNIT_CASE(shared_waiters_all_at_once),
	KUNIT_CASE(wakeups_match_states),
	KUNIT_CASE(timeouts),
	KUNIT_CASE(bit_as_a_lock),
	KUNIT_CASE(completion_counts),
	{ }
};

static struct kunit_suite wait_suite = {
	.name = "wait",
	.test_cases = wait_cases,
};
kunit_test_suite(wait_suite);
