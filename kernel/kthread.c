// SPDX-License-Identifier: GPL-2.0-only
/*
 * kthread.c - threads of the kernel.
 *
 * Owns:       struct kthread, in task->worker_private of every PF_KTHREAD task but the idle ones; kthreadd.
 * Invariant:  kthreadd makes all of them, so that they inherit nothing from whoever asks. A thread first
 *             announces itself to its creator and sleeps; it runs its function only after having
 *             been woken, or not at all if it was stopped before.
 * Locks:      kthread_create_lock guards the list of requests.
 */
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm_types.h>
#include <linux/numa.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <asm/mmu_context.h>

struct kthread {
	unsigned long flags;		/* KTHREAD_ bits */
	int result;			/* [I] when exited */
	int (*threadfn)(void *);	/* [I] */
	void *data;			/* [I] */
	struct completion parked;
	struct completion exited;
};

enum { KTHREAD_SHOULD_STOP, KTHREAD_SHOULD_PARK, KTHREAD_PARKED };

struct kthread_create_info {
	int (*threadfn)(void *data);
	void *data;
	const char *name;
	struct task_struct *result;	/* [I] when done */
	struct completion done;
	struct list_head list;		/* [kthread_create_lock] */
};

static DEFINE_SPINLOCK(kthread_create_lock);
static LIST_HEAD(kthread_create_list);
struct task_struct *kthreadd_task;

static struct kthread *to_kthread(struct task_struct *k)
{
	WARN_ON(!(k->flags & PF_KTHREAD));
	return k->worker_private;
}

/**
 * set_kthread_struct() - give a task what a kernel thread needs
 * @p: being created
 *
 * Return: false without memory.
 */
bool set_kthread_struct(struct task_struct *p)
{
	struct kthread *kthread = kzalloc(sizeof(*kthread), GFP_KERNEL);

	if (!kthread)
		return false;
	init_completion(&kthread->parked);
	init_completion(&kthread->exited);
	p->worker_private = kthread;
	/* do_exit() completes it when nothing can run any more */
	p->vfork_done = &kthread->exited;
	return true;
}

void free_kthread_struct(struct task_struct *p)
{
	kfree(p->worker_private);
	p->worker_private = NULL;
}

bool kthread_should_stop(void)
{
	return test_bit(KTHREAD_SHOULD_STOP, &to_kthread(current)->flags);
}

bool kthread_should_park(void)
{
	return test_bit(KTHREAD_SHOULD_PARK, &to_kthread(current)->flags);
}

bool kthread_freezable_should_stop(bool *was_frozen)
{
	if (was_frozen)
		*was_frozen = false;
	return kthread_should_stop();
}

void *kthread_func(struct task_struct *k)
{
	return to_kthread(k)->threadfn;
}

void *kthread_data(struct task_struct *k)
{
	return to_kthread(k)->data;
}

void *kthread_probe_data(struct task_struct *k)
{
	struct kthread *kthread = k->flags & PF_KTHREAD ? k->worker_private : NULL;

	return kthread ? kthread->data : NULL;
}

void __noreturn kthread_exit(long result)
{
	to_kthread(current)->result = result;
	do_exit(0);
}

void __noreturn kthread_complete_and_exit(struct completion *comp, long code)
{
	if (comp)
		complete(comp);
	kthread_exit(code);
}

/* ---- parking ---- */

static void park_self(struct kthread *self)
{
	for (;;) {
		set_current_state(TASK_PARKED);
		if (!test_bit(KTHREAD_SHOULD_PARK, &self->flags))
			break;
		if (!test_and_set_bit(KTHREAD_PARKED, &self->flags))
			complete(&self->parked);
		schedule();
	}
	clear_bit(KTHREAD_PARKED, &self->flags);
	__set_current_state(TASK_RUNNING);
}

void kthread_parkme(void)
{
	park_self(to_kthread(current));
}

/**
 * kthread_park() - have a thread sleep in kthread_parkme()
 * @k: the thread; returns when it does
 *
 * Return: 0, or -ENOSYS if it has exited.
 */
int kthread_park(struct task_struct *k)
{
	struct kthread *kthread = to_kthread(k);

	if (WARN_ON(k->flags & PF_EXITING))
		return -ENOSYS;
	reinit_completion(&kthread->parked);
	set_bit(KTHREAD_SHOULD_PARK, &kthread->flags);
	if (k != current) {
		wake_up_process(k);
		wait_for_completion(&kthread->parked);
		/* parked, but maybe not yet asleep */
		wait_task_inactive(k, TASK_PARKED);
	}
	return 0;
}

void kthread_unpark(struct task_struct *k)
{
	clear_bit(KTHREAD_SHOULD_PARK, &to_kthread(k)->flags);
	wake_up_state(k, TASK_PARKED);
}

/* ---- life ---- */

