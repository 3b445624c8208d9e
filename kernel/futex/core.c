// SPDX-License-Identifier: GPL-2.0-only
/*
 * core.c - from a word in user space to the queue of those who wait for it.
 *
 * User space takes its locks by atomic instructions; only who must wait, or has someone to wake,
 * comes here. Waiters of all futexes lie in a hash table by the futex's key.
 *
 * Owns:       the hash table, keys, queueing.
 * Invariant:  a waiter checks the word and queues itself in one section of the bucket's lock; a
 *             waker, who has changed the word before, looks at the bucket afterwards. So either the
 *             waiter sees the new value or the waker sees the waiter.
 * Locks:      the bucket's lock; of two, the one at the lower address first.
 * Elsewhere:  waitwake.c, requeue.c, robust.c; the system calls (syscalls.c).
 *
 *	waiter                                 waker
 *	atomic_inc(waiters)   (A)              *word = new
 *	lock                                   smp_mb()             (B)
 *	read *word            (reads old)      atomic_read(waiters) (must see A's)
 *
 * The full barrier at A, in the increment, and B make sure of the pair, so a waker that finds no
 * waiters needs no lock.
 */
#include <linux/bug.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "futex.h"

static struct futex_hash_bucket *futex_queues __read_mostly;
static unsigned long futex_hashsize __read_mostly;
static unsigned int futex_hashbits __read_mostly;

unsigned long futex_hash_size(void)
{
	return futex_hashsize;
}

/** futex_hash() - the bucket of a key. */
struct futex_hash_bucket *futex_hash(const struct futex_key *key)
{
	unsigned long h = hash_long((unsigned long)key->owner, BITS_PER_LONG);

	h = hash_long(h ^ key->page, BITS_PER_LONG);
	return &futex_queues[hash_long(h ^ key->offset, futex_hashbits)];
}

static void file_key(struct futex_key *key, struct inode *inode, pgoff_t index)
{
	key->owner = inode;
	key->page = index;
	key->offset |= 1;
}

/*
 * The key of a word that may be shared: by what is mapped there. Anonymous memory is shared with
 * nobody but by fork, where each side has its own futex.
 */
static int get_shared_key(unsigned long address, struct futex_key *key, bool write)
{
	bool read_only = false;
	struct folio *folio;
	struct page *page;
	int err;

	for (;;) {
		/* For writing even if the caller only waits: a page of its own takes the zero page's place. */
		err = get_user_pages_fast(address, 1, FOLL_WRITE, &page);
		if (err == -EFAULT && !write) {
			err = get_user_pages_fast(address, 1, 0, &page);
			read_only = true;
		}
		if (err < 0)
			return err;
		folio = page_folio(page);
		if (folio_test_anon(folio) || is_zero_pfn(page_to_pfn(page))) {
			folio_put(folio);
			/* A private word that only may be read never changes: nobody could wake. */
			return read_only ? -EFAULT : 0;
		}
		folio_lock(folio);
		if (likely(folio->mapping)) {
			file_key(key, folio->mapping->host,
				 folio->index + folio_page_idx(folio, page));
			folio_unlock(folio);
			folio_put(folio);
			return 0;
		}
		/* Truncated just now: what lies there next time counts. */
		folio_unlock(folio);
		folio_put(folio);
		if (fatal_signal_pending(current))
			return -EFAULT;
	}
}

/**
 * get_futex_key() - the key of the word at @uaddr.
 * @write: the caller is going to write it
 *
 * The inode of a shared word is not held: as long as the word is mapped it stays, and who waits on
 * what is no longer mapped can at worst be woken for nothing.
 *
 * Context: may sleep. Return: 0, -EINVAL (not aligned), -EFAULT, -ENOMEM.
 */
