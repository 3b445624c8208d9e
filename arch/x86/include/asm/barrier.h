/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/barrier.h - memory ordering on x86.
 *
 * x86 is TSO: only a store followed by a load of another address may be seen out of order.
 * So every SMP barrier but the full one is a compiler barrier, and so are acquire and release.
 * Devices and write-combining memory need the real fences.
 */
#ifndef _ASM_X86_BARRIER_H
#define _ASM_X86_BARRIER_H

#include <linux/compiler.h>

#ifndef barrier
#define barrier()	asm volatile("" : : : "memory")
#endif

#define mb()		asm volatile("mfence" : : : "memory")
#define rmb()		asm volatile("lfence" : : : "memory")
#define wmb()		asm volatile("sfence" : : : "memory")
#define dma_rmb()	barrier()
#define dma_wmb()	barrier()

/* A locked read-modify-write of the stack is a full barrier, and cheaper than mfence. */
#define smp_mb()	asm volatile("lock addl $0, -4(%%rsp)" : : : "memory", "cc")
#define smp_rmb()	barrier()
#define smp_wmb()	barrier()

#define __smp_mb()	smp_mb()
#define __smp_rmb()	smp_rmb()
#define __smp_wmb()	smp_wmb()

#define smp_store_mb(var, value)	do { (void)xchg(&(var), value); } while (0)

#define smp_store_release(p, v)						\
do {									\
	barrier();							\
	*(volatile typeof(*(p)) *)(p) = (v);				\
} while (0)

#define smp_load_acquire(p)						\
({									\
	typeof(*(p)) ___lav = *(const volatile typeof(*(p)) *)(p);	\
	barrier();							\
	___lav;								\
})

/* Locked instructions are full barriers already. */
#define smp_mb__before_atomic()	barrier()
#define smp_mb__after_atomic()	barrier()
#define smp_mb__after_spinlock() barrier()
#define smp_mb__after_unlock_lock() barrier()
#define smp_acquire__after_ctrl_dep() barrier()

#ifndef __ASSEMBLY__
static __always_inline void rep_nop(void)
{
	asm volatile("pause" : : : "memory");
}

/* Every spin loop must call it: it lets a hyperthread, or an emulator's other CPU, run. */
static __always_inline void cpu_relax(void)
{
	rep_nop();
}
#endif

#define smp_cond_load_relaxed(ptr, cond_expr)				\
({									\
	typeof(ptr) __scl_p = (ptr);					\
	typeof(*(ptr)) VAL;						\
	for (;;) {							\
		VAL = *(const volatile typeof(*__scl_p) *)__scl_p;	\
		if (cond_expr)						\
			break;						\
		cpu_relax();						\
	}								\
	VAL;								\
})

#define smp_cond_load_acquire(ptr, cond_expr)				\
({									\
	typeof(*(ptr)) __scl_v = smp_cond_load_relaxed(ptr, cond_expr);	\
	barrier();							\
	__scl_v;							\
})

#define array_index_mask_nospec(index, size)				\
({									\
	unsigned long __mask;						\
	asm volatile("cmp %1, %2; sbb %0, %0"				\
		     : "=r" (__mask)					\
		     : "g" ((unsigned long)(size)), "r" ((unsigned long)(index)) : "cc"); \
	__mask;								\
})

#endif
