// SPDX-License-Identifier: GPL-2.0-only
/*
 * callgrind.c - telling valgrind's callgrind which instructions to count.
 *
 * A request to valgrind is a row of instructions that do nothing, and that it looks for: their form
 * and the requests' numbers are in valgrind's headers valgrind.h and callgrind.h. Without it, they
 * do nothing.
 */
#include <sim/os.h>
#include "os.h"

enum callgrind_request {
	ZERO_STATS	= 'C' << 24 | 'T' << 16 | 1,
	TOGGLE_COLLECT	= 'C' << 24 | 'T' << 16 | 2,
	DUMP_STATS_AT	= 'C' << 24 | 'T' << 16 | 3,
};

static void request(enum callgrind_request nr, const char *name)
{
	volatile unsigned long args[6] = { nr, (unsigned long)name };
	unsigned long result = 0;

	asm volatile("rolq $3, %%rdi\n\trolq $13, %%rdi\n\trolq $61, %%rdi\n\trolq $51, %%rdi\n\t"
		     "xchgq %%rbx, %%rbx"
		     : "+d" (result) : "a" (args) : "cc", "memory");
}

/* From now on instructions count, or do so no longer; at first, with --collect-atstart=no, they do not. */
void os_callgrind_collect(int on)
{
	static int is_on;

	if (on != is_on)
		request(TOGGLE_COLLECT, 0);
	is_on = on;
}

/* What was counted is forgotten. */
void os_callgrind_zero(void)
{
	request(ZERO_STATS, 0);
}

/* What was counted since goes to a file of its own, with @name in it. */
void os_callgrind_dump(const char *name)
{
	request(DUMP_STATS_AT, name);
}
