// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_cache.c - recount the page cache of every file, and what shared memory is charged for.
 *
 * Owns:       audit->pages[].cached; of cached folios, a reference a page; the counts of file pages.
 * Locks:      none: everything stands still.
 * Elsewhere:  folios that think they are cached (audit_frames.c); swap, of which there is none yet: an
 *             entry for it must not be in a cache.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/shmem_fs.h>
#include <linux/vmstat.h>
#include <linux/xarray.h>
#include "audit.h"
#include "store.h"

static void audit_cached_folio(struct audit *audit, struct address_space *mapping, struct folio *folio,
			       unsigned long index)
{
	struct audit_page *ap = audit_page(audit, &folio->page);
	unsigned long nr = folio_nr_pages(folio);

	audit_true(audit, folio, folio->mapping == mapping && folio_contains(folio, index),
		   "mapping %px at %lx: frame %lx thinks it is in mapping %px at %lx", mapping, index,
		   folio_pfn(folio), folio->mapping, folio->index);
	audit_true(audit, folio, !ap->cached, "frame %lx is cached twice", folio_pfn(folio));
	ap->cached = 1;
	ap->refs += nr;
	audit_count(audit, &folio->page, NR_FILE_PAGES, nr);
	if (folio_test_swapbacked(folio))
		audit_count(audit, &folio->page, NR_SHMEM, nr);
	if (folio_test_writeback(folio))
		audit_count(audit, &folio->page, NR_WRITEBACK, nr);
	if (!folio_test_dirty(folio) || !mapping_can_writeback(mapping))
		return;
	audit_count(audit, &folio->page, NR_FILE_DIRTY, nr);
	audit_true_settled(audit, folio, xa_get_mark(&mapping->i_pages, index, PAGECACHE_TAG_DIRTY),
			   "frame %lx is dirty, but mapping %px does not say so at %lx", folio_pfn(folio),
			   mapping, index);
}

static void audit_mapping(struct audit *audit, struct address_space *mapping)
{
	XA_STATE(xas, &mapping->i_pages, 0);
	unsigned long pages = 0;
	struct folio *folio;

	xas_for_each(&xas, folio, ULONG_MAX) {
		if (xa_is_value(folio)) {
			audit_true(audit, NULL, IS_ENABLED(CONFIG_SWAP) || !shmem_mapping(mapping),
				   "mapping %px at %lx: a swap entry without swap", mapping, xas.xa_index);
			continue;
		}
		if (!audit_is_page(audit, folio)) {
			audit_wrong(audit, NULL, "mapping %px at %lx: %px is no page", mapping,
				    xas.xa_index, folio);
			break;
		}
		pages += folio_nr_pages(folio);
		audit_cached_folio(audit, mapping, folio, xas.xa_index);
	}
	audit_equal(audit, NULL, mapping->nrpages, pages, "mapping %px: nrpages", mapping);
}

/* Shared memory is charged for all of a file's size, or (VM_NORESERVE) for each page it has. */
static void audit_shmem(struct audit *audit, struct inode *inode)
{
	struct shmem_inode_info *info = SHMEM_I(inode);

	if (!S_ISREG(inode->i_mode))
		return;
	audit_equal_settled(audit, info, info->alloced, inode->i_mapping->nrpages + info->swapped,
			    "shared memory file %lu: pages it has", inode->i_ino);
	audit->committed += info->flags & VM_NORESERVE ? info->alloced :
						       DIV_ROUND_UP(inode->i_size, PAGE_SIZE);
}

void audit_caches(struct audit *audit)
{
	struct super_block *sb;
	struct inode *inode;

	list_for_each_entry(sb, &super_blocks, s_list) {
		list_for_each_entry(inode, &sb->s_inodes, i_sb_list) {
			audit_mapping(audit, &inode->i_data);
			if (shmem_mapping(inode->i_mapping))
				audit_shmem(audit, inode);
		}
	}
	if (audit->mms_busy)
		audit_look_again(audit);
	else
		audit_equal_settled(audit, &vm_committed_as, atomic_long_read(&vm_committed_as),
				    audit->committed, "pages committed");
}
