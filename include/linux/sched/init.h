/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_INIT_H
#define _LINUX_SCHED_INIT_H

void sched_init(void);		/* boot CPU, before interrupts */
void sched_init_smp(void);	/* after all CPUs are up */

#endif
