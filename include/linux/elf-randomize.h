/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * elf-randomize.h - what the architecture says about where a program lies in its address space.
 *
 * arch_randomize_brk() is mandatory; arch_mmap_rnd() gives a page-aligned random offset.
 */
#ifndef _LINUX_ELF_RANDOMIZE_H
#define _LINUX_ELF_RANDOMIZE_H

struct mm_struct;

unsigned long arch_mmap_rnd(void);
unsigned long arch_randomize_brk(struct mm_struct *mm);

#endif
