/* SPDX-License-Identifier: GPL-2.0-only */
/* stddef.h - NULL, offsetof and their relatives. */
#ifndef _LINUX_STDDEF_H
#define _LINUX_STDDEF_H

#define NULL ((void *)0)

#define offsetof(type, member)	__builtin_offsetof(type, member)
#define sizeof_field(type, member) sizeof(((type *)0)->member)
#define offsetofend(type, member) (offsetof(type, member) + sizeof_field(type, member))

#endif
