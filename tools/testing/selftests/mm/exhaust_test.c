// SPDX-License-Identifier: GPL-2.0-only
/*
 * exhaust_test.c - programs that take all memory there is, each in another way.
 *
 * Where memory is taken by touching it, the one who does is killed, and the log says so; where it is
 * taken by a system call that can fail, the call fails. Afterwards everything is free again, and
 * whoever only waited is alive: the test itself, the shell that started it, init.
 *
 * On a small machine this takes moments, on a large one as long as it takes to touch all of it.
 */
#include "vm_util.h"
#include <pthread.h>
#include <sys/klog.h>
#include <sys/mount.h>

enum { SETTLE_SECONDS = 5 };

static const size_t CHUNK = 16 * MiB;

/* ---- what there is ---- */

static long free_kb(void)
{
	return proc_value("/proc/meminfo", "MemFree");
}

/* Slab caches keep some of what they once had (leak_test counts that); pages of theirs count as free here. */
static long free_and_slab_kb(void)
{
	return free_kb() + proc_value("/proc/meminfo", "Slab");
}

/* Waits for what is freed late: by RCU, by a worker. */
static void expect_all_free_again(long before)
{
	long slack = proc_value("/proc/meminfo", "MemTotal") / 32;

	for (int i = 0; i < SETTLE_SECONDS * 10 && free_and_slab_kb() < before - slack; i++)
		usleep(100000);
	EXPECT_GE(free_and_slab_kb(), before - slack);
}

/* Has the log a line about the end of this process? */
static int log_names(pid_t pid)
{
	int size = klogctl(10 /* SIZE_BUFFER */, NULL, 0), got;
	char *log = malloc(size + 1), words[64];

	got = klogctl(3 /* READ_ALL */, log, size);
	ASSERT_GT(got, 0);
	log[got] = '\0';
	snprintf(words, sizeof(words), "illed process %d (", pid);
	return strstr(log, words) != NULL;
}

/* ---- who takes it ---- */

/*
 * Each page that fork() left shared gets its copy now: who has to fault when nothing is left may be
 * killed for it, and that is to be the one who eats.
 */
static void own_memory(void)
{
	char *line = NULL;
	size_t size = 0;
	FILE *maps = fopen("/proc/self/maps", "r");

	ASSERT_TRUE(maps != NULL);
	while (getline(&line, &size, maps) > 0) {
		unsigned long start, end;

		if (sscanf(line, "%lx-%lx rw-p", &start, &end) == 2 && strstr(line, " rw-p "))
			ASSERT_EQ(madvise((void *)start, end - start, MADV_POPULATE_WRITE), 0);
	}
	free(line);
	fclose(maps);
}

