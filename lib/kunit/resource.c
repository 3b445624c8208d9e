// SPDX-License-Identifier: GPL-2.0-only
/*
 * resource.c - what a test case gets and need not give back.
 *
 * A case has a list of actions, newest first; when it ends, however it ends,
 * they are run in that order. Memory from kunit_kmalloc() is an action that
 * frees it.
 *
 * Owns:       test->resources.
 * Locks:      test->lock around the list; actions run without it.
 */
#include <linux/overflow.h>

#include "kunit.h"

struct kunit_resource {
	struct list_head	node;
	kunit_action_t		*action;
	void			*ctx;
};

/**
 * kunit_add_action() - have @action(@ctx) called when the case ends.
 * Return: 0 or -ENOMEM.
 */
int kunit_add_action(struct kunit *test, kunit_action_t *action, void *ctx)
{
	struct kunit_resource *res = kmalloc(sizeof(*res), GFP_KERNEL);
	unsigned long flags;

	if (!res)
		return -ENOMEM;
	res->action = action;
	res->ctx = ctx;
	spin_lock_irqsave(&test->lock, flags);
	list_add(&res->node, &test->resources);
	spin_unlock_irqrestore(&test->lock, flags);
	return 0;
}

/** kunit_add_action_or_reset() - the same; on failure @action runs at once. */
int kunit_add_action_or_reset(struct kunit *test, kunit_action_t *action,
			      void *ctx)
{
	int err = kunit_add_action(test, action, ctx);

	if (err)
		action(ctx);
	return err;
}

/* Unlink the newest resource with that action. */
static struct kunit_resource *take_resource(struct kunit *test,
					    kunit_action_t *action,
					    const void *ctx)
{
	struct kunit_resource *res, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&test->lock, flags);
	list_for_each_entry(res, &test->resources, node) {
		if (res->action == action && res->ctx == ctx) {
			found = res;
			list_del(&res->node);
			break;
		}
	}
	spin_unlock_irqrestore(&test->lock, flags);
	return found;
}

/** kunit_remove_action() - forget an action without running it. */
void kunit_remove_action(struct kunit *test, kunit_action_t *action, void *ctx)
{
	kfree(take_resource(test, action, ctx));
}

/** kunit_release_action() - run an action now instead of at the end. */
void kunit_release_action(struct kunit *test, kunit_action_t *action, void *ctx)
{
	struct kunit_resource *res = take_resource(test, action, ctx);

	if (!res)
		return;
	action(ctx);
	kfree(res);
}

/** kunit_cleanup() - run all actions, newest first. */
void kunit_cleanup(struct kunit *test)
{
	struct kunit_resource *res;
	unsigned long flags;

	while (true) {
		spin_lock_irqsave(&test->lock, flags);
		res = list_first_entry_or_null(&test->resources,
					       struct kunit_resource, node);
		if (res)
			list_del(&res->node);
		spin_unlock_irqrestore(&test->lock, flags);
		if (!res)
			return;
		res->action(res->ctx);
		kfree(res);
	}
}

static void free_memory(void *ptr)
{
	kfree(ptr);
}

/** kunit_kmalloc_array() - memory that is freed when the case ends. */
void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;
	void *ptr;

	if (check_mul_overflow(n, size, &bytes))
		return NULL;
	ptr = kmalloc(bytes, gfp);
	if (ptr && kunit_add_action_or_reset(test, free_memory, ptr))
		return NULL;
	return ptr;
}

/** kunit_kfree() - free such memory before that. */
void kunit_kfree(struct kunit *test, const void *ptr)
{
	if (ptr)
		kunit_release_action(test, free_memory, (void *)ptr);
}
