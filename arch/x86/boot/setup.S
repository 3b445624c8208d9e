/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * setup.S - what a boot loader reads and jumps to: the Linux/x86 boot protocol, 2.15.
 *
 * The loader puts this image anywhere below 1 MiB and the kernel at 1 MiB, and enters at offset
 * 0x200 in real mode with %ds the image's segment. The first page becomes struct boot_params in
 * place: the protocol's fields already stand at their offsets, the rest is zero but for the jump
 * at 0x268, which lies in padding. Here the BIOS is asked for the memory map, and the CPU put
 * into 32-bit protected mode. Loaders that speak the 32-bit protocol (U-Boot) do all that
 * themselves and enter the kernel directly.
 *
 * Elsewhere: the 32-bit entry, startup_32 in kernel/head_64.S.
 */
	.code16
	.section ".header", "ax"
	.globl	_start
_start:
	.org	0x1f1
hdr:
setup_sects:	.byte	9
root_flags:	.word	0
syssize:	.long	kernel_paras
ram_size:	.word	0
vid_mode:	.word	0xffff
root_dev:	.word	0
boot_flag:	.word	0xaa55

	.byte	0xeb, start_of_setup - 1f	# offset 0x200: the entry
1:
	.ascii	"HdrS"
	.word	0x020f			# protocol version
realmode_swtch:	.long	0
start_sys_seg:	.word	0
kernel_version:	.word	version - 0x200
type_of_loader:	.byte	0
loadflags:	.byte	1		# loaded at 1 MiB
setup_move_size: .word	0
code32_start:	.long	0x100000
ramdisk_image:	.long	0
ramdisk_size:	.long	0
bootsect_kludge: .long	0
heap_end_ptr:	.word	0
ext_loader_ver:	.byte	0
ext_loader_type: .byte	0
cmd_line_ptr:	.long	0
initrd_addr_max: .long	0x7fffffff
kernel_alignment: .long	0x200000
relocatable_kernel: .byte 0
min_alignment:	.byte	21
xloadflags:	.word	0
cmdline_size:	.long	2047
hardware_subarch: .long	0
hardware_subarch_data: .quad 0
payload_offset:	.long	0
payload_length:	.long	0
setup_data:	.quad	0
pref_address:	.quad	0x100000
init_size:	.long	kernel_init_size
handover_offset: .long	0
kernel_info_offset: .long 0

start_of_setup:
	jmp	main

	.text
	.code16
BOOT_PARAMS_E820_COUNT	= 0x1e8
BOOT_PARAMS_E820_TABLE	= 0x2d0
BOOT_PARAMS_ALT_MEM	= 0x1e0
E820_MAX		= 128

main:
	cli
	cld
	movw	%ds, %ax		# the image's segment; %cs is 0x20 paragraphs further
	movw	%ax, %es
	movw	%ax, %ss
	movw	$0xfff0, %sp
	pushw	%ax
	pushw	$continue
	lretw				# %cs = %ds, so that labels are offsets in both
continue:
	sti

	# Memory map: int 15h, function e820, one 20-byte entry a call.
	xorl	%ebx, %ebx
	movw	$BOOT_PARAMS_E820_TABLE, %di
next_entry:
	movl	$0xe820, %eax
	movl	$20, %ecx
	movl	$0x534d4150, %edx	# "SMAP"
	int	$0x15
	jc	no_more
	cmpl	$0x534d4150, %eax
	jne	no_more
	incb	BOOT_PARAMS_E820_COUNT
	cmpb	$E820_MAX, BOOT_PARAMS_E820_COUNT
	je	no_more
	addw	$20, %di
	testl	%ebx, %ebx
	jnz	next_entry
no_more:
	# A machine without e820 says at least how many KiB lie above 1 MiB.
	movb	$0x88, %ah
	int	$0x15
	movw	%ax, BOOT_PARAMS_ALT_MEM

	# Address line 20: by the BIOS, and by the fast gate.
	movw	$0x2401, %ax
	int	$0x15
	inb	$0x92, %al
	testb	$2, %al
	jnz	a20_done
	orb	$2, %al
	andb	$0xfe, %al
	outb	%al, $0x92
a20_done:

	cli
	xorl	%esi, %esi
	movw	%ds, %si
	shll	$4, %esi		# linear address of boot_params
	leal	gdt(%esi), %eax
	movl	%eax, gdt_pointer + 2
	leal	in_pm(%esi), %eax
	movl	%eax, pm_target
	movl	code32_start, %edi
	lgdtl	gdt_pointer
	lidtl	no_idt
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	*pm_target

	.code32
in_pm:
	movl	$0x18, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	%eax, %gs
	movl	%eax, %ss
	movl	%edi, %eax
	xorl	%edi, %edi
	xorl	%ebp, %ebp
	xorl	%ebx, %ebx
	jmp	*%eax

	.balign	8
gdt:
	.quad	0
	.quad	0
	.quad	0x00cf9b000000ffff	# 0x10: flat code
	.quad	0x00cf93000000ffff	# 0x18: flat data
gdt_pointer:
	.word	31
	.long	0
no_idt:
	.word	0
	.long	0
pm_target:
	.long	0
	.word	0x10
version:
	.asciz	"6.12.0-samara"
