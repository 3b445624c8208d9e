// SPDX-License-Identifier: GPL-2.0-only
/*
 * mempool.c - a reserve of elements in front of an allocator.
 *
 * Owns:       the reserve of each pool.
 * Invariant:  elements[0..curr_nr) are free elements, curr_nr <= min_nr, but for the instant
 *             between a larger and a smaller mempool_resize().
 * Locks:      pool->lock, interrupts off.
 * Elsewhere:  where elements come from: the pool's alloc and free functions.
 *
 * Progress: whoever allocates from a pool frees within bounded time (a request in flight). So
 * waiting for mempool_free() when the reserve is empty ends, and mempool_alloc() with a mask
 * that may sleep cannot fail.
 */
#include <linux/instruction_pointer.h>
#include <linux/jiffies.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait.h>

/* Elements of pages are struct pages, whose memory stays accessible. */
static bool holds_objects(const mempool_t *pool)
{
	return pool->alloc == mempool_alloc_slab || pool->alloc == mempool_kmalloc;
}

static void add_element(mempool_t *pool, void *element)
{
	BUG_ON(pool->curr_nr >= pool->min_nr);
	if (IS_ENABLED(CONFIG_KASAN) && holds_objects(pool))
		kasan_mempool_poison(element, _RET_IP_);
	pool->elements[pool->curr_nr++] = element;
}

static void *remove_element(mempool_t *pool)
{
	void *element;

	BUG_ON(pool->curr_nr <= 0);
	element = pool->elements[--pool->curr_nr];
	if (IS_ENABLED(CONFIG_KASAN) && holds_objects(pool))
		kasan_mempool_unpoison(element);
	return element;
}

/**
 * mempool_exit() - free the reserve; all other elements have been freed
 */
void mempool_exit(mempool_t *pool)
{
	while (pool->curr_nr)
		pool->free(remove_element(pool), pool->pool_data);
	kfree(pool->elements);
	pool->elements = NULL;
}

void mempool_destroy(mempool_t *pool)
{
	if (unlikely(!pool))
		return;
	mempool_exit(pool);
	kfree(pool);
}

/**
 * mempool_init_node() - set up a pool and fill its reserve
 * @min_nr: size of the reserve, at least 1
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int mempool_init_node(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn,
		      mempool_free_t *free_fn, void *pool_data, gfp_t gfp_mask, int node_id)
{
	spin_lock_init(&pool->lock);
	pool->min_nr = min_nr;
	pool->curr_nr = 0;
	pool->pool_data = pool_data;
	pool->alloc = alloc_fn;
	pool->free = free_fn;
	init_waitqueue_head(&pool->wait);
	pool->elements = kmalloc_array_node(max(1, min_nr), sizeof(void *), gfp_mask, node_id);
	if (!pool->elements)
		return -ENOMEM;
	while (pool->curr_nr < pool->min_nr) {
		void *element = pool->alloc(gfp_mask, pool->pool_data);

		if (unlikely(!element)) {
			mempool_exit(pool);
			return -ENOMEM;
		}
		add_element(pool, element);
	}
	return 0;
}

int mempool_init(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
		 void *pool_data)
{
	return mempool_init_node(pool, min_nr, alloc_fn, free_fn, pool_data, GFP_KERNEL,
				 NUMA_NO_NODE);
}

mempool_t *mempool_create_node(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			       void *pool_data, gfp_t gfp_mask, int node_id)
{
	mempool_t *pool = kzalloc_node(sizeof(*pool), gfp_mask, node_id);

	if (!pool)
		return NULL;
	if (mempool_init_node(pool, min_nr, alloc_fn, free_fn, pool_data, gfp_mask, node_id)) {
		kfree(pool);
		return NULL;
	}
	return pool;
}

mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			  void *pool_data)
{
	return mempool_create_node(min_nr, alloc_fn, free_fn, pool_data, GFP_KERNEL, NUMA_NO_NODE);
}

/* Frees what the reserve has beyond @new_min_nr. The lock is held, and dropped for each. */
static void shrink_reserve(mempool_t *pool, int new_min_nr, unsigned long *flags)
{
	while (new_min_nr < pool->curr_nr) {
		void *element = remove_element(pool);

		spin_unlock_irqrestore(&pool->lock, *flags);
		pool->free(element, pool->pool_data);
		spin_lock_irqsave(&pool->lock, *flags);
	}
	pool->min_nr = new_min_nr;
}

/**
 * mempool_resize() - change the size of the reserve
 * @new_min_nr: at least 1
 *
 * Allocation and freeing may go on meanwhile, other resizing not. Context: may sleep.
 * Return: 0; -ENOMEM, and the size is as before. A larger reserve may fill up only later.
 */
