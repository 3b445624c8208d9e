/* SPDX-License-Identifier: GPL-2.0-only */
/* mem.h - the devices of major 1 that live in files of their own. */
#define MEM_MAJOR 1

extern const struct file_operations kmsg_fops;
