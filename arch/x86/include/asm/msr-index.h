/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/msr-index.h - model-specific registers (Intel SDM volume 4; AMD APM volume 2, appendix A).
 */
#ifndef _ASM_X86_MSR_INDEX_H
#define _ASM_X86_MSR_INDEX_H

#define MSR_IA32_TSC		0x00000010
#define MSR_IA32_APICBASE	0x0000001b
#define MSR_IA32_MISC_ENABLE	0x000001a0
#define MSR_IA32_CR_PAT		0x00000277
#define MSR_EFER		0xc0000080
#define MSR_STAR		0xc0000081
#define MSR_LSTAR		0xc0000082
#define MSR_CSTAR		0xc0000083
#define MSR_SYSCALL_MASK	0xc0000084
#define MSR_FS_BASE		0xc0000100
#define MSR_GS_BASE		0xc0000101
#define MSR_KERNEL_GS_BASE	0xc0000102
#define MSR_TSC_AUX		0xc0000103

#define EFER_SCE		0x001
#define EFER_LME		0x100
#define EFER_LMA		0x400
#define EFER_NX			0x800

#define MSR_IA32_APICBASE_BSP	(1UL << 8)
#define MSR_IA32_APICBASE_ENABLE (1UL << 11)

#endif
