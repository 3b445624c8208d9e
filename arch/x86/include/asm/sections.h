/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_X86_SECTIONS_H
#define _ASM_X86_SECTIONS_H

#include <asm-generic/sections.h>

#endif
