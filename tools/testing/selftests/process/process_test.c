// SPDX-License-Identifier: GPL-2.0-only
/*
 * process_test.c - processes, threads, signals and futexes as user space sees them.
 */
#include "../ksft_harness.h"
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>

static const char *self;

static int wait_status(pid_t pid, int options)
{
	int status = -1;

	ASSERT_EQ(waitpid(pid, &status, options), pid);
	return status;
}

/* ---- fork, exit, wait ---- */

TEST(exit_codes)
{
	for (int code = 0; code < 256; code += 51) {
		pid_t pid = fork();
		int st;

		if (!pid)
			_exit(code);
		st = wait_status(pid, 0);
		ASSERT_TRUE(WIFEXITED(st));
		ASSERT_EQ(WEXITSTATUS(st), code);
	}
	ASSERT_ERRNO(waitpid(-1, NULL, 0), ECHILD);
}

TEST(killed_by_signal)
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
		ASSERT_TRUE(WIFSIGNALED(st));
		ASSERT_EQ(WTERMSIG(st), sigs[i]);
	}
}

TEST(wait_options)
{
	int go[2];
	siginfo_t info;
	pid_t pid;
	char c;

	ASSERT_EQ(pipe(go), 0);
	pid = fork();
	if (!pid)
		_exit(read(go[0], &c, 1) == 1 ? 3 : 4);
	ASSERT_EQ(waitpid(pid, NULL, WNOHANG), 0);
	ASSERT_EQ(write(go[1], "", 1), 1);
	ASSERT_EQ(waitid(P_PID, pid, &info, WEXITED | WNOWAIT), 0);
	ASSERT_EQ(info.si_code, CLD_EXITED);
	ASSERT_EQ(info.si_status, 3);
	ASSERT_EQ(info.si_pid, pid);
	ASSERT_EQ(waitid(P_ALL, 0, &info, WEXITED), 0);
	ASSERT_EQ(info.si_pid, pid);
	ASSERT_ERRNO(waitid(P_PID, pid, &info, WEXITED), ECHILD);
	ASSERT_ERRNO(waitid(P_PID, pid, &info, 0), EINVAL);
	ASSERT_ERRNO(waitpid(-1, NULL, 0x40), EINVAL);
}

TEST(stop_and_continue)
{
	pid_t pid = fork();
	int st;

	if (!pid) {
		for (;;)
			pause();
	}
	kill(pid, SIGSTOP);
	st = wait_status(pid, WUNTRACED);
	ASSERT_TRUE(WIFSTOPPED(st));
	ASSERT_EQ(WSTOPSIG(st), SIGSTOP);
	ASSERT_EQ(waitpid(pid, &st, WUNTRACED | WNOHANG), 0);
	kill(pid, SIGCONT);
	st = wait_status(pid, WCONTINUED);
	ASSERT_TRUE(WIFCONTINUED(st));
	kill(pid, SIGSTOP);
	st = wait_status(pid, WUNTRACED);
	ASSERT_TRUE(WIFSTOPPED(st));
	kill(pid, SIGKILL);
	st = wait_status(pid, 0);
	ASSERT_TRUE(WIFSIGNALED(st));
	ASSERT_EQ(WTERMSIG(st), SIGKILL);
}

TEST(autoreap)
{
	pid_t pid;

	signal(SIGCHLD, SIG_IGN);
	pid = fork();
	if (!pid)
		_exit(1);
	ASSERT_ERRNO(waitpid(pid, NULL, 0), ECHILD);
	/* The number goes a little later than the right to wait for it. */
	for (int i = 0; i < 100 && !kill(pid, 0); i++)
		usleep(10000);
	ASSERT_ERRNO(kill(pid, 0), ESRCH);
}

