// SPDX-License-Identifier: GPL-2.0-only
/*
 * resource.c - the ports of what every PC has and the kernel uses, for /proc/ioports.
 *
 * Elsewhere:  memory (e820.c), interrupt controllers (apic/), power (acpi/); the others are their drivers'.
 */
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/kernel.h>

/* The names are those that Linux shows. */
static struct resource ports[] = {
	{ .name = "pic1",	.start = 0x20, .end = 0x21, .flags = IORESOURCE_IO | IORESOURCE_BUSY },
	{ .name = "timer0",	.start = 0x40, .end = 0x43, .flags = IORESOURCE_IO | IORESOURCE_BUSY },
	{ .name = "keyboard",	.start = 0x60, .end = 0x60, .flags = IORESOURCE_IO | IORESOURCE_BUSY },
	{ .name = "keyboard",	.start = 0x64, .end = 0x64, .flags = IORESOURCE_IO | IORESOURCE_BUSY },
	{ .name = "rtc0",	.start = 0x70, .end = 0x71, .flags = IORESOURCE_IO | IORESOURCE_BUSY },
	{ .name = "dma page reg", .start = 0x80, .end = 0x8f, .flags = IORESOURCE_IO | IORESOURCE_BUSY },
	{ .name = "pic2",	.start = 0xa0, .end = 0xa1, .flags = IORESOURCE_IO | IORESOURCE_BUSY },
};

static int __init reserve_standard_io_resources(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(ports); i++)
		request_resource(&ioport_resource, &ports[i]);
	return 0;
}
subsys_initcall(reserve_standard_io_resources);
