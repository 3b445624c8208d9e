// SPDX-License-Identifier: GPL-2.0-only
/*
 * process_vm_test.c - process_vm_readv() and _writev() into another process: whole, in pieces, in
 * part, through copy-on-write, and by those who may not.
 */
#include "vm_util.h"

/* A child that sleeps, with the same two pages as the parent had. */
FIXTURE(other) {
	pid_t pid;
	char *p;
};

FIXTURE_SETUP(other)
{
	self->p = map_alone(2);
	strcpy(self->p, "first page");
	strcpy(self->p + PAGE, "second page");
	IN_CHILD(self->pid) {
		for (;;)
			pause();
	}
	ASSERT_GT(self->pid, 0);
}

FIXTURE_TEARDOWN(other)
{
	kill(self->pid, SIGKILL);
	waitpid(self->pid, NULL, 0);
}

static ssize_t read_from(pid_t pid, void *to, const void *from, size_t size)
{
	struct iovec local = { to, size }, remote = { (void *)from, size };

	return process_vm_readv(pid, &local, 1, &remote, 1, 0);
}

static ssize_t write_to(pid_t pid, void *to, const void *from, size_t size)
{
	struct iovec local = { (void *)from, size }, remote = { to, size };

	return process_vm_writev(pid, &local, 1, &remote, 1, 0);
}

TEST_F(other, reads_and_writes)
{
	char buf[2 * PAGE];

	ASSERT_EQ(write_to(self->pid, self->p + PAGE - 3, "across", 7), 7);
	ASSERT_EQ(read_from(self->pid, buf, self->p, sizeof(buf)), (ssize_t)sizeof(buf));
	EXPECT_STREQ(buf, "first page");
	EXPECT_STREQ(buf + PAGE - 3, "across");
	/* the parent's pages are its own */
	EXPECT_STREQ(self->p + PAGE, "second page");
	EXPECT_EQ(self->p[PAGE - 3], 0);
}

TEST_F(other, in_pieces)
{
	char a[5], b[6], c[100];
	struct iovec local[] = { { a, 5 }, { b, 6 }, { c, 100 } };
	struct iovec remote[] = { { self->p, 10 }, { self->p + PAGE, 11 } };

	memset(c, '-', sizeof(c));
	ASSERT_EQ(process_vm_readv(self->pid, local, 3, remote, 2, 0), 21);
	EXPECT_EQ(memcmp(a, "first", 5), 0);
	EXPECT_EQ(memcmp(b, " pages", 6), 0);
	EXPECT_EQ(memcmp(c, "econd page-", 11), 0);
}

/* What can be copied before the hole is. */
TEST_F(other, stops_at_a_hole)
{
	char buf[4 * PAGE];

	EXPECT_EQ(read_from(self->pid, buf, self->p + PAGE, 3 * PAGE), (ssize_t)PAGE);
	EXPECT_STREQ(buf, "second page");
	EXPECT_ERRNO(read_from(self->pid, buf, NOWHERE, 10), EFAULT);
	EXPECT_ERRNO(read_from(self->pid, NOWHERE, self->p, 10), EFAULT);
	EXPECT_EQ(read_from(self->pid, buf, NOWHERE, 0), 0);
}

TEST_F(other, respects_protection)
{
	ASSERT_EQ(mprotect(self->p, PAGE, PROT_READ), 0);
	EXPECT_ERRNO(write_to(getpid(), self->p, "x", 1), EFAULT);
	ASSERT_EQ(mprotect(self->p, PAGE, PROT_NONE), 0);
	EXPECT_ERRNO(read_from(getpid(), self->p + PAGE, self->p, 1), EFAULT);
}

TEST_F(other, arguments)
{
	struct iovec v = { self->p, 1 };
	char c;

	EXPECT_ERRNO(process_vm_readv(self->pid, &v, 1, &v, 1, 1), EINVAL);
	EXPECT_ERRNO(process_vm_readv(self->pid, &v, 2000, &v, 1, 0), EINVAL);
	EXPECT_ERRNO(process_vm_readv(self->pid, NOWHERE, 1, &v, 1, 0), EFAULT);
	EXPECT_EQ(process_vm_readv(self->pid, &v, 0, &v, 1, 0), 0);
	EXPECT_ERRNO(read_from(0x3fffffff, &c, self->p, 1), ESRCH);
}

