/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mm_audit.h - proving the state of all memory consistent; see mm/audit.c.
 */
#ifndef _LINUX_MM_AUDIT_H
#define _LINUX_MM_AUDIT_H

struct mm_struct;

#ifdef CONFIG_MM_AUDIT

long mm_audit(void);
void mm_audit_add(struct mm_struct *mm);
void mm_audit_del(struct mm_struct *mm);

#else

static inline long mm_audit(void) { return 0; }
static inline void mm_audit_add(struct mm_struct *mm) { }
static inline void mm_audit_del(struct mm_struct *mm) { }

#endif
#endif /* _LINUX_MM_AUDIT_H */
