# SPDX-License-Identifier: GPL-2.0-only
"""Mistakes for the simulated machine, beside those of bugs.py: above all races, which a booted machine rarely meets.

Memory is sequentially consistent there (CPUs take turns), so a barrier that is missing is planted as the order
that it is there to prevent.
"""
from bugs import Bug

# Of bugs.py, what no operation of the simulated machine can meet, and why.
BEYOND = {
    'watermark': 'a watermark is a policy; the auditor and the model say nothing of it',
    'stack-gap': 'an actor has no stack of its own: nothing there grows down',
    'mmap-error-leak': 'no file of the simulated machine has a driver that refuses',
    'free-counter': 'only isolated blocks are taken so, which are not counted as free anyway',
    'lru-isolate': 'nothing takes a folio off its list yet but the unit tests',
    'dirty-bit': 'its files are of tmpfs: no folio is ever cleaned, and the first write has made it dirty already',
}

SIM_BUGS = [
    # ---- the maple tree
    Bug('maple-split-lost', 'a leaf that splits loses the entry in the middle', 'lib/maple_write.c',
        'big_to_node(&big, half, big.nr, new);\n\tbig_to_node(&big, 0, half, leaf);',
        'big_to_node(&big, half, big.nr, new);\n\tbig_to_node(&big, 0, half - 1, leaf);'),
    Bug('maple-split-key', 'the part behind a range begins one too early where the leaf splits', 'lib/maple_write.c',
        'big_add(&big, wr->last + 1, leaf->last[wr->hi - 1],', 'big_add(&big, wr->last, leaf->last[wr->hi - 1],'),
    Bug('maple-gap', 'that a gap has grown is not told further up', 'lib/maple_write.c',
        '\t\tif (was == gap)\n\t\t\treturn;', '\t\tif (was <= gap)\n\t\t\treturn;'),
    Bug('maple-merge-gap', 'of two leaves that are joined the right one\'s gap is forgotten', 'lib/maple_write.c',
        'node->gap[slot] = max(node->gap[slot], node->gap[slot + 1]);', ';'),
    Bug('maple-cut', 'a range that ends in another leaf leaves one index too many there', 'lib/maple_write.c',
        'leaf->key[--n] = wr->last + 1;', 'leaf->key[--n] = wr->last;'),
    Bug('maple-release', 'a new leaf is seen before it is filled', 'lib/maple_write.c',
        '\tmn_set_slot(leaf, 0, wr->first, wr->last, wr->entry);\n\tleaf->nr = 1;\n'
        '\tsmp_store_release(&wr->mt->ma_root, leaf);\n',
        '\tleaf->nr = 1;\n\tWRITE_ONCE(wr->mt->ma_root, leaf);\n\tsmp_mb();\n'
        '\tmn_set_slot(leaf, 0, wr->first, wr->last, wr->entry);\n'),
    Bug('maple-reader', 'a reader does not look whether the leaf changed meanwhile', 'lib/maple_tree.c',
        '\t\tif (likely(mas_unchanged(&mas)))', '\t\tif (1)'),
    # ---- the page cache's tree
    Bug('xarray-prune', 'a parent still counts a node that was taken out', 'lib/xarray_store.c',
        '\t\tparent->count--;\n\t\txas_update(xas, parent);\n\t\tnode = parent;', '\t\tnode = parent;'),
    # ---- mappings
    Bug('vma-reader-range', 'a fault does not look whether the VMA still covers its address', 'mm/mmap_lock.c',
        'if (unlikely(vma->vm_mm != mm || address < vma->vm_start || address >= vma->vm_end)) {',
        'if (unlikely(vma->vm_mm != mm)) {'),
    Bug('vma-write-lock', 'munmap does not lock the VMAs that it takes out', 'mm/munmap.c',
        '\t\tvma_start_write(vma);\n\t\tvms_count(vms, vma);\n', '\t\tvms_count(vms, vma);\n'),
    Bug('map-count', 'munmap does not count down map_count', 'mm/munmap.c', '\t\tvms->mm->map_count--;\n', ''),
    Bug('table-floor', 'munmap frees a page table that the mapping below uses, too', 'mm/munmap.c',
        'run.floor = vms->prev ? min(vms->prev->vm_end, vms->start) : FIRST_USER_ADDRESS;',
        'run.floor = FIRST_USER_ADDRESS;'),
    Bug('merge-anon-vma', 'VMAs merge though their anonymous pages belong to different families', 'mm/vma_merge.c',
        '\t       same_attributes(vmg, prev) &&\n\t       anon_vmas_fit(prev, vmg->anon_vma, vmg->donor);',
        '\t       same_attributes(vmg, prev);'),
    Bug('merge-adjust', 'a neighbour that takes over a part leaves one page too many to the other', 'mm/vma_merge.c',
        '\t\tchange->adjust_start = vmg->end;', '\t\tchange->adjust_start = vmg->end - PAGE_SIZE;'),
    Bug('mlock-twice', 'locking what is locked counts it again', 'mm/mlock.c',
        '\telse if (oldflags & VM_LOCKED)\n\t\tnr_pages = 0;\n', ''),
    Bug('munlock-folio', 'munlock leaves the folios as they were', 'mm/mlock.c',
        '\t\t\tmunlock_folio(folio);', '\t\t\t;'),
    Bug('mremap-last', 'mremap leaves the last page behind', 'mm/move_page_tables.c',
        '\tfor (; old_addr < end; old_pte++, new_pte++,',
        '\tfor (; old_addr + PAGE_SIZE < end; old_pte++, new_pte++,'),
    Bug('mprotect-cow', 'mprotect makes a shared page writable', 'mm/change_protection.c',
        'if (pc->private_writable && !pte_cow(old))', 'if (pc->private_writable)'),
    Bug('wipe-on-fork', 'a child gets what was to be wiped', 'mm/dup_mmap.c',
        '\t\tif (orig->vm_flags & VM_WIPEONFORK)\n\t\t\tcontinue;\n', ''),
    # ---- faults
    Bug('zero-page-write', 'a write over the zero page goes to the zero page', 'mm/fault_wp.c',
        '\tif (!pte_cow(vmf->orig_pte) ||\n', '\tif (!pte_cow(vmf->orig_pte) || !page ||\n'),
    Bug('cow-flush', 'copy-on-write does not flush the old page', 'mm/fault_wp.c',
        '\tptep_clear_flush(vma, vmf->address, vmf->pte);\n', '\tptep_get_and_clear(mm, vmf->address, vmf->pte);\n'),
    Bug('cow-recheck', 'copy-on-write does not look whether another thread was first', 'mm/fault_wp.c',
        'if (likely(vmf_pte_unchanged(vmf))) {\n\t\tinstall_copy', 'if (1) {\n\t\tinstall_copy'),
    Bug('anon-recheck', 'a new page replaces the one that another thread has just mapped', 'mm/fault_anon.c',
        'if (unlikely(!pte_none(ptep_get(vmf->pte)))) {', 'if (0) {'),
    Bug('file-recheck', 'a page of a file replaces the one that another thread has just mapped', 'mm/fault_file.c',
        '\tif (likely(pte_none(ptep_get(vmf->pte)))) {\n\t\tinc_mm_counter',
        '\tif (1) {\n\t\tinc_mm_counter'),
    Bug('private-write-ref', 'copying a page of a file keeps a reference to it', 'mm/fault_file.c',
        '\tfolio_unlock(page_folio(vmf->page));\n\tput_page(vmf->page);\n', '\tfolio_unlock(page_folio(vmf->page));\n'),
    Bug('anon-exclusive', 'fork leaves the page marked as the parent\'s own', 'mm/copy_mm.c',
        '\tif (PageAnonExclusive(page))\n\t\tClearPageAnonExclusive(page);\n\tatomic_inc', '\tatomic_inc'),
    Bug('fork-rss', 'fork does not count the child\'s anonymous pages', 'mm/copy_mm.c',
        '\tcopy->rss[MM_ANONPAGES]++;\n\tif (!pte_cow(pte))', '\tif (!pte_cow(pte))'),
    Bug('fork-file-rmap', 'fork does not note that the child maps a file\'s page', 'mm/copy_mm.c',
        '\t\t\tfolio_dup_file_rmap_ptes(folio, page, nr);\n', ''),
    Bug('zap-flush', 'unmapping does not flush the last page of a range', 'mm/zap.c',
        '\tzap->last = addr + PAGE_SIZE;', '\tzap->last = addr;'),
    # ---- reverse maps
    Bug('anon-root-ref', 'a child\'s anon_vma takes no reference to its root', 'mm/anon_vma.c',
        '\tget_anon_vma(anon_vma->root);\n\tanon_vma_lock_write', '\tanon_vma_lock_write'),
    Bug('anon-vma-leak', 'the last VMA that leaves an anon_vma does not give it free', 'mm/anon_vma.c',
        '\t\tanon_vma_chain_free(avc);\n\t\tput_anon_vma(anon_vma);\n', '\t\tanon_vma_chain_free(avc);\n'),
    Bug('anon-clone-leak', 'a clone that runs out of memory leaks the edges it had', 'mm/anon_vma.c',
        '\tlist_for_each_entry_safe(avc, tmp, &ready, same_vma)\n\t\tanon_vma_chain_free(avc);\n',
        '\t(void)avc;\n\t(void)tmp;\n'),
    Bug('anon-prepare-race', 'two threads give one VMA an anon_vma each', 'mm/anon_vma.c',
        '\tif (likely(!vma->anon_vma)) {\n\t\tanon_vma_chain_link', '\tif (1) {\n\t\tanon_vma_chain_link'),
    # ---- files
    Bug('truncate-cows', 'truncation leaves private copies', 'mm/tmpfs.c',
        '\t\tstore_unmap_range(inode->i_mapping, hole, 0, true);\n\t\tshmem_truncate_range(inode, newsize, -1);\n'
        '\t\tstore_unmap_range(inode->i_mapping, hole, 0, true);\n',
        '\t\tstore_unmap_range(inode->i_mapping, hole, 0, false);\n\t\tshmem_truncate_range(inode, newsize, -1);\n'
        '\t\tstore_unmap_range(inode->i_mapping, hole, 0, false);\n'),
    Bug('truncate-edge', 'zeroing the beginning of a page ends too early', 'mm/truncate.c',
        'length = end + 1 - pos - offset;', 'length = end - pos - offset;'),
    Bug('cache-error-leak', 'a folio that cannot be added to the cache leaks', 'mm/filemap.c',
        '\tfolio->mapping = NULL;\n\tfolio_ref_sub(folio, nr);\n\treturn', '\tfolio->mapping = NULL;\n\treturn'),
    # ---- pages
    Bug('buddy-count', 'a list of blocks that is freed counts as so many pages', 'mm/page_alloc.c',
        '\t\t\tnr += 1L << order;', '\t\t\tnr++;'),
    Bug('isolate-merge', 'pageblocks merge that two callers have isolated', 'mm/page_alloc.c',
        '\tif (is_migrate_isolate(*mt))\n\t\treturn NULL;\n', ''),
    Bug('node-threshold', 'counters that nodes share while they boot need not be folded at once', 'mm/mm_init.c',
        '\tmemblock_free_all();\n\tmem_init', '\tmemblock_free_all();\n\tsetup_per_zone_wmarks();\n\tmem_init'),
    Bug('buddy-merge', 'blocks merge with a neighbour that is not their buddy', 'mm/page_alloc.c',
        '\t\tunlist_free_block(zone, buddy, order);\n\t\tmerged_pfn = pfn & ~(1UL << order);',
        '\t\tunlist_free_block(zone, buddy, order);\n\t\tmerged_pfn = pfn;'),
    Bug('pcp-turn', 'freeing to a CPU\'s stock does not ask whether an interrupt came in between', 'mm/pcp.c',
        '\tif (unlikely(!turn_try(&pcp->turn))) {\n\t\tpreempt_enable();\n\t\treturn free_to_buddy(page, order);\n\t}\n'
        '\tpcp_put', '\tturn_try(&pcp->turn);\n\tpcp_put'),
    Bug('pcp-migrate', 'the stock is one CPU\'s, and the task may move meanwhile', 'mm/pcp.c',
        '\tpcp = this_cpu_ptr(zone->per_cpu_pageset);\n\tif (likely(turn_try(&pcp->turn))) {\n\t\tpage = pcp_take',
        '\tpcp = this_cpu_ptr(zone->per_cpu_pageset);\n\tpreempt_enable();\n\tpreempt_disable();\n'
        '\tif (likely(turn_try(&pcp->turn))) {\n\t\tpage = pcp_take'),
    # ---- kernel memory
    Bug('slab-lock', 'objects are taken from a node\'s slabs without the lock', 'mm/slub.c',
        '\tspin_lock_irqsave(&n->list_lock, flags);\n\twhile (got < max && !list_empty(&n->partial))\n'
        '\t\tgot += slab_take(s, n, list_first_entry(&n->partial, struct slab, slab_list),\n'
        '\t\t\t\t max - got, objects + got, addr);\n\tspin_unlock_irqrestore(&n->list_lock, flags);\n',
        '\t(void)flags;\n\twhile (got < max && !list_empty(&n->partial))\n'
        '\t\tgot += slab_take(s, n, list_first_entry(&n->partial, struct slab, slab_list),\n'
        '\t\t\t\t max - got, objects + got, addr);\n'),
    Bug('slab-empty', 'a slab with one object in use counts as empty', 'mm/slub.c',
        'if (!slab->inuse && n->nr_partial > s->min_partial) {',
        'if (slab->inuse <= 1 && n->nr_partial > s->min_partial) {'),
    Bug('sheaf-half', 'the older half of a sheaf is taken, and stays there', 'mm/slub.c',
        '\t\t\tmemmove(c->objects, c->objects + n, c->size * sizeof(void *));\n', ''),
    Bug('vmalloc-flush', 'ranges of vmalloc are used again without a flush', 'mm/vmalloc.c',
        '\tflush_tlb_kernel_range(start, end);\n\tlist_for_each', '\tlist_for_each'),
    Bug('vmalloc-guard', 'a range of vmalloc has no guard page', 'mm/vmalloc.c',
        '\tif (!(flags & VM_NO_GUARD))\n\t\tsize += PAGE_SIZE;\n', ''),
    Bug('vmalloc-error-leak', 'vmalloc that runs out of pages leaks those it had', 'mm/vmalloc.c',
        '\t\tvfree(area->addr);\n\t\treturn NULL;\n', '\t\treturn NULL;\n'),
    Bug('vmalloc-lock', 'the tree of ranges in use is changed without its lock', 'mm/vmalloc.c',
        '\tspin_lock(&busy_lock);\n\tva = busy_tree_find(addr);\n\tif (va)\n'
        '\t\trb_erase(&va->rb_node, &vmap_busy_root);\n\tspin_unlock(&busy_lock);\n',
        '\tva = busy_tree_find(addr);\n\tif (va)\n\t\trb_erase(&va->rb_node, &vmap_busy_root);\n'),
    Bug('percpu-fit', 'per-CPU memory is handed out where one word too few is free', 'mm/percpu.c',
        'bitmap_find_next_zero_area(chunk->alloc_map, pcpu_unit_bits, at, bits,',
        'bitmap_find_next_zero_area(chunk->alloc_map, pcpu_unit_bits, at, bits - 1,'),
]
