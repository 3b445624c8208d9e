// SPDX-License-Identifier: GPL-2.0-only
/*
 * do_process.c - fork, threads, exec, exit, wait; and what is done in the kernel itself.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <uapi/linux/mman.h>
#include <uapi/linux/wait.h>
#include "../kernel/sim_kernel.h"
#include "test.h"

static struct actor *free_actor(u32 nr)
{
	return nr > 0 && nr < NR_ACTORS && !actors[nr].live ? &actors[nr] : NULL;
}

/* Children that have ended, until there are none; those of dead parents are actor 0's. */
static void reap(struct actor *a)
{
	while (sim_syscall(__NR_wait4, -1, 0, WNOHANG, 0) > 0)
		;
}

/** reap_sometimes() - before an operation, so that there is always room for one more process */
void reap_sometimes(struct actor *a)
{
	if (++a->ops % 64 == 0)
		reap(a);
}

static bool do_fork(struct actor *a, struct sim_op *op)
{
	struct actor *child = free_actor(op->arg[0]);
	long pid;

	if (!child)
		return false;
	*child = (struct actor){
		.nr = child - actors, .live = true, .leader = true, .slice = a->slice, .heap = a->heap,
		.mm = model_mm_fork(a->mm, test.concurrent),
		.random = a->random * 6364136223846793005ULL + child->nr + 1,
	};
	if (!child->mm) {
		child->live = false;
		return false;
	}
	reap(a);
	pid = sim_fork(actor_entry, child);
	if (pid > 0)
		return true;
	/* where all run at once, others may be on their way out still, as many as there can be processes */
	if (!fail_excuses(op, pid) && !(test.concurrent && pid == -EAGAIN))
		test_fail(op, "fork returned %ld", pid);
	model_mm_put(child->mm);
	child->live = false;
	return true;
}

/* A part of the arena that no other thread of the process has; NR_SLICES where there is none. */
static unsigned int free_slice(const struct model_mm *mm)
{
	unsigned int slice, taken = 0;

	for (unsigned int i = 0; i < NR_ACTORS; i++)
		if (actors[i].live && actors[i].mm == mm)
			taken |= 1 << actors[i].slice;
	for (slice = 0; slice < NR_SLICES && taken & 1 << slice; slice++)
		;
	return slice;
}

static bool do_thread(struct actor *a, struct sim_op *op)
{
	struct actor *child = free_actor(op->arg[0]);
	unsigned int slice = free_slice(a->mm);
	long tid;

	if (!child || slice == NR_SLICES)
		return false;
	*child = (struct actor){
		.nr = child - actors, .live = true, .slice = slice, .heap = a->heap, .mm = a->mm,
		.random = a->random * 6364136223846793005ULL + child->nr + 1,
	};
	a->mm->users++;
	if (test.concurrent)
		model_mm_threaded(a->mm);
	tid = sim_clone(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM,
			SCRATCH, 0, 0, 0, actor_entry, child);
	if (tid > 0)
		return true;
	if (!fail_excuses(op, tid) && !(test.concurrent && tid == -EAGAIN))
		test_fail(op, "clone returned %ld", tid);
	a->mm->users--;
	child->live = false;
	return true;
}

static void exec_program(void *arg);
SIM_PROGRAM(actor, exec_program);

static void install(void *unused)
{
	int err = sim_install_program("/actor", "actor");

	if (err)
		test_fail(NULL, "cannot install a program: %d", err);
}

/** install_actor() - the program that exec runs */
void install_actor(void)
{
	sim_in_kernel(install, NULL);
}

/* Who called execve(): actors that take turns do so one at a time. */
static struct actor *executing;

static bool do_exec(struct actor *a, struct sim_op *op)
{
	static const char path[] = "/actor";

	if (a->nr == 0 || !a->leader || a->mm->users > 1 || test.concurrent)
		return false;
	if (sim_write(SCRATCH, path, sizeof(path)))
		test_fail(op, "the scratch page is gone");
	executing = a;
	model_mm_clear(a->mm);
	test_fail(op, "execve returned %ld", sim_syscall(__NR_execve, SCRATCH, 0, 0));
}

static void exec_program(void *arg)
{
	struct actor *a = executing;

	actor_entry(a);
}

static bool do_exit(struct actor *a, struct sim_op *op)
{
	if (a->nr == 0)
		return false;
	actor_died(a);
	for (;;)
		sim_syscall(__NR_exit, 0);
}

static bool do_wait(struct actor *a, struct sim_op *op)
{
	long got = sim_syscall(__NR_wait4, -1, 0, WNOHANG, 0);

	if (got < 0 && got != -ECHILD)
		test_fail(op, "wait4 returned %ld", got);
	return true;
}

bool do_process_op(struct actor *a, struct sim_op *op)
{
	switch (op->kind) {
	case OP_fork:
		return do_fork(a, op);
	case OP_thread:
		return do_thread(a, op);
	case OP_exec:
		return do_exec(a, op);
	case OP_exit:
		return do_exit(a, op);
	case OP_wait:
		return do_wait(a, op);
	case OP_storm:
		storm_op(op);
		return true;
	case OP_lose:
		sim_lose_flushes(true);
		return true;
	default:
		inspect_audit(op);
		return true;
	}
}