TEST(subreaper)
{
	int p[2], go[2];
	pid_t pid, orphan;

	ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	ASSERT_EQ(pipe(p), 0);
	ASSERT_EQ(pipe(go), 0);
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
	ASSERT_EQ(read(p[0], &orphan, sizeof(orphan)), sizeof(orphan));
	close(go[1]);
	ASSERT_EQ(WEXITSTATUS(wait_status(orphan, 0)), 42);
}

TEST(pdeathsig)
{
	int p[2];
	pid_t pid;
	char c;

	ASSERT_EQ(pipe(p), 0);
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
	ASSERT_EQ(read(p[0], &c, 1), 0);	/* all writers are gone */
}

/* ---- groups and sessions ---- */

TEST(groups)
{
	pid_t pid = fork();

	if (!pid) {
		ASSERT_EQ(setpgid(0, 0), 0);
		ASSERT_EQ(getpgrp(), getpid());
		for (int i = 0; i < 3; i++)
			if (!fork())
				for (;;)
					pause();
		for (;;)
			pause();
	}
	usleep(50000);
	ASSERT_EQ(getpgid(pid), pid);
	ASSERT_EQ(kill(-pid, SIGTERM), 0);
	ASSERT_EQ(WTERMSIG(wait_status(pid, 0)), SIGTERM);
	ASSERT_ERRNO(setpgid(getpid(), INT_MAX), EPERM);
	ASSERT_ERRNO(setpgid(0, -1), EINVAL);
	pid = fork();
	if (!pid) {
		ASSERT_EQ(setsid(), getpid());
		ASSERT_EQ(getsid(0), getpid());
		ASSERT_EQ(getpgrp(), getpid());
		ASSERT_ERRNO(setsid(), EPERM);
		ASSERT_ERRNO(setpgid(0, 0), EPERM);
		_exit(0);
	}
	ASSERT_EQ(wait_status(pid, 0), 0);
}

TEST(orphaned_group)
{
	int p[2];
	pid_t pid;
	char c = 0;

	ASSERT_EQ(pipe(p), 0);
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
	ASSERT_EQ(read(p[0], &c, 1), 0);	/* SIGHUP and SIGCONT have ended the job */
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

TEST(handlers)
{
	struct sigaction sa = { .sa_sigaction = on_siginfo, .sa_flags = SA_SIGINFO };
	sigset_t set, old;
	union sigval v = { .sival_int = 77 };

	ASSERT_EQ(sigaction(SIGUSR1, &sa, NULL), 0);
	ASSERT_ERRNO(sigaction(SIGKILL, &sa, NULL), EINVAL);
	ASSERT_EQ(kill(getpid(), SIGUSR1), 0);
	ASSERT_EQ(count, 1);
	ASSERT_EQ(last_info.si_pid, getpid());
	ASSERT_EQ(last_info.si_code, SI_USER);
	ASSERT_EQ(sigqueue(getpid(), SIGUSR1, v), 0);
	ASSERT_EQ(count, 2);
	ASSERT_EQ(last_info.si_code, SI_QUEUE);
	ASSERT_EQ(last_info.si_value.sival_int, 77);

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	ASSERT_EQ(sigprocmask(SIG_BLOCK, &set, &old), 0);
	raise(SIGUSR1);
	raise(SIGUSR1);
	ASSERT_EQ(count, 2);
	ASSERT_EQ(sigpending(&set), 0);
	ASSERT_TRUE(sigismember(&set, SIGUSR1));
	ASSERT_EQ(sigprocmask(SIG_SETMASK, &old, NULL), 0);
	ASSERT_EQ(count, 3);

	sa.sa_flags = SA_SIGINFO | SA_RESETHAND;
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	ASSERT_EQ(count, 4);
	sigaction(SIGUSR1, NULL, &sa);
	ASSERT_EQ(sa.sa_handler, SIG_DFL);
}

TEST(realtime_order)
{
	sigset_t set;
	siginfo_t info;
	struct timespec zero = { 0, 0 }, soon = { 0, 20000000 };

	sigemptyset(&set);
	for (int i = 0; i < 3; i++)
		sigaddset(&set, SIGRTMIN + i);
	sigprocmask(SIG_BLOCK, &set, NULL);
	ASSERT_ERRNO(sigtimedwait(&set, &info, &zero), EAGAIN);
	ASSERT_ERRNO(sigtimedwait(&set, &info, &soon), EAGAIN);
	for (int i = 2; i >= 0; i--)
		for (int n = 0; n < 3; n++)
			ASSERT_EQ(sigqueue(getpid(), SIGRTMIN + i, (union sigval){ .sival_int = n }), 0);
	for (int i = 0; i < 3; i++) {
		for (int n = 0; n < 3; n++) {
			ASSERT_EQ(sigwaitinfo(&set, &info), SIGRTMIN + i);
			ASSERT_EQ(info.si_value.sival_int, n);
		}
	}
}

TEST(interrupted_calls)
{
	struct sigaction sa = { .sa_handler = on_signal };
	struct timespec ts = { 10, 0 }, rem;
	struct itimerval it = { .it_value = { 0, 50000 } };
	int p[2];
	char c;

	ASSERT_EQ(pipe(p), 0);
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
	ASSERT_ERRNO(read(p[0], &c, 1), EINTR);
	ASSERT_EQ(count, 1);
	setitimer(ITIMER_REAL, &it, NULL);
	ASSERT_ERRNO(nanosleep(&ts, &rem), EINTR);
	ASSERT_EQ(rem.tv_sec, 9);

	sa.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &sa, NULL);
	if (!fork()) {
		usleep(200000);
		write(p[1], "x", 1);
		_exit(0);
	}
	setitimer(ITIMER_REAL, &it, NULL);
	ASSERT_EQ(read(p[0], &c, 1), 1);
	ASSERT_EQ(c, 'x');
	ASSERT_EQ(count, 3);
}

