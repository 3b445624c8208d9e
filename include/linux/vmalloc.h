/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmalloc.h - kernel memory that is contiguous in virtual addresses only (mm/vmalloc.c).
 */
#ifndef _LINUX_VMALLOC_H
#define _LINUX_VMALLOC_H

#include <linux/types.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/overflow.h>
#include <linux/rbtree_types.h>
#include <linux/pgtable.h>
#include <asm/page.h>

struct vm_area_struct;
struct seq_file;

/* vm_struct.flags */
#define VM_IOREMAP		0x00000001	/* device memory */
#define VM_ALLOC		0x00000002	/* vmalloc() */
#define VM_MAP			0x00000004	/* vmap() */
#define VM_USERMAP		0x00000008	/* may be mapped to user space */
#define VM_DMA_COHERENT		0x00000010
#define VM_UNINITIALIZED	0x00000020	/* not yet ready to be shown */
#define VM_NO_GUARD		0x00000040	/* no guard page behind */
#define VM_KASAN		0x00000080
#define VM_FLUSH_RESET_PERMS	0x00000100	/* protections were changed: undo at vfree */
#define VM_MAP_PUT_PAGES	0x00000200	/* vfree() frees the pages and the array */
#define VM_ALLOW_HUGE_VMAP	0x00000400
#define VM_DEFER_KMEMLEAK	0x00000800
#define VM_SPARSE		0x00001000

#ifndef IOREMAP_MAX_ORDER
#define IOREMAP_MAX_ORDER	(7 + PAGE_SHIFT)	/* largest alignment of an I/O mapping */
#endif

/**
 * struct vm_struct - one user of vmalloc space.
 * @size: with the guard page
 * @pages: the pages mapped, where vmalloc space knows them
 * @phys_addr: of an I/O mapping
 * @requested_size: bytes asked for
 * @caller: who asked, for /proc/vmallocinfo
 *
 * All fields are fixed from the end of the allocation to the start of freeing.
 */
struct vm_struct {
	struct vm_struct *next;		/* areas from before vmalloc_init() */
	void *addr;
	unsigned long size;
	unsigned long flags;
	struct page **pages;
	unsigned int page_order;
	unsigned int nr_pages;
	phys_addr_t phys_addr;
	unsigned long requested_size;
	const void *caller;
};

/**
 * struct vmap_area - a range of vmalloc space, busy or free.
 * @rb_node: in the tree of busy or of free ranges
 * @list: while in neither: on the list to be purged
 * @subtree_max_size: free tree: the largest range below this node
 * @vm: busy: who uses it; NULL for vm_map_ram()
 */
struct vmap_area {
	unsigned long va_start;
	unsigned long va_end;
	struct rb_node rb_node;
	struct list_head list;
	union {
		unsigned long subtree_max_size;
		struct vm_struct *vm;
	};
};

void vmalloc_init(void);
void vm_area_add_early(struct vm_struct *vm);
void vm_area_register_early(struct vm_struct *vm, size_t align);

void *vmalloc(unsigned long size) __alloc_size(1);
void *vzalloc(unsigned long size) __alloc_size(1);
void *vmalloc_user(unsigned long size) __alloc_size(1);
void *vmalloc_node(unsigned long size, int node) __alloc_size(1);
void *vzalloc_node(unsigned long size, int node) __alloc_size(1);
void *vmalloc_32(unsigned long size) __alloc_size(1);
void *vmalloc_32_user(unsigned long size) __alloc_size(1);
void *vmalloc_huge(unsigned long size, gfp_t gfp_mask) __alloc_size(1);
void *__vmalloc(unsigned long size, gfp_t gfp_mask) __alloc_size(1);
void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp_mask, int node,
		     const void *caller) __alloc_size(1);
void *__vmalloc_node_range(unsigned long size, unsigned long align, unsigned long start,
			   unsigned long end, gfp_t gfp_mask, pgprot_t prot,
			   unsigned long vm_flags, int node, const void *caller) __alloc_size(1);
void vfree(const void *addr);
void vfree_atomic(const void *addr);

static inline void *vmalloc_array(size_t n, size_t size)
{
	size_t bytes;

	return unlikely(check_mul_overflow(n, size, &bytes)) ? NULL : vmalloc(bytes);
}

static inline void *vcalloc(size_t n, size_t size)
{
	size_t bytes;

	return unlikely(check_mul_overflow(n, size, &bytes)) ? NULL : vzalloc(bytes);
}

void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot);
void *vmap_pfn(unsigned long *pfns, unsigned int count, pgprot_t prot);
void vunmap(const void *addr);
void *vm_map_ram(struct page **pages, unsigned int count, int node);
void vm_unmap_ram(const void *mem, unsigned int count);
void vm_unmap_aliases(void);

int remap_vmalloc_range_partial(struct vm_area_struct *vma, unsigned long uaddr, void *kaddr,
				unsigned long pgoff, unsigned long size);
int remap_vmalloc_range(struct vm_area_struct *vma, void *addr, unsigned long pgoff);

static inline size_t get_vm_area_size(const struct vm_struct *area)
{
	return area->flags & VM_NO_GUARD ? area->size : area->size - PAGE_SIZE;
}

struct vm_struct *get_vm_area(unsigned long size, unsigned long flags);
struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller);
struct vm_struct *__get_vm_area_caller(unsigned long size, unsigned long flags,
				       unsigned long start, unsigned long end, const void *caller);
void free_vm_area(struct vm_struct *area);
struct vm_struct *remove_vm_area(const void *addr);
struct vm_struct *find_vm_area(const void *addr);
struct vmap_area *find_vmap_area(unsigned long addr);

bool is_vmalloc_addr(const void *x);
static inline int is_vmalloc_or_module_addr(const void *x)
{
	return is_vmalloc_addr(x);
}
struct page *vmalloc_to_page(const void *addr);
unsigned long vmalloc_to_pfn(const void *addr);
unsigned long vmalloc_nr_pages(void);
#define VMALLOC_TOTAL	(VMALLOC_END - VMALLOC_START)

/* Page tables of kernel addresses. */
int vmap_page_range(unsigned long addr, unsigned long end, phys_addr_t phys_addr, pgprot_t prot);
int vmap_pages_range(unsigned long addr, unsigned long end, pgprot_t prot, struct page **pages,
		     unsigned int page_shift);
int vmap_pages_range_noflush(unsigned long addr, unsigned long end, pgprot_t prot,
			     struct page **pages, unsigned int page_shift);
void vunmap_range(unsigned long addr, unsigned long end);
void vunmap_range_noflush(unsigned long addr, unsigned long end);

/* ioremap.c */
int ioremap_page_range(unsigned long addr, unsigned long end, phys_addr_t phys_addr,
		       pgprot_t prot);

int vmallocinfo_show(struct seq_file *m, void *v);	/* /proc/vmallocinfo */
bool vmalloc_check(void);
bool vmalloc_dump_obj(void *object);

#endif
