// SPDX-License-Identifier: GPL-2.0-only
/*
 * printk.c - the log buffer.
 *
 * Owns:       the ring of messages; the numbers (seq) that order them.
 * Structure:  log_buf is a ring of bytes holding records, each a header and its
 *             text, none of which wraps: a header with len 0 says "go on at the
 *             start".  The oldest are overwritten.
 * Locks:      log_lock, a raw spinlock with interrupts off and innermost of all.
 *             In an NMI and while the machine dies it is only tried: a message
 *             may be lost then, but nothing hangs.
 * Elsewhere:  who prints them (console.c), who reads them (syslog.c, /dev/kmsg).
 */
#include <linux/atomic.h>
#include <linux/console.h>
#include <linux/hardirq.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/wait.h>
#include "internal.h"

#define LOG_BUF_LEN	(1UL << CONFIG_LOG_BUF_SHIFT)

struct log_record {
	u64 seq;
	u64 ts_nsec;
	u16 len;		/* of the text; 0: the ring goes on at its start */
	u8 level;
	bool forced;		/* the consoles show it whatever their level */
	char text[];
};

static char log_buf[LOG_BUF_LEN] __aligned(8);
static DEFINE_RAW_SPINLOCK(log_lock);
static u64 first_seq, next_seq;			/* [L] log_lock */
static u32 first_at, next_at;			/* [L] offsets of those two in log_buf */

/* A line that lacks its newline, and who is writing it. */
static struct {
	char text[LOG_LINE_MAX];
	size_t len;
	struct task_struct *owner;
	u64 ts_nsec;
	u8 level;
	bool forced;
} cont;						/* [L] log_lock */

DECLARE_WAIT_QUEUE_HEAD(log_wait);
static bool wake_pending;
static atomic_t force_console;

static struct log_record *record_at(u32 offset)
{
	return (struct log_record *)(log_buf + offset);
}

static u32 record_size(size_t len)
{
	return ALIGN(sizeof(struct log_record) + len, 8);
}

/* The offset behind the record at @offset; at the ring's end that is its start. */
static u32 next_record(u32 offset)
{
	offset += record_size(record_at(offset)->len);
	if (LOG_BUF_LEN - offset < sizeof(struct log_record) || !record_at(offset)->len)
		return 0;
	return offset;
}

static void drop_oldest(void)
{
	first_at = next_record(first_at);
	first_seq++;
}

/* Free bytes from next_at on without wrapping, oldest records excluded. */
static u32 room(void)
{
	if (first_seq == next_seq) {
		first_at = next_at = 0;
		return LOG_BUF_LEN;
	}
	return next_at > first_at ? LOG_BUF_LEN - next_at : first_at - next_at;
}

/* Writes one record.  An empty text becomes one space, since length 0 means "wrap". */
static void store(u8 level, bool forced, u64 ts_nsec, const char *text, size_t len)
{
	struct log_record *rec;
	u32 size;

	if (!len) {
		text = " ";
		len = 1;
	}
	size = record_size(len);
	/* One header more than needed stays free: the mark that the ring wraps. */
	while (room() < size + sizeof(*rec)) {
		if (next_at > first_at || first_seq == next_seq) {
			record_at(next_at)->len = 0;
			next_at = 0;
			if (first_at == 0)
				drop_oldest();
		} else {
			drop_oldest();
		}
	}
	rec = record_at(next_at);
	rec->seq = next_seq++;
	rec->ts_nsec = ts_nsec;
	rec->level = level;
	rec->forced = forced;
	rec->len = len;
	memcpy(rec->text, text, len);
	next_at += size;
}

static void flush_cont(void)
{
	if (cont.len)
		store(cont.level, cont.forced, cont.ts_nsec, cont.text, cont.len);
	cont.len = 0;
}

static void append_cont(u8 level, bool forced, const char *text, size_t len)
{
	if (!cont.len) {
		cont.owner = current;
		cont.ts_nsec = local_clock();
		cont.level = level;
		cont.forced = forced;
	}
	len = min(len, sizeof(cont.text) - cont.len);
	memcpy(cont.text + cont.len, text, len);
	cont.len += len;
}

/* Splits off the level: "\001" and a digit or c.  Return: the text behind. */
static const char *parse_level(const char *text, int *level, bool *is_cont)
{
	while (text[0] == KERN_SOH_ASCII && text[1]) {
		if (text[1] >= '0' && text[1] <= '7')
			*level = text[1] - '0';
		else if (text[1] == 'c')
			*is_cont = true;
		text += 2;
	}
	return text;
}

