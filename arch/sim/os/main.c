// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - the host's end of the program: its beginning, its output, its end.
 *
 * Elsewhere:  the command line and all else (arch/sim/kernel/command.c), which is kernel code.
 */
#include <errno.h>
#include <unistd.h>
#include <sim/os.h>
#include "os.h"

void os_write(const char *s, unsigned long n)
{
	while (n) {
		ssize_t done = write(1, s, n);

		if (done < 0 && errno != EINTR && errno != EAGAIN)
			return;
		if (done > 0) {
			s += done;
			n -= done;
		}
	}
}

/* There with COVERAGE=1: writes what was counted, which exit() would do. */
void __gcov_dump(void) __attribute__((weak));

void os_exit(int status)
{
	os_fuzz_exit(status);
	if (__gcov_dump)
		__gcov_dump();
	_exit(status);
}

int main(int argc, char **argv)
{
	os_catch_faults();
	sim_os_main(argc, argv);
}
