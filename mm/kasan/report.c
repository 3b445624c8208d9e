// SPDX-License-Identifier: GPL-2.0-only
/*
 * report.c - what is printed when memory is accessed that must not be.
 *
 * Owns:       the decision whether to report, and whether to go on; kasan_last_report.
 * Invariant:  reports do not mix: report_lock. Only the first is printed, since what follows is
 *             often its consequence, unless kasan_multi_shot is on the command line or a test asks.
 * Locks:      report_lock, raw, interrupts off, below it only printk's.
 * Elsewhere:  what kind of error it is (report_generic.c).
 *
 *	kasan_multi_shot	report every error
 *	kasan.fault=report	go on after a report (the default)
 *	kasan.fault=panic	stop the machine; panic_on_write only where it was a write
 *
 * The form is Linux's, so that tools for its reports work: a title, the access, the stack, who
 * allocated and freed the object, where the address lies, and the shadow around it.
 */
#include <linux/bitops.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/sections.h>
#include "kasan.h"

#define ROW_BYTES	16			/* of shadow on a line */
#define ROW_MEMORY	(ROW_BYTES * KASAN_GRANULE_SIZE)
#define ROWS_AROUND	2

enum kasan_fault { KASAN_FAULT_REPORT, KASAN_FAULT_PANIC, KASAN_FAULT_PANIC_ON_WRITE };

static enum kasan_fault kasan_fault __ro_after_init;
static bool kasan_multi_shot __read_mostly;
static bool kasan_reported;			/* [L] report_lock */
static DEFINE_RAW_SPINLOCK(report_lock);

struct kasan_report_record kasan_last_report;	/* [L] report_lock */

static int __init early_kasan_fault(char *arg)
{
	if (!arg)
		return -EINVAL;
	if (!strcmp(arg, "report"))
		kasan_fault = KASAN_FAULT_REPORT;
	else if (!strcmp(arg, "panic"))
		kasan_fault = KASAN_FAULT_PANIC;
	else if (!strcmp(arg, "panic_on_write"))
		kasan_fault = KASAN_FAULT_PANIC_ON_WRITE;
	else
		return -EINVAL;
	return 0;
}
early_param("kasan.fault", early_kasan_fault);

static int __init setup_kasan_multi_shot(char *str)
{
	kasan_multi_shot = true;
	return 1;
}
__setup("kasan_multi_shot", setup_kasan_multi_shot);

/** kasan_save_enable_multi_shot() - for tests: report everything. Return: as it was */
bool kasan_save_enable_multi_shot(void)
{
	return xchg(&kasan_multi_shot, true);
}

void kasan_restore_multi_shot(bool enabled)
{
	WRITE_ONCE(kasan_multi_shot, enabled);
}

/* ---- where the address lies --------------------------------------------- */

/* "12 bytes to the right of" */
static void print_distance(unsigned long addr, unsigned long start, unsigned long size,
			   const char *state, const char *what)
{
	const char *where = "inside of";
	unsigned long bytes = addr - start;

	if (addr < start) {
		where = "to the left of";
		bytes = start - addr;
	} else if (addr >= start + size) {
		where = "to the right of";
		bytes = addr - (start + size);
	}
	pr_err("The buggy address is located %lu bytes %s\n %s%lu-byte %s [%px, %px)\n", bytes, where,
	       state, size, what, (void *)start, (void *)start + size);
}

static void print_track(const char *what, const struct kasan_track *track)
{
	pr_err("%s by task %u:\n", what, track->pid);
	if (track->stack)
		stack_depot_print(track->stack);
	else
		pr_err("(stack is not available)\n");
	pr_err("\n");
}

static void describe_object(struct kmem_cache *s, void *object, const void *addr)
{
	struct kasan_alloc_meta *meta = alloc_meta(s, object);
	const char *state = "allocated ";

	if (meta && meta->track.pid + meta->track.stack) {
		print_track("Allocated", &meta->track);
		kasan_last_report.alloc_stack = meta->track.stack;
	}
	if (meta && meta->freed) {
		print_track("Freed", &free_meta(s, object)->track);
		kasan_last_report.free_stack = free_meta(s, object)->track.stack;
		state = "freed ";
	}
	pr_err("The buggy address belongs to the object at %px\n"
	       " which belongs to the cache %s of size %u\n", object, s->name, s->object_size);
	print_distance((unsigned long)addr, (unsigned long)object,
		       meta && meta->size ? meta->size : s->object_size, state, "region");
	pr_err("\n");
}

/* The object that an address in a slab lies in, or behind. */
static void describe_slab(struct slab *slab, const void *addr)
{
	struct kmem_cache *s = slab->slab_cache;
	unsigned long offset = addr - slab_address(slab), index;

	index = offset < s->red_left_pad ? 0 : (offset - s->red_left_pad) / s->size;
	index = min_t(unsigned long, index, slab->objects - 1);
	describe_object(s, slab_object(s, slab, index), addr);
}

static bool in_image_data(const void *addr)
{
	return (addr >= (void *)_stext && addr < (void *)_end);
}

static void describe_vmalloc(const void *addr)
{
	struct vm_struct *area = find_vm_area(addr);

	if (!area)
		return;
	pr_err("The buggy address belongs to a vmalloc virtual mapping of %lu bytes at\n"
	       " [%px, %px) created by:\n %pS\n\n", area->requested_size, area->addr,
	       area->addr + area->size, area->caller);
}

