// SPDX-License-Identifier: GPL-2.0-only
/*
 * perms.c - memory that may not be written, executed or touched from here. The page tables (and SMEP and SMAP,
 * where the CPU has them) stop each of these: a survivor says FAIL.
 */
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include "lkdtm.h"

#define EXEC_SIZE 64

static const unsigned long rodata = 0xaa55aa55;
static unsigned long ro_after_init __ro_after_init = 0x55aa5500;
static u8 data_area[EXEC_SIZE];

/* What the executing mistakes copy to their places. */
static noinline void do_nothing(void)
{
}

/* What WRITE_KERN overwrites. */
static noinline void do_overwritten(void)
{
	pr_info("do_overwritten wasn't overwritten!\n");
}

static noinline void execute(void *place)
{
	void (*code)(void) = place;

	pr_info("attempting bad execution at %px\n", place);
	code();
	pr_err("FAIL: func returned\n");
}

static noinline void copy_and_execute(void *place)
{
	memcpy(place, (void *)do_nothing, EXEC_SIZE);
	execute(place);
}

static noinline void write_long(const volatile unsigned long *place)
{
	pr_info("attempting bad write at %px\n", place);
	*(volatile unsigned long *)place ^= 0xabcd1234;
	pr_err("FAIL: survived bad write\n");
}

LKDTM_CRASH(WRITE_RO)
{
	write_long(&rodata);
}

LKDTM_CRASH(WRITE_RO_AFTER_INIT)
{
	write_long(&ro_after_init);
}

LKDTM_CRASH(WRITE_KERN)
{
	write_long((unsigned long *)do_overwritten);
	do_overwritten();
}

LKDTM_CRASH(EXEC_DATA)
{
	copy_and_execute(data_area);
}

LKDTM_CRASH(EXEC_STACK)
{
	u8 stack_area[EXEC_SIZE];

	copy_and_execute(stack_area);
}

LKDTM_CRASH(EXEC_KMALLOC)
{
	void *area = kmalloc(EXEC_SIZE, GFP_KERNEL);

	copy_and_execute(area);
	kfree(area);
}

LKDTM_CRASH(EXEC_VMALLOC)
{
	void *area = vmalloc(EXEC_SIZE);

	copy_and_execute(area);
	vfree(area);
}

LKDTM_CRASH(EXEC_RODATA)
{
	execute((void *)&rodata);
}

LKDTM_CRASH(EXEC_NULL)
{
	execute(NULL);
}

/* Return: a fresh page of the calling program's, or 0 */
static unsigned long user_page(unsigned long prot)
{
	unsigned long addr = vm_mmap(NULL, 0, PAGE_SIZE, prot, MAP_ANONYMOUS | MAP_PRIVATE, 0);

	if (addr < TASK_SIZE)
		return addr;
	pr_warn("Failed to allocate user memory\n");
	return 0;
}

LKDTM_CRASH(EXEC_USERSPACE)
{
	unsigned long addr = user_page(PROT_READ | PROT_WRITE | PROT_EXEC);

	if (!addr || copy_to_user((void __user *)addr, (void *)do_nothing, EXEC_SIZE))
		return;
	execute((void *)addr);
	vm_munmap(addr, PAGE_SIZE);
}

LKDTM_CRASH(ACCESS_USERSPACE)
{
	unsigned long addr = user_page(PROT_READ | PROT_WRITE), zero = 0;

	if (!addr || copy_to_user((void __user *)addr, &zero, sizeof(zero)))
		return;
	write_long((unsigned long *)addr);
	vm_munmap(addr, PAGE_SIZE);
}

LKDTM_CRASH(ACCESS_NULL)
{
	write_long(NULL);
}

/* so that it is written once, as such variables are, and not turned into a constant */
static int __init lkdtm_perms_init(void)
{
	ro_after_init |= 0xaa;
	return 0;
}
core_initcall(lkdtm_perms_init);

const struct lkdtm_crash lkdtm_perms[] = {
	LKDTM_ENTRY(WRITE_RO),
	LKDTM_ENTRY(WRITE_RO_AFTER_INIT),
	LKDTM_ENTRY(WRITE_KERN),
	LKDTM_ENTRY(EXEC_DATA),
	LKDTM_ENTRY(EXEC_STACK),
	LKDTM_ENTRY(EXEC_KMALLOC),
	LKDTM_ENTRY(EXEC_VMALLOC),
	LKDTM_ENTRY(EXEC_RODATA),
	LKDTM_ENTRY(EXEC_USERSPACE),
	LKDTM_ENTRY(EXEC_NULL),
	LKDTM_ENTRY(ACCESS_USERSPACE),
	LKDTM_ENTRY(ACCESS_NULL),
	{}
};
