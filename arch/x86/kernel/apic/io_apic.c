// SPDX-License-Identifier: GPL-2.0-only
/*
 * io_apic.c - the controllers that devices' interrupt lines lead to.
 *
 * Owns:       the I/O APICs' redirection entries.
 * Invariant:  interrupt number n is vector FIRST_EXTERNAL_VECTOR + n; its line is gsi_of[n]. For
 *             the 16 legacy numbers the firmware may name another line than n; numbers
 *             from 16 up are the line itself.
 * Locks:      ioapic_lock around the two accesses that reach a register.
 */
#include <linux/cache.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <asm/apic.h>
#include <asm/fixmap.h>
#include <asm/io.h>
#include <asm/io_apic.h>
#include <asm/irq.h>

#define MAX_IO_APICS	(FIX_IO_APIC_BASE_END - FIX_IO_APIC_BASE_0 + 1)

#define IOAPIC_SIZE		0x400	/* of its place in memory */
#define IOAPIC_VERSION		0x01
#define IOAPIC_REDIR(pin)	(0x10 + 2 * (pin))

#define REDIR_ACTIVE_LOW	(1U << 13)
#define REDIR_LEVEL		(1U << 15)
#define REDIR_MASKED		(1U << 16)

struct ioapic {
	void __iomem *base;		/* [I] */
	u32 gsi_base;			/* [I] its first line */
	unsigned int pins;		/* [I] */
};

static struct ioapic ioapics[MAX_IO_APICS] __ro_after_init;
static unsigned int nr_ioapics __ro_after_init;
static char resource_names[MAX_IO_APICS][sizeof("IOAPIC 00")] __ro_after_init;
static struct resource resources[MAX_IO_APICS];

struct irq_line {
	u32 gsi;
	u32 low;	/* the entry's low word without the mask */
	u32 apicid;
};
static struct irq_line lines[NR_IRQS];
static bool overridden[NR_IRQS_LEGACY] __initdata;

static DEFINE_RAW_SPINLOCK(ioapic_lock);

static u32 ioapic_read(struct ioapic *io, unsigned int reg)
{
	writel(reg, io->base);
	return readl(io->base + 0x10);
}

static void ioapic_write(struct ioapic *io, unsigned int reg, u32 value)
{
	writel(reg, io->base);
	writel(value, io->base + 0x10);
}

static struct ioapic *find_ioapic(u32 gsi)
{
	for (unsigned int i = 0; i < nr_ioapics; i++)
		if (gsi - ioapics[i].gsi_base < ioapics[i].pins)
			return &ioapics[i];
	return NULL;
}

static void write_entry(unsigned int irq, bool masked)
{
	struct irq_line *line = &lines[irq];
	struct ioapic *io = find_ioapic(line->gsi);
	unsigned long flags;

	if (!io)
		return;
	raw_spin_lock_irqsave(&ioapic_lock, flags);
	/* The destination first: the low word may open the line. */
	ioapic_write(io, IOAPIC_REDIR(line->gsi - io->gsi_base) + 1, line->apicid << 24);
	ioapic_write(io, IOAPIC_REDIR(line->gsi - io->gsi_base), line->low | (masked ? REDIR_MASKED : 0));
	raw_spin_unlock_irqrestore(&ioapic_lock, flags);
}

static void ioapic_mask(struct irq_data *data)
{
	write_entry(data->irq, true);
}

static void ioapic_unmask(struct irq_data *data)
{
	write_entry(data->irq, false);
}

static void ioapic_ack(struct irq_data *data)
{
	apic_eoi();
}

static int ioapic_set_affinity(struct irq_data *data, const struct cpumask *dest, bool force)
{
	unsigned int cpu = cpumask_any_and(dest, cpu_online_mask);

	if (cpu >= nr_cpu_ids)
		return -EINVAL;
	lines[data->irq].apicid = per_cpu(x86_cpu_to_apicid, cpu);
	write_entry(data->irq, false);
	return 0;
}

static struct irq_chip ioapic_chip = {
	.name			= "IO-APIC",
	.irq_mask		= ioapic_mask,
	.irq_unmask		= ioapic_unmask,
	.irq_ack		= ioapic_ack,
	.irq_eoi		= ioapic_ack,
	.irq_set_affinity	= ioapic_set_affinity,
};

/* ---- what the firmware says ---- */

static void __init tell_place(unsigned int nr, phys_addr_t address)
{
	snprintf(resource_names[nr], sizeof(resource_names[nr]), "IOAPIC %u", nr);
	resources[nr] = (struct resource){
		.name = resource_names[nr], .start = address, .end = address + IOAPIC_SIZE - 1,
		.flags = IORESOURCE_MEM | IORESOURCE_BUSY,
	};
	insert_resource(&iomem_resource, &resources[nr]);
}

/** mp_register_ioapic() - a controller whose first line is @gsi_base */
void __init mp_register_ioapic(u32 id, phys_addr_t address, u32 gsi_base)
{
	struct ioapic *io = &ioapics[nr_ioapics];
	enum fixed_addresses idx = FIX_IO_APIC_BASE_0 + nr_ioapics;

	if (nr_ioapics == MAX_IO_APICS) {
		pr_warn("I/O APIC %u is one too many: ignored\n", id);
		return;
	}
	set_fixmap_nocache(idx, address & PAGE_MASK);
	io->base = (void __iomem *)(fix_to_virt(idx) + (address & ~PAGE_MASK));
	io->gsi_base = gsi_base;
	io->pins = ((ioapic_read(io, IOAPIC_VERSION) >> 16) & 0xff) + 1;
	tell_place(nr_ioapics++, address);
	pr_info("IOAPIC[%u]: address %#llx, GSI %u-%u\n", id, address, gsi_base, gsi_base + io->pins - 1);
}

/** mp_override_legacy_irq() - a legacy interrupt is on another line, or of another kind */
void __init mp_override_legacy_irq(unsigned int isa_irq, u32 gsi, bool level, bool active_low)
{
	if (isa_irq >= NR_IRQS_LEGACY)
		return;
	overridden[isa_irq] = true;
	lines[isa_irq].gsi = gsi;
	lines[isa_irq].low = (level ? REDIR_LEVEL : 0) | (active_low ? REDIR_ACTIVE_LOW : 0);
}

static bool __init legacy_irq_on(u32 gsi)
{
	for (unsigned int irq = 0; irq < NR_IRQS_LEGACY; irq++)
		if (overridden[irq] && lines[irq].gsi == gsi)
			return true;
	return false;
}

/** io_apic_init() - every line masked, numbered, and with its kind of handler */
void __init io_apic_init(void)
{
	u32 boot_apicid = read_boot_apicid();

	for (unsigned int irq = 0; irq < NR_IRQS; irq++) {
		struct irq_line *line = &lines[irq];

		if (irq >= NR_IRQS_LEGACY || !overridden[irq]) {
			line->gsi = irq;
			line->low = irq < NR_IRQS_LEGACY ? 0 : REDIR_LEVEL | REDIR_ACTIVE_LOW;
		}
		line->low |= FIRST_EXTERNAL_VECTOR + irq;
		line->apicid = boot_apicid;
		if (!find_ioapic(line->gsi) ||
		    (irq < NR_IRQS_LEGACY && !overridden[irq] && legacy_irq_on(irq)))
			continue;
		write_entry(irq, true);
		irq_set_chip_and_handler_name(irq, &ioapic_chip,
					      line->low & REDIR_LEVEL ? handle_fasteoi_irq : handle_edge_irq,
					      line->low & REDIR_LEVEL ? "fasteoi" : "edge");
	}
}
