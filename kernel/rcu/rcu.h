/* SPDX-License-Identifier: GPL-2.0-only */
/* rcu.h - between update.c and kvfree.c */
#ifndef _KERNEL_RCU_RCU_H
#define _KERNEL_RCU_RCU_H

#include <linux/rcupdate.h>

void kvfree_rcu_reclaim(struct rcu_head *head, unsigned long offset);

/* @head's grace period is over: free the object, or call the function */
static inline void rcu_reclaim(struct rcu_head *head)
{
	rcu_callback_t func = head->func;

	if (__is_kvfree_rcu_offset((unsigned long)func))
		kvfree_rcu_reclaim(head, (unsigned long)func);
	else
		func(head);
}

#endif
