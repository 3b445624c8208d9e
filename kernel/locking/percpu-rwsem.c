// SPDX-License-Identifier: GPL-2.0-only
/*
 * percpu-rwsem.c - cheap readers, expensive writers.
 *
 * Owns:       struct percpu_rw_semaphore.
 * Invariant:  sum(read_count) is the number of readers, whichever CPU each came and went on. Once
 *             writer is set and a grace period has passed, every later reader sees it: those take
 *             rw_sem for reading to get in, and wake the writer when they leave.
 */
#include <linux/cpumask.h>
#include <linux/percpu-rwsem.h>
#include <linux/sched.h>

/* Context: preemption off on entry and return */
void percpu_down_read_slow(struct percpu_rw_semaphore *sem)
{
	preempt_enable();
	down_read(&sem->rw_sem);	/* waits for the writer */
	this_cpu_inc(*sem->read_count);
	up_read(&sem->rw_sem);
	preempt_disable();
}

void percpu_up_read_slow(struct percpu_rw_semaphore *sem)
{
	this_cpu_dec(*sem->read_count);
	smp_mb();	/* pairs with set_current_state() of the writer: it sees the count or we see it */
	wake_up(&sem->writer_wait);
}

bool percpu_rwsem_no_readers(struct percpu_rw_semaphore *sem)
{
	unsigned int sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(*per_cpu_ptr(sem->read_count, cpu));
	smp_mb();	/* what the readers did, before what the writer does */
	return sum == 0;
}

void percpu_down_write(struct percpu_rw_semaphore *sem)
{
	might_sleep();
	rwsem_acquire(&sem->dep_map, 0, 0, _RET_IP_);
	down_write(&sem->rw_sem);
	WRITE_ONCE(sem->writer, 1);
	/* fast readers that did not see the flag have left their preempt-off section after this */
	synchronize_rcu();
	wait_event(sem->writer_wait, percpu_rwsem_no_readers(sem));
}

void percpu_up_write(struct percpu_rw_semaphore *sem)
{
	/* a fast reader must see all we wrote; a grace period would be dearer than this store */
	smp_store_release(&sem->writer, 0);
	rwsem_release(&sem->dep_map, _RET_IP_);
	up_write(&sem->rw_sem);
}

int __percpu_init_rwsem(struct percpu_rw_semaphore *sem, const char *name, struct lock_class_key *key)
{
	sem->read_count = alloc_percpu(unsigned int);
	if (!sem->read_count)
		return -ENOMEM;
	sem->writer = 0;
	init_rwsem(&sem->rw_sem);
	init_waitqueue_head(&sem->writer_wait);
	lockdep_init_map(&sem->dep_map, name, key, 0);
	return 0;
}

void percpu_free_rwsem(struct percpu_rw_semaphore *sem)
{
	free_percpu(sem->read_count);
	sem->read_count = NULL;
}
