/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * model.h - what memory must hold, in the plainest terms: an array of pages a process, and files.
 *
 * The model knows nothing of page tables, VMAs or reference counts. A page of an address space is
 * mapped or not, has rights, and shows a page of an object (a file, or shared anonymous memory) or,
 * where OWN is set, a content of its own. Of a page's 4,096 bytes only the first and the last word of
 * each of its SLOTS may be other than zero, and those two are the same: so comparing them with the model
 * is comparing each byte, and what is one byte too long or too short shows.
 *
 * WILD: others may change the object at the same time, so its contents and size are not known.
 */
#ifndef _SIM_TEST_MODEL_H
#define _SIM_TEST_MODEL_H

#include <linux/mm.h>
#include <linux/types.h>

#define ARENA		0x0000001000000000UL		/* where the operations' addresses begin */
#define ARENA_START	(ARENA - (SLICE_PAGES * 2 << PAGE_SHIFT) + PMD_SIZE)
#define NR_SLICES	4				/* threads of a process, each with its part */
#define SLICE_PAGES	64
#define ARENA_PAGES	(NR_SLICES * SLICE_PAGES)
#define HEAP_PAGES	16
#define NR_ACTORS	16
#define NR_FILES	NR_ACTORS
#define NR_OBJECTS	(NR_FILES + 48)
#define OBJECT_PAGES	32
#define SLOTS		4
#define SLOT_BYTES	(PAGE_SIZE / SLOTS)
#define SLOT_TAIL	(SLOT_BYTES - 8)		/* its last word */
#define FILE_BASE	48	/* page of a file that is the model's page 0: so it has two nodes in its tree */

#define NO_OBJECT	(-1)

struct content {
	u32 word[SLOTS];	/* 0: zeroes; else the two words that content_word() makes of it */
};

enum {
	P_MAPPED	= 1 << 0,
	P_SHARED	= 1 << 1,
	P_OWN		= 1 << 2,	/* private, and not what the object or zero would show */
	P_LOCKED	= 1 << 3,
	P_ONFAULT	= 1 << 4,
	P_DONTFORK	= 1 << 5,
	P_WIPE		= 1 << 6,
	P_NOWRITE	= 1 << 7,	/* shared, of a descriptor that may not write */
	P_VAGUE		= 1 << 8,	/* private, of a file, and others may make it their own at any time */
};

struct model_page {
	u16 flags;
	u8 prot;
	s16 object;
	u32 index;		/* page of the object */
	struct content own;
};

struct model_object {
	bool used, wild;
	unsigned int refs;	/* pages that show it; files stay without any */
	u32 size;		/* bytes, a multiple of SLOT_BYTES */
	struct content page[OBJECT_PAGES];
};

/* One address space. */
struct model_mm {
	unsigned int users;	/* actors that run in it */
	bool threaded;		/* there were several, which run at once */
	unsigned int brk;	/* pages of heap */
	struct model_page page[ARENA_PAGES];
	u32 heap[HEAP_PAGES];	/* the first word of each page */
};

extern struct model_object model_objects[NR_OBJECTS];

u64 content_word(u32 value);

void model_begin(void);
struct model_mm *model_mm_new(void);
struct model_mm *model_mm_fork(const struct model_mm *mm, bool concurrent);
void model_mm_put(struct model_mm *mm);
void model_mm_threaded(struct model_mm *mm);
void model_mm_clear(struct model_mm *mm);

int model_object_new(unsigned int pages);
bool model_wild(const struct model_page *p);

enum model_access { MODEL_READ, MODEL_WRITE, MODEL_EXEC };
int model_access(const struct model_mm *mm, unsigned int page, enum model_access access);
const struct content *model_content(const struct model_mm *mm, unsigned int page);
struct content *model_content_write(struct model_mm *mm, unsigned int page);

void model_map(struct model_mm *mm, unsigned int page, struct model_page attributes);
void model_unmap(struct model_mm *mm, unsigned int page);
void model_restore(struct model_mm *mm, unsigned int page, const struct model_page *before);
void model_move(struct model_mm *mm, unsigned int from, unsigned int to);
void model_drop(struct model_mm *mm, unsigned int page);
int model_populate(struct model_mm *mm, unsigned int page, bool write);

void model_truncate(unsigned int file, u32 size);
void model_punch(unsigned int file, u32 start, u32 end);

#endif
