/* SPDX-License-Identifier: GPL-2.0-only */
/* bottom_half.h - keeping softirqs off this CPU */
#ifndef _LINUX_BH_H
#define _LINUX_BH_H

#include <linux/preempt.h>

/**
 * __local_bh_enable_ip() - leave a softirq-disabled section
 * @ip: the caller, for reports
 * @cnt: what the section added to the preempt count
 *
 * Runs softirqs raised in the meantime. Context: hard interrupts enabled.
 */
void __local_bh_enable_ip(unsigned long ip, unsigned int cnt);
/* as local_bh_enable(), but the caller runs softirqs later */
void _local_bh_enable(void);

static inline void __local_bh_disable_ip(unsigned long ip, unsigned int cnt)
{
	preempt_count_add(cnt);
	barrier();
}

static inline void local_bh_disable(void)
{
	__local_bh_disable_ip(0, SOFTIRQ_DISABLE_OFFSET);
}

static inline void local_bh_enable(void)
{
	__local_bh_enable_ip((unsigned long)__builtin_return_address(0), SOFTIRQ_DISABLE_OFFSET);
}

static inline void local_bh_enable_ip(unsigned long ip)
{
	__local_bh_enable_ip(ip, SOFTIRQ_DISABLE_OFFSET);
}

#endif
