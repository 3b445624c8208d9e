/* SPDX-License-Identifier: GPL-2.0-only */
/* image.S - the built vdso, until boot has copied it into pages of its own */

	.section .init.data, "aw"
	.balign 8
	.globl vdso_image_start, vdso_image_end
vdso_image_start:
	.incbin VDSO_SO
vdso_image_end:
	.section .note.GNU-stack, "", @progbits
