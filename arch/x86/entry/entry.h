/* SPDX-License-Identifier: GPL-2.0-only */
/* entry.h - the C functions that entry_64.S calls, and boot's part in it. */
#ifndef _X86_ENTRY_H
#define _X86_ENTRY_H

struct pt_regs;

void exit_to_user_mode_work(struct pt_regs *regs);
struct pt_regs *fixup_bad_iret(struct pt_regs *bad_regs);
void do_interrupt(struct pt_regs *regs, unsigned long vector);

#endif
