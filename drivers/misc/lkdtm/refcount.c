// SPDX-License-Identifier: GPL-2.0-only
/*
 * refcount.c - reference counts that go where none may go. refcount_t pins such a count and warns.
 */
#include <linux/limits.h>
#include <linux/refcount.h>
#include "lkdtm.h"

/* Says whether the count was pinned, as it should be. */
static noinline void verdict(const refcount_t *r)
{
	int val = refcount_read(r);

	if (val == REFCOUNT_SATURATED)
		pr_info("Overflow detected: saturated\n");
	else
		pr_err("FAIL: refcount is %d, not saturated\n", val);
}

#define REFCOUNT_CRASH(name, start, action) \
LKDTM_CRASH(REFCOUNT_##name) \
{ \
	refcount_t r = REFCOUNT_INIT(start); \
\
	pr_info("attempting bad refcount_t use from %d\n", refcount_read(&r)); \
	action; \
	verdict(&r); \
}

/* what a decrement reports is not the point here */
static noinline void dec_and_ignore(refcount_t *r, int by)
{
	if (refcount_sub_and_test(by, r))
		pr_err("FAIL: zero reported\n");
}

REFCOUNT_CRASH(INC_OVERFLOW, REFCOUNT_MAX, refcount_inc(&r))
REFCOUNT_CRASH(ADD_OVERFLOW, REFCOUNT_MAX - 1, refcount_add(4, &r))
REFCOUNT_CRASH(INC_ZERO, 0, refcount_inc(&r))
REFCOUNT_CRASH(ADD_ZERO, 0, refcount_add(3, &r))
REFCOUNT_CRASH(DEC_ZERO, 1, refcount_dec(&r))
REFCOUNT_CRASH(DEC_NEGATIVE, 0, refcount_dec(&r))
REFCOUNT_CRASH(SUB_AND_TEST_NEGATIVE, 3, dec_and_ignore(&r, 5))

const struct lkdtm_crash lkdtm_refcounts[] = {
	LKDTM_ENTRY(REFCOUNT_INC_OVERFLOW),
	LKDTM_ENTRY(REFCOUNT_ADD_OVERFLOW),
	LKDTM_ENTRY(REFCOUNT_INC_ZERO),
	LKDTM_ENTRY(REFCOUNT_ADD_ZERO),
	LKDTM_ENTRY(REFCOUNT_DEC_ZERO),
	LKDTM_ENTRY(REFCOUNT_DEC_NEGATIVE),
	LKDTM_ENTRY(REFCOUNT_SUB_AND_TEST_NEGATIVE),
	{}
};
