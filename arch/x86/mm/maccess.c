// SPDX-License-Identifier: GPL-2.0-only
/*
 * maccess.c - which kernel addresses may be probed for existence at all.
 */
#include <linux/uaccess.h>
#include <asm/page.h>

/** copy_from_kernel_nofault_allowed() - not user addresses, and not non-canonical ones: those raise #GP */
bool copy_from_kernel_nofault_allowed(const void *unsafe_src, size_t size)
{
	unsigned long addr = (unsigned long)unsafe_src;

	return addr >= ~0UL << __VIRTUAL_MASK_SHIFT && addr + size >= addr;
}
