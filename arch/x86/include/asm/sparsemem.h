/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_X86_SPARSEMEM_H
#define _ASM_X86_SPARSEMEM_H

#include <asm/page_types.h>

#define SECTION_SIZE_BITS	27	/* 128 MiB of RAM is added or removed at a time */

#endif