TEST(sleep_over_stop)
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
	ASSERT_EQ(nanosleep(&ts, NULL), 0);
	clock_gettime(CLOCK_MONOTONIC, &b);
	ASSERT_GE((b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec, 300000000L);
}

TEST(suspend)
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
	ASSERT_ERRNO(sigsuspend(&old), EINTR);
	ASSERT_EQ(count, 1);
	sigprocmask(SIG_SETMASK, NULL, &old);
	ASSERT_TRUE(sigismember(&old, SIGUSR1));
}

static char altstack[65536];

static void on_alt(int sig)
{
	char here;

	if (&here >= altstack && &here < altstack + sizeof(altstack))
		count++;
}

TEST(alternate_stack)
{
	stack_t ss = { .ss_sp = altstack, .ss_size = sizeof(altstack) }, old;
	struct sigaction sa = { .sa_handler = on_alt, .sa_flags = SA_ONSTACK };

	ASSERT_EQ(sigaltstack(&ss, NULL), 0);
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	ASSERT_EQ(count, 1);
	ASSERT_EQ(sigaltstack(NULL, &old), 0);
	ASSERT_EQ(old.ss_sp, altstack);
	ASSERT_EQ(old.ss_flags, 0);
	ss.ss_size = 100;
	ASSERT_ERRNO(sigaltstack(&ss, NULL), ENOMEM);
	ss.ss_flags = 12345;
	ASSERT_ERRNO(sigaltstack(&ss, NULL), EINVAL);
	ss.ss_flags = SS_DISABLE;
	ASSERT_EQ(sigaltstack(&ss, NULL), 0);
}

static void on_fault(int sig, siginfo_t *info, void *uc)
{
	_exit(info->si_code == SEGV_MAPERR && info->si_addr == (void *)0x1234 ? 9 : 8);
}

