/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/percpu.h - this CPU's copy of a per-CPU variable, at its linked address plus an offset.
 *
 * Invariant: no point lies inside an operation, so neither an interrupt nor another task of this
 * CPU can tear it: the this_cpu_ forms and the raw_cpu_ forms are the same code.
 */
#ifndef _ASM_SIM_PERCPU_H
#define _ASM_SIM_PERCPU_H

#ifndef __ASSEMBLY__
#include <linux/compiler.h>
#include <asm/sim_cpu.h>

#define __my_cpu_offset		(sim_this()->pcpu_offset)
#define arch_raw_cpu_ptr(ptr)	((typeof(*(ptr)) *)((unsigned long)(ptr) + __my_cpu_offset))
#define __pcp_mine(var)		((typeof(var) *)arch_raw_cpu_ptr(&(var)))

/* Marked: other CPUs may look (per_cpu_ptr()). */
#define __pcp_read(var)		((typeof(var))READ_ONCE(*__pcp_mine(var)))
#define __pcp_write(var, val)	WRITE_ONCE(*__pcp_mine(var), (typeof(var))(val))
#define __pcp_op(var, op, val)						\
do {									\
	typeof(var) *__pop = __pcp_mine(var);				\
	WRITE_ONCE(*__pop, *__pop op (val));				\
} while (0)
#define __pcp_add_return(var, val)					\
({									\
	typeof(var) *__par = __pcp_mine(var);				\
	typeof(var) __sum = *__par + (val);				\
	WRITE_ONCE(*__par, __sum);					\
	__sum;								\
})
#define __pcp_xchg(var, val)						\
({									\
	typeof(var) __new = (val);					\
	typeof(var) *__pxp = __pcp_mine(var);				\
	typeof(var) __was = *__pxp;					\
	WRITE_ONCE(*__pxp, __new);					\
	__was;								\
})
#define __pcp_cmpxchg(var, oldval, newval)				\
({									\
	typeof(var) __old = (oldval), __new = (newval);			\
	typeof(var) *__pxp = __pcp_mine(var);				\
	typeof(var) __was = READ_ONCE(*__pxp);				\
	if (__was == __old)						\
		WRITE_ONCE(*__pxp, __new);				\
	__was;								\
})
#define __pcp_try_cmpxchg(var, oldp, newval)				\
({									\
	typeof(var) __want = *(oldp), __found = __pcp_cmpxchg(var, __want, newval); \
	if (__found != __want)						\
		*(oldp) = __found;					\
	__found == __want;						\
})

#define this_cpu_read_1(var)	__pcp_read(var)
#define this_cpu_read_2(var)	__pcp_read(var)
#define this_cpu_read_4(var)	__pcp_read(var)
#define this_cpu_read_8(var)	__pcp_read(var)
#define this_cpu_write_1(var, val)	__pcp_write(var, val)
#define this_cpu_write_2(var, val)	__pcp_write(var, val)
#define this_cpu_write_4(var, val)	__pcp_write(var, val)
#define this_cpu_write_8(var, val)	__pcp_write(var, val)
#define this_cpu_add_1(var, val)	__pcp_op(var, +, val)
#define this_cpu_add_2(var, val)	__pcp_op(var, +, val)
#define this_cpu_add_4(var, val)	__pcp_op(var, +, val)
#define this_cpu_add_8(var, val)	__pcp_op(var, +, val)
#define this_cpu_and_1(var, val)	__pcp_op(var, &, val)
#define this_cpu_and_2(var, val)	__pcp_op(var, &, val)
#define this_cpu_and_4(var, val)	__pcp_op(var, &, val)
#define this_cpu_and_8(var, val)	__pcp_op(var, &, val)
#define this_cpu_or_1(var, val)	__pcp_op(var, |, val)
#define this_cpu_or_2(var, val)	__pcp_op(var, |, val)
#define this_cpu_or_4(var, val)	__pcp_op(var, |, val)
#define this_cpu_or_8(var, val)	__pcp_op(var, |, val)
#define this_cpu_add_return_1(var, val)	__pcp_add_return(var, val)
#define this_cpu_add_return_2(var, val)	__pcp_add_return(var, val)
#define this_cpu_add_return_4(var, val)	__pcp_add_return(var, val)
#define this_cpu_add_return_8(var, val)	__pcp_add_return(var, val)
#define this_cpu_xchg_1(var, val)	__pcp_xchg(var, val)
#define this_cpu_xchg_2(var, val)	__pcp_xchg(var, val)
#define this_cpu_xchg_4(var, val)	__pcp_xchg(var, val)
#define this_cpu_xchg_8(var, val)	__pcp_xchg(var, val)
#define this_cpu_cmpxchg_1(var, old, new)	__pcp_cmpxchg(var, old, new)
#define this_cpu_cmpxchg_2(var, old, new)	__pcp_cmpxchg(var, old, new)
#define this_cpu_cmpxchg_4(var, old, new)	__pcp_cmpxchg(var, old, new)
#define this_cpu_cmpxchg_8(var, old, new)	__pcp_cmpxchg(var, old, new)
#define this_cpu_try_cmpxchg_1(var, oldp, new)	__pcp_try_cmpxchg(var, oldp, new)
#define this_cpu_try_cmpxchg_2(var, oldp, new)	__pcp_try_cmpxchg(var, oldp, new)
#define this_cpu_try_cmpxchg_4(var, oldp, new)	__pcp_try_cmpxchg(var, oldp, new)
#define this_cpu_try_cmpxchg_8(var, oldp, new)	__pcp_try_cmpxchg(var, oldp, new)