/* Runs @eat in a process of its own. Return: 0 where it came back, else the signal that killed it. */
static int run(int (*eat)(void))
{
	long before = free_and_slab_kb();
	int status, go[2], alive[2];
	pid_t pid;

	ASSERT_EQ(pipe(go), 0);
	ASSERT_EQ(pipe(alive), 0);
	IN_CHILD(pid) {
		if (read(go[0], &status, 1) != 1)
			_exit(101);
		close(go[0]);
		close(go[1]);
		_exit(eat());
	}
	own_memory();
	close(alive[1]);
	ASSERT_EQ(write(go[1], "", 1), 1);
	/* its children may live a little longer, with all that memory */
	ASSERT_EQ(read(alive[0], &status, 1), 0);
	status = ksft_wait(pid);
	close(alive[0]);
	close(go[0]);
	close(go[1]);
	if (WIFSIGNALED(status)) {
		EXPECT_EQ(WTERMSIG(status), SIGKILL);
		EXPECT_TRUE(log_names(pid));
	} else {
		EXPECT_EQ(WEXITSTATUS(status), 0);
	}
	expect_all_free_again(before);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* Memory to be touched, however much is promised already. */
static char *more(size_t size)
{
	char *p = mmap(NULL, size, RW, ANON | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		_exit(100);
	return p;
}

static void *touch_all_memory(void *unused)
{
	for (;;) {
		char *p = more(CHUNK);

		for (size_t i = 0; i < CHUNK; i += PAGE)
			p[i] = 1;
	}
	return unused;
}

static int touch_all(void)
{
	return touch_all_memory(NULL) != NULL;
}

TEST_TIMEOUT(touching, 300)
{
	EXPECT_EQ(run(touch_all), SIGKILL);
}

/* The kernel touches it, in a copy: it must not go on copying for a process that is to die. */
static int read_all(void)
{
	int fd = open("/dev/zero", O_RDONLY);

	for (;;)
		if (read(fd, more(CHUNK), CHUNK) < 0)
			return 1;
}

TEST_TIMEOUT(reading, 300)
{
	EXPECT_EQ(run(read_all), SIGKILL);
}

static int read_from_pipe(void)
{
	int fd[2];
	pid_t pid;

	if (pipe(fd))
		return 1;
	IN_CHILD(pid) {
		char *zeroes = more(MiB);

		close(fd[0]);
		while (write(fd[1], zeroes, MiB) > 0)
			;
		_exit(0);
	}
	close(fd[1]);
	for (;;) {
		char *p = more(MiB);

		for (size_t i = 0; i < MiB; i += PAGE)
			if (read(fd[0], p + i, PAGE) <= 0)
				return 1;
	}
}

TEST_TIMEOUT(reading_a_pipe, 300)
{
	EXPECT_EQ(run(read_from_pipe), SIGKILL);
}

/* A page of page table for each page that is read, and that is the zero page. */
static int touch_far_apart(void)
{
	const size_t size = 512UL << 30;

	for (int n = 0; n < 200; n++) {
		volatile char *p = more(size);

		for (size_t i = 0; i < size; i += 2 * MiB)
			(void)p[i];
	}
	return 1;
}

TEST_TIMEOUT(page_tables, 300)
{
	EXPECT_EQ(run(touch_far_apart), SIGKILL);
}

/* All threads of the one that is killed die with it. */
static void *wait_for_ever(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static int touch_in_thread(void)
{
	pthread_t thread;

	for (int i = 0; i < 3; i++)
		pthread_create(&thread, NULL, wait_for_ever, NULL);
	pthread_create(&thread, NULL, touch_all_memory, NULL);
	return wait_for_ever(NULL) != NULL;
}

TEST_TIMEOUT(touching_in_a_thread, 300)
{
	EXPECT_EQ(run(touch_in_thread), SIGKILL);
}

/* What was shared by fork is not enough for two: the one who writes dies, the other keeps its own. */
static int write_after_fork(void)
{
	size_t size = free_kb() * 1024UL / 5 * 3 & -PAGE;
	char *p = more(size);
	int status;
	pid_t pid;

	memset(p, 'p', size);
	IN_CHILD(pid) {
		memset(p, 'c', size);
		_exit(0);
	}
	status = ksft_wait(pid);
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL || !log_names(pid))
		return 1;
	for (size_t i = 0; i < size; i++)
		if (p[i] != 'p')
			return 2;
	return 0;
}

TEST_TIMEOUT(writing_after_fork, 300)
{
	EXPECT_EQ(run(write_after_fork), 0);
}

/* More and more processes, each with a little of its own. Ends when one dies or none can be made. */
static int fork_on(void)
{
	size_t size = 256 * 1024;
	char *p = more(size);
	int status;
	pid_t pid;

	for (;;) {
		IN_CHILD(pid) {
			memset(p, 1, size);
			for (;;)
				pause();
		}
		if (pid < 0)
			return errno != ENOMEM && errno != EAGAIN;
		if (waitpid(-1, &status, WNOHANG) > 0)
			return !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL;
	}
}

TEST_TIMEOUT(forking, 300)
{
	run(fork_on);
}

/* ---- calls that fail ---- */

static int populate(void)
{
	size_t size = free_kb() * 1024UL + 64 * MiB;

	if (madvise(more(size), size, MADV_POPULATE_WRITE) != -1)
		return 1;
	return errno != ENOMEM && errno != EFAULT;
}

TEST_TIMEOUT(populating, 300)
{
	run(populate);
}

static int lock_all(void)
{
	for (;;)
		if (mlock(more(CHUNK), CHUNK))
			return errno != ENOMEM && errno != EAGAIN;
}

TEST_TIMEOUT(locking, 300)
{
	run(lock_all);
}

/* The kernel's own memory for a process: what a pipe holds. */
static int fill_pipes(void)
{
	static char data[65536];
	pid_t pid;
	int fd[2];

	for (;;) {
		if (pipe2(fd, O_NONBLOCK)) {
			if (errno != EMFILE)
				return errno != ENOMEM && errno != ENFILE;
			IN_CHILD(pid)		/* it has another thousand */
				for (int i = 3; i < 1024; i++)
					close(i);
			if (pid < 0)
				return errno != ENOMEM && errno != EAGAIN;
			if (pid > 0)
				return ksft_wait(pid) != 0;
			continue;
		}
		if (write(fd[1], data, sizeof(data)) < 0 && errno != EAGAIN)
			return errno != ENOMEM;
	}
}

TEST_TIMEOUT(pipes, 300)
{
	run(fill_pipes);
}

/* Fills a file that vanishes with the process. Return: what the last write said. */
static int fill_file(const char *directory)
{
	static char data[65536];
	int fd = open(directory, O_TMPFILE | O_RDWR, 0600);

	if (fd < 0)
		return -1;
	while (write(fd, data, sizeof(data)) > 0)
		;
	return errno;
}

/* The mount is taken away at once; it lives on for the one who has it open. */
static int mount_and_fill(const char *options)
{
	const char *place = "/tmp/exhaust";
	char path[64];
	int dir;

	if ((mkdir(place, 0700) && errno != EEXIST) || mount("none", place, "tmpfs", 0, options))
		return -1;
	dir = open(place, O_RDONLY | O_DIRECTORY);
	umount2(place, MNT_DETACH);
	rmdir(place);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", dir);
	return fill_file(path);
}

static int fill_limited(void)
{
	return mount_and_fill("size=25%") != ENOSPC;
}

static int fill_unlimited(void)
{
	return mount_and_fill("size=0") != ENOMEM;
}

TEST_TIMEOUT(tmpfs_with_limit, 300)
{
	EXPECT_EQ(run(fill_limited), 0);
}

TEST_TIMEOUT(tmpfs_without_limit, 300)
{
	run(fill_unlimited);
}

TEST_HARNESS_MAIN
