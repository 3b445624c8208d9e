// SPDX-License-Identifier: GPL-2.0-only
/*
 * locking_kunit.c - locks under contention: what they protect stays consistent, and nobody waits for ever.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/mutex.h>
#include <linux/percpu-rwsem.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>
#include "../kunit_threads.h"

#define THREADS	(2 * num_online_cpus() + 1)
#define ROUNDS	2000

/* Two halves that are equal whenever the lock is free; the update between them takes a moment. */
struct pair {
	spinlock_t spin;
	rwlock_t rw;
	struct mutex mutex;
	struct rw_semaphore rwsem;
	struct semaphore sem;
	seqlock_t seq;
	struct percpu_rw_semaphore pcpu;
	unsigned long a, b;
	atomic_t torn;		/* times that a reader saw them differ */
	atomic_t inside, max_inside;
	int flavour;
};

static void pair_update(struct pair *p)
{
	unsigned long v = READ_ONCE(p->a) + 1;

	WRITE_ONCE(p->a, v);
	cpu_relax();
	WRITE_ONCE(p->b, READ_ONCE(p->b) + 1);
	if (READ_ONCE(p->a) != READ_ONCE(p->b))
		atomic_inc(&p->torn);
}

static void pair_check(struct pair *p)
{
	unsigned long a = READ_ONCE(p->a);

	cpu_relax();
	if (READ_ONCE(p->b) != a)
		atomic_inc(&p->torn);
}

static struct pair *pair_alloc(struct kunit *test)
{
	struct pair *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	spin_lock_init(&p->spin);
	rwlock_init(&p->rw);
	mutex_init(&p->mutex);
	init_rwsem(&p->rwsem);
	sema_init(&p->sem, 2);
	seqlock_init(&p->seq);
	return p;
}

static void spin_worker(void *arg, int index)
{
	struct pair *p = arg;
	unsigned long flags;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		switch ((i + index) % 5) {
		case 0:
			spin_lock(&p->spin);
			pair_update(p);
			spin_unlock(&p->spin);
			break;
		case 1:
			spin_lock_irq(&p->spin);
			pair_update(p);
			spin_unlock_irq(&p->spin);
			break;
		case 2:
			spin_lock_bh(&p->spin);
			pair_update(p);
			spin_unlock_bh(&p->spin);
			break;
		case 3:
			spin_lock_irqsave(&p->spin, flags);
			pair_update(p);
			spin_unlock_irqrestore(&p->spin, flags);
			break;
		default:
			while (!spin_trylock(&p->spin))
				cpu_relax();
			pair_update(p);
			spin_unlock(&p->spin);
		}
	}
}

static void spinlock_excludes(struct kunit *test)
{
	struct pair *p = pair_alloc(test);

	run_test_threads(test, THREADS, spin_worker, p);
	KUNIT_EXPECT_EQ(test, p->a, (unsigned long)THREADS * ROUNDS);
	KUNIT_EXPECT_EQ(test, p->b, p->a);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->torn), 0);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&p->spin));
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
}

static void spinlock_states(struct kunit *test)
{
	static DEFINE_SPINLOCK(lock);
	unsigned long flags;

	KUNIT_EXPECT_FALSE(test, spin_is_locked(&lock));
	spin_lock(&lock);
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&lock));
	KUNIT_EXPECT_FALSE(test, spin_is_contended(&lock));
	KUNIT_EXPECT_EQ(test, preempt_count(), (int)PREEMPT_OFFSET);
	KUNIT_EXPECT_EQ(test, spin_trylock(&lock), 0);
	KUNIT_EXPECT_EQ(test, preempt_count(), (int)PREEMPT_OFFSET);
	spin_unlock(&lock);
	KUNIT_EXPECT_EQ(test, spin_trylock(&lock), 1);
	spin_unlock(&lock);
	spin_lock_irqsave(&lock, flags);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	spin_unlock_irqrestore(&lock, flags);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	/* the tickets wrap around */
	lock.rlock.val = 0xffffffff;
	spin_lock(&lock);
	spin_unlock(&lock);
	spin_lock(&lock);
	spin_unlock(&lock);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&lock));
}

static void rwlock_worker(void *arg, int index)
{
	struct pair *p = arg;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		if (index % 2) {
			write_lock(&p->rw);
			pair_update(p);
			write_unlock(&p->rw);
		} else {
			read_lock(&p->rw);
			pair_check(p);
			read_unlock(&p->rw);
		}
	}
}

