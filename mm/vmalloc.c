// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalloc.c - ranges of kernel addresses, and memory that is contiguous only there.
 *
 * Owns:       the address range VMALLOC_START..VMALLOC_END: the trees of free and of busy
 *             ranges, and the list of ranges that wait to be purged.
 * Invariant:  free, busy and lazy ranges partition the space; free ranges that touch are merged;
 *             each node of the free tree knows the largest range below it (vmalloc_check()).
 * Locks:      free_lock: free tree and list. busy_lock: busy tree. purge_lock: the lazy list.
 *             All are spinlocks; free_lock and busy_lock are never nested. purge_mutex: one purge
 *             at a time; may sleep.
 * Elsewhere:  page tables (vmap.c), I/O memory (ioremap.c), mapping to user space
 *             (vmalloc_user.c).
 *
 * A range that is freed loses its PTEs at once, but stays unusable until all CPUs have dropped
 * stale translations. Flushing is what costs, so freed ranges collect until they hold
 * lazy_max_pages(), and then one flush serves all. Each area ends with a guard page that is
 * never mapped: running off its end faults.
 */
#include <linux/cpumask.h>
#include <linux/instruction_pointer.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/kmemleak.h>
#include <linux/llist.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pfn.h>
#include <linux/rbtree_augmented.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>
#include <asm/cacheflush.h>
#include <asm/tlbflush.h>
#include "pages.h"
#include "vmalloc.h"

static struct kmem_cache *vmap_area_cachep;
static bool vmap_initialized __read_mostly;
static struct vm_struct *vmlist __initdata;	/* areas from before vmalloc_init() */

static DEFINE_SPINLOCK(free_lock);
struct rb_root vmap_free_root = RB_ROOT;

static DEFINE_SPINLOCK(busy_lock);
struct rb_root vmap_busy_root = RB_ROOT;

static DEFINE_SPINLOCK(purge_lock);
LIST_HEAD(vmap_purge_list);
unsigned long vmap_purge_pages;
static DEFINE_MUTEX(purge_mutex);

static atomic_long_t nr_vmalloc_pages;

bool is_vmalloc_addr(const void *x)
{
	unsigned long addr = (unsigned long)x;

	return addr >= VMALLOC_START && addr < VMALLOC_END;
}

unsigned long vmalloc_nr_pages(void)
{
	return atomic_long_read(&nr_vmalloc_pages);
}

/* ---- free ranges -------------------------------------------------------- */

RB_DECLARE_CALLBACKS_MAX(static, free_rotate, struct vmap_area, rb_node, unsigned long,
			 subtree_max_size, va_size);

static unsigned long subtree_max(struct rb_node *node)
{
	return node ? rb_va(node)->subtree_max_size : 0;
}

/* Where a range of the size would start in @va, or 0 if it does not fit. */
static unsigned long fit_in(struct vmap_area *va, unsigned long size, unsigned long align,
			    unsigned long vstart, unsigned long vend)
{
	unsigned long start = ALIGN(max(va->va_start, vstart), align);
	unsigned long end = min(va->va_end, vend);

	if (start < va->va_start || start + size < start || start + size > end)
		return 0;
	return start;
}

/*
 * The lowest free range that fits. Subtrees without a range of that size are skipped; the
 * recursion is as deep as the tree, 2 log2 of the number of ranges.
 */
static struct vmap_area *lowest_fit(struct rb_node *node, unsigned long size,
				    unsigned long align, unsigned long vstart,
				    unsigned long vend)
{
	while (node && subtree_max(node) >= size) {
		struct vmap_area *va = rb_va(node), *left;

		if (va->va_start > vstart) {
			left = lowest_fit(node->rb_left, size, align, vstart, vend);
			if (left)
				return left;
		}
		if (va->va_start >= vend)
			return NULL;
		if (fit_in(va, size, align, vstart, vend))
			return va;
		node = node->rb_right;
	}
	return NULL;
}

static void free_tree_insert(struct vmap_area *va)
{
	struct rb_node **link = &vmap_free_root.rb_node, *parent = NULL;

	va->subtree_max_size = va_size(va);
	while (*link) {
		parent = *link;
		rb_va(parent)->subtree_max_size = max(rb_va(parent)->subtree_max_size, va_size(va));
		link = va->va_start < rb_va(parent)->va_start ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&va->rb_node, parent, link);
	rb_insert_augmented(&va->rb_node, &vmap_free_root, &free_rotate);
}

