// SPDX-License-Identifier: GPL-2.0-only
/*
 * lockdep_kunit.c - deadlocks made on purpose must be reported; what only looks like one must not.
 *
 * Each case has locks of its own classes, so that nothing that it teaches the checker disturbs another.
 * Nothing really deadlocks: orders are shown one after the other by one task, and a lock that is taken twice is
 * two locks of one class. Interrupt context is pretended through the preempt count.
 */
#include <kunit/test.h>
#include <linux/hardirq.h>
#include <linux/mutex.h>
#include <linux/percpu-rwsem.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/seqlock.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include "lockdep_internals.h"

/* ---- reports are caught ---- */

static struct lockdep_catch caught;

static int catch_reports(struct kunit *test)
{
	if (!debug_locks)
		kunit_skip(test, "lockdep is turned off");
	memset(&caught, 0, sizeof(caught));
	current->lockdep.catch = &caught;
	return 0;
}

static void catch_no_more(struct kunit *test)
{
	current->lockdep.catch = NULL;
}

#define EXPECT_REPORT(test, what) \
do { \
	KUNIT_EXPECT_EQ(test, caught.count, 1U); \
	KUNIT_EXPECT_EQ(test, (int)caught.last, (int)(what)); \
	caught.count = 0; \
} while (0)
#define EXPECT_NO_REPORT(test) KUNIT_EXPECT_EQ(test, caught.count, 0U)

/* ---- pretended contexts ---- */

#define in_hardirq_do(what) \
do { \
	local_irq_disable(); \
	__irq_enter(); \
	what; \
	__irq_exit(); \
	local_irq_enable(); \
} while (0)

/* as in __do_softirq(): interrupts on */
#define in_softirq_do(what) \
do { \
	preempt_count_add(SOFTIRQ_OFFSET); \
	what; \
	preempt_count_sub(SOFTIRQ_OFFSET); \
} while (0)

static void spin_ab(spinlock_t *a, spinlock_t *b)
{
	spin_lock(a);
	spin_lock(b);
	spin_unlock(b);
	spin_unlock(a);
}

static void mutex_ab(struct mutex *a, struct mutex *b)
{
	mutex_lock(a);
	mutex_lock(b);
	mutex_unlock(b);
	mutex_unlock(a);
}

static void write_take(rwlock_t *lock)
{
	write_lock(lock);
	write_unlock(lock);
}

static void read_take(rwlock_t *lock)
{
	read_lock(lock);
	read_unlock(lock);
}

static void spin_take(spinlock_t *lock)
{
	spin_lock(lock);
	spin_unlock(lock);
}

/* ---- order ---- */

static void aa_is_recursion(struct kunit *test)
{
	struct mutex lock[2];

	for (int i = 0; i < 2; i++)
		mutex_init(&lock[i]);
	mutex_ab(&lock[0], &lock[1]);
	EXPECT_REPORT(test, LOCKDEP_RECURSIVE);
}

static void subclasses_nest(struct kunit *test)
{
	struct mutex lock[2];

	for (int i = 0; i < 2; i++)
		mutex_init(&lock[i]);
	mutex_lock(&lock[0]);
	mutex_lock_nested(&lock[1], SINGLE_DEPTH_NESTING);
	mutex_unlock(&lock[1]);
	mutex_unlock(&lock[0]);
	EXPECT_NO_REPORT(test);
	/* but only that way round */
	mutex_lock_nested(&lock[0], SINGLE_DEPTH_NESTING);
	mutex_lock(&lock[1]);
	mutex_unlock(&lock[1]);
	mutex_unlock(&lock[0]);
	EXPECT_REPORT(test, LOCKDEP_CIRCULAR);
}

static void nest_lock_allows_any(struct kunit *test)
{
	struct mutex outer, lock[3];

	mutex_init(&outer);
	for (int i = 0; i < 3; i++)
		mutex_init(&lock[i]);
	mutex_lock(&outer);
	for (int i = 0; i < 3; i++)
		mutex_lock_nest_lock(&lock[i], &outer);
	for (int i = 0; i < 3; i++)
		mutex_unlock(&lock[i]);
	mutex_unlock(&outer);
	EXPECT_NO_REPORT(test);
}

