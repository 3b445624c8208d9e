// SPDX-License-Identifier: GPL-2.0-only
/*
 * slub_debug.c - checks of slab objects, for caches chosen by slub_debug=.
 *
 * Owns:       the layout around a debugged object, and the reports.
 * Invariant:  in a cache with these flags, the bytes around and, while free, inside each object
 *             are what the flags promise; a difference is reported once and mended, so that one
 *             error does not bring a second report.
 * Locks:      kmem_cache_node.list_lock of the slab's node, held by the callers.
 * Elsewhere:  when it is called: only in the slow paths of slub.c, which is where all operations
 *             of such a cache go. Lists of who allocated and freed (slub_calls.c).
 *
 *	| left red zone | object ... | right red zone | link | who allocated, who freed | pad |
 *
 * Z  red zones: 0xbb while free, 0xcc while allocated; a write beyond either end shows
 * P  poison: 0x6b, at the end 0xa5, while free; a write after free shows
 * U  user tracking: stack, CPU, task and time of the last allocation and free
 * F  consistency: objects belong to the slab, are not freed twice
 * T  trace: print every allocation and free
 *
 *	slub_debug				FZPU for all caches
 *	slub_debug=ZP,kmalloc-64,dent*		flags, then names; ';' separates such blocks
 *	slub_debug=-				none
 */
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/poison.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include "slab.h"
#include "slub_debug.h"

#define DEBUG_DEFAULT_FLAGS (SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_POISON | \
			     SLAB_STORE_USER)

unsigned long slub_debug_errors;

/* ---- the command line --------------------------------------------------- */

static slab_flags_t slub_debug;		/* [I] for all caches without a block of their own */
static const char *slub_debug_string;	/* [I] blocks with names */

static slab_flags_t debug_letter(char c)
{
	switch (c) {
	case 'F': case 'f':
		return SLAB_CONSISTENCY_CHECKS;
	case 'Z': case 'z':
		return SLAB_RED_ZONE;
	case 'P': case 'p':
		return SLAB_POISON;
	case 'U': case 'u':
		return SLAB_STORE_USER;
	case 'T': case 't':
		return SLAB_TRACE;
	default:
		return 0;
	}
}

/* Reads the letters of a block. Return: what follows: ',', ';' or the end. */
static const char *parse_flags(const char *str, slab_flags_t *flags)
{
	*flags = 0;
	if (*str == '-')
		return str + 1;
	if (!*str || *str == ',' || *str == ';') {
		*flags = DEBUG_DEFAULT_FLAGS;
		return str;
	}
	for (; *str && *str != ',' && *str != ';'; str++) {
		if (!debug_letter(*str))
			pr_err("slub_debug option '%c' unknown, skipped\n", *str);
		*flags |= debug_letter(*str);
	}
	return str;
}

static int __init setup_slub_debug(char *str)
{
	slab_flags_t flags;
	const char *rest;

	if (*str == '=')
		str++;
	for (rest = str;;) {
		rest = parse_flags(rest, &flags);
		if (*rest != ',')
			slub_debug = flags;
		if (flags & SLAB_STORE_USER)
			stack_depot_request_early_init();
		while (*rest && *rest != ';')
			rest++;
		if (!*rest)
			break;
		rest++;
	}
	slub_debug_string = str;
	return 1;
}
__setup("slub_debug", setup_slub_debug);
__setup_param("slab_debug", slab_debug, setup_slub_debug, 0);

/* Does one name of a comma-separated list (up to ';') match? A '*' at its end stands for all. */
static bool name_listed(const char *list, const char *name)
{
	while (*list == ',') {
		const char *end = ++list;
		size_t len;

		while (*end && *end != ',' && *end != ';')
			end++;
		len = end - list;
		if (len && list[len - 1] == '*' ? !strncmp(list, name, len - 1) :
						  strlen(name) == len && !strncmp(list, name, len))
			return true;
		list = end;
	}
	return false;
}

/**
 * kmem_cache_debug_flags() - add what the command line asks for this cache
 */
slab_flags_t kmem_cache_debug_flags(slab_flags_t flags, const char *name)
{
	const char *at = slub_debug_string;
	slab_flags_t block;

	if (flags & SLAB_NO_USER_FLAGS)
		return flags;
	while (at && *at) {
		at = parse_flags(at, &block);
		if (*at == ',' && name_listed(at, name))
			return flags | block;
		while (*at && *at != ';')
			at++;
		at += *at == ';';
	}
	return flags | slub_debug;
}

