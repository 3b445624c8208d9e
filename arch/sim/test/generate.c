// SPDX-License-Identifier: GPL-2.0-only
/*
 * generate.c - the next operation of an actor, at random, weighted by a profile.
 *
 * Most operations are valid, many hit what earlier ones made, some are wrong on purpose. Nothing here
 * needs to be right about what an operation does: the model says that when it is done.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <sim/point.h>
#include <uapi/linux/mman.h>
#include "test.h"

struct profile {
	const char *name;
	u8 weight[NR_OPS];
};

#define ACCESSES(n)	[OP_load] = (n), [OP_store] = 2 * (n), [OP_add] = (n) / 4, [OP_check] = (n) / 4, \
			[OP_fetch] = (n) / 8, [OP_touch] = (n) / 2

static const struct profile profiles[] = {
	{ "mixed", {
		ACCESSES(60), [OP_mmap] = 24, [OP_munmap] = 10, [OP_mprotect] = 14, [OP_mremap] = 10,
		[OP_madvise] = 16, [OP_mlock] = 4, [OP_munlock] = 3, [OP_msync] = 2, [OP_mincore] = 2,
		[OP_brk] = 4, [OP_heap] = 8, [OP_pread] = 8, [OP_pwrite] = 10, [OP_truncate] = 4, [OP_punch] = 3,
		[OP_fork] = 2, [OP_thread] = 2, [OP_exec] = 1, [OP_exit] = 2, [OP_wait] = 2, [OP_storm] = 1,
	} },
	{ "mmap", {
		ACCESSES(30), [OP_mmap] = 40, [OP_munmap] = 20, [OP_mprotect] = 40, [OP_mremap] = 30,
		[OP_madvise] = 30, [OP_mlock] = 10, [OP_munlock] = 6, [OP_thread] = 1, [OP_brk] = 4, [OP_heap] = 4,
	} },
	{ "fork", {
		ACCESSES(60), [OP_mmap] = 12, [OP_munmap] = 4, [OP_mprotect] = 4, [OP_mremap] = 4,
		[OP_madvise] = 6, [OP_fork] = 10, [OP_thread] = 1, [OP_exec] = 2, [OP_exit] = 10, [OP_wait] = 10,
	} },
	{ "file", {
		ACCESSES(50), [OP_mmap] = 24, [OP_munmap] = 6, [OP_mprotect] = 6, [OP_mremap] = 4,
		[OP_madvise] = 10, [OP_msync] = 4, [OP_pread] = 30, [OP_pwrite] = 40, [OP_truncate] = 16,
		[OP_punch] = 12, [OP_fork] = 1, [OP_exit] = 1, [OP_wait] = 1,
	} },
	{ "fault", {
		ACCESSES(60), [OP_touch] = 200, [OP_mmap] = 12, [OP_madvise] = 12, [OP_heap] = 10, [OP_brk] = 2,
		[OP_fork] = 2, [OP_thread] = 4, [OP_exit] = 4, [OP_wait] = 2,
	} },
	{ "kernel", {
		ACCESSES(10), [OP_storm] = 60, [OP_mmap] = 4, [OP_madvise] = 4, [OP_fork] = 4, [OP_exit] = 4,
		[OP_wait] = 4, [OP_pwrite] = 4, [OP_truncate] = 2,
	} },
};

static const struct profile *profile;
static unsigned int total_weight;

bool generator_profile(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(profiles); i++) {
		if (strcmp(profiles[i].name, name))
			continue;
		profile = &profiles[i];
		total_weight = 0;
		for (unsigned int k = 0; k < NR_OPS; k++)
			total_weight += profile->weight[k];
		return true;
	}
	return false;
}

u32 generate_number(struct actor *a, u32 limit)
{
	return (sim_random_next(&a->random) >> 32) % limit;
}

static bool one_in(struct actor *a, u32 n)
{
	return generate_number(a, n) == 0;
}

static u32 pick(struct actor *a, const u32 *choices, u32 n)
{
	return choices[generate_number(a, n)];
}

#define PICK(a, ...)	pick(a, (const u32[]){ __VA_ARGS__ }, ARRAY_SIZE(((const u32[]){ __VA_ARGS__ })))

static unsigned int random_kind(struct actor *a)
{
	u32 r = generate_number(a, total_weight);

	for (unsigned int k = 0; k < NR_OPS; k++) {
		if (r < profile->weight[k])
			return k;
		r -= profile->weight[k];
	}
	return OP_load;
}

/* ---- places ---- */

/* Rather a page that is mapped. */
static unsigned int random_page(struct actor *a)
{
	unsigned int first, count, page = 0;

	actor_territory(a, &first, &count);
	for (int tries = 0; tries < 4; tries++) {
		page = first + generate_number(a, count);
		if (a->mm->page[page].flags & P_MAPPED)
			break;
	}
	return page;
}

static void random_range(struct actor *a, struct sim_op *op)
{
	unsigned int first, count, page, pages;

	actor_territory(a, &first, &count);
	page = one_in(a, 3) ? first + generate_number(a, count) : random_page(a);
	pages = one_in(a, 8) ? generate_number(a, 32) : 1 + generate_number(a, 6);
	op->arg[0] = page << PAGE_SHIFT;
	op->arg[1] = min(pages, first + count - page) << PAGE_SHIFT;
	if (one_in(a, 64))
		op->arg[0] += PAGE_SIZE / 2;
	if (one_in(a, 64) && op->arg[1])
		op->arg[1] -= 100;
}

static u32 random_place(struct actor *a)
{
	return (random_page(a) << PAGE_SHIFT) + generate_number(a, SLOTS) * SLOT_BYTES;
}

