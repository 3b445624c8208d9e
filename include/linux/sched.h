/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched.h - struct task_struct, and how a task waits.
 *
 * A task is one thread of execution.  Its fields belong to different owners;
 * each group names its lock.  Functions of the scheduler, of signals, of fork
 * and exit are declared in linux/sched/<topic>.h.
 *
 * Guards: [S] the task itself only, [Q] the run-queue lock of its CPU,
 * [P] p->pi_lock, [T] tasklist_lock, [G] sighand->siglock, [I] fixed, [A] atomic.
 */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/types.h>
#include <linux/bitops.h>
#include <linux/list.h>
#include <linux/rbtree_types.h>
#include <linux/spinlock_types.h>
#include <linux/refcount.h>
#include <linux/cpumask_types.h>
#include <linux/pid_types.h>
#include <linux/signal_types.h>
#include <linux/resource.h>
#include <linux/restart_block.h>
#include <linux/timer_types.h>
#include <linux/uidgid.h>
#include <linux/preempt.h>
#include <linux/irqflags.h>
#include <linux/lockdep_types.h>
#include <uapi/linux/sched.h>
#include <asm/current.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

struct mm_struct;
struct fs_struct;
struct files_struct;
struct signal_struct;
struct sighand_struct;
struct cred;
struct completion;
struct pid;
struct rq;
struct sched_class;
struct io_context;
struct robust_list_head;
struct futex_pi_state;
struct user_struct;
struct vm_struct;
struct nameidata;
struct capture_control;
struct reclaim_state;

/* __state: what the task waits for.  Combinations as user space knows them from ps. */
#define TASK_RUNNING		0x00000000
#define TASK_INTERRUPTIBLE	0x00000001
#define TASK_UNINTERRUPTIBLE	0x00000002
#define __TASK_STOPPED		0x00000004
#define __TASK_TRACED		0x00000008
/* exit_state */
#define EXIT_DEAD		0x00000010
#define EXIT_ZOMBIE		0x00000020
#define EXIT_TRACE		(EXIT_ZOMBIE | EXIT_DEAD)
#define TASK_PARKED		0x00000040
#define TASK_DEAD		0x00000080
#define TASK_WAKEKILL		0x00000100
#define TASK_WAKING		0x00000200
#define TASK_NOLOAD		0x00000400
#define TASK_NEW		0x00000800

#define TASK_KILLABLE		(TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_STOPPED		(TASK_WAKEKILL | __TASK_STOPPED)
#define TASK_TRACED		(TASK_WAKEKILL | __TASK_TRACED)
#define TASK_IDLE		(TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_NORMAL		(TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
#define TASK_ANY		0xffff

#define task_is_running(t)	(READ_ONCE((t)->__state) == TASK_RUNNING)
#define task_is_stopped(t)	((READ_ONCE((t)->__state) & __TASK_STOPPED) != 0)
#define task_is_traced(t)	((READ_ONCE((t)->__state) & __TASK_TRACED) != 0)
#define task_is_stopped_or_traced(t) \
	((READ_ONCE((t)->__state) & (__TASK_STOPPED | __TASK_TRACED)) != 0)

/*
 * set_current_state() orders the store of the state before the test of the
 * condition that follows; it pairs with the barrier in try_to_wake_up(), which
 * stands between the setting of the condition and the test of the state.
 */
#define __set_current_state(s)	WRITE_ONCE(current->__state, (s))
#define set_current_state(s)	smp_store_mb(current->__state, (s))
#define get_current_state()	READ_ONCE(current->__state)

/*
 * For states that no loop tests a condition around (stopped, dead): a wake-up that is under way
 * and holds pi_lock must not undo them later.
 */
#define set_special_state(s)						\
	do {								\
		unsigned long flags__;					\
									\
		raw_spin_lock_irqsave(&current->pi_lock, flags__);	\
		WRITE_ONCE(current->__state, (s));			\
		raw_spin_unlock_irqrestore(&current->pi_lock, flags__);	\
	} while (0)

#define TASK_COMM_LEN		16
#define MAX_SCHEDULE_TIMEOUT	LONG_MAX

