/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/fpu/api.h - when user floating-point state is saved and restored.
 *
 * Invariant: without TIF_NEED_FPU_LOAD a user task's state is in this CPU's registers; with it,
 * in thread.fpu.state. The kernel itself never uses the registers. They are saved when another
 * task is switched in, and loaded on the way back to user mode.
 */
#ifndef _ASM_X86_FPU_API_H
#define _ASM_X86_FPU_API_H

#include <linux/types.h>

struct task_struct;
struct pt_regs;
struct xregs_state;

extern unsigned int fpu_user_size;		/* [I] bytes of the area, as XCR0 has it */
extern u64 fpu_user_features;			/* [I] XCR0; FP|SSE where there is no xsave */

extern u32 fpu_mxcsr_mask;			/* [I] bits of mxcsr that may be set */

extern void fpu_init_cpu(void);
extern void fpu_init_system(void);
extern void fpu_save_current(struct task_struct *tsk);
extern void fpu_load_current(void);
extern int fpu_clone(struct task_struct *dst, struct task_struct *src);
extern void fpu_free(struct task_struct *tsk);
extern void fpu_flush_thread(void);
extern void fpu_force_in_memory(void);
extern unsigned long fpu_alloc_mathframe(unsigned long sp, unsigned long *buf_fx, unsigned long *size);
extern bool copy_fpstate_to_sigframe(void __user *buf, unsigned int size);
extern bool fpu_restore_sig(void __user *buf);

#endif
