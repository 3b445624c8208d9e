// SPDX-License-Identifier: GPL-2.0-only
/* fail_nth_mm.c - each system call of memory management, with each of its allocations failing. */
#define _GNU_SOURCE
#include "fail_nth.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ	22
#define MADV_POPULATE_WRITE	23
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL	102
#define MADV_GUARD_REMOVE	103
#endif
#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP	4
#endif
#ifndef PR_SET_VMA
#define PR_SET_VMA		0x53564d41
#define PR_SET_VMA_ANON_NAME	0
#endif

#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)
#define BASE	((char *)0x200000000UL)	/* far from all else, so that new tables are needed */
#define LEN	(16 * PAGE)

/* What the operation at hand works on. */
static char *area;
static size_t area_len;
static int file = -1;

static void must(int condition, const char *what)
{
	if (!condition) {
		complain("%s (errno %d)", what, errno);
		_exit(1);
	}
}

static char *map_at(char *addr, size_t len, int prot, int flags, int fd)
{
	char *p = mmap(addr, len, prot, flags | MAP_FIXED, fd, 0);

	must(p == addr, "preparing a mapping");
	return p;
}

static void fill(char *p, size_t len)
{
	for (size_t i = 0; i < len; i += PAGE)
		p[i] = 1 + i / PAGE;
}

static void must_be_filled(char *p, size_t len)
{
	for (size_t i = 0; i < len; i += PAGE)
		must(p[i] == (char)(1 + i / PAGE), "the contents changed");
}

static void prepare_anon(void)
{
	area = map_at(BASE, area_len = LEN, RW, ANON, -1);
	fill(area, LEN);
}

/* Three different VMAs without a gap, none of them touched. */
static void prepare_three(void)
{
	area = map_at(BASE, area_len = LEN, RW, ANON, -1);
	must(mprotect(area + 4 * PAGE, 4 * PAGE, PROT_READ) == 0, "mprotect");
}

static void prepare_untouched(void)
{
	area = map_at(BASE, area_len = LEN, RW, ANON, -1);
}

static void prepare_memfd(void)
{
	file = memfd_create("fail_nth", 0);
	must(file >= 0 && ftruncate(file, LEN) == 0, "memfd_create");
	area = NULL;
	area_len = LEN;
}

static void prepare_full_memfd(void)
{
	static char page[PAGE];

	prepare_memfd();
	for (size_t i = 0; i < LEN; i += PAGE) {
		page[0] = 1 + i / PAGE;
		must(pwrite(file, page, PAGE, i) == PAGE, "pwrite");
	}
}

static void prepare_shared(void)
{
	prepare_full_memfd();
	area = map_at(BASE, LEN, RW, MAP_SHARED, file);
}

static void prepare_private_file(void)
{
	prepare_full_memfd();
	area = map_at(BASE, LEN, RW, MAP_PRIVATE, file);
}

/* Whatever there is now between BASE and where the operations end. */
static void unmap_all(void)
{
	must(munmap(BASE, 1UL << 30) == 0, "munmap");
	if (file >= 0)
		must(close(file) == 0, "close");
	file = -1;
	area = NULL;
}

static void undo(long result)
{
	unmap_all();
}

/* The contents must have survived, whatever the call did. */
static void undo_filled(long result)
{
	must_be_filled(area, LEN);
	unmap_all();
}

static long mapped(char *p)
{
	return p == MAP_FAILED ? -errno : 0;
}

/* ---- mmap ---- */

static long call_mmap_anon(void)
{
	return mapped(mmap(BASE, LEN, RW, ANON | MAP_FIXED, -1, 0));
}