/* flags: [S] set by the task itself */
#define PF_IDLE			0x00000002	/* an idle task */
#define PF_EXITING		0x00000004	/* on its way out */
#define PF_POSTCOREDUMP		0x00000008
#define PF_IO_WORKER		0x00000010
#define PF_WQ_WORKER		0x00000020
#define PF_FORKNOEXEC		0x00000040	/* forked, has not called exec */
#define PF_SUPERPRIV		0x00000100
#define PF_SIGNALED		0x00000400	/* killed by a signal */
#define PF_MEMALLOC		0x00000800	/* may use the reserves: it frees memory */
#define PF_NPROC_EXCEEDED	0x00001000
#define PF_NOFREEZE		0x00008000
#define PF_KSWAPD		0x00020000
#define PF_MEMALLOC_NOFS	0x00040000
#define PF_MEMALLOC_NOIO	0x00080000
#define PF_KTHREAD		0x00200000	/* a kernel thread */
#define PF_RANDOMIZE		0x00400000	/* randomise its address space */
#define PF_NO_SETAFFINITY	0x04000000
#define PF_MEMALLOC_PIN		0x10000000

struct sched_entity {
	struct rb_node run_node;		/* [Q] */
	unsigned int on_rq;			/* [Q] */
	unsigned int weight;			/* [Q] */
	u64 exec_start;				/* [Q] ns, run-queue clock */
	u64 sum_exec_runtime;			/* [Q] ns */
	u64 prev_sum_exec_runtime;		/* [Q] ns at the last pick */
	u64 vruntime;				/* [Q] ns, weighted */
	s64 vlag;				/* [Q] carried over a sleep */
	u64 slice;				/* [Q] ns */
};

struct sched_rt_entity {
	struct list_head run_list;		/* [Q] */
	unsigned int time_slice;		/* [Q] ticks left, SCHED_RR */
	unsigned int on_rq;			/* [Q] */
};

struct sched_info {
	u64 run_delay;				/* [Q] ns waited on a run queue */
	u64 last_queued;			/* [Q] */
	unsigned long pcount;			/* [Q] times run */
};

struct task_struct {
	struct thread_info thread_info;		/* first: asm finds the flags through current */
	unsigned int __state;			/* [P], or [S] by set_current_state() */
	unsigned int flags;			/* [S] PF_ */
	void *stack;				/* [I] lowest address of the kernel stack */
	refcount_t usage;			/* [A] */
	refcount_t rcu_users;			/* [A] being hashed, being scheduled: see sched/task.h */
	refcount_t stack_refcount;		/* [A] */
	struct vm_struct *stack_vm_area;	/* [I] */

	/* scheduling */
	int on_cpu;				/* [Q] running, or not yet switched away from */
	int on_rq;				/* [Q] */
	int prio, static_prio, normal_prio;	/* [Q][P] */
	unsigned int rt_priority;		/* [Q][P] */
	unsigned int policy;			/* [Q][P] */
	unsigned int wake_cpu;			/* [P] */
	int recent_used_cpu;
	const struct sched_class *sched_class;	/* [Q][P] */
	struct sched_entity se;
	struct sched_rt_entity rt;
	int nr_cpus_allowed;			/* [Q][P] */
	cpumask_t cpus_mask;			/* [Q][P] */
	unsigned int sched_contributes_to_load;	/* [Q] counted in nr_uninterruptible */
	unsigned int sched_reset_on_fork:1;
	unsigned int in_execve:1;		/* [S] */
	unsigned int in_iowait:1;		/* [S] */
	unsigned int restore_sigmask:1;		/* [S] saved_sigmask is to come back */
	unsigned int no_cgroup_migration:1;
	struct llist_node wake_entry;
	struct sched_info sched_info;
	raw_spinlock_t pi_lock;

	/* memory */
	struct mm_struct *mm;			/* [S]; readers task_lock() */
	struct mm_struct *active_mm;		/* [S] what the page-table register holds */
	struct vm_area_struct *vmacache_hint;
	struct reclaim_state *reclaim_state;	/* [S] */
	struct capture_control *capture_control;
	unsigned int pagefault_disabled;	/* [S] */
#ifdef CONFIG_FAULT_INJECTION
	/* set through /proc at any time; fail_nth is counted down by the task itself */
	bool make_it_fail;			/* one of those that task-filter lets fail */
	unsigned int fail_nth;			/* the nth operation from now fails; 0: none */
#endif

