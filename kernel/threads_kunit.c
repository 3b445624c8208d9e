// SPDX-License-Identifier: GPL-2.0-only
/*
 * threads_kunit.c - kernel threads, workqueues, tasklets, calls to other CPUs, CPU masks.
 */
#include <kunit/test.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/smp.h>
#include <linux/stop_machine.h>
#include <linux/workqueue.h>
#include "kunit_threads.h"

/* ---- kthreads ---- */

struct loop {
	unsigned long loops;
	bool started;
};

static int loop_fn(void *data)
{
	struct loop *l = data;

	WRITE_ONCE(l->started, true);
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		WRITE_ONCE(l->loops, l->loops + 1);
		schedule_timeout_idle(1);
	}
	return 42;
}

static void kthread_lifecycle(struct kunit *test)
{
	struct loop l = { };
	struct task_struct *t = kthread_create(loop_fn, &l, "kunit/%s", "life");
	unsigned long loops;

	KUNIT_ASSERT_FALSE(test, IS_ERR(t));
	KUNIT_EXPECT_STREQ(test, t->comm, "kunit/life");
	KUNIT_EXPECT_PTR_EQ(test, kthread_data(t), (void *)&l);
	msleep(10);
	KUNIT_EXPECT_FALSE(test, l.started);
	wake_up_process(t);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(l.started)));

	KUNIT_EXPECT_EQ(test, kthread_park(t), 0);
	loops = READ_ONCE(l.loops);
	msleep(30);
	KUNIT_EXPECT_EQ(test, READ_ONCE(l.loops), loops);
	kthread_unpark(t);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(l.loops) > loops));
	KUNIT_EXPECT_EQ(test, kthread_stop(t), 42);
}

static void kthread_stopped_before_it_ran(struct kunit *test)
{
	struct loop l = { };
	struct task_struct *t = kthread_create(loop_fn, &l, "kunit/never");

	KUNIT_ASSERT_FALSE(test, IS_ERR(t));
	KUNIT_EXPECT_EQ(test, kthread_stop(t), -EINTR);
	KUNIT_EXPECT_FALSE(test, l.started);
}

static void on_which_cpu(void *arg, int index)
{
	int *cpus = arg;

	cpus[index] = raw_smp_processor_id();
}

static void kthread_bound(struct kunit *test)
{
	int *cpus = kunit_kcalloc(test, nr_cpu_ids, sizeof(int), GFP_KERNEL);
	unsigned int seen = 0, i;
	struct cpumask mask;

	KUNIT_ASSERT_NOT_NULL(test, cpus);
	run_test_threads(test, num_online_cpus(), on_which_cpu, cpus);
	cpumask_clear(&mask);
	for (i = 0; i < num_online_cpus(); i++)
		seen += !cpumask_test_and_set_cpu(cpus[i], &mask);
	KUNIT_EXPECT_EQ(test, seen, num_online_cpus());
}

/* ---- workqueues ---- */

struct test_work {
	struct work_struct work;
	struct delayed_work dwork;
	atomic_t runs, running, overlap;
	unsigned int sleep_ms;
	unsigned long ran_at;
	struct workqueue_struct *requeue_on;
	int requeue;
};

static void run_body(struct test_work *tw)
{
	if (atomic_inc_return(&tw->running) > 1)
		atomic_inc(&tw->overlap);
	if (tw->sleep_ms)
		msleep(tw->sleep_ms);
	tw->ran_at = jiffies;
	atomic_dec(&tw->running);
	atomic_inc(&tw->runs);
}

static void test_work_fn(struct work_struct *work)
{
	struct test_work *tw = container_of(work, struct test_work, work);

	run_body(tw);
	if (tw->requeue-- > 0)
		queue_work(tw->requeue_on, work);
}

static void test_dwork_fn(struct work_struct *work)
{
	run_body(container_of(to_delayed_work(work), struct test_work, dwork));
}

static struct test_work *test_work_alloc(struct kunit *test, int n)
{
	struct test_work *tw = kunit_kcalloc(test, n, sizeof(*tw), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, tw);
	for (i = 0; i < n; i++) {
		INIT_WORK(&tw[i].work, test_work_fn);
		INIT_DELAYED_WORK(&tw[i].dwork, test_dwork_fn);
	}
	return tw;
}

