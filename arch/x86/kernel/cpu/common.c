// SPDX-License-Identifier: GPL-2.0-only
/*
 * common.c - what a CPU is and can, and its own tables and control registers.
 *
 * Owns:       boot_cpu_data and cpu_info; each CPU's GDT, TSS and exception stacks.
 * Invariant:  boot_cpu_data holds what the boot CPU has, less what the command line took away;
 *             other CPUs are taken to have the same.
 * Elsewhere:  /proc/cpuinfo (proc.c), floating point (../fpu/).
 */
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/linkage.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/start_kernel.h>
#include <linux/string.h>
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/fpu/api.h>
#include <asm/hardirq.h>
#include <asm/mmu_context.h>
#include <asm/msr.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smap.h>
#include <asm/syscall.h>
#include "../../entry/entry.h"

struct cpuinfo_x86 boot_cpu_data __ro_after_init;
DEFINE_PER_CPU(struct cpuinfo_x86, cpu_info);

extern struct task_struct init_task;
DEFINE_PER_CPU_CACHE_HOT(struct task_struct *, current_task) = &init_task;
DEFINE_PER_CPU_CACHE_HOT(int, __preempt_count) = INIT_PREEMPT_COUNT | PREEMPT_NEED_RESCHED;
DEFINE_PER_CPU_CACHE_HOT(unsigned long, this_cpu_off);
DEFINE_PER_CPU_CACHE_HOT(int, cpu_number);
DEFINE_PER_CPU_ALIGNED(irq_cpustat_t, irq_stat);

extern char init_stack[];

DEFINE_PER_CPU_PAGE_ALIGNED(struct tss_struct, cpu_tss_rw) = {
	.x86_tss = { .sp0 = (unsigned long)init_stack + THREAD_SIZE, .io_bitmap_base = 0xffff },
};

DEFINE_PER_CPU_PAGE_ALIGNED(struct gdt_page, gdt_page) = { .gdt = {
	[GDT_ENTRY_KERNEL32_CS] = DESC_KERNEL32_CS,
	[GDT_ENTRY_KERNEL_CS] = DESC_KERNEL_CS,
	[GDT_ENTRY_KERNEL_DS] = DESC_KERNEL_DS,
	[GDT_ENTRY_DEFAULT_USER32_CS] = DESC_USER32_CS,
	[GDT_ENTRY_DEFAULT_USER_DS] = DESC_USER_DS,
	[GDT_ENTRY_DEFAULT_USER_CS] = DESC_USER_CS,
} };

struct exception_stacks {
	char stack[N_EXCEPTION_STACKS][EXCEPTION_STKSZ];
};
static DEFINE_PER_CPU_PAGE_ALIGNED(struct exception_stacks, exception_stacks);

/* ---- identification ---- */

static void identify_vendor(struct cpuinfo_x86 *c)
{
	u32 level, id[3];

	cpuid(0, &level, &id[0], &id[2], &id[1]);
	c->cpuid_level = level;
	memcpy(c->x86_vendor_id, id, sizeof(id));
	c->x86_vendor = X86_VENDOR_UNKNOWN;
	if (!strcmp(c->x86_vendor_id, "GenuineIntel"))
		c->x86_vendor = X86_VENDOR_INTEL;
	else if (!strcmp(c->x86_vendor_id, "AuthenticAMD"))
		c->x86_vendor = X86_VENDOR_AMD;
}

static void identify_model(struct cpuinfo_x86 *c)
{
	u32 sig, misc, ecx, edx;

	cpuid(1, &sig, &misc, &ecx, &edx);
	c->x86_capability[CPUID_1_EDX] = edx;
	c->x86_capability[CPUID_1_ECX] = ecx;
	c->x86 = (sig >> 8) & 0xf;
	if (c->x86 == 0xf)
		c->x86 += (sig >> 20) & 0xff;
	c->x86_model = (sig >> 4) & 0xf;
	if (c->x86 >= 6)
		c->x86_model |= (sig >> 12) & 0xf0;
	c->x86_stepping = sig & 0xf;
	c->apicid = misc >> 24;
	c->x86_clflush_size = ((misc >> 8) & 0xff) * 8;
}

