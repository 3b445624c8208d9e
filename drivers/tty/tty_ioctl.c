// SPDX-License-Identifier: GPL-2.0-only
/*
 * tty_ioctl.c - the settings of a terminal: termios, window size, flow.
 */
#include <linux/capability.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/tty.h>
#include <linux/uaccess.h>
#include <asm/ioctls.h>

/* Old terminal settings (System V), still asked for by some programs. */
#define NCC 8
struct termio {
	unsigned short c_iflag, c_oflag, c_cflag, c_lflag;
	unsigned char c_line;
	unsigned char c_cc[NCC];
};

/* Waits until the driver has sent everything, or a signal arrives. */
void tty_wait_until_sent(struct tty_struct *tty)
{
	wait_event_interruptible(tty->write_wait, tty->hung_up ||
				 !tty->driver->ops->chars_in_buffer(tty));
}

enum { SET_NOW, SET_DRAIN, SET_FLUSH };

static int set_termios(struct tty_struct *tty, const struct termios *new, int how)
{
	struct termios old;
	int ret = tty_check_change(tty);

	if (ret)
		return ret;
	if (how != SET_NOW) {
		tty_wait_until_sent(tty);
		if (signal_pending(current))
			return -ERESTARTSYS;
	}
	if (how == SET_FLUSH)
		n_tty_flush_input(tty);
	down_write(&tty->termios_rwsem);
	old = tty->termios;
	tty->termios = *new;
	if (tty->driver->ops->set_termios)
		tty->driver->ops->set_termios(tty);
	n_tty_set_termios(tty, &old);
	up_write(&tty->termios_rwsem);
	return 0;
}

static struct termios read_termios(struct tty_struct *tty)
{
	struct termios t;

	down_read(&tty->termios_rwsem);
	t = tty->termios;
	up_read(&tty->termios_rwsem);
	return t;
}

static int set_user_termios(struct tty_struct *tty, const void __user *arg, int how)
{
	struct termios t;

	if (copy_from_user(&t, arg, sizeof(t)))
		return -EFAULT;
	return set_termios(tty, &t, how);
}

/* termios2 adds two speeds in plain numbers; the line runs at what the host gives. */
static int set_user_termios2(struct tty_struct *tty, const void __user *arg, int how)
{
	struct termios2 t2;
	struct termios t;

	if (copy_from_user(&t2, arg, sizeof(t2)))
		return -EFAULT;
	memcpy(&t, &t2, sizeof(t));
	return set_termios(tty, &t, how);
}

static int get_user_termios2(struct tty_struct *tty, void __user *arg)
{
	struct termios t = read_termios(tty);
	struct termios2 t2 = { .c_ispeed = 38400, .c_ospeed = 38400 };

	memcpy(&t2, &t, sizeof(t));
	return copy_to_user(arg, &t2, sizeof(t2)) ? -EFAULT : 0;
}

static int get_termio(struct tty_struct *tty, void __user *arg)
{
	struct termios t = read_termios(tty);
	struct termio old = {
		.c_iflag = t.c_iflag, .c_oflag = t.c_oflag, .c_cflag = t.c_cflag,
		.c_lflag = t.c_lflag, .c_line = t.c_line,
	};

	memcpy(old.c_cc, t.c_cc, NCC);
	return copy_to_user(arg, &old, sizeof(old)) ? -EFAULT : 0;
}

static int set_termio(struct tty_struct *tty, const void __user *arg, int how)
{
	struct termios t = read_termios(tty);
	struct termio new;

	if (copy_from_user(&new, arg, sizeof(new)))
		return -EFAULT;
	t.c_iflag = (t.c_iflag & ~0xffffU) | new.c_iflag;
	t.c_oflag = (t.c_oflag & ~0xffffU) | new.c_oflag;
	t.c_cflag = (t.c_cflag & ~0xffffU) | new.c_cflag;
	t.c_lflag = (t.c_lflag & ~0xffffU) | new.c_lflag;
	t.c_line = new.c_line;
	memcpy(t.c_cc, new.c_cc, NCC);
	return set_termios(tty, &t, how);
}

/* The foreground group is told of a new size by SIGWINCH. */
int tty_do_resize(struct tty_struct *tty, const struct winsize *ws)
{
	struct pid *pgrp = NULL;
	bool changed;

	down_write(&tty->termios_rwsem);
	changed = memcmp(&tty->winsize, ws, sizeof(*ws)) != 0;
	tty->winsize = *ws;
	up_write(&tty->termios_rwsem);
	if (!changed)
		return 0;
	pgrp = tty_get_pgrp(tty);
	if (pgrp)
		kill_pgrp(pgrp, SIGWINCH, 1);
	put_pid(pgrp);
	return 0;
}