TEST(fault_info)
{
	struct sigaction sa = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO };
	pid_t pid = fork();
	sigset_t set;

	if (!pid) {
		sigaction(SIGSEGV, &sa, NULL);
		*(volatile int *)0x1234 = 1;
	}
	ASSERT_EQ(WEXITSTATUS(wait_status(pid, 0)), 9);
	pid = fork();
	if (!pid) {
		/* Blocked, it kills all the same. */
		sigaction(SIGSEGV, &sa, NULL);
		sigfillset(&set);
		sigprocmask(SIG_BLOCK, &set, NULL);
		*(volatile int *)0x1234 = 1;
	}
	ASSERT_EQ(WTERMSIG(wait_status(pid, 0)), SIGSEGV);
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

TEST(threads)
{
	pthread_t t[4];
	void *ret;

	for (long i = 0; i < 4; i++)
		ASSERT_EQ(pthread_create(&t[i], NULL, adder, (void *)i), 0);
	for (long i = 0; i < 4; i++)
		ASSERT_TRUE(pthread_join(t[i], &ret) == 0 && ret == (void *)(i * 2));
	ASSERT_EQ(shared, 4 * 20000);
}

TEST(futex_errors)
{
	struct timespec ts = { 0, 20000000 }, bad = { 0, 2000000000 };
	int word = 1;

	ASSERT_ERRNO(futex(&word, FUTEX_WAIT, 0, NULL, NULL, 0), EAGAIN);
	ASSERT_ERRNO(futex(&word, FUTEX_WAIT, 1, &ts, NULL, 0), ETIMEDOUT);
	ASSERT_ERRNO(futex(&word, FUTEX_WAIT, 1, &bad, NULL, 0), EINVAL);
	ASSERT_ERRNO(futex((char *)&word + 1, FUTEX_WAIT, 1, &ts, NULL, 0), EINVAL);
	ASSERT_ERRNO(futex((void *)16, FUTEX_WAIT, 1, &ts, NULL, 0), EFAULT);
	ASSERT_EQ(futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0), 0);
	ASSERT_ERRNO(futex(&word, FUTEX_WAIT_BITSET, 1, NULL, NULL, 0), EINVAL);
	ASSERT_ERRNO(futex(&word, 77, 1, NULL, NULL, 0), ENOSYS);
}

/* A word that was never written lies in the page of zeroes; to wait on it is allowed all the same. */
TEST(futex_untouched)
{
	char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct timespec ms = { .tv_nsec = 1000000 };

	ASSERT_NE(p, MAP_FAILED);
	ASSERT_ERRNO(syscall(__NR_futex, p, FUTEX_WAIT, 0, &ms, NULL, 0), ETIMEDOUT);
	/* after a read the zero page is mapped there */
	ASSERT_EQ(*(volatile int *)(p + 4096), 0);
	ASSERT_ERRNO(syscall(__NR_futex, p + 4096, FUTEX_WAIT, 0, &ms, NULL, 0), ETIMEDOUT);
	/* nobody could ever wake who waits on what only may be read */
	ASSERT_EQ(mmap(p, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0), p);
	ASSERT_ERRNO(syscall(__NR_futex, p, FUTEX_WAIT, 0, &ms, NULL, 0), EFAULT);
}

/* A word shared with a child. */
TEST(futex_between_processes)
{
	int *word = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid[3];
	int woken;

	ASSERT_NE(word, MAP_FAILED);
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
	ASSERT_ERRNO(futex(word, FUTEX_CMP_REQUEUE, 1, (void *)10L, word + 1, 1), EAGAIN);
	ASSERT_EQ(futex(word, FUTEX_CMP_REQUEUE, 1, (void *)10L, word + 1, 0), 3);
	ASSERT_EQ(futex(word, FUTEX_WAKE, 10, NULL, NULL, 0), 0);
	/* WAKE_OP on the second word: set word[2] to 7 and compare its old value, 0. */
	woken = futex(word + 1, FUTEX_WAKE_OP, 1, (void *)10L, word + 2,
		      FUTEX_OP(FUTEX_OP_SET, 7, FUTEX_OP_CMP_EQ, 0));
	ASSERT_EQ(woken, 1);
	ASSERT_EQ(word[2], 7);
	ASSERT_EQ(futex(word + 1, FUTEX_WAKE, 10, NULL, NULL, 0), 1);
	for (int i = 0; i < 3; i++)
		ASSERT_EQ(WEXITSTATUS(wait_status(pid[i], 0)), 5);
}

