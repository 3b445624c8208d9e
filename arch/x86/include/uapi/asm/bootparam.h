/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * asm/bootparam.h - what a boot loader hands over: the Linux/x86 boot protocol, version 2.15.
 */
#ifndef _UAPI_ASM_X86_BOOTPARAM_H
#define _UAPI_ASM_X86_BOOTPARAM_H

#include <linux/types.h>

#define E820_MAX_ENTRIES_ZEROPAGE 128

/* At 0x1f1 in the image and in struct boot_params. */
struct setup_header {
	__u8	setup_sects;
	__u16	root_flags;
	__u32	syssize;
	__u16	ram_size;
	__u16	vid_mode;
	__u16	root_dev;
	__u16	boot_flag;
	__u16	jump;
	__u32	header;
	__u16	version;
	__u32	realmode_swtch;
	__u16	start_sys_seg;
	__u16	kernel_version;
	__u8	type_of_loader;
	__u8	loadflags;
	__u16	setup_move_size;
	__u32	code32_start;
	__u32	ramdisk_image;
	__u32	ramdisk_size;
	__u32	bootsect_kludge;
	__u16	heap_end_ptr;
	__u8	ext_loader_ver;
	__u8	ext_loader_type;
	__u32	cmd_line_ptr;
	__u32	initrd_addr_max;
	__u32	kernel_alignment;
	__u8	relocatable_kernel;
	__u8	min_alignment;
	__u16	xloadflags;
	__u32	cmdline_size;
	__u32	hardware_subarch;
	__u64	hardware_subarch_data;
	__u32	payload_offset;
	__u32	payload_length;
	__u64	setup_data;
	__u64	pref_address;
	__u32	init_size;
	__u32	handover_offset;
	__u32	kernel_info_offset;
} __attribute__((packed));

struct boot_e820_entry {
	__u64	addr;
	__u64	size;
	__u32	type;
} __attribute__((packed));

/* The zero page: 4096 bytes, offsets fixed by the protocol. */
struct boot_params {
	__u8	screen_info[0x40];
	__u8	apm_bios_info[0x14];
	__u8	_pad1[0x1c];
	__u64	acpi_rsdp_addr;				/* 0x070 */
	__u8	_pad2[0x48];
	__u32	ext_ramdisk_image;			/* 0x0c0 */
	__u32	ext_ramdisk_size;			/* 0x0c4 */
	__u32	ext_cmd_line_ptr;			/* 0x0c8 */
	__u8	_pad3[0x1e0 - 0x0cc];
	__u32	alt_mem_k;				/* 0x1e0 */
	__u8	_pad4[4];
	__u8	e820_entries;				/* 0x1e8 */
	__u8	_pad5[0x1f1 - 0x1e9];
	struct setup_header hdr;			/* 0x1f1 */
	__u8	_pad6[0x2d0 - 0x1f1 - sizeof(struct setup_header)];
	struct boot_e820_entry e820_table[E820_MAX_ENTRIES_ZEROPAGE];	/* 0x2d0 */
	__u8	_pad7[0x1000 - 0x2d0 - E820_MAX_ENTRIES_ZEROPAGE * sizeof(struct boot_e820_entry)];
} __attribute__((packed));

#endif
