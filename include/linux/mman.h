/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mman.h - from the flags of mmap() to VM_* flags, and the commit account.
 *
 * The commit account (mm/overcommit.c) is the number of pages that processes were
 * promised and may still touch: private writable and shared anonymous memory.
 */
#ifndef _LINUX_MMAN_H
#define _LINUX_MMAN_H

#include <linux/mm.h>
#include <uapi/linux/mman.h>

/* Absent on architectures without the flag: testing for 0 is always false. */
#ifndef MAP_32BIT
#define MAP_32BIT 0
#endif
#ifndef MAP_ABOVE4G
#define MAP_ABOVE4G 0
#endif

/*
 * Every flag a mapping may carry. MAP_SHARED_VALIDATE fails with EOPNOTSUPP on a bit
 * that is not in this mask; the older kinds ignore such bits.
 */
#define LEGACY_MAP_MASK \
	(MAP_SHARED | MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_DENYWRITE | \
	 MAP_EXECUTABLE | MAP_UNINITIALIZED | MAP_GROWSDOWN | MAP_LOCKED | \
	 MAP_NORESERVE | MAP_POPULATE | MAP_NONBLOCK | MAP_STACK | MAP_HUGETLB | \
	 MAP_32BIT | MAP_ABOVE4G | MAP_HUGE_2MB | MAP_HUGE_1GB)

extern int sysctl_overcommit_memory;		/* OVERCOMMIT_*, 0..2 */
extern int sysctl_overcommit_ratio;		/* percent of RAM, >= 0 */
extern unsigned long sysctl_overcommit_kbytes;	/* where not 0, instead of the ratio */
extern unsigned long sysctl_user_reserve_kbytes;
extern unsigned long sysctl_admin_reserve_kbytes;

extern atomic_long_t vm_committed_as;		/* pages promised */

/** vm_acct_memory() - add pages to (or with a negative number take from) the account. */
static inline void vm_acct_memory(long pages)
{
	atomic_long_add(pages, &vm_committed_as);
}

/** vm_unacct_memory() - give back pages that vm_enough_memory() granted. */
static inline void vm_unacct_memory(long pages)
{
	vm_acct_memory(-pages);
}

unsigned long vm_commit_limit(void);
unsigned long vm_memory_committed(void);
int __vm_enough_memory(struct mm_struct *mm, long pages, int cap_sys_admin);
int security_vm_enough_memory_mm(struct mm_struct *mm, long pages);

/* An architecture with more PROT_ bits or protection keys defines these in asm/mman.h. */
#ifndef arch_calc_vm_prot_bits
#define arch_calc_vm_prot_bits(prot, pkey) 0UL
#endif
#ifndef arch_validate_prot
/** arch_validate_prot() - whether @prot has only bits that mprotect() knows. */
static inline bool arch_validate_prot(unsigned long prot, unsigned long addr)
{
	return !(prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC | PROT_SEM));
}
#endif

/* Moves a single bit from one flag word to another; both are powers of two. */
#define mman_move_bit(word, from, to) \
	((from) <= (to) ? (((word) & (from)) * ((to) / (from))) \
			: (((word) & (from)) / ((from) / (to))))

/** calc_vm_prot_bits() - VM_* flags that PROT_* bits stand for. */
static inline vm_flags_t calc_vm_prot_bits(unsigned long prot, unsigned long pkey)
{
	return mman_move_bit(prot, PROT_READ, VM_READ) |
	       mman_move_bit(prot, PROT_WRITE, VM_WRITE) |
	       mman_move_bit(prot, PROT_EXEC, VM_EXEC) |
	       arch_calc_vm_prot_bits(prot, pkey);
}

/** calc_vm_flag_bits() - VM_* flags that MAP_* bits stand for. */
static inline vm_flags_t calc_vm_flag_bits(struct file *file, unsigned long flags)
{
	return mman_move_bit(flags, MAP_GROWSDOWN, VM_GROWSDOWN) |
	       mman_move_bit(flags, MAP_LOCKED, VM_LOCKED) |
	       mman_move_bit(flags, MAP_SYNC, VM_SYNC) |
	       mman_move_bit(flags, MAP_STACK, VM_NOHUGEPAGE);
}

#endif
