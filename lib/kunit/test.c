// SPDX-License-Identifier: GPL-2.0-only
/*
 * test.c - runs the unit tests that are linked into the kernel.
 *
 * kunit_run_all_tests() walks the suites between __kunit_suites_start and
 * __kunit_suites_end once the initcalls are done, and prints the results in
 * KTAP: the top level lists the suites, each suite its cases, each case with
 * parameters those. A case runs in a thread of its own, and so does its exit;
 * a thread that does not end in time counts as a failure and is left behind.
 *
 * Command line:
 *	kunit.enable=0			run nothing (default: CONFIG_KUNIT_DEFAULT_ENABLED)
 *	kunit.filter_glob=suite.case	only what matches; * ? [a-z] as in the shell
 *	kunit.filter=			another such pattern, both must match
 *	kunit.seed=N			for kunit_random(); printed at the beginning
 *	kunit_shutdown=poweroff		or reboot, halt: what to do at the end
 *
 * Owns:       struct kunit of the running case.
 * Locks:      one case runs at a time; test->lock for what it shares with
 *             threads that it starts.
 * Elsewhere:  printing failures (assert.c), managed resources (resource.c).
 */
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/mm_audit.h>
#include <linux/moduleparam.h>
#include <linux/random.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

#include "kunit.h"

#define CASE_TIMEOUT	(300 * HZ)

extern struct kunit_suite *const __kunit_suites_start[], *const __kunit_suites_end[];

unsigned int kunit_failures;

static bool kunit_enable = IS_ENABLED(CONFIG_KUNIT_DEFAULT_ENABLED);
static char *kunit_filter_glob, *kunit_filter, *kunit_shutdown;
static unsigned long kunit_seed;

__kernel_param("kunit.enable", kunit_enable, bool, kunit_enable);
__kernel_param("kunit.filter_glob", kunit_filter_glob, charp, kunit_filter_glob);
__kernel_param("kunit.filter", kunit_filter, charp, kunit_filter);
__kernel_param("kunit.seed", kunit_seed, ulong, kunit_seed);
__kernel_param("kunit_shutdown", kunit_shutdown, charp, kunit_shutdown);

struct kunit_stats {
	unsigned long passed, failed, skipped;
};

static unsigned long stats_total(const struct kunit_stats *stats)
{
	return stats->passed + stats->failed + stats->skipped;
}

static void stats_count(struct kunit_stats *stats, enum kunit_status status)
{
	if (status == KUNIT_FAILURE)
		stats->failed++;
	else if (status == KUNIT_SKIPPED)
		stats->skipped++;
	else
		stats->passed++;
}

static void stats_add(struct kunit_stats *to, const struct kunit_stats *from)
{
	to->passed += from->passed;
	to->failed += from->failed;
	to->skipped += from->skipped;
}

static void stats_print(const char *indent, const char *name,
			const struct kunit_stats *stats)
{
	pr_info("%s# %s: pass:%lu fail:%lu skip:%lu total:%lu\n", indent, name,
		stats->passed, stats->failed, stats->skipped,
		stats_total(stats));
}

/* One failure fails the lot; only if everything was skipped is it skipped. */
static enum kunit_status stats_status(const struct kunit_stats *stats)
{
	if (stats->failed)
		return KUNIT_FAILURE;
	if (stats->skipped && !stats->passed)
		return KUNIT_SKIPPED;
	return KUNIT_SUCCESS;
}

static void print_result(const char *indent, enum kunit_status status,
			 unsigned int number, const char *name,
			 const char *comment)
{
	bool skipped = status == KUNIT_SKIPPED;

	pr_info("%s%s %u %s%s%s\n", indent,
		status == KUNIT_FAILURE ? "not ok" : "ok", number, name,
		skipped ? " # SKIP " : "", skipped ? comment : "");
}

/* --- which tests --- */

