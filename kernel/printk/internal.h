/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * internal.h - the log buffer as console.c and syslog.c see it.
 */
#include <linux/types.h>
#include <linux/wait.h>

#define LOG_LINE_MAX 1024

/* One message, as it is handed out: without level prefix and newline. */
struct log_message {
	u64 seq;
	u64 ts_nsec;		/* since boot */
	u8 level;		/* 0 to 7 */
	bool forced;		/* shown on consoles whatever its level */
	u16 len;
	char text[LOG_LINE_MAX];
};

#ifdef CONFIG_PRINTK
/**
 * log_read() - the first message whose number is @seq or larger.
 *
 * Any context. Return: false where there is none yet.
 */
bool log_read(u64 seq, struct log_message *msg);
u64 log_first_seq(void);	/* oldest message still there */
u64 log_next_seq(void);		/* number that the next message gets */

/* "[    1.234567] text\n" of @msg; returns the length, at most LOG_LINE_MAX + 32. */
int log_format(const struct log_message *msg, char *buf, size_t size);

extern struct wait_queue_head log_wait;
#else
/* There is no log: the consoles never have anything to write. */
static inline bool log_read(u64 seq, struct log_message *msg)
{
	return false;
}

static inline u64 log_first_seq(void)
{
	return 0;
}

static inline u64 log_next_seq(void)
{
	return 0;
}

static inline int log_format(const struct log_message *msg, char *buf, size_t size)
{
	return 0;
}
#endif

/* Write to the consoles whatever they have not seen, unless somebody is at it already. */
void console_flush(void);
