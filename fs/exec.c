// SPDX-License-Identifier: GPL-2.0-only
/*
 * exec.c - a process becomes another program.
 *
 * execve() prepares everything aside: it opens the file, makes a new address space whose only
 * mapping is a stack, and copies the argument strings onto it. Then each registered format is asked
 * whether it knows the file's first bytes. The format checks what it can, calls begin_new_exec(),
 * the point of no return, maps the program, and starts it. Up to that point an error is returned to
 * the old program, which has lost nothing; behind it there is no old program, so an error kills.
 *
 * Owns:       struct linux_binprm, the list of formats, the exchange of address spaces.
 * Invariant:  until begin_new_exec() nothing of current changes but in_execve and the locks;
 *             bprm->mm and bprm->cred belong to the bprm until they are installed.
 * Locks:      cred_guard_mutex from before the credentials are computed until they are final;
 *             exec_update_lock, for writing, over the change of mm and credentials. Order:
 *             cred_guard_mutex -> exec_update_lock -> mmap_lock.
 * Elsewhere:  formats (binfmt_elf.c, binfmt_script.c); the argument strings (exec_args.c); the stack's VMA
 *             (mm/vma_exec.c); ending the other threads is asked of signal.c, and done by exit.c.
 */
#include <linux/binfmts.h>
#include <linux/cred.h>
#include <linux/elf-randomize.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/pagemap.h>
#include <linux/personality.h>
#include <linux/pid.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/securebits.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <asm/mmu_context.h>

#include "../kernel/signal.h"
#include "exec.h"
#include "internal.h"

int suid_dumpable;

static LIST_HEAD(formats);
static DEFINE_RWLOCK(binfmt_lock);

/** __register_binfmt() - add a program format; @insert: ask it before the others. */
void __register_binfmt(struct linux_binfmt *fmt, int insert)
{
	write_lock(&binfmt_lock);
	if (insert)
		list_add(&fmt->lh, &formats);
	else
		list_add_tail(&fmt->lh, &formats);
	write_unlock(&binfmt_lock);
}

void unregister_binfmt(struct linux_binfmt *fmt)
{
	write_lock(&binfmt_lock);
	list_del(&fmt->lh);
	write_unlock(&binfmt_lock);
}

void set_binfmt(struct linux_binfmt *new)
{
	current->mm->binfmt = new;
}

/** set_task_comm() - the short name that ps shows; cut to 15 characters. */
void set_task_comm(struct task_struct *tsk, const char *from)
{
	task_lock(tsk);
	strscpy_pad(tsk->comm, from, sizeof(tsk->comm));
	task_unlock(tsk);
}

/** get_task_comm_buf() - a copy of it. Use get_task_comm(). */
char *get_task_comm_buf(char *to, size_t size, struct task_struct *tsk)
{
	task_lock(tsk);
	strscpy_pad(to, tsk->comm, size);
	task_unlock(tsk);
	return to;
}

/* ---- opening ---- */

static struct file *do_open_execat(int fd, struct filename *name, int flags)
{
	struct open_flags how = {
		.open_flag = O_LARGEFILE | O_RDONLY,
		.acc_mode = MAY_EXEC,
		.intent = LOOKUP_OPEN,
		.lookup_flags = LOOKUP_FOLLOW,
	};
	struct file *file;
	int err;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return ERR_PTR(-EINVAL);
	if (flags & AT_SYMLINK_NOFOLLOW)
		how.lookup_flags &= ~LOOKUP_FOLLOW;
	if (flags & AT_EMPTY_PATH)
		how.lookup_flags |= LOOKUP_EMPTY;

	file = do_filp_open(fd, name, &how);
	if (IS_ERR(file))
		return file;

	err = -EACCES;
	if (!S_ISREG(file_inode(file)->i_mode) || path_noexec(&file->f_path))
		goto put_file;
	err = exe_file_deny_write_access(file);
	if (err)
		goto put_file;
	return file;

put_file:
	fput(file);
	return ERR_PTR(err);
}

/* Undo do_open_execat(). */
static void close_exec_file(struct file *file)
{
	if (!file)
		return;
	exe_file_allow_write_access(file);
	fput(file);
}

/** open_exec() - open a program by name, for execution; close with allow_write_access(), fput(). */
struct file *open_exec(const char *name)
{
	struct filename *filename = getname_kernel(name);
	struct file *file;

