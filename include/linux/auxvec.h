/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_AUXVEC_H
#define _LINUX_AUXVEC_H

#include <asm/auxvec.h>
#include <uapi/linux/auxvec.h>

#ifndef AT_VECTOR_SIZE_ARCH
#define AT_VECTOR_SIZE_ARCH	4
#endif
#define AT_VECTOR_SIZE_BASE	24	/* pairs that every architecture has, AT_NULL included */
#define AT_VECTOR_SIZE		(2 * (AT_VECTOR_SIZE_ARCH + AT_VECTOR_SIZE_BASE + 1))

#endif
