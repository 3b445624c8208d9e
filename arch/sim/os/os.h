/* SPDX-License-Identifier: GPL-2.0-only */
/* os.h - what the files of the host's half share. */
#ifndef _SIM_OS_INTERNAL_H
#define _SIM_OS_INTERNAL_H

/* clang says it in another way than GCC. */
#ifdef __has_feature
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1
#endif
#if __has_feature(thread_sanitizer) && !defined(__SANITIZE_THREAD__)
#define __SANITIZE_THREAD__ 1
#endif
#endif

void os_catch_faults(void);
void os_fuzz_exit(int status);
void os_give_signal_stack(void);
void os_die(const char *what) __attribute__((noreturn));

#endif
