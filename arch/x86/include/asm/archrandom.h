/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/archrandom.h - the CPU's own source of random numbers (RDRAND). */
#ifndef _ASM_X86_ARCHRANDOM_H
#define _ASM_X86_ARCHRANDOM_H

#include <asm/cpufeature.h>

/* Intel advises ten tries; the carry flag tells of success. */
static inline bool __must_check arch_get_random_long(unsigned long *v)
{
	int tries;
	bool ok;

	if (!boot_cpu_has(X86_FEATURE_RDRAND))
		return false;
	for (tries = 0; tries < 10; tries++) {
		asm volatile("rdrand %1" : "=@ccc" (ok), "=r" (*v));
		if (ok)
			return true;
	}
	return false;
}

#endif
