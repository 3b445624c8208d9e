// SPDX-License-Identifier: GPL-2.0-only
/*
 * move_page_tables.c - the same pages at another address, by moving their entries.
 *
 * Table by table: both tables' locks are taken, and entries that are there move over; what can be
 * moved as a whole table (both ends aligned to it and nothing at the destination) is moved by one
 * store at the level above. The TLB is flushed before the source table's lock is dropped: nobody
 * may find the page at its new place, think it unmapped at the old, and free it, while a CPU
 * still writes through the old translation.
 *
 * An rmap walk that looks at the destination first and at the source second sees the page in
 * neither. Where VMAs may lie in that order in the rmap trees (need_rmap_locks, see copy_vma()),
 * the rmap locks keep such walks out.
 *
 * Locks:      mmap_lock for writing, both VMAs write-locked; rmap locks where needed; then the
 *             lock of the source's table, then (if it is another) the destination's.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <asm/pgalloc.h>
#include <asm/tlbflush.h>

#include "map.h"
#include "mmap.h"

struct move_range {
	struct vm_area_struct *vma;
	struct vm_area_struct *new_vma;
	bool need_rmap_locks;
};

static void lock_rmap(struct vm_area_struct *vma)
{
	if (vma->vm_file)
		i_mmap_lock_write(vma->vm_file->f_mapping);
	if (vma->anon_vma)
		anon_vma_lock_write(vma->anon_vma);
}

static void unlock_rmap(struct vm_area_struct *vma)
{
	if (vma->anon_vma)
		anon_vma_unlock_write(vma->anon_vma);
	if (vma->vm_file)
		i_mmap_unlock_write(vma->vm_file->f_mapping);
}

/* The pmd entry of @addr, or NULL where there is none. */
static pmd_t *find_pmd(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d;
	pud_t *pud;
	pmd_t *pmd;

	if (pgd_none_or_clear_bad(pgd))
		return NULL;
	p4d = p4d_offset(pgd, addr);
	if (p4d_none_or_clear_bad(p4d))
		return NULL;
	pud = pud_offset(p4d, addr);
	if (pud_none_or_clear_bad(pud))
		return NULL;
	pmd = pmd_offset(pud, addr);
	return pmd_none(pmdp_get(pmd)) ? NULL : pmd;
}

static pmd_t *make_pmd(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d = p4d_alloc(mm, pgd, addr);
	pud_t *pud = p4d ? pud_alloc(mm, p4d, addr) : NULL;

	return pud ? pmd_alloc(mm, pud, addr) : NULL;
}

/* Both tables are locked. Returns whether an entry that a TLB may hold was moved. */
static bool move_entries(struct move_range *mr, pte_t *old_pte, unsigned long old_addr,
			 pte_t *new_pte, unsigned long new_addr, unsigned long len)
{
	struct mm_struct *mm = mr->vma->vm_mm;
	unsigned long end = old_addr + len;
	bool flush = false;
	pte_t pte;

	for (; old_addr < end; old_pte++, new_pte++, old_addr += PAGE_SIZE, new_addr += PAGE_SIZE) {
		if (pte_none(ptep_get(old_pte)))
			continue;
		pte = ptep_get_and_clear(mm, old_addr, old_pte);
		if (pte_present(pte))
			flush = true;
		set_pte_at(mm, new_addr, new_pte, pte);
	}
	return flush;
}

