/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/processor.h - a CPU's identity, a task's machine state, and control registers.
 */
#ifndef _ASM_X86_PROCESSOR_H
#define _ASM_X86_PROCESSOR_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/cpufeatures.h>
#include <asm/current.h>
#include <asm/page_types.h>
#include <asm/processor-flags.h>
#include <asm/ptrace.h>
#include <asm/segment.h>
#include <asm/barrier.h>
#include <asm/fpu/types.h>


struct task_struct;
struct mm_struct;

#define X86_VENDOR_INTEL	0
#define X86_VENDOR_AMD		2
#define X86_VENDOR_UNKNOWN	0xff

struct cpuinfo_x86 {
	u8	x86;				/* family */
	u8	x86_vendor;
	u8	x86_model;
	u8	x86_stepping;
	u8	x86_virt_bits;
	u8	x86_phys_bits;
	u16	x86_clflush_size;
	s32	cpuid_level;
	u32	extended_cpuid_level;
	u32	x86_capability[NCAPINTS];
	char	x86_vendor_id[16];
	char	x86_model_id[64];
	u32	x86_cache_size;			/* KiB, last level */
	u32	apicid;
	u32	package;			/* topology, as the APIC id has it */
	u32	core;				/* within its package */
	u32	microcode;
	u16	cpu_index;
	bool	initialized;
};

extern struct cpuinfo_x86 boot_cpu_data;
DECLARE_PER_CPU(struct cpuinfo_x86, cpu_info);
#define cpu_data(cpu)	per_cpu(cpu_info, cpu)

/* What the CPU itself reads: the stacks to enter the kernel on. Intel SDM 3, section 8.7. */
struct x86_hw_tss {
	u32	reserved1;
	u64	sp0;
	u64	sp1;
	u64	sp2;
	u64	reserved2;
	u64	ist[7];
	u32	reserved3;
	u32	reserved4;
	u16	reserved5;
	u16	io_bitmap_base;
} __attribute__((packed));

struct tss_struct {
	u32			pad;		/* so that the 64-bit fields are aligned */
	struct x86_hw_tss	x86_tss;
} __attribute__((aligned(64)));

DECLARE_PER_CPU_PAGE_ALIGNED(struct tss_struct, cpu_tss_rw);

struct thread_struct {
	unsigned long	sp;		/* kernel stack pointer while switched out */
	unsigned short	fsindex;	/* [S] selectors and bases, saved at a switch */
	unsigned short	gsindex;
	unsigned short	ds;
	unsigned short	es;
	unsigned long	fsbase;
	unsigned long	gsbase;
	unsigned long	cr2;		/* of the last fault that became a signal */
	unsigned long	trap_nr;
	unsigned long	error_code;
	struct fpu	fpu;		/* last: its area's size depends on the CPU */
};

#define INIT_THREAD	{ .sp = 0 }

/* The state of a task that first ran on init_task's stack is never restored from it. */
#define TOP_OF_INIT_STACK	((unsigned long)&init_stack + sizeof(init_stack))

#define task_top_of_stack(task)	((unsigned long)(task_stack_page(task)) + THREAD_SIZE)
#define task_pt_regs(task)	((struct pt_regs *)task_top_of_stack(task) - 1)

#define TASK_SIZE		TASK_SIZE_MAX
#define TASK_SIZE_OF(child)	TASK_SIZE_MAX
#define TASK_SIZE_LOW		TASK_SIZE_MAX
#define DEFAULT_MAP_WINDOW	TASK_SIZE_MAX
#define STACK_TOP		TASK_SIZE_MAX
#define STACK_TOP_MAX		TASK_SIZE_MAX
#define TASK_UNMAPPED_BASE	((TASK_SIZE_MAX / 3) & PAGE_MASK)
#define mmap_is_ia32()		(0)

#define KSTK_EIP(task)		(task_pt_regs(task)->ip)
#define KSTK_ESP(task)		(task_pt_regs(task)->sp)

extern void start_thread(struct pt_regs *regs, unsigned long new_ip, unsigned long new_sp);
extern unsigned long __get_wchan(struct task_struct *p);
extern void cpu_init(void);
extern void identify_boot_cpu(void);
extern void identify_secondary_cpu(unsigned int cpu);
extern int arch_dup_task_struct(struct task_struct *dst, struct task_struct *src);
extern void arch_release_task_struct(struct task_struct *tsk);
extern unsigned long arch_align_stack(unsigned long sp);
struct mm_struct;
extern unsigned long arch_randomize_brk(struct mm_struct *mm);

static __always_inline void cpuid_count(u32 op, u32 count, u32 *a, u32 *b, u32 *c, u32 *d)
{
	asm volatile("cpuid" : "=a" (*a), "=b" (*b), "=c" (*c), "=d" (*d) : "0" (op), "2" (count));
}

static __always_inline void cpuid(u32 op, u32 *a, u32 *b, u32 *c, u32 *d)
{
	cpuid_count(op, 0, a, b, c, d);
}

static __always_inline u32 cpuid_eax(u32 op)
{
	u32 a, b, c, d;

	cpuid(op, &a, &b, &c, &d);
	return a;
}

static __always_inline unsigned long read_cr0(void)
{
	unsigned long val;

	asm volatile("mov %%cr0, %0" : "=r" (val));
	return val;
}

static __always_inline void write_cr0(unsigned long val)
{
	asm volatile("mov %0, %%cr0" : : "r" (val) : "memory");
}

static __always_inline unsigned long read_cr2(void)
{
	unsigned long val;

	asm volatile("mov %%cr2, %0" : "=r" (val));
	return val;
}

static __always_inline unsigned long __read_cr3(void)
{
	unsigned long val;

	asm volatile("mov %%cr3, %0" : "=r" (val) : : "memory");
	return val;
}

static __always_inline void write_cr3(unsigned long val)
{
	asm volatile("mov %0, %%cr3" : : "r" (val) : "memory");
}

static __always_inline unsigned long __read_cr4(void)
{
	unsigned long val;

	asm volatile("mov %%cr4, %0" : "=r" (val));
	return val;
}

static __always_inline void __write_cr4(unsigned long val)
{
	asm volatile("mov %0, %%cr4" : : "r" (val) : "memory");
}

#define cpu_relax_lowlatency()	cpu_relax()

static inline void prefetch(const void *x)	{ __builtin_prefetch(x); }
static inline void prefetchw(const void *x)	{ __builtin_prefetch(x, 1); }
#define ARCH_HAS_PREFETCH
#define ARCH_HAS_PREFETCHW

#endif
