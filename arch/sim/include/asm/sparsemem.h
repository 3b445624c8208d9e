/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/sparsemem.h - the unit in which memory comes. */
#ifndef _ASM_SIM_SPARSEMEM_H
#define _ASM_SIM_SPARSEMEM_H

#include <asm/page_types.h>

#define SECTION_SIZE_BITS	27	/* 128 MiB */

#endif