static void work_runs_once_per_queueing(struct kunit *test)
{
	struct test_work *tw = test_work_alloc(test, 1);

	KUNIT_EXPECT_FALSE(test, flush_work(&tw->work));
	KUNIT_EXPECT_TRUE(test, schedule_work(&tw->work));
	flush_work(&tw->work);
	KUNIT_EXPECT_EQ(test, atomic_read(&tw->runs), 1);
	KUNIT_EXPECT_FALSE(test, work_pending(&tw->work));
	KUNIT_EXPECT_TRUE(test, schedule_work(&tw->work));
	flush_work(&tw->work);
	KUNIT_EXPECT_EQ(test, atomic_read(&tw->runs), 2);
}

static void work_cancelled(struct kunit *test)
{
	struct test_work *tw = test_work_alloc(test, 1);

	KUNIT_EXPECT_FALSE(test, cancel_work_sync(&tw->work));
	KUNIT_EXPECT_TRUE(test, queue_delayed_work(system_wq, &tw->dwork, HZ));
	KUNIT_EXPECT_FALSE(test, queue_delayed_work(system_wq, &tw->dwork, HZ));
	KUNIT_EXPECT_TRUE(test, cancel_delayed_work_sync(&tw->dwork));
	KUNIT_EXPECT_FALSE(test, cancel_delayed_work_sync(&tw->dwork));
	KUNIT_EXPECT_EQ(test, atomic_read(&tw->runs), 0);
	/* while it runs: waits, and it stays cancelled although it queues itself */
	tw->sleep_ms = 30;
	tw->requeue = 1000;
	tw->requeue_on = system_wq;
	schedule_work(&tw->work);
	msleep(10);
	cancel_work_sync(&tw->work);
	KUNIT_EXPECT_EQ(test, atomic_read(&tw->running), 0);
	msleep(50);
	KUNIT_EXPECT_FALSE(test, work_busy(&tw->work));
	KUNIT_EXPECT_LE(test, atomic_read(&tw->runs), 20);
}

static void delayed_work_is_delayed(struct kunit *test)
{
	struct test_work *tw = test_work_alloc(test, 1);
	unsigned long begin = jiffies;

	queue_delayed_work(system_wq, &tw->dwork, 10);
	KUNIT_EXPECT_TRUE(test, mod_delayed_work(system_wq, &tw->dwork, 20));
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&tw->runs) == 1));
	KUNIT_EXPECT_GE(test, tw->ran_at - begin, 20UL);
	queue_delayed_work(system_wq, &tw->dwork, 100 * HZ);
	KUNIT_EXPECT_TRUE(test, flush_delayed_work(&tw->dwork));
	KUNIT_EXPECT_EQ(test, atomic_read(&tw->runs), 2);
}

static void sleeping_work_does_not_block_others(struct kunit *test)
{
	struct test_work *tw = test_work_alloc(test, 8);
	unsigned long begin = jiffies;
	int i;

	for (i = 0; i < 8; i++) {
		tw[i].sleep_ms = 1000;
		queue_work_on(raw_smp_processor_id(), system_wq, &tw[i].work);
	}
	for (i = 0; i < 8; i++) {
		flush_work(&tw[i].work);
		KUNIT_EXPECT_EQ(test, atomic_read(&tw[i].runs), 1);
	}
	/* in a row it would be 8 s */
	KUNIT_EXPECT_LT(test, jiffies - begin, (unsigned long)6 * HZ);
}

static int next_in_order;
struct ordered_work {
	struct work_struct work;
	int ran_as;
};

static void ordered_fn(struct work_struct *work)
{
	if (next_in_order % 7 == 0)
		msleep(1);
	container_of(work, struct ordered_work, work)->ran_as = next_in_order++;
}

static void ordered_queue_keeps_order(struct kunit *test)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("kunit_ordered", 0);
	struct ordered_work *ow = kunit_kcalloc(test, 100, sizeof(*ow), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	KUNIT_ASSERT_NOT_NULL(test, ow);
	next_in_order = 0;
	for (i = 0; i < 100; i++) {
		INIT_WORK(&ow[i].work, ordered_fn);
		queue_work(wq, &ow[i].work);
	}
	/* in the middle, behind the limit */
	flush_work(&ow[50].work);
	KUNIT_EXPECT_EQ(test, ow[50].ran_as, 50);
	KUNIT_EXPECT_GE(test, next_in_order, 51);
	flush_workqueue(wq);
	for (i = 0; i < 100; i++)
		KUNIT_EXPECT_EQ(test, ow[i].ran_as, i);
	destroy_workqueue(wq);
}

