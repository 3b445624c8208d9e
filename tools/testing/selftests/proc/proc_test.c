// SPDX-License-Identifier: GPL-2.0-only
/*
 * proc_test.c - /proc/PID as programs read it: its forms, its links, its rights, and that it
 * copes with processes that go away meanwhile.
 */
#include "../ksft_harness.h"
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>

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
	ASSERT_GT(pid, 0);
	return pid;
}

static void reap(pid_t pid)
{
	ASSERT_EQ(kill(pid, SIGKILL), 0);
	ASSERT_EQ(waitpid(pid, NULL, 0), pid);
}

/* ---- forms ---- */

TEST(stat_fields)
{
	char buf[4096], *p;
	int fields = 2, pid, ppid, pgrp, sid;
	char state;

	prctl(PR_SET_NAME, ") R 1 (");
	ASSERT_GT(slurp("/proc/self/stat", buf, sizeof(buf)), 0);
	p = strrchr(buf, ')');
	ASSERT_TRUE(p);
	ASSERT_EQ(strncmp(strchr(buf, '(') + 1, ") R 1 (", 7), 0);
	ASSERT_EQ(sscanf(buf, "%d", &pid), 1);
	ASSERT_EQ(pid, getpid());
	ASSERT_EQ(sscanf(p + 1, " %c %d %d %d", &state, &ppid, &pgrp, &sid), 4);
	ASSERT_EQ(state, 'R');
	ASSERT_EQ(ppid, getppid());
	ASSERT_EQ(pgrp, getpgrp());
	ASSERT_EQ(sid, getsid(0));
	for (p++; *p; p++)
		fields += *p == ' ';
	ASSERT_EQ(fields, 52);
}

TEST(status_of_signals)
{
	char buf[8192];

	signal(SIGUSR1, SIG_IGN);
	signal(SIGUSR2, (void (*)(int))abort);
	prctl(PR_SET_NAME, "a\nb\\c");
	ASSERT_GT(slurp("/proc/self/status", buf, sizeof(buf)), 0);
	ASSERT_EQ(strncmp(buf, "Name:\ta\\nb\\\\c\n", 14), 0);
	ASSERT_TRUE(strstr(buf, "\nSigIgn:\t"));
	ASSERT_TRUE(strtoull(strstr(buf, "\nSigIgn:\t") + 9, NULL, 16) & 1ULL << (SIGUSR1 - 1));
	ASSERT_TRUE(strtoull(strstr(buf, "\nSigCgt:\t") + 9, NULL, 16) & 1ULL << (SIGUSR2 - 1));
}

TEST(maps_hold_me)
{
	FILE *f = fopen("/proc/self/maps", "r");
	unsigned long start, end, here = (unsigned long)&f, last = 0;
	char line[512];
	int found = 0;

	ASSERT_TRUE(f);
	while (fgets(line, sizeof(line), f)) {
		ASSERT_EQ(sscanf(line, "%lx-%lx", &start, &end), 2);
		ASSERT_GE(start, last);
		ASSERT_GT(end, start);
		last = end;
		found += here >= start && here < end && strstr(line, "[stack]");
	}
	ASSERT_EQ(found, 1);
	fclose(f);
}

/* ---- links, descriptors, memory ---- */

