// SPDX-License-Identifier: GPL-2.0-only
/*
 * mremap_test.c - mremap() in all its forms but MREMAP_DONTUNMAP: shrink, grow in place, move, move
 * onto, duplicate; across every alignment of the two ends; and each errno.
 */
#include "vm_util.h"

#define MOVE		MREMAP_MAYMOVE
#define MOVE_TO		(MREMAP_MAYMOVE | MREMAP_FIXED)

/* A word of every page that says which page it is. */
static void number_pages(char *p, size_t pages, size_t stride)
{
	for (size_t i = 0; i < pages; i += stride)
		*(size_t *)(p + i * PAGE) = i + 1;
}

static void check_pages(char *p, size_t pages, size_t stride)
{
	for (size_t i = 0; i < pages; i += stride)
		ASSERT_EQ(*(size_t *)(p + i * PAGE), i + 1);
}

/* ---- sizes ---- */

TEST(shrink)
{
	char *p = map(8);

	catch_faults();
	memset(p, 3, 8 * PAGE);
	ASSERT_EQ(mremap(p, 8 * PAGE, 4 * PAGE, 0), p);
	EXPECT_EQ(p[3 * PAGE], 3);
	EXPECT_EQ(read_signal(p + 4 * PAGE), SIGSEGV);
	EXPECT_EQ(count_mappings(p, 8 * PAGE), 1);
	/* the old length may reach over a hole: all behind the new end goes */
	ASSERT_EQ(mmap(p + 6 * PAGE, PAGE, RW, ANON | MAP_FIXED, -1, 0), p + 6 * PAGE);
	ASSERT_EQ(mremap(p, 4 * PAGE, 4 * PAGE, 0), p);
}

TEST(grow_in_place)
{
	char *p = free_place(16);

	ASSERT_EQ(mmap(p, 4 * PAGE, RW, ANON | MAP_FIXED, -1, 0), p);
	p[3 * PAGE] = 3;
	ASSERT_EQ(mremap(p, 4 * PAGE, 8 * PAGE, 0), p);
	EXPECT_EQ(p[3 * PAGE], 3);
	EXPECT_EQ(p[4 * PAGE], 0);
	EXPECT_EQ(count_mappings(p, 16 * PAGE), 1);
	ASSERT_EQ(mmap(p + 9 * PAGE, PAGE, RW, ANON | MAP_FIXED, -1, 0), p + 9 * PAGE);
	/* up to the neighbour, and not over it; with the same attributes they become one */
	ASSERT_EQ(mremap(p, 8 * PAGE, 9 * PAGE, 0), p);
	EXPECT_ERRNO(mremap(p, 9 * PAGE, 10 * PAGE, 0), ENOMEM);
	/* the middle of a mapping cannot grow where it is */
	EXPECT_ERRNO(mremap(p, 2 * PAGE, 3 * PAGE, 0), ENOMEM);
}

TEST(grow_by_moving)
{
	char *p = map(4), *q;

	catch_faults();
	number_pages(p, 4, 1);
	ASSERT_EQ(mmap(p + 4 * PAGE, PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0), p + 4 * PAGE);
	q = mremap(p, 4 * PAGE, 16 * PAGE, MOVE);
	ASSERT_NE(q, MAP_FAILED);
	ASSERT_NE(q, p);
	check_pages(q, 4, 1);
	EXPECT_EQ(q[4 * PAGE], 0);
	EXPECT_EQ(q[15 * PAGE], 0);
	EXPECT_EQ(read_signal(p), SIGSEGV);
}

/* Part of a mapping moves out of its middle; the rest stays on both sides. */
TEST(move_a_part)
{
	char *p = map(8), *q;

	catch_faults();
	number_pages(p, 8, 1);
	q = mremap(p + 2 * PAGE, 3 * PAGE, 6 * PAGE, MOVE);
	ASSERT_NE(q, MAP_FAILED);
	for (size_t i = 0; i < 3; i++)
		EXPECT_EQ(*(size_t *)(q + i * PAGE), i + 3);
	EXPECT_EQ(count_mappings(p, 8 * PAGE), 2);
	EXPECT_EQ(read_signal(p + 2 * PAGE), SIGSEGV);
	EXPECT_EQ(*(size_t *)(p + 5 * PAGE), 6UL);
}

