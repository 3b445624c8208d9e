// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalloc_user.c - vmalloc memory in user mappings.
 *
 * Owns nothing: it inserts the pages of an area that vmalloc_user() made into a VMA. Stands
 * apart from vmalloc.c because it reaches page tables of user space, several layers up.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>

/**
 * remap_vmalloc_range_partial() - map part of an area to user space
 * @uaddr: where in @vma
 * @kaddr: in the area; @pgoff pages behind it is where the part begins
 *
 * Return: 0, or -EINVAL: not page-aligned, no such area, not VM_USERMAP, too long.
 */
int remap_vmalloc_range_partial(struct vm_area_struct *vma, unsigned long uaddr, void *kaddr,
				unsigned long pgoff, unsigned long size)
{
	struct vm_struct *area;
	unsigned long off, end;
	int err;

	if (check_mul_overflow(pgoff, PAGE_SIZE, &off))
		return -EINVAL;
	size = PAGE_ALIGN(size);
	if (!PAGE_ALIGNED(uaddr) || !PAGE_ALIGNED(kaddr))
		return -EINVAL;
	area = find_vm_area(kaddr);
	if (!area || !(area->flags & (VM_USERMAP | VM_DMA_COHERENT)))
		return -EINVAL;
	off += kaddr - area->addr;
	if (check_add_overflow(size, off, &end) || end > get_vm_area_size(area))
		return -EINVAL;
	for (kaddr = area->addr + off; size; size -= PAGE_SIZE) {
		err = vm_insert_page(vma, uaddr, vmalloc_to_page(kaddr));
		if (err)
			return err;
		uaddr += PAGE_SIZE;
		kaddr += PAGE_SIZE;
	}
	vm_flags_set(vma, VM_DONTEXPAND | VM_DONTDUMP);
	return 0;
}

/**
 * remap_vmalloc_range() - map an area to a whole VMA
 */
int remap_vmalloc_range(struct vm_area_struct *vma, void *addr, unsigned long pgoff)
{
	return remap_vmalloc_range_partial(vma, vma->vm_start, addr, pgoff,
					   vma->vm_end - vma->vm_start);
}