TEST(robust_mutex)
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
	ASSERT_EQ(pthread_mutex_lock(m), EOWNERDEAD);
	ASSERT_EQ(pthread_mutex_consistent(m), 0);
	ASSERT_EQ(pthread_mutex_unlock(m), 0);
	wait_status(pid, 0);
}

static void *sleeper(void *arg)
{
	for (;;)
		pause();
	return arg;
}

TEST(group_exit)
{
	pid_t pid = fork();
	pthread_t t;

	if (!pid) {
		for (int i = 0; i < 4; i++)
			pthread_create(&t, NULL, sleeper, NULL);
		exit(17);
	}
	ASSERT_EQ(WEXITSTATUS(wait_status(pid, 0)), 17);
	pid = fork();
	if (!pid) {
		for (int i = 0; i < 4; i++)
			pthread_create(&t, NULL, sleeper, NULL);
		sleeper(NULL);
	}
	usleep(50000);
	kill(pid, SIGTERM);
	ASSERT_EQ(WTERMSIG(wait_status(pid, 0)), SIGTERM);
}

static void *late_exit(void *arg)
{
	usleep(100000);
	_exit(23);
}

TEST(zombie_leader)
{
	pid_t pid = fork();
	pthread_t t;

	if (!pid) {
		pthread_create(&t, NULL, late_exit, NULL);
		syscall(SYS_exit, 0);	/* the leader alone */
	}
	usleep(30000);
	ASSERT_EQ(waitpid(pid, NULL, WNOHANG), 0);
	ASSERT_EQ(WEXITSTATUS(wait_status(pid, 0)), 23);
}

static void *exec_thread(void *arg)
{
	execl(self, self, "--exit", "31", NULL);
	_exit(99);
}

TEST(exec_from_thread)
{
	pid_t pid = fork();
	pthread_t t;

	if (!pid) {
		for (int i = 0; i < 3; i++)
			pthread_create(&t, NULL, sleeper, NULL);
		pthread_create(&t, NULL, exec_thread, NULL);
		sleeper(NULL);
	}
	ASSERT_EQ(WEXITSTATUS(wait_status(pid, 0)), 31);
}

TEST(stop_threads)
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
		ASSERT_TRUE(WIFSTOPPED(st));
		kill(pid, SIGCONT);
		st = wait_status(pid, WCONTINUED);
		ASSERT_TRUE(WIFCONTINUED(st));
	}
	kill(pid, SIGKILL);
	ASSERT_EQ(WTERMSIG(wait_status(pid, 0)), SIGKILL);
}

/* ---- exec ---- */

TEST(vfork_exec)
{
	for (int i = 0; i < 20; i++) {
		pid_t pid = vfork();

		if (!pid) {
			execl(self, self, "--exit", "7", NULL);
			_exit(99);
		}
		ASSERT_EQ(WEXITSTATUS(wait_status(pid, 0)), 7);
	}
}

