/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rcupdate.h - read-copy-update: readers take no lock, memory is freed after they left.
 *
 * A reader is a stretch of code with preemption off; so is any region under a spinlock or with
 * interrupts or softirqs off. A grace period has passed when every CPU was seen outside one:
 * switching tasks, idle, or in user mode. What was unlinked before the grace period
 * began can then be freed. See kernel/rcu/update.c.
 */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/preempt.h>
#include <linux/bottom_half.h>
#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/cleanup.h>
#include <asm/barrier.h>

/* call @func(@head) after a grace period, in softirq context; any context may call */
void call_rcu(struct rcu_head *head, rcu_callback_t func);
#define call_rcu_hurry(head, func)	call_rcu(head, func)
/* wait for a grace period; sleeps */
void synchronize_rcu(void);
#define synchronize_rcu_expedited()	synchronize_rcu()
#define synchronize_rcu_tasks()		synchronize_rcu()
#define synchronize_net()		synchronize_rcu()
/* wait until every callback queued so far has run; sleeps */
void rcu_barrier(void);
/* a cookie of this moment; poll says whether a grace period has passed since */
unsigned long get_state_synchronize_rcu(void);
unsigned long start_poll_synchronize_rcu(void);
bool poll_state_synchronize_rcu(unsigned long oldstate);
void cond_synchronize_rcu(unsigned long oldstate);

void rcu_init(void);
void rcu_sched_clock_irq(int user);
void rcu_cpu_starting(unsigned int cpu);
/* this CPU holds no reader now (also called by each task switch) */
void rcu_note_context_switch(bool preempt);
void rcu_qs(void);
#define rcu_softirq_qs()	rcu_qs()
#define rcu_momentary_dyntick_idle() rcu_qs()
/* around the halt of an idle CPU, interrupts off; the interrupt that ends it may call exit first */
void ct_idle_enter(void);
void ct_idle_exit(void);
#define rcu_idle_enter()	ct_idle_enter()
#define rcu_idle_exit()		ct_idle_exit()
int rcu_needs_cpu(void);
void rcu_end_inkernel_boot(void);
bool rcu_is_watching(void);
extern int rcu_scheduler_active;
void rcu_scheduler_starting(void);
#define rcu_inkernel_boot_has_ended()	(true)
#define rcu_cpu_stall_reset()		do { } while (0)

/* the lock checker shows a reader among the locks held; it waits for nothing, so it is no part of any order */
#ifdef CONFIG_LOCKDEP
extern struct lockdep_map rcu_lock_map;
#define rcu_lock_acquire(map)		lock_acquire(map, 0, 0, 2, 0, NULL, 0)
#define rcu_lock_release(map)		lock_release(map, 0)
#else
#define rcu_lock_acquire(map)		do { } while (0)
#define rcu_lock_release(map)		do { } while (0)
#endif

static __always_inline void rcu_read_lock(void)
{
	preempt_disable();
	rcu_lock_acquire(&rcu_lock_map);
}

static __always_inline void rcu_read_unlock(void)
{
	rcu_lock_release(&rcu_lock_map);
	preempt_enable();
}

static inline void rcu_read_lock_bh(void)
{
	local_bh_disable();
	rcu_lock_acquire(&rcu_lock_map);
}

static inline void rcu_read_unlock_bh(void)
{
	rcu_lock_release(&rcu_lock_map);
	local_bh_enable();
}

#define rcu_read_lock_sched()		preempt_disable()
#define rcu_read_unlock_sched()		preempt_enable()

/* preemption off is all a reader is, so this answers it exactly */
static inline int rcu_read_lock_held(void)
{
	return preempt_count() != 0 || irqs_disabled();
}
#define rcu_read_lock_sched_held()	rcu_read_lock_held()
#define rcu_read_lock_bh_held()		rcu_read_lock_held()
#define rcu_read_lock_any_held()	rcu_read_lock_held()

#ifdef CONFIG_LOCKDEP
#define RCU_LOCKDEP_WARN(c, s) \
do { \
	static bool __warned; \
\
	if (unlikely(!__warned && debug_locks && (c))) { \
		__warned = true; \
		lockdep_rcu_suspicious(__FILE__, __LINE__, s); \
	} \
} while (0)
#else
#define RCU_LOCKDEP_WARN(c, s)		lockdep_assert(!(c))
#endif
#define rcu_sleep_check()		do { } while (0)

/* ---- pointers ---- */