	if (IS_ERR(filename))
		return ERR_CAST(filename);
	file = do_open_execat(AT_FDCWD, filename, 0);
	putname(filename);
	return file;
}

/* ---- the linux_binprm ---- */

static int bprm_mm_init(struct linux_binprm *bprm)
{
	int err;

	bprm->mm = mm_alloc();
	if (!bprm->mm)
		return -ENOMEM;
	/* One value for the whole exec, whatever another thread or prlimit() does. */
	task_lock(current->group_leader);
	bprm->rlim_stack = current->signal->rlim[RLIMIT_STACK];
	task_unlock(current->group_leader);

	err = create_init_stack_vma(bprm->mm, &bprm->vma, &bprm->p);
	if (err) {
		mmdrop(bprm->mm);
		bprm->mm = NULL;
	}
	return err;
}

static void free_bprm(struct linux_binprm *bprm)
{
	put_arg_page(bprm);
	if (bprm->mm)
		mmput(bprm->mm);
	if (bprm->cred) {
		mutex_unlock(&current->signal->cred_guard_mutex);
		abort_creds(bprm->cred);
	}
	close_exec_file(bprm->file);
	if (bprm->executable)
		fput(bprm->executable);
	if (bprm->interp != bprm->filename)
		kfree(bprm->interp);
	kfree(bprm->fdpath);
	kfree(bprm);
}

static struct linux_binprm *alloc_bprm(int fd, struct filename *filename, int flags)
{
	struct linux_binprm *bprm;
	struct file *file;
	int err;

	file = do_open_execat(fd, filename, flags);
	if (IS_ERR(file))
		return ERR_CAST(file);
	bprm = kzalloc(sizeof(*bprm), GFP_KERNEL);
	if (!bprm) {
		close_exec_file(file);
		return ERR_PTR(-ENOMEM);
	}
	bprm->file = file;

	if (fd == AT_FDCWD || filename->name[0] == '/') {
		bprm->filename = filename->name;
	} else {
		bprm->fdpath = filename->name[0] ?
			kasprintf(GFP_KERNEL, "/dev/fd/%d/%s", fd, filename->name) :
			kasprintf(GFP_KERNEL, "/dev/fd/%d", fd);
		err = -ENOMEM;
		if (!bprm->fdpath)
			goto undo;
		/* A script's interpreter could not open a name that exec itself closes. */
		if (get_close_on_exec(fd))
			bprm->interp_flags |= BINPRM_FLAGS_PATH_INACCESSIBLE;
		bprm->filename = bprm->fdpath;
	}
	bprm->interp = bprm->filename;
	err = bprm_mm_init(bprm);
	if (!err)
		return bprm;
undo:
	free_bprm(bprm);
	return ERR_PTR(err);
}

/** bprm_change_interp() - the binary to be loaded has this name. Return: 0 or -ENOMEM. */
int bprm_change_interp(const char *interp, struct linux_binprm *bprm)
{
	if (bprm->interp != bprm->filename)
		kfree(bprm->interp);
	bprm->interp = kstrdup(interp, GFP_KERNEL);
	return bprm->interp ? 0 : -ENOMEM;
}

/* ---- credentials ---- */

static int prepare_bprm_creds(struct linux_binprm *bprm)
{
	if (mutex_lock_interruptible(&current->signal->cred_guard_mutex))
		return -ERESTARTNOINTR;
	bprm->cred = prepare_exec_creds();
	if (bprm->cred)
		return 0;
	mutex_unlock(&current->signal->cred_guard_mutex);
	return -ENOMEM;
}

/*
 * What the program may do. Files carry no capabilities and set-id bits are not honoured, so only
 * the user counts: root gets what the bounding set leaves, others keep their ambient set.
 */
static void compute_creds(struct linux_binprm *bprm)
{
	struct cred *new = bprm->cred;
	bool root = uid_eq(new->euid, GLOBAL_ROOT_UID) || uid_eq(new->uid, GLOBAL_ROOT_UID);

	if (root && !(new->securebits & SECBIT_NOROOT)) {
		cap_clear(new->cap_ambient);
		new->cap_permitted = cap_combine(new->cap_bset, new->cap_inheritable);
		if (uid_eq(new->euid, GLOBAL_ROOT_UID))
			new->cap_effective = new->cap_permitted;
		else
			cap_clear(new->cap_effective);
	} else {
		new->cap_permitted = new->cap_ambient;
		new->cap_effective = new->cap_ambient;
	}
	new->suid = new->fsuid = new->euid;
	new->sgid = new->fsgid = new->egid;
	new->securebits &= ~SECBIT_KEEP_CAPS;
	bprm->secureexec = !uid_eq(new->euid, new->uid) || !gid_eq(new->egid, new->gid);
}

