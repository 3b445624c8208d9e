// SPDX-License-Identifier: GPL-2.0-only
/*
 * binfmt_elf.c - maps ELF programs and tells them what they need to know.
 *
 * Three shapes: a program with fixed addresses (ET_EXEC); one that may lie anywhere and names an
 * interpreter (PIE: the dynamic linker is mapped too, and started first); one that may lie anywhere
 * and needs none (static PIE, or the dynamic linker run by itself).
 *
 *	ET_EXEC       where it says
 *	PIE           ELF_ET_DYN_BASE plus a random offset, far from the mmap area, so that the heap
 *	              behind it can grow
 *	static PIE    in the mmap area; its heap goes to ELF_ET_DYN_BASE instead
 *	interpreter   in the mmap area
 *
 * Owns:       the order of loading, the auxiliary vector, the layout of the stack's top.
 * Invariant:  all checks of elf_check.c, for program and interpreter, are done before
 *             begin_new_exec().
 * Locks:      mmap_lock where the VMAs are looked at; the address space has one user, though.
 * Elsewhere:  exec.c; the mapping itself (vm_mmap(), vm_brk_flags()); registers (start_thread()).
 */
#include <linux/auxvec.h>
#include <linux/binfmts.h>
#include <linux/cred.h>
#include <linux/elf-randomize.h>
#include <linux/elf.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/param.h>
#include <linux/personality.h>
#include <linux/ptrace.h>
#include <linux/random.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "elf_check.h"

/* A file under way: its header, program headers and where it ended up. */
struct elf_image {
	struct file *file;
	struct elfhdr ehdr;
	struct elf_phdr *phdrs;
	struct elf_layout layout;
	unsigned long bias;		/* what is added to the file's addresses */
};

static int read_exactly(struct file *file, void *buf, size_t len, loff_t pos)
{
	ssize_t n = kernel_read(file, buf, len, &pos);

	if (n < 0)
		return n;
	return n == len ? 0 : -EIO;
}

/* Read and check the program headers. The caller frees image->phdrs. */
static int read_phdrs(struct elf_image *image)
{
	size_t size = sizeof(struct elf_phdr) * image->ehdr.e_phnum;

	image->phdrs = kvmalloc(size, GFP_KERNEL);
	if (!image->phdrs)
		return -ENOMEM;
	if (read_exactly(image->file, image->phdrs, size, image->ehdr.e_phoff))
		return -ENOEXEC;
	return elf_check_phdrs(&image->ehdr, image->phdrs, &image->layout);
}

/* Open the interpreter that the program names. */
static int open_interp(struct linux_binprm *bprm, struct elf_image *program,
		       struct elf_image *interp)
{
	const struct elf_phdr *ph = program->layout.interp;
	struct file *file;
	char *name;
	int err;

	name = kmalloc(ph->p_filesz, GFP_KERNEL);
	if (!name)
		return -ENOMEM;
	err = read_exactly(program->file, name, ph->p_filesz, ph->p_offset);
	if (err)
		goto free_name;
	err = -ENOEXEC;
	if (name[ph->p_filesz - 1])
		goto free_name;
	file = open_exec(name);
	err = PTR_ERR_OR_ZERO(file);
	if (err)
		goto free_name;
	would_dump(bprm, file);
	interp->file = file;

	err = read_exactly(file, &interp->ehdr, sizeof(interp->ehdr), 0);
	if (err)
		goto free_name;
	/* What is wrong with a library is reported as such. */
	if (elf_check_header(&interp->ehdr, sizeof(interp->ehdr))) {
		err = -ELIBBAD;
		goto free_name;
	}
	err = read_phdrs(interp);
	if (err == -ENOEXEC)
		err = -ELIBBAD;
free_name:
	kfree(name);
	return err;
}

static void put_image(struct elf_image *image)
{
	kvfree(image->phdrs);
	image->phdrs = NULL;
}

