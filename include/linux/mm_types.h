/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mm_types.h - the structures that memory management is made of.
 *
 * struct page       one for each page frame, in the vmemmap array; 64 bytes
 * struct folio      a naturally aligned power-of-two run of pages seen as one:
 *                   the first page's struct page under another name
 * struct ptdesc     the same for a page-table page
 * struct vm_area_struct   one range of an address space with equal attributes
 * struct mm_struct  an address space
 *
 * Which fields of a struct page mean something depends on who owns the frame:
 *
 *   free in the buddy     flags, buddy_list, private (order), page_type
 *   free on a CPU's list  flags, pcp_list
 *   slab                  struct slab in mm/slab.h
 *   page table            struct ptdesc
 *   user or page cache    flags, lru, mapping, index, private, _mapcount, _refcount
 *
 * Guards in brackets: [I] fixed while the object is visible, [A] atomic,
 * [L] the lock named in the comment, [R] readable under RCU.
 */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/types.h>
#include <linux/stddef.h>
#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/list.h>
#include <linux/spinlock_types.h>
#include <linux/rbtree_types.h>
#include <linux/maple_tree.h>
#include <linux/rwsem.h>
#include <linux/refcount.h>
#include <linux/cpumask_types.h>
#include <linux/auxvec.h>
#include <asm/page.h>
#include <asm/pgtable_types.h>
#include <asm/mmu.h>

struct address_space;
struct anon_vma;
struct anon_vma_name;
struct dev_pagemap;
struct file;
struct kmem_cache;
struct mem_cgroup;
struct mempolicy;
struct user_struct;
struct vm_operations_struct;
struct linux_binfmt;

/**
 * struct page - one page frame.
 *
 * @flags: PG_ bits (page-flags.h) and, in the top bits, zone and node [A]
 * @_refcount: references; 0 means free (or frozen) [A]
 * @_mapcount: page-table entries that map this page, minus one; where nothing
 *	can map the page, page_type tells who owns it [A]
 */
struct page {
	unsigned long flags;
	union {
		struct {	/* user memory and page cache */
			union {
				struct list_head lru;		/* [L] lruvec->lru_lock; or the isolator's */
				struct {
					void *__filler;
					unsigned int mlock_count; /* [L] lruvec->lru_lock, when unevictable */
				};
				struct list_head buddy_list;	/* [L] zone->lock */
				struct list_head pcp_list;	/* [L] the CPU that owns the list */
			};
			struct address_space *mapping;		/* [L] folio lock; low bits: PAGE_MAPPING_* */
			union {
				pgoff_t index;			/* [L] folio lock */
				unsigned long share;
			};
			unsigned long private;			/* [L] folio lock; buddy: the order [zone->lock] */
		};
		struct {	/* second and later pages of a folio */
			unsigned long compound_head;		/* head page | 1 [I] */
		};
		struct rcu_head rcu_head;
	};
	union {
		unsigned int page_type;
		atomic_t _mapcount;
	};
	atomic_t _refcount;
	unsigned long __reserved_words[1];
};
static_assert(sizeof(struct page) == 64, "struct page is 64 bytes");

/**
 * struct folio - a run of 2^order pages that lives and dies as one.
 *
 * The union with struct page pins the layout: a folio pointer is the pointer to
 * its first page.  What a folio of more than one page needs beyond that
 * stands in its second struct page (@_flags_1 ...).
 */
struct folio {
	union {
		struct {
			unsigned long flags;
			union {
				struct list_head lru;
				struct {
					void *__filler;
					unsigned int mlock_count;
				};
			};
			struct address_space *mapping;
			pgoff_t index;
			union {
				void *private;
				unsigned long swap_val;	/* swp_entry_t.val while in the swap cache */
			};
			atomic_t _mapcount;
			atomic_t _refcount;
			unsigned long __reserved_words[1];
		};
		struct page page;
	};
	union {
		struct {
			unsigned long _flags_1;		/* low byte: the order [I] */
			unsigned long _head_1;
			atomic_t _large_mapcount;	/* mappings of any of its pages, minus one [A] */
			atomic_t _entire_mapcount;	/* mappings as one block, minus one [A] */
			atomic_t _nr_pages_mapped;	/* pages mapped one by one [A] */
			atomic_t _pincount;		/* pins of pin_user_pages() [A] */
			unsigned int _folio_nr_pages;	/* [I] */
		};
		struct page __page_1;
	};
	union {
		struct {
			unsigned long _flags_2;
			unsigned long _head_2;
			struct list_head _deferred_list; /* [L] the node's split queue lock */
		};
		struct page __page_2;
	};
};

