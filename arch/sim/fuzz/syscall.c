// SPDX-License-Identifier: GPL-2.0-only
/*
 * syscall.c - a stream of operations of several processes, checked by the model of the random ones.
 *
 * Bytes become operations as a file for samara-sim replay has them, within the ranges that
 * ../test/generate.c keeps to; an input that fails leaves such a file.
 *
 * Elsewhere:  doing and checking them (../test/).
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <uapi/linux/mman.h>
#include "../test/test.h"
#include "fuzz.h"

#define MAX_OPS		1000
#define OPS_FILE	"samara-sim-fuzz.ops"

#define ONE_OF(in, ...)								\
({										\
	static const u32 __choices[] = { __VA_ARGS__ };				\
	__choices[fuzz_u8(in) % ARRAY_SIZE(__choices)];				\
})

/* Pages of the arena, mostly few; sometimes not whole ones. */
static void take_range(struct fuzz_input *in, struct sim_op *op)
{
	u32 page = fuzz_u8(in) % ARENA_PAGES, how = fuzz_u8(in), pages = how < 192 ? how % 8 : how % 64;

	op->arg[0] = page << PAGE_SHIFT;
	op->arg[1] = min(pages, ARENA_PAGES - page) << PAGE_SHIFT;
	if (how % 64 == 63)
		op->arg[0] += PAGE_SIZE / 2;
	if (how % 64 == 62 && op->arg[1])
		op->arg[1] -= 100;
}

static u32 take_place(struct fuzz_input *in)
{
	u16 n = fuzz_u16(in);

	return (n % ARENA_PAGES << PAGE_SHIFT) + n / ARENA_PAGES % SLOTS * SLOT_BYTES;
}

static u32 take_value(struct fuzz_input *in)
{
	return fuzz_u16(in) & 0x7fff;
}

static void take_mmap(struct fuzz_input *in, struct sim_op *op)
{
	u8 flags;

	take_range(in, op);
	op->arg[2] = fuzz_u8(in) % 8;
	flags = fuzz_u8(in);
	op->arg[3] = flags & 1 ? MAP_FIXED_NOREPLACE : MAP_FIXED;
	op->arg[3] |= flags & 2 ? MAP_SHARED : MAP_PRIVATE;
	if (flags / 4 == 1)
		op->arg[3] &= ~(MAP_SHARED | MAP_PRIVATE);
	op->arg[3] |= (flags & 16 ? MAP_POPULATE : 0) | (flags & 32 ? MAP_LOCKED : 0) |
		      (flags & 64 ? MAP_NORESERVE : 0);
	op->arg[4] = ONE_OF(in, 0xff, 0, 1, 2, 0x80, 0xff, 3, 0x81, 0xfe);
	op->arg[5] = fuzz_u8(in) % OBJECT_PAGES;
}

static void take_mremap(struct fuzz_input *in, struct sim_op *op)
{
	u32 page, pages, how;

	take_range(in, op);
	page = op->arg[0] >> PAGE_SHIFT;
	how = fuzz_u8(in);
	pages = how & 128 ? op->arg[1] >> PAGE_SHIFT : how % 16;
	op->arg[2] = min(pages, ARENA_PAGES - page) << PAGE_SHIFT;
	if (how & 64)
		return;
	op->arg[3] = MREMAP_MAYMOVE | MREMAP_FIXED;
	if (how & 32) {
		op->arg[3] |= MREMAP_DONTUNMAP;
		op->arg[2] = op->arg[1];
	}
	pages = (op->arg[2] + PAGE_SIZE - 1) >> PAGE_SHIFT;
	op->arg[4] = fuzz_u8(in) % (ARENA_PAGES - min(pages, ARENA_PAGES) + 1) << PAGE_SHIFT;
}

