// SPDX-License-Identifier: GPL-2.0-only
/*
 * console.c - who prints the log.
 *
 * Owns:      the list of consoles, the choice among them by console=, and from
 *            which level on a message goes there.
 * Printing:  each console remembers the number of the first message it has not
 *            written.  Whoever logs a message tries to become the printer; the
 *            printer writes until nothing is left.  Who fails to become it may
 *            leave, because the printer looks once more after it has let go.
 * Locks:     printing, an owner flag taken by cmpxchg (never waited for by
 *            printk); console_mutex for the list.
 * Boot consoles (CON_BOOT) leave when the first real one arrives.
 */
#include <linux/atomic.h>
#include <linux/console.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/tty.h>
#include "internal.h"

static struct console *consoles;	/* [L] console_mutex; printed under `printing` */
static DEFINE_MUTEX(console_mutex);
static atomic_t printing;

int console_printk[4] = {
	CONSOLE_LOGLEVEL_DEFAULT,	/* messages below this go to the consoles */
	LOGLEVEL_WARNING,		/* level of a message without one */
	1,
	CONSOLE_LOGLEVEL_DEFAULT,
};
int oops_in_progress;

/* console= options in the order given; the last one is /dev/console. */
static char preferred[COMMAND_LINE_SIZE] __ro_after_init;

static void write_message(struct console *con, const struct log_message *msg)
{
	static char line[LOG_LINE_MAX + 32];	/* guarded by `printing` */

	con->write(con, line, log_format(msg, line, sizeof(line)));
}

static bool console_behind(const struct console *con)
{
	return (con->flags & CON_ENABLED) && con->seq < log_next_seq();
}

static bool any_behind(void)
{
	struct console *con;

	for (con = READ_ONCE(consoles); con; con = con->next)
		if (console_behind(con))
			return true;
	return false;
}

static void print_all(void)
{
	static struct log_message msg;		/* guarded by `printing` */
	struct console *con;

	for (con = consoles; con; con = con->next) {
		while (console_behind(con) && log_read(con->seq, &msg)) {
			con->seq = msg.seq + 1;
			if (msg.forced || msg.level < console_loglevel)
				write_message(con, &msg);
		}
	}
}

void console_flush(void)
{
	unsigned long flags;

	while (any_behind()) {
		local_irq_save(flags);
		if (atomic_cmpxchg(&printing, 0, 1)) {
			local_irq_restore(flags);
			return;
		}
		print_all();
		atomic_set_release(&printing, 0);
		local_irq_restore(flags);
		/* Pairs with the cmpxchg of a logger that just gave up: see its message. */
		smp_mb();
	}
}

/* A machine may know a way to print that needs no driver. */
struct console * __weak arch_panic_console(void)
{
	return NULL;
}

/* Death before the first console: the whole log goes to that of last resort. */
static void adopt_panic_console(void)
{
	struct console *con = arch_panic_console();

	if (!con)
		return;
	con->seq = log_first_seq();
	con->flags |= CON_ENABLED;
	consoles = con;
}

/* The machine is dying: whoever was printing may never go on. */
void console_flush_on_panic(void)
{
	atomic_set(&printing, 0);
	if (!consoles)
		adopt_panic_console();
	console_flush();
}

void console_lock(void)
{
	mutex_lock(&console_mutex);
}

void console_unlock(void)
{
	mutex_unlock(&console_mutex);
}

/* Stops printing while the list changes. */
static unsigned long pause_printing(void)
{
	unsigned long flags;

	for (;;) {
		local_irq_save(flags);
		if (!atomic_cmpxchg(&printing, 0, 1))
			return flags;
		local_irq_restore(flags);
		cpu_relax();
	}
}

static void resume_printing(unsigned long flags)
{
	atomic_set_release(&printing, 0);
	local_irq_restore(flags);
}

/**
 * console_preferred() - does the command line ask for this console?
 *
 * Without any console= option, every console is welcome.
 */
bool console_preferred(const char *name, int index)
{
	char full[32];

	snprintf(full, sizeof(full), "%s%d", name, index);
	return !preferred[0] || parse_option_str(preferred, full);
}

static bool is_last_preferred(const struct console *con)
{
	char full[32];
	char *last = strrchr(preferred, ',');

	snprintf(full, sizeof(full), "%s%d", con->name, con->index);
	return preferred[0] && !strcmp(last ? last + 1 : preferred, full);
}

static void link_console(struct console *con)
{
	unsigned long flags = pause_printing();

	con->next = consoles;
	WRITE_ONCE(consoles, con);
	resume_printing(flags);
}

