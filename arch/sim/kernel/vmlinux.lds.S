/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmlinux.lds.S - gathers the kernel's sections and marks their bounds.
 *
 * For a relocatable link: no addresses, those come when the host's program is linked. Sections that
 * are not named here keep their names.
 */
#define CACHE_LINE	64
#define PAGE_SIZE	4096

#define INITCALLS(level) \
	__initcall##level##_start = .; \
	KEEP(*(.initcall##level##.init))

SECTIONS
{
	.text.kernel 0 : {
		_text = .;
		_stext = .;
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
		*(.ref.text)
		_sinittext = .;
		*(.init.text .init.text.*)
		*(.exit.text)
		_einittext = .;
		_etext = .;
	}

	.rodata.kernel 0 : {
		__start_rodata = .;
		*(.rodata .rodata.*)
		. = ALIGN(16);
		__end_rodata = .;
	}

	/* Arrays of pointers and the like; the host's dynamic loader has nothing to relocate in them. */
	.data.kernel 0 : {
		_sdata = .;
		. = ALIGN(PAGE_SIZE);
		*(.data..page_aligned)
		. = ALIGN(CACHE_LINE);
		*(.data..cacheline_aligned)
		. = ALIGN(CACHE_LINE);
		*(.data..read_mostly)
		. = ALIGN(CACHE_LINE);
		__start_ro_after_init = .;
		*(.data..ro_after_init)
		__end_ro_after_init = .;
		. = ALIGN(CACHE_LINE);
		*(.data .data.[a-zA-Z0-9_]* .data.rel .data.rel.* .ref.data)
		. = ALIGN(16);
		__start___param = .;
		KEEP(*(__param))
		__stop___param = .;
		. = ALIGN(16);
		__kunit_suites_start = .;
		KEEP(*(.kunit_test_suites))
		__kunit_suites_end = .;
		. = ALIGN(16);
		__start_sim_commands = .;
		KEEP(*(.sim_commands))
		__stop_sim_commands = .;
		__start_sim_programs = .;
		KEEP(*(.sim_programs))
		__stop_sim_programs = .;
		__start_sim_scenarios = .;
		KEEP(*(.sim_scenarios))
		__stop_sim_scenarios = .;
		__start___ex_table = .;
		__stop___ex_table = .;
		. = ALIGN(16);
		__init_begin = .;
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
		__kunit_init_suites_start = .;
		KEEP(*(.kunit_init_test_suites))
		__kunit_init_suites_end = .;
		__init_end = .;
		. = ALIGN(PAGE_SIZE);
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
		_edata = .;
	}

	.bss.kernel 0 (NOLOAD) : {
		__bss_start = .;
		*(.bss..page_aligned)
		*(.bss .bss.[a-zA-Z0-9_]* COMMON)
		. = ALIGN(PAGE_SIZE);
		__bss_stop = .;
		_end = .;
	}

	/DISCARD/ : { *(.note .note.* .eh_frame .eh_frame_hdr .modinfo .discard .discard.*) }
}
