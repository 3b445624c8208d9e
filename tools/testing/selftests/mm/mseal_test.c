// SPDX-License-Identifier: GPL-2.0-only
/*
 * mseal_test.c - a sealed mapping stays as it is: no unmapping, moving, protecting, replacing, nor
 * advice that would change what a page that cannot be written holds.
 */
#include "vm_util.h"

static int seal(void *p, size_t size)
{
	return syscall(__NR_mseal, p, size, 0UL);
}

FIXTURE(area) {
	char *p;
};

/* Four pages, of which the second and third are sealed. */
FIXTURE_SETUP(area)
{
	self->p = map_alone(4);
	memset(self->p, 's', 4 * PAGE);
	if (seal(self->p + PAGE, 2 * PAGE)) {
		if (errno == ENOSYS)
			SKIP("no mseal()");
		FAIL("mseal: errno %d", errno);
	}
}

FIXTURE_TEARDOWN(area)
{
	EXPECT_EQ(self->p[PAGE], 's');
	EXPECT_EQ(self->p[3 * PAGE - 1], 's');
}

TEST_F(area, cannot_be_unmapped)
{
	EXPECT_ERRNO(munmap(self->p + PAGE, PAGE), EPERM);
	EXPECT_ERRNO(munmap(self->p, 4 * PAGE), EPERM);
	EXPECT_EQ(self->p[0], 's');		/* nor was the rest */
	EXPECT_EQ(munmap(self->p, PAGE), 0);
	EXPECT_EQ(munmap(self->p + 3 * PAGE, PAGE), 0);
}

TEST_F(area, cannot_be_protected)
{
	EXPECT_ERRNO(mprotect(self->p + PAGE, PAGE, PROT_READ), EPERM);
	EXPECT_ERRNO(mprotect(self->p + PAGE, 2 * PAGE, RW | PROT_EXEC), EPERM);
	EXPECT_EQ(mprotect(self->p, PAGE, PROT_READ), 0);
	EXPECT_EQ(write_signal(self->p + PAGE + 1), 0);
	self->p[PAGE + 1] = 's';
}

TEST_F(area, cannot_be_moved)
{
	char *p = self->p + PAGE, *to = map(2);

	EXPECT_ERRNO(mremap(p, 2 * PAGE, 3 * PAGE, MREMAP_MAYMOVE), EPERM);
	EXPECT_ERRNO(mremap(p, 2 * PAGE, PAGE, 0), EPERM);
	EXPECT_ERRNO(mremap(p, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to), EPERM);
	EXPECT_ERRNO(mremap(to, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, p), EPERM);
}

TEST_F(area, cannot_be_replaced)
{
	EXPECT_ERRNO(mmap(self->p + PAGE, PAGE, RW, ANON | MAP_FIXED, -1, 0), EPERM);
	EXPECT_ERRNO(mmap(self->p, 4 * PAGE, RW, ANON | MAP_FIXED, -1, 0), EPERM);
}

/* Who may write may also discard; who may not, may not either. */
TEST(advice)
{
	char *p = map_alone(2);

	memset(p, 1, 2 * PAGE);
	ASSERT_EQ(mprotect(p + PAGE, PAGE, PROT_READ), 0);
	if (seal(p, 2 * PAGE) && errno == ENOSYS)
		SKIP("no mseal()");
	EXPECT_EQ(madvise(p, PAGE, MADV_DONTNEED), 0);
	EXPECT_EQ(p[0], 0);
	EXPECT_ERRNO(madvise(p + PAGE, PAGE, MADV_DONTNEED), EPERM);
	EXPECT_EQ(p[PAGE], 1);
}

TEST_F(area, arguments)
{
	EXPECT_ERRNO(seal(self->p + 1, PAGE), EINVAL);
	EXPECT_ERRNO(syscall(__NR_mseal, self->p, PAGE, 1UL), EINVAL);
	EXPECT_ERRNO(seal(self->p, -PAGE), EINVAL);
	EXPECT_EQ(seal(self->p, 0), 0);
	EXPECT_EQ(seal(self->p + PAGE, 2 * PAGE), 0);		/* twice is once */
	ASSERT_EQ(munmap(self->p + 3 * PAGE, PAGE), 0);
	EXPECT_ERRNO(seal(self->p, 4 * PAGE), ENOMEM);
	EXPECT_EQ(mprotect(self->p, PAGE, RW), 0);		/* nothing was sealed then */
	EXPECT_ERRNO(seal(NOWHERE, PAGE), ENOMEM);
}

/* A child has the seals, an exec has none of it. */
TEST_F(area, is_inherited)
{
	pid_t pid;

	IN_CHILD(pid) {
		EXPECT_ERRNO(munmap(self->p + PAGE, PAGE), EPERM);
		EXPECT_EQ(munmap(self->p, PAGE), 0);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
}

TEST_HARNESS_MAIN
