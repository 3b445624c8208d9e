// SPDX-License-Identifier: GPL-2.0-only
/*
 * vsprintf.c - formatted text.
 *
 * Conversions: %d %i %u %x %X %o %c %s %p %% with flags "-+ #0", width,
 * precision ('*' too) and lengths hh h l ll z t; no floating point.
 * What follows %p chooses how a pointer is shown:
 *
 *	%p	hashed: tells pointers apart without giving addresses away
 *	%px	the address itself
 *	%pS %ps	symbol+offset/size, symbol
 *	%pK	as %p
 *	%pa	phys_addr_t behind the pointer, 0x%016llx
 *	%pe	errno inside the pointer, by number
 *	%pV	struct va_format
 *	%*pb	bitmap of the width's number of bits, in hex
 *	%*pbl	the same as a list: 0-3,7
 *	%pGg %pGp %pGv are printed by dump_page() and friends, not here
 *
 * All output goes through put(), which counts on beyond the end of the buffer:
 * that is what snprintf() returns.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>

struct out {
	char *buf;
	size_t size;	/* of buf */
	size_t len;	/* characters produced */
};

struct spec {
	int width;	/* -1: none */
	int precision;	/* -1: none */
	unsigned int base;
	char length;	/* 'H' hh, 'h', 'l', 'L' ll, 'z', 't', 0 */
	bool left, plus, space, alt, zero, upper;
};

static inline void put(struct out *o, char c)
{
	if (o->len < o->size)
		o->buf[o->len] = c;
	o->len++;
}

static void pad(struct out *o, char c, int n)
{
	while (n-- > 0)
		put(o, c);
}

static void put_string(struct out *o, const char *s, const struct spec *sp)
{
	int len, i;

	if ((unsigned long)s < PAGE_SIZE)
		s = s ? "(efault)" : "(null)";
	else if (IS_ERR(s))
		s = "(efault)";
	len = strnlen(s, sp->precision >= 0 ? sp->precision : INT_MAX);
	if (!sp->left)
		pad(o, ' ', sp->width - len);
	for (i = 0; i < len; i++)
		put(o, s[i]);
	if (sp->left)
		pad(o, ' ', sp->width - len);
}

static void put_number(struct out *o, unsigned long long num, bool negative, const struct spec *sp)
{
	const char *digits = sp->upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char tmp[66], sign = negative ? '-' : sp->plus ? '+' : sp->space ? ' ' : 0;
	int n = 0, prefix, total, zeros;

	if (sp->base == 10) {
		do {
			tmp[n++] = '0' + num % 10;
			num /= 10;
		} while (num);
	} else {
		int shift = sp->base == 16 ? 4 : 3;

		do {
			tmp[n++] = digits[num & (sp->base - 1)];
			num >>= shift;
		} while (num);
	}
	if (sp->precision == 0 && n == 1 && tmp[0] == '0')
		n = 0;
	prefix = sp->alt ? (sp->base == 16 ? 2 : sp->base == 8 ? 1 : 0) : 0;
	zeros = max(sp->precision - n, 0);
	total = n + zeros + prefix + !!sign;
	if (sp->zero && !sp->left && sp->precision < 0 && sp->width > total) {
		zeros += sp->width - total;
		total = sp->width;
	}
	if (!sp->left)
		pad(o, ' ', sp->width - total);
	if (sign)
		put(o, sign);
	if (prefix)
		put(o, '0');
	if (prefix == 2)
		put(o, sp->upper ? 'X' : 'x');
	pad(o, '0', zeros);
	while (n)
		put(o, tmp[--n]);
	if (sp->left)
		pad(o, ' ', sp->width - total);
}

static void put_hex(struct out *o, unsigned long long num, int digits)
{
	struct spec sp = { .width = digits, .precision = -1, .base = 16, .zero = true };

	put_number(o, num, false, &sp);
}

/* A secret that differs from boot to boot turns addresses into names. */
static unsigned long hash_pointer(const void *ptr)
{
	static u64 key __read_mostly;
	struct rnd_state state;

	if (!key)
		key = get_random_u64() | 1;
	prandom_seed_state(&state, (unsigned long)ptr ^ key);
	return prandom_u64_state(&state) & 0xffffffffUL;
}

