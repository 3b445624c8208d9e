// SPDX-License-Identifier: GPL-2.0-only
/*
 * n_tty.c - the line discipline: lines, echo, erasing, signals from the keyboard
 * (POSIX.1-2017, XBD chapter 11).
 *
 * Input:     a ring of N_TTY_BUF_SIZE bytes.  [tail, canon_head) may be read in
 *            canonical mode: whole lines; [canon_head, head) is the line being
 *            typed and may be erased.  In raw mode all of [tail, head) may be read.
 *            Positions grow without end; the low bits are the place in the ring.
 *            A bit in `ends` marks the byte that ends a line: newline, EOL, or the
 *            EOF character (stored as __DISABLED_CHAR and not handed out).
 * Output:    OPOST processing byte by byte into the driver; `column` follows the
 *            cursor, so that tabs and erasing work.
 * Locks:     read_lock (mutex) one reader at a time; input_lock (mutex) the ring
 *            and echo, taken by the receiving work and by readers for an
 *            instant; output_lock (mutex) for column.  Order: read_lock,
 *            input_lock, output_lock.
 * Elsewhere: who may read (tty_jobctrl.c), moving bytes from the interrupt (tty_io.c).
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/tty.h>
#include <linux/uaccess.h>

#define N_TTY_BUF_SIZE 4096U

struct n_tty {
	struct mutex read_lock;
	struct mutex input_lock;
	struct mutex output_lock;
	unsigned int head, canon_head, tail;	/* [L] input_lock */
	u8 buf[N_TTY_BUF_SIZE];			/* [L] input_lock */
	DECLARE_BITMAP(ends, N_TTY_BUF_SIZE);	/* [L] input_lock */
	bool lnext;				/* [L] input_lock: the next byte is literal */
	unsigned int column;			/* [L] output_lock */
	unsigned int line_column;		/* [L] where the typed line began */
};

int n_tty_open(struct tty_struct *tty)
{
	struct n_tty *n = kvzalloc(sizeof(*n), GFP_KERNEL);

	if (!n)
		return -ENOMEM;
	mutex_init(&n->read_lock);
	mutex_init(&n->input_lock);
	mutex_init(&n->output_lock);
	tty->ldisc = n;
	return 0;
}

void n_tty_close(struct tty_struct *tty)
{
	kvfree(tty->ldisc);
}

static u8 *slot(struct n_tty *n, unsigned int pos)
{
	return &n->buf[pos % N_TTY_BUF_SIZE];
}

static bool ends_line(struct n_tty *n, unsigned int pos)
{
	return test_bit(pos % N_TTY_BUF_SIZE, n->ends);
}

/* ---- output ---- */

static void advance_column(struct n_tty *n, struct tty_struct *tty, u8 c)
{
	if (c == '\b') {
		if (n->column)
			n->column--;
	} else if (c == '\r') {
		n->column = 0;
	} else if (c == '\n') {
		if (O_FLAG(tty, ONLRET))
			n->column = 0;
	} else if (c == '\t') {
		n->column = (n->column | 7) + 1;
	} else if (!iscntrl(c) && !(I_FLAG(tty, IUTF8) && (c & 0xc0) == 0x80)) {
		n->column++;
	}
}

/*
 * What @c becomes under OPOST: up to 8 bytes in @out.
 * Return: their number; 0 where @c vanishes.
 */
static int post_process(struct n_tty *n, struct tty_struct *tty, u8 c, u8 *out)
{
	if (!O_FLAG(tty, OPOST))
		goto plain;
	if (c == '\n' && O_FLAG(tty, ONLCR)) {
		out[0] = '\r';
		out[1] = '\n';
		return 2;
	}
	if (c == '\r' && O_FLAG(tty, ONOCR) && !n->column)
		return 0;
	if (c == '\r' && O_FLAG(tty, OCRNL))
		c = '\n';
	if (c == '\t' && O_FLAG(tty, TABDLY) == XTABS) {
		int spaces = 8 - (n->column & 7);

		memset(out, ' ', spaces);
		return spaces;
	}
	if (O_FLAG(tty, OLCUC))
		c = toupper(c);
plain:
	out[0] = c;
	return 1;
}

/* Return: false where the driver has no room.  output_lock held. */
static bool put_processed(struct n_tty *n, struct tty_struct *tty, u8 c)
{
	u8 out[8];
	int len = post_process(n, tty, c, out), i;

	if (tty->driver->ops->write_room(tty) < len)
		return false;
	tty->driver->ops->write(tty, out, len);
	for (i = 0; i < len; i++)
		advance_column(n, tty, out[i]);
	return true;
}

