// SPDX-License-Identifier: GPL-2.0-only
/*
 * init.c - how much memory there is, and the page that is always zero.
 */
#include <linux/cache.h>
#include <linux/linkage.h>
#include <linux/memblock.h>
#include <asm/page.h>
#include <asm/pgtable.h>

unsigned long max_low_pfn __ro_after_init;
unsigned long max_pfn __ro_after_init;

unsigned long empty_zero_page[PAGE_SIZE / sizeof(unsigned long)] __page_aligned_bss;
