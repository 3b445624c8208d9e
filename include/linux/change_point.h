/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * change_point.h - the middle of a change that a lock guards, or of a look at one without the lock.
 *
 * change_point() is nothing on a real machine. The simulated one (arch/sim) lets other CPUs come in
 * there: who goes on without the lock then meets half of the change.
 */
#ifndef _LINUX_CHANGE_POINT_H
#define _LINUX_CHANGE_POINT_H

#include <asm/barrier.h>

#ifndef change_point
#define change_point()	do { } while (0)
#endif

#endif
