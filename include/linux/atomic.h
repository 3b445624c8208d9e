/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * atomic.h - atomic counters: atomic_t of 32 bits, atomic64_t, and atomic_long_t, as wide as a long.
 *
 * They have the same operations under three prefixes, so <asm/atomic.h> is read three times. It finds
 *   ATOMIC(op)	the name of an operation
 *   ATOMIC_T	the type of the counter
 *   ATOMIC_INT	the type of its value
 *   ATOMIC_BITS	how wide that is
 * and makes what one or two instructions do:
 *   read, set, read_acquire, set_release
 *   add, sub, and, or, xor, inc, dec			without a result and without order
 *   inc_and_test, dec_and_test, sub_and_test, add_negative
 *   fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor
 * The rest follows from these, or from xchg() and try_cmpxchg(), in asm-generic/. What has a result
 * orders all memory accesses around it, unless its name ends in _acquire, _release or _relaxed.
 */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>

#define ATOMIC(op)	atomic_##op
#define ATOMIC_T	atomic_t
#define ATOMIC_INT	int
#define ATOMIC_BITS	32
#include <asm/atomic.h>
#undef ATOMIC
#undef ATOMIC_T
#undef ATOMIC_INT
#undef ATOMIC_BITS

#define ATOMIC(op)	atomic64_##op
#define ATOMIC_T	atomic64_t
#define ATOMIC_INT	s64
#define ATOMIC_BITS	64
#include <asm/atomic.h>
#undef ATOMIC
#undef ATOMIC_T
#undef ATOMIC_INT

#define ATOMIC(op)	atomic_long_##op
#define ATOMIC_T	atomic_long_t
#define ATOMIC_INT	long
#include <asm/atomic.h>
#undef ATOMIC
#undef ATOMIC_T
#undef ATOMIC_INT
#undef ATOMIC_BITS

#define atomic_cond_read_acquire(v, c)	smp_cond_load_acquire(&(v)->counter, (c))
#define atomic_cond_read_relaxed(v, c)	smp_cond_load_relaxed(&(v)->counter, (c))

#endif
