/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/preempt.h - the preemption counter is the CPU's.
 *
 * Invariant: its top bit is clear exactly while the running task ought to be rescheduled, so
 * that "may and must reschedule" is one comparison with zero.
 * The count is not saved per task: every task is switched with the same one.
 */
#ifndef _ASM_SIM_PREEMPT_H
#define _ASM_SIM_PREEMPT_H

#include <asm/sim_cpu.h>

#define PREEMPT_NEED_RESCHED	((int)0x80000000)

static __always_inline int preempt_count(void)
{
	return sim_this()->preempt_count & ~PREEMPT_NEED_RESCHED;
}

static __always_inline void preempt_count_set(int pc)
{
	int *count = &sim_this()->preempt_count;

	*count = (*count & PREEMPT_NEED_RESCHED) | (pc & ~PREEMPT_NEED_RESCHED);
}

#define init_task_preempt_count(p)	do { } while (0)
#define init_idle_preempt_count(p, cpu) \
	do { sim_cpus[cpu].preempt_count = (int)PREEMPT_OFFSET | PREEMPT_NEED_RESCHED; } while (0)

static __always_inline void set_preempt_need_resched(void)
{
	sim_this()->preempt_count &= ~PREEMPT_NEED_RESCHED;
}

static __always_inline void clear_preempt_need_resched(void)
{
	sim_this()->preempt_count |= PREEMPT_NEED_RESCHED;
}

static __always_inline bool test_preempt_need_resched(void)
{
	return !(sim_this()->preempt_count & PREEMPT_NEED_RESCHED);
}

static __always_inline void __preempt_count_add(int val)
{
	sim_this()->preempt_count += (int)val;
}

static __always_inline void __preempt_count_sub(int val)
{
	sim_this()->preempt_count -= val;
}

/*
 * Return: true where the count came down to zero and the task ought to be rescheduled.
 * An interrupt may have come since preemption was turned off, and asked for that.
 */
static __always_inline bool __preempt_count_dec_and_test(void)
{
	sim_point();
	return --sim_this()->preempt_count == 0;
}

static __always_inline bool should_resched(int preempt_offset)
{
	return unlikely(sim_this()->preempt_count == preempt_offset);
}

extern void preempt_schedule(void);
#define __preempt_schedule()		preempt_schedule()
#define __preempt_schedule_notrace()	preempt_schedule()

#endif
