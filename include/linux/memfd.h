/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MEMFD_H
#define _LINUX_MEMFD_H

#include <linux/file.h>
#include <uapi/linux/memfd.h>

long memfd_fcntl(struct file *file, unsigned int cmd, unsigned int arg);

#endif
