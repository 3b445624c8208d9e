/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/sections.h - the bounds of the kernel inside of the host program (vmlinux.lds.S). */
#ifndef _ASM_SIM_SECTIONS_H
#define _ASM_SIM_SECTIONS_H

#include <asm-generic/sections.h>

#endif