static void flush_and_destroy(struct kunit *test)
{
	struct workqueue_struct *wq = alloc_workqueue("kunit_%d", 0, 2, 1);
	struct test_work *tw = test_work_alloc(test, 20);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	for (i = 0; i < 20; i++) {
		tw[i].sleep_ms = i % 4;
		queue_work(wq, &tw[i].work);
	}
	flush_workqueue(wq);
	for (i = 0; i < 20; i++)
		KUNIT_EXPECT_EQ(test, atomic_read(&tw[i].runs), 1);
	tw[0].requeue = 5;
	tw[0].requeue_on = wq;
	queue_work(wq, &tw[0].work);
	destroy_workqueue(wq);
	KUNIT_EXPECT_EQ(test, atomic_read(&tw[0].runs), 7);
}

static void queue_stress(void *arg, int index)
{
	struct test_work *tw = arg;
	int i;

	for (i = 0; i < 300; i++) {
		queue_work(index % 2 ? system_wq : system_unbound_wq, &tw[index % 2].work);
		if (i % 50 == 0)
			flush_work(&tw[index % 2].work);
		if (i % 70 == 0)
			cancel_work_sync(&tw[index % 2].work);
	}
}

static void work_never_overlaps_itself(struct kunit *test)
{
	struct test_work *tw = test_work_alloc(test, 2);

	run_test_threads(test, 4, queue_stress, tw);
	cancel_work_sync(&tw[0].work);
	cancel_work_sync(&tw[1].work);
	KUNIT_EXPECT_GT(test, atomic_read(&tw[0].runs), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&tw[0].overlap), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&tw[1].overlap), 0);
}

/* ---- tasklets ---- */

static atomic_t tasklet_runs;

static void tasklet_fn(struct tasklet_struct *t)
{
	atomic_inc(&tasklet_runs);
}

static void tasklets(struct kunit *test)
{
	struct tasklet_struct t;
	int i;

	tasklet_setup(&t, tasklet_fn);
	atomic_set(&tasklet_runs, 0);
	tasklet_disable(&t);
	tasklet_schedule(&t);
	msleep(10);
	KUNIT_EXPECT_EQ(test, atomic_read(&tasklet_runs), 0);
	tasklet_enable(&t);
	for (i = 0; i < 100 && !atomic_read(&tasklet_runs); i++)
		msleep(1);
	KUNIT_EXPECT_EQ(test, atomic_read(&tasklet_runs), 1);
	tasklet_kill(&t);
}

/* ---- calls to other CPUs ---- */

static void note_cpu(void *info)
{
	struct cpumask *seen = info;

	cpumask_set_cpu(raw_smp_processor_id(), seen);
}

static void calls_reach_their_cpus(struct kunit *test)
{
	struct cpumask seen;
	int cpu;

	cpumask_clear(&seen);
	on_each_cpu(note_cpu, &seen, 1);
	KUNIT_EXPECT_TRUE(test, cpumask_equal(&seen, cpu_online_mask));

	for_each_online_cpu(cpu) {
		cpumask_clear(&seen);
		KUNIT_EXPECT_EQ(test, smp_call_function_single(cpu, note_cpu, &seen, 1), 0);
		KUNIT_EXPECT_TRUE(test, cpumask_equal(&seen, cpumask_of(cpu)));
	}
	KUNIT_EXPECT_EQ(test, smp_call_function_single(nr_cpu_ids, note_cpu, &seen, 1), -ENXIO);

	cpumask_clear(&seen);
	preempt_disable();
	cpu = smp_processor_id();
	smp_call_function(note_cpu, &seen, 1);
	preempt_enable();
	KUNIT_EXPECT_FALSE(test, cpumask_test_cpu(cpu, &seen));
	KUNIT_EXPECT_EQ(test, cpumask_weight(&seen), num_online_cpus() - 1);
}

static void count_call(void *info)
{
	atomic_inc((atomic_t *)info);
}

static void call_worker(void *arg, int index)
{
	int i;

	for (i = 0; i < 300; i++) {
		if (i % 3 == 0)
			on_each_cpu(count_call, arg, 0);
		else
			on_each_cpu(count_call, arg, 1);
	}
}

static void calls_from_all_to_all(struct kunit *test)
{
	atomic_t count = ATOMIC_INIT(0);

	run_test_threads(test, num_online_cpus(), call_worker, &count);
	/* those that were not waited for come before these */
	on_each_cpu(count_call, &count, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&count),
			(int)(num_online_cpus() * num_online_cpus() * 300 + num_online_cpus()));
}

static int stopped_fn(void *data)
{
	unsigned long *word = data, before = READ_ONCE(*word);
	int i;

	for (i = 0; i < 100000; i++)
		cpu_relax();
	return READ_ONCE(*word) == before && irqs_disabled();
}

