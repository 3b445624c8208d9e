// SPDX-License-Identifier: GPL-2.0-only
/* mmap_kunit.c - where mmap() puts things, and what it refuses. */
#include <linux/anon_inodes.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/sizes.h>

#include "vma_kunit.h"

#define RW	(PROT_READ | PROT_WRITE)

static void topdown(struct kunit *test)
{
	struct mm_struct *mm = current->mm;
	unsigned long first = map_anon(0, PAGE_SIZE, RW, 0);
	unsigned long second = map_anon(0, 4 * PAGE_SIZE, PROT_READ, 0);
	unsigned long small;

	KUNIT_EXPECT_EQ(test, first, mm->mmap_base - PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, second, first - 4 * PAGE_SIZE);
	/* the highest hole that is large enough */
	KUNIT_EXPECT_EQ(test, vm_munmap(second + PAGE_SIZE, 2 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, map_anon(0, 3 * PAGE_SIZE, RW, 0), second - 3 * PAGE_SIZE);
	small = map_anon(0, 2 * PAGE_SIZE, RW, 0);
	KUNIT_EXPECT_EQ(test, small, second + PAGE_SIZE);
	expect_consistent(test);
}

static void hints(struct kunit *test)
{
	unsigned long hint = 0x200000000000UL;

	KUNIT_EXPECT_EQ(test, map_anon(hint, PAGE_SIZE, RW, 0), hint);
	/* taken: somewhere else */
	KUNIT_EXPECT_NE(test, map_anon(hint, PAGE_SIZE, PROT_READ, 0), hint);
	KUNIT_EXPECT_EQ(test, map_anon(hint, PAGE_SIZE, RW, MAP_FIXED_NOREPLACE),
			(unsigned long)-EEXIST);
	KUNIT_EXPECT_EQ(test, map_anon(hint + PAGE_SIZE, PAGE_SIZE, RW, MAP_FIXED_NOREPLACE),
			hint + PAGE_SIZE);
	/* a hint is rounded, a fixed address is not */
	KUNIT_EXPECT_EQ(test, map_anon(hint + 4 * PAGE_SIZE + 5, PAGE_SIZE, RW, 0),
			hint + 4 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, map_anon(hint + 5, PAGE_SIZE, RW, MAP_FIXED),
			(unsigned long)-EINVAL);
}

static void low_and_high(struct kunit *test)
{
	if (MAP_32BIT)
		KUNIT_EXPECT_LT(test, map_anon(0, PAGE_SIZE, RW, MAP_32BIT), (unsigned long)SZ_2G);
	if (MAP_ABOVE4G)
		KUNIT_EXPECT_GE(test, map_anon(0, PAGE_SIZE, RW, MAP_ABOVE4G),
				(unsigned long)SZ_4G);
}

static void bottomup(struct kunit *test)
{
	struct mm_struct *mm = current->mm;

	clear_bit(MMF_TOPDOWN, &mm->flags);
	KUNIT_EXPECT_EQ(test, map_anon(0, PAGE_SIZE, RW, 0), mm->mmap_legacy_base);
	KUNIT_EXPECT_EQ(test, map_anon(0, PAGE_SIZE, PROT_READ, 0),
			mm->mmap_legacy_base + PAGE_SIZE);
}

static void refusals(struct kunit *test)
{
	unsigned long flags = MAP_PRIVATE | MAP_ANONYMOUS;

	KUNIT_EXPECT_EQ(test, vm_mmap(NULL, 0, 0, RW, flags, 0), (unsigned long)-EINVAL);
	KUNIT_EXPECT_EQ(test, vm_mmap(NULL, 0, PAGE_SIZE, RW, MAP_ANONYMOUS, 0),
			(unsigned long)-EINVAL);
	KUNIT_EXPECT_EQ(test, vm_mmap(NULL, 0, PAGE_SIZE, RW, flags, 1), (unsigned long)-EINVAL);
	KUNIT_EXPECT_EQ(test, vm_mmap(NULL, 0, TASK_SIZE, RW, flags, 0), (unsigned long)-ENOMEM);
	KUNIT_EXPECT_EQ(test, vm_mmap(NULL, TASK_SIZE, PAGE_SIZE, RW, flags | MAP_FIXED, 0),
			(unsigned long)-ENOMEM);
	KUNIT_EXPECT_EQ(test, vm_mmap_pgoff(NULL, 0, PAGE_SIZE, RW, flags, ULONG_MAX),
			(unsigned long)-EOVERFLOW);
	KUNIT_EXPECT_EQ(test, vm_munmap(PAGE_SIZE + 1, PAGE_SIZE), -EINVAL);
	KUNIT_EXPECT_EQ(test, vm_munmap(PAGE_SIZE, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_mprotect(0x10000, PAGE_SIZE, 0x100), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_mprotect(0x10000, PAGE_SIZE, PROT_READ), -ENOMEM);
	KUNIT_EXPECT_EQ(test, do_madvise(current->mm, 0x10000, PAGE_SIZE, 999), -EINVAL);
	KUNIT_EXPECT_EQ(test, do_madvise(current->mm, 0x10000, PAGE_SIZE, MADV_DONTNEED), -ENOMEM);
	KUNIT_EXPECT_EQ(test, current->mm->map_count, 0);
}

static int refuse_mmap(struct file *file, struct vm_area_struct *vma)
{
	return -EBUSY;
}

/* What a driver refuses is not charged, and its file is let go. */
static void refused_by_driver(struct kunit *test)
{
	static const struct file_operations fops = { .mmap = refuse_mmap };
	struct file *file = anon_inode_getfile("[kunit]", &fops, NULL, O_RDWR);
	unsigned long committed = vm_memory_committed();

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, vm_mmap(file, 0, 4 * PAGE_SIZE, RW, MAP_PRIVATE, 0), (unsigned long)-EBUSY);
	KUNIT_EXPECT_EQ(test, vm_memory_committed(), committed);
	KUNIT_EXPECT_EQ(test, file_count(file), 1);
	KUNIT_EXPECT_EQ(test, current->mm->map_count, 0);
	fput(file);
}

static void mremap_refusals(struct kunit *test)
{
	unsigned long addr = map_anon(0x200000000000UL, 4 * PAGE_SIZE, RW, 0);

	KUNIT_EXPECT_EQ(test, sys_mremap(addr, PAGE_SIZE, PAGE_SIZE, 8, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_mremap(addr, PAGE_SIZE, PAGE_SIZE, MREMAP_FIXED, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_mremap(addr + 1, PAGE_SIZE, PAGE_SIZE, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_mremap(addr, PAGE_SIZE, 0, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_mremap(addr, 0, PAGE_SIZE, MREMAP_MAYMOVE, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_mremap(0x300000000000UL, PAGE_SIZE, PAGE_SIZE, 0, 0), -EFAULT);
	/* no room behind: the rest of the same VMA is in the way */
	KUNIT_EXPECT_EQ(test, sys_mremap(addr, PAGE_SIZE, 2 * PAGE_SIZE, 0, 0), -ENOMEM);
	KUNIT_EXPECT_EQ(test, sys_mremap(addr, 4 * PAGE_SIZE, 4 * PAGE_SIZE,
					 MREMAP_MAYMOVE | MREMAP_FIXED, addr + PAGE_SIZE), -EINVAL);
	/* room behind */
	KUNIT_EXPECT_EQ(test, sys_mremap(addr, 4 * PAGE_SIZE, 6 * PAGE_SIZE, 0, 0), (long)addr);
	KUNIT_EXPECT_EQ(test, current->mm->total_vm, 6UL);
	KUNIT_EXPECT_EQ(test, sys_mremap(addr, 6 * PAGE_SIZE, 2 * PAGE_SIZE, 0, 0), (long)addr);
	KUNIT_EXPECT_EQ(test, current->mm->total_vm, 2UL);
	expect_consistent(test);
}

/* Contents move; with MREMAP_DONTUNMAP the old place reads as zeroes. */
static void mremap_dontunmap(struct kunit *test)
{
	unsigned long addr = map_anon(0x200000000000UL, 4 * PAGE_SIZE, RW, 0), value;
	long to;

	KUNIT_EXPECT_EQ(test, put_user(42UL, (unsigned long __user *)addr), 0);
	to = sys_mremap(addr, 4 * PAGE_SIZE, 4 * PAGE_SIZE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0);
	KUNIT_EXPECT_GT(test, to, 0L);
	KUNIT_EXPECT_NE(test, to, (long)addr);
	KUNIT_EXPECT_EQ(test, get_user(value, (unsigned long __user *)to), 0);
	KUNIT_EXPECT_EQ(test, value, 42UL);
	KUNIT_EXPECT_EQ(test, get_user(value, (unsigned long __user *)addr), 0);
	KUNIT_EXPECT_EQ(test, value, 0UL);
	expect_consistent(test);
}

/* Longer than a page table covers, and aligned: tables move as a whole. */
static void mremap_large(struct kunit *test)
{
	unsigned long len = 4 * PMD_SIZE, addr, value;
	unsigned long from = 0x200000000000UL, to = 0x210000000000UL;

	addr = map_anon(from, len, RW, MAP_FIXED);
	for (unsigned long off = 0; off < len; off += PMD_SIZE / 4)
		KUNIT_EXPECT_EQ(test, put_user(off + 1, (unsigned long __user *)(addr + off)), 0);
	KUNIT_EXPECT_EQ(test, sys_mremap(from, len, len, MREMAP_MAYMOVE | MREMAP_FIXED, to),
			(long)to);
	for (unsigned long off = 0; off < len; off += PMD_SIZE / 4) {
		KUNIT_EXPECT_EQ(test, get_user(value, (unsigned long __user *)(to + off)), 0);
		KUNIT_EXPECT_EQ(test, value, off + 1);
	}
	/* and not aligned to each other */
	KUNIT_EXPECT_EQ(test, sys_mremap(to, len, len, MREMAP_MAYMOVE | MREMAP_FIXED,
					 from + PAGE_SIZE), (long)(from + PAGE_SIZE));
	for (unsigned long off = 0; off < len; off += PMD_SIZE / 4) {
		KUNIT_EXPECT_EQ(test, get_user(value,
				(unsigned long __user *)(from + PAGE_SIZE + off)), 0);
		KUNIT_EXPECT_EQ(test, value, off + 1);
	}
	expect_consistent(test);
}

static void heap(struct kunit *test)
{
	struct mm_struct *mm = current->mm;
	unsigned long start = PAGE_ALIGN(TASK_SIZE / 4 * 3);

	mm->start_brk = mm->brk = start;
	KUNIT_EXPECT_EQ(test, sys_brk(0), (long)start);
	KUNIT_EXPECT_EQ(test, sys_brk(start + 100), (long)start + 100);
	KUNIT_EXPECT_EQ(test, mm->total_vm, 1UL);
	KUNIT_EXPECT_EQ(test, sys_brk(start + 3 * PAGE_SIZE), (long)(start + 3 * PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, mm->map_count, 1);
	KUNIT_EXPECT_EQ(test, sys_brk(start + 1), (long)start + 1);
	KUNIT_EXPECT_EQ(test, mm->total_vm, 1UL);
	/* something is in the way */
	map_anon(start + 4 * PAGE_SIZE, PAGE_SIZE, RW, MAP_FIXED);
	KUNIT_EXPECT_EQ(test, sys_brk(start + 5 * PAGE_SIZE), (long)start + 1);
	KUNIT_EXPECT_EQ(test, sys_brk(start - 1), (long)start + 1);
	expect_consistent(test);
}

/* A stack grows when touched below, and stops a guard gap above its neighbour. */
static void stack_growth(struct kunit *test)
{
	unsigned long top = 0x300000000000UL, start = top - PAGE_SIZE, value;
	unsigned long room = stack_guard_gap + 8 * PAGE_SIZE;

	map_anon(start, PAGE_SIZE, RW, MAP_FIXED | MAP_GROWSDOWN);
	map_anon(start - room - PAGE_SIZE, PAGE_SIZE, RW, MAP_FIXED);
	KUNIT_EXPECT_EQ(test, get_user(value, (unsigned long __user *)(start - 8 * PAGE_SIZE)), 0);
	KUNIT_EXPECT_EQ(test, current->mm->total_vm, 10UL);
	KUNIT_EXPECT_EQ(test, get_user(value, (unsigned long __user *)(start - 9 * PAGE_SIZE)),
			-EFAULT);
	expect_consistent(test);
}

/* What was mapped without a charge is given back without one, grown or not. */
static void stack_growth_without_reserve(struct kunit *test)
{
	unsigned long top = 0x300000000000UL, start = top - PAGE_SIZE, value;
	unsigned long committed = vm_memory_committed();

	map_anon(start, PAGE_SIZE, RW, MAP_FIXED | MAP_GROWSDOWN | MAP_NORESERVE);
	KUNIT_EXPECT_EQ(test, get_user(value, (unsigned long __user *)(start - 8 * PAGE_SIZE)), 0);
	KUNIT_EXPECT_EQ(test, current->mm->total_vm, 9UL);
	KUNIT_EXPECT_EQ(test, vm_munmap(start - 8 * PAGE_SIZE, 9 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, vm_memory_committed(), committed);
}

static void locking(struct kunit *test)
{
	struct mm_struct *mm = current->mm;
	unsigned long addr = map_anon(0x200000000000UL, 8 * PAGE_SIZE, RW, 0);

	KUNIT_EXPECT_EQ(test, sys_mlock(addr + PAGE_SIZE, 2 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, mm->locked_vm, 2UL);
	KUNIT_EXPECT_EQ(test, get_mm_rss(mm), 2UL);
	KUNIT_EXPECT_EQ(test, mm->map_count, 3);
	KUNIT_EXPECT_EQ(test, do_madvise(mm, addr, 8 * PAGE_SIZE, MADV_DONTNEED), -EINVAL);
	KUNIT_EXPECT_EQ(test, do_madvise(mm, addr, 8 * PAGE_SIZE, MADV_DONTNEED_LOCKED), 0);
	KUNIT_EXPECT_EQ(test, get_mm_rss(mm), 0UL);
	KUNIT_EXPECT_EQ(test, sys_munlock(addr, 8 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, mm->locked_vm, 0UL);
	KUNIT_EXPECT_EQ(test, mm->map_count, 1);
	expect_consistent(test);
}

static struct kunit_case mmap_cases[] = {
	KUNIT_CASE(topdown),
	KUNIT_CASE(hints),
	KUNIT_CASE(low_and_high),
	KUNIT_CASE(bottomup),
	KUNIT_CASE(refusals),
	KUNIT_CASE(refused_by_driver),
	KUNIT_CASE(mremap_refusals),
	KUNIT_CASE(mremap_dontunmap),
	KUNIT_CASE(mremap_large),
	KUNIT_CASE(heap),
	KUNIT_CASE(stack_growth),
	KUNIT_CASE(stack_growth_without_reserve),
	KUNIT_CASE(locking),
	{}
};

static struct kunit_suite mmap_suite = {
	.name = "mmap",
	.init = scratch_mm_init,
	.test_cases = mmap_cases,
};
kunit_test_suite(mmap_suite);
