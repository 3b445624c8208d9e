/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CLOCKSOURCE_IDS_H
#define _LINUX_CLOCKSOURCE_IDS_H

enum clocksource_ids {
	CSID_GENERIC,
	CSID_ARM_ARCH_COUNTER,
	CSID_X86_TSC,
	CSID_MAX,
};

#endif