/* Does the set at @p ("[a-c]") have @c? @p ends up behind it. */
static bool glob_set(const char **p, char c)
{
	const char *s = *p + 1;
	bool negated = *s == '!', hit = false;

	if (negated)
		s++;
	do {
		char low = *s++, high = low;

		if (!low)
			break;
		if (s[0] == '-' && s[1] && s[1] != ']') {
			high = s[1];
			s += 2;
		}
		hit |= low <= c && c <= high;
	} while (*s != ']');
	*p = *s ? s + 1 : s;
	return hit != negated;
}

/* Match all of @s against the @len characters of pattern at @p. */
static bool glob_matches(const char *p, const char *end, const char *s)
{
	while (p < end) {
		if (*p == '*') {
			do {
				if (glob_matches(p + 1, end, s))
					return true;
			} while (*s++);
			return false;
		}
		if (!*s)
			return false;
		if (*p == '[') {
			if (!glob_set(&p, *s))
				return false;
		} else if (*p++ != *s && p[-1] != '?') {
			return false;
		}
		s++;
	}
	return !*s;
}

/* @pattern is "suite" or "suite.case"; NULL matches all. */
static bool pattern_matches(const char *pattern, const char *suite,
			    const char *name)
{
	const char *dot;

	if (!pattern || !*pattern)
		return true;
	dot = strchr(pattern, '.');
	if (!dot)
		return glob_matches(pattern, pattern + strlen(pattern), suite);
	return glob_matches(pattern, dot, suite) &&
	       glob_matches(dot + 1, dot + 1 + strlen(dot + 1), name);
}

static bool case_wanted(const struct kunit_suite *suite,
			const struct kunit_case *test_case)
{
	return pattern_matches(kunit_filter_glob, suite->name, test_case->name) &&
	       pattern_matches(kunit_filter, suite->name, test_case->name);
}

static unsigned int count_cases(const struct kunit_suite *suite)
{
	struct kunit_case *test_case;
	unsigned int n = 0;

	kunit_suite_for_each_test_case(suite, test_case)
		n += case_wanted(suite, test_case);
	return n;
}

/* --- in a case --- */

void kunit_set_failed(struct kunit *test)
{
	unsigned long flags;

	spin_lock_irqsave(&test->lock, flags);
	test->status = KUNIT_FAILURE;
	spin_unlock_irqrestore(&test->lock, flags);
}

/** kunit_set_skip() - the case is skipped, unless it has failed; says why. */
void kunit_set_skip(struct kunit *test, const char *fmt, ...)
{
	unsigned long flags;
	va_list args;

	va_start(args, fmt);
	spin_lock_irqsave(&test->lock, flags);
	if (test->status != KUNIT_FAILURE)
		test->status = KUNIT_SKIPPED;
	vsnprintf(test->status_comment, sizeof(test->status_comment), fmt, args);
	spin_unlock_irqrestore(&test->lock, flags);
	va_end(args);
}

/** kunit_abort() - end the case's thread here. */
void __noreturn kunit_abort(struct kunit *test)
{
	test->aborted = true;
	kthread_complete_and_exit(&test->done, 0);
}