static int set_winsize(struct tty_struct *tty, const void __user *arg)
{
	struct winsize ws;

	if (copy_from_user(&ws, arg, sizeof(ws)))
		return -EFAULT;
	return tty_do_resize(tty, &ws);
}

static int get_winsize(struct tty_struct *tty, void __user *arg)
{
	struct winsize ws;

	down_read(&tty->termios_rwsem);
	ws = tty->winsize;
	up_read(&tty->termios_rwsem);
	return copy_to_user(arg, &ws, sizeof(ws)) ? -EFAULT : 0;
}

static int flush(struct tty_struct *tty, unsigned long what)
{
	int ret = tty_check_change(tty);

	if (ret)
		return ret;
	if (what != TCIFLUSH && what != TCOFLUSH && what != TCIOFLUSH)
		return -EINVAL;
	if (what != TCOFLUSH)
		n_tty_flush_input(tty);
	if (what != TCIFLUSH && tty->driver->ops->flush_buffer)
		tty->driver->ops->flush_buffer(tty);
	return 0;
}

static int flow(struct tty_struct *tty, unsigned long what)
{
	int ret = tty_check_change(tty);
	u8 c;

	if (ret)
		return ret;
	switch (what) {
	case TCOOFF:
	case TCOON:
		spin_lock_irq(&tty->ctrl_lock);
		tty->stopped = what == TCOOFF;
		spin_unlock_irq(&tty->ctrl_lock);
		if (what == TCOOFF && tty->driver->ops->stop)
			tty->driver->ops->stop(tty);
		if (what == TCOON && tty->driver->ops->start)
			tty->driver->ops->start(tty);
		tty_wakeup(tty);
		return 0;
	case TCIOFF:
	case TCION:
		c = CC(tty, what == TCIOFF ? VSTOP : VSTART);
		if (c != __DISABLED_CHAR)
			tty->driver->ops->write(tty, &c, 1);
		return 0;
	}
	return -EINVAL;
}

static int fake_input(struct tty_struct *tty, const u8 __user *arg)
{
	u8 c;

	if (current->signal->tty != tty && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (get_user(c, arg))
		return -EFAULT;
	n_tty_receive_buf(tty, &c, 1);
	return 0;
}

static int drain(struct tty_struct *tty)
{
	int ret = tty_check_change(tty);

	if (ret)
		return ret;
	tty_wait_until_sent(tty);
	return signal_pending(current) ? -EINTR : 0;
}

static int set_exclusive(struct tty_struct *tty, bool exclusive)
{
	mutex_lock(&tty_mutex);
	tty->exclusive = exclusive;
	mutex_unlock(&tty_mutex);
	return 0;
}

int n_tty_ioctl(struct tty_struct *tty, struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *p = (void __user *)arg;
	struct termios t;

	switch (cmd) {
	case TCGETS:
		t = read_termios(tty);
		return copy_to_user(p, &t, sizeof(t)) ? -EFAULT : 0;
	case TCSETS:
	case TCSETSW:
	case TCSETSF:
		return set_user_termios(tty, p, cmd - TCSETS);
	case TCGETS2:
		return get_user_termios2(tty, p);
	case TCSETS2:
	case TCSETSW2:
	case TCSETSF2:
		return set_user_termios2(tty, p, cmd - TCSETS2);
	case TCGETA:
		return get_termio(tty, p);
	case TCSETA:
	case TCSETAW:
	case TCSETAF:
		return set_termio(tty, p, cmd - TCSETA);
	case TIOCGWINSZ:
		return get_winsize(tty, p);
	case TIOCSWINSZ:
		return set_winsize(tty, p);
	case TCFLSH:
		return flush(tty, arg);
	case TCXONC:
		return flow(tty, arg);
	case TCSBRK:
	case TCSBRKP:
		return drain(tty);
	case TIOCOUTQ:
		return put_user((int)tty->driver->ops->chars_in_buffer(tty), (int __user *)p);
	case FIONREAD:
		return put_user((int)n_tty_chars_in_buffer(tty), (int __user *)p);
	case TIOCSTI:
		return fake_input(tty, p);
	case TIOCEXCL:
	case TIOCNXCL:
		return set_exclusive(tty, cmd == TIOCEXCL);
	case TIOCGETD:
		return put_user(0, (int __user *)p);
	case TIOCGDEV:
		return put_user((unsigned int)new_encode_dev(tty_devnum(tty)), (unsigned int __user *)p);
	}
	return -ENOIOCTLCMD;
}
