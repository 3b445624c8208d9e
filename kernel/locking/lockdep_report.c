// SPDX-License-Identifier: GPL-2.0-only
/*
 * lockdep_report.c - the lock checker's words. Headings and layout are those that people know from Linux.
 *
 * A report turns the checker off. The first one wins; others that come at the same moment are silent. A test
 * that provokes one (lockdep_task.catch) gets it instead of the console, and nothing is turned off.
 *
 * Locks:      called with interrupts off, most with graph_lock() held, which is dropped for printing and taken again.
 */
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <generated/utsrelease.h>
#include "lockdep_internals.h"

#define RULER1 "======================================================\n"
#define RULER2 "------------------------------------------------------\n"
#define NAME_LEN 96

/* Return: false where there is nothing to print */
static bool report_begin(struct task_struct *task, enum lockdep_kind kind, const struct lock_path *path)
{
	struct lockdep_catch *catch = task->lockdep.catch;

	if (!catch)
		return xchg(&debug_locks, 0);
	catch->count++;
	catch->last = kind;
	if (path)
		catch->path = *path;
	return false;
}

static void heading(const char *text)
{
	pr_warn("\n");
	pr_warn(RULER1);
	pr_warn("WARNING: %s\n", text);
	pr_warn("%s\n", UTS_RELEASE);
	pr_warn(RULER2);
}

/* ---- names ---- */

/** lockdep_class_name() - what reports call a class: "name", "name/2" for a subclass */
void lockdep_class_name(unsigned int class, char *buf, size_t size)
{
	const struct lock_class *c = &lock_classes[class];
	size_t n;

	n = c->name ? scnprintf(buf, size, "%s", c->name) : scnprintf(buf, size, "%ps", c->key);
	if (c->subclass)
		scnprintf(buf + n, size - n, "/%u", c->subclass);
}

/**
 * lockdep_usage_string() - four characters: hardirq, hardirq as reader, softirq, softirq as reader
 *
 * Each is '-': taken in such interrupts; '+': held with them enabled; '?': both; '.': neither.
 */
void lockdep_usage_string(const struct lock_class *class, char *buf)
{
	static const char chars[] = ".-+?";

	for (int i = 0; i < 4; i++)
		buf[i] = chars[(class->usage >> (USED_IN_HARDIRQ + 2 * i)) & 3];
	buf[4] = '\0';
}

static void print_class(unsigned int class)
{
	char name[NAME_LEN], usage[5];

	lockdep_class_name(class, name, sizeof(name));
	lockdep_usage_string(&lock_classes[class], usage);
	pr_cont("(%s){%s}", name, usage);
}

static void print_held(const struct held_lock *hlock)
{
	pr_warn("%px ", hlock->instance);
	print_class(hlock->class);
	pr_cont(", at: %pS\n", (void *)hlock->acquire_ip);
}

static void print_trace(u32 trace)
{
	const unsigned long *entries;
	unsigned int nr = lockdep_trace(trace, &entries);

	for (unsigned int i = 0; i < nr; i++)
		pr_warn("       %pB\n", (void *)entries[i]);
}

static void print_held_locks(struct task_struct *task)
{
	int depth = READ_ONCE(task->lockdep_depth);

	if (!depth)
		pr_warn("no locks held by %s/%d.\n", task->comm, task->pid);
	else
		pr_warn("%d lock%s held by %s/%d:\n", depth, depth > 1 ? "s" : "", task->comm, task->pid);
	for (int i = 0; i < depth && i < MAX_LOCK_DEPTH; i++) {
		/* of another task that runs, the entry may be changing */
		if (task->lockdep.held[i].class >= nr_lock_classes)
			break;
		pr_warn(" #%d: ", i);
		pr_cont("%px ", task->lockdep.held[i].instance);
		print_class(task->lockdep.held[i].class);
		pr_cont(", at: %pS\n", (void *)task->lockdep.held[i].acquire_ip);
	}
}

static void print_end(struct task_struct *task)
{
	print_held_locks(task);
	pr_warn("\nstack backtrace:\n");
	dump_stack();
}

static void print_wants(struct task_struct *task, struct held_lock *prev, struct held_lock *next)
{
	pr_warn("%s/%d is trying to acquire lock:\n", task->comm, task->pid);
	print_held(next);
	pr_warn("\nbut task is already holding lock:\n");
	print_held(prev);
}