static void put_interp(struct elf_image *interp)
{
	put_image(interp);
	if (interp->file) {
		exe_file_allow_write_access(interp->file);
		fput(interp->file);
		interp->file = NULL;
	}
}

/* ---- mapping ---- */

static int segment_prot(u32 flags)
{
	return (flags & PF_R ? PROT_READ : 0) | (flags & PF_W ? PROT_WRITE : 0) |
	       (flags & PF_X ? PROT_EXEC : 0);
}

/*
 * Map one PT_LOAD: its part of the file, then, where it is larger in memory, zeroes.
 */
static int map_segment(struct file *file, const struct elf_phdr *ph, unsigned long bias)
{
	unsigned long start = ph->p_vaddr + bias;
	unsigned long file_end = start + ph->p_filesz, mem_end = start + ph->p_memsz;
	unsigned long page = PAGE_ALIGN_DOWN(start), zero_page = page;
	int prot = segment_prot(ph->p_flags);

	if (ph->p_filesz) {
		unsigned long off = ph->p_offset - offset_in_page(start);
		unsigned long at = vm_mmap(file, page, file_end - page, prot,
					   MAP_PRIVATE | MAP_FIXED, off);

		if (IS_ERR_VALUE(at))
			return (int)at;
		zero_page = PAGE_ALIGN(file_end);
		/* The rest of the last page holds what follows in the file. */
		if (mem_end > file_end && offset_in_page(file_end) &&
		    clear_user((void __user *)file_end,
			       min(zero_page, mem_end) - file_end) && (prot & PROT_WRITE))
			return -EFAULT;
	}
	mem_end = PAGE_ALIGN(mem_end);
	if (mem_end <= zero_page)
		return 0;
	return vm_brk_flags(zero_page, mem_end - zero_page, prot & PROT_EXEC ? VM_EXEC : 0);
}

/* Is the place free where the image is to go? Nothing but the stack is mapped yet. */
static bool range_is_free(unsigned long start, unsigned long size)
{
	struct mm_struct *mm = current->mm;
	bool taken;

	if (start >= TASK_SIZE || size > TASK_SIZE - start)
		return false;
	mmap_read_lock(mm);
	taken = find_vma_intersection(mm, start, start + size);
	mmap_read_unlock(mm);
	return !taken;
}

static int map_image(struct elf_image *image)
{
	unsigned long start = image->layout.first_vaddr + image->bias;

	if (!range_is_free(start, image->layout.total_size))
		return -EEXIST;
	for (int i = 0; i < image->ehdr.e_phnum; i++) {
		const struct elf_phdr *ph = &image->phdrs[i];
		int err;

		if (ph->p_type != PT_LOAD || !ph->p_memsz)
			continue;
		err = map_segment(image->file, ph, image->bias);
		if (err)
			return err;
	}
	return 0;
}

/* A place for the image in the mmap area. */
static int place_in_mmap_area(struct elf_image *image)
{
	unsigned long align = image->layout.alignment;
	unsigned long size = image->layout.total_size + (align - PAGE_SIZE);
	struct mm_struct *mm = current->mm;
	unsigned long at;

	if (size < image->layout.total_size)
		return -ENOMEM;
	mmap_write_lock(mm);
	at = get_unmapped_area(NULL, 0, size, 0, 0);
	mmap_write_unlock(mm);
	if (IS_ERR_VALUE(at))
		return (int)at;
	/* The image's own first address may lie anywhere within an alignment unit. */
	at += (image->layout.first_vaddr - at) & (align - 1);
	image->bias = at - image->layout.first_vaddr;
	return 0;
}

