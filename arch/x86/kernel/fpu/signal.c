// SPDX-License-Identifier: GPL-2.0-only
/*
 * signal.c - the FPU image in a signal frame.
 *
 * With xsave it is the CPU's image in the standard format, followed by FP_XSTATE_MAGIC2; the
 * software's bytes of its fxsave part say how long it is and what it holds. What comes back from
 * user space is checked so that loading it cannot fault.
 */
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/cpufeature.h>
#include <asm/fpu/api.h>
#include <asm/sigcontext.h>

static bool has_xsave(void)
{
	return boot_cpu_has(X86_FEATURE_XSAVE);
}

/**
 * fpu_alloc_mathframe() - room for the image below @sp
 *
 * Return: the new stack pointer, which is the image's address too.
 */
unsigned long fpu_alloc_mathframe(unsigned long sp, unsigned long *buf_fx, unsigned long *size)
{
	*size = fpu_user_size + (has_xsave() ? FP_XSTATE_MAGIC2_SIZE : 0);
	*buf_fx = sp = (sp - *size) & ~63UL;
	return sp;
}

/** copy_fpstate_to_sigframe() - write current's state to @buf. Return: false on a fault. */
bool copy_fpstate_to_sigframe(void __user *buf, unsigned int size)
{
	struct xregs_state *state = current->thread.fpu.state;
	struct _fpx_sw_bytes sw = { 0 };

	fpu_force_in_memory();
	if (has_xsave()) {
		sw.magic1 = FP_XSTATE_MAGIC1;
		sw.extended_size = size;
		sw.xfeatures = fpu_user_features;
		sw.xstate_size = fpu_user_size;
		/* Old programs look at the x87 and SSE parts without asking: they are always there. */
		state->header.xfeatures |= XFEATURE_MASK_FPSSE;
	}
	memcpy(state->i387.sw_reserved, &sw, sizeof(sw));
	if (copy_to_user(buf, state, fpu_user_size))
		return false;
	return !has_xsave() || !put_user(FP_XSTATE_MAGIC2, (u32 __user *)(buf + fpu_user_size));
}

/* How much of the image at @buf to believe: all of it, or the fxsave part. */
static bool has_extended_image(void __user *buf, u64 *features)
{
	struct _fpx_sw_bytes sw;
	u32 magic2;

	*features = XFEATURE_MASK_FPSSE;
	if (!has_xsave() ||
	    copy_from_user(&sw, buf + offsetof(struct fxregs_state, sw_reserved), sizeof(sw)))
		return false;
	if (sw.magic1 != FP_XSTATE_MAGIC1 || sw.xstate_size < sizeof(struct xregs_state) ||
	    sw.xstate_size > fpu_user_size || sw.xstate_size > sw.extended_size)
		return false;
	if (get_user(magic2, (u32 __user *)(buf + sw.xstate_size)) || magic2 != FP_XSTATE_MAGIC2)
		return false;
	*features = sw.xfeatures & fpu_user_features;
	return true;
}

/** fpu_restore_sig() - take the state from @buf; NULL: the initial one. Return: false if it is no image. */
bool fpu_restore_sig(void __user *buf)
{
	struct xregs_state *state = current->thread.fpu.state;
	bool extended;
	u64 features;

	if (!buf) {
		fpu_flush_thread();
		return true;
	}
	extended = has_extended_image(buf, &features);
	fpu_force_in_memory();
	if (copy_from_user(state, buf, extended ? fpu_user_size : sizeof(struct fxregs_state))) {
		fpu_flush_thread();
		return false;
	}
	state->i387.mxcsr &= fpu_mxcsr_mask;
	if (!has_xsave())
		return true;
	state->header.xfeatures = extended ? state->header.xfeatures & features : XFEATURE_MASK_FPSSE;
	state->header.xcomp_bv = 0;
	memset(state->header.reserved, 0, sizeof(state->header.reserved));
	return true;
}
