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

#define LOAD_OFFSET	__START_KERNEL_map
#define CACHE_LINE	64

#define INITCALLS(level) \
	__initcall##level##_start = .; \
	KEEP(*(.initcall##level##.init))

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
		__entry_text_start = .;
		*(.entry.text)
		__entry_text_end = .;
		__noinstr_text_start = .;
		*(.noinstr.text)
		__noinstr_text_end = .;
		__sched_text_start = .;
		*(.sched.text)
		__sched_text_end = .;
		__lock_text_start = .;
		*(.spinlock.text)
		__lock_text_end = .;
		*(.text.hot .text.hot.*)
		*(.text .text.unlikely .text.unlikely.* .text.startup .text.[a-zA-Z0-9_]*)
		*(.text.fixup)
		*(.ref.text)
		. = ALIGN(16);
		_etext = .;
		. = ALIGN(PAGE_SIZE);
	} :text = 0xcccccccc

	. = ALIGN(PAGE_SIZE);
	__start_rodata = .;
	.rodata : AT(ADDR(.rodata) - LOAD_OFFSET) {
		*(.rodata .rodata.*)
		. = ALIGN(8);
		__start___param = .;
		KEEP(*(__param))
		__stop___param = .;
		. = ALIGN(8);
		__start___bug_table = .;
		KEEP(*(__bug_table))
		__stop___bug_table = .;
		. = ALIGN(8);
		__start_smap_sites = .;
		KEEP(*(.smap_sites))
		__stop_smap_sites = .;
		. = ALIGN(16);
		__kunit_suites_start = .;
		KEEP(*(.kunit_test_suites))
		__kunit_suites_end = .;
		. = ALIGN(16);
		__start___ex_table = .;
		KEEP(*(__ex_table))
		__stop___ex_table = .;
		. = ALIGN(CACHE_LINE);
		__start_ro_after_init = .;
		*(.data..ro_after_init)
		__end_ro_after_init = .;
		. = ALIGN(PAGE_SIZE);
	} :rodata
	__end_rodata = .;

	.data : AT(ADDR(.data) - LOAD_OFFSET) {
		_sdata = .;
		*(.data..page_aligned)
		. = ALIGN(CACHE_LINE);
		*(.data..cacheline_aligned)
		. = ALIGN(CACHE_LINE);
		*(.data..read_mostly)
		. = ALIGN(CACHE_LINE);
		*(.data .data.[a-zA-Z0-9_]* .data.rel .data.rel.* .ref.data)
		. = ALIGN(CACHE_LINE);
		_edata = .;
		. = ALIGN(PAGE_SIZE);
	} :data

	. = ALIGN(PAGE_SIZE);
	__init_begin = .;
	.data..percpu : AT(ADDR(.data..percpu) - LOAD_OFFSET) {
		__per_cpu_start = .;
		*(.data..percpu..first)
		. = ALIGN(PAGE_SIZE);
		*(.data..percpu..page_aligned)
		. = ALIGN(CACHE_LINE);
		*(.data..percpu..read_mostly)
		. = ALIGN(CACHE_LINE);
		*(.data..percpu)
		. = ALIGN(CACHE_LINE);
		*(.data..percpu..shared_aligned)
		. = ALIGN(CACHE_LINE);
		__per_cpu_end = .;
		. = ALIGN(PAGE_SIZE);
	} :init

	.init.text : AT(ADDR(.init.text) - LOAD_OFFSET) {
		_sinittext = .;
		*(.init.text .init.text.*)
		*(.exit.text)
		_einittext = .;
		. = ALIGN(PAGE_SIZE);
	} :init

	.init.data : AT(ADDR(.init.data) - LOAD_OFFSET) {
		*(.init.data .init.data.* .init.rodata .init.rodata.*)
		. = ALIGN(16);
		__setup_start = .;
		KEEP(*(.init.setup))
		__setup_end = .;
		. = ALIGN(8);
		__initcall_start = .;
		KEEP(*(.initcallearly.init))
		INITCALLS(0)
		INITCALLS(1)
		INITCALLS(2)
		INITCALLS(3)
		INITCALLS(4)
		INITCALLS(5)
		INITCALLS(rootfs)
		INITCALLS(6)
		INITCALLS(7)
		__initcall_end = .;
		__con_initcall_start = .;
		KEEP(*(.con_initcall.init))
		__con_initcall_end = .;
		. = ALIGN(8);
		__ctors_start = .;
		KEEP(*(SORT(.init_array.*) .init_array SORT(.ctors.*) .ctors))
		__ctors_end = .;
		__kunit_init_suites_start = .;
		KEEP(*(.kunit_init_test_suites))
		__kunit_init_suites_end = .;
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
		*(.bss .bss.[a-zA-Z0-9_]* COMMON)
		. = ALIGN(PAGE_SIZE);
		__bss_stop = .;
	} :init
	_end = .;

	.stab 0 : { *(.stab) }
	.comment 0 : { *(.comment) }
	.debug_abbrev 0 : { *(.debug_abbrev) }
	.debug_aranges 0 : { *(.debug_aranges) }
	.debug_frame 0 : { *(.debug_frame) }
	.debug_info 0 : { *(.debug_info .gnu.linkonce.wi.*) }
	.debug_line 0 : { *(.debug_line) }
	.debug_line_str 0 : { *(.debug_line_str) }
	.debug_loc 0 : { *(.debug_loc) }
	.debug_loclists 0 : { *(.debug_loclists) }
	.debug_macinfo 0 : { *(.debug_macinfo) }
	.debug_ranges 0 : { *(.debug_ranges) }
	.debug_rnglists 0 : { *(.debug_rnglists) }
	.debug_str 0 : { *(.debug_str) }
	.debug_str_offsets 0 : { *(.debug_str_offsets) }
	.debug_addr 0 : { *(.debug_addr) }
	.debug_pubnames 0 : { *(.debug_pubnames) }
	.debug_pubtypes 0 : { *(.debug_pubtypes) }

	/DISCARD/ : { *(.fini_array .fini_array.* .dtors .dtors.*) }
	/DISCARD/ : { *(.note .note.* .eh_frame .eh_frame_hdr .interp .dynamic .modinfo) }

	ASSERT(_end - LOAD_OFFSET <= KERNEL_IMAGE_SIZE, "the kernel image is too large")
}
