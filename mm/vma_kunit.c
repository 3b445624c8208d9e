// SPDX-License-Identifier: GPL-2.0-only
/*
 * vma_kunit.c - the set of VMAs against a map with one entry a page.
 *
 * The model is an array that says for each page of a window what it permits and to which content
 * it was set. Random calls are done to both. After each the VMAs must be consistent, cover exactly
 * the pages that the model has, with the same flags; and where no page was ever touched, there
 * must be as few VMAs as possible: one for each run of equal pages.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/shmem_fs.h>

#include "vma_kunit.h"

#define WINDOW_PAGES	64
#define WINDOW_START	0x100000000000UL
#define OPERATIONS	1500

struct model_page {
	bool mapped;
	unsigned char prot;	/* PROT_READ | PROT_WRITE */
	bool dontfork;
	unsigned long value;	/* what the page's first word is */
};

struct model {
	struct model_page page[WINDOW_PAGES];
};

static unsigned long page_addr(int page)
{
	return WINDOW_START + ((unsigned long)page << PAGE_SHIFT);
}

static vm_flags_t model_flags(const struct model_page *page)
{
	return calc_vm_prot_bits(page->prot, 0) | (page->dontfork ? VM_DONTCOPY : 0);
}

static void expect_pages_equal(struct kunit *test, struct model *model)
{
	const vm_flags_t compared = VM_ACCESS_FLAGS | VM_DONTCOPY;
	struct vm_area_struct *vma;

	for (int i = 0; i < WINDOW_PAGES; i++) {
		mmap_read_lock(current->mm);
		vma = vma_lookup(current->mm, page_addr(i));
		KUNIT_EXPECT_EQ_MSG(test, vma != NULL, model->page[i].mapped, "page %d", i);
		if (vma && model->page[i].mapped)
			KUNIT_EXPECT_EQ_MSG(test, vma->vm_flags & compared,
					    model_flags(&model->page[i]), "page %d", i);
		mmap_read_unlock(current->mm);
	}
}

static bool same_run(const struct model_page *a, const struct model_page *b)
{
	/*
	 * VM_ACCOUNT stays with what was once writable, so that pages which differ in their past
	 * may not merge; the tests without touching therefore map everything writable first.
	 */
	return a->mapped && b->mapped && a->prot == b->prot && a->dontfork == b->dontfork;
}

static int model_runs(const struct model *model)
{
	int runs = 0;

	for (int i = 0; i < WINDOW_PAGES; i++) {
		if (!model->page[i].mapped)
			continue;
		if (!i || !same_run(&model->page[i - 1], &model->page[i]))
			runs++;
	}
	return runs;
}

static void random_range(struct kunit *test, int *first, int *count)
{
	*first = kunit_random_below(test, WINDOW_PAGES);
	*count = 1 + kunit_random_below(test, min(WINDOW_PAGES - *first, 12));
}

static bool all_mapped(const struct model *model, int first, int count)
{
	for (int i = first; i < first + count; i++)
		if (!model->page[i].mapped)
			return false;
	return true;
}

/* ---- one call on both sides ---- */

static void do_map(struct kunit *test, struct model *model, int first, int count)
{
	unsigned long ret = map_anon(page_addr(first), (unsigned long)count << PAGE_SHIFT,
				     PROT_READ | PROT_WRITE, MAP_FIXED);

	KUNIT_EXPECT_EQ(test, ret, page_addr(first));
	for (int i = first; i < first + count; i++)
		model->page[i] = (struct model_page) {
			.mapped = true, .prot = PROT_READ | PROT_WRITE,
		};
}

static void do_unmap(struct kunit *test, struct model *model, int first, int count)
{
	KUNIT_EXPECT_EQ(test, vm_munmap(page_addr(first), (size_t)count << PAGE_SHIFT), 0);
	for (int i = first; i < first + count; i++)
		model->page[i] = (struct model_page) {};
}

static void do_protect(struct kunit *test, struct model *model, int first, int count)
{
	static const unsigned char prots[] = { PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE };
	unsigned char prot = prots[kunit_random_below(test, ARRAY_SIZE(prots))];
	long ret = sys_mprotect(page_addr(first), (long)count << PAGE_SHIFT, prot);
	int i;

	KUNIT_EXPECT_EQ(test, ret, all_mapped(model, first, count) ? 0 : -ENOMEM);
	/* up to the first hole */
	for (i = first; i < first + count && model->page[i].mapped; i++)
		model->page[i].prot = prot;
}

