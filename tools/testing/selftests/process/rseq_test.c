// SPDX-License-Identifier: GPL-2.0-only
/*
 * rseq_test.c - restartable sequences: sections that are left when the thread loses its CPU.
 *
 * Uses the area that the C library has registered. The same binary passes on Linux (x86-64).
 */
#include "../ksft_harness.h"
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <sys/rseq.h>
#include <sys/syscall.h>
#include <sys/time.h>

#define MAX_CPUS	64
#define THREADS		6
#define ADDITIONS	100000

static volatile struct rseq *area(void)
{
	return (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
}

/*
 * A section of three labels: it begins at 1 and ends before 2; 4, behind the signature, is where a
 * thread goes on that lost the CPU in between.
 */
#define SECTION(body)								\
	".pushsection rseq_sections, \"aw\"\n"					\
	".balign 32\n"								\
	"3: .long 0, 0\n"							\
	".quad 1f, 2f - 1f, 4f\n"						\
	".popsection\n"								\
	".pushsection rseq_aborts, \"ax\"\n"					\
	".byte 0x0f, 0xb9, 0x3d\n"	/* ud1: the signature is its operand */	\
	".long 0x53053053\n"							\
	"4: jmp %l[aborted]\n"							\
	".popsection\n"								\
	"leaq 3b(%%rip), %%rax\n"						\
	"movq %%rax, %[cs]\n"							\
	"1:\n"									\
	body									\
	"2:\n"

/* Add one to @counter if this still runs on @cpu. Return: 0 if it has been done. */
static int add_on_cpu(long *counter, uint32_t cpu)
{
	asm goto (SECTION("cmpl %[cpu], %[now]\n"
			  "jne %l[other]\n"
			  "incq %[counter]\n")
		  : : [cs] "m" (area()->rseq_cs), [now] "m" (area()->cpu_id), [cpu] "r" (cpu),
		      [counter] "m" (*counter)
		  : "memory", "cc", "rax" : aborted, other);
	return 0;
other:
	return 1;
aborted:
	return -1;
}

/* Stay in a section until it is left for us. */
static void stay(void)
{
	asm goto (SECTION("jmp 1b\n")
		  : : [cs] "m" (area()->rseq_cs) : "memory", "cc", "rax" : aborted);
aborted:
	return;
}

TEST(registered)
{
	ASSERT_GT(__rseq_size, 0);
	for (int i = 0; i < 100; i++) {
		unsigned int cpu, before = area()->cpu_id, after;

		ASSERT_EQ(syscall(SYS_getcpu, &cpu, NULL, NULL), 0);
		after = area()->cpu_id;
		ASSERT_TRUE(before != after || cpu == before);
		ASSERT_LT(area()->cpu_id_start, MAX_CPUS);
		sched_yield();
	}
}

TEST(follows_affinity)
{
	cpu_set_t all, one;

	ASSERT_EQ(sched_getaffinity(0, sizeof(all), &all), 0);
	for (unsigned int cpu = 0; cpu < MAX_CPUS; cpu++) {
		if (!CPU_ISSET(cpu, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
		ASSERT_EQ(area()->cpu_id, cpu);
		ASSERT_EQ(area()->cpu_id_start, cpu);
	}
}

static volatile sig_atomic_t handled;
static volatile uint64_t section_in_handler;

static void on_alarm(int sig)
{
	section_in_handler = area()->rseq_cs;
	handled++;
}

TEST(signal_aborts)
{
	struct itimerval soon = { .it_value.tv_usec = 20000 };

	signal(SIGPROF, on_alarm);
	for (int i = 1; i <= 10; i++) {
		ASSERT_EQ(setitimer(ITIMER_PROF, &soon, NULL), 0);
		while (handled < i)
			stay();
		ASSERT_EQ(section_in_handler, 0);
		ASSERT_EQ(area()->rseq_cs, 0);
	}
}

static void *spin(void *arg)
{
	while (!*(volatile int *)arg)
		;
	return NULL;
}

TEST(preemption_aborts)
{
	volatile int stop = 0;
	pthread_t other;
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
	ASSERT_EQ(pthread_create(&other, NULL, spin, (void *)&stop), 0);
	for (int i = 0; i < 10; i++)
		stay();		/* comes back only because the other thread had its turn */
	stop = 1;
	pthread_join(other, NULL);
}

static struct {
	long count;
	char pad[120];
} counters[MAX_CPUS];

static void *add(void *arg)
{
	long *lost = arg;

	for (int done = 0; done < ADDITIONS;) {
		uint32_t cpu = area()->cpu_id_start;

		if (!add_on_cpu(&counters[cpu].count, cpu))
			done++;
		else
			++*lost;
	}
	return NULL;
}

/* Plain increments, which are right only because a section is never gone on with elsewhere. */
TEST(counters_per_cpu)
{
	pthread_t threads[THREADS];
	long lost[THREADS] = { 0 }, sum = 0;

	for (int i = 0; i < THREADS; i++)
		ASSERT_EQ(pthread_create(&threads[i], NULL, add, &lost[i]), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < MAX_CPUS; i++)
		sum += counters[i].count;
	ASSERT_EQ(sum, (long)THREADS * ADDITIONS);
}

/* A section whose abort address lacks the signature is an attack: the process dies. */
TEST(wrong_signature)
{
	static uint32_t code[16] __attribute__((aligned(32)));
	static struct rseq_cs section;
	pid_t pid = fork();
	int status;

	if (!pid) {
		section.start_ip = 0x1000;
		section.post_commit_offset = 0x10;
		section.abort_ip = (uintptr_t)&code[8];
		area()->rseq_cs = (uintptr_t)&section;
		for (;;)
			sched_yield();
	}
	status = ksft_wait(pid);
	ASSERT_TRUE(WIFSIGNALED(status));
	ASSERT_EQ(WTERMSIG(status), SIGSEGV);
}

TEST(errors)
{
	static struct rseq own __attribute__((aligned(32)));
	volatile struct rseq *lib = area();
	unsigned int size = 32;

	ASSERT_ERRNO(syscall(SYS_rseq, &own, size, 0, RSEQ_SIG), EINVAL);
	ASSERT_ERRNO(syscall(SYS_rseq, lib, size, 0, RSEQ_SIG), EBUSY);
	ASSERT_ERRNO(syscall(SYS_rseq, lib, size, 0, RSEQ_SIG + 1), EPERM);
	ASSERT_ERRNO(syscall(SYS_rseq, lib, size, 4, RSEQ_SIG), EINVAL);
	ASSERT_ERRNO(syscall(SYS_rseq, lib, size, RSEQ_FLAG_UNREGISTER, RSEQ_SIG + 1), EPERM);
	ASSERT_EQ(syscall(SYS_rseq, lib, size, RSEQ_FLAG_UNREGISTER, RSEQ_SIG), 0);
	ASSERT_EQ(lib->cpu_id, (uint32_t)RSEQ_CPU_ID_UNINITIALIZED);
	ASSERT_ERRNO(syscall(SYS_rseq, (char *)&own + 4, size, 0, RSEQ_SIG), EINVAL);
	ASSERT_ERRNO(syscall(SYS_rseq, &own, 16, 0, RSEQ_SIG), EINVAL);
	ASSERT_ERRNO(syscall(SYS_rseq, (void *)(1UL << 63), size, 0, RSEQ_SIG), EFAULT);
	ASSERT_EQ(syscall(SYS_rseq, &own, size, 0, RSEQ_SIG), 0);
	ASSERT_LT(own.cpu_id, MAX_CPUS);
	ASSERT_EQ(syscall(SYS_rseq, &own, size, RSEQ_FLAG_UNREGISTER, RSEQ_SIG), 0);
}

TEST_HARNESS_MAIN
