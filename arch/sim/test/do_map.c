// SPDX-License-Identifier: GPL-2.0-only
/*
 * do_map.c - system calls on ranges of an address space, and what each must return and leave.
 *
 * Each follows what Linux's manual page, and where that is silent Linux 6.12, does: which error wins,
 * and how far a call that fails half-way has come.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <uapi/linux/mman.h>
#include "test.h"

/* mmap's object: a file that may be written, 0x80: only read; or one of these. */
#define ANONYMOUS	0xff
#define BAD_DESCRIPTOR	0xfe
#define READ_ONLY	0x80

static bool pages_of(u32 addr, u32 length, struct range *r)
{
	r->first = addr >> PAGE_SHIFT;
	r->count = ((u64)length + PAGE_SIZE - 1) >> PAGE_SHIFT;
	return (u64)r->first + r->count + (addr % PAGE_SIZE != 0) <= ARENA_PAGES;
}

static bool mapped(const struct actor *a, unsigned int page)
{
	return a->mm->page[page].flags & P_MAPPED;
}

/* Is anything of the range shown to others who change it? Then errors of faults are not foreseeable. */
static bool any_wild(const struct actor *a, struct range r)
{
	for (unsigned int i = 0; i < r.count; i++)
		if (model_wild(&a->mm->page[r.first + i]))
			return true;
	return false;
}

/*
 * What filling a range in does, when it is locked or asked to be populated: private memory that may be
 * written is written to. Stops at the first page that cannot be had. Return: 0, or -EFAULT.
 */
static int populate(struct actor *a, struct range r)
{
	for (unsigned int i = 0; i < r.count; i++) {
		struct model_page *p = &a->mm->page[r.first + i];
		bool write = (p->prot & PROT_WRITE) && !(p->flags & P_SHARED);

		if (!(p->flags & P_MAPPED) || model_populate(a->mm, r.first + i, write))
			return -EFAULT;
	}
	return 0;
}

/* Each actor's pages before its last call that could fail half-way. */
static struct model_page before[NR_ACTORS][ARENA_PAGES];

/* What the call returned, and what it should have. */
static void expect_result(struct actor *a, const struct sim_op *op, long got, long want)
{
	a->returned = got;
	if (!fail_excuses(op, got))
		expect(op, sim_op_names[op->kind], got, want);
}

/* ---- mmap, munmap ---- */

static int descriptor(u32 object)
{
	if (object == ANONYMOUS)
		return -1;
	if (object == BAD_DESCRIPTOR)
		return 999;
	return object & READ_ONLY ? file_ro[object & ~READ_ONLY] : file_rw[object];
}

static long mmap_result(const struct actor *a, const struct sim_op *op, struct range r)
{
	u32 addr = op->arg[0], prot = op->arg[2], flags = op->arg[3], object = op->arg[4];
	u32 type = flags & (MAP_SHARED | MAP_PRIVATE);

	if (object == BAD_DESCRIPTOR)
		return -EBADF;
	if (!op->arg[1] || addr % PAGE_SIZE)
		return -EINVAL;
	if (flags & MAP_FIXED_NOREPLACE & ~MAP_FIXED)
		for (unsigned int i = 0; i < r.count; i++)
			if (mapped(a, r.first + i))
				return -EEXIST;
	if (type != MAP_SHARED && type != MAP_PRIVATE)
		return -EINVAL;
	if (type == MAP_SHARED && object != ANONYMOUS && (object & READ_ONLY) && (prot & PROT_WRITE))
		return -EACCES;
	return at(addr);
}

static void mmap_model(struct actor *a, const struct sim_op *op, struct range r)
{
	u32 flags = op->arg[3], object = op->arg[4];
	struct model_page p = { .prot = op->arg[2], .object = NO_OBJECT, .index = op->arg[5] };

	if (flags & MAP_SHARED)
		p.flags |= P_SHARED;
	if (flags & MAP_LOCKED)
		p.flags |= P_LOCKED;
	if (object != ANONYMOUS) {
		p.object = object & ~READ_ONLY;
		if ((object & READ_ONLY) && (flags & MAP_SHARED))
			p.flags |= P_NOWRITE;
	} else if (flags & MAP_SHARED) {
		p.object = model_object_new(r.count);
		p.index = 0;
	} else {
		p.index = 0;
	}
	for (unsigned int i = 0; i < r.count; i++) {
		model_map(a->mm, r.first + i, p);
		if (p.object != NO_OBJECT)
			p.index++;
	}
	if (flags & (MAP_POPULATE | MAP_LOCKED))
		populate(a, r);
}

