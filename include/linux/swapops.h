/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * swapops.h - PTEs that are neither none nor present.
 *
 * Such an entry says where a page is, or why it cannot be used just now:
 *
 *	swap area	type < MAX_SWAPFILES, offset: slot in the area
 *	migration	offset: the page that is being moved; wait for it to end
 *	hwpoison	offset: the page whose memory is broken; SIGBUS
 *	device		offset: a page in a device's own memory
 *	marker		offset: PTE_MARKER_ bits; no page at all
 *
 * swp_entry_t is the architecture-independent form; the PTE's is the architecture's, which also has
 * room for one bit of its own: exclusive (PageAnonExclusive of the page that went out).
 */
#ifndef _LINUX_SWAPOPS_H
#define _LINUX_SWAPOPS_H

#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/swap.h>

#define SWP_TYPE_SHIFT		(BITS_PER_LONG - 1 - MAX_SWAPFILES_SHIFT)
#define SWP_OFFSET_MASK		((1UL << SWP_TYPE_SHIFT) - 1)

static inline swp_entry_t swp_entry(unsigned long type, pgoff_t offset)
{
	return (swp_entry_t){ (type << SWP_TYPE_SHIFT) | (offset & SWP_OFFSET_MASK) };
}

static inline unsigned int swp_type(swp_entry_t entry)
{
	return entry.val >> SWP_TYPE_SHIFT;
}

static inline pgoff_t swp_offset(swp_entry_t entry)
{
	return entry.val & SWP_OFFSET_MASK;
}

static inline int is_swap_pte(pte_t pte)
{
	return !pte_none(pte) && !pte_present(pte);
}

static inline swp_entry_t pte_to_swp_entry(pte_t pte)
{
	swp_entry_t arch_entry = __pte_to_swp_entry(pte_swp_clear_flags(pte));

	return swp_entry(__swp_type(arch_entry), __swp_offset(arch_entry));
}

static inline pte_t swp_entry_to_pte(swp_entry_t entry)
{
	return __swp_entry_to_pte(__swp_entry(swp_type(entry), swp_offset(entry)));
}

/* The entry of the next slot, exclusive bit and all. */
static inline pte_t pte_next_swp_offset(pte_t pte)
{
	swp_entry_t entry = pte_to_swp_entry(pte);
	pte_t next = swp_entry_to_pte(swp_entry(swp_type(entry), swp_offset(entry) + 1));

	return pte_swp_exclusive(pte) ? pte_swp_mkexclusive(next) : next;
}

static inline int non_swap_entry(swp_entry_t entry)
{
	return swp_type(entry) >= MAX_SWAPFILES;
}

/* ---- migration ---------------------------------------------------------------------------- */

static inline swp_entry_t make_readable_migration_entry(pgoff_t pfn)
{
	return swp_entry(SWP_MIGRATION_READ, pfn);
}

static inline swp_entry_t make_readable_exclusive_migration_entry(pgoff_t pfn)
{
	return swp_entry(SWP_MIGRATION_READ_EXCLUSIVE, pfn);
}

static inline swp_entry_t make_writable_migration_entry(pgoff_t pfn)
{
	return swp_entry(SWP_MIGRATION_WRITE, pfn);
}

static inline int is_migration_entry(swp_entry_t entry)
{
	return swp_type(entry) >= SWP_MIGRATION_READ && swp_type(entry) <= SWP_MIGRATION_WRITE;
}

static inline int is_writable_migration_entry(swp_entry_t entry)
{
	return swp_type(entry) == SWP_MIGRATION_WRITE;
}

static inline int is_readable_migration_entry(swp_entry_t entry)
{
	return swp_type(entry) == SWP_MIGRATION_READ;
}

static inline int is_readable_exclusive_migration_entry(swp_entry_t entry)
{
	return swp_type(entry) == SWP_MIGRATION_READ_EXCLUSIVE;
}

void migration_entry_wait(struct mm_struct *mm, pmd_t *pmd, unsigned long address);

/* ---- broken memory ------------------------------------------------------------------------ */

static inline swp_entry_t make_hwpoison_entry(struct page *page)
{
	return swp_entry(SWP_HWPOISON, page_to_pfn(page));
}

static inline int is_hwpoison_entry(swp_entry_t entry)
{
	return swp_type(entry) == SWP_HWPOISON;
}

/* ---- device memory ------------------------------------------------------------------------ */

static inline int is_device_private_entry(swp_entry_t entry)
{
	return swp_type(entry) == SWP_DEVICE_READ || swp_type(entry) == SWP_DEVICE_WRITE;
}

static inline int is_device_exclusive_entry(swp_entry_t entry)
{
	return swp_type(entry) == SWP_DEVICE_EXCLUSIVE_READ ||
	       swp_type(entry) == SWP_DEVICE_EXCLUSIVE_WRITE;
}

/* ---- markers ------------------------------------------------------------------------------ */

typedef unsigned long pte_marker;

#define PTE_MARKER_UFFD_WP	(1UL << 0)	/* write-protected by userfaultfd, page not there */
#define PTE_MARKER_POISONED	(1UL << 1)	/* any access is SIGBUS */
#define PTE_MARKER_GUARD	(1UL << 2)	/* any access is SIGSEGV (MADV_GUARD_INSTALL) */
#define PTE_MARKER_MASK		(PTE_MARKER_UFFD_WP | PTE_MARKER_POISONED | PTE_MARKER_GUARD)

static inline swp_entry_t make_pte_marker_entry(pte_marker marker)
{
	return swp_entry(SWP_PTE_MARKER, marker);
}

static inline bool is_pte_marker_entry(swp_entry_t entry)
{
	return swp_type(entry) == SWP_PTE_MARKER;
}

static inline pte_marker pte_marker_get(swp_entry_t entry)
{
	return swp_offset(entry) & PTE_MARKER_MASK;
}

static inline bool is_pte_marker(pte_t pte)
{
	return is_swap_pte(pte) && is_pte_marker_entry(pte_to_swp_entry(pte));
}

static inline pte_t make_pte_marker(pte_marker marker)
{
	return swp_entry_to_pte(make_pte_marker_entry(marker));
}

static inline bool is_guard_swp_entry(swp_entry_t entry)
{
	return is_pte_marker_entry(entry) && (pte_marker_get(entry) & PTE_MARKER_GUARD);
}

/* ---- entries that name a page ------------------------------------------------------------- */

/* Does the offset of this entry name a frame? */
static inline bool is_pfn_swap_entry(swp_entry_t entry)
{
	return is_migration_entry(entry) || is_hwpoison_entry(entry) ||
	       is_device_private_entry(entry) || is_device_exclusive_entry(entry);
}

static inline struct page *pfn_swap_entry_to_page(swp_entry_t entry)
{
	return pfn_to_page(swp_offset(entry));
}

static inline struct folio *pfn_swap_entry_folio(swp_entry_t entry)
{
	return page_folio(pfn_swap_entry_to_page(entry));
}

#endif /* _LINUX_SWAPOPS_H */