#define FOLIO_MATCH(pg, fl)						\
	static_assert(offsetof(struct page, pg) == offsetof(struct folio, fl))
FOLIO_MATCH(flags, flags);
FOLIO_MATCH(lru, lru);
FOLIO_MATCH(mapping, mapping);
FOLIO_MATCH(compound_head, lru);
FOLIO_MATCH(index, index);
FOLIO_MATCH(private, private);
FOLIO_MATCH(_mapcount, _mapcount);
FOLIO_MATCH(_refcount, _refcount);
#undef FOLIO_MATCH
static_assert(offsetof(struct folio, _head_1) == sizeof(struct page) + offsetof(struct page, compound_head));
static_assert(offsetof(struct folio, _head_2) == 2 * sizeof(struct page) + offsetof(struct page, compound_head));

/**
 * struct ptdesc - a page that holds page-table entries.
 * @pt_list: free-list link while the table is unused
 * @pt_rcu_head: defers freeing until lockless walkers have left
 * @pt_share_count: address spaces that point to this table; freed at 0 [A]
 * @pt_mm: for a top-level table, its address space [I]
 * @ptl: guards the entries (split page-table lock)
 */
struct ptdesc {
	unsigned long __page_flags;
	union {
		struct list_head pt_list;
		struct rcu_head pt_rcu_head;
	};
	unsigned long __page_mapping;
	struct mm_struct *pt_mm;
	atomic_t pt_share_count;
	unsigned int __pt_pad;
	unsigned int __page_type;
	atomic_t __page_refcount;
	spinlock_t ptl;
};
static_assert(sizeof(struct ptdesc) <= sizeof(struct page));
static_assert(offsetof(struct ptdesc, __page_mapping) == offsetof(struct page, mapping));
static_assert(offsetof(struct ptdesc, __page_type) == offsetof(struct page, page_type));
static_assert(offsetof(struct ptdesc, __page_refcount) == offsetof(struct page, _refcount));

#define page_private(page)		((page)->private)

static inline void set_page_private(struct page *page, unsigned long private)
{
	page->private = private;
}

static inline void *folio_get_private(const struct folio *folio)
{
	return folio->private;
}

#define ptdesc_page(pt)		((struct page *)(pt))
#define ptdesc_folio(pt)	((struct folio *)(pt))
#define page_ptdesc(p)		((struct ptdesc *)(p))

/* ---- address spaces ------------------------------------------------------ */

typedef unsigned long vm_flags_t;

/* What handle_mm_fault() answers; the VM_FAULT_ bits are in mm.h. */
typedef unsigned int __bitwise vm_fault_t;

typedef struct { unsigned long val; } swp_entry_t;

typedef struct page *pgtable_t;

/**
 * struct vm_area_struct - a range of one address space with equal attributes.
 *
 * Found through mm->mm_mt.  Freed by RCU into a type-safe cache: a reader under
 * RCU may find it reused and must compare vm_mm and the range after it holds
 * a reference in @vm_refcnt.
 *
 * @vm_refcnt: 0 detached; 1 attached; more: page faults that read-hold it;
 *	VMA_LOCK_OFFSET added while a writer waits or works [A]
 * @vm_lock_seq: equal to mm->mm_lock_seq: write-locked until mmap_lock is dropped
 */
struct vm_area_struct {
	unsigned long vm_start;			/* [L] mmap_lock write + vma write lock */
	unsigned long vm_end;			/* [L] same; first byte behind */
	struct mm_struct *vm_mm;		/* [I] */
	pgprot_t vm_page_prot;			/* [L] same as vm_start */
	union {
		const vm_flags_t vm_flags;	/* [L] same; change by vm_flags_set() and friends */
		vm_flags_t __vm_flags;
	};
	unsigned int vm_lock_seq;		/* [L] mmap_lock write */
	refcount_t vm_refcnt;			/* [A] */
	struct lockdep_map vmlock_dep_map;	/* of the VMA lock, which those two are */

	struct list_head anon_vma_chain;	/* [L] mmap_lock + anon_vma->rwsem */
	struct anon_vma *anon_vma;		/* [L] page_table_lock, set once */
	const struct vm_operations_struct *vm_ops; /* [I] */
	unsigned long vm_pgoff;			/* [L] as vm_start; offset in PAGE_SIZE units */
	struct file *vm_file;			/* [I] may be NULL */
	void *vm_private_data;
	struct anon_vma_name *anon_name;	/* [L] mmap_lock write */
	struct {
		struct rb_node rb;
		unsigned long rb_subtree_last;
	} shared;				/* [L] mapping->i_mmap_rwsem */
	struct rcu_head vm_rcu;
};