static bool objects_left(void)
{
	for (unsigned int i = NR_FILES; i < NR_OBJECTS; i++)
		if (!model_objects[i].used)
			return true;
	return false;
}

static bool do_mmap_op(struct actor *a, struct sim_op *op)
{
	u32 flags = op->arg[3], object = op->arg[4], index = op->arg[5];
	struct range r;
	long got, want;

	if (!pages_of(op->arg[0], op->arg[1], &r) || index > OBJECT_PAGES || r.count > OBJECT_PAGES ||
	    !(flags & MAP_FIXED || flags & MAP_FIXED_NOREPLACE))
		return false;
	if (object < BAD_DESCRIPTOR && (object & ~READ_ONLY) >= NR_FILES)
		return false;
	if (object == ANONYMOUS && (flags & MAP_SHARED) && !objects_left())
		return false;
	got = sim_syscall(__NR_mmap, at(op->arg[0]), op->arg[1], op->arg[2],
			  flags | (object == ANONYMOUS ? MAP_ANONYMOUS : 0), descriptor(object),
			  object == ANONYMOUS ? 0UL : (unsigned long)(FILE_BASE + index) << PAGE_SHIFT);
	want = mmap_result(a, op, r);
	expect_result(a, op, got, want);
	if (want > 0)
		mmap_model(a, op, r);
	return true;
}

static bool do_munmap_op(struct actor *a, struct sim_op *op)
{
	struct range r;
	long got, want = 0;

	if (!pages_of(op->arg[0], op->arg[1], &r))
		return false;
	got = sim_syscall(__NR_munmap, at(op->arg[0]), op->arg[1]);
	if (op->arg[0] % PAGE_SIZE || !op->arg[1])
		want = -EINVAL;
	expect_result(a, op, got, want);
	for (unsigned int i = 0; !want && i < r.count; i++)
		model_unmap(a->mm, r.first + i);
	return true;
}

/* ---- mprotect ---- */

static bool needs_filling(const struct model_page *p, u32 prot)
{
	return (p->flags & (P_SHARED | P_LOCKED | P_ONFAULT)) == P_LOCKED && !(p->prot & PROT_WRITE) &&
	       (prot & PROT_WRITE);
}

static long mprotect_model(struct actor *a, u32 prot, struct range r)
{
	for (unsigned int i = 0; i < r.count; i++) {
		struct model_page *p = &a->mm->page[r.first + i];
		bool fill = needs_filling(p, prot);

		if (!(p->flags & P_MAPPED))
			return -ENOMEM;
		if ((p->flags & P_NOWRITE) && (prot & PROT_WRITE))
			return -EACCES;
		p->prot = prot;
		if (fill)
			model_populate(a->mm, r.first + i, true);
	}
	return 0;
}

static bool do_mprotect_op(struct actor *a, struct sim_op *op)
{
	u32 prot = op->arg[2];
	struct range r;
	long got, want;

	if (!pages_of(op->arg[0], op->arg[1], &r))
		return false;
	got = sim_syscall(__NR_mprotect, at(op->arg[0]), op->arg[1], prot);
	if (op->arg[0] % PAGE_SIZE)
		want = -EINVAL;
	else if (!op->arg[1])
		want = 0;
	else if (prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC))
		want = -EINVAL;
	else
		want = mprotect_model(a, prot, r);
	expect_result(a, op, got, want);
	return true;
}

/* ---- mremap ---- */

/* The page behind @p in the same mapping, not touched yet. */
static struct model_page page_behind(struct model_page p, unsigned int distance)
{
	p.flags &= ~P_OWN;
	memset(&p.own, 0, sizeof(p.own));
	if (p.object != NO_OBJECT)
		p.index += distance;
	return p;
}

static void grow(struct actor *a, unsigned int first, unsigned int old, unsigned int new)
{
	struct model_page last = a->mm->page[first + old - 1];

	for (unsigned int i = old; i < new; i++)
		model_map(a->mm, first + i, page_behind(last, i - old + 1));
	if ((last.flags & (P_LOCKED | P_ONFAULT)) == P_LOCKED)
		populate(a, (struct range){ first + old, new - old });
}

