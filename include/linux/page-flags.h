/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * page-flags.h - the flag bits of struct page and struct folio, and page types.
 *
 * Layout of page->flags, from the top: node (NODES_SHIFT bits), zone (3 bits), unused, flags.
 * Node and zone never change after boot (or hotplug), so atomic bit operations below are safe
 * beside them.
 *
 * Flags belong to the whole folio and stand in its first page, but for PG_head's tail
 * marking, PG_hwpoison and PG_anon_exclusive, which speak of one page.  Flags of large folios
 * only (PG_large_rmappable ...) stand in the second page and reuse bits of the first.
 *
 * A page that user space cannot map has a type in the top byte of page_type (the word that is
 * _mapcount otherwise); the values are negative as an int, so that such a page never looks
 * mapped.
 */
#ifndef _LINUX_PAGE_FLAGS_H
#define _LINUX_PAGE_FLAGS_H

#include <linux/types.h>
#include <linux/bug.h>
#include <linux/mmdebug.h>
#include <linux/bitops.h>
#include <linux/numa.h>
#include <linux/mm_types.h>

enum pageflags {
	PG_locked,		/* the folio lock */
	PG_writeback,		/* being written to its store */
	PG_referenced,		/* used since last seen by reclaim */
	PG_uptodate,		/* contents are valid */
	PG_dirty,		/* contents differ from the store */
	PG_lru,			/* on an LRU list */
	PG_head,		/* first page of a large folio */
	PG_waiters,		/* somebody sleeps on a bit of this folio */
	PG_active,		/* on the active list */
	PG_workingset,		/* was evicted from or is in the working set */
	PG_owner_priv_1,	/* belongs to whoever owns the page */
	PG_owner_2,		/* the same; per page for anonymous memory */
	PG_arch_1,
	PG_reserved,		/* not the allocator's: image, firmware, hole */
	PG_private,		/* ->private is in use */
	PG_private_2,
	PG_reclaim,		/* to be reclaimed when writeback ends */
	PG_swapbacked,		/* its store is swap: anonymous or shmem */
	PG_unevictable,		/* reclaim must leave it alone */
	PG_mlocked,		/* in a locked VMA */
	PG_hwpoison,		/* the frame is broken */
	PG_young,		/* idle tracking */
	PG_idle,
	PG_arch_2,
	PG_arch_3,
	__NR_PAGEFLAGS,

	PG_readahead = PG_reclaim,
	PG_checked = PG_owner_priv_1,
	PG_swapcache = PG_owner_priv_1,	/* swap entry in ->private or swap_val */
	PG_mappedtodisk = PG_owner_2,
	PG_anon_exclusive = PG_owner_2,	/* this anonymous page has exactly one owner */
	PG_isolated = PG_reclaim,	/* non-LRU movable page */
	PG_reported = PG_uptodate,	/* free page known to the host */

	/* second page of a large folio */
	PG_has_hwpoisoned = PG_active,
	PG_large_rmappable = PG_workingset,
	PG_partially_mapped = PG_reclaim,
};

#define NR_PAGEFLAGS		__NR_PAGEFLAGS
#define PAGEFLAGS_MASK		((1UL << NR_PAGEFLAGS) - 1)

#define ZONES_WIDTH		3
#define NODES_PGSHIFT		(64 - NODES_SHIFT)
#define ZONES_PGSHIFT		(NODES_PGSHIFT - ZONES_WIDTH)
#define ZONES_MASK		((1UL << ZONES_WIDTH) - 1)
#define NODES_MASK		((1UL << NODES_SHIFT) - 1)
#define ZONEID_PGSHIFT		ZONES_PGSHIFT
static_assert(NR_PAGEFLAGS <= ZONES_PGSHIFT, "page flags collide with zone and node");

/* ---- heads and tails ---------------------------------------------------- */

