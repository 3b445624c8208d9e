/* SPDX-License-Identifier: GPL-2.0-only */
/* os.h - what the files of the host's half share. */
#ifndef _SIM_OS_INTERNAL_H
#define _SIM_OS_INTERNAL_H

void os_catch_faults(void);
void os_die(const char *what) __attribute__((noreturn));

#endif
