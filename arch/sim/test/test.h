/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * test.h - what the files of the harness share.
 *
 *	run.c		the commands run and replay, their options; the beginning and the end
 *	actor.c		actors: programs that take operations and do them, in turn or all at once
 *	generate.c	which operation next, at random
 *	do_*.c		each operation: do it, and compare with what the model says
 *	model.c		the model
 *	inspect.c	questions to the kernel that no system call answers; leaks
 *	storm.c		allocations of the kernel's own
 *	fail.c		allocations that fail on purpose
 *	op.c, history.c	operations as text; all that were done, for a replay
 */
#ifndef _SIM_TEST_H
#define _SIM_TEST_H

#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <asm/unistd.h>
#include <sim/user.h>
#include "model.h"
#include "op.h"

/* Fixed mappings of every actor, beside the arena. */
#define CONTROL		0x0000000f00000000UL	/* shared by all: the turn */
#define SCRATCH		(CONTROL + PMD_SIZE)	/* private: paths, results */

struct actor {
	unsigned int nr;
	bool live;
	bool leader;			/* of its process */
	unsigned int slice;		/* which part of the arena is its, where all run at once */
	struct model_mm *mm;
	unsigned long heap;		/* where it starts */
	u64 random;			/* generate.c */
	unsigned int ops;		/* how many it has done */
	unsigned long next_op;		/* where to look for its next, in a replay */
	int fail_left;			/* allocations until one fails; 0: not drawn yet */
	struct sim_op again;		/* fail.c: comes once more, if its fail is not 0 ... */
	bool audited;			/* ... and this is set; else an audit comes first */
	long returned;			/* by its last call on a range */
};

struct test_options {
	unsigned long ops;		/* how many */
	unsigned long audit;		/* one audit every so many */
	unsigned long fail_rate;	/* one in so many allocations fails; 0: none */
	unsigned long fail_nth;		/* the so manieth fails; 0: none, or it has */
	unsigned long fail_each;	/* every so manieth operation fails in each of its allocations */
	bool concurrent;		/* all actors at once, instead of in turn */
	const char *profile;
	unsigned long limit, minimise;	/* seconds, see os_supervise() */
	unsigned long stop_at;		/* call sim_test_stop() before this operation */
	unsigned long lose_at;		/* from this operation on the machine flushes no TLB; 0: none */
};

extern struct test_options test;
extern struct actor actors[NR_ACTORS];
extern int file_rw[NR_FILES], file_ro[NR_FILES];

/* ---- history.c ---- */

struct sim_op *history_add(const struct sim_op *op);
struct sim_op *history_at(unsigned long nr);
unsigned long history_length(void);
void history_clear(void);

/* ---- reporting ---- */

/* Ends the run: @op did not do what the model says. */
void test_fail(const struct sim_op *op, const char *fmt, ...)
	__attribute__((noreturn, format(printf, 2, 3)));

/* A result is as expected, or the run ends. */
void expect(const struct sim_op *op, const char *what, long got, long want);

void sim_test_stop(const struct sim_op *op);

/* ---- run.c: the files, opened before the first fork ---- */

void test_prepare(const char *save_as, bool allocations_fail);
int open_files(void);
void truncate_files(void);
u64 actors_seed(void);

/* ---- actor.c ---- */

void actors_open(void);
void actors_run(void);
bool actor_do(struct actor *a, struct sim_op *op);
void actor_died(struct actor *a);
void actor_territory(const struct actor *a, unsigned int *first, unsigned int *count);

/* ---- generate.c ---- */

bool generator_profile(const char *name);
void generate_op(struct actor *a, struct sim_op *op);
u32 generate_number(struct actor *a, u32 limit);

/* ---- do_*.c: false if it makes no sense here, and nothing was done ---- */

bool do_memory_op(struct actor *a, struct sim_op *op);
bool do_map_op(struct actor *a, struct sim_op *op);
bool do_file_op(struct actor *a, struct sim_op *op);
bool do_process_op(struct actor *a, struct sim_op *op);
void actor_entry(void *arg);
void install_actor(void);
void reap_sometimes(struct actor *a);

/* A range of an operation: pages of the arena. */
struct range {
	unsigned int first, count;
};

/* ---- fail.c ---- */

void fail_arm(struct actor *a, struct sim_op *op);
bool fail_disarm(struct actor *a, struct sim_op *op);
bool fail_excuses(const struct sim_op *op, long got);
void fail_settle(struct actor *a, const struct model_page *before, bool failed);

/* Has the allocation that should fail been made by now? */
static inline bool fail_happened(const struct sim_op *op)
{
	return op->fail && !current->fail_nth;
}

/* ---- storm.c ---- */

#define NR_STORMS	5	/* kinds: pages, kmalloc, vmalloc, contiguous pages, per-CPU */
void storm_op(const struct sim_op *op);
void storm_over(void);

/* ---- inspect.c ---- */

bool inspect_fits(const struct model_page *p, const struct vm_area_struct *vma, unsigned long addr);

struct range inspect_vma(unsigned long addr);
void inspect_layout(struct actor *a, const struct sim_op *op);
void inspect_audit(const struct sim_op *op);
void inspect_baseline(void);
void inspect_leaks(void);

static inline unsigned long at(u32 offset)
{
	return ARENA_START + offset;
}

#endif
