// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_users.c - recount who uses each address space: tasks, and CPUs that are lazy about leaving it.
 *
 * Others may have a reference for a moment (get_task_mm()), or as long as a file of /proc/PID is
 * open. So there may be more than tasks account for, but never fewer; and mm_users of an address space
 * that has tasks settles at their number.
 *
 * Owns:       mm->audit_users and ->audit_lazy.
 * Locks:      none: everything stands still.
 */
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/idle.h>
#include <linux/sched/signal.h>
#include <linux/vmstat.h>
#include "audit.h"

static void count_task(struct task_struct *t)
{
	if (t->mm)
		t->mm->audit_users++;
	else if (t->active_mm)
		t->active_mm->audit_lazy++;
}

static void audit_mm_users(struct audit *audit, struct mm_struct *mm)
{
	int users = atomic_read(&mm->mm_users), count = atomic_read(&mm->mm_count);
	int holders = mm->audit_lazy + !!users;

	audit_true(audit, NULL, users >= mm->audit_users, "mm %px: mm_users: recorded %d, recounted %d", mm,
		   users, mm->audit_users);
	if (mm->audit_users)
		audit_equal_settled(audit, &mm->mm_users, users, mm->audit_users, "mm %px: mm_users", mm);
	audit_true(audit, NULL, count >= holders, "mm %px: mm_count: recorded %d, recounted %d at least", mm,
		   count, holders);
}

void audit_users(struct audit *audit)
{
	struct task_struct *p, *t;
	struct mm_struct *mm;
	int cpu;

	list_for_each_entry(mm, &audit_mm_list, audit_list)
		mm->audit_users = mm->audit_lazy = 0;
	for_each_process_thread(p, t)
		count_task(t);
	for_each_possible_cpu(cpu)
		if (idle_task(cpu))
			count_task(idle_task(cpu));
	list_for_each_entry(mm, &audit_mm_list, audit_list)
		audit_mm_users(audit, mm);
}