static void rwlock_excludes(struct kunit *test)
{
	struct pair *p = pair_alloc(test);

	run_test_threads(test, THREADS, rwlock_worker, p);
	KUNIT_EXPECT_EQ(test, p->a, (unsigned long)(THREADS / 2) * ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->torn), 0);
	KUNIT_EXPECT_EQ(test, p->rw.cnts, 0U);

	read_lock(&p->rw);
	KUNIT_EXPECT_EQ(test, read_trylock(&p->rw), 1);
	KUNIT_EXPECT_EQ(test, write_trylock(&p->rw), 0);
	read_unlock(&p->rw);
	read_unlock(&p->rw);
	write_lock(&p->rw);
	KUNIT_EXPECT_EQ(test, read_trylock(&p->rw), 0);
	write_unlock(&p->rw);
}

static void mutex_worker(void *arg, int index)
{
	struct pair *p = arg;
	int i;

	for (i = 0; i < ROUNDS / 4; i++) {
		if (i % 3 == 0)
			while (mutex_lock_interruptible(&p->mutex))
				;
		else
			mutex_lock(&p->mutex);
		pair_update(p);
		/* sometimes sleep with it, so that others sleep for it */
		if (i % 100 == index)
			schedule_timeout_uninterruptible(1);
		mutex_unlock(&p->mutex);
	}
}

static void mutex_excludes(struct kunit *test)
{
	struct pair *p = pair_alloc(test);

	run_test_threads(test, THREADS, mutex_worker, p);
	KUNIT_EXPECT_EQ(test, p->a, (unsigned long)THREADS * (ROUNDS / 4));
	KUNIT_EXPECT_EQ(test, atomic_read(&p->torn), 0);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&p->mutex.owner), 0L);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&p->mutex), 1);
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&p->mutex));
	mutex_unlock(&p->mutex);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&p->mutex));
}

static void rwsem_worker(void *arg, int index)
{
	struct pair *p = arg;
	int i;

	for (i = 0; i < ROUNDS / 4; i++) {
		switch ((index + i) % 6) {
		case 0:
			down_write(&p->rwsem);
			pair_update(p);
			if (i % 50 == 0)
				schedule_timeout_uninterruptible(1);
			up_write(&p->rwsem);
			break;
		case 1:
			down_write(&p->rwsem);
			pair_update(p);
			downgrade_write(&p->rwsem);
			pair_check(p);
			up_read(&p->rwsem);
			break;
		case 2:
			while (down_write_killable(&p->rwsem))
				;
			pair_update(p);
			up_write(&p->rwsem);
			break;
		case 3:
			if (!down_read_trylock(&p->rwsem))
				down_read(&p->rwsem);
			pair_check(p);
			up_read(&p->rwsem);
			break;
		default:
			down_read(&p->rwsem);
			pair_check(p);
			if (i % 100 == 3)
				schedule_timeout_uninterruptible(1);
			up_read(&p->rwsem);
		}
	}
}

static void rwsem_excludes(struct kunit *test)
{
	struct pair *p = pair_alloc(test);

	run_test_threads(test, THREADS, rwsem_worker, p);
	KUNIT_EXPECT_EQ(test, p->a, p->b);
	KUNIT_EXPECT_GT(test, p->a, 0UL);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->torn), 0);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&p->rwsem.count), RWSEM_UNLOCKED_VALUE);
}

static void rwsem_states(struct kunit *test)
{
	static DECLARE_RWSEM(sem);

	down_read(&sem);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&sem), 1);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&sem), 0);
	up_read(&sem);
	up_read(&sem);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&sem), 1);
	KUNIT_EXPECT_TRUE(test, rwsem_is_write_locked(&sem));
	KUNIT_EXPECT_EQ(test, down_read_trylock(&sem), 0);
	downgrade_write(&sem);
	KUNIT_EXPECT_FALSE(test, rwsem_is_write_locked(&sem));
	KUNIT_EXPECT_EQ(test, down_read_trylock(&sem), 1);
	up_read(&sem);
	up_read(&sem);
	KUNIT_EXPECT_FALSE(test, rwsem_is_locked(&sem));
}

/* a writer that waits keeps new readers out, and gets its turn when the reader leaves */
struct rwsem_order {
	struct rw_semaphore sem;
	struct completion writer_done;
	bool wrote;
};

static int rwsem_writer(void *arg)
{
	struct rwsem_order *o = arg;

	down_write(&o->sem);
	o->wrote = true;
	up_write(&o->sem);
	complete(&o->writer_done);
	return 0;
}

