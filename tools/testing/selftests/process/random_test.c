// SPDX-License-Identifier: GPL-2.0-only
/*
 * random_test.c - getrandom() and /dev/urandom: any length, wholly filled, never twice the same, to
 * whichever thread or process. The same binary passes on Linux.
 */
#define _GNU_SOURCE
#include "../ksft_harness.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/wait.h>

#define GUARD	0xa5

static int compare_words(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;

	return x < y ? -1 : x > y;
}

static void expect_all_differ(unsigned long *words, size_t n)
{
	qsort(words, n, sizeof(*words), compare_words);
	for (size_t i = 1; i < n; i++)
		ASSERT_NE(words[i - 1], words[i]);
}

static void check_lengths(ssize_t (*fill)(void *buf, size_t len))
{
	static unsigned char a[1024], b[1024];

	ASSERT_EQ(fill(a, 0), 0);
	for (size_t len = 8; len <= 700; len++) {
		memset(a, GUARD, sizeof(a));
		memset(b, GUARD, sizeof(b));
		ASSERT_EQ(fill(a, len), (ssize_t)len);
		ASSERT_EQ(fill(b, len), (ssize_t)len);
		for (size_t i = len; i < sizeof(a); i++)
			ASSERT_EQ(a[i], GUARD);
		ASSERT_NE(memcmp(a, b, 8), 0);
		ASSERT_NE(memcmp(a + len - 8, b + len - 8, 8), 0);
	}
}

static ssize_t by_call(void *buf, size_t len)
{
	return getrandom(buf, len, len & 1 ? GRND_NONBLOCK : 0);
}

TEST(lengths)
{
	check_lengths(by_call);
}

static int urandom;

static ssize_t by_device(void *buf, size_t len)
{
	return read(urandom, buf, len);
}

TEST(device)
{
	urandom = open("/dev/urandom", O_RDONLY);
	ASSERT_GE(urandom, 0);
	check_lengths(by_device);
	close(urandom);
}

TEST(flags)
{
	char c[8];

	EXPECT_EQ(getrandom(c, sizeof(c), GRND_RANDOM), 8);
	EXPECT_EQ(getrandom(c, sizeof(c), GRND_INSECURE), 8);
	EXPECT_ERRNO(getrandom(c, sizeof(c), 8), EINVAL);
	EXPECT_ERRNO(getrandom(c, sizeof(c), GRND_RANDOM | GRND_INSECURE), EINVAL);
}

/* What lies before an address that cannot be written is filled, and counted. */
TEST(half_a_buffer)
{
	char *p = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(p, MAP_FAILED);
	ASSERT_EQ(munmap(p + 2 * 4096, 4096), 0);
	EXPECT_EQ(getrandom(p, 3 * 4096, 0), 2 * 4096);
	EXPECT_EQ(getrandom(p + 2 * 4096 - 5, 8, 0), 5);
	EXPECT_ERRNO(getrandom(p + 2 * 4096, 8, 0), EFAULT);
}

#define PER_THREAD	5000
#define THREADS		4

static void *take_words(void *to)
{
	for (int i = 0; i < PER_THREAD; i++)
		ASSERT_EQ(getrandom((unsigned long *)to + i, 8, 0), 8);
	return NULL;
}

TEST(threads)
{
	static unsigned long words[THREADS * PER_THREAD];
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		ASSERT_EQ(pthread_create(&threads[i], NULL, take_words, words + i * PER_THREAD), 0);
	for (int i = 0; i < THREADS; i++)
		ASSERT_EQ(pthread_join(threads[i], NULL), 0);
	expect_all_differ(words, THREADS * PER_THREAD);
}

TEST(children)
{
	unsigned long *words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int status;

	ASSERT_NE(words, MAP_FAILED);
	for (int i = 0; i < 100; i += 2) {
		pid_t pid = fork();

		ASSERT_GE(pid, 0);
		ASSERT_EQ(getrandom(words + i + !pid, 8, 0), 8);
		if (!pid)
			_exit(0);
		ASSERT_EQ(waitpid(pid, &status, 0), pid);
		ASSERT_EQ(status, 0);
	}
	expect_all_differ(words, 100);
}

TEST_HARNESS_MAIN
