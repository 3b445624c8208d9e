// SPDX-License-Identifier: GPL-2.0-only
/*
 * stop_machine.c - running something while nothing else runs.
 *
 * Owns:       stop_one_cpu(), stop_machine().
 * Invariant:  while stop_machine()'s function runs, every other online CPU spins in a function call with interrupts
 *             off.
 * Locks:      stop_mutex: one stop at a time.
 *
 * stop_one_cpu() runs in a thread of real-time priority that is made for the purpose: it is rare.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/sched.h>
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

struct stop_data {
	atomic_t arrived;	/* CPUs that spin */
	bool release;
};

static void spin_stopped(void *info)
{
	struct stop_data *stop = info;

	atomic_inc(&stop->arrived);
	while (!smp_load_acquire(&stop->release))
		cpu_relax();
	atomic_dec(&stop->arrived);
}

int stop_machine(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus)
{
	struct stop_data stop = { .arrived = ATOMIC_INIT(0) };
	unsigned int others;
	unsigned long flags;
	int ret;

	might_sleep();
	mutex_lock(&stop_mutex);
	preempt_disable();
	others = num_online_cpus() - 1;
	smp_call_function(spin_stopped, &stop, 0);
	while (atomic_read(&stop.arrived) < others)
		cpu_relax();
	local_irq_save(flags);
	ret = fn(data);
	local_irq_restore(flags);
	smp_store_release(&stop.release, true);
	/* @stop is on our stack: until the last has left it */
	while (atomic_read(&stop.arrived))
		cpu_relax();
	preempt_enable();
	mutex_unlock(&stop_mutex);
	return ret;
}
