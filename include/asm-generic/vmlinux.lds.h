/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm-generic/vmlinux.lds.h - what each architecture's linker script says about sections alike.
 *
 * A script includes <asm/page_types.h> or defines PAGE_SIZE first. None of these begins a section of
 * the output or moves to a page by itself but where it says so: rights are the script's to give.
 */

#include <asm/cache.h>

/* name: what was put into section @section, between __start_@name and __stop_@name. */
#define TABLE_IN(name, section)		\
	. = ALIGN(16);			\
	__start_##name = .;		\
	KEEP(*(section))		\
	__stop_##name = .;
#define TABLE(name)	TABLE_IN(name, name)

/* section: between @begin and @end. */
#define BOUNDED(begin, section, end)	\
	begin = .;			\
	KEEP(*(section))		\
	end = .;

/* Code: how the kernel is entered, what may not be instrumented, what waits, the rest. */
#define TEXT_TEXT						\
	BOUNDED(__entry_text_start, .entry.text, __entry_text_end)	\
	BOUNDED(__noinstr_text_start, .noinstr.text, __noinstr_text_end) \
	BOUNDED(__sched_text_start, .sched.text, __sched_text_end)	\
	BOUNDED(__lock_text_start, .spinlock.text, __lock_text_end)	\
	*(.text.hot .text.hot.*)				\
	*(.text .text.unlikely .text.unlikely.* .text.startup .text.[a-zA-Z0-9_]*)	\
	*(.text.fixup)						\
	*(.ref.text)

#define INIT_TEXT						\
	_sinittext = .;						\
	*(.init.text .init.text.*)				\
	*(.exit.text)						\
	_einittext = .;

#define KUNIT_TABLE						\
	. = ALIGN(16);						\
	BOUNDED(__kunit_suites_start, .kunit_test_suites, __kunit_suites_end)

#define RO_AFTER_INIT_DATA					\
	. = ALIGN(L1_CACHE_BYTES);				\
	__start_ro_after_init = .;				\
	*(.data..ro_after_init)					\
	__end_ro_after_init = .;

#define DATA_ALIGNED						\
	*(.data..page_aligned)					\
	. = ALIGN(L1_CACHE_BYTES);				\
	*(.data..cacheline_aligned)				\
	. = ALIGN(L1_CACHE_BYTES);				\
	*(.data..read_mostly)					\
	. = ALIGN(L1_CACHE_BYTES);

#define DATA_DATA						\
	*(.data .data.[a-zA-Z0-9_]* .data.rel .data.rel.* .ref.data)

#define INIT_CALLS_LEVEL(level)					\
	__initcall##level##_start = .;				\
	KEEP(*(.initcall##level##.init))

/* What boot needs and frees; last, for who reads a map: the calls in their order. */
#define INIT_DATA						\
	*(.init.data .init.data.* .init.rodata .init.rodata.*)	\
	. = ALIGN(16);						\
	BOUNDED(__setup_start, .init.setup, __setup_end)	\
	. = ALIGN(8);						\
	__initcall_start = .;					\
	KEEP(*(.initcallearly.init))				\
	INIT_CALLS_LEVEL(0)					\
	INIT_CALLS_LEVEL(1)					\
	INIT_CALLS_LEVEL(2)					\
	INIT_CALLS_LEVEL(3)					\
	INIT_CALLS_LEVEL(4)					\
	INIT_CALLS_LEVEL(5)					\
	INIT_CALLS_LEVEL(rootfs)				\
	INIT_CALLS_LEVEL(6)					\
	INIT_CALLS_LEVEL(7)					\
	__initcall_end = .;					\
	BOUNDED(__con_initcall_start, .con_initcall.init, __con_initcall_end)	\
	. = ALIGN(8);						\
	BOUNDED(__kunit_init_suites_start, .kunit_init_test_suites, __kunit_init_suites_end)

/* Whole pages: each CPU gets a copy of its own. */
#define PERCPU_DATA						\
	. = ALIGN(PAGE_SIZE);					\
	__per_cpu_start = .;					\
	*(.data..percpu..first)					\
	. = ALIGN(PAGE_SIZE);					\
	*(.data..percpu..page_aligned)				\
	. = ALIGN(L1_CACHE_BYTES);				\
	*(.data..percpu..read_mostly)				\
	. = ALIGN(L1_CACHE_BYTES);				\
	*(.data..percpu)					\
	. = ALIGN(L1_CACHE_BYTES);				\
	*(.data..percpu..shared_aligned)			\
	. = ALIGN(L1_CACHE_BYTES);				\
	__per_cpu_end = .;					\
	. = ALIGN(PAGE_SIZE);

#define BSS_BSS	*(.bss .bss.[a-zA-Z0-9_]* COMMON)

#define DWARF_SECTION(name)	name 0 : { *(name) }

/* DWARF 4 and 5, from address 0 as debuggers want it. */
#define DWARF_DEBUG						\
	DWARF_SECTION(.comment)					\
	DWARF_SECTION(.debug_abbrev)				\
	DWARF_SECTION(.debug_aranges)				\
	DWARF_SECTION(.debug_frame)				\
	.debug_info 0 : { *(.debug_info .gnu.linkonce.wi.*) }	\
	DWARF_SECTION(.debug_line)				\
	DWARF_SECTION(.debug_line_str)				\
	DWARF_SECTION(.debug_loc)				\
	DWARF_SECTION(.debug_loclists)				\
	DWARF_SECTION(.debug_macinfo)				\
	DWARF_SECTION(.debug_ranges)				\
	DWARF_SECTION(.debug_rnglists)				\
	DWARF_SECTION(.debug_str)				\
	DWARF_SECTION(.debug_str_offsets)			\
	DWARF_SECTION(.debug_addr)				\
	DWARF_SECTION(.debug_pubnames)				\
	DWARF_SECTION(.debug_pubtypes)
