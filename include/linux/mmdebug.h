/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mmdebug.h - assertions of memory management.
 *
 * VM_BUG_ON_*() say that memory is corrupt if true; VM_WARN_ON_*() that a rule was broken
 * but nothing is lost.  Under CONFIG_DEBUG_VM they are checked and describe the object;
 * otherwise the condition is only parsed.
 */
#ifndef _LINUX_MMDEBUG_H
#define _LINUX_MMDEBUG_H

#include <linux/bug.h>
#include <linux/build_bug.h>
#include <linux/stringify.h>

struct page;
struct folio;
struct vm_area_struct;
struct mm_struct;
struct vma_iterator;

void dump_page(const struct page *page, const char *reason);
void dump_vma(const struct vm_area_struct *vma);
void dump_mm(const struct mm_struct *mm);

#ifdef CONFIG_DEBUG_VM

#define VM_BUG_ON(cond)		BUG_ON(cond)
#define VM_BUG_ON_PAGE(cond, page)					\
do {									\
	if (unlikely(cond)) {						\
		dump_page(page, "VM_BUG_ON_PAGE(" __stringify(cond) ")"); \
		BUG();							\
	}								\
} while (0)
#define VM_BUG_ON_FOLIO(cond, folio)					\
do {									\
	if (unlikely(cond)) {						\
		dump_page(&(folio)->page, "VM_BUG_ON_FOLIO(" __stringify(cond) ")"); \
		BUG();							\
	}								\
} while (0)
#define VM_BUG_ON_VMA(cond, vma)					\
do {									\
	if (unlikely(cond)) {						\
		dump_vma(vma);						\
		BUG();							\
	}								\
} while (0)
#define VM_BUG_ON_MM(cond, mm)						\
do {									\
	if (unlikely(cond)) {						\
		dump_mm(mm);						\
		BUG();							\
	}								\
} while (0)
#define VM_WARN_ON_ONCE_PAGE(cond, page)				\
({									\
	static bool __warned;						\
	int __ret = !!(cond);						\
									\
	if (unlikely(__ret && !__warned)) {				\
		__warned = true;					\
		dump_page(page, "VM_WARN_ON_ONCE_PAGE(" __stringify(cond) ")"); \
		WARN_ON(1);						\
	}								\
	unlikely(__ret);						\
})
#define VM_WARN_ON_ONCE_FOLIO(cond, folio) VM_WARN_ON_ONCE_PAGE(cond, &(folio)->page)
#define VM_WARN_ON_FOLIO(cond, folio)					\
({									\
	int __ret = !!(cond);						\
									\
	if (unlikely(__ret)) {						\
		dump_page(&(folio)->page, "VM_WARN_ON_FOLIO(" __stringify(cond) ")"); \
		WARN_ON(1);						\
	}								\
	unlikely(__ret);						\
})
#define VM_WARN_ON_VMA(cond, vma)					\
({									\
	int __ret = !!(cond);						\
									\
	if (unlikely(__ret)) {						\
		dump_vma(vma);						\
		WARN_ON(1);						\
	}								\
	unlikely(__ret);						\
})
#define VM_WARN_ON_ONCE_VMA(cond, vma)	({ (void)(vma); WARN_ON_ONCE(cond); })
#define VM_WARN_ON_ONCE_MM(cond, mm)	({ (void)(mm); WARN_ON_ONCE(cond); })
#define VM_WARN_ON(cond)	((void)WARN_ON(cond))
#define VM_WARN_ON_ONCE(cond)	((void)WARN_ON_ONCE(cond))
#define VM_WARN_ONCE(cond, format...) ((void)WARN_ONCE(cond, format))
#define VM_WARN(cond, format...) ((void)WARN(cond, format))

#else

#define VM_BUG_ON(cond)			BUILD_BUG_ON_INVALID(cond)
#define VM_BUG_ON_PAGE(cond, page)	VM_BUG_ON(cond)
#define VM_BUG_ON_FOLIO(cond, folio)	VM_BUG_ON(cond)
#define VM_BUG_ON_VMA(cond, vma)	VM_BUG_ON(cond)
#define VM_BUG_ON_MM(cond, mm)		VM_BUG_ON(cond)
#define VM_WARN_ON(cond)		BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_ONCE(cond)		BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_ONCE_PAGE(cond, page) BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_ONCE_FOLIO(cond, folio) BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_FOLIO(cond, folio)	BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_VMA(cond, vma)	BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_ONCE_VMA(cond, vma)	BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_ONCE_MM(cond, mm)	BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ONCE(cond, format...)	BUILD_BUG_ON_INVALID(cond)
#define VM_WARN(cond, format...)	BUILD_BUG_ON_INVALID(cond)

#endif

#endif
