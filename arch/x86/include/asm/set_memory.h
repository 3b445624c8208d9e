/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/set_memory.h - changing the rights of kernel mappings.
 */
#ifndef _ASM_X86_SET_MEMORY_H
#define _ASM_X86_SET_MEMORY_H

#include <linux/types.h>

struct page;

extern int set_memory_ro(unsigned long addr, int numpages);
extern int set_memory_rw(unsigned long addr, int numpages);
extern int set_memory_nx(unsigned long addr, int numpages);
extern int set_memory_x(unsigned long addr, int numpages);
extern int set_memory_rox(unsigned long addr, int numpages);
extern int set_memory_uc(unsigned long addr, int numpages);
extern int set_memory_wb(unsigned long addr, int numpages);
extern int set_memory_np(unsigned long addr, int numpages);
extern int set_memory_p(unsigned long addr, int numpages);
extern int set_direct_map_invalid_noflush(struct page *page);
extern int set_direct_map_default_noflush(struct page *page);
extern bool kernel_page_present(struct page *page);
extern void __kernel_map_pages(struct page *page, int numpages, int enable);

#endif
