// SPDX-License-Identifier: GPL-2.0-only
/*
 * slub_sysfs.c - /sys/kernel/slab: the slab caches and their numbers.
 *
 * A cache's directory holds no reference to the cache: it is deleted before
 * the cache is freed, and deleting waits for readers.
 *
 * Owns:       struct slab_dir.
 * Locks:      slab_mutex is held while directories are added and removed; the
 *             counters are read without a lock.
 */
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/slab.h>

#include "slab.h"

struct slab_dir {
	struct kobject		kobj;
	struct kmem_cache	*cache;
};

/* A file: how its number is found, or which flag it shows. */
struct slab_attribute {
	struct attribute attr;
	unsigned long (*value)(struct kmem_cache *s);
	slab_flags_t flag;
};

static struct kset *slab_kset;	/* [L] slab_mutex; NULL: too early */

static unsigned long align(struct kmem_cache *s)
{
	return s->align;
}

static unsigned long aliases(struct kmem_cache *s)
{
	return s->refcount < 1 ? 0 : s->refcount - 1;
}

static unsigned long min_partial(struct kmem_cache *s)
{
	return s->min_partial;
}

static unsigned long object_size(struct kmem_cache *s)
{
	return s->object_size;
}

static unsigned long objs_per_slab(struct kmem_cache *s)
{
	return s->oo_objects;
}

static unsigned long order(struct kmem_cache *s)
{
	return s->oo_order;
}

static unsigned long sheaf_capacity(struct kmem_cache *s)
{
	return s->sheaf_capacity;
}

static unsigned long slab_size(struct kmem_cache *s)
{
	return s->size;
}

static unsigned long usersize(struct kmem_cache *s)
{
	return s->usersize;
}

#define NODE_SUM(_name, _field)					\
static unsigned long _name(struct kmem_cache *s)		\
{								\
	struct kmem_cache_node *n;				\
	unsigned long sum = 0;					\
	int nid;						\
								\
	for_each_kmem_cache_node(s, nid, n)			\
		sum += READ_ONCE(n->_field);			\
	return sum;						\
}

NODE_SUM(objects, nr_inuse)
NODE_SUM(partial, nr_partial)
NODE_SUM(slabs, nr_slabs)
NODE_SUM(total_objects, total_objects)