/* The counters of /proc/PID/status; each page is in exactly one of the first three. */
enum {
	MM_FILEPAGES,
	MM_ANONPAGES,
	MM_SHMEMPAGES,
	MM_SWAPENTS,
	NR_MM_COUNTERS
};

/**
 * struct mm_struct - an address space.
 *
 * @mm_users: tasks that use it as theirs; the last one empties it (mmput)
 * @mm_count: references to the structure itself, of which all mm_users are one (mmdrop)
 * @mm_mt: the VMAs, by address; writers hold mmap_lock, readers RCU
 * @mm_lock_seq: odd or even, moves on at each end of a write section of mmap_lock,
 *	which ends the write locks of all VMAs at once
 */
struct mm_struct {
	struct maple_tree mm_mt;
	pgd_t *pgd;				/* [I] */
	atomic_t mm_users;			/* [A] */
	atomic_t mm_count;			/* [A] */
	atomic_long_t pgtables_bytes;		/* [A] memory of page-table pages */
	int map_count;				/* [L] mmap_lock: number of VMAs */
	unsigned int mm_lock_seq;		/* [L] mmap_lock; read with acquire */
	spinlock_t page_table_lock;		/* upper page-table levels, anon_vma pointers */
	struct rw_semaphore mmap_lock;
	struct list_head mmlist;		/* [L] mmlist_lock: address spaces with swap entries */

	unsigned long mmap_base;		/* [I] after exec: top-down mappings start below */
	unsigned long mmap_legacy_base;
	unsigned long task_size;		/* [I] first address behind user space */
	unsigned long hiwater_rss;		/* [L] racy maxima, in pages */
	unsigned long hiwater_vm;
	unsigned long total_vm;			/* [L] mmap_lock, in pages, like the next five */
	unsigned long locked_vm;
	atomic64_t    pinned_vm;		/* [A] */
	unsigned long data_vm;
	unsigned long exec_vm;
	unsigned long stack_vm;
	unsigned long def_flags;		/* [L] mmap_lock: VM_ flags for new VMAs (mlockall) */

	spinlock_t arg_lock;			/* the next four lines */
	unsigned long start_code, end_code, start_data, end_data;
	unsigned long start_brk, brk, start_stack;
	unsigned long arg_start, arg_end, env_start, env_end;
	unsigned long saved_auxv[AT_VECTOR_SIZE];	/* [I] after exec; /proc/PID/auxv */

	atomic_long_t rss_stat[NR_MM_COUNTERS];	/* [A] */
	struct linux_binfmt *binfmt;		/* [I] */
	mm_context_t context;
	unsigned long flags;			/* [A] MMF_ bits */
	struct user_struct *user;
	struct file *exe_file;			/* [R] set by exec and prctl */
	unsigned int write_protect_seq;		/* [L] mmap_lock write: odd while fork write-protects */
	atomic_t tlb_flush_pending;		/* [A] unmaps that have not flushed yet */
	struct rcu_head delayed_drop;
#ifdef CONFIG_MM_AUDIT
	struct list_head audit_list;		/* [L] audit_mm_lock: all address spaces */
	int audit_users, audit_lazy;		/* the auditor's: tasks whose mm or only active_mm it is */
#endif
	unsigned long cpu_bitmap[];		/* CPUs whose TLB may hold entries: mm_cpumask() */
};

#define MM_MT_FLAGS	(MT_FLAGS_ALLOC_RANGE | MT_FLAGS_LOCK_EXTERN | MT_FLAGS_USE_RCU)

extern struct mm_struct init_mm;

static inline cpumask_t *mm_cpumask(struct mm_struct *mm)
{
	return (cpumask_t *)&mm->cpu_bitmap;
}

/* Position in an address space's VMAs; see VMA_ITERATOR() in mm.h. */
struct vma_iterator {
	struct ma_state mas;
};

#define VMA_ITERATOR(name, __mm, __addr)				\
	struct vma_iterator name = {					\
		.mas = __MA_STATE_INIT(&(__mm)->mm_mt, __addr, __addr),	\
	}

static inline void vma_iter_init(struct vma_iterator *vmi, struct mm_struct *mm, unsigned long addr)
{
	mas_init(&vmi->mas, &mm->mm_mt, addr);
}

struct mmu_gather;
void tlb_gather_mmu(struct mmu_gather *tlb, struct mm_struct *mm);
void tlb_gather_mmu_fullmm(struct mmu_gather *tlb, struct mm_struct *mm);
void tlb_finish_mmu(struct mmu_gather *tlb);

struct vm_fault;

#endif
