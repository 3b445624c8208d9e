// SPDX-License-Identifier: GPL-2.0-only
/*
 * file.c - files of the host, and its clock: for saving and replaying runs.
 */
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <sim/os.h>
#include "os.h"

/* A whole file with a 0 behind it, in memory from malloc() that is the caller's, and its size; NULL with errno. */
char *os_file_read(const char *path, unsigned long *bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	unsigned long size = 0, room = 0;
	char *text = NULL;
	ssize_t n;

	if (fd < 0)
		return NULL;
	do {
		if (room - size < 2) {
			char *more = realloc(text, room = room * 2 + 65536);

			if (!more)
				os_die(path);
			text = more;
		}
		n = read(fd, text + size, room - size - 1);
		if (n > 0)
			size += n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	close(fd);
	text[size] = 0;
	*bytes = size;
	if (n == 0)
		return text;
	free(text);
	return NULL;
}

int os_file_create(const char *path)
{
	return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
}

void os_file_write(int fd, const char *s, unsigned long n)
{
	while (n) {
		ssize_t done = write(fd, s, n);

		if (done < 0 && errno != EINTR)
			os_die("write");
		if (done > 0) {
			s += done;
			n -= done;
		}
	}
}

void os_file_close(int fd)
{
	if (close(fd))
		os_die("close");
}

static unsigned long nanoseconds(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * 1000000000UL + ts.tv_nsec;
}

/* The host's clock: for figures of speed only. Nothing that a run does may depend on it. */
unsigned long os_nanoseconds(void)
{
	return nanoseconds(CLOCK_MONOTONIC);
}

/* What the program has had of the host's processors: as the clock, but the same on a busy machine. */
unsigned long os_processor_nanoseconds(void)
{
	return nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
}