static void unlink_console(struct console *con)
{
	unsigned long flags = pause_printing();
	struct console **p = &consoles;

	while (*p && *p != con)
		p = &(*p)->next;
	if (*p)
		*p = con->next;
	con->flags &= ~CON_ENABLED;
	resume_printing(flags);
}

static struct console *find_boot_console(void)
{
	struct console *con;

	for (con = consoles; con; con = con->next)
		if (con->flags & CON_BOOT)
			return con;
	return NULL;
}

/**
 * register_console() - a device is ready to print the log.
 *
 * May sleep, but for CON_BOOT consoles, which register before there are tasks.
 * With CON_PRINTBUFFER it is first given all that is in the log, unless a
 * boot console on the same line has written that already.
 */
void register_console(struct console *con)
{
	struct console *boot;

	if (!(con->flags & CON_BOOT) && !console_preferred(con->name, con->index))
		return;
	con->seq = con->flags & CON_PRINTBUFFER ? log_first_seq() : log_next_seq();
	boot = con->flags & CON_BOOT ? NULL : find_boot_console();
	if (boot)
		con->seq = boot->seq;
	if (is_last_preferred(con) || !preferred[0])
		con->flags |= CON_CONSDEV;
	con->flags |= CON_ENABLED;
	while (boot) {
		unlink_console(boot);
		boot = find_boot_console();
	}
	link_console(con);
	pr_info("printk: %sconsole [%s%d] enabled\n", con->flags & CON_BOOT ? "boot" : "",
		con->name, con->index);
}

void unregister_console(struct console *con)
{
	console_lock();
	unlink_console(con);
	console_unlock();
}

/**
 * console_device() - the tty that /dev/console leads to.
 * @index: its line
 *
 * May sleep. Return: the driver, or NULL where no console has one.
 */
struct tty_driver *console_device(int *index)
{
	struct tty_driver *driver = NULL;
	struct console *con;

	console_lock();
	for (con = consoles; con; con = con->next) {
		if (!con->device || (driver && !(con->flags & CON_CONSDEV)))
			continue;
		driver = con->device(con, index);
	}
	console_unlock();
	return driver;
}

/* The text of /proc/consoles: name, what it can do, its flags, its device. */
int consoles_show(struct seq_file *m, void *v)
{
	static const struct { short flag; char letter; } letters[] = {
		{ CON_ENABLED, 'E' }, { CON_CONSDEV, 'C' }, { CON_BOOT, 'B' },
		{ CON_PRINTBUFFER, 'p' }, { CON_ANYTIME, 'a' },
	};
	struct tty_driver *driver;
	struct console *con;
	int i, index;

	console_lock();
	for (con = consoles; con; con = con->next) {
		driver = con->device ? con->device(con, &index) : NULL;
		seq_setwidth(m, 21 - 1);
		seq_printf(m, "%s%d", con->name, con->index);
		seq_pad(m, ' ');
		seq_printf(m, "-%c- (", con->write ? 'W' : '-');
		for (i = 0; i < ARRAY_SIZE(letters); i++)
			seq_putc(m, con->flags & letters[i].flag ? letters[i].letter : ' ');
		seq_putc(m, ')');
		if (driver)
			seq_printf(m, " %4d:%d", driver->major, driver->minor_start + index);
		seq_putc(m, '\n');
	}
	console_unlock();
	return 0;
}

/* console=ttyS0,115200n8: the name counts; speed is the firmware's business under QEMU. */
static int __init console_setup(char *str)
{
	size_t used = strlen(preferred);

	*strchrnul(str, ',') = 0;
	snprintf(preferred + used, sizeof(preferred) - used, "%s%s", used ? "," : "", str);
	return 1;
}
__setup("console=", console_setup);

extern initcall_t __con_initcall_start[], __con_initcall_end[];

/* Lets the console drivers register; called when memory and interrupts' basics are up. */
void __init console_init(void)
{
	initcall_t *call;

	for (call = __con_initcall_start; call < __con_initcall_end; call++)
		(*call)();
}

void console_verbose(void)
{
	if (console_loglevel)
		console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
}

void bust_spinlocks(int yes)
{
	if (yes)
		oops_in_progress++;
	else
		oops_in_progress--;
}

static int __init quiet_setup(char *str)
{
	console_loglevel = CONSOLE_LOGLEVEL_QUIET;
	return 0;
}
early_param("quiet", quiet_setup);

static int __init debug_setup(char *str)
{
	console_loglevel = 10;
	return 0;
}
early_param("debug", debug_setup);

static int __init loglevel_setup(char *str)
{
	int level;

	if (!str || !get_option(&str, &level))
		return -EINVAL;
	console_loglevel = clamp(level, 1, CONSOLE_LOGLEVEL_MOTORMOUTH);
	return 0;
}
early_param("loglevel", loglevel_setup);
