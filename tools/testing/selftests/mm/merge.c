// SPDX-License-Identifier: GPL-2.0-only
/*
 * merge.c - how mappings split and become one again, as /proc/self/maps shows it.
 *
 * Two neighbours are one mapping when they have the same protection, flags, file and continuous
 * offsets, and their pages the same history. The last case compares thousands of random calls with a
 * model that knows each page's attributes and says where one mapping must end and the next begin.
 */
#include "vm_util.h"

/* Eight pages that cannot become one with what is around them. */
FIXTURE(area) {
	char *p;
};

FIXTURE_SETUP(area)
{
	self->p = map_alone(8);
}

FIXTURE_TEARDOWN(area)
{
	munmap(self->p, 8 * PAGE);
}

/* The area's mappings as text: "rw-p 2,r--p 6" are two pages that may be written, six that may not. */
static const char *layout(const char *p, size_t pages)
{
	static char text[512];
	struct mapping m[32];
	int n = mappings(p, pages * PAGE, m, 32), len = 0;

	ASSERT_LE(n, 32);
	text[0] = 0;
	for (int i = 0; i < n; i++)
		len += snprintf(text + len, sizeof(text) - len, "%s%s@%zd+%zd", i ? " " : "", m[i].perms,
				(ssize_t)(m[i].start - (uintptr_t)p) / (ssize_t)PAGE, (m[i].end - m[i].start) / PAGE);
	return text;
}

#define LAYOUT(area, text)	EXPECT_STREQ(layout((area)->p, 8), text)

/* ---- munmap ---- */

TEST_F(area, munmap_middle)
{
	LAYOUT(self, "rw-p@0+8");
	ASSERT_EQ(munmap(self->p + 3 * PAGE, 2 * PAGE), 0);
	LAYOUT(self, "rw-p@0+3 rw-p@5+3");
	ASSERT_EQ(munmap(self->p, PAGE), 0);
	ASSERT_EQ(munmap(self->p + 7 * PAGE, PAGE), 0);
	LAYOUT(self, "rw-p@1+2 rw-p@5+2");
	ASSERT_EQ(munmap(self->p + 2 * PAGE, 4 * PAGE), 0);
	LAYOUT(self, "rw-p@1+1 rw-p@6+1");
}

TEST_F(area, the_hole_is_filled)
{
	ASSERT_EQ(munmap(self->p + 3 * PAGE, 2 * PAGE), 0);
	ASSERT_EQ(mmap(self->p + 3 * PAGE, 2 * PAGE, RW, ANON | MAP_FIXED, -1, 0), self->p + 3 * PAGE);
	LAYOUT(self, "rw-p@0+8");
}

TEST_F(area, the_hole_is_filled_with_another_kind)
{
	ASSERT_EQ(munmap(self->p + 3 * PAGE, 2 * PAGE), 0);
	ASSERT_EQ(mmap(self->p + 3 * PAGE, 2 * PAGE, RW, SHARED_ANON | MAP_FIXED, -1, 0), self->p + 3 * PAGE);
	LAYOUT(self, "rw-p@0+3 rw-s@3+2 rw-p@5+3");
}

/* ---- mprotect ---- */

TEST_F(area, mprotect_start_middle_end)
{
	ASSERT_EQ(mprotect(self->p, 2 * PAGE, PROT_READ), 0);
	LAYOUT(self, "r--p@0+2 rw-p@2+6");
	ASSERT_EQ(mprotect(self->p + 6 * PAGE, 2 * PAGE, PROT_READ), 0);
	LAYOUT(self, "r--p@0+2 rw-p@2+4 r--p@6+2");
	ASSERT_EQ(mprotect(self->p + 3 * PAGE, 2 * PAGE, PROT_NONE), 0);
	LAYOUT(self, "r--p@0+2 rw-p@2+1 ---p@3+2 rw-p@5+1 r--p@6+2");
	ASSERT_EQ(mprotect(self->p, 8 * PAGE, RW), 0);
	LAYOUT(self, "rw-p@0+8");
}

