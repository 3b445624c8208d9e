// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmu.c - the software MMU: from a user's address to the byte in RAM, for the kernel's copies and for
 * user mode alike.
 *
 * Invariant:  between a translation and the access there is no point, so that the two are one
 *             instruction: nobody can flush or free in between.
 * Locks:      none, as hardware: a walk reads tables that others change, and sets young and dirty
 *             with compare-and-exchange.
 * Elsewhere:  what the TLB keeps (tlb.c), whether that is still true (stale.c), what a fault does
 *             (fault.c), user mode (kernel/user.c).
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#include "sim_mm.h"

/* The bits that an entry must have for an access. */
static pteval_t needed(enum sim_access access)
{
	pteval_t need = _PAGE_PRESENT | _PAGE_USER;

	if (access == SIM_WRITE)
		need |= _PAGE_WRITE;
	else if (access == SIM_EXEC)
		need |= _PAGE_EXEC;
	return need;
}

/* What hardware notes in the entry that it uses. */
static pteval_t noted(enum sim_access access)
{
	return access == SIM_WRITE ? _PAGE_YOUNG | _PAGE_DIRTY : _PAGE_YOUNG;
}

/* The entry that maps @addr, of the last level or a huge one; NULL where a table is missing. */
static pte_t *walk(struct mm_struct *mm, unsigned long addr, bool *huge)
{
	p4d_t *p4d = p4d_offset(pgd_offset(mm, addr), addr);
	pud_t *pud;
	pmd_t *pmd, val;

	*huge = false;
	if (!p4d_present(READ_ONCE(*p4d)))
		return NULL;
	pud = pud_offset(p4d, addr);
	if (!pud_present(READ_ONCE(*pud)))
		return NULL;
	pmd = pmd_offset(pud, addr);
	val = READ_ONCE(*pmd);
	if (!(pmd_val(val) & _PAGE_PRESENT))
		return NULL;
	*huge = pmd_leaf(val);
	return *huge ? (pte_t *)pmd : (pte_t *)pmd_page_vaddr(val) + pte_index(addr);
}

/* Finds the entry, notes young and dirty, and fills the TLB. Return: the page, or NULL: a fault. */
static void *walk_and_fill(struct sim_tlb *tlb, unsigned long addr, enum sim_access access)
{
	pteval_t need = needed(access), note = noted(access), pte;
	struct sim_tlb_entry *e = sim_tlb_slot(tlb, addr);
	bool huge;
	pte_t *ptep = walk(tlb->mm, addr, &huge);

	if (!ptep)
		return NULL;
	pte = READ_ONCE(ptep->pte);
	do {
		if ((pte & need) != need)
			return NULL;
	} while ((pte & note) != note && !try_cmpxchg_local(&ptep->pte, &pte, pte | note));
	pte |= note;
	*e = (struct sim_tlb_entry) {
		.vpn = addr >> PAGE_SHIFT, .epoch = tlb->epoch, .pte = pte, .ptep = ptep,
		.page = __va(pte & PTE_PFN_MASK) + (huge ? addr & ~PMD_MASK & PAGE_MASK : 0),
	};
	sim_stale_note_fill(e);
	return e->page;
}

/**
 * sim_translate() - where the page of @addr is, for an access by the running task
 *
 * Context: no point may come between this and the access.
 * Return: the page in the direct map; NULL where the tables do not allow it.
 */
void *sim_translate(unsigned long addr, enum sim_access access)
{
	struct sim_tlb *tlb = &sim_tlbs[raw_smp_processor_id()];
	struct sim_tlb_entry *e = sim_tlb_slot(tlb, addr);
	pteval_t need = needed(access) | noted(access);

	if (unlikely(tlb->mm != current->mm || addr >= TASK_SIZE_MAX))
		return NULL;
	if (likely(e->vpn == addr >> PAGE_SHIFT && e->epoch == tlb->epoch && (e->pte & need) == need)) {
		sim_stale_check(e, addr, need & ~_PAGE_YOUNG);
		return e->page;
	}
	return walk_and_fill(tlb, addr, access);
}

/* ---- the kernel's accesses to user memory ---- */

/* As sim_translate(), after the faults that it takes; NULL: -EFAULT. */
static void *kernel_translate(unsigned long addr, enum sim_access access)
{
	struct pt_regs regs = { .user = false };
	void *page;

	for (;;) {
		page = sim_translate(addr, access);
		if (likely(page))
			return page;
		if (sim_user_fault(&regs, addr, access))
			return NULL;
	}
}

static unsigned long in_page(unsigned long addr, unsigned long n)
{
	return min(n, PAGE_SIZE - offset_in_page(addr));
}

/** raw_copy_from_user() - Return: how many bytes could not be copied */
unsigned long raw_copy_from_user(void *to, const void __user *from, unsigned long n)
{
	unsigned long addr = (unsigned long)from, part;

	for (; n; n -= part, addr += part, to += part) {
		char *page;

		sim_point();
		page = kernel_translate(addr, SIM_READ);
		if (!page)
			break;
		part = in_page(addr, n);
		sim_copy_user(to, page + offset_in_page(addr), part);
	}
	return n;
}

/** raw_copy_to_user() - Return: how many bytes could not be copied */
unsigned long raw_copy_to_user(void __user *to, const void *from, unsigned long n)
{
	unsigned long addr = (unsigned long)to, part;

	for (; n; n -= part, addr += part, from += part) {
		char *page;

		sim_point();
		page = kernel_translate(addr, SIM_WRITE);
		if (!page)
			break;
		part = in_page(addr, n);
		sim_copy_user(page + offset_in_page(addr), from, part);
	}
	return n;
}

/** __clear_user() - Return: how many bytes could not be cleared */
unsigned long __clear_user(void __user *to, unsigned long n)
{
	unsigned long addr = (unsigned long)to, part;

	for (; n; n -= part, addr += part) {
		char *page;

		sim_point();
		page = kernel_translate(addr, SIM_WRITE);
		if (!page)
			break;
		part = in_page(addr, n);
		memset(page + offset_in_page(addr), 0, part);
	}
	return n;
}

/** arch_futex_cmpxchg() - compare and exchange a user's word. Return: 0 with the old value, or -EFAULT */
int arch_futex_cmpxchg(u32 *uval, u32 __user *uaddr, u32 oldval, u32 newval)
{
	unsigned long addr = (unsigned long)uaddr;
	char *page;

	sim_point();
	page = kernel_translate(addr, SIM_WRITE);
	if (!page)
		return -EFAULT;
	*uval = cmpxchg_local((u32 *)(page + offset_in_page(addr)), oldval, newval);
	return 0;
}
