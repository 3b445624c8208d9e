// SPDX-License-Identifier: GPL-2.0-only
/*
 * kobject.c - objects with a name, a parent and a count of references.
 *
 * Adding an object makes its directory in /sys, below that of its parent or
 * its set; the object holds references to both. Deleting takes the directory
 * away, which waits for readers and writers of its files; after that only
 * references keep the object.
 *
 * Owns:       struct kobject, struct kset.
 * Locks:      kset->list_lock; sysfs has its own.
 */
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/string.h>

/** kobject_init() - the first reference is the caller's. */
void kobject_init(struct kobject *kobj, const struct kobj_type *ktype)
{
	WARN_ON(kobj->state_initialized);
	kref_init(&kobj->kref);
	INIT_LIST_HEAD(&kobj->entry);
	kobj->ktype = ktype;
	kobj->state_initialized = true;
	kobj->state_in_sysfs = false;
}

struct kobject *kobject_get(struct kobject *kobj)
{
	if (kobj)
		kref_get(&kobj->kref);
	return kobj;
}

static void kobject_release(struct kref *kref)
{
	struct kobject *kobj = container_of(kref, struct kobject, kref);
	struct kobject *parent = kobj->parent;
	const char *name = kobj->name;

	kobject_del(kobj);
	kobj->parent = NULL;
	if (kobj->ktype && kobj->ktype->release)
		kobj->ktype->release(kobj);
	kfree(name);
	kobject_put(parent);
}

/** kobject_put() - the last one deletes the object and frees it by its type's release(). */
void kobject_put(struct kobject *kobj)
{
	if (kobj)
		kref_put(&kobj->kref, kobject_release);
}

static int kobject_set_name_vargs(struct kobject *kobj, const char *fmt,
				  va_list args)
{
	char *name = kvasprintf(GFP_KERNEL, fmt, args), *p;

	if (!name)
		return -ENOMEM;
	for (p = name; (p = strchr(p, '/')); )
		*p = '!';
	kfree(kobj->name);
	kobj->name = name;
	return 0;
}

/** kobject_set_name() - before it is added. Return: 0 or -ENOMEM. */
int kobject_set_name(struct kobject *kobj, const char *fmt, ...)
{
	va_list args;
	int err;

	va_start(args, fmt);
	err = kobject_set_name_vargs(kobj, fmt, args);
	va_end(args);
	return err;
}

static void kset_join(struct kobject *kobj)
{
	struct kset *kset = kset_get(kobj->kset);

	if (!kset)
		return;
	spin_lock(&kset->list_lock);
	list_add_tail(&kobj->entry, &kset->list);
	spin_unlock(&kset->list_lock);
}

static void kset_leave(struct kobject *kobj)
{
	if (!kobj->kset)
		return;
	spin_lock(&kobj->kset->list_lock);
	list_del_init(&kobj->entry);
	spin_unlock(&kobj->kset->list_lock);
	kset_put(kobj->kset);
	kobj->kset = NULL;
}

/* Make the directory and the attributes that all objects of the type have. */
static int kobject_publish(struct kobject *kobj)
{
	int err;

	if (!kobj->parent && kobj->kset)
		kobj->parent = &kobj->kset->kobj;
	kobject_get(kobj->parent);
	kset_join(kobj);
	err = sysfs_create_dir(kobj);
	if (err)
		goto leave;
	if (kobj->ktype && kobj->ktype->default_groups) {
		err = sysfs_create_groups(kobj, kobj->ktype->default_groups);
		if (err)
			goto remove_dir;
	}
	kobj->state_in_sysfs = true;
	return 0;

remove_dir:
	sysfs_remove_dir(kobj);
leave:
	kset_leave(kobj);
	kobject_put(kobj->parent);
	kobj->parent = NULL;
	pr_err("kobject: cannot add %s: %d\n", kobj->name, err);
	return err;
}

static int kobject_add_vargs(struct kobject *kobj, struct kobject *parent,
			     const char *fmt, va_list args)
{
	int err = kobject_set_name_vargs(kobj, fmt, args);

	if (err)
		return err;
	kobj->parent = parent;
	return kobject_publish(kobj);
}

/**
 * kobject_add() - name an object and make its directory.
 * @parent: whose directory it is below; NULL: its kset's, or /sys
 *
 * Return: 0 or -errno; then the caller still has to kobject_put().
 */