static void put_bitmap(struct out *o, const unsigned long *map, const struct spec *sp, bool list)
{
	unsigned int bits = max(sp->width, 0), start, end;
	bool first = true;
	int i;

	if (!list) {
		for (i = round_up(max(bits, 1u), 32) - 32; i >= 0; i -= 32) {
			u32 word = map[i / 64] >> (i % 64);

			if (bits - i < 32 && bits > i)
				word &= ~0U >> (32 - (bits - i));
			if (first)
				put_hex(o, word, max(1, (int)DIV_ROUND_UP(min(bits - i, 32u), 4)));
			else
				put_hex(o, word, 8);
			first = false;
			if (i)
				put(o, ',');
		}
		return;
	}
	for (start = find_next_bit(map, bits, 0); start < bits; start = find_next_bit(map, bits, end)) {
		struct spec dec = { .width = -1, .precision = -1, .base = 10 };

		end = find_next_zero_bit(map, bits, start);
		if (!first)
			put(o, ',');
		first = false;
		put_number(o, start, false, &dec);
		if (end - start > 1) {
			put(o, '-');
			put_number(o, end - 1, false, &dec);
		}
	}
}

/* @kind: 'S' with the offset, 's' without, 'B' a return address, whose call may end its function. */
static void put_symbol(struct out *o, unsigned long addr, char kind, struct spec *sp)
{
	char name[KSYM_SYMBOL_LEN];

	if (kind == 'B')
		sprint_backtrace(name, addr);
	else
		sprint_symbol(name, addr);
	if (kind == 's')
		*strchrnul(name, '+') = 0;
	put_string(o, name, sp);
}

static const char *put_pointer(struct out *o, const char *fmt, const void *ptr, struct spec *sp)
{
	switch (*fmt) {
	case 'x':
		put_hex(o, (unsigned long)ptr, 2 * sizeof(ptr));
		return fmt + 1;
	case 'S':
	case 's':
	case 'B':
		put_symbol(o, (unsigned long)ptr, *fmt, sp);
		return fmt + 1;
	case 'a':
		put(o, '0');
		put(o, 'x');
		put_hex(o, *(const phys_addr_t *)ptr, 16);
		return fmt + (isalpha(fmt[1]) ? 2 : 1);
	case 'e':
		sp->base = 10;
		put_number(o, -PTR_ERR(ptr), true, sp);
		return fmt + 1;
	case 'b':
		put_bitmap(o, ptr, sp, fmt[1] == 'l');
		return fmt + (fmt[1] == 'l' ? 2 : 1);
	case 'V': {
		const struct va_format *vaf = ptr;
		va_list args;

		va_copy(args, *vaf->va);
		o->len += vsnprintf(o->len < o->size ? o->buf + o->len : NULL,
				    o->len < o->size ? o->size - o->len : 0, vaf->fmt, args);
		va_end(args);
		return fmt + 1;
	}
	case 'K':
		fmt++;
		break;
	}
	if (!ptr || IS_ERR(ptr))
		put_hex(o, (unsigned long)ptr, 2 * sizeof(ptr));
	else
		put_hex(o, hash_pointer(ptr), 2 * sizeof(ptr));
	return fmt;
}

static int parse_count(const char **fmt, va_list *args)
{
	int n = 0;

	if (**fmt == '*') {
		(*fmt)++;
		return va_arg(*args, int);
	}
	while (isdigit(**fmt))
		n = n * 10 + *(*fmt)++ - '0';
	return n;
}

/* Reads flags, width, precision and length; returns the conversion character's place. */
static const char *parse_spec(const char *fmt, struct spec *sp, va_list *args)
{
	*sp = (struct spec){ .width = -1, .precision = -1, .base = 10 };
	for (;; fmt++) {
		if (*fmt == '-')
			sp->left = true;
		else if (*fmt == '+')
			sp->plus = true;
		else if (*fmt == ' ')
			sp->space = true;
		else if (*fmt == '#')
			sp->alt = true;
		else if (*fmt == '0')
			sp->zero = true;
		else
			break;
	}
	if (isdigit(*fmt) || *fmt == '*') {
		sp->width = parse_count(&fmt, args);
		if (sp->width < 0) {
			sp->width = -sp->width;
			sp->left = true;
		}
	}
	if (*fmt == '.') {
		fmt++;
		sp->precision = max(parse_count(&fmt, args), 0);
	}
	switch (*fmt) {
	case 'h':
	case 'l':
		sp->length = *fmt++;
		if (*fmt == sp->length) {
			sp->length = *fmt++ == 'h' ? 'H' : 'L';
		}
		break;
	case 'z':
	case 't':
	case 'L':
		sp->length = *fmt++;
		break;
	}
	return fmt;
}