/** would_dump() - a program that its user may not read leaves no readable memory behind. */
void would_dump(struct linux_binprm *bprm, struct file *file)
{
	if (path_permission(&file->f_path, MAY_READ) < 0)
		bprm->interp_flags |= BINPRM_FLAGS_ENFORCE_NONDUMP;
}

/* ---- the change ---- */

/* Wait for the leader's death and take its place: number, parent, all its roles. */
static bool become_leader(struct task_struct *tsk)
{
	struct signal_struct *sig = tsk->signal;
	struct task_struct *leader = tsk->group_leader;

	for (;;) {
		write_lock_irq(&tasklist_lock);
		sig->notify_count = -1;		/* exit_notify() of the leader wakes us */
		if (leader->exit_state)
			break;
		__set_current_state(TASK_KILLABLE);
		write_unlock_irq(&tasklist_lock);
		schedule();
		if (__fatal_signal_pending(tsk))
			return false;
	}

	tsk->start_time = leader->start_time;
	tsk->start_boottime = leader->start_boottime;
	exchange_tids(tsk, leader);
	transfer_pid(leader, tsk, PIDTYPE_TGID);
	transfer_pid(leader, tsk, PIDTYPE_PGID);
	transfer_pid(leader, tsk, PIDTYPE_SID);
	list_replace_rcu(&leader->tasks, &tsk->tasks);
	list_replace_init(&leader->sibling, &tsk->sibling);
	tsk->group_leader = tsk;
	leader->group_leader = tsk;
	tsk->exit_signal = SIGCHLD;
	leader->exit_signal = -1;
	leader->exit_state = EXIT_DEAD;
	write_unlock_irq(&tasklist_lock);

	release_task(leader);
	return true;
}

/* End all other threads of the group. Return: 0, or -EAGAIN where this one is killed itself. */
static int de_thread(struct task_struct *tsk)
{
	struct signal_struct *sig = tsk->signal;
	spinlock_t *lock = &tsk->sighand->siglock;

	if (thread_group_empty(tsk))
		goto alone;

	spin_lock_irq(lock);
	if ((sig->flags & SIGNAL_GROUP_EXIT) || sig->group_exec_task) {
		/* Another thread exits the group or was first: this one dies on its way out. */
		spin_unlock_irq(lock);
		return -EAGAIN;
	}
	sig->group_exec_task = tsk;
	sig->notify_count = zap_other_threads(tsk);
	if (!thread_group_leader(tsk))
		sig->notify_count--;
	while (sig->notify_count) {
		__set_current_state(TASK_KILLABLE);
		spin_unlock_irq(lock);
		schedule();
		if (__fatal_signal_pending(tsk))
			goto killed;
		spin_lock_irq(lock);
	}
	spin_unlock_irq(lock);

	if (!thread_group_leader(tsk) && !become_leader(tsk))
		goto killed;
	sig->group_exec_task = NULL;
	sig->notify_count = 0;
alone:
	tsk->exit_signal = SIGCHLD;
	return 0;

killed:
	/* Under the lock under which others look at these two. */
	read_lock(&tasklist_lock);
	sig->group_exec_task = NULL;
	sig->notify_count = 0;
	read_unlock(&tasklist_lock);
	return -EAGAIN;
}

/* Exchange address spaces. On success exec_update_lock is held for writing. */
static int exec_mmap(struct mm_struct *mm)
{
	struct task_struct *tsk = current;
	struct mm_struct *old_mm = tsk->mm, *active_mm;
	int err;

	exec_mm_release(tsk, old_mm);
	err = down_write_killable(&tsk->signal->exec_update_lock);
	if (err)
		return err;

	task_lock(tsk);
	local_irq_disable();
	active_mm = tsk->active_mm;
	tsk->active_mm = mm;
	tsk->mm = mm;
	activate_mm(active_mm, mm);
	local_irq_enable();
	task_unlock(tsk);

	if (old_mm) {
		if (tsk->signal->maxrss < get_mm_hiwater_rss(old_mm))
			tsk->signal->maxrss = get_mm_hiwater_rss(old_mm);
		mmput(old_mm);
	} else {
		mmdrop_lazy_tlb(active_mm);
	}
	return 0;
}

