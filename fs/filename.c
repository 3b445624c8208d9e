// SPDX-License-Identifier: GPL-2.0-only
/*
 * filename.c - path names, copied from user space once and used from there.
 *
 * A struct filename and its text share one PATH_MAX object where the text fits, which is
 * nearly always. A copy that the user cannot change any more is what all checks are made on.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define EMBEDDED_NAME_MAX	(PATH_MAX - offsetof(struct filename, iname))

static struct kmem_cache *names_cachep __ro_after_init;

/* The text did not fit: it gets an object of its own. */
static int getname_long(struct filename *result, const char __user *name)
{
	char *text = kmem_cache_alloc(names_cachep, GFP_KERNEL);
	long len;

	if (!text)
		return -ENOMEM;
	len = strncpy_from_user(text, name, PATH_MAX);
	if (len >= 0 && len < PATH_MAX) {
		result->name = text;
		return len;
	}
	kmem_cache_free(names_cachep, text);
	return len < 0 ? len : -ENAMETOOLONG;
}

/**
 * getname_flags() - copy a path name from user space
 * @flags: LOOKUP_EMPTY where "" is a name
 *
 * Return: the name, to be dropped by putname(); or -EFAULT, -ENAMETOOLONG, -ENOENT, -ENOMEM.
 */
struct filename *getname_flags(const char __user *name, int flags)
{
	struct filename *result = kmem_cache_alloc(names_cachep, GFP_KERNEL);
	long len;

	if (unlikely(!result))
		return ERR_PTR(-ENOMEM);
	result->name = result->iname;
	result->refcnt = 1;
	len = strncpy_from_user((char *)result->iname, name, EMBEDDED_NAME_MAX);
	if (unlikely(len == EMBEDDED_NAME_MAX))
		len = getname_long(result, name);
	if (unlikely(len <= 0)) {
		if (len == 0 && (flags & LOOKUP_EMPTY))
			return result;
		putname(result);
		return ERR_PTR(len ? len : -ENOENT);
	}
	return result;
}

struct filename *getname(const char __user *name)
{
	return getname_flags(name, 0);
}

/* with the AT_ flags of a system call */
struct filename *getname_uflags(const char __user *name, int uflags)
{
	return getname_flags(name, uflags & AT_EMPTY_PATH ? LOOKUP_EMPTY : 0);
}

struct filename *getname_kernel(const char *name)
{
	size_t len = strlen(name) + 1;
	struct filename *result;

	if (len > EMBEDDED_NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	result = kmem_cache_alloc(names_cachep, GFP_KERNEL);
	if (!result)
		return ERR_PTR(-ENOMEM);
	memcpy((char *)result->iname, name, len);
	result->name = result->iname;
	result->refcnt = 1;
	return result;
}

void putname(struct filename *name)
{
	if (IS_ERR_OR_NULL(name) || --name->refcnt)
		return;
	if (unlikely(name->name != name->iname))
		kmem_cache_free(names_cachep, (void *)name->name);
	kmem_cache_free(names_cachep, name);
}

void __init vfs_caches_init_early(void)
{
	names_cachep = kmem_cache_create("names_cache", PATH_MAX, 0,
					 SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
}