static void abba_is_circular(struct kunit *test)
{
	spinlock_t a, b;

	spin_lock_init(&a);
	spin_lock_init(&b);
	spin_ab(&a, &b);
	spin_ab(&a, &b);
	EXPECT_NO_REPORT(test);
	spin_ab(&b, &a);
	EXPECT_REPORT(test, LOCKDEP_CIRCULAR);
	KUNIT_EXPECT_EQ(test, caught.path.len, 2U);
	KUNIT_EXPECT_EQ(test, caught.path.class[0], a.dep_map.class);
	KUNIT_EXPECT_EQ(test, caught.path.class[1], b.dep_map.class);
}

static void abc_is_circular(struct kunit *test)
{
	struct mutex a, b, c;

	mutex_init(&a);
	mutex_init(&b);
	mutex_init(&c);
	mutex_ab(&a, &b);
	mutex_ab(&b, &c);
	mutex_ab(&a, &c);
	EXPECT_NO_REPORT(test);
	mutex_ab(&c, &a);
	EXPECT_REPORT(test, LOCKDEP_CIRCULAR);
}

/* A is taken under C alone, for B was released before */
static void release_out_of_order(struct kunit *test)
{
	struct mutex a, b, c;

	mutex_init(&a);
	mutex_init(&b);
	mutex_init(&c);
	mutex_lock(&b);
	mutex_lock(&c);
	mutex_unlock(&b);
	KUNIT_EXPECT_FALSE(test, lockdep_is_held(&b));
	KUNIT_EXPECT_TRUE(test, lockdep_is_held(&c));
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&c);
	EXPECT_NO_REPORT(test);
	KUNIT_EXPECT_EQ(test, current->lockdep_depth, 0);
	mutex_ab(&a, &c);
	EXPECT_REPORT(test, LOCKDEP_CIRCULAR);
	KUNIT_EXPECT_EQ(test, caught.path.len, 2U);
}

static void trylock_cannot_deadlock(struct kunit *test)
{
	struct mutex a, b, c;

	mutex_init(&a);
	mutex_init(&b);
	mutex_init(&c);
	mutex_ab(&a, &b);
	mutex_lock(&b);
	KUNIT_EXPECT_TRUE(test, mutex_trylock(&a));
	EXPECT_NO_REPORT(test);
	/* what is taken under both depends on both */
	mutex_lock(&c);
	mutex_unlock(&c);
	mutex_unlock(&a);
	mutex_unlock(&b);
	mutex_ab(&c, &b);
	EXPECT_REPORT(test, LOCKDEP_CIRCULAR);
	mutex_ab(&c, &a);
	EXPECT_REPORT(test, LOCKDEP_CIRCULAR);
}

static void kinds_mix(struct kunit *test)
{
	struct rw_semaphore sem;
	struct mutex lock;

	init_rwsem(&sem);
	mutex_init(&lock);
	down_read(&sem);
	mutex_lock(&lock);
	mutex_unlock(&lock);
	up_read(&sem);
	mutex_lock(&lock);
	down_write(&sem);
	up_write(&sem);
	mutex_unlock(&lock);
	EXPECT_REPORT(test, LOCKDEP_CIRCULAR);
}

static void percpu_rwsem_order(struct kunit *test)
{
	struct percpu_rw_semaphore sem;
	struct mutex lock;

	KUNIT_ASSERT_EQ(test, percpu_init_rwsem(&sem), 0);
	mutex_init(&lock);
	percpu_down_read(&sem);
	mutex_lock(&lock);
	mutex_unlock(&lock);
	percpu_up_read(&sem);
	mutex_lock(&lock);
	percpu_down_write(&sem);
	percpu_up_write(&sem);
	mutex_unlock(&lock);
	EXPECT_REPORT(test, LOCKDEP_CIRCULAR);
	percpu_free_rwsem(&sem);
}

