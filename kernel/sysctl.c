// SPDX-License-Identifier: GPL-2.0-only
/*
 * sysctl.c - between kernel variables and the text in /proc/sys.
 *
 * A variable is an int, an unsigned int or an unsigned long, or an array of them, or a string. Numbers
 * are read as decimal, 0x hexadecimal or 0 octal, with white space between the elements of an array;
 * they are written with tabs between and a newline behind. A write is one whole value: it starts
 * at offset 0, and one that starts elsewhere is taken in and ignored, for programs that write a
 * value byte by byte would otherwise set many values. A read from behind the end gives nothing.
 *
 * Arrays are set element by element until the first that is wrong.
 *
 * Locks:      none: a variable is loaded and stored in one access.
 * Elsewhere:  files and directories (fs/proc/proc_sysctl.c).
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/sysctl.h>

const int sysctl_vals[] = { 0, 1, 2, 3, 4, 100, 200, 1000, 3000, INT_MAX, 65535, -1 };
const unsigned long sysctl_long_vals[] = { 0, 1, LONG_MAX };

/* ---- text ---- */

/* A number with a sign, as both are in the text. */
struct number {
	unsigned long magnitude;
	bool negative;
};

/* The text of a write, what is left of it. */
struct reader {
	const char *at;
	size_t left;
};

static void skip_space(struct reader *in)
{
	while (in->left && isspace(*in->at)) {
		in->at++;
		in->left--;
	}
}

static int digit_value(char c)
{
	if (isdigit(c))
		return c - '0';
	return isxdigit(c) ? tolower(c) - 'a' + 10 : -1;
}

static int read_digits(struct reader *in, unsigned int base, unsigned long *value)
{
	bool any = false;
	int digit;

	*value = 0;
	while (in->left) {
		digit = digit_value(*in->at);
		if (digit < 0 || digit >= base)
			break;
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, digit, value))
			return -ERANGE;
		any = true;
		in->at++;
		in->left--;
	}
	return any ? 0 : -EINVAL;
}

/* One number, which has to end with the text, with white space or a NUL. */
static int read_number(struct reader *in, struct number *number)
{
	unsigned int base = 10;
	int err;

	number->negative = in->left > 1 && *in->at == '-' && isdigit(in->at[1]);
	if (number->negative) {
		in->at++;
		in->left--;
	}
	if (in->left > 1 && in->at[0] == '0') {
		base = 8;
		if (in->left > 2 && tolower(in->at[1]) == 'x') {
			base = 16;
			in->at += 2;
			in->left -= 2;
		}
	}
	err = read_digits(in, base, &number->magnitude);
	if (err)
		return err;
	return in->left && *in->at && !isspace(*in->at) ? -EINVAL : 0;
}

/* Append @text to what @buffer has at *@used; false: no room. */
static bool append(char *buffer, size_t size, size_t *used, const char *text)
{
	size_t len = strlen(text);

	if (*used + len > size)
		return false;
	memcpy(buffer + *used, text, len);
	*used += len;
	return true;
}

/* ---- arrays of numbers ---- */

/*
 * How one type of variable is loaded and stored. @store returns -EINVAL for a value that does
 * not fit, or is out of the range that the table gives.
 */
struct number_type {
	size_t size;
	struct number (*load)(const struct ctl_table *table, const void *var);
	int (*store)(const struct ctl_table *table, void *var, struct number number);
};

static int write_numbers(const struct ctl_table *table, const struct number_type *type,
			 const char *buffer, size_t len)
{
	struct reader in = { .at = buffer, .left = len };
	char *var = table->data, *end = var + table->maxlen;
	struct number number;
	int err;

	skip_space(&in);
	if (!in.left)
		return -EINVAL;
	for (; var < end && in.left && *in.at; var += type->size) {
		err = read_number(&in, &number);
		if (err)
			return err == -ERANGE ? -EINVAL : err;
		err = type->store(table, var, number);
		if (err)
			return err;
		skip_space(&in);
	}
	return 0;
}

static size_t read_numbers(const struct ctl_table *table, const struct number_type *type,
			   char *buffer, size_t size)
{
	char *var = table->data, *end = var + table->maxlen;
	struct number number;
	size_t used = 0;
	char text[24];

	for (; var < end; var += type->size) {
		number = type->load(table, var);
		snprintf(text, sizeof(text), "%s%s%lu", var > (char *)table->data ? "\t" : "",
			 number.negative ? "-" : "", number.magnitude);
		if (!append(buffer, size, &used, text))
			break;
	}
	append(buffer, size, &used, "\n");
	return used;
}

