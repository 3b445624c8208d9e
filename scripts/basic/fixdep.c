// SPDX-License-Identifier: GPL-2.0-only
/*
 * fixdep.c - turns the compiler's dependency file into what make needs.
 *
 *	fixdep DEPFILE TARGET COMMAND
 *
 * Every object includes autoconf.h, so taking the compiler's word would rebuild
 * the world for each changed option.  Instead autoconf.h is left out, each
 * file that was read is searched for CONFIG_ words, and the stamp file of each
 * such symbol (include/config/SYMBOL in kconfig's spelling: lower case, one
 * directory per underscore) becomes a prerequisite.  kconfig touches the
 * stamps of the symbols that changed.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **seen;
static size_t nr_seen, max_seen;

static void die(const char *what, const char *name)
{
	fprintf(stderr, "fixdep: %s: ", what);
	perror(name);
	exit(2);
}

static char *slurp(const char *name, size_t *size)
{
	FILE *f = fopen(name, "rb");
	char *buf;
	long len;

	if (!f)
		die("cannot open", name);
	if (fseek(f, 0, SEEK_END) || (len = ftell(f)) < 0 || fseek(f, 0, SEEK_SET))
		die("cannot size", name);
	buf = malloc(len + 1);
	if (!buf || fread(buf, 1, len, f) != (size_t)len)
		die("cannot read", name);
	fclose(f);
	buf[len] = 0;
	*size = len;
	return buf;
}

/* Return: 1 where @word was not seen before. */
static int first_time(const char *word)
{
	size_t i;

	for (i = 0; i < nr_seen; i++)
		if (!strcmp(seen[i], word))
			return 0;
	if (nr_seen == max_seen) {
		max_seen = max_seen ? 2 * max_seen : 64;
		seen = realloc(seen, max_seen * sizeof(*seen));
		if (!seen)
			die("no memory for", word);
	}
	seen[nr_seen++] = strdup(word);
	return 1;
}

static void print_stamp(const char *symbol)
{
	printf("    $(wildcard include/config/");
	for (; *symbol; symbol++)
		putchar(*symbol == '_' ? '/' : tolower((unsigned char)*symbol));
	printf(".h) \\\n");
}

static void find_symbols(const char *name)
{
	size_t size, len;
	char *text = slurp(name, &size), *p = text, word[256];

	while ((p = strstr(p, "CONFIG_"))) {
		char *start = p + 7;

		if (p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '_')) {
			p = start;
			continue;
		}
		for (p = start; isalnum((unsigned char)*p) || *p == '_'; p++)
			;
		len = p - start;
		if (!len || len >= sizeof(word))
			continue;
		memcpy(word, start, len);
		word[len] = 0;
		if (first_time(word))
			print_stamp(word);
	}
	free(text);
}

static int ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s), m = strlen(tail);

	return n >= m && !strcmp(s + n - m, tail);
}

int main(int argc, char **argv)
{
	size_t size;
	char *deps, *word;

	if (argc != 4) {
		fprintf(stderr, "usage: fixdep DEPFILE TARGET COMMAND\n");
		return 1;
	}
	deps = slurp(argv[1], &size);
	printf("savedcmd_%s := %s\n\ndeps_%s := \\\n", argv[2], argv[3], argv[2]);
	for (word = strtok(deps, " \t\n\\"); word; word = strtok(NULL, " \t\n\\")) {
		if (ends_with(word, ":") || ends_with(word, "include/generated/autoconf.h"))
			continue;
		printf("    %s \\\n", word);
		find_symbols(word);
	}
	/* The empty rule keeps make going when a header has been deleted. */
	printf("\n%s: $(deps_%s)\n\n$(deps_%s):\n", argv[2], argv[2], argv[2]);
	if (ferror(stdout) || fflush(stdout))
		die("cannot write", "standard output");
	return 0;
}
