// SPDX-License-Identifier: GPL-2.0-only
/*
 * op.c - operations as text: "actor name argument... [fail=N]", arguments in hexadecimal.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "op.h"

#define X(name, args) #name,
const char *const sim_op_names[NR_OPS] = { SIM_OPS(X) };
#undef X
#define X(name, args) args,
static const char *const arguments[NR_OPS] = { SIM_OPS(X) };
#undef X

static unsigned int nr_args(unsigned int kind)
{
	unsigned int n = arguments[kind][0] != 0;

	for (const char *s = arguments[kind]; *s; s++)
		n += *s == ' ';
	return n;
}

int sim_op_print(char *buf, unsigned long size, const struct sim_op *op)
{
	int n = scnprintf(buf, size, "%u %s", op->actor, sim_op_names[op->kind]);

	for (unsigned int i = 0; i < nr_args(op->kind); i++)
		n += scnprintf(buf + n, size - n, " %x", op->arg[i]);
	if (op->fail)
		n += scnprintf(buf + n, size - n, " fail=%u", op->fail);
	return n;
}

static bool number(const char **s, unsigned int base, u32 *value)
{
	char *end;

	while (**s == ' ')
		(*s)++;
	if (!isxdigit(**s))
		return false;
	*value = simple_strtoul(*s, &end, base);
	*s = end;
	return *end == ' ' || *end == '\n' || !*end;
}

static int find_kind(const char **s)
{
	size_t len = strcspn(*s, " \n");

	for (unsigned int k = 0; k < NR_OPS; k++)
		if (strlen(sim_op_names[k]) == len && !strncmp(sim_op_names[k], *s, len)) {
			*s += len;
			return k;
		}
	return -1;
}

/** sim_op_parse() - read one line. Return: NULL, or what is wrong with it */
const char *sim_op_parse(const char *line, struct sim_op *op)
{
	u32 actor;
	int kind;

	memset(op, 0, sizeof(*op));
	if (!number(&line, 10, &actor) || actor > 255)
		return "it does not begin with an actor's number";
	line += *line == ' ';
	kind = find_kind(&line);
	if (kind < 0)
		return "no such operation";
	for (unsigned int i = 0; i < nr_args(kind); i++)
		if (!number(&line, 16, &op->arg[i]))
			return "too few numbers, or one that is none";
	if (!strncmp(line, " fail=", 6)) {
		line += 6;
		if (!number(&line, 10, &op->fail))
			return "fail= wants a number";
	}
	if (*line && *line != '\n')
		return "too many numbers";
	op->actor = actor;
	op->kind = kind;
	return NULL;
}
