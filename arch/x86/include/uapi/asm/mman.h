/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_ASM_X86_MMAN_H
#define _UAPI_ASM_X86_MMAN_H

#define MAP_32BIT	0x40		/* only in the lowest 2 GiB */
#define MAP_ABOVE4G	0x80		/* only above 4 GiB */

#include <asm-generic/mman.h>

#endif
