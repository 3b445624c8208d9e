// SPDX-License-Identifier: GPL-2.0-only
/*
 * actor.c - the programs that take operations and do them.
 *
 * In turn: one actor at a time has the turn, does some operations and passes it on; the others sleep
 * in futex(). What else happens meanwhile is the kernel's own doing. All of the model is exact.
 *
 * All at once (--concurrent): every actor goes on as it can, with a model that is exact for what is its
 * own: private memory, and its part of an address space that it shares with threads.
 *
 * Owns:       actors[]; whose turn it is.
 * Invariant:  the books of the harness are C variables, changed only between points; the turn is passed
 *             by a word of memory that all share, so that waiting for it is a real futex.
 */
#include <linux/errno.h>
#include <linux/string.h>
#include <uapi/linux/futex.h>
#include <uapi/linux/mman.h>
#include <sim/command.h>
#include <sim/point.h>
#include "test.h"

struct actor actors[NR_ACTORS];

static unsigned int turn;		/* whose it is */
static u32 turns;			/* how often it was passed; what CONTROL holds */
static u64 director;			/* who is next */
static unsigned long generated;
static unsigned long next_replayed;
static bool replaying, finishing;

/* ---- the turn ---- */

static void pass_turn(unsigned int next)
{
	turn = next;
	sim_store(CONTROL, 4, ++turns);
	sim_syscall(__NR_futex, CONTROL, FUTEX_WAKE_BITSET, INT_MAX, 0, 0, 1U << next);
}

static void await_turn(const struct actor *a)
{
	while (turn != a->nr && !(finishing && a->nr)) {
		u64 seen;

		sim_load(CONTROL, 4, &seen);
		if (turn == a->nr || (finishing && a->nr))
			break;
		sim_syscall(__NR_futex, CONTROL, FUTEX_WAIT_BITSET, seen, 0, 0, 1U << a->nr);
	}
}

static unsigned int other_actor(void)
{
	unsigned int nr = (sim_random_next(&director) >> 32) % NR_ACTORS;

	while (!actors[nr].live)
		nr = (nr + 1) % NR_ACTORS;
	return nr;
}

/* ---- which operation ---- */

static struct sim_op *from_history(struct actor *a, unsigned long *from)
{
	while (*from < history_length()) {
		struct sim_op *op = history_at((*from)++);

		if (op->actor == a->nr && op->result == OP_PENDING)
			return op;
	}
	return NULL;
}

static struct sim_op *generate(struct actor *a)
{
	struct sim_op op = { .actor = a->nr, .kind = OP_audit };

	if (generated >= test.ops)
		return NULL;
	generated++;
	if (a->again.fail) {
		if (!a->audited)
			a->audited = true;
		else
			op = a->again;
	} else if (generated == test.lose_at) {
		op.kind = OP_lose;
	} else if (generated % test.audit) {
		generate_op(a, &op);
		op.fail = test.fail_each && generated % test.fail_each == 0;
	}
	return history_add(&op);
}

/* --fail-each: the operation that failed comes again, and its next allocation fails. */
static void repeat(struct actor *a, const struct sim_op *op, bool failed)
{
	if (!test.fail_each || op->kind == OP_audit)
		return;
	a->again = *op;
	a->again.fail = failed ? op->fail + 1 : 0;
	a->audited = false;
}

/* Return: false: somebody else's turn, or the end. */
static bool one_operation(struct actor *a)
{
	struct sim_op *op = replaying ? from_history(a, &a->next_op) : generate(a);
	bool failed;

	if (!op)
		return false;
	if (test.stop_at && op == history_at(test.stop_at - 1))
		sim_test_stop(op);
	reap_sometimes(a);
	op->result = OP_DONE;	/* before, for some never return */
	fail_arm(a, op);
	if (!actor_do(a, op))
		op->result = OP_SKIPPED;
	failed = fail_disarm(a, op);
	if (!replaying)
		repeat(a, op, failed);
	return true;
}

/* In a replay, whose operation is the next of all? */
static bool turn_of_next(void)
{
	while (next_replayed < history_length()) {
		struct sim_op *op = history_at(next_replayed);

		if (op->result == OP_PENDING && actors[op->actor].live) {
			if (op->actor != turn)
				pass_turn(op->actor);
			return true;
		}
		if (op->result == OP_PENDING)
			op->result = OP_SKIPPED;
		next_replayed++;
	}
	return false;
}

static void take_turn(struct actor *a)
{
	await_turn(a);
	if (finishing)
		return;
	if (replaying) {
		if (!turn_of_next())
			finishing = true;
		else if (turn == a->nr)
			one_operation(a);
		return;
	}
	if (!one_operation(a))
		finishing = true;
	else if (!a->again.fail && (sim_random_next(&director) >> 32) % 16 == 0)
		pass_turn(other_actor());
}