int kobject_add(struct kobject *kobj, struct kobject *parent, const char *fmt,
		...)
{
	va_list args;
	int err;

	va_start(args, fmt);
	err = kobject_add_vargs(kobj, parent, fmt, args);
	va_end(args);
	return err;
}

/** kobject_init_and_add() - both; also after an error kobject_put() is due. */
int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *ktype,
			 struct kobject *parent, const char *fmt, ...)
{
	va_list args;
	int err;

	kobject_init(kobj, ktype);
	va_start(args, fmt);
	err = kobject_add_vargs(kobj, parent, fmt, args);
	va_end(args);
	return err;
}

/** kobject_del() - take the directory away; waits for its users. */
void kobject_del(struct kobject *kobj)
{
	if (!kobj || !kobj->state_in_sysfs)
		return;
	if (kobj->ktype && kobj->ktype->default_groups)
		sysfs_remove_groups(kobj, kobj->ktype->default_groups);
	sysfs_remove_dir(kobj);
	kobj->state_in_sysfs = false;
	kset_leave(kobj);
}

static ssize_t kobj_attr_show(struct kobject *kobj, struct attribute *attr,
			      char *buf)
{
	struct kobj_attribute *ka = container_of(attr, struct kobj_attribute, attr);

	return ka->show ? ka->show(kobj, ka, buf) : -EIO;
}

static ssize_t kobj_attr_store(struct kobject *kobj, struct attribute *attr,
			       const char *buf, size_t count)
{
	struct kobj_attribute *ka = container_of(attr, struct kobj_attribute, attr);

	return ka->store ? ka->store(kobj, ka, buf, count) : -EIO;
}

const struct sysfs_ops kobj_sysfs_ops = {
	.show = kobj_attr_show,
	.store = kobj_attr_store,
};

static void dynamic_release(struct kobject *kobj)
{
	kfree(kobj);
}

static const struct kobj_type dynamic_ktype = {
	.release = dynamic_release,
	.sysfs_ops = &kobj_sysfs_ops,
};

/** kobject_create_and_add() - a directory that is nothing more. Return: it, or NULL. */
struct kobject *kobject_create_and_add(const char *name, struct kobject *parent)
{
	struct kobject *kobj = kzalloc(sizeof(*kobj), GFP_KERNEL);

	if (!kobj)
		return NULL;
	if (!kobject_init_and_add(kobj, &dynamic_ktype, parent, "%s", name))
		return kobj;
	kobject_put(kobj);
	return NULL;
}

/* --- sets --- */

void kset_init(struct kset *kset)
{
	INIT_LIST_HEAD(&kset->list);
	spin_lock_init(&kset->list_lock);
}

/** kset_register() - add a set whose kobj has its name, type and parent. */
int kset_register(struct kset *kset)
{
	kset_init(kset);
	kobject_init(&kset->kobj, kset->kobj.ktype);
	return kobject_publish(&kset->kobj);
}

void kset_unregister(struct kset *kset)
{
	if (!kset)
		return;
	kobject_del(&kset->kobj);
	kobject_put(&kset->kobj);
}

static void kset_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct kset, kobj));
}

static const struct kobj_type kset_ktype = {
	.release = kset_release,
	.sysfs_ops = &kobj_sysfs_ops,
};

/** kset_create_and_add() - a directory for objects. Return: it, or NULL. */
struct kset *kset_create_and_add(const char *name, struct kobject *parent)
{
	struct kset *kset = kzalloc(sizeof(*kset), GFP_KERNEL);

	if (!kset)
		return NULL;
	if (kobject_set_name(&kset->kobj, "%s", name)) {
		kfree(kset);
		return NULL;
	}
	kset->kobj.ktype = &kset_ktype;
	kset->kobj.parent = parent;
	if (!kset_register(kset))
		return kset;
	kobject_put(&kset->kobj);
	return NULL;
}

/** kset_find_obj() - the member with that name, with a reference, or NULL. */
struct kobject *kset_find_obj(struct kset *kset, const char *name)
{
	struct kobject *kobj, *found = NULL;

	spin_lock(&kset->list_lock);
	list_for_each_entry(kobj, &kset->list, entry) {
		if (strcmp(kobj->name, name))
			continue;
		if (kref_get_unless_zero(&kobj->kref))
			found = kobj;
		break;
	}
	spin_unlock(&kset->list_lock);
	return found;
}
