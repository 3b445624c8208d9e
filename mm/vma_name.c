// SPDX-License-Identifier: GPL-2.0-only
/*
 * vma_name.c - what /proc/PID/maps shows behind the address of a VMA without a file.
 *
 * prctl(PR_SET_VMA_ANON_NAME) gives anonymous memory a name, which is counted: the parts of a VMA
 * that was split, and its copies in children, share one. VMAs with different names do not merge.
 */
#include <linux/kref.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "vma.h"

/** anon_vma_name_alloc() - a name with one reference, or NULL for want of memory. */
struct anon_vma_name *anon_vma_name_alloc(const char *name)
{
	size_t len = strlen(name) + 1;
	struct anon_vma_name *anon_name = kmalloc(sizeof(*anon_name) + len, GFP_KERNEL);

	if (anon_name) {
		kref_init(&anon_name->kref);
		memcpy(anon_name->name, name, len);
	}
	return anon_name;
}

/** anon_vma_name_free() - for kref_put(). */
void anon_vma_name_free(struct kref *kref)
{
	kfree(container_of(kref, struct anon_vma_name, kref));
}

/** vma_is_initial_heap() - whether the VMA has a part of what brk() manages. */
bool vma_is_initial_heap(const struct vm_area_struct *vma)
{
	return vma->vm_start < vma->vm_mm->brk && vma->vm_end > vma->vm_mm->start_brk;
}

/** vma_is_initial_stack() - whether the program's arguments were put into this VMA. */
bool vma_is_initial_stack(const struct vm_area_struct *vma)
{
	return vma->vm_start <= vma->vm_mm->start_stack && vma->vm_end >= vma->vm_mm->start_stack;
}

/* The architecture's name for a VMA that is special to it. */
__weak const char *arch_vma_name(struct vm_area_struct *vma)
{
	return NULL;
}

/**
 * vma_pseudo_name() - "[heap]", "[stack]", "[vdso]" and the like.
 *
 * A name given by prctl() is not among them: see anon_vma_name().
 *
 * Context: mmap_lock held, or @vma locked for reading.
 * Return: the name, or NULL: it has a file, or is plain memory.
 */
const char *vma_pseudo_name(struct vm_area_struct *vma)
{
	const char *name = NULL;

	if (vma->vm_ops && vma->vm_ops->name)
		name = vma->vm_ops->name(vma);
	if (!name && !vma->vm_file)
		name = arch_vma_name(vma);
	if (name || vma->vm_file)
		return name;
	if (vma_is_initial_heap(vma))
		return "[heap]";
	return vma_is_initial_stack(vma) ? "[stack]" : NULL;
}