static int do_numbers(const struct ctl_table *table, const struct number_type *type, int write,
		      void *buffer, size_t *lenp, loff_t *ppos)
{
	int err = 0;

	if (!table->data || table->maxlen < type->size || !*lenp || (*ppos && !write)) {
		*lenp = 0;
		return 0;
	}
	if (write) {
		if (!*ppos)
			err = write_numbers(table, type, buffer, *lenp);
	} else {
		*lenp = read_numbers(table, type, buffer, *lenp);
	}
	if (!err)
		*ppos += *lenp;
	return err;
}

/* ---- int ---- */

static struct number number_of_int(int value)
{
	return (struct number) {
		.negative = value < 0,
		.magnitude = value < 0 ? -(unsigned long)value : value,
	};
}

/* -EINVAL unless the number is an int. */
static int int_of_number(struct number number, int *value)
{
	unsigned long limit = number.negative ? (unsigned long)INT_MAX + 1 : INT_MAX;

	if (number.magnitude > limit)
		return -EINVAL;
	*value = number.negative ? -(long)number.magnitude : (long)number.magnitude;
	return 0;
}

static struct number load_int(const struct ctl_table *table, const void *var)
{
	return number_of_int(READ_ONCE(*(const int *)var));
}

static int store_int(const struct ctl_table *table, void *var, struct number number)
{
	const int *least = table->extra1, *greatest = table->extra2;
	int value;

	if (int_of_number(number, &value))
		return -EINVAL;
	if ((least && value < *least) || (greatest && value > *greatest))
		return -EINVAL;
	WRITE_ONCE(*(int *)var, value);
	return 0;
}

static const struct number_type int_type = { sizeof(int), load_int, store_int };

/** proc_dointvec_minmax() - ints within *extra1 .. *extra2, where these are given. */
int proc_dointvec_minmax(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			 loff_t *ppos)
{
	return do_numbers(table, &int_type, write, buffer, lenp, ppos);
}

/** proc_dointvec() - ints, whatever extra1 and extra2 are used for. */
int proc_dointvec(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
		  loff_t *ppos)
{
	struct ctl_table unlimited = *table;

	unlimited.extra1 = unlimited.extra2 = NULL;
	return do_numbers(&unlimited, &int_type, write, buffer, lenp, ppos);
}

/* ---- unsigned int ---- */

static struct number load_uint(const struct ctl_table *table, const void *var)
{
	return (struct number) { .magnitude = READ_ONCE(*(const unsigned int *)var) };
}

static int store_uint(const struct ctl_table *table, void *var, struct number number)
{
	const unsigned int *least = table->extra1, *greatest = table->extra2;

	if (number.negative || number.magnitude > UINT_MAX)
		return -EINVAL;
	if ((least && number.magnitude < *least) || (greatest && number.magnitude > *greatest))
		return -ERANGE;
	WRITE_ONCE(*(unsigned int *)var, number.magnitude);
	return 0;
}

static const struct number_type uint_type = { sizeof(unsigned int), load_uint, store_uint };

int proc_douintvec_minmax(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			  loff_t *ppos)
{
	return do_numbers(table, &uint_type, write, buffer, lenp, ppos);
}

int proc_douintvec(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
		   loff_t *ppos)
{
	struct ctl_table unlimited = *table;

	unlimited.extra1 = unlimited.extra2 = NULL;
	return do_numbers(&unlimited, &uint_type, write, buffer, lenp, ppos);
}

/* ---- unsigned long ---- */

static struct number load_ulong(const struct ctl_table *table, const void *var)
{
	return (struct number) { .magnitude = READ_ONCE(*(const unsigned long *)var) };
}

static int store_ulong(const struct ctl_table *table, void *var, struct number number)
{
	const unsigned long *least = table->extra1, *greatest = table->extra2;

	/* a negative number is ignored, as ever */
	if (number.negative)
		return 0;
	if ((least && number.magnitude < *least) || (greatest && number.magnitude > *greatest))
		return -EINVAL;
	WRITE_ONCE(*(unsigned long *)var, number.magnitude);
	return 0;
}

