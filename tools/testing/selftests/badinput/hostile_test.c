// SPDX-License-Identifier: GPL-2.0-only
/*
 * hostile_test.c - what a broken or malicious program may try.
 *
 *	hostile_test [-s SEED] [-n ROUNDS] [CASE...]
 *
 * Bad pointers and numbers must give the errno that Linux gives; broken ELF
 * files must be refused or at worst kill the one who runs them; random system
 * calls with random arguments must harm nobody else.  The kernel's survival is
 * half of the test: whoever runs this watches its log.
 */
#include "../ksft_harness.h"
#include <dirent.h>
#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>

static uint64_t seed, state;
static int rounds = 40;

static uint64_t rnd(void)
{
	return ksft_random(&state);
}

/* ---- pointers ---- */

#define BAD	((void *)0x10)				/* user space, never mapped */
#define KERNEL	((void *)0xffffffff80100000UL)		/* the kernel's */
#define HOLE	((void *)0x1000000000000000UL)		/* not canonical */

#define GIVES(want, nr, ...)	EXPECT_ERRNO(syscall(nr, ##__VA_ARGS__), want)

static void test_pointer(void *p)
{
	int fd = open("/dev/zero", O_RDWR), pipefd[2];
	struct rlimit *limit = p;

	GIVES(EFAULT, SYS_read, fd, p, 100);
	GIVES(EFAULT, SYS_open, p, O_RDONLY);
	GIVES(EFAULT, SYS_stat, p, p);
	GIVES(EFAULT, SYS_stat, "/", p);
	GIVES(EFAULT, SYS_fstat, fd, p);
	GIVES(EFAULT, SYS_uname, p);
	GIVES(EFAULT, SYS_sysinfo, p);
	GIVES(EFAULT, SYS_getrlimit, RLIMIT_STACK, limit);
	GIVES(EFAULT, SYS_pipe, p);
	GIVES(EFAULT, SYS_nanosleep, p, NULL);
	GIVES(EFAULT, SYS_clock_gettime, CLOCK_MONOTONIC, p);
	GIVES(EFAULT, SYS_rt_sigaction, SIGUSR1, p, NULL, 8);
	GIVES(EFAULT, SYS_rt_sigprocmask, SIG_BLOCK, p, NULL, 8);
	GIVES(EFAULT, SYS_execve, p, NULL, NULL);
	GIVES(EFAULT, SYS_getcwd, p, 4096);
	GIVES(EFAULT, SYS_getrandom, p, 64, 0);
	GIVES(EFAULT, SYS_mkdir, p, 0700);
	GIVES(EFAULT, SYS_poll, p, 1, 0);
	GIVES(EFAULT, SYS_futex, p, 0 /* WAIT */, 0, NULL, NULL, 0);
	ASSERT_EQ(pipe(pipefd), 0);
	GIVES(EFAULT, SYS_write, pipefd[1], p, 100);
	close(pipefd[0]);
	close(pipefd[1]);
	close(fd);
}

TEST(unmapped_pointers)
{
	test_pointer(BAD);
}

TEST(kernel_pointers)
{
	test_pointer(KERNEL);
}

TEST(non_canonical_pointers)
{
	test_pointer(HOLE);
}

