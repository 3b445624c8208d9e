// SPDX-License-Identifier: GPL-2.0-only
/*
 * cow.c - scenarios: pages shared by fork(), and who gets the copy.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <uapi/linux/mman.h>
#include <asm/page.h>
#include <asm/unistd.h>
#include <sim/user.h>
#include "scenario.h"

static unsigned long pages;

/* ---- fault vs fork: the child has the memory of one moment ---- */

static u64 child_saw[2];

static void map_two(void)
{
	pages = scenario_map(2, PROT_READ | PROT_WRITE);
	sim_expect(!sim_store(pages, 8, 1) && !sim_store(pages + PAGE_SIZE, 8, 1));
}

static void store_in_order(void)
{
	sim_expect(!sim_store(pages, 8, 2));
	sim_expect(!sim_store(pages + PAGE_SIZE, 8, 2));
}

static void child(void *unused)
{
	child_saw[0] = scenario_load(pages);
	child_saw[1] = scenario_load(pages + PAGE_SIZE);
	sim_expect(!sim_store(pages, 8, 3) && !sim_store(pages + PAGE_SIZE, 8, 3));
	sim_syscall(__NR_exit_group, 0);
}

static void fork_and_wait(void)
{
	long pid = sim_fork(child, NULL);

	sim_expect(pid > 0 && sim_syscall(__NR_wait4, pid, 0, 0, 0) == pid);
}

static void check_fork(void)
{
	sim_expect(scenario_load(pages) == 2 && scenario_load(pages + PAGE_SIZE) == 2);
	/* the second page is written after the first */
	sim_expect(child_saw[0] == 1 || child_saw[0] == 2);
	sim_expect(child_saw[1] == 1 || (child_saw[1] == 2 && child_saw[0] == 2));
	scenario_unmap(pages, 2);
}

SIM_SCENARIO(fault_fork) = {
	.name = "fault-fork", .summary = "writes to two pages, and fork()",
	.prepare = map_two, .act = { store_in_order, fork_and_wait }, .check = check_fork,
};

/* ---- COW vs COW: each has a page of its own, the last one may keep the old one ---- */

static void store_and_look(u64 mine)
{
	sim_expect(scenario_load(pages) == 1);
	sim_expect(!sim_store(pages, 8, mine));
	sim_expect(scenario_load(pages) == mine);
}

static void first_writer(void)
{
	store_and_look(10);
}

static void second_writer(void)
{
	store_and_look(20);
}

static void check_cow(void)
{
	sim_expect(scenario_load(pages) == 1);
	scenario_unmap(pages, 2);
}

SIM_SCENARIO(cow_cow) = {
	.name = "cow-cow", .summary = "two children write to a page that the parent has, too",
	.processes = true, .prepare = map_two, .act = { first_writer, second_writer }, .check = check_cow,
};

static void leave_to_children(void)
{
	scenario_unmap(pages, 2);
}

SIM_SCENARIO(cow_last) = {
	.name = "cow-last", .summary = "two children write to a page that only they have",
	.processes = true, .prepare = map_two, .ready = leave_to_children, .act = { first_writer, second_writer },
};

/* One of the two gives the page up while the other must decide whether it is the last. */
static void unmap_shared(void)
{
	scenario_unmap(pages, 2);
}

SIM_SCENARIO(cow_munmap) = {
	.name = "cow-munmap", .summary = "one child writes to a shared page, the other unmaps it",
	.processes = true, .prepare = map_two, .ready = leave_to_children, .act = { first_writer, unmap_shared },
};
