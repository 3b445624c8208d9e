/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched/signal.h - what the threads of a process share: signal handlers, group-wide signal
 * state, limits, accounts; and the functions that send signals.
 *
 * Guards: [G] sighand->siglock, [T] tasklist_lock, [I] fixed, [A] atomic.
 * signal->siglock does not exist: sighand, which exec may replace, has it. Take it with
 * lock_task_sighand(), which copes with a task that is exiting.
 */
#ifndef _LINUX_SCHED_SIGNAL_H
#define _LINUX_SCHED_SIGNAL_H

#include <linux/hrtimer.h>
#include <linux/mutex.h>
#include <linux/rculist.h>
#include <linux/refcount.h>
#include <linux/resource.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/jobctl.h>
#include <linux/sched/task.h>
#include <linux/seqlock.h>
#include <linux/signal.h>
#include <linux/wait.h>

struct tty_struct;

struct sighand_struct {
	spinlock_t siglock;
	refcount_t count;			/* processes that share it: CLONE_SIGHAND */
	wait_queue_head_t signalfd_wqh;
	struct k_sigaction action[_NSIG];	/* [G] */
};

/* setitimer(ITIMER_VIRTUAL, ITIMER_PROF) */
struct cpu_itimer {
	u64 expires;				/* [G] ns of CPU time; 0: off */
	u64 incr;				/* [G] ns */
};

/* Job-control and account state of a thread group. */
struct signal_struct {
	refcount_t sigcnt;			/* tasks whose task_struct exists */
	atomic_t live;				/* threads that have not begun to exit */
	int nr_threads;				/* [T+G] threads on thread_head */
	struct list_head thread_head;		/* [T+G, RCU] */

	wait_queue_head_t wait_chldexit;	/* wait4() sleeps here */
	struct task_struct *curr_target;	/* [G] where the last group signal went */
	struct sigpending shared_pending;	/* [G] signals for any thread */
	struct hlist_head multiprocess;		/* [G] forks under way, that collect group signals */

	int group_exit_code;			/* [G] with SIGNAL_GROUP_EXIT or a stop */
	int notify_count;			/* [G] threads that group_exec_task waits for */
	struct task_struct *group_exec_task;	/* [G] the thread in execve() */
	int group_stop_count;			/* [G] threads yet to stop */
	unsigned int flags;			/* [G] SIGNAL_* */

	unsigned int is_child_subreaper:1;	/* [T] adopts orphaned descendants */
	unsigned int has_child_subreaper:1;	/* [T] some ancestor does */

	struct hrtimer real_timer;		/* ITIMER_REAL */
	ktime_t it_real_incr;			/* [G] */
	struct cpu_itimer it[2];		/* [G] CPUCLOCK_PROF, CPUCLOCK_VIRT */
	bool cpu_timers_active;			/* [G] the tick has something to check */
	int next_posix_timer_id;		/* [G] */
	struct hlist_head posix_timers;		/* [G] */

	struct pid *pids[PIDTYPE_MAX];		/* [T, RCU] TGID, PGID and SID; [PID] unused */
	struct tty_struct *tty;			/* [G] controlling terminal */
	struct pid *tty_old_pgrp;		/* [G] told SIGHUP when the terminal went */
	int leader;				/* [T] leads its session */

	seqlock_t stats_lock;			/* the accounts of threads that are gone */
	u64 utime, stime, cutime, cstime;	/* ns; c: of waited-for children */
	u64 gtime, cgtime;
	unsigned long nvcsw, nivcsw, cnvcsw, cnivcsw;
	unsigned long min_flt, maj_flt, cmin_flt, cmaj_flt;
	unsigned long inblock, oublock, cinblock, coublock;
	unsigned long maxrss, cmaxrss;		/* pages */
	unsigned long long sum_sched_runtime;	/* ns, of dead threads */

	struct rlimit rlim[RLIM_NLIMITS];	/* group_leader's task_lock */

	short oom_score_adj;			/* -1000 ... 1000 */
	short oom_score_adj_min;		/* lowest that may be set without privilege */
	bool oom_flag_origin;
	struct mm_struct *oom_mm;		/* mm pinned for the OOM reaper */

	struct mutex cred_guard_mutex;		/* held over execve() until creds are final */
	struct rw_semaphore exec_update_lock;	/* write: mm and creds change together */
};