static void take_file(struct fuzz_input *in, struct sim_op *op)
{
	u32 slot;

	op->arg[0] = fuzz_u8(in) % 4;
	slot = fuzz_u8(in) % (OBJECT_PAGES * SLOTS);
	op->arg[1] = slot * SLOT_BYTES;
	if (op->kind == OP_punch)
		op->arg[2] = fuzz_u8(in) % (OBJECT_PAGES * SLOTS - slot) * SLOT_BYTES;
	else if (op->kind != OP_truncate)
		op->arg[2] = take_place(in);
}

static void take_advice(struct fuzz_input *in, struct sim_op *op)
{
	take_range(in, op);
	op->arg[2] = ONE_OF(in, MADV_DONTNEED, MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_REMOVE, MADV_DONTFORK,
			    MADV_DOFORK, MADV_WIPEONFORK, MADV_KEEPONFORK, MADV_COLD, MADV_PAGEOUT,
			    MADV_POPULATE_READ, MADV_POPULATE_WRITE, MADV_DONTDUMP, MADV_DODUMP, 77);
}

static void take_arguments(struct fuzz_input *in, struct sim_op *op)
{
	switch (op->kind) {
	case OP_touch:
		op->arg[0] = fuzz_u8(in) % ARENA_PAGES << PAGE_SHIFT;
		return;
	case OP_load ... OP_check:
		op->arg[0] = take_place(in);
		op->arg[1] = op->kind == OP_add ? 1 + fuzz_u8(in) % 9 : take_value(in);
		return;
	case OP_mmap:
		return take_mmap(in, op);
	case OP_mremap:
		return take_mremap(in, op);
	case OP_madvise:
		return take_advice(in, op);
	case OP_mprotect:
		take_range(in, op);
		op->arg[2] = ONE_OF(in, 0, 1, 2, 3, 4, 5, 6, 7, 0x40);
		return;
	case OP_mlock:
		take_range(in, op);
		op->arg[2] = ONE_OF(in, 0, MLOCK_ONFAULT, 2);
		return;
	case OP_msync:
		take_range(in, op);
		op->arg[2] = ONE_OF(in, MS_SYNC, MS_ASYNC, MS_SYNC | MS_INVALIDATE, MS_SYNC | MS_ASYNC);
		return;
	case OP_munmap:
	case OP_munlock:
	case OP_mincore:
		return take_range(in, op);
	case OP_brk:
		op->arg[0] = fuzz_u8(in) % (HEAP_PAGES + 1);
		return;
	case OP_heap:
		op->arg[0] = fuzz_u8(in) % HEAP_PAGES;
		op->arg[1] = take_value(in);
		return;
	case OP_pread ... OP_punch:
		return take_file(in, op);
	case OP_fork:
	case OP_thread:
		op->arg[0] = 1 + fuzz_u8(in) % (NR_ACTORS - 1);
		return;
	case OP_storm:
		op->arg[0] = fuzz_u8(in) % NR_STORMS;
		op->arg[1] = fuzz_u8(in) % 16;
		op->arg[2] = 1 + fuzz_u8(in) % 40;
		return;
	}
}

/* The first byte: what, and that an allocation of it fails; the second: who. */
static void take_op(struct fuzz_input *in)
{
	u8 kind = fuzz_u8(in), who = fuzz_u8(in);
	struct sim_op op = { .kind = kind % OP_audit, .actor = who % NR_ACTORS };

	if (kind >= 7 * OP_audit)
		op.fail = 1 + who / NR_ACTORS;
	take_arguments(in, &op);
	history_add(&op);
}

static void end_storms(void *unused)
{
	storm_over();
}

static void run(struct fuzz_input *in)
{
	history_clear();
	for (unsigned int i = 0; i < MAX_OPS && fuzz_left(in); i++)
		take_op(in);
	if (!history_length())
		history_add(&(struct sim_op){ .kind = OP_wait });
	actors_run();
	sim_in_kernel(end_storms, NULL);
}

static void setup(void)
{
	test_prepare(OPS_FILE, true);
	actors_open();
}

const struct fuzz_target fuzz_syscall = {
	.name = "syscall", .summary = "operations of several processes, checked by a model; a failure leaves "
	OPS_FILE " too", .setup = setup, .run = run, .user = true,
};
