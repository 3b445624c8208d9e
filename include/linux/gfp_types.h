/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gfp_types.h - what a caller tells the page allocator about an allocation.
 *
 * Four groups of bits: where the memory may lie (zone), how the page may be treated
 * later (mobility, placement), how deep the reserves may be used (watermark), and what
 * the allocator may do to get memory (reclaim, action).  Code combines the groups by the
 * names at the end: GFP_KERNEL where it may sleep, GFP_ATOMIC where it may not.
 */
#ifndef _LINUX_GFP_TYPES_H
#define _LINUX_GFP_TYPES_H

#include <linux/types.h>

enum {
	___GFP_DMA_BIT,
	___GFP_HIGHMEM_BIT,
	___GFP_DMA32_BIT,
	___GFP_MOVABLE_BIT,
	___GFP_RECLAIMABLE_BIT,
	___GFP_HIGH_BIT,
	___GFP_IO_BIT,
	___GFP_FS_BIT,
	___GFP_ZERO_BIT,
	___GFP_UNUSED_BIT,
	___GFP_DIRECT_RECLAIM_BIT,
	___GFP_KSWAPD_RECLAIM_BIT,
	___GFP_WRITE_BIT,
	___GFP_NOWARN_BIT,
	___GFP_RETRY_MAYFAIL_BIT,
	___GFP_NOFAIL_BIT,
	___GFP_NORETRY_BIT,
	___GFP_MEMALLOC_BIT,
	___GFP_COMP_BIT,
	___GFP_NOMEMALLOC_BIT,
	___GFP_HARDWALL_BIT,
	___GFP_THISNODE_BIT,
	___GFP_ACCOUNT_BIT,
	___GFP_ZEROTAGS_BIT,
	___GFP_NOLOCKDEP_BIT,
	___GFP_NO_OBJ_EXT_BIT,
	___GFP_LAST_BIT
};

#define ___GFP(name)		((__force gfp_t)(1u << ___GFP_##name##_BIT))

/* Zone: the highest one allowed.  None set: ZONE_NORMAL. */
#define __GFP_DMA		___GFP(DMA)
#define __GFP_HIGHMEM		___GFP(HIGHMEM)
#define __GFP_DMA32		___GFP(DMA32)
#define __GFP_MOVABLE		___GFP(MOVABLE)		/* also a mobility */
#define GFP_ZONEMASK		(__GFP_DMA | __GFP_HIGHMEM | __GFP_DMA32 | __GFP_MOVABLE)

/* Mobility and placement. */
#define __GFP_RECLAIMABLE	___GFP(RECLAIMABLE)	/* slab with a shrinker */
#define __GFP_WRITE		___GFP(WRITE)		/* will be dirtied */
#define __GFP_HARDWALL		___GFP(HARDWALL)	/* cpuset limits are strict */
#define __GFP_THISNODE		___GFP(THISNODE)	/* no fallback to other nodes */
#define __GFP_ACCOUNT		___GFP(ACCOUNT)		/* charge to the memory cgroup */
#define __GFP_NO_OBJ_EXT	___GFP(NO_OBJ_EXT)

/* Watermark. */
#define __GFP_HIGH		___GFP(HIGH)		/* may use half of the reserve */
#define __GFP_MEMALLOC		___GFP(MEMALLOC)	/* may use all: will free more soon */
#define __GFP_NOMEMALLOC	___GFP(NOMEMALLOC)	/* must not, whatever the context says */

/* Reclaim. */
#define __GFP_IO		___GFP(IO)		/* may start physical I/O */
#define __GFP_FS		___GFP(FS)		/* may call into the filesystem */
#define __GFP_DIRECT_RECLAIM	___GFP(DIRECT_RECLAIM)	/* may reclaim itself, so may sleep */
#define __GFP_KSWAPD_RECLAIM	___GFP(KSWAPD_RECLAIM)	/* may wake kswapd */
#define __GFP_RECLAIM		(__GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM)
#define __GFP_RETRY_MAYFAIL	___GFP(RETRY_MAYFAIL)	/* try hard, no OOM kill */
#define __GFP_NOFAIL		___GFP(NOFAIL)		/* the caller cannot deal with failure */
#define __GFP_NORETRY		___GFP(NORETRY)		/* one light attempt */

/* Action. */
#define __GFP_NOWARN		___GFP(NOWARN)
#define __GFP_COMP		___GFP(COMP)		/* make it a compound page */
#define __GFP_ZERO		___GFP(ZERO)
#define __GFP_ZEROTAGS		___GFP(ZEROTAGS)
#define __GFP_SKIP_ZERO		((__force gfp_t)0)
#define __GFP_SKIP_KASAN	((__force gfp_t)0)
#define __GFP_NOLOCKDEP		___GFP(NOLOCKDEP)

#define __GFP_BITS_SHIFT	___GFP_LAST_BIT
#define __GFP_BITS_MASK		((__force gfp_t)((1 << __GFP_BITS_SHIFT) - 1))

#define GFP_ATOMIC	(__GFP_HIGH | __GFP_KSWAPD_RECLAIM)
#define GFP_KERNEL	(__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_KERNEL_ACCOUNT (GFP_KERNEL | __GFP_ACCOUNT)
#define GFP_NOWAIT	(__GFP_KSWAPD_RECLAIM | __GFP_NOWARN)
#define GFP_NOIO	(__GFP_RECLAIM)
#define GFP_NOFS	(__GFP_RECLAIM | __GFP_IO)
#define GFP_USER	(__GFP_RECLAIM | __GFP_IO | __GFP_FS | __GFP_HARDWALL)
#define GFP_DMA		__GFP_DMA
#define GFP_DMA32	__GFP_DMA32
#define GFP_HIGHUSER	(GFP_USER | __GFP_HIGHMEM)
#define GFP_HIGHUSER_MOVABLE (GFP_HIGHUSER | __GFP_MOVABLE)
#define GFP_TRANSHUGE_LIGHT \
	((GFP_HIGHUSER_MOVABLE | __GFP_COMP | __GFP_NOMEMALLOC | __GFP_NOWARN) & ~__GFP_RECLAIM)
#define GFP_TRANSHUGE	(GFP_TRANSHUGE_LIGHT | __GFP_DIRECT_RECLAIM)

#endif
