/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/cpufeature.h - asking what the CPU has.
 */
#ifndef _ASM_X86_CPUFEATURE_H
#define _ASM_X86_CPUFEATURE_H

#include <asm/cpufeatures.h>

#ifndef __ASSEMBLY__
#include <asm/processor.h>

static __always_inline bool cpu_has(struct cpuinfo_x86 *c, unsigned int bit)
{
	return (c->x86_capability[bit >> 5] >> (bit & 31)) & 1;
}

#define boot_cpu_has(bit)	cpu_has(&boot_cpu_data, bit)
#define cpu_feature_enabled(bit) boot_cpu_has(bit)
#define static_cpu_has(bit)	boot_cpu_has(bit)

extern void setup_clear_cpu_cap(unsigned int bit);

#endif
#endif
