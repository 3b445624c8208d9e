// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap_area.c - where in an address space something is put.
 *
 *	0 .. mmap_min_addr       never mapped: a NULL pointer plus an offset must fault
 *	program, its heap        from start_brk upwards
 *	                         (mappings grow towards it)
 *	mmap_base                mappings are placed from here downwards
 *	gap                      RLIMIT_STACK, at least 128 MiB: the stack may grow here
 *	stack                    from below STACK_TOP downwards
 *
 * mmap_base, the stack's top, the heap's start and the program itself are shifted by random
 * amounts (randomize_va_space: 0 none, 1 all but the heap, 2 all). The legacy layout, for an
 * unlimited stack or on request, places mappings from a third of the address space upwards.
 *
 * A gap of sufficient length is found by the maple tree, which keeps the largest gap of each
 * subtree. What the tree does not know is the guard gap below a growing VMA: a found gap whose upper
 * neighbour's guard reaches into it is refused, and the search goes on below.
 *
 * Owns:       the sysctls on layout below.
 * Locks:      mmap_lock for get_unmapped_area(); none for layout at exec.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/elf-randomize.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>

#include "mmap.h"
#include "vma.h"

/* An architecture with other numbers defines these in asm/processor.h. */
#ifndef ARCH_MMAP_RND_BITS
#define ARCH_MMAP_RND_BITS	28
#define ARCH_MMAP_RND_BITS_MIN	28
#define ARCH_MMAP_RND_BITS_MAX	32
#endif
#ifndef STACK_RND_MASK
#define STACK_RND_MASK	(0x3fffffUL)	/* pages: 16 GiB */
#endif

int randomize_va_space __read_mostly = 2;			/* 0..2 */
const int mmap_rnd_bits_min = ARCH_MMAP_RND_BITS_MIN;
const int mmap_rnd_bits_max = ARCH_MMAP_RND_BITS_MAX;
int mmap_rnd_bits __read_mostly = ARCH_MMAP_RND_BITS;		/* min..max */
int sysctl_legacy_va_layout __read_mostly;			/* 0..1 */
unsigned long mmap_min_addr __read_mostly = CONFIG_DEFAULT_MMAP_MIN_ADDR;
unsigned long dac_mmap_min_addr __read_mostly = CONFIG_DEFAULT_MMAP_MIN_ADDR;

static int __init disable_randmaps(char *s)
{
	randomize_va_space = 0;
	return 1;
}
__setup("norandmaps", disable_randmaps);

/* ---- gaps ---- */

static unsigned long unmapped_area_up(struct vma_iterator *vmi, struct vm_unmapped_area_info *info,
				      unsigned long length)
{
	unsigned long low = max(info->low_limit, mmap_min_addr), high = info->high_limit, gap;
	struct vm_area_struct *next;

	for (;;) {
		if (mas_empty_area(&vmi->mas, low, high - 1, length))
			return -ENOMEM;
		gap = vmi->mas.index + info->start_gap;
		gap += (info->align_offset - gap) & info->align_mask;
		next = vma_next(vmi);
		if (!next || vm_start_gap(next) >= gap + info->length)
			return gap;
		low = next->vm_end;
		mas_reset(&vmi->mas);
	}
}

static unsigned long unmapped_area_down(struct vma_iterator *vmi,
					struct vm_unmapped_area_info *info, unsigned long length)
{
	unsigned long low = max(info->low_limit, mmap_min_addr), high = info->high_limit, gap;
	struct vm_area_struct *next;

	for (;;) {
		if (mas_empty_area_rev(&vmi->mas, low, high - 1, length))
			return -ENOMEM;
		gap = vmi->mas.last + 1 - info->length;
		gap -= (gap - info->align_offset) & info->align_mask;
		next = vma_next(vmi);
		if (!next || vm_start_gap(next) >= gap + info->length)
			return gap;
		high = vm_start_gap(next);
		mas_reset(&vmi->mas);
	}
}

/**
 * vm_unmapped_area() - a free range as @info describes, highest or lowest.
 *
 * Context: mmap_lock held.
 * Return: the address, or -ENOMEM.
 */
unsigned long vm_unmapped_area(struct vm_unmapped_area_info *info)
{
	unsigned long length = info->length + info->align_mask + info->start_gap;
	VMA_ITERATOR(vmi, current->mm, 0);

	if (length < info->length || info->high_limit <= info->low_limit)
		return -ENOMEM;
	if (info->flags & VM_UNMAPPED_AREA_TOPDOWN)
		return unmapped_area_down(&vmi, info, length);
	return unmapped_area_up(&vmi, info, length);
}

/* A hint is taken where it and the guard gaps around leave the range free. */
static bool hint_is_free(struct mm_struct *mm, unsigned long addr, unsigned long len)
{
	struct vm_area_struct *vma, *prev;

	if (addr < mmap_min_addr || addr > TASK_SIZE - len)
		return false;
	vma = find_vma_prev(mm, addr, &prev);
	return (!vma || addr + len <= vm_start_gap(vma)) && (!prev || addr >= vm_end_gap(prev));
}

static unsigned long area_bottomup(struct mm_struct *mm, unsigned long len, unsigned long flags)
{
	struct vm_unmapped_area_info info = {
		.length = len, .low_limit = mm->mmap_legacy_base, .high_limit = TASK_SIZE,
	};

	if (flags & MAP_32BIT) {
		info.low_limit = SZ_1G;
		info.high_limit = SZ_2G;
	} else if (flags & MAP_ABOVE4G) {
		info.low_limit = max(info.low_limit, (unsigned long)SZ_4G);
	}
	return vm_unmapped_area(&info);
}