static size_t write_processed(struct tty_struct *tty, const u8 *buf, size_t count)
{
	struct n_tty *n = tty->ldisc;
	size_t done = 0;

	mutex_lock(&n->output_lock);
	while (done < count && put_processed(n, tty, buf[done]))
		done++;
	n->line_column = n->column;
	mutex_unlock(&n->output_lock);
	return done;
}

/* Writes all of @buf, waiting for room. Return: bytes written, or an errno if none. */
static ssize_t write_chunk(struct tty_struct *tty, struct file *file, const u8 *buf, size_t count)
{
	size_t done = 0;
	int ret;

	while (done < count) {
		if (tty->hung_up)
			return done ?: -EIO;
		if (!READ_ONCE(tty->stopped))
			done += write_processed(tty, buf + done, count - done);
		if (done == count)
			break;
		if (file->f_flags & O_NONBLOCK)
			return done ?: -EAGAIN;
		ret = wait_event_interruptible(tty->write_wait, tty->hung_up ||
				(!READ_ONCE(tty->stopped) && tty->driver->ops->write_room(tty) >= 8));
		if (ret)
			return done ?: ret;
	}
	return done;
}

ssize_t n_tty_write(struct tty_struct *tty, struct file *file, const u8 __user *buf, size_t count)
{
	size_t done = 0;
	u8 chunk[128];
	ssize_t ret;

	if (L_FLAG(tty, TOSTOP)) {
		ret = tty_check_change(tty);
		if (ret)
			return ret;
	}
	while (done < count) {
		size_t n = min(count - done, sizeof(chunk));

		if (copy_from_user(chunk, buf + done, n))
			return done ?: -EFAULT;
		ret = write_chunk(tty, file, chunk, n);
		if (ret < 0)
			return done ?: ret;
		done += ret;
		if (ret < n)
			break;
	}
	return done;
}

/* ---- echo; input_lock held ---- */

static void echo_raw(struct tty_struct *tty, u8 c)
{
	struct n_tty *n = tty->ldisc;

	mutex_lock(&n->output_lock);
	put_processed(n, tty, c);
	mutex_unlock(&n->output_lock);
}

static bool shown_as_caret(struct tty_struct *tty, u8 c)
{
	return L_FLAG(tty, ECHOCTL) && iscntrl(c) && c != '\t' && c != '\n';
}

static void echo_char(struct tty_struct *tty, u8 c)
{
	if (shown_as_caret(tty, c)) {
		echo_raw(tty, '^');
		echo_raw(tty, c ^ 0x40);
	} else {
		echo_raw(tty, c);
	}
}

static void echo_newline(struct tty_struct *tty)
{
	echo_raw(tty, '\n');
	tty->ldisc->line_column = tty->ldisc->column;
}

/* The column that the cursor has after the bytes of the line up to @end have been echoed. */
static unsigned int column_at(struct tty_struct *tty, unsigned int end)
{
	struct n_tty *n = tty->ldisc;
	unsigned int pos, col = n->line_column;

	for (pos = n->canon_head; pos != end; pos++) {
		u8 c = *slot(n, pos);

		if (c == '\t')
			col = (col | 7) + 1;
		else if (shown_as_caret(tty, c))
			col += 2;
		else if (!iscntrl(c) && !(I_FLAG(tty, IUTF8) && (c & 0xc0) == 0x80))
			col++;
	}
	return col;
}

/* ---- erasing; input_lock held ---- */

static void erase_last(struct tty_struct *tty)
{
	struct n_tty *n = tty->ldisc;
	unsigned int before = column_at(tty, n->head), after;
	u8 c;

	do {
		c = *slot(n, --n->head);
	} while (I_FLAG(tty, IUTF8) && (c & 0xc0) == 0x80 && n->head != n->canon_head);
	if (!L_FLAG(tty, ECHO))
		return;
	if (!L_FLAG(tty, ECHOE)) {
		echo_char(tty, CC(tty, VERASE));
		return;
	}
	for (after = column_at(tty, n->head); before > after; before--) {
		echo_raw(tty, '\b');
		if (c != '\t')
			echo_raw(tty, ' ');
		if (c != '\t')
			echo_raw(tty, '\b');
	}
}

static void erase_word(struct tty_struct *tty)
{
	struct n_tty *n = tty->ldisc;

	while (n->head != n->canon_head && !isalnum(*slot(n, n->head - 1)) &&
	       *slot(n, n->head - 1) != '_')
		erase_last(tty);
	while (n->head != n->canon_head &&
	       (isalnum(*slot(n, n->head - 1)) || *slot(n, n->head - 1) == '_'))
		erase_last(tty);
}

