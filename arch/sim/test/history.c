// SPDX-License-Identifier: GPL-2.0-only
/*
 * history.c - the list of all operations, done ones and, in a replay, those to come.
 *
 * Owns:       the list, in the host's memory, so that it survives the machine.
 */
#include <linux/kernel.h>
#include <sim/os.h>
#include "test.h"

#define CHUNK	65536UL
#define CHUNKS	65536UL		/* 2^32 operations; room for the pointers costs nothing until it is used */

static struct sim_op **chunks;
static unsigned long length;

unsigned long history_length(void)
{
	return length;
}

struct sim_op *history_at(unsigned long nr)
{
	return &chunks[nr / CHUNK][nr % CHUNK];
}

void history_clear(void)
{
	length = 0;
}

struct sim_op *history_add(const struct sim_op *op)
{
	struct sim_op *slot;

	if (!chunks)
		chunks = os_zeroed(CHUNKS * sizeof(*chunks));
	if (!chunks[length / CHUNK])
		chunks[length / CHUNK] = os_zeroed(CHUNK * sizeof(struct sim_op));
	slot = history_at(length++);
	*slot = *op;
	return slot;
}
