/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kasan.h - what the address sanitizer's own files share.
 */
#ifndef _MM_KASAN_KASAN_H
#define _MM_KASAN_KASAN_H

#include <linux/instruction_pointer.h>
#include <linux/kasan.h>
#include <linux/mm.h>
#include <linux/stackdepot.h>
#include "../slab.h"

#define KASAN_GRANULE_MASK	(KASAN_GRANULE_SIZE - 1)

/*
 * A byte of shadow: 0, all eight bytes may be accessed; 1 to 7, that many from the start; else why
 * none may. The compiler writes the values of stacks and allocas; the others are Linux's.
 */
#define KASAN_PAGE_FREE		0xff	/* page is free */
#define KASAN_PAGE_REDZONE	0xfe	/* behind a large kmalloc() */
#define KASAN_SLAB_REDZONE	0xfc	/* between objects */
#define KASAN_SLAB_FREE		0xfb	/* object is free */
#define KASAN_VMALLOC_INVALID	0xf8	/* no area of vmalloc space, or its end */
#define KASAN_GLOBAL_REDZONE	0xf9	/* behind a global variable */
#define KASAN_STACK_LEFT	0xf1
#define KASAN_STACK_MID		0xf2
#define KASAN_STACK_RIGHT	0xf3
#define KASAN_STACK_PARTIAL	0xf4
#define KASAN_ALLOCA_LEFT	0xca
#define KASAN_ALLOCA_RIGHT	0xcb

#define KASAN_ALLOCA_REDZONE_SIZE 32

/* Who did it. @stack: 0 where the depot had no room. */
struct kasan_track {
	u32 pid;
	depot_stack_handle_t stack;
};

/* Both lie behind each object of a cache, poisoned like the space between objects. */
struct kasan_alloc_meta {
	struct kasan_track track;
	u32 size;			/* that was asked for */
	u32 freed;			/* free_meta's track is of this life of the object */
};

struct kasan_free_meta {
	struct kasan_free_meta *next;	/* in quarantine */
	struct kasan_track track;
};

/**
 * struct kasan_report_record - the last report, for tests
 * @title: what it was called
 * @alloc_stack, @free_stack: it knew who allocated and who freed
 */
struct kasan_report_record {
	const char *title;
	unsigned long addr;
	size_t size;
	bool write;
	bool alloc_stack, free_stack;
	unsigned long count;
};

extern struct kasan_report_record kasan_last_report;

static inline u8 *shadow_of(const void *addr)
{
	return kasan_mem_to_shadow(addr);
}

/* May the first byte at @addr be accessed? */
static inline bool byte_accessible(const void *addr)
{
	s8 shadow = *shadow_of(addr);

	return !shadow || (shadow > 0 && ((unsigned long)addr & KASAN_GRANULE_MASK) < (u8)shadow);
}

static inline struct kasan_alloc_meta *alloc_meta(const struct kmem_cache *s, const void *object)
{
	return s->kasan.alloc_meta ? (void *)object + s->kasan.alloc_meta : NULL;
}

static inline struct kasan_free_meta *free_meta(const struct kmem_cache *s, const void *object)
{
	return s->kasan.free_meta ? (void *)object + s->kasan.free_meta : NULL;
}

void kasan_poison(const void *addr, size_t size, u8 value);
void kasan_unpoison(const void *addr, size_t size);
void *kasan_first_bad(const void *addr, size_t size);

bool kasan_report(const void *addr, size_t size, bool write, unsigned long ip);
void kasan_report_invalid_free(void *object, unsigned long ip, const char *title);
const char *kasan_bug_type(const void *addr, size_t size);
void kasan_print_stack_frame(const void *addr);
bool kasan_save_enable_multi_shot(void);
void kasan_restore_multi_shot(bool enabled);

void kasan_quarantine_put(struct kmem_cache *s, void *object);
void kasan_quarantine_remove_cache(struct kmem_cache *s);

#endif