TEST(exec_errors)
{
	char *big, *argv[3] = { "x", NULL, NULL }, *envp[1] = { NULL };
	char *volatile bad = (char *)16;	/* where the compiler does not look */
	int fd;

	ASSERT_ERRNO(execve("/does/not/exist", argv, envp), ENOENT);
	ASSERT_ERRNO(execve("/", argv, envp), EACCES);
	ASSERT_ERRNO(execve(bad, argv, envp), EFAULT);
	ASSERT_ERRNO(execve(self, (char **)bad, envp), EFAULT);
	big = malloc(200 * 1024);
	memset(big, 'a', 200 * 1024);
	big[200 * 1024 - 1] = 0;
	argv[1] = big;
	ASSERT_ERRNO(execve(self, argv, envp), E2BIG);
	argv[1] = NULL;

	fd = open("/tmp/process_test.bin", O_CREAT | O_RDWR | O_TRUNC, 0755);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(write(fd, "\177ELF garbage", 12), 12);
	ASSERT_ERRNO(execve("/tmp/process_test.bin", argv, envp), ETXTBSY);
	close(fd);
	ASSERT_ERRNO(execve("/tmp/process_test.bin", argv, envp), ENOEXEC);
	ASSERT_EQ(chmod("/tmp/process_test.bin", 0644), 0);
	ASSERT_ERRNO(execve("/tmp/process_test.bin", argv, envp), EACCES);
	unlink("/tmp/process_test.bin");
}

TEST(close_on_exec)
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
	ASSERT_EQ(WEXITSTATUS(wait_status(pid, 0)), 0);
}

TEST(exec_script)
{
	int fd = open("/tmp/process_test.sh", O_CREAT | O_WRONLY | O_TRUNC, 0755);
	char line[300];
	pid_t pid;

	ASSERT_GE(fd, 0);
	sprintf(line, "#!%s --script\n", self);
	ASSERT_EQ(write(fd, line, strlen(line)), (ssize_t)strlen(line));
	close(fd);
	pid = fork();
	if (!pid) {
		execl("/tmp/process_test.sh", "ignored", "one", "two", NULL);
		_exit(99);
	}
	ASSERT_EQ(WEXITSTATUS(wait_status(pid, 0)), 0);
	unlink("/tmp/process_test.sh");
}

/* ---- descriptors of processes ---- */

TEST(pidfd)
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
	ASSERT_GE(fd, 0);
	pf = (struct pollfd){ .fd = fd, .events = POLLIN };
	ASSERT_EQ(poll(&pf, 1, 0), 0);
	ASSERT_EQ(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0), 0);
	ASSERT_EQ(poll(&pf, 1, 5000), 1);
	ASSERT_TRUE((pf.revents & POLLIN));
	ASSERT_EQ(waitid(P_PIDFD, fd, &info, WEXITED), 0);
	ASSERT_EQ(info.si_status, 12);
	ASSERT_ERRNO(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0), ESRCH);
	ASSERT_ERRNO(syscall(SYS_pidfd_open, -1, 0), EINVAL);
	ASSERT_ERRNO(syscall(SYS_pidfd_open, getpid(), 0x10000000), EINVAL);
}

TEST(clone3_pidfd)
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
	ASSERT_GT(pid, 0);
	ASSERT_EQ(tid, pid);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(WEXITSTATUS(wait_status(pid, 0)), 4);
	args.flags = CLONE_THREAD;
	ASSERT_ERRNO(syscall(SYS_clone3, &args, sizeof(args)), EINVAL);
	ASSERT_ERRNO(syscall(SYS_clone3, &args, 8), EINVAL);
}

/* ---- rights and limits ---- */

TEST(user_ids)
{
	pid_t pid;

	if (getuid())
		SKIP("needs root");
	pid = fork();
	if (!pid) {
		uid_t r, e, s;

		ASSERT_EQ(setresuid(100, 200, 300), 0);
		ASSERT_EQ(getresuid(&r, &e, &s), 0);
		ASSERT_EQ(r, 100);
		ASSERT_EQ(e, 200);
		ASSERT_EQ(s, 300);
		ASSERT_ERRNO(setresuid(-1, 400, -1), EPERM);
		ASSERT_EQ(setreuid(-1, 300), 0);
		ASSERT_EQ(geteuid(), 300);
		ASSERT_EQ(setuid(100), 0);
		ASSERT_EQ(geteuid(), 100);
		ASSERT_ERRNO(setuid(0), EPERM);
		ASSERT_ERRNO(kill(1, 0), EPERM);
		ASSERT_ERRNO(sethostname("x", 1), EPERM);
		_exit(0);
	}
	ASSERT_EQ(wait_status(pid, 0), 0);
}

