// SPDX-License-Identifier: GPL-2.0-only
/*
 * process_test.c - processes, threads, signals and futexes as user space sees them.
 *
 * Every case runs in a child of its own, with a time limit. The same binary passes on Linux.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cases.h"

/* ---- fork, exit, wait ---- */

static void exit_codes(void)
{
	for (int code = 0; code < 256; code += 51) {
		pid_t pid = fork();
		int st;

		if (!pid)
			_exit(code);
		st = wait_status(pid, 0);
		CHECK(WIFEXITED(st) && WEXITSTATUS(st) == code);
	}
	CHECK(waitpid(-1, NULL, 0) == -1 && errno == ECHILD);
}

static void killed_by_signal(void)
{
	static const int sigs[] = { SIGKILL, SIGTERM, SIGSEGV, SIGUSR1 };

	for (int i = 0; i < 4; i++) {
		pid_t pid = fork();
		int st;

		if (!pid) {
			raise(sigs[i]);
			_exit(0);
		}
		st = wait_status(pid, 0);
		CHECK(WIFSIGNALED(st) && WTERMSIG(st) == sigs[i]);
	}
}

static void wait_options(void)
{
	siginfo_t info;
	pid_t pid;

	pid = fork();
	if (!pid) {
		usleep(50000);
		_exit(3);
	}
	CHECK(waitpid(pid, NULL, WNOHANG) == 0);
	CHECK(waitid(P_PID, pid, &info, WEXITED | WNOWAIT) == 0);
	CHECK(info.si_code == CLD_EXITED && info.si_status == 3 && info.si_pid == pid);
	CHECK(waitid(P_ALL, 0, &info, WEXITED) == 0 && info.si_pid == pid);
	CHECK(waitid(P_PID, pid, &info, WEXITED) == -1 && errno == ECHILD);
	CHECK(waitid(P_PID, pid, &info, 0) == -1 && errno == EINVAL);
	CHECK(waitpid(-1, NULL, 0x40) == -1 && errno == EINVAL);
}

static void stop_and_continue(void)
{
	pid_t pid = fork();
	int st;

	if (!pid) {
		for (;;)
			pause();
	}
	kill(pid, SIGSTOP);
	st = wait_status(pid, WUNTRACED);
	CHECK(WIFSTOPPED(st) && WSTOPSIG(st) == SIGSTOP);
	CHECK(waitpid(pid, &st, WUNTRACED | WNOHANG) == 0);
	kill(pid, SIGCONT);
	st = wait_status(pid, WCONTINUED);
	CHECK(WIFCONTINUED(st));
	kill(pid, SIGSTOP);
	st = wait_status(pid, WUNTRACED);
	CHECK(WIFSTOPPED(st));
	kill(pid, SIGKILL);
	st = wait_status(pid, 0);
	CHECK(WIFSIGNALED(st) && WTERMSIG(st) == SIGKILL);
}

static void autoreap(void)
{
	pid_t pid;

	signal(SIGCHLD, SIG_IGN);
	pid = fork();
	if (!pid)
		_exit(1);
	CHECK(waitpid(pid, NULL, 0) == -1 && errno == ECHILD);
	/* The number goes a little later than the right to wait for it. */
	for (int i = 0; i < 100 && !kill(pid, 0); i++)
		usleep(10000);
	CHECK(kill(pid, 0) == -1 && errno == ESRCH);
}

static void subreaper(void)
{
	int p[2], go[2];
	pid_t pid, orphan;

	CHECK(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0);
	CHECK(pipe(p) == 0 && pipe(go) == 0);
	pid = fork();
	if (!pid) {
		pid = fork();
		if (!pid) {
			char c;

			close(go[1]);
			read(go[0], &c, 1);
			_exit(42);
		}
		write(p[1], &pid, sizeof(pid));
		_exit(0);
	}
	wait_status(pid, 0);
	CHECK(read(p[0], &orphan, sizeof(orphan)) == sizeof(orphan));
	close(go[1]);
	CHECK(WEXITSTATUS(wait_status(orphan, 0)) == 42);
}

static void pdeathsig(void)
{
	int p[2];
	pid_t pid;
	char c;

	CHECK(pipe(p) == 0);
	pid = fork();
	if (!pid) {
		if (!fork()) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			write(p[1], "x", 1);
			for (;;)
				pause();
		}
		read(p[0], &c, 1);
		_exit(0);
	}
	wait_status(pid, 0);
	close(p[1]);
	CHECK(read(p[0], &c, 1) == 0);	/* all writers are gone */
}