static void erase_line(struct tty_struct *tty)
{
	struct n_tty *n = tty->ldisc;

	if (L_FLAG(tty, ECHO) && !(L_FLAG(tty, ECHOKE) && L_FLAG(tty, ECHOE))) {
		n->head = n->canon_head;
		echo_char(tty, CC(tty, VKILL));
		if (L_FLAG(tty, ECHOK))
			echo_newline(tty);
		return;
	}
	while (n->head != n->canon_head)
		erase_last(tty);
}

static void reprint_line(struct tty_struct *tty)
{
	struct n_tty *n = tty->ldisc;
	unsigned int pos;

	echo_char(tty, CC(tty, VREPRINT));
	echo_newline(tty);
	for (pos = n->canon_head; pos != n->head; pos++)
		echo_char(tty, *slot(n, pos));
}

/* ---- receiving; input_lock held ---- */

static bool is_cc(struct tty_struct *tty, int which, u8 c)
{
	return CC(tty, which) != __DISABLED_CHAR && c == CC(tty, which);
}

static void forget_input(struct n_tty *n)
{
	n->head = n->canon_head = n->tail = 0;
	n->lnext = false;
	bitmap_zero(n->ends, N_TTY_BUF_SIZE);
}

static bool try_signal(struct tty_struct *tty, u8 c)
{
	int sig = is_cc(tty, VINTR, c) ? SIGINT : is_cc(tty, VQUIT, c) ? SIGQUIT :
		  is_cc(tty, VSUSP, c) ? SIGTSTP : 0;
	struct pid *pgrp;

	if (!L_FLAG(tty, ISIG) || !sig)
		return false;
	if (!L_FLAG(tty, NOFLSH)) {
		forget_input(tty->ldisc);
		if (tty->driver->ops->flush_buffer)
			tty->driver->ops->flush_buffer(tty);
	}
	if (L_FLAG(tty, ECHO)) {
		echo_char(tty, c);
		tty->ldisc->line_column = tty->ldisc->column;
	}
	pgrp = tty_get_pgrp(tty);
	if (pgrp)
		kill_pgrp(pgrp, sig, 1);
	put_pid(pgrp);
	return true;
}

static void set_stopped(struct tty_struct *tty, bool stopped)
{
	spin_lock_irq(&tty->ctrl_lock);
	tty->stopped = stopped;
	spin_unlock_irq(&tty->ctrl_lock);
	if (stopped && tty->driver->ops->stop)
		tty->driver->ops->stop(tty);
	if (!stopped && tty->driver->ops->start)
		tty->driver->ops->start(tty);
	if (!stopped)
		tty_wakeup(tty);
}

static bool try_flow(struct tty_struct *tty, u8 c)
{
	if (!I_FLAG(tty, IXON))
		return false;
	if (is_cc(tty, VSTART, c)) {
		set_stopped(tty, false);
		return true;
	}
	if (is_cc(tty, VSTOP, c)) {
		set_stopped(tty, true);
		return true;
	}
	if (tty->stopped && I_FLAG(tty, IXANY))
		set_stopped(tty, false);
	return false;
}

/* Stores a byte; a full ring rings the bell and loses it, keeping room for a line's end. */
static bool store(struct tty_struct *tty, u8 c, bool line_end)
{
	struct n_tty *n = tty->ldisc;

	if (n->head - n->tail >= N_TTY_BUF_SIZE - !line_end) {
		if (I_FLAG(tty, IMAXBEL))
			echo_raw(tty, '\a');
		return false;
	}
	*slot(n, n->head) = c;
	if (line_end)
		__set_bit(n->head % N_TTY_BUF_SIZE, n->ends);
	else
		__clear_bit(n->head % N_TTY_BUF_SIZE, n->ends);
	n->head++;
	return true;
}

static void finish_line(struct tty_struct *tty, u8 c)
{
	struct n_tty *n = tty->ldisc;

	if (store(tty, c, true))
		n->canon_head = n->head;
}