/* ---- readers ---- */

static void rwsem_readers_do_not_nest(struct kunit *test)
{
	struct rw_semaphore sem[2];

	for (int i = 0; i < 2; i++)
		init_rwsem(&sem[i]);
	/* a writer may come between the two */
	down_read(&sem[0]);
	down_read(&sem[1]);
	up_read(&sem[1]);
	up_read(&sem[0]);
	EXPECT_REPORT(test, LOCKDEP_RECURSIVE);
}

static void rwlock_readers_nest_in_interrupts(struct kunit *test)
{
	rwlock_t lock[2];

	for (int i = 0; i < 2; i++)
		rwlock_init(&lock[i]);
	read_lock(&lock[0]);
	in_hardirq_do(read_take(&lock[1]));
	read_unlock(&lock[0]);
	EXPECT_NO_REPORT(test);
	read_lock(&lock[0]);
	read_lock(&lock[1]);
	read_unlock(&lock[1]);
	read_unlock(&lock[0]);
	EXPECT_REPORT(test, LOCKDEP_RECURSIVE);
}

/* A recursive reader does not queue: its wait ends when the writer that holds the lock is done. */
static void recursive_readers_cross(struct kunit *test)
{
	static struct lock_class_key key_a, key_b;
	struct lockdep_map a, b;

	lockdep_init_map(&a, "a", &key_a, 0);
	lockdep_init_map(&b, "b", &key_b, 0);
	lock_acquire(&a, 0, 0, 2, LOCK_CHECKED, NULL, 0);
	lock_acquire(&b, 0, 0, 2, LOCK_CHECKED, NULL, 0);
	lock_release(&b, 0);
	lock_release(&a, 0);
	lock_acquire(&b, 0, 0, 2, LOCK_CHECKED, NULL, 0);
	lock_acquire(&a, 0, 0, 2, LOCK_CHECKED, NULL, 0);
	lock_release(&a, 0);
	lock_release(&b, 0);
	EXPECT_NO_REPORT(test);
	/* but a writer of b under a writer of a waits for a reader of b who waits for the writer of a */
	lock_acquire(&a, 0, 0, 0, LOCK_CHECKED, NULL, 0);
	lock_acquire(&b, 0, 0, 0, LOCK_CHECKED, NULL, 0);
	lock_release(&b, 0);
	lock_release(&a, 0);
	EXPECT_REPORT(test, LOCKDEP_CIRCULAR);
}

static void downgraded_writer_is_reader(struct kunit *test)
{
	struct rw_semaphore sem;

	init_rwsem(&sem);
	down_write(&sem);
	KUNIT_EXPECT_TRUE(test, lock_is_held_type(&sem.dep_map, 0));
	downgrade_write(&sem);
	KUNIT_EXPECT_FALSE(test, lock_is_held_type(&sem.dep_map, 0));
	KUNIT_EXPECT_TRUE(test, lock_is_held_type(&sem.dep_map, 1));
	up_read(&sem);
	KUNIT_EXPECT_FALSE(test, lock_is_held(&sem.dep_map));
	EXPECT_NO_REPORT(test);
}

static void seqlock_reader_in_handler(struct kunit *test)
{
	seqlock_t lock;

	seqlock_init(&lock);
	in_hardirq_do(read_seqbegin(&lock));
	/* the handler would spin for ever on the CPU that it interrupted here */
	write_seqlock(&lock);
	/* as each interrupt does when it ends: nothing new */
	local_irq_disable();
	local_irq_enable();
	write_sequnlock(&lock);
	EXPECT_REPORT(test, LOCKDEP_INCONSISTENT);
}

/* ---- interrupts ---- */

static void handler_takes_what_is_held(struct kunit *test)
{
	spinlock_t lock;
	unsigned long flags;

	spin_lock_init(&lock);
	in_hardirq_do(spin_take(&lock));
	spin_lock_irqsave(&lock, flags);
	spin_unlock_irqrestore(&lock, flags);
	EXPECT_NO_REPORT(test);
	spin_take(&lock);
	EXPECT_REPORT(test, LOCKDEP_INCONSISTENT);
}

