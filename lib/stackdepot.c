// SPDX-License-Identifier: GPL-2.0-only
/*
 * stackdepot.c - keeps stack traces, each different one once, and names them by 32 bits.
 *
 * Owns:       the hash table, the pools and the records in them.
 * Invariant:  a record never changes and never goes away once it is in the table, so readers take
 *             no lock; no two records of the table are equal; a handle is the place of a record.
 * Locks:      depot_lock, raw, innermost, interrupts off: adding a record. Pages for a new pool
 *             are got before it is taken.
 * Elsewhere:  reading the stack (arch), who stores what: kasan, page_owner, slub_debug, kmemleak.
 *
 * A kernel calls its allocators from a few thousand places, so traces repeat: a few MiB hold them
 * all, whatever runs. That is why nothing is ever freed. Rejected: counting references, which
 * costs an atomic instruction at every allocation and free to save memory that is soon asked
 * for again.
 *
 *	handle = (number of the pool + 1) << 10 | offset in the pool / 16
 *
 * Pools are found through a directory of two levels, which grows by the page.
 */
#include <linux/gfp.h>
#include <linux/hardirq.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/log2.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/stackdepot.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#define POOL_ORDER	2
#define POOL_SIZE	(PAGE_SIZE << POOL_ORDER)
#define RECORD_ALIGN	16
#define OFFSET_BITS	10
#define DIR_ENTRIES	(PAGE_SIZE / sizeof(void *))
#define MAX_POOLS	(DIR_ENTRIES * DIR_ENTRIES)

static_assert(POOL_SIZE / RECORD_ALIGN == 1 << OFFSET_BITS);
static_assert(MAX_POOLS < 1ULL << (32 - OFFSET_BITS));

/**
 * struct stack_record - one trace
 * @next: in its bucket; set before the record is published
 * @hash: of @entries
 * @handle: its own
 * @nr: number of @entries
 *
 * All fixed once published.
 */
struct stack_record {
	struct stack_record *next;
	u32 hash;
	u32 handle;
	u32 nr;
	unsigned long entries[];
};

static struct stack_record **buckets;	/* NULL until the start; published with release */
static unsigned int bucket_mask;		/* [I] once @buckets is set */

static DEFINE_RAW_SPINLOCK(depot_lock);
static void **pool_dirs[DIR_ENTRIES];		/* [L] depot_lock to change */
static unsigned long nr_pools;			/* [L] depot_lock */
static size_t pool_used = POOL_SIZE;		/* [L] depot_lock: bytes taken in the last pool */
static bool depot_full;				/* [L] depot_lock */

static DEFINE_MUTEX(init_mutex);
static bool early_init_requested __initdata = IS_ENABLED(CONFIG_STACKDEPOT_ALWAYS_INIT);
static bool depot_disabled __read_mostly;

static int __init disable_stack_depot(char *str)
{
	return kstrtobool(str, &depot_disabled);
}
early_param("stack_depot_disable", disable_stack_depot);

/* ---- the start ---------------------------------------------------------- */

/* A bucket for each 16 KiB of memory: more traces than that nobody has. */
static unsigned long nr_buckets(unsigned long pages)
{
	return clamp(roundup_pow_of_two(pages / 4 + 1), 1UL << 12, 1UL << 20);
}

static void start_with(struct stack_record **table, unsigned long nr)
{
	bucket_mask = nr - 1;
	smp_store_release(&buckets, table);	/* pairs with the acquire in depot_bucket() */
}

/**
 * stack_depot_request_early_init() - somebody wants to store traces from the first allocation on
 *
 * Context: while the command line is parsed.
 */
void __init stack_depot_request_early_init(void)
{
	early_init_requested = true;
}

/** stack_depot_early_init() - if it was requested, start now, with memory of memblock */
void __init stack_depot_early_init(void)
{
	unsigned long nr = nr_buckets(PHYS_PFN(memblock_phys_mem_size()));
	struct stack_record **table;

	if (!early_init_requested || depot_disabled)
		return;
	table = memblock_alloc(nr * sizeof(*table), PAGE_SIZE);
	if (table)
		start_with(table, nr);
	else
		pr_err("stack depot: no memory for its hash table; traces will be missing\n");
}

