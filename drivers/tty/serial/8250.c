// SPDX-License-Identifier: GPL-2.0-only
/*
 * 8250.c - the serial ports of a PC (16550A; registers from the National
 * Semiconductor PC16550D data sheet, table II).
 *
 * Owns:      the ports at the four customary addresses that answer, their
 *            transmit rings, the console on them.
 * Locks:     port->lock, with interrupts off: the ring and the registers.  The
 *            console takes it too, unless the machine is dying.
 * Speed:     what the firmware or host has set up; divisor 1 is 115200 baud.
 */
#include <linux/console.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/ioport.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/sysrq.h>
#include <linux/tty.h>
#include <asm/io.h>

#define UART_RX		0
#define UART_TX		0
#define UART_IER	1
#define  UART_IER_RDI	0x01	/* data received */
#define  UART_IER_THRI	0x02	/* transmitter empty */
#define UART_IIR	2
#define  UART_IIR_NO_INT 0x01
#define UART_FCR	2
#define  UART_FCR_ENABLE_CLEAR 0x07
#define UART_LCR	3
#define  UART_LCR_8N1	0x03
#define UART_MCR	4
#define  UART_MCR_RUN	0x0b	/* DTR, RTS, OUT2: the interrupt reaches the bus */
#define UART_LSR	5
#define  UART_LSR_DR	0x01
#define  UART_LSR_BI	0x10	/* with a character of 0: the line was held low */
#define  UART_LSR_THRE	0x20
#define  UART_LSR_TEMT	0x40
#define UART_SCR	7
#define NR_REGISTERS	8

#define NR_PORTS	4
#define TX_RING		4096U
#define TX_FIFO		16

struct uart_port {
	const char *name;		/* [I] in /proc/interrupts */
	unsigned short base;		/* [I] */
	unsigned int irq;		/* [I] */
	bool present;			/* [I] */
	spinlock_t lock;
	struct tty_struct *tty;		/* [lock] while open */
	u8 *ring;			/* [lock] */
	unsigned int head, tail;	/* [lock] */
	u8 ier;				/* [lock] */
	bool break_seen;		/* [lock] a break's character has not been read yet */
	bool console;			/* [I] kernel messages go here: a break is the sysrq key */
	unsigned long sysrq_until;	/* [lock] jiffies; a character before it is a sysrq key; 0: none is expected */
	u8 sysrq_key;			/* [lock] that arrived and is to be handled without the lock; 0: none */
};

#define SYSRQ_PATIENCE	(5 * HZ)	/* as Linux's serial drivers have */

/* COM1 to COM4 of the PC/AT. */
static struct uart_port ports[NR_PORTS] = {
	{ .name = "ttyS0", .base = 0x3f8, .irq = 4, .lock = __SPIN_LOCK_UNLOCKED(ports[0].lock) },
	{ .name = "ttyS1", .base = 0x2f8, .irq = 3, .lock = __SPIN_LOCK_UNLOCKED(ports[1].lock) },
	{ .name = "ttyS2", .base = 0x3e8, .irq = 4, .lock = __SPIN_LOCK_UNLOCKED(ports[2].lock) },
	{ .name = "ttyS3", .base = 0x2e8, .irq = 3, .lock = __SPIN_LOCK_UNLOCKED(ports[3].lock) },
};

static u8 uart_in(struct uart_port *port, int reg)
{
	return inb(port->base + reg);
}

static void uart_out(struct uart_port *port, int reg, u8 val)
{
	outb(val, port->base + reg);
}

/* Reading the register clears the mark of a break, whoever reads it and why. Context: port->lock held */
static u8 line_status(struct uart_port *port)
{
	u8 lsr = uart_in(port, UART_LSR);

	if (unlikely(lsr & UART_LSR_BI))
		port->break_seen = true;
	return lsr;
}

static void set_ier(struct uart_port *port, u8 ier)
{
	if (port->ier == ier)
		return;
	port->ier = ier;
	uart_out(port, UART_IER, ier);
}

/* ---- transmitting; port->lock held ---- */

