/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kunit.h - what the test framework's files share; see test.c.
 */
#ifndef _LIB_KUNIT_H
#define _LIB_KUNIT_H

#include <kunit/test.h>

/* Each level of KTAP is indented by four. */
#define KUNIT_INDENT	"    "

void kunit_set_failed(struct kunit *test);

#endif /* _LIB_KUNIT_H */