/* ---- groups and sessions ---- */

static void groups(void)
{
	pid_t pid = fork();

	if (!pid) {
		CHECK(setpgid(0, 0) == 0);
		CHECK(getpgrp() == getpid());
		for (int i = 0; i < 3; i++)
			if (!fork())
				for (;;)
					pause();
		for (;;)
			pause();
	}
	usleep(50000);
	CHECK(getpgid(pid) == pid);
	CHECK(kill(-pid, SIGTERM) == 0);
	CHECK(WTERMSIG(wait_status(pid, 0)) == SIGTERM);
	CHECK(setpgid(getpid(), INT_MAX) == -1 && errno == EPERM);
	CHECK(setpgid(0, -1) == -1 && errno == EINVAL);
	pid = fork();
	if (!pid) {
		CHECK(setsid() == getpid());
		CHECK(getsid(0) == getpid() && getpgrp() == getpid());
		CHECK(setsid() == -1 && errno == EPERM);
		CHECK(setpgid(0, 0) == -1 && errno == EPERM);
		_exit(0);
	}
	CHECK(wait_status(pid, 0) == 0);
}

static void orphaned_group(void)
{
	int p[2];
	pid_t pid;
	char c = 0;

	CHECK(pipe(p) == 0);
	pid = fork();
	if (!pid) {
		/* A shell: its job is stopped when it dies. */
		pid_t job;

		setsid();
		job = fork();
		if (!job) {
			setpgid(0, 0);
			signal(SIGHUP, SIG_DFL);
			write(p[1], "s", 1);
			raise(SIGSTOP);
			for (;;)
				pause();
		}
		read(p[0], &c, 1);
		waitpid(job, NULL, WUNTRACED);
		_exit(0);
	}
	wait_status(pid, 0);
	close(p[1]);
	CHECK(read(p[0], &c, 1) == 0);	/* SIGHUP and SIGCONT have ended the job */
}

/* ---- signals ---- */

static volatile sig_atomic_t count, last;
static volatile siginfo_t last_info;

static void on_signal(int sig)
{
	count++;
	last = sig;
}

static void on_siginfo(int sig, siginfo_t *info, void *uc)
{
	count++;
	last = sig;
	last_info = *info;
}

static void handlers(void)
{
	struct sigaction sa = { .sa_sigaction = on_siginfo, .sa_flags = SA_SIGINFO };
	sigset_t set, old;
	union sigval v = { .sival_int = 77 };

	CHECK(sigaction(SIGUSR1, &sa, NULL) == 0);
	CHECK(sigaction(SIGKILL, &sa, NULL) == -1 && errno == EINVAL);
	CHECK(kill(getpid(), SIGUSR1) == 0);
	CHECK(count == 1 && last_info.si_pid == getpid() && last_info.si_code == SI_USER);
	CHECK(sigqueue(getpid(), SIGUSR1, v) == 0);
	CHECK(count == 2 && last_info.si_code == SI_QUEUE && last_info.si_value.sival_int == 77);

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	CHECK(sigprocmask(SIG_BLOCK, &set, &old) == 0);
	raise(SIGUSR1);
	raise(SIGUSR1);
	CHECK(count == 2);
	CHECK(sigpending(&set) == 0 && sigismember(&set, SIGUSR1));
	CHECK(sigprocmask(SIG_SETMASK, &old, NULL) == 0);
	CHECK(count == 3);

	sa.sa_flags = SA_SIGINFO | SA_RESETHAND;
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	CHECK(count == 4);
	sigaction(SIGUSR1, NULL, &sa);
	CHECK(sa.sa_handler == SIG_DFL);
}

