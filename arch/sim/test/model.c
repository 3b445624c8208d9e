// SPDX-License-Identifier: GPL-2.0-only
/*
 * model.c - the model's pages and objects, and what each operation does to one of them.
 *
 * Owns:       model_objects[], the address spaces.
 * Invariant:  an object's refs count the pages of all address spaces that show it.
 * Elsewhere:  ranges, arguments and errors (do_map.c and its like).
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/signal.h>
#include <uapi/linux/mman.h>
#include "model.h"

struct model_object model_objects[NR_OBJECTS];

static struct model_mm mms[NR_ACTORS];

/* The eight bytes that stand for a word of the model. */
u64 content_word(u32 value)
{
	return value ? value | (u64)~value << 32 : 0;
}

/* ---- objects ---- */

/* Empty files, and nothing else. */
void model_begin(void)
{
	memset(model_objects, 0, sizeof(model_objects));
	for (int i = 0; i < NR_FILES; i++)
		model_objects[i].used = true;
}

int model_object_new(unsigned int pages)
{
	for (int i = NR_FILES; i < NR_OBJECTS; i++) {
		struct model_object *o = &model_objects[i];

		if (o->used)
			continue;
		memset(o, 0, sizeof(*o));
		o->used = true;
		o->size = pages << PAGE_SHIFT;
		return i;
	}
	return NO_OBJECT;
}

static void object_get(int nr)
{
	if (nr == NO_OBJECT)
		return;
	model_objects[nr].refs++;
	model_objects[nr].used = true;
}

static void object_put(int nr)
{
	if (nr != NO_OBJECT && !--model_objects[nr].refs && nr >= NR_FILES)
		model_objects[nr].used = false;
}

bool model_wild(const struct model_page *p)
{
	return (p->flags & P_VAGUE) ||
	       ((p->flags & P_MAPPED) && p->object != NO_OBJECT && model_objects[p->object].wild);
}

/* From now on other threads touch what is private as well. */
void model_mm_threaded(struct model_mm *mm)
{
	mm->threaded = true;
	for (unsigned int i = 0; i < ARENA_PAGES; i++)
		if (mm->page[i].object != NO_OBJECT && !(mm->page[i].flags & P_SHARED))
			mm->page[i].flags |= P_VAGUE;
}

/* ---- address spaces ---- */

struct model_mm *model_mm_new(void)
{
	for (unsigned int i = 0; i < NR_ACTORS; i++) {
		struct model_mm *mm = &mms[i];

		if (mm->users)
			continue;
		memset(mm, 0, sizeof(*mm));
		for (unsigned int p = 0; p < ARENA_PAGES; p++)
			mm->page[p].object = NO_OBJECT;
		mm->users = 1;
		return mm;
	}
	return NULL;
}

void model_mm_clear(struct model_mm *mm)
{
	for (unsigned int p = 0; p < ARENA_PAGES; p++)
		model_unmap(mm, p);
	memset(mm->heap, 0, sizeof(mm->heap));
	mm->brk = 0;
	mm->threaded = false;
}

void model_mm_put(struct model_mm *mm)
{
	if (mm->users == 1)
		model_mm_clear(mm);
	mm->users--;
}

/* fork(): what the child sees. @concurrent: both go on at once with what they share. */
struct model_mm *model_mm_fork(const struct model_mm *mm, bool concurrent)
{
	struct model_mm *child = model_mm_new();

	if (!child)
		return NULL;
	child->brk = mm->brk;
	memcpy(child->heap, mm->heap, sizeof(mm->heap));
	for (unsigned int i = 0; i < ARENA_PAGES; i++) {
		struct model_page *p = &child->page[i];

		if (!(mm->page[i].flags & P_MAPPED) || (mm->page[i].flags & P_DONTFORK))
			continue;
		*p = mm->page[i];
		p->flags &= ~(P_LOCKED | P_ONFAULT);
		if (p->flags & P_WIPE) {
			p->flags &= ~P_OWN;
			memset(&p->own, 0, sizeof(p->own));
		}
		object_get(p->object);
		if (concurrent && p->object != NO_OBJECT)
			model_objects[p->object].wild = true;
	}
	return child;
}

/* ---- pages ---- */

void model_unmap(struct model_mm *mm, unsigned int page)
{
	struct model_page *p = &mm->page[page];

	if (p->flags & P_MAPPED)
		object_put(p->object);
	memset(p, 0, sizeof(*p));
	p->object = NO_OBJECT;
}

