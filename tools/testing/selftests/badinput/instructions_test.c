// SPDX-License-Identifier: GPL-2.0-only
/*
 * instructions_test.c - what a program may not execute, and odd states in which it may enter the kernel.
 *
 * A privileged instruction is a SIGSEGV, an undefined one a SIGILL. Where the CPU has UMIP the addresses
 * of the kernel's descriptor tables are not told. Flags and registers that only a program could want in
 * such a state (single-stepping, backward strings, alignment checks, a nested task) must not follow it
 * into the kernel, and come back as they were.
 */
#include "../ksft_harness.h"
#include <signal.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <ucontext.h>

#define FLAG_TF		(1UL << 8)
#define FLAG_IF		(1UL << 9)
#define FLAG_DF		(1UL << 10)
#define FLAG_IOPL	(3UL << 12)
#define FLAG_NT		(1UL << 14)
#define FLAG_AC		(1UL << 18)
#define FLAG_ID		(1UL << 21)

/* Runs it in a child. Return: the signal that ended the child, 0 where it came to its end. */
#define SIGNAL_OF(...)						\
	({							\
		pid_t child;					\
		int end;					\
								\
		IN_CHILD(child) {				\
			__VA_ARGS__;				\
			_exit(0);				\
		}						\
		end = ksft_wait(child);				\
		WIFSIGNALED(end) ? WTERMSIG(end) : 0;		\
	})

#define EXPECT_SIGNAL(sig, code, ...)	EXPECT_EQ(SIGNAL_OF(asm volatile(code : : __VA_ARGS__)), sig)

static char table[16], state[512] __attribute__((aligned(64)));

TEST(privileged)
{
	EXPECT_SIGNAL(SIGSEGV, "cli");
	EXPECT_SIGNAL(SIGSEGV, "sti");
	EXPECT_SIGNAL(SIGSEGV, "hlt");
	EXPECT_SIGNAL(SIGSEGV, "clts");
	EXPECT_SIGNAL(SIGSEGV, "invd");
	EXPECT_SIGNAL(SIGSEGV, "wbinvd");
	EXPECT_SIGNAL(SIGSEGV, "invlpg %0", "m" (table));
	EXPECT_SIGNAL(SIGSEGV, "lgdt %0", "m" (table));
	EXPECT_SIGNAL(SIGSEGV, "lidt %0", "m" (table));
	EXPECT_SIGNAL(SIGSEGV, "lldt %w0", "r" (0));
	EXPECT_SIGNAL(SIGSEGV, "ltr %w0", "r" (0x40));
	EXPECT_SIGNAL(SIGSEGV, "lmsw %w0", "r" (0));
	EXPECT_SIGNAL(SIGSEGV, "mov %%cr0, %%rax", "a" (0));
	EXPECT_SIGNAL(SIGSEGV, "mov %0, %%cr0", "r" (0UL));
	EXPECT_SIGNAL(SIGSEGV, "mov %%cr2, %%rax", "a" (0));
	EXPECT_SIGNAL(SIGSEGV, "mov %%cr3, %%rax", "a" (0));
	EXPECT_SIGNAL(SIGSEGV, "mov %0, %%cr3", "r" (0UL));
	EXPECT_SIGNAL(SIGSEGV, "mov %0, %%cr4", "r" (0UL));
	EXPECT_SIGNAL(SIGSEGV, "mov %%cr8, %%rax", "a" (0));
	EXPECT_SIGNAL(SIGSEGV, "mov %%dr7, %%rax", "a" (0));
	EXPECT_SIGNAL(SIGSEGV, "rdmsr", "c" (0xc0000080));
	EXPECT_SIGNAL(SIGSEGV, "wrmsr", "c" (0xc0000082), "a" (0), "d" (0));
	EXPECT_SIGNAL(SIGSEGV, "swapgs");
	EXPECT_SIGNAL(SIGSEGV, "sysretq", "c" (0));
	EXPECT_SIGNAL(SIGSEGV, "inb $0x80, %%al", "a" (0));
	EXPECT_SIGNAL(SIGSEGV, "outb %%al, $0x80", "a" (0));
	EXPECT_SIGNAL(SIGSEGV, "outl %%eax, %%dx", "d" (0xcf8), "a" (0));
	EXPECT_SIGNAL(SIGSEGV, "rep insb", "D" (table), "c" (1), "d" (0x3f8));
}