/**
 * stack_depot_init() - make sure that traces can be stored
 *
 * Context: may sleep, the slab allocator works. Return: 0 or -ENOMEM.
 */
int stack_depot_init(void)
{
	unsigned long nr = nr_buckets(totalram_pages());
	struct stack_record **table;
	int err = 0;

	mutex_lock(&init_mutex);
	if (!buckets && !depot_disabled) {
		table = kvcalloc(nr, sizeof(*table), GFP_KERNEL);
		if (table)
			start_with(table, nr);
		else
			err = -ENOMEM;
	}
	mutex_unlock(&init_mutex);
	return err;
}

/* ---- looking up --------------------------------------------------------- */

static u32 hash_trace(const unsigned long *entries, unsigned int nr)
{
	u64 hash = nr;

	while (nr--) {
		hash = (hash ^ *entries++) * 0x9e3779b97f4a7c15ULL;
		hash ^= hash >> 32;
	}
	return hash;
}

static struct stack_record **depot_bucket(u32 hash)
{
	struct stack_record **table = smp_load_acquire(&buckets);	/* start_with() */

	return table ? &table[hash & bucket_mask] : NULL;
}

static struct stack_record *find_record(struct stack_record **bucket, u32 hash,
					const unsigned long *entries, unsigned int nr)
{
	struct stack_record *r;

	/* pairs with the release in add_record(): the record is complete */
	for (r = smp_load_acquire(bucket); r; r = r->next)
		if (r->hash == hash && r->nr == nr &&
		    !memcmp(r->entries, entries, nr * sizeof(*entries)))
			return r;
	return NULL;
}

static struct stack_record *record_of(depot_stack_handle_t handle)
{
	unsigned long pool = (handle >> OFFSET_BITS) - 1;
	void **dir;

	if (!handle || pool >= READ_ONCE(nr_pools))
		return NULL;
	dir = READ_ONCE(pool_dirs[pool / DIR_ENTRIES]);
	return dir[pool % DIR_ENTRIES] +
	       (handle & ((1U << OFFSET_BITS) - 1)) * RECORD_ALIGN;
}

/* ---- adding ------------------------------------------------------------- */

/* Pages that a new pool may need, got without the lock. */
struct spare {
	struct page *pool;
	struct page *dir;
};

static void get_spare(struct spare *spare, gfp_t gfp)
{
	gfp = (gfp & (GFP_KERNEL | GFP_ATOMIC)) | __GFP_NOWARN;
	spare->pool = alloc_pages(gfp, POOL_ORDER);
	if (!(READ_ONCE(nr_pools) % DIR_ENTRIES))
		spare->dir = alloc_pages(gfp | __GFP_ZERO, 0);
}

static void put_spare(struct spare *spare)
{
	if (spare->pool)
		__free_pages(spare->pool, POOL_ORDER);
	if (spare->dir)
		__free_pages(spare->dir, 0);
}

/* Makes another pool of the spare pages. depot_lock held. Return: false if there are none. */
static bool add_pool(struct spare *spare)
{
	unsigned long dir = nr_pools / DIR_ENTRIES;

	if (nr_pools == MAX_POOLS) {
		if (!depot_full)
			pr_err("stack depot: full; new traces will be missing\n");
		depot_full = true;
		return false;
	}
	if (!spare->pool || (!pool_dirs[dir] && !spare->dir))
		return false;
	if (!pool_dirs[dir]) {
		WRITE_ONCE(pool_dirs[dir], page_address(spare->dir));
		spare->dir = NULL;
	}
	pool_dirs[dir][nr_pools % DIR_ENTRIES] = page_address(spare->pool);
	spare->pool = NULL;
	pool_used = 0;
	/* a handle of this pool reaches others only through a record or a lock */
	WRITE_ONCE(nr_pools, nr_pools + 1);
	return true;
}

static size_t record_size(unsigned int nr)
{
	return ALIGN(sizeof(struct stack_record) + nr * sizeof(unsigned long), RECORD_ALIGN);
}