static void free_tree_erase(struct vmap_area *va)
{
	rb_erase_augmented(&va->rb_node, &vmap_free_root, &free_rotate);
	RB_CLEAR_NODE(&va->rb_node);
}

/* The range's ends moved: the maxima above it may have changed. */
static void free_tree_resized(struct vmap_area *va)
{
	free_rotate.propagate(&va->rb_node, NULL);
}

/*
 * Cuts [start, start + size) out of the free range @fit. @nodes are two unused nodes; those
 * that are taken are set to NULL. Return: the node of the cut-out range.
 */
static struct vmap_area *free_tree_clip(struct vmap_area *fit, unsigned long start,
					unsigned long size, struct vmap_area *nodes[2])
{
	unsigned long end = start + size, fit_end = fit->va_end;
	struct vmap_area *ret;

	if (fit->va_start == start && fit_end == end) {
		free_tree_erase(fit);
		return fit;
	}
	ret = nodes[0];
	nodes[0] = NULL;
	ret->va_start = start;
	ret->va_end = end;
	if (fit->va_start == start)
		fit->va_start = end;
	else
		fit->va_end = start;
	free_tree_resized(fit);
	if (fit->va_end == start && fit_end != end) {
		nodes[1]->va_start = end;
		nodes[1]->va_end = fit_end;
		free_tree_insert(nodes[1]);
		nodes[1] = NULL;
	}
	return ret;
}

/* Returns a range to the free tree, merged with its neighbours. Return: unneeded nodes on @gone. */
static void free_tree_return(struct vmap_area *va, struct list_head *gone)
{
	struct rb_node *node = vmap_free_root.rb_node, *prev = NULL, *next = NULL;
	struct vmap_area *p, *n;

	while (node) {
		if (va->va_start < rb_va(node)->va_start) {
			next = node;
			node = node->rb_left;
		} else {
			prev = node;
			node = node->rb_right;
		}
	}
	p = prev && rb_va(prev)->va_end == va->va_start ? rb_va(prev) : NULL;
	n = next && rb_va(next)->va_start == va->va_end ? rb_va(next) : NULL;
	if (p && n) {
		free_tree_erase(n);
		p->va_end = n->va_end;
		free_tree_resized(p);
		list_add(&n->list, gone);
		list_add(&va->list, gone);
	} else if (p) {
		p->va_end = va->va_end;
		free_tree_resized(p);
		list_add(&va->list, gone);
	} else if (n) {
		n->va_start = va->va_start;
		free_tree_resized(n);
		list_add(&va->list, gone);
	} else {
		free_tree_insert(va);
	}
}

/* ---- busy ranges -------------------------------------------------------- */

static void busy_tree_insert(struct vmap_area *va)
{
	struct rb_node **link = &vmap_busy_root.rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		BUG_ON(va->va_start < rb_va(parent)->va_end && va->va_end > rb_va(parent)->va_start);
		link = va->va_start < rb_va(parent)->va_start ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&va->rb_node, parent, link);
	rb_insert_color(&va->rb_node, &vmap_busy_root);
}

static struct vmap_area *busy_tree_find(unsigned long addr)
{
	struct rb_node *node = vmap_busy_root.rb_node;

	lockdep_assert_held(&busy_lock);
	while (node) {
		struct vmap_area *va = rb_va(node);

		if (addr < va->va_start)
			node = node->rb_left;
		else if (addr >= va->va_end)
			node = node->rb_right;
		else
			return va;
	}
	return NULL;
}

/**
 * find_vmap_area() - the busy range that holds an address
 *
 * Stays valid only as long as its owner keeps it.
 */
struct vmap_area *find_vmap_area(unsigned long addr)
{
	struct vmap_area *va;

	spin_lock(&busy_lock);
	va = busy_tree_find(addr);
	spin_unlock(&busy_lock);
	return va;
}

static struct vmap_area *busy_remove(unsigned long addr)
{
	struct vmap_area *va;

	spin_lock(&busy_lock);
	va = busy_tree_find(addr);
	if (va)
		rb_erase(&va->rb_node, &vmap_busy_root);
	spin_unlock(&busy_lock);
	return va;
}

/* ---- purging ------------------------------------------------------------ */

/* 32 MiB, more with more CPUs: a flush interrupts them all. */
static unsigned long lazy_max_pages(void)
{
	return fls(num_online_cpus()) * (32UL << 20 >> PAGE_SHIFT);
}

