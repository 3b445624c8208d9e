// SPDX-License-Identifier: GPL-2.0-only
/*
 * proc.c - /proc/cpuinfo, in Linux's format.
 */
#include <linux/cpumask.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/smp.h>
#include <asm/cpufeature.h>
#include <asm/processor.h>
#include <asm/tsc.h>

struct flag_name {
	unsigned short bit;
	const char *name;
};

#define WORD(w, b)	((w) * 32 + (b))

/* In the order of their numbers, as Linux prints them. */
static const struct flag_name flag_names[] = {
	{ WORD(CPUID_1_EDX, 0), "fpu" }, { WORD(CPUID_1_EDX, 1), "vme" }, { WORD(CPUID_1_EDX, 2), "de" },
	{ WORD(CPUID_1_EDX, 3), "pse" }, { WORD(CPUID_1_EDX, 4), "tsc" }, { WORD(CPUID_1_EDX, 5), "msr" },
	{ WORD(CPUID_1_EDX, 6), "pae" }, { WORD(CPUID_1_EDX, 7), "mce" }, { WORD(CPUID_1_EDX, 8), "cx8" },
	{ WORD(CPUID_1_EDX, 9), "apic" }, { WORD(CPUID_1_EDX, 11), "sep" }, { WORD(CPUID_1_EDX, 12), "mtrr" },
	{ WORD(CPUID_1_EDX, 13), "pge" }, { WORD(CPUID_1_EDX, 14), "mca" }, { WORD(CPUID_1_EDX, 15), "cmov" },
	{ WORD(CPUID_1_EDX, 16), "pat" }, { WORD(CPUID_1_EDX, 17), "pse36" }, { WORD(CPUID_1_EDX, 19), "clflush" },
	{ WORD(CPUID_1_EDX, 22), "acpi" },
	{ WORD(CPUID_1_EDX, 23), "mmx" }, { WORD(CPUID_1_EDX, 24), "fxsr" }, { WORD(CPUID_1_EDX, 25), "sse" },
	{ WORD(CPUID_1_EDX, 26), "sse2" }, { WORD(CPUID_1_EDX, 27), "ss" }, { WORD(CPUID_1_EDX, 28), "ht" },
	{ WORD(CPUID_8000_0001_EDX, 11), "syscall" }, { WORD(CPUID_8000_0001_EDX, 20), "nx" },
	{ WORD(CPUID_8000_0001_EDX, 22), "mmxext" }, { WORD(CPUID_8000_0001_EDX, 25), "fxsr_opt" },
	{ WORD(CPUID_8000_0001_EDX, 26), "pdpe1gb" }, { WORD(CPUID_8000_0001_EDX, 27), "rdtscp" },
	{ WORD(CPUID_8000_0001_EDX, 29), "lm" }, { WORD(CPUID_8000_0001_EDX, 30), "3dnowext" },
	{ WORD(CPUID_8000_0001_EDX, 31), "3dnow" }, { WORD(CPUID_8000_0007_EDX, 8), "constant_tsc" },
	{ WORD(CPUID_1_ECX, 0), "pni" }, { WORD(CPUID_1_ECX, 1), "pclmulqdq" }, { WORD(CPUID_1_ECX, 3), "monitor" },
	{ WORD(CPUID_1_ECX, 9), "ssse3" }, { WORD(CPUID_1_ECX, 12), "fma" }, { WORD(CPUID_1_ECX, 13), "cx16" },
	{ WORD(CPUID_1_ECX, 19), "sse4_1" }, { WORD(CPUID_1_ECX, 20), "sse4_2" }, { WORD(CPUID_1_ECX, 21), "x2apic" },
	{ WORD(CPUID_1_ECX, 22), "movbe" }, { WORD(CPUID_1_ECX, 23), "popcnt" }, { WORD(CPUID_1_ECX, 25), "aes" },
	{ WORD(CPUID_1_ECX, 26), "xsave" }, { WORD(CPUID_1_ECX, 28), "avx" }, { WORD(CPUID_1_ECX, 29), "f16c" },
	{ WORD(CPUID_1_ECX, 30), "rdrand" }, { WORD(CPUID_1_ECX, 31), "hypervisor" },
	{ WORD(CPUID_8000_0001_ECX, 0), "lahf_lm" }, { WORD(CPUID_8000_0001_ECX, 1), "cmp_legacy" },
	{ WORD(CPUID_8000_0001_ECX, 2), "svm" },
	{ WORD(CPUID_8000_0001_ECX, 4), "cr8_legacy" }, { WORD(CPUID_8000_0001_ECX, 5), "abm" },
	{ WORD(CPUID_8000_0001_ECX, 6), "sse4a" }, { WORD(CPUID_8000_0001_ECX, 8), "3dnowprefetch" },
	{ WORD(CPUID_7_0_EBX, 0), "fsgsbase" }, { WORD(CPUID_7_0_EBX, 3), "bmi1" },
	{ WORD(CPUID_7_0_EBX, 5), "avx2" }, { WORD(CPUID_7_0_EBX, 7), "smep" }, { WORD(CPUID_7_0_EBX, 8), "bmi2" },
	{ WORD(CPUID_7_0_EBX, 9), "erms" }, { WORD(CPUID_7_0_EBX, 18), "rdseed" }, { WORD(CPUID_7_0_EBX, 19), "adx" },
	{ WORD(CPUID_7_0_EBX, 20), "smap" }, { WORD(CPUID_7_0_EBX, 23), "clflushopt" },
	{ WORD(CPUID_7_0_EBX, 24), "clwb" }, { WORD(CPUID_D_1_EAX, 0), "xsaveopt" },
	{ WORD(CPUID_D_1_EAX, 1), "xsavec" }, { WORD(CPUID_D_1_EAX, 2), "xgetbv1" }, { WORD(CPUID_D_1_EAX, 3), "xsaves" },
	{ WORD(CPUID_6_EAX, 2), "arat" }, { WORD(CPUID_7_ECX, 2), "umip" }, { WORD(CPUID_7_ECX, 9), "vaes" },
	{ WORD(CPUID_7_ECX, 16), "la57" }, { WORD(CPUID_7_ECX, 22), "rdpid" },
	{ WORD(CPUID_7_EDX, 4), "fsrm" },
};

