/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * percpu-rwsem.h - a rwsem whose readers touch only their own CPU's counter while no
 * writer is about; a writer pays for it with a grace period.
 */
#ifndef _LINUX_PERCPU_RWSEM_H
#define _LINUX_PERCPU_RWSEM_H

#include <linux/kernel.h>
#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/wait.h>

struct percpu_rw_semaphore {
	int writer;			/* [rw_sem] readers must take the slow way */
	unsigned int __percpu *read_count;	/* fast readers; the sum counts */
	struct rw_semaphore rw_sem;	/* slow readers, and writers */
	struct wait_queue_head writer_wait;	/* the writer waits for the sum to be 0 */
	struct lockdep_map dep_map;
};

#define __DEFINE_PERCPU_RWSEM(name, is_static) \
	static DEFINE_PER_CPU(unsigned int, __percpu_rwsem_rc_##name); \
	is_static struct percpu_rw_semaphore name = { \
		.read_count = &__percpu_rwsem_rc_##name, \
		.rw_sem = __RWSEM_INITIALIZER(name.rw_sem), \
		.writer_wait = __WAIT_QUEUE_HEAD_INITIALIZER(name.writer_wait), \
	}
#define DEFINE_PERCPU_RWSEM(name)		__DEFINE_PERCPU_RWSEM(name, )
#define DEFINE_STATIC_PERCPU_RWSEM(name)	__DEFINE_PERCPU_RWSEM(name, static)

void percpu_down_read_slow(struct percpu_rw_semaphore *sem);
void percpu_up_read_slow(struct percpu_rw_semaphore *sem);
void percpu_down_write(struct percpu_rw_semaphore *sem);
void percpu_up_write(struct percpu_rw_semaphore *sem);
int __percpu_init_rwsem(struct percpu_rw_semaphore *sem, const char *name, struct lock_class_key *key);
#define percpu_init_rwsem(sem) \
({ \
	static struct lock_class_key __key; \
\
	__percpu_init_rwsem(sem, #sem, &__key); \
})
void percpu_free_rwsem(struct percpu_rw_semaphore *sem);
bool percpu_rwsem_no_readers(struct percpu_rw_semaphore *sem);

static inline void percpu_down_read(struct percpu_rw_semaphore *sem)
{
	might_sleep();
	rwsem_acquire_read(&sem->dep_map, 0, 0, 0);
	preempt_disable();
	if (likely(!READ_ONCE(sem->writer)))
		this_cpu_inc(*sem->read_count);
	else
		percpu_down_read_slow(sem);
	preempt_enable();
}

static inline bool percpu_down_read_trylock(struct percpu_rw_semaphore *sem)
{
	bool ok;

	preempt_disable();
	ok = !READ_ONCE(sem->writer);
	if (ok)
		this_cpu_inc(*sem->read_count);
	preempt_enable();
	if (ok)
		rwsem_acquire_read(&sem->dep_map, 0, 1, 0);
	return ok;
}

static inline void percpu_up_read(struct percpu_rw_semaphore *sem)
{
	rwsem_release(&sem->dep_map, 0);
	preempt_disable();
	if (likely(!READ_ONCE(sem->writer)))
		this_cpu_dec(*sem->read_count);
	else
		percpu_up_read_slow(sem);
	preempt_enable();
}

#endif
