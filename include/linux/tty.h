/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tty.h - terminals.
 *
 * tty_driver   a kind of terminal (ttyS) with its lines
 * tty_struct   an open line: settings, who controls it, and the line discipline
 *              that turns bytes into lines, echo and signals (n_tty.c)
 *
 * Guards: [I] fixed, [T] termios_rwsem, [C] ctrl_lock, [M] tty_mutex,
 * [G] sighand->siglock of the session's processes.
 */
#ifndef _LINUX_TTY_H
#define _LINUX_TTY_H

#include <linux/fs.h>
#include <linux/kref.h>
#include <linux/mutex.h>
#include <linux/pid.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <uapi/asm-generic/termbits.h>

#define TTY_MAJOR	4
#define TTYAUX_MAJOR	5

#define __DISABLED_CHAR	0

struct console;
struct n_tty;
struct pid;
struct signal_struct;
struct task_struct;
struct tty_driver;
struct tty_struct;

/**
 * struct tty_operations - what a driver does for its lines.
 * @open: first open of the line; may sleep
 * @close: last close; may sleep, waits for output
 * @write: queues at most @count bytes, returns how many; any context
 * @write_room: bytes that write() would take now; any context
 * @chars_in_buffer: bytes not sent yet; any context
 * @flush_buffer: forgets them
 * @stop, @start: ^S and ^Q; any context
 * @set_termios: settings have changed; may sleep
 */
struct tty_operations {
	int (*open)(struct tty_struct *tty);
	void (*close)(struct tty_struct *tty);
	size_t (*write)(struct tty_struct *tty, const u8 *buf, size_t count);
	size_t (*write_room)(struct tty_struct *tty);
	size_t (*chars_in_buffer)(struct tty_struct *tty);
	void (*flush_buffer)(struct tty_struct *tty);
	void (*stop)(struct tty_struct *tty);
	void (*start)(struct tty_struct *tty);
	void (*set_termios)(struct tty_struct *tty);
	int (*ioctl)(struct tty_struct *tty, unsigned int cmd, unsigned long arg);
};

struct tty_driver {
	const char *name;		/* [I] "ttyS" */
	int major, minor_start;		/* [I] */
	unsigned int num;		/* [I] number of lines */
	const struct tty_operations *ops;	/* [I] */
	struct termios init_termios;	/* [I] */
	struct tty_struct **ttys;	/* [M] the open lines */
	struct termios *termios;	/* [M] settings of closed lines */
	struct list_head list;		/* [M] */
	struct cdev *cdev;
};

struct tty_struct {
	struct kref kref;
	struct tty_driver *driver;	/* [I] */
	int index;			/* [I] */
	int count;			/* [M] open files */
	void *driver_data;		/* the driver's */

	struct rw_semaphore termios_rwsem;
	struct termios termios;		/* [T] */
	struct winsize winsize;		/* [T] */

	spinlock_t ctrl_lock;
	struct pid *session;		/* [C] */
	struct pid *pgrp;		/* [C] the foreground process group */
	bool stopped;			/* [C] by ^S */

	bool hung_up;			/* set once; reads give 0, writes EIO */
	bool exclusive;			/* [M] TIOCEXCL */

	struct mutex write_mutex;	/* one write() at a time */
	wait_queue_head_t read_wait;
	wait_queue_head_t write_wait;
	struct n_tty *ldisc;		/* [I] */

	/* Bytes on their way from the interrupt to the line discipline. */
	struct work_struct flip_work;
	struct work_struct free_work;	/* when the last reference has gone */
	spinlock_t flip_lock;
	u8 *flip;			/* [flip_lock] ring of TTY_FLIP_SIZE */
	unsigned int flip_head, flip_tail;	/* [flip_lock] */
};

#define TTY_FLIP_SIZE	4096U

#define I_FLAG(tty, f)	((tty)->termios.c_iflag & (f))
#define O_FLAG(tty, f)	((tty)->termios.c_oflag & (f))
#define C_FLAG(tty, f)	((tty)->termios.c_cflag & (f))
#define L_FLAG(tty, f)	((tty)->termios.c_lflag & (f))
#define CC(tty, i)	((tty)->termios.c_cc[i])

extern const struct termios tty_std_termios;
extern struct mutex tty_mutex;

/* tty_io.c */
int tty_register_driver(struct tty_driver *driver);
/* Bytes have arrived; any context. Return: how many there was room for. */
size_t tty_receive(struct tty_struct *tty, const u8 *buf, size_t count);
/* The driver has room again; any context. */
void tty_wakeup(struct tty_struct *tty);
void tty_kref_put(struct tty_struct *tty);
struct tty_struct *tty_kref_get(struct tty_struct *tty);
void tty_hangup(struct tty_struct *tty);
void tty_vhangup(struct tty_struct *tty);
dev_t tty_devnum(struct tty_struct *tty);
int tty_name(struct tty_struct *tty, char *buf, size_t size);

/* tty_jobctrl.c */
int tty_check_change(struct tty_struct *tty);
int tty_check_read(struct tty_struct *tty);
void disassociate_ctty(int on_exit);
void proc_clear_tty(struct task_struct *p);
struct tty_struct *get_current_tty(void);
void tty_open_proc_set_tty(struct file *filp, struct tty_struct *tty);
int tty_jobctrl_ioctl(struct tty_struct *tty, unsigned int cmd, unsigned long arg, struct file *file);
void tty_signal_session_leader(struct tty_struct *tty);
struct pid *tty_get_pgrp(struct tty_struct *tty);

/* tty_ioctl.c */
int n_tty_ioctl(struct tty_struct *tty, struct file *file, unsigned int cmd, unsigned long arg);
void tty_wait_until_sent(struct tty_struct *tty);
int tty_do_resize(struct tty_struct *tty, const struct winsize *ws);

/* n_tty.c */
int n_tty_open(struct tty_struct *tty);
void n_tty_close(struct tty_struct *tty);
ssize_t n_tty_read(struct tty_struct *tty, struct file *file, u8 __user *buf, size_t count);
ssize_t n_tty_write(struct tty_struct *tty, struct file *file, const u8 __user *buf, size_t count);
__poll_t n_tty_poll(struct tty_struct *tty, struct file *file, struct poll_table_struct *wait);
void n_tty_receive_buf(struct tty_struct *tty, const u8 *buf, size_t count);
void n_tty_set_termios(struct tty_struct *tty, const struct termios *old);
void n_tty_flush_input(struct tty_struct *tty);
size_t n_tty_chars_in_buffer(struct tty_struct *tty);

#endif