/* Gates that are the CPU's alone; traps that a program may cause itself. */
TEST(interrupt_gates)
{
	EXPECT_SIGNAL(SIGSEGV, "int $0");
	EXPECT_SIGNAL(SIGSEGV, "int $2");
	EXPECT_SIGNAL(SIGSEGV, "int $8");
	EXPECT_SIGNAL(SIGSEGV, "int $13");
	EXPECT_SIGNAL(SIGSEGV, "int $14");
	EXPECT_SIGNAL(SIGSEGV, "int $18");
	EXPECT_SIGNAL(SIGSEGV, "int $0x20");
	EXPECT_SIGNAL(SIGSEGV, "int $0xec");
	EXPECT_SIGNAL(SIGSEGV, "int $0xff");
	EXPECT_SIGNAL(SIGTRAP, "int3");
	EXPECT_SIGNAL(SIGILL, "ud2");
	EXPECT_SIGNAL(SIGILL, ".byte 0x0f, 0xff, 0xc0");	/* ud0 */
	EXPECT_SIGNAL(SIGFPE, "div %b0", "q" (0), "a" (1));
	EXPECT_SIGNAL(SIGSEGV, "xrstor %0", "m" (table[1]), "a" (-1), "d" (-1));
}

static void kernel_selectors(unsigned long selector)
{
	EXPECT_SIGNAL(SIGSEGV, "mov %w0, %%ds", "r" (selector));
	EXPECT_SIGNAL(SIGSEGV, "mov %w0, %%ss", "r" (selector));
	EXPECT_SIGNAL(SIGSEGV, "mov %w0, %%fs", "r" (selector));
	EXPECT_SIGNAL(SIGSEGV, "mov %w0, %%gs", "r" (selector));
}

static void far_return(unsigned long selector)
{
	EXPECT_SIGNAL(SIGSEGV, "push %q0; push $1f; lretq; 1:", "r" (selector));
	EXPECT_SIGNAL(SIGSEGV, "push $0; push %%rsp; pushfq; push %q0; push $1f; iretq; 1:", "r" (selector));
}

TEST(segment_selectors)
{
	kernel_selectors(0x08);
	kernel_selectors(0x10);
	kernel_selectors(0x40);
	kernel_selectors(0xfff8);
	kernel_selectors(0x10 | 4);		/* of an LDT that is not there */
}

/*
 * QEMU reads the stack for these as if the kernel did it, so that each is an access which SMAP forbids, in user
 * mode. That cannot be on a real CPU, and Linux ends such a program with an oops.
 */
TEST(far_returns)
{
	struct utsname name;

	uname(&name);
	if (!strstr(name.release, "samara"))
		SKIP("QEMU");
	far_return(0x08);
	far_return(0x10);
	far_return(0x40);
	far_return(0x2b);
}

TEST(jumps_into_nowhere)
{
	int sig;

	EXPECT_SIGNAL(SIGSEGV, "jmp *%0", "r" (0xffffffff81000000UL));
	EXPECT_SIGNAL(SIGSEGV, "jmp *%0", "r" (0xffff888000000000UL));
	EXPECT_SIGNAL(SIGSEGV, "jmp *%0", "r" (0x1000000000000000UL));
	EXPECT_SIGNAL(SIGSEGV, "jmp *%0", "r" (0UL));
	EXPECT_SIGNAL(SIGSEGV, "jmp *%0", "r" (state));		/* data */
	EXPECT_SIGNAL(SIGSEGV, "mov %0, %%rsp; push %0", "r" (0xffff888000000000UL));
	/* not canonical, by the stack: #SS, for which QEMU raises #GP */
	sig = SIGNAL_OF(asm volatile("mov %0, %%rsp; push %0" : : "r" (0x1000000000000000UL)));
	EXPECT_TRUE(sig == SIGBUS || sig == SIGSEGV);
}

/* ---- the tables' addresses ---- */

static int cpu_has_umip(void)
{
	unsigned int a = 7, b, c = 0, d;

	asm volatile("cpuid" : "+a" (a), "=b" (b), "+c" (c), "=d" (d));
	return c >> 2 & 1;
}