/** actor_territory() - the pages that it may use: all, or its part where others use theirs at the same time */
void actor_territory(const struct actor *a, unsigned int *first, unsigned int *count)
{
	*first = test.concurrent ? a->slice * SLICE_PAGES : 0;
	*count = test.concurrent ? SLICE_PAGES : ARENA_PAGES;
}

bool actor_do(struct actor *a, struct sim_op *op)
{
	switch (op->kind) {
	case OP_load ... OP_touch:
	case OP_brk ... OP_heap:
		return do_memory_op(a, op);
	case OP_mmap ... OP_mincore:
		return do_map_op(a, op);
	case OP_pread ... OP_punch:
		return do_file_op(a, op);
	default:
		return do_process_op(a, op);
	}
}

/* ---- life ---- */

/* The books' part of exit(): nothing of the model is @a's any more, nor is the turn. */
void actor_died(struct actor *a)
{
	a->live = false;
	model_mm_put(a->mm);
	if (!test.concurrent && turn == a->nr)
		pass_turn(other_actor());
}

/* A child of a process with threads has what they were changing: nobody knows what. */
static void forget_others_parts(struct actor *a)
{
	for (unsigned int s = 0; test.concurrent && s < NR_SLICES; s++) {
		if (s == a->slice)
			continue;
		sim_syscall(__NR_munmap, ARENA_START + ((unsigned long)s * SLICE_PAGES << PAGE_SHIFT),
			    SLICE_PAGES << PAGE_SHIFT);
		for (unsigned int p = 0; p < SLICE_PAGES; p++)
			model_unmap(a->mm, s * SLICE_PAGES + p);
	}
}

static void map_own_pages(struct actor *a)
{
	long got = sim_syscall(__NR_mmap, SCRATCH, PAGE_SIZE, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	if (got != SCRATCH)
		test_fail(NULL, "no scratch page: %ld", got);
	a->heap = PAGE_ALIGN(sim_syscall(__NR_brk, 0));
	sim_syscall(__NR_brk, a->heap);
}

static int control = -1;	/* the file behind CONTROL: an exec'd actor has to map it again */

static void map_control(void)
{
	long got = sim_syscall(__NR_mmap, CONTROL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
			       control, 0);

	if (got != CONTROL)
		test_fail(NULL, "no page of control: %ld", got);
}

/* User mode of every actor: after fork, clone and exec. */
void actor_entry(void *arg)
{
	struct actor *a = arg;
	u64 unused;

	if (a->leader && sim_load(CONTROL, 4, &unused)) {	/* a new address space */
		map_own_pages(a);
		map_control();
	}
	if (a->leader)
		forget_others_parts(a);
	while (!finishing) {
		if (!test.concurrent)
			take_turn(a);
		else if (!one_operation(a))
			finishing = true;
	}
	if (a->nr == 0)
		return;
	actor_died(a);
	for (;;)
		sim_syscall(__NR_exit, 0);
}

static bool others_live(void)
{
	for (unsigned int i = 1; i < NR_ACTORS; i++)
		if (actors[i].live)
			return true;
	return false;
}

/* Actor 0 is process 1: it waits for all, and takes its own memory down. */
static void finish(struct actor *a)
{
	sim_store(CONTROL, 4, ++turns);
	sim_syscall(__NR_futex, CONTROL, FUTEX_WAKE, INT_MAX);
	while (others_live() || sim_syscall(__NR_wait4, -1, 0, 0, 0) > 0)
		sim_syscall(__NR_sched_yield);
	sim_syscall(__NR_munmap, ARENA_START, ARENA_PAGES << PAGE_SHIFT);
	sim_syscall(__NR_munmap, SCRATCH, PAGE_SIZE);
	model_mm_clear(a->mm);
	sim_syscall(__NR_brk, a->heap);
	truncate_files();
}

/**
 * actors_open() - user mode of process 1, once: what all actors need
 */
void actors_open(void)
{
	map_own_pages(&actors[0]);
	control = open_files();
	map_control();
	sim_store(CONTROL, 4, 0);	/* its page is there before anyone counts */
	install_actor();
}

/**
 * actors_run() - user mode of process 1: all operations, until the last is done and what they took is free
 */
void actors_run(void)
{
	struct actor *a = &actors[0];

	replaying = history_length() > 0;
	director = actors_seed();
	finishing = false;
	generated = next_replayed = turn = 0;
	model_begin();
	*a = (struct actor){ .live = true, .leader = true, .mm = model_mm_new(), .random = director ^ 0x5eed };
	map_own_pages(a);
	sim_store(CONTROL, 4, turns);
	actor_entry(a);
	finish(a);
	model_mm_put(a->mm);
}
