// SPDX-License-Identifier: GPL-2.0-only
/*
 * do_memory.c - a program's own accesses: loads, stores, atomic additions, instruction fetches; brk.
 */
#include <linux/mm.h>
#include <linux/string.h>
#include <asm/signal.h>
#include "test.h"

/* An access at @offset of @kind. Return: false where the model cannot tell what it does. */
static bool target(struct actor *a, const struct sim_op *op, unsigned int *page, unsigned int *slot)
{
	u32 offset = op->arg[0];

	if (offset % SLOT_BYTES || offset >> PAGE_SHIFT >= ARENA_PAGES)
		return false;
	*page = offset >> PAGE_SHIFT;
	*slot = offset % PAGE_SIZE / SLOT_BYTES;
	return true;
}

/* The end of a file within its last page: what is stored behind it is not the file's. */
static bool behind_end(const struct model_page *p, unsigned int slot)
{
	return p->object != NO_OBJECT && (p->flags & P_SHARED) &&
	       ((u64)p->index << PAGE_SHIFT) + slot * SLOT_BYTES >= model_objects[p->object].size;
}

static bool do_load(struct actor *a, struct sim_op *op)
{
	unsigned int page, slot;
	u64 value, tail, want;
	int sig, wanted;

	if (!target(a, op, &page, &slot))
		return false;
	sig = sim_load(at(op->arg[0]), 8, &value) ?: sim_load(at(op->arg[0]) + SLOT_TAIL, 8, &tail);
	if (model_wild(&a->mm->page[page]))
		return true;
	wanted = model_access(a->mm, page, MODEL_READ);
	expect(op, "signal", sig, wanted);
	want = wanted ? 0 : content_word(model_content(a->mm, page)->word[slot]);
	if (!sig && (value != want || tail != want))
		test_fail(op, "loaded %#llx and %#llx, but %#llx was there", value, tail, want);
	return true;
}

/* Return: the signal that it raised, or 0 */
static int store_slot(u32 offset, u32 value)
{
	return sim_store(at(offset), 8, content_word(value)) ?:
	       sim_store(at(offset) + SLOT_TAIL, 8, content_word(value));
}

static bool do_store(struct actor *a, struct sim_op *op)
{
	struct model_page *p;
	unsigned int page, slot;
	int sig, wanted;

	if (!target(a, op, &page, &slot))
		return false;
	p = &a->mm->page[page];
	if (behind_end(p, slot) && !model_wild(p) && !model_access(a->mm, page, MODEL_WRITE))
		return false;
	sig = store_slot(op->arg[0], op->arg[1]);
	if (model_wild(p))
		return true;
	wanted = model_access(a->mm, page, MODEL_WRITE);
	expect(op, "signal", sig, wanted);
	if (!wanted)
		model_content_write(a->mm, page)->word[slot] = op->arg[1];
	return true;
}

/* Adds 1 to the lower half of a word that is not zero; the upper half is then replaced to match. */
static bool do_add(struct actor *a, struct sim_op *op)
{
	struct model_page *p;
	unsigned int page, slot;
	int sig, wanted;
	u64 old = 0, want;
	u32 new;

	if (!target(a, op, &page, &slot))
		return false;
	p = &a->mm->page[page];
	if (model_wild(p) || (behind_end(p, slot) && !model_access(a->mm, page, MODEL_WRITE)))
		return false;
	wanted = model_access(a->mm, page, MODEL_WRITE);
	want = wanted ? 0 : content_word(model_content(a->mm, page)->word[slot]);
	new = (u32)want + (op->arg[1] ?: 1);
	sig = sim_rmw(at(op->arg[0]), 8, SIM_ADD, content_word(new) - want, &old);
	expect(op, "signal", sig, wanted);
	if (sig)
		return true;
	if (old != want)
		test_fail(op, "an atomic addition found %#llx, but %#llx was there", old, want);
	expect(op, "signal", sim_store(at(op->arg[0]) + SLOT_TAIL, 8, content_word(new)), 0);
	model_content_write(a->mm, page)->word[slot] = new;
	return true;
}