static void do_fork_advice(struct kunit *test, struct model *model, int first, int count)
{
	bool dontfork = kunit_random_below(test, 2);
	long ret = do_madvise(current->mm, page_addr(first), (size_t)count << PAGE_SHIFT,
			      dontfork ? MADV_DONTFORK : MADV_DOFORK);

	KUNIT_EXPECT_EQ(test, ret, all_mapped(model, first, count) ? 0 : -ENOMEM);
	/* holes are skipped */
	for (int i = first; i < first + count; i++)
		if (model->page[i].mapped)
			model->page[i].dontfork = dontfork;
}

static void do_touch(struct kunit *test, struct model *model, int page)
{
	struct model_page *p = &model->page[page];
	unsigned long value = kunit_random(test) | 1;
	unsigned long __user *where = (unsigned long __user *)page_addr(page);
	bool writable = p->mapped && (p->prot & PROT_WRITE);

	KUNIT_EXPECT_EQ(test, put_user(value, where), writable ? 0 : -EFAULT);
	if (writable)
		p->value = value;
}

static void expect_contents(struct kunit *test, struct model *model)
{
	unsigned long value;

	for (int i = 0; i < WINDOW_PAGES; i++) {
		const struct model_page *p = &model->page[i];
		int ret = get_user(value, (unsigned long __user *)page_addr(i));

		KUNIT_EXPECT_EQ_MSG(test, ret, p->mapped && p->prot ? 0 : -EFAULT, "page %d", i);
		if (!ret)
			KUNIT_EXPECT_EQ_MSG(test, value, p->value, "page %d", i);
	}
}

/* Move a range, with what is in it, to another part of the window that does not overlap. */
static void do_move(struct kunit *test, struct model *model, int first, int count)
{
	int to = kunit_random_below(test, WINDOW_PAGES - count + 1), i;
	struct vm_area_struct *vma;
	unsigned long end;
	long ret;

	if (to + count > first && first + count > to)
		return;
	mmap_read_lock(current->mm);
	vma = vma_lookup(current->mm, page_addr(first));
	end = vma ? vma->vm_end : 0;
	mmap_read_unlock(current->mm);

	ret = sys_mremap(page_addr(first), (long)count << PAGE_SHIFT, (long)count << PAGE_SHIFT,
			 MREMAP_MAYMOVE | MREMAP_FIXED, page_addr(to));
	if (end < page_addr(first + count)) {
		KUNIT_EXPECT_EQ(test, ret, -EFAULT);
		/* the source exists but is not one VMA: the destination is gone all the same */
		for (i = 0; end && i < count; i++)
			model->page[to + i] = (struct model_page) {};
		return;
	}
	KUNIT_EXPECT_EQ(test, ret, (long)page_addr(to));
	for (i = 0; i < count; i++) {
		model->page[to + i] = model->page[first + i];
		model->page[first + i] = (struct model_page) {};
	}
}

/* ---- the cases ---- */

static void random_untouched(struct kunit *test)
{
	struct model *model = kunit_kzalloc(test, sizeof(*model), GFP_KERNEL);
	int first, count;

	if (!model)
		return;
	for (int op = 0; op < OPERATIONS; op++) {
		random_range(test, &first, &count);
		switch (kunit_random_below(test, 4)) {
		case 0:
			do_map(test, model, first, count);
			break;
		case 1:
			do_unmap(test, model, first, count);
			break;
		case 2:
			do_protect(test, model, first, count);
			break;
		default:
			do_fork_advice(test, model, first, count);
		}
		expect_consistent(test);
		expect_pages_equal(test, model);
		KUNIT_EXPECT_EQ(test, current->mm->map_count, model_runs(model));
		if (test->status == KUNIT_FAILURE)
			break;
	}
	KUNIT_EXPECT_EQ(test, get_mm_rss(current->mm), 0UL);
}

static void random_touched(struct kunit *test)
{
	struct model *model = kunit_kzalloc(test, sizeof(*model), GFP_KERNEL);
	int first, count;

	if (!model)
		return;
	for (int op = 0; op < OPERATIONS; op++) {
		random_range(test, &first, &count);
		switch (kunit_random_below(test, 8)) {
		case 0:
		case 1:
			do_map(test, model, first, count);
			break;
		case 2:
			do_unmap(test, model, first, count);
			break;
		case 3:
			do_protect(test, model, first, count);
			break;
		case 4:
			do_fork_advice(test, model, first, count);
			break;
		case 5:
			do_move(test, model, first, count);
			break;
		default:
			do_touch(test, model, first);
		}
		expect_consistent(test);
		expect_pages_equal(test, model);
		if (op % 16 == 0)
			expect_contents(test, model);
		if (test->status == KUNIT_FAILURE)
			break;
	}
	expect_contents(test, model);
	KUNIT_EXPECT_EQ(test, vm_munmap(WINDOW_START, WINDOW_PAGES << PAGE_SHIFT), 0);
	KUNIT_EXPECT_EQ(test, get_mm_rss(current->mm), 0UL);
	KUNIT_EXPECT_EQ(test, current->mm->map_count, 0);
}