/* One flush, then all lazy ranges become free. Context: task, interrupts on. Return: any? */
static bool purge_vmap_areas(void)
{
	unsigned long start = ULONG_MAX, end = 0;
	struct vmap_area *va, *next;
	LIST_HEAD(ready);
	LIST_HEAD(gone);

	mutex_lock(&purge_mutex);
	spin_lock(&purge_lock);
	list_splice_init(&vmap_purge_list, &ready);
	vmap_purge_pages = 0;
	spin_unlock(&purge_lock);
	list_for_each_entry(va, &ready, list) {
		start = min(start, va->va_start);
		end = max(end, va->va_end);
	}
	if (start >= end) {
		mutex_unlock(&purge_mutex);
		return false;
	}
	flush_tlb_kernel_range(start, end);
	list_for_each_entry_safe(va, next, &ready, list) {
		list_del(&va->list);
		spin_lock(&free_lock);
		free_tree_return(va, &gone);
		spin_unlock(&free_lock);
	}
	mutex_unlock(&purge_mutex);
	list_for_each_entry_safe(va, next, &gone, list)
		kmem_cache_free(vmap_area_cachep, va);
	return true;
}

static void purge_workfn(struct work_struct *work)
{
	purge_vmap_areas();
}

static DECLARE_WORK(purge_work, purge_workfn);

/**
 * vm_unmap_aliases() - make sure that no CPU has a stale translation of vmalloc space
 *
 * Context: may sleep.
 */
void vm_unmap_aliases(void)
{
	if (vmap_initialized)
		purge_vmap_areas();
}

/* The range is off the busy tree: unmap it now, reuse it after the next flush. */
static void free_vmap_area_lazy(struct vmap_area *va)
{
	bool full;

	flush_cache_vunmap(va->va_start, va->va_end);
	vunmap_range_noflush(va->va_start, va->va_end);
	spin_lock(&purge_lock);
	list_add(&va->list, &vmap_purge_list);
	vmap_purge_pages += va_size(va) >> PAGE_SHIFT;
	full = vmap_purge_pages > lazy_max_pages();
	spin_unlock(&purge_lock);
	if (full)
		schedule_work(&purge_work);
}

/* ---- allocating ranges -------------------------------------------------- */

/* Gives back a range that was never mapped. */
static void return_range(struct vmap_area *va)
{
	struct vmap_area *next;
	LIST_HEAD(gone);

	spin_lock(&free_lock);
	free_tree_return(va, &gone);
	spin_unlock(&free_lock);
	list_for_each_entry_safe(va, next, &gone, list)
		kmem_cache_free(vmap_area_cachep, va);
}

static struct vmap_area *try_alloc_range(unsigned long size, unsigned long align,
					 unsigned long vstart, unsigned long vend,
					 struct vmap_area *nodes[2])
{
	struct vmap_area *fit;

	spin_lock(&free_lock);
	fit = lowest_fit(vmap_free_root.rb_node, size, align, vstart, vend);
	if (fit)
		fit = free_tree_clip(fit, fit_in(fit, size, align, vstart, vend), size, nodes);
	spin_unlock(&free_lock);
	return fit;
}

/*
 * Finds a free range and makes it busy. @vm: its user, or NULL. May sleep if @gfp says so.
 * Return: the range, or an ERR_PTR.
 */
static struct vmap_area *alloc_vmap_area(unsigned long size, unsigned long align,
					 unsigned long vstart, unsigned long vend, gfp_t gfp,
					 struct vm_struct *vm)
{
	struct vmap_area *nodes[2], *va = ERR_PTR(-ENOMEM);
	int i;