static void rwsem_is_fair(struct kunit *test)
{
	struct rwsem_order *o = kunit_kzalloc(test, sizeof(*o), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, o);
	init_rwsem(&o->sem);
	init_completion(&o->writer_done);
	down_read(&o->sem);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(rwsem_writer, o, "kunit/writer")));
	while (!rwsem_is_contended(&o->sem))
		msleep(1);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&o->sem), 0);
	KUNIT_EXPECT_FALSE(test, o->wrote);
	up_read(&o->sem);
	wait_for_completion(&o->writer_done);
	KUNIT_EXPECT_TRUE(test, o->wrote);
}

static void sem_worker(void *arg, int index)
{
	struct pair *p = arg;
	int i, n, max;

	for (i = 0; i < 50; i++) {
		down(&p->sem);
		n = atomic_inc_return(&p->inside);
		max = atomic_read(&p->max_inside);
		while (n > max && !atomic_try_cmpxchg(&p->max_inside, &max, n))
			;
		schedule_timeout_uninterruptible(i % 10 == 0);
		atomic_dec(&p->inside);
		up(&p->sem);
	}
}

static void semaphore_counts(struct kunit *test)
{
	struct pair *p = pair_alloc(test);

	run_test_threads(test, THREADS, sem_worker, p);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->max_inside), 2);
	KUNIT_EXPECT_EQ(test, p->sem.count, 2U);
	KUNIT_EXPECT_EQ(test, down_trylock(&p->sem), 0);
	KUNIT_EXPECT_EQ(test, down_trylock(&p->sem), 0);
	KUNIT_EXPECT_EQ(test, down_trylock(&p->sem), 1);
	KUNIT_EXPECT_EQ(test, down_timeout(&p->sem, 2), -ETIME);
	up(&p->sem);
	up(&p->sem);
}

static void seq_worker(void *arg, int index)
{
	struct pair *p = arg;
	unsigned int seq;
	unsigned long a, b;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		if (index == 0) {
			write_seqlock(&p->seq);
			pair_update(p);
			write_sequnlock(&p->seq);
			continue;
		}
		do {
			seq = read_seqbegin(&p->seq);
			a = READ_ONCE(p->a);
			cpu_relax();
			b = READ_ONCE(p->b);
		} while (read_seqretry(&p->seq, seq));
		if (a != b)
			atomic_inc(&p->torn);
	}
}

static void seqlock_retries(struct kunit *test)
{
	struct pair *p = pair_alloc(test);

	run_test_threads(test, THREADS, seq_worker, p);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->torn), 0);
	KUNIT_EXPECT_EQ(test, p->a, (unsigned long)ROUNDS);
	KUNIT_EXPECT_EQ(test, p->seq.seqcount.sequence, 2U * ROUNDS);
}

static void pcpu_worker(void *arg, int index)
{
	struct pair *p = arg;
	int i;

	for (i = 0; i < (index ? ROUNDS : 10); i++) {
		if (index == 0) {
			percpu_down_write(&p->pcpu);
			pair_update(p);
			percpu_up_write(&p->pcpu);
		} else {
			percpu_down_read(&p->pcpu);
			pair_check(p);
			percpu_up_read(&p->pcpu);
		}
	}
}

static void percpu_rwsem_excludes(struct kunit *test)
{
	struct pair *p = pair_alloc(test);

	KUNIT_ASSERT_EQ(test, percpu_init_rwsem(&p->pcpu), 0);
	run_test_threads(test, THREADS, pcpu_worker, p);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->torn), 0);
	KUNIT_EXPECT_EQ(test, p->a, 10UL);
	KUNIT_EXPECT_TRUE(test, percpu_rwsem_no_readers(&p->pcpu));
	percpu_free_rwsem(&p->pcpu);
}

static struct kunit_case locking_cases[] = {
	KUNIT_CASE(spinlock_states),
	KUNIT_CASE(spinlock_excludes),
	KUNIT_CASE(rwlock_excludes),
	KUNIT_CASE(mutex_excludes),
	KUNIT_CASE(rwsem_states),
	KUNIT_CASE(rwsem_is_fair),
	KUNIT_CASE(rwsem_excludes),
	KUNIT_CASE(semaphore_counts),
	KUNIT_CASE(seqlock_retries),
	KUNIT_CASE(percpu_rwsem_excludes),
	{ }
};

static struct kunit_suite locking_suite = {
	.name = "locking",
	.test_cases = locking_cases,
};
kunit_test_suite(locking_suite);
