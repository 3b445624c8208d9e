/* SPDX-License-Identifier: GPL-2.0-only */
/* bsearch.h - binary search of a sorted array. */
#ifndef _LINUX_BSEARCH_H
#define _LINUX_BSEARCH_H

#include <linux/types.h>

void *bsearch(const void *key, const void *base, size_t num, size_t size, cmp_func_t cmp);

#endif
