/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SECUREBITS_H
#define _LINUX_SECUREBITS_H

#include <uapi/linux/securebits.h>

#define issecure(bit)	(issecure_mask(bit) & current_cred()->securebits)

#endif
