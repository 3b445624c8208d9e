// SPDX-License-Identifier: GPL-2.0-only
/*
 * assert.c - what a failed expectation prints.
 *
 * The macros in kunit/test.h compare; one of these functions is called only
 * when the claim turned out false. It prints file, line, the claim and the
 * values, marks the case as failed, and ends it if the claim was an assertion.
 *
 * Locks:      none; called from the case's own thread.
 */
#include "kunit.h"

#define DUMP_BYTES	64	/* how much of unequal memory is shown */

static void begin_report(struct kunit *test, const struct kunit_claim *claim)
{
	kunit_set_failed(test);
	pr_err(KUNIT_INDENT "# %s: %s FAILED at %s:%d\n", test->name,
	       claim->assert ? "ASSERTION" : "EXPECTATION", claim->file,
	       claim->line);
}

/* The author's own words, if any; then the end of an assertion's case. */
static void end_report(struct kunit *test, const struct kunit_claim *claim,
		       struct va_format *words)
{
	if (words->fmt)
		pr_err(KUNIT_INDENT "%pV\n", words);
	if (claim->assert)
		kunit_abort(test);
}

#define END_REPORT(test, claim, format) do {		\
	struct va_format __words = { .fmt = format };	\
	va_list __args;					\
							\
	va_start(__args, format);			\
	__words.va = &__args;				\
	end_report(test, claim, &__words);		\
	va_end(__args);					\
} while (0)

static void expected_but(const struct kunit_claim *claim)
{
	pr_err(KUNIT_INDENT "Expected %s %s %s, but\n", claim->left, claim->op,
	       claim->right);
}

void kunit_fail_plain(struct kunit *test, const struct kunit_claim *claim,
		      const char *fmt, ...)
{
	begin_report(test, claim);
	END_REPORT(test, claim, fmt);
}

void kunit_fail_bool(struct kunit *test, const struct kunit_claim *claim,
		     bool wanted, const char *fmt, ...)
{
	begin_report(test, claim);
	pr_err(KUNIT_INDENT "Expected %s to be %s, but is %s\n", claim->left,
	       wanted ? "true" : "false", wanted ? "false" : "true");
	END_REPORT(test, claim, fmt);
}

void kunit_fail_int(struct kunit *test, const struct kunit_claim *claim,
		    long long left, long long right, const char *fmt, ...)
{
	begin_report(test, claim);
	expected_but(claim);
	pr_err(KUNIT_INDENT KUNIT_INDENT "%s == %lld (0x%llx)\n", claim->left,
	       left, left);
	pr_err(KUNIT_INDENT KUNIT_INDENT "%s == %lld (0x%llx)\n", claim->right,
	       right, right);
	END_REPORT(test, claim, fmt);
}

void kunit_fail_ptr(struct kunit *test, const struct kunit_claim *claim,
		    const void *left, const void *right, const char *fmt, ...)
{
	begin_report(test, claim);
	expected_but(claim);
	pr_err(KUNIT_INDENT KUNIT_INDENT "%s == %px\n", claim->left, left);
	pr_err(KUNIT_INDENT KUNIT_INDENT "%s == %px\n", claim->right, right);
	END_REPORT(test, claim, fmt);
}

static void show_string(const char *text, const char *value)
{
	if (value)
		pr_err(KUNIT_INDENT KUNIT_INDENT "%s == \"%s\"\n", text, value);
	else
		pr_err(KUNIT_INDENT KUNIT_INDENT "%s == NULL\n", text);
}

void kunit_fail_str(struct kunit *test, const struct kunit_claim *claim,
		    const char *left, const char *right, const char *fmt, ...)
{
	begin_report(test, claim);
	expected_but(claim);
	show_string(claim->left, left);
	show_string(claim->right, right);
	END_REPORT(test, claim, fmt);
}

/* Sixteen bytes a line; those that differ from @other are in <>. */
static void show_bytes(const char *text, const u8 *bytes, const u8 *other,
		       size_t size)
{
	size_t i;

	if (!bytes) {
		pr_err(KUNIT_INDENT KUNIT_INDENT "%s == NULL\n", text);
		return;
	}
	pr_err(KUNIT_INDENT KUNIT_INDENT "%s ==", text);
	for (i = 0; i < size; i++) {
		if (i % 16 == 0)
			pr_err(KUNIT_INDENT KUNIT_INDENT);
		if (other && bytes[i] != other[i])
			pr_cont("<%02x>", bytes[i]);
		else
			pr_cont(" %02x ", bytes[i]);
	}
	pr_cont("\n");
}

void kunit_fail_mem(struct kunit *test, const struct kunit_claim *claim,
		    const void *left, const void *right, size_t size,
		    const char *fmt, ...)
{
	size_t show = min_t(size_t, size, DUMP_BYTES);

	begin_report(test, claim);
	expected_but(claim);
	show_bytes(claim->left, left, right, show);
	show_bytes(claim->right, right, left, show);
	END_REPORT(test, claim, fmt);
}

void kunit_fail_null_or_err(struct kunit *test, const struct kunit_claim *claim,
			    const void *ptr, const char *fmt, ...)
{
	begin_report(test, claim);
	if (ptr)
		pr_err(KUNIT_INDENT "Expected %s is not error, but is: %ld\n",
		       claim->left, PTR_ERR(ptr));
	else
		pr_err(KUNIT_INDENT "Expected %s is not null, but is\n",
		       claim->left);
	END_REPORT(test, claim, fmt);
}
