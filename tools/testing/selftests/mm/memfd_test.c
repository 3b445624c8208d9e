// SPDX-License-Identifier: GPL-2.0-only
/*
 * memfd_test.c - memfd_create() and its seals: what each of them refuses, when it can be set, and
 * that a mapping which could break it stands in its way.
 */
#include "vm_util.h"

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE	0x0010
#endif
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC		0x0020
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL		0x0008U
#define MFD_EXEC		0x0010U
#endif

/* Four pages, seals allowed. */
FIXTURE(file) {
	int fd;
};

FIXTURE_SETUP(file)
{
	self->fd = memfd_create("sealed", MFD_ALLOW_SEALING);
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(ftruncate(self->fd, 4 * PAGE), 0);
}

FIXTURE_TEARDOWN(file)
{
	close(self->fd);
}

static int seal(int fd, int seals)
{
	return fcntl(fd, F_ADD_SEALS, seals);
}

static int seals(int fd)
{
	return fcntl(fd, F_GET_SEALS);
}

/* ---- creation ---- */

TEST(names)
{
	char name[300];

	memset(name, 'a', sizeof(name));
	name[249] = 0;
	EXPECT_GE(memfd_create(name, 0), 0);
	name[249] = 'a';
	name[250] = 0;
	EXPECT_ERRNO(memfd_create(name, 0), EINVAL);
	EXPECT_GE(memfd_create("", 0), 0);
	EXPECT_GE(memfd_create("a/b", 0), 0);
	EXPECT_ERRNO(syscall(SYS_memfd_create, NOWHERE, 0), EFAULT);
	EXPECT_ERRNO(syscall(SYS_memfd_create, NULL, 0), EFAULT);
}

TEST(flags)
{
	int fd = memfd_create("x", MFD_CLOEXEC);

	EXPECT_EQ(fcntl(fd, F_GETFD), FD_CLOEXEC);
	EXPECT_EQ(fcntl(memfd_create("x", 0), F_GETFD), 0);
	EXPECT_ERRNO(memfd_create("x", 0x100), EINVAL);
	EXPECT_ERRNO(memfd_create("x", -1), EINVAL);
	/* without MFD_ALLOW_SEALING it is sealed against seals */
	EXPECT_EQ(seals(fd), F_SEAL_SEAL);
	EXPECT_ERRNO(seal(fd, F_SEAL_WRITE), EPERM);
}

TEST(a_file_like_others)
{
	int fd = memfd_create("file", 0);
	char link[100] = "", path[64];
	struct stat st;

	ASSERT_EQ(fstat(fd, &st), 0);
	EXPECT_EQ(st.st_size, 0L);
	EXPECT_EQ(st.st_nlink, 0UL);
	EXPECT_EQ(st.st_mode, (mode_t)(S_IFREG | 0777));
	EXPECT_EQ(write(fd, "hello", 5), 5);
	EXPECT_EQ(lseek(fd, 0, SEEK_CUR), 5L);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	ASSERT_GT(readlink(path, link, sizeof(link) - 1), 0);
	EXPECT_STREQ(link, "/memfd:file (deleted)");
	EXPECT_STREQ(mapping_of(map_file(fd, 1, RW, MAP_SHARED)).name, "/memfd:file (deleted)");
}

/* Two with one name are two files. */
TEST(not_the_same)
{
	int a = memfd_create("same", 0), b = memfd_create("same", 0);
	struct stat sa, sb;

	ASSERT_EQ(fstat(a, &sa), 0);
	ASSERT_EQ(fstat(b, &sb), 0);
	EXPECT_NE(sa.st_ino, sb.st_ino);
	EXPECT_EQ(write(a, "x", 1), 1);
	ASSERT_EQ(fstat(b, &sb), 0);
	EXPECT_EQ(sb.st_size, 0L);
}

TEST(noexec_seal)
{
	int fd = memfd_create("x", MFD_NOEXEC_SEAL);
	struct stat st;

	if (fd < 0 && errno == EINVAL)
		SKIP("no MFD_NOEXEC_SEAL");
	ASSERT_EQ(fstat(fd, &st), 0);
	EXPECT_EQ(st.st_mode & 0777, (mode_t)0666);
	EXPECT_EQ(seals(fd), F_SEAL_EXEC);
	EXPECT_ERRNO(fchmod(fd, 0777), EPERM);
	EXPECT_EQ(fchmod(fd, 0600), 0);
	EXPECT_ERRNO(memfd_create("x", MFD_NOEXEC_SEAL | MFD_EXEC), EINVAL);
}

/* ---- each seal ---- */

