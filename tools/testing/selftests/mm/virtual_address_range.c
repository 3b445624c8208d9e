// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtual_address_range.c - mappings until there is no address left: how much there is, where the
 * last go, and that all of it can be had again.
 *
 * x86-64 gives programs 47 bits, whatever the CPU has, unless a hint lies above them.
 */
#include "vm_util.h"

#define CHUNK		(16UL << 30)
#define LIMIT_47	(1UL << 47)
enum { MAX_CHUNKS = 8192 };

static char *chunks[MAX_CHUNKS];

static int map_chunks(size_t size)
{
	int n = 0;

	while (n < MAX_CHUNKS) {
		chunks[n] = mmap(NULL, size, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
		if (chunks[n] == MAP_FAILED)
			break;
		n++;
	}
	return n;
}

/* No two chunks share an address; all lie where programs may be. */
static void check_chunks(int n, size_t size)
{
	struct mapping m;
	uintptr_t last = 0;
	char line[512];
	FILE *f = fopen("/proc/self/maps", "r");
	size_t mapped = 0;

	ASSERT_NE(f, NULL);
	while (fgets(line, sizeof(line), f)) {
		ASSERT_TRUE(parse_mapping(line, &m));
		ASSERT_GE(m.start, last);
		last = m.end;
		if (m.start < LIMIT_47)
			mapped += m.end - m.start;
	}
	fclose(f);
	EXPECT_GE(mapped, n * size);
	for (int i = 0; i < n; i++) {
		ASSERT_GE((uintptr_t)chunks[i], 65536UL);
		ASSERT_LE((uintptr_t)chunks[i] + size, LIMIT_47);
	}
}

static void unmap_chunks(int n, size_t size)
{
	for (int i = 0; i < n; i++)
		ASSERT_EQ(munmap(chunks[i], size), 0);
}

TEST(all_of_it)
{
	int n = map_chunks(CHUNK), again;

	ksft_note("%d chunks of 16 GiB", n);
	/* 128 TiB less what is around the program, the stack and the libraries */
	EXPECT_GE(n, 8180);
	EXPECT_EQ(errno, ENOMEM);
	check_chunks(n, CHUNK);
	/* smaller ones still fit, down to a page */
	for (size_t size = CHUNK / 2; size >= PAGE; size /= 2)
		while (mmap(NULL, size, PROT_NONE, ANON | MAP_NORESERVE, -1, 0) != MAP_FAILED)
			;
	EXPECT_ERRNO(mmap(NULL, PAGE, PROT_NONE, ANON | MAP_NORESERVE, -1, 0), ENOMEM);
	EXPECT_ERRNO(mremap(chunks[0], PAGE, 2 * PAGE, MREMAP_MAYMOVE), ENOMEM);
	/* what is given back can be had again, in one piece */
	unmap_chunks(n, CHUNK);
	again = map_chunks(CHUNK);
	EXPECT_GE(again, n - 2);
	unmap_chunks(again, CHUNK);
}

/* The largest mapping of all. */
TEST(one_piece)
{
	size_t size = LIMIT_47, step = LIMIT_47 / 2;
	char *p = MAP_FAILED, *q;

	for (; step >= 1UL << 30; step /= 2) {
		q = mmap(NULL, size - step, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
		if (q == MAP_FAILED) {
			size -= step;
			continue;
		}
		p = q;
		ASSERT_EQ(munmap(q, size - step), 0);
	}
	ASSERT_NE(p, MAP_FAILED);
	ksft_note("the largest mapping: %zu GiB", size >> 30);
	EXPECT_GE(size, 80UL << 40);
}

/* A hint above 47 bits is taken only where page tables have five levels; it never fails. */
TEST(high_hint)
{
	char *p = mmap((void *)LIMIT_47, CHUNK, PROT_NONE, ANON | MAP_NORESERVE, -1, 0), *q;

	ASSERT_NE(p, MAP_FAILED);
	ksft_note("a hint of 1 << 47 gives %p", p);
	/* one without a hint stays below, whatever the hints before it were */
	q = mmap(NULL, CHUNK, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
	EXPECT_LT((uintptr_t)q, LIMIT_47);
	if ((uintptr_t)p < LIMIT_47)
		EXPECT_ERRNO(mmap((void *)LIMIT_47, PAGE, RW, ANON | MAP_FIXED, -1, 0), ENOMEM);
}

/* A page in each of many terabytes: the tables are built on the way, and go again. */
TEST(sparse)
{
	long before = status_kb("VmPTE");
	int n = map_chunks(1UL << 40);

	EXPECT_GE(n, 100);
	for (int i = 0; i < n; i++) {
		ASSERT_EQ(mprotect(chunks[i] + (1UL << 39), PAGE, RW), 0);
		chunks[i][1UL << 39] = i;
	}
	for (int i = 0; i < n; i++)
		ASSERT_EQ(chunks[i][1UL << 39], (char)i);
	EXPECT_GE(status_kb("VmPTE"), before + 4 * n);
	unmap_chunks(n, 1UL << 40);
	EXPECT_LE(status_kb("VmPTE"), before + 16);
}

/* Mappings with holes of a page between them, until nothing larger than a hole is left in a window. */
TEST(fragmented)
{
	enum { PAGES = 4096 };
	char *base = free_place(PAGES);

	for (int i = 0; i < PAGES; i += 2)
		ASSERT_EQ(mmap(base + i * PAGE, PAGE, i % 4 ? PROT_READ : PROT_NONE, ANON | MAP_FIXED, -1, 0),
			  base + i * PAGE);
	for (int i = 0; i < 200; i++) {
		char *p = map_flags(2, PROT_READ, ANON);

		ASSERT_TRUE(p + 2 * PAGE <= base || p >= base + (PAGES - 1) * PAGE);
	}
	/* a single page goes into a hole when the hint points there */
	for (int i = 1; i < PAGES - 1; i += 2)
		ASSERT_EQ(mmap(base + i * PAGE, PAGE, PROT_WRITE, ANON, -1, 0), base + i * PAGE);
}

TEST_HARNESS_MAIN
