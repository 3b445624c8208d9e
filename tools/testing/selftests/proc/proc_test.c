// SPDX-License-Identifier: GPL-2.0-only
/*
 * proc_test.c - /proc/PID as programs read it: its forms, its links, its rights, and that it
 * copes with processes that go away meanwhile.
 *
 * Every case runs in a child of its own, with a time limit. The same binary passes on Linux.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(cond)								\
	do {									\
		if (!(cond)) {							\
			printf("# %s:%d: %s (errno %d)\n", __func__, __LINE__,	\
			       #cond, errno);					\
			fflush(stdout);						\
			_exit(1);						\
		}								\
	} while (0)

static const char *path_of(int pid, const char *name)
{
	static char path[8][256];
	static unsigned int next;
	char *p = path[next++ % 8];

	snprintf(p, sizeof(path[0]), "/proc/%d/%s", pid, name);
	return p;
}

/* Return: length, or -errno. The text ends with a zero. */
static int slurp(const char *path, char *buf, int size)
{
	int fd = open(path, O_RDONLY), n, len = 0;

	if (fd < 0)
		return -errno;
	while ((n = read(fd, buf + len, size - 1 - len)) > 0)
		len += n;
	if (n < 0)
		len = -errno;
	close(fd);
	buf[len > 0 ? len : 0] = 0;
	return len;
}

static int spit(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), ret;

	if (fd < 0)
		return -errno;
	ret = write(fd, text, strlen(text)) < 0 ? -errno : 0;
	close(fd);
	return ret;
}

static pid_t sleeper(void)
{
	pid_t pid = fork();

	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		pause();
		_exit(0);
	}
	CHECK(pid > 0);
	return pid;
}

static void reap(pid_t pid)
{
	CHECK(!kill(pid, SIGKILL) && waitpid(pid, NULL, 0) == pid);
}

/* ---- forms ---- */

static void stat_fields(void)
{
	char buf[4096], *p;
	int fields = 2, pid, ppid, pgrp, sid;
	char state;

	prctl(PR_SET_NAME, ") R 1 (");
	CHECK(slurp("/proc/self/stat", buf, sizeof(buf)) > 0);
	p = strrchr(buf, ')');
	CHECK(p && !strncmp(strchr(buf, '(') + 1, ") R 1 (", 7));
	CHECK(sscanf(buf, "%d", &pid) == 1 && pid == getpid());
	CHECK(sscanf(p + 1, " %c %d %d %d", &state, &ppid, &pgrp, &sid) == 4);
	CHECK(state == 'R' && ppid == getppid() && pgrp == getpgrp() && sid == getsid(0));
	for (p++; *p; p++)
		fields += *p == ' ';
	CHECK(fields == 52);
}

static void status_of_signals(void)
{
	char buf[8192];

	signal(SIGUSR1, SIG_IGN);
	signal(SIGUSR2, (void (*)(int))abort);
	prctl(PR_SET_NAME, "a\nb\\c");
	CHECK(slurp("/proc/self/status", buf, sizeof(buf)) > 0);
	CHECK(!strncmp(buf, "Name:\ta\\nb\\\\c\n", 14));
	CHECK(strstr(buf, "\nSigIgn:\t"));
	CHECK(strtoull(strstr(buf, "\nSigIgn:\t") + 9, NULL, 16) & 1ULL << (SIGUSR1 - 1));
	CHECK(strtoull(strstr(buf, "\nSigCgt:\t") + 9, NULL, 16) & 1ULL << (SIGUSR2 - 1));
}

static void maps_hold_me(void)
{
	FILE *f = fopen("/proc/self/maps", "r");
	unsigned long start, end, here = (unsigned long)&f, last = 0;
	char line[512];
	int found = 0;

	CHECK(f);
	while (fgets(line, sizeof(line), f)) {
		CHECK(sscanf(line, "%lx-%lx", &start, &end) == 2 && start >= last && end > start);
		last = end;
		found += here >= start && here < end && strstr(line, "[stack]");
	}
	CHECK(found == 1);
	fclose(f);
}

/* ---- links, descriptors, memory ---- */

