// SPDX-License-Identifier: GPL-2.0-only
/*
 * command.c - samara-sim's command line.
 *
 *	samara-sim COMMAND [--ram SIZE] [--cpus N] [--seed N] [options of the command] [kernel parameters]
 *
 * Owns:       the choice of command; what every command may be told about the machine.
 * Invariant:  a command line that is not understood ends with a message and status 2, and nothing
 *             has run. This code runs before the kernel: it uses none of its services.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/reboot.h>
#include <linux/stdarg.h>
#include <linux/string.h>
#include <kunit/test.h>
#include <asm/setup.h>
#include <sim/command.h>
#include <sim/user.h>
#include "sim_kernel.h"

extern const struct sim_command __start_sim_commands[], __stop_sim_commands[];

const struct sim_command *sim_command;
const char *sim_program_name = "samara-sim";

static char params[COMMAND_LINE_SIZE];
static const char *by_hand;	/* an option that says what a device tree says too */

static void say(const char *fmt, ...)
{
	char text[512];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	os_write(text, n);
}

void sim_complain(const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	say("samara-sim: %s\n", text);
}

static void usage(void)
{
	say("usage: samara-sim COMMAND [options] [kernel parameters]\n\ncommands:\n");
	for (const struct sim_command *c = __start_sim_commands; c < __stop_sim_commands; c++) {
		say("  %-10s %s\n", c->name, c->summary);
		if (c->usage)
			say("%s", c->usage);
	}
	say("\noptions of every command:\n"
	    "  --ram SIZE   memory, with K, M or G (64M)\n"
	    "  --nodes N    in N places, each near some of the CPUs: 1 to %u (1)\n"
	    "  --cpus N     1 to %u (1)\n"
	    "  --seed N     decides whatever happens by chance (1)\n"
	    "  --dtb FILE   instead: the machine that a device tree describes\n"
	    "  --threads    CPUs are threads of the host, all at once: no run is like another\n",
	    MAX_NUMNODES, min(SIM_MAX_CPUS, NR_CPUS));
}

int sim_option_number(const char *name, const char *value, unsigned long *number)
{
	char *end;

	*number = memparse(value, &end);
	if (end != value && !*end)
		return 0;
	sim_complain("--%s %s: a number is wanted", name, value);
	return -1;
}

/* One of a few things. */
static int count_option(const char *name, const char *value, unsigned int max, unsigned int *count)
{
	unsigned long n;

	if (sim_option_number(name, value, &n))
		return -1;
	if (n < 1 || n > max) {
		sim_complain("--%s %s: 1 to %u", name, value, max);
		return -1;
	}
	*count = n;
	by_hand = name;
	return 1;
}

/* With the holes between nodes it must end where the direct map does. */
static int ram_option(const char *value)
{
	unsigned long n, most = SIM_DIRECT_MAP_SIZE - MAX_NUMNODES * HPAGE_SIZE;

	if (sim_option_number("ram", value, &n))
		return -1;
	if (n < 1 << 20 || n > most) {
		sim_complain("--ram %s: 1M to %luM", value, most >> 20);
		return -1;
	}
	sim_machine.ram = ALIGN(n, HPAGE_SIZE);
	by_hand = "ram";
	return 1;
}

static int dtb_option(const char *path)
{
	sim_machine.dtb = path;
	if (sim_command->described)
		sim_complain("%s writes down its machine as numbers: not with --dtb", sim_command->name);
	return sim_command->described ? -1 : 1;
}

static int machine_option(const char *name, const char *value)
{
	if (!strcmp(name, "seed"))
		return sim_option_number(name, value, &sim_machine.seed) ? -1 : 1;
	if (!strcmp(name, "cpus"))
		return count_option(name, value, min(SIM_MAX_CPUS, NR_CPUS), &sim_machine.cpus);
	if (!strcmp(name, "nodes"))
		return count_option(name, value, MAX_NUMNODES, &sim_machine.nodes);
	if (!strcmp(name, "ram"))
		return ram_option(value);
	if (!strcmp(name, "dtb"))
		return dtb_option(value);
	return 0;
}

static bool threads_option(void)
{
	sim_machine.threads = true;
	if (sim_command->in_turn)
		sim_complain("%s chooses who runs when: not with --threads", sim_command->name);
	return !sim_command->in_turn;
}

