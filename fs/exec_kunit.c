// SPDX-License-Identifier: GPL-2.0-only
/*
 * exec_kunit.c - hostile program headers and "#!" lines.
 *
 * A sound file of two segments is the base; each row of the table spoils one thing.
 */
#include <kunit/test.h>
#include <linux/binfmts.h>
#include <linux/elf.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "binfmt_script.h"
#include "elf_check.h"

struct elf_sample {
	struct elfhdr ehdr;
	struct elf_phdr ph[4];
};

static void sound_elf(struct elf_sample *s)
{
	memset(s, 0, sizeof(*s));
	memcpy(s->ehdr.e_ident, ELFMAG, SELFMAG);
	s->ehdr.e_ident[EI_CLASS] = ELF_CLASS;
	s->ehdr.e_ident[EI_DATA] = ELF_DATA;
	s->ehdr.e_type = ET_EXEC;
	s->ehdr.e_machine = ELF_ARCH;
	s->ehdr.e_version = EV_CURRENT;
	s->ehdr.e_entry = 0x401000;
	s->ehdr.e_phoff = sizeof(s->ehdr);
	s->ehdr.e_phentsize = sizeof(struct elf_phdr);
	s->ehdr.e_phnum = 4;
	s->ph[0] = (struct elf_phdr) {
		.p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_offset = 0, .p_vaddr = 0x400000,
		.p_filesz = 0x2345, .p_memsz = 0x2345, .p_align = 0x1000,
	};
	s->ph[1] = (struct elf_phdr) {
		.p_type = PT_LOAD, .p_flags = PF_R | PF_W, .p_offset = 0x2f00, .p_vaddr = 0x403f00,
		.p_filesz = 0x200, .p_memsz = 0x5000, .p_align = 0x1000,
	};
	s->ph[2] = (struct elf_phdr) { .p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W };
	s->ph[3] = (struct elf_phdr) { .p_type = PT_NULL };
}

static int check(struct elf_sample *s, struct elf_layout *layout)
{
	int err = elf_check_header(&s->ehdr, sizeof(s->ehdr));

	return err ? err : elf_check_phdrs(&s->ehdr, s->ph, layout);
}

static void elf_sound(struct kunit *test)
{
	struct elf_layout layout;
	struct elf_sample s;

	sound_elf(&s);
	KUNIT_ASSERT_EQ(test, check(&s, &layout), 0);
	KUNIT_EXPECT_EQ(test, layout.first_vaddr, 0x400000UL);
	KUNIT_EXPECT_EQ(test, layout.total_size, 0x9000UL);
	KUNIT_EXPECT_EQ(test, layout.brk, 0x408f00UL);
	KUNIT_EXPECT_EQ(test, layout.alignment, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, layout.phdr_vaddr, 0x400000UL + sizeof(s.ehdr));
	KUNIT_EXPECT_EQ(test, layout.stack, EXSTACK_DISABLE_X);
	KUNIT_EXPECT_NULL(test, layout.interp);
	KUNIT_EXPECT_EQ(test, elf_check_header(&s.ehdr, sizeof(s.ehdr) - 1), -ENOEXEC);
}

