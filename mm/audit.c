// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit.c - is the state of all memory consistent? Recount it from first principles.
 *
 * What is recounted, each in a file of its own, stands in checks[] below. They run in that order, as
 * later ones use what earlier ones have counted: by the time that the frames are looked at one by
 * one, it is known how often each is mapped, who has references to it and whose it is.
 *
 * All CPUs are stopped meanwhile (stop_machine()). A task that was preempted to that end holds no
 * spinlock, but may hold a mutex or an rwsem, and be in the middle of what that guards; it may have
 * a reference to a page, or a page that it has just allocated and told nobody about. So there
 * are two kinds of findings (audit.h). What changes as one under a spinlock has to agree always: a
 * difference is reported at once. What a stopped task may yet make good is a suspect: the machine
 * goes on for a moment, and is stopped and looked at again. A suspect that has been there in each of
 * AUDIT_LOOKS looks, different by the same number, is a difference. Where the VMAs of an address
 * space are being changed (its mmap_lock is held for writing), they are left out, and that look does not count.
 *
 *	echo 1 > /proc/sys/vm/audit	audits; fails with EUCLEAN where something differs
 *	cat /proc/sys/vm/audit		"consistent", or "inconsistent: " and the first difference
 *
 * Owns:       the list of all address spaces; the outcome of the last audit.
 * Invariant:  the auditor changes nothing.
 * Locks:      audit_mutex: one audit at a time; audit_mm_lock: the list.
 * Elsewhere:  stopping the machine (kernel/stop_machine.c).
 */
#include <linux/cpumask.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mm_audit.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/sched/stat.h>
#include <linux/spinlock.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/vmalloc.h>
#include "audit.h"
#include "slab.h"

/* Differences that are printed; the rest is only counted. */
#define AUDIT_MAX_REPORTS	10
/* A busy machine has other suspects in each look. One that stays is seen in all of them. */
#define AUDIT_LOOKS		16
/* Looks that may be taken again, since something could not be looked at; then it remains unseen. */
#define AUDIT_BLIND_LOOKS	16
#define AUDIT_MAX_SUSPECTS	4096
/* Between two looks, for each task that can run to do so: real-time ones may keep another from it. */
#define AUDIT_PATIENCE		HZ

static const struct {
	const char *name;
	void (*check)(struct audit *audit);
} checks[] = {
	{ "zone",	audit_zones },
	{ "percpu",	audit_percpu },
	{ "vmalloc",	audit_vmalloc },
	{ "slab",	audit_slabs },
	{ "table",	audit_tables },
	{ "vma",	audit_vmas },
	{ "rmap",	audit_rmap },
	{ "users",	audit_users },
	{ "lru",	audit_lrus },
	{ "cache",	audit_caches },
	{ "frame",	audit_frames },
	{ "counter",	audit_counters },
};

static const char * const owner_names[NR_AUDIT_OWNERS] = {
	[AUDIT_NOBODY] = "nobody", [AUDIT_RESERVED] = "reserved", [AUDIT_BUDDY] = "buddy",
	[AUDIT_PCP] = "pcp", [AUDIT_SLAB] = "slab", [AUDIT_KMALLOC] = "kmalloc",
	[AUDIT_TABLE] = "tables", [AUDIT_FREE_TABLE] = "spare tables",
	[AUDIT_VMALLOC] = "vmalloc", [AUDIT_PERCPU] = "percpu", [AUDIT_USER] = "user",
	[AUDIT_KERNEL] = "kernel",
};

LIST_HEAD(audit_mm_list);			/* [L] audit_mm_lock */
static DEFINE_SPINLOCK(audit_mm_lock);
static DEFINE_MUTEX(audit_mutex);

/* ---- all address spaces ------------------------------------------------------------------- */

/* A new address space; mm_audit_del() when its memory is freed. */
void mm_audit_add(struct mm_struct *mm)
{
	spin_lock(&audit_mm_lock);
	list_add_tail(&mm->audit_list, &audit_mm_list);
	spin_unlock(&audit_mm_lock);
}