/* ---- order ---- */

static void print_lock_line(const char *indent, const char *verb, unsigned int class)
{
	char name[NAME_LEN];

	lockdep_class_name(class, name, sizeof(name));
	pr_warn("%s%s(%s);\n", indent, verb, name);
}

static void print_chain_names(const struct lock_path *path)
{
	char name[NAME_LEN];

	pr_warn("Chain exists of:\n  ");
	for (unsigned int i = 0; i < path->len; i++) {
		lockdep_class_name(path->class[i], name, sizeof(name));
		pr_cont("%s%s", i ? " --> " : "", name);
	}
	pr_cont("\n\n");
}

/* @path leads from @next to @prev: the orders already seen. */
void report_circular(struct task_struct *task, struct held_lock *prev, struct held_lock *next, struct lock_path *path)
{
	graph_unlock();
	if (report_begin(task, LOCKDEP_CIRCULAR, path)) {
		heading("possible circular locking dependency detected");
		print_wants(task, prev, next);
		pr_warn("\nwhich lock already depends on the new lock.\n");
		pr_warn("\nthe existing dependency chain (in reverse order) is:\n");
		for (int i = path->len - 1; i > 0; i--) {
			pr_warn("\n-> #%d ", i);
			print_class(path->class[i]);
			pr_cont(":\n");
			print_trace(lock_edges[path->edge[i]].trace);
		}
		pr_warn("\n-> #0 ");
		print_class(next->class);
		pr_cont(":\n");
		print_trace(lockdep_save_trace(next->acquire_ip));

		pr_warn("\nother info that might help us debug this:\n\n");
		if (path->len > 2)
			print_chain_names(path);
		pr_warn(" Possible unsafe locking scenario:\n\n");
		pr_warn("       CPU0                    CPU1\n");
		pr_warn("       ----                    ----\n");
		print_lock_line("  ", "lock", prev->class);
		print_lock_line("                               ", "lock", path->class[path->len > 2 ? path->len - 2 : 0]);
		print_lock_line("                               ", "lock", prev->class);
		print_lock_line("  ", next->read ? "rlock" : "lock", next->class);
		pr_warn("\n *** DEADLOCK ***\n\n");
		print_end(task);
	}
	graph_lock();
}

void report_recursive(struct task_struct *task, struct held_lock *prev, struct held_lock *next)
{
	graph_unlock();
	if (report_begin(task, LOCKDEP_RECURSIVE, NULL)) {
		heading("possible recursive locking detected");
		print_wants(task, prev, next);
		pr_warn("\nother info that might help us debug this:\n");
		pr_warn(" Possible unsafe locking scenario:\n\n");
		pr_warn("       CPU0\n");
		pr_warn("       ----\n");
		print_lock_line("  ", "lock", prev->class);
		print_lock_line("  ", "lock", next->class);
		pr_warn("\n *** DEADLOCK ***\n\n");
		pr_warn(" May be due to missing lock nesting notation\n\n");
		print_end(task);
	}
	graph_lock();
}

/* ---- interrupts ---- */

static const char *const usage_names[NR_USAGES] = {
	[USED_IN_HARDIRQ] = "IN-HARDIRQ-W", [ENABLED_HARDIRQ] = "HARDIRQ-ON-W",
	[USED_IN_HARDIRQ_READ] = "IN-HARDIRQ-R", [ENABLED_HARDIRQ_READ] = "HARDIRQ-ON-R",
	[USED_IN_SOFTIRQ] = "IN-SOFTIRQ-W", [ENABLED_SOFTIRQ] = "SOFTIRQ-ON-W",
	[USED_IN_SOFTIRQ_READ] = "IN-SOFTIRQ-R", [ENABLED_SOFTIRQ_READ] = "SOFTIRQ-ON-R",
	[USED] = "INITIAL USE",
};

static const char *irq_name(unsigned int usage)
{
	return usage & USAGE_SOFTIRQ ? "SOFTIRQ" : "HARDIRQ";
}

