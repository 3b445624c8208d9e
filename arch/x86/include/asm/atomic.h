/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/atomic.h - 32-bit atomic integers on x86 (64-bit ones: asm/atomic64.h).
 *
 * Every read-modify-write is one locked instruction, or a cmpxchg loop where x86 has none that
 * also returns the old value.
 */
#ifndef _ASM_X86_ATOMIC_H
#define _ASM_X86_ATOMIC_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>

#define ATOMIC_INIT(i)		{ (i) }

static __always_inline int atomic_read(const atomic_t *v)
{
	return *(const volatile int *)&v->counter;
}

static __always_inline void atomic_set(atomic_t *v, int i)
{
	*(volatile int *)&v->counter = i;
}

static __always_inline int atomic_read_acquire(const atomic_t *v)
{
	int ret = atomic_read(v);

	barrier();
	return ret;
}

static __always_inline void atomic_set_release(atomic_t *v, int i)
{
	barrier();
	atomic_set(v, i);
}

static __always_inline void atomic_add(int i, atomic_t *v)
{
	asm volatile("lock addl %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc");
}

static __always_inline void atomic_sub(int i, atomic_t *v)
{
	asm volatile("lock subl %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc");
}

static __always_inline void atomic_and(int i, atomic_t *v)
{
	asm volatile("lock andl %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc");
}

static __always_inline void atomic_or(int i, atomic_t *v)
{
	asm volatile("lock orl %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc");
}

static __always_inline void atomic_xor(int i, atomic_t *v)
{
	asm volatile("lock xorl %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc");
}

static __always_inline void atomic_inc(atomic_t *v)
{
	asm volatile("lock incl %0" : "+m" (v->counter) : : "memory", "cc");
}

static __always_inline bool atomic_inc_and_test(atomic_t *v)
{
	bool zero;

	asm volatile("lock incl %0" : "+m" (v->counter), "=@ccz" (zero) : : "memory");
	return zero;
}

static __always_inline void atomic_dec(atomic_t *v)
{
	asm volatile("lock decl %0" : "+m" (v->counter) : : "memory", "cc");
}

static __always_inline bool atomic_dec_and_test(atomic_t *v)
{
	bool zero;

	asm volatile("lock decl %0" : "+m" (v->counter), "=@ccz" (zero) : : "memory");
	return zero;
}

static __always_inline void atomic_andnot(int i, atomic_t *v)
{
	atomic_and(~i, v);
}

static __always_inline bool atomic_sub_and_test(int i, atomic_t *v)
{
	bool zero;

	asm volatile("lock subl %2, %0" : "+m" (v->counter), "=@ccz" (zero) : "er" (i) : "memory");
	return zero;
}

static __always_inline bool atomic_add_negative(int i, atomic_t *v)
{
	bool negative;

	asm volatile("lock addl %2, %0" : "+m" (v->counter), "=@ccs" (negative) : "er" (i) : "memory");
	return negative;
}

static __always_inline int atomic_fetch_add(int i, atomic_t *v)
{
	return xadd(&v->counter, i);
}

static __always_inline int atomic_fetch_sub(int i, atomic_t *v)
{
	return xadd(&v->counter, -i);
}

static __always_inline int atomic_add_return(int i, atomic_t *v)
{
	return i + xadd(&v->counter, i);
}

static __always_inline int atomic_sub_return(int i, atomic_t *v)
{
	return xadd(&v->counter, -i) - i;
}

static __always_inline int atomic_xchg(atomic_t *v, int new)
{
	return xchg(&v->counter, new);
}

static __always_inline int atomic_cmpxchg(atomic_t *v, int old, int new)
{
	return cmpxchg(&v->counter, old, new);
}

static __always_inline bool atomic_try_cmpxchg(atomic_t *v, int *old, int new)
{
	return try_cmpxchg(&v->counter, old, new);
}

static __always_inline int atomic_fetch_and(int i, atomic_t *v)
{
	int val = atomic_read(v);

	do {
	} while (!atomic_try_cmpxchg(v, &val, val & i));
	return val;
}