void mm_audit_del(struct mm_struct *mm)
{
	spin_lock(&audit_mm_lock);
	list_del(&mm->audit_list);
	spin_unlock(&audit_mm_lock);
}

/* ---- findings ----------------------------------------------------------------------------- */

/* Counts a difference; the first is kept, the first few are printed. */
static void audit_say(struct audit *audit, const void *object, struct va_format *words,
		      const char *numbers)
{
	struct audit_report *report = audit->report;

	if (!report->differences++)
		snprintf(report->first, sizeof(report->first), "%s: %pV%s", audit->check, words,
			 numbers);
	if (report->differences > AUDIT_MAX_REPORTS + 1)
		return;
	if (report->differences == AUDIT_MAX_REPORTS + 1) {
		pr_err("audit: and more\n");
		return;
	}
	pr_err("audit: %s: %pV%s\n", audit->check, words, numbers);
	if (object && audit_is_page(audit, object))
		dump_page((struct page *)object, "audit");
}

/**
 * audit_differ() - report a number that is not what the recount found; use audit_equal()
 */
void audit_differ(struct audit *audit, const void *object, long recorded, long recounted,
		  const char *fmt, ...)
{
	struct va_format words = { .fmt = fmt };
	char numbers[64];
	va_list args;

	snprintf(numbers, sizeof(numbers), ": recorded %ld, recounted %ld", recorded, recounted);
	va_start(args, fmt);
	words.va = &args;
	audit_say(audit, object, &words, numbers);
	va_end(args);
}

/**
 * audit_wrong() - report what must not be; use audit_true()
 */
void audit_wrong(struct audit *audit, const void *object, const char *fmt, ...)
{
	struct va_format words = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	words.va = &args;
	audit_say(audit, object, &words, "");
	va_end(args);
}

/* ---- suspects ----------------------------------------------------------------------------- */

/* Of a suspect only a number is kept: which check, which object, different by what. */
struct audit_suspect {
	u64 key;
	unsigned int look;	/* the last that it was seen in; it was seen in all before */
};

/**
 * audit_persists() - a difference that may settle: has it been there in every look?
 * @object: what differs; for the check's use, not looked at
 * @what: in what way, or by how much
 *
 * Return: true in the last look, where it is to be reported.
 */
bool audit_persists(struct audit *audit, const void *object, long what)
{
	u64 key = hash_64((unsigned long)object ^ ((u64)what << 40), 64) ^ (unsigned long)audit->check;
	struct audit_suspect *s;
	unsigned int i;

	if (audit->look == 1) {
		/* where there are more than fit, some of them settle unseen; those that stay are looked
		 * for the next time an audit is asked for
		 */
		if (audit->look < audit->looks && audit->nr_suspects < AUDIT_MAX_SUSPECTS)
			audit->suspects[audit->nr_suspects++] = (struct audit_suspect){ key, 1 };
		audit->unsettled++;
		return audit->look == audit->looks;
	}
	for (i = 0; i < audit->nr_suspects; i++) {
		s = &audit->suspects[i];
		/* of this look where it is taken again */
		if (s->key != key || (s->look != audit->look - 1 && s->look != audit->look))
			continue;
		s->look = audit->look;
		audit->unsettled++;
		return audit->look == audit->looks;
	}
	return false;
}

/* Something could not be looked at, for who is changing it was stopped: take this look again. */
void audit_look_again(struct audit *audit)
{
	audit->unsettled++;
	audit->blind = true;
}

/* ---- frames ------------------------------------------------------------------------------- */

/* Is this the address of a page that exists? */
bool audit_is_page(struct audit *audit, const void *page)
{
	unsigned long at = (unsigned long)page - (unsigned long)pfn_to_page(0);

	return at / sizeof(struct page) < audit->nr_pages && !(at % sizeof(struct page)) &&
	       pfn_valid(at / sizeof(struct page));
}