TEST(same_size)
{
	char *p = map(4);

	EXPECT_EQ(mremap(p, 4 * PAGE, 4 * PAGE, 0), p);
	EXPECT_EQ(mremap(p, 4 * PAGE, 4 * PAGE, MOVE), p);
	EXPECT_EQ(mremap(p, 4 * PAGE - 5, 4 * PAGE - 77, 0), p);	/* both round up to four pages */
}

/* ---- onto a place ---- */

TEST(fixed)
{
	char *p = map(4), *q = map(4);

	catch_faults();
	strcpy(p, "here");
	strcpy(q, "there");
	ASSERT_EQ(mremap(p, 4 * PAGE, 4 * PAGE, MOVE_TO, q), q);
	EXPECT_STREQ(q, "here");
	EXPECT_EQ(read_signal(p), SIGSEGV);
}

TEST(fixed_with_another_size)
{
	char *p = map(4), *q = free_place(8);

	catch_faults();
	number_pages(p, 4, 1);
	ASSERT_EQ(mremap(p, 4 * PAGE, 8 * PAGE, MOVE_TO, q), q);
	check_pages(q, 4, 1);
	EXPECT_EQ(q[7 * PAGE], 0);
	ASSERT_EQ(mremap(q, 8 * PAGE, 2 * PAGE, MOVE_TO, p), p);
	check_pages(p, 2, 1);
	EXPECT_EQ(read_signal(q), SIGSEGV);
	EXPECT_EQ(read_signal(q + 7 * PAGE), SIGSEGV);
	EXPECT_EQ(read_signal(p + 2 * PAGE), SIGSEGV);
}

/* A page may be moved where its neighbours are, and becomes one mapping with them again. */
TEST(moved_back)
{
	char *p = map(3), *q;

	number_pages(p, 3, 1);
	q = mremap(p + PAGE, PAGE, PAGE, MOVE_TO, free_place(1));
	ASSERT_NE(q, MAP_FAILED);
	EXPECT_EQ(count_mappings(p, 3 * PAGE), 2);
	ASSERT_EQ(mremap(q, PAGE, PAGE, MOVE_TO, p + PAGE), p + PAGE);
	check_pages(p, 3, 1);
	EXPECT_EQ(count_mappings(p, 3 * PAGE), 1);
}

/* ---- what is moved ---- */

TEST(protection_goes_along)
{
	char *p = map(2), *q;

	catch_faults();
	p[0] = 1;
	ASSERT_EQ(mprotect(p, 2 * PAGE, PROT_READ), 0);
	q = mremap(p, 2 * PAGE, 3 * PAGE, MOVE_TO, free_place(3));
	ASSERT_NE(q, MAP_FAILED);
	EXPECT_EQ(q[0], 1);
	EXPECT_EQ(write_signal(q), SIGSEGV);
	EXPECT_EQ(write_signal(q + 2 * PAGE), SIGSEGV);
	EXPECT_STREQ(mapping_of(q).perms, "r--p");
}

TEST(file_offset_goes_along)
{
	int fd = temp_file(4 * PAGE);
	char *s = map_file(fd, 4, RW, MAP_SHARED), *q;

	number_pages(s, 4, 1);
	q = mremap(s + 2 * PAGE, PAGE, 2 * PAGE, MOVE_TO, free_place(2));
	ASSERT_NE(q, MAP_FAILED);
	EXPECT_EQ(*(size_t *)q, 3UL);
	EXPECT_EQ(*(size_t *)(q + PAGE), 4UL);
	EXPECT_EQ(mapping_of(q).offset, 2 * PAGE);
}

TEST(private_file_copies_go_along)
{
	int fd = temp_file(2 * PAGE);
	char *p = map_file(fd, 2, RW, MAP_PRIVATE), *q;

	p[0] = 'p';
	ASSERT_EQ(pwrite(fd, "ff", 2, PAGE), 2);
	q = mremap(p, 2 * PAGE, 2 * PAGE, MOVE_TO, free_place(2));
	ASSERT_NE(q, MAP_FAILED);
	EXPECT_EQ(q[0], 'p');
	EXPECT_EQ(q[PAGE], 'f');
}

