/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kthread.h - threads of the kernel itself.
 *
 * Created asleep by kthreadd; wake_up_process() starts the function. It runs until it
 * returns; kthread_stop() asks it to (kthread_should_stop()) and waits for its result.
 */
#ifndef _LINUX_KTHREAD_H
#define _LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/numa.h>
#include <linux/sched.h>

struct mm_struct;
struct completion;

__printf(4, 5) struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node,
							   const char namefmt[], ...);
#define kthread_create(threadfn, data, namefmt, arg...) \
	kthread_create_on_node(threadfn, data, NUMA_NO_NODE, namefmt, ##arg)
struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data, unsigned int cpu,
					  const char *namefmt);

/* created and started; ERR_PTR(-ENOMEM, -EINTR) */
#define kthread_run(threadfn, data, namefmt, ...) \
({ \
	struct task_struct *__k = kthread_create(threadfn, data, namefmt, ## __VA_ARGS__); \
	if (!IS_ERR(__k)) \
		wake_up_process(__k); \
	__k; \
})

/* before it first runs: only there from then on */
void kthread_bind(struct task_struct *k, unsigned int cpu);
void kthread_bind_mask(struct task_struct *k, const struct cpumask *mask);
int kthread_stop(struct task_struct *k);		/* -EINTR: never ran; else its result */
int kthread_stop_put(struct task_struct *k);
bool kthread_should_stop(void);
bool kthread_should_park(void);
bool kthread_freezable_should_stop(bool *was_frozen);
int kthread_park(struct task_struct *k);
void kthread_unpark(struct task_struct *k);
void kthread_parkme(void);
void __noreturn kthread_exit(long result);
void __noreturn kthread_complete_and_exit(struct completion *comp, long code);
void *kthread_data(struct task_struct *k);
void *kthread_func(struct task_struct *k);
void *kthread_probe_data(struct task_struct *k);
/* fork's side: gives @p the structure that a kthread needs; false: no memory */
bool set_kthread_struct(struct task_struct *p);
void free_kthread_struct(struct task_struct *p);

int kthreadd(void *unused);
extern struct task_struct *kthreadd_task;

void kthread_use_mm(struct mm_struct *mm);
void kthread_unuse_mm(struct mm_struct *mm);

#endif