static void show_flags(struct seq_file *m, struct cpuinfo_x86 *c)
{
	seq_puts(m, "flags\t\t:");
	for (size_t i = 0; i < ARRAY_SIZE(flag_names); i++)
		if (cpu_has(c, flag_names[i].bit) && boot_cpu_has(flag_names[i].bit))
			seq_printf(m, " %s", flag_names[i].name);
	seq_puts(m, "\nbugs\t\t:\n");
}

/* Siblings are the online CPUs of the package, threads included; cores those that differ in it. */
static void show_topology(struct seq_file *m, struct cpuinfo_x86 *c)
{
	unsigned int siblings = 0, cores = 0, cpu, other;

	for_each_online_cpu(cpu) {
		bool first = true;

		if (cpu_data(cpu).package != c->package)
			continue;
		siblings++;
		for_each_online_cpu(other)
			if (other < cpu && cpu_data(other).package == c->package &&
			    cpu_data(other).core == cpu_data(cpu).core)
				first = false;
		cores += first;
	}
	seq_printf(m, "physical id\t: %u\nsiblings\t: %u\ncore id\t\t: %u\ncpu cores\t: %u\n",
		   c->package, siblings, c->core, cores);
	seq_printf(m, "apicid\t\t: %u\ninitial apicid\t: %u\n", c->apicid, c->apicid);
}

static int show_cpuinfo(struct seq_file *m, void *v)
{
	struct cpuinfo_x86 *c = v;
	unsigned int khz = tsc_khz;

	seq_printf(m, "processor\t: %u\nvendor_id\t: %s\ncpu family\t: %d\nmodel\t\t: %u\nmodel name\t: %s\n",
		   c->cpu_index, c->x86_vendor_id[0] ? c->x86_vendor_id : "unknown", c->x86, c->x86_model,
		   c->x86_model_id[0] ? c->x86_model_id : "unknown");
	seq_printf(m, "stepping\t: %d\n", c->x86_stepping);
	seq_printf(m, "cpu MHz\t\t: %u.%03u\n", khz / 1000, khz % 1000);
	if (c->x86_cache_size)
		seq_printf(m, "cache size\t: %u KB\n", c->x86_cache_size);
	show_topology(m, c);
	seq_printf(m, "fpu\t\t: yes\nfpu_exception\t: yes\ncpuid level\t: %d\nwp\t\t: yes\n", c->cpuid_level);
	show_flags(m, c);
	seq_printf(m, "bogomips\t: %u.%02u\n", khz / 500, (khz / 5) % 100);
	seq_printf(m, "clflush size\t: %u\ncache_alignment\t: %u\naddress sizes\t: %u bits physical, %u bits virtual\n",
		   c->x86_clflush_size, c->x86_clflush_size, c->x86_phys_bits, c->x86_virt_bits);
	seq_puts(m, "power management:\n\n");
	return 0;
}

static void *c_start(struct seq_file *m, loff_t *pos)
{
	unsigned int cpu = cpumask_next((int)*pos - 1, cpu_online_mask);

	*pos = cpu;
	return cpu < nr_cpu_ids ? &cpu_data(cpu) : NULL;
}

static void *c_next(struct seq_file *m, void *v, loff_t *pos)
{
	(*pos)++;
	return c_start(m, pos);
}

static void c_stop(struct seq_file *m, void *v)
{
}

const struct seq_operations cpuinfo_op = {
	.start	= c_start,
	.next	= c_next,
	.stop	= c_stop,
	.show	= show_cpuinfo,
};
