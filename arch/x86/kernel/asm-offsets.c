// SPDX-License-Identifier: GPL-2.0-only
/*
 * asm-offsets.c - offsets of C structures, for assembly. Compiled, never linked.
 */
#include <linux/kbuild.h>
#include <linux/sched.h>
#include <asm/processor.h>
#include <asm/ptrace.h>
#include <asm/desc.h>
#include <asm/unistd.h>

int main(void);

int main(void)
{
	OFFSET(TASK_threadsp, task_struct, thread.sp);
	OFFSET(TASK_flags, task_struct, thread_info.flags);
	OFFSET(pt_regs_r15, pt_regs, r15);
	OFFSET(pt_regs_bp, pt_regs, bp);
	OFFSET(pt_regs_bx, pt_regs, bx);
	OFFSET(pt_regs_r11, pt_regs, r11);
	OFFSET(pt_regs_r10, pt_regs, r10);
	OFFSET(pt_regs_r9, pt_regs, r9);
	OFFSET(pt_regs_r8, pt_regs, r8);
	OFFSET(pt_regs_ax, pt_regs, ax);
	OFFSET(pt_regs_cx, pt_regs, cx);
	OFFSET(pt_regs_dx, pt_regs, dx);
	OFFSET(pt_regs_si, pt_regs, si);
	OFFSET(pt_regs_di, pt_regs, di);
	OFFSET(pt_regs_orig_ax, pt_regs, orig_ax);
	OFFSET(pt_regs_ip, pt_regs, ip);
	OFFSET(pt_regs_cs, pt_regs, cs);
	OFFSET(pt_regs_flags, pt_regs, flags);
	OFFSET(pt_regs_sp, pt_regs, sp);
	OFFSET(pt_regs_ss, pt_regs, ss);
	DEFINE(pt_regs_size, sizeof(struct pt_regs));
	OFFSET(TSS_sp0, tss_struct, x86_tss.sp0);
	OFFSET(TSS_sp2, tss_struct, x86_tss.sp2);
	DEFINE(NR_SYSCALLS, __NR_syscalls);
	return 0;
}