static void leave_empty(struct actor *a, unsigned int page, struct model_page was)
{
	was.flags &= ~(P_OWN | P_LOCKED | P_ONFAULT);
	memset(&was.own, 0, sizeof(was.own));
	model_map(a->mm, page, was);
}

struct remap {
	unsigned int from, old, to, new;	/* pages */
	u32 flags;
	struct range vma;			/* all of the one at from */
};

/* As in Linux it is the whole VMA that is not locked any more: what of it was not at the new place. */
static void unlock_vma(struct actor *a, const struct remap *m)
{
	unsigned int i, end = min(m->vma.first + m->vma.count, ARENA_PAGES);

	for (i = m->from; i < end && (i < m->to || i >= m->to + m->new); i++)
		a->mm->page[i].flags &= ~(P_LOCKED | P_ONFAULT);
	for (i = m->from; i-- > m->vma.first && (i < m->to || i >= m->to + m->new);)
		a->mm->page[i].flags &= ~(P_LOCKED | P_ONFAULT);
}

static void move(struct actor *a, const struct remap *m)
{
	for (unsigned int i = 0; i < m->old; i++) {
		struct model_page was = a->mm->page[m->from + i];

		model_move(a->mm, m->from + i, m->to + i);
		if (m->flags & MREMAP_DONTUNMAP)
			leave_empty(a, m->from + i, was);
	}
	if (m->flags & MREMAP_DONTUNMAP)
		unlock_vma(a, m);
	if (m->new > m->old)
		grow(a, m->to, m->old, m->new);
}

static void unmap_pages(struct actor *a, unsigned int first, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		model_unmap(a->mm, first + i);
}

/* To a given place. @reach: pages from the old address to its VMA's end. */
static long remap_to(struct actor *a, struct remap *m, unsigned int reach)
{
	if (m->from + m->old > m->to && m->to + m->new > m->from)
		return -EINVAL;
	unmap_pages(a, m->to, m->new);
	if (m->old > m->new) {
		unmap_pages(a, m->from + m->new, m->old - m->new);
		m->old = m->new;
	}
	if (m->old > reach)
		return -EFAULT;
	move(a, m);
	return at(m->to << PAGE_SHIFT);
}

static long remap_in_place(struct actor *a, const struct remap *m, unsigned int reach)
{
	if (m->old >= m->new) {
		unmap_pages(a, m->from + m->new, m->old - m->new);
		return at(m->from << PAGE_SHIFT);
	}
	if (m->old > reach)
		return -EFAULT;
	if (m->old < reach)
		return -ENOMEM;
	for (unsigned int i = m->old; i < m->new; i++)
		if (mapped(a, m->from + i))
			return -ENOMEM;
	grow(a, m->from, m->old, m->new);
	return at(m->from << PAGE_SHIFT);
}

static long mremap_model(struct actor *a, const struct sim_op *op, struct remap *m)
{
	u32 known = MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP, flags = op->arg[3];
	unsigned int reach = m->vma.first + m->vma.count - m->from;

	if ((flags & ~known) || ((flags & MREMAP_FIXED) && !(flags & MREMAP_MAYMOVE)))
		return -EINVAL;
	if ((flags & MREMAP_DONTUNMAP) && (!(flags & MREMAP_MAYMOVE) || op->arg[1] != op->arg[2]))
		return -EINVAL;
	if (op->arg[0] % PAGE_SIZE || !m->new)
		return -EINVAL;
	if (!mapped(a, m->from))
		return -EFAULT;
	if (!(flags & MREMAP_FIXED))
		return remap_in_place(a, m, reach);
	if (op->arg[4] % PAGE_SIZE)
		return -EINVAL;
	return remap_to(a, m, reach);
}