/* Linux does not kill for these instructions but answers with made-up numbers; ours are not the kernel's either. */
static void expect_untold(int sig)
{
	EXPECT_TRUE(sig == 0 || sig == SIGSEGV);
}

static void look_up_gdt(void)
{
	struct { uint16_t limit; uint64_t base; } __attribute__((packed)) gdt = { 0 };

	asm volatile("sgdt %0" : "=m" (gdt));
	if (gdt.limit)
		raise(SIGUSR1);
}

static void look_up_idt(void)
{
	struct { uint16_t limit; uint64_t base; } __attribute__((packed)) idt = { 0 };

	asm volatile("sidt %0" : "=m" (idt));
	if (idt.limit)
		raise(SIGUSR1);
}

TEST(umip)
{
	unsigned long word;

	if (!cpu_has_umip())
		SKIP("this CPU has no UMIP");
	expect_untold(SIGNAL_OF(look_up_gdt()));
	expect_untold(SIGNAL_OF(look_up_idt()));
	expect_untold(SIGNAL_OF(asm volatile("sldt %0" : "=r" (word))));
	expect_untold(SIGNAL_OF(asm volatile("smsw %0" : "=r" (word))));
	expect_untold(SIGNAL_OF(asm volatile("str %0" : "=r" (word))));
}

/* ---- flags ---- */

static unsigned long read_flags(void)
{
	unsigned long flags;

	asm volatile("pushfq; pop %0" : "=r" (flags));
	return flags;
}

/* getppid() with these flags on, which are off again afterwards. Return: the flags after the call. */
static unsigned long call_with(unsigned long flags, long *result)
{
	unsigned long after, before = read_flags();
	long nr = SYS_getppid;

	asm volatile("push %[with]; popfq; syscall; pushfq; pop %[after]; push %[before]; popfq"
		     : "+a" (nr), [after] "=&r" (after)
		     : [with] "r" (flags), [before] "r" (before) : "rcx", "r11", "memory", "cc");
	*result = nr;
	return after;
}

TEST(calls_with_odd_flags)
{
	static const unsigned long odd[] = { FLAG_DF, FLAG_NT, FLAG_AC, FLAG_ID, FLAG_DF | FLAG_NT | FLAG_AC };
	pid_t parent = getppid();

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		unsigned long want = read_flags() | odd[i];
		long result;

		EXPECT_EQ(call_with(want, &result) & odd[i], odd[i]);
		EXPECT_EQ(result, parent);
	}
}

/* Backward strings: the kernel's own copies must go forward. */
TEST(copies_with_direction_down)
{
	static char from[20000], to[20000];
	long nr = SYS_pread64, nr2 = SYS_write;
	int fd = memfd_create("down", 0);

	memset(from, 'f', sizeof(from));
	asm volatile("std; syscall; cld" : "+a" (nr2) : "D" (fd), "S" (from), "d" (sizeof(from))
		     : "rcx", "r11", "memory", "cc");
	EXPECT_EQ(nr2, (long)sizeof(from));
	asm volatile("xor %%r10d, %%r10d; std; syscall; cld" : "+a" (nr) : "D" (fd), "S" (to), "d" (sizeof(to))
		     : "rcx", "r10", "r11", "memory", "cc");
	EXPECT_EQ(nr, (long)sizeof(to));
	EXPECT_EQ(memcmp(from, to, sizeof(to)), 0);
}

/* With alignment checks on, what the kernel copies for the program may lie anywhere; faults in between, too. */
TEST(copies_with_alignment_check)
{
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long nr = SYS_uname;

	ASSERT_NE(page, MAP_FAILED);
	asm volatile("pushfq; orl $0x40000, (%%rsp); popfq; syscall; pushfq; andl $~0x40000, (%%rsp); popfq"
		     : "+a" (nr) : "D" (page + 4093) : "rcx", "r11", "memory", "cc");
	EXPECT_EQ(nr, 0);
	EXPECT_STREQ(page + 4093, "Linux");
}

static volatile sig_atomic_t steps;

static void on_trap(int sig)
{
	steps++;
}