static void describe_address(const void *addr)
{
	struct page *page = virt_addr_valid(addr) ? virt_to_page(addr) : NULL;
	struct slab *slab = page && !in_image_data(addr) ? virt_to_slab(addr) : NULL;

	if (slab)
		describe_slab(slab, addr);
	if (object_is_on_stack(addr))
		kasan_print_stack_frame(addr);
	if (in_image_data(addr))
		pr_err("The buggy address belongs to the variable:\n %pS\n\n", addr);
	else if (is_vmalloc_addr(addr))
		describe_vmalloc(addr);
	if (page && !in_image_data(addr)) {
		pr_err("The buggy address belongs to the physical page:\n");
		dump_page(page, "kasan: bad access detected");
		pr_err("\n");
	}
}

/* ---- the shadow around it ----------------------------------------------- */

static void print_shadow_row(const void *row, const void *addr)
{
	char line[3 * ROW_BYTES + 1], *at = line;
	u8 shadow[ROW_BYTES];
	bool here = addr >= row && addr < row + ROW_MEMORY;

	__memcpy(shadow, shadow_of(row), ROW_BYTES);
	for (int i = 0; i < ROW_BYTES; i++)
		at += snprintf(at, line + sizeof(line) - at, " %02x", shadow[i]);
	pr_err("%s%px:%s\n", here ? ">" : " ", row, line);
	/* below the byte of shadow: one for the sign, 16 for the address, one for the colon */
	if (here)
		pr_err("%*c\n", (int)(18 + 3 * ((addr - row) / KASAN_GRANULE_SIZE) + 2), '^');
}

static void print_shadow(const void *addr)
{
	const void *row = (const void *)ALIGN_DOWN((unsigned long)addr, ROW_MEMORY);

	if (addr < kasan_shadow_to_mem((void *)KASAN_SHADOW_START))
		return;
	pr_err("Memory state around the buggy address:\n");
	for (int i = -ROWS_AROUND; i <= ROWS_AROUND; i++)
		print_shadow_row(row + i * (long)ROW_MEMORY, addr);
}

/* ---- reports ------------------------------------------------------------ */

/* Return: true with report_lock held if there is to be a report. */
static bool report_begin(unsigned long *flags)
{
	if (current->kasan_depth)
		return false;
	kasan_disable_current();	/* what is printed may touch anything */
	raw_spin_lock_irqsave(&report_lock, *flags);
	if (!kasan_reported || READ_ONCE(kasan_multi_shot)) {
		kasan_reported = true;
		pr_err("==================================================================\n");
		return true;
	}
	raw_spin_unlock_irqrestore(&report_lock, *flags);
	kasan_enable_current();
	return false;
}

static void report_end(unsigned long flags, bool write)
{
	pr_err("==================================================================\n");
	add_taint(TAINT_WARN, LOCKDEP_NOW_UNRELIABLE);
	raw_spin_unlock_irqrestore(&report_lock, flags);
	kasan_enable_current();
	if (kasan_fault == KASAN_FAULT_PANIC || (kasan_fault == KASAN_FAULT_PANIC_ON_WRITE && write))
		panic("kasan.fault=panic set ...");
	if (panic_on_warn)
		panic("KASAN: panic_on_warn set");
}

static void record(const char *title, const void *addr, size_t size, bool write)
{
	kasan_last_report = (struct kasan_report_record) {
		.title = title, .addr = (unsigned long)addr, .size = size, .write = write,
		.count = kasan_last_report.count + 1,
	};
}

static void print_access(const char *title, const void *addr, size_t size, bool write,
			 unsigned long ip)
{
	pr_err("BUG: KASAN: %s in %pS\n", title, (void *)ip);
	pr_err("%s of size %zu at addr %px by task %s/%d\n\n", write ? "Write" : "Read", size, addr,
	       current->comm, current->pid);
}

/**
 * kasan_report() - an access to memory that must not be accessed
 * @ip: where
 *
 * Context: any. Return: true if the caller must not make the access: always, but while reports are
 * off for this task.
 */
bool kasan_report(const void *addr, size_t size, bool write, unsigned long ip)
{
	const void *bad = addr;
	unsigned long flags;
	const char *title;

	if (current->kasan_depth)
		return false;
	if (!report_begin(&flags))
		return true;
	title = kasan_bug_type(addr, size);
	if (addr + size > addr && addr >= kasan_shadow_to_mem((void *)KASAN_SHADOW_START))
		bad = kasan_first_bad(addr, size) ?: addr;
	record(title, addr, size, write);
	print_access(title, addr, size, write, ip);
	dump_stack_lvl(KERN_ERR);
	pr_err("\n");
	describe_address(bad);
	print_shadow(bad);
	report_end(flags, write);
	return true;
}

/**
 * kasan_report_invalid_free() - what is freed cannot be
 * @title: "double-free" or "invalid-free"
 */
void kasan_report_invalid_free(void *object, unsigned long ip, const char *title)
{
	unsigned long flags;

	if (!report_begin(&flags))
		return;
	record(title, object, 0, true);
	pr_err("BUG: KASAN: %s in %pS\n", title, (void *)ip);
	pr_err("Free of addr %px by task %s/%d\n\n", object, current->comm, current->pid);
	dump_stack_lvl(KERN_ERR);
	pr_err("\n");
	describe_address(object);
	print_shadow(object);
	report_end(flags, true);
}