static void held_then_handler_takes(struct kunit *test)
{
	spinlock_t lock;

	spin_lock_init(&lock);
	spin_take(&lock);
	in_hardirq_do(spin_take(&lock));
	EXPECT_REPORT(test, LOCKDEP_INCONSISTENT);
}

static void softirqs_alike(struct kunit *test)
{
	spinlock_t lock;

	spin_lock_init(&lock);
	in_softirq_do(spin_take(&lock));
	spin_lock_bh(&lock);
	spin_unlock_bh(&lock);
	EXPECT_NO_REPORT(test);
	spin_take(&lock);
	EXPECT_REPORT(test, LOCKDEP_INCONSISTENT);
}

/* interrupts are enabled while a lock that was taken with them off is still held */
static void enabled_while_held(struct kunit *test)
{
	spinlock_t lock;

	spin_lock_init(&lock);
	in_hardirq_do(spin_take(&lock));
	spin_lock_irq(&lock);
	local_irq_enable();
	spin_unlock(&lock);
	EXPECT_REPORT(test, LOCKDEP_INCONSISTENT);
}

static void readers_on_both_sides(struct kunit *test)
{
	rwlock_t lock;

	rwlock_init(&lock);
	in_hardirq_do(read_take(&lock));
	read_take(&lock);
	EXPECT_NO_REPORT(test);
	write_take(&lock);
	EXPECT_REPORT(test, LOCKDEP_INCONSISTENT);
}

static void safe_under_unsafe(struct kunit *test)
{
	spinlock_t safe, unsafe;

	spin_lock_init(&safe);
	spin_lock_init(&unsafe);
	in_hardirq_do(spin_take(&safe));
	spin_take(&unsafe);
	EXPECT_NO_REPORT(test);
	local_irq_disable();
	spin_ab(&safe, &unsafe);
	local_irq_enable();
	EXPECT_REPORT(test, LOCKDEP_IRQ_ORDER);
}

static void safe_far_from_unsafe(struct kunit *test)
{
	spinlock_t safe, middle, unsafe;

	spin_lock_init(&safe);
	spin_lock_init(&middle);
	spin_lock_init(&unsafe);
	in_softirq_do(spin_take(&safe));
	spin_take(&unsafe);
	local_bh_disable();
	spin_ab(&middle, &unsafe);
	EXPECT_NO_REPORT(test);
	spin_ab(&safe, &middle);
	local_bh_enable();
	EXPECT_REPORT(test, LOCKDEP_IRQ_ORDER);
}

static void becomes_safe_later(struct kunit *test)
{
	spinlock_t a, b;

	spin_lock_init(&a);
	spin_lock_init(&b);
	spin_ab(&a, &b);
	EXPECT_NO_REPORT(test);
	/* both are held with interrupts on */
	in_hardirq_do(spin_take(&b));
	EXPECT_REPORT(test, LOCKDEP_INCONSISTENT);
}

static void inversion_by_new_usage(struct kunit *test)
{
	spinlock_t a, b;

	spin_lock_init(&a);
	spin_lock_init(&b);
	local_irq_disable();
	spin_ab(&a, &b);
	local_irq_enable();
	spin_take(&b);
	EXPECT_NO_REPORT(test);
	in_hardirq_do(spin_take(&a));
	EXPECT_REPORT(test, LOCKDEP_IRQ_INVERSION);
}

static void inversion_by_enabling(struct kunit *test)
{
	spinlock_t a, b;

	spin_lock_init(&a);
	spin_lock_init(&b);
	in_hardirq_do(spin_take(&a));
	local_irq_disable();
	spin_ab(&a, &b);
	local_irq_enable();
	EXPECT_NO_REPORT(test);
	spin_take(&b);
	EXPECT_REPORT(test, LOCKDEP_IRQ_INVERSION);
}

/* ---- contexts and places ---- */