	if (unlikely(!size || offset_in_page(size) || !is_power_of_2(align)))
		return ERR_PTR(-EINVAL);
	if (unlikely(!vmap_initialized))
		return ERR_PTR(-EBUSY);
	if (kmem_cache_alloc_bulk(vmap_area_cachep, gfp & GFP_RECLAIM_MASK, 2, (void **)nodes) != 2)
		return va;
	/* the range's bounds are addresses, but keep nothing alive */
	for (i = 0; i < 2; i++)
		kmemleak_scan_area(&nodes[i]->rb_node, sizeof(*nodes[i]) - offsetof(struct vmap_area, rb_node));
	va = try_alloc_range(size, align, vstart, vend, nodes);
	if (!va && gfpflags_allow_blocking(gfp) && purge_vmap_areas())
		va = try_alloc_range(size, align, vstart, vend, nodes);
	for (i = 0; i < 2; i++)
		if (nodes[i])
			kmem_cache_free(vmap_area_cachep, nodes[i]);
	if (!va) {
		if (!(gfp & __GFP_NOWARN))
			pr_warn("vmalloc: no free range of %lu bytes\n", size);
		return ERR_PTR(-EBUSY);
	}
	if (kasan_populate_vmalloc(va->va_start, size)) {
		return_range(va);
		return ERR_PTR(-ENOMEM);
	}
	va->vm = vm;
	if (vm) {
		vm->addr = (void *)va->va_start;
		vm->size = va_size(va);
	}
	spin_lock(&busy_lock);
	busy_tree_insert(va);
	spin_unlock(&busy_lock);
	return va;
}

static struct vm_struct *__get_vm_area_node(unsigned long size, unsigned long align,
					    unsigned long flags, unsigned long start,
					    unsigned long end, int node, gfp_t gfp,
					    const void *caller)
{
	unsigned long requested = size;
	struct vm_struct *area;
	struct vmap_area *va;

	size = ALIGN(size, PAGE_SIZE);
	if (unlikely(!size))
		return NULL;
	/* large I/O regions are aligned so that they could be mapped by large entries */
	if (flags & VM_IOREMAP)
		align = 1UL << clamp_t(int, fls_long(size - 1), PAGE_SHIFT, IOREMAP_MAX_ORDER);
	area = kzalloc_node(sizeof(*area), gfp & GFP_RECLAIM_MASK, node);
	if (unlikely(!area))
		return NULL;
	area->flags = flags;
	area->caller = caller;
	area->requested_size = requested;
	if (!(flags & VM_NO_GUARD))
		size += PAGE_SIZE;
	va = alloc_vmap_area(size, align, start, end, gfp, area);
	if (IS_ERR(va)) {
		kfree(area);
		return NULL;
	}
	/* memory of vmalloc() may be accessed once it is there */
	if (!(flags & VM_ALLOC))
		kasan_unpoison_vmalloc(area->addr, get_vm_area_size(area));
	return area;
}

struct vm_struct *__get_vm_area_caller(unsigned long size, unsigned long flags,
				       unsigned long start, unsigned long end, const void *caller)
{
	return __get_vm_area_node(size, PAGE_SIZE, flags, start, end, NUMA_NO_NODE, GFP_KERNEL,
				  caller);
}

struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller)
{
	return __get_vm_area_caller(size, flags, VMALLOC_START, VMALLOC_END, caller);
}

/**
 * get_vm_area() - reserve a range of vmalloc space without mapping anything
 * @size: bytes; a guard page is added
 * @flags: VM_*
 *
 * Context: may sleep. Return: the area, for free_vm_area(); or NULL.
 */
struct vm_struct *get_vm_area(unsigned long size, unsigned long flags)
{
	return get_vm_area_caller(size, flags, (void *)_RET_IP_);
}

/**
 * find_vm_area() - who uses this address of vmalloc space?
 */
struct vm_struct *find_vm_area(const void *addr)
{
	struct vmap_area *va = find_vmap_area((unsigned long)addr);

	return va ? va->vm : NULL;
}

/**
 * remove_vm_area() - unmap an area and give its range back
 * @addr: its start
 *
 * Return: the area, which the caller frees; NULL if there is none.
 */
struct vm_struct *remove_vm_area(const void *addr)
{
	struct vmap_area *va = busy_remove((unsigned long)addr);
	struct vm_struct *vm;

	if (!va || !va->vm)
		return NULL;
	vm = va->vm;
	kasan_poison_vmalloc(vm->addr, get_vm_area_size(vm));
	free_vmap_area_lazy(va);
	return vm;
}

void free_vm_area(struct vm_struct *area)
{
	struct vm_struct *ret = remove_vm_area(area->addr);

	BUG_ON(ret != area);
	kfree(area);
}

/* ---- vmalloc ------------------------------------------------------------ */

static void free_area_pages(struct vm_struct *area)
{
	unsigned int i;

	for (i = 0; i < area->nr_pages; i++)
		__free_page(area->pages[i]);
	atomic_long_sub(area->nr_pages, &nr_vmalloc_pages);
	kvfree(area->pages);
}

