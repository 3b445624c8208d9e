// SPDX-License-Identifier: GPL-2.0-only
/*
 * slub.c - objects of caches and of kmalloc(): what is written stays, and all of it comes back.
 *
 * The input says which caches there are (size, alignment, flags, constructor), then what is done with them.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "fuzz.h"

#define CACHES		3
#define OBJECTS		96
#define BULK		24
#define CONSTRUCTED	0xc7

static struct kmem_cache *caches[CACHES];
static bool constructed[CACHES];
static struct object {
	u8 *memory;			/* NULL: none */
	struct kmem_cache *cache;	/* NULL: kmalloc() */
	bool constructed;		/* it must stay as the constructor has left it */
	unsigned int size;
	u8 mark;
} objects[OBJECTS];
static u8 marks;

/* ---- content ---- */

static void construct(void *object)
{
	memset(object, CONSTRUCTED, 8);
}

static void take(struct object *o, bool zeroed)
{
	FUZZ_CHECK(IS_ALIGNED((unsigned long)o->memory, 8));
	if (o->constructed) {
		FUZZ_CHECK(!memchr_inv(o->memory, CONSTRUCTED, 8));
		return;
	}
	if (zeroed)
		FUZZ_CHECK(!memchr_inv(o->memory, 0, o->size));
	o->mark = ++marks;
	memset(o->memory, o->mark, o->size);
}

static void check(const struct object *o)
{
	FUZZ_CHECK(!memchr_inv(o->memory, o->constructed ? CONSTRUCTED : o->mark, o->constructed ? 8 : o->size));
}

static void give(struct object *o)
{
	check(o);
	if (o->cache)
		kmem_cache_free(o->cache, o->memory);
	else
		kfree(o->memory);
	o->memory = NULL;
}

/* ---- operations ---- */

static struct object *empty_place(void)
{
	for (unsigned int i = 0; i < OBJECTS; i++)
		if (!objects[i].memory)
			return &objects[i];
	return NULL;
}

static bool add_object(u8 nr, void *memory, bool zeroed)
{
	struct object *o = empty_place();

	if (!o)
		return false;
	*o = (struct object){
		.memory = memory, .cache = caches[nr], .constructed = constructed[nr],
		.size = kmem_cache_size(caches[nr]),
	};
	take(o, zeroed);
	return true;
}

static void from_cache(u8 how)
{
	u8 nr = how % CACHES;
	bool zero = how / CACHES % 2 && !constructed[nr];
	void *memory = kmem_cache_alloc(caches[nr], GFP_KERNEL | (zero ? __GFP_ZERO : 0));

	FUZZ_CHECK(memory);
	if (!add_object(nr, memory, zero))
		kmem_cache_free(caches[nr], memory);
}

static void bulk(struct fuzz_input *in)
{
	void *memory[BULK];
	u8 n = fuzz_u8(in), nr = n % CACHES, count = n / CACHES % BULK + 1, kept = 0;

	FUZZ_CHECK(kmem_cache_alloc_bulk(caches[nr], GFP_KERNEL, count, memory) == count);
	while (kept < count && add_object(nr, memory[kept], false))
		kept++;
	kmem_cache_free_bulk(caches[nr], count - kept, memory + kept);
}

/* As many of the objects of one cache as there are together, from one on. */
static void free_bulk(struct fuzz_input *in)
{
	void *memory[BULK];
	unsigned int first = fuzz_u8(in) % OBJECTS, n = 0;
	struct kmem_cache *cache = objects[first].cache;

	if (!objects[first].memory || !cache)
		return;
	for (unsigned int i = first; i < OBJECTS && n < BULK; i++) {
		if (!objects[i].memory || objects[i].cache != cache)
			continue;
		check(&objects[i]);
		memory[n++] = objects[i].memory;
		objects[i].memory = NULL;
	}
	kmem_cache_free_bulk(cache, n, memory);
}

static void from_kmalloc(struct fuzz_input *in, u8 how)
{
	struct object *o = empty_place();
	unsigned int size = fuzz_u16(in) % (how % 4 ? 700 : 20000) + 1;
	bool zero = how / 4 % 2;

	if (!o)
		return;
	*o = (struct object){ .memory = kmalloc(size, GFP_KERNEL | (zero ? __GFP_ZERO : 0)), .size = size };
	FUZZ_CHECK(o->memory && ksize(o->memory) >= size);
	take(o, zero);
}

static void resize(struct fuzz_input *in)
{
	struct object *o = &objects[fuzz_u8(in) % OBJECTS];
	unsigned int size = fuzz_u16(in) % 9000 + 1;
	u8 *memory;

	if (!o->memory || o->cache)
		return;
	check(o);
	memory = krealloc(o->memory, size, GFP_KERNEL);
	FUZZ_CHECK(memory && !memchr_inv(memory, o->mark, min(size, o->size)));
	o->memory = memory;
	o->size = size;
	take(o, false);
}

static void free_one(struct fuzz_input *in)
{
	struct object *o = &objects[fuzz_u8(in) % OBJECTS];

	if (o->memory)
		give(o);
}

static void step(struct fuzz_input *in)
{
	u8 op = fuzz_u8(in), how = op / 16;

	switch (op % 16) {
	case 0 ... 4:
		return from_cache(how);
	case 5:
		return bulk(in);
	case 6:
		return free_bulk(in);
	case 7 ... 8:
		return from_kmalloc(in, how);
	case 9:
		return resize(in);
	case 10:
		kmem_cache_shrink(caches[how % CACHES]);
		return;
	default:
		return free_one(in);
	}
}

static void make_cache(struct fuzz_input *in, unsigned int nr)
{
	static const slab_flags_t kinds[] = {
		0, SLAB_HWCACHE_ALIGN, SLAB_TYPESAFE_BY_RCU, SLAB_POISON, SLAB_RED_ZONE, SLAB_STORE_USER,
		SLAB_RED_ZONE | SLAB_POISON | SLAB_CONSISTENCY_CHECKS, SLAB_RECLAIM_ACCOUNT,
	};
	unsigned int size = fuzz_u16(in) % 6000 + 8;
	u8 kind = fuzz_u8(in);
	char name[16];

	snprintf(name, sizeof(name), "fuzz-%u", nr);
	constructed[nr] = kind / 8 % 8 == 0;
	caches[nr] = kmem_cache_create(name, size, kind / 64 ? 4U << kind / 64 * 2 : 0,
				       kinds[kind % 8] | SLAB_NO_MERGE, constructed[nr] ? construct : NULL);
	FUZZ_CHECK(caches[nr]);
}

static void run(struct fuzz_input *in)
{
	marks = 0;
	for (unsigned int i = 0; i < CACHES; i++)
		make_cache(in, i);
	while (fuzz_left(in))
		step(in);
	for (unsigned int i = 0; i < OBJECTS; i++)
		if (objects[i].memory)
			give(&objects[i]);
	for (unsigned int i = 0; i < CACHES; i++) {
		FUZZ_CHECK(slab_check(caches[i]));
		kmem_cache_destroy(caches[i]);
	}
}

const struct fuzz_target fuzz_slub = {
	.name = "slub", .summary = "objects of caches and of kmalloc()", .run = run,
};