static const struct number_type ulong_type = { sizeof(unsigned long), load_ulong, store_ulong };

int proc_doulongvec_minmax(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			   loff_t *ppos)
{
	return do_numbers(table, &ulong_type, write, buffer, lenp, ppos);
}

/* ---- times: an int of jiffies, shown in another unit ---- */

static struct number load_seconds(const struct ctl_table *table, const void *var)
{
	return number_of_int(READ_ONCE(*(const int *)var) / HZ);
}

static int store_seconds(const struct ctl_table *table, void *var, struct number number)
{
	int value;

	if (int_of_number(number, &value) || __builtin_mul_overflow(value, HZ, &value))
		return -EINVAL;
	WRITE_ONCE(*(int *)var, value);
	return 0;
}

static struct number load_userhz(const struct ctl_table *table, const void *var)
{
	int value = READ_ONCE(*(const int *)var);
	struct number number = number_of_int(value);

	number.magnitude = jiffies_to_clock_t(number.magnitude);
	return number;
}

static int store_userhz(const struct ctl_table *table, void *var, struct number number)
{
	int value;

	number.magnitude = clock_t_to_jiffies(number.magnitude);
	if (int_of_number(number, &value))
		return -EINVAL;
	WRITE_ONCE(*(int *)var, value);
	return 0;
}

static struct number load_ms(const struct ctl_table *table, const void *var)
{
	struct number number = number_of_int(READ_ONCE(*(const int *)var));

	number.magnitude = jiffies_to_msecs(number.magnitude);
	return number;
}

static int store_ms(const struct ctl_table *table, void *var, struct number number)
{
	int value;

	if (int_of_number(number, &value))
		return -EINVAL;
	number.magnitude = msecs_to_jiffies(number.magnitude);
	if (int_of_number(number, &value))
		return -EINVAL;
	WRITE_ONCE(*(int *)var, value);
	return 0;
}

static const struct number_type seconds_type = { sizeof(int), load_seconds, store_seconds };
static const struct number_type userhz_type = { sizeof(int), load_userhz, store_userhz };
static const struct number_type ms_type = { sizeof(int), load_ms, store_ms };

int proc_dointvec_jiffies(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			  loff_t *ppos)
{
	return do_numbers(table, &seconds_type, write, buffer, lenp, ppos);
}

int proc_dointvec_userhz_jiffies(const struct ctl_table *table, int write, void *buffer,
				 size_t *lenp, loff_t *ppos)
{
	return do_numbers(table, &userhz_type, write, buffer, lenp, ppos);
}

int proc_dointvec_ms_jiffies(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			     loff_t *ppos)
{
	return do_numbers(table, &ms_type, write, buffer, lenp, ppos);
}

/* ---- bool, strings ---- */

int proc_dobool(const struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	int value = READ_ONCE(*(bool *)table->data), err;
	struct ctl_table as_int = {
		.data = &value, .maxlen = sizeof(value), .extra1 = table->extra1,
		.extra2 = table->extra2,
	};

	err = do_numbers(&as_int, &int_type, write, buffer, lenp, ppos);
	if (!err && write)
		WRITE_ONCE(*(bool *)table->data, value != 0);
	return err;
}

static void write_string(char *data, size_t maxlen, const char *text, size_t len)
{
	size_t used = strnlen(text, len);
	const char *newline = memchr(text, '\n', used);

	if (newline)
		used = newline - text;
	used = min(used, maxlen - 1);
	memcpy(data, text, used);
	data[used] = '\0';
}

static size_t read_string(const char *data, size_t maxlen, char *buffer, size_t size, loff_t pos)
{
	size_t len = strnlen(data, maxlen);

	if (pos > len)
		return 0;
	len -= pos;
	memcpy(buffer, data + pos, min(len, size));
	if (len >= size)
		return size;
	buffer[len] = '\n';
	return len + 1;
}

/** proc_dostring() - a string of up to maxlen - 1 characters. */
int proc_dostring(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
		  loff_t *ppos)
{
	if (!table->data || !table->maxlen || !*lenp) {
		*lenp = 0;
		return 0;
	}
	if (!write)
		*lenp = read_string(table->data, table->maxlen, buffer, *lenp, *ppos);
	else if (!*ppos)
		write_string(table->data, table->maxlen, buffer, *lenp);
	*ppos += *lenp;
	return 0;
}
