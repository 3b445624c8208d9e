// SPDX-License-Identifier: GPL-2.0-only
/*
 * core.c - the floating-point and vector registers of user programs.
 *
 * Owns:       XCR0, thread.fpu, TIF_NEED_FPU_LOAD.
 * Invariant:  a user task's state is in the registers of the CPU it runs on, or (with
 *             TIF_NEED_FPU_LOAD) in thread.fpu.state. The kernel is built without using these
 *             registers, so a system call neither saves nor loads anything.
 * Locks:      interrupts off while registers and memory change places.
 *
 * Saving happens when a task is switched out, loading when it next returns to user mode. A CPU
 * remembers whose state it loaded last: where that task comes back and nobody used the registers
 * meanwhile, nothing is loaded.
 */
#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/percpu.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/cpufeature.h>
#include <asm/fpu/api.h>
#include <asm/irqflags.h>

unsigned int fpu_user_size __ro_after_init;
u64 fpu_user_features __ro_after_init;
u32 fpu_mxcsr_mask __ro_after_init;

static struct kmem_cache *fpu_cache __ro_after_init;
static DEFINE_PER_CPU(struct fpu *, fpu_fpregs_owner);

/* What a new program starts with; only its fxsave part and header matter. */
static struct {
	struct fxregs_state fx;
	struct xstate_header header;
} init_state __aligned(64) = {
	.fx = { .cwd = 0x37f, .mxcsr = 0x1f80 },
};

static bool use_xsave(void)
{
	return boot_cpu_has(X86_FEATURE_XSAVE);
}

static void save_registers(struct xregs_state *state)
{
	if (use_xsave())
		asm volatile("xsave64 %0" : "+m" (*state) : "a" (-1), "d" (-1) : "memory");
	else
		asm volatile("fxsave64 %0" : "=m" (*state) : : "memory");
}

static void load_registers(const struct xregs_state *state)
{
	if (use_xsave())
		asm volatile("xrstor64 %0" : : "m" (*state), "a" (-1), "d" (-1) : "memory");
	else
		asm volatile("fxrstor64 %0" : : "m" (*state) : "memory");
}

/** fpu_init_cpu() - let this CPU's registers be used */
void fpu_init_cpu(void)
{
	u64 features = XFEATURE_MASK_FPSSE;
	u32 a, b, c, d;

	write_cr0((read_cr0() & ~(X86_CR0_TS | X86_CR0_EM)) | X86_CR0_NE | X86_CR0_MP);
	asm volatile("fninit");
	if (!use_xsave())
		return;
	cpuid_count(0xd, 0, &a, &b, &c, &d);
	features |= (a | (u64)d << 32) & XFEATURE_MASK_USER;
	/* The three AVX-512 components go together. */
	if ((features & XFEATURE_MASK_AVX512) != XFEATURE_MASK_AVX512)
		features &= ~XFEATURE_MASK_AVX512;
	asm volatile("xsetbv" : : "c" (0), "a" ((u32)features), "d" ((u32)(features >> 32)));
}

/** fpu_init_system() - how large the state is; after fpu_init_cpu() on the boot CPU */
void __init fpu_init_system(void)
{
	struct fxregs_state fx = { 0 };
	u32 a, b, c, d;

	asm volatile("fxsave64 %0" : "+m" (fx));
	fpu_mxcsr_mask = fx.mxcsr_mask ?: 0xffbf;	/* the first CPUs with SSE do not say */
	fpu_user_size = sizeof(struct fxregs_state);
	fpu_user_features = XFEATURE_MASK_FPSSE;
	if (!use_xsave())
		return;
	cpuid_count(0xd, 0, &a, &b, &c, &d);
	fpu_user_size = b;	/* for what XCR0 has enabled now */
	asm volatile("xgetbv" : "=a" (a), "=d" (d) : "c" (0));
	fpu_user_features = a | (u64)d << 32;
}

static void reset_state(struct xregs_state *state)
{
	memset(state, 0, fpu_user_size);
	memcpy(state, &init_state, min_t(size_t, sizeof(init_state), fpu_user_size));
}

