/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm-generic/getorder.h - the smallest block of pages that holds a number of bytes.
 */
#ifndef _ASM_GENERIC_GETORDER_H
#define _ASM_GENERIC_GETORDER_H

#ifndef __ASSEMBLY__
#include <linux/compiler.h>
#include <linux/log2.h>

/**
 * get_order() - order of the block of pages that @size bytes need.
 *
 * Return: 0 for up to one page, 1 for up to two, ...; undefined for 0 bytes.
 */
static __always_inline __attribute_const__ int get_order(unsigned long size)
{
	size = (size - 1) >> PAGE_SHIFT;
	return size ? BITS_PER_LONG - __builtin_clzl(size) : 0;
}

#endif
#endif
