// SPDX-License-Identifier: GPL-2.0-only
/*
 * vma_init.c - VMAs as objects: where they come from and where they go.
 *
 * Owns:       the cache of struct vm_area_struct.
 * Invariant:  a VMA in the cache has vm_refcnt 0. The cache is SLAB_TYPESAFE_BY_RCU: a
 *	       page fault may still look at a freed VMA, finds 0 there and leaves it alone;
 *	       or finds it reborn, enters, and sees that it is not the one it wanted
 *	       (lock_vma_under_rcu()). So nothing has to be freed by call_rcu().
 * Locks:      none here.
 * Elsewhere:  what a VMA is linked to (vma.c); its lock (mmap_lock.c).
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mmap_lock.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "vma.h"

static struct kmem_cache *vm_area_cachep __read_mostly;

/** vma_state_init() - create the VMA cache; at boot, before the first mm. */
void __init vma_state_init(void)
{
	vm_area_cachep = kmem_cache_create("vm_area_struct", sizeof(struct vm_area_struct), 0,
					   SLAB_HWCACHE_ALIGN | SLAB_PANIC |
					   SLAB_TYPESAFE_BY_RCU | SLAB_ACCOUNT, NULL);
	vma_lock_setup();
}

/**
 * vm_area_alloc() - a VMA of @mm with all fields zero, detached.
 *
 * Context: may sleep.
 * Return: the VMA, to be freed by vm_area_free(), or NULL.
 */
struct vm_area_struct *vm_area_alloc(struct mm_struct *mm)
{
	struct vm_area_struct *vma = kmem_cache_alloc(vm_area_cachep, GFP_KERNEL);

	if (unlikely(!vma))
		return NULL;
	/* vm_refcnt is 0 and stays so: a reader of the VMA's former life may look at it now */
	memset(vma, 0, sizeof(*vma));
	vma->vm_mm = mm;
	INIT_LIST_HEAD(&vma->anon_vma_chain);
	vma_lock_init(vma);
	return vma;
}

/**
 * vm_area_dup() - a detached copy of @orig that shares its name, and nothing else.
 *
 * Neither file nor anon_vma are referenced: the caller links the copy, or clears them.
 *
 * Context: @orig is stable (mmap_lock held); may sleep.
 * Return: the copy, or NULL.
 */
struct vm_area_struct *vm_area_dup(struct vm_area_struct *orig)
{
	struct vm_area_struct *new = kmem_cache_alloc(vm_area_cachep, GFP_KERNEL);

	if (unlikely(!new))
		return NULL;
	new->vm_start = orig->vm_start;
	new->vm_end = orig->vm_end;
	new->vm_mm = orig->vm_mm;
	new->vm_page_prot = orig->vm_page_prot;
	new->__vm_flags = orig->vm_flags;
	new->anon_vma = orig->anon_vma;
	new->vm_ops = orig->vm_ops;
	new->vm_pgoff = orig->vm_pgoff;
	new->vm_file = orig->vm_file;
	new->vm_private_data = orig->vm_private_data;
	new->anon_name = NULL;
	memset(&new->shared, 0, sizeof(new->shared));
	INIT_LIST_HEAD(&new->anon_vma_chain);
	vma_lock_init(new);
	dup_anon_vma_name(orig, new);
	return new;
}

/**
 * vm_area_free() - free a detached VMA.
 *
 * What it was linked to is the caller's: file, anon_vma, vm_ops->close().
 */
void vm_area_free(struct vm_area_struct *vma)
{
	vma_assert_detached(vma);
	free_anon_vma_name(vma);
	kmem_cache_free(vm_area_cachep, vma);
}

/*
 * A shared writable mapping of a file that keeps account of dirty pages is mapped read-only
 * at first, so that the first write to each page is noticed.
 */
bool vma_wants_writenotify(struct vm_area_struct *vma, pgprot_t vm_page_prot)
{
	const struct vm_operations_struct *vm_ops = vma->vm_ops;

	if ((vma->vm_flags & (VM_WRITE | VM_SHARED)) != (VM_WRITE | VM_SHARED))
		return false;
	if (vm_ops && (vm_ops->page_mkwrite || vm_ops->pfn_mkwrite))
		return true;
	/* the mapping's driver asked for other protection bits: leave them alone */
	if (pgprot_val(vm_page_prot) != pgprot_val(vm_get_page_prot(vma->vm_flags)))
		return false;
	if (vma->vm_flags & VM_PFNMAP)
		return false;
	return vma->vm_file && vma->vm_file->f_mapping &&
	       mapping_can_writeback(vma->vm_file->f_mapping);
}

/** vma_set_page_prot() - make vm_page_prot follow vm_flags. */
void vma_set_page_prot(struct vm_area_struct *vma)
{
	pgprot_t prot = vm_get_page_prot(vma->vm_flags);

	if (vma_wants_writenotify(vma, prot))
		prot = vm_get_page_prot(vma->vm_flags & ~VM_SHARED);
	/* the fault path reads it without mmap_lock */
	WRITE_ONCE(vma->vm_page_prot, prot);
}

/*
 * vm_flags changes only with the VMA write-locked, so that a page fault sees one value
 * throughout. vm_flags_init() is for a VMA that nobody else knows.
 */
void vm_flags_reset(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma_assert_write_locked(vma);
	vm_flags_init(vma, flags);
}

void vm_flags_mod(struct vm_area_struct *vma, vm_flags_t set, vm_flags_t clear)
{
	vma_start_write(vma);
	vm_flags_init(vma, (vma->vm_flags | set) & ~clear);
}

void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)
{
	vm_flags_mod(vma, flags, 0);
}

void vm_flags_clear(struct vm_area_struct *vma, vm_flags_t flags)
{
	vm_flags_mod(vma, 0, flags);
}
