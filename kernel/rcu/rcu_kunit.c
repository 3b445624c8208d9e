// SPDX-License-Identifier: GPL-2.0-only
/*
 * rcu_kunit.c - grace periods do wait for readers, and do end.
 */
#include <kunit/test.h>
#include <linux/smp.h>
#include <linux/delay.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include "../kunit_threads.h"

#define ALIVE	0x600df00d
#define DEAD	0xdeadbeef

struct object {
	unsigned int state;
	struct rcu_head rcu;
};

struct torture {
	struct object __rcu *shared;
	atomic_t saw_dead, reads, callbacks;
	bool stop;
	int rounds;
};

static void torture_reader(struct torture *t)
{
	struct object *o;
	int i, n = 0;

	while (!READ_ONCE(t->stop)) {
		rcu_read_lock();
		o = rcu_dereference(t->shared);
		for (i = 0; i < 100; i++) {
			if (READ_ONCE(o->state) != ALIVE)
				atomic_inc(&t->saw_dead);
			cpu_relax();
		}
		rcu_read_unlock();
		atomic_inc(&t->reads);
		/* some sleep, some only are preempted */
		if (++n % 64 == 0)
			schedule_timeout_uninterruptible(1);
	}
}

static void dead_callback(struct rcu_head *head)
{
	struct object *o = container_of(head, struct object, rcu);

	WRITE_ONCE(o->state, DEAD);
	kfree(o);
}

static void torture_updater(struct torture *t)
{
	unsigned long end = jiffies + HZ / 2;
	struct object *old, *new;
	int i;

	while (!atomic_read(&t->reads))
		schedule_timeout_uninterruptible(1);
	for (i = 0; i < t->rounds || time_before(jiffies, end); i++) {
		new = kmalloc(sizeof(*new), GFP_KERNEL | __GFP_NOFAIL);
		new->state = ALIVE;
		old = rcu_replace_pointer(t->shared, new, true);
		if (i % 2) {
			call_rcu(&old->rcu, dead_callback);
		} else {
			synchronize_rcu();
			WRITE_ONCE(old->state, DEAD);
			kfree(old);
		}
	}
	WRITE_ONCE(t->stop, true);
}

static void torture_worker(void *arg, int index)
{
	if (index == 0)
		torture_updater(arg);
	else
		torture_reader(arg);
}

static void readers_never_see_freed_objects(struct kunit *test)
{
	struct torture *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	struct object *o = kmalloc(sizeof(*o), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	KUNIT_ASSERT_NOT_NULL(test, o);
	o->state = ALIVE;
	RCU_INIT_POINTER(t->shared, o);
	t->rounds = 60;
	run_test_threads(test, 2 * num_online_cpus() + 1, torture_worker, t);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, atomic_read(&t->saw_dead), 0);
	KUNIT_EXPECT_GT(test, atomic_read(&t->reads), 0);
	kfree(rcu_dereference_raw(t->shared));
}

/* a grace period does not end while one reader stays inside */
struct held {
	bool entered, leave;
	struct completion ended;
	bool gp_over;
};

static int holding_reader(void *arg)
{
	struct held *h = arg;

	rcu_read_lock();
	WRITE_ONCE(h->entered, true);
	while (!READ_ONCE(h->leave))
		cpu_relax();
	rcu_read_unlock();
	return 0;
}

static int synchronizer(void *arg)
{
	struct held *h = arg;

	synchronize_rcu();
	WRITE_ONCE(h->gp_over, true);
	complete(&h->ended);
	return 0;
}

