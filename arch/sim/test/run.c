// SPDX-License-Identifier: GPL-2.0-only
/*
 * run.c - the commands run and replay.
 *
 *	samara-sim run --seed 7 --ops 100000 --cpus 4
 *	samara-sim replay FILE
 *
 * Owns:       the options; how a run begins, fails and ends.
 * Elsewhere:  making a failing list of operations shorter (../os/minimise.c).
 *
 * Everything that decides a run stands in the file that a failure leaves: the machine, the seed of
 * the interleaving, and the operations.
 */
#include <linux/ctype.h>
#include <linux/fcntl.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/setup.h>
#include <sim/command.h>
#include <sim/os.h>
#include <sim/point.h>
#include <uapi/linux/mman.h>
#include "test.h"

struct test_options test = { .ops = 10000, .audit = 2000, .profile = "mixed", .limit = 600, .minimise = 60 };
int file_rw[NR_FILES], file_ro[NR_FILES];

static const char *history_file;	/* where the operations go when something fails */
static bool failed_already;
static bool failing;			/* allocations are made to fail */

/* ---- saying what is wrong ---- */

static const char *describe(const struct sim_op *op)
{
	static char text[128];
	int n = 0;

	if (!op)
		return "(no operation)";
	for (unsigned long i = 0; i < history_length(); i++)
		if (history_at(i) == op)
			n = scnprintf(text, sizeof(text), "operation %lu, ", i + 1);
	sim_op_print(text + n, sizeof(text) - n, op);
	return text;
}

void test_fail(const struct sim_op *op, const char *fmt, ...)
{
	struct va_format vaf;
	va_list args;

	va_start(args, fmt);
	vaf.fmt = fmt;
	vaf.va = &args;
	pr_emerg("sim: FAILED at %s: %pV\n", describe(op), &vaf);
	pr_emerg("sim: seed %lu, step %llu\n", sim_machine.seed, sim_step());
	va_end(args);
	sim_finish(SIM_EXIT_FAILED);
}

void expect(const struct sim_op *op, const char *what, long got, long want)
{
	if (got != want)
		test_fail(op, "%s gave %ld (%#lx), not %ld (%#lx)", what, got, got, want, want);
}

/* Where a debugger stops: gdb -ex 'break sim_test_stop'. */
noinline void sim_test_stop(const struct sim_op *op)
{
	pr_info("sim: next is %s\n", describe(op));
}

/* ---- the file of a run ---- */

#define MAGIC	"# samara-sim operations\n"

static void write_line(int fd, const char *fmt, ...)
{
	char line[160];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	os_file_write(fd, line, n);
}

/* The machine has stopped for good or bad; the books are still there. */
static void save_history(int status)
{
	int fd;

	if (failed_already || !status || !history_file || !history_length())
		return;
	failed_already = true;
	fd = os_file_create(history_file);
	if (fd < 0)
		return;
	write_line(fd, MAGIC "machine ram=%lu nodes=%u cpus=%u seed=%lu concurrent=%u audit=%lu\n",
		   sim_machine.ram, sim_machine.nodes, sim_machine.cpus, sim_machine.seed, test.concurrent, test.audit);
	for (unsigned long i = 0; i < history_length(); i++) {
		const struct sim_op *op = history_at(i);
		char text[128];

		if (op->result == OP_SKIPPED)
			continue;
		sim_op_print(text, sizeof(text), op);
		write_line(fd, "%s\n", text);
	}
	os_file_close(fd);
}

static bool bad_file(const char *path, unsigned int line, const char *why)
{
	sim_complain("%s:%u: %s", path, line, why);
	return false;
}

/* "name=value ", in that order. */
static bool take_field(const char **s, const char *name, unsigned long *value)
{
	size_t len = strlen(name);
	char *end;

	while (**s == ' ')
		(*s)++;
	if (strncmp(*s, name, len) || (*s)[len] != '=' || !isdigit((*s)[len + 1]))
		return false;
	*value = simple_strtoull(*s + len + 1, &end, 10);
	*s = end;
	return true;
}

static bool read_machine(const char *s)
{
	unsigned long ram, nodes, cpus, seed, concurrent, audit;

	if (strncmp(s, "machine ", 8))
		return false;
	s += 8;
	if (!take_field(&s, "ram", &ram) || !take_field(&s, "nodes", &nodes) || !take_field(&s, "cpus", &cpus) ||
	    !take_field(&s, "seed", &seed) || !take_field(&s, "concurrent", &concurrent) || !take_field(&s, "audit", &audit))
		return false;
	if (ram < 1 << 20 || ram % PMD_SIZE || ram > SIM_DIRECT_MAP_SIZE / 2 || !nodes || nodes > MAX_NUMNODES ||
	    !cpus || cpus > SIM_MAX_CPUS || !audit)
		return false;
	sim_machine.ram = ram;
	sim_machine.nodes = nodes;
	sim_machine.cpus = cpus;
	sim_machine.seed = seed;
	test.concurrent = concurrent;
	test.audit = audit;
	return true;
}

