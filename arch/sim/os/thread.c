// SPDX-License-Identifier: GPL-2.0-only
/*
 * thread.c - threads of the host, for CPUs that are not fibers of one thread.
 *
 * Elsewhere:  what runs in them (arch/sim/kernel/threads.c), the stacks of their tasks (fiber.c).
 */
#include <linux/futex.h>
#include <sys/syscall.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <sim/os.h>
#include "os.h"

struct start {
	void (*fn)(void *arg);
	void *arg;
};

static void *begin(void *data)
{
	struct start start = *(struct start *)data;

	free(data);
	os_give_signal_stack();
	start.fn(start.arg);
	return NULL;
}

/* @fn never returns. */
void os_thread_start(void (*fn)(void *arg), void *arg)
{
	struct start *start = malloc(sizeof(*start));
	pthread_t thread;

	if (!start)
		os_die("a thread for a CPU");
	*start = (struct start) { fn, arg };
	errno = pthread_create(&thread, NULL, begin, start) ?: pthread_detach(thread);
	if (errno)
		os_die("a thread for a CPU");
}

void os_thread_park(void)
{
	for (;;)
		pause();
}

void os_yield(void)
{
	sched_yield();
}

/* Sleeps while *@word is 0, but no longer than @nanoseconds, and now and then for no reason. */
void os_wait(unsigned int *word, unsigned long nanoseconds)
{
	struct timespec ts = { nanoseconds / 1000000000, nanoseconds % 1000000000 };

	syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, &ts, NULL, 0);
}

void os_wake(unsigned int *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}