/* ---- layout ------------------------------------------------------------- */

/**
 * slub_debug_layout() - room that the debug flags need around an object
 * @size: object, right red zone and link
 *
 * Return: the size with tracks and left red zone.
 */
unsigned int slub_debug_layout(struct kmem_cache *s, slab_flags_t flags, unsigned int size)
{
	if (flags & SLAB_STORE_USER)
		size += NR_TRACKS * sizeof(struct track);
	if (flags & SLAB_RED_ZONE) {
		s->red_left_pad = ALIGN(sizeof(void *), s->align);
		size += s->red_left_pad;
	}
	return size;
}

/** get_track() - what is noted of an object's last allocation or free; only with SLAB_STORE_USER */
struct track *get_track(struct kmem_cache *s, void *object, enum track_item which)
{
	return (struct track *)(object + s->offset + sizeof(void *)) + which;
}

static void set_track(struct kmem_cache *s, void *object, enum track_item which, unsigned long addr)
{
	struct track *t;

	if (!(s->flags & SLAB_STORE_USER))
		return;
	t = get_track(s, object, which);
	t->addr = addr;
	/* list_lock is held: only what memory is free at once */
	t->handle = stack_depot_save_here(__GFP_NOWARN, 2);
	t->cpu = raw_smp_processor_id();
	t->pid = current->pid;
	t->when = jiffies;
}

/* Poison would destroy what constructed and type-safe objects keep while free. */
static bool object_is_poisoned(const struct kmem_cache *s)
{
	return (s->flags & SLAB_POISON) && !s->ctor && !(s->flags & SLAB_TYPESAFE_BY_RCU);
}

static void set_red_zones(struct kmem_cache *s, void *object, u8 val)
{
	if (!(s->flags & SLAB_RED_ZONE))
		return;
	memset(object - s->red_left_pad, val, s->red_left_pad);
	memset(object + s->object_size, val, s->inuse - s->object_size);
}

static void set_poison(struct kmem_cache *s, void *object)
{
	if (!object_is_poisoned(s))
		return;
	memset(object, POISON_FREE, s->object_size - 1);
	((u8 *)object)[s->object_size - 1] = POISON_END;
}

void slub_debug_poison_slab(struct kmem_cache *s, struct slab *slab)
{
	if (s->flags & SLAB_POISON)
		memset(slab_address(slab), POISON_INUSE, PAGE_SIZE << slab_order(slab));
}

/**
 * slub_debug_setup_object() - an object of a fresh slab begins its life free
 */
void slub_debug_setup_object(struct kmem_cache *s, struct slab *slab, void *object)
{
	if (!kmem_cache_debug(s))
		return;
	set_red_zones(s, object, SLUB_RED_INACTIVE);
	set_poison(s, object);
	if (s->flags & SLAB_STORE_USER)
		memset(get_track(s, object, TRACK_ALLOC), 0, NR_TRACKS * sizeof(struct track));
}

/* ---- reports ------------------------------------------------------------ */

static void print_track(const char *what, const struct track *t)
{
	if (!t->addr)
		return;
	pr_err("%s in %pS age=%lu cpu=%d pid=%d\n", what, (void *)t->addr, jiffies - t->when, t->cpu,
	       t->pid);
	stack_depot_print(t->handle);
}

void slub_debug_describe(struct kmem_cache *s, struct slab *slab, void *object)
{
	if (!(s->flags & SLAB_STORE_USER))
		return;
	print_track("Allocated", get_track(s, object, TRACK_ALLOC));
	print_track("Freed", get_track(s, object, TRACK_FREE));
}

/* The title of a report. */
static void slab_bug(struct kmem_cache *s, const char *fmt, ...)
{
	struct va_format words = { .fmt = fmt };
	va_list args;

	slub_debug_errors++;
	va_start(args, fmt);
	words.va = &args;
	pr_err("=============================================================================\n");
	pr_err("BUG %s (%s): %pV\n", s->name, get_taint() ? "Tainted" : "Not tainted", &words);
	pr_err("-----------------------------------------------------------------------------\n");
	va_end(args);
}