static void grace_period_waits_for_reader(struct kunit *test)
{
	struct held *h = kunit_kzalloc(test, sizeof(*h), GFP_KERNEL);
	struct task_struct *t;

	if (num_online_cpus() == 1)
		kunit_skip(test, "the reader would keep the only CPU");
	KUNIT_ASSERT_NOT_NULL(test, h);
	init_completion(&h->ended);
	set_cpus_allowed_ptr(current, cpumask_of(cpumask_first(cpu_online_mask)));
	t = kthread_create(holding_reader, h, "kunit/reader");
	KUNIT_ASSERT_FALSE(test, IS_ERR(t));
	kthread_bind(t, cpumask_last(cpu_online_mask));
	wake_up_process(t);
	while (!READ_ONCE(h->entered))
		msleep(1);
	t = kthread_create(synchronizer, h, "kunit/sync");
	KUNIT_ASSERT_FALSE(test, IS_ERR(t));
	kthread_bind(t, cpumask_first(cpu_online_mask));
	wake_up_process(t);
	msleep(100);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(h->gp_over));
	WRITE_ONCE(h->leave, true);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&h->ended, 5 * HZ), 0UL);
	set_cpus_allowed_ptr(current, cpu_possible_mask);
}

static atomic_t order_next;
struct ordered {
	struct rcu_head rcu;
	int index;
	int ran_as;
};

static void ordered_callback(struct rcu_head *head)
{
	container_of(head, struct ordered, rcu)->ran_as = atomic_inc_return(&order_next) - 1;
}

static void barrier_waits_for_all_callbacks(struct kunit *test)
{
	const int n = 300;
	struct ordered *o = kunit_kcalloc(test, n, sizeof(*o), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, o);
	atomic_set(&order_next, 0);
	set_cpus_allowed_ptr(current, cpumask_of(raw_smp_processor_id()));
	for (i = 0; i < n; i++) {
		o[i].ran_as = -1;
		call_rcu(&o[i].rcu, ordered_callback);
	}
	rcu_barrier();
	set_cpus_allowed_ptr(current, cpu_possible_mask);
	/* those of one CPU run in order */
	for (i = 0; i < n; i++)
		KUNIT_EXPECT_EQ(test, o[i].ran_as, i);
}

static void polling(struct kunit *test)
{
	unsigned long seq = start_poll_synchronize_rcu();
	int i;

	synchronize_rcu();
	KUNIT_EXPECT_TRUE(test, poll_state_synchronize_rcu(seq));
	preempt_disable();
	seq = get_state_synchronize_rcu();
	/* we are a reader: it cannot end */
	for (i = 0; i < 100000; i++)
		cpu_relax();
	KUNIT_EXPECT_FALSE(test, poll_state_synchronize_rcu(seq));
	preempt_enable();
}

/* idle CPUs neither hold up grace periods nor are needed for them */
static void grace_periods_are_quick(struct kunit *test)
{
	unsigned long begin, took, quickest = ULONG_MAX;
	int i;

	for (i = 0; i < 20; i++) {
		begin = jiffies;
		synchronize_rcu();
		took = jiffies - begin;
		quickest = min(quickest, took);
	}
	KUNIT_EXPECT_LE(test, quickest, 10UL);
}

static void kfree_rcu_frees(struct kunit *test)
{
	struct object *o;
	int i;

	for (i = 0; i < 200; i++) {
		o = kmalloc(sizeof(*o), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, o);
		kfree_rcu(o, rcu);
		o = kmalloc(sizeof(*o), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, o);
		kfree_rcu_mightsleep(o);
	}
	o = NULL;
	kfree_rcu(o, rcu);
	rcu_barrier();
	KUNIT_EXPECT_TRUE(test, rcu_is_watching());
}

static struct kunit_case rcu_cases[] = {
	KUNIT_CASE(grace_periods_are_quick),
	KUNIT_CASE(readers_never_see_freed_objects),
	KUNIT_CASE(grace_period_waits_for_reader),
	KUNIT_CASE(barrier_waits_for_all_callbacks),
	KUNIT_CASE(polling),
	KUNIT_CASE(kfree_rcu_frees),
	{ }
};

static struct kunit_suite rcu_suite = {
	.name = "rcu",
	.test_cases = rcu_cases,
};
kunit_test_suite(rcu_suite);
