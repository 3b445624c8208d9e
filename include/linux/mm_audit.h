/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mm_audit.h - proving the state of all memory consistent; see mm/audit.c.
 */
#ifndef _LINUX_MM_AUDIT_H
#define _LINUX_MM_AUDIT_H

struct mm_struct;

#define AUDIT_TEXT	200

/**
 * struct audit_report - what an audit found
 * @differences: how many; the first ten are in the log too
 * @first: the first in words, with both numbers; empty where there is none
 */
struct audit_report {
	long differences;
	char first[AUDIT_TEXT];
};

#ifdef CONFIG_MM_AUDIT

long mm_audit(struct audit_report *report);
void mm_audit_add(struct mm_struct *mm);
void mm_audit_del(struct mm_struct *mm);

struct audit;
struct audit *mm_audit_prepare(void);
long mm_audit_still(struct audit *audit, struct audit_report *report);
void mm_audit_release(struct audit *audit);

#else

static inline long mm_audit(struct audit_report *report)
{
	*report = (struct audit_report){ };
	return 0;
}
static inline void mm_audit_add(struct mm_struct *mm) { }
static inline void mm_audit_del(struct mm_struct *mm) { }

#endif
#endif /* _LINUX_MM_AUDIT_H */
