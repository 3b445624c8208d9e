/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * asm/sigcontext.h - the machine state that a signal handler finds on its stack.
 */
#ifndef _UAPI_ASM_X86_SIGCONTEXT_H
#define _UAPI_ASM_X86_SIGCONTEXT_H

#include <linux/types.h>

/* In sw_reserved of the fxsave image, and as the word behind the extended image. */
#define FP_XSTATE_MAGIC1	0x46505853U
#define FP_XSTATE_MAGIC2	0x46505845U
#define FP_XSTATE_MAGIC2_SIZE	sizeof(FP_XSTATE_MAGIC2)

struct _fpx_sw_bytes {
	__u32	magic1;			/* FP_XSTATE_MAGIC1: an extended image follows */
	__u32	extended_size;		/* of all of it, with the magic word at its end */
	__u64	xfeatures;		/* what the image holds */
	__u32	xstate_size;		/* without the magic word */
	__u32	padding[7];
};

struct _xmmreg {
	__u32	element[4];
};

struct _fpreg {
	__u16	significand[4];
	__u16	exponent;
};

struct _fpxreg {
	__u16	significand[4];
	__u16	exponent;
	__u16	padding[3];
};

struct _fpstate_64 {
	__u16	cwd;
	__u16	swd;
	__u16	twd;
	__u16	fop;
	__u64	rip;
	__u64	rdp;
	__u32	mxcsr;
	__u32	mxcsr_mask;
	__u32	st_space[32];
	__u32	xmm_space[64];
	__u32	reserved2[12];
	union {
		__u32			reserved3[12];
		struct _fpx_sw_bytes	sw_reserved;
	};
};

struct _header {
	__u64	xfeatures;
	__u64	reserved1[2];
	__u64	reserved2[5];
};

struct _ymmh_state {
	__u32	ymmh_space[64];
};

struct _xstate {
	struct _fpstate_64	fpstate;
	struct _header		xstate_hdr;
	struct _ymmh_state	ymmh;
};

struct sigcontext_64 {
	__u64	r8;
	__u64	r9;
	__u64	r10;
	__u64	r11;
	__u64	r12;
	__u64	r13;
	__u64	r14;
	__u64	r15;
	__u64	di;
	__u64	si;
	__u64	bp;
	__u64	bx;
	__u64	dx;
	__u64	ax;
	__u64	cx;
	__u64	sp;
	__u64	ip;
	__u64	flags;
	__u16	cs;
	__u16	gs;
	__u16	fs;
	__u16	ss;
	__u64	err;
	__u64	trapno;
	__u64	oldmask;
	__u64	cr2;
	__u64	fpstate;		/* address of a struct _fpstate_64, or 0 */
	__u64	reserved1[8];
};

#ifdef __KERNEL__
#define sigcontext sigcontext_64
#else
struct sigcontext {
	__u64	r8;
	__u64	r9;
	__u64	r10;
	__u64	r11;
	__u64	r12;
	__u64	r13;
	__u64	r14;
	__u64	r15;
	__u64	rdi;
	__u64	rsi;
	__u64	rbp;
	__u64	rbx;
	__u64	rdx;
	__u64	rax;
	__u64	rcx;
	__u64	rsp;
	__u64	rip;
	__u64	eflags;
	__u16	cs;
	__u16	gs;
	__u16	fs;
	union {
		__u16	ss;
		__u16	__pad0;
	};
	__u64	err;
	__u64	trapno;
	__u64	oldmask;
	__u64	cr2;
	struct _fpstate_64 *fpstate;
	__u64	reserved1[8];
};
#endif

#endif