static void links(void)
{
	char a[256] = "", b[256], path[64];
	struct stat s1, s2;
	int fd, p[2];

	CHECK(readlink("/proc/self", a, sizeof(a)) > 0 && atoi(a) == getpid());
	CHECK(readlink("/proc/thread-self", a, sizeof(a)) > 0);
	CHECK(!chdir("/tmp") && readlink("/proc/self/cwd", a, sizeof(a)) == 4);
	CHECK(!memcmp(a, "/tmp", 4));
	CHECK(!stat("/proc/self/exe", &s1) && S_ISREG(s1.st_mode));

	fd = open("/tmp/proc_test.file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	CHECK(fd >= 0 && write(fd, "text", 4) == 4 && !unlink("/tmp/proc_test.file"));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	memset(a, 0, sizeof(a));
	CHECK(readlink(path, a, sizeof(a)) > 0 && !strcmp(a, "/tmp/proc_test.file (deleted)"));
	/* What has no name any more can be opened yet, by the link. */
	CHECK(slurp(path, b, sizeof(b)) == 4 && !strcmp(b, "text"));
	CHECK(!stat(path, &s1) && !fstat(fd, &s2) && s1.st_ino == s2.st_ino && !lstat(path, &s1));
	CHECK(s1.st_mode == (S_IFLNK | 0700));
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	CHECK(slurp(path, b, sizeof(b)) > 0 && !strncmp(b, "pos:\t4\nflags:\t0", 15));
	CHECK(strtoul(b + 15, NULL, 8) & O_CLOEXEC);
	close(fd);
	CHECK(slurp(path, b, sizeof(b)) == -ENOENT);

	CHECK(!pipe(p));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[0]);
	CHECK(readlink(path, a, sizeof(a)) > 0 && !strncmp(a, "pipe:[", 6));
}

static char shared[] = "before";

static void memory_of_another(void)
{
	pid_t pid = sleeper();
	int fd = open(path_of(pid, "mem"), O_RDWR);
	char buf[8] = "";

	CHECK(fd >= 0 && pread(fd, buf, 7, (off_t)(unsigned long)shared) == 7 && !strcmp(buf, "before"));
	CHECK(pwrite(fd, "after!", 6, (off_t)(unsigned long)shared) == 6 && !strcmp(shared, "before"));
	CHECK(pread(fd, buf, 7, (off_t)(unsigned long)shared) == 7 && !strcmp(buf, "after!"));
	CHECK(pread(fd, buf, 1, 0) == -1 && errno == EIO);
	reap(pid);
	CHECK(pread(fd, buf, 7, (off_t)(unsigned long)shared) == 0);
}

/* ---- threads ---- */

static pthread_barrier_t barrier;

static void *thread(void *arg)
{
	prctl(PR_SET_NAME, "worker");
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	return arg;
}

