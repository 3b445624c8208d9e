// SPDX-License-Identifier: GPL-2.0-only
/*
 * shadow.c - writing the shadow, and the functions on blocks of memory that look at it first.
 *
 * Owns:       memcpy(), memmove() and memset() of a kernel with CONFIG_KASAN: the compiler leaves
 *             their arguments to them.
 * Invariant:  the shadow of a range is written by who owns the range.
 * Locks:      none.
 * Elsewhere:  reading the shadow (generic.c), its own memory (init.c, vmalloc.c).
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include "kasan.h"

/**
 * kasan_poison() - forbid access
 * @addr: aligned to a granule
 * @size: rounded up to whole granules
 * @value: why, KASAN_*
 */
void kasan_poison(const void *addr, size_t size, u8 value)
{
	__memset(shadow_of(addr), value, DIV_ROUND_UP(size, KASAN_GRANULE_SIZE));
}

/**
 * kasan_unpoison() - allow access to exactly @size bytes
 * @addr: aligned to a granule
 */
void kasan_unpoison(const void *addr, size_t size)
{
	__memset(shadow_of(addr), 0, size / KASAN_GRANULE_SIZE);
	if (size & KASAN_GRANULE_MASK)
		*shadow_of(addr + size) = size & KASAN_GRANULE_MASK;
}

void kasan_unpoison_range(const void *addr, size_t size)
{
	kasan_unpoison(addr, size);
}

/**
 * kasan_unpoison_task_stack() - forget what the frames of a stack forbade
 *
 * For a stack that begins anew though its functions have not returned.
 */
void kasan_unpoison_task_stack(struct task_struct *task)
{
	kasan_unpoison(task_stack_page(task), THREAD_SIZE);
}

#undef memset
void *memset(void *addr, int c, size_t len)
{
	if (!kasan_check_range(addr, len, true, _RET_IP_))
		return NULL;
	return __memset(addr, c, len);
}

#undef memcpy
void *memcpy(void *dest, const void *src, size_t len)
{
	if (!kasan_check_range(src, len, false, _RET_IP_) ||
	    !kasan_check_range(dest, len, true, _RET_IP_))
		return NULL;
	return __memcpy(dest, src, len);
}

#undef memmove
void *memmove(void *dest, const void *src, size_t len)
{
	if (!kasan_check_range(src, len, false, _RET_IP_) ||
	    !kasan_check_range(dest, len, true, _RET_IP_))
		return NULL;
	return __memmove(dest, src, len);
}