static __always_inline int atomic_fetch_or(int i, atomic_t *v)
{
	int val = atomic_read(v);

	do {
	} while (!atomic_try_cmpxchg(v, &val, val | i));
	return val;
}

static __always_inline int atomic_fetch_xor(int i, atomic_t *v)
{
	int val = atomic_read(v);

	do {
	} while (!atomic_try_cmpxchg(v, &val, val ^ i));
	return val;
}

static __always_inline int atomic_fetch_andnot(int i, atomic_t *v)
{
	int val = atomic_read(v);

	do {
	} while (!atomic_try_cmpxchg(v, &val, val & ~i));
	return val;
}

static __always_inline int atomic_fetch_add_unless(atomic_t *v, int a, int u)
{
	int c = atomic_read(v);

	do {
		if (unlikely(c == u))
			break;
	} while (!atomic_try_cmpxchg(v, &c, c + a));
	return c;
}

static __always_inline bool atomic_add_unless(atomic_t *v, int a, int u)
{
	return atomic_fetch_add_unless(v, a, u) != u;
}

static __always_inline bool atomic_inc_not_zero(atomic_t *v)
{
	return atomic_add_unless(v, 1, 0);
}

static __always_inline bool atomic_inc_unless_negative(atomic_t *v)
{
	int c = atomic_read(v);

	do {
		if (unlikely(c < 0))
			return false;
	} while (!atomic_try_cmpxchg(v, &c, c + 1));
	return true;
}

static __always_inline bool atomic_dec_unless_positive(atomic_t *v)
{
	int c = atomic_read(v);

	do {
		if (unlikely(c > 0))
			return false;
	} while (!atomic_try_cmpxchg(v, &c, c - 1));
	return true;
}

static __always_inline int atomic_dec_if_positive(atomic_t *v)
{
	int dec, c = atomic_read(v);

	do {
		dec = c - 1;
		if (unlikely(dec < 0))
			break;
	} while (!atomic_try_cmpxchg(v, &c, dec));
	return dec;
}

#define atomic_inc_return(v)		atomic_add_return(1, v)
#define atomic_dec_return(v)		atomic_sub_return(1, v)
#define atomic_fetch_inc(v)		atomic_fetch_add(1, v)
#define atomic_fetch_dec(v)		atomic_fetch_sub(1, v)