/* Gets the pages of an area and maps them. On failure the caller calls vfree(). */
static int vmalloc_fill(struct vm_struct *area, gfp_t gfp, pgprot_t prot, int node)
{
	unsigned long addr = (unsigned long)area->addr, size = get_vm_area_size(area);
	unsigned int nr = size >> PAGE_SHIFT;
	gfp_t nested = (gfp & GFP_RECLAIM_MASK) | __GFP_ZERO;

	area->pages = kvmalloc_node(array_size(nr, sizeof(struct page *)), nested, node);
	if (!area->pages)
		return -ENOMEM;
	while (area->nr_pages < nr) {
		struct page *page = alloc_pages_node(node, gfp & ~__GFP_COMP, 0);

		if (!page)
			return -ENOMEM;
		area->pages[area->nr_pages++] = page;
		atomic_long_inc(&nr_vmalloc_pages);
		if (gfpflags_allow_blocking(gfp) && !(area->nr_pages & 1023))
			cond_resched();
	}
	return vmap_pages_range(addr, addr + size, prot, area->pages, PAGE_SHIFT);
}

/**
 * __vmalloc_node_range() - allocate pages and map them in a row
 * @size: bytes
 * @align: of the address, a power of two
 * @start, @end: where in kernel space
 * @gfp_mask: for the pages; GFP_KERNEL, GFP_NOFS, GFP_NOIO or GFP_NOWAIT-like, and modifiers
 * @prot: protection
 * @vm_flags: VM_NO_GUARD, VM_USERMAP ...
 * @node: of the pages, or NUMA_NO_NODE
 * @caller: for /proc/vmallocinfo
 *
 * Return: the address, or NULL.
 */
void *__vmalloc_node_range(unsigned long size, unsigned long align, unsigned long start,
			   unsigned long end, gfp_t gfp_mask, pgprot_t prot,
			   unsigned long vm_flags, int node, const void *caller)
{
	struct vm_struct *area;

	if (WARN_ON_ONCE(!size))
		return NULL;
	if (size >> PAGE_SHIFT > totalram_pages()) {
		warn_alloc(gfp_mask, NULL, "vmalloc error: size %lu, exceeds total pages", size);
		return NULL;
	}
	area = __get_vm_area_node(size, max(align, PAGE_SIZE), VM_ALLOC | VM_UNINITIALIZED | vm_flags,
				  start, end, node, gfp_mask, caller);
	if (!area) {
		warn_alloc(gfp_mask, NULL, "vmalloc error: size %lu, no address range", size);
		return NULL;
	}
	if (vmalloc_fill(area, gfp_mask, prot, node)) {
		warn_alloc(gfp_mask, NULL, "vmalloc error: size %lu, failed to allocate pages", size);
		vfree(area->addr);
		return NULL;
	}
	smp_wmb();	/* pairs with smp_rmb() in vmallocinfo_area(): pages before the flag */
	area->flags &= ~VM_UNINITIALIZED;
	kasan_unpoison_vmalloc(area->addr, size);
	kmemleak_vmalloc(area, size, gfp_mask);
	return area->addr;
}

void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp_mask, int node,
		     const void *caller)
{
	return __vmalloc_node_range(size, align, VMALLOC_START, VMALLOC_END, gfp_mask, PAGE_KERNEL,
				    0, node, caller);
}

void *__vmalloc(unsigned long size, gfp_t gfp_mask)
{
	return __vmalloc_node(size, 1, gfp_mask, NUMA_NO_NODE, (void *)_RET_IP_);
}

/**
 * vmalloc() - memory that is contiguous in virtual addresses only
 *
 * Page-aligned, not zeroed, behind it a guard page. Context: may sleep.
 * Return: the address for vfree(), or NULL.
 */
void *vmalloc(unsigned long size)
{
	return __vmalloc_node(size, 1, GFP_KERNEL, NUMA_NO_NODE, (void *)_RET_IP_);
}

void *vzalloc(unsigned long size)
{
	return __vmalloc_node(size, 1, GFP_KERNEL | __GFP_ZERO, NUMA_NO_NODE, (void *)_RET_IP_);
}

/* Pages are mapped one by one, so there is no larger form to prefer. */
void *vmalloc_huge(unsigned long size, gfp_t gfp_mask)
{
	return __vmalloc_node(size, 1, gfp_mask, NUMA_NO_NODE, (void *)_RET_IP_);
}