static int counting_fn(void *data)
{
	while (!kthread_should_stop()) {
		WRITE_ONCE(*(unsigned long *)data, *(unsigned long *)data + 1);
		cpu_relax();
	}
	return 0;
}

static int cpu_fn(void *data)
{
	return raw_smp_processor_id();
}

static void machine_stops(struct kunit *test)
{
	unsigned long word = 0;
	struct task_struct *t = kthread_run(counting_fn, &word, "kunit/count");
	int cpu;

	KUNIT_ASSERT_FALSE(test, IS_ERR(t));
	msleep(20);
	KUNIT_EXPECT_EQ(test, stop_machine(stopped_fn, &word, NULL), 1);
	kthread_stop(t);
	for_each_online_cpu(cpu)
		KUNIT_EXPECT_EQ(test, stop_one_cpu(cpu, cpu_fn, NULL), cpu);
}

/* ---- masks ---- */

static void cpumasks(struct kunit *test)
{
	struct cpumask a, b, c;
	unsigned int cpu, n = 0;

	cpumask_clear(&a);
	KUNIT_EXPECT_TRUE(test, cpumask_empty(&a));
	KUNIT_EXPECT_GE(test, cpumask_first(&a), nr_cpu_ids);
	cpumask_set_cpu(0, &a);
	KUNIT_EXPECT_TRUE(test, cpumask_test_cpu(0, &a));
	KUNIT_EXPECT_TRUE(test, cpumask_equal(&a, cpumask_of(0)));
	KUNIT_EXPECT_TRUE(test, cpumask_test_and_clear_cpu(0, &a));
	KUNIT_EXPECT_TRUE(test, cpumask_empty(&a));

	cpumask_setall(&a);
	KUNIT_EXPECT_EQ(test, cpumask_weight(&a), nr_cpu_ids);
	KUNIT_EXPECT_TRUE(test, cpumask_full(&a));
	KUNIT_EXPECT_EQ(test, cpumask_last(&a), nr_cpu_ids - 1);
	for_each_cpu(cpu, &a) {
		KUNIT_EXPECT_TRUE(test, cpumask_test_cpu(cpu, cpumask_of(cpu)));
		KUNIT_EXPECT_EQ(test, cpumask_weight(cpumask_of(cpu)), 1U);
		KUNIT_EXPECT_EQ(test, cpumask_first(cpumask_of(cpu)), cpu);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, nr_cpu_ids);

	cpumask_copy(&b, cpumask_of(nr_cpu_ids - 1));
	cpumask_andnot(&c, &a, &b);
	KUNIT_EXPECT_EQ(test, cpumask_weight(&c), nr_cpu_ids - 1);
	KUNIT_EXPECT_FALSE(test, cpumask_intersects(&b, &c));
	cpumask_or(&c, &c, &b);
	KUNIT_EXPECT_TRUE(test, cpumask_equal(&a, &c));
	KUNIT_EXPECT_TRUE(test, cpumask_subset(&b, &c));

	n = 0;
	for_each_cpu_wrap(cpu, &a, nr_cpu_ids - 1) {
		if (n == 0)
			KUNIT_EXPECT_EQ(test, cpu, nr_cpu_ids - 1);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, nr_cpu_ids);
	KUNIT_EXPECT_TRUE(test, cpumask_subset(cpu_online_mask, cpu_possible_mask));
	KUNIT_EXPECT_EQ(test, cpumask_weight(cpu_online_mask), num_online_cpus());
}

static struct kunit_case threads_cases[] = {
	KUNIT_CASE(cpumasks),
	KUNIT_CASE(kthread_lifecycle),
	KUNIT_CASE(kthread_stopped_before_it_ran),
	KUNIT_CASE(kthread_bound),
	KUNIT_CASE(work_runs_once_per_queueing),
	KUNIT_CASE(work_cancelled),
	KUNIT_CASE(delayed_work_is_delayed),
	KUNIT_CASE(sleeping_work_does_not_block_others),
	KUNIT_CASE(ordered_queue_keeps_order),
	KUNIT_CASE(flush_and_destroy),
	KUNIT_CASE(work_never_overlaps_itself),
	KUNIT_CASE(tasklets),
	KUNIT_CASE(calls_reach_their_cpus),
	KUNIT_CASE(calls_from_all_to_all),
	KUNIT_CASE(machine_stops),
	{ }
};

static struct kunit_suite threads_suite = {
	.name = "threads",
	.test_cases = threads_cases,
};
kunit_test_suite(threads_suite);
