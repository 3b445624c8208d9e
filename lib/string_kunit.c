// SPDX-License-Identifier: GPL-2.0-only
/*
 * string_kunit.c - memory and string functions.
 *
 * The memory functions are tried at all alignments of both ends, with bytes
 * around that must not change.
 */
#include <kunit/test.h>
#include <linux/ctype.h>
#include <linux/string.h>

#define ROOM	160

struct buffers {
	u8 dst[ROOM], src[ROOM], want[ROOM];
};

static void fill_random(struct kunit *test, u8 *p, size_t n)
{
	while (n--)
		*p++ = kunit_random(test);
}

static void memory_functions(struct kunit *test)
{
	struct buffers *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	size_t to, from, n, i;

	KUNIT_ASSERT_NOT_NULL(test, b);
	for (to = 0; to < 9; to++) {
		for (n = 0; n < 100; n += n < 20 ? 1 : 13) {
			from = kunit_random_below(test, 9);
			fill_random(test, b->dst, ROOM);
			fill_random(test, b->src, ROOM);
			memcpy(b->want, b->dst, ROOM);

			for (i = 0; i < n; i++)
				b->want[to + i] = b->src[from + i];
			KUNIT_ASSERT_PTR_EQ(test, memcpy(b->dst + to, b->src + from, n),
					    b->dst + to);
			KUNIT_ASSERT_MEMEQ(test, b->dst, b->want, ROOM);

			for (i = 0; i < n; i++)
				b->want[to + i] = 0xa5;
			KUNIT_ASSERT_PTR_EQ(test, memset(b->dst + to, 0xa5, n),
					    b->dst + to);
			KUNIT_ASSERT_MEMEQ(test, b->dst, b->want, ROOM);
			KUNIT_ASSERT_NULL(test, memchr_inv(b->dst + to, 0xa5, n));

			/* overlapping, both ways */
			fill_random(test, b->dst, ROOM);
			memcpy(b->src, b->dst, ROOM);
			memcpy(b->want, b->dst, ROOM);
			for (i = 0; i < n; i++)
				b->want[to + i] = b->src[from + i];
			memmove(b->dst + to, b->dst + from, n);
			KUNIT_ASSERT_MEMEQ(test, b->dst, b->want, ROOM);
		}
	}
}

static int sign(int x)
{
	return x < 0 ? -1 : x > 0;
}

static void memory_compare(struct kunit *test)
{
	u8 a[70], b[70];
	size_t n, at;

	fill_random(test, a, sizeof(a));
	for (n = 1; n < sizeof(a); n += 3) {
		memcpy(b, a, sizeof(b));
		KUNIT_ASSERT_EQ(test, memcmp(a, b, n), 0);
		at = kunit_random_below(test, n);
		b[at] ^= 0x80;
		KUNIT_ASSERT_EQ(test, sign(memcmp(a, b, n)), a[at] < b[at] ? -1 : 1);
		KUNIT_ASSERT_EQ(test, memcmp(a, b, at), 0);
	}
	memset(a, 7, sizeof(a));
	a[33] = 8;
	KUNIT_EXPECT_PTR_EQ(test, memchr(a, 8, sizeof(a)), a + 33);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(a, 7, sizeof(a)), a + 33);
	KUNIT_EXPECT_NULL(test, memchr(a, 9, sizeof(a)));
	KUNIT_EXPECT_PTR_EQ(test, memscan(a, 9, sizeof(a)), a + sizeof(a));
}

static void string_search(struct kunit *test)
{
	static const char text[] = "one two two";

	KUNIT_EXPECT_EQ(test, strlen(text), 11);
	KUNIT_EXPECT_EQ(test, strnlen(text, 5), 5);
	KUNIT_EXPECT_EQ(test, strnlen(text, sizeof(text)), 11);
	KUNIT_EXPECT_PTR_EQ(test, strchr(text, 't'), text + 4);
	KUNIT_EXPECT_PTR_EQ(test, strrchr(text, 't'), text + 8);
	KUNIT_EXPECT_PTR_EQ(test, strchr(text, '\0'), text + 11);
	KUNIT_EXPECT_NULL(test, strchr(text, 'x'));
	KUNIT_EXPECT_PTR_EQ(test, strchrnul(text, 'x'), text + 11);
	KUNIT_EXPECT_NULL(test, strnchr(text, 4, 't'));
	KUNIT_EXPECT_PTR_EQ(test, strstr(text, "two"), text + 4);
	KUNIT_EXPECT_PTR_EQ(test, strstr(text, ""), text);
	KUNIT_EXPECT_NULL(test, strstr(text, "twone"));
	KUNIT_EXPECT_NULL(test, strnstr(text, "two", 6));
	KUNIT_EXPECT_EQ(test, strspn(text, "eno"), 3);
	KUNIT_EXPECT_EQ(test, strcspn(text, " "), 3);
	KUNIT_EXPECT_PTR_EQ(test, strpbrk(text, "wn"), text + 1);
	KUNIT_EXPECT_TRUE(test, strstarts(text, "one"));
	KUNIT_EXPECT_FALSE(test, strstarts(text, "two"));
}

