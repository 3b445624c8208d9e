// SPDX-License-Identifier: GPL-2.0-only
/*
 * stop_machine.c - running something on a CPU before anything else, or while nothing else runs at all.
 *
 * Owns:       a thread of the highest priority on every CPU (migration/N), its queue of work.
 * Invariant:  while stop_machine()'s function runs, every other online CPU spins in its stopper with interrupts
 *             off; what the stopper pushed aside there was preemptible: it holds no spinlock, and nothing
 *             that is done with preemption off is half-done.
 * Locks:      stopper->lock guards its queue. stop_mutex: one stop of all at a time, for two that reached the
 *             queues in different orders would wait for each other.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/sched/prio.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/stop_machine.h>
#include <uapi/linux/sched/types.h>

struct cpu_stop_work {
	struct list_head list;		/* [stopper lock] */
	cpu_stop_fn_t fn;
	void *arg;
	int ret;
	atomic_t *todo;			/* works still to be done, of those that were queued together */
	struct completion *done;
};

struct cpu_stopper {
	raw_spinlock_t lock;
	struct list_head works;		/* [lock] */
	struct task_struct *thread;	/* [I] */
	struct cpu_stop_work work;	/* [stop_mutex] for stops of all */
};

static DEFINE_PER_CPU(struct cpu_stopper, cpu_stopper);
static DEFINE_MUTEX(stop_mutex);

static struct cpu_stop_work *next_work(struct cpu_stopper *stopper)
{
	struct cpu_stop_work *work;

	raw_spin_lock_irq(&stopper->lock);
	work = list_first_entry_or_null(&stopper->works, struct cpu_stop_work, list);
	if (work)
		list_del(&work->list);
	raw_spin_unlock_irq(&stopper->lock);
	return work;
}

static int stopper_thread(void *data)
{
	struct cpu_stopper *stopper = data;
	struct cpu_stop_work *work;

	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		work = next_work(stopper);
		if (!work) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		work->ret = work->fn(work->arg);
		if (atomic_dec_and_test(work->todo))
			complete(work->done);
	}
	return 0;
}

static void queue_stop(unsigned int cpu, struct cpu_stop_work *work)
{
	struct cpu_stopper *stopper = per_cpu_ptr(&cpu_stopper, cpu);
	unsigned long flags;

	raw_spin_lock_irqsave(&stopper->lock, flags);
	list_add_tail(&work->list, &stopper->works);
	raw_spin_unlock_irqrestore(&stopper->lock, flags);
	wake_up_process(stopper->thread);
}

/**
 * stop_one_cpu() - run @fn on a CPU before anything else there
 * @cpu: the CPU
 * @fn: runs in a thread of the highest priority
 * @arg: its argument
 *
 * Return: what @fn returns; -ENOENT if @cpu is not online. Context: sleeps.
 */
int stop_one_cpu(unsigned int cpu, cpu_stop_fn_t fn, void *arg)
{
	DECLARE_COMPLETION_ONSTACK(done);
	atomic_t todo = ATOMIC_INIT(1);
	struct cpu_stop_work work = { .fn = fn, .arg = arg, .todo = &todo, .done = &done };

	if (cpu >= nr_cpu_ids || !cpu_online(cpu))
		return -ENOENT;
	queue_stop(cpu, &work);
	wait_for_completion(&done);
	return work.ret;
}

/* one stop of all CPUs */
struct stop_data {
	cpu_stop_fn_t fn;
	void *arg;
	int ret;
	unsigned int runner;	/* the CPU that runs @fn */
	unsigned int nr;	/* how many CPUs there are */
	atomic_t arrived;	/* stoppers that run */
	atomic_t quiet;		/* that have interrupts off */
	bool over;		/* @fn has returned */
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
static int stop_all(void *info)
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
	return 0;
}

/**
 * stop_machine() - run @fn while nothing else runs on any CPU
 * @fn: runs with interrupts off
 * @data: its argument
 * @cpus: on the first of these; NULL: on any
 *
 * Return: what @fn returns. Context: sleeps.
 */
int stop_machine(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus)
{
	DECLARE_COMPLETION_ONSTACK(done);
	struct stop_data stop = { .fn = fn, .arg = data };
	atomic_t todo;
	unsigned int cpu;

	might_sleep();
	mutex_lock(&stop_mutex);
	stop.runner = cpumask_first(cpus ?: cpu_online_mask);
	stop.nr = num_online_cpus();
	atomic_set(&todo, stop.nr);
	/* the stopper of this CPU would take it from us, and wait for those not woken yet */
	preempt_disable();
	for_each_online_cpu(cpu) {
		struct cpu_stop_work *work = &per_cpu_ptr(&cpu_stopper, cpu)->work;

		*work = (struct cpu_stop_work){ .fn = stop_all, .arg = &stop, .todo = &todo, .done = &done };
		queue_stop(cpu, work);
	}
	preempt_enable();
	wait_for_completion(&done);
	mutex_unlock(&stop_mutex);
	return stop.ret;
}

static int start_stopper(unsigned int cpu)
{
	struct sched_param param = { .sched_priority = MAX_RT_PRIO - 1 };
	struct cpu_stopper *stopper = per_cpu_ptr(&cpu_stopper, cpu);
	struct task_struct *t = kthread_create_on_cpu(stopper_thread, stopper, cpu, "migration/%u");

	if (IS_ERR(t))
		return PTR_ERR(t);
	sched_setscheduler_nocheck(t, SCHED_FIFO, &param);
	stopper->thread = t;
	wake_up_process(t);
	return 0;
}

static int __init cpu_stop_init(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		raw_spin_lock_init(&per_cpu_ptr(&cpu_stopper, cpu)->lock);
		INIT_LIST_HEAD(&per_cpu_ptr(&cpu_stopper, cpu)->works);
	}
	return cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "stopper", start_stopper, NULL) < 0 ? -ENOMEM : 0;
}
early_initcall(cpu_stop_init);
