// SPDX-License-Identifier: GPL-2.0-only
/*
 * printf_kunit.c - formatting text, and reading numbers from it.
 */
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/string.h>

#define ROOM	256

/*
 * The format gives @want; in a buffer of any size, the same cut off, with a
 * terminator, and the same return value.
 */
static void __printf(3, 4) expect_text(struct kunit *test, const char *want,
				       const char *fmt, ...)
{
	size_t len = strlen(want), size;
	char buf[ROOM];
	va_list args;
	int ret;

	for (size = 0; size <= len + 1; size += size + 3 < len ? 3 : 1) {
		memset(buf, '#', sizeof(buf));
		va_start(args, fmt);
		ret = vsnprintf(buf, size, fmt, args);
		va_end(args);
		KUNIT_EXPECT_EQ_MSG(test, ret, len, "format \"%s\"", fmt);
		KUNIT_EXPECT_EQ(test, buf[size], '#');
		if (!size)
			continue;
		KUNIT_EXPECT_EQ(test, strnlen(buf, size), min(len, size - 1));
		KUNIT_EXPECT_MEMEQ(test, buf, want, min(len, size - 1));
	}
}

static void printf_integers(struct kunit *test)
{
	expect_text(test, "0 -1 42", "%d %i %u", 0, -1, 42);
	expect_text(test, "ff FF 377", "%x %X %o", 255, 255, 255);
	expect_text(test, "0xff 0377", "%#x %#o", 255, 255);
	expect_text(test, "   42|42   |00042", "%5d|%-5d|%05d", 42, 42, 42);
	expect_text(test, "+42| 42|-0042", "%+d|% d|%05d", 42, 42, -42);
	expect_text(test, "  007|007  ", "%5.3d|%-5.3d", 7, 7);
	expect_text(test, "0x000000ff", "%#010x", 255);
	expect_text(test, "   12|12   |", "%*d|%*d|", 5, 12, -5, 12);
	expect_text(test, "-128 255", "%hhd %hhu", (signed char)-128, (unsigned char)255);
	expect_text(test, "-32768 65535", "%hd %hu", (short)-32768, (unsigned short)65535);
	expect_text(test, "-9223372036854775808", "%lld", LLONG_MIN);
	expect_text(test, "18446744073709551615", "%llu", ULLONG_MAX);
	expect_text(test, "123456789012 3", "%zu %td", (size_t)123456789012, (ptrdiff_t)3);
}

static void printf_strings(struct kunit *test)
{
	char *volatile null = NULL;	/* the compiler would object */

	expect_text(test, "a bc %", "%c %s %%", 'a', "bc");
	expect_text(test, "   ab|ab   |a", "%5s|%-5s|%.1s", "ab", "ab", "ab");
	expect_text(test, "(null)", "%s", null);
	expect_text(test, "[]", "[%.*s]", 0, "hidden");
}

static void printf_pointers(struct kunit *test)
{
	DECLARE_BITMAP(map, 80);
	phys_addr_t phys = 0x1234;
	char a[32], b[32];

	expect_text(test, "0000000012345678", "%px", (void *)0x12345678);
	expect_text(test, "0x0000000000001234", "%pa", &phys);
	bitmap_zero(map, 80);
	bitmap_set(map, 0, 3);
	bitmap_set(map, 70, 1);
	expect_text(test, "0-2,70", "%*pbl", 80, map);

	snprintf(a, sizeof(a), "%p", map);
	snprintf(b, sizeof(b), "%p", map);
	KUNIT_EXPECT_STREQ(test, a, b);
	snprintf(b, sizeof(b), "%px", map);
	KUNIT_EXPECT_STRNEQ(test, a, b);
}

static void printf_scnprintf(struct kunit *test)
{
	char buf[4];

	KUNIT_EXPECT_EQ(test, scnprintf(buf, sizeof(buf), "%d", 123456), 3);
	KUNIT_EXPECT_STREQ(test, buf, "123");
	KUNIT_EXPECT_EQ(test, scnprintf(buf, 0, "%d", 1), 0);
}

