// SPDX-License-Identifier: GPL-2.0-only
/*
 * rseq.c - restartable sequences: per-CPU data structures in user space without atomics.
 *
 * A thread registers a struct rseq. The kernel keeps cpu_id in it true, and when a thread returns
 * to user mode after it was preempted, migrated or given a signal inside the critical section that
 * rseq_cs describes, it goes on at that section's abort address.
 *
 * Owns:       current->rseq, rseq_len, rseq_sig.
 * Invariant:  the area is written, and the section looked at, only on the way to user mode, so that
 *             nothing happens in between; TIF_NOTIFY_RESUME says that it is due.
 * Locks:      none: a thread's own.
 * Elsewhere:  when (rseq_preempt() and the others in linux/rseq.h).
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/smp.h>
#include <linux/syscalls.h>
#include <linux/topology.h>
#include <linux/uaccess.h>

/* The size of the first version of the area; glibc registers just this much. */
#define ORIG_RSEQ_SIZE	32

static int write_ids(struct rseq __user *rseq)
{
	u32 cpu = raw_smp_processor_id();

	if (put_user(cpu, &rseq->cpu_id_start) || put_user(cpu, &rseq->cpu_id) ||
	    put_user((u32)cpu_to_node(cpu), &rseq->node_id) || put_user(0U, &rseq->mm_cid))
		return -EFAULT;
	return 0;
}

static int reset_ids(struct rseq __user *rseq)
{
	if (put_user(0U, &rseq->cpu_id_start) ||
	    put_user((u32)RSEQ_CPU_ID_UNINITIALIZED, &rseq->cpu_id) ||
	    put_user(0U, &rseq->node_id) || put_user(0U, &rseq->mm_cid))
		return -EFAULT;
	return 0;
}

/* The section under way, if any. Everything in it comes from user space and is checked. */
static int get_section(struct task_struct *t, struct rseq_cs *cs)
{
	u32 sig;
	u64 ptr;

	if (get_user(ptr, &t->rseq->rseq_cs))
		return -EFAULT;
	memset(cs, 0, sizeof(*cs));
	if (!ptr)
		return 0;
	if (ptr >= TASK_SIZE || copy_from_user(cs, u64_to_user_ptr(ptr), sizeof(*cs)))
		return -EFAULT;
	if (cs->start_ip >= TASK_SIZE || cs->abort_ip >= TASK_SIZE || cs->version ||
	    cs->start_ip + cs->post_commit_offset >= TASK_SIZE ||
	    cs->start_ip + cs->post_commit_offset < cs->start_ip ||
	    cs->abort_ip - cs->start_ip < cs->post_commit_offset)
		return -EINVAL;
	/* The word before the abort address proves that it was meant as one. */
	if (get_user(sig, (u32 __user *)(cs->abort_ip - sizeof(u32))))
		return -EFAULT;
	return sig == t->rseq_sig ? 0 : -EINVAL;
}

static int leave_section(struct pt_regs *regs)
{
	struct task_struct *t = current;
	unsigned long ip = instruction_pointer(regs);
	struct rseq_cs cs;
	int err = get_section(t, &cs);

	if (err)
		return err;
	if (!cs.abort_ip)
		return 0;
	/* Outside the section the pointer to it is stale: take it away. */
	if (put_user(0ULL, &t->rseq->rseq_cs))
		return -EFAULT;
	if (ip - cs.start_ip >= cs.post_commit_offset)
		return 0;
	if (cs.flags)
		return -EINVAL;
	instruction_pointer_set(regs, cs.abort_ip);
	return 0;
}

/*
 * Bring the area up to date, and leave a section that was interrupted. A broken area kills: the
 * program relies on what it can no longer be given.
 */
void __rseq_handle_notify_resume(struct ksignal *ksig, struct pt_regs *regs)
{
	if (unlikely(current->flags & PF_EXITING))
		return;
	if (regs && leave_section(regs))
		goto error;
	if (!write_ids(current->rseq))
		return;
error:
	force_sigsegv(ksig ? ksig->sig : 0);
}

static bool rseq_area_valid(struct rseq __user *rseq, u32 len)
{
	if (len < ORIG_RSEQ_SIZE)
		return false;
	if (len == ORIG_RSEQ_SIZE)
		return IS_ALIGNED((unsigned long)rseq, ORIG_RSEQ_SIZE);
	return IS_ALIGNED((unsigned long)rseq, __alignof__(*rseq)) && len >= offsetof(struct rseq, end);
}

static int rseq_unregister(struct rseq __user *rseq, u32 len, u32 sig)
{
	struct task_struct *t = current;

	if (t->rseq != rseq || !t->rseq || len != t->rseq_len)
		return -EINVAL;
	if (t->rseq_sig != sig)
		return -EPERM;
	if (reset_ids(rseq))
		return -EFAULT;
	rseq_execve(t);
	return 0;
}

SYSCALL_DEFINE4(rseq, struct rseq __user *, rseq, u32, len, int, flags, u32, sig)
{
	struct task_struct *t = current;

	if (flags & RSEQ_FLAG_UNREGISTER)
		return flags & ~RSEQ_FLAG_UNREGISTER ? -EINVAL : rseq_unregister(rseq, len, sig);
	if (flags)
		return -EINVAL;
	if (t->rseq) {
		/* Once a thread; the same again is told apart from an error. */
		if (t->rseq != rseq || len != t->rseq_len)
			return -EINVAL;
		return t->rseq_sig != sig ? -EPERM : -EBUSY;
	}
	if (!rseq_area_valid(rseq, len))
		return -EINVAL;
	if (!access_ok(rseq, len))
		return -EFAULT;
	t->rseq = rseq;
	t->rseq_len = len;
	t->rseq_sig = sig;
	/* cpu_id is filled in on the way out of this very call. */
	rseq_preempt(t);
	return 0;
}