#define VALUE_ATTR(_name) static const struct slab_attribute _name##_attr = { \
	.attr = { .name = #_name, .mode = 0444 }, .value = _name }
#define FLAG_ATTR(_name, _flag) static const struct slab_attribute _name##_attr = { \
	.attr = { .name = #_name, .mode = 0444 }, .flag = _flag }

VALUE_ATTR(align);
VALUE_ATTR(aliases);
VALUE_ATTR(min_partial);
VALUE_ATTR(object_size);
VALUE_ATTR(objects);
VALUE_ATTR(objs_per_slab);
VALUE_ATTR(order);
VALUE_ATTR(partial);
VALUE_ATTR(sheaf_capacity);
VALUE_ATTR(slab_size);
VALUE_ATTR(slabs);
VALUE_ATTR(total_objects);
VALUE_ATTR(usersize);
FLAG_ATTR(cache_dma, SLAB_CACHE_DMA);
FLAG_ATTR(destroy_by_rcu, SLAB_TYPESAFE_BY_RCU);
FLAG_ATTR(hwcache_align, SLAB_HWCACHE_ALIGN);
FLAG_ATTR(poison, SLAB_POISON);
FLAG_ATTR(reclaim_account, SLAB_RECLAIM_ACCOUNT);
FLAG_ATTR(red_zone, SLAB_RED_ZONE);
FLAG_ATTR(sanity_checks, SLAB_CONSISTENCY_CHECKS);
FLAG_ATTR(store_user, SLAB_STORE_USER);
FLAG_ATTR(trace, SLAB_TRACE);

/* These are not numbers. */
static const struct slab_attribute ctor_attr = {
	.attr = { .name = "ctor", .mode = 0444 },
};
static const struct slab_attribute shrink_attr = {
	.attr = { .name = "shrink", .mode = 0644 },
};

#ifdef CONFIG_FAILSLAB
/* Which caches fault injection is about: see failslab.c. */
static const struct slab_attribute failslab_attr = {
	.attr = { .name = "failslab", .mode = 0644 }, .flag = SLAB_FAILSLAB,
};

/* Return: 0 or -EINVAL: another user of a merged cache has not asked for it. */
static int set_failslab(struct kmem_cache *s, bool fail)
{
	if (s->refcount > 1)
		return -EINVAL;
	WRITE_ONCE(s->flags, fail ? s->flags | SLAB_FAILSLAB : s->flags & ~SLAB_FAILSLAB);
	return 0;
}

static bool is_failslab(const struct attribute *attr)
{
	return attr == &failslab_attr.attr;
}
#define FAILSLAB_ATTR	(struct attribute *)&failslab_attr.attr,
#else
static int set_failslab(struct kmem_cache *s, bool fail)
{
	return -EINVAL;
}

static bool is_failslab(const struct attribute *attr)
{
	return false;
}
#define FAILSLAB_ATTR
#endif
static const struct slab_attribute validate_attr = {
	.attr = { .name = "validate", .mode = 0600 },
};
static const struct slab_attribute alloc_calls_attr = {
	.attr = { .name = "alloc_calls", .mode = 0400 },
};
static const struct slab_attribute free_calls_attr = {
	.attr = { .name = "free_calls", .mode = 0400 },
};

static struct kmem_cache *to_cache(struct kobject *kobj)
{
	return container_of(kobj, struct slab_dir, kobj)->cache;
}

static ssize_t slab_attr_show(struct kobject *kobj, struct attribute *attr,
			      char *buf)
{
	struct slab_attribute *sa = container_of(attr, struct slab_attribute, attr);
	struct kmem_cache *s = to_cache(kobj);

	if (sa->value)
		return sysfs_emit(buf, "%lu\n", sa->value(s));
	if (sa->flag)
		return sysfs_emit(buf, "%d\n", !!(s->flags & sa->flag));
	if (sa == &alloc_calls_attr || sa == &free_calls_attr)
		return slub_debug_calls(s, buf, sa == &free_calls_attr);
	if (sa == &ctor_attr && s->ctor)
		return sysfs_emit(buf, "%pS\n", s->ctor);
	return 0;
}

static ssize_t slab_attr_store(struct kobject *kobj, struct attribute *attr,
			       const char *buf, size_t count)
{
	struct kmem_cache *s = to_cache(kobj);

	if (is_failslab(attr) && (buf[0] == '0' || buf[0] == '1'))
		return set_failslab(s, buf[0] == '1') ?: count;
	if (buf[0] != '1')
		return -EINVAL;
	if (attr == &shrink_attr.attr)
		kmem_cache_shrink(s);
	else if (attr == &validate_attr.attr && kmem_cache_debug(s))
		validate_slab_cache(s);		/* says in the log what it finds */
	else
		return -EINVAL;
	return count;
}

static const struct sysfs_ops slab_sysfs_ops = {
	.show = slab_attr_show,
	.store = slab_attr_store,
};

#define A(_name) ((struct attribute *)&_name##_attr.attr)
static struct attribute *slab_attrs[] = {
	A(align), A(aliases), A(alloc_calls), A(cache_dma), A(ctor), A(destroy_by_rcu),
	FAILSLAB_ATTR A(free_calls), A(hwcache_align), A(min_partial), A(object_size), A(objects),
	A(objs_per_slab), A(order), A(partial), A(poison), A(reclaim_account),
	A(red_zone), A(sanity_checks), A(sheaf_capacity), A(shrink),
	A(slab_size), A(slabs), A(store_user), A(total_objects), A(trace),
	A(usersize), A(validate), NULL,
};
#undef A
ATTRIBUTE_GROUPS(slab);

static void slab_dir_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct slab_dir, kobj));
}

static const struct kobj_type slab_ktype = {
	.release = slab_dir_release,
	.sysfs_ops = &slab_sysfs_ops,
	.default_groups = slab_groups,
};

/** sysfs_slab_add() - show a cache. Two of one name: only the first is shown. */
void sysfs_slab_add(struct kmem_cache *s)
{
	struct kobject *there;
	struct slab_dir *dir;

	lockdep_assert_held(&slab_mutex);
	if (!slab_kset)
		return;
	there = kset_find_obj(slab_kset, s->name);
	kobject_put(there);
	if (there)
		return;
	dir = kzalloc(sizeof(*dir), GFP_KERNEL);
	if (!dir)
		return;
	dir->cache = s;
	dir->kobj.kset = slab_kset;
	if (kobject_init_and_add(&dir->kobj, &slab_ktype, NULL, "%s", s->name))
		kobject_put(&dir->kobj);
}

/** sysfs_slab_remove() - the cache is about to go. */
void sysfs_slab_remove(struct kmem_cache *s)
{
	struct kobject *kobj;

	lockdep_assert_held(&slab_mutex);
	kobj = slab_kset ? kset_find_obj(slab_kset, s->name) : NULL;
	if (!kobj)
		return;
	if (to_cache(kobj) == s) {
		kobject_del(kobj);
		kobject_put(kobj);	/* that of its being there */
	}
	kobject_put(kobj);
}

static int __init slab_sysfs_init(void)
{
	struct kmem_cache *s;

	mutex_lock(&slab_mutex);
	slab_kset = kset_create_and_add("slab", kernel_kobj);
	if (slab_kset)
		list_for_each_entry(s, &slab_caches, list)
			sysfs_slab_add(s);
	mutex_unlock(&slab_mutex);
	return slab_kset ? 0 : -ENOMEM;
}
late_initcall(slab_sysfs_init);
