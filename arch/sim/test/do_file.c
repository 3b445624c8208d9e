// SPDX-License-Identifier: GPL-2.0-only
/*
 * do_file.c - files by their descriptors: reading, writing, truncating, punching holes.
 *
 * Reads and writes are of one slot, to or from the arena, so that the kernel's copy may fault in any
 * way that memory can, among them on the very page of the file that it copies.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <asm/signal.h>
#include <uapi/linux/falloc.h>
#include "test.h"

static u64 in_file(u32 offset)
{
	return ((u64)FILE_BASE << PAGE_SHIFT) + offset;
}

struct place {
	unsigned int file, page, slot;	/* of the file */
	unsigned int mem_page, mem_slot;
};

static bool place_of(const struct sim_op *op, struct place *p)
{
	u32 offset = op->arg[1], addr = op->arg[2];

	*p = (struct place){
		.file = op->arg[0], .page = offset >> PAGE_SHIFT, .slot = offset % PAGE_SIZE / SLOT_BYTES,
		.mem_page = addr >> PAGE_SHIFT, .mem_slot = addr % PAGE_SIZE / SLOT_BYTES,
	};
	return p->file < NR_FILES && p->page < OBJECT_PAGES && p->mem_page < ARENA_PAGES &&
	       !(offset % SLOT_BYTES) && !(addr % SLOT_BYTES);
}

static bool unknown(struct actor *a, const struct place *p)
{
	return model_objects[p->file].wild || model_wild(&a->mm->page[p->mem_page]);
}

static bool do_pread(struct actor *a, struct sim_op *op)
{
	struct model_object *o;
	struct model_page *mem;
	struct place p;
	long got, want = SLOT_BYTES;

	if (!place_of(op, &p))
		return false;
	o = &model_objects[p.file];
	mem = &a->mm->page[p.mem_page];
	/* a whole slot must fit before the end of the file that the memory shows */
	if (mem->object != NO_OBJECT && (mem->flags & P_SHARED) &&
	    ((u64)mem->index << PAGE_SHIFT) + (p.mem_slot + 1) * SLOT_BYTES > model_objects[mem->object].size &&
	    !model_access(a->mm, p.mem_page, MODEL_WRITE))
		return false;
	if (unknown(a, &p) && test.concurrent && !model_wild(mem) && (mem->flags & P_MAPPED))
		return false;	/* what is read would have to be unknown from now on */
	got = sim_syscall(__NR_pread64, file_rw[p.file], at(op->arg[2]), SLOT_BYTES, in_file(op->arg[1]));
	if (unknown(a, &p))
		return true;
	if (op->arg[1] >= o->size)
		want = 0;
	else if (model_access(a->mm, p.mem_page, MODEL_WRITE))
		want = -EFAULT;
	if (fail_excuses(op, got))
		return true;
	expect(op, "pread", got, want);
	if (want > 0)
		model_content_write(a->mm, p.mem_page)->word[p.mem_slot] = o->page[p.page].word[p.slot];
	return true;
}

static bool do_pwrite(struct actor *a, struct sim_op *op)
{
	struct model_object *o;
	struct place p;
	u32 word;
	long got;

	if (!place_of(op, &p))
		return false;
	if (model_wild(&a->mm->page[p.mem_page]) && !model_objects[p.file].wild)
		return false;	/* the file would be unknown from now on */
	got = sim_syscall(__NR_pwrite64, file_rw[p.file], at(op->arg[2]), SLOT_BYTES, in_file(op->arg[1]));
	if (unknown(a, &p))
		return true;
	if (fail_excuses(op, got))
		return true;
	if (model_access(a->mm, p.mem_page, MODEL_READ)) {
		expect(op, "pwrite", got, -EFAULT);
		return true;
	}
	expect(op, "pwrite", got, SLOT_BYTES);
	word = model_content(a->mm, p.mem_page)->word[p.mem_slot];
	o = &model_objects[p.file];
	o->page[p.page].word[p.slot] = word;
	o->size = max_t(u32, o->size, op->arg[1] + SLOT_BYTES);
	return true;
}

static bool do_truncate(struct actor *a, struct sim_op *op)
{
	u32 size = op->arg[1];
	long got;

	if (op->arg[0] >= NR_FILES || size % SLOT_BYTES || size > OBJECT_PAGES << PAGE_SHIFT)
		return false;
	if (test.concurrent && model_objects[op->arg[0]].wild)
		return false;	/* others' private copies would go */
	got = sim_syscall(__NR_ftruncate, file_rw[op->arg[0]], in_file(size));
	if (fail_excuses(op, got))
		return true;
	expect(op, "ftruncate", got, 0);
	model_truncate(op->arg[0], size);
	return true;
}

/* The slot at @offset of a file is what the model says: all its bytes. */
static void check_slot(const struct sim_op *op, unsigned int file, u32 offset)
{
	const struct model_object *o = &model_objects[file];
	u64 got[SLOT_BYTES / 8], want;
	long n;

	if (test.concurrent || o->wild || (u64)offset + SLOT_BYTES > o->size)
		return;
	n = sim_syscall(__NR_pread64, file_rw[file], SCRATCH, SLOT_BYTES, in_file(offset));
	if (fail_excuses(op, n))
		return;
	expect(op, "pread", n, SLOT_BYTES);
	expect(op, "signal", sim_read(SCRATCH, got, SLOT_BYTES), 0);
	want = content_word(o->page[offset >> PAGE_SHIFT].word[offset % PAGE_SIZE / SLOT_BYTES]);
	for (unsigned int i = 0; i < ARRAY_SIZE(got); i++)
		if (got[i] != (i == 0 || i == SLOT_TAIL / 8 ? want : 0))
			test_fail(op, "offset %u of the file holds %#llx", offset + i * 8, got[i]);
}

/* The last slot before the hole and its first, its last and the first behind. */
static void check_edges(const struct sim_op *op, unsigned int file, u32 start, u32 end)
{
	if (start)
		check_slot(op, file, start - SLOT_BYTES);
	check_slot(op, file, start);
	check_slot(op, file, end - SLOT_BYTES);
	check_slot(op, file, end);
}

static bool do_punch(struct actor *a, struct sim_op *op)
{
	u32 file = op->arg[0], start = op->arg[1], length = op->arg[2];
	long got;

	if (file >= NR_FILES || start % SLOT_BYTES || length % SLOT_BYTES ||
	    (u64)start + length > OBJECT_PAGES << PAGE_SHIFT)
		return false;
	got = sim_syscall(__NR_fallocate, file_rw[file], FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			  in_file(start), length);
	expect(op, "fallocate", got, length ? 0 : -EINVAL);
	model_punch(file, start, start + length);
	if (length)
		check_edges(op, file, start, start + length);
	return true;
}

bool do_file_op(struct actor *a, struct sim_op *op)
{
	switch (op->kind) {
	case OP_pread:
		return do_pread(a, op);
	case OP_pwrite:
		return do_pwrite(a, op);
	case OP_truncate:
		return do_truncate(a, op);
	default:
		return do_punch(a, op);
	}
}
