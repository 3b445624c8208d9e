// SPDX-License-Identifier: GPL-2.0-only
/*
 * overcommit.c - how much memory may be promised.
 *
 * A private writable mapping is a promise of its size, kept page by page when it is touched. The
 * sum of promises is vm_committed_as (Committed_AS in /proc/meminfo). What is refused depends on
 * sysctl_overcommit_memory:
 *   OVERCOMMIT_GUESS   only what RAM and swap could not hold even if nothing else were there
 *   OVERCOMMIT_ALWAYS  nothing
 *   OVERCOMMIT_NEVER   what makes the sum exceed the limit: a share of RAM, and swap; with
 *                      a reserve so that root, and in it every user, can still log in and kill
 *
 * Owns:       vm_committed_as and the sysctls.
 * Locks:      none: one atomic counter. A charge is added first and taken back when refused.
 */
#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/init.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/swap.h>
#include <linux/vmstat.h>

#define K_TO_PAGES(kbytes)	((kbytes) >> (PAGE_SHIFT - 10))

int sysctl_overcommit_memory __read_mostly = OVERCOMMIT_GUESS;
int sysctl_overcommit_ratio __read_mostly = 50;
unsigned long sysctl_overcommit_kbytes __read_mostly;
unsigned long sysctl_user_reserve_kbytes __read_mostly = SZ_128M / SZ_1K;
unsigned long sysctl_admin_reserve_kbytes __read_mostly = SZ_8M / SZ_1K;

atomic_long_t vm_committed_as ____cacheline_aligned_in_smp;

/** vm_memory_committed() - pages promised at present. */
unsigned long vm_memory_committed(void)
{
	long pages = atomic_long_read(&vm_committed_as);

	return max(pages, 0L);
}

/** vm_commit_limit() - pages that OVERCOMMIT_NEVER admits in all. */
unsigned long vm_commit_limit(void)
{
	unsigned long allowed;

	if (sysctl_overcommit_kbytes)
		allowed = K_TO_PAGES(sysctl_overcommit_kbytes);
	else
		allowed = totalram_pages() / 100 * sysctl_overcommit_ratio;
	return allowed + total_swap_pages;
}

static bool never_admits(struct mm_struct *mm, bool cap_sys_admin)
{
	unsigned long allowed = vm_commit_limit(), reserve = 0;

	if (!cap_sys_admin)
		reserve = K_TO_PAGES(sysctl_admin_reserve_kbytes);
	/* one process shall not take so much that its user cannot start another */
	if (mm)
		reserve += min(mm->total_vm / 32, K_TO_PAGES(sysctl_user_reserve_kbytes));
	return allowed > reserve && vm_memory_committed() < allowed - reserve;
}

/**
 * __vm_enough_memory() - charge @pages to the commit account, if policy admits.
 * @mm: for whom, or NULL (shared memory)
 * @cap_sys_admin: may use the reserve for root
 *
 * Return: 0, to be given back by vm_unacct_memory(); or -ENOMEM.
 */
int __vm_enough_memory(struct mm_struct *mm, long pages, int cap_sys_admin)
{
	vm_acct_memory(pages);
	switch (sysctl_overcommit_memory) {
	case OVERCOMMIT_ALWAYS:
		return 0;
	case OVERCOMMIT_GUESS:
		if (pages <= totalram_pages() + total_swap_pages)
			return 0;
		break;
	default:
		if (never_admits(mm, cap_sys_admin))
			return 0;
	}
	pr_warn_ratelimited("%s: pid: %d, comm: %s, bytes: %ld not enough memory for the allocation\n",
			    __func__, current->pid, current->comm, pages << PAGE_SHIFT);
	vm_unacct_memory(pages);
	return -ENOMEM;
}

/** security_vm_enough_memory_mm() - __vm_enough_memory() with the current task's privileges. */
int security_vm_enough_memory_mm(struct mm_struct *mm, long pages)
{
	/* asking for the capability costs more than the charge: only where it decides */
	return __vm_enough_memory(mm, pages, sysctl_overcommit_memory == OVERCOMMIT_NEVER &&
					     capable(CAP_SYS_ADMIN));
}

static int __init init_reserves(void)
{
	unsigned long free_kbytes = global_zone_page_state(NR_FREE_PAGES) << (PAGE_SHIFT - 10);

	sysctl_user_reserve_kbytes = min(free_kbytes / 32, (unsigned long)SZ_128M / SZ_1K);
	sysctl_admin_reserve_kbytes = min(free_kbytes / 32, (unsigned long)SZ_8M / SZ_1K);
	return 0;
}
subsys_initcall(init_reserves);
