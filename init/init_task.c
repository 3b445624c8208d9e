// SPDX-License-Identifier: GPL-2.0-only
/*
 * init_task.c - the first task, which nobody forked: it becomes the idle task of the boot CPU.
 *
 * Every other task descends from it by copying, so whatever fork() does not set is inherited from
 * here.
 */
#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/mm_types.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/init.h>
#include <linux/sched/prio.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <uapi/linux/resource.h>

#include <asm/page.h>
#include <asm/sections.h>

#define LIMIT(cur, max)	{ .rlim_cur = (cur), .rlim_max = (max) }

struct signal_struct init_signals = {
	.sigcnt = REFCOUNT_INIT(1),
	.live = ATOMIC_INIT(1),
	.nr_threads = 1,
	.thread_head = LIST_HEAD_INIT(init_task.thread_node),
	.wait_chldexit = __WAIT_QUEUE_HEAD_INITIALIZER(init_signals.wait_chldexit),
	.shared_pending = { .list = LIST_HEAD_INIT(init_signals.shared_pending.list) },
	.curr_target = &init_task,
	.stats_lock = __SEQLOCK_UNLOCKED(init_signals.stats_lock),
	.cred_guard_mutex = __MUTEX_INITIALIZER(init_signals.cred_guard_mutex),
	.exec_update_lock = __RWSEM_INITIALIZER(init_signals.exec_update_lock),
	.pids = {
		[PIDTYPE_PID] = &init_struct_pid,
		[PIDTYPE_TGID] = &init_struct_pid,
		[PIDTYPE_PGID] = &init_struct_pid,
		[PIDTYPE_SID] = &init_struct_pid,
	},
	.rlim = {
		[RLIMIT_CPU] = LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_FSIZE] = LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_DATA] = LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_STACK] = LIMIT(_STK_LIM, RLIM_INFINITY),
		[RLIMIT_CORE] = LIMIT(0, RLIM_INFINITY),
		[RLIMIT_RSS] = LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_NPROC] = LIMIT(0, 0),		/* fork_init() */
		[RLIMIT_NOFILE] = LIMIT(1024, 4096),
		[RLIMIT_MEMLOCK] = LIMIT(MLOCK_LIMIT, MLOCK_LIMIT),
		[RLIMIT_AS] = LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_LOCKS] = LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_SIGPENDING] = LIMIT(0, 0),	/* fork_init() */
		[RLIMIT_MSGQUEUE] = LIMIT(819200, 819200),
		[RLIMIT_NICE] = LIMIT(0, 0),
		[RLIMIT_RTPRIO] = LIMIT(0, 0),
		[RLIMIT_RTTIME] = LIMIT(RLIM_INFINITY, RLIM_INFINITY),
	},
};

struct sighand_struct init_sighand = {
	.count = REFCOUNT_INIT(1),
	.siglock = __SPIN_LOCK_UNLOCKED(init_sighand.siglock),
	.signalfd_wqh = __WAIT_QUEUE_HEAD_INITIALIZER(init_sighand.signalfd_wqh),
	.action = { { { .sa_handler = SIG_DFL } } },
};

/* Its stack is init_stack, in the kernel image; head_*.S runs on it from the start. */
extern unsigned long init_stack[];

struct task_struct init_task __aligned(L1_CACHE_BYTES) = {
	.thread_info = INIT_THREAD_INFO(init_task),
	.stack_refcount = REFCOUNT_INIT(1),
	.__state = TASK_RUNNING,
#ifdef CONFIG_KASAN
	.kasan_depth = 1,	/* until there is a shadow */
#endif
	.stack = init_stack,
	.usage = REFCOUNT_INIT(2),
	.rcu_users = REFCOUNT_INIT(2),
	.flags = PF_KTHREAD,
	.prio = MAX_PRIO - 20,
	.static_prio = MAX_PRIO - 20,
	.normal_prio = MAX_PRIO - 20,
	.policy = SCHED_NORMAL,
	.cpus_mask = CPU_MASK_ALL,
	.nr_cpus_allowed = NR_CPUS,
	.rt = { .run_list = LIST_HEAD_INIT(init_task.rt.run_list) },
	.active_mm = &init_mm,
	.restart_block = { .fn = do_no_restart_syscall },
	.tasks = LIST_HEAD_INIT(init_task.tasks),
	.real_parent = &init_task,
	.parent = &init_task,
	.children = LIST_HEAD_INIT(init_task.children),
	.sibling = LIST_HEAD_INIT(init_task.sibling),
	.group_leader = &init_task,
	.thread_pid = &init_struct_pid,
	.thread_node = LIST_HEAD_INIT(init_signals.thread_head),
	.real_cred = RCU_INITIALIZER(&init_cred),
	.cred = RCU_INITIALIZER(&init_cred),
	.loginuid = INVALID_UID,
	.sessionid = UINT_MAX,
	.comm = "swapper",
	.fs = &init_fs,
	.files = &init_files,
	.signal = &init_signals,
	.sighand = &init_sighand,
	.pending = { .list = LIST_HEAD_INIT(init_task.pending.list) },
	.alloc_lock = __SPIN_LOCK_UNLOCKED(init_task.alloc_lock),
	.pi_lock = __RAW_SPIN_LOCK_UNLOCKED(init_task.pi_lock),
	.pi_state_list = LIST_HEAD_INIT(init_task.pi_state_list),
	.cpu_timers_list = LIST_HEAD_INIT(init_task.cpu_timers_list),
	.timer_slack_ns = 50000,
	.default_timer_slack_ns = 50000,
	.thread = INIT_THREAD,
};
