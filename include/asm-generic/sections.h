/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sections.h - the bounds of the kernel image's sections, set by the linker script.
 */
#ifndef _ASM_GENERIC_SECTIONS_H
#define _ASM_GENERIC_SECTIONS_H

#include <linux/types.h>

extern char _text[], _stext[], _etext[];
extern char __start_rodata[], __end_rodata[];
extern char __start_ro_after_init[], __end_ro_after_init[];
extern char _sdata[], _edata[];
extern char __bss_start[], __bss_stop[];
extern char __init_begin[], __init_end[];
extern char _sinittext[], _einittext[];
extern char _end[];
extern char __per_cpu_start[], __per_cpu_end[];
extern char __entry_text_start[], __entry_text_end[];

static inline bool is_kernel_rodata(unsigned long addr)
{
	return addr >= (unsigned long)__start_rodata && addr < (unsigned long)__end_rodata;
}

static inline bool init_section_contains(void *virt, size_t size)
{
	return (char *)virt >= __init_begin && (char *)virt + size <= __init_end;
}

#endif
