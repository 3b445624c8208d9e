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

/**
 * struct map_walk - what filemap_map_pages() knows all along
 * @frame_0: the entry of a page that nobody has asked for, as if it were frame 0: entries differ in
 *	the frame alone
 * @mapped: how many entries were made
 * @last: a folio that they map; the page-table lock keeps it
 */
struct map_walk {
	struct vm_fault *vmf;
	struct vm_area_struct *vma;
	struct xa_state *xas;
	struct address_space *mapping;
	pgoff_t end;
	pte_t frame_0;
	long mapped;
	struct folio *last;
	struct rmap_batch batch;
};

/* Lock @folio, with a reference, if it can be mapped at once: valid, and still the file's at @index. */
static __always_inline bool grab_mappable(struct map_walk *w, struct folio *folio, pgoff_t index)
{
	const unsigned long ask = BIT(PG_locked) | BIT(PG_uptodate) | BIT(PG_readahead);

	/* only a hint: what counts is asked again under the lock */
	if (unlikely((READ_ONCE(folio->flags) & ask) != BIT(PG_uptodate)))
		return false;
	if (unlikely(!folio_try_get(folio)))
		return false;
	if (likely(folio_trylock(folio))) {
		/* what was freed and used again is somewhere else now */
		if (likely(folio->mapping == w->mapping &&
			   (folio->index == index || folio_contains(folio, index)) &&
			   (READ_ONCE(folio->flags) & BIT(PG_uptodate))))
			return true;
		folio_unlock(folio);
	}
	folio_put(folio);
	return false;
}

/* Map the page of a small folio at @pte, which is empty. The mapping takes the reference over. */
static __always_inline void map_small(struct map_walk *w, struct folio *folio, pte_t *pte,
				      unsigned long addr)
{
	struct vm_area_struct *vma = w->vma;
	pte_t entry = pte_advance_pfn(w->frame_0, folio_pfn(folio));

	if (arch_wants_old_prefaulted_pte() && addr == (w->vmf->address & PAGE_MASK))
		entry = pte_mkyoung(entry);
	rmap_batch_add_file(&w->batch, folio, vma);
	set_pte_at(vma->vm_mm, addr, pte, entry);
	update_mmu_cache_range(w->vmf, vma, addr, pte, 1);
	w->mapped++;
}

/* The same for the pages of a large folio from @index on, to its end or to the walk's. */
static noinline void map_large(struct map_walk *w, struct folio *folio, pgoff_t index, pte_t *pte,
			       unsigned long addr)
{
	pgoff_t end = min(w->end, folio_next_index(folio) - 1);
	int nr = 0;

	for (; index <= end; index++, pte++, addr += PAGE_SIZE) {
		if (!pte_none(ptep_get(pte)))
			continue;
		w->vmf->pte = pte;
		set_pte_range(w->vmf, folio, folio_page(folio, index - folio->index), 1, addr);
		nr++;
	}
	w->mapped += nr;
	/* each mapping has a reference, and the walk's own one goes */
	folio_ref_add(folio, nr - 1);
}

/*
 * Map what is in one leaf of the cache from @entry on; @pte and @addr belong to it. In a leaf the
 * walk goes from slot to slot by itself, and xas learns of it at the end. Return: the first entry
 * behind it, or NULL.
 */
static __always_inline void *map_leaf(struct map_walk *w, void *entry, pte_t *pte,
				      unsigned long addr)
{
	unsigned int nth = 0, more = xas_leaf_room(w->xas, w->end);
	void __rcu **slot = xas_leaf_slot(w->xas);	/* of use where there is room */
	pgoff_t index = w->xas->xa_index;
	struct folio *folio;

	if (unlikely(xas_retry(w->xas, entry)))
		return xas_find(w->xas, w->end);
	for (;;) {
		folio = entry;
		/* values, which have bit 0 set, stand for pages that are elsewhere */
		if (likely(folio && !xa_is_value(entry)) &&
		    (likely(pte_none(ptep_get(pte + nth))) || folio_test_large(folio)) &&
		    likely(grab_mappable(w, folio, index + nth))) {
			if (likely(!folio_test_large(folio)))
				map_small(w, folio, pte + nth, addr + nth * PAGE_SIZE);
			else
				map_large(w, folio, index + nth, pte + nth, addr + nth * PAGE_SIZE);
			w->last = folio;
			folio_unlock(folio);
		}
		if (nth == more)
			break;
		entry = rcu_dereference(slot[nth + 1]);
		if (unlikely(xa_is_internal(entry)))
			break;
		nth++;
	}
	if (index + nth == w->end)
		return NULL;
	xas_leaf_advance(w->xas, nth);
	return xas_find(w->xas, w->end);
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
	struct map_walk w = {
		.vmf = vmf, .vma = vma, .xas = &xas, .mapping = mapping,
		.frame_0 = file_pfn_pte(0, vma, true, false),
	};
	vm_fault_t ret = 0;
	void *entry;
	pte_t *start;

	if (unlikely(start_pgoff >= pages))
		return 0;
	w.end = min(end_pgoff, pages - 1);
	rcu_read_lock();
	entry = xas_find(&xas, w.end);
	if (!entry)
		goto out;
	start = pte_offset_map_lock(vma->vm_mm, vmf->pmd, addr, &vmf->ptl);
	if (unlikely(!start))
		goto out;
	do {
		unsigned long nth = xas.xa_index - start_pgoff;

		entry = map_leaf(&w, entry, start + nth, addr + (nth << PAGE_SHIFT));
	} while (entry);
	if (w.mapped)
		add_mm_counter(vma->vm_mm, mm_counter_file(w.last), w.mapped);
	rmap_batch_finish(&w.batch);
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
