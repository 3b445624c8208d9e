// SPDX-License-Identifier: GPL-2.0-only
/*
 * debug_vma.c - describing VMAs and address spaces in words.
 *
 * Owns nothing; what is printed is a snapshot of something that may be changing. Pages are
 * described in debug.c.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>

/**
 * dump_vma() - print the fields of a VMA
 *
 * Context: any.
 */
void dump_vma(const struct vm_area_struct *vma)
{
	pr_emerg("vma %px start %px end %px mm %px\n"
		 "prot %lx anon_vma %px vm_ops %px\n"
		 "pgoff %lx file %px private_data %px refcnt %x\n"
		 "flags: %#lx\n",
		 vma, (void *)vma->vm_start, (void *)vma->vm_end, vma->vm_mm,
		 (unsigned long)pgprot_val(vma->vm_page_prot), vma->anon_vma, vma->vm_ops,
		 vma->vm_pgoff, vma->vm_file, vma->vm_private_data, refcount_read(&vma->vm_refcnt),
		 vma->vm_flags);
}

/**
 * dump_mm() - print the fields of an address space
 *
 * Context: any.
 */
void dump_mm(const struct mm_struct *mm)
{
	pr_emerg("mm %px task_size %lu\n"
		 "mmap_base %lu mmap_legacy_base %lu\n"
		 "pgd %px mm_users %d mm_count %d pgtables_bytes %lu map_count %d\n"
		 "hiwater_rss %lx hiwater_vm %lx total_vm %lx locked_vm %lx\n"
		 "data_vm %lx exec_vm %lx stack_vm %lx\n"
		 "start_code %lx end_code %lx start_data %lx end_data %lx\n"
		 "start_brk %lx brk %lx start_stack %lx\n"
		 "arg_start %lx arg_end %lx env_start %lx env_end %lx\n"
		 "flags %lx tlb_flush_pending %d def_flags: %#lx\n",
		 mm, mm->task_size, mm->mmap_base, mm->mmap_legacy_base, mm->pgd,
		 atomic_read(&mm->mm_users), atomic_read(&mm->mm_count), mm_pgtables_bytes(mm),
		 mm->map_count, mm->hiwater_rss, mm->hiwater_vm, mm->total_vm, mm->locked_vm,
		 mm->data_vm, mm->exec_vm, mm->stack_vm, mm->start_code, mm->end_code,
		 mm->start_data, mm->end_data, mm->start_brk, mm->brk, mm->start_stack,
		 mm->arg_start, mm->arg_end, mm->env_start, mm->env_end, mm->flags,
		 atomic_read(&mm->tlb_flush_pending), mm->def_flags);
}
