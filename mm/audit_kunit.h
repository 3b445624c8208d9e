/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * audit_kunit.h - for the tests of the auditor: each breaks one thing, and sees it named.
 */
#ifndef _MM_AUDIT_KUNIT_H
#define _MM_AUDIT_KUNIT_H

#include <kunit/test.h>
#include <linux/string.h>
#include "audit.h"

/**
 * struct audit_case - one thing to break
 * @name: of the case
 * @trial: how, and which check finds it
 * @words: that the report must have
 */
struct audit_case {
	const char *name;
	struct audit_trial trial;
	const char *words;
};

#define AUDIT_CASE(check, break, say)					\
	{ .name = #break, .trial = { .only = check, .spoil = break }, .words = say }

/* Two looks: what may settle must be there in both. */
static inline void audit_finds(struct kunit *test, const struct audit_case *c)
{
	struct audit_report report;

	KUNIT_EXPECT_GE(test, audit_try(&report, 2, &c->trial), 1);
	KUNIT_EXPECT_TRUE_MSG(test, strstr(report.first, c->words), "\"%s\" is not in \"%s\"", c->words,
			      report.first);
}

#endif /* _MM_AUDIT_KUNIT_H */
