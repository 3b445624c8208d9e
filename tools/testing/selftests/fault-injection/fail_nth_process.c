// SPDX-License-Identifier: GPL-2.0-only
/*
 * fail_nth_process.c - fork, clone, exec, files, pipes, mounts, futexes, each of whose allocations fails.
 */
#define _GNU_SOURCE
#include "fail_nth.h"

#include <linux/futex.h>
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>

#ifndef __NR_mseal
#define __NR_mseal		462
#endif

#define RW	(PROT_READ | PROT_WRITE)
#define DIR_NAME	"/tmp/fail_nth"
#define FILE_NAME	DIR_NAME "/file"

static int fds[2] = { -1, -1 };
static char stack[16384] __attribute__((aligned(16)));

static void must(int condition, const char *what)
{
	if (!condition) {
		complain("%s (errno %d)", what, errno);
		_exit(1);
	}
}

static void nothing(long result)
{
}

static void undo_fd(long result)
{
	if (result >= 0)
		must(close(result) == 0, "close");
}

/* ---- processes and threads ---- */

static void reap(long result)
{
	int status;

	if (result < 0) {
		must(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "there is a child after all");
		return;
	}
	must(waitpid(result, &status, 0) == result, "waitpid");
	must(WIFEXITED(status) && WEXITSTATUS(status) == 7, "the child did not end well");
}

static long call_fork(void)
{
	pid_t pid = syscall(__NR_fork);

	if (!pid)
		syscall(__NR_exit_group, 7);
	return result_of(pid);
}

/* Memory of all kinds, so that fork() has something to copy. */
static char *mixed;