static void string_compare(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, strcmp("abc", "abc"), 0);
	KUNIT_EXPECT_LT(test, strcmp("abc", "abd"), 0);
	KUNIT_EXPECT_GT(test, strcmp("abc", "ab"), 0);
	KUNIT_EXPECT_LT(test, strcmp("a", "\xe4"), 0);	/* bytes are unsigned */
	KUNIT_EXPECT_EQ(test, strncmp("abc", "abd", 2), 0);
	KUNIT_EXPECT_NE(test, strncmp("abc", "abd", 3), 0);
	KUNIT_EXPECT_EQ(test, strcasecmp("AbC", "aBc"), 0);
	KUNIT_EXPECT_EQ(test, strncasecmp("ABx", "aby", 2), 0);
	KUNIT_EXPECT_TRUE(test, sysfs_streq("yes\n", "yes"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("yes\n\n", "yes"));
}

static void string_copy(struct kunit *test)
{
	char buf[8];
	size_t size;

	for (size = 1; size <= sizeof(buf); size++) {
		memset(buf, '#', sizeof(buf));
		KUNIT_EXPECT_EQ(test, strscpy(buf, "hello", size),
				size > 5 ? 5 : -E2BIG);
		KUNIT_EXPECT_EQ(test, strlen(buf), min_t(size_t, size - 1, 5));
		KUNIT_EXPECT_EQ(test, memcmp(buf, "hello", strlen(buf)), 0);
		if (size < sizeof(buf))
			KUNIT_EXPECT_EQ(test, buf[size], '#');
	}
	memset(buf, '#', sizeof(buf));
	KUNIT_EXPECT_EQ(test, strscpy_pad(buf, "hi", sizeof(buf)), 2);
	KUNIT_EXPECT_NULL(test, memchr_inv(buf + 2, 0, sizeof(buf) - 2));
	strscpy(buf, "ab", sizeof(buf));
	KUNIT_EXPECT_EQ(test, strlcat(buf, "cdefghij", sizeof(buf)), 10);
	KUNIT_EXPECT_STREQ(test, buf, "abcdefg");
}

static void string_split(struct kunit *test)
{
	char text[] = "a,,b", *rest = text, blank[] = "  x y \n";

	KUNIT_EXPECT_STREQ(test, strsep(&rest, ","), "a");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ","), "");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ","), "b");
	KUNIT_EXPECT_NULL(test, strsep(&rest, ","));
	KUNIT_EXPECT_STREQ(test, strim(blank), "x y");
}

static void character_classes(struct kunit *test)
{
	int c;

	for (c = 0; c < 128; c++) {
		bool digit = c >= '0' && c <= '9', upper = c >= 'A' && c <= 'Z';
		bool lower = c >= 'a' && c <= 'z';

		KUNIT_EXPECT_EQ(test, !!isdigit(c), digit);
		KUNIT_EXPECT_EQ(test, !!isupper(c), upper);
		KUNIT_EXPECT_EQ(test, !!isalnum(c), digit || upper || lower);
		KUNIT_EXPECT_EQ(test, !!isprint(c), c >= 32 && c < 127);
		KUNIT_EXPECT_EQ(test, !!isspace(c), c == ' ' || (c >= 9 && c <= 13));
		KUNIT_EXPECT_EQ(test, toupper(c), lower ? c - 32 : c);
		KUNIT_EXPECT_EQ(test, tolower(c), upper ? c + 32 : c);
	}
}

static struct kunit_case string_cases[] = {
	KUNIT_CASE(memory_functions),
	KUNIT_CASE(memory_compare),
	KUNIT_CASE(string_search),
	KUNIT_CASE(string_compare),
	KUNIT_CASE(string_copy),
	KUNIT_CASE(string_split),
	KUNIT_CASE(character_classes),
	{}
};

static struct kunit_suite string_suite = {
	.name = "string",
	.test_cases = string_cases,
};
kunit_test_suite(string_suite);
