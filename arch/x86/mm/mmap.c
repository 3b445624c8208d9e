// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap.c - where in a new address space things are placed.
 *
 * Mappings grow downwards from below the stack, whose own growth (RLIMIT_STACK) is left room, and
 * everything is moved by a random number of pages: 28 bits of them for mappings.
 */
#include <linux/elf-randomize.h>
#include <linux/mm.h>
#include <linux/personality.h>
#include <linux/random.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sizes.h>
#include <asm/elf.h>
#include <asm/processor.h>

#define MMAP_RND_BITS	28

#ifndef SIZE_128M
#define SIZE_128M	(128UL << 20)
#endif

static unsigned long stack_maxrandom_size(void)
{
	return current->flags & PF_RANDOMIZE ? (unsigned long)STACK_RND_MASK << PAGE_SHIFT : 0;
}

/** arch_mmap_rnd() - a random distance, in bytes, a multiple of the page size */
unsigned long arch_mmap_rnd(void)
{
	return (get_random_long() & ((1UL << MMAP_RND_BITS) - 1)) << PAGE_SHIFT;
}

static unsigned long mmap_base(unsigned long rnd, struct rlimit *rlim_stack)
{
	unsigned long pad = stack_maxrandom_size() + stack_guard_gap;
	unsigned long gap = rlim_stack->rlim_cur, max = TASK_SIZE / 6 * 5;

	if (gap + pad > gap)
		gap += pad;
	gap = clamp(gap, SIZE_128M, max);
	return PAGE_ALIGN(TASK_SIZE - gap - rnd);
}

/** arch_pick_mmap_layout() - choose where mmap() starts looking, at exec */
void arch_pick_mmap_layout(struct mm_struct *mm, struct rlimit *rlim_stack)
{
	unsigned long rnd = current->flags & PF_RANDOMIZE ? arch_mmap_rnd() : 0;
	bool legacy = (current->personality & ADDR_COMPAT_LAYOUT) || rlim_stack->rlim_cur == RLIM_INFINITY;

	if (legacy) {
		mm->mmap_base = TASK_UNMAPPED_BASE + rnd;
		clear_bit(MMF_TOPDOWN, &mm->flags);
	} else {
		mm->mmap_base = mmap_base(rnd, rlim_stack);
		set_bit(MMF_TOPDOWN, &mm->flags);
	}
}

/** arch_align_stack() - a start of the stack within the topmost page's last 8 KiB, 16-byte aligned */
unsigned long arch_align_stack(unsigned long sp)
{
	if (!(current->personality & ADDR_NO_RANDOMIZE) && (current->flags & PF_RANDOMIZE))
		sp -= get_random_long() % 8192;
	return sp & ~0xfUL;
}

/** arch_randomize_brk() - the heap starts up to 32 MiB above the program */
unsigned long arch_randomize_brk(struct mm_struct *mm)
{
	return PAGE_ALIGN(mm->brk + get_random_long() % 0x02000000);
}
