// SPDX-License-Identifier: GPL-2.0-only
/*
 * tsc.c - the time-stamp counter: how fast it is, and time from it.
 *
 * Owns:       tsc_khz; the clocksource "tsc"; sched_clock().
 * Invariant:  all CPUs' counters are taken to run in step, as they do on every CPU of the last
 *             fifteen years and under emulation.
 *
 * The frequency comes from CPUID where the CPU or the hypervisor says it, else from counting
 * against the PIT's channel 2 for a few milliseconds.
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

/**
 * tsc_sample() - read another counter and the TSC at the same moment
 *
 * The moment is known to within the reading's own time; of a few readings the quickest counts. So
 * a measurement between two samples is not spoiled by whatever delayed the CPU in between.
 */
struct tsc_sample __init tsc_sample(u32 (*read_counter)(void))
{
	struct tsc_sample best = { 0 };
	u64 shortest = ~0ULL;

	for (int i = 0; i < 8; i++) {
		u64 before = rdtsc_ordered();
		u32 count = read_counter();
		u64 took = rdtsc_ordered() - before;

		if (took < shortest) {
			shortest = took;
			best = (struct tsc_sample) { .tsc = before + took / 2, .count = count };
		}
	}
	return best;
}

/* Channel 2 of the PIT, which counts down. */
static u32 __init read_pit(void)
{
	u8 low;

	outb(0x80, 0x43);		/* hold the count for reading */
	low = inb(0x42);
	return low | inb(0x42) << 8;
}

static void __init start_pit(void)
{
	outb((inb(0x61) & ~0x02) | 0x01, 0x61);
	outb(0xb0, 0x43);		/* channel 2, both bytes, once from the count down to 0 */
	outb(0xff, 0x42);
	outb(0xff, 0x42);
}

static bool __init pit_expired(void)
{
	return inb(0x61) & 0x20;
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

/* Ticks of the PIT to measure over: about 5 ms of the 55 that it counts. */
#define PIT_SPAN	(PIT_TICK_RATE / 200)

/* Cycles of a PIT_SPAN or more; 0 where the PIT ran out meanwhile, or does not run. */
static unsigned int __init tsc_khz_try_pit(void)
{
	struct tsc_sample start, end;

	start_pit();
	start = tsc_sample(read_pit);
	do {
		end = tsc_sample(read_pit);
		if (end.tsc - start.tsc > 10000000000ULL)
			return 0;
	} while (start.count - end.count < PIT_SPAN && !pit_expired());
	if (pit_expired() || start.count <= end.count)
		return 0;
	return (end.tsc - start.tsc) * PIT_TICK_RATE / (start.count - end.count) / 1000;
}

static unsigned int __init tsc_khz_from_pit(void)
{
	for (int i = 0; i < 5; i++) {
		unsigned int khz = tsc_khz_try_pit();

		if (khz)
			return khz;
	}
	return 0;
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
	.vdso_clock_mode = VDSO_CLOCKMODE_TSC,
};

/** time_init() - a clock, and a timer that interrupts */
void __init time_init(void)
{
	clocksource_register_khz(&clocksource_tsc, tsc_khz);
	apic_timer_init();
}
