// SPDX-License-Identifier: GPL-2.0-only
/*
 * early_serial.c - the first serial port (0x3f8), by polling, from the first C function on.
 *
 * Owns:       the port until the real driver's console takes over.
 * Elsewhere:  the 8250 driver; which messages are printed (printk.c).
 *
 * With "earlycon" on the command line it is a boot console: messages appear at once. Without,
 * early_serial_puts() still carries the last words of a kernel that dies before any console.
 */
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/string.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/setup.h>

#define UART_BASE	0x3f8
#define UART_TX		(UART_BASE + 0)
#define UART_IER	(UART_BASE + 1)
#define UART_FCR	(UART_BASE + 2)
#define UART_LCR	(UART_BASE + 3)
#define UART_MCR	(UART_BASE + 4)
#define UART_LSR	(UART_BASE + 5)
#define UART_LSR_THRE	0x20

/* A port that is not there reads as all ones, a stuck one never gets ready: neither may stop boot. */
static void early_serial_putc(unsigned char c)
{
	unsigned int patience = 0xffff;

	while (!(inb(UART_LSR) & UART_LSR_THRE) && --patience)
		cpu_relax();
	outb(c, UART_TX);
}

static void early_serial_write(struct console *con, const char *s, unsigned int count)
{
	while (count--) {
		if (*s == '\n')
			early_serial_putc('\r');
		early_serial_putc(*s++);
	}
}

/** early_serial_puts() - print a string, whatever state the kernel is in */
void early_serial_puts(const char *s)
{
	early_serial_write(NULL, s, strlen(s));
}

/** early_serial_init() - 115200 baud, 8 bits, no parity, no interrupts */
void __init early_serial_init(void)
{
	outb(0x03, UART_LCR);
	outb(0, UART_IER);
	outb(0, UART_FCR);
	outb(0x03, UART_MCR);
	outb(0x83, UART_LCR);
	outb(1, UART_TX);
	outb(0, UART_IER);
	outb(0x03, UART_LCR);
}

static struct console early_serial_console = {
	.name	= "earlyser",
	.write	= early_serial_write,
	.flags	= CON_PRINTBUFFER | CON_BOOT | CON_ANYTIME,
	.index	= 0,
};

/** arch_panic_console() - for a kernel that dies before its first console */
struct console *arch_panic_console(void)
{
	return &early_serial_console;
}

static int __init setup_earlycon(char *buf)
{
	if (early_serial_console.flags & CON_ENABLED)
		return 0;
	register_console(&early_serial_console);
	return 0;
}
early_param("earlycon", setup_earlycon);

