/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_ASM_GENERIC_BITSPERLONG_H
#define _UAPI_ASM_GENERIC_BITSPERLONG_H

#ifndef __BITS_PER_LONG
#define __BITS_PER_LONG (__CHAR_BIT__ * __SIZEOF_LONG__)
#endif

#endif
