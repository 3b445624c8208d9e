// SPDX-License-Identifier: GPL-2.0-only
/*
 * params.c - the kernel command line.
 *
 * Two passes: parse_early_param() for what must be known before there is
 * memory (early_param), then parse_args() over everything.  A word is taken by
 * the first that knows it: a typed variable (core_param, module_param), a
 * function (__setup); what nobody knows goes to init, as an argument or, with
 * a '=', into its environment.  Behind "--" all words are init's.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/params.h>
#include <linux/slab.h>
#include <linux/string.h>

extern const struct obs_kernel_param __setup_start[], __setup_end[];
extern const struct kernel_param __start___param[], __stop___param[];

/* Dashes and underscores are the same in names. */
static bool names_equal(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++) {
		char x = *a == '-' ? '_' : *a, y = *b == '-' ? '_' : *b;

		if (x != y)
			return false;
		if (!x)
			break;
	}
	return true;
}

int param_set_int(const char *val, const struct kernel_param *kp)
{
	return kstrtoint(val, 0, kp->arg);
}

int param_set_uint(const char *val, const struct kernel_param *kp)
{
	return kstrtouint(val, 0, kp->arg);
}

int param_set_ulong(const char *val, const struct kernel_param *kp)
{
	return kstrtoul(val, 0, kp->arg);
}

int param_set_bool(const char *val, const struct kernel_param *kp)
{
	return kstrtobool(val ?: "1", kp->arg);
}

/* The command line outlives everything, so the text is not copied. */
int param_set_charp(const char *val, const struct kernel_param *kp)
{
	*(const char **)kp->arg = val;
	return 0;
}

/* Return: 1 taken, 0 not a typed parameter, negative: a bad value. */
static int set_typed(char *param, char *val)
{
	const struct kernel_param *kp;
	int ret;

	for (kp = __start___param; kp < __stop___param; kp++) {
		if (!names_equal(param, kp->name, SIZE_MAX))
			continue;
		if (!val && !kp->bare_ok)
			return -EINVAL;
		ret = kp->set(val, kp);
		return ret ?: 1;
	}
	return 0;
}

static bool setup_matches(const struct obs_kernel_param *p, const char *param, const char *val)
{
	size_t len = strlen(p->str);

	if (p->early) {
		return names_equal(param, p->str, SIZE_MAX);
	}
	/* "name=" wants a value; "name" alone takes any word that begins so. */
	if (len && p->str[len - 1] == '=')
		return val && strlen(param) == len - 1 && names_equal(param, p->str, len - 1);
	return strlen(param) >= len && names_equal(param, p->str, len);
}

static bool call_setup(char *param, char *val)
{
	const struct obs_kernel_param *p;
	bool known_early = false;

	for (p = __setup_start; p < __setup_end; p++) {
		if (!setup_matches(p, param, val))
			continue;
		if (p->early)
			known_early = true;	/* has been called by then */
		else if (p->setup_func(val ?: param + strlen(p->str)))
			return true;
	}
	return known_early;
}

static void do_one(char *param, char *val, unknown_param_fn unknown)
{
	int ret = set_typed(param, val);

	if (ret < 0)
		pr_err("%s: `%s' is not a value for this parameter\n", param, val ?: "");
	if (ret || call_setup(param, val))
		return;
	unknown(param, val);
}

void parse_args(char *args, unknown_param_fn unknown)
{
	char *param, *val;

	args = skip_spaces(args);
	while (*args) {
		args = next_arg(args, &param, &val);
		if (!val && !strcmp(param, "--")) {
			unknown(param, NULL);
			while (*args) {
				args = next_arg(args, &param, &val);
				unknown(param, val);
			}
			return;
		}
		do_one(param, val, unknown);
	}
}

static void __init do_early(char *param, char *val)
{
	const struct obs_kernel_param *p;

	for (p = __setup_start; p < __setup_end; p++) {
		if (p->early && setup_matches(p, param, val) && p->setup_func(val))
			pr_warn("Malformed early option '%s'\n", param);
	}
}

/* Modifies @cmdline. */
void __init parse_early_options(char *cmdline)
{
	char *param, *val;

	cmdline = skip_spaces(cmdline);
	while (*cmdline) {
		cmdline = next_arg(cmdline, &param, &val);
		if (!val && !strcmp(param, "--"))
			return;
		do_early(param, val);
	}
}

/* May be called again and again; the first call counts. */
void __init parse_early_param(void)
{
	static char copy[COMMAND_LINE_SIZE] __initdata;
	static bool done __initdata;

	if (done)
		return;
	done = true;
	strscpy(copy, boot_command_line, sizeof(copy));
	parse_early_options(copy);
}
