// SPDX-License-Identifier: GPL-2.0-only
/*
 * kstrtox.c - numbers from text.
 *
 * One scanner, parse_digits(), reads digits until something else comes and tells
 * of overflow; the strict kstrto*() and the lenient simple_strto*() differ
 * only in what they make of the rest.
 */
#include <linux/kstrtox.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uaccess.h>

static int digit_value(char c)
{
	if (isdigit(c))
		return c - '0';
	c = tolower(c);
	return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 36;
}

/* Reads "0x" and "0" prefixes where they go with @base; 0 means "by prefix". */
static const char *parse_prefix(const char *s, unsigned int *base)
{
	bool hex = s[0] == '0' && tolower(s[1]) == 'x' && isxdigit(s[2]);

	if (*base == 0)
		*base = hex ? 16 : s[0] == '0' ? 8 : 10;
	return *base == 16 && hex ? s + 2 : s;
}

/* Return: the first character that is no digit; *@overflow where the value did not fit. */
static const char *parse_digits(const char *s, unsigned int base, unsigned long long *res,
				bool *overflow)
{
	unsigned long long val = 0;

	*overflow = false;
	for (; digit_value(*s) < (int)base; s++) {
		if (check_mul_overflow(val, (unsigned long long)base, &val) ||
		    check_add_overflow(val, (unsigned long long)digit_value(*s), &val))
			*overflow = true;
	}
	*res = val;
	return s;
}

int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	unsigned long long val;
	const char *end;
	bool overflow;

	if (*s == '+')
		s++;
	s = parse_prefix(s, &base);
	end = parse_digits(s, base, &val, &overflow);
	if (end == s)
		return -EINVAL;
	if (*end == '\n')
		end++;
	if (*end)
		return -EINVAL;
	if (overflow)
		return -ERANGE;
	*res = val;
	return 0;
}

int kstrtoll(const char *s, unsigned int base, long long *res)
{
	bool negative = *s == '-';
	unsigned long long val;
	int ret = kstrtoull(negative ? s + 1 : s, base, &val);

	if (ret)
		return ret;
	if (negative && s[1] == '+')
		return -EINVAL;
	if (val > (unsigned long long)LLONG_MAX + negative)
		return -ERANGE;
	*res = negative ? -val : val;
	return 0;
}

int kstrtoul(const char *s, unsigned int base, unsigned long *res)
{
	unsigned long long val;
	int ret = kstrtoull(s, base, &val);

	if (!ret && val != (unsigned long)val)
		ret = -ERANGE;
	if (!ret)
		*res = val;
	return ret;
}

int kstrtol(const char *s, unsigned int base, long *res)
{
	long long val;
	int ret = kstrtoll(s, base, &val);

	if (!ret && val != (long)val)
		ret = -ERANGE;
	if (!ret)
		*res = val;
	return ret;
}

int kstrtouint(const char *s, unsigned int base, unsigned int *res)
{
	unsigned long long val;
	int ret = kstrtoull(s, base, &val);

	if (!ret && val != (unsigned int)val)
		ret = -ERANGE;
	if (!ret)
		*res = val;
	return ret;
}

int kstrtoint(const char *s, unsigned int base, int *res)
{
	long long val;
	int ret = kstrtoll(s, base, &val);

	if (!ret && val != (int)val)
		ret = -ERANGE;
	if (!ret)
		*res = val;
	return ret;
}

/* y/n/1/0/on/off, in either case. */
int kstrtobool(const char *s, bool *res)
{
	if (!s)
		return -EINVAL;
	switch (tolower(s[0])) {
	case 'y':
	case 't':
	case '1':
		*res = true;
		return 0;
	case 'n':
	case 'f':
	case '0':
		*res = false;
		return 0;
	case 'o':
		if (tolower(s[1]) == 'n' || tolower(s[1]) == 'f') {
			*res = tolower(s[1]) == 'n';
			return 0;
		}
	}
	return -EINVAL;
}

/* Room for a 64-bit number in binary, a sign and a newline. */
#define NUMBER_TEXT 68

static int text_from_user(char *buf, const char __user *s, size_t count)
{
	count = min(count, (size_t)NUMBER_TEXT - 1);
	if (copy_from_user(buf, s, count))
		return -EFAULT;
	buf[count] = 0;
	return 0;
}

int kstrtoull_from_user(const char __user *s, size_t count, unsigned int base,
			unsigned long long *res)
{
	char buf[NUMBER_TEXT];

	return text_from_user(buf, s, count) ?: kstrtoull(buf, base, res);
}

int kstrtoint_from_user(const char __user *s, size_t count, unsigned int base, int *res)
{
	char buf[NUMBER_TEXT];

	return text_from_user(buf, s, count) ?: kstrtoint(buf, base, res);
}

unsigned long long simple_strtoull(const char *cp, char **endp, unsigned int base)
{
	unsigned long long val;
	bool overflow;

	cp = parse_prefix(cp, &base);
	cp = parse_digits(cp, base, &val, &overflow);
	if (endp)
		*endp = (char *)cp;
	return val;
}

long long simple_strtoll(const char *cp, char **endp, unsigned int base)
{
	return *cp == '-' ? -simple_strtoull(cp + 1, endp, base) : simple_strtoull(cp, endp, base);
}

unsigned long simple_strtoul(const char *cp, char **endp, unsigned int base)
{
	return simple_strtoull(cp, endp, base);
}

long simple_strtol(const char *cp, char **endp, unsigned int base)
{
	return simple_strtoll(cp, endp, base);
}