static long call_mmap_shared_anon(void)
{
	return mapped(mmap(BASE, LEN, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
}

static long call_mmap_noreserve(void)
{
	return mapped(mmap(BASE, LEN, RW, ANON | MAP_NORESERVE | MAP_FIXED, -1, 0));
}

static long call_mmap_stack(void)
{
	return mapped(mmap(BASE, LEN, RW, ANON | MAP_STACK | MAP_GROWSDOWN | MAP_FIXED, -1, 0));
}

static long call_mmap_file_private(void)
{
	return mapped(mmap(BASE, LEN, RW, MAP_PRIVATE | MAP_FIXED, file, 0));
}

static long call_mmap_file_shared(void)
{
	return mapped(mmap(BASE, LEN, RW, MAP_SHARED | MAP_FIXED, file, 0));
}

static long call_mmap_populate(void)
{
	return mapped(mmap(BASE, LEN, RW, ANON | MAP_POPULATE | MAP_FIXED, -1, 0));
}

static long call_mmap_locked(void)
{
	return mapped(mmap(BASE, LEN, RW, ANON | MAP_LOCKED | MAP_FIXED, -1, 0));
}

static long call_mmap_over_middle(void)
{
	return mapped(mmap(area + 4 * PAGE, 4 * PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0));
}

static long call_mmap_over_three(void)
{
	return mapped(mmap(area + 2 * PAGE, 8 * PAGE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
}

/* ---- munmap, mprotect, mremap, brk ---- */

static long call_munmap_all(void)
{
	return result_of(munmap(area, LEN));
}

static long call_munmap_middle(void)
{
	return result_of(munmap(area + 4 * PAGE, 4 * PAGE));
}

static long call_munmap_head(void)
{
	return result_of(munmap(area, 4 * PAGE));
}

static long call_munmap_over_three(void)
{
	return result_of(munmap(area + 2 * PAGE, 8 * PAGE));
}

static void undo_munmap(long result)
{
	if (result < 0)
		must_be_filled(area, LEN);
	unmap_all();
}

static long call_mprotect_all(void)
{
	return result_of(mprotect(area, LEN, PROT_READ));
}

static long call_mprotect_middle(void)
{
	return result_of(mprotect(area + 4 * PAGE, 4 * PAGE, PROT_READ));
}

static long call_mprotect_three(void)
{
	return result_of(mprotect(area + 2 * PAGE, 8 * PAGE, PROT_NONE));
}

/* A private file mapping that becomes writable is charged for. */
static void prepare_read_only_file(void)
{
	prepare_full_memfd();
	area = map_at(BASE, LEN, PROT_READ, MAP_PRIVATE, file);
}

static long call_mprotect_writable(void)
{
	return result_of(mprotect(area + 4 * PAGE, 4 * PAGE, RW));
}

static long call_mremap_grow(void)
{
	return mapped(mremap(area, LEN, 2 * LEN, 0));
}

static void prepare_walled(void)
{
	prepare_anon();
	map_at(area + LEN, PAGE, PROT_READ, ANON, -1);
}

static char *moved;

static long call_mremap_move(void)
{
	moved = mremap(area, LEN, 2 * LEN, MREMAP_MAYMOVE | MREMAP_FIXED, BASE + (256UL << 20));
	return mapped(moved);
}

static long call_mremap_maymove(void)
{
	moved = mremap(area, LEN, 2 * LEN, MREMAP_MAYMOVE);
	return mapped(moved);
}

static long call_mremap_move_middle(void)
{
	moved = mremap(area + 4 * PAGE, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
		       BASE + (256UL << 20));
	return mapped(moved);
}

static long call_mremap_dontunmap(void)
{
	moved = mremap(area, LEN, LEN, MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP,
		       BASE + (256UL << 20));
	return mapped(moved);
}

static long call_mremap_shrink(void)
{
	return mapped(mremap(area, LEN, 4 * PAGE, 0));
}

static long call_mremap_again(void)
{
	moved = mremap(area, 0, LEN, MREMAP_MAYMOVE | MREMAP_FIXED, BASE + (256UL << 20));
	return mapped(moved);
}

static void undo_move(long result)
{
	if (result < 0)
		must_be_filled(area, LEN);
	else
		must_be_filled(moved, LEN);
	if (result >= 0 && (moved < BASE || moved > BASE + (1UL << 30)))
		must(munmap(moved, 2 * LEN) == 0, "munmap");
	unmap_all();
}

static void undo_move_middle(long result)
{
	if (result < 0) {
		must_be_filled(area, LEN);
	} else {
		must_be_filled(area, 4 * PAGE);
		must(moved[0] == 5, "the contents did not move along");
	}
	unmap_all();
}

static void *old_brk;

static void prepare_brk(void)
{
	old_brk = sbrk(0);
}

static long call_brk_grow(void)
{
	return syscall(__NR_brk, (char *)old_brk + 64 * PAGE) == (long)old_brk ? -ENOMEM : 0;
}

static void undo_brk(long result)
{
	must(syscall(__NR_brk, old_brk) == (long)old_brk, "brk back");
}

/* Three VMAs, of which the heap must keep the first: the shrinking splits nothing. */
static void prepare_brk_shrink(void)
{
	old_brk = sbrk(0);
	must(syscall(__NR_brk, (char *)old_brk + 64 * PAGE) != (long)old_brk, "brk");
	fill((char *)(((unsigned long)old_brk + PAGE - 1) & ~(PAGE - 1)), 60 * PAGE);
}

static long call_brk_shrink(void)
{
	return syscall(__NR_brk, (char *)old_brk + 8 * PAGE) != (long)old_brk + 8 * PAGE ? -ENOMEM : 0;
}

/* ---- madvise ---- */

#define MADVISE(name, value)							\
static long call_madvise_##name(void)						\
{										\
	return result_of(madvise(area + 4 * PAGE, 4 * PAGE, value));		\
}

MADVISE(dontneed, MADV_DONTNEED)
MADVISE(free, MADV_FREE)
MADVISE(willneed, MADV_WILLNEED)
MADVISE(random, MADV_RANDOM)
MADVISE(dontfork, MADV_DONTFORK)
MADVISE(dontdump, MADV_DONTDUMP)
MADVISE(wipeonfork, MADV_WIPEONFORK)
MADVISE(cold, MADV_COLD)
MADVISE(pageout, MADV_PAGEOUT)
MADVISE(remove, MADV_REMOVE)
MADVISE(populate_read, MADV_POPULATE_READ)
MADVISE(populate_write, MADV_POPULATE_WRITE)
MADVISE(guard_install, MADV_GUARD_INSTALL)
MADVISE(guard_remove, MADV_GUARD_REMOVE)

static void prepare_guarded(void)
{
	prepare_untouched();
	must(madvise(area, LEN, MADV_GUARD_INSTALL) == 0, "MADV_GUARD_INSTALL");
}

/* ---- mlock ---- */

static long call_mlock(void)
{
	return result_of(mlock(area + 4 * PAGE, 4 * PAGE));
}

static long call_mlock_onfault(void)
{
	return result_of(mlock2(area + 4 * PAGE, 4 * PAGE, MLOCK_ONFAULT));
}

static long call_mlockall_current(void)
{
	return result_of(mlockall(MCL_CURRENT));
}

static long call_mlockall_future(void)
{
	return result_of(mlockall(MCL_FUTURE));
}

static void undo_mlockall(long result)
{
	must(munlockall() == 0, "munlockall");
	unmap_all();
}

static void prepare_locked(void)
{
	prepare_anon();
	must(mlock(area, LEN) == 0, "mlock");
}

static long call_munlock(void)
{
	return result_of(munlock(area + 4 * PAGE, 4 * PAGE));
}

static long call_munlockall(void)
{
	return result_of(munlockall());
}

/* ---- asking and syncing ---- */

static long call_mincore(void)
{
	static unsigned char vec[LEN / PAGE];

	return result_of(mincore(area, LEN, vec));
}

static long call_msync(void)
{
	return result_of(msync(area, LEN, MS_SYNC));
}

static long call_set_name(void)
{
	return result_of(prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, area + 4 * PAGE, 4 * PAGE, "a name"));
}

static long call_remap_file_pages(void)
{
	return result_of(syscall(__NR_remap_file_pages, area + 4 * PAGE, 4 * PAGE, 0, 8, 0));
}

/* ---- files in memory ---- */

static long call_memfd_create(void)
{
	file = memfd_create("fail_nth", 0);
	return result_of(file);
}

static long call_ftruncate_grow(void)
{
	return result_of(ftruncate(file, 1L << 30));
}

static long call_ftruncate_shrink(void)
{
	return result_of(ftruncate(file, 3 * PAGE + 100));
}

static long call_fallocate(void)
{
	return result_of(fallocate(file, 0, 0, 2 * LEN));
}

static long call_punch_hole(void)
{
	return result_of(fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 100, 4 * PAGE));
}

static char buffer[LEN];

static void prepare_buffer(void)
{
	memset(buffer, 7, sizeof(buffer));
	prepare_memfd();
}

static long call_pwrite(void)
{
	return result_of(pwrite(file, buffer, LEN, 0));
}

static long call_pwrite_far(void)
{
	return result_of(pwrite(file, buffer, 100, 1L << 40));
}

static long call_pread_hole(void)
{
	return result_of(pread(file, buffer, LEN, 0));
}

static long call_pwritev(void)
{
	struct iovec iov[12];

	for (int i = 0; i < 12; i++)
		iov[i] = (struct iovec){ buffer + i * PAGE, 100 };
	return result_of(pwritev(file, iov, 12, 0));
}

/* ---- faults ---- */

static long touch(char *p, size_t len, int write)
{
	long sum = 0;

	for (size_t i = 0; i < len; i += PAGE) {
		if (write)
			*(volatile char *)(p + i) = 1 + i / PAGE;
		else
			sum += *(volatile char *)(p + i);
	}
	return sum;
}

static long call_write_faults(void)
{
	return touch(area, LEN, 1) & 0;
}

static long call_read_faults(void)
{
	return touch(area, LEN, 0) & 0;
}

static void prepare_shared_hole(void)
{
	prepare_memfd();
	area = map_at(BASE, LEN, RW, MAP_SHARED, file);
}

/* Copies to and from the area as another process would; nothing may need a fault on the near side. */
static long transfer(int nr, char *to)
{
	struct iovec local = { buffer, LEN }, remote = { to, LEN };

	return result_of(syscall(nr, getpid(), &local, 1, &remote, 1, 0));
}

static long call_vm_writev(void)
{
	return transfer(__NR_process_vm_writev, area);
}

static long call_vm_readv(void)
{
	return transfer(__NR_process_vm_readv, area);
}

static const struct op ops[] = {
	{ "mmap_anonymous", NULL, call_mmap_anon, undo },
	{ "mmap_shared_anonymous", NULL, call_mmap_shared_anon, undo, { ENOMEM, ENOSPC } },
	{ "mmap_noreserve", NULL, call_mmap_noreserve, undo },
	{ "mmap_stack_growsdown", NULL, call_mmap_stack, undo },
	{ "mmap_a_file_private", prepare_full_memfd, call_mmap_file_private, undo },
	{ "mmap_a_file_shared", prepare_full_memfd, call_mmap_file_shared, undo },
	{ "mmap_populate", NULL, call_mmap_populate, undo },
	{ "mmap_locked", NULL, call_mmap_locked, undo },
	{ "mmap_over_the_middle", prepare_anon, call_mmap_over_middle, undo, .flags = PARTIAL },
	{ "mmap_over_three_vmas", prepare_three, call_mmap_over_three, undo, { ENOMEM, ENOSPC }, PARTIAL },
	{ "munmap_all", prepare_anon, call_munmap_all, undo_munmap },
	{ "munmap_the_middle", prepare_anon, call_munmap_middle, undo_munmap },
	{ "munmap_the_head", prepare_anon, call_munmap_head, undo_munmap },
	{ "munmap_over_three_vmas", prepare_three, call_munmap_over_three, undo },
	{ "munmap_the_middle_of_a_shared_mapping", prepare_shared, call_munmap_middle, undo_munmap },
	{ "mprotect_all", prepare_anon, call_mprotect_all, undo_filled },
	{ "mprotect_the_middle", prepare_anon, call_mprotect_middle, undo_filled },
	{ "mprotect_over_three_vmas", prepare_three, call_mprotect_three, undo, .flags = PARTIAL },
	{ "mprotect_a_private_file_becomes_writable", prepare_read_only_file, call_mprotect_writable, undo_filled },
	{ "mremap_grow_in_place", prepare_anon, call_mremap_grow, undo_filled },
	{ "mremap_grow_may_move", prepare_walled, call_mremap_maymove, undo_move, .flags = VARIES },
	{ "mremap_grow_and_move", prepare_anon, call_mremap_move, undo_move, .flags = VARIES },
	{ "mremap_move_a_file_mapping", prepare_private_file, call_mremap_move, undo_move, .flags = VARIES },
	{ "mremap_move_the_middle", prepare_anon, call_mremap_move_middle, undo_move_middle, .flags = VARIES },
	{ "mremap_dontunmap", prepare_anon, call_mremap_dontunmap, undo_move },
	{ "mremap_shrink", prepare_anon, call_mremap_shrink, undo },
	{ "mremap_map_a_shared_mapping_again", prepare_shared, call_mremap_again, undo_move },
	{ "brk_grow", prepare_brk, call_brk_grow, undo_brk },
	{ "brk_shrink", prepare_brk_shrink, call_brk_shrink, undo_brk },
	{ "madvise_dontneed", prepare_anon, call_madvise_dontneed, undo },
	{ "madvise_free", prepare_anon, call_madvise_free, undo },
	{ "madvise_willneed", prepare_private_file, call_madvise_willneed, undo },
	{ "madvise_random", prepare_anon, call_madvise_random, undo_filled, { EAGAIN } },
	{ "madvise_dontfork", prepare_anon, call_madvise_dontfork, undo_filled, { EAGAIN } },
	{ "madvise_dontdump", prepare_anon, call_madvise_dontdump, undo_filled, { EAGAIN } },
	{ "madvise_wipeonfork", prepare_anon, call_madvise_wipeonfork, undo_filled, { EAGAIN } },
	{ "madvise_cold", prepare_anon, call_madvise_cold, undo_filled },
	{ "madvise_pageout", prepare_anon, call_madvise_pageout, undo_filled },
	{ "madvise_remove", prepare_shared, call_madvise_remove, undo },
	{ "madvise_populate_read", prepare_untouched, call_madvise_populate_read, undo },
	{ "madvise_populate_write", prepare_untouched, call_madvise_populate_write, undo },
	{ "madvise_guard_install", prepare_anon, call_madvise_guard_install, undo },
	{ "madvise_guard_remove", prepare_guarded, call_madvise_guard_remove, undo },
	{ "mlock", prepare_untouched, call_mlock, undo, { ENOMEM, EAGAIN }, PARTIAL },
	{ "mlock2_onfault", prepare_untouched, call_mlock_onfault, undo, { ENOMEM, EAGAIN }, PARTIAL },
	{ "mlockall_current", prepare_untouched, call_mlockall_current, undo_mlockall, .flags = PARTIAL },
	{ "mlockall_future", prepare_untouched, call_mlockall_future, undo_mlockall },
	{ "munlock_the_middle", prepare_locked, call_munlock, undo_filled },
	{ "munlockall", prepare_locked, call_munlockall, undo_filled },
	{ "mincore", prepare_anon, call_mincore, undo_filled, { EAGAIN, EFAULT } },
	{ "msync", prepare_shared, call_msync, undo_filled },
	{ "prctl_set_vma_anon_name", prepare_anon, call_set_name, undo_filled, { ENOMEM, EAGAIN } },
	{ "remap_file_pages", prepare_shared, call_remap_file_pages, undo, .flags = PARTIAL },
	{ "memfd_create", NULL, call_memfd_create, undo, { ENOMEM, ENOSPC } },
	{ "ftruncate_grow", prepare_memfd, call_ftruncate_grow, undo },
	{ "ftruncate_shrink", prepare_full_memfd, call_ftruncate_shrink, undo },
	{ "fallocate", prepare_memfd, call_fallocate, undo },
	{ "fallocate_a_hole", prepare_full_memfd, call_punch_hole, undo },
	{ "pwrite_new_pages", prepare_buffer, call_pwrite, undo, .flags = PARTIAL },
	{ "pwrite_far_beyond_the_end", prepare_buffer, call_pwrite_far, undo },
	{ "pread_a_hole", prepare_buffer, call_pread_hole, undo },
	{ "pwritev", prepare_buffer, call_pwritev, undo, .flags = PARTIAL },
	{ "write_faults_anonymous", prepare_untouched, call_write_faults, undo_filled },
	{ "write_faults_private_file", prepare_private_file, call_write_faults, undo_filled },
	{ "write_faults_shared_file", prepare_shared_hole, call_write_faults, undo_filled },
	{ "read_faults_anonymous", prepare_untouched, call_read_faults, undo },
	{ "read_faults_shared_file", prepare_shared_hole, call_read_faults, undo },
	{ "process_vm_writev", prepare_untouched, call_vm_writev, undo, { EFAULT, ENOMEM }, PARTIAL },
	{ "process_vm_readv", prepare_untouched, call_vm_readv, undo, { EFAULT, ENOMEM }, PARTIAL },
};

int main(int argc, char **argv)
{
	return run_ops(ops, sizeof(ops) / sizeof(*ops), argc > 1 ? argv[1] : NULL);
}
