/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PIPE_FS_I_H
#define _LINUX_PIPE_FS_I_H

#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/wait.h>

#define PIPE_DEF_BUFFERS	16

#define PIPE_BUF_FLAG_LRU	0x01
#define PIPE_BUF_FLAG_ATOMIC	0x02
#define PIPE_BUF_FLAG_GIFT	0x04
#define PIPE_BUF_FLAG_PACKET	0x08	/* O_DIRECT: one read takes one write */
#define PIPE_BUF_FLAG_CAN_MERGE	0x10	/* the next write may append to it */

struct pipe_inode_info;
struct pipe_buffer;

struct pipe_buf_operations {
	int (*confirm)(struct pipe_inode_info *pipe, struct pipe_buffer *buf);
	void (*release)(struct pipe_inode_info *pipe, struct pipe_buffer *buf);
	bool (*try_steal)(struct pipe_inode_info *pipe, struct pipe_buffer *buf);
	bool (*get)(struct pipe_inode_info *pipe, struct pipe_buffer *buf);
};

struct pipe_buffer {
	struct page *page;
	unsigned int offset, len;
	const struct pipe_buf_operations *ops;
	unsigned int flags;
	unsigned long private;
};

/* A ring of buffers, each a page or part of one; head and tail run freely. */
struct pipe_inode_info {
	struct mutex mutex;
	wait_queue_head_t rd_wait, wr_wait;
	unsigned int head;		/* [L] mutex: next slot to fill */
	unsigned int tail;		/* [L] next slot to empty */
	unsigned int max_usage;		/* [L] slots that may be in use */
	unsigned int ring_size;		/* [L] a power of two */
	unsigned int nr_accounted;	/* [L] pages charged to user */
	unsigned int readers;		/* [L] open ends */
	unsigned int writers;		/* [L] */
	unsigned int files;		/* [L] inode->i_lock */
	unsigned int r_counter;		/* [L] openings of each end ever */
	unsigned int w_counter;		/* [L] */
	struct page *tmp_page[2];	/* [L] emptied pages, kept for the next write */
	struct pipe_buffer *bufs;	/* [L] */
	struct user_struct *user;
};

static inline bool pipe_empty(unsigned int head, unsigned int tail)
{
	return head == tail;
}

static inline unsigned int pipe_occupancy(unsigned int head, unsigned int tail)
{
	return head - tail;
}

static inline bool pipe_full(unsigned int head, unsigned int tail, unsigned int limit)
{
	return pipe_occupancy(head, tail) >= limit;
}

static inline struct pipe_buffer *pipe_buf(const struct pipe_inode_info *pipe, unsigned int slot)
{
	return &pipe->bufs[slot & (pipe->ring_size - 1)];
}

static inline struct pipe_buffer *pipe_head_buf(const struct pipe_inode_info *pipe)
{
	return pipe_buf(pipe, pipe->head);
}

static inline void pipe_buf_release(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	const struct pipe_buf_operations *ops = buf->ops;

	buf->ops = NULL;
	ops->release(pipe, buf);
}

extern unsigned int pipe_max_size;

void pipe_lock(struct pipe_inode_info *pipe);
void pipe_unlock(struct pipe_inode_info *pipe);
void pipe_double_lock(struct pipe_inode_info *a, struct pipe_inode_info *b);
void pipe_wait_readable(struct pipe_inode_info *pipe);
void pipe_wait_writable(struct pipe_inode_info *pipe);
struct pipe_inode_info *alloc_pipe_info(void);
void free_pipe_info(struct pipe_inode_info *pipe);
struct pipe_inode_info *get_pipe_info(struct file *file, bool for_splice);
int create_pipe_files(struct file **res, int flags);
int do_pipe_flags(int *fd, int flags);
long pipe_fcntl(struct file *file, unsigned int cmd, unsigned int arg);
void generic_pipe_buf_release(struct pipe_inode_info *pipe, struct pipe_buffer *buf);
bool generic_pipe_buf_get(struct pipe_inode_info *pipe, struct pipe_buffer *buf);
extern const struct pipe_buf_operations default_pipe_buf_ops;

#endif
