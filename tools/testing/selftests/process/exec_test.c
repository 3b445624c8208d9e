// SPDX-License-Identifier: GPL-2.0-only
/*
 * exec_test.c - several threads of a process call exec, exit, fork and die at once.
 *
 * Of all the threads one wins. Whoever it was, the new program has the old number, is alone, and
 * starts once. The same binary passes on Linux.
 */
#include "../ksft_harness.h"
#include <dirent.h>
#include <pthread.h>
#include <sys/syscall.h>

#define THREADS	8
#define ROUNDS	25

static pthread_barrier_t together;
static char pid_text[16], pipe_text[16];

/* What the new program checks of itself; it then says so in the pipe. */
static int new_program(char **argv)
{
	pid_t pid = atoi(argv[2]);
	int fd = atoi(argv[3]), tasks = 0;
	DIR *dir = opendir("/proc/self/task");
	struct dirent *entry;

	if (getpid() != pid || syscall(SYS_gettid) != pid)
		return 1;
	if (dir) {
		while ((entry = readdir(dir)))
			tasks += entry->d_name[0] != '.';
		closedir(dir);
		if (tasks != 1)
			return 2;
	}
	return write(fd, "x", 1) == 1 ? 30 : 3;
}

static void exec_self(void)
{
	execl("/proc/self/exe", "exec_test", "--new-program", pid_text, pipe_text, NULL);
}

static void *exec_at_once(void *arg)
{
	pthread_barrier_wait(&together);
	exec_self();
	return NULL;
}

static void *exit_at_once(void *arg)
{
	pthread_barrier_wait(&together);
	_exit(99);
}

static void *fork_on(void *arg)
{
	pthread_barrier_wait(&together);
	for (;;) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		if (pid > 0)
			waitpid(pid, NULL, 0);
	}
}

static void *fail_on(void *arg)
{
	pthread_barrier_wait(&together);
	for (;;)
		execl("/does/not/exist", "x", NULL);
	return NULL;
}

typedef void *(*thread_fn)(void *);

/* A process whose threads do @first and @second by turns. Return: its status; *@started: programs. */
static int run_process(thread_fn first, thread_fn second, int kill_after_us, int *started)
{
	int fds[2], status;
	char text[THREADS + 1];
	pid_t pid;

	ASSERT_EQ(pipe(fds), 0);
	pid = fork();
	if (!pid) {
		sprintf(pid_text, "%d", getpid());
		sprintf(pipe_text, "%d", fds[1]);
		pthread_barrier_init(&together, NULL, THREADS);
		for (int i = 0; i < THREADS; i++) {
			pthread_t thread;

			ASSERT_EQ(pthread_create(&thread, NULL, i & 1 ? second : first, NULL), 0);
		}
		for (;;)
			pause();
	}
	close(fds[1]);
	if (kill_after_us) {
		struct timespec time = { .tv_nsec = kill_after_us * 1000L };

		nanosleep(&time, NULL);
		kill(pid, SIGKILL);
	}
	status = ksft_wait(pid);
	*started = read(fds[0], text, sizeof(text));
	close(fds[0]);
	return status;
}

static int exited_with(int status, int code)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

TEST(all_exec)
{
	for (int i = 0; i < ROUNDS; i++) {
		int started, status = run_process(exec_at_once, exec_at_once, 0, &started);

		ASSERT_TRUE(exited_with(status, 30));
		ASSERT_EQ(started, 1);
	}
}

TEST(exec_against_exit)
{
	for (int i = 0; i < ROUNDS; i++) {
		int started, status = run_process(exec_at_once, exit_at_once, 0, &started);

		ASSERT_TRUE(exited_with(status, 99) || exited_with(status, 30));
		ASSERT_EQ(started, exited_with(status, 30));
	}
}

TEST(exec_against_fork)
{
	for (int i = 0; i < ROUNDS; i++) {
		int started, status = run_process(exec_at_once, fork_on, 0, &started);

		ASSERT_TRUE(exited_with(status, 30));
		ASSERT_EQ(started, 1);
	}
}

TEST(exec_against_failing_exec)
{
	for (int i = 0; i < ROUNDS; i++) {
		int started, status = run_process(exec_at_once, fail_on, 0, &started);

		ASSERT_TRUE(exited_with(status, 30));
		ASSERT_EQ(started, 1);
	}
}

TEST(exec_against_sigkill)
{
	for (int i = 0; i < ROUNDS; i++) {
		int started, status = run_process(exec_at_once, fork_on, 1 + i * 200, &started);

		if (exited_with(status, 30)) {
			ASSERT_EQ(started, 1);
			continue;
		}
		ASSERT_TRUE(WIFSIGNALED(status));
		ASSERT_EQ(WTERMSIG(status), SIGKILL);
		ASSERT_LE(started, 1);
	}
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "--new-program"))
		return new_program(argv);
	return ksft_main(argc, argv);
}