/* what a new thread runs first */
static int kthread(void *_create)
{
	struct kthread_create_info *create = _create;
	int (*threadfn)(void *data) = create->threadfn;
	void *data = create->data;
	struct kthread *self = to_kthread(current);
	int ret = -EINTR;

	self->threadfn = threadfn;
	self->data = data;
	set_task_comm(current, create->name);
	__set_current_state(TASK_UNINTERRUPTIBLE);
	create->result = current;
	/* @create is the creator's, and gone from here on */
	preempt_disable();
	complete(&create->done);
	schedule_preempt_disabled();
	preempt_enable();

	if (!test_bit(KTHREAD_SHOULD_STOP, &self->flags)) {
		if (test_bit(KTHREAD_SHOULD_PARK, &self->flags))
			park_self(self);
		ret = threadfn(data);
	}
	kthread_exit(ret);
}

static void create_kthread(struct kthread_create_info *create)
{
	pid_t pid = kernel_thread(kthread, create, create->name, CLONE_FS | CLONE_FILES | SIGCHLD);

	if (pid < 0) {
		create->result = ERR_PTR(pid);
		complete(&create->done);
	}
}

int kthreadd(void *unused)
{
	set_task_comm(current, "kthreadd");
	ignore_signals(current);
	set_cpus_allowed_ptr(current, cpu_possible_mask);

	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (list_empty(&kthread_create_list))
			schedule();
		__set_current_state(TASK_RUNNING);

		spin_lock(&kthread_create_lock);
		while (!list_empty(&kthread_create_list)) {
			struct kthread_create_info *create;

			create = list_first_entry(&kthread_create_list, struct kthread_create_info, list);
			list_del_init(&create->list);
			spin_unlock(&kthread_create_lock);
			create_kthread(create);
			spin_lock(&kthread_create_lock);
		}
		spin_unlock(&kthread_create_lock);
	}
	return 0;
}

static struct task_struct *create_vname(int (*threadfn)(void *data), void *data, const char *namefmt,
							va_list args)
{
	char name[TASK_COMM_LEN * 2];
	struct kthread_create_info create = {
		.threadfn = threadfn,
		.data = data,
		.name = name,
	};

	init_completion(&create.done);
	vsnprintf(name, sizeof(name), namefmt, args);
	spin_lock(&kthread_create_lock);
	list_add_tail(&create.list, &kthread_create_list);
	spin_unlock(&kthread_create_lock);
	wake_up_process(kthreadd_task);
	wait_for_completion(&create.done);
	return create.result;
}

/**
 * kthread_create_on_node() - make a kernel thread, asleep
 * @threadfn: what it will run
 * @data: the argument
 * @node: where its memory would best be; a hint
 * @namefmt: printf-style name
 *
 * Return: the task, to be woken, or an ERR_PTR. Context: sleeps.
 */
struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node, const char namefmt[],
					   ...)
{
	struct task_struct *task;
	va_list args;

	va_start(args, namefmt);
	task = create_vname(threadfn, data, namefmt, args);
	va_end(args);
	return task;
}

void kthread_bind_mask(struct task_struct *p, const struct cpumask *mask)
{
	if (WARN_ON(!wait_task_inactive(p, TASK_UNINTERRUPTIBLE)))
		return;
	do_set_cpus_allowed(p, mask);
	p->flags |= PF_NO_SETAFFINITY;
}

void kthread_bind(struct task_struct *p, unsigned int cpu)
{
	kthread_bind_mask(p, cpumask_of(cpu));
}

struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data, unsigned int cpu,
					  const char *namefmt)
{
	struct task_struct *p = kthread_create_on_node(threadfn, data, NUMA_NO_NODE, namefmt, cpu);

	if (!IS_ERR(p))
		kthread_bind(p, cpu);
	return p;
}

/**
 * kthread_stop() - ask a thread to end, and wait
 * @k: must not have exited by itself, unless the caller holds a reference
 *
 * Return: its result; -EINTR if its function never ran.
 */
int kthread_stop(struct task_struct *k)
{
	struct kthread *kthread = to_kthread(k);
	int ret;

	get_task_struct(k);
	set_bit(KTHREAD_SHOULD_STOP, &kthread->flags);
	kthread_unpark(k);
	wake_up_process(k);
	wait_for_completion(&kthread->exited);
	ret = kthread->result;
	put_task_struct(k);
	return ret;
}

int kthread_stop_put(struct task_struct *k)
{
	int ret = kthread_stop(k);

	put_task_struct(k);
	return ret;
}

/* ---- working on a user's address space ---- */

void kthread_use_mm(struct mm_struct *mm)
{
	struct task_struct *tsk = current;
	struct mm_struct *active_mm;

	WARN_ON_ONCE(!(tsk->flags & PF_KTHREAD) || tsk->mm);
	mmgrab(mm);
	task_lock(tsk);
	local_irq_disable();
	active_mm = tsk->active_mm;
	tsk->active_mm = mm;
	tsk->mm = mm;
	switch_mm_irqs_off(active_mm, mm, tsk);
	local_irq_enable();
	task_unlock(tsk);
	mmdrop_lazy_tlb(active_mm);
}

void kthread_unuse_mm(struct mm_struct *mm)
{
	struct task_struct *tsk = current;

	task_lock(tsk);
	local_irq_disable();
	tsk->mm = NULL;
	/* stays active, lazily: the reference of kthread_use_mm() becomes the lazy one */
	enter_lazy_tlb(mm, tsk);
	local_irq_enable();
	task_unlock(tsk);
}