	/* life and family */
	int exit_state;				/* [T] */
	int exit_code, exit_signal;		/* [T] */
	int pdeath_signal;			/* [S] */
	unsigned long jobctl;			/* [G] */
	unsigned int personality;		/* [S] */
	unsigned long atomic_flags;		/* [A] */
	pid_t pid, tgid;			/* [I] (de_thread changes them under [T]) */
	struct task_struct *real_parent, *parent;	/* [T]; freed by RCU, so it may be read there */
	struct list_head children, sibling;	/* [T] */
	struct list_head dead_node;		/* [T] on its way to release_task() */
	struct task_struct *group_leader;	/* [T] */
	struct pid *thread_pid;			/* [T] */
	struct hlist_node pid_links[PIDTYPE_MAX];	/* [T] */
	struct list_head thread_node;		/* [T][R] on signal->thread_head */
	struct list_head tasks;			/* [T][R] all group leaders, from init_task */
	struct completion *vfork_done;		/* [S] */
	int __user *set_child_tid;		/* [S] */
	int __user *clear_child_tid;		/* [S] */
	void *worker_private;			/* kthread's or workqueue's data [S] */

	/* accounting */
	u64 utime, stime;			/* [S] ns */
	u64 gtime;
	unsigned long nvcsw, nivcsw;		/* [Q] */
	u64 start_time, start_boottime;		/* [I] ns */
	unsigned long min_flt, maj_flt;		/* [S] */
	unsigned long last_switch_count;	/* hung-task check */
	unsigned long last_switch_time;

	/* rights, names */
	const struct cred __rcu *real_cred;	/* [R] */
	const struct cred __rcu *cred;		/* [S] effective */
	kuid_t loginuid;			/* [S] as whom the person logged in; inherited */
	unsigned int sessionid;			/* [S] which login that was */
	char comm[TASK_COMM_LEN];		/* [L] task_lock() */
	struct nameidata *nameidata;		/* [S] path walk in progress */

	/* files */
	struct fs_struct *fs;			/* task_lock() */
	struct files_struct *files;		/* task_lock() */
	unsigned int link_count;

	/* signals */
	struct signal_struct *signal;		/* [G][T] */
	struct sighand_struct *sighand;		/* [G][T]; others begin with lock_task_sighand() */
	sigset_t blocked, real_blocked;		/* [G], written by [S] */
	sigset_t saved_sigmask;			/* [S] while restore_sigmask */
	struct sigpending pending;		/* [G] */
	unsigned long sas_ss_sp;		/* [S] sigaltstack */
	size_t sas_ss_size;
	unsigned int sas_ss_flags;
	struct callback_head *task_works;	/* [A] run on the way to user mode */
	struct restart_block restart_block;	/* [S] */
	u64 parent_exec_id, self_exec_id;

	/* futexes */
	struct robust_list_head __user *robust_list;	/* [S] */
	struct list_head pi_state_list;
	struct futex_pi_state *pi_state_cache;
	unsigned int futex_state;

	/* rseq */
	struct rseq __user *rseq;		/* [S] */
	u32 rseq_len, rseq_sig;
	unsigned long rseq_event_mask;

	unsigned long timer_slack_ns, default_timer_slack_ns;

	spinlock_t alloc_lock;			/* task_lock(): mm, files, fs, comm */
	void *journal_info;
	struct list_head cpu_timers_list;
	struct wake_q_node { struct wake_q_node *next; } wake_q;
	int rcu_nesting;
	int lockdep_depth;			/* [S] */
	struct lockdep_task lockdep;		/* [S] */
	void *kunit_test;			/* [S] the running KUnit case */
#ifdef CONFIG_KASAN
	unsigned int kasan_depth;		/* [S] not 0: no reports */
#endif
#ifdef CONFIG_PAGE_OWNER
	bool in_page_owner;			/* [S] storing a stack */
#endif
	struct rcu_head rcu;

	struct thread_struct thread;		/* last: the FPU area may follow */
};

/* Copied along the way to the user (jobctl bits are in sched/jobctl.h). */
#define PFA_NO_NEW_PRIVS	0
#define task_no_new_privs(p)	test_bit(PFA_NO_NEW_PRIVS, &(p)->atomic_flags)
#define task_set_no_new_privs(p) set_bit(PFA_NO_NEW_PRIVS, &(p)->atomic_flags)