/* One field, its hostile value, what must come of it. */
static const struct {
	const char *what;
	size_t offset, size;
	u64 value;
	int err;
} spoiled[] = {
#define ROW(field, val, error) { #field " = " #val, offsetof(struct elf_sample, field), \
				 sizeof_field(struct elf_sample, field), (val), (error) }
	ROW(ehdr.e_ident[0], 0, -ENOEXEC),
	ROW(ehdr.e_ident[3], 'G', -ENOEXEC),
	ROW(ehdr.e_ident[EI_CLASS], ELFCLASS32, -ENOEXEC),
	ROW(ehdr.e_ident[EI_DATA], ELFDATA2MSB, -ENOEXEC),
	ROW(ehdr.e_type, ET_REL, -ENOEXEC),
	ROW(ehdr.e_type, ET_CORE, -ENOEXEC),
	ROW(ehdr.e_machine, EM_NONE, -ENOEXEC),
	ROW(ehdr.e_phentsize, 0, -ENOEXEC),
	ROW(ehdr.e_phentsize, sizeof(struct elf_phdr) + 1, -ENOEXEC),
	ROW(ehdr.e_phnum, 0, -ENOEXEC),
	ROW(ehdr.e_phnum, 0xffff, -ENOEXEC),
	ROW(ehdr.e_phoff, ~0ULL, -ENOEXEC),
	ROW(ehdr.e_phoff, LLONG_MAX, -ENOEXEC),
	ROW(ph[0].p_filesz, 0x2346, -EINVAL),
	ROW(ph[0].p_memsz, 0, -EINVAL),
	ROW(ph[0].p_vaddr, 0x400001, -EINVAL),
	ROW(ph[0].p_vaddr, TASK_SIZE, -EINVAL),
	ROW(ph[0].p_vaddr, ~0ULL, -EINVAL),
	ROW(ph[0].p_vaddr, TASK_SIZE - PAGE_SIZE, -EINVAL),
	ROW(ph[0].p_offset, ~0ULL & PAGE_MASK, -EINVAL),
	ROW(ph[1].p_memsz, ~0ULL, -EINVAL),
	ROW(ph[1].p_memsz, TASK_SIZE, -EINVAL),
	ROW(ph[1].p_vaddr, 0x3fff00, -EINVAL),
	ROW(ph[1].p_offset, LLONG_MAX - 0xff, -EINVAL),
	ROW(ph[3].p_type, PT_INTERP, -ENOEXEC),
#undef ROW
};

static void elf_hostile(struct kunit *test)
{
	struct elf_layout layout;
	struct elf_sample s;

	for (int i = 0; i < ARRAY_SIZE(spoiled); i++) {
		sound_elf(&s);
		memcpy((char *)&s + spoiled[i].offset, &spoiled[i].value, spoiled[i].size);
		KUNIT_EXPECT_EQ_MSG(test, check(&s, &layout), spoiled[i].err, "%s", spoiled[i].what);
	}
}

static void elf_interp(struct kunit *test)
{
	static const struct { u64 filesz; int err; } rows[] = {
		{ 0, -ENOEXEC }, { 1, -ENOEXEC }, { 2, 0 }, { 28, 0 }, { PATH_MAX, 0 },
		{ PATH_MAX + 1, -ENOEXEC }, { ~0ULL, -ENOEXEC },
	};
	struct elf_layout layout;
	struct elf_sample s;

	for (int i = 0; i < ARRAY_SIZE(rows); i++) {
		sound_elf(&s);
		s.ph[3] = (struct elf_phdr) { .p_type = PT_INTERP, .p_filesz = rows[i].filesz };
		KUNIT_EXPECT_EQ_MSG(test, check(&s, &layout), rows[i].err, "row %d", i);
		if (!rows[i].err)
			KUNIT_EXPECT_PTR_EQ(test, layout.interp, &s.ph[3]);
	}
}

static void elf_no_segments(struct kunit *test)
{
	struct elf_layout layout;
	struct elf_sample s;

	sound_elf(&s);
	s.ph[0].p_type = s.ph[1].p_type = PT_NOTE;
	KUNIT_EXPECT_EQ(test, check(&s, &layout), -EINVAL);
}

static void elf_alignment(struct kunit *test)
{
	static const struct { u64 align; unsigned long want; } rows[] = {
		{ 0, PAGE_SIZE }, { 1, PAGE_SIZE }, { 0x3000, PAGE_SIZE }, { 0x200000, 0x200000 },
		{ 1ULL << 63, PAGE_SIZE }, { ~0ULL, PAGE_SIZE },
	};
	struct elf_layout layout;
	struct elf_sample s;

	for (int i = 0; i < ARRAY_SIZE(rows); i++) {
		sound_elf(&s);
		s.ph[1].p_align = rows[i].align;
		KUNIT_EXPECT_EQ(test, check(&s, &layout), 0);
		KUNIT_EXPECT_EQ_MSG(test, layout.alignment, rows[i].want, "row %d", i);
	}
}

