// SPDX-License-Identifier: GPL-2.0-only
/*
 * proc-pid-vm.c - /proc/PID/{maps,statm,status,smaps} of a process that consists of a single page.
 *
 * The page holds a few instructions that unmap everything else, stack and vDSO included, report
 * through a pipe, and sleep. Either it comes from a file of one page that is executed, or it is an
 * anonymous page that a child has copied them into. Every number is then known exactly.
 */
#include "../ksft_harness.h"
#include <elf.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/rseq.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#define PAGE		4096UL
#define WHERE		(1UL << 32)
#define FILE_NAME	"/tmp/one_page"

#ifndef __x86_64__
#error "the instructions below are x86-64's"
#endif

/* munmap() below and above the page, write(1, ., 1), pause() for ever: all without a stack. */
extern const char one_page_code[], one_page_end[];
asm(".pushsection .rodata\n"
    "one_page_code:\n"
    "	lea	one_page_code(%rip), %rbx\n"
    "	and	$-4096, %rbx\n"
    "	mov	$11, %eax\n"
    "	xor	%edi, %edi\n"
    "	mov	%rbx, %rsi\n"
    "	syscall\n"
    "	lea	4096(%rbx), %rdi\n"
    "	mov	$0x7ffffffff000, %rsi\n"
    "	sub	%rdi, %rsi\n"
    "	mov	$11, %eax\n"
    "	syscall\n"
    "	mov	$1, %eax\n"
    "	mov	$1, %edi\n"
    "	mov	%rbx, %rsi\n"
    "	mov	$1, %edx\n"
    "	syscall\n"
    "1:	mov	$34, %eax\n"
    "	syscall\n"
    "	jmp	1b\n"
    "one_page_end:\n"
    ".popsection\n");

static size_t code_size(void)
{
	return one_page_end - one_page_code;
}

/* ---- the two ways to become one page ---- */

static void make_file(void)
{
	struct {
		Elf64_Ehdr ehdr;
		Elf64_Phdr load, stack;
		char code[256];
	} image = {
		.ehdr = {
			.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
			.e_type = ET_EXEC, .e_machine = EM_X86_64, .e_version = EV_CURRENT,
			.e_phoff = sizeof(Elf64_Ehdr), .e_ehsize = sizeof(Elf64_Ehdr),
			.e_phentsize = sizeof(Elf64_Phdr), .e_phnum = 2,
		},
		.load = { .p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_vaddr = WHERE, .p_align = PAGE },
		.stack = { .p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W },
	};
	int fd = open(FILE_NAME, O_WRONLY | O_CREAT | O_TRUNC, 0755);

	image.ehdr.e_entry = WHERE + offsetof(typeof(image), code);
	image.load.p_filesz = image.load.p_memsz = sizeof(image);
	ASSERT_LE(code_size(), sizeof(image.code));
	memcpy(image.code, one_page_code, code_size());
	ASSERT_GE(fd, 0);
	ASSERT_EQ(write(fd, &image, sizeof(image)), (ssize_t)sizeof(image));
	close(fd);
}

static void exec_file(void)
{
	char *argv[] = { "one_page", NULL }, *envp[] = { NULL };

	execve(FILE_NAME, argv, envp);
	FAIL("execve: %s", ksft_errno(errno));
}

static void jump_into_page(void)
{
	char *p = mmap((void *)WHERE, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	ASSERT_EQ(p, (char *)WHERE);
	memcpy(p, one_page_code, code_size());
	ASSERT_EQ(mprotect(p, PAGE, PROT_READ | PROT_EXEC), 0);
	/* the kernel would write to the restartable sequence's area, which is about to go */
	if (__rseq_size)
		syscall(SYS_rseq, (char *)__builtin_thread_pointer() + __rseq_offset, 32, RSEQ_FLAG_UNREGISTER,
			RSEQ_SIG);
	((void (*)(void))p)();
}

FIXTURE(process) {
	pid_t pid;
};

static pid_t start(void (*become_one_page)(void))
{
	pid_t pid;
	int p[2];
	char c;

	ASSERT_EQ(pipe(p), 0);
	IN_CHILD(pid) {
		dup2(p[1], 1);
		close(p[0]);
		become_one_page();
		_exit(1);
	}
	close(p[1]);
	ASSERT_EQ(read(p[0], &c, 1), 1);
	close(p[0]);
	return pid;
}

/* ---- reading ---- */

static const char *slurp(pid_t pid, const char *name)
{
	static char text[8192];
	char path[64];
	int fd, n = 0, got;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY);
	if (fd < 0 && errno == ENOENT)
		SKIP("no /proc/PID/%s", name);
	ASSERT_GE(fd, 0);
	while ((got = read(fd, text + n, sizeof(text) - 1 - n)) > 0)
		n += got;
	close(fd);
	text[n] = 0;
	return text;
}

/* The number behind "Name:" in a text of lines. */
static long field(const char *text, const char *name)
{
	size_t n = strlen(name);
	long value = -1;

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, n) && line[n] == ':') {
			sscanf(line + n + 1, "%ld", &value);
			return value;
		}
	}
	return -1;
}

