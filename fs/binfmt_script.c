// SPDX-License-Identifier: GPL-2.0-only
/*
 * binfmt_script.c - files that begin with "#!": run the interpreter named there.
 *
 *	#! /bin/interpreter  one argument, blanks and all
 *
 * Owns:       the reading of that line.
 * Invariant:  the line ends within the bytes that exec has read, or the name of the interpreter
 *             at least does; a name that may have been cut off is never run.
 * Elsewhere:  going round with the interpreter as the new file (exec.c).
 */
#include <linux/binfmts.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "binfmt_script.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static char *skip_blanks(char *p, char *end)
{
	while (p < end && is_blank(*p))
		p++;
	return p;
}

static char *skip_word(char *p, char *end)
{
	while (p < end && *p && !is_blank(*p))
		p++;
	return p;
}

/*
 * script_parse() - split a "#!" line in place.
 * @buf: the file's first bytes, zero-padded to @size
 *
 * Return: 0 with *interp and *arg (NULL if there is none) pointing into @buf, or -ENOEXEC.
 */
int script_parse(char *buf, size_t size, char **interp, char **arg)
{
	char *last = buf + size - 1, *end, *word_end;

	if (buf[0] != '#' || buf[1] != '!')
		return -ENOEXEC;

	end = strnchr(buf, size, '\n');
	if (!end) {
		/* Cut off. The argument may be, as always; the name must be whole. */
		char *name = skip_blanks(buf + 2, last);

		if (name == last)
			return -ENOEXEC;
		word_end = skip_word(name, last);
		if (word_end == last)
			return -ENOEXEC;
		end = last;
	}
	while (end > buf + 2 && is_blank(end[-1]))
		end--;
	*end = '\0';

	*interp = skip_blanks(buf + 2, end);
	if (*interp == end || !**interp)
		return -ENOEXEC;
	word_end = skip_word(*interp, end);
	*arg = skip_blanks(word_end, end);
	if (*arg == end || !**arg)
		*arg = NULL;
	*word_end = '\0';
	return 0;
}

static int load_script(struct linux_binprm *bprm)
{
	char *interp, *arg;
	struct file *file;
	int err;

	err = script_parse(bprm->buf, sizeof(bprm->buf), &interp, &arg);
	if (err)
		return err;
	/* The interpreter could not open a script whose descriptor exec closes. */
	if (bprm->interp_flags & BINPRM_FLAGS_PATH_INACCESSIBLE)
		return -ENOENT;

	/* argv becomes: interpreter, its argument, the script, and what followed argv[0]. */
	err = remove_arg_zero(bprm);
	if (err)
		return err;
	err = copy_string_kernel(bprm->interp, bprm);
	if (err)
		return err;
	bprm->argc++;
	if (arg) {
		err = copy_string_kernel(arg, bprm);
		if (err)
			return err;
		bprm->argc++;
	}
	err = copy_string_kernel(interp, bprm);
	if (err)
		return err;
	bprm->argc++;

	err = bprm_change_interp(interp, bprm);
	if (err)
		return err;
	file = open_exec(interp);
	if (IS_ERR(file))
		return PTR_ERR(file);
	bprm->interpreter = file;
	return 0;
}

static struct linux_binfmt script_format = {
	.load_binary = load_script,
};

static int __init init_script_binfmt(void)
{
	register_binfmt(&script_format);
	return 0;
}
core_initcall(init_script_binfmt);