/**
 * vmalloc_user() - zeroed memory that remap_vmalloc_range() may show to user space
 */
void *vmalloc_user(unsigned long size)
{
	return __vmalloc_node_range(size, PAGE_SIZE, VMALLOC_START, VMALLOC_END,
				    GFP_KERNEL | __GFP_ZERO, PAGE_KERNEL, VM_USERMAP, NUMA_NO_NODE,
				    (void *)_RET_IP_);
}

void *vmalloc_node(unsigned long size, int node)
{
	return __vmalloc_node(size, 1, GFP_KERNEL, node, (void *)_RET_IP_);
}

void *vzalloc_node(unsigned long size, int node)
{
	return __vmalloc_node(size, 1, GFP_KERNEL | __GFP_ZERO, node, (void *)_RET_IP_);
}

/* Pages that 32-bit devices reach. */
void *vmalloc_32(unsigned long size)
{
	return __vmalloc_node(size, 1, GFP_DMA32 | GFP_KERNEL, NUMA_NO_NODE, (void *)_RET_IP_);
}

void *vmalloc_32_user(unsigned long size)
{
	return __vmalloc_node_range(size, PAGE_SIZE, VMALLOC_START, VMALLOC_END,
				    GFP_DMA32 | GFP_KERNEL | __GFP_ZERO, PAGE_KERNEL, VM_USERMAP,
				    NUMA_NO_NODE, (void *)_RET_IP_);
}

/**
 * vfree() - free memory of vmalloc()
 * @addr: NULL is accepted
 *
 * Context: task; in an interrupt it is deferred (vfree_atomic()).
 */
void vfree(const void *addr)
{
	struct vm_struct *vm;

	if (!addr)
		return;
	if (unlikely(in_interrupt())) {
		vfree_atomic(addr);
		return;
	}
	kmemleak_free(addr);
	vm = remove_vm_area(addr);
	if (unlikely(!vm)) {
		WARN(1, "Trying to vfree() nonexistent vm area (%px)\n", addr);
		return;
	}
	if (vm->flags & (VM_ALLOC | VM_MAP_PUT_PAGES))
		free_area_pages(vm);
	kfree(vm);
}

static LLIST_HEAD(deferred_frees);

static void deferred_free_workfn(struct work_struct *work)
{
	struct llist_node *node = llist_del_all(&deferred_frees), *next;

	for (; node; node = next) {
		next = READ_ONCE(node->next);
		vfree(node);
	}
}

static DECLARE_WORK(deferred_free_work, deferred_free_workfn);

/**
 * vfree_atomic() - as vfree(), from any context but NMI
 *
 * The memory itself is the list's link until a worker gets to it.
 */
void vfree_atomic(const void *addr)
{
	if (addr && llist_add((struct llist_node *)addr, &deferred_frees))
		schedule_work(&deferred_free_work);
}

/* ---- vmap --------------------------------------------------------------- */

/**
 * vmap() - map an array of pages in a row
 * @flags: VM_MAP, with VM_MAP_PUT_PAGES vfree() also frees pages and array
 *
 * Context: may sleep. Return: the address for vunmap(), or NULL.
 */
void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot)
{
	unsigned long size = (unsigned long)count << PAGE_SHIFT, addr;
	struct vm_struct *area;

	if (WARN_ON_ONCE(flags & VM_FLUSH_RESET_PERMS) || count > totalram_pages())
		return NULL;
	area = get_vm_area_caller(size, flags, (void *)_RET_IP_);
	if (!area)
		return NULL;
	addr = (unsigned long)area->addr;
	if (vmap_pages_range(addr, addr + size, pgprot_nx(prot), pages, PAGE_SHIFT)) {
		vunmap(area->addr);
		return NULL;
	}
	if (flags & VM_MAP_PUT_PAGES) {
		area->pages = pages;
		area->nr_pages = count;
		atomic_long_add(count, &nr_vmalloc_pages);
	}
	return area->addr;
}

/**
 * vmap_pfn() - map frames that need not have a struct page
 */
void *vmap_pfn(unsigned long *pfns, unsigned int count, pgprot_t prot)
{
	struct vm_struct *area = get_vm_area_caller((unsigned long)count << PAGE_SHIFT, VM_IOREMAP,
						    (void *)_RET_IP_);
	unsigned long addr;
	unsigned int i;

	if (!area)
		return NULL;
	addr = (unsigned long)area->addr;
	for (i = 0; i < count; i++, addr += PAGE_SIZE) {
		if (vmap_page_range(addr, addr + PAGE_SIZE, PFN_PHYS(pfns[i]), pgprot_nx(prot))) {
			free_vm_area(area);
			return NULL;
		}
	}
	return area->addr;
}

