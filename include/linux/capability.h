/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * capability.h - sets of capabilities, and the question "may the current task?".
 */
#ifndef _LINUX_CAPABILITY_H
#define _LINUX_CAPABILITY_H

#include <uapi/linux/capability.h>
#include <linux/types.h>
#include <linux/uidgid.h>

struct cred;
struct task_struct;

typedef struct {
	u64 val;
} kernel_cap_t;

#define CAP_VALID_MASK		((1ULL << (CAP_LAST_CAP + 1)) - 1)
#define CAP_EMPTY_SET		((kernel_cap_t){ 0 })
#define CAP_FULL_SET		((kernel_cap_t){ CAP_VALID_MASK })
#define CAP_BIT(cap)		(1ULL << (cap))

/* What a change of fsuid away from root takes from the effective set. */
#define CAP_FS_MASK		(CAP_BIT(CAP_CHOWN) | CAP_BIT(CAP_MKNOD) | \
				 CAP_BIT(CAP_DAC_OVERRIDE) | CAP_BIT(CAP_DAC_READ_SEARCH) | \
				 CAP_BIT(CAP_FOWNER) | CAP_BIT(CAP_FSETID) | \
				 CAP_BIT(CAP_LINUX_IMMUTABLE) | CAP_BIT(CAP_MAC_OVERRIDE))

#define cap_clear(c)		do { (c).val = 0; } while (0)
#define cap_raise(c, flag)	((c).val |= CAP_BIT(flag))
#define cap_lower(c, flag)	((c).val &= ~CAP_BIT(flag))
#define cap_raised(c, flag)	(((c).val & CAP_BIT(flag)) != 0)

static inline kernel_cap_t cap_combine(kernel_cap_t a, kernel_cap_t b)
{
	return (kernel_cap_t){ a.val | b.val };
}

static inline kernel_cap_t cap_intersect(kernel_cap_t a, kernel_cap_t b)
{
	return (kernel_cap_t){ a.val & b.val };
}

static inline kernel_cap_t cap_drop(kernel_cap_t a, kernel_cap_t minus)
{
	return (kernel_cap_t){ a.val & ~minus.val };
}

static inline bool cap_isclear(kernel_cap_t a) { return !a.val; }
static inline bool cap_issubset(kernel_cap_t a, kernel_cap_t of) { return !(a.val & ~of.val); }

bool capable(int cap);
bool ns_capable(struct user_namespace *ns, int cap);
bool has_capability(struct task_struct *t, int cap);
bool has_capability_noaudit(struct task_struct *t, int cap);

static inline bool ns_capable_noaudit(struct user_namespace *ns, int cap)
{
	return ns_capable(ns, cap);
}

static inline bool perfmon_capable(void)
{
	return capable(CAP_PERFMON) || capable(CAP_SYS_ADMIN);
}

#endif