TEST(arguments)
{
	char c;

	GIVES(EBADF, SYS_read, -1, &c, 1);
	GIVES(EBADF, SYS_close, 123456);
	GIVES(EINVAL, SYS_mmap, 0, 0, 0, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	GIVES(EINVAL, SYS_mmap, 0, 4096, 0, MAP_PRIVATE | MAP_ANONYMOUS, -1, 1);
	GIVES(ENOMEM, SYS_mmap, 0, 1UL << 60, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	GIVES(EINVAL, SYS_munmap, 1, 4096);
	GIVES(EINVAL, SYS_munmap, 0, 1UL << 62);
	GIVES(EINVAL, SYS_mprotect, 1, 4096, 0);
	GIVES(ENOMEM, SYS_mprotect, 4096 * 16, 4096, 0);
	GIVES(EINVAL, SYS_madvise, 0, 4096, 9999);
	GIVES(EINVAL, SYS_lseek, 0, 0, 99);
	GIVES(EINVAL, SYS_kill, 0, 999);
	GIVES(ESRCH, SYS_kill, 0x3fffffff, 0);
	GIVES(EINVAL, SYS_clone, 0x00010000 /* THREAD alone */, 0, 0, 0, 0);
	GIVES(ENOENT, SYS_execve, "/nonexistent", NULL, NULL);
}

/* The number is the low half of the register; what names no call gives ENOSYS, whatever the arguments. */
TEST(numbers)
{
	GIVES(ENOSYS, -1L);
	GIVES(ENOSYS, 0x7fffffffL);
	GIVES(ENOSYS, 0x80000000L | SYS_getpid);
	GIVES(ENOSYS, 0x40000000L | SYS_getpid);		/* the x32 calls' bit */
	for (long nr = 336; nr < 424; nr++)			/* never given to any call */
		GIVES(ENOSYS, nr, BAD, KERNEL, HOLE, -1L, 0L, BAD);
	for (long nr = 500; nr < 700; nr++)
		GIVES(ENOSYS, nr, BAD, KERNEL, HOLE, -1L, 0L, BAD);
	EXPECT_EQ(syscall(0x100000000L | SYS_getpid), (long)getpid());
	EXPECT_EQ(syscall(0xffffffff00000000UL | SYS_getpid), (long)getpid());
}

/* ---- broken ELF files ---- */

static char *image;
static size_t image_size;

static void load_self(void)
{
	int fd = open("/proc/self/exe", O_RDONLY);

	ASSERT_GE(fd, 0);
	image_size = lseek(fd, 0, SEEK_END);
	image = malloc(image_size);
	ASSERT_EQ(pread(fd, image, image_size, 0), (ssize_t)image_size);
}

/* The child must end, if need be after a SIGKILL. */
static void reap(pid_t pid)
{
	int tries, status;

	for (tries = 0; tries < 1100; tries++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return;
		if (tries == 100)
			kill(pid, SIGKILL);
		usleep(10000);
	}
	FAIL("process %d cannot be killed", pid);
}

/* Runs the file with --exit; whatever happens to it is its own affair. */
static void run_file(const char *path)
{
	pid_t pid = fork();
	int fd;

	if (!pid) {
		fd = open("/dev/null", O_RDWR);
		dup2(fd, 1);
		dup2(fd, 2);
		alarm(5);
		execl(path, path, "--exit", NULL);
		_exit(126);
	}
	reap(pid);
}

static void write_file(const char *path, const char *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0700);

	ASSERT_GE(fd, 0);
	ASSERT_EQ(write(fd, data, size), (ssize_t)size);
	close(fd);
}

/* Overwrites a few bytes of the headers: that is where the kernel looks. */
static void mutate(char *copy)
{
	size_t headers = sizeof(Elf64_Ehdr) + 12 * sizeof(Elf64_Phdr);
	int n = 1 + rnd() % 8;

	memcpy(copy, image, headers);
	while (n--) {
		size_t at = rnd() % headers;

		switch (rnd() % 4) {
		case 0:
			copy[at] = rnd();
			break;
		case 1:
			copy[at] ^= 1 << rnd() % 8;
			break;
		case 2:
			memset(copy + (at & ~7UL), rnd() & 1 ? 0xff : 0, 8);
			break;
		case 3:
			*(uint64_t *)(copy + (at & ~7UL)) = rnd() >> rnd() % 64;
			break;
		}
	}
}

TEST_TIMEOUT(elf_headers, 600)
{
	char *copy;

	load_self();
	copy = malloc(image_size);
	memcpy(copy, image, image_size);
	for (int i = 0; i < rounds; i++) {
		mutate(copy);
		write_file("/tmp/hostile.elf", copy, image_size);
		run_file("/tmp/hostile.elf");
	}
}

TEST_TIMEOUT(elf_truncated, 600)
{
	load_self();
	for (int i = 0; i < rounds / 4; i++) {
		size_t size = i < 100 ? (size_t)i * 7 : rnd() % image_size;

		write_file("/tmp/hostile.elf", image, size);
		run_file("/tmp/hostile.elf");
	}
	unlink("/tmp/hostile.elf");
}

TEST(scripts)
{
	static const char *const scripts[] = {
		"#!", "#!\n", "#! \n", "#!/nonexistent\n", "#!/tmp/hostile.sh\n", "#!/dev/null x\n", "#", "",
	};
	char line[9000];
	size_t i;

	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		write_file("/tmp/hostile.sh", scripts[i], strlen(scripts[i]));
		run_file("/tmp/hostile.sh");
	}
	memset(line, 'a', sizeof(line));
	memcpy(line, "#!", 2);
	write_file("/tmp/hostile.sh", line, sizeof(line));
	run_file("/tmp/hostile.sh");
	unlink("/tmp/hostile.sh");
}

/* ---- random system calls ---- */

/* What would end the test rather than test: the machine's clock, power, mounts, other processes. */
static int spared(long nr)
{
	switch (nr) {
	case SYS_reboot: case SYS_kexec_load: case SYS_kexec_file_load: case SYS_kill: case SYS_tkill:
	case SYS_tgkill: case SYS_rt_sigqueueinfo: case SYS_rt_tgsigqueueinfo: case SYS_pidfd_send_signal:
	case SYS_settimeofday: case SYS_clock_settime: case SYS_adjtimex: case SYS_clock_adjtime:
	case SYS_umount2: case SYS_mount: case SYS_pivot_root: case SYS_chroot: case SYS_vhangup:
	case SYS_sethostname: case SYS_setdomainname: case SYS_swapoff: case SYS_syslog:
	case SYS_unlink: case SYS_unlinkat: case SYS_rmdir: case SYS_rename: case SYS_renameat:
	case SYS_renameat2: case SYS_truncate: case SYS_chmod: case SYS_fchmodat: case SYS_ioctl:
	case SYS_ptrace: case SYS_init_module: case SYS_finit_module: case SYS_delete_module:
	case SYS_setrlimit: case SYS_prlimit64: case SYS_iopl: case SYS_ioperm: case SYS_sched_setaffinity:
	case SYS_sched_setscheduler: case SYS_sched_setattr: case SYS_sched_setparam:
		return 1;
	}
	return 0;
}