int mempool_resize(mempool_t *pool, int new_min_nr)
{
	void **new_elements, *element;
	unsigned long flags;

	BUG_ON(new_min_nr <= 0);
	spin_lock_irqsave(&pool->lock, flags);
	if (new_min_nr <= pool->min_nr) {
		shrink_reserve(pool, new_min_nr, &flags);
		spin_unlock_irqrestore(&pool->lock, flags);
		return 0;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	new_elements = kmalloc_array(new_min_nr, sizeof(*new_elements), GFP_KERNEL);
	if (!new_elements)
		return -ENOMEM;
	spin_lock_irqsave(&pool->lock, flags);
	memcpy(new_elements, pool->elements, pool->curr_nr * sizeof(*new_elements));
	swap(pool->elements, new_elements);
	pool->min_nr = new_min_nr;
	spin_unlock_irqrestore(&pool->lock, flags);
	kfree(new_elements);
	while (!mempool_is_saturated(pool)) {
		element = pool->alloc(GFP_KERNEL, pool->pool_data);
		if (!element)
			break;
		mempool_free(element, pool);	/* goes to the reserve as long as that has room */
	}
	return 0;
}

/**
 * mempool_alloc_preallocated() - take an element of the reserve
 *
 * Context: any. Return: the element, or NULL if the reserve is empty.
 */
void *mempool_alloc_preallocated(mempool_t *pool)
{
	void *element = NULL;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	if (pool->curr_nr)
		element = remove_element(pool);
	spin_unlock_irqrestore(&pool->lock, flags);
	if (element)
		smp_wmb();	/* pairs with smp_rmb() in mempool_free(): curr_nr before the use */
	return element;
}

/**
 * mempool_alloc() - allocate, from the reserve if need be
 *
 * Context: may sleep if the mask has __GFP_DIRECT_RECLAIM, and then never fails.
 * Return: the element, or NULL.
 */
void *mempool_alloc(mempool_t *pool, gfp_t gfp_mask)
{
	gfp_t gfp = (gfp_mask | __GFP_NOMEMALLOC | __GFP_NORETRY | __GFP_NOWARN), try;
	void *element;

	VM_WARN_ON_ONCE(gfp_mask & __GFP_ZERO);
	try = gfp & ~(__GFP_DIRECT_RECLAIM | __GFP_IO);	/* first without sleeping */
	for (;;) {
		DEFINE_WAIT(wait);

		element = pool->alloc(try, pool->pool_data);
		if (likely(element))
			return element;
		element = mempool_alloc_preallocated(pool);
		if (element)
			return element;
		if (try != gfp && (gfp_mask & __GFP_DIRECT_RECLAIM)) {
			try = gfp;
			continue;
		}
		if (!(gfp_mask & __GFP_DIRECT_RECLAIM))
			return NULL;
		prepare_to_wait(&pool->wait, &wait, TASK_UNINTERRUPTIBLE);
		/* the allocator may have memory again without anybody freeing to us: look now and then */
		if (!READ_ONCE(pool->curr_nr))
			io_schedule_timeout(5 * HZ);
		finish_wait(&pool->wait, &wait);
	}
}

/**
 * mempool_free() - free an element: to the reserve if that is not full
 * @element: NULL is accepted
 *
 * Context: any.
 */
void mempool_free(void *element, mempool_t *pool)
{
	unsigned long flags;

	if (unlikely(!element))
		return;
	/*
	 * The element may have been allocated on another CPU after the reserve went down; whoever
	 * passed it to us did so in order, so with this we see a curr_nr at least as new.
	 */
	smp_rmb();		/* pairs with smp_wmb() in mempool_alloc_preallocated() */
	if (unlikely(READ_ONCE(pool->curr_nr) < pool->min_nr)) {
		spin_lock_irqsave(&pool->lock, flags);
		if (likely(pool->curr_nr < pool->min_nr)) {
			add_element(pool, element);
			spin_unlock_irqrestore(&pool->lock, flags);
			wake_up(&pool->wait);
			return;
		}
		spin_unlock_irqrestore(&pool->lock, flags);
	}
	pool->free(element, pool->pool_data);
}

void *mempool_alloc_slab(gfp_t gfp_mask, void *pool_data)
{
	return kmem_cache_alloc((struct kmem_cache *)pool_data, gfp_mask);
}

void mempool_free_slab(void *element, void *pool_data)
{
	kmem_cache_free((struct kmem_cache *)pool_data, element);
}

void *mempool_kmalloc(gfp_t gfp_mask, void *pool_data)
{
	return kmalloc((size_t)pool_data, gfp_mask);
}

void mempool_kfree(void *element, void *pool_data)
{
	kfree(element);
}

void *mempool_alloc_pages(gfp_t gfp_mask, void *pool_data)
{
	return alloc_pages(gfp_mask, (int)(long)pool_data);
}

void mempool_free_pages(void *element, void *pool_data)
{
	__free_pages(element, (int)(long)pool_data);
}