static void prepare_mixed(void)
{
	char *p = mmap(NULL, 64 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(p != MAP_FAILED, "mmap");
	for (int i = 0; i < 48; i += 3) {
		p[i * PAGE] = 1;
		must(mprotect(p + i * PAGE, PAGE, i % 2 ? PROT_READ : RW | PROT_EXEC) == 0, "mprotect");
	}
	must(madvise(p + 48 * PAGE, 4 * PAGE, MADV_DONTFORK) == 0, "MADV_DONTFORK");
	must(madvise(p + 52 * PAGE, 4 * PAGE, MADV_WIPEONFORK) == 0, "MADV_WIPEONFORK");
	mixed = p;
}

static void reap_mixed(long result)
{
	reap(result);
	for (int i = 0; i < 48; i += 3)
		must(mixed[i * PAGE] == 1, "the contents changed");
	must(munmap(mixed, 64 * PAGE) == 0, "munmap");
}

static int end_at_once(void *arg)
{
	syscall(__NR_exit, 7);
	return 0;
}

static long call_vfork(void)
{
	return result_of(clone(end_at_once, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, NULL));
}

static long call_clone_pidfd(void)
{
	return result_of(clone(end_at_once, stack + sizeof(stack), CLONE_PIDFD | SIGCHLD, NULL, &fds[0]));
}

static void reap_pidfd(long result)
{
	reap(result);
	if (result >= 0)
		must(close(fds[0]) == 0, "close");
}

static int tid;

#define THREAD	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |	\
		 CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

static long call_thread(void)
{
	tid = 0;
	return result_of(clone(end_at_once, stack + sizeof(stack), THREAD, NULL, &tid, NULL, &tid));
}

static void join(long result)
{
	int seen;

	while (result >= 0 && (seen = __atomic_load_n(&tid, __ATOMIC_ACQUIRE)))
		syscall(__NR_futex, &tid, FUTEX_WAIT, seen, NULL, NULL, 0);
}

static long call_unshare(void)
{
	return result_of(unshare(CLONE_FS | CLONE_FILES));
}

static long call_setgroups(void)
{
	static gid_t groups[2000];

	return result_of(syscall(__NR_setgroups, 2000, groups));
}

static long call_setresuid(void)
{
	return result_of(syscall(__NR_setresuid, 0, 0, 0));
}

/*
 * The new program is this one again, which reports that it was reached. A failure behind the point of no
 * return kills, as in Linux: there is nothing to return to.
 */
static char self[128];

static long exec_program(const char *name)
{
	static char nth[12], copies[12], to[12];
	char *argv[] = { (char *)name, "--reached", nth, copies, to, NULL };
	char *envp[] = { "A=1", "B=2", NULL };

	sprintf(nth, "%d", nth_fd);
	sprintf(copies, "%d", copies_fd);
	sprintf(to, "%d", report_fd);
	return result_of(execve(name, argv, envp));
}

static long call_exec(void)
{
	return exec_program(self);
}

static void reached(char **fds)
{
	struct outcome o = { .state_ok = 1 };

	nth_fd = atoi(fds[0]);
	copies_fd = atoi(fds[1]);
	report_fd = atoi(fds[2]);
	o.happened = disarm();
	o.copy = was_copy();
	report(&o);
}

/* #! makes the kernel start over with the interpreter, which gets the script's name before all else. */
static void prepare_script(void)
{
	int fd;

	must(mkdir(DIR_NAME, 0700) == 0, "mkdir");
	fd = open(FILE_NAME, O_CREAT | O_RDWR, 0700);
	must(fd >= 0 && dprintf(fd, "#!%s\n", self) > 0 && close(fd) == 0, "a script");
}

static long call_exec_script(void)
{
	return exec_program(FILE_NAME);
}

static long call_mseal(void)
{
	char *p = mmap(NULL, 16 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long ret;

	if (p == MAP_FAILED)
		return -errno;
	ret = result_of(syscall(__NR_mseal, p + 4 * PAGE, 4 * PAGE, 0));
	if (ret < 0)
		munmap(p, 16 * PAGE);
	return ret;
}

/* ---- files ---- */

static void prepare_dir(void)
{
	must(mkdir(DIR_NAME, 0700) == 0, "mkdir");
}

static void prepare_file(void)
{
	int fd;

	prepare_dir();
	fd = open(FILE_NAME, O_CREAT | O_RDWR, 0600);
	must(fd >= 0 && write(fd, "some text", 9) == 9 && close(fd) == 0, "a file");
}

static void undo_file(long result)
{
	unlink(FILE_NAME);
	unlink(DIR_NAME "/other");
	must(rmdir(DIR_NAME) == 0, "rmdir");
}

static void undo_open(long result)
{
	undo_fd(result);
	undo_file(result);
}

static long call_open(void)
{
	return result_of(open(FILE_NAME, O_RDWR));
}

static long call_create(void)
{
	return result_of(open(FILE_NAME, O_RDWR | O_CREAT | O_EXCL, 0600));
}

static void undo_create(long result)
{
	struct stat st;

	if (result < 0)
		must(stat(FILE_NAME, &st) == -1 && errno == ENOENT, "the file is there after all");
	undo_open(result);
}

static long call_mkdir(void)
{
	return result_of(mkdir(DIR_NAME, 0700));
}

static void undo_mkdir(long result)
{
	must(rmdir(DIR_NAME) == (result < 0 ? -1 : 0), "the directory");
}

static long call_symlink(void)
{
	return result_of(symlink("/some/where/far/away/that/needs/room", DIR_NAME "/other"));
}

static long call_link(void)
{
	return result_of(link(FILE_NAME, DIR_NAME "/other"));
}

static long call_rename(void)
{
	return result_of(rename(FILE_NAME, DIR_NAME "/other"));
}

static long call_unlink(void)
{
	return result_of(unlink(FILE_NAME));
}

static long call_stat(void)
{
	static struct stat st;

	return result_of(stat(FILE_NAME, &st));
}

static long call_getdents(void)
{
	static char buf[4096];
	static int fd;
	long ret;

	fd = open(DIR_NAME, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return -errno;
	ret = result_of(syscall(__NR_getdents64, fd, buf, sizeof(buf)));
	close(fd);
	return ret;
}

static long call_getcwd(void)
{
	static char buf[256];

	return result_of(syscall(__NR_getcwd, buf, sizeof(buf)));
}

static long call_read_proc(void)
{
	static char buf[8192];
	int fd = open("/proc/self/maps", O_RDONLY);
	long ret;

	if (fd < 0)
		return -errno;
	ret = result_of(read(fd, buf, sizeof(buf)));
	close(fd);
	return ret;
}

static long call_mount(void)
{
	return result_of(mount("none", DIR_NAME, "tmpfs", 0, "size=1m"));
}

static void undo_mount(long result)
{
	if (result >= 0)
		must(umount(DIR_NAME) == 0, "umount");
	undo_file(result);
}

static void prepare_mounted(void)
{
	prepare_dir();
	must(mount("none", DIR_NAME, "tmpfs", 0, NULL) == 0, "mount");
}

static long call_umount(void)
{
	return result_of(umount(DIR_NAME));
}

static void undo_umount(long result)
{
	if (result < 0)
		must(umount(DIR_NAME) == 0, "umount");
	undo_file(result);
}

/* ---- descriptors ---- */

static long call_dup_far(void)
{
	return result_of(fcntl(0, F_DUPFD, 700));
}

static long call_pipe(void)
{
	return result_of(pipe2(fds, O_CLOEXEC));
}

static void undo_pipe(long result)
{
	if (result >= 0)
		must(close(fds[0]) == 0 && close(fds[1]) == 0, "close");
}

static void prepare_pipe(void)
{
	must(pipe2(fds, O_NONBLOCK) == 0, "pipe");
}

static void undo_prepared_pipe(long result)
{
	undo_pipe(0);
}

static char block[16 * PAGE];

static long call_pipe_write(void)
{
	return result_of(write(fds[1], block, sizeof(block)));
}

static long call_pipe_size(void)
{
	return result_of(fcntl(fds[1], F_SETPIPE_SZ, 256 * PAGE));
}

static long call_eventfd(void)
{
	return result_of(eventfd(0, 0));
}

static long call_timerfd(void)
{
	return result_of(timerfd_create(CLOCK_MONOTONIC, 0));
}

static long call_signalfd(void)
{
	static sigset_t set;

	return result_of(signalfd(-1, &set, 0));
}

static long call_epoll_create(void)
{
	return result_of(epoll_create1(0));
}

static int epoll_fd;

static void prepare_epoll(void)
{
	prepare_pipe();
	epoll_fd = epoll_create1(0);
	must(epoll_fd >= 0, "epoll_create1");
}

static long call_epoll_add(void)
{
	struct epoll_event event = { .events = EPOLLIN };

	return result_of(epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fds[0], &event));
}

static void undo_epoll(long result)
{
	must(close(epoll_fd) == 0, "close");
	undo_pipe(0);
}

static long call_poll(void)
{
	static struct pollfd many[200];

	for (int i = 0; i < 200; i++)
		many[i] = (struct pollfd){ .fd = fds[0], .events = POLLIN };
	return result_of(poll(many, 200, 0));
}

static long call_select(void)
{
	static fd_set set;
	struct timeval zero = { };

	FD_ZERO(&set);
	FD_SET(fds[0], &set);
	return result_of(select(FD_SETSIZE, &set, NULL, NULL, &zero));
}

/* ---- waiting, signals ---- */

static long call_futex(void)
{
	static int word;
	struct timespec ms = { .tv_nsec = 1000000 };
	long ret = result_of(syscall(__NR_futex, &word, FUTEX_WAIT, 0, &ms, NULL, 0));

	return ret == -ETIMEDOUT ? 0 : ret;
}

static long call_futex_shared_file(void)
{
	struct timespec ms = { .tv_nsec = 1000000 };
	long ret = result_of(syscall(__NR_futex, mixed, FUTEX_WAIT, 0, &ms, NULL, 0));

	return ret == -ETIMEDOUT ? 0 : ret;
}

static void prepare_shared(void)
{
	mixed = mmap(NULL, 2 * PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(mixed != MAP_FAILED, "mmap");
}

static void undo_shared(long result)
{
	must(munmap(mixed, 2 * PAGE) == 0, "munmap");
}

static long call_sigqueue(void)
{
	union sigval value = { .sival_int = 5 };

	return result_of(sigqueue(getpid(), SIGRTMIN + 1, value));
}

static void block_signal(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN + 1);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

static void undo_sigqueue(long result)
{
	struct timespec zero = { };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN + 1);
	must(sigtimedwait(&set, NULL, &zero) == (result < 0 ? -1 : SIGRTMIN + 1), "the signal");
}

static int timer;

static long call_timer_create(void)
{
	struct sigevent none = { .sigev_notify = SIGEV_NONE };

	return result_of(syscall(__NR_timer_create, CLOCK_MONOTONIC, &none, &timer));
}

static void undo_timer(long result)
{
	if (result >= 0)
		must(syscall(__NR_timer_delete, timer) == 0, "timer_delete");
}

static const struct op ops[] = {
	{ "fork", NULL, call_fork, reap },
	{ "fork_memory_of_many_kinds", prepare_mixed, call_fork, reap_mixed },
	{ "vfork", NULL, call_vfork, reap },
	{ "clone_pidfd", NULL, call_clone_pidfd, reap_pidfd, { ENOMEM, EFAULT } },
	{ "clone_a_thread", NULL, call_thread, join },
	{ "execve", NULL, call_exec, nothing, { ENOMEM, E2BIG }, .flags = BY_CHILD | MAY_KILL },
	{ "execve_a_script", prepare_script, call_exec_script, undo_file, { ENOMEM, E2BIG }, .flags = BY_CHILD | MAY_KILL },
	{ "mseal", NULL, call_mseal, nothing, .flags = BY_CHILD },
	{ "unshare", NULL, call_unshare, nothing },
	{ "setgroups", NULL, call_setgroups, nothing },
	{ "setresuid", NULL, call_setresuid, nothing, { ENOMEM, EAGAIN } },
	{ "open", prepare_file, call_open, undo_open },
	{ "open_creat", prepare_dir, call_create, undo_create, { ENOMEM, ENOSPC } },
	{ "mkdir", NULL, call_mkdir, undo_mkdir, { ENOMEM, ENOSPC } },
	{ "symlink", prepare_dir, call_symlink, undo_file, { ENOMEM, ENOSPC } },
	{ "link", prepare_file, call_link, undo_file, { ENOMEM, ENOSPC } },
	{ "rename", prepare_file, call_rename, undo_file, { ENOMEM, ENOSPC } },
	{ "unlink", prepare_file, call_unlink, undo_file, { ENOMEM, ENOSPC } },
	{ "stat", prepare_file, call_stat, undo_file },
	{ "getdents", prepare_file, call_getdents, undo_file },
	{ "getcwd", NULL, call_getcwd, nothing },
	{ "read_of_proc_maps", NULL, call_read_proc, nothing, { ENOMEM, ENOENT } },
	{ "mount", prepare_dir, call_mount, undo_mount, { ENOMEM, ENOSPC } },
	{ "umount", prepare_mounted, call_umount, undo_umount },
	{ "fcntl_dupfd", NULL, call_dup_far, undo_fd },
	{ "pipe", NULL, call_pipe, undo_pipe, { ENOMEM, ENFILE } },
	{ "write_to_a_pipe", prepare_pipe, call_pipe_write, undo_prepared_pipe },
	{ "fcntl_setpipe_sz", prepare_pipe, call_pipe_size, undo_prepared_pipe },
	{ "eventfd", NULL, call_eventfd, undo_fd },
	{ "timerfd_create", NULL, call_timerfd, undo_fd },
	{ "signalfd", NULL, call_signalfd, undo_fd },
	{ "epoll_create", NULL, call_epoll_create, undo_fd },
	{ "epoll_ctl", prepare_epoll, call_epoll_add, undo_epoll },
	{ "poll", prepare_pipe, call_poll, undo_prepared_pipe },
	{ "select", prepare_pipe, call_select, undo_prepared_pipe },
	{ "futex_private", NULL, call_futex, nothing },
	{ "futex_shared", prepare_shared, call_futex_shared_file, undo_shared },
	{ "sigqueue", block_signal, call_sigqueue, undo_sigqueue, { EAGAIN } },
	{ "timer_create", NULL, call_timer_create, undo_timer, { ENOMEM, EAGAIN } },
};

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--reached")) {
			reached(argv + i + 1);
			return 0;
		}
	}
	CHECK(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	return run_ops(ops, sizeof(ops) / sizeof(*ops), argc > 1 ? argv[1] : NULL);
}
