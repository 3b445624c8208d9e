/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * audit.h - for the files of the auditor, mm/audit*.c: one audit, and how a check says what it found.
 *
 * A check recounts something and compares. There are two kinds of comparison:
 *
 *	audit_...()	what changes as one under a spinlock, or with preemption off. Where it
 *			differs, it is wrong.
 *	audit_..._settled()	what a task that was stopped half-way may still have to make good. It is
 *			wrong only if it still differs, by the same, after such tasks have gone on.
 */
#ifndef _MM_AUDIT_H
#define _MM_AUDIT_H

#include <linux/mm.h>
#include <linux/mm_audit.h>
#include <linux/list.h>

/* Whose a frame is: each has one owner. */
enum audit_owner {
	AUDIT_NOBODY,		/* not found anywhere yet */
	AUDIT_RESERVED,		/* the kernel's image, boot memory, holes */
	AUDIT_BUDDY,		/* free, in the buddy lists */
	AUDIT_PCP,		/* free, in a CPU's stock */
	AUDIT_SLAB,
	AUDIT_KMALLOC,		/* a kmalloc() of whole pages */
	AUDIT_TABLE,		/* a page table in use */
	AUDIT_FREE_TABLE,	/* a page table in a CPU's stock */
	AUDIT_VMALLOC,
	AUDIT_PERCPU,
	AUDIT_USER,		/* anonymous memory, page cache */
	AUDIT_KERNEL,		/* alloc_pages() by the kernel for itself */
	NR_AUDIT_OWNERS
};

/**
 * struct audit_page - what the recount knows of a page frame
 * @maps: present entries that map it; of a page table: entries that point to it
 * @refs: of a folio's first page: references accounted for
 * @owner: enum audit_owner
 * @on_lru: met on an LRU list
 * @cached: met in its file's page cache
 * @locked: a VM_LOCKED VMA maps it
 */
struct audit_page {
	u32 maps;
	u32 refs : 25;
	u32 owner : 4;
	u32 on_lru : 1;
	u32 cached : 1;
	u32 locked : 1;
};

struct audit_suspect;

/**
 * struct audit_trial - something to be broken on purpose, and found
 * @only: the check that is to find it, without the others; NULL: run all
 * @spoil: breaks it, or (@on is false) puts it right. Called right before and after each look, while
 *	everything stands still
 */
struct audit_trial {
	const char *only;
	void (*spoil)(bool on);
};

/**
 * struct audit - one audit
 * @report: the outcome
 * @check: name of the check that runs
 * @pages: by frame number, @nr_pages of them
 * @suspects: differences that may settle
 * @look: which look this is, from 1; @looks: how many there may be
 * @unsettled: suspects that have been there in every look so far, and what could not be looked at
 * @mms_busy: some VMAs could not be counted, as their mmap_lock is held
 * @blind: something could not be looked at: this look is taken again
 * @objects: room for the pointers of one slab cache's sheaves
 * @bits: room for a bit for each object of a slab
 * @trial: what a test breaks; NULL: this is no test
 *
 * The rest are recounts, each of what its name says, in pages where nothing else is said.
 */
struct audit {
	struct audit_report *report;
	const char *check;
	struct audit_page *pages;
	unsigned long nr_pages;
	struct audit_suspect *suspects;
	unsigned int nr_suspects;
	unsigned int look, looks;
	unsigned int unsettled;
	bool mms_busy, blind;
	void **objects;
	unsigned long *bits;
	const struct audit_trial *trial;

	unsigned long owners[NR_AUDIT_OWNERS];
	unsigned long nr_mms;
	unsigned long nr_entries;
	unsigned long node_pages[MAX_NUMNODES][NR_VM_NODE_STAT_ITEMS];
	unsigned long mlocked[MAX_NUMNODES][MAX_NR_ZONES];
	unsigned long committed;
	unsigned long chain_edges, tree_edges;	/* between VMAs and anon_vmas, seen from either side */
};

/* @nr pages, of which @page is the first, belong to what @item counts. */
static inline void audit_count(struct audit *audit, const struct page *page, enum node_stat_item item, long nr)
{
	audit->node_pages[page_to_nid(page)][item] += nr;
}

/* ---- saying what differs ------------------------------------------------------------------ */

