/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * user_namespace.h - the one user namespace. It has no state; its address is its identity.
 */
#ifndef _LINUX_USER_NAMESPACE_H
#define _LINUX_USER_NAMESPACE_H

#include <linux/uidgid.h>

struct user_namespace {
	kuid_t owner;				/* [I] root */
};

static inline struct user_namespace *get_user_ns(struct user_namespace *ns) { return ns; }
static inline void put_user_ns(struct user_namespace *ns) { }

#endif
