/* SPDX-License-Identifier: GPL-2.0-only */
/* smp_types.h - a call queued for another CPU */
#ifndef _LINUX_SMP_TYPES_H
#define _LINUX_SMP_TYPES_H

#include <linux/types.h>

struct __call_single_data {
	struct llist_node llist;	/* on the target's queue */
	unsigned int flags;		/* CSD_*; the target clears CSD_LOCK when done with us */
	void (*func)(void *info);
	void *info;
};

#define CSD_FLAG_LOCK	1u	/* queued or running */
#define CSD_FLAG_WAIT	2u	/* unlock after the call rather than before it */

typedef struct __call_single_data call_single_data_t;

#define INIT_CSD(csd, fn, arg) \
do { \
	*(csd) = (struct __call_single_data){ .func = (fn), .info = (arg) }; \
} while (0)

#endif
