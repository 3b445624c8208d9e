// SPDX-License-Identifier: GPL-2.0-only
/*
 * elf.c - a file, and a process that executes it.
 *
 * Whatever is in the file, execve() either fails, and the process goes on as it was, or what runs then is
 * the file: where its headers say so, memory holds its bytes and zeroes behind them.
 *
 * No instruction of it is executed: the process looks at what was loaded (sim_on_exec()) and ends.
 */
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init_syscalls.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <uapi/linux/mman.h>
#include <asm/signal.h>
#include <asm/unistd.h>
#include <sim/user.h>
#include "fuzz.h"

#define FILE_NAME	"/fuzz-elf"
#define SCRATCH		0x0000000f00000000UL	/* of process 1: the name; a status */
#define MAX_CHECKED	4096			/* bytes of a segment that are compared */

static const u8 *image;
static size_t image_size;
static long exec_error;
static bool executed;

/* A new file each time: what an earlier one left in memory is gone. */
static void write_file(void *unused)
{
	struct file *file = filp_open(FILE_NAME, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	loff_t pos = 0;

	FUZZ_CHECK(!IS_ERR(file));
	FUZZ_CHECK(kernel_write(file, image, image_size, &pos) == image_size);
	fput(file);
}

static void remove_file(void *unused)
{
	FUZZ_CHECK(!init_unlink(FILE_NAME));
}

/* ---- what was loaded ---- */

static void read_header(struct elfhdr *header)
{
	memset(header, 0, sizeof(*header));
	memcpy(header, image, min(image_size, sizeof(*header)));
}

static bool read_segment(const struct elfhdr *header, unsigned int nr, struct elf_phdr *segment)
{
	u64 at = header->e_phoff + (u64)nr * sizeof(*segment);

	if (at > image_size || image_size - at < sizeof(*segment))
		return false;
	memcpy(segment, image + at, sizeof(*segment));
	return segment->p_type == PT_LOAD;
}

/* Does another segment, mapped later or before, lie on pages of this one? */
static bool alone(const struct elfhdr *header, unsigned int nr, const struct elf_phdr *segment)
{
	u64 first = PAGE_ALIGN_DOWN(segment->p_vaddr), end = PAGE_ALIGN(segment->p_vaddr + segment->p_memsz);
	struct elf_phdr other;

	for (unsigned int i = 0; i < header->e_phnum; i++)
		if (i != nr && read_segment(header, i, &other) && other.p_vaddr < end &&
		    PAGE_ALIGN(other.p_vaddr + other.p_memsz) > first)
			return false;
	return true;
}

static u8 file_byte(u64 offset)
{
	return offset < image_size ? image[offset] : 0;
}

/*
 * Behind what a segment has of the file is zero, except in its last page where it may not be written: there
 * the file goes on, as it does in Linux. Pages that the file does not have cannot be read.
 */
static void check_segment(const struct elf_phdr *segment)
{
	u64 last_page = PAGE_ALIGN(image_size);
	bool readable = segment->p_flags & PF_R;

	for (u64 i = 0; i < min(segment->p_memsz, (u64)MAX_CHECKED); i++) {
		u8 want = i < segment->p_filesz ? file_byte(segment->p_offset + i) : 0, got;
		int sig;

		if (i < segment->p_filesz && segment->p_offset + i >= last_page)
			return;
		if (i >= segment->p_filesz && !(segment->p_flags & PF_W) &&
		    segment->p_offset + i < PAGE_ALIGN(segment->p_offset + segment->p_filesz))
			continue;
		sig = sim_read(segment->p_vaddr + i, &got, 1);
		if (!sig)
			FUZZ_CHECK(got == want);
		else
			FUZZ_CHECK(!readable);
	}
}

/* In the child, where its first instruction would be. */
static void look_around(void)
{
	struct elf_phdr segment;
	struct elfhdr header;

	executed = true;
	read_header(&header);
	if (memcmp(header.e_ident, ELFMAG, SELFMAG) || header.e_type != ET_EXEC)
		return;
	for (unsigned int i = 0; i < header.e_phnum; i++)
		if (read_segment(&header, i, &segment) && alone(&header, i, &segment))
			check_segment(&segment);
}

/* ---- the processes ---- */

static void child(void *unused)
{
	exec_error = sim_syscall(__NR_execve, SCRATCH, 0, 0);
	sim_syscall(__NR_exit_group, 1);
}

static int wait_for(long pid)
{
	u64 status;

	FUZZ_CHECK(sim_syscall(__NR_wait4, pid, SCRATCH + 64, 0, 0) == pid);
	FUZZ_CHECK(!sim_load(SCRATCH + 64, 4, &status));
	return status;
}

static void run(struct fuzz_input *in)
{
	int status, signal;
	long pid;

	image = in->at;
	image_size = in->end - in->at;
	exec_error = 0;
	executed = false;
	sim_in_kernel(write_file, NULL);
	pid = sim_fork(child, NULL);
	FUZZ_CHECK(pid > 0);
	status = wait_for(pid);
	sim_in_kernel(remove_file, NULL);
	if (exec_error) {
		FUZZ_CHECK(exec_error < 0 && exec_error > -MAX_ERRNO && !executed);
		FUZZ_CHECK(status == 1 << 8);
		return;
	}
	/* a segment on the stack's place, say, is found when there is no way back: SIGKILL or SIGSEGV */
	signal = status & 0x7f;
	FUZZ_CHECK(executed ? signal == SIGILL : signal == SIGKILL || signal == SIGSEGV);
	FUZZ_CHECK(!executed || (image_size > SELFMAG && !memcmp(image, ELFMAG, SELFMAG)));
}

static void setup(void)
{
	long got = sim_syscall(__NR_mmap, SCRATCH, PAGE_SIZE, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	FUZZ_CHECK(got == SCRATCH && !sim_write(SCRATCH, FILE_NAME, sizeof(FILE_NAME)));
	sim_on_exec(look_around);
}

const struct fuzz_target fuzz_elf = {
	.name = "elf", .summary = "a file that is executed", .setup = setup, .run = run, .user = true,
};
