// SPDX-License-Identifier: GPL-2.0-only
/*
 * hostile_test.c - what a broken or malicious program may try.
 *
 *	hostile_test [-s SEED] [-n ROUNDS]
 *
 * Bad pointers and numbers must give the errno that Linux gives; broken ELF
 * files must be refused or at worst kill the one who runs them; random system
 * calls with random arguments must harm nobody else.  The kernel's survival is
 * half of the test: the harness watches its log.  KTAP; passes on Linux too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <elf.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t seed, state;
static int rounds = 300;
static int number, failed;

static uint64_t rnd(void)
{
	uint64_t z = (state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

static void result(int ok, const char *name)
{
	printf("%s %d %s\n", ok ? "ok" : "not ok", ++number, name);
	fflush(stdout);
	failed += !ok;
}

/* ---- pointers ---- */

#define BAD	((void *)0x10)				/* user space, never mapped */
#define KERNEL	((void *)0xffffffff80100000UL)		/* the kernel's */
#define HOLE	((void *)0x1000000000000000UL)		/* not canonical */

static int gives(long ret, int want, const char *what)
{
	int err = ret < 0 ? errno : 0;

	if (err == want)
		return 1;
	printf("# %s: errno %d, expected %d\n", what, err, want);
	return 0;
}

#define EXPECT(want, nr, ...) (errno = 0, ok &= gives(syscall(nr, ##__VA_ARGS__), want, #nr " " #__VA_ARGS__))

static void test_pointer(void *p, const char *name)
{
	int ok = 1, fd = open("/dev/zero", O_RDWR), pipefd[2];
	struct rlimit *limit = p;

	EXPECT(EFAULT, SYS_read, fd, p, 100);
	EXPECT(EFAULT, SYS_open, p, O_RDONLY);
	EXPECT(EFAULT, SYS_stat, p, p);
	EXPECT(EFAULT, SYS_stat, "/", p);
	EXPECT(EFAULT, SYS_fstat, fd, p);
	EXPECT(EFAULT, SYS_uname, p);
	EXPECT(EFAULT, SYS_sysinfo, p);
	EXPECT(EFAULT, SYS_getrlimit, RLIMIT_STACK, limit);
	EXPECT(EFAULT, SYS_pipe, p);
	EXPECT(EFAULT, SYS_nanosleep, p, NULL);
	EXPECT(EFAULT, SYS_clock_gettime, CLOCK_MONOTONIC, p);
	EXPECT(EFAULT, SYS_rt_sigaction, SIGUSR1, p, NULL, 8);
	EXPECT(EFAULT, SYS_rt_sigprocmask, SIG_BLOCK, p, NULL, 8);
	EXPECT(EFAULT, SYS_execve, p, NULL, NULL);
	EXPECT(EFAULT, SYS_getcwd, p, 4096);
	EXPECT(EFAULT, SYS_getrandom, p, 64, 0);
	EXPECT(EFAULT, SYS_mkdir, p, 0700);
	EXPECT(EFAULT, SYS_poll, p, 1, 0);
	EXPECT(EFAULT, SYS_futex, p, 0 /* WAIT */, 0, NULL, NULL, 0);
	ok &= pipe(pipefd) == 0;
	EXPECT(EFAULT, SYS_write, pipefd[1], p, 100);
	close(pipefd[0]);
	close(pipefd[1]);
	close(fd);
	result(ok, name);
}

