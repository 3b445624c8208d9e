// SPDX-License-Identifier: GPL-2.0-only
/*
 * filemap_map.c - the page cache seen by mappings: faults on files.
 *
 * Invariant:  a folio is mapped only while it is locked and its ->mapping is still the file's,
 *             so that a truncation, which unmaps under the same lock, leaves none behind.
 * Locks:      invalidate_lock (shared) around reading a folio in; the folio lock; the
 *             page-table lock innermost.
 * Elsewhere:  the page-table side (fault_file.c), the cache itself (filemap.c).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include "fault.h"
#include "map.h"
#include "store.h"

/* Starts the reading that a fault on a missing folio should bring. */
static void mmap_readahead(struct vm_fault *vmf)
{
	struct file *file = vmf->vma->vm_file;
	struct file_ra_state *ra = &file->f_ra;
	struct address_space *mapping = file->f_mapping;
	DEFINE_READAHEAD(ractl, file, ra, mapping, vmf->pgoff);
	unsigned int half = ra->ra_pages / 2;

	if ((vmf->vma->vm_flags & VM_RAND_READ) || !ra->ra_pages)
		return;
	if (vmf->vma->vm_flags & VM_SEQ_READ) {
		page_cache_sync_ra(&ractl, ra->ra_pages);
		return;
	}
	/* around: code and tables are not read in order */
	ra->start = vmf->pgoff > half ? vmf->pgoff - half : 0;
	ra->size = ra->ra_pages;
	ra->async_size = ra->ra_pages / 4;
	ractl._index = ra->start;
	force_page_cache_ra(&ractl, ra->size);
}

/**
 * filemap_fault() - find, or read in, the folio of a fault
 *
 * Return: VM_FAULT_LOCKED with vmf->page locked and referenced, or an error, or
 * VM_FAULT_RETRY with the address space's lock dropped.
 */
vm_fault_t filemap_fault(struct vm_fault *vmf)
{
	struct file *file = vmf->vma->vm_file;
	struct address_space *mapping = file->f_mapping;
	struct inode *inode = mapping->host;
	pgoff_t max = DIV_ROUND_UP(i_size_read(inode), PAGE_SIZE);
	struct folio *folio;
	vm_fault_t ret = 0, locked;
	int error;

	if (unlikely(vmf->pgoff >= max))
		return VM_FAULT_SIGBUS;
	folio = filemap_get_folio(mapping, vmf->pgoff);
	if (IS_ERR(folio)) {
		count_vm_event(PGMAJFAULT);
		ret = VM_FAULT_MAJOR;
		mmap_readahead(vmf);
	}
	for (;;) {
		if (IS_ERR(folio)) {
			filemap_invalidate_lock_shared(mapping);
			folio = __filemap_get_folio(mapping, vmf->pgoff, FGP_CREAT | FGP_FOR_MMAP,
						    vmf->gfp_mask);
			filemap_invalidate_unlock_shared(mapping);
			if (IS_ERR(folio))
				return VM_FAULT_OOM;
		}
		locked = folio_lock_or_retry(folio, vmf);
		if (locked) {
			folio_put(folio);
			return ret | locked;
		}
		if (unlikely(folio->mapping != mapping)) {
			folio_unlock(folio);
			folio_put(folio);
			folio = ERR_PTR(-ENOENT);
			continue;
		}
		if (likely(folio_test_uptodate(folio)))
			break;
		/* the reader unlocks it */
		error = mapping->a_ops->read_folio(file, folio);
		if (!error)
			error = folio_wait_locked_killable(folio);
		if (!error && !folio_test_uptodate(folio))
			error = -EIO;
		if (error) {
			folio_put(folio);
			return VM_FAULT_SIGBUS;
		}
	}
	/* under the lock: a truncation that finished before is seen, a later one waits */
	max = DIV_ROUND_UP(i_size_read(inode), PAGE_SIZE);
	if (unlikely(vmf->pgoff >= max)) {
		folio_unlock(folio);
		folio_put(folio);
		return VM_FAULT_SIGBUS;
	}
	vmf->page = folio_file_page(folio, vmf->pgoff);
	return ret | VM_FAULT_LOCKED;
}

/*
 * @folio, or the first after it in the walk, that can be mapped at once: valid and locked, with
 * a reference.
 */
static __always_inline struct folio *mappable_folio(struct folio *folio, struct xa_state *xas,
						    struct address_space *mapping, pgoff_t end)
{
	const unsigned long ask = 1UL << PG_locked | 1UL << PG_uptodate | 1UL << PG_readahead;

	for (; folio; folio = xas_next_entry(xas, end)) {
		if (unlikely((unsigned long)folio & 3)) {
			xas_retry(xas, folio);
			continue;	/* a value, or the tree is changing */
		}
		/* only a hint: what counts is asked again under the lock */
		if (unlikely((READ_ONCE(folio->flags) & ask) != 1UL << PG_uptodate))
			continue;
		if (unlikely(!folio_try_get(folio)))
			continue;
		if (likely(folio == xas_reload(xas) && folio_trylock(folio))) {
			if (likely(folio->mapping == mapping && folio_test_uptodate(folio)))
				return folio;
			folio_unlock(folio);
		}
		folio_put(folio);
	}
	return NULL;
}

/*
 * Map a folio of one page at @pte, unless something is mapped there. Its counts go to @batch.
 * Return: how many mappings were made, each of which takes a reference.
 */
