// SPDX-License-Identifier: GPL-2.0-only
/*
 * setup.c - boot: from the command line's wishes to struct pages.
 *
 * Owns:       init_task's stack.
 * Elsewhere:  the command line (command.c), the device tree (machine.c), what becomes of RAM (../mm/init.c).
 */
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/linkage.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/of_fdt.h>
#include <linux/panic.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/seq_file.h>
#include <linux/start_kernel.h>
#include <linux/string.h>
#include <asm/archrandom.h>
#include <asm/setup.h>
#include <asm/sim_cpu.h>
#include <asm/syscall.h>
#include <sim/point.h>
#include "sim_kernel.h"

/* Below this no kernel fits beside one program. */
#define MIN_RAM		(12UL << 20)

bool sim_only_parameters;

unsigned long init_stack[THREAD_SIZE / sizeof(long)] __aligned(THREAD_SIZE);

static char command_line[COMMAND_LINE_SIZE] __initdata;
static const char *params __initdata;	/* the host's words */
static void *device_tree __initdata;
static unsigned long device_tree_size __initdata;

/* A file has a command line of its own. The host's words come behind it. */
static void __init read_command_line(void)
{
	early_init_dt_scan_chosen(boot_command_line);
	if (!sim_machine.dtb || !params[0])
		return;
	strlcat(boot_command_line, " ", COMMAND_LINE_SIZE);
	strlcat(boot_command_line, params, COMMAND_LINE_SIZE);
}

/**
 * setup_arch() - everything of boot that is this machine's, up to struct pages for all of RAM
 * @cmdline_p: where to leave the command line; the string may be modified
 */
void __init setup_arch(char **cmdline_p)
{
	if (!early_init_dt_verify(device_tree, device_tree_size))
		panic("No machine without a device tree");
	read_command_line();
	strscpy(command_line, boot_command_line, COMMAND_LINE_SIZE);
	*cmdline_p = command_line;
	parse_early_param();

	early_init_dt_scan_memory();
	memblock_reserve(0, PAGE_SIZE);		/* frame 0 looks too much like none */
	early_init_fdt_scan_reserved_mem();
	if (memblock_phys_mem_size() < MIN_RAM)
		panic("Only %llu KiB of memory; at least %lu KiB are needed", memblock_phys_mem_size() >> 10,
		      MIN_RAM >> 10);
	max_pfn = max_low_pfn = PHYS_PFN(memblock_end_of_DRAM());
	memblock_allow_resize();
	sim_map_ram();
	of_numa_init();
	numa_init();
	for (unsigned int cpu = 0; cpu < min(sim_machine.cpus, nr_cpu_ids); cpu++) {
		set_cpu_possible(cpu, true);
		set_cpu_present(cpu, true);
	}
	paging_init();
	sim_kmap_init();
	sim_stale_init();
}

/* The first of ours that start_kernel() calls after parse_args(). */
void __init trap_init(void)
{
	if (sim_only_parameters)
		os_exit(SIM_EXIT_OK);
	syscall_table_init();
}

void __init arch_cpu_finalize_init(void)
{
	pr_info("sim: %u CPUs, %lu MiB, seed %lu\n", sim_machine.cpus, sim_machine.ram >> 20, sim_machine.seed);
}

/** arch_get_random_long() - the only entropy there is: the seed's */
bool arch_get_random_long(unsigned long *v)
{
	static u64 state;
	static int lock;

	sim_books_lock(&lock);
	if (!state)
		state = sim_machine.seed * 2 + 1;
	*v = sim_random_next(&state);
	sim_books_unlock(&lock);
	return true;
}

/* ---- /proc/cpuinfo ---- */

static void *cpuinfo_start(struct seq_file *m, loff_t *pos)
{
	*pos = cpumask_next(*pos - 1, cpu_online_mask);
	return *pos < nr_cpu_ids ? &sim_cpus[*pos] : NULL;
}

static void *cpuinfo_next(struct seq_file *m, void *v, loff_t *pos)
{
	(*pos)++;
	return cpuinfo_start(m, pos);
}

static void cpuinfo_stop(struct seq_file *m, void *v)
{
}

static int cpuinfo_show(struct seq_file *m, void *v)
{
	struct sim_cpu *cpu = v;

	seq_printf(m, "processor\t: %u\nmodel name\t: simulated\n\n", cpu->nr);
	return 0;
}

const struct seq_operations cpuinfo_op = {
	.start = cpuinfo_start, .next = cpuinfo_next, .stop = cpuinfo_stop, .show = cpuinfo_show,
};

/* ---- from the host's stack to init_task's ---- */

static void boot_entry(void)
{
	start_kernel();
}

/** sim_boot() - starts the kernel on the machine that sim_machine describes; @words are for its command line */
void __noreturn sim_boot(const char *words)
{
	struct os_fiber host = { NULL };

	panic_timeout = -1;	/* a run that failed ends, unless panic=0 asks it to stand still */
	params = words;
	device_tree = sim_device_tree(words, &device_tree_size);
	sim_cpus_init(&init_task);
	set_task_stack_end_magic(&init_task);
	sim_fiber_init(&init_task, boot_entry);
	os_fiber_switch(&host, &init_task.thread.fiber);
	unreachable();
}
