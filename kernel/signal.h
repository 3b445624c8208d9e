/* SPDX-License-Identifier: GPL-2.0-only */
/* signal.h - what signal.c, sigsend.c, fork.c, exit.c and exec.c share. */
#ifndef _KERNEL_SIGNAL_H
#define _KERNEL_SIGNAL_H

#include <linux/list.h>
#include <linux/sched.h>
#include <linux/signal_types.h>

struct sighand_struct;

/* Signals to several processes that came while this one forked: the child gets them, too. */
struct multiprocess_signals {
	sigset_t signal;			/* [siglock] */
	struct hlist_node node;			/* on signal->multiprocess [siglock] */
};

void __cleanup_sighand(struct sighand_struct *sighand);
void task_join_group_stop(struct task_struct *task);
bool sig_task_ignored(struct task_struct *t, int sig, bool force);
bool recalc_sigpending_tsk(struct task_struct *t);
void set_task_blocked(struct task_struct *t, const sigset_t *newset);
void retarget_shared_pending(struct task_struct *tsk, sigset_t *which);
void flush_sigqueue_mask(sigset_t *mask, struct sigpending *s);
void notify_parent_stopped(struct task_struct *tsk, int why);
void __wake_up_parent(struct task_struct *p, struct task_struct *parent);
void sigqueue_put(struct sigqueue *q);
struct sigqueue *sigqueue_alloc_for(int sig, struct task_struct *t, gfp_t gfp, bool override);
bool is_current_pgrp_orphaned(void);
bool has_pending_signals(const sigset_t *signal, const sigset_t *blocked);

extern struct kmem_cache *sighand_cachep;

#endif