static void print_slab(const struct slab *slab)
{
	pr_err("Slab 0x%px objects=%u used=%u fp=0x%px flags=%#lx\n", slab, slab->objects,
	       slab->inuse, slab->freelist, slab->__page_flags);
}

static void print_section(const char *name, void *start, unsigned int bytes)
{
	kasan_disable_current();
	if (bytes)
		print_hex_dump(KERN_ERR, name, DUMP_PREFIX_ADDRESS, 16, 1, start, bytes, true);
	kasan_enable_current();
}

/* Who had the object, and what is in it and around it. */
static void print_object(struct kmem_cache *s, struct slab *slab, void *object)
{
	slub_debug_describe(s, slab, object);
	print_slab(slab);
	pr_err("Object 0x%px @offset=%lu fp=0x%px\n", object,
	       (unsigned long)(object - slab_address(slab)), freelist_next(s, object));
	if (s->flags & SLAB_RED_ZONE)
		print_section("Redzone  ", object - s->red_left_pad, s->red_left_pad);
	print_section("Object   ", object, min_t(unsigned int, s->object_size, PAGE_SIZE));
	if (s->flags & SLAB_RED_ZONE)
		print_section("Redzone  ", object + s->object_size, s->inuse - s->object_size);
	dump_stack();
}

static void slab_report(struct kmem_cache *s, struct slab *slab, void *object, const char *what)
{
	slab_bug(s, "%s", what);
	print_object(s, slab, object);
}

/* Are @bytes at @start all @value? If not: report, and mend. */
static bool check_bytes(struct kmem_cache *s, struct slab *slab, void *object, const char *what,
			u8 *start, u8 value, unsigned int bytes)
{
	u8 *fault, *end;

	kasan_disable_current();	/* red zones and freed objects are what must not be read */
	fault = bytes ? memchr_inv(start, value, bytes) : NULL;
	kasan_enable_current();
	if (!fault)
		return true;
	for (end = start + bytes; end[-1] == value; end--)
		;
	slab_bug(s, "%s", what);
	pr_err("0x%px-0x%px @offset=%lu. First byte 0x%x instead of 0x%x\n", fault, end - 1,
	       (unsigned long)((void *)fault - slab_address(slab)), *fault, value);
	print_object(s, slab, object);
	pr_err("FIX %s: Restoring %s 0x%px-0x%px=0x%x\n", s->name, what, fault, end - 1, value);
	memset(start, value, bytes);
	return false;
}

static bool check_red_zones(struct kmem_cache *s, struct slab *slab, void *object, u8 val)
{
	bool ok;

	if (!(s->flags & SLAB_RED_ZONE))
		return true;
	ok = check_bytes(s, slab, object, "Left Redzone overwritten", object - s->red_left_pad, val,
			 s->red_left_pad);
	return check_bytes(s, slab, object, "Right Redzone overwritten", object + s->object_size,
			   val, s->inuse - s->object_size) && ok;
}

static bool check_poison(struct kmem_cache *s, struct slab *slab, void *object)
{
	bool ok;

	if (!object_is_poisoned(s))
		return true;
	ok = check_bytes(s, slab, object, "Poison overwritten", object, POISON_FREE,
			 s->object_size - 1);
	return check_bytes(s, slab, object, "End Poison overwritten", object + s->object_size - 1,
			   POISON_END, 1) && ok;
}

static bool is_object(struct kmem_cache *s, struct slab *slab, void *object)
{
	void *first = slab_object(s, slab, 0);

	return object >= first && object < first + slab->objects * s->size &&
	       (object - first) % s->size == 0;
}

/** on_freelist() - is this object free? The slab's list_lock is held. */
bool on_freelist(struct kmem_cache *s, struct slab *slab, const void *search)
{
	unsigned int n = 0;
	void *object;

	for (object = slab->freelist; object && n <= slab->objects;
	     object = freelist_next(s, object), n++)
		if (object == search)
			return true;
	return false;
}

/* ---- at allocation and free --------------------------------------------- */

/**
 * slub_debug_alloc() - check the object at the head of a free list before it is handed out
 *
 * Context: list_lock held. Return: false if the free list cannot be trusted any more.
 */