int get_futex_key(u32 __user *uaddr, unsigned int flags, struct futex_key *key, bool write)
{
	unsigned long address = (unsigned long)uaddr;

	if (address % sizeof(u32))
		return -EINVAL;
	if (!access_ok(uaddr, sizeof(u32)))
		return -EFAULT;
	key->owner = current->mm;
	key->page = address & PAGE_MASK;
	key->offset = offset_in_page(address);
	if (!(flags & FLAGS_SHARED))
		return 0;
	return get_shared_key(address, key, write);
}

/** futex_get_value_locked() - read the word without faulting: -EFAULT if it is not mapped now. */
int futex_get_value_locked(u32 *dest, u32 __user *from)
{
	int err;

	pagefault_disable();
	err = __get_user(*dest, from);
	pagefault_enable();
	return err ? -EFAULT : 0;
}

/**
 * futex_pin_word() - hold the page of a user word so that it can be changed under a spinlock.
 *
 * The change goes through the kernel's own mapping of the page, so no architecture needs atomic
 * instructions that recover from faults. Context: may sleep. Return: 0 or -EFAULT.
 */
int futex_pin_word(u32 __user *uaddr, struct futex_word *w)
{
	unsigned long address = (unsigned long)uaddr;

	if (address % sizeof(u32))
		return -EINVAL;
	if (!access_ok(uaddr, sizeof(u32)) ||
	    get_user_pages_fast(address, 1, FOLL_WRITE, &w->page) != 1)
		return -EFAULT;
	w->word = page_address(w->page) + offset_in_page(address);
	return 0;
}

void futex_unpin_word(struct futex_word *w)
{
	put_page(w->page);
}

/** futex_queue() - behind the others. Context: hb->lock, which stays held. */
void futex_queue(struct futex_q *q, struct futex_hash_bucket *hb)
{
	q->task = current;
	q->lock_ptr = &hb->lock;
	list_add_tail(&q->list, &hb->chain);
}

/** futex_unqueue() - leave the queue; false if a waker has been faster. */
bool futex_unqueue(struct futex_q *q)
{
	spinlock_t *lock_ptr;

	for (;;) {
		/* pairs with the release in futex_wake_mark(): NULL means the waker is done with q */
		lock_ptr = smp_load_acquire(&q->lock_ptr);
		if (!lock_ptr)
			return false;
		spin_lock(lock_ptr);
		/* Requeued, or woken, before we had the lock? */
		if (likely(lock_ptr == READ_ONCE(q->lock_ptr)))
			break;
		spin_unlock(lock_ptr);
	}
	list_del(&q->list);
	atomic_dec(&container_of(lock_ptr, struct futex_hash_bucket, lock)->waiters);
	spin_unlock(lock_ptr);
	return true;
}

void double_lock_hb(struct futex_hash_bucket *hb1, struct futex_hash_bucket *hb2)
{
	if (hb1 > hb2)
		swap(hb1, hb2);
	spin_lock(&hb1->lock);
	if (hb1 != hb2)
		spin_lock_nested(&hb2->lock, SINGLE_DEPTH_NESTING);
}

void double_unlock_hb(struct futex_hash_bucket *hb1, struct futex_hash_bucket *hb2)
{
	spin_unlock(&hb1->lock);
	if (hb1 != hb2)
		spin_unlock(&hb2->lock);
}

static int __init futex_init(void)
{
	futex_hashsize = roundup_pow_of_two(256 * num_possible_cpus());
	futex_hashbits = ilog2(futex_hashsize);
	futex_queues = kvmalloc_array(futex_hashsize, sizeof(*futex_queues), GFP_KERNEL);
	if (!futex_queues)
		panic("futex: no memory for %lu hash buckets\n", futex_hashsize);
	for (unsigned long i = 0; i < futex_hashsize; i++) {
		atomic_set(&futex_queues[i].waiters, 0);
		spin_lock_init(&futex_queues[i].lock);
		INIT_LIST_HEAD(&futex_queues[i].chain);
	}
	return 0;
}
core_initcall(futex_init);