/* Each shape of the table in vma_merge.c: what is mapped, what changes, how many VMAs remain. */
struct merge_shape {
	const char *name;
	const char *before;	/* a letter a page: w writable, r read-only, . nothing */
	int first, count;
	char to;		/* w and r: mprotect; m: mmap writable; .: munmap */
	int vmas;
};

static const struct merge_shape merge_shapes[] = {
	{ "new, alone",			"w....w", 2, 2, 'm', 3 },
	{ "new, left",			"ww....", 2, 2, 'm', 1 },
	{ "new, right",			"....ww", 2, 2, 'm', 1 },
	{ "new, both",			"ww..ww", 2, 2, 'm', 1 },
	{ "new, neighbours differ",	"rr..rr", 2, 2, 'm', 3 },
	{ "new over old, both",		"wwrrww", 2, 2, 'm', 1 },
	{ "new over a middle",		"rrrrrr", 2, 2, 'm', 3 },
	{ "all of middle, left",	"wwrr..", 2, 2, 'w', 1 },
	{ "all of middle, right",	"..rrww", 2, 2, 'w', 1 },
	{ "all of middle, both",	"wwrrww", 2, 2, 'w', 1 },
	{ "all of middle, alone",	"..rr..", 2, 2, 'w', 1 },
	{ "start of middle, left",	"wwrrrr", 2, 2, 'w', 2 },
	{ "start of middle, alone",	"..rrrr", 2, 2, 'w', 2 },
	{ "end of middle, right",	"rrrrww", 2, 2, 'w', 2 },
	{ "end of middle, alone",	"rrrr..", 2, 2, 'w', 2 },
	{ "inside",			"rrrrrr", 2, 2, 'w', 3 },
	{ "unmap inside",		"wwwwww", 2, 2, '.', 2 },
	{ "unmap start",		"wwwwww", 0, 2, '.', 1 },
	{ "unmap end",			"wwwwww", 4, 2, '.', 1 },
	{ "unmap across three",		"wwrrww", 1, 4, '.', 2 },
	{ "unmap nothing",		"ww..ww", 2, 2, '.', 2 },
};

/* All writable first, so that all of it is charged alike. */
static void set_up_shape(struct kunit *test, const char *before)
{
	map_anon(WINDOW_START, strlen(before) << PAGE_SHIFT, PROT_READ | PROT_WRITE, MAP_FIXED);
	for (int i = 0; before[i]; i++) {
		if (before[i] == 'r')
			KUNIT_EXPECT_EQ(test, sys_mprotect(page_addr(i), PAGE_SIZE, PROT_READ), 0);
		else if (before[i] == '.')
			KUNIT_EXPECT_EQ(test, vm_munmap(page_addr(i), PAGE_SIZE), 0);
	}
}

static void merge_table(struct kunit *test)
{
	for (int i = 0; i < ARRAY_SIZE(merge_shapes); i++) {
		const struct merge_shape *shape = &merge_shapes[i];
		unsigned long addr = page_addr(shape->first);
		unsigned long len = (unsigned long)shape->count << PAGE_SHIFT;

		set_up_shape(test, shape->before);
		if (shape->to == 'm')
			map_anon(addr, len, PROT_READ | PROT_WRITE, MAP_FIXED);
		else if (shape->to == '.')
			vm_munmap(addr, len);
		else
			sys_mprotect(addr, len, PROT_READ | PROT_WRITE);
		KUNIT_EXPECT_EQ_MSG(test, current->mm->map_count, shape->vmas, "%s", shape->name);
		expect_consistent(test);
		vm_munmap(WINDOW_START, WINDOW_PAGES << PAGE_SHIFT);
	}
}