/* splitmix64: every seed is good, and the state is one word. */
u64 kunit_random(struct kunit *test)
{
	u64 z = test->random_state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* The same whatever other tests run: from the seed and the names. */
static u64 case_seed(const struct kunit_suite *suite, const char *name)
{
	u64 hash = kunit_seed;
	const char *s;

	for (s = suite->name; *s; s++)
		hash = (hash ^ *s) * 0x100000001b3ULL;
	for (s = name; *s; s++)
		hash = (hash ^ *s) * 0x100000001b3ULL;
	return hash;
}

/* --- running --- */

static int case_thread(void *arg)
{
	struct kunit *test = arg;
	int err = test->suite->init ? test->suite->init(test) : 0;

	if (err) {
		pr_err(KUNIT_INDENT "# %s: failed to initialize: %d\n",
		       test->name, err);
		kunit_set_failed(test);
	} else {
		test->test_case->run_case(test);
	}
	kthread_complete_and_exit(&test->done, 0);
}

static int suite_exit_thread(void *arg)
{
	struct kunit *test = arg;

	if (test->suite->exit)
		test->suite->exit(test);
	kthread_complete_and_exit(&test->done, 0);
}

/*
 * Run @fn in a thread. Return: false where it could not run or never ended.
 * The thread has given back all that it had, its root directory among it, when this returns.
 */
static bool run_thread(struct kunit *test, int (*fn)(void *))
{
	struct task_struct *task;

	init_completion(&test->done);
	task = kthread_create(fn, test, "kunit_%s", test->name);
	if (IS_ERR(task)) {
		pr_err(KUNIT_INDENT "# %s: no thread: %ld\n", test->name,
		       PTR_ERR(task));
		kunit_set_failed(test);
		return false;
	}
	get_task_struct(task);
	wake_up_process(task);
	/* interruptible, though nobody signals us: a long case is no hung task */
	if (wait_for_completion_interruptible_timeout(&test->done, CASE_TIMEOUT) > 0) {
		while (!READ_ONCE(task->exit_state))
			yield();
		put_task_struct(task);
		return true;
	}
	put_task_struct(task);
	pr_err(KUNIT_INDENT "# %s: timed out\n", test->name);
	kunit_set_failed(test);
	return false;
}

/*
 * Run the case once. A thread that has timed out may still use the kunit
 * structure, so that must not be on our stack, and is not freed then.
 */
static enum kunit_status run_once(struct kunit_suite *suite,
				  struct kunit_case *test_case,
				  const void *param, int index, char *comment)
{
	struct kunit *test = kzalloc(sizeof(*test), GFP_KERNEL);
	enum kunit_status status;

	if (!test)
		return KUNIT_FAILURE;
	test->name = test_case->name;
	test->suite = suite;
	test->test_case = test_case;
	test->param_value = param;
	test->param_index = index;
	test->random_state = case_seed(suite, test_case->name) + index;
	spin_lock_init(&test->lock);
	INIT_LIST_HEAD(&test->resources);

	pr_debug(KUNIT_INDENT "# %s: running\n", test->name);
	if (!run_thread(test, case_thread))
		return KUNIT_FAILURE;
	if (!run_thread(test, suite_exit_thread))
		return KUNIT_FAILURE;
	kunit_cleanup(test);
	status = test->status;
	strscpy(comment, test->status_comment, KUNIT_STATUS_COMMENT_SIZE);
	kfree(test);
	return status;
}

/* Run the case once for each parameter, as a third level of KTAP. */
static void run_params(struct kunit_suite *suite, struct kunit_case *test_case,
		       struct kunit_stats *stats, char *comment)
{
	static const char indent[] = KUNIT_INDENT KUNIT_INDENT;
	char desc[KUNIT_PARAM_DESC_SIZE] = "";
	enum kunit_status status;
	const void *param;
	int index = 0;

	pr_info("%sKTAP version 1\n", indent);
	pr_info("%s# Subtest: %s\n", indent, test_case->name);
	param = test_case->generate_params(NULL, desc);
	while (param) {
		if (!desc[0])
			snprintf(desc, sizeof(desc), "param-%d", index);
		status = run_once(suite, test_case, param, index++, comment);
		print_result(indent, status, index, desc, comment);
		stats_count(stats, status);
		desc[0] = '\0';
		param = test_case->generate_params(param, desc);
	}
}

static enum kunit_status run_case(struct kunit_suite *suite,
				  struct kunit_case *test_case,
				  struct kunit_stats *params, char *comment)
{
	struct kunit_stats stats = {};

	comment[0] = '\0';
	if (test_case->generate_params)
		run_params(suite, test_case, &stats, comment);
	else
		stats_count(&stats, run_once(suite, test_case, NULL, 0, comment));
	if (test_case->attr.speed == KUNIT_SPEED_SLOW ||
	    test_case->attr.speed == KUNIT_SPEED_VERY_SLOW)
		pr_info(KUNIT_INDENT "# %s.speed: %s\n", test_case->name,
			test_case->attr.speed == KUNIT_SPEED_SLOW ?
			"slow" : "very_slow");
	if (test_case->generate_params)
		stats_print(KUNIT_INDENT, test_case->name, &stats);
	stats_add(params, &stats);
	return stats_status(&stats);
}

/* Has the suite left all memory consistent? The last case of each, with CONFIG_KUNIT_AUDIT. */
static enum kunit_status audit_memory(void)
{
	struct audit_report report;
	long differences = mm_audit(&report);

	if (!differences)
		return KUNIT_SUCCESS;
	pr_err(KUNIT_INDENT "# audit: %s (%ld differences)\n", report.first, differences);
	return KUNIT_FAILURE;
}

static void run_suite(struct kunit_suite *suite, unsigned int number,
		      unsigned int nr_cases, struct kunit_stats *total)
{
	static char comment[KUNIT_STATUS_COMMENT_SIZE];
	struct kunit_stats stats = {}, params = {};
	struct kunit_case *test_case;
	enum kunit_status status;
	unsigned int n = 0;
	int err = 0;

	pr_info(KUNIT_INDENT "KTAP version 1\n");
	pr_info(KUNIT_INDENT "# Subtest: %s\n", suite->name);
	pr_info(KUNIT_INDENT "1..%u\n", nr_cases + IS_ENABLED(CONFIG_KUNIT_AUDIT));
	if (suite->suite_init)
		err = suite->suite_init(suite);
	if (err) {
		pr_err(KUNIT_INDENT "# failed to initialize (%d)\n", err);
		total->failed++;
		print_result("", KUNIT_FAILURE, number, suite->name, "");
		return;
	}

	kunit_suite_for_each_test_case(suite, test_case) {
		if (!case_wanted(suite, test_case))
			continue;
		status = run_case(suite, test_case, &params, comment);
		stats_count(&stats, status);
		print_result(KUNIT_INDENT, status, ++n, test_case->name,
			     comment);
	}
	if (suite->suite_exit)
		suite->suite_exit(suite);
	if (IS_ENABLED(CONFIG_KUNIT_AUDIT)) {
		status = audit_memory();
		stats_count(&stats, status);
		stats_count(&params, status);
		print_result(KUNIT_INDENT, status, ++n, "memory_is_consistent", "");
	}

	if (stats_total(&stats) > 1)
		stats_print("", suite->name, &stats);
	if (stats_total(&params) > 1)
		stats_print("", "Totals", &params);
	stats_add(total, &params);
	print_result("", stats_status(&stats), number, suite->name, "");
}

static void shut_down(void)
{
	if (!kunit_shutdown)
		return;
	if (!strcmp(kunit_shutdown, "poweroff"))
		kernel_power_off();
	else if (!strcmp(kunit_shutdown, "halt"))
		kernel_halt();
	else if (!strcmp(kunit_shutdown, "reboot"))
		kernel_restart(NULL);
	else
		pr_err("kunit: kunit_shutdown=%s: poweroff, halt or reboot?\n",
		       kunit_shutdown);
}

/**
 * kunit_run_all_tests() - run the suites that the command line asks for.
 *
 * Context: once, in the thread that will become init, after the initcalls.
 */
void kunit_run_all_tests(void)
{
	struct kunit_suite *const *suite;
	struct kunit_stats total = {};
	unsigned int n = 0;

	if (!kunit_enable) {
		pr_info("kunit: disabled\n");
		return;
	}
	if (!kunit_seed)
		kunit_seed = get_random_u64();

	for (suite = __kunit_suites_start; suite < __kunit_suites_end; suite++)
		n += *suite && count_cases(*suite);
	pr_info("KTAP version 1\n");
	pr_info("# kunit.seed=%lu\n", kunit_seed);
	pr_info("1..%u\n", n);

	n = 0;
	for (suite = __kunit_suites_start; suite < __kunit_suites_end; suite++) {
		unsigned int nr_cases = *suite ? count_cases(*suite) : 0;

		if (nr_cases)
			run_suite(*suite, ++n, nr_cases, &total);
	}
	stats_print("", "Totals", &total);
	kunit_failures = total.failed;
	shut_down();
}