/* depot_lock held. Return: the record, in the table, or NULL. */
static struct stack_record *add_record(struct stack_record **bucket, u32 hash,
				       const unsigned long *entries, unsigned int nr,
				       struct spare *spare)
{
	size_t size = record_size(nr);
	struct stack_record *r;

	if (pool_used + size > POOL_SIZE && !add_pool(spare))
		return NULL;
	r = pool_dirs[(nr_pools - 1) / DIR_ENTRIES][(nr_pools - 1) % DIR_ENTRIES] + pool_used;
	r->hash = hash;
	r->handle = nr_pools << OFFSET_BITS | pool_used / RECORD_ALIGN;
	r->nr = nr;
	memcpy(r->entries, entries, nr * sizeof(*entries));
	r->next = *bucket;
	pool_used += size;
	smp_store_release(bucket, r);	/* pairs with the acquire in find_record() */
	return r;
}

/**
 * stack_depot_save() - store a trace
 * @entries: return addresses, innermost first
 * @nr: how many; what exceeds CONFIG_STACKDEPOT_MAX_FRAMES is cut off
 * @gfp: for memory; 0: only what is there already is used
 *
 * Context: any but NMI; no lock of the page allocator may be held if @gfp is not 0.
 * Return: the trace's handle, the same for equal traces; 0 if it could not be stored.
 */
depot_stack_handle_t stack_depot_save(unsigned long *entries, unsigned int nr, gfp_t gfp)
{
	struct spare spare = { };
	struct stack_record **bucket, *r;
	unsigned long flags;
	u32 hash;

	nr = min_t(unsigned int, nr, CONFIG_STACKDEPOT_MAX_FRAMES);
	hash = hash_trace(entries, nr);
	bucket = depot_bucket(hash);
	if (!nr || !bucket || in_nmi())
		return 0;
	r = find_record(bucket, hash, entries, nr);
	if (r)
		return r->handle;
	if (gfp && READ_ONCE(pool_used) + record_size(nr) > POOL_SIZE)
		get_spare(&spare, gfp);
	raw_spin_lock_irqsave(&depot_lock, flags);
	r = find_record(bucket, hash, entries, nr) ?:
	    add_record(bucket, hash, entries, nr, &spare);
	raw_spin_unlock_irqrestore(&depot_lock, flags);
	put_spare(&spare);
	return r ? r->handle : 0;
}

/**
 * stack_depot_save_here() - store the caller's own trace
 * @skip: innermost frames to leave out; 0 begins with who called this
 *
 * What an interrupt interrupted is left out: it is not why, and would make each trace unique.
 * Context and return: as stack_depot_save().
 */
noinline depot_stack_handle_t stack_depot_save_here(gfp_t gfp, unsigned int skip)
{
	unsigned long entries[CONFIG_STACKDEPOT_MAX_FRAMES];
	unsigned int nr = stack_trace_save(entries, ARRAY_SIZE(entries), skip + 1);

	return stack_depot_save(entries, filter_irq_stacks(entries, nr), gfp);
}

/* ---- reading ------------------------------------------------------------ */

/**
 * stack_depot_fetch() - the addresses of a trace
 * @entries: set to them; they stay for ever
 *
 * Context: any. Return: how many; 0 where there is no such trace.
 */
unsigned int stack_depot_fetch(depot_stack_handle_t handle, unsigned long **entries)
{
	struct stack_record *r = record_of(handle);

	*entries = NULL;
	if (!r || WARN_ONCE(r->handle != handle, "corrupt stack depot handle %#x\n", handle))
		return 0;
	*entries = r->entries;
	return r->nr;
}

/** stack_depot_print() - a trace into the log, a line for each address */
void stack_depot_print(depot_stack_handle_t handle)
{
	unsigned long *entries;
	unsigned int nr = stack_depot_fetch(handle, &entries);

	if (nr)
		stack_trace_print(entries, nr, 0);
}

/** stack_depot_snprint() - a trace into a buffer. Return: as scnprintf() */
int stack_depot_snprint(depot_stack_handle_t handle, char *buf, size_t size, int spaces)
{
	unsigned long *entries;
	unsigned int nr = stack_depot_fetch(handle, &entries);

	return nr ? stack_trace_snprint(buf, size, entries, nr, spaces) : 0;
}
