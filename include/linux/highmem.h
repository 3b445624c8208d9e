/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * highmem.h - the contents of pages.
 *
 * All memory is in the direct map, so mapping a page means to compute its address. The functions
 * keep the form that they have where that is not so.
 */
#ifndef _LINUX_HIGHMEM_H
#define _LINUX_HIGHMEM_H

#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

static inline void *kmap_local_page(struct page *page)
{
	return page_address(page);
}

static inline void *kmap_local_folio(struct folio *folio, size_t offset)
{
	return folio_address(folio) + offset;
}

static inline void kunmap_local(const void *addr) { }

#define kmap(page)		page_address(page)
#define kunmap(page)		((void)(page))
#define kmap_to_page(addr)	virt_to_page(addr)

/*
 * A page that user space maps at @vaddr. Machines whose caches are indexed by virtual address do
 * something about that.
 */
#ifndef clear_user_page
#define clear_user_page(addr, vaddr, page)	clear_page(addr)
#endif
#ifndef copy_user_page
#define copy_user_page(to, from, vaddr, page)	copy_page(to, from)
#endif

static inline void clear_user_highpage(struct page *page, unsigned long vaddr)
{
	clear_user_page(page_address(page), vaddr, page);
}

static inline void copy_user_highpage(struct page *to, struct page *from, unsigned long vaddr,
				      struct vm_area_struct *vma)
{
	copy_user_page(page_address(to), page_address(from), vaddr, to);
}

static inline void memcpy_from_page(char *to, struct page *page, size_t offset, size_t len)
{
	memcpy(to, page_address(page) + offset, len);
}

static inline void memcpy_to_page(struct page *page, size_t offset, const char *from, size_t len)
{
	memcpy(page_address(page) + offset, from, len);
}

static inline void memcpy_page(struct page *dst, size_t dst_off, struct page *src, size_t src_off,
			       size_t len)
{
	memcpy(page_address(dst) + dst_off, page_address(src) + src_off, len);
}

static inline void memzero_page(struct page *page, size_t offset, size_t len)
{
	memset(page_address(page) + offset, 0, len);
}

static inline void zero_user_segment(struct page *page, unsigned int start, unsigned int end)
{
	memset(page_address(page) + start, 0, end - start);
}

static inline void zero_user(struct page *page, unsigned int start, unsigned int size)
{
	memset(page_address(page) + start, 0, size);
}

/* In the bytes of a folio; a large folio's pages follow one another in the direct map. */

static inline void folio_zero_segment(struct folio *folio, size_t start, size_t end)
{
	memset(folio_address(folio) + start, 0, end - start);
}

static inline void folio_zero_segments(struct folio *folio, size_t start1, size_t end1,
				       size_t start2, size_t end2)
{
	if (end1 > start1)
		folio_zero_segment(folio, start1, end1);
	if (end2 > start2)
		folio_zero_segment(folio, start2, end2);
}

static inline void folio_zero_range(struct folio *folio, size_t start, size_t length)
{
	memset(folio_address(folio) + start, 0, length);
}

static inline void memcpy_from_folio(char *to, struct folio *folio, size_t offset, size_t len)
{
	memcpy(to, folio_address(folio) + offset, len);
}

static inline void memcpy_to_folio(struct folio *folio, size_t offset, const char *from, size_t len)
{
	memcpy(folio_address(folio) + offset, from, len);
}

#endif /* _LINUX_HIGHMEM_H */
