// SPDX-License-Identifier: GPL-2.0-only
/*
 * smpboot.c - starting the other CPUs, one at a time.
 *
 * Owns:       the trampoline page and its page table.
 * Invariant:  possible CPUs are numbered 0..n-1, the boot CPU is 0; x86_cpu_to_apicid of each is
 *             known from the firmware's table before per-CPU areas are sized.
 * Locks:      cpus are brought up one after the other (kernel/cpu.c holds its lock).
 *
 * A CPU wakes by INIT and STARTUP messages at the trampoline, in real mode; the trampoline's page
 * table maps it at its own address besides everything of the kernel's. The CPU reports by
 * setting itself online.
 */
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/linkage.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/task_stack.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/apic.h>
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/mmu_context.h>
#include <asm/msr.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/tlbflush.h>
#include <asm/trampoline.h>

extern void secondary_startup_64(void);

DEFINE_PER_CPU(u32, x86_cpu_to_apicid) = BAD_APICID;

void *real_mode_base __ro_after_init;
static pgd_t *trampoline_pgd __ro_after_init;

/* What the firmware's table named, by CPU number; per-CPU areas do not exist that early. */
static u32 early_apicids[NR_CPUS] __initdata;
static unsigned int num_processors __initdata;

/** reserve_real_mode() - take a page below 1 MiB while there is one */
void __init reserve_real_mode(void)
{
	phys_addr_t phys = memblock_phys_alloc_range(PAGE_SIZE, PAGE_SIZE, PAGE_SIZE, 0xa0000);

	if (phys)
		real_mode_base = __va(phys);
	else
		pr_warn("No memory below 1 MiB: other CPUs cannot be started\n");
}

/** generic_processor_info() - the firmware knows a CPU that can be used */
void __init generic_processor_info(u32 apicid)
{
	if (apicid == read_boot_apicid())
		return;	/* 0 already */
	if (num_processors + 1 >= NR_CPUS) {
		pr_warn_once("NR_CPUS limit of %d reached: further processors are ignored\n", NR_CPUS);
		return;
	}
	early_apicids[++num_processors] = apicid;
}

/** prefill_possible_map() - how many CPUs there can be */
void __init prefill_possible_map(void)
{
	unsigned int total = min_t(unsigned int, num_processors + 1, nr_cpu_ids);

	early_apicids[0] = read_boot_apicid();
	if (!real_mode_base)
		total = 1;
	for (unsigned int cpu = 0; cpu < total; cpu++) {
		set_cpu_possible(cpu, true);
		set_cpu_present(cpu, true);
	}
	pr_info("smpboot: Allowing %u CPUs\n", total);
}

/* Below 4 GiB, for a 32-bit load of cr3: in the kernel's image. Executable, and for that read-only. */
static pgd_t * __init make_trampoline_pgd(void)
{
	static pgd_t pgd[PTRS_PER_PGD] __page_aligned_bss;
	static pud_t pud[PTRS_PER_PUD] __page_aligned_bss;
	static pmd_t pmd[PTRS_PER_PMD] __page_aligned_bss;
	static pte_t pte[PTRS_PER_PTE] __page_aligned_bss;
	unsigned long pfn = __pa(real_mode_base) >> PAGE_SHIFT;

	memcpy(pgd + KERNEL_PGD_BOUNDARY, init_top_pgt + KERNEL_PGD_BOUNDARY, KERNEL_PGD_PTRS * sizeof(pgd_t));
	pgd[0] = __pgd(__pa_symbol(pud) | _KERNPG_TABLE);
	pud[0] = __pud(__pa_symbol(pmd) | _KERNPG_TABLE);
	pmd[0] = __pmd(__pa_symbol(pte) | _KERNPG_TABLE);
	pte[pfn] = pfn_pte(pfn, __pgprot(_PAGE_PRESENT | _PAGE_ACCESSED));
	return pgd;
}

/** smp_prepare_cpus() - put the trampoline into its place */
void __init smp_prepare_cpus(unsigned int max_cpus)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		per_cpu(x86_cpu_to_apicid, cpu) = early_apicids[cpu];
	if (!real_mode_base || num_possible_cpus() == 1)
		return;
	trampoline_pgd = make_trampoline_pgd();
	memcpy(real_mode_base, trampoline_start, trampoline_end - trampoline_start);
}

static struct trampoline_header *trampoline_header(void)
{
	return real_mode_base + (trampoline_data - trampoline_start);
}

static void wakeup_cpu(u32 apicid)
{
	unsigned int vector = __pa(real_mode_base) >> PAGE_SHIFT;

	apic_send_init(apicid);
	for (int i = 0; i < 2; i++) {
		udelay(10);
		apic_send_startup(apicid, vector);
		udelay(200);
	}
}

/**
 * __cpu_up() - start a CPU, with @idle as its first task
 *
 * Return: 0 once it is online; -EIO where it does not answer within ten seconds.
 */
int __cpu_up(unsigned int cpu, struct task_struct *idle)
{
	struct trampoline_header *header = trampoline_header();

	if (!real_mode_base)
		return -ENOSYS;
	per_cpu(current_task, cpu) = idle;
	per_cpu(cpu_tss_rw, cpu).x86_tss.sp0 = task_top_of_stack(idle);
	init_idle_preempt_count(idle, cpu);
	cpu_data(cpu).cpu_index = cpu;

	header->start = (unsigned long)secondary_startup_64;
	header->stack = (unsigned long)task_pt_regs(idle) - sizeof(long);
	header->pgd = __pa_symbol(trampoline_pgd);
	header->cr4 = X86_CR4_PAE | (boot_cpu_has(X86_FEATURE_PGE) ? X86_CR4_PGE : 0);
	header->efer = EFER_LME | EFER_SCE | (boot_cpu_has(X86_FEATURE_NX) ? EFER_NX : 0);
	header->cpu = cpu;
	wmb();

	wakeup_cpu(per_cpu(x86_cpu_to_apicid, cpu));
	for (int ms = 0; ms < 10000; ms++) {
		if (cpu_online(cpu))
			return 0;
		for (int i = 0; i < 100 && !cpu_online(cpu); i++)
			udelay(10);
	}
	pr_err("CPU%u does not answer\n", cpu);
	return -EIO;
}

/** start_secondary() - the first C function of another CPU; interrupts off */
void start_secondary(void)
{
	unsigned int cpu = raw_smp_processor_id();

	write_cr3(__pa_symbol(init_top_pgt));
	cpu_init();
	identify_secondary_cpu(cpu);
	mmgrab(&init_mm);
	current->active_mm = &init_mm;
	enter_lazy_tlb(&init_mm, current);
	setup_local_apic();
	notify_cpu_starting(cpu);
	setup_apic_timer();
	set_cpu_online(cpu, true);
	local_irq_enable();
	cpu_startup_entry(CPUHP_AP_ONLINE_IDLE);
}

/** smp_cpus_done() - all that are to run do */
void __init smp_cpus_done(unsigned int max_cpus)
{
	pr_info("smpboot: %u CPUs are online\n", num_online_cpus());
}