static void realtime_order(void)
{
	sigset_t set;
	siginfo_t info;
	struct timespec zero = { 0, 0 }, soon = { 0, 20000000 };

	sigemptyset(&set);
	for (int i = 0; i < 3; i++)
		sigaddset(&set, SIGRTMIN + i);
	sigprocmask(SIG_BLOCK, &set, NULL);
	CHECK(sigtimedwait(&set, &info, &zero) == -1 && errno == EAGAIN);
	CHECK(sigtimedwait(&set, &info, &soon) == -1 && errno == EAGAIN);
	for (int i = 2; i >= 0; i--)
		for (int n = 0; n < 3; n++)
			CHECK(sigqueue(getpid(), SIGRTMIN + i, (union sigval){ .sival_int = n }) == 0);
	for (int i = 0; i < 3; i++) {
		for (int n = 0; n < 3; n++) {
			CHECK(sigwaitinfo(&set, &info) == SIGRTMIN + i);
			CHECK(info.si_value.sival_int == n);
		}
	}
}

static void interrupted_calls(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	struct timespec ts = { 10, 0 }, rem;
	struct itimerval it = { .it_value = { 0, 50000 } };
	int p[2];
	char c;

	CHECK(pipe(p) == 0);
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
	CHECK(read(p[0], &c, 1) == -1 && errno == EINTR && count == 1);
	setitimer(ITIMER_REAL, &it, NULL);
	CHECK(nanosleep(&ts, &rem) == -1 && errno == EINTR && rem.tv_sec == 9);

	sa.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &sa, NULL);
	if (!fork()) {
		usleep(200000);
		write(p[1], "x", 1);
		_exit(0);
	}
	setitimer(ITIMER_REAL, &it, NULL);
	CHECK(read(p[0], &c, 1) == 1 && c == 'x' && count == 3);
}

static void sleep_over_stop(void)
{
	struct timespec a, b, ts = { 0, 300000000 };
	pid_t pid = getpid();

	if (!fork()) {
		usleep(50000);
		kill(pid, SIGSTOP);
		usleep(50000);
		kill(pid, SIGCONT);
		_exit(0);
	}
	clock_gettime(CLOCK_MONOTONIC, &a);
	CHECK(nanosleep(&ts, NULL) == 0);
	clock_gettime(CLOCK_MONOTONIC, &b);
	CHECK((b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec >= 300000000L);
}

static void suspend(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	sigset_t set, old;
	pid_t parent = getpid();

	sigaction(SIGUSR1, &sa, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &old);
	if (!fork()) {
		usleep(50000);
		kill(parent, SIGUSR1);
		_exit(0);
	}
	CHECK(sigsuspend(&old) == -1 && errno == EINTR && count == 1);
	sigprocmask(SIG_SETMASK, NULL, &old);
	CHECK(sigismember(&old, SIGUSR1));
}

static char altstack[65536];

static void on_alt(int sig)
{
	char here;

	if (&here >= altstack && &here < altstack + sizeof(altstack))
		count++;
}

static void alternate_stack(void)
{
	stack_t ss = { .ss_sp = altstack, .ss_size = sizeof(altstack) }, old;
	struct sigaction sa = { .sa_handler = on_alt, .sa_flags = SA_ONSTACK };

	CHECK(sigaltstack(&ss, NULL) == 0);
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	CHECK(count == 1);
	CHECK(sigaltstack(NULL, &old) == 0 && old.ss_sp == altstack && old.ss_flags == 0);
	ss.ss_size = 100;
	CHECK(sigaltstack(&ss, NULL) == -1 && errno == ENOMEM);
	ss.ss_flags = 12345;
	CHECK(sigaltstack(&ss, NULL) == -1 && errno == EINVAL);
	ss.ss_flags = SS_DISABLE;
	CHECK(sigaltstack(&ss, NULL) == 0);
}

static void on_fault(int sig, siginfo_t *info, void *uc)
{
	_exit(info->si_code == SEGV_MAPERR && info->si_addr == (void *)0x1234 ? 9 : 8);
}

static void fault_info(void)
{
	struct sigaction sa = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO };
	pid_t pid = fork();
	sigset_t set;

	if (!pid) {
		sigaction(SIGSEGV, &sa, NULL);
		*(volatile int *)0x1234 = 1;
	}
	CHECK(WEXITSTATUS(wait_status(pid, 0)) == 9);
	pid = fork();
	if (!pid) {
		/* Blocked, it kills all the same. */
		sigaction(SIGSEGV, &sa, NULL);
		sigfillset(&set);
		sigprocmask(SIG_BLOCK, &set, NULL);
		*(volatile int *)0x1234 = 1;
	}
	CHECK(WTERMSIG(wait_status(pid, 0)) == SIGSEGV);
}

