// SPDX-License-Identifier: GPL-2.0-only
/*
 * special_mapping.c - mappings that the kernel itself puts into a process: vdso and the like.
 *
 * Owns:       their vm_operations.
 * Locks:      mmap_lock for writing.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>

#include "mmap.h"
#include "vma.h"

static const struct vm_special_mapping *vma_spec(const struct vm_area_struct *vma)
{
	return vma->vm_private_data;
}

static vm_fault_t special_mapping_fault(struct vm_fault *vmf)
{
	const struct vm_special_mapping *spec = vma_spec(vmf->vma);
	pgoff_t pgoff = vmf->pgoff;
	struct page **pages;

	if (spec->fault)
		return spec->fault(spec, vmf->vma, vmf);
	for (pages = spec->pages; pgoff && *pages; pages++)
		pgoff--;
	if (!*pages)
		return VM_FAULT_SIGBUS;
	get_page(*pages);
	vmf->page = *pages;
	return 0;
}

static void special_mapping_close(struct vm_area_struct *vma)
{
	const struct vm_special_mapping *spec = vma_spec(vma);

	if (spec->close)
		spec->close(spec, vma);
}

static int special_mapping_mremap(struct vm_area_struct *new_vma)
{
	const struct vm_special_mapping *spec = vma_spec(new_vma);

	/* page tables are going to be moved: not for another process's mm */
	if (WARN_ON_ONCE(current->mm != new_vma->vm_mm))
		return -EFAULT;
	return spec->mremap ? spec->mremap(spec, new_vma) : 0;
}

/* The pages belong together. */
static int special_mapping_split(struct vm_area_struct *vma, unsigned long addr)
{
	return -EINVAL;
}

static const char *special_mapping_name(struct vm_area_struct *vma)
{
	return vma_spec(vma)->name;
}

static const struct vm_operations_struct special_mapping_vmops = {
	.close		= special_mapping_close,
	.fault		= special_mapping_fault,
	.mremap		= special_mapping_mremap,
	.name		= special_mapping_name,
	.may_split	= special_mapping_split,
};

/** vma_is_special_mapping() - whether @vma maps @sm. */
bool vma_is_special_mapping(const struct vm_area_struct *vma, const struct vm_special_mapping *sm)
{
	return vma->vm_ops == &special_mapping_vmops && vma_spec(vma) == sm;
}

/**
 * insert_vm_struct() - put a VMA that the caller has filled in into @mm.
 *
 * Context: mmap_lock held for writing.
 * Return: 0; or -ENOMEM where the range is not free or the account is full, then @vma is the
 *	   caller's to free.
 */
int insert_vm_struct(struct mm_struct *mm, struct vm_area_struct *vma)
{
	unsigned long charged = vma_pages(vma);

	if (find_vma_intersection(mm, vma->vm_start, vma->vm_end))
		return -ENOMEM;
	if ((vma->vm_flags & VM_ACCOUNT) && security_vm_enough_memory_mm(mm, charged))
		return -ENOMEM;
	if (vma_is_anonymous(vma))
		vma->vm_pgoff = vma->vm_start >> PAGE_SHIFT;
	if (vma_link(mm, vma)) {
		if (vma->vm_flags & VM_ACCOUNT)
			vm_unacct_memory(charged);
		return -ENOMEM;
	}
	return 0;
}

/**
 * _install_special_mapping() - map what @spec describes at [addr, addr + len).
 * @vm_flags: access, and the VM_MAY flags
 *
 * Context: mmap_lock held for writing. @spec lives as long as the mapping.
 * Return: the VMA or an ERR_PTR.
 */
struct vm_area_struct *_install_special_mapping(struct mm_struct *mm, unsigned long addr,
						unsigned long len, unsigned long vm_flags,
						const struct vm_special_mapping *spec)
{
	struct vm_area_struct *vma = vm_area_alloc(mm);
	int err;

	if (!vma)
		return ERR_PTR(-ENOMEM);
	vma->vm_start = addr;
	vma->vm_end = addr + len;
	vm_flags_init(vma, (vm_flags | mm->def_flags | VM_DONTEXPAND) & ~VM_LOCKED_MASK);
	vma->vm_page_prot = vm_get_page_prot(vma->vm_flags);
	vma->vm_ops = &special_mapping_vmops;
	vma->vm_private_data = (void *)spec;
	err = insert_vm_struct(mm, vma);
	if (err) {
		vm_area_free(vma);
		return ERR_PTR(err);
	}
	vm_stat_account(mm, vma->vm_flags, len >> PAGE_SHIFT);
	return vma;
}
