// SPDX-License-Identifier: GPL-2.0-only
/*
 * delay.c - waiting a short time without sleeping.
 */
#include <asm/barrier.h>
#include <asm/delay.h>
#include <asm/io.h>
#include <asm/tsc.h>

/** __delay() - for so many TSC cycles */
void __delay(unsigned long cycles)
{
	u64 start = rdtsc_ordered();

	while (rdtsc_ordered() - start < cycles)
		cpu_relax();
}

/** __udelay() - microseconds; before the TSC is measured, by port accesses of about one each */
void __udelay(unsigned long usecs)
{
	if (tsc_khz)
		__delay(usecs * tsc_khz / 1000 + 1);
	else
		while (usecs--)
			io_delay();
}

/** __ndelay() - nanoseconds */
void __ndelay(unsigned long nsecs)
{
	if (tsc_khz)
		__delay(nsecs * tsc_khz / 1000000 + 1);
	else
		io_delay();
}

/** __const_udelay() - @xloops is microseconds times 2^32 / 10^6 */
void __const_udelay(unsigned long xloops)
{
	__udelay((xloops * 1000000UL >> 32) + 1);
}