static unsigned long area_topdown(struct mm_struct *mm, unsigned long len, unsigned long flags)
{
	struct vm_unmapped_area_info info = {
		.flags = VM_UNMAPPED_AREA_TOPDOWN, .length = len, .low_limit = PAGE_SIZE,
		.high_limit = mm->mmap_base,
	};
	unsigned long addr;

	if (flags & MAP_ABOVE4G)
		info.low_limit = SZ_4G;
	addr = vm_unmapped_area(&info);
	/* the space below mmap_base is full: what lies between it and the stack is left */
	return offset_in_page(addr) ? area_bottomup(mm, len, flags) : addr;
}

/**
 * mm_get_unmapped_area() - choose an address as the mm's layout has it.
 *
 * Return: the address, which with MAP_FIXED is @addr; or -ENOMEM.
 */
unsigned long mm_get_unmapped_area(struct mm_struct *mm, struct file *file, unsigned long addr,
				   unsigned long len, unsigned long pgoff, unsigned long flags)
{
	if (len > TASK_SIZE - mmap_min_addr)
		return -ENOMEM;
	if (flags & MAP_FIXED)
		return addr;
	if (addr && !(flags & MAP_32BIT)) {
		addr = PAGE_ALIGN(addr);
		if (hint_is_free(mm, addr, len))
			return addr;
	}
	if (!test_bit(MMF_TOPDOWN, &mm->flags) || (flags & MAP_32BIT))
		return area_bottomup(mm, len, flags);
	return area_topdown(mm, len, flags);
}

/**
 * get_unmapped_area() - where a mapping of the current process goes.
 * @addr: with MAP_FIXED the place, else a hint or 0
 *
 * Context: mmap_lock held for writing.
 * Return: the address; -ENOMEM, -EINVAL (not page-aligned), -EPERM (below mmap_min_addr).
 */
unsigned long get_unmapped_area(struct file *file, unsigned long addr, unsigned long len,
				unsigned long pgoff, unsigned long flags)
{
	if (len > TASK_SIZE)
		return -ENOMEM;
	if (file && file->f_op->get_unmapped_area)
		addr = file->f_op->get_unmapped_area(file, addr, len, pgoff, flags);
	else
		addr = mm_get_unmapped_area(current->mm, file, addr, len, pgoff, flags);
	if (IS_ERR_VALUE(addr))
		return addr;
	if (addr > TASK_SIZE - len)
		return -ENOMEM;
	if (offset_in_page(addr))
		return -EINVAL;
	if (addr < dac_mmap_min_addr && !capable(CAP_SYS_RAWIO))
		return -EPERM;
	return addr;
}

/* ---- layout at exec ---- */

/** arch_mmap_rnd() - by how many bytes mmap_base is shifted; page-aligned. */
unsigned long arch_mmap_rnd(void)
{
	return (get_random_long() & ((1UL << mmap_rnd_bits) - 1)) << PAGE_SHIFT;
}

/** randomize_page() - a random page-aligned address in [start, start + range). */
unsigned long randomize_page(unsigned long start, unsigned long range)
{
	if (!PAGE_ALIGNED(start)) {
		range -= PAGE_ALIGN(start) - start;
		start = PAGE_ALIGN(start);
	}
	if (start > ULONG_MAX - range)
		range = ULONG_MAX - start;
	range >>= PAGE_SHIFT;
	return range ? start + ((get_random_long() % range) << PAGE_SHIFT) : start;
}

/** randomize_stack_top() - the stack's top, somewhere in the topmost 16 GiB. */
unsigned long randomize_stack_top(unsigned long stack_top)
{
	unsigned long shift = 0;

	if (current->flags & PF_RANDOMIZE)
		shift = (get_random_long() & STACK_RND_MASK) << PAGE_SHIFT;
	return PAGE_ALIGN(stack_top) - shift;
}

/** arch_randomize_brk() - where the heap of a new program begins. */
unsigned long arch_randomize_brk(struct mm_struct *mm)
{
	return randomize_page(mm->brk, SZ_32M);
}

static bool wants_legacy_layout(const struct rlimit *rlim_stack)
{
	return (current->personality & ADDR_COMPAT_LAYOUT) || sysctl_legacy_va_layout ||
	       rlim_stack->rlim_cur == RLIM_INFINITY;
}

/* Room for the stack to grow to its limit, wherever its top has been shifted to. */
static unsigned long stack_room(const struct rlimit *rlim_stack)
{
	unsigned long room = rlim_stack->rlim_cur, pad = stack_guard_gap;

	if (current->flags & PF_RANDOMIZE)
		pad += STACK_RND_MASK << PAGE_SHIFT;
	if (room + pad > room)
		room += pad;
	return clamp(room, (unsigned long)SZ_128M, TASK_SIZE / 6 * 5);
}

/**
 * arch_pick_mmap_layout() - fix a new mm's layout, at exec.
 * @rlim_stack: RLIMIT_STACK of the program to come
 */
void arch_pick_mmap_layout(struct mm_struct *mm, struct rlimit *rlim_stack)
{
	unsigned long rnd = current->flags & PF_RANDOMIZE ? arch_mmap_rnd() : 0;

	mm->mmap_legacy_base = PAGE_ALIGN(TASK_SIZE / 3) + rnd;
	if (wants_legacy_layout(rlim_stack)) {
		mm->mmap_base = mm->mmap_legacy_base;
		clear_bit(MMF_TOPDOWN, &mm->flags);
	} else {
		mm->mmap_base = PAGE_ALIGN(STACK_TOP - stack_room(rlim_stack) - rnd);
		set_bit(MMF_TOPDOWN, &mm->flags);
	}
}
