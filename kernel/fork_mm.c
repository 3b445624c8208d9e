// SPDX-License-Identifier: GPL-2.0-only
/*
 * fork_mm.c - birth, sharing and death of an address space.
 *
 * Owns:       mm_struct allocation, mm_users and mm_count, exe_file.
 * Invariant:  mm_count is 1 for all of mm_users together plus 1 for each other holder; the
 *             mappings go when mm_users reaches 0, the structure and the top-level page table
 *             when mm_count does.
 * Locks:      counts are atomic. exe_file: mmap_lock for changes, RCU for readers.
 * Elsewhere:  copying and tearing down the mappings (dup_mmap(), exit_mmap() in mm/); when a
 *             task changes its address space (exec.c).
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mm_audit.h>
#include <linux/mm_types.h>
#include <linux/mmap_lock.h>
#include <linux/pgtable.h>
#include <linux/ptrace.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>
#include <asm/mmu_context.h>
#include <asm/pgalloc.h>

#include "fork.h"

static struct kmem_cache *mm_cachep;

static void mm_init_counts(struct mm_struct *mm)
{
	atomic_set(&mm->mm_users, 1);
	atomic_set(&mm->mm_count, 1);
	atomic_long_set(&mm->pgtables_bytes, 0);
	atomic64_set(&mm->pinned_vm, 0);
	atomic_set(&mm->tlb_flush_pending, 0);
	for (int i = 0; i < NR_MM_COUNTERS; i++)
		atomic_long_set(&mm->rss_stat[i], 0);
	mm->map_count = 0;
	mm->locked_vm = 0;
	mm->total_vm = mm->data_vm = mm->exec_vm = mm->stack_vm = 0;
	mm->hiwater_rss = mm->hiwater_vm = 0;
}

/*
 * Make of @mm, which is zeroed or a copy of another, an address space without mappings.
 * Frees @mm where it fails.
 */
static struct mm_struct *mm_init(struct mm_struct *mm, struct task_struct *p)
{
	mt_init_flags(&mm->mm_mt, MM_MT_FLAGS);
	mt_set_external_lock(&mm->mm_mt, &mm->mmap_lock);
	mm_init_counts(mm);
	mmap_init_lock(mm);
	INIT_LIST_HEAD(&mm->mmlist);
	spin_lock_init(&mm->page_table_lock);
	spin_lock_init(&mm->arg_lock);
	cpumask_clear(mm_cpumask(mm));
	RCU_INIT_POINTER(mm->exe_file, NULL);
	mm->user = NULL;
	if (current->mm) {
		mm->flags = mmf_init_flags(current->mm->flags);
		mm->def_flags = current->mm->def_flags & VM_INIT_DEF_MASK;
	} else {
		mm->flags = MMF_DUMP_FILTER_DEFAULT;
		mm->def_flags = 0;
	}

	mm->pgd = pgd_alloc(mm);
	if (!mm->pgd)
		goto free_mm;
	if (init_new_context(p, mm))
		goto free_pgd;
	mm_audit_add(mm);
	return mm;

free_pgd:
	pgd_free(mm, mm->pgd);
free_mm:
	kmem_cache_free(mm_cachep, mm);
	return NULL;
}

/** mm_alloc() - a new, empty address space with one user, or NULL. May sleep. */
struct mm_struct *mm_alloc(void)
{
	struct mm_struct *mm = kmem_cache_zalloc(mm_cachep, GFP_KERNEL);

	return mm ? mm_init(mm, current) : NULL;
}

/** __mmdrop() - free an mm_struct that nobody holds. Use mmdrop(). */
void __mmdrop(struct mm_struct *mm)
{
	BUG_ON(mm == &init_mm);
	WARN_ON_ONCE(mm == current->mm);
	WARN_ON_ONCE(mm == current->active_mm);
	mm_audit_del(mm);
	pgd_free(mm, mm->pgd);
	destroy_context(mm);
	kmem_cache_free(mm_cachep, mm);
}

