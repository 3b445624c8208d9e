/* SPDX-License-Identifier: GPL-2.0-only */
/* irqdesc.h - one interrupt line */
#ifndef _LINUX_IRQDESC_H
#define _LINUX_IRQDESC_H

#include <linux/irq.h>

#endif