static int place_program(struct elf_image *program, bool has_interp)
{
	unsigned long base;

	if (program->ehdr.e_type == ET_EXEC) {
		program->bias = 0;
		return 0;
	}
	if (!has_interp)
		return place_in_mmap_area(program);
	base = ELF_ET_DYN_BASE;
	if (current->flags & PF_RANDOMIZE)
		base += arch_mmap_rnd();
	base &= ~(program->layout.alignment - 1);
	program->bias = base - PAGE_ALIGN_DOWN(program->layout.first_vaddr);
	return 0;
}

/* ---- what the program is told ---- */

static void note_code_and_data(struct elf_image *image)
{
	unsigned long start_code = ~0UL, end_code = 0, start_data = 0, end_data = 0;
	struct mm_struct *mm = current->mm;

	for (int i = 0; i < image->ehdr.e_phnum; i++) {
		const struct elf_phdr *ph = &image->phdrs[i];
		unsigned long end = ph->p_vaddr + ph->p_filesz;

		if (ph->p_type != PT_LOAD)
			continue;
		if (ph->p_flags & PF_X)
			start_code = min_t(unsigned long, start_code, ph->p_vaddr);
		start_data = max_t(unsigned long, start_data, ph->p_vaddr);
		if (ph->p_flags & PF_X)
			end_code = max(end_code, end);
		end_data = max(end_data, end);
	}
	if (start_code == ~0UL)
		start_code = image->layout.first_vaddr;
	mm->start_code = start_code + image->bias;
	mm->end_code = end_code + image->bias;
	mm->start_data = start_data + image->bias;
	mm->end_data = end_data + image->bias;
}

static void set_brk_start(struct elf_image *program, bool has_interp)
{
	struct mm_struct *mm = current->mm;

	mm->start_brk = mm->brk = PAGE_ALIGN(program->layout.brk + program->bias);
	if (!(current->flags & PF_RANDOMIZE) || randomize_va_space < 2)
		return;
	/* In the mmap area a heap would soon run into its neighbour. */
	if (program->ehdr.e_type == ET_DYN && !has_interp)
		mm->brk = mm->start_brk = ELF_ET_DYN_BASE;
	mm->brk = mm->start_brk = arch_randomize_brk(mm);
}

struct auxv {
	elf_addr_t *entry;
	elf_addr_t *end;
};

static void aux(struct auxv *v, unsigned long id, unsigned long value)
{
	if (WARN_ON_ONCE(v->entry + 2 > v->end))
		return;
	*v->entry++ = id;
	*v->entry++ = value;
}

/* An architecture without such features says so. */
#ifndef ELF_HWCAP2
#define ELF_HWCAP2	0
#endif

#define NEW_AUX_ENT(id, val)	aux(&v, (id), (unsigned long)(val))

struct stack_strings {
	unsigned long platform, base_platform, random;
};

