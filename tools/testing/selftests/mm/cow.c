// SPDX-License-Identifier: GPL-2.0-only
/*
 * cow.c - copy-on-write between parent, child and whoever holds a page: what is written on one side
 * is never seen on another, and what somebody has pinned stays the page that its owner writes to.
 *
 * Pages are held here by a pipe (vmsplice() leaves references in it, without copying), and written
 * from outside by process_vm_writev() and /proc/PID/mem.
 */
#include "vm_util.h"

/* Two processes take turns: a byte in a pipe says whose it is. */
struct turns {
	int to_child[2], to_parent[2];
};

static struct turns make_turns(void)
{
	struct turns t;

	ASSERT_EQ(pipe(t.to_child), 0);
	ASSERT_EQ(pipe(t.to_parent), 0);
	return t;
}

static void pass(int fd[2])
{
	ASSERT_EQ(write(fd[1], "", 1), 1);
}

static void await(int fd[2])
{
	char c;

	ASSERT_EQ(read(fd[0], &c, 1), 1);
}

/* ---- fork ---- */

/* Who writes first does not matter. */
static void each_has_its_own(char *p, int child_first)
{
	struct turns t = make_turns();
	pid_t pid;

	strcpy(p, "before");
	IN_CHILD(pid) {
		if (!child_first)
			await(t.to_child);
		ASSERT_STREQ(p, "before");
		strcpy(p, "child");
		pass(t.to_parent);
		await(t.to_child);
		ASSERT_STREQ(p, "child");
		_exit(0);
	}
	if (child_first)
		await(t.to_parent);
	ASSERT_STREQ(p, "before");
	strcpy(p, "parent");
	pass(t.to_child);
	if (!child_first) {
		await(t.to_parent);
		ASSERT_STREQ(p, "parent");
		pass(t.to_child);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	ASSERT_STREQ(p, "parent");
}

TEST(anonymous)
{
	each_has_its_own(map(1), 0);
	each_has_its_own(map(1), 1);
}

TEST(private_file)
{
	int fd = temp_file(PAGE);

	each_has_its_own(map_file(fd, 1, RW, MAP_PRIVATE), 0);
	each_has_its_own(map_file(fd, 1, RW, MAP_PRIVATE), 1);
}

/* Ten generations, each of which changes one page and must find the others as they were. */
TEST(generations)
{
	volatile char *p = map(10);
	pid_t pid;

	for (int g = 0; g < 10; g++) {
		for (int i = 0; i < 10; i++)
			ASSERT_EQ(p[i * PAGE], i < g ? i + 1 : 0);
		p[g * PAGE] = g + 1;
		IN_CHILD(pid)
			continue;
		ASSERT_EQ(ksft_wait(pid), 0);
		for (int i = 0; i < 10; i++)
			ASSERT_EQ(p[i * PAGE], i <= g ? i + 1 : 0);
		if (g)
			_exit(0);
		return;
	}
	_exit(0);
}

/* The zero page is copied before it is written, on each side. */
TEST(zero_page)
{
	volatile char *p = map_alone(2);
	pid_t pid;

	ASSERT_EQ(p[0] + p[PAGE], 0);
	IN_CHILD(pid) {
		p[0] = 1;
		EXPECT_EQ(p[PAGE], 0);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(p[0] + p[PAGE], 0);
	p[PAGE] = 1;
	EXPECT_EQ(p[0], 0);
	EXPECT_EQ(((volatile char *)map(1))[0], 0);
}

/* When the child is gone the page is the parent's alone again, and need not be copied. */
TEST(reuse_after_exit)
{
	char *p = map(1);
	uint64_t before;
	pid_t pid;

	need_root();
	stay_on_this_cpu();		/* another's batch of new pages may still refer to it */
	p[0] = 1;
	before = pagemap(p) & PM_PFN;
	ASSERT_NE(before, 0ULL);
	IN_CHILD(pid)
		_exit(0);
	ASSERT_EQ(ksft_wait(pid), 0);
	p[0] = 2;
	EXPECT_EQ(pagemap(p) & PM_PFN, before);
	EXPECT_TRUE(pagemap(p) & PM_EXCLUSIVE);
}

TEST(shared_while_both_live)
{
	struct turns t = make_turns();
	char *p = map(1);
	uint64_t before;
	pid_t pid;

	need_root();
	stay_on_this_cpu();
	p[0] = 1;
	before = pagemap(p) & PM_PFN;
	IN_CHILD(pid) {
		EXPECT_EQ(pagemap(p) & PM_PFN, before);
		EXPECT_FALSE(pagemap(p) & PM_EXCLUSIVE);
		pass(t.to_parent);
		await(t.to_child);
		/* the parent has its copy: this one is the child's alone */
		p[0] = 3;
		EXPECT_EQ(pagemap(p) & PM_PFN, before);
		_exit(0);
	}
	await(t.to_parent);
	p[0] = 2;
	EXPECT_NE(pagemap(p) & PM_PFN, before);
	pass(t.to_child);
	ASSERT_EQ(ksft_wait(pid), 0);
}

/* ---- writes by the kernel break the sharing, too ---- */

TEST(read_breaks_cow)
{
	int zero = open("/dev/zero", O_RDONLY);
	char *p = map(1);
	pid_t pid;

	memset(p, 7, PAGE);
	IN_CHILD(pid) {
		ASSERT_EQ(read(zero, p, 100), 100);
		EXPECT_EQ(p[0], 0);
		EXPECT_EQ(p[100], 7);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(p[0], 7);
}

TEST(process_vm_writev_breaks_cow)
{
	struct turns t = make_turns();
	char *p = map(1), word[] = "written";
	struct iovec local = { word, sizeof(word) }, remote = { p, sizeof(word) };
	pid_t pid;

	strcpy(p, "before");
	IN_CHILD(pid) {
		await(t.to_child);
		EXPECT_STREQ(p, "written");
		_exit(0);
	}
	ASSERT_EQ(process_vm_writev(pid, &local, 1, &remote, 1, 0), (ssize_t)sizeof(word));
	EXPECT_STREQ(p, "before");
	pass(t.to_child);
	ASSERT_EQ(ksft_wait(pid), 0);
}

/* /proc/PID/mem writes even what its owner may only read, and still not into the file. */
TEST(mem_file_breaks_cow)
{
	int fd = temp_file(PAGE), mem = open("/proc/self/mem", O_RDWR);
	char *s = map_file(fd, 1, RW, MAP_SHARED), *r;

	strcpy(s, "file");
	r = map_file(fd, 1, PROT_READ, MAP_PRIVATE);
	ASSERT_GE(mem, 0);
	if (pwrite(mem, "forced", 7, (off_t)(uintptr_t)r) != 7)
		SKIP("/proc/self/mem cannot be written: %s", ksft_errno(errno));
	EXPECT_STREQ(r, "forced");
	EXPECT_STREQ(s, "file");
	/* a shared mapping without write access stays closed */
	r = map_file(reopen(fd, O_RDONLY), 1, PROT_READ, MAP_SHARED);
	EXPECT_ERRNO(pwrite(mem, "forced", 7, (off_t)(uintptr_t)r), EIO);
	EXPECT_STREQ(s, "file");
}

/* ---- pages that a pipe holds ---- */

/* Hands the page to a pipe; the pipe then holds the page itself, not a copy. */
static void splice_page(int fd[2], char *p)
{
	struct iovec v = { p, PAGE };
	ssize_t n;

	ASSERT_EQ(pipe(fd), 0);
	n = vmsplice(fd[1], &v, 1, 0);
	if (n < 0 && (errno == ENOSYS || errno == EINVAL))
		SKIP("no vmsplice()");
	ASSERT_EQ(n, (ssize_t)PAGE);
}

static void read_page(int fd[2], char *buf)
{
	for (size_t got = 0; got < PAGE; ) {
		ssize_t n = read(fd[0], buf + got, PAGE - got);

		ASSERT_GT(n, 0);
		got += n;
	}
}

/* A child that holds a page of its parent must not see what the parent writes into it later. */
TEST(vmsplice_in_child)
{
	struct turns t = make_turns();
	char *p = map(1), buf[PAGE];
	int fd[2];
	pid_t pid;

	memset(p, 'o', PAGE);
	IN_CHILD(pid) {
		splice_page(fd, p);
		ASSERT_EQ(munmap(p, PAGE), 0);
		pass(t.to_parent);
		await(t.to_child);
		read_page(fd, buf);
		EXPECT_EQ(buf[0], 'o');
		EXPECT_EQ(buf[PAGE - 1], 'o');
		_exit(0);
	}
	await(t.to_parent);
	memset(p, 'n', PAGE);
	pass(t.to_child);
	ASSERT_EQ(ksft_wait(pid), 0);
}

/* Nor may a child see, through what the parent has put into a pipe before, what the parent writes after it. */
TEST(vmsplice_before_fork)
{
	struct turns t = make_turns();
	char *p = map(1), buf[PAGE];
	int fd[2];
	pid_t pid;

	memset(p, 'o', PAGE);
	splice_page(fd, p);
	IN_CHILD(pid) {
		await(t.to_child);
		ASSERT_EQ(p[0], 'o');
		p[0] = 'c';
		_exit(0);
	}
	memset(p, 'n', PAGE);
	pass(t.to_child);
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(p[0], 'n');
	/* what the reader gets is the page when it was given, or as its owner has changed it: never the child's */
	read_page(fd, buf);
	EXPECT_TRUE(buf[0] == 'o' || buf[0] == 'n');
}

/* The page lives on in the pipe when its mapping is gone, and is not handed out again meanwhile. */
TEST(vmsplice_outlives_the_mapping)
{
	char *p = map(1), buf[PAGE];
	int fd[2];

	memset(p, 'o', PAGE);
	splice_page(fd, p);
	ASSERT_EQ(munmap(p, PAGE), 0);
	p = map(512);
	memset(p, 'x', 512 * PAGE);
	read_page(fd, buf);
	EXPECT_EQ(buf[0], 'o');
	EXPECT_EQ(buf[PAGE - 1], 'o');
}

TEST(vmsplice_of_the_zero_page)
{
	char *p = map(1), buf[PAGE];
	int fd[2];

	splice_page(fd, p);
	p[0] = 1;
	memset(buf, 9, sizeof(buf));
	read_page(fd, buf);
	EXPECT_TRUE(buf[0] == 0 || buf[0] == 1);
	EXPECT_EQ(((volatile char *)map(1))[0], 0);
}

/* ---- under load ---- */

/* Parent and children write the same pages at once, many times over. */
TEST_TIMEOUT(storm, 120)
{
	enum { ROUNDS = 40, CHILDREN = 4, PAGES = 64 };
	char *p = map(PAGES);
	pid_t pids[CHILDREN];

	for (int round = 0; round < ROUNDS; round++) {
		memset(p, round, PAGES * PAGE);
		for (int c = 0; c < CHILDREN; c++) {
			IN_CHILD(pids[c]) {
				for (int i = 0; i < PAGES; i++) {
					ASSERT_EQ(p[i * PAGE], (char)round);
					p[i * PAGE] = 100 + c;
				}
				for (int i = 0; i < PAGES; i++)
					ASSERT_EQ(p[i * PAGE], (char)(100 + c));
				_exit(0);
			}
		}
		for (int i = PAGES - 1; i >= 0; i -= 2)
			p[i * PAGE + 1] = 99;
		for (int c = 0; c < CHILDREN; c++)
			ASSERT_EQ(ksft_wait(pids[c]), 0);
		for (int i = 0; i < PAGES; i++)
			ASSERT_EQ(p[i * PAGE], (char)round);
	}
}

TEST_HARNESS_MAIN
