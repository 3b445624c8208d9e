// SPDX-License-Identifier: GPL-2.0-only
/* vma_lock_kunit.c - the states of a VMA's lock, and the passages between them. */
#include <linux/completion.h>
#include <linux/delay.h>

#include "vma_kunit.h"

static struct vm_area_struct *mapped_vma(unsigned long addr)
{
	struct vm_area_struct *vma;

	map_anon(addr, 4 * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_FIXED);
	mmap_read_lock(current->mm);
	vma = vma_lookup(current->mm, addr);
	mmap_read_unlock(current->mm);
	return vma;
}

static void readers_and_writer(struct kunit *test)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma = mapped_vma(0x200000000000UL);

	KUNIT_EXPECT_EQ(test, refcount_read(&vma->vm_refcnt), 1);
	KUNIT_EXPECT_TRUE(test, vma_start_read(mm, vma));
	KUNIT_EXPECT_TRUE(test, vma_start_read(mm, vma));
	KUNIT_EXPECT_EQ(test, refcount_read(&vma->vm_refcnt), 3);
	vma_end_read(vma);
	vma_end_read(vma);

	mmap_write_lock(mm);
	KUNIT_EXPECT_FALSE(test, __is_vma_write_locked(vma));
	vma_start_write(vma);
	KUNIT_EXPECT_TRUE(test, __is_vma_write_locked(vma));
	KUNIT_EXPECT_FALSE(test, vma_start_read(mm, vma));
	KUNIT_EXPECT_EQ(test, refcount_read(&vma->vm_refcnt), 1);
	mmap_write_downgrade(mm);
	/* a reader of mmap_lock has no VMA locked for writing */
	KUNIT_EXPECT_FALSE(test, __is_vma_write_locked(vma));
	KUNIT_EXPECT_TRUE(test, vma_start_read(mm, vma));
	vma_end_read(vma);
	mmap_read_unlock(mm);
}

static void lookup(struct kunit *test)
{
	struct mm_struct *mm = current->mm;
	unsigned long addr = 0x200000000000UL;
	struct vm_area_struct *vma = mapped_vma(addr);

	KUNIT_EXPECT_PTR_EQ(test, lock_vma_under_rcu(mm, addr + 3 * PAGE_SIZE), vma);
	vma_end_read(vma);
	KUNIT_EXPECT_NULL(test, lock_vma_under_rcu(mm, addr + 4 * PAGE_SIZE));
	KUNIT_EXPECT_NULL(test, lock_vma_under_rcu(mm, addr - 1));
	mmap_write_lock(mm);
	vma_start_write(vma);
	KUNIT_EXPECT_NULL(test, lock_vma_under_rcu(mm, addr));
	mmap_write_unlock(mm);
	KUNIT_EXPECT_EQ(test, refcount_read(&vma->vm_refcnt), 1);
}

static void detached(struct kunit *test)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma = vm_area_alloc(mm);

	KUNIT_EXPECT_NOT_NULL(test, vma);
	if (!vma)
		return;
	KUNIT_EXPECT_FALSE(test, vma_start_read(mm, vma));
	vma_mark_attached(vma);
	KUNIT_EXPECT_TRUE(test, vma_start_read(mm, vma));
	vma_end_read(vma);
	vma_mark_detached(vma);
	KUNIT_EXPECT_FALSE(test, vma_start_read(mm, vma));
	vm_area_free(vma);
}

/* Full: no reader enters that would be taken for a waiting writer. */
static void full(struct kunit *test)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma = mapped_vma(0x200000000000UL);

	refcount_set(&vma->vm_refcnt, VMA_REF_LIMIT);
	KUNIT_EXPECT_FALSE(test, vma_start_read(mm, vma));
	KUNIT_EXPECT_EQ(test, refcount_read(&vma->vm_refcnt), VMA_REF_LIMIT);
	refcount_set(&vma->vm_refcnt, VMA_REF_LIMIT - 1);
	/* never left in order */
	lockdep_off();
	KUNIT_EXPECT_TRUE(test, vma_start_read(mm, vma));
	lockdep_on();
	refcount_set(&vma->vm_refcnt, 1);
}

struct late_reader {
	struct vm_area_struct *vma;
	bool left;
	struct completion done;
};

static int leave_late(void *data)
{
	struct late_reader *reader = data;

	msleep(20);
	WRITE_ONCE(reader->left, true);
	lockdep_off();
	vma_end_read(reader->vma);
	lockdep_on();
	complete(&reader->done);
	return 0;
}

/* The writer waits for a reader inside, and one that comes meanwhile does not get in. */
static void writer_waits(struct kunit *test)
{
	struct mm_struct *mm = current->mm;
	struct late_reader reader = { .vma = mapped_vma(0x200000000000UL) };
	struct task_struct *task;

	init_completion(&reader.done);
	/* another thread leaves: not this one is the reader */
	lockdep_off();
	KUNIT_EXPECT_TRUE(test, vma_start_read(mm, reader.vma));
	lockdep_on();
	task = kthread_run(leave_late, &reader, "vma_reader");
	if (IS_ERR(task)) {
		lockdep_off();
		vma_end_read(reader.vma);
		lockdep_on();
		kunit_mark_skipped(test, "no thread");
		return;
	}
	mmap_write_lock(mm);
	vma_start_write(reader.vma);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(reader.left));
	KUNIT_EXPECT_EQ(test, refcount_read(&reader.vma->vm_refcnt), 1);
	mmap_write_unlock(mm);
	wait_for_completion(&reader.done);
}

static struct kunit_case vma_lock_cases[] = {
	KUNIT_CASE(readers_and_writer),
	KUNIT_CASE(lookup),
	KUNIT_CASE(detached),
	KUNIT_CASE(full),
	KUNIT_CASE(writer_waits),
	{}
};

static struct kunit_suite vma_lock_suite = {
	.name = "vma_lock",
	.init = scratch_mm_init,
	.test_cases = vma_lock_cases,
};
kunit_test_suite(vma_lock_suite);