static void move_ptes(struct move_range *mr, pmd_t *old_pmd, unsigned long old_addr,
		      pmd_t *new_pmd, unsigned long new_addr, unsigned long len)
{
	struct mm_struct *mm = mr->vma->vm_mm;
	spinlock_t *old_ptl, *new_ptl;
	pte_t *old_pte, *new_pte;

	if (mr->need_rmap_locks)
		lock_rmap(mr->vma);
	old_pte = pte_offset_map_lock(mm, old_pmd, old_addr, &old_ptl);
	if (!old_pte)
		goto unlock_rmap;
	new_pte = pte_offset_map_nolock(mm, new_pmd, new_addr, &new_ptl);
	if (!new_pte)
		goto unlock_old;
	if (new_ptl != old_ptl)
		spin_lock_nested(new_ptl, SINGLE_DEPTH_NESTING);
	if (move_entries(mr, old_pte, old_addr, new_pte, new_addr, len))
		flush_tlb_range(mr->vma, old_addr, old_addr + len);
	if (new_ptl != old_ptl)
		spin_unlock(new_ptl);
unlock_old:
	pte_unmap_unlock(old_pte, old_ptl);
unlock_rmap:
	if (mr->need_rmap_locks)
		unlock_rmap(mr->vma);
}

/* Move a whole table. The rmap locks always: a walker may stand in the table. */
static bool move_whole_table(struct move_range *mr, pmd_t *old_pmd, unsigned long old_addr,
			     pmd_t *new_pmd)
{
	struct mm_struct *mm = mr->vma->vm_mm;
	spinlock_t *old_ptl, *new_ptl;
	bool moved = false;
	pmd_t pmd;

	lock_rmap(mr->vma);
	old_ptl = pmd_lock(mm, old_pmd);
	new_ptl = pmd_lockptr(mm, new_pmd);
	if (new_ptl != old_ptl)
		spin_lock_nested(new_ptl, SINGLE_DEPTH_NESTING);
	pmd = *old_pmd;
	if (pmd_none(*new_pmd) && !pmd_none(pmd) && !pmd_leaf(pmd)) {
		pmd_clear(old_pmd);
		pmd_populate(mm, new_pmd, pmd_pgtable(pmd));
		flush_tlb_range(mr->vma, old_addr, old_addr + PMD_SIZE);
		moved = true;
	}
	if (new_ptl != old_ptl)
		spin_unlock(new_ptl);
	spin_unlock(old_ptl);
	unlock_rmap(mr->vma);
	return moved;
}

/* As far as neither side leaves its table. */
static unsigned long table_extent(unsigned long old_addr, unsigned long new_addr,
				  unsigned long len)
{
	unsigned long old_left = PMD_SIZE - (old_addr & ~PMD_MASK);
	unsigned long new_left = PMD_SIZE - (new_addr & ~PMD_MASK);

	return min3(old_left, new_left, len);
}

/**
 * move_page_tables() - move the entries of [old_addr, old_addr + len) to @new_addr.
 * @vma: of the source; @new_vma: of the destination, which may be the same
 *
 * Context: mmap_lock held for writing. Ranges may overlap only if the destination is lower.
 * Return: how many bytes were done: less than @len where memory for a table was lacking.
 */
unsigned long move_page_tables(struct vm_area_struct *vma, unsigned long old_addr,
			       struct vm_area_struct *new_vma, unsigned long new_addr,
			       unsigned long len, bool need_rmap_locks)
{
	struct move_range mr = {
		.vma = vma, .new_vma = new_vma, .need_rmap_locks = need_rmap_locks,
	};
	struct mm_struct *mm = vma->vm_mm;
	unsigned long done, extent;
	pmd_t *old_pmd, *new_pmd;

	vma_start_write(vma);
	vma_start_write(new_vma);
	for (done = 0; done < len; done += extent) {
		cond_resched();
		extent = table_extent(old_addr + done, new_addr + done, len - done);
		old_pmd = find_pmd(mm, old_addr + done);
		if (!old_pmd)
			continue;
		new_pmd = make_pmd(mm, new_addr + done);
		if (!new_pmd)
			break;
		if (extent == PMD_SIZE && move_whole_table(&mr, old_pmd, old_addr + done, new_pmd))
			continue;
		if (pte_alloc(mm, new_pmd))
			break;
		move_ptes(&mr, old_pmd, old_addr + done, new_pmd, new_addr + done, extent);
	}
	return min(done, len);
}