static void printf_random_numbers(struct kunit *test)
{
	unsigned long long value, back;
	char buf[80];
	int i;

	for (i = 0; i < 2000; i++) {
		value = kunit_random(test) >> kunit_random_below(test, 64);
		snprintf(buf, sizeof(buf), "%llu", value);
		KUNIT_ASSERT_EQ(test, kstrtoull(buf, 10, &back), 0);
		KUNIT_ASSERT_EQ(test, back, value);
		snprintf(buf, sizeof(buf), "%#llx\n", value);
		KUNIT_ASSERT_EQ(test, kstrtoull(buf, 0, &back), 0);
		KUNIT_ASSERT_EQ(test, back, value);
		snprintf(buf, sizeof(buf), "%llo", value);
		KUNIT_ASSERT_EQ(test, kstrtoull(buf, 8, &back), 0);
		KUNIT_ASSERT_EQ(test, back, value);
	}
}

static void parse_limits(struct kunit *test)
{
	unsigned long long ull;
	long long ll;
	int i;
	bool b;

	KUNIT_EXPECT_EQ(test, kstrtoull("18446744073709551615", 10, &ull), 0);
	KUNIT_EXPECT_EQ(test, ull, ULLONG_MAX);
	KUNIT_EXPECT_EQ(test, kstrtoull("18446744073709551616", 10, &ull), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoull("-1", 10, &ull), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtoll("-9223372036854775808", 10, &ll), 0);
	KUNIT_EXPECT_EQ(test, ll, LLONG_MIN);
	KUNIT_EXPECT_EQ(test, kstrtoll("-9223372036854775809", 10, &ll), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoint("2147483648", 10, &i), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoint("", 10, &i), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtoint("12x", 10, &i), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtoint("12\n", 10, &i), 0);
	KUNIT_EXPECT_EQ(test, kstrtoint("0x", 16, &i), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtobool("y", &b), 0);
	KUNIT_EXPECT_TRUE(test, b);
	KUNIT_EXPECT_EQ(test, kstrtobool("off", &b), 0);
	KUNIT_EXPECT_FALSE(test, b);
	KUNIT_EXPECT_EQ(test, kstrtobool("maybe", &b), -EINVAL);
}

static void parse_sizes(struct kunit *test)
{
	char *end;

	KUNIT_EXPECT_EQ(test, memparse("64", &end), 64);
	KUNIT_EXPECT_EQ(test, memparse("4K", &end), 4096);
	KUNIT_EXPECT_EQ(test, memparse("3m,", &end), 3 << 20);
	KUNIT_EXPECT_EQ(test, *end, ',');
	KUNIT_EXPECT_EQ(test, memparse("0x10G", &end), 16ULL << 30);
}

static void scan_text(struct kunit *test)
{
	unsigned int x;
	char word[8];
	long l;
	int a, b;

	KUNIT_EXPECT_EQ(test, sscanf("12 -7", "%d %d", &a, &b), 2);
	KUNIT_EXPECT_EQ(test, a, 12);
	KUNIT_EXPECT_EQ(test, b, -7);
	KUNIT_EXPECT_EQ(test, sscanf("ff:99", "%x:%ld", &x, &l), 2);
	KUNIT_EXPECT_EQ(test, x, 255);
	KUNIT_EXPECT_EQ(test, l, 99);
	KUNIT_EXPECT_EQ(test, sscanf("name=value", "name=%7s", word), 1);
	KUNIT_EXPECT_STREQ(test, word, "value");
	KUNIT_EXPECT_EQ(test, sscanf("12ab", "%2d", &a), 1);
	KUNIT_EXPECT_EQ(test, sscanf("x", "%d", &a), 0);
}

static struct kunit_case printf_cases[] = {
	KUNIT_CASE(printf_integers),
	KUNIT_CASE(printf_strings),
	KUNIT_CASE(printf_pointers),
	KUNIT_CASE(printf_scnprintf),
	KUNIT_CASE(printf_random_numbers),
	KUNIT_CASE(parse_limits),
	KUNIT_CASE(parse_sizes),
	KUNIT_CASE(scan_text),
	{}
};

static struct kunit_suite printf_suite = {
	.name = "printf",
	.test_cases = printf_cases,
};
kunit_test_suite(printf_suite);