static void __mmput(struct mm_struct *mm)
{
	VM_BUG_ON(atomic_read(&mm->mm_users));
	exit_mmap(mm);
	set_mm_exe_file_locked(mm, NULL);
	mmdrop(mm);
}

/** mmput() - drop one user of an address space; the last unmaps everything. May sleep. */
void mmput(struct mm_struct *mm)
{
	might_sleep();
	if (atomic_dec_and_test(&mm->mm_users))
		__mmput(mm);
}

/* ---- the program's file ---- */

/* Replace exe_file. The caller holds mmap_lock for writing, or has the mm for itself. */
void set_mm_exe_file_locked(struct mm_struct *mm, struct file *new)
{
	struct file *old = rcu_dereference_raw(mm->exe_file);

	if (new)
		get_file(new);
	rcu_assign_pointer(mm->exe_file, new);
	if (old) {
		allow_write_access(old);
		fput(old);
	}
}

/**
 * set_mm_exe_file() - name @new, which may be NULL, as the program that @mm runs.
 *
 * While it is, the file cannot be opened for writing.
 *
 * Context: only for an mm that no other task uses yet. Return: 0, or -EACCES (open for writing).
 */
int set_mm_exe_file(struct mm_struct *mm, struct file *new)
{
	if (new && deny_write_access(new))
		return -EACCES;
	set_mm_exe_file_locked(mm, new);
	return 0;
}

/** get_mm_exe_file() - the program's file with a reference, or NULL. */
struct file *get_mm_exe_file(struct mm_struct *mm)
{
	struct file *file;

	rcu_read_lock();
	for (;;) {
		file = rcu_dereference(mm->exe_file);
		if (!file)
			break;
		if (!atomic_long_inc_not_zero(&file->f_count))
			continue;
		/* A file may be freed and become another while we look. */
		if (likely(file == rcu_dereference(mm->exe_file)))
			break;
		fput(file);
	}
	rcu_read_unlock();
	return file;
}

/** get_task_exe_file() - the same by task; NULL for kernel threads and the dead. */
struct file *get_task_exe_file(struct task_struct *task)
{
	struct file *file = NULL;

	task_lock(task);
	if (task->mm && !(task->flags & PF_KTHREAD))
		file = get_mm_exe_file(task->mm);
	task_unlock(task);
	return file;
}

/* A copy of the address space for a new process; its mappings by mm/'s dup_mmap(). */
static struct mm_struct *dup_mm(struct task_struct *tsk, struct mm_struct *oldmm)
{
	struct mm_struct *mm = kmem_cache_alloc(mm_cachep, GFP_KERNEL);
	struct file *exe;

	if (!mm)
		return NULL;
	memcpy(mm, oldmm, sizeof(*mm));
	if (!mm_init(mm, tsk))
		return NULL;

	exe = get_mm_exe_file(oldmm);
	if (exe) {
		/* Cannot fail: the old mm denies writing already. */
		WARN_ON_ONCE(set_mm_exe_file(mm, exe));
		fput(exe);
	}
	if (dup_mmap(mm, oldmm)) {
		mmput(mm);
		return NULL;
	}
	mm->hiwater_rss = get_mm_rss(mm);
	mm->hiwater_vm = mm->total_vm;
	return mm;
}

/** copy_mm() - fork's part: share (CLONE_VM) or copy the address space. 0 or -ENOMEM. */
int copy_mm(u64 clone_flags, struct task_struct *tsk)
{
	struct mm_struct *mm, *oldmm = current->mm;

	tsk->min_flt = tsk->maj_flt = 0;
	tsk->nvcsw = tsk->nivcsw = 0;
	tsk->mm = NULL;
	tsk->active_mm = NULL;

	/* A kernel thread has none, and neither have its children. */
	if (!oldmm)
		return 0;

	if (clone_flags & CLONE_VM) {
		mmget(oldmm);
		mm = oldmm;
	} else {
		mm = dup_mm(tsk, oldmm);
		if (!mm)
			return -ENOMEM;
	}
	tsk->mm = mm;
	tsk->active_mm = mm;
	return 0;
}

/* ---- other tasks' address spaces ---- */

