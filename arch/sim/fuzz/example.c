// SPDX-License-Identifier: GPL-2.0-only
/*
 * example.c - a target with a mistake in it, that a fuzzer finds and chance does not: what its tests look for.
 */
#include "fuzz.h"

/* Each letter is a branch of its own: a fuzzer sees that it came further. */
static void run(struct fuzz_input *in)
{
	bool samara = fuzz_u8(in) == 'S' && fuzz_u8(in) == 'a' && fuzz_u8(in) == 'm' && fuzz_u8(in) == 'a' &&
		      fuzz_u8(in) == 'r' && fuzz_u8(in) == 'a';

	FUZZ_CHECK(!samara);
}

const struct fuzz_target fuzz_example = {
	.name = "example", .summary = "fails at one input: does the fuzzer find it?", .run = run,
};
