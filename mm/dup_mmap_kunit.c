// SPDX-License-Identifier: GPL-2.0-only
/* dup_mmap_kunit.c - what a child's address space has of its parent's. */
#include "vma_kunit.h"

#define BASE	0x200000000000UL
#define RW	(PROT_READ | PROT_WRITE)

static unsigned long page_at(int page)
{
	return BASE + ((unsigned long)page << PAGE_SHIFT);
}

/* A second address space, copied from the current one. */
static struct mm_struct *fork_scratch_mm(struct kunit *test)
{
	struct mm_struct *child = mm_alloc();
	int err;

	KUNIT_EXPECT_NOT_NULL(test, child);
	if (!child)
		return NULL;
	child->task_size = current->mm->task_size;
	err = dup_mmap(child, current->mm);
	KUNIT_EXPECT_EQ(test, err, 0);
	return child;
}

/* The first word of a page in @mm; ULONG_MAX where it cannot be read. */
static unsigned long word_in(struct mm_struct *mm, int page)
{
	unsigned long value;

	if (access_remote_vm(mm, page_at(page), &value, sizeof(value), 0) != sizeof(value))
		return ULONG_MAX;
	return value;
}

static void write_word(struct kunit *test, int page, unsigned long value)
{
	KUNIT_EXPECT_EQ(test, put_user(value, (unsigned long __user *)page_at(page)), 0);
}

static void expect_mm_consistent(struct kunit *test, struct mm_struct *mm)
{
	mmap_read_lock(mm);
	KUNIT_EXPECT_EQ(test, vma_check_mm(mm), 0);
	KUNIT_EXPECT_EQ(test, vma_check_counters(mm), 0);
	mmap_read_unlock(mm);
}

static void contents(struct kunit *test)
{
	struct mm_struct *child;

	map_anon(BASE, 8 * PAGE_SIZE, RW, MAP_FIXED);
	for (int i = 0; i < 6; i++)
		write_word(test, i, 100 + i);
	child = fork_scratch_mm(test);
	if (!child)
		return;
	expect_mm_consistent(test, child);
	/* both have what was written before, and neither what the other writes after */
	write_word(test, 0, 1);
	KUNIT_EXPECT_EQ(test, word_in(child, 0), 100UL);
	for (int i = 1; i < 6; i++)
		KUNIT_EXPECT_EQ(test, word_in(child, i), 100UL + i);
	KUNIT_EXPECT_EQ(test, word_in(child, 6), 0UL);
	write_word(test, 6, 2);
	KUNIT_EXPECT_EQ(test, word_in(child, 6), 0UL);
	mmput(child);
	KUNIT_EXPECT_EQ(test, word_in(current->mm, 0), 1UL);
	KUNIT_EXPECT_EQ(test, word_in(current->mm, 1), 101UL);
	expect_consistent(test);
}

static void advice(struct kunit *test)
{
	struct mm_struct *mm = current->mm, *child;

	map_anon(BASE, 8 * PAGE_SIZE, RW, MAP_FIXED);
	for (int i = 0; i < 8; i++)
		write_word(test, i, 100 + i);
	KUNIT_EXPECT_EQ(test, do_madvise(mm, page_at(2), 2 * PAGE_SIZE, MADV_DONTFORK), 0);
	KUNIT_EXPECT_EQ(test, do_madvise(mm, page_at(4), 2 * PAGE_SIZE, MADV_WIPEONFORK), 0);
	KUNIT_EXPECT_EQ(test, sys_mlock(page_at(6), 2 * PAGE_SIZE), 0);
	child = fork_scratch_mm(test);
	if (!child)
		return;
	expect_mm_consistent(test, child);
	KUNIT_EXPECT_EQ(test, word_in(child, 0), 100UL);
	KUNIT_EXPECT_EQ(test, word_in(child, 2), ULONG_MAX);
	KUNIT_EXPECT_EQ(test, word_in(child, 4), 0UL);
	KUNIT_EXPECT_EQ(test, word_in(child, 6), 106UL);
	KUNIT_EXPECT_EQ(test, child->total_vm, 6UL);
	KUNIT_EXPECT_EQ(test, child->locked_vm, 0UL);
	KUNIT_EXPECT_EQ(test, mm->locked_vm, 2UL);
	mmput(child);
	expect_consistent(test);
}

/* A grandchild after its parent is gone still has the first one's pages. */
static void generations(struct kunit *test)
{
	struct mm_struct *mm = current->mm, *child, *grandchild;

	map_anon(BASE, 2 * PAGE_SIZE, RW, MAP_FIXED);
	write_word(test, 0, 7);
	child = fork_scratch_mm(test);
	if (!child)
		return;
	kthread_unuse_mm(mm);
	kthread_use_mm(child);
	write_word(test, 1, 8);
	grandchild = fork_scratch_mm(test);
	kthread_unuse_mm(child);
	kthread_use_mm(mm);
	mmput(child);
	if (!grandchild)
		return;
	KUNIT_EXPECT_EQ(test, word_in(grandchild, 0), 7UL);
	KUNIT_EXPECT_EQ(test, word_in(grandchild, 1), 8UL);
	KUNIT_EXPECT_EQ(test, word_in(mm, 1), 0UL);
	expect_mm_consistent(test, grandchild);
	mmput(grandchild);
}

static struct kunit_case dup_mmap_cases[] = {
	KUNIT_CASE(contents),
	KUNIT_CASE(advice),
	KUNIT_CASE(generations),
	{}
};

static struct kunit_suite dup_mmap_suite = {
	.name = "dup_mmap",
	.init = scratch_mm_init,
	.test_cases = dup_mmap_cases,
};
kunit_test_suite(dup_mmap_suite);