/* ---- threads and futexes ---- */

static int futex(void *addr, int op, int val, void *timeout, void *addr2, int val3)
{
	return syscall(SYS_futex, addr, op, val, timeout, addr2, val3);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int shared, ready;

static void *adder(void *arg)
{
	for (int i = 0; i < 20000; i++) {
		pthread_mutex_lock(&mutex);
		shared++;
		pthread_mutex_unlock(&mutex);
	}
	pthread_mutex_lock(&mutex);
	ready++;
	pthread_cond_broadcast(&cond);
	while (ready < 4)
		pthread_cond_wait(&cond, &mutex);
	pthread_mutex_unlock(&mutex);
	return (void *)((long)arg * 2);
}

static void threads(void)
{
	pthread_t t[4];
	void *ret;

	for (long i = 0; i < 4; i++)
		CHECK(pthread_create(&t[i], NULL, adder, (void *)i) == 0);
	for (long i = 0; i < 4; i++)
		CHECK(pthread_join(t[i], &ret) == 0 && ret == (void *)(i * 2));
	CHECK(shared == 4 * 20000);
}

static void futex_errors(void)
{
	struct timespec ts = { 0, 20000000 }, bad = { 0, 2000000000 };
	int word = 1;

	CHECK(futex(&word, FUTEX_WAIT, 0, NULL, NULL, 0) == -1 && errno == EAGAIN);
	CHECK(futex(&word, FUTEX_WAIT, 1, &ts, NULL, 0) == -1 && errno == ETIMEDOUT);
	CHECK(futex(&word, FUTEX_WAIT, 1, &bad, NULL, 0) == -1 && errno == EINVAL);
	CHECK(futex((char *)&word + 1, FUTEX_WAIT, 1, &ts, NULL, 0) == -1 && errno == EINVAL);
	CHECK(futex((void *)16, FUTEX_WAIT, 1, &ts, NULL, 0) == -1 && errno == EFAULT);
	CHECK(futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0) == 0);
	CHECK(futex(&word, FUTEX_WAIT_BITSET, 1, NULL, NULL, 0) == -1 && errno == EINVAL);
	CHECK(futex(&word, 77, 1, NULL, NULL, 0) == -1 && errno == ENOSYS);
}

