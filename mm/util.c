// SPDX-License-Identifier: GPL-2.0-only
/*
 * util.c - copies of strings and memory in fresh allocations; kvmalloc().
 *
 * Owns nothing. Everything returned is freed by kfree(), or kvfree() where the name says kv or
 * vmem, and may be NULL or, where user memory is read, an ERR_PTR.
 */
#include <linux/err.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/sections.h>

/**
 * kfree_const() - free unless it is a constant of the kernel image
 */
void kfree_const(const void *x)
{
	if (!is_kernel_rodata((unsigned long)x))
		kfree(x);
}

char *kmemdup_nul(const char *s, size_t len, gfp_t gfp)
{
	char *buf = s ? kmalloc(len + 1, gfp) : NULL;

	if (buf) {
		memcpy(buf, s, len);
		buf[len] = '\0';
	}
	return buf;
}

/**
 * kstrdup() - copy a string
 * @s: NULL gives NULL
 */
char *kstrdup(const char *s, gfp_t gfp)
{
	return s ? kmemdup_nul(s, strlen(s), gfp) : NULL;
}

/* Constants of the kernel image need no copy. Freed by kfree_const(). */
const char *kstrdup_const(const char *s, gfp_t gfp)
{
	if (is_kernel_rodata((unsigned long)s))
		return s;
	return kstrdup(s, gfp);
}

/**
 * kstrndup() - copy at most @max bytes of a string
 */
char *kstrndup(const char *s, size_t max, gfp_t gfp)
{
	return s ? kmemdup_nul(s, strnlen(s, max), gfp) : NULL;
}

void *kmemdup(const void *src, size_t len, gfp_t gfp)
{
	void *p = kmalloc(len, gfp);

	if (p)
		memcpy(p, src, len);
	return p;
}

void *kmemdup_array(const void *src, size_t count, size_t element_size, gfp_t gfp)
{
	return kmemdup(src, size_mul(element_size, count), gfp);
}

void *kvmemdup(const void *src, size_t len, gfp_t gfp)
{
	void *p = kvmalloc(len, gfp);

	if (p)
		memcpy(p, src, len);
	return p;
}

/* ---- from user space ---------------------------------------------------- */

/**
 * memdup_user() - copy user memory
 *
 * Return: the copy, or ERR_PTR(-ENOMEM or -EFAULT).
 */
void *memdup_user(const void __user *src, size_t len)
{
	void *p = kmalloc(len, GFP_USER | __GFP_NOWARN);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, len)) {
		kfree(p);
		return ERR_PTR(-EFAULT);
	}
	return p;
}

/* As memdup_user(), for sizes beyond a few pages; freed by kvfree(). */
void *vmemdup_user(const void __user *src, size_t len)
{
	void *p = kvmalloc(len, GFP_USER);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, len)) {
		kvfree(p);
		return ERR_PTR(-EFAULT);
	}
	return p;
}

/**
 * memdup_user_nul() - copy user memory and end it with a zero byte
 */
void *memdup_user_nul(const void __user *src, size_t len)
{
	char *p = kmalloc(len + 1, GFP_KERNEL);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, len)) {
		kfree(p);
		return ERR_PTR(-EFAULT);
	}
	p[len] = '\0';
	return p;
}

/**
 * strndup_user() - copy a user string
 * @n: longest length accepted, with the terminating zero
 *
 * Return: the copy, or ERR_PTR(-EFAULT, -EINVAL (too long), -ENOMEM).
 */
char *strndup_user(const char __user *s, long n)
{
	long length = strnlen_user(s, n);
	char *p;

	if (!length)
		return ERR_PTR(-EFAULT);
	if (length > n)
		return ERR_PTR(-EINVAL);
	p = memdup_user(s, length);
	if (!IS_ERR(p))
		p[length - 1] = '\0';	/* another thread may have changed it meanwhile */
	return p;
}

/* ---- kvmalloc ----------------------------------------------------------- */

/**
 * kvmalloc_node() - kmalloc if that is easy, vmalloc otherwise
 *
 * The first attempt at more than a page does not try hard. Masks that forbid sleeping do not
 * get to vmalloc().
 *
 * Return: memory for kvfree(), or NULL.
 */
void *kvmalloc_node(size_t size, gfp_t flags, int node)
{
	gfp_t kmalloc_flags = flags;
	void *ret;

	if (size > PAGE_SIZE) {
		kmalloc_flags |= __GFP_NOWARN;
		if (!(flags & __GFP_RETRY_MAYFAIL))
			kmalloc_flags |= __GFP_NORETRY;
		kmalloc_flags &= ~__GFP_NOFAIL;
	}
	ret = kmalloc_node(size, kmalloc_flags, node);
	if (ret || size <= PAGE_SIZE || !gfpflags_allow_blocking(flags))
		return ret;
	if (unlikely(size > INT_MAX)) {
		WARN_ON_ONCE(!(flags & __GFP_NOWARN));
		return NULL;
	}
	return __vmalloc_node_range(size, 1, VMALLOC_START, VMALLOC_END, flags, PAGE_KERNEL, 0, node,
				    __builtin_return_address(0));
}

void kvfree(const void *addr)
{
	if (is_vmalloc_addr(addr))
		vfree(addr);
	else
		kfree(addr);
}

void kvfree_sensitive(const void *addr, size_t len)
{
	if (likely(!ZERO_OR_NULL_PTR(addr))) {
		memzero_explicit((void *)addr, len);
		kvfree(addr);
	}
}

/* Up to @size of the @old bytes at @p may be accessed from now on. */
static void resize_in_place(void *p, size_t old, size_t size)
{
	if (is_vmalloc_addr(p)) {
		kasan_poison_vmalloc(p, old);
		kasan_unpoison_vmalloc(p, size);
	} else if (!ZERO_OR_NULL_PTR(p)) {
		(void)kasan_krealloc(p, size, GFP_KERNEL);
	}
}

/**
 * kvrealloc() - change the size of a kvmalloc() allocation
 *
 * The contents up to the smaller size stay. Return: the memory, or NULL: @p is as before.
 */
void *kvrealloc(const void *p, size_t size, gfp_t flags)
{
	size_t old;
	void *n;

	if (!is_vmalloc_addr(p) && size <= KMALLOC_MAX_CACHE_SIZE)
		return krealloc(p, size, flags);
	old = is_vmalloc_addr(p) ? get_vm_area_size(find_vm_area(p)) : ksize(p);
	if (old >= size && size) {
		resize_in_place((void *)p, old, size);
		return (void *)p;
	}
	n = kvmalloc(size, flags);
	if (n && p) {
		resize_in_place((void *)p, old, old);
		memcpy(n, p, min(old, size));
		kvfree(p);
	}
	return n;
}