TEST_F(area, the_border_moves)
{
	ASSERT_EQ(mprotect(self->p, 4 * PAGE, PROT_READ), 0);
	ASSERT_EQ(mprotect(self->p + 2 * PAGE, 2 * PAGE, RW), 0);	/* back: the upper one grows down */
	LAYOUT(self, "r--p@0+2 rw-p@2+6");
	ASSERT_EQ(mprotect(self->p + 2 * PAGE, 3 * PAGE, PROT_READ), 0);	/* on: the lower one grows up */
	LAYOUT(self, "r--p@0+5 rw-p@5+3");
}

/* The last page between two equal neighbours joins all three. */
TEST_F(area, three_become_one)
{
	ASSERT_EQ(mprotect(self->p + 3 * PAGE, PAGE, PROT_READ), 0);
	LAYOUT(self, "rw-p@0+3 r--p@3+1 rw-p@4+4");
	ASSERT_EQ(mprotect(self->p + 3 * PAGE, PAGE, RW), 0);
	LAYOUT(self, "rw-p@0+8");
}

/* Touched pages belong to an anon_vma, which all parts of one mapping share after a split. */
TEST_F(area, touched_pages_become_one_again)
{
	memset(self->p, 1, 8 * PAGE);
	ASSERT_EQ(mprotect(self->p + 3 * PAGE, 2 * PAGE, PROT_READ), 0);
	LAYOUT(self, "rw-p@0+3 r--p@3+2 rw-p@5+3");
	ASSERT_EQ(mprotect(self->p + 3 * PAGE, 2 * PAGE, RW), 0);
	LAYOUT(self, "rw-p@0+8");
}

/* Two mappings that were touched apart may have different ones, and then stay two; the pages never mind. */
TEST_F(area, touched_neighbours)
{
	ASSERT_EQ(munmap(self->p, 8 * PAGE), 0);
	ASSERT_EQ(mmap(self->p, PAGE, RW, ANON | MAP_FIXED, -1, 0), self->p);
	self->p[0] = 1;
	ASSERT_EQ(mmap(self->p + PAGE, PAGE, RW, ANON | MAP_FIXED, -1, 0), self->p + PAGE);
	LAYOUT(self, "rw-p@0+2");		/* the new one has no history yet */
	self->p[PAGE] = 2;
	EXPECT_EQ(self->p[0], 1);
}

TEST_F(area, splits_keep_the_contents)
{
	for (int i = 0; i < 8; i++)
		self->p[i * PAGE] = i + 1;
	for (int i = 0; i < 8; i += 2)
		ASSERT_EQ(mprotect(self->p + i * PAGE, PAGE, PROT_READ), 0);
	LAYOUT(self, "r--p@0+1 rw-p@1+1 r--p@2+1 rw-p@3+1 r--p@4+1 rw-p@5+1 r--p@6+1 rw-p@7+1");
	for (int i = 0; i < 8; i++)
		EXPECT_EQ(self->p[i * PAGE], i + 1);
	ASSERT_EQ(mprotect(self->p, 8 * PAGE, RW), 0);
	LAYOUT(self, "rw-p@0+8");
	for (int i = 0; i < 8; i++)
		EXPECT_EQ(self->p[i * PAGE], i + 1);
}

/* A failing mprotect() changes what came before the hole. */
TEST_F(area, mprotect_up_to_the_hole)
{
	ASSERT_EQ(munmap(self->p + 4 * PAGE, PAGE), 0);
	EXPECT_ERRNO(mprotect(self->p + PAGE, 6 * PAGE, PROT_READ), ENOMEM);
	LAYOUT(self, "rw-p@0+1 r--p@1+3 rw-p@5+3");
}

/* ---- flags that keep neighbours apart ---- */

