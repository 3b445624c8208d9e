// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmdline.c - the kernel's command line: cut into words, and read by a kernel that boots with it.
 *
 * Parameters are variables of the kernel, set once. So each input has a child of the program, which boots
 * until all of its command line has been read.
 */
#include <linux/ctype.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <asm/setup.h>
#include <sim/command.h>
#include "fuzz.h"

/* What init is given of words has an end (init/main.c), and then the kernel says so and stops. */
#define MAX_WORDS	30

/* Before a boot there is no panic(). */
#define CHECK(condition)							\
do {										\
	if (!(condition)) {							\
		sim_complain("fuzz: %s:%d: not so: %s", __FILE__, __LINE__, #condition);	\
		os_exit(SIM_EXIT_FAILED);					\
	}									\
} while (0)

/* The next word of *@text, without its quotes: those protect spaces. */
static void model_word(const char **text, char *word)
{
	bool quoted = false;

	for (; **text && (quoted || !isspace(**text)); (*text)++) {
		if (**text == '"')
			quoted = !quoted;
		else
			*word++ = **text;
	}
	*word = 0;
	*text = skip_spaces(*text + !!**text);
}

/* Up to 18 digits, and a unit. Return: is it that, and no more? */
static bool model_size(const char *s, unsigned long long *value)
{
	static const char units[] = "kmgtpe";
	unsigned int digits = 0;
	const char *unit;

	for (*value = 0; isdigit(*s); s++, digits++)
		*value = *value * 10 + *s - '0';
	if (!digits || digits > 18 || (digits > 1 && s[-(int)digits] == '0'))
		return false;
	unit = *s ? strchr(units, tolower(*s)) : NULL;
	if (!unit)
		return !*s;
	*value <<= 10 * (unit - units + 1);
	return !s[1];
}

static void check_value(char *value)
{
	unsigned long long size;
	char *end, *list = value;
	int number, kind;

	if (model_size(value, &size))
		CHECK(memparse(value, &end) == size && !*end);
	memparse(value, &end);
	CHECK(end >= value && end <= value + strlen(value));
	do {
		kind = get_option(&list, &number);
		CHECK(list >= value && list <= value + strlen(value));
	} while (kind == 2);
	if (strlen(value) && !strchr(value, ','))
		CHECK(parse_option_str(value, value));
}

/* So little memory that the kernel will stop, and say so. */
static bool too_little(const char *name, const char *value)
{
	return !strcmp(name, "mem") && memparse(value, NULL) < SZ_32M;
}

/* @copy: of @text, to be cut. Return: can a kernel boot with this? */
static bool check_words(const char *text, char *copy)
{
	static char word[COMMAND_LINE_SIZE];
	char *rest = skip_spaces(copy), *name, *value;
	unsigned int words = 0;
	bool bootable = true;

	for (text = skip_spaces(text); *rest; words++) {
		CHECK(*text);
		rest = next_arg(rest, &name, &value);
		model_word(&text, word);
		CHECK(!strncmp(name, word, strlen(name)));
		CHECK(value ? word[strlen(name)] == '=' && !strcmp(value, word + strlen(name) + 1) :
			      strlen(name) == strlen(word));
		CHECK(!strchr(name, '='));
		if (!value)
			continue;
		bootable &= !too_little(name, value);
		check_value(value);
	}
	CHECK(!*text);
	return bootable && words <= MAX_WORDS;
}

static void run(struct fuzz_input *in)
{
	static char text[COMMAND_LINE_SIZE];
	char *copy = (char *)in->at;

	if (strlen(copy) >= sizeof(text))
		return;
	strcpy(text, copy);
	if (!check_words(text, copy))
		return;
	sim_only_parameters = true;
	sim_boot(text);
}

const struct fuzz_target fuzz_cmdline = {
	.name = "cmdline", .summary = "the kernel's command line", .run = run, .unbooted = true,
};
