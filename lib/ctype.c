// SPDX-License-Identifier: GPL-2.0-only
/* ctype.c - the table behind linux/ctype.h: ASCII; bytes above 127 are nothing. */
#include <linux/ctype.h>

const unsigned char _ctype[256] = {
	[0 ... 31] = _C,
	[127] = _C,
	['\t' ... '\r'] = _C | _S,
	[' '] = _S | _SP,
	['!' ... '/'] = _P,
	['0' ... '9'] = _D,
	[':' ... '@'] = _P,
	['A' ... 'F'] = _U | _X,
	['G' ... 'Z'] = _U,
	['[' ... '`'] = _P,
	['a' ... 'f'] = _L | _X,
	['g' ... 'z'] = _L,
	['{' ... '~'] = _P,
};
