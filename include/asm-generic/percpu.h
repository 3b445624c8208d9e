/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm-generic/percpu.h - where each CPU's copy of the per-CPU section stands.
 *
 * Owns: the names of the section and of the table of offsets. A CPU's copy of a variable is at
 * its link address plus __per_cpu_offset[cpu]; mm/percpu.c fills the table once, at boot.
 */
#ifndef _ASM_GENERIC_PERCPU_H
#define _ASM_GENERIC_PERCPU_H

#ifndef __ASSEMBLY__
#include <linux/compiler.h>
#include <linux/types.h>

extern unsigned long __per_cpu_offset[];	/* [I] setup_per_cpu_areas() */

#ifndef per_cpu_offset
#define per_cpu_offset(cpu)	(__per_cpu_offset[cpu])
#endif

extern void setup_per_cpu_areas(void);
#endif

#ifndef PER_CPU_BASE_SECTION
#define PER_CPU_BASE_SECTION	".data..percpu"
#endif
#ifndef PER_CPU_ATTRIBUTES
#define PER_CPU_ATTRIBUTES
#endif

#ifndef __ASSEMBLY__
#include <linux/percpu-defs.h>
#endif

#endif
