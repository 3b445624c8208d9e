/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/archrandom.h - the only source of random numbers is the seed. */
#ifndef _ASM_SIM_ARCHRANDOM_H
#define _ASM_SIM_ARCHRANDOM_H

#include <linux/types.h>

extern bool __must_check arch_get_random_long(unsigned long *v);

#endif