static __always_inline int map_small(struct vm_fault *vmf, struct folio *folio, pte_t *pte,
				     unsigned long addr, struct rmap_batch *batch)
{
	struct vm_area_struct *vma = vmf->vma;

	if (!pte_none(ptep_get(pte)))
		return 0;
	rmap_batch_add_file(batch, folio, vma);
	set_pte_at(vma->vm_mm, addr, pte,
		   file_pte(&folio->page, vma, addr != (vmf->address & PAGE_MASK), false));
	update_mmu_cache_range(vmf, vma, addr, pte, 1);
	return 1;
}

/* The same for the pages of a large folio from @index on to its end or to @end. */
static noinline int map_large(struct vm_fault *vmf, struct folio *folio, pgoff_t index,
			      pgoff_t end, pte_t *pte, unsigned long addr)
{
	int nr = 0;

	end = min(end, folio_next_index(folio) - 1);
	for (; index <= end; index++, pte++, addr += PAGE_SIZE) {
		if (!pte_none(ptep_get(pte)))
			continue;
		vmf->pte = pte;
		set_pte_range(vmf, folio, folio_page(folio, index - folio->index), 1, addr);
		nr++;
	}
	return nr;
}

/**
 * filemap_map_pages() - map what is cached of [start_pgoff, end_pgoff], around a read fault
 *
 * All of it lies in one page table. Never sleeps; what is not valid or locked is left out. The
 * file's size is read once: a truncation after that waits for each folio's lock, and unmaps.
 * Return: VM_FAULT_NOPAGE where the fault's own address got mapped.
 */
vm_fault_t filemap_map_pages(struct vm_fault *vmf, pgoff_t start_pgoff, pgoff_t end_pgoff)
{
	struct vm_area_struct *vma = vmf->vma;
	struct address_space *mapping = vma->vm_file->f_mapping;
	XA_STATE(xas, &mapping->i_pages, start_pgoff);
	pgoff_t pages = DIV_ROUND_UP(i_size_read(mapping->host), PAGE_SIZE);
	unsigned long addr = vma->vm_start + ((start_pgoff - vma->vm_pgoff) << PAGE_SHIFT);
	struct rmap_batch batch = {};
	vm_fault_t ret = 0;
	struct folio *folio;
	long mapped = 0;
	pte_t *start;
	int kind;

	if (unlikely(start_pgoff >= pages))
		return 0;
	end_pgoff = min(end_pgoff, pages - 1);
	rcu_read_lock();
	folio = mappable_folio(xas_find(&xas, end_pgoff), &xas, mapping, end_pgoff);
	if (!folio)
		goto out;
	kind = mm_counter_file(folio);	/* the same for all of a file */
	start = pte_offset_map_lock(vma->vm_mm, vmf->pmd, addr, &vmf->ptl);
	if (unlikely(!start)) {
		folio_unlock(folio);
		folio_put(folio);
		goto out;
	}
	do {
		unsigned long nth = xas.xa_index - start_pgoff;
		int refs;

		if (likely(!folio_test_large(folio)))
			refs = map_small(vmf, folio, start + nth, addr + (nth << PAGE_SHIFT),
					 &batch);
		else
			refs = map_large(vmf, folio, xas.xa_index, end_pgoff, start + nth,
					 addr + (nth << PAGE_SHIFT));
		mapped += refs;
		/* each mapping has a reference, and the walk's own one goes */
		if (unlikely(refs != 1))
			folio_ref_add(folio, refs - 1);
		folio_unlock(folio);
		folio = mappable_folio(xas_next_entry(&xas, end_pgoff), &xas, mapping, end_pgoff);
	} while (folio);
	add_mm_counter(vma->vm_mm, kind, mapped);
	rmap_batch_finish(&batch);
	/* by this walk or by another thread: nothing is left to do */
	if (!pte_none(ptep_get(start + (vmf->pgoff - start_pgoff))))
		ret = VM_FAULT_NOPAGE;
	pte_unmap_unlock(start, vmf->ptl);
out:
	rcu_read_unlock();
	vmf->pte = NULL;
	return ret;
}

/**
 * filemap_page_mkwrite() - a shared page of a file turns writable
 */
vm_fault_t filemap_page_mkwrite(struct vm_fault *vmf)
{
	struct folio *folio = page_folio(vmf->page);
	struct file *file = vmf->vma->vm_file;

	file_update_time(file);
	folio_lock(folio);
	if (folio->mapping != file->f_mapping) {
		folio_unlock(folio);
		return VM_FAULT_NOPAGE;
	}
	/* dirty before it is writable, so that writeback write-protects it again */
	folio_mark_dirty(folio);
	folio_wait_stable(folio);
	return VM_FAULT_LOCKED;
}

static const struct vm_operations_struct generic_file_vm_ops = {
	.fault = filemap_fault,
	.map_pages = filemap_map_pages,
	.page_mkwrite = filemap_page_mkwrite,
};

int generic_file_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (!file->f_mapping->a_ops->read_folio)
		return -ENOEXEC;
	file_accessed(file);
	vma->vm_ops = &generic_file_vm_ops;
	return 0;
}

int generic_file_readonly_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (is_shared_maywrite(vma->vm_flags))
		return -EINVAL;
	return generic_file_mmap(file, vma);
}
