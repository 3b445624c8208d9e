// SPDX-License-Identifier: GPL-2.0-only
/*
 * pgprot.c - the rights in a PTE that a mapping's flags stand for.
 *
 * A private writable mapping gets no write permission here: its pages become writable one by one,
 * when they are known to be its own. What may be written or executed may be read.
 */
#include <linux/mm.h>
#include <linux/pgtable.h>

#define RIGHTS(read, write, exec, shared) \
	[((read) ? VM_READ : 0) | ((write) ? VM_WRITE : 0) | ((exec) ? VM_EXEC : 0) | ((shared) ? VM_SHARED : 0)]

static pgprot_t protection_map[16] __ro_after_init = {
	RIGHTS(0, 0, 0, 0) = PAGE_NONE,
	RIGHTS(1, 0, 0, 0) = PAGE_READONLY,
	RIGHTS(0, 1, 0, 0) = PAGE_COPY,
	RIGHTS(1, 1, 0, 0) = PAGE_COPY,
	RIGHTS(0, 0, 1, 0) = PAGE_READONLY_EXEC,
	RIGHTS(1, 0, 1, 0) = PAGE_READONLY_EXEC,
	RIGHTS(0, 1, 1, 0) = PAGE_COPY_EXEC,
	RIGHTS(1, 1, 1, 0) = PAGE_COPY_EXEC,
	RIGHTS(0, 0, 0, 1) = PAGE_NONE,
	RIGHTS(1, 0, 0, 1) = PAGE_READONLY,
	RIGHTS(0, 1, 0, 1) = PAGE_SHARED,
	RIGHTS(1, 1, 0, 1) = PAGE_SHARED,
	RIGHTS(0, 0, 1, 1) = PAGE_READONLY_EXEC,
	RIGHTS(1, 0, 1, 1) = PAGE_READONLY_EXEC,
	RIGHTS(0, 1, 1, 1) = PAGE_SHARED_EXEC,
	RIGHTS(1, 1, 1, 1) = PAGE_SHARED_EXEC,
};

/** vm_get_page_prot() - the PTE rights for VM_READ, VM_WRITE, VM_EXEC and VM_SHARED of @vm_flags */
pgprot_t vm_get_page_prot(unsigned long vm_flags)
{
	return pgprot_supported(protection_map[vm_flags & (VM_READ | VM_WRITE | VM_EXEC | VM_SHARED)]);
}