void model_map(struct model_mm *mm, unsigned int page, struct model_page attributes)
{
	object_get(attributes.object);
	model_unmap(mm, page);
	if (mm->threaded && attributes.object != NO_OBJECT && !(attributes.flags & P_SHARED))
		attributes.flags |= P_VAGUE;
	mm->page[page] = attributes;
	mm->page[page].flags |= P_MAPPED;
}

/* Back to what it was before the last operation. */
void model_restore(struct model_mm *mm, unsigned int page, const struct model_page *before)
{
	if (before->flags & P_MAPPED)
		object_get(before->object);
	model_unmap(mm, page);
	mm->page[page] = *before;
}

void model_move(struct model_mm *mm, unsigned int from, unsigned int to)
{
	model_unmap(mm, to);
	mm->page[to] = mm->page[from];
	memset(&mm->page[from], 0, sizeof(mm->page[from]));
	mm->page[from].object = NO_OBJECT;
}

/* What was private goes: the object, or zeroes, show again. */
void model_drop(struct model_mm *mm, unsigned int page)
{
	mm->page[page].flags &= ~P_OWN;
	memset(&mm->page[page].own, 0, sizeof(mm->page[page].own));
}

static bool beyond_object(const struct model_page *p)
{
	return p->object != NO_OBJECT && !(p->flags & P_OWN) &&
	       (u64)p->index << PAGE_SHIFT >= model_objects[p->object].size;
}

/* Return: 0, or the signal that the access raises. */
int model_access(const struct model_mm *mm, unsigned int page, enum model_access access)
{
	static const u8 right[] = {
		[MODEL_READ] = PROT_READ | PROT_WRITE | PROT_EXEC, [MODEL_WRITE] = PROT_WRITE,
		[MODEL_EXEC] = PROT_EXEC,
	};
	const struct model_page *p = &mm->page[page];

	if (!(p->flags & P_MAPPED) || !(p->prot & right[access]))
		return SIGSEGV;
	return beyond_object(p) ? SIGBUS : 0;
}

static const struct content zeroes;

/* What a page shows that model_access() allows to read. */
const struct content *model_content(const struct model_mm *mm, unsigned int page)
{
	const struct model_page *p = &mm->page[page];

	if (p->flags & P_OWN)
		return &p->own;
	if (p->object != NO_OBJECT && p->index < OBJECT_PAGES)
		return &model_objects[p->object].page[p->index];
	return &zeroes;
}

/* What a store changes; a private page becomes the process's own. */
struct content *model_content_write(struct model_mm *mm, unsigned int page)
{
	struct model_page *p = &mm->page[page];

	if (p->flags & P_SHARED)
		return &model_objects[p->object].page[p->index];
	if (!(p->flags & P_OWN)) {
		p->own = *model_content(mm, page);
		p->flags |= P_OWN;
	}
	return &p->own;
}

/* Faults a page in. Return: 0, or the signal that an access would raise. */
int model_populate(struct model_mm *mm, unsigned int page, bool write)
{
	int sig = model_access(mm, page, write ? MODEL_WRITE : MODEL_READ);

	if (!sig && write)
		model_content_write(mm, page);
	return sig;
}

/* ---- files ---- */

/* Truncation takes private copies of what is cut off as well. */
static void drop_everywhere(int file, u32 first_page)
{
	for (unsigned int i = 0; i < NR_ACTORS; i++)
		for (unsigned int n = 0; mms[i].users && n < ARENA_PAGES; n++) {
			struct model_page *p = &mms[i].page[n];

			if ((p->flags & P_OWN) && p->object == file && p->index >= first_page)
				model_drop(&mms[i], n);
		}
}

void model_punch(unsigned int file, u32 start, u32 end)
{
	for (u32 at = start; at < end && at >> PAGE_SHIFT < OBJECT_PAGES; at += SLOT_BYTES)
		model_objects[file].page[at >> PAGE_SHIFT].word[at % PAGE_SIZE / SLOT_BYTES] = 0;
}

void model_truncate(unsigned int file, u32 size)
{
	struct model_object *o = &model_objects[file];

	if (size < o->size) {
		model_punch(file, size, OBJECT_PAGES << PAGE_SHIFT);
		drop_everywhere(file, DIV_ROUND_UP(size, PAGE_SIZE));
	}
	o->size = size;
}
