// SPDX-License-Identifier: GPL-2.0-only
/*
 * example.c - a target with a mistake in it, that a fuzzer finds and chance does not: what its tests look for.
 */
#include "fuzz.h"

static void run(struct fuzz_input *in)
{
	static const char magic[] = "Samara";
	unsigned int n = 0;

	while (magic[n] && fuzz_u8(in) == magic[n])
		n++;
	FUZZ_CHECK(magic[n]);
}

const struct fuzz_target fuzz_example = {
	.name = "example", .summary = "fails at one input: does the fuzzer find it?", .run = run,
};
