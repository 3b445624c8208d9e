/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * audit.h - for the files of the auditor: audit.c, audit_mm.c, audit_pages.c.
 */
#ifndef _MM_AUDIT_H
#define _MM_AUDIT_H

#include <linux/mm.h>
#include <linux/list.h>

/* What the recount knows of a page frame. */
struct audit_page {
	u32 maps;			/* present entries that map it */
	u32 refs : 30;			/* of a folio's first page: references accounted for */
	u32 on_lru : 1;			/* met on an LRU list */
	u32 cached : 1;			/* its file's page cache leads to it */
};

/**
 * struct audit - one audit
 * @pages: by frame number, @nr_pages of them
 * @differences: found so far
 * @reported: of these, how many were printed
 * @anon_mapped: pages of anonymous folios that are mapped; likewise @file_mapped
 */
struct audit {
	struct audit_page *pages;
	unsigned long nr_pages;
	long differences;
	int reported;
	unsigned long nr_mms;
	unsigned long nr_entries;
	unsigned long anon_mapped;
	unsigned long file_mapped;
	unsigned long file_pages;
	unsigned long shmem_pages;
	unsigned long unevictable;
	unsigned long tables;
};

extern struct list_head audit_mms;

bool audit_difference(struct audit *audit);

/*
 * Say that something differs; the first few are printed in full. A macro, so that the words are
 * put together only then.
 */
#define audit_report(audit, fmt, ...)						\
	do {									\
		if (audit_difference(audit))					\
			pr_err("audit: " fmt "\n", ##__VA_ARGS__);		\
	} while (0)

#define audit_expect(audit, cond, fmt, ...)					\
	do {									\
		if (unlikely(!(cond)))						\
			audit_report(audit, fmt, ##__VA_ARGS__);		\
	} while (0)

void audit_all_mms(struct audit *audit);
void audit_all_lrus(struct audit *audit);
void audit_all_pages(struct audit *audit);
void audit_counters(struct audit *audit);

#endif /* _MM_AUDIT_H */