/* The area is allocated by the first user of a task; kernel threads have none. */
static struct xregs_state *alloc_state(void)
{
	struct xregs_state *state;

	state = kmem_cache_alloc(fpu_cache, GFP_KERNEL);
	if (!state)
		return NULL;
	reset_state(state);
	return state;
}

static int __init fpu_cache_init(void)
{
	unsigned int size = max_t(unsigned int, fpu_user_size, sizeof(struct xregs_state));

	fpu_cache = kmem_cache_create("fpu_state", size, 64, SLAB_PANIC, NULL);
	return 0;
}
early_initcall(fpu_cache_init);

/**
 * fpu_save_current() - the task is switched out: its state goes into memory
 *
 * Context: interrupts off, in __switch_to().
 */
void fpu_save_current(struct task_struct *tsk)
{
	if (!tsk->thread.fpu.state || test_tsk_thread_flag(tsk, TIF_NEED_FPU_LOAD))
		return;
	save_registers(tsk->thread.fpu.state);
	tsk->thread.fpu.last_cpu = raw_smp_processor_id();
	set_tsk_thread_flag(tsk, TIF_NEED_FPU_LOAD);
}

/** fpu_load_current() - back to user mode: the state goes into the registers. Interrupts off. */
void fpu_load_current(void)
{
	struct fpu *fpu = &current->thread.fpu;

	if (fpu->state && (this_cpu_read(fpu_fpregs_owner) != fpu || fpu->last_cpu != raw_smp_processor_id())) {
		load_registers(fpu->state);
		this_cpu_write(fpu_fpregs_owner, fpu);
		fpu->last_cpu = raw_smp_processor_id();
	}
	clear_tsk_thread_flag(current, TIF_NEED_FPU_LOAD);
}

/** fpu_force_in_memory() - current's state is in memory, and only there, until user mode */
void fpu_force_in_memory(void)
{
	struct task_struct *tsk = current;
	unsigned long flags;

	local_irq_save(flags);
	fpu_save_current(tsk);
	tsk->thread.fpu.last_cpu = -1;
	set_tsk_thread_flag(tsk, TIF_NEED_FPU_LOAD);
	local_irq_restore(flags);
}

/** fpu_clone() - a forked task goes on with a copy of @src's state. Return: 0 or -ENOMEM. */
int fpu_clone(struct task_struct *dst, struct task_struct *src)
{
	unsigned long flags;

	dst->thread.fpu.last_cpu = -1;
	dst->thread.fpu.state = NULL;
	if (!src->thread.fpu.state)
		return 0;
	dst->thread.fpu.state = kmem_cache_alloc(fpu_cache, GFP_KERNEL);
	if (!dst->thread.fpu.state)
		return -ENOMEM;
	local_irq_save(flags);
	if (test_tsk_thread_flag(src, TIF_NEED_FPU_LOAD)) {
		memcpy(dst->thread.fpu.state, src->thread.fpu.state, fpu_user_size);
	} else {
		/* xsave writes what is in use; the header tells the rest from rubbish, but clear it */
		memset(&dst->thread.fpu.state->header, 0,
		       fpu_user_size > sizeof(struct fxregs_state) ? sizeof(struct xstate_header) : 0);
		save_registers(dst->thread.fpu.state);
	}
	local_irq_restore(flags);
	set_tsk_thread_flag(dst, TIF_NEED_FPU_LOAD);
	return 0;
}

/** fpu_free() - a task's memory goes. No CPU may take the area for loaded any more. */
void fpu_free(struct task_struct *tsk)
{
	if (tsk->thread.fpu.state)
		kmem_cache_free(fpu_cache, tsk->thread.fpu.state);
	tsk->thread.fpu.state = NULL;
}

/** fpu_flush_thread() - exec: a new program starts with the initial state */
void fpu_flush_thread(void)
{
	struct fpu *fpu = &current->thread.fpu;

	if (!fpu->state) {
		fpu->state = alloc_state();
		if (!fpu->state)
			force_fatal_sig(SIGKILL);
	} else {
		fpu_force_in_memory();
		reset_state(fpu->state);
	}
	fpu->last_cpu = -1;
	set_tsk_thread_flag(current, TIF_NEED_FPU_LOAD);
}
