// SPDX-License-Identifier: GPL-2.0-only
/*
 * vsscanf.c - reads formatted text.
 *
 * %d %i %u %x %o %c %s %n %% with '*' (skip), width and lengths hh h l ll z.
 * White space in the format matches any amount of it.  Returns the number of
 * values stored.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

static void store_number(va_list *args, char length, unsigned long long val)
{
	switch (length) {
	case 'H':
		*va_arg(*args, u8 *) = val;
		break;
	case 'h':
		*va_arg(*args, u16 *) = val;
		break;
	case 'l':
	case 'z':
		*va_arg(*args, unsigned long *) = val;
		break;
	case 'L':
		*va_arg(*args, unsigned long long *) = val;
		break;
	default:
		*va_arg(*args, unsigned int *) = val;
	}
}

/* Reads at most @width characters as a number; NULL where there is none. */
static const char *scan_number(const char *s, int width, unsigned int base, bool is_signed,
			       unsigned long long *val)
{
	char tmp[72], *end;
	bool negative;

	strscpy(tmp, s, width > 0 ? min(width + 1, (int)sizeof(tmp)) : (int)sizeof(tmp));
	negative = is_signed && tmp[0] == '-';
	if (!isxdigit(tmp[negative]))
		return NULL;
	*val = simple_strtoull(tmp + negative, &end, base);
	if (end == tmp + negative)
		return NULL;
	if (negative)
		*val = -*val;
	return s + (end - tmp);
}

static const char *scan_word(const char *s, int width, char *to)
{
	s = skip_spaces(s);
	if (!*s)
		return NULL;
	for (width = width > 0 ? width : INT_MAX; *s && !isspace(*s) && width--; s++)
		if (to)
			*to++ = *s;
	if (to)
		*to = 0;
	return s;
}

static const char *scan_chars(const char *s, int width, char *to)
{
	for (width = max(width, 1); width; width--, s++) {
		if (!*s)
			return NULL;
		if (to)
			*to++ = *s;
	}
	return s;
}

int vsscanf(const char *buf, const char *fmt, va_list args)
{
	const char *s = buf;
	va_list ap;
	int stored = 0;

	va_copy(ap, args);
	while (*fmt) {
		unsigned long long val;
		bool skip = false;
		char length = 0, conv;
		int width = 0;
		unsigned int base;

		if (isspace(*fmt)) {
			fmt = skip_spaces(fmt);
			s = skip_spaces(s);
			continue;
		}
		if (*fmt != '%' || fmt[1] == '%') {
			fmt += *fmt == '%';
			if (*s++ != *fmt++)
				break;
			continue;
		}
		fmt++;
		if (*fmt == '*') {
			skip = true;
			fmt++;
		}
		while (isdigit(*fmt))
			width = width * 10 + *fmt++ - '0';
		while (*fmt == 'h' || *fmt == 'l' || *fmt == 'z') {
			length = length == 'h' ? 'H' : length == 'l' ? 'L' : *fmt;
			fmt++;
		}
		conv = *fmt++;
		if (conv == 'n') {
			store_number(&ap, length, s - buf);
			continue;
		}
		if (conv == 's' || conv == 'c') {
			char *to = skip ? NULL : va_arg(ap, char *);

			s = conv == 's' ? scan_word(s, width, to) : scan_chars(s, width, to);
			if (!s)
				break;
			stored += !skip;
			continue;
		}
		base = conv == 'x' || conv == 'X' ? 16 : conv == 'o' ? 8 : conv == 'i' ? 0 : 10;
		if (!strchr("diuxXo", conv) || !conv)
			break;
		s = scan_number(skip_spaces(s), width, base, conv == 'd' || conv == 'i', &val);
		if (!s)
			break;
		if (!skip) {
			store_number(&ap, length, val);
			stored++;
		}
	}
	va_end(ap);
	return stored;
}

int sscanf(const char *buf, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsscanf(buf, fmt, args);
	va_end(args);
	return n;
}
