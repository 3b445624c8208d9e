// SPDX-License-Identifier: GPL-2.0-only
/*
 * fail.c - allocations that fail on purpose, and what a call that failed half-way has left.
 *
 * An operation carries the number of its allocation that fails, so that a replay needs no more than
 * the list. --fail-rate and --fail-nth count an actor's allocations from operation to operation, and
 * note the number in the one where it comes to be; --fail-each repeats an operation, failing its first,
 * second, third allocation, until it has no more of them, with an audit after each.
 *
 * A call that failed for want of memory may have done a part of its work. Page by page, the model is
 * then as it was before or as it would be afterwards; which of them, the kernel is asked.
 *
 * Owns:       how many allocations each actor has until one fails.
 * Locks:      mmap_lock for reading, where VMAs and page tables are looked at.
 * Elsewhere:  how the kernel fails one (lib/fault-inject.c).
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pgtable.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "test.h"

/* ---- which allocation ---- */

static int nth_left;		/* --fail-nth: of all actors, who take turns */

static int *allocations_left(struct actor *a)
{
	if (test.fail_nth) {
		nth_left = nth_left ?: test.fail_nth;
		return &nth_left;
	}
	if (!a->fail_left && test.fail_rate)
		a->fail_left = 1 + generate_number(a, 2 * test.fail_rate);
	return &a->fail_left;
}

/* Operations whose actor is gone afterwards cannot be told how to go on. */
static bool can_fail(const struct sim_op *op)
{
	return op->kind != OP_exit && op->kind != OP_exec && op->kind != OP_audit;
}

/** fail_arm() - before an operation: an allocation of it may be one that fails */
void fail_arm(struct actor *a, struct sim_op *op)
{
	if (!can_fail(op)) {
		op->fail = 0;
		return;
	}
	if (!op->fail)
		op->fail = *allocations_left(a);
	current->fail_nth = op->fail;
}

/** fail_disarm() - afterwards. Return: did one fail? */
bool fail_disarm(struct actor *a, struct sim_op *op)
{
	int left = current->fail_nth;

	current->fail_nth = 0;
	if (!op->fail)
		return false;
	*allocations_left(a) = left;
	if (left) {
		op->fail = 0;
		return false;
	}
	test.fail_nth = 0;	/* that was the one */
	return true;
}

/** fail_excuses() - may @op have returned @got because an allocation failed? */
bool fail_excuses(const struct sim_op *op, long got)
{
	/* ENOSPC: as in Linux, where a new file of tmpfs has no inode, among them that of shared memory */
	return fail_happened(op) && (got == -ENOMEM || got == -EAGAIN || got == -EFAULT || got == -ENOSPC);
}

/* ---- what is left ---- */

struct doubt {
	struct actor *a;
	const struct model_page *before;
	bool failed;
};

/* Does the process have a page of its own at @addr? */
static bool has_own(struct mm_struct *mm, unsigned long addr)
{
	p4d_t *p4d = p4d_offset(pgd_offset(mm, addr), addr);
	pud_t *pud;
	pmd_t *pmd;
	pte_t pte;

	if (p4d_none(*p4d))
		return false;
	pud = pud_offset(p4d, addr);
	if (pud_none(*pud))
		return false;
	pmd = pmd_offset(pud, addr);
	if (pmd_none(*pmd))
		return false;
	pte = *pte_offset_kernel(pmd, addr);
	return pte_present(pte) && !is_zero_pfn(pte_pfn(pte)) && PageAnon(pte_page(pte));
}

/* Where a call failed, what it did not come to is as before; a page that it did fill in is filled. */
static bool is_as_before(const struct doubt *d, const struct model_page *before, const struct model_page *after,
			 const struct vm_area_struct *vma, unsigned long addr, bool own)
{
	/* a range that was moved stays, empty, where its munmap failed */
	bool stayed = vma && vma->vm_start <= addr && !(after->flags & P_MAPPED);

	return (d->failed || stayed) && inspect_fits(before, vma, addr) &&
	       !(own && (after->flags & P_OWN) && !(before->flags & P_OWN));
}

static void settle_page(struct doubt *d, unsigned int page, struct vm_area_struct *vma)
{
	unsigned long addr = at(page << PAGE_SHIFT);
	struct model_page before = d->before[page], *after = &d->a->mm->page[page];
	bool mapped = vma && vma->vm_start <= addr, own = mapped && has_own(current->mm, addr);

	if (is_as_before(d, &before, after, vma, addr, own))
		model_restore(d->a->mm, page, &before);
	else if (!mapped)
		model_unmap(d->a->mm, page);
	/* what was to be filled in, and was not */
	if ((after->flags & P_OWN) && !own)
		model_drop(d->a->mm, page);
}

static void settle(void *arg)
{
	struct doubt *d = arg;
	unsigned int first, count;

	actor_territory(d->a, &first, &count);
	mmap_read_lock(current->mm);
	for (unsigned int page = first; page < first + count; page++)
		settle_page(d, page, find_vma(current->mm, at(page << PAGE_SHIFT)));
	mmap_read_unlock(current->mm);
}

/**
 * fail_settle() - after a call on ranges in which an allocation failed: make the model what there is
 * @before: its pages before the call; those of @a->mm are as if it had succeeded
 * @failed: it returned an error
 */
void fail_settle(struct actor *a, const struct model_page *before, bool failed)
{
	struct doubt d = { .a = a, .before = before, .failed = failed };

	sim_in_kernel(settle, &d);
}
