// SPDX-License-Identifier: GPL-2.0-only
/*
 * vma.c - scenarios: a fault under a VMA's own lock, and somebody who splits and merges VMAs.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <uapi/linux/mman.h>
#include <asm/page.h>
#include <asm/signal.h>
#include <asm/siginfo.h>
#include <asm/unistd.h>
#include <sim/user.h>
#include "scenario.h"

#define PAGES	4

static unsigned long area;
static int maps_before;

static void count_maps(void *count)
{
	*(int *)count = current->mm->map_count;
}

static void map_area(void)
{
	area = scenario_map(PAGES, PROT_READ | PROT_WRITE);
	sim_in_kernel(count_maps, &maps_before);
}

/* The last page is writable all the time, the second most of it. */
static void fault_in_area(void)
{
	int result = sim_store(area + PAGE_SIZE, 8, 1);

	sim_expect(!result || (result == SIGSEGV && sim_fault_code() == SEGV_ACCERR));
	sim_expect(!sim_store(area + 3 * PAGE_SIZE, 8, 7));
}

static void split_and_merge(void)
{
	sim_expect(!sim_syscall(__NR_mprotect, area + PAGE_SIZE, PAGE_SIZE, PROT_READ));
	sim_expect(!sim_syscall(__NR_mprotect, area + PAGE_SIZE, PAGE_SIZE, PROT_READ | PROT_WRITE));
}

static void check_area(void)
{
	int maps_now;

	sim_in_kernel(count_maps, &maps_now);
	sim_expect(maps_now == maps_before);
	sim_expect(scenario_load(area + 3 * PAGE_SIZE) == 7);
	scenario_unmap(area, PAGES);
}

SIM_SCENARIO(vma_split) = {
	.name = "vma-split", .summary = "faults, and mprotect() that splits and merges their VMA",
	.prepare = map_area, .act = { fault_in_area, split_and_merge }, .check = check_area,
};

/* ---- the VMA grows at its end by a merge, while a fault is in what is new ---- */

static void leave_a_gap(void)
{
	map_area();
	scenario_unmap(area + 2 * PAGE_SIZE, 1);
}

static void fault_in_gap(void)
{
	int result = sim_store(area + 2 * PAGE_SIZE, 8, 1);

	sim_expect(!result || (result == SIGSEGV && sim_fault_code() == SEGV_MAPERR));
	sim_expect(!sim_store(area + 3 * PAGE_SIZE, 8, 7));
}

static void fill_the_gap(void)
{
	long addr = sim_syscall(__NR_mmap, area + 2 * PAGE_SIZE, PAGE_SIZE, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	sim_expect(addr == area + 2 * PAGE_SIZE);
}

SIM_SCENARIO(vma_merge) = {
	.name = "vma-merge", .summary = "faults, and mmap() that joins two VMAs",
	.prepare = leave_a_gap, .act = { fault_in_gap, fill_the_gap }, .check = check_area,
};