static void test_arguments(void)
{
	char c;
	int ok = 1;

	EXPECT(ENOSYS, 9999);
	EXPECT(ENOSYS, 0x7fffffff);
	EXPECT(ENOSYS, -1L);
	EXPECT(EBADF, SYS_read, -1, &c, 1);
	EXPECT(EBADF, SYS_close, 123456);
	EXPECT(EINVAL, SYS_mmap, 0, 0, 0, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	EXPECT(EINVAL, SYS_mmap, 0, 4096, 0, MAP_PRIVATE | MAP_ANONYMOUS, -1, 1);
	EXPECT(ENOMEM, SYS_mmap, 0, 1UL << 60, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	EXPECT(EINVAL, SYS_munmap, 1, 4096);
	EXPECT(EINVAL, SYS_munmap, 0, 1UL << 62);
	EXPECT(EINVAL, SYS_mprotect, 1, 4096, 0);
	EXPECT(ENOMEM, SYS_mprotect, 4096 * 16, 4096, 0);
	EXPECT(EINVAL, SYS_madvise, 0, 4096, 9999);
	EXPECT(EINVAL, SYS_lseek, 0, 0, 99);
	EXPECT(EINVAL, SYS_kill, 0, 999);
	EXPECT(ESRCH, SYS_kill, 0x3fffffff, 0);
	EXPECT(EINVAL, SYS_clone, 0x00010000 /* THREAD alone */, 0, 0, 0, 0);
	EXPECT(ENOENT, SYS_execve, "/nonexistent", NULL, NULL);
	result(ok, "arguments");
}

/* ---- broken ELF files ---- */

static char *image;
static size_t image_size;

static int load_self(void)
{
	int fd = open("/proc/self/exe", O_RDONLY);

	image_size = lseek(fd, 0, SEEK_END);
	image = malloc(image_size);
	return fd >= 0 && image && pread(fd, image, image_size, 0) == (ssize_t)image_size;
}

/* Return: 1 where the child ended, if need be after a SIGKILL; 0 where not even that helps. */
static int reap(pid_t pid)
{
	int tries, status;

	for (tries = 0; tries < 1100; tries++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return 1;
		if (tries == 100)
			kill(pid, SIGKILL);
		usleep(10000);
	}
	printf("# process %d cannot be killed\n", pid);
	return 0;
}

/* Runs the file with --exit; whatever happens to it is its own affair. */
static int run_file(const char *path)
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
	return reap(pid);
}

static int write_file(const char *path, const char *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0700), ok;

	ok = fd >= 0 && write(fd, data, size) == (ssize_t)size;
	close(fd);
	return ok;
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

static void test_elf_headers(void)
{
	char *copy = malloc(image_size);
	int i, ok = copy != NULL;

	memcpy(copy, image, image_size);
	for (i = 0; i < rounds && ok; i++) {
		mutate(copy);
		ok = write_file("/tmp/hostile.elf", copy, image_size) && run_file("/tmp/hostile.elf");
	}
	free(copy);
	result(ok, "elf_headers");
}

static void test_elf_truncated(void)
{
	int i, ok = 1;

	for (i = 0; i < rounds / 4 && ok; i++) {
		size_t size = i < 100 ? (size_t)i * 7 : rnd() % image_size;

		ok = write_file("/tmp/hostile.elf", image, size) && run_file("/tmp/hostile.elf");
	}
	unlink("/tmp/hostile.elf");
	result(ok, "elf_truncated");
}

static void test_scripts(void)
{
	static const char *const scripts[] = {
		"#!", "#!\n", "#! \n", "#!/nonexistent\n", "#!/tmp/hostile.sh\n", "#!/dev/null x\n", "#", "",
	};
	char line[9000];
	size_t i;
	int ok = 1;

	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		ok &= write_file("/tmp/hostile.sh", scripts[i], strlen(scripts[i]));
		ok &= run_file("/tmp/hostile.sh");
	}
	memset(line, 'a', sizeof(line));
	memcpy(line, "#!", 2);
	ok &= write_file("/tmp/hostile.sh", line, sizeof(line));
	ok &= run_file("/tmp/hostile.sh");
	unlink("/tmp/hostile.sh");
	result(ok, "scripts");
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

static void random_calls(void)
{
	int i, fd = open("/dev/null", O_RDWR);

	for (i = 0; i < 3; i++)
		dup2(fd, i);
	setsid();
	alarm(2);
	for (i = 0; i < 200; i++) {
		long nr = rnd() % 8 ? rnd() % 335 : rnd() % 48 + 424;

		if (!spared(nr))
			syscall(nr, argument(), argument(), argument(), argument(), argument(), argument());
	}
	_exit(0);
}

static void test_random_calls(void)
{
	int i, status, ok = 1;

	if (!mkdir("/tmp/hostile", 0700))
		ok = chdir("/tmp/hostile") == 0;
	for (i = 0; i < rounds && ok; i++) {
		uint64_t start = state = seed + i;
		pid_t pid = fork();

		if (!pid)
			random_calls();
		ok = reap(pid);
		while (waitpid(-1, &status, WNOHANG) > 0)
			;
		state = start;
	}
	if (chdir("/"))
		ok = 0;
	if (system("rm -rf /tmp/hostile"))
		ok = 0;
	result(ok, "random_calls");
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
	printf("KTAP version 1\n1..8\n# seed %llu\n", (unsigned long long)seed);
	test_pointer(BAD, "unmapped_pointers");
	test_pointer(KERNEL, "kernel_pointers");
	test_pointer(HOLE, "non_canonical_pointers");
	test_arguments();
	if (!load_self())
		printf("# cannot read /proc/self/exe\n");
	test_elf_headers();
	test_elf_truncated();
	test_scripts();
	test_random_calls();
	return failed != 0;
}