static bool try_editing(struct tty_struct *tty, u8 c)
{
	struct n_tty *n = tty->ldisc;
	bool empty = n->head == n->canon_head, ext = L_FLAG(tty, IEXTEN);

	if (is_cc(tty, VERASE, c)) {
		if (!empty)
			erase_last(tty);
		return true;
	}
	if (is_cc(tty, VKILL, c)) {
		erase_line(tty);
		return true;
	}
	if (ext && is_cc(tty, VWERASE, c)) {
		erase_word(tty);
		return true;
	}
	if (ext && is_cc(tty, VREPRINT, c) && L_FLAG(tty, ECHO)) {
		reprint_line(tty);
		return true;
	}
	if (ext && is_cc(tty, VLNEXT, c)) {
		n->lnext = true;
		if (L_FLAG(tty, ECHO) && L_FLAG(tty, ECHOCTL)) {
			echo_raw(tty, '^');
			echo_raw(tty, '\b');
		}
		return true;
	}
	return false;
}

static bool try_line_end(struct tty_struct *tty, u8 c)
{
	if (c == '\n') {
		if (L_FLAG(tty, ECHO) || L_FLAG(tty, ECHONL))
			echo_newline(tty);
		finish_line(tty, c);
		return true;
	}
	if (is_cc(tty, VEOF, c)) {
		finish_line(tty, __DISABLED_CHAR);
		return true;
	}
	if (is_cc(tty, VEOL, c) || (L_FLAG(tty, IEXTEN) && is_cc(tty, VEOL2, c))) {
		if (L_FLAG(tty, ECHO))
			echo_char(tty, c);
		finish_line(tty, c);
		return true;
	}
	return false;
}

static void receive_char(struct tty_struct *tty, u8 c)
{
	struct n_tty *n = tty->ldisc;
	bool literal = n->lnext;

	n->lnext = false;
	if (I_FLAG(tty, ISTRIP))
		c &= 0x7f;
	if (!literal) {
		if (try_flow(tty, c) || try_signal(tty, c))
			return;
		if (c == '\r' && I_FLAG(tty, IGNCR))
			return;
		if (c == '\r' && I_FLAG(tty, ICRNL))
			c = '\n';
		else if (c == '\n' && I_FLAG(tty, INLCR))
			c = '\r';
		if (L_FLAG(tty, ICANON) && (try_editing(tty, c) || try_line_end(tty, c)))
			return;
	}
	if (store(tty, c, false) && L_FLAG(tty, ECHO)) {
		if (c == '\n' && !L_FLAG(tty, ICANON))
			echo_newline(tty);
		else
			echo_char(tty, c);
	}
}

/* May sleep. */
void n_tty_receive_buf(struct tty_struct *tty, const u8 *buf, size_t count)
{
	struct n_tty *n = tty->ldisc;

	down_read(&tty->termios_rwsem);
	mutex_lock(&n->input_lock);
	while (count--)
		receive_char(tty, *buf++);
	mutex_unlock(&n->input_lock);
	up_read(&tty->termios_rwsem);
	wake_up_interruptible_poll(&tty->read_wait, EPOLLIN | EPOLLRDNORM);
}

/* ---- reading ---- */

static unsigned int readable(struct tty_struct *tty)
{
	struct n_tty *n = tty->ldisc;
	unsigned int end = L_FLAG(tty, ICANON) ? READ_ONCE(n->canon_head) : READ_ONCE(n->head);

	return end - READ_ONCE(n->tail);
}

size_t n_tty_chars_in_buffer(struct tty_struct *tty)
{
	struct n_tty *n = tty->ldisc;
	size_t count = readable(tty);
	unsigned int pos;

	if (!L_FLAG(tty, ICANON))
		return count;
	mutex_lock(&n->input_lock);
	for (pos = n->tail, count = 0; pos != n->canon_head; pos++)
		count += !(ends_line(n, pos) && *slot(n, pos) == __DISABLED_CHAR);
	mutex_unlock(&n->input_lock);
	return count;
}

/*
 * Takes what may be read now, a line at most in canonical mode.
 * Return: true where the read is complete whatever its size (a line has ended).
 */
static bool take(struct tty_struct *tty, u8 *to, size_t max, size_t *taken)
{
	struct n_tty *n = tty->ldisc;
	bool canon = L_FLAG(tty, ICANON), done = false;

	mutex_lock(&n->input_lock);
	for (*taken = 0; *taken < max && readable(tty) && !done;) {
		bool end = canon && ends_line(n, n->tail);
		u8 c = *slot(n, n->tail++);

		done = end;
		if (!(end && c == __DISABLED_CHAR))
			to[(*taken)++] = c;
	}
	/* An EOF right behind a full buffer belongs to this read. */
	if (canon && !done && *taken == max && readable(tty) && ends_line(n, n->tail) &&
	    *slot(n, n->tail) == __DISABLED_CHAR) {
		n->tail++;
		done = true;
	}
	mutex_unlock(&n->input_lock);
	return done;
}

