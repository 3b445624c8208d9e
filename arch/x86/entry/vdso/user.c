// SPDX-License-Identifier: GPL-2.0-only
/*
 * user.c - system calls that need no kernel: the time, and which CPU this is. Runs in user space.
 *
 * Each answers as the system call of its name does; what it cannot answer it passes on. Names and prototypes
 * are in vdso(7).
 *
 * Owns:       nothing: it has no data.
 * Elsewhere:  the data page (kernel/time/vsyscall.c); how it gets into programs (vma.c).
 */
#include <linux/compiler.h>
#include <linux/types.h>
#include <uapi/linux/time.h>
#include <uapi/asm/unistd.h>
#include <asm/msr.h>
#include <asm/segment.h>
#include <vdso/datapage.h>

#define NSEC_PER_SEC	1000000000ULL
#define NSEC_PER_USEC	1000
#define EXPORT		__attribute__((visibility("default")))
#define ALIAS(name)	EXPORT __attribute__((weak, alias(#name)))

/* Not const, though the page is read-only here: what is const the compiler need read but once. */
extern struct vdso_data vdso_data_page __attribute__((visibility("hidden")));

/* Clocks as bits. That boot and TAI time differ from none of the others is the kernel's decision. */
#define MONOTONIC_CLOCKS	(1 << CLOCK_MONOTONIC | 1 << CLOCK_MONOTONIC_RAW | 1 << CLOCK_BOOTTIME)
#define REAL_CLOCKS		(1 << CLOCK_REALTIME | 1 << CLOCK_TAI)
#define COARSE_CLOCKS		(1 << CLOCK_MONOTONIC_COARSE | 1 << CLOCK_REALTIME_COARSE)

static inline long call_kernel(long nr, long a, long b)
{
	long ret;

	asm volatile("syscall" : "=a" (ret) : "0" (nr), "D" (a), "S" (b) : "rcx", "r11", "memory");
	return ret;
}

static inline u32 read_begin(const struct vdso_data *d)
{
	u32 seq;

	while ((seq = __atomic_load_n(&d->seq, __ATOMIC_ACQUIRE)) & 1)
		asm volatile("pause");
	return seq;
}

static inline bool read_retry(const struct vdso_data *d, u32 seq)
{
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return __atomic_load_n(&d->seq, __ATOMIC_RELAXED) != seq;
}

/* What the counter has gone on since the last update, or -1: the kernel has to be asked. */
static inline long long cycles_since_update(const struct vdso_data *d)
{
	u64 cycles = rdtsc_ordered() - d->cycle_last;

	if (likely(cycles <= d->max_cycles))
		return cycles;
	return (s64)cycles < 0 ? 0 : -1;	/* below 0: another CPU's counter is a little ahead of ours */
}

/* Return: false: the counter is not for programs. */
static inline bool read_clock(enum vdso_clock clock, u64 *sec, u64 *ns)
{
	const struct vdso_data *d = &vdso_data_page;
	s64 cycles;
	u32 seq;

	do {
		seq = read_begin(d);
		if (unlikely(d->clock_mode != VDSO_CLOCKMODE_TSC))
			return false;
		cycles = cycles_since_update(d);
		if (unlikely(cycles < 0))
			return false;
		*sec = d->at_last[clock].sec;
		*ns = ((u64)cycles * d->mult + d->at_last[clock].frac) >> d->shift;
	} while (unlikely(read_retry(d, seq)));
	while (unlikely(*ns >= NSEC_PER_SEC)) {
		*ns -= NSEC_PER_SEC;
		asm("" : "+r" (*ns));		/* no division: it is no second, or one */
		++*sec;
	}
	return true;
}

/* The time of the last update. Return: false: there was none. */
static inline bool read_coarse(enum vdso_clock clock, u64 *sec, u64 *ns)
{
	const struct vdso_data *d = &vdso_data_page;
	u32 seq;

	do {
		seq = read_begin(d);
		*sec = d->at_last[clock].sec;
		*ns = d->at_last[clock].frac >> d->shift;
	} while (unlikely(read_retry(d, seq)));
	return seq;
}

EXPORT int __vdso_clock_gettime(clockid_t clock, struct __kernel_timespec *ts)
{
	unsigned int bit = (unsigned int)clock < 16 ? 1U << clock : 0;
	bool done = false;
	u64 sec, ns;

	if (likely(bit & MONOTONIC_CLOCKS))
		done = read_clock(VDSO_MONOTONIC, &sec, &ns);
	else if (bit & REAL_CLOCKS)
		done = read_clock(VDSO_REAL, &sec, &ns);
	else if (bit & COARSE_CLOCKS)
		done = read_coarse(clock == CLOCK_REALTIME_COARSE ? VDSO_REAL : VDSO_MONOTONIC, &sec, &ns);
	if (unlikely(!done))
		return call_kernel(__NR_clock_gettime, clock, (long)ts);
	ts->tv_sec = sec;
	ts->tv_nsec = ns;
	return 0;
}
int ALIAS(__vdso_clock_gettime) clock_gettime(clockid_t clock, struct __kernel_timespec *ts);

EXPORT int __vdso_gettimeofday(struct __kernel_old_timeval *tv, struct timezone *tz)
{
	u64 sec, ns;

	if (!tv || tz || !read_clock(VDSO_REAL, &sec, &ns))
		return call_kernel(__NR_gettimeofday, (long)tv, (long)tz);
	tv->tv_sec = sec;
	tv->tv_usec = (u32)ns / NSEC_PER_USEC;
	return 0;
}
int ALIAS(__vdso_gettimeofday) gettimeofday(struct __kernel_old_timeval *tv, struct timezone *tz);

EXPORT __kernel_old_time_t __vdso_time(__kernel_old_time_t *when)
{
	u64 sec, ns;

	if (!read_coarse(VDSO_REAL, &sec, &ns))
		return call_kernel(__NR_time, (long)when, 0);
	if (when)
		*when = sec;
	return sec;
}
__kernel_old_time_t ALIAS(__vdso_time) time(__kernel_old_time_t *when);

EXPORT int __vdso_clock_getres(clockid_t clock, struct __kernel_timespec *res)
{
	if ((unsigned int)clock >= 16 || !(1U << clock & (MONOTONIC_CLOCKS | REAL_CLOCKS)))
		return call_kernel(__NR_clock_getres, clock, (long)res);
	if (res) {
		res->tv_sec = 0;
		res->tv_nsec = 1;
	}
	return 0;
}
int ALIAS(__vdso_clock_getres) clock_getres(clockid_t clock, struct __kernel_timespec *res);

/* The CPU's number is the limit of a segment that each CPU has in its own table. */
EXPORT long __vdso_getcpu(unsigned int *cpu, unsigned int *node, void *unused)
{
	unsigned int limit;

	asm volatile("lsl %1, %0" : "=r" (limit) : "r" (__CPUNODE_SEG));
	if (cpu)
		*cpu = limit & 0xfff;
	if (node)
		*node = limit >> 12;
	return 0;
}
long ALIAS(__vdso_getcpu) getcpu(unsigned int *cpu, unsigned int *node, void *unused);
