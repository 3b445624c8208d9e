/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * types.h - fixed-width types and the types of the system-call interface.
 */
#ifndef _UAPI_LINUX_TYPES_H
#define _UAPI_LINUX_TYPES_H

#ifndef __ASSEMBLY__

typedef signed char		__s8;
typedef unsigned char		__u8;
typedef short			__s16;
typedef unsigned short		__u16;
typedef int			__s32;
typedef unsigned int		__u32;
typedef long long		__s64;
typedef unsigned long long	__u64;

typedef unsigned long		__kernel_ulong_t;
typedef long			__kernel_long_t;
typedef unsigned long		__kernel_size_t;
typedef long			__kernel_ssize_t;
typedef long			__kernel_ptrdiff_t;
typedef long			__kernel_off_t;
typedef long long		__kernel_loff_t;
typedef int			__kernel_pid_t;
typedef int			__kernel_key_t;
typedef long			__kernel_clock_t;
typedef int			__kernel_clockid_t;
typedef int			__kernel_timer_t;
typedef long			__kernel_old_time_t;
typedef long long		__kernel_time64_t;
typedef long			__kernel_suseconds_t;
typedef unsigned int		__kernel_uid32_t;
typedef unsigned int		__kernel_gid32_t;
typedef unsigned int		__kernel_mode_t;
typedef struct { int val[2]; }	__kernel_fsid_t;

#ifdef __CHECKER__
# define __bitwise__ __attribute__((bitwise))
#else
# define __bitwise__
#endif
typedef __u16 __bitwise__ __le16;
typedef __u16 __bitwise__ __be16;
typedef __u32 __bitwise__ __le32;
typedef __u32 __bitwise__ __be32;
typedef __u64 __bitwise__ __le64;
typedef __u64 __bitwise__ __be64;
typedef unsigned int __bitwise__ __poll_t;

#define __aligned_u64 __u64 __attribute__((aligned(8)))

#endif

#endif
