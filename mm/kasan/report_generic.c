// SPDX-License-Identifier: GPL-2.0-only
/*
 * report_generic.c - what the shadow says about a bad access, and which variable of a stack it hit.
 *
 * Elsewhere:  printing the rest (report.c).
 *
 * A function with variables that can be pointed at has a frame that the compiler lays out so:
 *
 *	| magic | description | pc |  ...red zone  | variable | red zone | variable | ...
 *
 * The description is a string: number of variables, then for each offset, size, length of the name
 * and the name, which may end in :line.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/kstrtox.h>
#include <linux/string.h>
#include "kasan.h"

#define FRAME_MAGIC	0x41b58ab3UL	/* GCC's ASAN_STACK_FRAME_MAGIC */

static const char *shadow_bug_type(u8 shadow)
{
	switch (shadow) {
	case 0 ... KASAN_GRANULE_SIZE - 1:
		return "out-of-bounds";
	case KASAN_SLAB_REDZONE:
	case KASAN_PAGE_REDZONE:
		return "slab-out-of-bounds";
	case KASAN_SLAB_FREE:
		return "slab-use-after-free";
	case KASAN_PAGE_FREE:
		return "use-after-free";
	case KASAN_GLOBAL_REDZONE:
		return "global-out-of-bounds";
	case KASAN_STACK_LEFT:
	case KASAN_STACK_MID:
	case KASAN_STACK_RIGHT:
	case KASAN_STACK_PARTIAL:
		return "stack-out-of-bounds";
	case KASAN_ALLOCA_LEFT:
	case KASAN_ALLOCA_RIGHT:
		return "alloca-out-of-bounds";
	case KASAN_VMALLOC_INVALID:
		return "vmalloc-out-of-bounds";
	default:
		return "unknown-crash";
	}
}

/**
 * kasan_bug_type() - the name of an error, as Linux calls it
 * @addr, @size: the access
 */
const char *kasan_bug_type(const void *addr, size_t size)
{
	const u8 *shadow;

	if (addr + size < addr)
		return "out-of-bounds";
	if (addr < (void *)PAGE_SIZE)
		return "null-ptr-deref";
	if (addr < (void *)TASK_SIZE_MAX)
		return "user-memory-access";
	if (addr < kasan_shadow_to_mem((void *)KASAN_SHADOW_START))
		return "wild-memory-access";
	addr = kasan_first_bad(addr, size) ?: addr;
	shadow = shadow_of(addr);
	/* behind a partial granule stands the reason */
	if (*shadow && *shadow < KASAN_GRANULE_SIZE)
		shadow++;
	return shadow_bug_type(*shadow);
}

/* ---- frames ------------------------------------------------------------- */

/* The frame that the address lies in begins below it, where the left red zone does. */
static const unsigned long *frame_of(const void *addr)
{
	const void *bottom = task_stack_page(current);
	const u8 *shadow = shadow_of(addr);

	while (shadow >= shadow_of(bottom) && *shadow != KASAN_STACK_LEFT)
		shadow--;
	while (shadow > shadow_of(bottom) && shadow[-1] == KASAN_STACK_LEFT)
		shadow--;
	if (shadow < shadow_of(bottom) || *shadow != KASAN_STACK_LEFT)
		return NULL;
	return kasan_shadow_to_mem(shadow);
}

static bool next_number(const char **text, unsigned long *value)
{
	char *end;

	*value = simple_strtoul(*text, &end, 10);
	if (end == *text || *end != ' ')
		return false;
	*text = end + 1;
	return true;
}

static void print_variables(const char *text)
{
	unsigned long count, offset, size, length;

	if (!next_number(&text, &count))
		return;
	pr_err("This frame has %lu object%s:\n", count, count == 1 ? "" : "s");
	while (count--) {
		unsigned int name;

		if (!next_number(&text, &offset) || !next_number(&text, &size) ||
		    !next_number(&text, &length))
			return;
		for (name = 0; name < length && text[name] && text[name] != ':'; name++)
			;
		pr_err(" [%lu, %lu) '%.*s'\n", offset, offset + size, (int)name, text);
		text += length;
		text += *text == ' ';
	}
}

/**
 * kasan_print_stack_frame() - which function's frame, and what lies in it
 * @addr: on the current task's stack
 */
void kasan_print_stack_frame(const void *addr)
{
	const unsigned long *frame = frame_of(addr);

	pr_err("The buggy address belongs to stack of task %s/%d\n", current->comm, current->pid);
	if (frame && frame[0] == FRAME_MAGIC) {
		pr_err(" and is located at offset %lu in frame:\n %pS\n\n",
		       (unsigned long)(addr - (const void *)frame), (void *)frame[2]);
		print_variables((const char *)frame[1]);
	}
	pr_err("\n");
}
