// SPDX-License-Identifier: GPL-2.0-only
/*
 * tsan.c - what the thread sanitizer asks of the program.
 *
 * With --param=tsan-distinguish-volatile the compiler tells of each volatile access by a function of
 * its own, which is the program's to define: nobody looks at them. READ_ONCE() and its like are
 * atomic accesses in these builds (linux/compiler_tsan.h).
 */
#ifdef __SANITIZE_THREAD__

#define IGNORE(_name)	void _name(void *p); __attribute__((no_sanitize_thread)) void _name(void *p) { }
#define IGNORE_SIZES(_name) \
	IGNORE(_name##1) IGNORE(_name##2) IGNORE(_name##4) IGNORE(_name##8) IGNORE(_name##16)

IGNORE_SIZES(__tsan_volatile_read)
IGNORE_SIZES(__tsan_volatile_write)
IGNORE_SIZES(__tsan_unaligned_volatile_read)
IGNORE_SIZES(__tsan_unaligned_volatile_write)

const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
	return "handle_segv=0:handle_sigbus=0:handle_sigill=0:handle_sigfpe=0:handle_abort=0:"
	       "allow_user_segv_handler=1:report_signal_unsafe=0:detect_deadlocks=0:report_thread_leaks=0:"
	       "history_size=5";
}

#endif
