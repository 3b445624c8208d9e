/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/pgtable_64.h - the map of kernel virtual addresses, and how a swap entry lies in a PTE.
 */
#ifndef _ASM_X86_PGTABLE_64_H
#define _ASM_X86_PGTABLE_64_H

#define VMALLOC_START		0xffffc90000000000UL
#define VMALLOC_END		(VMALLOC_START + (32UL << 40) - 1)
#define MODULES_VADDR		(__START_KERNEL_map + KERNEL_IMAGE_SIZE)

/*
 * A swap entry: type in 63..59, the offset's complement in 58..9, exclusive in bit 3. Present and
 * protnone are clear. The complement makes the frame bits of every entry that is in use name
 * memory that does not exist, so that no speculating CPU can read through it (L1TF).
 */
#define SWP_TYPE_BITS		5
#define SWP_OFFSET_FIRST_BIT	(_PAGE_BIT_PROTNONE + 1)
#define SWP_OFFSET_SHIFT	(SWP_OFFSET_FIRST_BIT + SWP_TYPE_BITS)
#define MAX_SWAPFILES_CHECK()	BUILD_BUG_ON(MAX_SWAPFILES_SHIFT > SWP_TYPE_BITS)

#define __swp_type(x)		((x).val >> (64 - SWP_TYPE_BITS))
#define __swp_offset(x)		(~(x).val << SWP_TYPE_BITS >> SWP_OFFSET_SHIFT)
#define __swp_entry(type, offset) ((swp_entry_t) {			\
	(~(unsigned long)(offset) << SWP_OFFSET_SHIFT >> SWP_TYPE_BITS)	\
	| ((unsigned long)(type) << (64 - SWP_TYPE_BITS)) })
#define __pte_to_swp_entry(pte)	((swp_entry_t) { pte_val(pte) })
#define __pmd_to_swp_entry(pmd)	((swp_entry_t) { pmd_val(pmd) })
#define __swp_entry_to_pte(x)	(__pte((x).val))
#define __swp_entry_to_pmd(x)	(__pmd((x).val))

#endif
