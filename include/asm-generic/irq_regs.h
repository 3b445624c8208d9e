/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_GENERIC_IRQ_REGS_H
#define _ASM_GENERIC_IRQ_REGS_H
#include <linux/irq_regs.h>
#endif