static void store_text(const char *text)
{
	int level = LOGLEVEL_DEFAULT;
	bool forced = atomic_read(&force_console);
	bool is_cont = false;
	size_t len;

	text = parse_level(text, &level, &is_cont);
	if (level == LOGLEVEL_DEFAULT)
		level = default_message_loglevel;
	if (cont.len && !(is_cont && cont.owner == current))
		flush_cont();
	while (*text) {
		const char *end = strchrnul(text, '\n');

		len = end - text;
		if (cont.len || !*end) {
			append_cont(level, forced, text, len);
			if (*end)
				flush_cont();
		} else {
			store(level, forced, local_clock(), text, len);
		}
		text = *end ? end + 1 : end;
	}
}

static bool lock_log(unsigned long *flags)
{
	if (!in_nmi() && !oops_in_progress) {
		raw_spin_lock_irqsave(&log_lock, *flags);
		return true;
	}
	return raw_spin_trylock_irqsave(&log_lock, *flags);
}

/*
 * Readers are woken where interrupts are on: then the caller cannot hold a
 * run-queue lock.  Otherwise the next message or tick does it.
 */
void printk_wake_readers(void)
{
	if (irqs_disabled() || in_nmi()) {
		WRITE_ONCE(wake_pending, true);
		return;
	}
	WRITE_ONCE(wake_pending, false);
	if (waitqueue_active(&log_wait))
		wake_up_interruptible(&log_wait);
}

static int vprintk_store(const char *fmt, va_list args)
{
	char text[LOG_LINE_MAX];
	unsigned long flags;
	int len = vscnprintf(text, sizeof(text), fmt, args);

	if (lock_log(&flags)) {
		store_text(text);
		raw_spin_unlock_irqrestore(&log_lock, flags);
	}
	return len;
}

int vprintk(const char *fmt, va_list args)
{
	int len = vprintk_store(fmt, args);

	console_flush();
	printk_wake_readers();
	return len;
}

int _printk(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk(fmt, args);
	va_end(args);
	return len;
}

/* The consoles get it with the next ordinary message or at the next tick. */
int _printk_deferred(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk_store(fmt, args);
	va_end(args);
	WRITE_ONCE(wake_pending, true);
	return len;
}

/**
 * printk_tick() - finish what printk_deferred() and printk() under locks left.
 *
 * Called by the timer interrupt, without locks.
 */
void printk_tick(void)
{
	if (!READ_ONCE(wake_pending))
		return;
	WRITE_ONCE(wake_pending, false);
	console_flush();
	if (waitqueue_active(&log_wait))
		wake_up_interruptible(&log_wait);
}

void printk_force_console_enter(void)
{
	atomic_inc(&force_console);
}

void printk_force_console_exit(void)
{
	atomic_dec(&force_console);
}

bool log_read(u64 seq, struct log_message *msg)
{
	unsigned long flags;
	bool found = false;
	u64 at_seq;
	u32 at;

	if (!lock_log(&flags))
		return false;
	if (seq < next_seq) {
		seq = max(seq, first_seq);
		at = first_at;
		for (at_seq = first_seq; at_seq < seq; at_seq++)
			at = next_record(at);
		msg->seq = seq;
		msg->ts_nsec = record_at(at)->ts_nsec;
		msg->level = record_at(at)->level;
		msg->forced = record_at(at)->forced;
		msg->len = min((size_t)record_at(at)->len, sizeof(msg->text));
		memcpy(msg->text, record_at(at)->text, msg->len);
		found = true;
	}
	raw_spin_unlock_irqrestore(&log_lock, flags);
	return found;
}

u64 log_first_seq(void)
{
	return READ_ONCE(first_seq);
}

u64 log_next_seq(void)
{
	return READ_ONCE(next_seq);
}

int log_format(const struct log_message *msg, char *buf, size_t size)
{
	return scnprintf(buf, size, "[%5llu.%06llu] %.*s\n", msg->ts_nsec / 1000000000,
			 msg->ts_nsec / 1000 % 1000000, msg->len, msg->text);
}

bool printk_ratelimited_ok(unsigned long *begin, unsigned int *count)
{
	unsigned long now = jiffies | 1;

	if (!*begin || time_after(now, *begin + 5 * HZ)) {
		*begin = now;
		*count = 0;
	}
	return (*count)++ < 10;
}
