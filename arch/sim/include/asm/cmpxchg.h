/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/cmpxchg.h - exchange, compare-and-exchange and exchange-and-add, by the compiler.
 *
 * Each is a point and sequentially consistent, so the _acquire, _release and _relaxed forms are the
 * plain ones. The _local forms are atomic against this CPU alone and no points.
 */
#ifndef _ASM_SIM_CMPXCHG_H
#define _ASM_SIM_CMPXCHG_H

#include <linux/compiler.h>
#include <asm/sim_cpu.h>

#define xchg(ptr, v)							\
({									\
	typeof(*(ptr)) __xn = (v), __xo;				\
	sim_point();							\
	__atomic_exchange((ptr), &__xn, &__xo, __ATOMIC_SEQ_CST);	\
	__xo;								\
})

#define xadd(ptr, inc)	({ sim_point(); __atomic_fetch_add((ptr), (inc), __ATOMIC_SEQ_CST); })

#define __sim_cmpxchg(ptr, old, new)					\
({									\
	typeof(*(ptr)) __co = (old), __cn = (new);			\
	__atomic_compare_exchange((ptr), &__co, &__cn, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
	__co;								\
})

#define __sim_try_cmpxchg(ptr, oldp, new)				\
({									\
	typeof(*(ptr)) __tn = (new), *__to = (void *)(oldp), __told = *__to; \
	_Bool __tok = __atomic_compare_exchange((ptr), &__told, &__tn, 0, \
						__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
	if (unlikely(!__tok))						\
		*__to = __told;						\
	likely(__tok);							\
})

#define cmpxchg(ptr, old, new)		({ sim_point(); __sim_cmpxchg(ptr, old, new); })
#define cmpxchg_local(ptr, old, new)	__sim_cmpxchg(ptr, old, new)
#define try_cmpxchg(ptr, oldp, new)	({ sim_point(); __sim_try_cmpxchg(ptr, oldp, new); })
#define try_cmpxchg_local(ptr, oldp, new) __sim_try_cmpxchg(ptr, oldp, new)

#define xchg_acquire(p, v)	xchg(p, v)
#define xchg_release(p, v)	xchg(p, v)
#define xchg_relaxed(p, v)	xchg(p, v)
#define cmpxchg_acquire(p, o, n)	cmpxchg(p, o, n)
#define cmpxchg_release(p, o, n)	cmpxchg(p, o, n)
#define cmpxchg_relaxed(p, o, n)	cmpxchg(p, o, n)
#define try_cmpxchg_acquire(p, o, n)	try_cmpxchg(p, o, n)
#define try_cmpxchg_release(p, o, n)	try_cmpxchg(p, o, n)
#define try_cmpxchg_relaxed(p, o, n)	try_cmpxchg(p, o, n)

#define cmpxchg64(p, o, n)		cmpxchg(p, o, n)
#define cmpxchg64_relaxed(p, o, n)	cmpxchg(p, o, n)
#define cmpxchg64_local(p, o, n)	cmpxchg_local(p, o, n)
#define try_cmpxchg64(p, o, n)		try_cmpxchg(p, o, n)

#define system_has_cmpxchg128()		0

#endif
