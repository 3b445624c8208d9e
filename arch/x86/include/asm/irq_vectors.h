/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/irq_vectors.h - who gets which of the 256 interrupt vectors.
 *
 *   0..31     exceptions, fixed by the CPU
 *   32..235   devices: vector 32 + n is interrupt number n
 *   236..255  the local APIC's own and messages between CPUs
 */
#ifndef _ASM_X86_IRQ_VECTORS_H
#define _ASM_X86_IRQ_VECTORS_H

#define NR_VECTORS			256
#define FIRST_EXTERNAL_VECTOR		32
#define FIRST_SYSTEM_VECTOR		236

#define LOCAL_TIMER_VECTOR		236
#define RESCHEDULE_VECTOR		237
#define CALL_FUNCTION_VECTOR		238
#define CALL_FUNCTION_SINGLE_VECTOR	239
#define REBOOT_VECTOR			240
#define ERROR_APIC_VECTOR		254
#define SPURIOUS_APIC_VECTOR		255

#define X86_TRAP_DE	0
#define X86_TRAP_DB	1
#define X86_TRAP_NMI	2
#define X86_TRAP_BP	3
#define X86_TRAP_OF	4
#define X86_TRAP_BR	5
#define X86_TRAP_UD	6
#define X86_TRAP_NM	7
#define X86_TRAP_DF	8
#define X86_TRAP_OLD_MF	9
#define X86_TRAP_TS	10
#define X86_TRAP_NP	11
#define X86_TRAP_SS	12
#define X86_TRAP_GP	13
#define X86_TRAP_PF	14
#define X86_TRAP_SPURIOUS 15
#define X86_TRAP_MF	16
#define X86_TRAP_AC	17
#define X86_TRAP_MC	18
#define X86_TRAP_XF	19
#define X86_TRAP_VE	20
#define X86_TRAP_CP	21

#define NR_IRQS		(FIRST_SYSTEM_VECTOR - FIRST_EXTERNAL_VECTOR)
#define NR_IRQS_LEGACY	16

#endif