static __always_inline unsigned long _compound_head(const struct page *page)
{
	/* the word of a head may be a pointer of a list, and change: its bit 0 is clear in any case */
	unsigned long head = data_race(READ_ONCE(page->compound_head));

	return unlikely(head & 1) ? head - 1 : (unsigned long)page;
}

#define compound_head(page)	((typeof(page))_compound_head(page))

#define page_folio(p)							\
	(_Generic((p),							\
		const struct page *: (const struct folio *)_compound_head(p), \
		struct page *: (struct folio *)_compound_head(p)))

#define folio_page(folio, n)	(&(folio)->page + (n))

/* Of a head the word is in a list, whose neighbours may change it meanwhile: addresses are even. */
static __always_inline int PageTail(const struct page *page)
{
	return data_race(READ_ONCE(page->compound_head)) & 1;
}

static __always_inline int PageHead(const struct page *page)
{
	return (READ_ONCE(page->flags) >> PG_head) & 1;
}

static __always_inline int PageCompound(const struct page *page)
{
	return PageHead(page) || PageTail(page);
}

static __always_inline bool folio_test_head(const struct folio *folio)
{
	return (READ_ONCE(folio->flags) >> PG_head) & 1;
}

static __always_inline bool folio_test_large(const struct folio *folio)
{
	return folio_test_head(folio);
}

static __always_inline void __SetPageHead(struct page *page)
{
	page->flags |= 1UL << PG_head;
}

static __always_inline void __ClearPageHead(struct page *page)
{
	page->flags &= ~(1UL << PG_head);
}

static __always_inline void set_compound_head(struct page *page, struct page *head)
{
	WRITE_ONCE(page->compound_head, (unsigned long)head + 1);
}

static __always_inline void clear_compound_head(struct page *page)
{
	WRITE_ONCE(page->compound_head, 0);
}

/* ---- accessors ---------------------------------------------------------- */

/* Which page a page-named accessor means. */
#define PF_ANY(page)		(page)
#define PF_HEAD(page)		compound_head(page)

