/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kobject.h - objects with a name, a parent, a count of references and a
 * directory in /sys.
 */
#ifndef _LINUX_KOBJECT_H
#define _LINUX_KOBJECT_H

#include <linux/container_of.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/sysfs.h>
#include <linux/types.h>

struct kobj_type;
struct kset;
struct sysfs_node;

struct kobject {
	const char		*name;		/* [I] once added */
	struct list_head	entry;		/* [L] kset->list_lock */
	struct kobject		*parent;	/* [I] with a reference */
	struct kset		*kset;		/* [I] with a reference */
	const struct kobj_type	*ktype;		/* [I] */
	struct sysfs_node	*sd;		/* its directory, while added */
	struct kref		kref;
	bool			state_initialized;
	bool			state_in_sysfs;
};

/**
 * struct kobj_type - what all objects of a kind have in common
 * @release: the last reference is gone: free the object
 * @sysfs_ops: read and write their attributes
 * @default_groups: attributes that each gets; ends with NULL; may be NULL
 */
struct kobj_type {
	void (*release)(struct kobject *kobj);
	const struct sysfs_ops *sysfs_ops;
	const struct attribute_group **default_groups;
};

/* A directory of objects that belong together. */
struct kset {
	struct list_head	list;		/* [L] list_lock */
	spinlock_t		list_lock;
	struct kobject		kobj;
};

/* An attribute with functions of its own, for use with kobj_sysfs_ops. */
struct kobj_attribute {
	struct attribute attr;
	ssize_t (*show)(struct kobject *kobj, struct kobj_attribute *attr,
			char *buf);
	ssize_t (*store)(struct kobject *kobj, struct kobj_attribute *attr,
			 const char *buf, size_t count);
};

extern const struct sysfs_ops kobj_sysfs_ops;

extern struct kobject *kernel_kobj;	/* /sys/kernel */
extern struct kobject *mm_kobj;		/* /sys/kernel/mm */
extern struct kobject *fs_kobj;		/* /sys/fs */

void kobject_init(struct kobject *kobj, const struct kobj_type *ktype);
__printf(3, 4) int __must_check kobject_add(struct kobject *kobj,
					    struct kobject *parent,
					    const char *fmt, ...);
__printf(4, 5) int __must_check
kobject_init_and_add(struct kobject *kobj, const struct kobj_type *ktype,
		     struct kobject *parent, const char *fmt, ...);
__printf(2, 3) int kobject_set_name(struct kobject *kobj, const char *fmt, ...);
struct kobject * __must_check kobject_create_and_add(const char *name,
						     struct kobject *parent);
void kobject_del(struct kobject *kobj);
struct kobject *kobject_get(struct kobject *kobj);
void kobject_put(struct kobject *kobj);

void kset_init(struct kset *kset);
int __must_check kset_register(struct kset *kset);
void kset_unregister(struct kset *kset);
struct kset * __must_check kset_create_and_add(const char *name,
					       struct kobject *parent);
struct kobject *kset_find_obj(struct kset *kset, const char *name);

static inline const char *kobject_name(const struct kobject *kobj)
{
	return kobj->name;
}

static inline struct kset *to_kset(struct kobject *kobj)
{
	return kobj ? container_of(kobj, struct kset, kobj) : NULL;
}

static inline struct kset *kset_get(struct kset *kset)
{
	return kset ? to_kset(kobject_get(&kset->kobj)) : NULL;
}

static inline void kset_put(struct kset *kset)
{
	if (kset)
		kobject_put(&kset->kobj);
}

#endif /* _LINUX_KOBJECT_H */
