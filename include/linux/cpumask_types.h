/* SPDX-License-Identifier: GPL-2.0-only */
/* cpumask_types.h - a set of CPUs is a bitmap of NR_CPUS bits */
#ifndef _LINUX_CPUMASK_TYPES_H
#define _LINUX_CPUMASK_TYPES_H

#include <linux/types.h>

#define NR_CPUS		CONFIG_NR_CPUS
#define NR_CPUMASK_BITS	NR_CPUS

typedef struct cpumask {
	DECLARE_BITMAP(bits, NR_CPUS);
} cpumask_t;

typedef struct cpumask cpumask_var_t[1];

#endif