__printf(5, 6) void audit_differ(struct audit *audit, const void *object, long recorded,
				 long recounted, const char *fmt, ...);
__printf(3, 4) void audit_wrong(struct audit *audit, const void *object, const char *fmt, ...);
bool audit_persists(struct audit *audit, const void *object, long what);
void audit_look_again(struct audit *audit);

/*
 * audit_equal() - a number that is recorded somewhere has to be what the recount found
 * @object: what it is recorded in; NULL: not worth dumping
 *
 * These are macros, so that the words are put together only for a difference.
 */
#define audit_equal(audit, object, recorded, recounted, fmt, ...)			\
	do {										\
		long __recorded = (recorded), __recounted = (recounted);		\
											\
		if (unlikely(__recorded != __recounted))				\
			audit_differ(audit, object, __recorded, __recounted, fmt, ##__VA_ARGS__); \
	} while (0)

#define audit_equal_settled(audit, object, recorded, recounted, fmt, ...)		\
	do {										\
		long __recorded = (recorded), __recounted = (recounted);		\
											\
		if (unlikely(__recorded != __recounted) &&				\
		    audit_persists(audit, object, __recorded - __recounted))		\
			audit_differ(audit, object, __recorded, __recounted, fmt, ##__VA_ARGS__); \
	} while (0)

/* audit_true() - @cond has to hold; @fmt says what is the case where it does not. */
#define audit_true(audit, object, cond, fmt, ...)					\
	do {										\
		if (unlikely(!(cond)))							\
			audit_wrong(audit, object, fmt, ##__VA_ARGS__);			\
	} while (0)

#define audit_true_settled(audit, object, cond, fmt, ...)				\
	do {										\
		if (unlikely(!(cond)) && audit_persists(audit, object, __LINE__))	\
			audit_wrong(audit, object, fmt, ##__VA_ARGS__);			\
	} while (0)

/* ---- frames ------------------------------------------------------------------------------- */

bool audit_claim(struct audit *audit, unsigned long pfn, unsigned long nr, enum audit_owner owner);
struct page *audit_next_page(struct audit *audit, struct list_head *at, struct list_head *head,
			     const char *what);
bool audit_is_page(struct audit *audit, const void *page);

#define audit_for_each_page(audit, page, head, what)					\
	for (page = audit_next_page(audit, head, head, what); page;			\
	     page = audit_next_page(audit, &page->lru, head, what))

static inline struct audit_page *audit_page(struct audit *audit, const struct page *page)
{
	return &audit->pages[page_to_pfn(page)];
}

long audit_try(struct audit_report *report, unsigned int looks, const struct audit_trial *trial);

/* ---- the checks, in the order in which they run -------------------------------------------- */

void audit_zones(struct audit *audit);		/* audit_zone.c */
void audit_percpu(struct audit *audit);		/* audit_percpu.c */
void audit_vmalloc(struct audit *audit);	/* audit_vmalloc.c */
void audit_slabs(struct audit *audit);		/* audit_slab.c */
void audit_tables(struct audit *audit);		/* audit_table.c */
void audit_vmas(struct audit *audit);		/* audit_vma.c */
void audit_rmap(struct audit *audit);		/* audit_rmap.c */
void audit_users(struct audit *audit);		/* audit_users.c */
void audit_lrus(struct audit *audit);		/* audit_lru.c */
void audit_caches(struct audit *audit);		/* audit_cache.c */
void audit_frames(struct audit *audit);		/* audit_frames.c */
void audit_counters(struct audit *audit);	/* audit_counters.c */

extern struct list_head audit_mm_list;

/**
 * struct audit_mm - the recount of one address space
 * @busy: its VMAs are being changed, or it is being emptied: they may not fit its entries
 * @vma: which the last entry was in
 */
struct audit_mm {
	struct audit *audit;
	struct mm_struct *mm;
	bool busy;
	struct vm_area_struct *vma;
	unsigned long tables;
	long rss[NR_MM_COUNTERS];
};

void audit_entry(struct audit_mm *am, unsigned long addr, pte_t pte);	/* audit_entry.c */

/* Are the VMAs of an address space being changed, or gone? */
static inline bool audit_mm_busy(struct mm_struct *mm)
{
	return !atomic_read(&mm->mm_users) || rwsem_is_write_locked(&mm->mmap_lock);
}

#endif /* _MM_AUDIT_H */
