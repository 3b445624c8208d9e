// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault.c - scenarios: a page fault, and somebody who changes the address space under it.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <uapi/linux/mman.h>
#include <asm/page.h>
#include <asm/signal.h>
#include <asm/siginfo.h>
#include <asm/unistd.h>
#include <sim/user.h>
#include "scenario.h"

static unsigned long page;
static u64 seen;
static int result;

static void map_one_page(void)
{
	page = scenario_map(1, PROT_READ | PROT_WRITE);
}

/* Far from all others: nobody's anon_vma can be shared. */
static void map_page_alone(int type)
{
	page = sim_syscall(__NR_mmap, 1UL << 40, PAGE_SIZE, PROT_READ | PROT_WRITE,
			   type | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	sim_expect(page == 1UL << 40);
}

static void map_private_alone(void)
{
	map_page_alone(MAP_PRIVATE);
}

static void map_shared_alone(void)
{
	map_page_alone(MAP_SHARED);
}

static void map_one_page_in_use(void)
{
	map_one_page();
	sim_expect(!sim_store(page, 8, 1));
}

/* ---- fault vs munmap: the page is there, or it is not ---- */

static void store_anywhere(void)
{
	result = sim_store(page, 8, 5);
	sim_expect(!result || result == SIGSEGV);
}

static void unmap_page(void)
{
	u64 value;

	scenario_unmap(page, 1);
	sim_expect(sim_load(page, 8, &value) == SIGSEGV);
}

SIM_SCENARIO(fault_munmap) = {
	.name = "fault-munmap", .summary = "a first write, and munmap() of its page",
	.prepare = map_one_page, .act = { store_anywhere, unmap_page },
};

SIM_SCENARIO(write_munmap) = {
	.name = "write-munmap", .summary = "a write to a page in use, and its munmap()",
	.prepare = map_one_page_in_use, .act = { store_anywhere, unmap_page },
};

/* ---- two faults on one page: neither write is lost ---- */

static void store_low(void)
{
	sim_expect(!sim_store(page, 8, 1));
}

static void store_high(void)
{
	sim_expect(!sim_store(page + 8, 8, 2));
}

static void read_first(void)
{
	u64 value;

	sim_expect(!sim_load(page, 8, &value) && (value == 0 || value == 2));
	sim_expect(!sim_store(page, 8, 1));
}

static void check_both(void)
{
	sim_expect(scenario_load(page) == 1);
	sim_expect(scenario_load(page + 8) == 2);
	scenario_unmap(page, 1);
}

SIM_SCENARIO(two_faults) = {
	.name = "two-faults", .summary = "two first writes to one page",
	.prepare = map_one_page, .act = { store_low, store_high }, .check = check_both,
};

SIM_SCENARIO(first_faults) = {
	.name = "first-faults", .summary = "two first writes to a mapping that has no anon_vma",
	.prepare = map_private_alone, .act = { store_low, store_high }, .check = check_both,
};

SIM_SCENARIO(shared_faults) = {
	.name = "shared-faults", .summary = "two first writes to one page of shared memory",
	.prepare = map_shared_alone, .act = { store_low, store_high }, .check = check_both,
};

SIM_SCENARIO(read_write_fault) = {
	.name = "zero-page", .summary = "a read that finds the zero page, and a first write",
	.prepare = map_one_page, .act = { read_first, store_high }, .check = check_both,
};

/* ---- mprotect vs fault: when mprotect() has returned nobody writes any more ---- */

static void store_protected(void)
{
	result = sim_store(page, 8, 2);
	sim_expect(!result || (result == SIGSEGV && sim_fault_code() == SEGV_ACCERR));
}

static void protect(void)
{
	sim_expect(!sim_syscall(__NR_mprotect, page, PAGE_SIZE, PROT_READ));
	seen = scenario_load(page);
}

static void check_protected(void)
{
	sim_expect(scenario_load(page) == seen);
	sim_expect(seen == (result ? 1 : 2));
	scenario_unmap(page, 1);
}

SIM_SCENARIO(protect_fault) = {
	.name = "protect-fault", .summary = "a write, and mprotect() that forbids it",
	.prepare = map_one_page_in_use, .act = { store_protected, protect }, .check = check_protected,
};

/* ---- madvise(MADV_DONTNEED) vs write: the old value, or none ---- */

static void discard(void)
{
	sim_expect(!sim_syscall(__NR_madvise, page, PAGE_SIZE, MADV_DONTNEED));
}

static void check_discarded(void)
{
	u64 value = scenario_load(page);

	sim_expect(value == 0 || value == 5);
	scenario_unmap(page, 1);
}

SIM_SCENARIO(discard_write) = {
	.name = "discard-write", .summary = "a write, and madvise(MADV_DONTNEED)",
	.prepare = map_one_page_in_use, .act = { store_anywhere, discard }, .check = check_discarded,
};
