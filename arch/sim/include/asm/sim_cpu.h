/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/sim_cpu.h - a simulated CPU, and the points where something else may happen.
 *
 * Owns:       struct sim_cpu, sim_point().
 * Invariant:  sim_this() is the CPU that this thread of the host plays just now. It can change only
 *             at a point, so what stands between two points is atomic to interrupts of this CPU,
 *             as one instruction is on a real machine.
 * Elsewhere:  what happens at a point (kernel/point.c), who is chosen (kernel/strategy.c).
 */
#ifndef _ASM_SIM_CPU_H
#define _ASM_SIM_CPU_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <sim/os.h>

struct task_struct;

/* Interrupts, as bits of sim_cpu.pending; the lowest is delivered first. */
enum sim_irq { SIM_IRQ_STOP, SIM_IRQ_TIMER, SIM_IRQ_CALL, SIM_IRQ_CALL_SINGLE, SIM_IRQ_RESCHEDULE, SIM_NR_IRQS };

#define SIM_NO_TIMER	(~0ULL)

struct sim_cpu {
	struct task_struct	*current_task;	/* [T] must be first: asm/current.h */
	int			budget;		/* [T] points left before sim_point_slow() */
	int			preempt_count;	/* [T] asm/preempt.h */
	unsigned long		pcpu_offset;	/* [I] where its per-CPU variables are, from the linked ones */
	unsigned int		nr;		/* [I] */
	bool			irqs_on;	/* [T] */
	bool			halted;		/* [T] waits for an interrupt */
	bool			started;	/* runs, or halts, but exists */
	int			granted;	/* [T] what budget was when it was last given */
	unsigned int		pending;	/* atomic: interrupts not delivered yet */
	unsigned int		yields;		/* [T] threads.c */
	u64			timer;		/* [T] when its timer interrupts, or SIM_NO_TIMER */
	unsigned long		irq_count[SIM_NR_IRQS];	/* [T] for /proc/interrupts */
} __attribute__((aligned(64)));
/* [T]: by the thread that plays the CPU; with CPUs as fibers there is one thread. */

extern struct sim_cpu sim_cpus[];
extern __thread struct sim_cpu *sim_this_cpu;

/* Not to be remembered over a point: hence volatile, and one instruction from the thread's own base. */
static __always_inline struct sim_cpu *sim_this(void)
{
	struct sim_cpu *cpu;

	asm volatile("movq %%fs:sim_this_cpu@tpoff, %0" : "=r" (cpu));
	return cpu;
}

static __always_inline unsigned int sim_pending(const struct sim_cpu *cpu)
{
	return __atomic_load_n(&cpu->pending, __ATOMIC_RELAXED);
}

/*
 * A lock for the machine's own books, which all CPUs keep. No point comes between taking it and giving
 * it back, so nobody ever waits for it but where CPUs are threads.
 */
static __always_inline void sim_books_lock(int *lock)
{
	while (__atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE))
		os_yield();
}

static __always_inline void sim_books_unlock(int *lock)
{
	__atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

extern void sim_point_slow(void);

/*
 * Something else may happen here: another CPU runs on, an interrupt comes. Called before what other
 * CPUs can see: locks, atomic operations, stores to page tables, allocations.
 */
static __always_inline void sim_point(void)
{
	if (unlikely(--sim_this()->budget < 0))
		sim_point_slow();
}

/* The caller waits for another CPU: let one run. */
extern void sim_yield(void);

extern void sim_deliver_irqs(void);
extern void sim_raise(unsigned int cpu, enum sim_irq irq);
extern void sim_halt(void);

#endif
