/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mmu_notifier.h - where others who keep translations of an address space will be told.
 *
 * Nothing registers: the calls stand where a range's translations change, and vanish.
 */
#ifndef _LINUX_MMU_NOTIFIER_H
#define _LINUX_MMU_NOTIFIER_H

#include <linux/mm_types.h>

enum mmu_notifier_event {
	MMU_NOTIFY_UNMAP,
	MMU_NOTIFY_CLEAR,
	MMU_NOTIFY_PROTECTION_VMA,
	MMU_NOTIFY_PROTECTION_PAGE,
	MMU_NOTIFY_SOFT_DIRTY,
	MMU_NOTIFY_RELEASE,
	MMU_NOTIFY_MIGRATE,
	MMU_NOTIFY_EXCLUSIVE,
};

struct mmu_notifier_range {
	unsigned long start;
	unsigned long end;
};

static inline void mmu_notifier_range_init(struct mmu_notifier_range *range,
					   enum mmu_notifier_event event, unsigned int flags,
					   struct mm_struct *mm, unsigned long start,
					   unsigned long end)
{
	range->start = start;
	range->end = end;
}

static inline void mmu_notifier_invalidate_range_start(struct mmu_notifier_range *range) { }
static inline void mmu_notifier_invalidate_range_end(struct mmu_notifier_range *range) { }
static inline void mmu_notifier_subscriptions_init(struct mm_struct *mm) { }
static inline void mmu_notifier_subscriptions_destroy(struct mm_struct *mm) { }
static inline void mmu_notifier_release(struct mm_struct *mm) { }

#define ptep_clear_flush_young_notify	ptep_clear_flush_young
#define ptep_clear_young_notify		ptep_test_and_clear_young

#endif /* _LINUX_MMU_NOTIFIER_H */