void vunmap(const void *addr)
{
	struct vm_struct *vm;

	if (!addr)
		return;
	vm = remove_vm_area(addr);
	if (!vm) {
		WARN(1, "Trying to vunmap() nonexistent vm area (%px)\n", addr);
		return;
	}
	kfree(vm);
}

/**
 * vm_map_ram() - vmap() without bookkeeping, for short-lived mappings
 *
 * Return: the address for vm_unmap_ram() with the same count, or NULL.
 */
void *vm_map_ram(struct page **pages, unsigned int count, int node)
{
	unsigned long size = (unsigned long)count << PAGE_SHIFT;
	struct vmap_area *va = alloc_vmap_area(size, PAGE_SIZE, VMALLOC_START, VMALLOC_END,
					       GFP_KERNEL, NULL);

	if (IS_ERR(va))
		return NULL;
	if (vmap_pages_range(va->va_start, va->va_end, PAGE_KERNEL, pages, PAGE_SHIFT)) {
		vm_unmap_ram((void *)va->va_start, count);
		return NULL;
	}
	kasan_unpoison_vmalloc((void *)va->va_start, size);
	return (void *)va->va_start;
}

void vm_unmap_ram(const void *mem, unsigned int count)
{
	struct vmap_area *va = busy_remove((unsigned long)mem);

	BUG_ON(!va || va->vm || va_size(va) != (unsigned long)count << PAGE_SHIFT);
	kasan_poison_vmalloc(mem, va_size(va));
	free_vmap_area_lazy(va);
}

/* ---- /proc/vmallocinfo -------------------------------------------------- */

static void vmallocinfo_area(struct seq_file *m, const struct vm_struct *v)
{
	static const struct {
		unsigned long flag;
		const char *name;
	} kinds[] = {
		{ VM_IOREMAP, " ioremap" }, { VM_SPARSE, " sparse" }, { VM_ALLOC, " vmalloc" },
		{ VM_MAP, " vmap" }, { VM_USERMAP, " user" }, { VM_DMA_COHERENT, " dma-coherent" },
	};
	int i;

	seq_printf(m, "0x%pK-0x%pK %7ld", v->addr, v->addr + v->size, v->size);
	if (v->caller)
		seq_printf(m, " %pS", v->caller);
	if (v->flags & VM_UNINITIALIZED) {
		seq_putc(m, '\n');
		return;
	}
	smp_rmb();	/* pairs with smp_wmb() in __vmalloc_node_range() */
	if (v->nr_pages)
		seq_printf(m, " pages=%d", v->nr_pages);
	if (v->phys_addr)
		seq_printf(m, " phys=%pa", &v->phys_addr);
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (v->flags & kinds[i].flag)
			seq_puts(m, kinds[i].name);
	if (is_vmalloc_addr(v->pages))
		seq_puts(m, " vpages");
	if (v->nr_pages)
		seq_printf(m, " N%d=%u", page_to_nid(v->pages[0]), v->nr_pages);
	seq_putc(m, '\n');
}

/**
 * vmallocinfo_show() - /proc/vmallocinfo
 */
int vmallocinfo_show(struct seq_file *m, void *p)
{
	struct rb_node *node;
	struct vmap_area *va;

	spin_lock(&busy_lock);
	for (node = rb_first(&vmap_busy_root); node; node = rb_next(node)) {
		va = rb_va(node);
		if (va->vm)
			vmallocinfo_area(m, va->vm);
		else
			seq_printf(m, "0x%pK-0x%pK %7ld vm_map_ram\n", (void *)va->va_start,
				   (void *)va->va_end, va_size(va));
	}
	spin_unlock(&busy_lock);
	spin_lock(&purge_lock);
	list_for_each_entry(va, &vmap_purge_list, list)
		seq_printf(m, "0x%pK-0x%pK %7ld unpurged vm_area\n", (void *)va->va_start,
			   (void *)va->va_end, va_size(va));
	spin_unlock(&purge_lock);
	return 0;
}

/**
 * vmalloc_dump_obj() - say which area an address lies in
 */