static bool do_mremap_op(struct actor *a, struct sim_op *op)
{
	u32 flags = op->arg[3];
	struct range old, new, larger;
	struct remap m;
	long got;

	/* where the kernel would choose the place, or old length 0 maps a second time: not modelled */
	if (!pages_of(op->arg[0], op->arg[1], &old) || !pages_of(op->arg[4], op->arg[2], &new) ||
	    !pages_of(op->arg[0], op->arg[2], &larger) || !old.count)
		return false;
	if ((flags & (MREMAP_MAYMOVE | MREMAP_DONTUNMAP)) && !(flags & MREMAP_FIXED))
		return false;
	m = (struct remap){ old.first, old.count, new.first, new.count, flags, inspect_vma(at(op->arg[0])) };
	got = sim_syscall(__NR_mremap, at(op->arg[0]), op->arg[1], op->arg[2], flags, at(op->arg[4]));
	expect_result(a, op, got, mremap_model(a, op, &m));
	return true;
}

/* ---- mlock, munlock ---- */

static long lock_flags(struct actor *a, struct range r, u8 set)
{
	for (unsigned int i = 0; i < r.count; i++) {
		struct model_page *p = &a->mm->page[r.first + i];

		if (!(p->flags & P_MAPPED))
			return -ENOMEM;
		p->flags = (p->flags & ~(P_LOCKED | P_ONFAULT)) | set;
	}
	return 0;
}

/* mlock() works on whole pages, wherever the address lies in one. */
static bool lock_range(const struct sim_op *op, struct range *r)
{
	if (!pages_of(op->arg[0], op->arg[1], r))
		return false;
	r->count = ((u64)op->arg[1] + op->arg[0] % PAGE_SIZE + PAGE_SIZE - 1) >> PAGE_SHIFT;
	return true;
}

static bool do_mlock_op(struct actor *a, struct sim_op *op)
{
	bool onfault = op->arg[2] & MLOCK_ONFAULT, wild;
	struct range r;
	long got, want;

	if (!lock_range(op, &r))
		return false;
	got = sim_syscall(__NR_mlock2, at(op->arg[0]), op->arg[1], op->arg[2]);
	wild = any_wild(a, r);
	if (op->arg[2] & ~MLOCK_ONFAULT)
		want = -EINVAL;
	else
		want = lock_flags(a, r, P_LOCKED | (onfault ? P_ONFAULT : 0));
	if (!want && !onfault && populate(a, r))
		want = -ENOMEM;
	if (!wild)
		expect_result(a, op, got, want);
	return true;
}

static bool do_munlock_op(struct actor *a, struct sim_op *op)
{
	struct range r;
	long got;

	if (!lock_range(op, &r))
		return false;
	got = sim_syscall(__NR_munlock, at(op->arg[0]), op->arg[1]);
	expect_result(a, op, got, lock_flags(a, r, 0));
	return true;
}

/* ---- madvise ---- */

static long set_flags(struct model_page *p, u8 set, u8 clear)
{
	p->flags = (p->flags & ~clear) | set;
	return 0;
}

static long advise_remove(struct model_page *p)
{
	if ((p->flags & P_LOCKED) || p->object == NO_OBJECT)
		return -EINVAL;
	if (!(p->flags & P_SHARED) || (p->flags & P_NOWRITE))
		return -EACCES;
	model_punch(p->object, p->index << PAGE_SHIFT, (p->index + 1) << PAGE_SHIFT);
	return 0;
}

static long advise_populate(struct actor *a, unsigned int page, bool write)
{
	const struct model_page *p = &a->mm->page[page];

	if (!(p->flags & P_MAPPED))
		return -ENOMEM;
	if (!(p->prot & (write ? PROT_WRITE : PROT_READ)))
		return -EINVAL;
	return model_populate(a->mm, page, write) ? -EFAULT : 0;
}

/* One page that is mapped. */
static long advise(struct actor *a, unsigned int page, u32 advice)
{
	struct model_page *p = &a->mm->page[page];

	switch (advice) {
	case MADV_DONTNEED:
		if (p->flags & P_LOCKED)
			return -EINVAL;
		if (!(p->flags & P_SHARED))
			model_drop(a->mm, page);
		return 0;
	case MADV_COLD:
	case MADV_PAGEOUT:
		return p->flags & P_LOCKED ? -EINVAL : 0;
	case MADV_REMOVE:
		return advise_remove(p);
	case MADV_DONTFORK:
		return set_flags(p, P_DONTFORK, 0);
	case MADV_DOFORK:
		return set_flags(p, 0, P_DONTFORK);
	case MADV_WIPEONFORK:
		if (p->object != NO_OBJECT)
			return -EINVAL;
		return set_flags(p, P_WIPE, 0);
	case MADV_KEEPONFORK:
		return set_flags(p, 0, P_WIPE);
	default:
		return 0;
	}
}

