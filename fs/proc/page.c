// SPDX-License-Identifier: GPL-2.0-only
/*
 * page.c - /proc/kpagecount, kpageflags: a word for each page frame.
 *
 * The word for frame N is at offset 8 * N. The frames are looked at without
 * any lock: what is read was true a moment ago, perhaps in parts.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel-page-flags.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/pgtable.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/uaccess.h>

#define WORD	sizeof(u64)

/* How often the frame is mapped. */
static u64 frame_mapcount(struct page *page)
{
	struct folio *folio;
	int count;

	if (!page || page_has_type(page))
		return 0;
	count = atomic_read(&page->_mapcount) + 1;
	folio = page_folio(page);
	if (folio_test_large(folio))
		count += folio_entire_mapcount(folio);
	return max(count, 0);
}

/* Kernel flags that have a bit of their own outside. */
static const struct flag_bit {
	u8 pg, kpf;
} folio_bits[] = {
	{ PG_locked, KPF_LOCKED },
	{ PG_referenced, KPF_REFERENCED },
	{ PG_uptodate, KPF_UPTODATE },
	{ PG_dirty, KPF_DIRTY },
	{ PG_lru, KPF_LRU },
	{ PG_active, KPF_ACTIVE },
	{ PG_writeback, KPF_WRITEBACK },
	{ PG_reclaim, KPF_RECLAIM },
	{ PG_unevictable, KPF_UNEVICTABLE },
	{ PG_mlocked, KPF_MLOCKED },
	{ PG_reserved, KPF_RESERVED },
	{ PG_owner_2, KPF_OWNER_2 },
	{ PG_private, KPF_PRIVATE },
	{ PG_private_2, KPF_PRIVATE_2 },
	{ PG_owner_priv_1, KPF_OWNER_PRIVATE },
	{ PG_arch_1, KPF_ARCH },
	{ PG_idle, KPF_IDLE },
};

/* What a frame is used for, where that is not told by a flag. */
static u64 type_bits(const struct page *page, const struct folio *folio)
{
	u64 bits = 0;

	if (PageBuddy(page))
		bits |= BIT_ULL(KPF_BUDDY);
	if (PageTable(page))
		bits |= BIT_ULL(KPF_PGTABLE);
	if (PageOffline(page))
		bits |= BIT_ULL(KPF_OFFLINE);
	if (folio_test_slab(folio))
		bits |= BIT_ULL(KPF_SLAB);
	if (folio_test_hugetlb(folio))
		bits |= BIT_ULL(KPF_HUGE);
	if (is_zero_pfn(page_to_pfn(page)))
		bits |= BIT_ULL(KPF_ZERO_PAGE);
	if (PageHWPoison(page))
		bits |= BIT_ULL(KPF_HWPOISON);
	return bits;
}

static u64 frame_flags(struct page *page)
{
	struct folio *folio;
	u64 bits = 0;
	int i;

	if (!page)
		return BIT_ULL(KPF_NOPAGE);
	folio = page_folio(page);
	bits = type_bits(page, folio);
	if (frame_mapcount(page))
		bits |= BIT_ULL(KPF_MMAP);
	if (folio_test_large(folio)) {
		bits |= BIT_ULL(page == &folio->page ? KPF_COMPOUND_HEAD :
						       KPF_COMPOUND_TAIL);
		if (folio_test_large_rmappable(folio))
			bits |= BIT_ULL(KPF_THP);
	}
	/* The other flags of a slab or a free block mean something else. */
	if (bits & (BIT_ULL(KPF_SLAB) | BIT_ULL(KPF_BUDDY)))
		return bits;
	if (folio_test_anon(folio))
		bits |= BIT_ULL(KPF_ANON);
	if (folio_test_ksm(folio))
		bits |= BIT_ULL(KPF_KSM);
	if (folio_test_swapbacked(folio))
		bits |= BIT_ULL(KPF_SWAPBACKED);
	if (folio_test_swapcache(folio))
		bits |= BIT_ULL(KPF_SWAPCACHE);
	for (i = 0; i < ARRAY_SIZE(folio_bits); i++)
		if (test_bit(folio_bits[i].pg, &folio->flags))
			bits |= BIT_ULL(folio_bits[i].kpf);
	return bits;
}

/* Copy @word(frame) of each frame from *@ppos on. */
static ssize_t read_words(char __user *buf, size_t count, loff_t *ppos,
			  u64 (*word)(struct page *page))
{
	unsigned long pfn = *ppos / WORD;
	size_t done = 0;

	if (*ppos < 0 || *ppos % WORD || count % WORD)
		return -EINVAL;
	if (pfn >= max_pfn)
		return 0;
	count = min_t(size_t, count, (max_pfn - pfn) * WORD);

	for (; done < count; done += WORD, pfn++) {
		if (put_user(word(pfn_to_online_page(pfn)),
			     (u64 __user *)(buf + done)))
			break;
		cond_resched();
	}
	*ppos += done;
	return done || !count ? done : -EFAULT;
}

static ssize_t kpagecount_read(struct file *file, char __user *buf,
			       size_t count, loff_t *ppos)
{
	return read_words(buf, count, ppos, frame_mapcount);
}

static ssize_t kpageflags_read(struct file *file, char __user *buf,
			       size_t count, loff_t *ppos)
{
	return read_words(buf, count, ppos, frame_flags);
}

static const struct proc_ops kpagecount_ops = {
	.proc_flags = PROC_ENTRY_PERMANENT,
	.proc_lseek = generic_file_llseek,
	.proc_read = kpagecount_read,
};

static const struct proc_ops kpageflags_ops = {
	.proc_flags = PROC_ENTRY_PERMANENT,
	.proc_lseek = generic_file_llseek,
	.proc_read = kpageflags_read,
};

static int __init proc_page_init(void)
{
	proc_create("kpagecount", 0400, NULL, &kpagecount_ops);
	proc_create("kpageflags", 0400, NULL, &kpageflags_ops);
	return 0;
}
fs_initcall(proc_page_init);
