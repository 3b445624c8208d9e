/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/preempt.h - the preemption counter is a per-CPU variable.
 *
 * Invariant: its top bit is clear exactly while the running task ought to be rescheduled, so
 * that "may and must reschedule" is one comparison with zero.
 * The count is not saved per task: every task is switched with the same one.
 */
#ifndef _ASM_X86_PREEMPT_H
#define _ASM_X86_PREEMPT_H

#include <asm/percpu.h>
#include <asm/current.h>

DECLARE_PER_CPU(int, __preempt_count);

#define PREEMPT_NEED_RESCHED	0x80000000

static __always_inline int preempt_count(void)
{
	return this_cpu_read_4(__preempt_count) & ~PREEMPT_NEED_RESCHED;
}

static __always_inline void preempt_count_set(int pc)
{
	int old, new;

	do {
		old = this_cpu_read_4(__preempt_count);
		new = (old & PREEMPT_NEED_RESCHED) | (pc & ~PREEMPT_NEED_RESCHED);
	} while (this_cpu_cmpxchg_4(__preempt_count, old, new) != old);
}

#define init_task_preempt_count(p)	do { } while (0)
#define init_idle_preempt_count(p, cpu) \
	do { per_cpu(__preempt_count, (cpu)) = PREEMPT_OFFSET | PREEMPT_NEED_RESCHED; } while (0)

static __always_inline void set_preempt_need_resched(void)
{
	this_cpu_and_4(__preempt_count, ~PREEMPT_NEED_RESCHED);
}

static __always_inline void clear_preempt_need_resched(void)
{
	this_cpu_or_4(__preempt_count, PREEMPT_NEED_RESCHED);
}

static __always_inline bool test_preempt_need_resched(void)
{
	return !(this_cpu_read_4(__preempt_count) & PREEMPT_NEED_RESCHED);
}

static __always_inline void __preempt_count_add(int val)
{
	percpu_add_op(4, __preempt_count, val);
}

static __always_inline void __preempt_count_sub(int val)
{
	percpu_add_op(4, __preempt_count, -val);
}

/* Return: true where the count came down to zero and the task ought to be rescheduled. */
static __always_inline bool __preempt_count_dec_and_test(void)
{
	bool zero;

	asm volatile("decl %%gs:%1" : "=@ccz" (zero), "+m" (__preempt_count) : : "memory");
	return zero;
}

static __always_inline bool should_resched(int preempt_offset)
{
	return unlikely(this_cpu_read_4(__preempt_count) == preempt_offset);
}

/* A thunk that spares its caller's registers, so that preempt_enable() stays cheap inline. */
extern void preempt_schedule_thunk(void);
#define __preempt_schedule()						\
do {									\
	register unsigned long __sp asm("rsp");				\
	asm volatile("call preempt_schedule_thunk" : "+r" (__sp));	\
} while (0)
#define __preempt_schedule_notrace()	__preempt_schedule()

#endif