static void mutex_under_spinlock(struct kunit *test)
{
	spinlock_t spin;
	struct mutex lock;

	spin_lock_init(&spin);
	mutex_init(&lock);
	mutex_lock(&lock);
	spin_take(&spin);
	mutex_unlock(&lock);
	EXPECT_NO_REPORT(test);
	spin_lock(&spin);
	/* not really: might_sleep() would report it on the console */
	mutex_acquire(&lock.dep_map, 0, 0, 0);
	mutex_release(&lock.dep_map, 0);
	spin_unlock(&spin);
	KUNIT_EXPECT_EQ(test, (int)caught.last, LOCKDEP_CIRCULAR);
	KUNIT_EXPECT_EQ(test, caught.count, 2U);	/* the context first, then the order */
}

static void mutex_under_rcu(struct kunit *test)
{
	struct mutex lock;

	mutex_init(&lock);
	rcu_read_lock();
	mutex_acquire(&lock.dep_map, 0, 0, 0);
	mutex_release(&lock.dep_map, 0);
	rcu_read_unlock();
	EXPECT_REPORT(test, LOCKDEP_WAIT_CONTEXT);
}

static void unlock_of_what_is_not_held(struct kunit *test)
{
	static struct lock_class_key key;
	struct lockdep_map map;

	lockdep_init_map(&map, "map", &key, 0);
	lock_release(&map, 0);
	EXPECT_REPORT(test, LOCKDEP_BAD_UNLOCK);
}

static void freed_while_held(struct kunit *test)
{
	struct mutex *lock = kmalloc(sizeof(*lock), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, lock);
	mutex_init(lock);
	mutex_lock(lock);
	debug_check_no_locks_freed(lock, sizeof(*lock));
	EXPECT_REPORT(test, LOCKDEP_HELD_FREED);
	mutex_init(lock);
	EXPECT_REPORT(test, LOCKDEP_HELD_FREED);
	lock_release(&lock->dep_map, 0);
	kfree(lock);
	EXPECT_NO_REPORT(test);
}

static void held_where_none_may_be(struct kunit *test)
{
	struct mutex lock;

	mutex_init(&lock);
	lockdep_sys_exit();
	EXPECT_NO_REPORT(test);
	mutex_lock(&lock);
	lockdep_sys_exit();
	EXPECT_REPORT(test, LOCKDEP_USER_RETURN);
	debug_check_no_locks_held();
	EXPECT_REPORT(test, LOCKDEP_EXIT_HELD);
	mutex_unlock(&lock);
}

static void never_initialised(struct kunit *test)
{
	struct mutex *lock = kunit_kzalloc(test, sizeof(*lock), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, lock);
	mutex_acquire(&lock->dep_map, 0, 0, 0);
	EXPECT_REPORT(test, LOCKDEP_NO_KEY);
}

static void held_is_known(struct kunit *test)
{
	spinlock_t spin;
	struct mutex lock;
	rwlock_t rw;

	spin_lock_init(&spin);
	rwlock_init(&rw);
	mutex_init(&lock);
	KUNIT_EXPECT_FALSE(test, lockdep_is_held(&lock));
	mutex_lock(&lock);
	KUNIT_EXPECT_TRUE(test, lockdep_is_held(&lock));
	spin_lock(&spin);
	KUNIT_EXPECT_TRUE(test, lockdep_is_held(&spin));
	KUNIT_EXPECT_EQ(test, current->lockdep_depth, 2);
	spin_unlock(&spin);
	mutex_unlock(&lock);
	KUNIT_EXPECT_FALSE(test, lockdep_is_held(&spin));
	read_lock(&rw);
	KUNIT_EXPECT_TRUE(test, lockdep_rwlock_held(&rw, 0));
	KUNIT_EXPECT_FALSE(test, lockdep_rwlock_held(&rw, 1));
	read_unlock(&rw);
	KUNIT_EXPECT_EQ(test, current->lockdep_depth, 0);
	EXPECT_NO_REPORT(test);
}