TEST_F(file, seal_shrink)
{
	ASSERT_EQ(seal(self->fd, F_SEAL_SHRINK), 0);
	EXPECT_EQ(seals(self->fd), F_SEAL_SHRINK);
	EXPECT_ERRNO(ftruncate(self->fd, PAGE), EPERM);
	EXPECT_EQ(ftruncate(self->fd, 5 * PAGE), 0);
	EXPECT_EQ(pwrite(self->fd, "x", 1, 0), 1);
	EXPECT_EQ(fallocate(self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PAGE), 0);
}

TEST_F(file, seal_grow)
{
	ASSERT_EQ(seal(self->fd, F_SEAL_GROW), 0);
	EXPECT_ERRNO(ftruncate(self->fd, 5 * PAGE), EPERM);
	EXPECT_ERRNO(pwrite(self->fd, "x", 1, 4 * PAGE), EPERM);
	EXPECT_ERRNO(fallocate(self->fd, 0, 0, 5 * PAGE), EPERM);
	EXPECT_EQ(pwrite(self->fd, "x", 1, 0), 1);
	EXPECT_EQ(ftruncate(self->fd, PAGE), 0);
}

TEST_F(file, seal_write)
{
	char *p, c;

	ASSERT_EQ(pwrite(self->fd, "s", 1, 0), 1);
	ASSERT_EQ(seal(self->fd, F_SEAL_WRITE), 0);
	EXPECT_ERRNO(pwrite(self->fd, "x", 1, 0), EPERM);
	EXPECT_ERRNO(fallocate(self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PAGE), EPERM);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, MAP_SHARED, self->fd, 0), EPERM);
	EXPECT_EQ(pread(self->fd, &c, 1, 0), 1);
	/* a private mapping may be written: it is not the file */
	p = map_file(self->fd, 1, RW, MAP_PRIVATE);
	p[0] = 'p';
	EXPECT_EQ(pread(self->fd, &c, 1, 0), 1);
	EXPECT_EQ(c, 's');
}

/* With a mapping that may be written, F_SEAL_WRITE would be a lie. */
TEST_F(file, seal_write_and_mappings)
{
	char *s = map_file(self->fd, 1, RW, MAP_SHARED), *r;

	EXPECT_ERRNO(seal(self->fd, F_SEAL_WRITE), EBUSY);
	EXPECT_EQ(seals(self->fd), 0);
	/* though it is read-only now: it could be made writable again */
	ASSERT_EQ(mprotect(s, PAGE, PROT_READ), 0);
	EXPECT_ERRNO(seal(self->fd, F_SEAL_WRITE), EBUSY);
	ASSERT_EQ(munmap(s, PAGE), 0);
	r = map_file(self->fd, 1, RW, MAP_PRIVATE);
	r[0] = 1;
	EXPECT_EQ(seal(self->fd, F_SEAL_WRITE), 0);
}

/* One that was there first may go on writing; nobody else. */
TEST_F(file, seal_future_write)
{
	char *s = map_file(self->fd, 1, RW, MAP_SHARED), *r, c;

	ASSERT_EQ(seal(self->fd, F_SEAL_FUTURE_WRITE), 0);
	s[0] = 'w';
	EXPECT_EQ(pread(self->fd, &c, 1, 0), 1);
	EXPECT_EQ(c, 'w');
	EXPECT_ERRNO(pwrite(self->fd, "x", 1, 0), EPERM);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, MAP_SHARED, self->fd, 0), EPERM);
	r = map_file(self->fd, 1, PROT_READ, MAP_SHARED);
	EXPECT_ERRNO(mprotect(r, PAGE, RW), EACCES);
	EXPECT_EQ(r[0], 'w');
}

TEST_F(file, seal_seal)
{
	ASSERT_EQ(seal(self->fd, F_SEAL_GROW | F_SEAL_SEAL), 0);
	EXPECT_ERRNO(seal(self->fd, F_SEAL_SHRINK), EPERM);
	EXPECT_EQ(seals(self->fd), F_SEAL_GROW | F_SEAL_SEAL);
	EXPECT_EQ(ftruncate(self->fd, 0), 0);
}

TEST_F(file, seals_add_up)
{
	ASSERT_EQ(seal(self->fd, F_SEAL_GROW), 0);
	ASSERT_EQ(seal(self->fd, F_SEAL_SHRINK), 0);
	EXPECT_EQ(seal(self->fd, F_SEAL_SHRINK), 0);
	EXPECT_EQ(seals(self->fd), F_SEAL_GROW | F_SEAL_SHRINK);
	EXPECT_ERRNO(ftruncate(self->fd, PAGE), EPERM);
	EXPECT_ERRNO(ftruncate(self->fd, 8 * PAGE), EPERM);
	EXPECT_EQ(pwrite(self->fd, "x", 1, 0), 1);
}

