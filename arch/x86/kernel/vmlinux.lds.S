/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmlinux.lds.S - where everything in the kernel image lies.
 *
 * Invariant: text, read-only data and data begin on 2 MiB or 4 KiB boundaries of their own, since
 * their rights differ; the image is linked at __START_KERNEL_map + its physical address, and what
 * only boot needs lies together, to be freed.
 */
#include <asm/page_types.h>
#include <asm/thread_info.h>
#include <asm-generic/vmlinux.lds.h>

#define LOAD_OFFSET	__START_KERNEL_map

OUTPUT_FORMAT("elf64-x86-64")
OUTPUT_ARCH(i386:x86-64)
ENTRY(phys_startup_32)

PHDRS {
	text PT_LOAD FLAGS(5);
	rodata PT_LOAD FLAGS(4);
	data PT_LOAD FLAGS(6);
	init PT_LOAD FLAGS(7);
}

SECTIONS
{
	. = __START_KERNEL;
	phys_startup_32 = ABSOLUTE(startup_32 - LOAD_OFFSET);

	.text : AT(ADDR(.text) - LOAD_OFFSET) {
		_text = .;
		_stext = .;
		KEEP(*(.head.text))
		. = ALIGN(PAGE_SIZE);
		TEXT_TEXT
		. = ALIGN(16);
		_etext = .;
		. = ALIGN(PAGE_SIZE);
	} :text = 0xcccccccc

	. = ALIGN(PAGE_SIZE);
	__start_rodata = .;
	.rodata : AT(ADDR(.rodata) - LOAD_OFFSET) {
		*(.rodata .rodata.*)
		TABLE(__param)
		TABLE(__bug_table)
		TABLE_IN(smap_sites, .smap_sites)
		KUNIT_TABLE
		TABLE(__ex_table)
		RO_AFTER_INIT_DATA
		. = ALIGN(PAGE_SIZE);
	} :rodata
	__end_rodata = .;

	.data : AT(ADDR(.data) - LOAD_OFFSET) {
		_sdata = .;
		DATA_ALIGNED
		DATA_DATA
		. = ALIGN(L1_CACHE_BYTES);
		_edata = .;
		. = ALIGN(PAGE_SIZE);
	} :data

	. = ALIGN(PAGE_SIZE);
	__init_begin = .;
	.data..percpu : AT(ADDR(.data..percpu) - LOAD_OFFSET) {
		PERCPU_DATA
	} :init

	.init.text : AT(ADDR(.init.text) - LOAD_OFFSET) {
		INIT_TEXT
		. = ALIGN(PAGE_SIZE);
	} :init

	.init.data : AT(ADDR(.init.data) - LOAD_OFFSET) {
		INIT_DATA
		. = ALIGN(8);
		__ctors_start = .;
		KEEP(*(SORT(.init_array.*) .init_array SORT(.ctors.*) .ctors))
		__ctors_end = .;
		. = ALIGN(4);
		__initramfs_start = .;
		KEEP(*(.init.ramfs))
		. = ALIGN(8);
		KEEP(*(.init.ramfs.info))
		. = ALIGN(PAGE_SIZE);
	} :init
	__init_end = .;

	.bss : AT(ADDR(.bss) - LOAD_OFFSET) {
		__bss_start = .;
		*(.bss..page_aligned)
		. = ALIGN(THREAD_SIZE);
		init_stack = .;
		init_thread_union = .;
		. += THREAD_SIZE;
		BSS_BSS
		. = ALIGN(PAGE_SIZE);
		__bss_stop = .;
	} :init
	_end = .;

	.stab 0 : { *(.stab) }
	DWARF_DEBUG

	/DISCARD/ : { *(.fini_array .fini_array.* .dtors .dtors.*) }
	/DISCARD/ : { *(.note .note.* .eh_frame .eh_frame_hdr .interp .dynamic .modinfo) }

	ASSERT(_end - LOAD_OFFSET <= KERNEL_IMAGE_SIZE, "the kernel image is too large")
}
