// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz.c - samara-sim fuzz TARGET: inputs that are sought by libFuzzer, or that stand in files.
 *
 * Owns:       the list of targets, the loop over inputs, the search for what is not freed.
 * Elsewhere:  where inputs come from (../os/fuzz.c).
 *
 * The kernel boots once; process 1 does what each input says. Every CHECK_EVERY inputs, and at the end,
 * the auditor recounts all of memory, and nothing may be in use that was not at the beginning.
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/setup.h>
#include <sim/command.h>
#include <sim/os.h>
#include "../test/test.h"
#include "fuzz.h"

#define CHECK_EVERY	64	/* ../os/fuzz.c keeps so many inputs */
#define MAX_WORDS	512

static const struct fuzz_target *const targets[] = {
	&fuzz_syscall, &fuzz_maple, &fuzz_xarray, &fuzz_memblock, &fuzz_buddy, &fuzz_slub, &fuzz_elf, &fuzz_fdt,
	&fuzz_cmdline, &fuzz_example,
#ifdef CONFIG_BLK_DEV_INITRD
	&fuzz_cpio,
#endif
};

static const struct fuzz_target *target;
static char command[256];
static char *words[MAX_WORDS + 1] = { command };	/* for the fuzzer */
static int nr_words = 1;
static unsigned long log_level = 1;

/* ---- the command line ---- */

static bool choose_target(const char *name)
{
	char names[160] = "";

	for (unsigned int i = 0; i < ARRAY_SIZE(targets); i++) {
		if (!strcmp(targets[i]->name, name))
			target = targets[i];
		strlcat(names, i ? ", " : "", sizeof(names));
		strlcat(names, targets[i]->name, sizeof(names));
	}
	if (!target)
		sim_complain("fuzz: no target '%s'; there are %s", name, names);
	return target;
}

static int fuzz_word(const char *word)
{
	if (!target)
		return choose_target(word) ? 1 : -1;
	if (nr_words == MAX_WORDS) {
		sim_complain("fuzz: too many words");
		return -1;
	}
	words[nr_words++] = (char *)word;
	return 1;
}

static int fuzz_option(const char *name, const char *value)
{
	char param[32];

	if (strcmp(name, "log"))
		return 0;
	if (sim_option_number(name, value, &log_level))
		return -1;
	scnprintf(param, sizeof(param), "loglevel=%lu", log_level);
	return sim_kernel_param(param) ? 1 : -1;
}

static void list_targets(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(targets); i++) {
		char line[128];

		os_write(line, scnprintf(line, sizeof(line), "%-10s %s\n", targets[i]->name, targets[i]->summary));
	}
}

static void say_number(unsigned long inputs)
{
	char line[96];

	os_write(line, scnprintf(line, sizeof(line), "samara-sim: fuzz %s: %lu inputs, and nothing is wrong\n",
				 target->name, inputs));
}

static void run_unbooted(char *text, unsigned long size)
{
	struct fuzz_input in = { (u8 *)text, (u8 *)text + size };

	target->run(&in);
}

static int fuzz_main(void)
{
	if (!target) {
		list_targets();
		return SIM_EXIT_OK;
	}
	scnprintf(command, sizeof(command), "%s fuzz %s %s", sim_program_name, target->name, sim_machine_words());
	os_fuzz_words(nr_words, words);
	if (!target->unbooted)
		return -1;
	say_number(os_fuzz_children(run_unbooted));
	return SIM_EXIT_OK;
}

/* ---- the loop ---- */

static void run_in_kernel(void *in)
{
	target->run(in);
}

static void run_one(const u8 *data, unsigned long size)
{
	struct fuzz_input in = { data, data + size };

	if (target->user)
		target->run(&in);
	else
		sim_in_kernel(run_in_kernel, &in);
}

static void check_all(void)
{
	inspect_audit(NULL);
	inspect_leaks();
}

static void fuzz_init(void *unused)
{
	unsigned long inputs = 0, size;
	const u8 *data;

	if (target->setup)
		target->setup();
	run_one((const u8 *)"", 0);	/* what is made when it is first needed is there then */
	inspect_baseline();
	while ((data = os_fuzz_next(&current->thread.fiber, &size))) {
		run_one(data, size);
		if (++inputs % CHECK_EVERY == 0)
			check_all();
	}
	check_all();
	say_number(inputs);
	sim_finish(SIM_EXIT_OK);
}

SIM_COMMAND(fuzz) = {
	.name = "fuzz",
	.summary = "inputs for a part of the kernel: samara-sim fuzz TARGET [FILE|DIRECTORY|libFuzzer's options]",
	.usage = "    --log N          how much of the kernel's log is shown: 0 to 8 (1)\n",
	.params = "loglevel=1",
	.word = fuzz_word,
	.option = fuzz_option,
	.main = fuzz_main,
	.init = fuzz_init,
};