TEST_F(area, advice)
{
	ASSERT_EQ(madvise(self->p + 2 * PAGE, 2 * PAGE, MADV_DONTFORK), 0);
	LAYOUT(self, "rw-p@0+2 rw-p@2+2 rw-p@4+4");
	ASSERT_EQ(madvise(self->p + 2 * PAGE, 2 * PAGE, MADV_DOFORK), 0);
	LAYOUT(self, "rw-p@0+8");
	ASSERT_EQ(madvise(self->p + 2 * PAGE, 2 * PAGE, MADV_RANDOM), 0);
	LAYOUT(self, "rw-p@0+2 rw-p@2+2 rw-p@4+4");
	ASSERT_EQ(madvise(self->p, 8 * PAGE, MADV_SEQUENTIAL), 0);
	LAYOUT(self, "rw-p@0+8");
	ASSERT_EQ(madvise(self->p + 2 * PAGE, 2 * PAGE, MADV_DONTNEED), 0);	/* says nothing of the mapping */
	LAYOUT(self, "rw-p@0+8");
}

TEST_F(area, locks)
{
	memset(self->p, 1, 8 * PAGE);
	ASSERT_EQ(mlock(self->p + 2 * PAGE, 2 * PAGE), 0);
	LAYOUT(self, "rw-p@0+2 rw-p@2+2 rw-p@4+4");
	ASSERT_EQ(mlock(self->p, 2 * PAGE), 0);
	LAYOUT(self, "rw-p@0+4 rw-p@4+4");
	ASSERT_EQ(munlock(self->p, 8 * PAGE), 0);
	LAYOUT(self, "rw-p@0+8");
}

/* ---- files ---- */

TEST_F(area, file_offsets)
{
	int fd = temp_file(8 * PAGE);
	char *p = self->p;

	ASSERT_EQ(mmap(p, 2 * PAGE, RW, MAP_SHARED | MAP_FIXED, fd, 0), p);
	ASSERT_EQ(mmap(p + 2 * PAGE, 2 * PAGE, RW, MAP_SHARED | MAP_FIXED, fd, 2 * PAGE), p + 2 * PAGE);
	LAYOUT(self, "rw-s@0+4 rw-p@4+4");			/* offsets go on */
	ASSERT_EQ(mmap(p + 4 * PAGE, 2 * PAGE, RW, MAP_SHARED | MAP_FIXED, fd, 5 * PAGE), p + 4 * PAGE);
	LAYOUT(self, "rw-s@0+4 rw-s@4+2 rw-p@6+2");		/* and here they do not */
	ASSERT_EQ(mmap(p + 6 * PAGE, 2 * PAGE, RW, MAP_PRIVATE | MAP_FIXED, fd, 7 * PAGE), p + 6 * PAGE);
	LAYOUT(self, "rw-s@0+4 rw-s@4+2 rw-p@6+2");
}

TEST_F(area, file_split)
{
	int fd = temp_file(8 * PAGE);
	struct mapping m[3];

	ASSERT_EQ(mmap(self->p, 8 * PAGE, RW, MAP_SHARED | MAP_FIXED, fd, 0), self->p);
	ASSERT_EQ(mprotect(self->p + 3 * PAGE, PAGE, PROT_READ), 0);
	ASSERT_EQ(mappings(self->p, 8 * PAGE, m, 3), 3);
	EXPECT_EQ(m[0].offset, 0UL);
	EXPECT_EQ(m[1].offset, 3 * PAGE);
	EXPECT_EQ(m[2].offset, 4 * PAGE);
	EXPECT_EQ(m[1].inode, m[2].inode);
	EXPECT_STREQ(m[1].name, "/memfd:test (deleted)");
	ASSERT_EQ(mprotect(self->p + 3 * PAGE, PAGE, RW), 0);
	LAYOUT(self, "rw-s@0+8");
}

/* ---- mremap ---- */

/* What moves keeps its offset, and only where that fits does it join its neighbours. */
TEST_F(area, moved_pages)
{
	char *p = self->p;

	memset(p, 1, 8 * PAGE);
	ASSERT_EQ(mremap(p + 7 * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, p + 2 * PAGE), p + 2 * PAGE);
	LAYOUT(self, "rw-p@0+2 rw-p@2+1 rw-p@3+4");
	ASSERT_EQ(mremap(p + 2 * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, p + 7 * PAGE), p + 7 * PAGE);
	LAYOUT(self, "rw-p@0+2 rw-p@3+5");
}