/* A word that was never written lies in the page of zeroes; to wait on it is allowed all the same. */
static void futex_untouched(void)
{
	char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct timespec ms = { .tv_nsec = 1000000 };

	CHECK(p != MAP_FAILED);
	CHECK(syscall(__NR_futex, p, FUTEX_WAIT, 0, &ms, NULL, 0) == -1 && errno == ETIMEDOUT);
	/* after a read the zero page is mapped there */
	CHECK(*(volatile int *)(p + 4096) == 0);
	CHECK(syscall(__NR_futex, p + 4096, FUTEX_WAIT, 0, &ms, NULL, 0) == -1 && errno == ETIMEDOUT);
	/* nobody could ever wake who waits on what only may be read */
	CHECK(mmap(p, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == p);
	CHECK(syscall(__NR_futex, p, FUTEX_WAIT, 0, &ms, NULL, 0) == -1 && errno == EFAULT);
}

/* A word shared with a child. */
static void futex_between_processes(void)
{
	int *word = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid[3];
	int woken;

	CHECK(word != MAP_FAILED);
	for (int i = 0; i < 3; i++) {
		pid[i] = fork();
		if (!pid[i]) {
			__atomic_add_fetch(&word[8], 1, __ATOMIC_SEQ_CST);
			_exit(futex(word, FUTEX_WAIT, 0, NULL, NULL, 0) == 0 ? 5 : 6);
		}
	}
	while (__atomic_load_n(&word[8], __ATOMIC_SEQ_CST) < 3)
		usleep(10000);
	usleep(200000);
	/* One is woken, two move to the second word. */
	CHECK(futex(word, FUTEX_CMP_REQUEUE, 1, (void *)10L, word + 1, 1) == -1 && errno == EAGAIN);
	CHECK(futex(word, FUTEX_CMP_REQUEUE, 1, (void *)10L, word + 1, 0) == 3);
	CHECK(futex(word, FUTEX_WAKE, 10, NULL, NULL, 0) == 0);
	/* WAKE_OP on the second word: set word[2] to 7 and compare its old value, 0. */
	woken = futex(word + 1, FUTEX_WAKE_OP, 1, (void *)10L, word + 2,
		      FUTEX_OP(FUTEX_OP_SET, 7, FUTEX_OP_CMP_EQ, 0));
	CHECK(woken == 1 && word[2] == 7);
	CHECK(futex(word + 1, FUTEX_WAKE, 10, NULL, NULL, 0) == 1);
	for (int i = 0; i < 3; i++)
		CHECK(WEXITSTATUS(wait_status(pid[i], 0)) == 5);
}

static void robust_mutex(void)
{
	pthread_mutex_t *m = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t attr;
	pid_t pid;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(m, &attr);
	pid = fork();
	if (!pid) {
		pthread_mutex_lock(m);
		usleep(100000);
		_exit(0);		/* with the mutex held */
	}
	usleep(50000);
	CHECK(pthread_mutex_lock(m) == EOWNERDEAD);
	CHECK(pthread_mutex_consistent(m) == 0);
	CHECK(pthread_mutex_unlock(m) == 0);
	wait_status(pid, 0);
}

static void *sleeper(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static void group_exit(void)
{
	pid_t pid = fork();
	pthread_t t;

	if (!pid) {
		for (int i = 0; i < 4; i++)
			pthread_create(&t, NULL, sleeper, NULL);
		exit(17);
	}
	CHECK(WEXITSTATUS(wait_status(pid, 0)) == 17);
	pid = fork();
	if (!pid) {
		for (int i = 0; i < 4; i++)
			pthread_create(&t, NULL, sleeper, NULL);
		sleeper(NULL);
	}
	usleep(50000);
	kill(pid, SIGTERM);
	CHECK(WTERMSIG(wait_status(pid, 0)) == SIGTERM);
}

static void *late_exit(void *arg)
{
	usleep(100000);
	_exit(23);
}

static void zombie_leader(void)
{
	pid_t pid = fork();
	pthread_t t;

	if (!pid) {
		pthread_create(&t, NULL, late_exit, NULL);
		syscall(SYS_exit, 0);	/* the leader alone */
	}
	usleep(30000);
	CHECK(waitpid(pid, NULL, WNOHANG) == 0);
	CHECK(WEXITSTATUS(wait_status(pid, 0)) == 23);
}

static void *exec_thread(void *arg)
{
	execl(self, self, "--exit", "31", NULL);
	_exit(99);
}

static void exec_from_thread(void)
{
	pid_t pid = fork();
	pthread_t t;

	if (!pid) {
		for (int i = 0; i < 3; i++)
			pthread_create(&t, NULL, sleeper, NULL);
		pthread_create(&t, NULL, exec_thread, NULL);
		sleeper(NULL);
	}
	CHECK(WEXITSTATUS(wait_status(pid, 0)) == 31);
}

static void stop_threads(void)
{
	pid_t pid = fork();
	pthread_t t;
	int st;

	if (!pid) {
		for (int i = 0; i < 3; i++)
			pthread_create(&t, NULL, sleeper, NULL);
		sleeper(NULL);
	}
	usleep(50000);
	for (int i = 0; i < 5; i++) {
		kill(pid, SIGSTOP);
		st = wait_status(pid, WUNTRACED);
		CHECK(WIFSTOPPED(st));
		kill(pid, SIGCONT);
		st = wait_status(pid, WCONTINUED);
		CHECK(WIFCONTINUED(st));
	}
	kill(pid, SIGKILL);
	CHECK(WTERMSIG(wait_status(pid, 0)) == SIGKILL);
}

/* ---- exec ---- */

static void vfork_exec(void)
{
	for (int i = 0; i < 20; i++) {
		pid_t pid = vfork();

		if (!pid) {
			execl(self, self, "--exit", "7", NULL);
			_exit(99);
		}
		CHECK(WEXITSTATUS(wait_status(pid, 0)) == 7);
	}
}

static void exec_errors(void)
{
	char *big, *argv[3] = { "x", NULL, NULL }, *envp[1] = { NULL };
	char *volatile bad = (char *)16;	/* where the compiler does not look */
	int fd;

	CHECK(execve("/does/not/exist", argv, envp) == -1 && errno == ENOENT);
	CHECK(execve("/", argv, envp) == -1 && errno == EACCES);
	CHECK(execve(bad, argv, envp) == -1 && errno == EFAULT);
	CHECK(execve(self, (char **)bad, envp) == -1 && errno == EFAULT);
	big = malloc(200 * 1024);
	memset(big, 'a', 200 * 1024);
	big[200 * 1024 - 1] = 0;
	argv[1] = big;
	CHECK(execve(self, argv, envp) == -1 && errno == E2BIG);
	argv[1] = NULL;

	fd = open("/tmp/process_test.bin", O_CREAT | O_RDWR | O_TRUNC, 0755);
	CHECK(fd >= 0);
	CHECK(write(fd, "\177ELF garbage", 12) == 12);
	CHECK(execve("/tmp/process_test.bin", argv, envp) == -1 && errno == ETXTBSY);
	close(fd);
	CHECK(execve("/tmp/process_test.bin", argv, envp) == -1 && errno == ENOEXEC);
	CHECK(chmod("/tmp/process_test.bin", 0644) == 0);
	CHECK(execve("/tmp/process_test.bin", argv, envp) == -1 && errno == EACCES);
	unlink("/tmp/process_test.bin");
}

static void close_on_exec(void)
{
	int fd = open("/", O_RDONLY | O_CLOEXEC), keep = open("/", O_RDONLY);
	char a[16], b[16];
	pid_t pid;

	sprintf(a, "%d", fd);
	sprintf(b, "%d", keep);
	pid = fork();
	if (!pid) {
		execl(self, self, "--fds", a, b, NULL);
		_exit(99);
	}
	CHECK(WEXITSTATUS(wait_status(pid, 0)) == 0);
}

static void exec_script(void)
{
	int fd = open("/tmp/process_test.sh", O_CREAT | O_WRONLY | O_TRUNC, 0755);
	char line[300];
	pid_t pid;

	CHECK(fd >= 0);
	sprintf(line, "#!%s --script\n", self);
	CHECK(write(fd, line, strlen(line)) == (ssize_t)strlen(line));
	close(fd);
	pid = fork();
	if (!pid) {
		execl("/tmp/process_test.sh", "ignored", "one", "two", NULL);
		_exit(99);
	}
	CHECK(WEXITSTATUS(wait_status(pid, 0)) == 0);
	unlink("/tmp/process_test.sh");
}

/* ---- descriptors of processes ---- */

static void pidfd(void)
{
	struct pollfd pf;
	siginfo_t info;
	pid_t pid = fork();
	int fd;

	if (!pid) {
		usleep(100000);
		_exit(12);
	}
	fd = syscall(SYS_pidfd_open, pid, 0);
	CHECK(fd >= 0);
	pf = (struct pollfd){ .fd = fd, .events = POLLIN };
	CHECK(poll(&pf, 1, 0) == 0);
	CHECK(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0) == 0);
	CHECK(poll(&pf, 1, 5000) == 1 && (pf.revents & POLLIN));
	CHECK(waitid(P_PIDFD, fd, &info, WEXITED) == 0 && info.si_status == 12);
	CHECK(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0) == -1 && errno == ESRCH);
	CHECK(syscall(SYS_pidfd_open, -1, 0) == -1 && errno == EINVAL);
	CHECK(syscall(SYS_pidfd_open, getpid(), 0x10000000) == -1 && errno == EINVAL);
}