TEST_F(other, who_may_not)
{
	pid_t pid;
	char c;

	need_root();
	IN_CHILD(pid) {
		become_nobody();
		EXPECT_ERRNO(read_from(self->pid, &c, self->p, 1), EPERM);
		EXPECT_ERRNO(write_to(1, self->p, "x", 1), EPERM);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
}

/* ---- process_madvise() ---- */

static ssize_t advise(int pidfd, const struct iovec *vec, size_t n, int advice)
{
	return syscall(SYS_process_madvise, pidfd, vec, n, advice, 0);
}

static int pidfd_of(pid_t pid)
{
	int fd = syscall(SYS_pidfd_open, pid, 0);

	ASSERT_GE(fd, 0);
	return fd;
}

TEST_F(other, advice)
{
	struct iovec v[3] = { { self->p, PAGE }, { NULL, 0 }, { self->p + PAGE, PAGE } };
	int fd = pidfd_of(self->pid);

	EXPECT_EQ(advise(fd, v, 3, MADV_COLD), 2 * PAGE);
	EXPECT_EQ(advise(fd, v, 1, MADV_WILLNEED), PAGE);
	EXPECT_EQ(advise(fd, v, 0, MADV_COLD), 0);
	/* what it holds is its own affair */
	EXPECT_ERRNO(advise(fd, v, 1, MADV_DONTNEED), EINVAL);
	EXPECT_ERRNO(advise(fd, v, 1, MADV_DONTFORK), EINVAL);
	/* as far as it goes */
	v[1] = (struct iovec){ NOWHERE, PAGE };
	EXPECT_EQ(advise(fd, v, 3, MADV_COLD), PAGE);
	EXPECT_ERRNO(advise(fd, v + 1, 1, MADV_COLD), ENOMEM);
	v[0].iov_base = self->p + 1;
	EXPECT_ERRNO(advise(fd, v, 1, MADV_COLD), EINVAL);
	close(fd);
}

TEST_F(other, advice_refused)
{
	struct iovec v = { self->p, PAGE };
	int fd = pidfd_of(self->pid);
	pid_t pid;

	EXPECT_ERRNO(syscall(SYS_process_madvise, fd, &v, 1, MADV_COLD, 1), EINVAL);
	EXPECT_ERRNO(advise(fd, NOWHERE, 1, MADV_COLD), EFAULT);
	EXPECT_ERRNO(advise(fd, &v, 2000, MADV_COLD), EINVAL);
	EXPECT_ERRNO(advise(-1, &v, 1, MADV_COLD), EBADF);
	EXPECT_ERRNO(advise(0, &v, 1, MADV_COLD), EBADF);
	need_root();
	IN_CHILD(pid) {
		become_nobody();
		EXPECT_ERRNO(advise(fd, &v, 1, MADV_COLD), EACCES);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	kill(self->pid, SIGKILL);
	ASSERT_EQ(waitpid(self->pid, NULL, 0), self->pid);
	EXPECT_ERRNO(advise(fd, &v, 1, MADV_COLD), ESRCH);
	close(fd);
}

/* A process may drop many ranges of its own in one call: Linux, since 6.13. */
TEST_F(other, advice_to_oneself)
{
	struct iovec v = { self->p, 2 * PAGE };
	int fd = pidfd_of(getpid());
	ssize_t ret = advise(fd, &v, 1, MADV_DONTNEED);

	if (ret < 0 && errno == EINVAL)
		SKIP("the kernel takes no such advice by this call");
	EXPECT_EQ(ret, 2 * PAGE);
	EXPECT_EQ(self->p[0], 0);
	EXPECT_EQ(self->p[PAGE], 0);
	close(fd);
}

TEST_HARNESS_MAIN