static int count_names(const char *path)
{
	DIR *dir = opendir(path);
	int n = 0;

	CHECK(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static void thread_directories(void)
{
	pthread_t t[50];
	char buf[256];
	struct stat st;

	pthread_barrier_init(&barrier, NULL, 51);
	for (int i = 0; i < 50; i++)
		CHECK(!pthread_create(&t[i], NULL, thread, NULL));
	pthread_barrier_wait(&barrier);
	CHECK(count_names("/proc/self/task") == 51);
	CHECK(access("/proc/self/task/x", F_OK) == -1 && access("/proc/self/task/1", F_OK) == -1);
	CHECK(!stat("/proc/self/task", &st) && st.st_nlink == 53);
	for (DIR *dir = opendir("/proc/self/task"); dir; ) {
		struct dirent *d = readdir(dir);
		int tid = d ? atoi(d->d_name) : 0;

		if (!d)
			break;
		if (!tid || tid == getpid())
			continue;
		snprintf(buf, sizeof(buf), "/proc/self/task/%d/comm", tid);
		CHECK(!spit(buf, "renamed"));
		CHECK(slurp(buf, buf, sizeof(buf)) == 8 && !strcmp(buf, "renamed\n"));
	}
	pthread_barrier_wait(&barrier);
	for (int i = 0; i < 50; i++)
		pthread_join(t[i], NULL);
}

/* ---- the dead, and rights ---- */

static void zombies_and_the_gone(void)
{
	pid_t pid = sleeper();
	char buf[4096];
	int fd = open(path_of(pid, "status"), O_RDONLY), dir = open(path_of(pid, ""), O_RDONLY);
	siginfo_t info;

	CHECK(fd >= 0 && dir >= 0);
	CHECK(!kill(pid, SIGKILL) && !waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
	CHECK(slurp(path_of(pid, "status"), buf, sizeof(buf)) > 0);
	CHECK(strstr(buf, "State:\tZ (zombie)\n") && !strstr(buf, "VmRSS"));
	CHECK(slurp(path_of(pid, "cmdline"), buf, sizeof(buf)) == 0);
	CHECK(slurp(path_of(pid, "maps"), buf, sizeof(buf)) == 0);
	CHECK(readlink(path_of(pid, "exe"), buf, sizeof(buf)) == -1 && errno == ENOENT);
	CHECK(readlink(path_of(pid, "cwd"), buf, sizeof(buf)) == -1 && errno == ENOENT);
	CHECK(waitpid(pid, NULL, 0) == pid);
	CHECK(read(fd, buf, sizeof(buf)) == -1 && errno == ESRCH);
	CHECK(openat(dir, "stat", O_RDONLY) == -1);
	CHECK(access(path_of(pid, "stat"), F_OK) == -1 && errno == ENOENT);
}

static void another_user(void)
{
	char buf[4096];

	if (getuid() || setgid(1000) || setuid(1000))
		return;
	CHECK(slurp("/proc/1/environ", buf, sizeof(buf)) == -EACCES);
	CHECK(slurp("/proc/1/maps", buf, sizeof(buf)) == -EACCES);
	CHECK(readlink("/proc/1/exe", buf, sizeof(buf)) == -1 && errno == EACCES);
	CHECK(open("/proc/1/fd", O_RDONLY) == -1 && errno == EACCES);
	CHECK(open("/proc/1/mem", O_RDONLY) == -1 && errno == EACCES);
	CHECK(slurp("/proc/1/status", buf, sizeof(buf)) > 0);
	CHECK(spit("/proc/self/oom_score_adj", "500") == -EACCES);
	/* Whoever has changed users is not to be looked into until it says so. */
	CHECK(!prctl(PR_SET_DUMPABLE, 1));
	CHECK(spit("/proc/self/oom_score_adj", "-1") == -EACCES);
	CHECK(!spit("/proc/self/oom_score_adj", "500"));
	CHECK(slurp("/proc/self/oom_score_adj", buf, sizeof(buf)) == 4 && !strcmp(buf, "500\n"));
}

static void numbers_refused(void)
{
	CHECK(spit("/proc/self/oom_score_adj", "1001") == -EINVAL);
	CHECK(spit("/proc/self/oom_score_adj", "x") == -EINVAL);
	CHECK(spit("/proc/1/comm", "x") == -EINVAL || getuid());
	CHECK(chmod("/proc/self/stat", 0666) == -1 && errno == EPERM);
	CHECK(access("/proc/01", F_OK) == -1 && access("/proc/4294967297", F_OK) == -1);
}

/* ---- races ---- */

static void *read_everything(void *stop)
{
	static const char *const names[] = { "stat", "status", "maps", "smaps", "cmdline", "environ",
					     "wchan", "mounts", "limits", "oom_score" };
	char buf[65536];

	while (!__atomic_load_n((int *)stop, __ATOMIC_RELAXED)) {
		DIR *dir = opendir("/proc");
		struct dirent *d;

		while (dir && (d = readdir(dir))) {
			int pid = atoi(d->d_name);

			for (unsigned int i = 0; pid && i < sizeof(names) / sizeof(names[0]); i++)
				slurp(path_of(pid, names[i]), buf, sizeof(buf));
		}
		closedir(dir);
	}
	return NULL;
}

static void against_exits(void)
{
	pid_t readers[3];
	int stop = 0;

	for (int i = 0; i < 3; i++) {
		readers[i] = fork();
		if (!readers[i]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			read_everything(&stop);
		}
	}
	for (int i = 0; i < 300; i++) {
		pid_t pid = fork();

		if (!pid) {
			pthread_t t;

			if (i % 3 == 0)
				execl("/proc/self/exe", "proc_test", "--exit", NULL);
			if (i % 3 == 1)
				pthread_create(&t, NULL, (void *(*)(void *))pause, NULL);
			_exit(0);
		}
		CHECK(waitpid(pid, NULL, 0) == pid);
	}
	for (int i = 0; i < 3; i++)
		reap(readers[i]);
}

#define CASE(name) { #name, name }
static const struct {
	const char *name;
	void (*run)(void);
} cases[] = {
	CASE(stat_fields), CASE(status_of_signals), CASE(maps_hold_me), CASE(links),
	CASE(memory_of_another), CASE(thread_directories), CASE(zombies_and_the_gone),
	CASE(another_user), CASE(numbers_refused), CASE(against_exits),
};

int main(int argc, char **argv)
{
	int n = sizeof(cases) / sizeof(cases[0]), failed = 0;

	if (argc > 1 && !strcmp(argv[1], "--exit"))
		return 0;
	printf("KTAP version 1\n1..%d\n", n);
	for (int i = 0; i < n; i++) {
		int st;
		pid_t pid;

		fflush(stdout);
		pid = fork();
		if (!pid) {
			alarm(60);
			cases[i].run();
			fflush(stdout);
			_exit(0);
		}
		waitpid(pid, &st, 0);
		if (st) {
			printf("# status %#x\n", st);
			failed++;
		}
		printf("%sok %d %s\n", st ? "not " : "", i + 1, cases[i].name);
	}
	printf("# %d passed, %d failed\n", n - failed, failed);
	return !!failed;
}