/* A program must not see, or change, the handlers of a process that it shared them with. */
static int unshare_sighand(struct task_struct *me)
{
	struct sighand_struct *old = me->sighand, *new;

	if (refcount_read(&old->count) == 1)
		return 0;
	new = kmem_cache_alloc(sighand_cachep, GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	refcount_set(&new->count, 1);

	write_lock_irq(&tasklist_lock);
	spin_lock(&old->siglock);
	memcpy(new->action, old->action, sizeof(new->action));
	rcu_assign_pointer(me->sighand, new);
	spin_unlock(&old->siglock);
	write_unlock_irq(&tasklist_lock);
	__cleanup_sighand(old);
	return 0;
}

static void set_new_dumpable(struct linux_binprm *bprm)
{
	const struct cred *cred = current_cred();

	/* What ran with other rights, or is not readable, may not be looked into. */
	if ((bprm->interp_flags & BINPRM_FLAGS_ENFORCE_NONDUMP) ||
	    !uid_eq(cred->euid, cred->uid) || !gid_eq(cred->egid, cred->gid))
		set_dumpable(current->mm, suid_dumpable);
	else
		set_dumpable(current->mm, SUID_DUMP_USER);
}

static void forget_old_program(struct linux_binprm *bprm)
{
	struct task_struct *me = current;

	exit_itimers(me);
	flush_itimer_signals();
	me->flags &= ~(PF_RANDOMIZE | PF_FORKNOEXEC | PF_NOFREEZE | PF_NO_SETAFFINITY | PF_KTHREAD);
	flush_thread();
	me->personality &= ~bprm->per_clear;
	rseq_execve(me);
	do_close_on_exec(me->files);

	if (bprm->secureexec) {
		me->pdeath_signal = 0;
		if (bprm->rlim_stack.rlim_cur > _STK_LIM)
			bprm->rlim_stack.rlim_cur = _STK_LIM;
	}
	sas_ss_reset(me);
	set_new_dumpable(bprm);
	set_task_comm(me, kbasename(bprm->filename));
	me->self_exec_id++;
	flush_signal_handlers(me, 0);
}

/**
 * begin_new_exec() - the point of no return: current becomes a process with an empty address space.
 *
 * Called by a format once it has checked all that it can. On success the format goes on with
 * setup_new_exec(); exec_update_lock and cred_guard_mutex are held until then.
 */
int begin_new_exec(struct linux_binprm *bprm)
{
	struct task_struct *me = current;
	int err;

	compute_creds(bprm);
	bprm->point_of_no_return = true;

	err = de_thread(me);
	if (err)
		return err;
	err = unshare_files();
	if (err)
		return err;
	err = set_mm_exe_file(bprm->mm, bprm->file);
	if (err)
		return err;
	would_dump(bprm, bprm->file);
	put_arg_page(bprm);

	err = exec_mmap(bprm->mm);
	if (err)
		return err;
	bprm->mm = NULL;
	err = unshare_sighand(me);
	if (err)
		goto unlock;

	forget_old_program(bprm);
	commit_creds(bprm->cred);
	bprm->cred = NULL;
	return 0;

unlock:
	up_write(&me->signal->exec_update_lock);
	return err;
}

/** setup_new_exec() - where mappings go in the new address space; others may look at it again. */
void setup_new_exec(struct linux_binprm *bprm)
{
	struct task_struct *me = current;

	arch_pick_mmap_layout(me->mm, &bprm->rlim_stack);
	me->mm->task_size = TASK_SIZE;
	up_write(&me->signal->exec_update_lock);
	mutex_unlock(&me->signal->cred_guard_mutex);
}

/** finalize_exec() - the program is about to start: the stack limit that it was built for holds. */
void finalize_exec(struct linux_binprm *bprm)
{
	task_lock(current->group_leader);
	current->signal->rlim[RLIMIT_STACK] = bprm->rlim_stack;
	task_unlock(current->group_leader);
}

/* ---- the search for a format ---- */

static int read_first_bytes(struct linux_binprm *bprm)
{
	loff_t pos = 0;
	ssize_t n;

	memset(bprm->buf, 0, BINPRM_BUF_SIZE);
	n = kernel_read(bprm->file, bprm->buf, BINPRM_BUF_SIZE, &pos);
	return n < 0 ? n : 0;
}

static int search_binary_handler(struct linux_binprm *bprm)
{
	struct linux_binfmt *fmt;
	int err = read_first_bytes(bprm);

	if (err)
		return err;
	/* Formats are built in and stay, so the list may be walked without the lock. */
	list_for_each_entry(fmt, &formats, lh) {
		err = fmt->load_binary(bprm);
		if (bprm->point_of_no_return || err != -ENOEXEC)
			return err;
	}
	return -ENOEXEC;
}

/* Up to five steps from script to interpreter, which may be a script. */
static int exec_binprm(struct linux_binprm *bprm)
{
	for (int depth = 0; ; depth++) {
		struct file *script;
		int err;

		if (depth > 5)
			return -ELOOP;
		err = search_binary_handler(bprm);
		if (err < 0 || !bprm->interpreter)
			return err;

		script = bprm->file;
		bprm->file = bprm->interpreter;
		bprm->interpreter = NULL;
		close_exec_file(script);
	}
}

static void check_unsafe_exec(struct linux_binprm *bprm)
{
	struct task_struct *p = current, *t;
	int users = 1;

	if (task_no_new_privs(p))
		bprm->unsafe |= LSM_UNSAFE_NO_NEW_PRIVS;
	/* Directories shared with another process could be changed under a privileged program. */
	spin_lock(&p->fs->lock);
	rcu_read_lock();
	for_each_thread(p, t)
		if (t != p && t->fs == p->fs)
			users++;
	rcu_read_unlock();
	if (p->fs->users > users)
		bprm->unsafe |= LSM_UNSAFE_SHARE;
	else
		p->fs->in_exec = 1;
	spin_unlock(&p->fs->lock);
}

static int bprm_execve(struct linux_binprm *bprm)
{
	int err = prepare_bprm_creds(bprm);

	if (err)
		return err;
	check_unsafe_exec(bprm);
	current->in_execve = 1;
	err = exec_binprm(bprm);

	/* No old program to return to: the process ends, unless it is ending already. */
	if (err < 0 && bprm->point_of_no_return && !fatal_signal_pending(current))
		force_fatal_sig(SIGSEGV);
	current->fs->in_exec = 0;
	current->in_execve = 0;
	return err < 0 ? err : 0;
}

static int do_execveat(int fd, struct filename *filename, struct arg_vector argv,
		       struct arg_vector envp, int flags)
{
	struct linux_binprm *bprm;
	int err;

	if (IS_ERR(filename))
		return PTR_ERR(filename);

	/* setuid() may have gone over RLIMIT_NPROC; it is enforced here, where it can fail. */
	if ((current->flags & PF_NPROC_EXCEEDED) &&
	    atomic_read(&current_user()->processes) > rlimit(RLIMIT_NPROC)) {
		err = -EAGAIN;
		goto put_name;
	}
	current->flags &= ~PF_NPROC_EXCEEDED;

	bprm = alloc_bprm(fd, filename, flags);
	if (IS_ERR(bprm)) {
		err = PTR_ERR(bprm);
		goto put_name;
	}
	err = copy_all_strings(bprm, argv, envp);
	if (!err)
		err = bprm_execve(bprm);
	free_bprm(bprm);
put_name:
	putname(filename);
	return err;
}

/** kernel_execve() - a kernel task becomes a process; on success its fn() returns to user mode. */
int kernel_execve(const char *filename, const char *const *argv, const char *const *envp)
{
	struct arg_vector args = { .kernel = argv }, env = { .kernel = envp };

	if (WARN_ON_ONCE(current->flags & PF_KTHREAD))
		return -EINVAL;
	return do_execveat(AT_FDCWD, getname_kernel(filename), args, env, 0);
}

SYSCALL_DEFINE3(execve, const char __user *, filename, const char __user *const __user *, argv,
		const char __user *const __user *, envp)
{
	struct arg_vector args = { .user = argv }, env = { .user = envp };

	return do_execveat(AT_FDCWD, getname(filename), args, env, 0);
}

SYSCALL_DEFINE5(execveat, int, fd, const char __user *, filename,
		const char __user *const __user *, argv,
		const char __user *const __user *, envp, int, flags)
{
	struct arg_vector args = { .user = argv }, env = { .user = envp };

	return do_execveat(fd, getname_uflags(filename, flags), args, env, flags);
}
