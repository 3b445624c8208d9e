/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/kasan.h - where the shadow lies: an eighth of the kernel's half, 16 TiB.
 *
 *   ffffec0000000000  shadow of ffff800000000000, where the kernel's half begins
 *   fffffc0000000000  end of the shadow
 *
 * The offset is Linux's (Documentation/arch/x86/x86_64/mm.rst there); the compiler is told the
 * same number.
 */
#ifndef _ASM_X86_KASAN_H
#define _ASM_X86_KASAN_H

#include <linux/const.h>

#define KASAN_SHADOW_OFFSET	_AC(0xdffffc0000000000, UL)
#define KASAN_SHADOW_START	(KASAN_SHADOW_OFFSET + (_AC(0xffff800000000000, UL) >> 3))
#define KASAN_SHADOW_END	(KASAN_SHADOW_START + (_AC(1, UL) << (47 - 3)))

#ifndef __ASSEMBLY__
#include <asm/pgtable_types.h>

#ifdef CONFIG_KASAN
void kasan_early_init(void);
void kasan_map_early_shadow(pgd_t *top);
#else
static inline void kasan_early_init(void)
{
}
static inline void kasan_map_early_shadow(pgd_t *top)
{
}
#endif

#endif
#endif
