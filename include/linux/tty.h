/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tty.h - terminals, as the process tree sees them: the controlling terminal of a session.
 */
#ifndef _LINUX_TTY_H
#define _LINUX_TTY_H

struct tty_struct;

#ifdef CONFIG_TTY
void tty_kref_put(struct tty_struct *tty);
void disassociate_ctty(int on_exit);
void proc_clear_tty(struct task_struct *p);
#else
static inline void tty_kref_put(struct tty_struct *tty) { }
static inline void disassociate_ctty(int on_exit) { }
static inline void proc_clear_tty(struct task_struct *p) { }
#endif

#endif