static void identify_features(struct cpuinfo_x86 *c)
{
	u32 a, b, ecx, d;

	if (c->cpuid_level >= 7) {
		cpuid_count(7, 0, &a, &b, &ecx, &d);
		c->x86_capability[CPUID_7_0_EBX] = b;
		c->x86_capability[CPUID_7_ECX] = ecx;
		c->x86_capability[CPUID_7_EDX] = d;
	}
	if (c->cpuid_level >= 0xd) {
		cpuid_count(0xd, 1, &a, &b, &ecx, &d);
		c->x86_capability[CPUID_D_1_EAX] = a;
	}
	if (c->cpuid_level >= 6)
		c->x86_capability[CPUID_6_EAX] = cpuid_eax(6);
}

static void identify_extended(struct cpuinfo_x86 *c)
{
	u32 a, b, ecx, d, *name = (u32 *)c->x86_model_id;

	c->extended_cpuid_level = cpuid_eax(0x80000000);
	c->x86_phys_bits = 36;
	c->x86_virt_bits = 48;
	if (c->extended_cpuid_level >= 0x80000001) {
		cpuid(0x80000001, &a, &b, &ecx, &d);
		c->x86_capability[CPUID_8000_0001_EDX] = d;
		c->x86_capability[CPUID_8000_0001_ECX] = ecx;
	}
	if (c->extended_cpuid_level >= 0x80000004)
		for (u32 leaf = 0; leaf < 3; leaf++, name += 4)
			cpuid(0x80000002 + leaf, &name[0], &name[1], &name[2], &name[3]);
	if (c->extended_cpuid_level >= 0x80000006) {
		cpuid(0x80000006, &a, &b, &ecx, &d);
		c->x86_cache_size = ecx >> 16;
	}
	if (c->extended_cpuid_level >= 0x80000007) {
		cpuid(0x80000007, &a, &b, &ecx, &d);
		c->x86_capability[CPUID_8000_0007_EDX] = d;
	}
	if (c->extended_cpuid_level >= 0x80000008) {
		cpuid(0x80000008, &a, &b, &ecx, &d);
		c->x86_capability[CPUID_8000_0008_EBX] = b;
		c->x86_phys_bits = a & 0xff;
		c->x86_virt_bits = (a >> 8) & 0xff;
	}
}

/*
 * An APIC id is made of package, core and thread, from the top. How many bits each has is told by
 * leaf 0xb (Intel SDM 2A, CPUID), by AMD's 0x80000008 (APM 3, E.4.7), or by nobody.
 */
static void identify_topology(struct cpuinfo_x86 *c)
{
	u32 thread_bits = 0, package_shift = 0, a, b, ecx, d;

	if (c->cpuid_level >= 0xb) {
		cpuid_count(0xb, 0, &a, &b, &ecx, &d);
		if (b) {
			thread_bits = a & 0x1f;
			cpuid_count(0xb, 1, &a, &b, &ecx, &d);
			package_shift = a & 0x1f;
		}
	}
	if (!package_shift && c->extended_cpuid_level >= 0x80000008) {
		cpuid(0x80000008, &a, &b, &ecx, &d);
		package_shift = (ecx >> 12 & 0xf) ?: fls(ecx & 0xff);
	}
	c->package = c->apicid >> package_shift;
	c->core = (c->apicid & ((1U << package_shift) - 1)) >> thread_bits;
}

static void identify_cpu(struct cpuinfo_x86 *c)
{
	identify_vendor(c);
	identify_model(c);
	identify_features(c);
	identify_extended(c);
	identify_topology(c);
	c->x86_model_id[sizeof(c->x86_model_id) - 1] = 0;
	c->initialized = true;
}

