// SPDX-License-Identifier: GPL-2.0-only
/*
 * init-mm.c - the kernel's own address space: no VMAs, only page tables.
 *
 * Kernel threads run on whatever address space was there before; init_mm is for changing the
 * kernel's mappings (vmalloc, ioremap) and for the first task at boot.
 */
#include <linux/cpumask.h>
#include <linux/list.h>
#include <linux/maple_tree.h>
#include <linux/mm_types.h>
#include <linux/mm.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <asm/mmu.h>
#include <asm/pgtable.h>

#ifndef INIT_MM_CONTEXT
#define INIT_MM_CONTEXT(name)
#endif

/* cpu_bitmap is a flexible array: room for it follows the structure. */
static_assert(sizeof(cpumask_t) % sizeof(unsigned long) == 0);

struct mm_struct init_mm = {
	.mm_mt		= MTREE_INIT_EXT(mm_mt, MM_MT_FLAGS, init_mm.mmap_lock),
	.pgd		= swapper_pg_dir,
	.mm_users	= ATOMIC_INIT(2),
	.mm_count	= ATOMIC_INIT(1),
	.mmap_lock	= __RWSEM_INITIALIZER(init_mm.mmap_lock),
	.page_table_lock = __SPIN_LOCK_UNLOCKED(init_mm.page_table_lock),
	.arg_lock	= __SPIN_LOCK_UNLOCKED(init_mm.arg_lock),
	.mmlist		= LIST_HEAD_INIT(init_mm.mmlist),
	.cpu_bitmap	= { [BITS_TO_LONGS(NR_CPUS) - 1] = 0 },
	INIT_MM_CONTEXT(init_mm)
};

/** setup_initial_init_mm() - say where the kernel's image lies; from setup_arch(). */
void setup_initial_init_mm(void *start_code, void *end_code, void *end_data, void *brk)
{
	init_mm.start_code = (unsigned long)start_code;
	init_mm.end_code = (unsigned long)end_code;
	init_mm.end_data = (unsigned long)end_data;
	init_mm.brk = (unsigned long)brk;
}