static long argument(void)
{
	static char buffer[8192];

	switch (rnd() % 10) {
	case 0: return 0;
	case 1: return -1;
	case 2: return rnd() % 16;
	case 3: return (long)buffer + rnd() % sizeof(buffer);
	case 4: return (long)BAD;
	case 5: return (long)KERNEL;
	case 6: return 1L << rnd() % 64;
	case 7: return -(1L << rnd() % 64);
	case 8: return (rnd() % 64) << 12;
	default: return rnd();
	}
}

/* A process that hears and tells nothing and does not stay: what it may do, it may do. */
static void live_apart(void)
{
	int i, fd = open("/dev/null", O_RDWR);

	for (i = 0; i < 3; i++)
		dup2(fd, i);
	setsid();
	setitimer(ITIMER_REAL, &(struct itimerval){ .it_value.tv_usec = 300000 }, NULL);
}

static void make_random_calls(void)
{
	int i;

	live_apart();
	for (i = 0; i < 200; i++) {
		long nr = rnd() % 8 ? rnd() % 335 : rnd() % 48 + 424;

		if (!spared(nr))
			syscall(nr, argument(), argument(), argument(), argument(), argument(), argument());
	}
	_exit(0);
}

/* Each pointer and number that is wrong, as each argument and as all of them. */
static void make_wrong_calls(long nr)
{
	static const long wrong[] = { 0, -1, 1, (long)BAD, (long)KERNEL, (long)HOLE, LONG_MIN };

	pid_t me = getpid();

	live_apart();
	for (size_t w = 0; w < sizeof(wrong) / sizeof(wrong[0]); w++) {
		for (int i = 0; i < 7; i++) {
			long a[6];

			for (int k = 0; k < 6; k++)
				a[k] = i == 6 || i == k ? wrong[w] : argument();
			syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
			if (getpid() != me)	/* a fork, and one is enough */
				_exit(0);
		}
	}
	_exit(0);
}

static void enter_playground(void)
{
	ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	mkdir("/tmp/hostile", 0700);
	ASSERT_EQ(chdir("/tmp/hostile"), 0);
}

/* Whose parent is @parent, or 0. Orphans come to the subreaper, and none may outlive the test. */
static pid_t some_child(pid_t parent)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	pid_t found = 0;

	while (!found && (entry = readdir(proc))) {
		char name[64], line[256] = "";
		int fd, ppid = 0;

		snprintf(name, sizeof(name), "/proc/%.20s/stat", entry->d_name);
		fd = atoi(entry->d_name) > 0 ? open(name, O_RDONLY) : -1;
		if (fd < 0)
			continue;
		if (read(fd, line, sizeof(line) - 1) > 0 && sscanf(strrchr(line, ')') ?: "", ") %*c %d", &ppid) == 1 &&
		    ppid == parent)
			found = atoi(entry->d_name);
		close(fd);
	}
	closedir(proc);
	return found;
}

static void leave_playground(void)
{
	pid_t pid;

	while ((pid = some_child(getpid()))) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, __WALL);
	}
	ASSERT_EQ(chdir("/"), 0);
	ASSERT_EQ(system("rm -rf /tmp/hostile"), 0);
}

TEST_TIMEOUT(every_number, 600)
{
	enter_playground();
	for (long nr = 0; nr < 500; nr++) {
		pid_t pid;

		if (spared(nr))
			continue;
		state = seed + nr;
		pid = fork();
		if (!pid)
			make_wrong_calls(nr);
		reap(pid);
	}
	leave_playground();
}

TEST_TIMEOUT(random_calls, 600)
{
	enter_playground();
	for (int i = 0; i < rounds; i++) {
		pid_t pid = fork();

		state = seed + i;
		if (!pid)
			make_random_calls();
		reap(pid);
	}
	leave_playground();
}

int main(int argc, char **argv)
{
	int opt;

	if (argc > 1 && !strcmp(argv[1], "--exit"))
		return 0;
	seed = time(NULL);
	while ((opt = getopt(argc, argv, "s:n:")) != -1) {
		if (opt == 's')
			seed = strtoull(optarg, NULL, 0);
		else if (opt == 'n')
			rounds = atoi(optarg);
		else
			return 2;
	}
	state = seed;
	printf("# seed %llu\n", (unsigned long long)seed);
	return ksft_run(argv + optind);
}