/* Faulted-in neighbours keep different anon_vmas, and so do not merge; equal ones do. */
static void merge_with_anon_vma(struct kunit *test)
{
	unsigned long len = 2 * PAGE_SIZE;

	map_anon(page_addr(0), len, PROT_READ | PROT_WRITE, MAP_FIXED);
	KUNIT_EXPECT_EQ(test, put_user(1UL, (unsigned long __user *)page_addr(0)), 0);
	map_anon(page_addr(2), len, PROT_READ | PROT_WRITE, MAP_FIXED);
	KUNIT_EXPECT_EQ(test, current->mm->map_count, 1);

	map_anon(page_addr(6), len, PROT_READ | PROT_WRITE, MAP_FIXED);
	KUNIT_EXPECT_EQ(test, put_user(2UL, (unsigned long __user *)page_addr(6)), 0);
	KUNIT_EXPECT_EQ(test, current->mm->map_count, 2);
	/* the gap closes: the range goes to the lower one, the upper stays */
	map_anon(page_addr(4), len, PROT_READ | PROT_WRITE, MAP_FIXED);
	KUNIT_EXPECT_EQ(test, current->mm->map_count, 2);

	/* a VMA that is cut and healed has one anon_vma throughout */
	KUNIT_EXPECT_EQ(test, sys_mprotect(page_addr(1), PAGE_SIZE, PROT_READ), 0);
	KUNIT_EXPECT_EQ(test, current->mm->map_count, 4);
	KUNIT_EXPECT_EQ(test, sys_mprotect(page_addr(1), PAGE_SIZE, PROT_READ | PROT_WRITE), 0);
	KUNIT_EXPECT_EQ(test, current->mm->map_count, 2);
	expect_consistent(test);
}

static void map_file(struct kunit *test, struct file *file, int page, int count, int offset, int vmas)
{
	unsigned long ret = vm_mmap(file, page_addr(page), count * PAGE_SIZE, PROT_READ, MAP_SHARED | MAP_FIXED,
				    offset * PAGE_SIZE);

	KUNIT_EXPECT_EQ(test, ret, page_addr(page));
	KUNIT_EXPECT_EQ_MSG(test, current->mm->map_count, vmas, "page %d of the file at %d", offset, page);
	expect_consistent(test);
}

/* Neighbours that map a file merge only where one's offset follows the other's. */
static void merge_by_offset(struct kunit *test)
{
	struct file *file = shmem_file_setup("kunit", 16 * PAGE_SIZE, VM_NORESERVE);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	map_file(test, file, 8, 2, 4, 1);
	map_file(test, file, 10, 2, 6, 1);
	map_file(test, file, 12, 1, 9, 2);
	map_file(test, file, 7, 1, 3, 2);
	map_file(test, file, 6, 1, 1, 3);
	/* what stood between the two is replaced by what follows the lower, and precedes nothing */
	map_file(test, file, 12, 1, 8, 2);
	fput(file);
}

static void map_count_limit(struct kunit *test)
{
	unsigned long committed, read_only = page_addr(0) + PMD_SIZE;
	int limit = sysctl_max_map_count;

	map_anon(page_addr(0), 8 * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_FIXED);
	map_anon(read_only, 8 * PAGE_SIZE, PROT_READ, MAP_FIXED);
	committed = vm_memory_committed();
	sysctl_max_map_count = 1;
	KUNIT_EXPECT_EQ(test, vm_munmap(page_addr(2), PAGE_SIZE), -ENOMEM);
	KUNIT_EXPECT_EQ(test, sys_mprotect(page_addr(2), PAGE_SIZE, PROT_READ), -ENOMEM);
	/* what is to become writable is charged; not if it does not */
	KUNIT_EXPECT_EQ(test, sys_mprotect(read_only + PAGE_SIZE, PAGE_SIZE, PROT_READ | PROT_WRITE), -ENOMEM);
	KUNIT_EXPECT_EQ(test, vm_memory_committed(), committed);
	/* a trim makes no VMA */
	KUNIT_EXPECT_EQ(test, vm_munmap(page_addr(7), PAGE_SIZE), 0);
	sysctl_max_map_count = limit;
	expect_consistent(test);
}

static struct kunit_case vma_cases[] = {
	KUNIT_CASE(merge_table),
	KUNIT_CASE(merge_with_anon_vma),
	KUNIT_CASE(merge_by_offset),
	KUNIT_CASE(map_count_limit),
	KUNIT_CASE(random_untouched),
	KUNIT_CASE(random_touched),
	{}
};

static struct kunit_suite vma_suite = {
	.name = "vma",
	.init = scratch_mm_init,
	.test_cases = vma_cases,
};
kunit_test_suite(vma_suite);