#define SIGNAL_STOP_STOPPED	0x00000001	/* the whole group is stopped */
#define SIGNAL_STOP_CONTINUED	0x00000002	/* SIGCONT since WCONTINUED was reported */
#define SIGNAL_GROUP_EXIT	0x00000004	/* the whole group is exiting */
#define SIGNAL_CLD_STOPPED	0x00000010	/* the parent is to be told */
#define SIGNAL_CLD_CONTINUED	0x00000020
#define SIGNAL_CLD_MASK		(SIGNAL_CLD_STOPPED | SIGNAL_CLD_CONTINUED)
#define SIGNAL_UNKILLABLE	0x00000040	/* init: unhandled signals do nothing */
#define SIGNAL_STOP_MASK	(SIGNAL_CLD_MASK | SIGNAL_STOP_STOPPED | SIGNAL_STOP_CONTINUED)

static inline void signal_set_stop_flags(struct signal_struct *sig, unsigned int flags)
{
	sig->flags = (sig->flags & ~SIGNAL_STOP_MASK) | flags;
}

/* ITIMER_REAL has expired. Does not restart: dequeue_signal() does. */
enum hrtimer_restart it_real_fn(struct hrtimer *timer);
void update_cpu_timers_active(struct signal_struct *sig);

extern struct signal_struct init_signals;
extern struct sighand_struct init_sighand;

/* ---- sending ---- */

int send_signal_locked(int sig, struct kernel_siginfo *info, struct task_struct *p,
		       enum pid_type type);
int do_send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p,
		     enum pid_type type);
int group_send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p,
			enum pid_type type);
int send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p);
int send_sig(int sig, struct task_struct *p, int priv);
int send_sig_fault(int sig, int code, void __user *addr, struct task_struct *t);
int send_sig_mceerr(int code, void __user *addr, short lsb, struct task_struct *t);
int force_sig_info(struct kernel_siginfo *info);
void force_sig(int sig);
void force_fatal_sig(int sig);
void force_exit_sig(int sig);
void force_sigsegv(int sig);
int force_sig_fault(int sig, int code, void __user *addr);
int force_sig_fault_to_task(int sig, int code, void __user *addr, struct task_struct *t);
int force_sig_mceerr(int code, void __user *addr, short lsb);
int force_sig_bnderr(void __user *addr, void __user *lower, void __user *upper);
int force_sig_pkuerr(void __user *addr, u32 pkey);
int force_sig_fault_trapno(int sig, int code, void __user *addr, int trapno);
int kill_pid_info(int sig, struct kernel_siginfo *info, struct pid *pid);
int kill_pid(struct pid *pid, int sig, int priv);
int kill_pgrp(struct pid *pid, int sig, int priv);
int __kill_pgrp_info(int sig, struct kernel_siginfo *info, struct pid *pgrp);
bool do_notify_parent(struct task_struct *tsk, int sig);
int zap_other_threads(struct task_struct *p);
void ignore_signals(struct task_struct *t);
void flush_signals(struct task_struct *t);
void flush_signal_handlers(struct task_struct *t, int force_default);
void flush_sigqueue(struct sigpending *queue);
void flush_itimer_signals(void);
int dequeue_signal(sigset_t *mask, kernel_siginfo_t *info, enum pid_type *type);
struct sigqueue *sigqueue_alloc(void);
void sigqueue_free(struct sigqueue *q);
int send_sigqueue(struct sigqueue *q, struct pid *pid, enum pid_type type);

/* ---- the flag that says "look for signals on the way to user mode" ---- */

void recalc_sigpending(void);
void recalc_sigpending_and_wake(struct task_struct *t);
void calculate_sigpending(void);
void signal_wake_up_state(struct task_struct *t, unsigned int state);

static inline void signal_wake_up(struct task_struct *t, bool fatal)
{
	signal_wake_up_state(t, fatal ? TASK_WAKEKILL : 0);
}

static inline int task_sigpending(struct task_struct *p)
{
	return unlikely(test_tsk_thread_flag(p, TIF_SIGPENDING));
}

static inline int signal_pending(struct task_struct *p)
{
	return task_sigpending(p);
}

static inline int __fatal_signal_pending(struct task_struct *p)
{
	return unlikely(sigismember(&p->pending.signal, SIGKILL));
}

static inline int fatal_signal_pending(struct task_struct *p)
{
	return task_sigpending(p) && __fatal_signal_pending(p);
}

static inline int signal_pending_state(unsigned int state, struct task_struct *p)
{
	if (!(state & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)))
		return 0;
	if (!signal_pending(p))
		return 0;
	return (state & TASK_INTERRUPTIBLE) || __fatal_signal_pending(p);
}

static inline int restart_syscall(void)
{
	set_tsk_thread_flag(current, TIF_SIGPENDING);
	return -ERESTARTNOINTR;
}

static inline void clear_restore_sigmask(void)
{
	current->restore_sigmask = false;
}

