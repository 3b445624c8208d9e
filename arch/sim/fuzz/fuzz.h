/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fuzz.h - what a target of samara-sim fuzz is, and how it takes an input apart.
 *
 * A target makes of any bytes something that is valid to do, and checks what comes of it against a model
 * or a checker of the kernel's. When run() returns, all is as it was before: what it took is free again.
 * The same input must do the same each time, whatever came before it.
 *
 *	static void run(struct fuzz_input *in)
 *	{
 *		while (fuzz_left(in))
 *			step(fuzz_u8(in));
 *		FUZZ_CHECK(everything_is_free());
 *	}
 *	const struct fuzz_target fuzz_example = { .name = "example", .summary = "an example", .run = run };
 *
 * and a line in the table of fuzz.c.
 */
#ifndef _SIM_FUZZ_H
#define _SIM_FUZZ_H

#include <linux/compiler.h>
#include <linux/panic.h>
#include <linux/types.h>

struct fuzz_input {
	const u8 *at, *end;
};

struct fuzz_target {
	const char *name;
	const char *summary;
	void (*setup)(void);			/* once, in user mode of process 1; may be NULL */
	void (*run)(struct fuzz_input *in);	/* in the kernel, as process 1 */
	bool user;				/* no: run() is in user mode */
	bool unbooted;				/* no: run() is in a child of the program, in which nothing has booted;
						   a 0 stands behind the input, and all of it may be changed */
};

extern const struct fuzz_target fuzz_maple, fuzz_xarray, fuzz_memblock, fuzz_buddy, fuzz_slub, fuzz_cpio,
	fuzz_elf, fuzz_fdt, fuzz_syscall, fuzz_cmdline, fuzz_example;

/* Ends the run: what was found stands in the last lines, the input in a file. */
#define FUZZ_CHECK(condition)							\
do {										\
	if (unlikely(!(condition)))						\
		panic("fuzz: %s:%d: not so: %s", __FILE__, __LINE__, #condition);	\
} while (0)

/* Numbers from the input; behind its end all are 0. */
static inline bool fuzz_left(const struct fuzz_input *in)
{
	return in->at < in->end;
}

static inline u8 fuzz_u8(struct fuzz_input *in)
{
	return fuzz_left(in) ? *in->at++ : 0;
}

static inline u16 fuzz_u16(struct fuzz_input *in)
{
	u16 low = fuzz_u8(in);

	return low | fuzz_u8(in) << 8;
}

#endif