/** setup_clear_cpu_cap() - behave as if no CPU had this feature */
void __init setup_clear_cpu_cap(unsigned int bit)
{
	boot_cpu_data.x86_capability[bit / 32] &= ~(1U << (bit % 32));
}

/** identify_boot_cpu() - fill boot_cpu_data */
void __init identify_boot_cpu(void)
{
	identify_cpu(&boot_cpu_data);
	if (!IS_ENABLED(CONFIG_X86_SMAP))
		setup_clear_cpu_cap(X86_FEATURE_SMAP);
	if (!IS_ENABLED(CONFIG_X86_UMIP))
		setup_clear_cpu_cap(X86_FEATURE_UMIP);
	if (!boot_cpu_has(X86_FEATURE_FXSR) || !boot_cpu_has(X86_FEATURE_CX16) || !boot_cpu_has(X86_FEATURE_APIC)) {
		early_serial_puts("This CPU lacks fxsave, cmpxchg16b or a local APIC: it cannot run Samara.\n");
		panic("CPU lacks a required feature");
	}
}

/** identify_secondary_cpu() - another CPU describes itself */
void identify_secondary_cpu(unsigned int cpu)
{
	struct cpuinfo_x86 *c = &cpu_data(cpu);

	identify_cpu(c);
	c->cpu_index = cpu;
}

static int __init setup_nosmap(char *arg)
{
	setup_clear_cpu_cap(X86_FEATURE_SMAP);
	return 0;
}
early_param("nosmap", setup_nosmap);

/* ---- tables and control registers ---- */

extern void entry_SYSCALL_64(void);

/* Flags that a program may have set must not hold in the kernel: above all IF, DF, TF and AC. */
#define SYSCALL_FLAGS_MASK	(X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF | X86_EFLAGS_SF | \
				 X86_EFLAGS_TF | X86_EFLAGS_IF | X86_EFLAGS_DF | X86_EFLAGS_OF | X86_EFLAGS_IOPL | \
				 X86_EFLAGS_NT | X86_EFLAGS_RF | X86_EFLAGS_AC | X86_EFLAGS_ID)

static void syscall_init(void)
{
	wrmsrq(MSR_STAR, (u64)__USER32_CS << 48 | (u64)__KERNEL_CS << 32);
	wrmsrq(MSR_LSTAR, (unsigned long)entry_SYSCALL_64);
	wrmsrq(MSR_CSTAR, (unsigned long)entry_SYSCALL_64);
	wrmsrq(MSR_SYSCALL_MASK, SYSCALL_FLAGS_MASK);
}

/* Far return: the only way to load %cs in 64-bit mode that every CPU has. */
static void reload_segments(void)
{
	unsigned long scratch;

	asm volatile("pushq %[cs]\n"
		     "leaq 1f(%%rip), %0\n"
		     "pushq %0\n"
		     "lretq\n"
		     "1:"
		     : "=&r" (scratch) : [cs] "i" (__KERNEL_CS) : "memory");
	asm volatile("movl %0, %%ds; movl %0, %%es; movl %0, %%ss" : : "r" (0) : "memory");
}

static void load_gdt_and_tss(unsigned int cpu)
{
	struct gdt_page *gdt = &per_cpu(gdt_page, cpu);
	struct x86_hw_tss *tss = &per_cpu(cpu_tss_rw, cpu).x86_tss;
	struct desc_ptr ptr = { .size = GDT_SIZE - 1, .address = (unsigned long)gdt };
	unsigned long base = (unsigned long)tss, limit = sizeof(*tss) - 1;

	gdt->gdt[GDT_ENTRY_TSS] = limit | (base & 0xffffff) << 16 | 0x89UL << 40 | (base >> 24 & 0xff) << 56;
	gdt->gdt[GDT_ENTRY_TSS + 1] = base >> 32;
	gdt->gdt[GDT_ENTRY_CPUNODE] = 0x0040f50000000000UL | (cpu & 0xffff);
	for (int i = 0; i < N_EXCEPTION_STACKS; i++)
		tss->ist[i] = (unsigned long)&per_cpu(exception_stacks, cpu).stack[i] + EXCEPTION_STKSZ;
	load_gdt(&ptr);
	reload_segments();
	load_tr(GDT_ENTRY_TSS * 8);
}

