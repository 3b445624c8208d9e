/* SPDX-License-Identifier: GPL-2.0-only */
/* linkage.h - how assembly declares symbols. */
#ifndef _LINUX_LINKAGE_H
#define _LINUX_LINKAGE_H

#include <linux/compiler_types.h>
#include <linux/stringify.h>

#define __page_aligned_data	__section(".data..page_aligned") __aligned(PAGE_SIZE)
#define __page_aligned_bss	__section(".bss..page_aligned") __aligned(PAGE_SIZE)

#ifdef __ASSEMBLY__
#define SYM_START(name)							\
	.globl name;							\
	.balign 16, 0x90;						\
	name:
#define SYM_FUNC_START(name)	SYM_START(name)
#define SYM_FUNC_START_WEAK(name)					\
	.weak name;							\
	.balign 16, 0x90;						\
	name:
#define SYM_CODE_START(name)	SYM_START(name)
#define SYM_END(name, t)						\
	.type name, t;							\
	.size name, . - name
#define SYM_FUNC_END(name)	SYM_END(name, @function)
#define SYM_CODE_END(name)	SYM_END(name, @function)
#define SYM_DATA_START(name)						\
	.globl name;							\
	name:
#define SYM_DATA_END(name)	SYM_END(name, @object)
#endif

#endif
