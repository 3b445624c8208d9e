/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* e_machine of the machines that Samara runs on or may be handed a program for. */
#ifndef _UAPI_LINUX_ELF_EM_H
#define _UAPI_LINUX_ELF_EM_H

#define EM_NONE		0
#define EM_386		3
#define EM_486		6
#define EM_MIPS		8
#define EM_PPC		20
#define EM_PPC64	21
#define EM_S390		22
#define EM_ARM		40
#define EM_SPARCV9	43
#define EM_IA_64	50
#define EM_X86_64	62
#define EM_AARCH64	183
#define EM_RISCV	243
#define EM_BPF		247
#define EM_LOONGARCH	258

#endif