static void clone3_pidfd(void)
{
	int fd = -1, tid = 0;
	struct clone_args args = {
		.flags = CLONE_PIDFD | CLONE_PARENT_SETTID,
		.pidfd = (uintptr_t)&fd,
		.parent_tid = (uintptr_t)&tid,
		.exit_signal = SIGCHLD,
	};
	pid_t pid = syscall(SYS_clone3, &args, sizeof(args));

	if (!pid)
		_exit(4);
	CHECK(pid > 0 && tid == pid && fd >= 0);
	CHECK(WEXITSTATUS(wait_status(pid, 0)) == 4);
	args.flags = CLONE_THREAD;
	CHECK(syscall(SYS_clone3, &args, sizeof(args)) == -1 && errno == EINVAL);
	CHECK(syscall(SYS_clone3, &args, 8) == -1 && errno == EINVAL);
}

/* ---- rights and limits ---- */

static void user_ids(void)
{
	pid_t pid;

	if (getuid()) {
		printf("# not root\n");
		return;
	}
	pid = fork();
	if (!pid) {
		uid_t r, e, s;

		CHECK(setresuid(100, 200, 300) == 0);
		CHECK(getresuid(&r, &e, &s) == 0 && r == 100 && e == 200 && s == 300);
		CHECK(setresuid(-1, 400, -1) == -1 && errno == EPERM);
		CHECK(setreuid(-1, 300) == 0 && geteuid() == 300);
		CHECK(setuid(100) == 0 && geteuid() == 100);
		CHECK(setuid(0) == -1 && errno == EPERM);
		CHECK(kill(1, 0) == -1 && errno == EPERM);
		CHECK(sethostname("x", 1) == -1 && errno == EPERM);
		_exit(0);
	}
	CHECK(wait_status(pid, 0) == 0);
}