TEST(links)
{
	char a[256] = "", b[256], path[64];
	struct stat s1, s2;
	int fd, p[2];

	ASSERT_GT(readlink("/proc/self", a, sizeof(a)), 0);
	ASSERT_EQ(atoi(a), getpid());
	ASSERT_GT(readlink("/proc/thread-self", a, sizeof(a)), 0);
	ASSERT_EQ(chdir("/tmp"), 0);
	ASSERT_EQ(readlink("/proc/self/cwd", a, sizeof(a)), 4);
	ASSERT_EQ(memcmp(a, "/tmp", 4), 0);
	ASSERT_EQ(stat("/proc/self/exe", &s1), 0);
	ASSERT_TRUE(S_ISREG(s1.st_mode));

	fd = open("/tmp/proc_test.file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(write(fd, "text", 4), 4);
	ASSERT_EQ(unlink("/tmp/proc_test.file"), 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	memset(a, 0, sizeof(a));
	ASSERT_GT(readlink(path, a, sizeof(a)), 0);
	ASSERT_STREQ(a, "/tmp/proc_test.file (deleted)");
	/* What has no name any more can be opened yet, by the link. */
	ASSERT_EQ(slurp(path, b, sizeof(b)), 4);
	ASSERT_STREQ(b, "text");
	ASSERT_EQ(stat(path, &s1), 0);
	ASSERT_EQ(fstat(fd, &s2), 0);
	ASSERT_EQ(s1.st_ino, s2.st_ino);
	ASSERT_EQ(lstat(path, &s1), 0);
	ASSERT_EQ(s1.st_mode, (S_IFLNK | 0700));
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	ASSERT_GT(slurp(path, b, sizeof(b)), 0);
	ASSERT_EQ(strncmp(b, "pos:\t4\nflags:\t0", 15), 0);
	ASSERT_TRUE(strtoul(b + 15, NULL, 8) & O_CLOEXEC);
	close(fd);
	ASSERT_EQ(slurp(path, b, sizeof(b)), -ENOENT);

	ASSERT_EQ(pipe(p), 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[0]);
	ASSERT_GT(readlink(path, a, sizeof(a)), 0);
	ASSERT_EQ(strncmp(a, "pipe:[", 6), 0);
}

static char shared[] = "before";

TEST(memory_of_another)
{
	pid_t pid = sleeper();
	int fd = open(path_of(pid, "mem"), O_RDWR);
	char buf[8] = "";

	ASSERT_GE(fd, 0);
	ASSERT_EQ(pread(fd, buf, 7, (off_t)(unsigned long)shared), 7);
	ASSERT_STREQ(buf, "before");
	ASSERT_EQ(pwrite(fd, "after!", 6, (off_t)(unsigned long)shared), 6);
	ASSERT_STREQ(shared, "before");
	ASSERT_EQ(pread(fd, buf, 7, (off_t)(unsigned long)shared), 7);
	ASSERT_STREQ(buf, "after!");
	ASSERT_ERRNO(pread(fd, buf, 1, 0), EIO);
	reap(pid);
	ASSERT_EQ(pread(fd, buf, 7, (off_t)(unsigned long)shared), 0);
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

	ASSERT_TRUE(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

TEST(thread_directories)
{
	pthread_t t[50];
	char buf[256];
	struct stat st;

	pthread_barrier_init(&barrier, NULL, 51);
	for (int i = 0; i < 50; i++)
		ASSERT_EQ(pthread_create(&t[i], NULL, thread, NULL), 0);
	pthread_barrier_wait(&barrier);
	ASSERT_EQ(count_names("/proc/self/task"), 51);
	ASSERT_EQ(access("/proc/self/task/x", F_OK), -1);
	ASSERT_EQ(access("/proc/self/task/1", F_OK), -1);
	ASSERT_EQ(stat("/proc/self/task", &st), 0);
	ASSERT_EQ(st.st_nlink, 53);
	for (DIR *dir = opendir("/proc/self/task"); dir; ) {
		struct dirent *d = readdir(dir);
		int tid = d ? atoi(d->d_name) : 0;

		if (!d)
			break;
		if (!tid || tid == getpid())
			continue;
		snprintf(buf, sizeof(buf), "/proc/self/task/%d/comm", tid);
		ASSERT_EQ(spit(buf, "renamed"), 0);
		ASSERT_EQ(slurp(buf, buf, sizeof(buf)), 8);
		ASSERT_STREQ(buf, "renamed\n");
	}
	pthread_barrier_wait(&barrier);
	for (int i = 0; i < 50; i++)
		pthread_join(t[i], NULL);
}

/* ---- the dead, and rights ---- */

TEST(zombies_and_the_gone)
{
	pid_t pid = sleeper();
	char buf[4096];
	int fd = open(path_of(pid, "status"), O_RDONLY), dir = open(path_of(pid, ""), O_RDONLY);
	siginfo_t info;

	ASSERT_GE(fd, 0);
	ASSERT_GE(dir, 0);
	ASSERT_EQ(kill(pid, SIGKILL), 0);
	ASSERT_EQ(waitid(P_PID, pid, &info, WEXITED | WNOWAIT), 0);
	ASSERT_GT(slurp(path_of(pid, "status"), buf, sizeof(buf)), 0);
	ASSERT_TRUE(strstr(buf, "State:\tZ (zombie)\n"));
	ASSERT_EQ(strstr(buf, "VmRSS"), NULL);
	ASSERT_EQ(slurp(path_of(pid, "cmdline"), buf, sizeof(buf)), 0);
	ASSERT_EQ(slurp(path_of(pid, "maps"), buf, sizeof(buf)), 0);
	ASSERT_ERRNO(readlink(path_of(pid, "exe"), buf, sizeof(buf)), ENOENT);
	ASSERT_ERRNO(readlink(path_of(pid, "cwd"), buf, sizeof(buf)), ENOENT);
	ASSERT_EQ(waitpid(pid, NULL, 0), pid);
	ASSERT_ERRNO(read(fd, buf, sizeof(buf)), ESRCH);
	ASSERT_EQ(openat(dir, "stat", O_RDONLY), -1);
	ASSERT_ERRNO(access(path_of(pid, "stat"), F_OK), ENOENT);
}

TEST(another_user)
{
	char buf[4096];

	if (getuid() || setgid(1000) || setuid(1000))
		return;
	ASSERT_EQ(slurp("/proc/1/environ", buf, sizeof(buf)), -EACCES);
	ASSERT_EQ(slurp("/proc/1/maps", buf, sizeof(buf)), -EACCES);
	ASSERT_ERRNO(readlink("/proc/1/exe", buf, sizeof(buf)), EACCES);
	ASSERT_ERRNO(open("/proc/1/fd", O_RDONLY), EACCES);
	ASSERT_ERRNO(open("/proc/1/mem", O_RDONLY), EACCES);
	ASSERT_GT(slurp("/proc/1/status", buf, sizeof(buf)), 0);
	ASSERT_EQ(spit("/proc/self/oom_score_adj", "500"), -EACCES);
	/* Whoever has changed users is not to be looked into until it says so. */
	ASSERT_EQ(prctl(PR_SET_DUMPABLE, 1), 0);
	ASSERT_EQ(spit("/proc/self/oom_score_adj", "-1"), -EACCES);
	ASSERT_EQ(spit("/proc/self/oom_score_adj", "500"), 0);
	ASSERT_EQ(slurp("/proc/self/oom_score_adj", buf, sizeof(buf)), 4);
	ASSERT_STREQ(buf, "500\n");
}

/* statfs() tells file systems apart, and by whichever name or descriptor the same of one. */
TEST(file_systems)
{
	struct statfs proc, tmp, again;
	int fd = open("/proc/self/status", O_RDONLY);

	ASSERT_EQ(statfs("/proc", &proc), 0);
	ASSERT_EQ(statfs("/tmp", &tmp), 0);
	ASSERT_EQ(fstatfs(fd, &again), 0);
	EXPECT_EQ(proc.f_type, 0x9fa0);		/* PROC_SUPER_MAGIC */
	EXPECT_EQ(memcmp(&proc, &again, sizeof(proc)), 0);
	EXPECT_NE(memcmp(&proc.f_fsid, &tmp.f_fsid, sizeof(proc.f_fsid)), 0);
	close(fd);
}

/* Return: how many lines; of them all, @addresses are seen or 0. Closes @f. */
static int check_symbols(FILE *f, int addresses)
{
	char line[256], name[128], kind;
	unsigned long addr;
	int n, found = 0;

	for (n = 0; fgets(line, sizeof(line), f); n++) {
		ASSERT_EQ(sscanf(line, "%lx %c %127s", &addr, &kind, name), 3);
		if (!addresses)
			ASSERT_EQ(addr, 0UL);
		if (strcmp(name, "handle_mm_fault"))
			continue;
		ASSERT_EQ(kind, 'T');
		ASSERT_EQ(addr >> 63, addresses);
		found++;
	}
	fclose(f);
	ASSERT_EQ(found, 1);
	return n;
}

/* The names are for everybody, the addresses for who was privileged when the file was opened. */
TEST(symbols)
{
	FILE *early = fopen("/proc/kallsyms", "r");
	int n;

	if (!early)
		SKIP("the kernel has no table of symbols");
	n = check_symbols(fopen("/proc/kallsyms", "r"), 1);
	ASSERT_EQ(setresuid(1000, 1000, 1000), 0);
	ASSERT_EQ(check_symbols(early, 1), n);
	ASSERT_EQ(check_symbols(fopen("/proc/kallsyms", "r"), 0), n);
}

/* The log is read once by whoever comes first, and only by who may. */
TEST(kernel_log)
{
	char text[65536], *marker = "<6>proc_test was here\n", *at;
	int fd = open("/proc/kmsg", O_RDONLY | O_NONBLOCK), len = 0, n;
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (fd < 0 && errno == ENOENT)
		SKIP("the kernel keeps no log");
	ASSERT_GE(fd, 0);
	while (read(fd, text, sizeof(text)) > 0)
		;
	ASSERT_EQ(errno, EAGAIN);
	EXPECT_EQ(spit("/dev/kmsg", marker), 0);
	EXPECT_EQ(poll(&p, 1, 1000), 1);
	while (len < (int)sizeof(text) - 1 && (n = read(fd, text + len, 7)) > 0)
		len += n;
	text[len] = 0;
	at = strstr(text, "] proc_test was here\n");
	ASSERT_TRUE(at);
	while (at > text && at[-1] != '\n')
		at--;
	EXPECT_EQ(strncmp(at, "<6>[", 4), 0);
	EXPECT_EQ(read(fd, text, sizeof(text)), -1);
	EXPECT_EQ(poll(&p, 1, 0), 0);
	ASSERT_EQ(setresuid(1000, 1000, 1000), 0);
	EXPECT_ERRNO(open("/proc/kmsg", O_RDONLY), EACCES);
}

TEST(numbers_refused)
{
	ASSERT_EQ(spit("/proc/self/oom_score_adj", "1001"), -EINVAL);
	ASSERT_EQ(spit("/proc/self/oom_score_adj", "x"), -EINVAL);
	ASSERT_TRUE(spit("/proc/1/comm", "x") == -EINVAL || getuid());
	ASSERT_ERRNO(chmod("/proc/self/stat", 0666), EPERM);
	ASSERT_EQ(access("/proc/01", F_OK), -1);
	ASSERT_EQ(access("/proc/4294967297", F_OK), -1);
}

/* ---- races ---- */

/* Each message is one reader's, and the other waits on: 0 would be the end of the file. */
TEST(two_readers_of_the_log)
{
	pid_t readers[2];
	char text[4096];
	int status;

	for (int i = 0; i < 2; i++) {
		readers[i] = fork();
		if (!readers[i]) {
			int fd = open("/proc/kmsg", O_RDONLY);

			if (fd < 0)
				_exit(errno == ENOENT ? KSFT_SKIP : KSFT_FAIL);
			while (read(fd, text, sizeof(text)) > 0)
				;
			_exit(KSFT_FAIL);
		}
	}
	/* with time to fall asleep between: who is awake looks at the log anyway */
	for (int i = 0; i < 500; i++) {
		spit("/dev/kmsg", "<7>proc_test wakes two\n");
		usleep(200);
	}
	for (int i = 0; i < 2; i++) {
		kill(readers[i], SIGKILL);
		ASSERT_EQ(waitpid(readers[i], &status, 0), readers[i]);
		if (WIFEXITED(status) && WEXITSTATUS(status) == KSFT_SKIP)
			SKIP("the kernel keeps no log");
		EXPECT_TRUE(WIFSIGNALED(status));
	}
}

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

TEST(against_exits)
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
		ASSERT_EQ(waitpid(pid, NULL, 0), pid);
	}
	for (int i = 0; i < 3; i++)
		reap(readers[i]);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "--exit"))
		return 0;
	return ksft_main(argc, argv);
}
