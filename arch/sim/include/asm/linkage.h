/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/linkage.h - nothing special about symbols. */
#ifndef _ASM_SIM_LINKAGE_H
#define _ASM_SIM_LINKAGE_H

#define asmlinkage

#endif