static void dereference_without_reader(struct kunit *test)
{
	static int value;
	int __rcu *pointer = (int __force __rcu *)&value;

	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, rcu_dereference(pointer), &value);
	rcu_read_unlock();
	KUNIT_EXPECT_PTR_EQ(test, rcu_dereference_check(pointer, true), &value);
	EXPECT_NO_REPORT(test);
	KUNIT_EXPECT_PTR_EQ(test, rcu_dereference(pointer), &value);
	EXPECT_REPORT(test, LOCKDEP_RCU);
}

/* ---- work items ---- */

static struct mutex *work_mutex;

static void take_work_mutex(struct work_struct *work)
{
	mutex_lock(work_mutex);
	mutex_unlock(work_mutex);
}

static void flush_under_what_work_takes(struct kunit *test)
{
	struct work_struct work;
	struct mutex lock;

	mutex_init(&lock);
	work_mutex = &lock;
	INIT_WORK_ONSTACK(&work, take_work_mutex);
	schedule_work(&work);
	flush_work(&work);
	EXPECT_NO_REPORT(test);
	mutex_lock(&lock);
	flush_work(&work);	/* it is not queued: this does not wait, but might have */
	mutex_unlock(&lock);
	EXPECT_REPORT(test, LOCKDEP_CIRCULAR);
}

/* ---- others' locks ---- */

/* Whatever kfree() takes, it is nothing that is held elsewhere with interrupts on. */
static void free_under_what_handler_takes(struct kunit *test)
{
	unsigned long flags;
	spinlock_t lock;

	spin_lock_init(&lock);
	in_hardirq_do(spin_take(&lock));
	kfree(kmalloc(64, GFP_KERNEL));
	spin_lock_irqsave(&lock, flags);
	kfree(kmalloc(64, GFP_ATOMIC));
	spin_unlock_irqrestore(&lock, flags);
	EXPECT_NO_REPORT(test);
}

static struct kunit_case lockdep_cases[] = {
	KUNIT_CASE(aa_is_recursion),
	KUNIT_CASE(subclasses_nest),
	KUNIT_CASE(nest_lock_allows_any),
	KUNIT_CASE(abba_is_circular),
	KUNIT_CASE(abc_is_circular),
	KUNIT_CASE(release_out_of_order),
	KUNIT_CASE(trylock_cannot_deadlock),
	KUNIT_CASE(kinds_mix),
	KUNIT_CASE(percpu_rwsem_order),
	KUNIT_CASE(rwsem_readers_do_not_nest),
	KUNIT_CASE(rwlock_readers_nest_in_interrupts),
	KUNIT_CASE(recursive_readers_cross),
	KUNIT_CASE(downgraded_writer_is_reader),
	KUNIT_CASE(seqlock_reader_in_handler),
	KUNIT_CASE(handler_takes_what_is_held),
	KUNIT_CASE(held_then_handler_takes),
	KUNIT_CASE(softirqs_alike),
	KUNIT_CASE(enabled_while_held),
	KUNIT_CASE(readers_on_both_sides),
	KUNIT_CASE(safe_under_unsafe),
	KUNIT_CASE(safe_far_from_unsafe),
	KUNIT_CASE(becomes_safe_later),
	KUNIT_CASE(inversion_by_new_usage),
	KUNIT_CASE(inversion_by_enabling),
	KUNIT_CASE(mutex_under_spinlock),
	KUNIT_CASE(mutex_under_rcu),
	KUNIT_CASE(unlock_of_what_is_not_held),
	KUNIT_CASE(freed_while_held),
	KUNIT_CASE(held_where_none_may_be),
	KUNIT_CASE(never_initialised),
	KUNIT_CASE(held_is_known),
	KUNIT_CASE(dereference_without_reader),
	KUNIT_CASE(flush_under_what_work_takes),
	KUNIT_CASE(free_under_what_handler_takes),
	{}
};

static struct kunit_suite lockdep_suite = {
	.name = "locking-api-self-tests",
	.init = catch_reports,
	.exit = catch_no_more,
	.test_cases = lockdep_cases,
};
kunit_test_suite(lockdep_suite);