static bool advice_known(u32 advice)
{
	switch (advice) {
	case MADV_NORMAL ... MADV_SEQUENTIAL:
	case MADV_DONTNEED:
	case MADV_REMOVE ... MADV_DOFORK:
	case MADV_DONTDUMP ... MADV_POPULATE_WRITE:
		return true;
	}
	return false;
}

static long madvise_model(struct actor *a, u32 advice, struct range r)
{
	bool fill = advice == MADV_POPULATE_READ || advice == MADV_POPULATE_WRITE, hole = false;

	for (unsigned int i = 0; i < r.count; i++) {
		unsigned int page = r.first + i;
		long err = 0;

		if (fill)
			err = advise_populate(a, page, advice == MADV_POPULATE_WRITE);
		else if (mapped(a, page))
			err = advise(a, page, advice);
		else
			hole = true;
		if (err)
			return err;
	}
	return hole ? -ENOMEM : 0;
}

static bool do_madvise_op(struct actor *a, struct sim_op *op)
{
	u32 advice = op->arg[2];
	struct range r;
	long got, want;
	bool wild;

	if (!pages_of(op->arg[0], op->arg[1], &r))
		return false;
	wild = any_wild(a, r);
	if (wild && advice == MADV_REMOVE)
		return false;
	got = sim_syscall(__NR_madvise, at(op->arg[0]), op->arg[1], advice);
	if (op->arg[0] % PAGE_SIZE || !advice_known(advice))
		want = -EINVAL;
	else
		want = madvise_model(a, advice, r);
	if (!wild)
		expect_result(a, op, got, want);
	return true;
}

/* ---- msync, mincore ---- */

static bool any_hole(const struct actor *a, struct range r)
{
	for (unsigned int i = 0; i < r.count; i++)
		if (!mapped(a, r.first + i))
			return true;
	return false;
}

static bool any_locked(const struct actor *a, struct range r)
{
	for (unsigned int i = 0; i < r.count; i++)
		if (a->mm->page[r.first + i].flags & P_LOCKED)
			return true;
	return false;
}

static bool do_msync_op(struct actor *a, struct sim_op *op)
{
	u32 flags = op->arg[2];
	struct range r;
	long got, want = 0;

	if (!pages_of(op->arg[0], op->arg[1], &r))
		return false;
	got = sim_syscall(__NR_msync, at(op->arg[0]), op->arg[1], flags);
	if ((flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC)) || op->arg[0] % PAGE_SIZE ||
	    (flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC))
		want = -EINVAL;
	else if ((flags & MS_INVALIDATE) && any_locked(a, r))
		want = -EBUSY;
	else if (any_hole(a, r))
		want = -ENOMEM;
	expect_result(a, op, got, want);
	return true;
}

static bool do_mincore_op(struct actor *a, struct sim_op *op)
{
	struct range r;
	long got, want = 0;

	if (!pages_of(op->arg[0], op->arg[1], &r))
		return false;
	got = sim_syscall(__NR_mincore, at(op->arg[0]), op->arg[1], SCRATCH);
	if (op->arg[0] % PAGE_SIZE)
		want = -EINVAL;
	else if (any_hole(a, r))
		want = -ENOMEM;
	expect_result(a, op, got, want);
	return true;
}

bool do_map_op(struct actor *a, struct sim_op *op)
{
	static bool (*const calls[NR_OPS])(struct actor *a, struct sim_op *op) = {
		[OP_mmap] = do_mmap_op, [OP_munmap] = do_munmap_op, [OP_mprotect] = do_mprotect_op,
		[OP_mremap] = do_mremap_op, [OP_madvise] = do_madvise_op, [OP_mlock] = do_mlock_op,
		[OP_munlock] = do_munlock_op, [OP_msync] = do_msync_op, [OP_mincore] = do_mincore_op,
	};

	if (op->fail)
		memcpy(before[a->nr], a->mm->page, sizeof(before[0]));
	if (!calls[op->kind](a, op))
		return false;
	if (fail_happened(op))
		fail_settle(a, before[a->nr], fail_excuses(op, a->returned));
	inspect_layout(a, op);
	return true;
}