/* Pages shared with a child are still shared with it, at another address. */
TEST(after_fork)
{
	int go[2];
	char *p = map(4), *q, c;
	pid_t pid;

	ASSERT_EQ(pipe(go), 0);
	number_pages(p, 4, 1);
	IN_CHILD(pid) {
		ASSERT_EQ(read(go[0], &c, 1), 1);
		check_pages(p, 4, 1);
		_exit(0);
	}
	q = mremap(p, 4 * PAGE, 4 * PAGE, MOVE_TO, free_place(4));
	ASSERT_NE(q, MAP_FAILED);
	check_pages(q, 4, 1);
	memset(q, 0, 4 * PAGE);
	ASSERT_EQ(write(go[1], "", 1), 1);
	ASSERT_EQ(ksft_wait(pid), 0);
}

/* A locked mapping is locked and full at its new place, and as large as the limit allows. */
TEST(locked)
{
	char *p = map(4), *q;

	set_limit(RLIMIT_MEMLOCK, 8 * PAGE);
	become_nobody();
	ASSERT_EQ(mlock(p, 4 * PAGE), 0);
	q = mremap(p, 4 * PAGE, 8 * PAGE, MOVE_TO, free_place(8));
	ASSERT_NE(q, MAP_FAILED);
	EXPECT_EQ(resident(q, 8), 8);
	EXPECT_EQ(status_kb("VmLck"), 32);
	EXPECT_ERRNO(mremap(q, 8 * PAGE, 9 * PAGE, MOVE), EAGAIN);
	ASSERT_EQ(munmap(q, 8 * PAGE), 0);
	EXPECT_EQ(status_kb("VmLck"), 0);
}

/* Length 0 duplicates a shared mapping, and not a private one. */
TEST(duplicate)
{
	char *s = map_flags(2, RW, SHARED_ANON), *t, *p = map(1);

	t = mremap(s, 0, 2 * PAGE, MOVE);
	ASSERT_NE(t, MAP_FAILED);
	ASSERT_NE(t, s);
	s[PAGE] = 4;
	EXPECT_EQ(t[PAGE], 4);
	EXPECT_ERRNO(mremap(p, 0, PAGE, MOVE), EINVAL);
	EXPECT_ERRNO(mremap(s, 0, PAGE, 0), ENOMEM);
}

/* ---- page tables: every alignment of source and destination ---- */

static void move_aligned(size_t size, size_t from_align, size_t to_align, size_t from_off, size_t to_off)
{
	size_t stride = size > MiB ? 61 : 1;
	char *from = map_aligned(size + from_off, from_align), *to = map_aligned(size + to_off, to_align), *q;

	ASSERT_EQ(munmap(to, size + to_off), 0);
	number_pages(from + from_off, size / PAGE, stride);
	q = mremap(from + from_off, size, size, MOVE_TO, to + to_off);
	ASSERT_EQ(q, to + to_off);
	check_pages(q, size / PAGE, stride);
	ASSERT_EQ(munmap(q, size), 0);
	if (from_off)
		ASSERT_EQ(munmap(from, from_off), 0);
}

TEST(aligned_to_pages)
{
	move_aligned(8 * PAGE, PAGE, PAGE, 0, 0);
	move_aligned(8 * PAGE, PAGE, 2 * MiB, PAGE, 0);
}

TEST(aligned_to_page_tables)
{
	move_aligned(8 * MiB, 2 * MiB, 2 * MiB, 0, 0);
	move_aligned(8 * MiB, 2 * MiB, 2 * MiB, PAGE, 0);
	move_aligned(8 * MiB, 2 * MiB, 2 * MiB, 0, PAGE);
	move_aligned(8 * MiB, 2 * MiB, 2 * MiB, PAGE, PAGE);
	move_aligned(8 * MiB, 2 * MiB, 2 * MiB, 2 * MiB - PAGE, PAGE);
}

