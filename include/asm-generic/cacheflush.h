/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm-generic/cacheflush.h - keeping caches in step with the map, where the hardware does it alone.
 */
#ifndef _ASM_GENERIC_CACHEFLUSH_H
#define _ASM_GENERIC_CACHEFLUSH_H

#define flush_cache_all()			do { } while (0)
#define flush_cache_mm(mm)			do { } while (0)
#define flush_cache_dup_mm(mm)			do { } while (0)
#define flush_cache_range(vma, start, end)	do { } while (0)
#define flush_cache_page(vma, vmaddr, pfn)	do { } while (0)
#define flush_cache_vmap(start, end)		do { } while (0)
#define flush_cache_vmap_early(start, end)	do { } while (0)
#define flush_cache_vunmap(start, end)		do { } while (0)
#define flush_dcache_page(page)			do { } while (0)
#define flush_dcache_folio(folio)		do { } while (0)
#define flush_icache_range(start, end)		do { } while (0)
#define flush_icache_pages(vma, page, nr)	do { } while (0)
#define flush_icache_user_page(vma, page, addr, len) do { } while (0)

#define copy_to_user_page(vma, page, vaddr, dst, src, len)	memcpy(dst, src, len)
#define copy_from_user_page(vma, page, vaddr, dst, src, len)	memcpy(dst, src, len)

#endif
