// SPDX-License-Identifier: GPL-2.0-only
/*
 * apic.c - the local APIC: acknowledging interrupts, messages between CPUs, the CPU's timer.
 *
 * Owns:       the APIC's registers; lapic_events, one clock-event device a CPU.
 * Locks:      each CPU touches only its own APIC; sending a message needs two writes, so interrupts
 *             are off between them.
 *
 * The timer counts down from a programmed value and interrupts once (one shot). Its frequency is
 * measured at boot against the TSC, whose own is known by then.
 */
#include <linux/cache.h>
#include <linux/clockchips.h>
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <asm/apic.h>
#include <asm/fixmap.h>
#include <asm/hardirq.h>
#include <asm/io.h>
#include <asm/irq_vectors.h>
#include <linux/irqflags.h>
#include <asm/msr.h>
#include <asm/tsc.h>

static bool apic_mapped __ro_after_init;
static u32 timer_khz __ro_after_init;
static DEFINE_PER_CPU(struct clock_event_device, lapic_events);

static void __iomem *apic_reg(unsigned int reg)
{
	return (void __iomem *)(fix_to_virt(FIX_APIC_BASE) + reg);
}

static u32 apic_read(unsigned int reg)
{
	return readl(apic_reg(reg));
}

static void apic_write(unsigned int reg, u32 value)
{
	writel(value, apic_reg(reg));
}

static struct resource lapic_resource = { .name = "Local APIC", .flags = IORESOURCE_MEM | IORESOURCE_BUSY };

/** apic_map() - make the registers reachable; the firmware may have said where they are */
void __init apic_map(phys_addr_t phys)
{
	lapic_resource.start = phys;
	lapic_resource.end = phys + PAGE_SIZE - 1;
	if (!lapic_resource.parent)
		insert_resource(&iomem_resource, &lapic_resource);
	set_fixmap_nocache(FIX_APIC_BASE, phys);
	apic_mapped = true;
}

/** read_boot_apicid() - this CPU's number on the interrupt bus */
u32 read_boot_apicid(void)
{
	if (!apic_mapped)
		apic_map(APIC_DEFAULT_PHYS_BASE);
	return apic_read(APIC_ID) >> 24;
}

/** apic_eoi() - the interrupt in service is done */
void apic_eoi(void)
{
	apic_write(APIC_EOI, 0);
}

/** setup_local_apic() - this CPU accepts interrupts; all local sources are masked but NMI */
void setup_local_apic(void)
{
	unsigned int lvts[] = { APIC_LVTT, APIC_LVT0 };

	wrmsrq(MSR_IA32_APICBASE, rdmsrq(MSR_IA32_APICBASE) | MSR_IA32_APICBASE_ENABLE);
	apic_write(APIC_DFR, 0xffffffff);
	apic_write(APIC_LDR, 1U << 24);
	apic_write(APIC_TASKPRI, 0);
	apic_write(APIC_SPIV, APIC_SPIV_APIC_ENABLED | SPURIOUS_APIC_VECTOR);
	for (unsigned int i = 0; i < ARRAY_SIZE(lvts); i++)
		apic_write(lvts[i], APIC_LVT_MASKED);
	apic_write(APIC_LVT1, raw_smp_processor_id() == 0 ? APIC_DM_NMI : APIC_DM_NMI | APIC_LVT_MASKED);
	apic_write(APIC_LVTERR, ERROR_APIC_VECTOR);
	apic_write(APIC_ESR, 0);
	apic_write(APIC_EOI, 0);
}

/* ---- messages ---- */

static void apic_icr_write(u32 apicid, u32 low)
{
	unsigned long flags;

	local_irq_save(flags);
	while (apic_read(APIC_ICR) & APIC_ICR_BUSY)
		cpu_relax();
	apic_write(APIC_ICR2, apicid << 24);
	apic_write(APIC_ICR, low);
	local_irq_restore(flags);
}

/** apic_send_ipi() - interrupt @vector at another CPU. What was stored before is seen by its handler. */
void apic_send_ipi(u32 apicid, unsigned int vector)
{
	apic_icr_write(apicid, vector);
}

/** apic_send_init() - reset a CPU; it then waits for a startup message */
void apic_send_init(u32 apicid)
{
	apic_icr_write(apicid, APIC_INT_LEVELTRIG | APIC_INT_ASSERT | APIC_DM_INIT);
	apic_icr_write(apicid, APIC_INT_LEVELTRIG | APIC_DM_INIT);
}

/** apic_send_startup() - begin in real mode at physical page @vector */
void apic_send_startup(u32 apicid, unsigned int vector)
{
	apic_icr_write(apicid, APIC_DM_STARTUP | vector);
}

/* ---- the timer ---- */

static int lapic_next_event(unsigned long delta, struct clock_event_device *evt)
{
	apic_write(APIC_TMICT, delta);
	return 0;
}

static int lapic_shutdown(struct clock_event_device *evt)
{
	apic_write(APIC_LVTT, APIC_LVT_MASKED | LOCAL_TIMER_VECTOR);
	apic_write(APIC_TMICT, 0);
	return 0;
}

static int lapic_oneshot(struct clock_event_device *evt)
{
	apic_write(APIC_LVTT, LOCAL_TIMER_VECTOR);
	return 0;
}

/** apic_timer_interrupt() - its vector, between irq_enter() and irq_exit() */
void apic_timer_interrupt(void)
{
	struct clock_event_device *evt = this_cpu_ptr(&lapic_events);

	inc_irq_stat(apic_timer_irqs);
	if (evt->event_handler)
		evt->event_handler(evt);
}

static u32 __init read_timer(void)
{
	return apic_read(APIC_TMCCT);
}

/* Against the TSC, for five milliseconds. */
static u32 __init calibrate_timer(void)
{
	struct tsc_sample start, end;

	apic_write(APIC_TDCR, APIC_TDR_DIV_1);
	apic_write(APIC_LVTT, APIC_LVT_MASKED | LOCAL_TIMER_VECTOR);
	apic_write(APIC_TMICT, 0xffffffff);
	start = tsc_sample(read_timer);
	do {
		end = tsc_sample(read_timer);
	} while (end.tsc - start.tsc < (u64)tsc_khz * 5);
	apic_write(APIC_TMICT, 0);
	return (u64)(start.count - end.count) * tsc_khz / (end.tsc - start.tsc);
}

/** setup_apic_timer() - this CPU's clock-event device; apic_timer_init() has measured its frequency */
void setup_apic_timer(void)
{
	struct clock_event_device *evt = this_cpu_ptr(&lapic_events);

	*evt = (struct clock_event_device) {
		.name = "lapic",
		.features = CLOCK_EVT_FEAT_ONESHOT | CLOCK_EVT_FEAT_PERCPU,
		.rating = 150,
		.irq = -1,
		.set_next_event = lapic_next_event,
		.set_state_shutdown = lapic_shutdown,
		.set_state_oneshot_stopped = lapic_shutdown,
		.set_state_oneshot = lapic_oneshot,
		.cpumask = cpumask_of(smp_processor_id()),
	};
	apic_write(APIC_TDCR, APIC_TDR_DIV_1);
	clockevents_config_and_register(evt, timer_khz * 1000, 0xf, 0x7fffffff);
}

/** apic_timer_init() - measure, then register the boot CPU's */
void __init apic_timer_init(void)
{
	timer_khz = calibrate_timer();
	pr_info("APIC timer: %u.%03u MHz\n", timer_khz / 1000, timer_khz % 1000);
	setup_apic_timer();
}