void report_inconsistent(struct task_struct *task, struct held_lock *hlock, unsigned int was, unsigned int now)
{
	graph_unlock();
	if (report_begin(task, LOCKDEP_INCONSISTENT, NULL)) {
		heading("inconsistent lock state");
		pr_warn("inconsistent {%s} -> {%s} usage.\n", usage_names[was], usage_names[now]);
		pr_warn("%s/%d takes:\n", task->comm, task->pid);
		print_held(hlock);
		pr_warn("{%s} state was registered at:\n", usage_names[was]);
		print_trace(lock_classes[hlock->class].usage_trace[was]);
		pr_warn("\nother info that might help us debug this:\n");
		pr_warn(" Possible unsafe locking scenario:\n\n");
		pr_warn("       CPU0\n");
		pr_warn("       ----\n");
		print_lock_line("  ", "lock", hlock->class);
		pr_warn("  <Interrupt>\n");
		print_lock_line("    ", "lock", hlock->class);
		pr_warn("\n *** DEADLOCK ***\n\n");
		print_end(task);
	}
	graph_lock();
}

/* The usage of @class that has the side of @usage, and when it was first seen. */
static void print_usage(unsigned int class, unsigned int usage)
{
	const struct lock_class *c = &lock_classes[class];

	if (!(c->usage & (1 << usage)))
		usage |= USAGE_READ;
	pr_warn("... {%s} since it was taken at:\n", usage_names[usage]);
	print_trace(c->usage_trace[usage]);
}

static void print_path(const struct lock_path *path)
{
	for (unsigned int i = 1; i < path->len; i++) {
		pr_warn(" -> ");
		print_class(path->class[i]);
		pr_cont(", first at:\n");
		print_trace(lock_edges[path->edge[i]].trace);
	}
}

/* @safe leads backwards from @prev to a safe class, @unsafe forwards from @next to an unsafe one. */
void report_irq_order(struct task_struct *task, struct held_lock *prev, struct held_lock *next, struct lock_path *safe,
		      struct lock_path *unsafe, bool softirq)
{
	unsigned int usage = softirq ? USAGE_SOFTIRQ : 0;
	unsigned int a = safe->class[safe->len - 1], b = unsafe->class[unsafe->len - 1];
	const char *irq = irq_name(usage);
	char text[64];

	graph_unlock();
	if (report_begin(task, LOCKDEP_IRQ_ORDER, unsafe)) {
		snprintf(text, sizeof(text), "%s-safe -> %s-unsafe lock order detected", irq, irq);
		heading(text);
		print_wants(task, prev, next);
		pr_warn("which would create a new lock dependency:\n ");
		print_class(prev->class);
		pr_cont(" -> ");
		print_class(next->class);
		pr_cont("\n\nbut this new dependency connects a %s-irq-safe lock:\n ", irq);
		print_class(a);
		pr_cont("\n");
		print_usage(a, usage);
		pr_warn("\nto a %s-irq-unsafe lock:\n ", irq);
		print_class(b);
		pr_cont("\n");
		print_usage(b, usage | USAGE_ENABLED);
		pr_warn("\nother info that might help us debug this:\n\n");
		pr_warn(" Possible interrupt unsafe locking scenario:\n\n");
		pr_warn("       CPU0                    CPU1\n");
		pr_warn("       ----                    ----\n");
		print_lock_line("  ", "lock", b);
		pr_warn("                               local_irq_disable();\n");
		print_lock_line("                               ", "lock", a);
		print_lock_line("                               ", "lock", b);
		pr_warn("  <Interrupt>\n");
		print_lock_line("    ", "lock", a);
		pr_warn("\n *** DEADLOCK ***\n\n");
		pr_warn("the dependencies from the new lock to the unsafe one:\n");
		print_path(unsafe);
		print_end(task);
	}
	graph_lock();
}

void report_irq_inversion(struct task_struct *task, struct held_lock *hlock, struct lock_path *path, unsigned int usage,
			  unsigned int other)
{
	unsigned int end = path->class[path->len - 1];
	bool unsafe = usage & USAGE_ENABLED;

	graph_unlock();
	if (report_begin(task, LOCKDEP_IRQ_INVERSION, path)) {
		heading("possible irq lock inversion dependency detected");
		pr_warn("%s/%d just changed the state of lock to {%s}:\n", task->comm, task->pid, usage_names[usage]);
		print_held(hlock);
		pr_warn("but this lock %s another, %s-%s lock in the past:\n ", unsafe ? "was taken by" : "took",
			irq_name(usage), unsafe ? "safe" : "unsafe");
		print_class(end);
		pr_cont("\n");
		print_usage(end, other);
		pr_warn("\nand interrupts could create inverse lock ordering between them.\n\n");
		pr_warn("the dependencies between them:\n");
		print_path(path);
		print_end(task);
	}
	graph_lock();
}