bool vmalloc_dump_obj(void *object)
{
	struct vm_struct *vm = is_vmalloc_addr(object) ? find_vm_area(object) : NULL;

	if (!vm)
		return false;
	pr_cont(" %u-page vmalloc region starting at %px allocated at %pS\n", vm->nr_pages,
		vm->addr, vm->caller);
	return true;
}

/* ---- the checker -------------------------------------------------------- */

static unsigned long check_subtree(struct rb_node *node, bool *ok)
{
	unsigned long max;

	if (!node)
		return 0;
	max = max3(check_subtree(node->rb_left, ok), check_subtree(node->rb_right, ok),
		   va_size(rb_va(node)));
	if (max != rb_va(node)->subtree_max_size)
		*ok = false;
	return max;
}

static unsigned long check_order(struct rb_root *root, bool may_touch, bool *ok)
{
	unsigned long sum = 0, end = 0;
	struct rb_node *node;

	for (node = rb_first(root); node; node = rb_next(node)) {
		struct vmap_area *va = rb_va(node);

		if (va->va_start >= va->va_end || va->va_start < end ||
		    (!may_touch && end && va->va_start == end))
			*ok = false;
		end = va->va_end;
		sum += va_size(va);
	}
	return sum;
}

/**
 * vmalloc_check() - does the invariant atop this file hold?
 *
 * The sums are only compared while nobody allocates or frees; see the KUnit suite.
 */
bool vmalloc_check(void)
{
	unsigned long sum;
	bool ok = true;

	mutex_lock(&purge_mutex);
	spin_lock(&free_lock);
	sum = check_order(&vmap_free_root, false, &ok);
	check_subtree(vmap_free_root.rb_node, &ok);
	spin_unlock(&free_lock);
	spin_lock(&busy_lock);
	sum += check_order(&vmap_busy_root, true, &ok);
	spin_unlock(&busy_lock);
	spin_lock(&purge_lock);
	sum += vmap_purge_pages << PAGE_SHIFT;
	spin_unlock(&purge_lock);
	mutex_unlock(&purge_mutex);
	return ok && sum <= VMALLOC_END - VMALLOC_START + 1;
}

/* ---- boot --------------------------------------------------------------- */

/**
 * vm_area_add_early() - an area that was mapped before vmalloc_init()
 */
void __init vm_area_add_early(struct vm_struct *vm)
{
	struct vm_struct **p;

	BUG_ON(vmap_initialized);
	for (p = &vmlist; *p && (*p)->addr < vm->addr; p = &(*p)->next)
		;
	vm->next = *p;
	*p = vm;
}

/**
 * vm_area_register_early() - as vm_area_add_early(), at the first address that is free
 */
void __init vm_area_register_early(struct vm_struct *vm, size_t align)
{
	unsigned long addr = ALIGN(VMALLOC_START, align);
	struct vm_struct *p;

	for (p = vmlist; p; p = p->next) {
		if (addr + vm->size <= (unsigned long)p->addr)
			break;
		addr = ALIGN((unsigned long)p->addr + p->size, align);
	}
	vm->addr = (void *)addr;
	vm_area_add_early(vm);
}

static void __init add_boot_range(unsigned long start, unsigned long end, struct vm_struct *vm)
{
	struct vmap_area *va;

	if (start >= end)
		return;
	va = kmem_cache_zalloc(vmap_area_cachep, GFP_NOWAIT);
	if (!va)
		panic("No memory for vmalloc's first ranges\n");
	kmemleak_scan_area(&va->rb_node, sizeof(*va) - offsetof(struct vmap_area, rb_node));
	va->va_start = start;
	va->va_end = end;
	if (vm) {
		va->vm = vm;
		busy_tree_insert(va);
	} else {
		free_tree_insert(va);
	}
}

/**
 * vmalloc_init() - start vmalloc: the slab allocator works
 */
void __init vmalloc_init(void)
{
	unsigned long at = VMALLOC_START;
	struct vm_struct *vm;

	vmap_area_cachep = KMEM_CACHE(vmap_area, SLAB_PANIC);
	for (vm = vmlist; vm; vm = vm->next) {
		add_boot_range(at, (unsigned long)vm->addr, NULL);
		at = (unsigned long)vm->addr + vm->size;
		add_boot_range((unsigned long)vm->addr, at, vm);
	}
	add_boot_range(at, (VMALLOC_END + 1) & PAGE_MASK, NULL);
	vmap_initialized = true;
}