static bool do_fetch(struct actor *a, struct sim_op *op)
{
	unsigned int page, slot;
	u8 byte;
	int sig;

	if (!target(a, op, &page, &slot))
		return false;
	sig = sim_exec_fetch(at(op->arg[0]), &byte);
	if (!model_wild(&a->mm->page[page]))
		expect(op, "signal", sig, model_access(a->mm, page, MODEL_EXEC));
	return true;
}

/* All 4,096 bytes of a page. */
static bool do_check(struct actor *a, struct sim_op *op)
{
	unsigned int page, slot;
	u64 got[PAGE_SIZE / 8];
	int sig, wanted;

	if (!target(a, op, &page, &slot))
		return false;
	sig = sim_read(at(page << PAGE_SHIFT), got, PAGE_SIZE);
	if (model_wild(&a->mm->page[page]))
		return true;
	wanted = model_access(a->mm, page, MODEL_READ);
	expect(op, "signal", sig, wanted);
	for (unsigned int i = 0; !sig && i < ARRAY_SIZE(got); i++) {
		u64 want = 0;

		if (i % (SLOT_BYTES / 8) == 0 || i % (SLOT_BYTES / 8) == SLOT_TAIL / 8)
			want = content_word(model_content(a->mm, page)->word[i / (SLOT_BYTES / 8)]);
		if (got[i] != want)
			test_fail(op, "offset %u of the page holds %#llx, not %#llx", i * 8, got[i], want);
	}
	return true;
}

/*
 * A write that changes nothing. It may go to any page, also one of another thread that runs at the same
 * time: so several fault at one place, and what the other finds is still what it expects.
 */
static bool do_touch(struct actor *a, struct sim_op *op)
{
	unsigned int page, slot, first, count;
	int sig, wanted;
	u64 old;

	if (!target(a, op, &page, &slot))
		return false;
	sig = sim_rmw(at(op->arg[0]), 8, SIM_ADD, 0, &old);
	actor_territory(a, &first, &count);
	if (page - first >= count || model_wild(&a->mm->page[page]))
		return true;
	wanted = model_access(a->mm, page, MODEL_WRITE);
	expect(op, "signal", sig, wanted);
	if (!wanted)
		model_content_write(a->mm, page);
	return true;
}

/* ---- the heap ---- */

static bool do_brk(struct actor *a, struct sim_op *op)
{
	unsigned long want = a->heap + ((unsigned long)op->arg[0] << PAGE_SHIFT), got;

	if (op->arg[0] > HEAP_PAGES || (test.concurrent && a->mm->users > 1))
		return false;
	got = sim_syscall(__NR_brk, want);
	if (fail_happened(op) && got == a->heap + ((unsigned long)a->mm->brk << PAGE_SHIFT))
		return true;
	expect(op, "brk", got, want);
	for (unsigned int p = op->arg[0]; p < a->mm->brk; p++)
		a->mm->heap[p] = 0;
	a->mm->brk = op->arg[0];
	return true;
}

/* Reads a word of the heap and replaces it. */
static bool do_heap(struct actor *a, struct sim_op *op)
{
	unsigned int page = op->arg[0];
	unsigned long addr = a->heap + ((unsigned long)page << PAGE_SHIFT);
	u64 value;
	int sig;

	if (page >= HEAP_PAGES || (test.concurrent && a->mm->users > 1))
		return false;
	sig = sim_load(addr, 8, &value);
	expect(op, "signal", sig, page < a->mm->brk ? 0 : SIGSEGV);
	if (sig)
		return true;
	if (value != content_word(a->mm->heap[page]))
		test_fail(op, "the heap holds %#llx, not %#llx", value, content_word(a->mm->heap[page]));
	expect(op, "signal", sim_store(addr, 8, content_word(op->arg[1])), 0);
	a->mm->heap[page] = op->arg[1];
	return true;
}

bool do_memory_op(struct actor *a, struct sim_op *op)
{
	switch (op->kind) {
	case OP_load:
		return do_load(a, op);
	case OP_store:
		return do_store(a, op);
	case OP_add:
		return do_add(a, op);
	case OP_fetch:
		return do_fetch(a, op);
	case OP_check:
		return do_check(a, op);
	case OP_touch:
		return do_touch(a, op);
	case OP_brk:
		return do_brk(a, op);
	default:
		return do_heap(a, op);
	}
}
