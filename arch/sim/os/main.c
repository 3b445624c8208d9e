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

void os_exit(int status)
{
	_exit(status);
}

int main(int argc, char **argv)
{
	os_catch_faults();
	sim_os_main(argc, argv);
}
