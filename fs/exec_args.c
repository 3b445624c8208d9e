// SPDX-License-Identifier: GPL-2.0-only
/*
 * exec_args.c - the strings of argv and envp on the stack of the program to come.
 *
 * They are pushed from the top down: the file's name, the environment, the arguments, each vector
 * from its last string to its first. The pointers to them are the format's part, as is all else
 * that the program finds at its start.
 *
 * Invariant:  bprm->p is the lowest byte written, and never below bprm->argmin, so that strings and pointers
 *             fit their share of the stack limit.
 * Locks:      the new address space's mmap_lock, though nobody else knows that yet; may sleep.
 * Elsewhere:  the stack's VMA (mm/vma_exec.c).
 */
#include <linux/binfmts.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pagemap.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "exec.h"

/*
 * The page of the new stack that holds @pos. Writing faults it in, and lets the stack grow.
 */
static struct page *get_arg_page(struct linux_binprm *bprm, unsigned long pos, int write)
{
	struct mm_struct *mm = bprm->mm;
	struct vm_area_struct *vma = bprm->vma;
	struct page *page;
	long got;

	if (write && pos < vma->vm_start) {
		mmap_write_lock(mm);
		if (expand_downwards(vma, pos) < 0) {
			mmap_write_unlock(mm);
			return NULL;
		}
		mmap_write_downgrade(mm);
	} else {
		mmap_read_lock(mm);
	}
	got = get_user_pages_remote(mm, pos, 1, write ? FOLL_WRITE : 0, &page, NULL);
	mmap_read_unlock(mm);
	return got == 1 ? page : NULL;
}

/** put_arg_page() - let go of the page that was written last: nobody else has seen this address space yet */
void put_arg_page(struct linux_binprm *bprm)
{
	if (!bprm->arg_page)
		return;
	/* writing through the direct map has left no mark in the page table */
	folio_mark_dirty(page_folio(bprm->arg_page));
	put_page(bprm->arg_page);
	bprm->arg_page = NULL;
}

/* The page at @pos to write to. It stays the bprm's, since strings follow each other closely. */
static struct page *arg_page_for_write(struct linux_binprm *bprm, unsigned long pos)
{
	if (bprm->arg_page && bprm->arg_page_at == (pos & PAGE_MASK))
		return bprm->arg_page;
	put_arg_page(bprm);
	bprm->arg_page = get_arg_page(bprm, pos, 1);
	bprm->arg_page_at = pos & PAGE_MASK;
	return bprm->arg_page;
}

/*
 * Copy @len bytes to the new stack at @pos, page by page, from user space or from the kernel.
 */
static int write_arg(struct linux_binprm *bprm, unsigned long pos, const char __user *user,
		     const char *kernel, size_t len)
{
	while (len) {
		size_t chunk = min_t(size_t, len, PAGE_SIZE - offset_in_page(pos));
		struct page *page = arg_page_for_write(bprm, pos);
		char *to;

		if (!page)
			return -E2BIG;
		to = page_address(page) + offset_in_page(pos);
		if (kernel) {
			memcpy(to, kernel, chunk);
			kernel += chunk;
		} else {
			if (copy_from_user(to, user, chunk))
				return -EFAULT;
			user += chunk;
		}
		pos += chunk;
		len -= chunk;
	}
	return 0;
}

/** copy_string_kernel() - push one string of the kernel's. Return: 0, -E2BIG. */
int copy_string_kernel(const char *arg, struct linux_binprm *bprm)
{
	size_t len = strnlen(arg, MAX_ARG_STRLEN) + 1;

	if (len > MAX_ARG_STRLEN || len > bprm->p || bprm->p - len < bprm->argmin)
		return -E2BIG;
	bprm->p -= len;
	return write_arg(bprm, bprm->p, NULL, arg, len);
}

static int vector_get(struct arg_vector v, int i, const char __user **string)
{
	return get_user(*string, v.user + i) ? -EFAULT : 0;
}