#define raw_cpu_read_1(var)	this_cpu_read_1(var)
#define raw_cpu_read_2(var)	this_cpu_read_2(var)
#define raw_cpu_read_4(var)	this_cpu_read_4(var)
#define raw_cpu_read_8(var)	this_cpu_read_8(var)
#define raw_cpu_write_1(var, val)	this_cpu_write_1(var, val)
#define raw_cpu_write_2(var, val)	this_cpu_write_2(var, val)
#define raw_cpu_write_4(var, val)	this_cpu_write_4(var, val)
#define raw_cpu_write_8(var, val)	this_cpu_write_8(var, val)
#define raw_cpu_add_1(var, val)	this_cpu_add_1(var, val)
#define raw_cpu_add_2(var, val)	this_cpu_add_2(var, val)
#define raw_cpu_add_4(var, val)	this_cpu_add_4(var, val)
#define raw_cpu_add_8(var, val)	this_cpu_add_8(var, val)
#define raw_cpu_and_1(var, val)	this_cpu_and_1(var, val)
#define raw_cpu_and_2(var, val)	this_cpu_and_2(var, val)
#define raw_cpu_and_4(var, val)	this_cpu_and_4(var, val)
#define raw_cpu_and_8(var, val)	this_cpu_and_8(var, val)
#define raw_cpu_or_1(var, val)	this_cpu_or_1(var, val)
#define raw_cpu_or_2(var, val)	this_cpu_or_2(var, val)
#define raw_cpu_or_4(var, val)	this_cpu_or_4(var, val)
#define raw_cpu_or_8(var, val)	this_cpu_or_8(var, val)
#define raw_cpu_add_return_1(var, val)	this_cpu_add_return_1(var, val)
#define raw_cpu_add_return_2(var, val)	this_cpu_add_return_2(var, val)
#define raw_cpu_add_return_4(var, val)	this_cpu_add_return_4(var, val)
#define raw_cpu_add_return_8(var, val)	this_cpu_add_return_8(var, val)
#define raw_cpu_xchg_1(var, val)	this_cpu_xchg_1(var, val)
#define raw_cpu_xchg_2(var, val)	this_cpu_xchg_2(var, val)
#define raw_cpu_xchg_4(var, val)	this_cpu_xchg_4(var, val)
#define raw_cpu_xchg_8(var, val)	this_cpu_xchg_8(var, val)
#define raw_cpu_cmpxchg_1(var, old, new)	this_cpu_cmpxchg_1(var, old, new)
#define raw_cpu_cmpxchg_2(var, old, new)	this_cpu_cmpxchg_2(var, old, new)
#define raw_cpu_cmpxchg_4(var, old, new)	this_cpu_cmpxchg_4(var, old, new)
#define raw_cpu_cmpxchg_8(var, old, new)	this_cpu_cmpxchg_8(var, old, new)
#define raw_cpu_try_cmpxchg_1(var, oldp, new)	this_cpu_try_cmpxchg_1(var, oldp, new)
#define raw_cpu_try_cmpxchg_2(var, oldp, new)	this_cpu_try_cmpxchg_2(var, oldp, new)
#define raw_cpu_try_cmpxchg_4(var, oldp, new)	this_cpu_try_cmpxchg_4(var, oldp, new)
#define raw_cpu_try_cmpxchg_8(var, oldp, new)	this_cpu_try_cmpxchg_8(var, oldp, new)

#include <asm-generic/percpu.h>

#endif /* __ASSEMBLY__ */
#endif