static void limits(void)
{
	struct rlimit r = { 5, 4 };
	struct rusage ru;
	pid_t pid;

	CHECK(setrlimit(RLIMIT_CORE, &r) == -1 && errno == EINVAL);
	r = (struct rlimit){ 3, 4 };
	CHECK(setrlimit(RLIMIT_CORE, &r) == 0);
	CHECK(getrlimit(RLIMIT_CORE, &r) == 0 && r.rlim_cur == 3 && r.rlim_max == 4);
	CHECK(getrlimit(99, &r) == -1 && errno == EINVAL);
	pid = fork();
	if (!pid) {
		volatile char *p = malloc(8 << 20);

		for (int i = 0; i < 8 << 20; i += 4096)
			p[i] = 1;
		_exit(0);
	}
	CHECK(wait4(pid, NULL, 0, &ru) == pid);
	CHECK(ru.ru_maxrss >= 8 << 10 && ru.ru_minflt >= 1000);
}

static void names(void)
{
	char name[16];

	CHECK(prctl(PR_SET_NAME, "a-name-that-is-too-long") == 0);
	CHECK(prctl(PR_GET_NAME, name) == 0 && !strcmp(name, "a-name-that-is-"));
	CHECK(prctl(12345, 0, 0, 0, 0) == -1 && errno == EINVAL);
	CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	CHECK(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
	CHECK(prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_GET_DUMPABLE) == 0);
}

static void fork_storm(void)
{
	for (int round = 0; round < 10; round++) {
		for (int i = 0; i < 30; i++)
			if (!fork())
				_exit(i & 1 ? raise(SIGKILL) : 0);
		for (int i = 0; i < 30; i++)
			CHECK(wait(NULL) > 0);
	}
	CHECK(wait(NULL) == -1 && errno == ECHILD);
}

static const struct test_case cases[] = {
	CASE(exit_codes), CASE(killed_by_signal), CASE(wait_options), CASE(stop_and_continue),
	CASE(autoreap), CASE(subreaper), CASE(pdeathsig), CASE(groups), CASE(orphaned_group),
	CASE(handlers), CASE(realtime_order), CASE(interrupted_calls), CASE(sleep_over_stop),
	CASE(suspend), CASE(alternate_stack), CASE(fault_info), CASE(threads), CASE(futex_errors),
	CASE(futex_untouched), CASE(futex_between_processes), CASE(robust_mutex), CASE(group_exit), CASE(zombie_leader),
	CASE(exec_from_thread), CASE(stop_threads), CASE(vfork_exec), CASE(exec_errors),
	CASE(close_on_exec), CASE(exec_script), CASE(pidfd), CASE(clone3_pidfd), CASE(user_ids),
	CASE(limits), CASE(names), CASE(fork_storm),
};

static int helper(int argc, char **argv)
{
	if (!strcmp(argv[1], "--exit"))
		return atoi(argv[2]);
	if (!strcmp(argv[1], "--fds"))
		return fcntl(atoi(argv[2]), F_GETFD) == -1 && fcntl(atoi(argv[3]), F_GETFD) == 0 ? 0 : 1;
	if (!strcmp(argv[1], "--script"))
		return argc == 5 && !strcmp(argv[2], "/tmp/process_test.sh") &&
		       !strcmp(argv[3], "one") && !strcmp(argv[4], "two") ? 0 : 1;
	return 2;
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strncmp(argv[1], "--", 2))
		return helper(argc, argv);
	return run_cases(argc, argv, cases, sizeof(cases) / sizeof(cases[0]));
}