static void transmit(struct uart_port *port)
{
	int n;

	if (port->tty && port->tty->stopped) {
		set_ier(port, port->ier & ~UART_IER_THRI);
		return;
	}
	while (port->tail != port->head && (line_status(port) & UART_LSR_THRE))
		for (n = 0; n < TX_FIFO && port->tail != port->head; n++)
			uart_out(port, UART_TX, port->ring[port->tail++ % TX_RING]);
	if (port->tail == port->head)
		set_ier(port, port->ier & ~UART_IER_THRI);
	else
		set_ier(port, port->ier | UART_IER_THRI);
}

/* Return: true if the character was not for the tty: a break on the console, or the key after it */
static bool receive_sysrq(struct uart_port *port, u8 c)
{
	bool expected = port->sysrq_until && time_before(jiffies, port->sysrq_until);

	if (!IS_ENABLED(CONFIG_MAGIC_SYSRQ) || !port->console)
		return false;
	if (port->break_seen && !c) {
		port->break_seen = false;
		port->sysrq_until = jiffies + SYSRQ_PATIENCE;
		return true;
	}
	port->sysrq_until = 0;
	if (expected)
		port->sysrq_key = c;
	return expected;
}

static bool receive(struct uart_port *port)
{
	bool any = false;
	u8 c;

	while (line_status(port) & UART_LSR_DR) {
		c = uart_in(port, UART_RX);
		if (receive_sysrq(port, c))
			continue;
		if (port->tty)
			tty_receive(port->tty, &c, 1);
		any = true;
	}
	return any;
}

static irqreturn_t uart_interrupt(int irq, void *dev)
{
	struct uart_port *port = dev;
	irqreturn_t ret = IRQ_NONE;
	bool wake = false;
	u8 key;

	spin_lock(&port->lock);
	while (!(uart_in(port, UART_IIR) & UART_IIR_NO_INT)) {
		ret = IRQ_HANDLED;
		receive(port);
		transmit(port);
		wake = port->tty && port->head - port->tail < TX_RING / 2;
	}
	if (wake)
		tty_wakeup(port->tty);
	key = port->sysrq_key;
	port->sysrq_key = 0;
	spin_unlock(&port->lock);
	/* what it prints takes the lock */
	if (unlikely(key))
		handle_sysrq(key);
	return ret;
}

/* ---- the tty side ---- */

static int uart_open(struct tty_struct *tty)
{
	struct uart_port *port = &ports[tty->index];
	int err;

	if (!port->present)
		return -EIO;
	port->ring = kmalloc(TX_RING, GFP_KERNEL);
	if (!port->ring)
		return -ENOMEM;
	port->head = port->tail = 0;
	tty->driver_data = port;
	err = request_irq(port->irq, uart_interrupt, IRQF_SHARED, port->name, port);
	if (err) {
		kfree(port->ring);
		return err;
	}
	spin_lock_irq(&port->lock);
	port->tty = tty;
	uart_out(port, UART_LCR, UART_LCR_8N1);
	uart_out(port, UART_FCR, UART_FCR_ENABLE_CLEAR);
	uart_out(port, UART_MCR, UART_MCR_RUN);
	set_ier(port, UART_IER_RDI);
	spin_unlock_irq(&port->lock);
	return 0;
}

static void uart_close(struct tty_struct *tty)
{
	struct uart_port *port = tty->driver_data;

	tty_wait_until_sent(tty);
	spin_lock_irq(&port->lock);
	set_ier(port, 0);
	port->tty = NULL;
	spin_unlock_irq(&port->lock);
	free_irq(port->irq, port);
	kfree(port->ring);
}

static size_t uart_write(struct tty_struct *tty, const u8 *buf, size_t count)
{
	struct uart_port *port = tty->driver_data;
	unsigned long flags;
	size_t n;

	spin_lock_irqsave(&port->lock, flags);
	for (n = 0; n < count && port->head - port->tail < TX_RING; n++)
		port->ring[port->head++ % TX_RING] = buf[n];
	transmit(port);
	spin_unlock_irqrestore(&port->lock, flags);
	return n;
}