/* Fill mm->saved_auxv. Return: how many words the program gets, the closing pair included. */
static int fill_auxv(struct linux_binprm *bprm, struct elf_image *program, unsigned long interp_base,
		     const struct stack_strings *strings)
{
	struct mm_struct *mm = current->mm;
	const struct cred *cred = current_cred();
	struct auxv v = {
		.entry = (elf_addr_t *)mm->saved_auxv,
		.end = (elf_addr_t *)mm->saved_auxv + AT_VECTOR_SIZE - 2,
	};
	unsigned long phdr = program->layout.phdr_vaddr;

	memset(mm->saved_auxv, 0, sizeof(mm->saved_auxv));
	ARCH_DLINFO;
	NEW_AUX_ENT(AT_HWCAP, ELF_HWCAP);
	NEW_AUX_ENT(AT_PAGESZ, ELF_EXEC_PAGESIZE);
	NEW_AUX_ENT(AT_CLKTCK, USER_HZ);
	NEW_AUX_ENT(AT_PHDR, phdr ? phdr + program->bias : 0);
	NEW_AUX_ENT(AT_PHENT, sizeof(struct elf_phdr));
	NEW_AUX_ENT(AT_PHNUM, program->ehdr.e_phnum);
	NEW_AUX_ENT(AT_BASE, interp_base);
	NEW_AUX_ENT(AT_FLAGS, 0);
	NEW_AUX_ENT(AT_ENTRY, program->ehdr.e_entry + program->bias);
	NEW_AUX_ENT(AT_UID, from_kuid_munged(cred->user_ns, cred->uid));
	NEW_AUX_ENT(AT_EUID, from_kuid_munged(cred->user_ns, cred->euid));
	NEW_AUX_ENT(AT_GID, from_kgid_munged(cred->user_ns, cred->gid));
	NEW_AUX_ENT(AT_EGID, from_kgid_munged(cred->user_ns, cred->egid));
	NEW_AUX_ENT(AT_SECURE, bprm->secureexec);
	NEW_AUX_ENT(AT_RANDOM, strings->random);
	NEW_AUX_ENT(AT_HWCAP2, ELF_HWCAP2);
	NEW_AUX_ENT(AT_EXECFN, bprm->exec);
	if (strings->platform)
		NEW_AUX_ENT(AT_PLATFORM, strings->platform);
	if (strings->base_platform)
		NEW_AUX_ENT(AT_BASE_PLATFORM, strings->base_platform);
	NEW_AUX_ENT(AT_RSEQ_FEATURE_SIZE, offsetof(struct rseq, end));
	NEW_AUX_ENT(AT_RSEQ_ALIGN, __alignof__(struct rseq));
	/* The memory behind is zero: AT_NULL and its value. */
	return v.entry + 2 - (elf_addr_t *)mm->saved_auxv;
}

/* Push a string or bytes to the new stack; 0 where there is no room. */
static unsigned long push_bytes(unsigned long *p, const void *bytes, size_t len)
{
	*p -= len;
	return copy_to_user((void __user *)*p, bytes, len) ? 0 : *p;
}

/*
 * Write pointers to @count strings that lie one behind the other from *@str; *@str moves on.
 */
static int put_string_pointers(elf_addr_t __user **sp, int count, unsigned long *str)
{
	while (count-- > 0) {
		long len;

		if (put_user((elf_addr_t)*str, (*sp)++))
			return -EFAULT;
		len = strnlen_user((void __user *)*str, MAX_ARG_STRLEN);
		if (!len || len > MAX_ARG_STRLEN)
			return -EINVAL;
		*str += len;
	}
	return put_user((elf_addr_t)0, (*sp)++) ? -EFAULT : 0;
}

/*
 * Build what the program finds at its stack pointer:
 *
 *	argc, argv[], NULL, envp[], NULL, auxv[]   <- bprm->p, 16-byte aligned
 *	16 random bytes, the platform's name
 *	strings of argv and envp, the file name    (exec.c put them there)
 */
static int create_elf_tables(struct linux_binprm *bprm, struct elf_image *program,
			     unsigned long interp_base)
{
	struct mm_struct *mm = current->mm;
	const char *platform = ELF_PLATFORM, *base_platform = ELF_BASE_PLATFORM;
	struct stack_strings strings = { };
	unsigned long p, str = bprm->p;
	elf_addr_t __user *sp;
	u64 random_bytes[2];
	int words, auxv_words, err;

	p = arch_align_stack(bprm->p);
	if (platform) {
		strings.platform = push_bytes(&p, platform, strlen(platform) + 1);
		if (!strings.platform)
			return -EFAULT;
	}
	if (base_platform) {
		strings.base_platform = push_bytes(&p, base_platform, strlen(base_platform) + 1);
		if (!strings.base_platform)
			return -EFAULT;
	}
	random_bytes[0] = get_random_u64();
	random_bytes[1] = get_random_u64();
	strings.random = push_bytes(&p, random_bytes, sizeof(random_bytes));
	if (!strings.random)
		return -EFAULT;

	auxv_words = fill_auxv(bprm, program, interp_base, &strings);
	words = 1 + bprm->argc + 1 + bprm->envc + 1 + auxv_words;
	p = ALIGN_DOWN(p - words * sizeof(elf_addr_t), 16);
	bprm->p = p;

	/* Let the stack reach down to here, now that the limit is known to allow it. */
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	err = find_extend_vma_locked(mm, p) ? 0 : -EFAULT;
	mmap_write_unlock(mm);
	if (err)
		return err;

	sp = (elf_addr_t __user *)p;
	if (put_user((elf_addr_t)bprm->argc, sp++))
		return -EFAULT;
	mm->arg_start = str;
	err = put_string_pointers(&sp, bprm->argc, &str);
	if (err)
		return err;
	mm->arg_end = mm->env_start = str;
	err = put_string_pointers(&sp, bprm->envc, &str);
	if (err)
		return err;
	mm->env_end = str;
	return copy_to_user(sp, mm->saved_auxv, auxv_words * sizeof(elf_addr_t)) ? -EFAULT : 0;
}