/* Locked operations are fully ordered: the weaker forms are the same instructions. */
#define atomic_add_return_acquire(i, v)	atomic_add_return(i, v)
#define atomic_sub_return_acquire(i, v)	atomic_sub_return(i, v)
#define atomic_fetch_add_acquire(i, v)	atomic_fetch_add(i, v)
#define atomic_fetch_sub_acquire(i, v)	atomic_fetch_sub(i, v)
#define atomic_fetch_and_acquire(i, v)	atomic_fetch_and(i, v)
#define atomic_fetch_or_acquire(i, v)	atomic_fetch_or(i, v)
#define atomic_fetch_xor_acquire(i, v)	atomic_fetch_xor(i, v)
#define atomic_fetch_andnot_acquire(i, v)	atomic_fetch_andnot(i, v)
#define atomic_add_negative_acquire(i, v)	atomic_add_negative(i, v)
#define atomic_inc_return_acquire(v)	atomic_inc_return(v)
#define atomic_dec_return_acquire(v)	atomic_dec_return(v)
#define atomic_fetch_inc_acquire(v)	atomic_fetch_inc(v)
#define atomic_fetch_dec_acquire(v)	atomic_fetch_dec(v)
#define atomic_xchg_acquire(v, n)	atomic_xchg(v, n)
#define atomic_cmpxchg_acquire(v, o, n)	atomic_cmpxchg(v, o, n)
#define atomic_try_cmpxchg_acquire(v, o, n)	atomic_try_cmpxchg(v, o, n)
#define atomic_add_return_release(i, v)	atomic_add_return(i, v)
#define atomic_sub_return_release(i, v)	atomic_sub_return(i, v)
#define atomic_fetch_add_release(i, v)	atomic_fetch_add(i, v)
#define atomic_fetch_sub_release(i, v)	atomic_fetch_sub(i, v)
#define atomic_fetch_and_release(i, v)	atomic_fetch_and(i, v)
#define atomic_fetch_or_release(i, v)	atomic_fetch_or(i, v)
#define atomic_fetch_xor_release(i, v)	atomic_fetch_xor(i, v)
#define atomic_fetch_andnot_release(i, v)	atomic_fetch_andnot(i, v)
#define atomic_add_negative_release(i, v)	atomic_add_negative(i, v)
#define atomic_inc_return_release(v)	atomic_inc_return(v)
#define atomic_dec_return_release(v)	atomic_dec_return(v)
#define atomic_fetch_inc_release(v)	atomic_fetch_inc(v)
#define atomic_fetch_dec_release(v)	atomic_fetch_dec(v)
#define atomic_xchg_release(v, n)	atomic_xchg(v, n)
#define atomic_cmpxchg_release(v, o, n)	atomic_cmpxchg(v, o, n)
#define atomic_try_cmpxchg_release(v, o, n)	atomic_try_cmpxchg(v, o, n)
#define atomic_add_return_relaxed(i, v)	atomic_add_return(i, v)
#define atomic_sub_return_relaxed(i, v)	atomic_sub_return(i, v)
#define atomic_fetch_add_relaxed(i, v)	atomic_fetch_add(i, v)
#define atomic_fetch_sub_relaxed(i, v)	atomic_fetch_sub(i, v)
#define atomic_fetch_and_relaxed(i, v)	atomic_fetch_and(i, v)
#define atomic_fetch_or_relaxed(i, v)	atomic_fetch_or(i, v)
#define atomic_fetch_xor_relaxed(i, v)	atomic_fetch_xor(i, v)
#define atomic_fetch_andnot_relaxed(i, v)	atomic_fetch_andnot(i, v)
#define atomic_add_negative_relaxed(i, v)	atomic_add_negative(i, v)
#define atomic_inc_return_relaxed(v)	atomic_inc_return(v)
#define atomic_dec_return_relaxed(v)	atomic_dec_return(v)
#define atomic_fetch_inc_relaxed(v)	atomic_fetch_inc(v)
#define atomic_fetch_dec_relaxed(v)	atomic_fetch_dec(v)
#define atomic_xchg_relaxed(v, n)	atomic_xchg(v, n)
#define atomic_cmpxchg_relaxed(v, o, n)	atomic_cmpxchg(v, o, n)
#define atomic_try_cmpxchg_relaxed(v, o, n)	atomic_try_cmpxchg(v, o, n)

/* <linux/atomic.h> makes whatever has no such line. */
#define atomic_read atomic_read
#define atomic_set atomic_set
#define atomic_read_acquire atomic_read_acquire
#define atomic_set_release atomic_set_release
#define atomic_add atomic_add
#define atomic_sub atomic_sub
#define atomic_and atomic_and
#define atomic_or atomic_or
#define atomic_xor atomic_xor
#define atomic_inc atomic_inc
#define atomic_inc_and_test atomic_inc_and_test
#define atomic_dec atomic_dec
#define atomic_dec_and_test atomic_dec_and_test
#define atomic_andnot atomic_andnot
#define atomic_sub_and_test atomic_sub_and_test
#define atomic_add_negative atomic_add_negative
#define atomic_fetch_add atomic_fetch_add
#define atomic_fetch_sub atomic_fetch_sub
#define atomic_add_return atomic_add_return
#define atomic_sub_return atomic_sub_return
#define atomic_xchg atomic_xchg
#define atomic_cmpxchg atomic_cmpxchg
#define atomic_try_cmpxchg atomic_try_cmpxchg
#define atomic_fetch_and atomic_fetch_and
#define atomic_fetch_or atomic_fetch_or
#define atomic_fetch_xor atomic_fetch_xor
#define atomic_fetch_andnot atomic_fetch_andnot
#define atomic_fetch_add_unless atomic_fetch_add_unless
#define atomic_add_unless atomic_add_unless
#define atomic_inc_not_zero atomic_inc_not_zero
#define atomic_inc_unless_negative atomic_inc_unless_negative
#define atomic_dec_unless_positive atomic_dec_unless_positive
#define atomic_dec_if_positive atomic_dec_if_positive

#include <asm/atomic64.h>

#endif