static bool read_history(const char *path, const char *text)
{
	unsigned int line = 3;

	if (strncmp(text, MAGIC, strlen(MAGIC)))
		return bad_file(path, 1, "not a file of samara-sim: it does not begin with '# samara-sim operations'");
	text += strlen(MAGIC);
	if (!read_machine(text))
		return bad_file(path, 2, "'machine ram=BYTES cpus=N seed=N concurrent=0|1 audit=N' is wanted here");
	text = strchrnul(text, '\n');
	for (; *text == '\n' && text[1]; line++) {
		struct sim_op op;
		const char *why;

		why = sim_op_parse(++text, &op);
		if (!why && op.actor >= NR_ACTORS)
			why = "there are no so many actors";
		if (why)
			return bad_file(path, line, why);
		history_add(&op);
		failing |= op.fail != 0;
		text = strchrnul(text, '\n');
	}
	if (!history_length())
		return bad_file(path, line, "no operations");
	return true;
}

/* ---- the machine's files ---- */

static unsigned long user_string(const char *s)
{
	if (sim_write(SCRATCH, s, strlen(s) + 1))
		test_fail(NULL, "the scratch page cannot be written");
	return SCRATCH;
}

static int open_file(const char *path, int flags)
{
	long fd = sim_syscall(__NR_open, user_string(path), flags, 0600);

	if (fd < 0)
		test_fail(NULL, "cannot open %s: %ld", path, fd);
	return fd;
}

static void mount(const char *type, const char *path)
{
	unsigned long name = SCRATCH + 2048;

	sim_write(name, type, strlen(type) + 1);
	sim_syscall(__NR_mkdir, user_string(path), 0700);
	if (sim_syscall(__NR_mount, name, user_string(path), name, 0, 0))
		test_fail(NULL, "cannot mount %s at %s", type, path);
}

static void write_knob(const char *path, const char *value)
{
	int fd = open_file(path, O_WRONLY);

	if (sim_syscall(__NR_write, fd, user_string(value), strlen(value)) < 0)
		test_fail(NULL, "cannot write to %s", path);
	sim_syscall(__NR_close, fd);
}

/* Every kind of allocation may fail, and no word of it. */
static void allow_failures(void)
{
	mount("debugfs", "/d");
	write_knob("/d/failslab/ignore-gfp-wait", "N");
	write_knob("/d/failslab/verbose", "0");
	write_knob("/d/fail_page_alloc/ignore-gfp-wait", "N");
	write_knob("/d/fail_page_alloc/ignore-gfp-highmem", "N");
	write_knob("/d/fail_page_alloc/min-order", "0");
	write_knob("/d/fail_page_alloc/verbose", "0");
}

/* For who has operations of his own: a file for those that fail, and whether their op->fail counts. */
void test_prepare(const char *save_as, bool allocations_fail)
{
	history_file = save_as;
	failing = allocations_fail;
	sim_at_exit(save_history);
}

/* The actors' files, and one page that all share. Return: its descriptor. */
int open_files(void)
{
	char path[16];
	int control;

	mount("tmpfs", "/t");
	if (failing)
		allow_failures();
	for (int i = 0; i < NR_FILES; i++) {
		scnprintf(path, sizeof(path), "/t/%d", i);
		file_rw[i] = open_file(path, O_RDWR | O_CREAT);
		file_ro[i] = open_file(path, O_RDONLY);
	}
	control = open_file("/t/control", O_RDWR | O_CREAT);
	sim_syscall(__NR_ftruncate, control, PAGE_SIZE);
	return control;
}

void truncate_files(void)
{
	for (int i = 0; i < NR_FILES; i++)
		sim_syscall(__NR_ftruncate, file_rw[i], 0);
}

/* ---- the commands ---- */

u64 actors_seed(void)
{
	return sim_machine.seed * 0x9e3779b97f4a7c15ULL ?: 1;
}

static int replay_main(void);

static void run_init(void *unused)
{
	unsigned long done = 0;
	u64 started = os_processor_nanoseconds(), took;

	if (sim_command->main == replay_main && !test.stop_at)
		test.stop_at = history_length();
	sim_at_exit(save_history);
	actors_open();
	inspect_baseline();
	actors_run();
	inspect_audit(NULL);
	inspect_leaks();
	for (unsigned long i = 0; i < history_length(); i++)
		done += history_at(i)->result == OP_DONE;
	took = max_t(u64, os_processor_nanoseconds() - started, 1);
	pr_info("sim: %lu operations, %lu of them possible, %llu points, "
		"%llu operations a second of processor time\n",
		history_length(), done, sim_step(), history_length() * 1000000000ULL / took);
	sim_finish(SIM_EXIT_OK);
}

