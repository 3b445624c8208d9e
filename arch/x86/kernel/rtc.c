// SPDX-License-Identifier: GPL-2.0-only
/*
 * rtc.c - the date, from the battery-backed clock (Motorola MC146818 data sheet;
 * register 0x32, the century, is a PC convention).
 *
 * Read once at boot, in UTC.  The clock updates its registers once a second
 * and says so in bit 7 of register A; two equal readings in a row are whole.
 */
#include <linux/init.h>
#include <linux/string.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/types.h>
#include <asm/io.h>
#include <asm/processor.h>

#define CMOS_INDEX	0x70
#define CMOS_DATA	0x71

#define RTC_SECONDS	0x00
#define RTC_MINUTES	0x02
#define RTC_HOURS	0x04
#define RTC_DAY		0x07
#define RTC_MONTH	0x08
#define RTC_YEAR	0x09
#define RTC_REG_A	0x0a
#define  RTC_UPDATING	0x80
#define RTC_REG_B	0x0b
#define  RTC_24_HOURS	0x02
#define  RTC_BINARY	0x04
#define RTC_CENTURY	0x32

struct rtc_reading {
	u8 sec, min, hour, day, mon, year, century, status;
};

static u8 cmos_read(u8 reg)
{
	outb(reg, CMOS_INDEX);
	return inb(CMOS_DATA);
}

static struct rtc_reading read_registers(void)
{
	unsigned int patience = 1000000;

	while ((cmos_read(RTC_REG_A) & RTC_UPDATING) && --patience)
		cpu_relax();
	return (struct rtc_reading){
		.sec = cmos_read(RTC_SECONDS), .min = cmos_read(RTC_MINUTES),
		.hour = cmos_read(RTC_HOURS), .day = cmos_read(RTC_DAY),
		.mon = cmos_read(RTC_MONTH), .year = cmos_read(RTC_YEAR),
		.century = cmos_read(RTC_CENTURY), .status = cmos_read(RTC_REG_B),
	};
}

static unsigned int number(const struct rtc_reading *r, u8 val)
{
	return r->status & RTC_BINARY ? val : (val >> 4) * 10 + (val & 15);
}

static unsigned int hour_of_day(const struct rtc_reading *r)
{
	unsigned int hour;

	if (r->status & RTC_24_HOURS)
		return number(r, r->hour);
	hour = number(r, r->hour & 0x7f) % 12;
	return r->hour & 0x80 ? hour + 12 : hour;
}

/* Seconds since 1970; 0 where there is no sane date, as with a missing clock. */
void __init read_persistent_clock64(struct timespec64 *ts)
{
	struct rtc_reading r, again = read_registers();
	unsigned int year, century, mon, day;
	int tries = 0;

	do {
		r = again;
		again = read_registers();
	} while (memcmp(&r, &again, sizeof(r)) && ++tries < 100);
	mon = number(&r, r.mon);
	day = number(&r, r.day);
	century = number(&r, r.century);
	year = number(&r, r.year) + (century >= 19 && century < 22 ? century * 100 : 2000);
	*ts = (struct timespec64){ 0 };
	if (mon >= 1 && mon <= 12 && day >= 1 && day <= 31)
		ts->tv_sec = mktime64(year, mon, day, hour_of_day(&r), number(&r, r.min),
				      number(&r, r.sec));
}