static void setup_cr4(void)
{
	unsigned long cr4 = X86_CR4_PAE | X86_CR4_OSFXSR | X86_CR4_OSXMMEXCPT;

	if (boot_cpu_has(X86_FEATURE_PGE))
		cr4 |= X86_CR4_PGE;
	if (boot_cpu_has(X86_FEATURE_XSAVE))
		cr4 |= X86_CR4_OSXSAVE;
	if (boot_cpu_has(X86_FEATURE_SMEP))
		cr4 |= X86_CR4_SMEP;
	if (boot_cpu_has(X86_FEATURE_SMAP))
		cr4 |= X86_CR4_SMAP;
	if (boot_cpu_has(X86_FEATURE_UMIP))
		cr4 |= X86_CR4_UMIP;
	if (boot_cpu_has(X86_FEATURE_FSGSBASE))
		cr4 |= X86_CR4_FSGSBASE;
	__write_cr4(cr4);
}

/**
 * cpu_init() - this CPU's tables, control registers, system-call entry and FPU
 *
 * The per-CPU area is in use. Context: interrupts off; once a CPU.
 */
void cpu_init(void)
{
	unsigned int cpu = raw_smp_processor_id();

	load_gdt_and_tss(cpu);
	/* loading a null selector cleared the base */
	wrmsrq(MSR_GS_BASE, per_cpu_offset(cpu));
	wrmsrq(MSR_KERNEL_GS_BASE, 0);
	wrmsrq(MSR_FS_BASE, 0);
	idt_load();
	if (cpu == 0)
		smap_patch();
	setup_cr4();
	syscall_init();
	fpu_init_cpu();
	if (cpu == 0) {
		fpu_init_system();
		syscall_table_init();
		boot_cpu_data.cpu_index = 0;
		cpu_data(0) = boot_cpu_data;
	}
}

struct smap_site {
	int where;		/* relative to this word */
	unsigned int op;	/* last byte of the instruction */
};
extern struct smap_site __start_smap_sites[], __stop_smap_sites[];

/** smap_patch() - put stac and clac where their nops are; only before SMAP is on, by the boot CPU */
void __init smap_patch(void)
{
	if (!boot_cpu_has(X86_FEATURE_SMAP))
		return;
	for (struct smap_site *s = __start_smap_sites; s < __stop_smap_sites; s++) {
		u8 *insn = __va(__pa_symbol((unsigned long)&s->where + s->where));

		/* Through the direct map, which is writable until mark_rodata_ro(). */
		insn[0] = 0x0f;
		insn[1] = 0x01;
		insn[2] = s->op;
	}
	asm volatile("cpuid" : : "a" (0) : "ebx", "ecx", "edx", "memory");	/* serialise */
}

/** arch_cpu_finalize_init() - the boot CPU is in its final state: say what it is */
void __init arch_cpu_finalize_init(void)
{
	pr_info("CPU0: %s (family: %#x, model: %#x, stepping: %#x)\n", boot_cpu_data.x86_model_id, boot_cpu_data.x86,
		boot_cpu_data.x86_model, boot_cpu_data.x86_stepping);
}

/** smp_prepare_boot_cpu() - the per-CPU areas exist: this CPU moves into its own */
void __init smp_prepare_boot_cpu(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		per_cpu(this_cpu_off, cpu) = per_cpu_offset(cpu);
		per_cpu(cpu_number, cpu) = cpu;
	}
	wrmsrq(MSR_GS_BASE, per_cpu_offset(0));
}