static int number_option(const char *name, const char *value, const char *wanted, unsigned long *number)
{
	if (strcmp(name, wanted))
		return 0;
	if (sim_option_number(name, value, number))
		return -1;
	return 1;
}

static int fail_option(const char *name, const char *value)
{
	int understood = number_option(name, value, "fail-rate", &test.fail_rate) ?:
			 number_option(name, value, "fail-nth", &test.fail_nth) ?:
			 number_option(name, value, "fail-each", &test.fail_each);

	if (understood > 0 && (test.fail_rate > INT_MAX / 2 || test.fail_nth > INT_MAX)) {
		sim_complain("--%s %s: at most %d", name, value, INT_MAX / 2);
		return -1;
	}
	failing |= understood > 0;
	return understood;
}

static int run_option(const char *name, const char *value)
{
	unsigned long n;
	int understood;

	if (!strcmp(name, "profile")) {
		test.profile = value;
		if (generator_profile(value))
			return 1;
		sim_complain("--profile %s: mixed, mmap, fork, file, fault or kernel", value);
		return -1;
	}
	if (!strcmp(name, "save")) {
		history_file = value;
		return 1;
	}
	understood = number_option(name, value, "ops", &test.ops) ?:
		     number_option(name, value, "audit", &test.audit) ?:
		     fail_option(name, value) ?:
		     number_option(name, value, "limit", &test.limit) ?:
		     number_option(name, value, "minimise", &test.minimise) ?:
		     number_option(name, value, "stop-at", &test.stop_at) ?:
		     number_option(name, value, "lose-at", &test.lose_at);
	if (understood > 0 && !test.audit) {
		sim_complain("--audit 0: a number of operations is wanted");
		return -1;
	}
	if (understood)
		return understood;
	understood = number_option(name, value, "concurrent", &n);
	if (understood > 0)
		test.concurrent = n;
	return understood;
}

/* The run itself is a child, which the program watches over. */
static int run_main(void)
{
	static char name[64];

	generator_profile(test.profile);
	if (sim_machine.threads) {
		test.concurrent = true;
		test.minimise = 0;	/* a shorter list would do something else */
	}
	if (test.concurrent && (test.fail_nth || test.fail_each)) {
		sim_complain("--fail-nth and --fail-each count what actors do in turn: not with --concurrent");
		return SIM_EXIT_USAGE;
	}
	if (!history_file) {
		scnprintf(name, sizeof(name), "samara-sim-%lu.ops", sim_machine.seed);
		history_file = name;
	}
	return test.minimise ? os_supervise(history_file, test.limit, test.minimise) : -1;
}

SIM_COMMAND(run) = {
	.name = "run",
	.summary = "random operations of many processes, checked against a model",
	.usage = "    --ops N          how many (10000)\n"
		 "    --profile NAME   mixed, mmap, fork, file, fault or kernel\n"
		 "    --concurrent 1   all processes at once, instead of in turn\n"
		 "    --audit N        recount all of memory after so many operations (2000)\n"
		 "    --fail-rate N    of an actor's allocations one in about so many fails\n"
		 "    --fail-nth N     the so manieth allocation of all fails\n"
		 "    --fail-each N    every so manieth operation is repeated, while its 1st, 2nd, 3rd ...\n"
		 "                     allocation fails, until none does, with an audit after each\n"
		 "    --save FILE      where the operations go if something fails (samara-sim-SEED.ops)\n"
		 "    --limit N        a run that takes more than so many seconds has failed (600)\n"
		 "    --minimise N     so many seconds are spent on a shorter list (60); 0: none, nor is the run watched\n"
		 "    --stop-at N      call sim_test_stop(), where gdb can stop, before operation N\n"
		 "    --lose-at N      from operation N on the machine flushes no TLB: a mistake, to see one found\n",
	.described = true,
	.params = "panic_on_warn=1",
	.option = run_option,
	.main = run_main,
	.init = run_init,
};

static int replay_word(const char *path)
{
	unsigned long size;
	const char *text = os_file_read(path, &size);

	if (history_length()) {
		sim_complain("replay: one file at a time");
		return -1;
	}
	if (!text) {
		sim_complain("cannot read %s", path);
		return -1;
	}
	return read_history(path, text) ? 1 : -1;
}

static int replay_main(void)
{
	if (history_length())
		return -1;
	sim_complain("replay: the name of a file is wanted, as a run that failed has left it");
	return SIM_EXIT_USAGE;
}

static int replay_option(const char *name, const char *value)
{
	return number_option(name, value, "stop-at", &test.stop_at);
}

SIM_COMMAND(replay) = {
	.name = "replay",
	.summary = "the operations of a file, as run saved them: samara-sim replay FILE",
	.usage = "    --stop-at N      call sim_test_stop(), where gdb can stop, before operation N (the last)\n",
	.in_turn = true,
	.described = true,
	.params = "panic_on_warn=1",
	.option = replay_option,
	.main = replay_main,
	.word = replay_word,
	.init = run_init,
};