/**
 * audit_claim() - these frames have been found to be @owner's
 *
 * Return: false where they are somebody else's already, or no memory.
 */
bool audit_claim(struct audit *audit, unsigned long pfn, unsigned long nr, enum audit_owner owner)
{
	unsigned long end = pfn + nr;

	if (pfn >= audit->nr_pages || end > audit->nr_pages) {
		audit_wrong(audit, NULL, "frames %lx-%lx of %s are no memory", pfn, end - 1,
			    owner_names[owner]);
		return false;
	}
	for (; pfn < end; pfn++) {
		struct audit_page *ap = &audit->pages[pfn];

		if (unlikely(ap->owner != AUDIT_NOBODY)) {
			audit_wrong(audit, pfn_to_page(pfn), "frame %lx belongs to both %s and %s", pfn,
				    owner_names[ap->owner], owner_names[owner]);
			return false;
		}
		ap->owner = owner;
	}
	audit->owners[owner] += nr;
	return true;
}

/**
 * audit_next_page() - the page behind @at on a list that may be broken
 * @what: which list, for the report
 *
 * Return: NULL at the end, or where the list cannot be followed any further.
 */
struct page *audit_next_page(struct audit *audit, struct list_head *at, struct list_head *head,
			     const char *what)
{
	struct list_head *next = at->next;
	struct page *page = list_entry(next, struct page, lru);

	if (next == head)
		return NULL;
	if (unlikely(!audit_is_page(audit, page) || next->prev != at)) {
		audit_wrong(audit, at == head ? NULL : list_entry(at, struct page, lru),
			    "%s is broken behind %px: leads to %px", what, at, next);
		return NULL;
	}
	return page;
}

/* ---- the audit ---------------------------------------------------------------------------- */

/**
 * mm_audit_prepare() - memory for an audit of all memory
 *
 * Context: sleeps. Return: for mm_audit_still() and mm_audit_release(); NULL for want of memory.
 */
struct audit *mm_audit_prepare(void)
{
	struct audit *audit = kzalloc(sizeof(*audit), GFP_KERNEL);

	if (!audit)
		return NULL;
	audit->nr_pages = max_pfn;
	audit->pages = kvmalloc(array_size(max_pfn, sizeof(*audit->pages)), GFP_KERNEL);
	audit->suspects = kvmalloc(array_size(AUDIT_MAX_SUSPECTS, sizeof(*audit->suspects)), GFP_KERNEL);
	audit->objects = kvmalloc(array_size(num_possible_cpus(), SHEAF_CAPACITY_MAX * sizeof(void *)), GFP_KERNEL);
	audit->bits = kvmalloc(BITS_TO_LONGS(U16_MAX + 1) * sizeof(long), GFP_KERNEL);
	if (audit->pages && audit->suspects && audit->objects && audit->bits)
		return audit;
	mm_audit_release(audit);
	return NULL;
}

void mm_audit_release(struct audit *audit)
{
	kvfree(audit->bits);
	kvfree(audit->objects);
	kvfree(audit->suspects);
	kvfree(audit->pages);
	kfree(audit);
}

/* One look at everything, which stands still. */
static int audit_look(void *arg)
{
	struct audit *audit = arg;
	const struct audit_trial *trial = audit->trial;
	size_t counts = offsetof(struct audit, owners);
	unsigned int i;

	memset((void *)audit + counts, 0, sizeof(*audit) - counts);
	memset(audit->pages, 0, audit->nr_pages * sizeof(*audit->pages));
	audit->unsettled = 0;
	audit->mms_busy = audit->blind = false;
	if (trial)
		trial->spoil(true);
	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		audit->check = checks[i].name;
		if (!trial || !trial->only || !strcmp(trial->only, audit->check))
			checks[i].check(audit);
	}
	if (trial)
		trial->spoil(false);
	return 0;
}