static inline void set_restore_sigmask(void)
{
	current->restore_sigmask = true;
}

static inline bool test_restore_sigmask(void)
{
	return current->restore_sigmask;
}

static inline bool test_and_clear_restore_sigmask(void)
{
	bool was = current->restore_sigmask;

	current->restore_sigmask = false;
	return was;
}

/* Undo what set_user_sigmask() did, now that no handler will run under the temporary mask. */
static inline void restore_saved_sigmask(void)
{
	if (test_and_clear_restore_sigmask())
		__set_current_blocked(&current->saved_sigmask);
}

/* At the end of a call that waited under a temporary mask. */
static inline void restore_saved_sigmask_unless(bool interrupted)
{
	if (!interrupted)
		restore_saved_sigmask();
}

/* The mask that a handler's return is to restore. */
static inline sigset_t *sigmask_to_save(void)
{
	return test_restore_sigmask() ? &current->saved_sigmask : &current->blocked;
}

/* ---- sigaltstack ---- */

void sas_ss_reset(struct task_struct *p);

static inline int __on_sig_stack(unsigned long sp)
{
	return sp > current->sas_ss_sp && sp - current->sas_ss_sp <= current->sas_ss_size;
}

/* With SS_AUTODISARM the stack is forgotten on entry, so one is never "on" it. */
static inline int on_sig_stack(unsigned long sp)
{
	if (current->sas_ss_flags & SS_AUTODISARM)
		return 0;
	return __on_sig_stack(sp);
}

static inline int sas_ss_flags(unsigned long sp)
{
	if (!current->sas_ss_size)
		return SS_DISABLE;
	return on_sig_stack(sp) ? SS_ONSTACK : 0;
}

/* Where to build a frame; the red zone is the caller's to keep. */
static inline unsigned long sigsp(unsigned long sp, struct ksignal *ksig)
{
	if ((ksig->ka.sa.sa_flags & SA_ONSTACK) && !sas_ss_flags(sp))
		return current->sas_ss_sp + current->sas_ss_size;
	return sp;
}

/* ---- walking tasks; tasklist_lock or RCU held ---- */

#define next_task(p)	list_entry_rcu((p)->tasks.next, struct task_struct, tasks)

#define for_each_process(p) \
	for (p = &init_task; (p = next_task(p)) != &init_task; )

#define __for_each_thread(signal, t)	\
	list_for_each_entry_rcu(t, &(signal)->thread_head, thread_node)

#define for_each_thread(p, t)	__for_each_thread((p)->signal, t)

#define for_each_process_thread(p, t)	for_each_process(p) for_each_thread(p, t)

#define while_each_thread(g, t)	while ((t = next_thread(t)) != g)

struct task_struct *next_thread(struct task_struct *p);
struct task_struct *__next_thread(struct task_struct *p);

static inline int get_nr_threads(struct task_struct *task)
{
	return task->signal->nr_threads;
}

/* A parent that dies changes the signal, but not whether there is one. */
static inline bool thread_group_leader(struct task_struct *p)
{
	return data_race(p->exit_signal) >= 0;
}

static inline bool same_thread_group(struct task_struct *a, struct task_struct *b)
{
	return a->signal == b->signal;
}

/* [T] Only the leader is left, and all others have been released. */
static inline int thread_group_empty(struct task_struct *p)
{
	return thread_group_leader(p) && list_is_last(&p->thread_node, &p->signal->thread_head);
}

static inline bool delay_group_leader(struct task_struct *p)
{
	return thread_group_leader(p) && !thread_group_empty(p);
}

struct sighand_struct *lock_task_sighand(struct task_struct *task, unsigned long *flags);

static inline void unlock_task_sighand(struct task_struct *task, unsigned long *flags)
{
	spin_unlock_irqrestore(&task->sighand->siglock, *flags);
}

/* ---- limits ---- */

static inline unsigned long task_rlimit(const struct task_struct *task, unsigned int limit)
{
	return READ_ONCE(task->signal->rlim[limit].rlim_cur);
}

static inline unsigned long task_rlimit_max(const struct task_struct *task, unsigned int limit)
{
	return READ_ONCE(task->signal->rlim[limit].rlim_max);
}

static inline unsigned long rlimit(unsigned int limit)
{
	return task_rlimit(current, limit);
}

static inline unsigned long rlimit_max(unsigned int limit)
{
	return task_rlimit_max(current, limit);
}

int do_prlimit(struct task_struct *tsk, unsigned int resource, struct rlimit *new_rlim,
	       struct rlimit *old_rlim);

/* No member of the caller's process group has a parent elsewhere in the session. */
bool is_current_pgrp_orphaned(void);

#endif
