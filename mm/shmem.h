/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shmem.h - what tmpfs.c takes from shmem.c.
 */
#ifndef _MM_SHMEM_H
#define _MM_SHMEM_H

#include <linux/shmem_fs.h>

ssize_t shmem_read_iter(struct kiocb *iocb, struct iov_iter *to);
ssize_t shmem_write_iter(struct kiocb *iocb, struct iov_iter *from);
long shmem_fallocate(struct file *file, int mode, loff_t offset, loff_t len);
loff_t shmem_llseek(struct file *file, loff_t offset, int whence);

#endif
