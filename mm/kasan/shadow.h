/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shadow.h - the page tables of the shadow.
 */
#ifndef _MM_KASAN_SHADOW_H
#define _MM_KASAN_SHADOW_H

#include <linux/kasan.h>
#include <linux/pgtable.h>

extern u8 kasan_early_shadow_page[PAGE_SIZE];
extern pte_t kasan_early_shadow_pte[PTRS_PER_PTE];
extern pmd_t kasan_early_shadow_pmd[PTRS_PER_PMD];
extern pud_t kasan_early_shadow_pud[PTRS_PER_PUD];

#endif