/* The page of vsyscalls, which x86 shows as the last line of every process, if it has one. */
static const char *vsyscall_line(void)
{
	const char *line = strstr(slurp(getpid(), "maps"), "ffffffffff600000-");

	return line ? strdup(line) : "";
}

static void expect_maps(pid_t pid, const char *perms, const struct stat *st, const char *name)
{
	const char *vsyscall = vsyscall_line();
	char line[512], wanted[1024];
	int n;

	n = snprintf(line, sizeof(line), "%08lx-%08lx %s 00000000 %02x:%02x %lu ", WHERE, WHERE + PAGE, perms,
		     st ? major(st->st_dev) : 0, st ? minor(st->st_dev) : 0, st ? st->st_ino : 0);
	if (*name)
		snprintf(wanted, sizeof(wanted), "%-73s%s\n%s", line, name, vsyscall);
	else
		snprintf(wanted, sizeof(wanted), "%.*s\n%s", n, line, vsyscall);
	EXPECT_STREQ(slurp(pid, "maps"), wanted);
}

static void expect_fields(const char *text, const char *const names[], const long values[])
{
	for (int i = 0; names[i]; i++) {
		long value = field(text, names[i]);

		if (value != values[i]) {
			ksft_note("%s: %ld, not %ld", names[i], value, values[i]);
			ksft_failed(0);
		}
	}
}

static const char *const status_names[] = {
	"VmSize", "VmLck", "VmPin", "VmRSS", "RssAnon", "RssFile", "RssShmem", "VmData", "VmStk", "VmExe", "VmLib",
	"VmPTE", "VmSwap", NULL
};

static const char *const smaps_names[] = {
	"Size", "KernelPageSize", "MMUPageSize", "Rss", "Pss", "Shared_Clean", "Shared_Dirty", "Private_Clean",
	"Private_Dirty", "Referenced", "Anonymous", "LazyFree", "AnonHugePages", "ShmemPmdMapped", "FilePmdMapped",
	"Shared_Hugetlb", "Private_Hugetlb", "Swap", "SwapPss", "Locked", "THPeligible", NULL
};

/* ---- a page of a file ---- */

FIXTURE_SETUP(process)
{
	make_file();
	self->pid = start(exec_file);
}

FIXTURE_TEARDOWN(process)
{
	kill(self->pid, SIGKILL);
	waitpid(self->pid, NULL, 0);
	unlink(FILE_NAME);
}

TEST_F(process, maps)
{
	struct stat st;

	ASSERT_EQ(stat(FILE_NAME, &st), 0);
	expect_maps(self->pid, "r-xp", &st, FILE_NAME);
	/* and when its name is gone */
	ASSERT_EQ(unlink(FILE_NAME), 0);
	expect_maps(self->pid, "r-xp", &st, FILE_NAME " (deleted)");
}

TEST_F(process, statm)
{
	EXPECT_STREQ(slurp(self->pid, "statm"), "1 1 1 1 0 0 0\n");
}

/* Pages of a tmpfs count as shared memory. Three page tables lead to the page. */
TEST_F(process, status)
{
	long values[] = { 4, 0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 12, 0 };
	struct statfs fs;

	ASSERT_EQ(statfs(FILE_NAME, &fs), 0);
	if (fs.f_type != TMPFS_MAGIC) {
		values[5] = 4;
		values[6] = 0;
	}
	expect_fields(slurp(self->pid, "status"), status_names, values);
}

TEST_F(process, smaps)
{
	static const long values[] = { 4, 4, 4, 4, 4, 0, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
	const char *text = slurp(self->pid, "smaps");

	EXPECT_EQ(strncmp(text, "100000000-100001000 r-xp 00000000 ", 34), 0);
	expect_fields(text, smaps_names, values);
	EXPECT_NE(strstr(text, "VmFlags: rd ex mr mw me "), NULL);
}

/* ---- an anonymous page ---- */

TEST(anonymous_maps)
{
	expect_maps(start(jump_into_page), "r-xp", NULL, "");
}

TEST(anonymous_statm)
{
	long size, rss, shared, text, lib, data;

	ASSERT_EQ(sscanf(slurp(start(jump_into_page), "statm"), "%ld %ld %ld %ld %ld %ld", &size, &rss, &shared,
			 &text, &lib, &data), 6);
	EXPECT_EQ(size, 1);
	EXPECT_EQ(rss, 1);
	EXPECT_EQ(shared, 0);
	EXPECT_EQ(lib, 0);
	EXPECT_EQ(data, 0);		/* it may not be written */
}

TEST(anonymous_status)
{
	static const long values[] = { 4, 0, 0, 4, 4, 0, 0, 0, 0, 4, 0, 12, 0 };

	expect_fields(slurp(start(jump_into_page), "status"), status_names, values);
}

TEST(anonymous_smaps)
{
	static const long values[] = { 4, 4, 4, 4, 4, 0, 0, 0, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };

	expect_fields(slurp(start(jump_into_page), "smaps"), smaps_names, values);
}

TEST_HARNESS_MAIN
