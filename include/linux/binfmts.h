/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * binfmts.h - program formats, and the state of an execve() under way.
 */
#ifndef _LINUX_BINFMTS_H
#define _LINUX_BINFMTS_H

#include <linux/list.h>
#include <linux/resource.h>
#include <linux/types.h>
#include <uapi/linux/auxvec.h>

#define BINPRM_BUF_SIZE		256
#define CORENAME_MAX_SIZE	128

/* One argument string is at most 32 pages; argc and envc each fit an int. */
#define MAX_ARG_STRLEN		(PAGE_SIZE * 32)
#define MAX_ARG_STRINGS		0x7FFFFFFF

struct file;
struct filename;
struct mm_struct;
struct cred;
struct vm_area_struct;

struct linux_binprm {
	struct vm_area_struct *vma;	/* the new stack, until setup_arg_pages() */
	unsigned long vma_pages;	/* pages of it accounted to the old mm */
	unsigned long argmin;		/* lowest that the strings may reach: rlimits */
	struct mm_struct *mm;		/* the new address space, until exec_mmap() */
	unsigned long p;		/* top of what has been laid down so far */
	struct page *arg_page;		/* the page that was written last, with a reference; or NULL */
	unsigned long arg_page_at;	/* its address */
	unsigned int have_execfd:1,	/* the interpreter gets the program as a descriptor */
		     execfd_creds:1,
		     secureexec:1,	/* AT_SECURE: privileges changed */
		     point_of_no_return:1; /* an error from here on kills */
	struct file *executable;	/* handed to an interpreter by descriptor */
	struct file *interpreter;	/* found by the format: run this instead */
	struct file *file;
	struct cred *cred;		/* credentials after the exec */
	int unsafe;			/* LSM_UNSAFE_*: why privileges may not be raised */
	unsigned int per_clear;		/* personality bits to clear */
	int argc, envc;
	const char *filename;		/* as procps shows it */
	const char *interp;		/* the binary really loaded; may be filename */
	const char *fdpath;		/* generated name for execveat(fd) */
	unsigned int interp_flags;
	int execfd;
	unsigned long exec;		/* where the filename lies on the new stack */
	struct rlimit rlim_stack;	/* RLIMIT_STACK as it was at the start */
	char buf[BINPRM_BUF_SIZE];	/* the file's beginning, zero-padded */
};

#define LSM_UNSAFE_SHARE	1
#define LSM_UNSAFE_PTRACE	2
#define LSM_UNSAFE_NO_NEW_PRIVS	4

#define BINPRM_FLAGS_PATH_INACCESSIBLE	(1 << 0)
#define BINPRM_FLAGS_PRESERVE_ARGV0	(1 << 1)
#define BINPRM_FLAGS_ENFORCE_NONDUMP	(1 << 2)

struct linux_binfmt {
	struct list_head lh;		/* [binfmt_lock] */
	int (*load_binary)(struct linux_binprm *bprm);
};

void __register_binfmt(struct linux_binfmt *fmt, int insert);
void unregister_binfmt(struct linux_binfmt *fmt);

static inline void register_binfmt(struct linux_binfmt *fmt)
{
	__register_binfmt(fmt, 0);
}

/* setup_arg_pages(): whether the stack may hold code */
#define EXSTACK_DEFAULT		0
#define EXSTACK_DISABLE_X	1
#define EXSTACK_ENABLE_X	2

int begin_new_exec(struct linux_binprm *bprm);
void setup_new_exec(struct linux_binprm *bprm);
void finalize_exec(struct linux_binprm *bprm);
int remove_arg_zero(struct linux_binprm *bprm);
int copy_string_kernel(const char *arg, struct linux_binprm *bprm);
int bprm_change_interp(const char *interp, struct linux_binprm *bprm);
int create_init_stack_vma(struct mm_struct *mm, struct vm_area_struct **vmap,
			  unsigned long *top_mem_p);
int setup_arg_pages(struct linux_binprm *bprm, unsigned long stack_top, int executable_stack);
void would_dump(struct linux_binprm *bprm, struct file *file);
void set_binfmt(struct linux_binfmt *new);
struct file *open_exec(const char *name);

int kernel_execve(const char *filename, const char *const *argv, const char *const *envp);

extern int suid_dumpable;

#endif
