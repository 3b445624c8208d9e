/* SPDX-License-Identifier: GPL-2.0-only */
/* console.h - where log messages are written. */
#ifndef _LINUX_CONSOLE_H
#define _LINUX_CONSOLE_H

#include <linux/types.h>

struct tty_driver;

#define CON_PRINTBUFFER	1	/* print what is in the log already when registered */
#define CON_CONSDEV	2	/* /dev/console leads here */
#define CON_ENABLED	4
#define CON_BOOT	8	/* goes when a real console comes */
#define CON_ANYTIME	16

/**
 * struct console - a device that takes log messages.
 * @name: as in console=NAMEindex
 * @write: writes @count bytes, polling; any context, interrupts off, the
 *	console lock held (or the machine is dying)
 * @setup: called with the text behind the comma of console=; may be NULL
 * @device: the tty behind it, for /dev/console; may be NULL
 */
struct console {
	char name[16];
	void (*write)(struct console *con, const char *s, unsigned int count);
	struct tty_driver *(*device)(struct console *con, int *index);
	int (*setup)(struct console *con, char *options);
	short flags;
	short index;
	void *data;
	u64 seq;		/* first message not written yet */
	struct console *next;
};

void register_console(struct console *con);
void unregister_console(struct console *con);
struct tty_driver *console_device(int *index);
void console_lock(void);
void console_unlock(void);
void console_flush_on_panic(void);
struct console *arch_panic_console(void);	/* arch: prints when no console does; NULL: none */
void console_init(void);
bool console_preferred(const char *name, int index);

struct seq_file;
int consoles_show(struct seq_file *m, void *v);		/* /proc/consoles */

#endif
