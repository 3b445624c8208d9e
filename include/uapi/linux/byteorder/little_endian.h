/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* little_endian.h - numbers of a given byte order, on machines that store the low byte first. */
#ifndef _UAPI_LINUX_BYTEORDER_LITTLE_ENDIAN_H
#define _UAPI_LINUX_BYTEORDER_LITTLE_ENDIAN_H

#ifndef __LITTLE_ENDIAN
#define __LITTLE_ENDIAN 1234
#endif

#include <linux/types.h>

#define __cpu_to_le16(x)	((__force __le16)(__u16)(x))
#define __cpu_to_le32(x)	((__force __le32)(__u32)(x))
#define __cpu_to_le64(x)	((__force __le64)(__u64)(x))
#define __le16_to_cpu(x)	((__force __u16)(__le16)(x))
#define __le32_to_cpu(x)	((__force __u32)(__le32)(x))
#define __le64_to_cpu(x)	((__force __u64)(__le64)(x))
#define __cpu_to_be16(x)	((__force __be16)__builtin_bswap16(x))
#define __cpu_to_be32(x)	((__force __be32)__builtin_bswap32(x))
#define __cpu_to_be64(x)	((__force __be64)__builtin_bswap64(x))
#define __be16_to_cpu(x)	__builtin_bswap16((__force __u16)(__be16)(x))
#define __be32_to_cpu(x)	__builtin_bswap32((__force __u32)(__be32)(x))
#define __be64_to_cpu(x)	__builtin_bswap64((__force __u64)(__be64)(x))

#endif
