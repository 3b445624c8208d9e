/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmlinux.lds.S - gathers the kernel's sections and marks their bounds.
 *
 * For a relocatable link: no addresses, those come when the host's program is linked. Sections that
 * are not named here keep their names.
 */
#define PAGE_SIZE	4096

#include <asm-generic/vmlinux.lds.h>

SECTIONS
{
	.text.kernel 0 : {
		_text = .;
		_stext = .;
		TEXT_TEXT
		INIT_TEXT
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
		DATA_ALIGNED
		RO_AFTER_INIT_DATA
		. = ALIGN(L1_CACHE_BYTES);
		DATA_DATA
		TABLE(__param)
		KUNIT_TABLE
		TABLE_IN(sim_commands, .sim_commands)
		TABLE_IN(sim_programs, .sim_programs)
		TABLE_IN(sim_scenarios, .sim_scenarios)
		__start___ex_table = .;
		__stop___ex_table = .;
		. = ALIGN(16);
		__init_begin = .;
		INIT_DATA
		__init_end = .;
		PERCPU_DATA
		_edata = .;
	}

	.bss.kernel 0 (NOLOAD) : {
		__bss_start = .;
		*(.bss..page_aligned)
		BSS_BSS
		. = ALIGN(PAGE_SIZE);
		__bss_stop = .;
		_end = .;
	}

	/DISCARD/ : { *(.note .note.* .eh_frame .eh_frame_hdr .modinfo .discard .discard.*) }
}
