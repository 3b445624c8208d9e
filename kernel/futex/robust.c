// SPDX-License-Identifier: GPL-2.0-only
/*
 * robust.c - mutexes whose owner dies.
 *
 * A thread keeps, in its own memory, a list of the robust mutexes that it holds, and has told us
 * the list's head. When it exits, the kernel walks the list, marks each word FUTEX_OWNER_DIED and
 * wakes a waiter. The list may be anything at all: every step is checked, and their number bounded.
 *
 * Owns:       task->robust_list, the walk.
 * Locks:      none; a word is changed by compare-and-exchange.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/pid.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#include "futex.h"

/*
 * One mutex of a dying thread. @pending: it was about to take or to release it, and may have
 * done either.
 */
static int handle_futex_death(u32 __user *uaddr, struct task_struct *curr, bool pending)
{
	struct futex_word w;
	int old;

	if (futex_pin_word(uaddr, &w))
		return -1;
	old = atomic_read(w.word);

	/*
	 * Released in user space, but the wake-up not yet asked for: the waiter would sleep on.
	 */
	if (pending && !old) {
		futex_unpin_word(&w);
		futex_wake(uaddr, FLAGS_SHARED, 1, FUTEX_BITSET_MATCH_ANY);
		return 0;
	}
	do {
		if ((old & FUTEX_TID_MASK) != task_pid_vnr(curr)) {
			futex_unpin_word(&w);
			return 0;
		}
	} while (!atomic_try_cmpxchg(w.word, &old, (old & FUTEX_WAITERS) | FUTEX_OWNER_DIED));
	futex_unpin_word(&w);

	if (old & FUTEX_WAITERS)
		futex_wake(uaddr, FLAGS_SHARED, 1, FUTEX_BITSET_MATCH_ANY);
	return 0;
}

/* An entry's lowest bit marks a priority-inheritance mutex. */
static int fetch_entry(struct robust_list __user **entry, struct robust_list __user *const __user *from,
		       bool *pi)
{
	unsigned long value;

	if (get_user(value, (unsigned long __user *)from))
		return -EFAULT;
	*entry = (void __user *)(value & ~1UL);
	*pi = value & 1;
	return 0;
}

static u32 __user *word_of(struct robust_list __user *entry, long offset)
{
	return (u32 __user *)((unsigned long)entry + offset);
}

static void exit_robust_list(struct task_struct *curr)
{
	struct robust_list_head __user *head = curr->robust_list;
	struct robust_list __user *entry, *next, *pending;
	unsigned int limit = ROBUST_LIST_LIMIT;
	bool pi, next_pi, pending_pi;
	long offset;
	int err;

	if (fetch_entry(&entry, &head->list.next, &pi) || get_user(offset, &head->futex_offset) ||
	    fetch_entry(&pending, &head->list_op_pending, &pending_pi))
		return;

	while (entry != &head->list) {
		/* Read on first: once the word is free, its memory may be. */
		err = fetch_entry(&next, &entry->next, &next_pi);
		if (entry != pending && !pi && handle_futex_death(word_of(entry, offset), curr, false))
			return;
		if (err || !--limit)
			break;
		entry = next;
		pi = next_pi;
		cond_resched();
	}
	if (pending && !pending_pi)
		handle_futex_death(word_of(pending, offset), curr, true);
}

/** futex_init_task() - a new task holds no futexes. */
void futex_init_task(struct task_struct *tsk)
{
	tsk->robust_list = NULL;
	INIT_LIST_HEAD(&tsk->pi_state_list);
	tsk->pi_state_cache = NULL;
}

static void release(struct task_struct *tsk)
{
	if (likely(!tsk->robust_list))
		return;
	exit_robust_list(tsk);
	tsk->robust_list = NULL;
}

void futex_exit_release(struct task_struct *tsk)
{
	release(tsk);
}

void futex_exec_release(struct task_struct *tsk)
{
	release(tsk);
}

SYSCALL_DEFINE2(set_robust_list, struct robust_list_head __user *, head, size_t, len)
{
	if (len != sizeof(*head))
		return -EINVAL;
	current->robust_list = head;
	return 0;
}

SYSCALL_DEFINE3(get_robust_list, int, pid, struct robust_list_head __user *__user *, head_ptr,
		size_t __user *, len_ptr)
{
	struct robust_list_head __user *head = NULL;
	struct task_struct *p;
	int err = -ESRCH;

	rcu_read_lock();
	p = pid ? find_task_by_vpid(pid) : current;
	if (p) {
		err = ptrace_may_access(p, PTRACE_MODE_READ_REALCREDS) ? 0 : -EPERM;
		head = p->robust_list;
	}
	rcu_read_unlock();
	if (err)
		return err;
	if (put_user(sizeof(*head), len_ptr))
		return -EFAULT;
	return put_user(head, head_ptr);
}