/** get_task_mm() - a task's address space as a new user, or NULL; mmput() it. */
struct mm_struct *get_task_mm(struct task_struct *task)
{
	struct mm_struct *mm;

	if (task->flags & PF_KTHREAD)
		return NULL;
	task_lock(task);
	mm = task->mm;
	if (mm)
		mmget(mm);
	task_unlock(task);
	return mm;
}

/**
 * mm_access() - as get_task_mm(), where current has the right to it.
 * @mode: PTRACE_MODE_*
 *
 * exec_update_lock makes sure that the answer and the mm belong to the same program.
 *
 * Return: the mm, NULL where the task has none, -EACCES, or -EINTR.
 */
struct mm_struct *mm_access(struct task_struct *task, unsigned int mode)
{
	struct mm_struct *mm;
	int err;

	err = down_read_killable(&task->signal->exec_update_lock);
	if (err)
		return ERR_PTR(err);
	mm = get_task_mm(task);
	if (mm && mm != current->mm && !ptrace_may_access(task, mode)) {
		mmput(mm);
		mm = ERR_PTR(-EACCES);
	}
	up_read(&task->signal->exec_update_lock);
	return mm;
}

/** set_dumpable() - SUID_DUMP_*: whether others of the same user may look inside. */
void set_dumpable(struct mm_struct *mm, int value)
{
	unsigned long old, new;

	if (WARN_ON((unsigned int)value > SUID_DUMP_ROOT))
		return;
	old = READ_ONCE(mm->flags);
	do {
		new = (old & ~MMF_DUMPABLE_MASK) | value;
	} while (!try_cmpxchg(&mm->flags, &old, new));
}

/* ---- leaving an address space ---- */

static void complete_vfork_done(struct task_struct *tsk)
{
	struct completion *vfork;

	task_lock(tsk);
	vfork = tsk->vfork_done;
	if (vfork) {
		tsk->vfork_done = NULL;
		complete(vfork);
	}
	task_unlock(tsk);
}

/** wait_for_vfork_done() - sleep until @child has left our address space, or we are killed. */
int wait_for_vfork_done(struct task_struct *child, struct completion *vfork)
{
	int killed = wait_for_completion_killable(vfork);

	if (killed) {
		/* The completion is on our stack: the child must forget it. */
		task_lock(child);
		child->vfork_done = NULL;
		task_unlock(child);
	}
	put_task_struct(child);
	return killed;
}

/*
 * What user space asked to be told when a thread leaves its address space: the word at
 * clear_child_tid is zeroed and its waiter woken (pthread_join), and a vfork parent goes on.
 */
static void mm_release(struct task_struct *tsk, struct mm_struct *mm)
{
	if (tsk->clear_child_tid) {
		/* Where nobody else lives in this mm, nobody would see the word. */
		if (atomic_read(&mm->mm_users) > 1) {
			put_user(0, tsk->clear_child_tid);
			do_futex((u32 __user *)tsk->clear_child_tid, FUTEX_WAKE, 1, NULL,
				 NULL, 0, 0);
		}
		tsk->clear_child_tid = NULL;
	}
	if (tsk->vfork_done)
		complete_vfork_done(tsk);
}

/** exit_mm_release() - before a task that exits gives up @mm. */
void exit_mm_release(struct task_struct *tsk, struct mm_struct *mm)
{
	futex_exit_release(tsk);
	mm_release(tsk, mm);
}

/** exec_mm_release() - before a task that executes a new program gives up @mm. */
void exec_mm_release(struct task_struct *tsk, struct mm_struct *mm)
{
	futex_exec_release(tsk);
	mm_release(tsk, mm);
}

/** mm_cache_init() - called once by proc_caches_init(). */
void __init mm_cache_init(void)
{
	mm_cachep = kmem_cache_create("mm_struct", sizeof(struct mm_struct) + cpumask_size(),
				      __alignof__(struct mm_struct),
				      SLAB_HWCACHE_ALIGN | SLAB_PANIC | SLAB_ACCOUNT, NULL);
}