TEST_F(file, seal_errors)
{
	EXPECT_ERRNO(seal(self->fd, 0x1000), EINVAL);
	EXPECT_ERRNO(seal(reopen(self->fd, O_RDONLY), F_SEAL_GROW), EPERM);
	/* other files have no seals */
	EXPECT_ERRNO(seals(open("/dev/zero", O_RDWR)), EINVAL);
	EXPECT_ERRNO(seal(open("/dev/zero", O_RDWR), F_SEAL_GROW), EINVAL);
}

/* Seals belong to the file, not to the descriptor. */
TEST_F(file, all_descriptors)
{
	int other = reopen(self->fd, O_RDWR), copy = dup(self->fd);
	pid_t pid;

	ASSERT_EQ(seal(copy, F_SEAL_WRITE), 0);
	EXPECT_EQ(seals(other), F_SEAL_WRITE);
	EXPECT_ERRNO(pwrite(other, "x", 1, 0), EPERM);
	IN_CHILD(pid) {
		EXPECT_ERRNO(pwrite(self->fd, "x", 1, 0), EPERM);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
}

/* A child's mapping stands in the way as the parent's does. */
TEST_F(file, mapping_of_a_child)
{
	char *s = map_file(self->fd, 1, RW, MAP_SHARED);
	int go[2];
	pid_t pid;
	char c;

	ASSERT_EQ(pipe(go), 0);
	IN_CHILD(pid) {
		ASSERT_EQ(read(go[0], &c, 1), 1);
		_exit(0);
	}
	ASSERT_EQ(munmap(s, PAGE), 0);
	EXPECT_ERRNO(seal(self->fd, F_SEAL_WRITE), EBUSY);
	ASSERT_EQ(write(go[1], "", 1), 1);
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(seal(self->fd, F_SEAL_WRITE), 0);
}

/* ---- contents ---- */

TEST_F(file, holes_and_sizes)
{
	struct stat st;
	char c = 9;

	ASSERT_EQ(pwrite(self->fd, "abc", 3, 3 * PAGE), 3);
	EXPECT_EQ(lseek(self->fd, 0, SEEK_DATA), (off_t)(3 * PAGE));
	EXPECT_EQ(lseek(self->fd, 3 * PAGE, SEEK_HOLE), (off_t)(4 * PAGE));
	ASSERT_EQ(fallocate(self->fd, 0, 0, PAGE), 0);
	ASSERT_EQ(fstat(self->fd, &st), 0);
	EXPECT_EQ(st.st_blocks, 16L);
	ASSERT_EQ(fallocate(self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 3 * PAGE + 1, PAGE), 0);
	EXPECT_EQ(pread(self->fd, &c, 1, 3 * PAGE + 1), 1);
	EXPECT_EQ(c, 0);
	EXPECT_EQ(pread(self->fd, &c, 1, 3 * PAGE), 1);
	EXPECT_EQ(c, 'a');
	EXPECT_ERRNO(fallocate(self->fd, FALLOC_FL_PUNCH_HOLE, 0, PAGE), EOPNOTSUPP);
}

TEST_F(file, blocks_behind_the_end)
{
	struct stat st;

	ASSERT_EQ(ftruncate(self->fd, PAGE), 0);
	ASSERT_EQ(fstat(self->fd, &st), 0);
	ASSERT_EQ(st.st_blocks, 0L);
	ASSERT_EQ(fallocate(self->fd, FALLOC_FL_KEEP_SIZE, 0, 4 * PAGE), 0);
	ASSERT_EQ(fstat(self->fd, &st), 0);
	EXPECT_EQ(st.st_blocks, 32L);
	EXPECT_EQ(st.st_size, (off_t)PAGE);
	/* to the size that it has: what lies behind it goes */
	ASSERT_EQ(ftruncate(self->fd, PAGE), 0);
	ASSERT_EQ(fstat(self->fd, &st), 0);
	EXPECT_EQ(st.st_blocks, 8L);
}

TEST_F(file, can_be_executed)
{
	static const char script[] = "#!/bin/true\n";
	char path[64], *argv[] = { "x", NULL }, *envp[] = { NULL };
	int rdonly;
	pid_t pid;

	ASSERT_EQ(ftruncate(self->fd, 0), 0);
	ASSERT_EQ(pwrite(self->fd, script, sizeof(script) - 1, 0), (ssize_t)sizeof(script) - 1);
	/* nobody may have it open for writing then */
	rdonly = reopen(self->fd, O_RDONLY);
	close(self->fd);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", rdonly);
	IN_CHILD(pid) {
		execve(path, argv, envp);
		FAIL("execve: %s", ksft_errno(errno));
	}
	EXPECT_EQ(ksft_wait(pid), 0);
}

TEST_HARNESS_MAIN
