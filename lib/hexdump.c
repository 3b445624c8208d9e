// SPDX-License-Identifier: GPL-2.0-only
/*
 * hexdump.c - bytes as text.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>

const char hex_asc[] = "0123456789abcdef";
const char hex_asc_upper[] = "0123456789ABCDEF";

int hex_to_bin(unsigned char ch)
{
	if (isdigit(ch))
		return ch - '0';
	return isxdigit(ch) ? tolower(ch) - 'a' + 10 : -1;
}

char *bin2hex(char *dst, const void *src, size_t count)
{
	const unsigned char *p = src;

	for (; count--; p++) {
		*dst++ = hex_asc[*p >> 4];
		*dst++ = hex_asc[*p & 15];
	}
	return dst;
}

/**
 * print_hex_dump() - a block of memory in the log, one row a message.
 * @rowsize: bytes a row, at most 32
 * @groupsize: 1, 2, 4 or 8 bytes without a space between
 * @ascii: characters at the end of the row
 */
void print_hex_dump(const char *level, const char *prefix_str, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii)
{
	const unsigned char *p = buf;
	char line[32 * 3 + 32 + 2];
	size_t at, i, n;
	int pos;

	rowsize = clamp(rowsize, 1, 32);
	for (at = 0; at < len; at += rowsize) {
		n = min(len - at, (size_t)rowsize);
		for (i = 0, pos = 0; i < n; i++)
			pos += scnprintf(line + pos, sizeof(line) - pos, "%s%02x",
					 i && i % groupsize == 0 ? " " : "", p[at + i]);
		if (ascii) {
			line[pos++] = ' ';
			for (i = 0; i < n; i++)
				line[pos++] = isprint(p[at + i]) ? p[at + i] : '.';
		}
		line[pos] = 0;
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			printk("%s%s%px: %s\n", level, prefix_str, p + at, line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			printk("%s%s%08zx: %s\n", level, prefix_str, at, line);
		else
			printk("%s%s%s\n", level, prefix_str, line);
	}
}
