// SPDX-License-Identifier: GPL-2.0-only
/*
 * stop_machine.c - running something while nothing else runs.
 *
 * Owns:       stop_one_cpu(), stop_machine().
 * Invariant:  while stop_machine()'s function runs, every other online CPU spins in a thread of
 *             the highest priority, interrupts off; what it stopped there was preemptible.
 * Locks:      stop_mutex: one stop at a time.
 *
 * The threads are made for the purpose: it is rare.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/stop_machine.h>
#include <uapi/linux/sched/types.h>

static DEFINE_MUTEX(stop_mutex);

struct stop_call {
	cpu_stop_fn_t fn;
	void *arg;
	int ret;
	struct completion done;
};

static int stop_thread(void *data)
{
	struct stop_call *call = data;

	call->ret = call->fn(call->arg);
	complete(&call->done);
	return 0;
}

int stop_one_cpu(unsigned int cpu, cpu_stop_fn_t fn, void *arg)
{
	struct sched_param param = { .sched_priority = 99 };
	struct stop_call call = { .fn = fn, .arg = arg };
	struct task_struct *t;

	if (!cpu_online(cpu))
		return -ENOENT;
	t = kthread_create_on_cpu(stop_thread, &call, cpu, "stopper/%u");
	if (IS_ERR(t))
		return PTR_ERR(t);
	init_completion(&call.done);
	sched_setscheduler_nocheck(t, SCHED_FIFO, &param);
	wake_up_process(t);
	wait_for_completion(&call.done);
	return call.ret;
}

/**
 * struct stop_data - one stop of all CPUs
 * @runner: the CPU that runs @fn
 * @nr: how many CPUs there are
 * @arrived: whose threads run: what they interrupted was preemptible [A]
 * @quiet: that have interrupts off [A]
 * @over: @fn has returned
 * @left: threads that still look at this [A]
 */
struct stop_data {
	cpu_stop_fn_t fn;
	void *arg;
	int ret;
	unsigned int runner;
	unsigned int nr;
	atomic_t arrived;
	atomic_t quiet;
	bool over;
	atomic_t left;
	struct completion done;
};

static void wait_for_count(atomic_t *count, unsigned int nr)
{
	while (atomic_read_acquire(count) < nr)
		cpu_relax();
}

/*
 * On every CPU. Interrupts go off only when all have arrived: until then a CPU may still have to
 * answer another one's call.
 */
static int stop_all_thread(void *info)
{
	struct stop_data *stop = info;

	atomic_inc(&stop->arrived);
	wait_for_count(&stop->arrived, stop->nr);
	local_irq_disable();
	atomic_inc(&stop->quiet);
	if (smp_processor_id() == stop->runner) {
		wait_for_count(&stop->quiet, stop->nr);
		stop->ret = stop->fn(stop->arg);
		smp_store_release(&stop->over, true);
	} else {
		while (!smp_load_acquire(&stop->over))
			cpu_relax();
	}
	local_irq_enable();
	if (atomic_dec_and_test(&stop->left))
		complete(&stop->done);
	return 0;
}

/* Make a thread for every CPU before any of them runs. Return: 0 or an errno. */
static int make_stop_threads(struct stop_data *stop, struct task_struct **threads)
{
	struct sched_param param = { .sched_priority = 99 };
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		struct task_struct *t = kthread_create_on_cpu(stop_all_thread, stop, cpu, "stopper/%u");

		if (IS_ERR(t)) {
			while (stop->nr)
				kthread_stop(threads[--stop->nr]);
			return PTR_ERR(t);
		}
		sched_setscheduler_nocheck(t, SCHED_FIFO, &param);
		threads[stop->nr++] = t;
	}
	return 0;
}

/**
 * stop_machine() - run @fn while nothing else runs on any CPU
 *
 * Threads of the highest priority take all CPUs, so what they stop was preemptible: no spinlock is
 * held, and nothing that is done with preemption off is half-done.
 */
int stop_machine(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus)
{
	struct stop_data stop = { .fn = fn, .arg = data };
	struct task_struct **threads;
	unsigned int i;
	int ret;

	might_sleep();
	threads = kmalloc_array(nr_cpu_ids, sizeof(*threads), GFP_KERNEL);
	if (!threads)
		return -ENOMEM;
	mutex_lock(&stop_mutex);
	init_completion(&stop.done);
	stop.runner = cpus ? cpumask_first(cpus) : cpumask_first(cpu_online_mask);
	ret = make_stop_threads(&stop, threads);
	if (!ret) {
		atomic_set(&stop.left, stop.nr);
		for (i = 0; i < stop.nr; i++)
			wake_up_process(threads[i]);
		wait_for_completion(&stop.done);
		ret = stop.ret;
	}
	mutex_unlock(&stop_mutex);
	kfree(threads);
	return ret;
}
