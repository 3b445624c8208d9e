/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * poison.h - values that say, in a register dump, what went wrong.
 *
 * The pointers are non-canonical on x86-64 and outside the user's half
 * elsewhere, so that following one faults at a telling address.
 */
#ifndef _LINUX_POISON_H
#define _LINUX_POISON_H

#define POISON_POINTER_DELTA	0xdead000000000000UL
#define LIST_POISON1		((void *)(0x100 + POISON_POINTER_DELTA))
#define LIST_POISON2		((void *)(0x122 + POISON_POINTER_DELTA))
#define TIMER_ENTRY_STATIC	((void *)(0x300 + POISON_POINTER_DELTA))

/* slab: the byte patterns that people know from Linux's reports */
#define SLUB_RED_INACTIVE	0xbb
#define SLUB_RED_ACTIVE		0xcc
#define POISON_INUSE		0x5a
#define POISON_FREE		0x6b
#define POISON_END		0xa5
/* page poisoning */
#define PAGE_POISON		0xaa
/* freed init memory */
#define POISON_FREE_INITMEM	0xcc

#endif