static void put_integer(struct out *o, struct spec *sp, bool is_signed, va_list *args)
{
	long long num;

	switch (sp->length) {
	case 'L':
		num = va_arg(*args, long long);
		break;
	case 'l':
	case 'z':
	case 't':
		num = is_signed ? va_arg(*args, long) : (long long)va_arg(*args, unsigned long);
		break;
	case 'H':
		num = is_signed ? (signed char)va_arg(*args, int) : (unsigned char)va_arg(*args, int);
		break;
	case 'h':
		num = is_signed ? (short)va_arg(*args, int) : (unsigned short)va_arg(*args, int);
		break;
	default:
		num = is_signed ? va_arg(*args, int) : (long long)va_arg(*args, unsigned int);
	}
	if (!is_signed)
		sp->plus = sp->space = false;
	if (is_signed && num < 0)
		put_number(o, -(unsigned long long)num, true, sp);
	else
		put_number(o, num, false, sp);
}

static const char *convert(struct out *o, const char *fmt, struct spec *sp, va_list *args)
{
	char c = *fmt++;

	switch (c) {
	case 'c':
		if (!sp->left)
			pad(o, ' ', sp->width - 1);
		put(o, va_arg(*args, int));
		if (sp->left)
			pad(o, ' ', sp->width - 1);
		return fmt;
	case 's':
		put_string(o, va_arg(*args, const char *), sp);
		return fmt;
	case 'p':
		return put_pointer(o, fmt, va_arg(*args, const void *), sp);
	case 'o':
		sp->base = 8;
		put_integer(o, sp, false, args);
		return fmt;
	case 'X':
		sp->upper = true;
		fallthrough;
	case 'x':
		sp->base = 16;
		fallthrough;
	case 'u':
		put_integer(o, sp, false, args);
		return fmt;
	case 'd':
	case 'i':
		put_integer(o, sp, true, args);
		return fmt;
	case '%':
		put(o, '%');
		return fmt;
	}
	/* Unknown: show it, so that it is noticed. */
	put(o, '%');
	return fmt - 1;
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct out o = { .buf = buf, .size = size };
	struct spec sp;
	va_list ap;

	va_copy(ap, args);
	while (*fmt) {
		if (*fmt != '%') {
			put(&o, *fmt++);
			continue;
		}
		fmt = parse_spec(fmt + 1, &sp, &ap);
		if (!*fmt)
			break;
		fmt = convert(&o, fmt, &sp, &ap);
	}
	va_end(ap);
	if (size)
		buf[min(o.len, size - 1)] = 0;
	return o.len;
}

int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int n = vsnprintf(buf, size, fmt, args);

	return n < (int)size ? n : size ? size - 1 : 0;
}

int vsprintf(char *buf, const char *fmt, va_list args)
{
	return vsnprintf(buf, INT_MAX, fmt, args);
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return n;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return n;
}

int sprintf(char *buf, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsprintf(buf, fmt, args);
	va_end(args);
	return n;
}

char *kvasprintf(gfp_t gfp, const char *fmt, va_list args)
{
	int n = vsnprintf(NULL, 0, fmt, args);
	char *p = kmalloc(n + 1, gfp);

	if (p)
		vsnprintf(p, n + 1, fmt, args);
	return p;
}

char *kasprintf(gfp_t gfp, const char *fmt, ...)
{
	va_list args;
	char *p;

	va_start(args, fmt);
	p = kvasprintf(gfp, fmt, args);
	va_end(args);
	return p;
}

/* Decimal, right-aligned in @width; 0 where @size is too small.  For /proc's long columns. */
int num_to_str(char *buf, int size, unsigned long long num, unsigned int width)
{
	struct out o = { .buf = buf, .size = size };
	struct spec sp = { .width = width, .precision = -1, .base = 10 };

	put_number(&o, num, false, &sp);
	return o.len > size ? 0 : o.len;
}
