/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/unistd.h - system calls have the numbers of x86-64. */
#ifndef _ASM_SIM_UNISTD_H
#define _ASM_SIM_UNISTD_H

#include <asm/unistd_64.h>

#endif