TEST(limits)
{
	struct rlimit r = { 5, 4 };
	struct rusage ru;
	pid_t pid;

	ASSERT_ERRNO(setrlimit(RLIMIT_CORE, &r), EINVAL);
	r = (struct rlimit){ 3, 4 };
	ASSERT_EQ(setrlimit(RLIMIT_CORE, &r), 0);
	ASSERT_EQ(getrlimit(RLIMIT_CORE, &r), 0);
	ASSERT_EQ(r.rlim_cur, 3);
	ASSERT_EQ(r.rlim_max, 4);
	ASSERT_ERRNO(getrlimit(99, &r), EINVAL);
	pid = fork();
	if (!pid) {
		volatile char *p = malloc(8 << 20);

		prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);		/* a fault for each page */

		for (int i = 0; i < 8 << 20; i += 4096)
			p[i] = 1;
		_exit(0);
	}
	ASSERT_EQ(wait4(pid, NULL, 0, &ru), pid);
	ASSERT_GE(ru.ru_maxrss, 8 << 10);
	ASSERT_GE(ru.ru_minflt, 1000);
}

static volatile int *xcpu_count;	/* shared with the child */

static void count_xcpu(int sig)
{
	(void)sig;
	++*xcpu_count;
}

/* Uses CPU time until a signal ends it. How long that takes on a busy machine nobody knows. */
static void use_cpu(void)
{
	alarm(KSFT_TIMEOUT / 3);
	for (;;)
		;
}

/* How a process ends that has inherited RLIMIT_CPU and uses CPU time. */
static int end_under_cpu_limit(rlim_t soft, rlim_t hard)
{
	struct rlimit limit = { soft, hard };
	pid_t pid = fork();

	if (!pid) {
		int st;

		setrlimit(RLIMIT_CPU, &limit);
		pid = fork();
		if (!pid)
			use_cpu();
		waitpid(pid, &st, 0);
		_exit(WIFSIGNALED(st) ? WTERMSIG(st) : 0);
	}
	return WEXITSTATUS(wait_status(pid, 0));
}

TEST(cpu_limit)
{
	ASSERT_EQ(end_under_cpu_limit(1, RLIM_INFINITY), SIGXCPU);

	xcpu_count = mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_TRUE(xcpu_count != MAP_FAILED);
	signal(SIGXCPU, count_xcpu);
	ASSERT_EQ(end_under_cpu_limit(1, 2), SIGKILL);
	ASSERT_EQ(*xcpu_count, 1);
	munmap((void *)xcpu_count, sizeof(int));
	signal(SIGXCPU, SIG_DFL);
}

TEST(names)
{
	char name[16];

	ASSERT_EQ(prctl(PR_SET_NAME, "a-name-that-is-too-long"), 0);
	ASSERT_EQ(prctl(PR_GET_NAME, name), 0);
	ASSERT_STREQ(name, "a-name-that-is-");
	ASSERT_ERRNO(prctl(12345, 0, 0, 0, 0), EINVAL);
	ASSERT_EQ(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	ASSERT_EQ(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 1);
	ASSERT_EQ(prctl(PR_SET_DUMPABLE, 0), 0);
	ASSERT_EQ(prctl(PR_GET_DUMPABLE), 0);
}

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
	static char path[4096];

	if (argc > 1 && !strncmp(argv[1], "--", 2))
		return helper(argc, argv);
	if (readlink("/proc/self/exe", path, sizeof(path) - 1) > 0)
		self = path;
	else
		self = argv[0];
	return ksft_main(argc, argv);
}
