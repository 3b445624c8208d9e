// SPDX-License-Identifier: GPL-2.0-only
/*
 * user.c - one struct user_struct for each user id in use, which counts what that user holds.
 *
 * Owns:       uidhash.
 * Invariant:  a user_struct is in the hash while its count is not 0; the step to 0 is taken under
 *             uidhash_lock, so that whoever finds one there may raise the count.
 * Locks:      uidhash_lock, taken with interrupts off: credentials are freed in RCU callbacks.
 */
#include <linux/errno.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/sched/user.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/user_namespace.h>

#define UIDHASH_BITS	7

static DEFINE_SPINLOCK(uidhash_lock);
static struct hlist_head uidhash_table[1 << UIDHASH_BITS];
static struct kmem_cache *uid_cachep;

struct user_namespace init_user_ns = {
	.owner = { 0 },
};

/* root: never freed, since init_cred holds a count. */
struct user_struct root_user = {
	.__count = REFCOUNT_INIT(2),
	.processes = ATOMIC_INIT(1),
	.uid = { 0 },
};

static struct hlist_head *uid_hash_chain(kuid_t uid)
{
	return &uidhash_table[hash_32(__kuid_val(uid), UIDHASH_BITS)];
}

static struct user_struct *uid_hash_find(kuid_t uid)
{
	struct user_struct *user;

	hlist_for_each_entry(user, uid_hash_chain(uid), uidhash_node) {
		if (uid_eq(user->uid, uid)) {
			refcount_inc(&user->__count);
			return user;
		}
	}
	return NULL;
}

/** find_user() - the user_struct of @uid with a reference, or NULL where nobody has that id. */
struct user_struct *find_user(kuid_t uid)
{
	struct user_struct *user;
	unsigned long flags;

	spin_lock_irqsave(&uidhash_lock, flags);
	user = uid_hash_find(uid);
	spin_unlock_irqrestore(&uidhash_lock, flags);
	return user;
}

/** free_uid() - drop a reference. Any context. */
void free_uid(struct user_struct *up)
{
	unsigned long flags;

	if (!up || refcount_dec_not_one(&up->__count))
		return;
	spin_lock_irqsave(&uidhash_lock, flags);
	if (refcount_dec_and_test(&up->__count)) {
		hlist_del(&up->uidhash_node);
		spin_unlock_irqrestore(&uidhash_lock, flags);
		kmem_cache_free(uid_cachep, up);
		return;
	}
	spin_unlock_irqrestore(&uidhash_lock, flags);
}

/** alloc_uid() - the user_struct of @uid with a reference, made if need be. NULL: no memory. */
struct user_struct *alloc_uid(kuid_t uid)
{
	struct user_struct *user = find_user(uid), *new;

	if (user)
		return user;
	new = kmem_cache_zalloc(uid_cachep, GFP_KERNEL);
	if (!new)
		return NULL;
	new->uid = uid;
	refcount_set(&new->__count, 1);

	spin_lock_irq(&uidhash_lock);
	user = uid_hash_find(uid);
	if (!user) {
		hlist_add_head(&new->uidhash_node, uid_hash_chain(uid));
		user = new;
		new = NULL;
	}
	spin_unlock_irq(&uidhash_lock);

	if (new)
		kmem_cache_free(uid_cachep, new);
	return user;
}

static int __init uid_cache_init(void)
{
	uid_cachep = kmem_cache_create("uid_cache", sizeof(struct user_struct), 0,
				       SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
	spin_lock_irq(&uidhash_lock);
	hlist_add_head(&root_user.uidhash_node, uid_hash_chain(root_user.uid));
	spin_unlock_irq(&uidhash_lock);
	return 0;
}
subsys_initcall(uid_cache_init);
