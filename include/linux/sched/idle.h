/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_IDLE_H
#define _LINUX_SCHED_IDLE_H

#include <linux/sched.h>

struct task_struct *idle_task(int cpu);
int idle_cpu(int cpu);
void init_idle(struct task_struct *idle, int cpu);
void wake_up_if_idle(int cpu);

#endif