/* Waits for input. Return: 1 there is some, 0 time is over or the line is dead, or an errno. */
static long wait_for_input(struct tty_struct *tty, struct file *file, long timeout)
{
	long ret;

	if (readable(tty))
		return 1;
	if (tty->hung_up || !timeout)
		return 0;
	if (file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	ret = wait_event_interruptible_timeout(tty->read_wait, readable(tty) || tty->hung_up, timeout);
	if (ret < 0)
		return ret;
	return readable(tty) ? 1 : 0;
}

/* MIN and TIME of a raw read (XBD 11.1.7): four cases. */
static void raw_limits(struct tty_struct *tty, size_t count, size_t *minimum, long *first, long *next)
{
	long time = CC(tty, VTIME) * (HZ / 10);

	*minimum = min(count, (size_t)CC(tty, VMIN));
	*first = MAX_SCHEDULE_TIMEOUT;
	*next = MAX_SCHEDULE_TIMEOUT;
	if (*minimum)
		*next = time ?: MAX_SCHEDULE_TIMEOUT;
	else
		*first = time;
}

static ssize_t read_some(struct tty_struct *tty, struct file *file, u8 __user *buf, size_t count)
{
	size_t done = 0, minimum = 1, taken;
	long first = MAX_SCHEDULE_TIMEOUT, next = MAX_SCHEDULE_TIMEOUT, ret;
	u8 chunk[128];
	bool complete;

	if (!L_FLAG(tty, ICANON))
		raw_limits(tty, count, &minimum, &first, &next);
	do {
		ret = tty_check_read(tty);
		if (ret)
			return done ?: ret;
		ret = wait_for_input(tty, file, done ? next : first);
		if (ret <= 0)
			return done ?: ret;
		complete = take(tty, chunk, min(count - done, sizeof(chunk)), &taken);
		if (copy_to_user(buf + done, chunk, taken))
			return done ?: -EFAULT;
		done += taken;
	} while (!complete && done < count && (done < minimum || readable(tty)));
	return done;
}

ssize_t n_tty_read(struct tty_struct *tty, struct file *file, u8 __user *buf, size_t count)
{
	struct n_tty *n = tty->ldisc;
	ssize_t ret;

	if (!count)
		return 0;
	if (file->f_flags & O_NONBLOCK) {
		if (!mutex_trylock(&n->read_lock))
			return -EAGAIN;
	} else if (mutex_lock_interruptible(&n->read_lock)) {
		return -ERESTARTSYS;
	}
	ret = read_some(tty, file, buf, count);
	mutex_unlock(&n->read_lock);
	return ret;
}

__poll_t n_tty_poll(struct tty_struct *tty, struct file *file, struct poll_table_struct *wait)
{
	unsigned int minimum = 1;
	__poll_t mask = 0;

	poll_wait(file, &tty->read_wait, wait);
	poll_wait(file, &tty->write_wait, wait);
	if (!L_FLAG(tty, ICANON) && !CC(tty, VTIME) && CC(tty, VMIN))
		minimum = CC(tty, VMIN);
	if (readable(tty) >= minimum)
		mask |= EPOLLIN | EPOLLRDNORM;
	if (!tty->stopped && tty->driver->ops->write_room(tty) >= 8)
		mask |= EPOLLOUT | EPOLLWRNORM;
	if (tty->hung_up)
		mask |= EPOLLHUP;
	return mask;
}

void n_tty_flush_input(struct tty_struct *tty)
{
	struct n_tty *n = tty->ldisc;

	mutex_lock(&n->input_lock);
	forget_input(n);
	mutex_unlock(&n->input_lock);
}

/* Between canonical and raw mode nothing that was typed is lost. termios_rwsem held. */
void n_tty_set_termios(struct tty_struct *tty, const struct termios *old)
{
	struct n_tty *n = tty->ldisc;

	if (!((old->c_lflag ^ tty->termios.c_lflag) & ICANON))
		return;
	mutex_lock(&n->input_lock);
	n->lnext = false;
	/* What raw mode left is a line of its own from now on. */
	if (L_FLAG(tty, ICANON) && n->head != n->tail)
		__set_bit((n->head - 1) % N_TTY_BUF_SIZE, n->ends);
	n->canon_head = n->head;
	mutex_unlock(&n->input_lock);
	wake_up_interruptible_poll(&tty->read_wait, EPOLLIN | EPOLLRDNORM);
}
