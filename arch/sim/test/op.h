/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * op.h - one operation of a simulated program, as the generator makes it and a replay file has it.
 *
 * All that an operation needs stands in its numbers, so that any part of a list of operations is a
 * list again: what an operation should do is worked out from the model when its turn comes.
 * Addresses are in bytes from the start of the arena, ARENA_START.
 */
#ifndef _SIM_TEST_OP_H
#define _SIM_TEST_OP_H

#include <linux/types.h>

#define OP_ARGS	6

/* X(name, arguments) */
#define SIM_OPS(X)							\
	X(load, "addr")							\
	X(store, "addr value")						\
	X(add, "addr value")						\
	X(fetch, "addr")						\
	X(check, "addr")						\
	X(touch, "addr")						\
	X(mmap, "addr length prot flags object page")			\
	X(munmap, "addr length")					\
	X(mprotect, "addr length prot")					\
	X(mremap, "addr length new-length flags new-addr")		\
	X(madvise, "addr length advice")				\
	X(mlock, "addr length flags")					\
	X(munlock, "addr length")					\
	X(msync, "addr length flags")					\
	X(mincore, "addr length")					\
	X(brk, "pages")							\
	X(heap, "page value")						\
	X(pread, "file offset addr")					\
	X(pwrite, "file offset addr")					\
	X(truncate, "file size")					\
	X(punch, "file offset length")					\
	X(fork, "actor")						\
	X(thread, "actor")						\
	X(exec, "")							\
	X(exit, "")							\
	X(wait, "")							\
	X(storm, "what size count")					\
	X(audit, "")							\
	X(lose, "")

#define X(name, args) OP_##name,
enum sim_op_kind { SIM_OPS(X) NR_OPS };
#undef X

struct sim_op {
	u8 actor;
	u8 kind;		/* enum sim_op_kind */
	u8 result;		/* when it was done: OP_PENDING, OP_DONE, OP_SKIPPED */
	u32 fail;		/* its so manieth allocation fails; 0: none */
	u32 arg[OP_ARGS];
};

enum { OP_PENDING, OP_DONE, OP_SKIPPED };

extern const char *const sim_op_names[NR_OPS];

int sim_op_print(char *buf, unsigned long size, const struct sim_op *op);
const char *sim_op_parse(const char *line, struct sim_op *op);

#endif