/* ---- loading ---- */

/* Behind the point of no return: fill the new address space and start. */
static int run_program(struct linux_binprm *bprm, struct elf_image *program,
		       struct elf_image *interp)
{
	struct pt_regs *regs = current_pt_regs();
	bool has_interp = program->layout.interp;
	unsigned long entry, interp_base = 0;
	int err;

	SET_PERSONALITY2(program->ehdr, NULL);
	if (elf_read_implies_exec(program->ehdr, program->layout.stack))
		current->personality |= READ_IMPLIES_EXEC;
	if (!(current->personality & ADDR_NO_RANDOMIZE) && randomize_va_space)
		current->flags |= PF_RANDOMIZE;
	setup_new_exec(bprm);

	err = setup_arg_pages(bprm, randomize_stack_top(STACK_TOP), program->layout.stack);
	if (err)
		return err;
	current->mm->start_stack = bprm->p;

	err = place_program(program, has_interp);
	if (!err)
		err = map_image(program);
	if (err)
		return err;
	note_code_and_data(program);
	set_brk_start(program, has_interp);

	entry = program->ehdr.e_entry + program->bias;
	if (has_interp) {
		err = place_in_mmap_area(interp);
		if (!err)
			err = map_image(interp);
		if (err)
			return err;
		interp_base = interp->bias;
		entry = interp->ehdr.e_entry + interp->bias;
	}
	if (entry >= TASK_SIZE)
		return -EINVAL;

	err = arch_setup_additional_pages(bprm, has_interp);
	if (err)
		return err;
	err = create_elf_tables(bprm, program, interp_base);
	if (err)
		return err;
	current->mm->start_stack = bprm->p;

	finalize_exec(bprm);
	ELF_PLAT_INIT(regs, interp_base);
	START_THREAD(program->ehdr, regs, entry, bprm->p);
	return 0;
}

static struct linux_binfmt elf_format;

static int load_elf_binary(struct linux_binprm *bprm)
{
	struct elf_image program = { .file = bprm->file }, interp = { };
	int err;

	memcpy(&program.ehdr, bprm->buf, sizeof(program.ehdr));
	err = elf_check_header(&program.ehdr, BINPRM_BUF_SIZE);
	if (err)
		return err;
	if (!bprm->file->f_op->mmap)
		return -ENOEXEC;

	err = read_phdrs(&program);
	if (!err && program.layout.interp)
		err = open_interp(bprm, &program, &interp);
	if (err)
		goto out;

	err = begin_new_exec(bprm);
	if (err)
		goto out;
	set_binfmt(&elf_format);
	err = run_program(bprm, &program, &interp);
out:
	put_interp(&interp);
	put_image(&program);
	return err;
}

static struct linux_binfmt elf_format = {
	.load_binary = load_elf_binary,
};

static int __init init_elf_binfmt(void)
{
	register_binfmt(&elf_format);
	return 0;
}
core_initcall(init_elf_binfmt);
