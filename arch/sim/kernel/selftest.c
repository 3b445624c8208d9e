// SPDX-License-Identifier: GPL-2.0-only
/*
 * selftest.c - samara-sim selftest: does user mode of the simulated machine work as sim/user.h says?
 *
 * Each test is a short program. It is the example to copy from for whoever writes another command.
 * With --stale the machine loses the flushes of one system call, and must stop at the next access.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <uapi/linux/futex.h>
#include <uapi/linux/mman.h>
#include <uapi/linux/sched.h>
#include <asm/signal.h>
#include <asm/siginfo.h>
#include <asm/page.h>
#include <asm/unistd.h>
#include <sim/command.h>
#include <sim/user.h>
#include "sim_kernel.h"

static unsigned int failures;

#define CHECK(condition)							\
do {										\
	if (!(condition)) {							\
		pr_err("selftest: line %d: %s is wrong\n", __LINE__, #condition); \
		failures++;							\
	}									\
} while (0)

static unsigned long map(unsigned long size, int prot, int flags)
{
	return sim_syscall(__NR_mmap, 0, size, prot, flags | MAP_ANONYMOUS, -1, 0);
}

static u64 peek(unsigned long addr)
{
	u64 value;

	CHECK(!sim_load(addr, 8, &value));
	return value;
}

/* Waits for child @pid; its status as wait4() gives it. */
static int wait_for(long pid)
{
	unsigned long page = map(PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	int status;

	CHECK(sim_syscall(__NR_wait4, pid, page, 0, 0) == pid);
	status = peek(page);
	CHECK(!sim_syscall(__NR_munmap, page, PAGE_SIZE));
	return status;
}

static void memory(void)
{
	unsigned long page = map(2 * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	u64 value;
	u8 byte;

	CHECK(peek(page) == 0);
	CHECK(!sim_store(page + PAGE_SIZE - 4, 8, 0x1122334455667788));
	CHECK(peek(page + PAGE_SIZE - 4) == 0x1122334455667788);
	CHECK(sim_exec_fetch(page, &byte) == SIGSEGV && sim_fault_code() == SEGV_ACCERR);
	CHECK(!sim_syscall(__NR_mprotect, page, PAGE_SIZE, PROT_READ));
	CHECK(sim_store(page, 8, 1) == SIGSEGV && sim_fault_code() == SEGV_ACCERR);
	CHECK(!sim_syscall(__NR_munmap, page, 2 * PAGE_SIZE));
	CHECK(sim_load(page, 8, &value) == SIGSEGV && sim_fault_code() == SEGV_MAPERR);
	CHECK(sim_fault_address() == page);
	CHECK(sim_syscall(__NR_read, 0, -1UL, 1) == -EBADF);
}

static void fork_child(void *arg)
{
	unsigned long page = *(unsigned long *)arg;

	CHECK(peek(page) == 1);
	CHECK(!sim_store(page, 8, 2));
	sim_syscall(__NR_exit_group, peek(page));
}

static void copy_on_write(void)
{
	unsigned long page = map(PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	long pid;

	CHECK(!sim_store(page, 8, 1));
	pid = sim_fork(fork_child, &page);
	CHECK(pid > 0 && wait_for(pid) == 2 << 8);
	CHECK(peek(page) == 1);
	CHECK(!sim_syscall(__NR_munmap, page, PAGE_SIZE));
}

#define THREADS		3
#define ROUNDS		200

static void thread(void *arg)
{
	unsigned long page = *(unsigned long *)arg;
	u64 old;

	for (int i = 0; i < ROUNDS; i++)
		CHECK(!sim_rmw(page, 8, SIM_ADD, 1, &old));
	sim_syscall(__NR_exit, 0);
}

/* Each thread's number lies in the page until it is gone, and is waited for as pthread_join() does. */
static void threads(void)
{
	const unsigned long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
				    CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
	unsigned long page = map(PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE), tid;
	u64 value;

	CHECK(!sim_store(page, 8, 0));
	for (tid = page + 64; tid < page + 64 + 4 * THREADS; tid += 4)
		CHECK(sim_clone(flags, page, tid, tid, 0, thread, &page) > 0);
	for (tid = page + 64; tid < page + 64 + 4 * THREADS; tid += 4)
		for (;;) {
			CHECK(!sim_load(tid, 4, &value));
			if (!value)
				break;
			sim_syscall(__NR_futex, tid, FUTEX_WAIT, value);
		}
	CHECK(peek(page) == THREADS * ROUNDS);
	CHECK(!sim_syscall(__NR_munmap, page, PAGE_SIZE));
}

static int caught;
static unsigned long caught_page;

static void handler(int sig, struct kernel_siginfo *info)
{
	caught = sig;
	if (sig == SIGSEGV)
		CHECK(!sim_syscall(__NR_mprotect, caught_page, PAGE_SIZE, PROT_READ | PROT_WRITE));
}

struct user_sigaction {
	unsigned long handler, flags, restorer, mask;
};

static void catch(int sig)
{
	unsigned long page = map(PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	struct user_sigaction sa = { .handler = 0x1000, .flags = SA_RESTORER, .restorer = 0x1000 };

	CHECK(!sim_write(page, &sa, sizeof(sa)));
	CHECK(!sim_syscall(__NR_rt_sigaction, sig, page, 0, 8));
	CHECK(!sim_syscall(__NR_munmap, page, PAGE_SIZE));
	sim_on_signal(handler);
}

static void signals(void)
{
	unsigned long page = map(PAGE_SIZE, PROT_READ, MAP_PRIVATE);

	catch(SIGUSR1);
	CHECK(!sim_syscall(__NR_kill, sim_syscall(__NR_getpid), SIGUSR1) && caught == SIGUSR1);
	catch(SIGSEGV);
	caught_page = page;
	sim_raise_faults(true);
	CHECK(!sim_store(page, 8, 7) && caught == SIGSEGV);
	sim_raise_faults(false);
	CHECK(peek(page) == 7);
	CHECK(!sim_syscall(__NR_munmap, page, PAGE_SIZE));
}

/* A string into user memory at @addr; the address behind it. */
static unsigned long put_string(unsigned long addr, const char *s)
{
	CHECK(!sim_write(addr, s, strlen(s) + 1));
	return addr + strlen(s) + 1;
}

/* What /exec-test runs: argc stands where the stack pointer points. */
static void exec_program(void *sp)
{
	sim_syscall(__NR_exit_group, peek((unsigned long)sp) == 1 ? 42 : 1);
}
SIM_PROGRAM(exec_test, exec_program);

static void exec_child(void *arg)
{
	unsigned long page = map(PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE);

	put_string(page + 64, "/exec-test");
	CHECK(!sim_store(page, 8, page + 64) && !sim_store(page + 8, 8, 0));
	sim_syscall(__NR_execve, page + 64, page, page + 8);
	sim_syscall(__NR_exit_group, 2);
}

static void exec(void)
{
	CHECK(wait_for(sim_fork(exec_child, NULL)) == 42 << 8);
}

/* ---- a flush is lost ---- */

static void drain_lru(void *unused)
{
	lru_add_drain();
}

static unsigned long stale_page;

static void stale_unmap(void)
{
	CHECK(!sim_syscall(__NR_munmap, stale_page, PAGE_SIZE));
}

static void stale_protect(void)
{
	CHECK(!sim_syscall(__NR_mprotect, stale_page, PAGE_SIZE, PROT_READ));
}

static void stale_fork_child(void *unused)
{
	sim_syscall(__NR_pause);
}

static void stale_fork(void)
{
	CHECK(sim_fork(stale_fork_child, NULL) > 0);
}

static void stale_discard(void)
{
	CHECK(!sim_syscall(__NR_madvise, stale_page, PAGE_SIZE, MADV_DONTNEED));
}

/* The page goes back to the page allocator, too. */
static void stale_free(void)
{
	stale_discard();
	sim_in_kernel(drain_lru, NULL);
}

static const struct stale_case {
	const char *name;
	void (*change)(void);
} stale_cases[] = {
	{ "unmap", stale_unmap }, { "protect", stale_protect }, { "fork", stale_fork }, { "discard", stale_discard },
	{ "free", stale_free },
};

static const struct stale_case *stale;

static void lose_a_flush(void)
{
	/* the second page stays and keeps the page table */
	stale_page = map(2 * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	CHECK(!sim_store(stale_page, 8, 1) && !sim_store(stale_page + PAGE_SIZE, 8, 1));
	sim_lose_flushes(true);
	stale->change();
	sim_lose_flushes(false);
	sim_store(stale_page, 8, 2);
	pr_err("selftest: nobody noticed the stale entry\n");
	failures++;
}

static int selftest_option(const char *name, const char *value)
{
	if (strcmp(name, "stale"))
		return 0;
	for (int i = 0; i < ARRAY_SIZE(stale_cases); i++)
		if (!strcmp(value, stale_cases[i].name))
			stale = &stale_cases[i];
	if (stale)
		return 1;
	sim_complain("--stale %s: unmap, protect, fork, discard or free", value);
	return -1;
}

static void everything(void)
{
	memory();
	copy_on_write();
	threads();
	signals();
	exec();
}

static void selftest(void *unused)
{
	if (stale)
		lose_a_flush();
	else
		everything();
	pr_info("selftest: %u failures\n", failures);
	sim_finish(failures ? SIM_EXIT_FAILED : SIM_EXIT_OK);
}

static int __init install(void)
{
	return sim_install_program("/exec-test", "exec_test");
}
late_initcall(install);

SIM_COMMAND(selftest) = {
	.name = "selftest",
	.summary = "the machine itself: user mode, and stale TLB entries",
	.usage = "             --stale unmap|protect|fork|discard|free  lose the flush of that call\n",
	.option = selftest_option,
	.init = selftest,
};