static int option(const char *name, const char *value)
{
	int understood = machine_option(name, value);

	if (!understood && sim_command->option)
		understood = sim_command->option(name, value);
	if (!understood)
		sim_complain("%s has no option --%s; try: samara-sim help", sim_command->name, name);
	return understood;
}

static bool add_param(const char *word)
{
	if (strlen(params) + strlen(word) + 2 > sizeof(params)) {
		sim_complain("too many kernel parameters");
		return false;
	}
	if (params[0])
		strcat(params, " ");
	strcat(params, word);
	return true;
}

/* --name value, or --name=value. Return: how many words it was, 0: bad. */
static int parse_option(int left, char **argv)
{
	char *name = argv[0] + 2, *equals = strchr(name, '=');

	if (!strcmp(name, "threads"))
		return threads_option();
	if (equals) {
		*equals = 0;
		return option(name, equals + 1) > 0;
	}
	if (left < 2) {
		sim_complain("--%s wants a value", name);
		return 0;
	}
	return option(name, argv[1]) > 0 ? 2 : 0;
}

static bool parse_word(const char *word)
{
	return sim_command->word ? sim_command->word(word) > 0 : add_param(word);
}

static bool parse(int argc, char **argv)
{
	if (sim_command->params && !add_param(sim_command->params))
		return false;
	for (int i = 0; i < argc;) {
		int words = !strncmp(argv[i], "--", 2) ? parse_option(argc - i, argv + i) : parse_word(argv[i]);

		if (!words)
			return false;
		i += words;
	}
	if (sim_machine.dtb && by_hand)
		sim_complain("--dtb %s describes the machine: not with --%s", sim_machine.dtb, by_hand);
	return !(sim_machine.dtb && by_hand) && sim_machine_settle();
}

/** sim_kernel_param() - for a command's option(): a word for the kernel's command line */
bool sim_kernel_param(const char *word)
{
	return add_param(word);
}

void sim_os_main(int argc, char **argv)
{
	if (argc)
		sim_program_name = argv[0];
	if (argc < 2 || !strcmp(argv[1], "help") || !strcmp(argv[1], "--help")) {
		usage();
		os_exit(argc < 2 ? SIM_EXIT_USAGE : SIM_EXIT_OK);
	}
	for (const struct sim_command *c = __start_sim_commands; c < __stop_sim_commands; c++)
		if (!strcmp(c->name, argv[1]))
			sim_command = c;
	if (!sim_command) {
		sim_complain("no command '%s'; try: samara-sim help", argv[1]);
		os_exit(SIM_EXIT_USAGE);
	}
	sim_machine = (struct sim_machine) {
		.ram = sim_command->ram ?: 64UL << 20, .cpus = sim_command->cpus ?: 1, .seed = 1,
		.nodes = 1, .unwatched = sim_command->unwatched,
	};
	if (!parse(argc - 2, argv + 2))
		os_exit(SIM_EXIT_USAGE);
	if (sim_command->main) {
		int status = sim_command->main();

		if (status >= 0)
			os_exit(status);
	}
	sim_boot(params);
}

/* ---- process 1 ---- */

static void init_program(void *arg)
{
	if (sim_command->init)
		sim_command->init(NULL);
	sim_finish(SIM_EXIT_OK);
}
SIM_PROGRAM(init, init_program);

static int __init install_init(void)
{
	return sim_install_program("/init", "init");
}
late_initcall(install_init);

void sim_finish(int status)
{
	sim_set_exit_status(status);
	kernel_power_off();
	unreachable();
}

SIM_COMMAND(boot) = {
	.name = "boot",
	.summary = "boot, and switch off when process 1 runs",
};

static int kunit_word(const char *word)
{
	char filter[256];

	if (strchr(word, '='))
		return add_param(word);
	scnprintf(filter, sizeof(filter), "kunit.filter_glob=%s", word);
	return add_param(filter);
}

static int kunit_status(void)
{
	return kunit_failures ? SIM_EXIT_FAILED : SIM_EXIT_OK;
}

SIM_COMMAND(kunit) = {
	.name = "kunit",
	.summary = "run the KUnit suites: samara-sim kunit [suite[.case]]",
	.params = "kunit.enable=1 kunit_shutdown=poweroff",
	.word = kunit_word,
	.status = kunit_status,
};
