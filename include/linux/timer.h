/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * timer.h - timeouts in jiffies: cheap to arm and cancel, of ever coarser grain the farther
 * ahead. They fire in softirq context, never early. Precise ones are hrtimers.
 */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/list.h>
#include <linux/ktime.h>
#include <linux/stddef.h>
#include <linux/stringify.h>
#include <linux/timer_types.h>

#define TIMER_CPUMASK		0x0003ffff
#define TIMER_MIGRATING		0x00040000
#define TIMER_BASEMASK		(TIMER_CPUMASK | TIMER_MIGRATING)
#define TIMER_DEFERRABLE	0x00080000	/* an idle CPU is not woken for it */
#define TIMER_PINNED		0x00100000
#define TIMER_IRQSAFE		0x00200000	/* runs with interrupts off; may be del_sync'd there */
#define TIMER_INIT_FLAGS	(TIMER_DEFERRABLE | TIMER_PINNED | TIMER_IRQSAFE)

#define __TIMER_INITIALIZER(_function, _flags) { \
	.entry = { .next = NULL }, \
	.function = (_function), \
	.flags = (_flags), \
}
#define TIMER_INITIALIZER(_function, _flags)	__TIMER_INITIALIZER(_function, _flags)
#define DEFINE_TIMER(_name, _function) \
	struct timer_list _name = __TIMER_INITIALIZER(_function, 0)

void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *), unsigned int flags,
		    const char *name, struct lock_class_key *key);
#define timer_setup(timer, callback, flags)		init_timer_key(timer, callback, flags, #timer, NULL)
#define timer_setup_on_stack(timer, callback, flags)	timer_setup(timer, callback, flags)
#define __init_timer(timer, fn, flags)			timer_setup(timer, fn, flags)
static inline void destroy_timer_on_stack(struct timer_list *timer) { }

#define from_timer(var, callback_timer, timer_fieldname) \
	container_of(callback_timer, typeof(*var), timer_fieldname)
#define timer_container_of(var, callback_timer, timer_fieldname) from_timer(var, callback_timer, timer_fieldname)

static inline int timer_pending(const struct timer_list *timer)
{
	return !hlist_unhashed_lockless(&timer->entry);
}

/* arms for timer->expires on this CPU, or on @cpu */
void add_timer(struct timer_list *timer);
void add_timer_on(struct timer_list *timer, int cpu);
void add_timer_local(struct timer_list *timer);
/* each returns 1 if the timer was pending, else 0 */
int mod_timer(struct timer_list *timer, unsigned long expires);
int mod_timer_pending(struct timer_list *timer, unsigned long expires);
int timer_reduce(struct timer_list *timer, unsigned long expires);
int timer_delete(struct timer_list *timer);
/* as timer_delete(), and the callback does not run any more when it returns; may sleep not */
int timer_delete_sync(struct timer_list *timer);
/* -1: the callback runs now */
int try_to_del_timer_sync(struct timer_list *timer);
/* and nobody can arm it again */
int timer_shutdown(struct timer_list *timer);
int timer_shutdown_sync(struct timer_list *timer);
#define del_timer(timer)	timer_delete(timer)
#define del_timer_sync(timer)	timer_delete_sync(timer)

void timers_init(void);
#define init_timers()		timers_init()
/* a tick happened: account it to the current task, run what is due */
void update_process_times(int user);
void run_local_timers(void);
/* jiffies at which the next timer of this CPU is due; basej + MAX: none */
unsigned long timers_next_expiry(unsigned long basej);

unsigned long __round_jiffies(unsigned long j, int cpu);
unsigned long round_jiffies(unsigned long j);
unsigned long round_jiffies_relative(unsigned long j);
unsigned long round_jiffies_up(unsigned long j);

#endif
