// SPDX-License-Identifier: GPL-2.0-only
/*
 * vma.c - gives each program the vdso: [vvar], one page of data, and right above it [vdso], the code.
 *
 * Owns:       their pages, the same in all programs; where they go.
 * Invariant:  the two are neighbours, for the code finds the data by its own address. They are mapped by the
 *             program's own faults: one that does not look at them pays for two VMAs.
 * Locks:      mmap_lock for writing.
 *
 * They lie above the stack, at random, where nothing else goes; without randomization, where any mapping would.
 */
#include <linux/binfmts.h>
#include <linux/elf.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/moduleparam.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vsyscall.h>

extern const char vdso_image_start[], vdso_image_end[];

static bool vdso_enabled = IS_ENABLED(CONFIG_VDSO_DEFAULT);
static unsigned long vdso_size __ro_after_init;		/* of the code, in bytes; 0: there is no vdso */
static struct page *vvar_pages[2] __ro_after_init;
static struct vm_special_mapping vvar_mapping __ro_after_init = { .name = "[vvar]", .pages = vvar_pages };
static struct vm_special_mapping vdso_mapping __ro_after_init = { .name = "[vdso]" };

static int __init parse_vdso(char *str)
{
	return kstrtobool(str, &vdso_enabled);
}
early_param("vdso", parse_vdso);

/* What comes with [vdso] may be read, executed, and, by a debugger, changed: then that program has its own. */
#define VDSO_FLAGS	(VM_READ | VM_EXEC | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC)
#define VVAR_FLAGS	(VM_READ | VM_MAYREAD | VM_DONTDUMP)

/* A place between the stack and the end of its table, where there is one for the two. */
static unsigned long place_above(unsigned long stack_end, unsigned long len)
{
	unsigned long last = min(ALIGN(stack_end + 1, PMD_SIZE), TASK_SIZE_MAX) - len;

	if (last < stack_end || last > TASK_SIZE_MAX)
		return 0;
	return stack_end + (get_random_u32_below(((last - stack_end) >> PAGE_SHIFT) + 1) << PAGE_SHIFT);
}

static int map_at(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;

	vma = _install_special_mapping(mm, addr + PAGE_SIZE, vdso_size, VDSO_FLAGS, &vdso_mapping);
	if (IS_ERR(vma))
		return PTR_ERR(vma);
	vma = _install_special_mapping(mm, addr, PAGE_SIZE, VVAR_FLAGS, &vvar_mapping);
	if (IS_ERR(vma)) {
		do_munmap(mm, addr + PAGE_SIZE, vdso_size, NULL);
		return PTR_ERR(vma);
	}
	mm->context.vdso = addr + PAGE_SIZE;
	return 0;
}

/**
 * arch_setup_additional_pages() - what a new program gets beside its own
 * @bprm: its stack is where it stays
 *
 * Return: 0 or an errno, which ends the program.
 */
int arch_setup_additional_pages(struct linux_binprm *bprm, int uses_interp)
{
	unsigned long len = vdso_size + PAGE_SIZE, addr = 0;
	struct mm_struct *mm = current->mm;
	int err = -ENOMEM;

	if (!vdso_size)
		return 0;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	if (current->flags & PF_RANDOMIZE)
		addr = place_above(bprm->vma->vm_end, len);
	if (addr)
		err = map_at(mm, addr);
	if (err) {
		addr = get_unmapped_area(NULL, 0, len, 0, 0);
		err = IS_ERR_VALUE(addr) ? (int)addr : map_at(mm, addr);
	}
	mmap_write_unlock(mm);
	return err;
}

/* What the linker made, in whole pages of its own. Without memory for them there is no boot, either. */
static int __init vdso_init(void)
{
	unsigned long size = vdso_image_end - vdso_image_start, nr = DIV_ROUND_UP(size, PAGE_SIZE);
	struct page **pages;

	if (!vdso_enabled)
		return 0;
	pages = kcalloc(nr + 1, sizeof(*pages), GFP_KERNEL | __GFP_NOFAIL);
	for (unsigned long i = 0; i < nr; i++) {
		pages[i] = alloc_page(GFP_KERNEL | __GFP_ZERO | __GFP_NOFAIL);
		memcpy(page_address(pages[i]), vdso_image_start + i * PAGE_SIZE, min(size - i * PAGE_SIZE, PAGE_SIZE));
	}
	vvar_pages[0] = vdso_data_init();
	vdso_mapping.pages = pages;
	vdso_size = nr * PAGE_SIZE;
	return 0;
}
subsys_initcall(vdso_init);
