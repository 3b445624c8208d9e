// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmdline.c - words and numbers of the kernel command line.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

/**
 * get_option() - the next number of a comma-separated list.
 * @str: where it stands; moved behind the number and its comma
 * @pint: the number
 *
 * Return: 0 no number, 1 a number and nothing behind, 2 a comma follows,
 * 3 a range follows (the '-' is next).
 */
int get_option(char **str, int *pint)
{
	char *cur = *str, *end;

	if (!cur || !*cur)
		return 0;
	*pint = simple_strtol(cur, &end, 0);
	if (end == cur)
		return 0;
	*str = end;
	if (*end == ',') {
		(*str)++;
		return 2;
	}
	return *end == '-' ? 3 : 1;
}

/**
 * memparse() - a size: a number with an optional K, M, G, T, P or E behind.
 * @retptr: where the text goes on; may be NULL
 */
unsigned long long memparse(const char *ptr, char **retptr)
{
	static const char units[] = "kmgtpe";
	char *end;
	unsigned long long val = simple_strtoull(ptr, &end, 0);
	const char *unit = *end ? strchr(units, tolower(*end)) : NULL;

	if (unit) {
		val <<= 10 * (unit - units + 1);
		end++;
	}
	if (retptr)
		*retptr = end;
	return val;
}

/* Is @option one of the comma-separated words of @str? */
bool parse_option_str(const char *str, const char *option)
{
	size_t len = strlen(option);

	for (; *str; str += *str == ',') {
		if (!strncmp(str, option, len) && (!str[len] || str[len] == ','))
			return true;
		str = strchrnul(str, ',');
	}
	return false;
}

/**
 * next_arg() - cuts the next "name" or "name=value" off a command line.
 * @args: starts at it (leading spaces skipped); modified
 *
 * Double quotes may stand around the value or the whole word and protect
 * spaces; they are removed.
 * Return: where the next word starts.
 */
char *next_arg(char *args, char **param, char **val)
{
	bool quoted = false;
	char *equals = NULL, *p, *to;

	if (*args == '"') {
		args++;
		quoted = true;
	}
	*param = to = args;
	for (p = args; *p && (quoted || !isspace(*p)); p++) {
		if (*p == '"') {
			quoted = !quoted;
			continue;
		}
		if (*p == '=' && !equals)
			equals = to;
		*to++ = *p;
	}
	if (*p)
		p++;
	*to = 0;
	*val = NULL;
	if (equals) {
		*equals = 0;
		*val = equals + 1;
	}
	return skip_spaces(p);
}
