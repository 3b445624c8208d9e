// SPDX-License-Identifier: GPL-2.0-only
/*
 * tsc.c - the time-stamp counter: how fast it is, and time from it.
 *
 * Owns:       tsc_khz; the clocksource "tsc"; sched_clock().
 * Invariant:  all CPUs' counters are taken to run in step, as they do on every CPU of the last
 *             fifteen years and under emulation.
 *
 * The frequency comes from CPUID where the CPU or the hypervisor says it, else from counting
 * during a few milliseconds of the PIT's channel 2.
 */
#include <linux/cache.h>
#include <linux/clocksource.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched/clock.h>
#include <linux/start_kernel.h>
#include <asm/apic.h>
#include <asm/cpufeature.h>
#include <asm/io.h>
#include <asm/setup.h>
#include <asm/timex.h>
#include <asm/tsc.h>

unsigned int tsc_khz __ro_after_init;
unsigned int cpu_khz __ro_after_init;

static u64 tsc_base __ro_after_init;
static u32 sched_mult __ro_after_init, sched_shift __ro_after_init;

#define PIT_MS	5

/* Cycles while channel 2 counts PIT_MS milliseconds down, polled through port 0x61. */
static u64 __init tsc_cycles_of_pit(void)
{
	unsigned int latch = PIT_TICK_RATE * PIT_MS / 1000;
	u64 start;

	outb((inb(0x61) & ~0x02) | 0x01, 0x61);
	outb(0xb0, 0x43);
	outb(latch & 0xff, 0x42);
	outb(latch >> 8, 0x42);
	start = rdtsc();
	while (!(inb(0x61) & 0x20))
		if (rdtsc() - start > 1000000000ULL)
			return 0;	/* there is no PIT */
	return rdtsc() - start;
}

static unsigned int __init tsc_khz_from_cpuid(void)
{
	u32 a, b, c, d;

	if (boot_cpu_data.cpuid_level >= 0x15) {
		cpuid(0x15, &a, &b, &c, &d);
		if (a && b && c)
			return (u64)c * b / a / 1000;
	}
	if (boot_cpu_has(X86_FEATURE_HYPERVISOR)) {
		cpuid(0x40000000, &a, &b, &c, &d);
		if (a >= 0x40000010 && a < 0x40010000) {
			cpuid(0x40000010, &a, &b, &c, &d);
			if (a)
				return a;
		}
	}
	return 0;
}

/* A delay during the measurement makes it too long, never too short. */
static unsigned int __init tsc_khz_from_pit(void)
{
	u64 best = ~0ULL;

	for (int i = 0; i < 3; i++) {
		u64 cycles = tsc_cycles_of_pit();

		if (cycles && cycles < best)
			best = cycles;
	}
	return best == ~0ULL ? 0 : best / PIT_MS;
}

/** tsc_early_init() - measure; from now on there are delays and time stamps */
void __init tsc_early_init(void)
{
	tsc_khz = tsc_khz_from_cpuid();
	if (!tsc_khz)
		tsc_khz = tsc_khz_from_pit();
	if (!tsc_khz) {
		pr_err("tsc: no way to measure its frequency; taking it for 1 GHz\n");
		tsc_khz = 1000000;
	}
	cpu_khz = tsc_khz;
	clocks_calc_mult_shift(&sched_mult, &sched_shift, tsc_khz, NSEC_PER_MSEC, 0);
	tsc_base = rdtsc();
	pr_info("tsc: Detected %u.%03u MHz processor\n", tsc_khz / 1000, tsc_khz % 1000);
}

/** sched_clock() - nanoseconds since boot; 0 before the frequency is known */
u64 sched_clock(void)
{
	if (unlikely(!sched_mult))
		return 0;
	return (unsigned __int128)(rdtsc() - tsc_base) * sched_mult >> sched_shift;
}

static u64 read_tsc(struct clocksource *cs)
{
	return rdtsc_ordered();
}

static struct clocksource clocksource_tsc = {
	.name	= "tsc",
	.rating	= 300,
	.read	= read_tsc,
	.mask	= CLOCKSOURCE_MASK(64),
	.flags	= CLOCK_SOURCE_IS_CONTINUOUS | CLOCK_SOURCE_VALID_FOR_HRES,
};

/** time_init() - a clock, and a timer that interrupts */
void __init time_init(void)
{
	clocksource_register_khz(&clocksource_tsc, tsc_khz);
	apic_timer_init();
}