bool slub_debug_alloc(struct kmem_cache *s, struct slab *slab, void *object, unsigned long addr)
{
	if (!is_object(s, slab, object)) {
		slab_bug(s, "Freelist Pointer(0x%px) corrupt", object);
		print_slab(slab);
		return false;
	}
	if (freelist_next(s, object) && !is_object(s, slab, freelist_next(s, object))) {
		slab_report(s, slab, object, "Freepointer corrupt");
		return false;
	}
	/* mended by the check, so the object can be used all the same */
	check_red_zones(s, slab, object, SLUB_RED_INACTIVE);
	check_poison(s, slab, object);
	set_red_zones(s, object, SLUB_RED_ACTIVE);
	set_track(s, object, TRACK_ALLOC, addr);
	if (s->flags & SLAB_TRACE)
		pr_info("TRACE %s alloc 0x%px by %pS\n", s->name, object, (void *)addr);
	return true;
}

/**
 * slub_debug_owns() - may this pointer be given back to this cache at all?
 *
 * Context: any; before the slab's lock is taken, since it might be no slab or another's.
 */
bool slub_debug_owns(struct kmem_cache *s, void *object)
{
	struct slab *slab = virt_addr_valid(object) ? virt_to_slab(object) : NULL;

	if (slab && slab->slab_cache == s)
		return true;
	if (slab)
		slab_bug(s, "Wrong slab cache. %s but object 0x%px is from %s", s->name, object,
			 slab->slab_cache->name);
	else
		slab_bug(s, "Attempt to free object(0x%px) outside of slab", object);
	dump_stack();
	return false;
}

/**
 * slub_debug_free() - check an object that is given back
 *
 * Context: list_lock held. Return: false if it must not go to the free list.
 */
bool slub_debug_free(struct kmem_cache *s, struct slab *slab, void *object, unsigned long addr)
{
	if (!is_object(s, slab, object)) {
		slab_bug(s, "Invalid object pointer 0x%px", object);
		print_slab(slab);
		dump_stack();
		return false;
	}
	if (on_freelist(s, slab, object)) {
		slab_report(s, slab, object, "Object already free");
		return false;
	}
	check_red_zones(s, slab, object, SLUB_RED_ACTIVE);
	set_red_zones(s, object, SLUB_RED_INACTIVE);
	set_poison(s, object);
	set_track(s, object, TRACK_FREE, addr);
	if (s->flags & SLAB_TRACE)
		pr_info("TRACE %s free 0x%px by %pS\n", s->name, object, (void *)addr);
	return true;
}

/* ---- validation --------------------------------------------------------- */

/* Names the objects of a slab that are still in use. */
void slub_debug_leaks(struct kmem_cache *s, struct slab *slab)
{
	unsigned int i;

	for (i = 0; slab->inuse && i < slab->objects; i++) {
		void *object = slab_object(s, slab, i);

		if (on_freelist(s, slab, object))
			continue;
		pr_err("Object 0x%px @offset=%lu\n", object,
		       (unsigned long)(object - slab_address(slab)));
		slub_debug_describe(s, slab, object);
	}
}

static unsigned long validate_slab(struct kmem_cache *s, struct slab *slab)
{
	unsigned long errors = 0;
	unsigned int i;

	for (i = 0; i < slab->objects; i++) {
		void *object = slab_object(s, slab, i);
		bool free = on_freelist(s, slab, object);

		errors += !check_red_zones(s, slab, object,
					   free ? SLUB_RED_INACTIVE : SLUB_RED_ACTIVE);
		if (free)
			errors += !check_poison(s, slab, object);
	}
	return errors;
}

/**
 * validate_slab_cache() - check every object of a cache
 *
 * Without debug flags there is nothing to check. Return: objects found damaged.
 */
long validate_slab_cache(struct kmem_cache *s)
{
	struct kmem_cache_node *n;
	unsigned long flags;
	struct slab *slab;
	long errors = 0;
	int nid;

	if (!kmem_cache_debug(s))
		return 0;
	for_each_kmem_cache_node(s, nid, n) {
		spin_lock_irqsave(&n->list_lock, flags);
		list_for_each_entry(slab, &n->partial, slab_list)
			errors += validate_slab(s, slab);
		list_for_each_entry(slab, &n->full, slab_list)
			errors += validate_slab(s, slab);
		spin_unlock_irqrestore(&n->list_lock, flags);
	}
	return errors;
}