/* Without pages there is no offset to keep: an untouched mapping takes that of its new place. */
TEST_F(area, moved_untouched)
{
	char *p = self->p;

	ASSERT_EQ(mremap(p + 7 * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, p + 2 * PAGE), p + 2 * PAGE);
	LAYOUT(self, "rw-p@0+7");
}

/* ---- against a model ---- */

enum { PAGES = 64 };

struct page {
	int mapped, prot, advice;
};

static const char *model_layout(const struct page *page)
{
	static char text[PAGES * 24];
	int start = 0, len = 0;

	text[0] = 0;
	for (int i = 1; i <= PAGES; i++) {
		if (i < PAGES && !memcmp(&page[i], &page[start], sizeof(*page)))
			continue;
		if (page[start].mapped)
			len += sprintf(text + len, "%c%c-p@%d+%d ", page[start].prot & PROT_READ ? 'r' : '-',
				       page[start].prot & PROT_WRITE ? 'w' : '-', start, i - start);
		start = i;
	}
	return text;
}

static const char *real_layout(const char *p)
{
	static char text[PAGES * 24];
	struct mapping m[PAGES];
	int n = mappings(p, PAGES * PAGE, m, PAGES), len = 0;

	text[0] = 0;
	for (int i = 0; i < n; i++)
		len += sprintf(text + len, "%s@%d+%d ", m[i].perms, (int)((m[i].start - (uintptr_t)p) / PAGE),
			       (int)((m[i].end - m[i].start) / PAGE));
	return text;
}

static void random_call(char *base, struct page *page, uint64_t *seed)
{
	static const int prots[] = { PROT_NONE, PROT_READ, RW };
	int first = ksft_random(seed) % PAGES, n = 1 + ksft_random(seed) % 12, hole = 0, all, i;
	int prot = prots[ksft_random(seed) % 3], advice = ksft_random(seed) % 2;
	char *at = base + first * PAGE;

	if (first + n > PAGES)
		n = PAGES - first;
	for (i = first; i < first + n; i++)
		hole |= !page[i].mapped;
	all = n * PAGE;
	switch (ksft_random(seed) % 5) {
	case 0:
		/* writable at first, so that all are charged alike */
		ASSERT_EQ(mmap(at, all, RW, ANON | MAP_FIXED, -1, 0), at);
		for (i = first; i < first + n; i++)
			page[i] = (struct page){ .mapped = 1, .prot = RW };
		break;
	case 1:
		ASSERT_EQ(munmap(at, all), 0);
		memset(&page[first], 0, n * sizeof(*page));
		break;
	case 2:
		/* passes over holes, and says at the end that there were some */
		ASSERT_EQ(madvise(at, all, advice ? MADV_DONTFORK : MADV_DOFORK), hole ? -1 : 0);
		for (i = first; i < first + n; i++)
			page[i].advice = page[i].mapped && advice;
		break;
	default:
		/* stops at the first hole */
		ASSERT_EQ(mprotect(at, all, prot), hole ? -1 : 0);
		for (i = first; i < first + n && page[i].mapped; i++)
			page[i].prot = prot;
	}
}

TEST(random_calls)
{
	char *base = reserve(PAGES + 2) + PAGE;
	struct page page[PAGES] = { 0 };
	uint64_t seed = 20240229;

	/* the pages beside it belong to a file, and never join */
	for (int i = -1; i <= PAGES; i += PAGES + 1)
		ASSERT_NE(mmap(base + i * (long)PAGE, PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, temp_file(PAGE), 0),
			  MAP_FAILED);
	ASSERT_EQ(munmap(base, PAGES * PAGE), 0);
	for (int i = 0; i < 3000; i++) {
		random_call(base, page, &seed);
		if (i % 4 == 0 || i < 100)
			ASSERT_STREQ(real_layout(base), model_layout(page));
	}
	EXPECT_STREQ(real_layout(base), model_layout(page));
}

TEST_HARNESS_MAIN
