/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sim/os.h - where the kernel meets the host: all that either side may call of the other.
 *
 * Owns:       the map of the program's addresses, the few types both sides share.
 * Invariant:  only types of the C language stand here, so that the same header serves kernel code,
 *             which has no C library, and arch/sim/os/, which has no kernel headers. os_ functions
 *             are the host's; sim_os_ functions are the kernel's. Nothing else is visible.
 *
 * The kernel lives at fixed addresses of the host program, so that a run depends on its seed alone:
 *
 *   000000400000  the program: libc's part and the kernel's text and data
 *   550000000000  direct map: physical memory, up to 256 GiB
 *   558000000000  vmalloc and per-CPU chunks (256 GiB)
 *   560000000000  vmemmap (64 GiB)
 *
 * Programs of the simulated machine have 46-bit addresses, which no host pointer ever stands for:
 * they are looked up in page tables (arch/sim/mm/mmu.c).
 */
#ifndef _SIM_OS_H
#define _SIM_OS_H

#define SIM_DIRECT_MAP		0x550000000000UL
#define SIM_DIRECT_MAP_SIZE	0x004000000000UL
#define SIM_VMALLOC		0x558000000000UL
#define SIM_VMALLOC_SIZE	0x004000000000UL
#define SIM_VMEMMAP		0x560000000000UL
#define SIM_VMEMMAP_SIZE	0x001000000000UL

/* Above the program itself, which is linked without -pie. */
#define SIM_IMAGE_END		0x000080000000UL

#define SIM_MAX_CPUS		64

/* How a run ends, as the program's exit status. */
#define SIM_EXIT_OK		0
#define SIM_EXIT_FAILED		1	/* a test failed */
#define SIM_EXIT_USAGE		2	/* a bad command line */
#define SIM_EXIT_PANIC		3	/* the kernel, or the machine on its behalf, found a mistake */
#define SIM_EXIT_HUNG		4	/* it took too long */

/* A stack, with the registers of whoever stopped on it. Zero but for low and size before it runs. */
struct os_fiber {
	void *sp;
	void *low;
	unsigned long size;
	void *san;			/* the sanitizer's notes */
	void *san_fake_stack;
};

/* ---- the host's ---- */

/* main.c */
void os_write(const char *s, unsigned long n);
void os_exit(int status) __attribute__((noreturn));

/* memory.c */
void *os_zeroed(unsigned long size);
void os_reserve_ram(void);
void os_map_ram(unsigned long phys, unsigned long size);
void os_map_pages(unsigned long addr, unsigned long phys, unsigned long size);
void os_unmap_pages(unsigned long addr, unsigned long size);
int os_probe_read(void *dst, const void *src, unsigned long n);
int os_probe_write(void *dst, const void *src, unsigned long n);
void *os_memcpy(void *to, const void *from, unsigned long n);
void *os_memmove(void *to, const void *from, unsigned long n);
void *os_memset(void *s, int c, unsigned long n);
int os_memcmp(const void *a, const void *b, unsigned long n);
unsigned long os_strlen(const char *s);

/* fiber.c */
void os_fiber_init(struct os_fiber *f, void *low, unsigned long size, void (*fn)(void));
void os_fiber_switch(struct os_fiber *from, struct os_fiber *to);
void os_fiber_release(struct os_fiber *f);
void os_fiber_restart(struct os_fiber *f, void (*fn)(void)) __attribute__((noreturn));

/* thread.c */
void os_thread_start(void (*fn)(void *arg), void *arg);
void os_thread_park(void) __attribute__((noreturn));
void os_yield(void);
void os_wait(unsigned int *word, unsigned long nanoseconds);
void os_wake(unsigned int *word);

/* file.c */
char *os_file_read(const char *path, unsigned long *bytes);
int os_file_create(const char *path);
void os_file_write(int fd, const char *s, unsigned long n);
void os_file_close(int fd);
unsigned long os_nanoseconds(void);
unsigned long os_processor_nanoseconds(void);

/* callgrind.c */
void os_callgrind_collect(int on);
void os_callgrind_zero(void);
void os_callgrind_dump(const char *name);

/* minimise.c */
int os_supervise(const char *file, unsigned long limit, unsigned long budget);

/* fuzz.c */
void os_fuzz_words(int nr, char **list);
const unsigned char *os_fuzz_next(struct os_fiber *me, unsigned long *size);
unsigned long os_fuzz_children(void (*run)(char *text, unsigned long size));

/* crash.c */
int os_symbol(unsigned long addr, char *buf, unsigned long max, unsigned long *size, unsigned long *offset);

/* ---- the kernel's ---- */

void sim_os_main(int argc, char **argv) __attribute__((noreturn));
void sim_os_fault(int sig, unsigned long addr, unsigned long ip, unsigned long bp, int write)
	__attribute__((noreturn));

#endif
