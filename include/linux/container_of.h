/* SPDX-License-Identifier: GPL-2.0-only */
/* container_of.h - from a member to the structure around it. */
#ifndef _LINUX_CONTAINER_OF_H
#define _LINUX_CONTAINER_OF_H

#include <linux/stddef.h>

/**
 * container_of() - the structure that holds a member.
 * @ptr: pointer to the member
 * @type: type of the structure
 * @member: the member's name in it
 */
#define container_of(ptr, type, member)					\
({									\
	_Static_assert(__same_type(*(ptr), ((type *)0)->member) ||	\
		       __same_type(*(ptr), void),			\
		       "container_of: pointer type mismatch");		\
	(type *)((char *)(ptr) - offsetof(type, member));		\
})

#define container_of_const(ptr, type, member)				\
	_Generic(ptr,							\
		const typeof(*(ptr)) *: ((const type *)container_of(ptr, type, member)), \
		default: ((type *)container_of(ptr, type, member)))

#endif