/* A whole gigabyte, of which few pages are there, may move by its upper table. */
TEST(aligned_to_gigabytes)
{
	size_t size = 1UL << 30;
	char *from = map_aligned(size, size), *to = map_aligned(size, size);

	ASSERT_EQ(munmap(to, size), 0);
	for (size_t at = 0; at < size; at += 32 * MiB)
		*(size_t *)(from + at) = at + 1;
	ASSERT_EQ(mremap(from, size, size, MOVE_TO, to), to);
	for (size_t at = 0; at < size; at += 32 * MiB)
		ASSERT_EQ(*(size_t *)(to + at), at + 1);
	EXPECT_EQ(count_mappings(from, size), 0);
}

/* The pages directly around the place that is moved onto are not touched. */
TEST(neighbours_stay)
{
	char *base = map_aligned(6 * MiB, 2 * MiB), *from = map_aligned(2 * MiB, 2 * MiB);

	memset(base, 'n', 2 * MiB);
	memset(base + 4 * MiB, 'n', 2 * MiB);
	number_pages(from, 512, 1);
	ASSERT_EQ(mremap(from, 2 * MiB, 2 * MiB, MOVE_TO, base + 2 * MiB), base + 2 * MiB);
	check_pages(base + 2 * MiB, 512, 1);
	EXPECT_EQ(base[2 * MiB - 1], 'n');
	EXPECT_EQ(base[4 * MiB], 'n');
}

/* ---- errors ---- */

TEST(bad_arguments)
{
	char *p = map(4), *q = map(4);

	EXPECT_ERRNO(mremap(p + 1, PAGE, PAGE, 0), EINVAL);
	EXPECT_ERRNO(mremap(p, PAGE, PAGE, 8), EINVAL);
	EXPECT_ERRNO(mremap(p, PAGE, 0, 0), EINVAL);
	EXPECT_ERRNO(mremap(p, 4 * PAGE, 4 * PAGE, MREMAP_FIXED, q), EINVAL);
	EXPECT_ERRNO(mremap(p, 4 * PAGE, 4 * PAGE, MOVE_TO, q + 1), EINVAL);
	EXPECT_ERRNO(mremap(p, 4 * PAGE, 4 * PAGE, MOVE_TO, p), EINVAL);
	EXPECT_ERRNO(mremap(p, 4 * PAGE, 4 * PAGE, MOVE_TO, p + PAGE), EINVAL);
	EXPECT_ERRNO(mremap(p + PAGE, 3 * PAGE, 3 * PAGE, MOVE_TO, p), EINVAL);
	EXPECT_ERRNO(mremap(p, 4 * PAGE, 4 * PAGE, MOVE_TO, (void *)-PAGE), EINVAL);
	EXPECT_ERRNO(mremap(p, PAGE, 1UL << 46, MOVE), ENOMEM);
}

TEST(bad_ranges)
{
	char *p = map(4);

	EXPECT_ERRNO(mremap(NOWHERE, PAGE, PAGE, 0), EFAULT);
	EXPECT_ERRNO(mremap(NOWHERE, PAGE, 2 * PAGE, MOVE), EFAULT);
	/* more than one mapping: it cannot grow */
	ASSERT_EQ(mprotect(p + 2 * PAGE, 2 * PAGE, PROT_READ), 0);
	EXPECT_ERRNO(mremap(p, 4 * PAGE, 5 * PAGE, MOVE), EFAULT);
	ASSERT_EQ(munmap(p + 3 * PAGE, PAGE), 0);
	EXPECT_ERRNO(mremap(p + 2 * PAGE, 2 * PAGE, 3 * PAGE, MOVE), EFAULT);
}

TEST(address_space_limit)
{
	char *p = map(4), *q;

	ASSERT_EQ(mmap(p + 4 * PAGE, PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0), p + 4 * PAGE);
	p[0] = 1;
	set_limit(RLIMIT_AS, (status_kb("VmSize") << 10) + 8 * PAGE);
	EXPECT_ERRNO(mremap(p, 4 * PAGE, 64 * PAGE, MOVE), ENOMEM);
	EXPECT_EQ(p[0], 1);
	q = mremap(p, 4 * PAGE, 8 * PAGE, MOVE);
	EXPECT_NE(q, MAP_FAILED);
}

TEST_HARNESS_MAIN