#define FOLIO_FLAG_N(n, lname, name)					\
static __always_inline bool folio_test_##lname(const struct folio *folio) \
{									\
	return test_bit(PG_##name, &folio_page(folio, n)->flags);	\
}									\
static __always_inline void folio_set_##lname(struct folio *folio)	\
{									\
	set_bit(PG_##name, &folio_page(folio, n)->flags);		\
}									\
static __always_inline void folio_clear_##lname(struct folio *folio)	\
{									\
	clear_bit(PG_##name, &folio_page(folio, n)->flags);		\
}									\
static __always_inline void __folio_set_##lname(struct folio *folio)	\
{									\
	__set_bit(PG_##name, &folio_page(folio, n)->flags);		\
}									\
static __always_inline void __folio_clear_##lname(struct folio *folio)	\
{									\
	__clear_bit(PG_##name, &folio_page(folio, n)->flags);		\
}									\
static __always_inline bool folio_test_set_##lname(struct folio *folio)	\
{									\
	return test_and_set_bit(PG_##name, &folio_page(folio, n)->flags); \
}									\
static __always_inline bool folio_test_clear_##lname(struct folio *folio) \
{									\
	return test_and_clear_bit(PG_##name, &folio_page(folio, n)->flags); \
}

#define PAGE_FLAG(uname, name, policy)					\
static __always_inline int Page##uname(const struct page *page)	\
{									\
	return test_bit(PG_##name, &policy(page)->flags);		\
}									\
static __always_inline void SetPage##uname(struct page *page)		\
{									\
	set_bit(PG_##name, &policy(page)->flags);			\
}									\
static __always_inline void ClearPage##uname(struct page *page)	\
{									\
	clear_bit(PG_##name, &policy(page)->flags);			\
}									\
static __always_inline void __SetPage##uname(struct page *page)	\
{									\
	__set_bit(PG_##name, &policy(page)->flags);			\
}									\
static __always_inline void __ClearPage##uname(struct page *page)	\
{									\
	__clear_bit(PG_##name, &policy(page)->flags);			\
}									\
static __always_inline int TestSetPage##uname(struct page *page)	\
{									\
	return test_and_set_bit(PG_##name, &policy(page)->flags);	\
}									\
static __always_inline int TestClearPage##uname(struct page *page)	\
{									\
	return test_and_clear_bit(PG_##name, &policy(page)->flags);	\
}

#define PAGEFLAG(uname, lname, policy)					\
	FOLIO_FLAG_N(0, lname, lname) PAGE_FLAG(uname, lname, policy)

PAGEFLAG(Locked, locked, PF_HEAD)
PAGEFLAG(Writeback, writeback, PF_HEAD)
PAGEFLAG(Referenced, referenced, PF_HEAD)
PAGEFLAG(Dirty, dirty, PF_HEAD)
PAGEFLAG(LRU, lru, PF_HEAD)
PAGEFLAG(Waiters, waiters, PF_HEAD)
PAGEFLAG(Active, active, PF_HEAD)
PAGEFLAG(Workingset, workingset, PF_HEAD)
PAGEFLAG(Checked, checked, PF_HEAD)
PAGEFLAG(OwnerPriv1, owner_priv_1, PF_ANY)
PAGEFLAG(Reserved, reserved, PF_ANY)
PAGEFLAG(Private, private, PF_HEAD)
PAGEFLAG(Private2, private_2, PF_HEAD)
PAGEFLAG(MappedToDisk, mappedtodisk, PF_HEAD)
PAGEFLAG(Reclaim, reclaim, PF_HEAD)
PAGEFLAG(Readahead, readahead, PF_HEAD)
PAGEFLAG(SwapBacked, swapbacked, PF_HEAD)
PAGEFLAG(Unevictable, unevictable, PF_HEAD)
PAGEFLAG(Mlocked, mlocked, PF_HEAD)
PAGEFLAG(Isolated, isolated, PF_ANY)
PAGEFLAG(Reported, reported, PF_ANY)
PAGE_FLAG(HWPoison, hwpoison, PF_ANY)
PAGE_FLAG(AnonExclusive, anon_exclusive, PF_ANY)
FOLIO_FLAG_N(0, young, young)
FOLIO_FLAG_N(0, idle, idle)
FOLIO_FLAG_N(0, arch_1, arch_1)
FOLIO_FLAG_N(1, has_hwpoisoned, has_hwpoisoned)
FOLIO_FLAG_N(1, large_rmappable, large_rmappable)
FOLIO_FLAG_N(1, partially_mapped, partially_mapped)

static __always_inline bool folio_test_hwpoison(const struct folio *folio)
{
	return test_bit(PG_hwpoison, &folio->flags);
}

/* PG_swapcache shares its bit with others' private flags: only swap-backed folios mean it. */
FOLIO_FLAG_N(0, __swapcache_bit, swapcache)

static __always_inline bool folio_test_swapcache(const struct folio *folio)
{
	return folio_test_swapbacked(folio) && folio_test___swapcache_bit(folio);
}

static __always_inline void folio_set_swapcache(struct folio *folio)
{
	folio_set___swapcache_bit(folio);
}

static __always_inline void folio_clear_swapcache(struct folio *folio)
{
	folio_clear___swapcache_bit(folio);
}

static __always_inline bool PageSwapCache(const struct page *page)
{
	return folio_test_swapcache(page_folio(page));
}

/*
 * Uptodate: the contents were written before the flag.  The barriers pair: whoever sees the
 * flag sees the contents.
 */
static __always_inline bool folio_test_uptodate(const struct folio *folio)
{
	bool ret = test_bit(PG_uptodate, &folio->flags);

	if (ret)
		smp_rmb();	/* pairs with smp_wmb() in folio_mark_uptodate() */
	return ret;
}

static __always_inline int PageUptodate(const struct page *page)
{
	return folio_test_uptodate(page_folio(page));
}

/* For a folio that nobody else can see. */
static __always_inline void __folio_mark_uptodate(struct folio *folio)
{
	smp_wmb();		/* pairs with smp_rmb() in folio_test_uptodate() */
	__set_bit(PG_uptodate, &folio->flags);
}

static __always_inline void folio_mark_uptodate(struct folio *folio)
{
	smp_wmb();		/* pairs with smp_rmb() in folio_test_uptodate() */
	set_bit(PG_uptodate, &folio->flags);
}

static __always_inline void __SetPageUptodate(struct page *page)
{
	__folio_mark_uptodate((struct folio *)page);
}

static __always_inline void SetPageUptodate(struct page *page)
{
	folio_mark_uptodate((struct folio *)page);
}

static __always_inline void folio_clear_uptodate(struct folio *folio)
{
	clear_bit(PG_uptodate, &folio->flags);
}

static __always_inline void ClearPageUptodate(struct page *page)
{
	folio_clear_uptodate(page_folio(page));
}

/*
 * xor_unlock_is_negative_byte() - flip @mask in the lowest byte with release semantics
 *
 * Return: whether bit 7 was set. An architecture that has one instruction for it says so.
 */
#ifndef xor_unlock_is_negative_byte
static __always_inline bool xor_unlock_is_negative_byte(unsigned long mask,
							volatile unsigned long *addr)
{
	unsigned long old = READ_ONCE(*addr);

	while (!try_cmpxchg_release(addr, &old, old ^ mask))
		;
	return (old >> 7) & 1;
}
#endif

/* Makes every bit of @mask, all in the lowest byte, change at once in the folio's flags. */
static __always_inline bool folio_xor_flags_has_waiters(struct folio *folio, unsigned long mask)
{
	BUILD_BUG_ON(PG_waiters != 7);
	return xor_unlock_is_negative_byte(mask, &folio->flags);
}

/* ---- what ->mapping points to ------------------------------------------- */

#define PAGE_MAPPING_ANON	0x1
#define PAGE_MAPPING_MOVABLE	0x2
#define PAGE_MAPPING_KSM	(PAGE_MAPPING_ANON | PAGE_MAPPING_MOVABLE)
#define PAGE_MAPPING_FLAGS	(PAGE_MAPPING_ANON | PAGE_MAPPING_MOVABLE)

static __always_inline bool folio_mapping_flags(const struct folio *folio)
{
	return ((unsigned long)folio->mapping & PAGE_MAPPING_FLAGS) != 0;
}

static __always_inline bool folio_test_anon(const struct folio *folio)
{
	return ((unsigned long)folio->mapping & PAGE_MAPPING_ANON) != 0;
}

static __always_inline bool PageAnon(const struct page *page)
{
	return folio_test_anon(page_folio(page));
}

static __always_inline bool folio_test_ksm(const struct folio *folio)
{
	return ((unsigned long)folio->mapping & PAGE_MAPPING_FLAGS) == PAGE_MAPPING_KSM;
}

static __always_inline bool __folio_test_movable(const struct folio *folio)
{
	return ((unsigned long)folio->mapping & PAGE_MAPPING_FLAGS) == PAGE_MAPPING_MOVABLE;
}

/* Also of a page that is somebody else's, who may just give it a mapping: whoever acts on this looks again. */
static __always_inline bool __PageMovable(const struct page *page)
{
	return ((unsigned long)data_race(page->mapping) & PAGE_MAPPING_FLAGS) == PAGE_MAPPING_MOVABLE;
}

static __always_inline bool PageKsm(const struct page *page)
{
	return folio_test_ksm(page_folio(page));
}

/* ---- types -------------------------------------------------------------- */

enum pagetype {
	PGTY_buddy	= 0xf0,		/* first page of a free block */
	PGTY_offline	= 0xf1,
	PGTY_table	= 0xf2,		/* page table */
	PGTY_guard	= 0xf3,
	PGTY_hugetlb	= 0xf4,
	PGTY_slab	= 0xf5,
	PGTY_zsmalloc	= 0xf6,
	PGTY_unaccepted	= 0xf7,
	PGTY_large_kmalloc = 0xf8,	/* first page of a kmalloc() of whole pages */
	PGTY_mapcount_underflow = 0xff
};

/* No type: _mapcount == -1, mapped nowhere. */
#define PAGE_TYPE_NONE	(~0U)

static inline bool page_type_has_type(int page_type)
{
	return page_type < (int)(PGTY_mapcount_underflow << 24);
}

static inline bool page_has_type(const struct page *page)
{
	return page_type_has_type(READ_ONCE(page->page_type));
}

#define PAGE_TYPE_OPS(uname, lname)					\
static __always_inline bool folio_test_##lname(const struct folio *folio) \
{									\
	return READ_ONCE(folio->page.page_type) >> 24 == PGTY_##lname;	\
}									\
static __always_inline void __folio_set_##lname(struct folio *folio)	\
{									\
	folio->page.page_type = (unsigned int)PGTY_##lname << 24;	\
}									\
static __always_inline void __folio_clear_##lname(struct folio *folio)	\
{									\
	WRITE_ONCE(folio->page.page_type, PAGE_TYPE_NONE);		\
}									\
static __always_inline int Page##uname(const struct page *page)	\
{									\
	return READ_ONCE(page->page_type) >> 24 == PGTY_##lname;	\
}									\
static __always_inline void __SetPage##uname(struct page *page)	\
{									\
	WRITE_ONCE(page->page_type, (unsigned int)PGTY_##lname << 24);	\
}									\
static __always_inline void __ClearPage##uname(struct page *page)	\
{									\
	WRITE_ONCE(page->page_type, PAGE_TYPE_NONE);			\
}

PAGE_TYPE_OPS(Buddy, buddy)
PAGE_TYPE_OPS(Offline, offline)
PAGE_TYPE_OPS(Table, table)
PAGE_TYPE_OPS(Guard, guard)
PAGE_TYPE_OPS(HugeTLB, hugetlb)
PAGE_TYPE_OPS(Zsmalloc, zsmalloc)
PAGE_TYPE_OPS(SlabHead, slab)
PAGE_TYPE_OPS(LargeKmalloc, large_kmalloc)

/* A slab's type stands in its first page. */
static __always_inline bool PageSlab(const struct page *page)
{
	return folio_test_slab(page_folio(page));
}

static __always_inline bool PageHuge(const struct page *page)
{
	return folio_test_hugetlb(page_folio(page));
}

static __always_inline bool folio_test_pmd_mappable(const struct folio *folio)
{
	return folio_test_large(folio) && (folio->_flags_1 & 0xff) >= PAGE_SHIFT - 3;
}

/* ---- masks for the allocator -------------------------------------------- */

#define __PG(name)	(1UL << PG_##name)

/* None of these may be set in a page that is freed: somebody still uses it. */
#define PAGE_FLAGS_CHECK_AT_FREE					\
	(__PG(lru) | __PG(locked) | __PG(private) | __PG(private_2) |	\
	 __PG(writeback) | __PG(reserved) | __PG(active) |		\
	 __PG(unevictable) | __PG(mlocked))

/* None but hwpoison may be left when it is allocated. */
#define PAGE_FLAGS_CHECK_AT_PREP	(PAGEFLAGS_MASK & ~__PG(hwpoison))

/* What of the first two pages' flags belongs to a large folio's state. */
#define PAGE_FLAGS_SECOND						\
	(0xffUL | __PG(has_hwpoisoned) | __PG(large_rmappable) | __PG(partially_mapped))

#define PAGE_FLAGS_PRIVATE	(__PG(private) | __PG(private_2))

static inline int folio_has_private(const struct folio *folio)
{
	return !!(folio->flags & PAGE_FLAGS_PRIVATE);
}

static inline int page_has_private(const struct page *page)
{
	return folio_has_private((const struct folio *)page);
}

#endif