static u32 random_file(struct actor *a)
{
	return test.concurrent ? a->nr : generate_number(a, one_in(a, 4) ? NR_FILES : 3);
}

static u32 random_prot(struct actor *a)
{
	if (one_in(a, 4))
		return generate_number(a, 8);
	return PROT_READ | PROT_WRITE;
}

/* ---- arguments ---- */

static void arguments_mmap(struct actor *a, struct sim_op *op)
{
	random_range(a, op);
	op->arg[2] = random_prot(a);
	op->arg[3] = one_in(a, 8) ? MAP_FIXED_NOREPLACE : MAP_FIXED;
	op->arg[3] |= one_in(a, 3) ? MAP_SHARED : MAP_PRIVATE;
	if (one_in(a, 64))
		op->arg[3] &= ~(MAP_SHARED | MAP_PRIVATE);
	if (one_in(a, 6))
		op->arg[3] |= PICK(a, MAP_POPULATE, MAP_LOCKED, MAP_NORESERVE);
	op->arg[4] = 0xff;
	if (one_in(a, 2)) {
		op->arg[4] = random_file(a) | (one_in(a, 6) ? 0x80 : 0);
		op->arg[5] = generate_number(a, OBJECT_PAGES);
	} else if (one_in(a, 64)) {
		op->arg[4] = 0xfe;
	}
}

static void arguments_mremap(struct actor *a, struct sim_op *op)
{
	unsigned int first, count, page, pages;

	random_range(a, op);
	actor_territory(a, &first, &count);
	pages = one_in(a, 3) ? op->arg[1] >> PAGE_SHIFT : generate_number(a, 12);
	page = op->arg[0] >> PAGE_SHIFT;
	pages = min(pages, first + count - page);
	op->arg[2] = pages << PAGE_SHIFT;
	op->arg[4] = 0;
	if (one_in(a, 3))
		return;
	op->arg[3] = MREMAP_MAYMOVE | MREMAP_FIXED;
	if (one_in(a, 4)) {
		op->arg[3] |= MREMAP_DONTUNMAP;
		op->arg[2] = op->arg[1];
	}
	pages = (op->arg[2] + PAGE_SIZE - 1) >> PAGE_SHIFT;
	op->arg[4] = (first + generate_number(a, count - min(pages, count) + 1)) << PAGE_SHIFT;
}

static void arguments_madvise(struct actor *a, struct sim_op *op)
{
	random_range(a, op);
	op->arg[2] = PICK(a, MADV_DONTNEED, MADV_DONTNEED, MADV_DONTNEED, MADV_NORMAL, MADV_RANDOM,
			  MADV_SEQUENTIAL, MADV_REMOVE, MADV_DONTFORK, MADV_DOFORK, MADV_WIPEONFORK,
			  MADV_KEEPONFORK, MADV_COLD, MADV_PAGEOUT, MADV_POPULATE_READ, MADV_POPULATE_WRITE,
			  MADV_DONTDUMP, MADV_DODUMP, 77);
}

static void arguments_file(struct actor *a, struct sim_op *op)
{
	op->arg[0] = random_file(a);
	op->arg[1] = generate_number(a, OBJECT_PAGES * SLOTS) * SLOT_BYTES;
	op->arg[2] = random_place(a);
	if (op->kind == OP_punch) {
		u32 most = OBJECT_PAGES * SLOTS - op->arg[1] / SLOT_BYTES;

		op->arg[2] = generate_number(a, one_in(a, 3) ? most : min(most, 2 * SLOTS)) * SLOT_BYTES;
	}
}

static void arguments(struct actor *a, struct sim_op *op)
{
	switch (op->kind) {
	case OP_touch:
		op->arg[0] = generate_number(a, ARENA_PAGES) << PAGE_SHIFT;
		return;
	case OP_load ... OP_check:
		op->arg[0] = random_place(a);
		op->arg[1] = op->kind == OP_add ? 1 + generate_number(a, 9) : generate_number(a, 1 << 31);
		return;
	case OP_mmap:
		return arguments_mmap(a, op);
	case OP_mremap:
		return arguments_mremap(a, op);
	case OP_madvise:
		return arguments_madvise(a, op);
	case OP_munmap ... OP_mprotect:
	case OP_mlock ... OP_mincore:
		random_range(a, op);
		if (op->kind == OP_mprotect)
			op->arg[2] = one_in(a, 64) ? 0x40 : random_prot(a);
		if (op->kind == OP_mlock)
			op->arg[2] = PICK(a, 0, 0, 0, MLOCK_ONFAULT, 2);
		if (op->kind == OP_msync)
			op->arg[2] = PICK(a, MS_SYNC, MS_ASYNC, MS_SYNC | MS_INVALIDATE, MS_SYNC | MS_ASYNC);
		return;
	case OP_brk:
		op->arg[0] = generate_number(a, HEAP_PAGES + 1);
		return;
	case OP_heap:
		op->arg[0] = generate_number(a, HEAP_PAGES);
		op->arg[1] = generate_number(a, 1 << 31);
		return;
	case OP_pread ... OP_punch:
		return arguments_file(a, op);
	case OP_fork:
	case OP_thread:
		op->arg[0] = 1 + generate_number(a, NR_ACTORS - 1);
		return;
	case OP_storm:
		op->arg[0] = generate_number(a, NR_STORMS);
		op->arg[1] = generate_number(a, 16);
		op->arg[2] = 1 + generate_number(a, 40);
		return;
	}
}

void generate_op(struct actor *a, struct sim_op *op)
{
	memset(op, 0, sizeof(*op));
	op->actor = a->nr;
	op->kind = random_kind(a);
	arguments(a, op);
}