/* ---- what is wrong at once; graph_lock() is not held ---- */

void report_wait_context(struct task_struct *task, struct held_lock *next)
{
	if (!report_begin(task, LOCKDEP_WAIT_CONTEXT, NULL))
		return;
	pr_warn("\n");
	pr_warn(RULER1);
	pr_warn("[ BUG: Invalid wait context ]\n");
	pr_warn("%s\n", UTS_RELEASE);
	pr_warn(RULER2);
	pr_warn("%s/%d is trying to lock:\n", task->comm, task->pid);
	print_held(next);
	pr_warn("which may sleep%s\n", next->context == CONTEXT_TASK ? ", while it holds what may not:" :
		", in an interrupt handler");
	print_end(task);
}

void report_bad_unlock(struct task_struct *task, struct lockdep_map *map, unsigned long ip)
{
	if (!report_begin(task, LOCKDEP_BAD_UNLOCK, NULL))
		return;
	heading("bad unlock balance detected!");
	pr_warn("%s/%d is trying to release lock %px ", task->comm, task->pid, map);
	if (map->class)
		print_class(map->class);
	pr_cont(" at:\n%pS\n", (void *)ip);
	pr_warn("but there are no more locks to release!\n\n");
	print_end(task);
}

void report_held_freed(struct task_struct *task, const void *from, unsigned long len, struct held_lock *hlock)
{
	if (!report_begin(task, LOCKDEP_HELD_FREED, NULL))
		return;
	heading("held lock freed!");
	pr_warn("%s/%d is freeing memory %px-%px, with a lock still held there!\n", task->comm, task->pid, from,
		from + len - 1);
	print_held(hlock);
	print_end(task);
}

void report_still_held(struct task_struct *task, enum lockdep_kind kind)
{
	char text[64];

	if (!report_begin(task, kind, NULL))
		return;
	if (kind == LOCKDEP_USER_RETURN) {
		heading("lock held when returning to user space!");
	} else {
		snprintf(text, sizeof(text), "%s/%d still has locks held!", task->comm, task->pid);
		heading(text);
	}
	print_end(task);
}

/* The class can't be known: neither initialised at run time, nor a variable. */
void report_no_key(struct lockdep_map *map)
{
	if (!report_begin(current, LOCKDEP_NO_KEY, NULL))
		return;
	pr_err("INFO: trying to register non-static key.\n");
	pr_err("BUG: the lock with its map at %px was never initialised, or overwritten.\n", map);
	pr_err("turning off the locking correctness validator.\n");
	dump_stack();
}

/** lockdep_rcu_suspicious() - RCU_LOCKDEP_WARN() found its condition true */
void lockdep_rcu_suspicious(const char *file, int line, const char *what)
{
	struct task_struct *task = current;

	if (!debug_locks || task->lockdep.recursion)
		return;
	task->lockdep.recursion++;
	if (report_begin(task, LOCKDEP_RCU, NULL)) {
		heading("suspicious RCU usage");
		pr_warn("%s:%d %s!\n", file, line, what);
		pr_warn("\nother info that might help us debug this:\n\n");
		print_end(task);
	}
	task->lockdep.recursion--;
}

/* ---- on request ---- */

/** debug_show_held_locks() - which locks a task holds, if the checker knows */
void debug_show_held_locks(struct task_struct *task)
{
	if (!debug_locks) {
		pr_warn("INFO: lockdep is turned off.\n");
		return;
	}
	lockdep_off();
	print_held_locks(task);
	lockdep_on();
}

/** debug_show_all_locks() - the same for all tasks that hold any (sysrq-d) */
void debug_show_all_locks(void)
{
	struct task_struct *g, *p;

	if (!debug_locks) {
		pr_warn("INFO: lockdep is turned off.\n");
		return;
	}
	pr_warn("\nShowing all locks held in the system:\n");
	lockdep_off();
	rcu_read_lock();
	for_each_process_thread(g, p)
		if (READ_ONCE(p->lockdep_depth))
			print_held_locks(p);
	rcu_read_unlock();
	lockdep_on();
	pr_warn("\n=============================================\n\n");
}