/**
 * mm_audit_still() - audit, where the caller knows that everything stands still
 * @audit: from mm_audit_prepare()
 *
 * No task is in the middle of anything, so that whatever differs is wrong.
 *
 * Context: any; nothing is allocated. Return: number of differences.
 */
long mm_audit_still(struct audit *audit, struct audit_report *report)
{
	*report = (struct audit_report){ };
	audit->report = report;
	audit->look = audit->looks = 1;
	audit_look(audit);
	return report->differences;
}

/* The tasks that were stopped go on, each of them, and what waits for a grace period is freed. */
static void let_settle(unsigned int ticks)
{
	unsigned long last = jiffies + AUDIT_PATIENCE;
	u64 stopped = local_clock();

	rcu_barrier();
	do {
		schedule_timeout_uninterruptible(ticks);
	} while (!all_ran_since(stopped) && time_before(jiffies, last));
}

/* As mm_audit(), where a test says what is to be found, and in how many looks. */
long audit_try(struct audit_report *report, unsigned int looks, const struct audit_trial *trial)
{
	struct audit *audit = mm_audit_prepare();
	unsigned int blind_looks = AUDIT_BLIND_LOOKS;
	u64 start = local_clock();

	*report = (struct audit_report){ };
	if (!audit)
		return -ENOMEM;
	mutex_lock(&audit_mutex);
	audit->report = report;
	audit->looks = looks;
	audit->trial = trial;
	for (audit->look = 1; ; ) {
		stop_machine(audit_look, audit, NULL);
		if (report->differences || !audit->unsettled)
			break;
		if (audit->blind && blind_looks) {
			blind_looks--;
			if (audit->look == 1)
				audit->nr_suspects = 0;
			let_settle(1);
			continue;
		}
		if (audit->look >= looks)
			break;
		let_settle(audit->look);
		audit->look++;
	}
	if (!trial)
		pr_info("audit: %lu address spaces, %lu entries, %lu frames, %u looks in %llu us: %ld differences\n",
		audit->nr_mms, audit->nr_entries, audit->nr_pages, audit->look,
		(local_clock() - start) / 1000, report->differences);
	mutex_unlock(&audit_mutex);
	mm_audit_release(audit);
	return report->differences;
}

/**
 * mm_audit() - audit all memory now
 * @report: filled in
 *
 * Context: sleeps; stops all CPUs for some 100 milliseconds a GiB.
 * Return: number of differences, or -ENOMEM.
 */
long mm_audit(struct audit_report *report)
{
	return audit_try(report, AUDIT_LOOKS, NULL);
}

/* ---- /proc/sys/vm/audit ------------------------------------------------------------------- */

static DEFINE_MUTEX(verdict_mutex);
static char verdict[AUDIT_TEXT + 16] = "not audited yet";	/* [L] verdict_mutex */

static int audit_and_judge(void)
{
	struct audit_report report;
	long ret = mm_audit(&report);

	if (ret < 0)
		return ret;
	if (!ret) {
		strscpy(verdict, "consistent", sizeof(verdict));
		return 0;
	}
	snprintf(verdict, sizeof(verdict), "inconsistent: %s", report.first);
	return -EUCLEAN;
}

static int do_audit(const struct ctl_table *ctl, int write, void *buffer, size_t *lenp,
		    loff_t *ppos)
{
	int ret;

	mutex_lock(&verdict_mutex);
	if (write) {
		ret = audit_and_judge();
		*ppos += *lenp;
	} else {
		ret = proc_dostring(ctl, write, buffer, lenp, ppos);
	}
	mutex_unlock(&verdict_mutex);
	return ret;
}

static const struct ctl_table audit_table[] = {
	{
		.procname = "audit", .data = verdict, .maxlen = sizeof(verdict), .mode = 0644,
		.proc_handler = do_audit,
	},
};

static int __init audit_init(void)
{
	register_sysctl_init("vm", audit_table);
	return 0;
}
core_initcall(audit_init);
