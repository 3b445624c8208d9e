/* SPDX-License-Identifier: GPL-2.0-only */
/* initrd.h - the archive that the boot loader left in memory. */
#ifndef _LINUX_INITRD_H
#define _LINUX_INITRD_H

#include <linux/types.h>

extern unsigned long initrd_start, initrd_end;	/* direct-map addresses; 0: none */

#ifdef CONFIG_BLK_DEV_INITRD
/* Unpacks it into the root file system and frees its memory; once, may sleep. */
void populate_rootfs(void);

const char *unpack_to_rootfs(const u8 *buf, size_t len);
#else
static inline void populate_rootfs(void)
{
}
#endif

extern void free_initrd_mem(unsigned long start, unsigned long end);

#endif