#define RCU_INITIALIZER(v)		(typeof(*(v)) __force __rcu *)(v)
#define RCU_INIT_POINTER(p, v)		WRITE_ONCE(p, __rcu_value(p, v))
#define RCU_POINTER_INITIALIZER(p, v)	.p = RCU_INITIALIZER(v)

/* @p may do without the mark __rcu: where it is read under locks as often as under RCU. */
#ifdef __CHECKER__
#define __rcu_value(p, v)		((__force typeof(p))(v))
#else
#define __rcu_value(p, v)		(v)
#endif

/* publish @v: whoever sees the pointer sees what was stored behind it */
#define rcu_assign_pointer(p, v) \
do { \
	uintptr_t __rv = (uintptr_t)(v); \
	if (__builtin_constant_p(v) && __rv == (uintptr_t)NULL) \
		WRITE_ONCE((p), (typeof(p))__rv); \
	else \
		smp_store_release(&(p), (typeof(p))__rv); \
} while (0)

#define rcu_replace_pointer(p, v, c) \
({ \
	typeof(*(p)) __kernel *__old = rcu_dereference_protected((p), (c)); \
	rcu_assign_pointer((p), (v)); \
	__old; \
})

/* an address dependency orders the load of what is pointed to on every supported CPU */
#define rcu_dereference_raw(p) \
	((typeof(*(p)) __force __kernel *)READ_ONCE(p))
#ifdef CONFIG_LOCKDEP
#define rcu_dereference_check(p, c) \
({ \
	RCU_LOCKDEP_WARN(!((c) || rcu_read_lock_held()), "suspicious rcu_dereference_check() usage"); \
	rcu_dereference_raw(p); \
})
#else
#define rcu_dereference_check(p, c)	rcu_dereference_raw(p)
#endif
#define rcu_dereference(p)		rcu_dereference_check(p, 0)
#define rcu_dereference_bh(p)		rcu_dereference_raw(p)
#define rcu_dereference_sched(p)	rcu_dereference_raw(p)
#define rcu_dereference_bh_check(p, c)	rcu_dereference_raw(p)
#define rcu_dereference_sched_check(p, c) rcu_dereference_raw(p)
#define rcu_dereference_raw_check(p)	rcu_dereference_raw(p)
#define rcu_dereference_protected(p, c) \
({ \
	RCU_LOCKDEP_WARN(!(c), "unprotected"); \
	(typeof(*(p)) __force __kernel *)(p); \
})
#define rcu_access_pointer(p)		((typeof(*(p)) __force __kernel *)READ_ONCE(p))
#define rcu_pointer_handoff(p)		(p)
#define rcu_head_init(head)		do { } while (0)
#define init_rcu_head(head)		do { } while (0)
#define destroy_rcu_head(head)		do { } while (0)
#define init_rcu_head_on_stack(head)	do { } while (0)
#define destroy_rcu_head_on_stack(head)	do { } while (0)

/* ---- freeing ---- */

/*
 * kfree_rcu(ptr, field) frees @ptr after a grace period: the callback is encoded as the offset
 * of the rcu_head in the object, which no function's address is as small as. The form
 * without a field sleeps for the grace period where it cannot get memory for a head.
 */
#define __is_kvfree_rcu_offset(offset)	((offset) < 4096)
void kvfree_call_rcu(struct rcu_head *head, void *ptr);

#define kfree_rcu(ptr, rhf...)		__kvfree_rcu_pick(ptr, ## rhf, kvfree_rcu_arg_2, kvfree_rcu_arg_1)(ptr, ## rhf)
#define kvfree_rcu(ptr, rhf...)		kfree_rcu(ptr, ## rhf)
#define kfree_rcu_mightsleep(ptr)	kvfree_rcu_arg_1(ptr)
#define kvfree_rcu_mightsleep(ptr)	kvfree_rcu_arg_1(ptr)
#define __kvfree_rcu_pick(_1, _2, name, ...)	name

#define kvfree_rcu_arg_2(ptr, rhf) \
do { \
	typeof(ptr) ___p = (ptr); \
	if (___p) { \
		_Static_assert(__is_kvfree_rcu_offset(offsetof(typeof(*(ptr)), rhf)), "rcu_head too far in"); \
		kvfree_call_rcu(&___p->rhf, (void *)___p); \
	} \
} while (0)
#define kvfree_rcu_arg_1(ptr) \
do { \
	typeof(ptr) ___p = (ptr); \
	if (___p) \
		kvfree_call_rcu(NULL, (void *)___p); \
} while (0)

DEFINE_LOCK_GUARD_0(rcu, rcu_read_lock(), rcu_read_unlock())

#endif