/* Number of strings before the NULL, or -E2BIG, -EFAULT, -EINTR. */
static int vector_count(struct arg_vector v)
{
	const char __user *string;
	int i = 0;

	if (v.kernel) {
		while (v.kernel[i])
			i++;
		return i;
	}
	if (!v.user)
		return 0;
	for (;;) {
		if (vector_get(v, i, &string))
			return -EFAULT;
		if (!string)
			return i;
		if (i++ >= MAX_ARG_STRINGS)
			return -E2BIG;
		if (fatal_signal_pending(current))
			return -ERESTARTNOHAND;
		cond_resched();
	}
}

static int copy_user_string(struct linux_binprm *bprm, const char __user *string)
{
	long len = strnlen_user(string, MAX_ARG_STRLEN);

	if (!len)
		return -EFAULT;
	if (len > MAX_ARG_STRLEN || len > bprm->p || bprm->p - len < bprm->argmin)
		return -E2BIG;
	bprm->p -= len;
	return write_arg(bprm, bprm->p, string, NULL, len);
}

/* Push the strings, the last one first. */
static int copy_vector(struct linux_binprm *bprm, struct arg_vector v, int count)
{
	while (count-- > 0) {
		const char __user *string;
		int err;

		if (v.kernel) {
			err = copy_string_kernel(v.kernel[count], bprm);
		} else {
			err = vector_get(v, count, &string);
			if (!err)
				err = copy_user_string(bprm, string);
		}
		if (err)
			return err;
		if (fatal_signal_pending(current))
			return -ERESTARTNOHAND;
		cond_resched();
	}
	return 0;
}

/*
 * Strings and pointers may take a quarter of the stack limit, three quarters of the default
 * limit at most, and 128 KiB in any case.
 */
static int set_arg_limit(struct linux_binprm *bprm)
{
	unsigned long limit, pointers;

	limit = min_t(unsigned long, _STK_LIM / 4 * 3, bprm->rlim_stack.rlim_cur / 4);
	limit = max_t(unsigned long, limit, 32 * PAGE_SIZE);

	/* An empty argv gets a string, so there is one pointer at least. */
	pointers = ((unsigned long)max(bprm->argc, 1) + bprm->envc) * sizeof(void *);
	if (limit <= pointers)
		return -E2BIG;
	bprm->argmin = bprm->p - (limit - pointers);
	return 0;
}

/** remove_arg_zero() - drop the first argument from the new stack: a script puts others there. */
int remove_arg_zero(struct linux_binprm *bprm)
{
	if (!bprm->argc)
		return 0;
	for (;;) {
		unsigned long offset = offset_in_page(bprm->p);
		struct page *page = get_arg_page(bprm, bprm->p, 0);
		char *kaddr;
		size_t len;

		if (!page)
			return -EFAULT;
		kaddr = page_address(page) + offset;
		len = strnlen(kaddr, PAGE_SIZE - offset);
		put_page(page);
		bprm->p += len;
		if (len < PAGE_SIZE - offset)
			break;
	}
	bprm->p++;
	bprm->argc--;
	return 0;
}

/**
 * copy_all_strings() - push all that execve() was given
 *
 * Return: 0; -E2BIG, -EFAULT, or -ERESTARTNOHAND for a signal that kills.
 */
int copy_all_strings(struct linux_binprm *bprm, struct arg_vector argv, struct arg_vector envp)
{
	int err;

	err = vector_count(argv);
	if (err < 0)
		return err;
	bprm->argc = err;
	if (!bprm->argc)
		pr_warn_once("process '%s' launched '%s' with NULL argv: empty string added\n",
			     current->comm, bprm->filename);
	err = vector_count(envp);
	if (err < 0)
		return err;
	bprm->envc = err;

	err = set_arg_limit(bprm);
	if (err)
		return err;
	err = copy_string_kernel(bprm->filename, bprm);
	if (err)
		return err;
	bprm->exec = bprm->p;
	err = copy_vector(bprm, envp, bprm->envc);
	if (err)
		return err;
	err = copy_vector(bprm, argv, bprm->argc);
	if (err || bprm->argc)
		return err;
	/* Programs take argv[0] for granted, and would read past an empty argv into envp. */
	err = copy_string_kernel("", bprm);
	bprm->argc = 1;
	return err;
}
