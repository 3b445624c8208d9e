// SPDX-License-Identifier: GPL-2.0-only
/*
 * membarrier.c - a memory barrier in all running threads, ordered by one of them.
 *
 * Owns:       membarrier(2).
 * Invariant:  between entry and return every other CPU has passed a full barrier, or was not
 *             running a thread concerned: switching address spaces is a barrier, too.
 * Elsewhere:  the interrupts (smp_call_function()), the grace period (RCU).
 */
#include <linux/atomic.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/smp.h>
#include <linux/syscalls.h>
#include <uapi/linux/membarrier.h>

/* mm->flags: the process has said that it will use the expedited kind */
#define MMF_MEMBARRIER_PRIVATE	40
#define MMF_MEMBARRIER_GLOBAL	41

#define MEMBARRIER_CMDS	(MEMBARRIER_CMD_GLOBAL | MEMBARRIER_CMD_GLOBAL_EXPEDITED |		\
			 MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED |				\
			 MEMBARRIER_CMD_PRIVATE_EXPEDITED |					\
			 MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED |				\
			 MEMBARRIER_CMD_GET_REGISTRATIONS)

static void ipi_mb(void *unused)
{
	smp_mb();
}

/* Every CPU that may run one of our threads; which ones do is not worth finding out. */
static int barrier_on(const struct cpumask *mask)
{
	smp_mb();	/* what the caller did before comes before the barriers elsewhere */
	preempt_disable();
	smp_call_function_many(mask, ipi_mb, NULL, true);
	preempt_enable();
	smp_mb();	/* and they before what it does next */
	return 0;
}

static int private_expedited(void)
{
	struct mm_struct *mm = current->mm;

	if (!test_bit(MMF_MEMBARRIER_PRIVATE, &mm->flags))
		return -EPERM;
	if (atomic_read(&mm->mm_users) == 1 || num_online_cpus() == 1)
		return 0;
	return barrier_on(mm_cpumask(mm));
}

static int registrations(void)
{
	unsigned long flags = READ_ONCE(current->mm->flags);

	return (flags >> MMF_MEMBARRIER_PRIVATE & 1 ? MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED : 0) |
	       (flags >> MMF_MEMBARRIER_GLOBAL & 1 ? MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED : 0);
}

SYSCALL_DEFINE3(membarrier, int, cmd, unsigned int, flags, int, cpu_id)
{
	if (flags)
		return -EINVAL;
	switch (cmd) {
	case MEMBARRIER_CMD_QUERY:
		return MEMBARRIER_CMDS;
	case MEMBARRIER_CMD_GLOBAL:
		if (num_online_cpus() > 1)
			synchronize_rcu();
		return 0;
	case MEMBARRIER_CMD_GLOBAL_EXPEDITED:
		return barrier_on(cpu_online_mask);
	case MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED:
		set_bit(MMF_MEMBARRIER_GLOBAL, &current->mm->flags);
		return 0;
	case MEMBARRIER_CMD_PRIVATE_EXPEDITED:
		return private_expedited();
	case MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED:
		set_bit(MMF_MEMBARRIER_PRIVATE, &current->mm->flags);
		return 0;
	case MEMBARRIER_CMD_GET_REGISTRATIONS:
		return registrations();
	}
	return -EINVAL;
}
