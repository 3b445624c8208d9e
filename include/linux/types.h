/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * types.h - the kernel's basic types.
 */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#include <uapi/linux/types.h>

#ifndef __ASSEMBLY__

typedef __s8  s8;
typedef __u8  u8;
typedef __s16 s16;
typedef __u16 u16;
typedef __s32 s32;
typedef __u32 u32;
typedef __s64 s64;
typedef __u64 u64;

typedef s8  int8_t;
typedef u8  uint8_t;
typedef s16 int16_t;
typedef u16 uint16_t;
typedef s32 int32_t;
typedef u32 uint32_t;
typedef s64 int64_t;
typedef u64 uint64_t;

typedef _Bool bool;
enum { false = 0, true = 1 };

typedef __kernel_size_t		size_t;
typedef __kernel_ssize_t	ssize_t;
typedef __kernel_ptrdiff_t	ptrdiff_t;
typedef unsigned long		uintptr_t;
typedef long			intptr_t;

typedef u32			dev_t;
typedef u64			ino_t;
typedef unsigned short		umode_t;
typedef u32			nlink_t;
typedef __kernel_loff_t		loff_t;
typedef __kernel_off_t		off_t;
typedef __kernel_pid_t		pid_t;
typedef __kernel_key_t		key_t;
typedef __kernel_clock_t	clock_t;
typedef __kernel_clockid_t	clockid_t;
typedef __kernel_timer_t	timer_t;
typedef __kernel_time64_t	time64_t;
typedef __kernel_suseconds_t	suseconds_t;
typedef __kernel_uid32_t	uid_t;
typedef __kernel_gid32_t	gid_t;
typedef __kernel_old_time_t	__old_time_t;

typedef unsigned char		u_char;
typedef unsigned short		u_short;
typedef unsigned int		u_int;
typedef unsigned long		u_long;
typedef unsigned int		uint;
typedef unsigned long		ulong;

typedef u64			sector_t;
typedef u64			blkcnt_t;
typedef unsigned long		pgoff_t;

/* Physical and bus addresses: 64 bits wherever a page table can hold more than 4 GiB. */
typedef u64			phys_addr_t;
typedef phys_addr_t		resource_size_t;
typedef u64			dma_addr_t;

typedef unsigned int __bitwise	gfp_t;
typedef unsigned int __bitwise	slab_flags_t;
typedef unsigned int __bitwise	fmode_t;

typedef struct { int counter; } atomic_t;
typedef struct { s64 counter; } atomic64_t;
#define ATOMIC_INIT(i)	 { (i) }
#define ATOMIC64_INIT(i) { (i) }
typedef atomic64_t		atomic_long_t;
#define ATOMIC_LONG_INIT(i)	ATOMIC64_INIT(i)

struct list_head {
	struct list_head *next, *prev;
};

struct hlist_head {
	struct hlist_node *first;
};

struct hlist_node {
	struct hlist_node *next, **pprev;
};

struct llist_head {
	struct llist_node *first;
};

struct llist_node {
	struct llist_node *next;
};

/**
 * struct callback_head - one deferred call, queued on a list of them.
 * @next: the next one, owned by whoever queued it
 * @func: what to call
 *
 * Aligned to a pointer so that its address has a free low bit.
 */
struct callback_head {
	struct callback_head *next;
	void (*func)(struct callback_head *head);
} __aligned(sizeof(void *));
#define rcu_head callback_head

typedef void (*rcu_callback_t)(struct rcu_head *head);
typedef int (*cmp_func_t)(const void *a, const void *b);
typedef int (*cmp_r_func_t)(const void *a, const void *b, const void *priv);
typedef void (*swap_func_t)(void *a, void *b, int size);

#define DECLARE_BITMAP(name, bits) unsigned long name[((bits) + 63) / 64]

#endif /* __ASSEMBLY__ */

#endif
