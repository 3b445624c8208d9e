// SPDX-License-Identifier: GPL-2.0-only
/*
 * map_populate.c - a private mapping that MAP_POPULATE has filled is private: neither the file nor a
 * child sees what is written into it, and it sees nothing of theirs.
 */
#include "vm_util.h"

FIXTURE(file) {
	int fd;
	unsigned long *shared, *private;
};

FIXTURE_SETUP(file)
{
	self->fd = temp_file(PAGE);
	self->shared = (unsigned long *)map_file(self->fd, 1, RW, MAP_SHARED);
	*self->shared = 0xdeadbabe;
	ASSERT_EQ(msync(self->shared, PAGE, MS_SYNC), 0);
	self->private = (unsigned long *)map_file(self->fd, 1, RW, MAP_PRIVATE | MAP_POPULATE);
	ASSERT_EQ(*self->private, 0xdeadbabe);
}

FIXTURE_TEARDOWN(file)
{
	munmap(self->shared, PAGE);
	munmap(self->private, PAGE);
	close(self->fd);
}

TEST_F(file, writes_do_not_reach_the_file)
{
	unsigned long value;

	*self->private = 1;
	EXPECT_EQ(*self->shared, 0xdeadbabe);
	EXPECT_EQ(pread(self->fd, &value, sizeof(value), 0), (ssize_t)sizeof(value));
	EXPECT_EQ(value, 0xdeadbabe);
}

/* It was copied when it was populated: what the file gets later does not show. */
TEST_F(file, the_copy_is_made_at_once)
{
	*self->shared = 2;
	EXPECT_EQ(*self->private, 0xdeadbabe);
}

TEST_F(file, parent_and_child)
{
	int p[2], q[2];
	pid_t pid;
	char c;

	ASSERT_EQ(pipe(p), 0);
	ASSERT_EQ(pipe(q), 0);
	IN_CHILD(pid) {
		/* writes first; then the parent; then looks again */
		*self->private = 0x22222BAD;
		ASSERT_EQ(write(p[1], "", 1), 1);
		ASSERT_EQ(read(q[0], &c, 1), 1);
		EXPECT_EQ(*self->private, 0x22222BAD);
		EXPECT_EQ(*self->shared, 0xdeadbabe);
		_exit(0);
	}
	ASSERT_EQ(read(p[0], &c, 1), 1);
	EXPECT_EQ(*self->private, 0xdeadbabe);
	*self->private = 0x11111BAD;
	ASSERT_EQ(write(q[1], "", 1), 1);
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(*self->private, 0x11111BAD);
	EXPECT_EQ(*self->shared, 0xdeadbabe);
}

TEST_F(file, read_only_mappings_share_the_page)
{
	char *p = map_file(self->fd, 1, PROT_READ, MAP_PRIVATE | MAP_POPULATE);

	EXPECT_EQ(pagemap(p) & (PM_PRESENT | PM_FILE), PM_PRESENT | PM_FILE);
	*self->shared = 3;
	EXPECT_EQ(*(unsigned long *)p, 3UL);
}

/* Beyond the end of the file there is nothing to populate, and that is no error. */
TEST_F(file, behind_the_end)
{
	char *p = map_file(self->fd, 4, RW, MAP_PRIVATE | MAP_POPULATE);

	catch_faults();
	EXPECT_EQ(read_signal(p), 0);
	EXPECT_EQ(read_signal(p + PAGE), SIGBUS);
	EXPECT_EQ(pagemap(p + PAGE) & PM_PRESENT, 0ULL);
}

TEST(large)
{
	char *p = map_flags(2048, RW, ANON | MAP_POPULATE);

	for (int i = 0; i < 2048; i += 512)
		EXPECT_EQ(resident(p + i * PAGE, 512), 512);
	EXPECT_GE(status_kb("VmRSS"), 8192);
}

TEST_HARNESS_MAIN
