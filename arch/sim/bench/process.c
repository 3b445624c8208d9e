// SPDX-License-Identifier: GPL-2.0-only
/*
 * process.c - what a program notices: page faults, fork, munmap.
 *
 * Each operation is an access or a system call of user mode, with the software MMU's part in it. A
 * fault's row touches each page of a fresh mapping once.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <uapi/linux/fcntl.h>
#include <uapi/linux/mman.h>
#include <asm/unistd.h>
#include <sim/user.h>
#include "bench.h"

#define MOST_PAGES	4096UL		/* mapped at a time */

static unsigned long map_pages(struct bench_worker *w, unsigned long pages)
{
	long addr = sim_syscall(__NR_mmap, 0, pages << PAGE_SHIFT, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	bench_expect(w, addr > 0);
	return addr;
}

static void unmap_pages(struct bench_worker *w, unsigned long n)
{
	bench_expect(w, !sim_syscall(__NR_munmap, w->addr, n << PAGE_SHIFT));
}

static void write_pages(struct bench_worker *w, unsigned long n)
{
	for (unsigned long i = 0; i < n; i++)
		bench_expect(w, !sim_store(w->addr + (i << PAGE_SHIFT), 8, i));
}

static void read_pages(struct bench_worker *w, unsigned long n)
{
	u64 value;

	for (unsigned long i = 0; i < n; i++)
		bench_expect(w, !sim_load(w->addr + (i << PAGE_SHIFT), 8, &value));
}

/* ---- faults ---- */

static void prepare_untouched(struct bench_worker *w, unsigned long n)
{
	w->addr = map_pages(w, n);
}

static void wait_for(struct bench_worker *w, long pid)
{
	bench_expect(w, pid > 0 && sim_syscall(__NR_wait4, pid, 0, 0, 0) == pid);
}

/* The child keeps the pages shared until the parent kills it. */
static void sleeping_child(void *unused)
{
	sim_syscall(__NR_pause);
}

static void prepare_shared(struct bench_worker *w, unsigned long n)
{
	w->addr = map_pages(w, n);
	write_pages(w, n);
	w->pid = sim_fork(sleeping_child, NULL);
}

static void finish_shared(struct bench_worker *w, unsigned long n)
{
	bench_expect(w, !sim_syscall(__NR_kill, w->pid, SIGKILL));
	wait_for(w, w->pid);
	unmap_pages(w, n);
}

/* The pages of a file are in the page cache already, and faults map each by itself. */
static void prepare_file(struct bench_worker *w, unsigned long n)
{
	unsigned long path = map_pages(w, 1);
	char name[16] = "";
	long fd;

	scnprintf(name, sizeof(name), "/bench%u", w->nr);
	bench_expect(w, !sim_write(path, name, sizeof(name)));
	fd = sim_syscall(__NR_open, path, O_RDWR | O_CREAT, 0600);
	bench_expect(w, fd >= 0 && !sim_syscall(__NR_ftruncate, fd, n << PAGE_SHIFT));
	w->addr = sim_syscall(__NR_mmap, 0, n << PAGE_SHIFT, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	bench_expect(w, (long)w->addr > 0);
	write_pages(w, n);
	unmap_pages(w, n);
	w->addr = sim_syscall(__NR_mmap, 0, n << PAGE_SHIFT, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	bench_expect(w, (long)w->addr > 0);
	bench_expect(w, !sim_syscall(__NR_close, fd));
	bench_expect(w, !sim_syscall(__NR_unlink, path));
	bench_expect(w, !sim_syscall(__NR_munmap, path, PAGE_SIZE));
}

/* ---- fork ---- */

static void begin_fork(struct bench_worker *w, unsigned long unused)
{
	w->addr = map_pages(w, w->row->param);
	write_pages(w, w->row->param);
}

static void end_fork(struct bench_worker *w, unsigned long unused)
{
	unmap_pages(w, w->row->param);
}

static void leaving_child(void *unused)
{
	sim_syscall(__NR_exit_group, 0);
}

static void run_fork(struct bench_worker *w, unsigned long n)
{
	while (n--)
		wait_for(w, sim_fork(leaving_child, NULL));
}

/* ---- munmap ---- */

static void run_map(struct bench_worker *w, unsigned long n)
{
	while (n--) {
		w->addr = map_pages(w, 1);
		unmap_pages(w, 1);
	}
}

static void prepare_touched(struct bench_worker *w, unsigned long n)
{
	prepare_untouched(w, n);
	write_pages(w, n);
}

#define FAULT(_name, _prepare, _run, _finish) \
	{ .name = _name, .user = true, .most = MOST_PAGES, .prepare = _prepare, .run = _run, .finish = _finish }
#define FORK(_words, _pages)							\
	{ .name = "fork, exit and wait, " _words, .user = true, .param = _pages,	\
	  .begin = begin_fork, .run = run_fork, .end = end_fork }

const struct sim_bench bench_process[] = {
	FAULT("fault: first read of a page", prepare_untouched, read_pages, unmap_pages),
	FAULT("fault: first write of a page", prepare_untouched, write_pages, unmap_pages),
	FAULT("fault: write after fork, copying", prepare_shared, write_pages, finish_shared),
	FAULT("fault: write of a file's page", prepare_file, write_pages, unmap_pages),
	FORK("1 page", 1), FORK("1024 pages", 1024),
	{ .name = "mmap and munmap, untouched", .user = true, .run = run_map },
	FAULT("munmap of one call, each page", prepare_touched, unmap_pages, NULL),
	{ }
};
