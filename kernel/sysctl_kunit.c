// SPDX-License-Identifier: GPL-2.0-only
/* sysctl_kunit.c - what the handlers make of text. */
#include <kunit/test.h>
#include <linux/limits.h>
#include <linux/string.h>
#include <linux/sysctl.h>

/* Write @text to @table's variable, from offset @pos on. */
static int put(const struct ctl_table *table, const char *text, loff_t pos)
{
	char buffer[64];
	size_t len = strlen(text);

	strscpy(buffer, text, sizeof(buffer));
	return table->proc_handler(table, 1, buffer, &len, &pos);
}

/* The text of @table's variable, as far as @size bytes go. */
static const char *get(const struct ctl_table *table, char *buffer, size_t size)
{
	size_t len = size - 1;
	loff_t pos = 0;

	if (table->proc_handler(table, 0, buffer, &len, &pos))
		return "error";
	buffer[len] = '\0';
	return buffer;
}

static void ints(struct kunit *test)
{
	int least = -5, greatest = 100, var = 7;
	struct ctl_table table = {
		.data = &var, .maxlen = sizeof(var), .proc_handler = proc_dointvec_minmax,
		.extra1 = &least, .extra2 = &greatest,
	};
	char buffer[32];

	KUNIT_EXPECT_STREQ(test, get(&table, buffer, sizeof(buffer)), "7\n");
	KUNIT_EXPECT_EQ(test, put(&table, "42\n", 0), 0);
	KUNIT_EXPECT_EQ(test, var, 42);
	KUNIT_EXPECT_EQ(test, put(&table, "  -5  ", 0), 0);
	KUNIT_EXPECT_EQ(test, var, -5);
	KUNIT_EXPECT_STREQ(test, get(&table, buffer, sizeof(buffer)), "-5\n");
	KUNIT_EXPECT_EQ(test, put(&table, "0x10", 0), 0);
	KUNIT_EXPECT_EQ(test, var, 16);
	KUNIT_EXPECT_EQ(test, put(&table, "010", 0), 0);
	KUNIT_EXPECT_EQ(test, var, 8);
	KUNIT_EXPECT_EQ(test, put(&table, "0", 0), 0);
	KUNIT_EXPECT_EQ(test, var, 0);

	var = 1;
	KUNIT_EXPECT_EQ(test, put(&table, "101", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, put(&table, "-6", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, put(&table, "12x", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, put(&table, "x", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, put(&table, "-", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, put(&table, "\n", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, put(&table, "4294967296", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, put(&table, "99999999999999999999999", 0), -EINVAL);
	/* not the beginning: taken in, ignored */
	KUNIT_EXPECT_EQ(test, put(&table, "3", 1), 0);
	KUNIT_EXPECT_EQ(test, var, 1);
}

static void arrays(struct kunit *test)
{
	int var[3] = { 1, -2, INT_MIN };
	struct ctl_table table = {
		.data = var, .maxlen = sizeof(var), .proc_handler = proc_dointvec,
	};
	char buffer[32];

	KUNIT_EXPECT_STREQ(test, get(&table, buffer, sizeof(buffer)), "1\t-2\t-2147483648\n");
	KUNIT_EXPECT_EQ(test, put(&table, "4 5\t6\n", 0), 0);
	KUNIT_EXPECT_EQ(test, var[0], 4);
	KUNIT_EXPECT_EQ(test, var[2], 6);
	/* fewer set the first ones; more are not looked at */
	KUNIT_EXPECT_EQ(test, put(&table, "7", 0), 0);
	KUNIT_EXPECT_EQ(test, var[1], 5);
	KUNIT_EXPECT_EQ(test, put(&table, "1 2 3 4", 0), 0);
	KUNIT_EXPECT_EQ(test, put(&table, "9 x", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, var[0], 9);
	KUNIT_EXPECT_EQ(test, var[1], 2);
	/* no room for all of it */
	KUNIT_EXPECT_STREQ(test, get(&table, buffer, 3), "9\n");
}

static void unsigned_numbers(struct kunit *test)
{
	unsigned int var = UINT_MAX;
	unsigned long lvar = ULONG_MAX;
	struct ctl_table table = {
		.data = &var, .maxlen = sizeof(var), .proc_handler = proc_douintvec,
	}, ltable = {
		.data = &lvar, .maxlen = sizeof(lvar), .proc_handler = proc_doulongvec_minmax,
		.extra2 = SYSCTL_LONG_MAX,
	};
	char buffer[32];

	KUNIT_EXPECT_STREQ(test, get(&table, buffer, sizeof(buffer)), "4294967295\n");
	KUNIT_EXPECT_EQ(test, put(&table, "-1", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, put(&table, "4294967296", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, put(&table, "3000000000", 0), 0);
	KUNIT_EXPECT_EQ(test, var, 3000000000U);

	KUNIT_EXPECT_STREQ(test, get(&ltable, buffer, sizeof(buffer)), "18446744073709551615\n");
	KUNIT_EXPECT_EQ(test, put(&ltable, "9223372036854775807", 0), 0);
	KUNIT_EXPECT_EQ(test, put(&ltable, "9223372036854775808", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, lvar, (unsigned long)LONG_MAX);
}

static void strings(struct kunit *test)
{
	char var[8] = "old";
	struct ctl_table table = {
		.data = var, .maxlen = sizeof(var), .proc_handler = proc_dostring,
	};
	char buffer[32];

	KUNIT_EXPECT_STREQ(test, get(&table, buffer, sizeof(buffer)), "old\n");
	KUNIT_EXPECT_EQ(test, put(&table, "new\nrest", 0), 0);
	KUNIT_EXPECT_STREQ(test, var, "new");
	KUNIT_EXPECT_EQ(test, put(&table, "much too long", 0), 0);
	KUNIT_EXPECT_STREQ(test, var, "much to");
	KUNIT_EXPECT_EQ(test, put(&table, "x", 3), 0);
	KUNIT_EXPECT_STREQ(test, var, "much to");
}

static void bools(struct kunit *test)
{
	bool var = false;
	struct ctl_table table = {
		.data = &var, .maxlen = sizeof(var), .proc_handler = proc_dobool,
	};
	char buffer[32];

	KUNIT_EXPECT_EQ(test, put(&table, "2", 0), 0);
	KUNIT_EXPECT_TRUE(test, var);
	KUNIT_EXPECT_STREQ(test, get(&table, buffer, sizeof(buffer)), "1\n");
}

static struct kunit_case sysctl_cases[] = {
	KUNIT_CASE(ints),
	KUNIT_CASE(arrays),
	KUNIT_CASE(unsigned_numbers),
	KUNIT_CASE(strings),
	KUNIT_CASE(bools),
	{}
};

static struct kunit_suite sysctl_suite = {
	.name = "sysctl",
	.test_cases = sysctl_cases,
};
kunit_test_suite(sysctl_suite);
