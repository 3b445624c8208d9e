// SPDX-License-Identifier: GPL-2.0-only
/*
 * memory.c - physical memory is a memfd; the host's MMU shows it at the kernel's addresses.
 *
 * Owns:       the descriptor; every mapping between SIM_DIRECT_MAP and the end of SIM_VMEMMAP.
 * Invariant:  a page there shows the frame that the kernel's page table names, or is inaccessible:
 *             never a page of the host's own.
 * Elsewhere:  which frame (arch/sim/mm/kmap.c).
 */
#include <sys/mman.h>
#include <sys/uio.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sim/os.h>
#include "os.h"

static int ram_fd = -1;

void os_die(const char *what)
{
	char text[160];
	int n = snprintf(text, sizeof(text), "samara-sim: %s: %s\n", what, strerror(errno));

	os_write(text, n);
	os_exit(SIM_EXIT_PANIC);
}

static void reserve(unsigned long addr, unsigned long size)
{
	void *p = mmap((void *)addr, size, PROT_NONE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	if (p != (void *)addr)
		os_die("the kernel's addresses are taken");
}

static void map(unsigned long addr, unsigned long phys, unsigned long size, int flags)
{
	if (mmap((void *)addr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED | flags, ram_fd, phys) ==
	    MAP_FAILED)
		os_die("the host refuses a mapping (see /proc/sys/vm/max_map_count)");
}

/* Filled in at once: what is mapped is used, and a fault of the host costs as much as the call. */
void os_map_pages(unsigned long addr, unsigned long phys, unsigned long size)
{
	map(addr, phys, size, MAP_POPULATE);
}

/* Room for all memory that there can be. Only what is used costs the host anything. */
void os_reserve_ram(void)
{
	ram_fd = memfd_create("samara-ram", MFD_CLOEXEC);
	if (ram_fd < 0 || ftruncate(ram_fd, SIM_DIRECT_MAP_SIZE))
		os_die("no memory to simulate");
	reserve(SIM_DIRECT_MAP, SIM_DIRECT_MAP_SIZE);
	reserve(SIM_VMALLOC, SIM_VMALLOC_SIZE);
	reserve(SIM_VMEMMAP, SIM_VMEMMAP_SIZE);
}

/* A piece of RAM in the direct map. */
void os_map_ram(unsigned long phys, unsigned long size)
{
	map(SIM_DIRECT_MAP + phys, phys, size, 0);
}

void os_unmap_pages(unsigned long addr, unsigned long size)
{
	if (mmap((void *)addr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED,
		 -1, 0) == MAP_FAILED)
		os_die("the host refuses to unmap");
}

/* Copies that may fail: the host's kernel does them, and says so. Return: 0 or -1. */
int os_probe_read(void *dst, const void *src, unsigned long n)
{
	struct iovec to = { dst, n }, from = { (void *)src, n };

	return process_vm_readv(getpid(), &to, 1, &from, 1, 0) == (ssize_t)n ? 0 : -1;
}

int os_probe_write(void *dst, const void *src, unsigned long n)
{
	struct iovec from = { (void *)src, n }, to = { dst, n };

	return process_vm_writev(getpid(), &from, 1, &to, 1, 0) == (ssize_t)n ? 0 : -1;
}

/* The host's want pointers to something even where there is nothing to do; the kernel's do not. */
void *os_memcpy(void *to, const void *from, unsigned long n)
{
	return n ? memcpy(to, from, n) : to;
}

void *os_memmove(void *to, const void *from, unsigned long n)
{
	return n ? memmove(to, from, n) : to;
}

void *os_memset(void *s, int c, unsigned long n)
{
	return n ? memset(s, c, n) : s;
}

int os_memcmp(const void *a, const void *b, unsigned long n)
{
	return n ? memcmp(a, b, n) : 0;
}

unsigned long os_strlen(const char *s)
{
	return strlen(s);
}

/* Zeroed memory of the host's for books about the machine. Pages not touched cost nothing; never freed. */
void *os_zeroed(unsigned long size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		os_die("no memory for the machine's books");
	return p;
}
