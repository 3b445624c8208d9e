/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm-generic/atomic_derived.h - operations on an atomic counter that follow from others.
 *
 * Read once for each type of counter, from the end of <asm/atomic.h> (see <linux/atomic.h>).
 */

static __always_inline void ATOMIC(andnot)(ATOMIC_INT i, ATOMIC_T *v)
{
	ATOMIC(and)(~i, v);
}

static __always_inline ATOMIC_INT ATOMIC(fetch_andnot)(ATOMIC_INT i, ATOMIC_T *v)
{
	return ATOMIC(fetch_and)(~i, v);
}

static __always_inline ATOMIC_INT ATOMIC(add_return)(ATOMIC_INT i, ATOMIC_T *v)
{
	return ATOMIC(fetch_add)(i, v) + i;
}

static __always_inline ATOMIC_INT ATOMIC(sub_return)(ATOMIC_INT i, ATOMIC_T *v)
{
	return ATOMIC(fetch_sub)(i, v) - i;
}

static __always_inline ATOMIC_INT ATOMIC(inc_return)(ATOMIC_T *v)
{
	return ATOMIC(add_return)(1, v);
}

static __always_inline ATOMIC_INT ATOMIC(dec_return)(ATOMIC_T *v)
{
	return ATOMIC(sub_return)(1, v);
}

static __always_inline ATOMIC_INT ATOMIC(fetch_inc)(ATOMIC_T *v)
{
	return ATOMIC(fetch_add)(1, v);
}

static __always_inline ATOMIC_INT ATOMIC(fetch_dec)(ATOMIC_T *v)
{
	return ATOMIC(fetch_sub)(1, v);
}

static __always_inline ATOMIC_INT ATOMIC(xchg)(ATOMIC_T *v, ATOMIC_INT new)
{
	return xchg(&v->counter, new);
}

static __always_inline ATOMIC_INT ATOMIC(cmpxchg)(ATOMIC_T *v, ATOMIC_INT old, ATOMIC_INT new)
{
	return cmpxchg(&v->counter, old, new);
}

static __always_inline bool ATOMIC(try_cmpxchg)(ATOMIC_T *v, ATOMIC_INT *old, ATOMIC_INT new)
{
	return try_cmpxchg(&v->counter, old, new);
}

/* Adds @a unless the value is @u. Return: the value before. */
static __always_inline ATOMIC_INT ATOMIC(fetch_add_unless)(ATOMIC_T *v, ATOMIC_INT a, ATOMIC_INT u)
{
	ATOMIC_INT c = ATOMIC(read)(v);

	do {
		if (unlikely(c == u))
			break;
	} while (!ATOMIC(try_cmpxchg)(v, &c, c + a));
	return c;
}

static __always_inline bool ATOMIC(add_unless)(ATOMIC_T *v, ATOMIC_INT a, ATOMIC_INT u)
{
	return ATOMIC(fetch_add_unless)(v, a, u) != u;
}

static __always_inline bool ATOMIC(inc_not_zero)(ATOMIC_T *v)
{
	return ATOMIC(add_unless)(v, 1, 0);
}

static __always_inline bool ATOMIC(inc_unless_negative)(ATOMIC_T *v)
{
	ATOMIC_INT c = ATOMIC(read)(v);

	do {
		if (unlikely(c < 0))
			return false;
	} while (!ATOMIC(try_cmpxchg)(v, &c, c + 1));
	return true;
}

static __always_inline bool ATOMIC(dec_unless_positive)(ATOMIC_T *v)
{
	ATOMIC_INT c = ATOMIC(read)(v);

	do {
		if (unlikely(c > 0))
			return false;
	} while (!ATOMIC(try_cmpxchg)(v, &c, c - 1));
	return true;
}

/* Return: the value that is there afterwards, or, negative, the one that would be. */
static __always_inline ATOMIC_INT ATOMIC(dec_if_positive)(ATOMIC_T *v)
{
	ATOMIC_INT dec, c = ATOMIC(read)(v);

	do {
		dec = c - 1;
		if (unlikely(dec < 0))
			break;
	} while (!ATOMIC(try_cmpxchg)(v, &c, dec));
	return dec;
}