/* Any bytes at all: no crash, and what passes keeps the promises of elf_check.c. */
static void elf_random(struct kunit *test)
{
	u64 seed = 0x9e3779b97f4a7c15ULL;
	struct elf_layout layout;
	struct elf_sample s;

	for (int round = 0; round < 20000; round++) {
		sound_elf(&s);
		for (int n = 0; n < 3; n++) {
			seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
			((u8 *)&s)[(seed >> 33) % sizeof(s)] = seed >> 56;
		}
		if (s.ehdr.e_phnum > 4 || check(&s, &layout))
			continue;
		KUNIT_ASSERT_LT(test, layout.first_vaddr, TASK_SIZE);
		KUNIT_ASSERT_LE(test, layout.brk, TASK_SIZE);
		KUNIT_ASSERT_LE(test, layout.total_size, TASK_SIZE - layout.first_vaddr);
	}
}

static const struct {
	const char *line, *interp, *arg;	/* interp NULL: -ENOEXEC */
} scripts[] = {
	{ "#!/bin/sh\necho", "/bin/sh", NULL },
	{ "#! \t/bin/sh  \n", "/bin/sh", NULL },
	{ "#!/bin/sh -e\n", "/bin/sh", "-e" },
	{ "#!/usr/bin/env  python3 -u \t\n", "/usr/bin/env", "python3 -u" },
	{ "#!/bin/sh", "/bin/sh", NULL },
	{ "#!\n/bin/sh\n", NULL, NULL },
	{ "#!   \n", NULL, NULL },
	{ "#!", NULL, NULL },
	{ "#", NULL, NULL },
	{ "", NULL, NULL },
	{ "!#/bin/sh\n", NULL, NULL },
};

static void script_lines(struct kunit *test)
{
	char buf[BINPRM_BUF_SIZE], *interp, *arg;

	for (int i = 0; i < ARRAY_SIZE(scripts); i++) {
		int err;

		memset(buf, 0, sizeof(buf));
		strscpy(buf, scripts[i].line, sizeof(buf));
		err = script_parse(buf, sizeof(buf), &interp, &arg);
		KUNIT_EXPECT_EQ_MSG(test, err, scripts[i].interp ? 0 : -ENOEXEC, "line %d", i);
		if (err || !scripts[i].interp)
			continue;
		KUNIT_EXPECT_STREQ(test, interp, scripts[i].interp);
		KUNIT_EXPECT_EQ(test, !arg, !scripts[i].arg);
		if (arg && scripts[i].arg)
			KUNIT_EXPECT_STREQ(test, arg, scripts[i].arg);
	}
}

static void script_cut_off(struct kunit *test)
{
	char buf[BINPRM_BUF_SIZE], *interp, *arg;

	/* A name that fills the buffer may go on in the file: another program, then. */
	memset(buf, 'x', sizeof(buf));
	memcpy(buf, "#!/", 3);
	KUNIT_EXPECT_EQ(test, script_parse(buf, sizeof(buf), &interp, &arg), -ENOEXEC);

	/* An argument may be cut. */
	memset(buf, 'x', sizeof(buf));
	memcpy(buf, "#!/bin/sh ", 10);
	KUNIT_EXPECT_EQ(test, script_parse(buf, sizeof(buf), &interp, &arg), 0);
	KUNIT_EXPECT_STREQ(test, interp, "/bin/sh");
	KUNIT_EXPECT_NOT_NULL(test, arg);
}

static struct kunit_case exec_cases[] = {
	KUNIT_CASE(elf_sound),
	KUNIT_CASE(elf_hostile),
	KUNIT_CASE(elf_interp),
	KUNIT_CASE(elf_no_segments),
	KUNIT_CASE(elf_alignment),
	KUNIT_CASE(elf_random),
	KUNIT_CASE(script_lines),
	KUNIT_CASE(script_cut_off),
	{}
};

static struct kunit_suite exec_suite = {
	.name = "exec",
	.test_cases = exec_cases,
};
kunit_test_suite(exec_suite);