/* Each instruction traps once; the one that enters the kernel after it has come back, or with the next. */
TEST(calls_single_stepped)
{
	pid_t parent = getppid();
	long result = SYS_getppid;

	signal(SIGTRAP, on_trap);
	asm volatile("pushfq; orl $0x100, (%%rsp); popfq; syscall; nop; pushfq; andl $~0x100, (%%rsp); popfq"
		     : "+a" (result) : : "rcx", "r11", "memory", "cc");
	EXPECT_EQ(result, parent);
	EXPECT_TRUE(steps == 4 || steps == 5);
}

/* Neither interrupts nor ports are a program's to switch, popf or not. */
TEST(flags_that_stay)
{
	unsigned long flags = read_flags(), after;

	asm volatile("push %1; popfq; pushfq; pop %0" : "=r" (after)
		     : "r" ((flags & ~FLAG_IF) | FLAG_IOPL) : "memory", "cc");
	EXPECT_EQ(after & (FLAG_IF | FLAG_IOPL), FLAG_IF);
}

/* ---- the frame of a signal, as the program wishes ---- */

static void (*spoil)(mcontext_t *m);

static void on_signal(int sig, siginfo_t *info, void *context)
{
	spoil(&((ucontext_t *)context)->uc_mcontext);
}

/* Return: the signal that kills whoever returns from a handler to the registers that @how left. */
static int signal_after(void (*how)(mcontext_t *m))
{
	struct sigaction act = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };

	spoil = how;
	return SIGNAL_OF(sigaction(SIGUSR1, &act, NULL), raise(SIGUSR1));
}

static void kernel_rip(mcontext_t *m) { m->gregs[REG_RIP] = 0xffffffff81000000; }
static void wild_rip(mcontext_t *m) { m->gregs[REG_RIP] = 0x1000000000000000; }
static void kernel_code(mcontext_t *m) { m->gregs[REG_CSGSFS] = 0x10; }
static void no_code(mcontext_t *m) { m->gregs[REG_CSGSFS] = 0; }
static void data_as_code(mcontext_t *m) { m->gregs[REG_CSGSFS] = 0x2b; }
static void wild_fpstate(mcontext_t *m) { m->fpregs = (void *)0x1000000000000000; }
static void kernel_fpstate(mcontext_t *m) { m->fpregs = (void *)0xffffffff81000000; }

static void all_flags(mcontext_t *m)
{
	m->gregs[REG_EFL] |= FLAG_IOPL | FLAG_NT | FLAG_ID;
	m->gregs[REG_EFL] &= ~FLAG_IF;
}

static void garbage_fpstate(mcontext_t *m)
{
	memset(m->fpregs, 0xff, sizeof(*m->fpregs));
}

TEST(signal_frames)
{
	struct sigaction act = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };

	EXPECT_EQ(signal_after(kernel_rip), SIGSEGV);
	EXPECT_EQ(signal_after(wild_rip), SIGSEGV);
	EXPECT_NE(signal_after(no_code), SIGKILL);
	EXPECT_NE(signal_after(kernel_code), SIGKILL);
	EXPECT_EQ(signal_after(data_as_code), SIGSEGV);
	EXPECT_EQ(signal_after(wild_fpstate), SIGSEGV);
	EXPECT_EQ(signal_after(kernel_fpstate), SIGSEGV);
	signal_after(garbage_fpstate);		/* harm to nobody else; what a CPU thinks of it varies */

	spoil = all_flags;
	sigaction(SIGUSR1, &act, NULL);
	raise(SIGUSR1);
	EXPECT_EQ(read_flags() & (FLAG_IF | FLAG_IOPL), FLAG_IF);
}

/* A frame that is none. */
TEST(sigreturn_without_signal)
{
	EXPECT_EQ(SIGNAL_OF(syscall(SYS_rt_sigreturn)), SIGSEGV);
	EXPECT_SIGNAL(SIGSEGV, "mov %0, %%rsp; syscall", "r" (0x1000000000000000UL), "a" (SYS_rt_sigreturn));
	EXPECT_SIGNAL(SIGSEGV, "mov %0, %%rsp; syscall", "r" (0xffffffff81000000UL), "a" (SYS_rt_sigreturn));
	EXPECT_SIGNAL(SIGSEGV, "xor %%esp, %%esp; syscall", "a" (SYS_rt_sigreturn));
}

TEST_HARNESS_MAIN
