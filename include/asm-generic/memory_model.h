/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memory_model.h - struct page of a frame and back.
 *
 * All struct pages stand in one virtual array, vmemmap, indexed by frame number, of which
 * only the parts for existing memory are mapped; asm/pgtable.h says where it is.
 */
#ifndef _ASM_GENERIC_MEMORY_MODEL_H
#define _ASM_GENERIC_MEMORY_MODEL_H

#ifndef __ASSEMBLY__

#define __pfn_to_page(pfn)	(vmemmap + (pfn))
#define __page_to_pfn(page)	((unsigned long)((page) - vmemmap))

#define pfn_to_page	__pfn_to_page
#define page_to_pfn	__page_to_pfn

#define __pfn_to_phys(pfn)	((phys_addr_t)(pfn) << PAGE_SHIFT)
#define __phys_to_pfn(paddr)	((unsigned long)((paddr) >> PAGE_SHIFT))

#endif

#endif
