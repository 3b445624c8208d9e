/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/barrier.h - memory ordering, by the compiler's own fences.
 *
 * With CPUs as fibers nothing is ever out of order, but a barrier, a release and an acquire are where
 * other CPUs may come in between.
 *
 * The thread sanitizer knows no fences, only what single accesses order. So for it marked loads
 * acquire and marked stores release, as they all do on x86 (linux/compiler_tsan.h).
 */
#ifndef _ASM_SIM_BARRIER_H
#define _ASM_SIM_BARRIER_H

#include <linux/compiler.h>
#include <asm/sim_cpu.h>

#ifndef __SANITIZE_THREAD__
#define __sim_fence(order)	__atomic_thread_fence(order)
#define __SIM_LOAD		__ATOMIC_RELAXED
#define __SIM_STORE		__ATOMIC_RELAXED
#else
#define __sim_fence(order)	asm volatile("mfence" : : : "memory")
#define __SIM_LOAD		__ATOMIC_ACQUIRE
#define __SIM_STORE		__ATOMIC_RELEASE
#endif

#define smp_mb()	do { sim_point(); __sim_fence(__ATOMIC_SEQ_CST); } while (0)
#define smp_rmb()	do { sim_point(); __sim_fence(__ATOMIC_ACQUIRE); } while (0)
#define smp_wmb()	do { sim_point(); __sim_fence(__ATOMIC_RELEASE); } while (0)
#define mb()		smp_mb()
#define rmb()		smp_rmb()
#define wmb()		smp_wmb()
#define dma_rmb()	smp_rmb()
#define dma_wmb()	smp_wmb()
#define __smp_mb()	smp_mb()
#define __smp_rmb()	smp_rmb()
#define __smp_wmb()	smp_wmb()

/* Whoever goes on here without the lock that guards the change meets half of it. */
#define change_point()	sim_point()

#define smp_store_mb(var, value)	do { (void)xchg(&(var), value); } while (0)

#define smp_store_release(p, v)						\
do {									\
	sim_point();							\
	__atomic_store_n((p), (typeof(*(p)))(v), __ATOMIC_RELEASE);	\
} while (0)

/* Afterwards, too: what was read may be old news at once, and what it guards may be others' then. */
#define smp_load_acquire(p)						\
({									\
	sim_point();							\
	typeof(*(p)) __sla = __atomic_load_n((p), __ATOMIC_ACQUIRE);	\
	sim_point();							\
	__sla;								\
})

/* Atomic read-modify-writes are sequentially consistent. */
#define smp_mb__before_atomic()	barrier()
#define smp_mb__after_atomic()	barrier()
#define smp_mb__after_spinlock() barrier()
#define smp_mb__after_unlock_lock() barrier()
#define smp_acquire__after_ctrl_dep() smp_rmb()

#ifndef __ASSEMBLY__
/* Every spin loop must call it: the CPU that is waited for has to run. */
static __always_inline void cpu_relax(void)
{
	sim_yield();
}
#endif

#define smp_cond_load_relaxed(ptr, cond_expr)				\
({									\
	typeof(ptr) __scl_p = (ptr);					\
	typeof(*(ptr)) VAL;						\
	for (;;) {							\
		VAL = READ_ONCE(*__scl_p);				\
		if (cond_expr)						\
			break;						\
		cpu_relax();						\
	}								\
	VAL;								\
})

#define smp_cond_load_acquire(ptr, cond_expr)				\
({									\
	typeof(*(ptr)) __scl_v = smp_cond_load_relaxed(ptr, cond_expr);	\
	smp_rmb();							\
	__scl_v;							\
})

#define array_index_mask_nospec(index, size) \
	((unsigned long)(index) < (unsigned long)(size) ? ~0UL : 0UL)

#endif