static inline pid_t task_pid_nr(struct task_struct *tsk)
{
	return tsk->pid;
}

static inline pid_t task_tgid_nr(struct task_struct *tsk)
{
	return tsk->tgid;
}

static inline bool is_global_init(struct task_struct *tsk)
{
	return tsk->tgid == 1;
}

/* A task changes its other flags all the time, without a lock; this one it sets once, and that is that. */
static inline bool task_is_exiting(const struct task_struct *p)
{
	return data_race(p->flags) & PF_EXITING;
}

static inline bool is_idle_task(const struct task_struct *p)
{
	return (p->flags & PF_IDLE) != 0;
}

static inline unsigned int task_cpu(const struct task_struct *p)
{
	return READ_ONCE(p->thread_info.cpu);
}

extern struct task_struct init_task;

/* The calls that nearly every file needs; the rest are in linux/sched/. */
asmlinkage void schedule(void);
void schedule_preempt_disabled(void);
asmlinkage void preempt_schedule_irq(void);
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_uninterruptible(long timeout);
long schedule_timeout_idle(long timeout);
long io_schedule_timeout(long timeout);
void io_schedule(void);
int wake_up_state(struct task_struct *tsk, unsigned int state);
int try_to_wake_up(struct task_struct *p, unsigned int state, int wake_flags);
int wake_up_process(struct task_struct *tsk);
void wake_up_new_task(struct task_struct *tsk);
void kick_process(struct task_struct *tsk);
void yield(void);
int cond_resched(void);
int cond_resched_lock(spinlock_t *lock);
int io_schedule_prepare(void);
void io_schedule_finish(int token);
void schedule_idle(void);
void sched_tick(void);
int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *new_mask);
void do_set_cpus_allowed(struct task_struct *p, const struct cpumask *new_mask);
bool wait_task_inactive(struct task_struct *p, unsigned int match_state);
long sched_setaffinity(pid_t pid, const struct cpumask *new_mask);
long sched_getaffinity(pid_t pid, struct cpumask *mask);
struct sched_param;
int sched_setscheduler(struct task_struct *p, int policy, const struct sched_param *param);
int sched_setscheduler_nocheck(struct task_struct *p, int policy, const struct sched_param *param);
void sched_set_fifo(struct task_struct *p);
void sched_set_fifo_low(struct task_struct *p);
void sched_set_normal(struct task_struct *p, int nice);
int task_prio(const struct task_struct *p);
int can_nice(const struct task_struct *p, const int nice);
bool task_curr(const struct task_struct *p);
void set_user_nice(struct task_struct *p, long nice);
int task_nice(const struct task_struct *p);
int idle_cpu(int cpu);
void set_task_comm(struct task_struct *tsk, const char *from);
char *get_task_comm_buf(char *to, size_t size, struct task_struct *tsk);
#define get_task_comm(buf, tsk) get_task_comm_buf(buf, sizeof(buf), tsk)

static inline void set_tsk_thread_flag(struct task_struct *tsk, int flag)
{
	set_bit(flag, &tsk->thread_info.flags);
}

static inline void clear_tsk_thread_flag(struct task_struct *tsk, int flag)
{
	clear_bit(flag, &tsk->thread_info.flags);
}

static inline int test_and_set_tsk_thread_flag(struct task_struct *tsk, int flag)
{
	return test_and_set_bit(flag, &tsk->thread_info.flags);
}

static inline int test_tsk_thread_flag(struct task_struct *tsk, int flag)
{
	return test_bit(flag, &tsk->thread_info.flags);
}

static inline void set_tsk_need_resched(struct task_struct *tsk)
{
	set_tsk_thread_flag(tsk, TIF_NEED_RESCHED);
}

static inline void clear_tsk_need_resched(struct task_struct *tsk)
{
	clear_tsk_thread_flag(tsk, TIF_NEED_RESCHED);
}

static inline int test_tsk_need_resched(struct task_struct *tsk)
{
	return unlikely(test_tsk_thread_flag(tsk, TIF_NEED_RESCHED));
}

static __always_inline bool need_resched(void)
{
	return unlikely(READ_ONCE(current_thread_info()->flags) & (1UL << TIF_NEED_RESCHED));
}

#define task_thread_info(task)	(&(task)->thread_info)

#endif