static size_t uart_write_room(struct tty_struct *tty)
{
	struct uart_port *port = tty->driver_data;

	return TX_RING - (READ_ONCE(port->head) - READ_ONCE(port->tail));
}

static size_t uart_chars_in_buffer(struct tty_struct *tty)
{
	return TX_RING - uart_write_room(tty);
}

static void uart_flush_buffer(struct tty_struct *tty)
{
	struct uart_port *port = tty->driver_data;
	unsigned long flags;

	spin_lock_irqsave(&port->lock, flags);
	port->tail = port->head;
	set_ier(port, port->ier & ~UART_IER_THRI);
	spin_unlock_irqrestore(&port->lock, flags);
	tty_wakeup(tty);
}

static void uart_start(struct tty_struct *tty)
{
	struct uart_port *port = tty->driver_data;
	unsigned long flags;

	spin_lock_irqsave(&port->lock, flags);
	transmit(port);
	spin_unlock_irqrestore(&port->lock, flags);
}

static const struct tty_operations uart_ops = {
	.open			= uart_open,
	.close			= uart_close,
	.write			= uart_write,
	.write_room		= uart_write_room,
	.chars_in_buffer	= uart_chars_in_buffer,
	.flush_buffer		= uart_flush_buffer,
	.start			= uart_start,
};

static struct tty_driver uart_driver = {
	.name		= "ttyS",
	.major		= TTY_MAJOR,
	.minor_start	= 64,
	.num		= NR_PORTS,
	.ops		= &uart_ops,
};

/* A register that keeps what is written to it: there is a UART. */
static bool probe(struct uart_port *port)
{
	uart_out(port, UART_SCR, 0x5a);
	if (uart_in(port, UART_SCR) != 0x5a)
		return false;
	uart_out(port, UART_SCR, 0xa5);
	return uart_in(port, UART_SCR) == 0xa5;
}

static void probe_all(void)
{
	int i;

	for (i = 0; i < NR_PORTS; i++)
		ports[i].present = ports[i].present || probe(&ports[i]);
}

static int __init uart_init(void)
{
	int i;

	probe_all();
	for (i = 0; i < NR_PORTS; i++)
		if (ports[i].present)
			request_region(ports[i].base, NR_REGISTERS, "serial");
	uart_driver.init_termios = tty_std_termios;
	/* Three wires: nobody says that the line is there. The speed is what such ports start with. */
	uart_driver.init_termios.c_cflag = B9600 | CS8 | CREAD | HUPCL | CLOCAL;
	return tty_register_driver(&uart_driver);
}
device_initcall(uart_init);

/* ---- console ---- */

static void console_putc(struct uart_port *port, u8 c)
{
	unsigned int patience = 0xffff;

	while (!(line_status(port) & UART_LSR_THRE) && --patience)
		cpu_relax();
	uart_out(port, UART_TX, c);
}

static void console_write(struct console *con, const char *s, unsigned int count)
{
	struct uart_port *port = &ports[con->index];
	bool locked = true;
	unsigned long flags;

	if (oops_in_progress)
		locked = spin_trylock_irqsave(&port->lock, flags);
	else
		spin_lock_irqsave(&port->lock, flags);
	for (; count--; s++) {
		if (*s == '\n')
			console_putc(port, '\r');
		console_putc(port, *s);
	}
	if (locked)
		spin_unlock_irqrestore(&port->lock, flags);
}

static struct tty_driver *console_tty(struct console *con, int *index)
{
	*index = con->index;
	return &uart_driver;
}

static struct console uart_consoles[NR_PORTS];

static int __init uart_console_init(void)
{
	int i;

	if (!IS_ENABLED(CONFIG_SERIAL_8250_CONSOLE))
		return 0;
	probe_all();
	for (i = 0; i < NR_PORTS; i++) {
		if (!ports[i].present)
			continue;
		uart_consoles[i] = (struct console){
			.name = "ttyS", .index = i, .write = console_write,
			.device = console_tty, .flags = CON_PRINTBUFFER,
		};
		ports[i].console = true;
		register_console(&uart_consoles[i]);
	}
	return 0;
}
console_initcall(uart_console_init);
